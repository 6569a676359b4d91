"""The command `monitor` with its clock set: at.py SECONDS poll --config ... runs as if it were that much later."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta

from monitor.cli import main
from monitor.clock import SystemClock

shift = timedelta(seconds=float(sys.argv.pop(1)))
SystemClock.now = lambda self: datetime.now(UTC) + shift  # type: ignore[method-assign]
sys.argv[0] = "monitor"
main()
