"""Signs of life for machines: /healthz and /metrics, systemd's notify and watchdog.

    Pulse     when the daemon last finished a round; `unwell` says in a sentence if that is too long ago
    metrics   what is in the state, and what this process did, in Prometheus' text format
    tell_systemd  READY, WATCHDOG, STOPPING

Law of this room: a daemon that hangs must look dead. A watchdog is fed, and health is said, by the beat of the rounds,
never by a timer of its own.
"""

from __future__ import annotations

import os
import socket
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.store import Store
from monitor.store.tally import Tally, tally

LATE = timedelta(minutes=5)  # a round ends within a minute
Values = Sequence[tuple[Mapping[str, str], float]]
BUCKETS = (60.0, 300.0, 900.0, 3600.0, 14400.0, 86400.0)


@dataclass(slots=True)
class Pulse:
    """What this process did since it began. `beat` after every round, also one in which nothing was due."""

    started: datetime
    beaten: datetime | None = None
    rounds: Counter[str] = field(default_factory=Counter)

    def beat(self, now: datetime, **counts: int) -> None:
        """A round has ended, and came to this."""
        self.beaten = now
        self.rounds.update({"rounds": 1, **counts})
        tell_systemd("WATCHDOG=1")

    def unwell(self, now: datetime) -> str:
        """What ails the daemon; "" if nothing does. A clock that was set back is no ailment."""
        silent = now - (self.beaten or self.started)
        return f"no round has ended for {int(silent.total_seconds() // 60)} minutes" if silent > LATE else ""


def tell_systemd(message: str) -> bool:
    """Say something to systemd (sd_notify); False where nobody listens."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return False
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
            line.connect("\0" + address[1:] if address.startswith("@") else address)
            line.sendall(message.encode())
    except OSError:
        return False
    return True


# --- metrics --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Series:
    """One metric: its name, what it says, and its values by labels."""

    name: str
    help: str
    values: Values
    type: str = "gauge"


def metrics(store: Store, pulse: Pulse | None, now: datetime) -> str:
    """The state, and what this process did, in Prometheus' text format."""
    found = tally(store.db, now)
    return "".join(_text(each) for each in (*_stored(found, now), *_lived(pulse, now), *_lag(found)))


def _stored(found: Tally, now: datetime) -> Iterator[Series]:
    queue = sum(number for (_, state), number in found.deliveries.items() if state in ("due", "waiting"))
    age = (now - found.oldest_due).total_seconds() if found.oldest_due else 0.0
    yield Series("monitor_feeds", "Sources by status.", _labelled("status", found.feeds))
    yield Series("monitor_feed_failures", "Sources that fail, by reason.", _labelled("reason", found.failures))
    yield Series(
        "monitor_entries",
        "Entries that feeds brought, by what became of their pages.",
        _labelled("status", found.entries),
    )
    yield Series("monitor_articles", "Articles read.", [({}, found.articles)])
    yield Series("monitor_article_versions", "Versions of articles read.", [({}, found.versions)])
    yield Series("monitor_claims", "Statements of a figure's value.", [({}, found.claims)])
    yield Series("monitor_changes", "Comparisons by what they found.", _labelled("kind", found.changes))
    yield Series("monitor_alerts", "Alerts by kind.", _labelled("kind", found.alerts))
    yield Series("monitor_questions_open", "Questions that nobody has answered.", [({}, found.questions)])
    deliveries: Values = [
        ({"receiver": who, "state": state}, number) for (who, state), number in found.deliveries.items()
    ]
    yield Series("monitor_deliveries", "Deliveries by receiver and result.", deliveries)
    yield Series("monitor_outbox_depth", "Deliveries that are still to go out.", [({}, queue)])
    yield Series("monitor_outbox_oldest_seconds", "How long the oldest due delivery is due.", [({}, max(0.0, age))])


def _lived(pulse: Pulse | None, now: datetime) -> Iterator[Series]:
    if pulse is None:
        return
    yield Series("monitor_up_seconds", "Since this process began.", [({}, (now - pulse.started).total_seconds())])
    for name, number in sorted(pulse.rounds.items()):
        said = f"{name.replace('_', ' ')} since this process began."
        yield Series(f"monitor_{name}_total", said, [({}, number)], "counter")


def _lag(found: Tally) -> Iterator[Series]:
    """From an article's own time to its alert, over the last day, as a histogram."""
    name = "monitor_alert_lag_seconds"
    counts: list[tuple[Mapping[str, str], float]] = [
        ({"le": f"{edge:g}"}, sum(lag <= edge for lag in found.lags)) for edge in BUCKETS
    ]
    lines: Values = [*counts, ({"le": "+Inf"}, len(found.lags))]
    yield Series(f"{name}_bucket", "From an article's time to its alert, last day.", lines, "histogram")
    yield Series(f"{name}_sum", "", [({}, sum(found.lags))], "")
    yield Series(f"{name}_count", "", [({}, len(found.lags))], "")


def _labelled(label: str, values: Mapping[str, int]) -> Values:
    return [({label: name}, number) for name, number in sorted(values.items())]


def _text(series: Series) -> str:
    family = series.name.removesuffix("_bucket") if series.type == "histogram" else series.name
    head = f"# HELP {family} {series.help}\n# TYPE {family} {series.type}\n" if series.type else ""
    return head + "".join(f"{series.name}{_labels(labels)} {_number(value)}\n" for labels, value in series.values)


def _labels(labels: Mapping[str, str]) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items()) + "}"


def _number(value: float) -> str:
    """Every digit: a count of millions is no estimate."""
    return str(int(value)) if value == int(value) else repr(float(value))


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
