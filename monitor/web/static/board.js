// Times of this device instead of UTC, wherever the server put a <time>; also in what htmx brings later.
(() => {
  const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
  const show = () => {
    for (const each of document.querySelectorAll("time[datetime]")) {
      const at = new Date(each.dateTime);
      if (!Number.isNaN(at.getTime())) each.title = exact.format(at);
    }
  };
  show();
  new MutationObserver(show).observe(document.body, { childList: true, subtree: true });
})();
