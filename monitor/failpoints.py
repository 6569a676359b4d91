"""Named places where the process can be made to die, as a power cut would: to show that nothing is lost or doubled.

    MONITOR_FAILPOINT=deliver.after-send        kill -9 when that place is reached for the first time
    MONITOR_FAILPOINT=record.inside:3           ... for the third time

Without the variable a failpoint costs one comparison. The places are named in docs/reliability.md.
"""

from __future__ import annotations

import os
import signal
from collections import Counter

_PLACE, _, _NTH = os.environ.get("MONITOR_FAILPOINT", "").partition(":")
_reached: Counter[str] = Counter()


def failpoint(place: str) -> None:
    """Die here, if the environment says so."""
    if place != _PLACE:
        return
    _reached[place] += 1
    if _reached[place] >= int(_NTH or 1):
        os.kill(os.getpid(), signal.SIGKILL)
