// What htmx brings in, made ready: times of this device in their titles, and the word about the last act is read aloud.
(() => {
  const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
  const ready = () => {
    for (const each of document.querySelectorAll("time[datetime]:not([data-own])")) {
      const at = new Date(each.dateTime);
      if (!Number.isNaN(at.getTime())) each.title = exact.format(at);
      each.dataset.own = "";
    }
    const said = document.querySelector(".said p:not([data-told])");
    if (said) {
      said.dataset.told = "";
      said.tabIndex = -1;
      said.focus();
    }
  };
  ready();
  new MutationObserver(ready).observe(document.body, { childList: true, subtree: true });
})();
