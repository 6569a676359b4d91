"""Every number that a text states, as quantities. Law: a pure grammar over tokens, linear in the text, never raises.

`read_quantities` is what the corridor calls; `read_numbers` tells too what was refused and why (`monitor explain`);
`convert` and `unit_kind` know the units, `read_scale` reads a table's heading ("in millions of euros"). A span covers
the number with its scale, sign and unit, not its bound.
"""

from __future__ import annotations

from monitor.quantities.headers import read_scale
from monitor.quantities.reading import Reading, read_numbers, read_quantities
from monitor.quantities.units import convert, convert_value, figure_unit, unit_kind

__all__ = [
    "Reading",
    "convert",
    "convert_value",
    "figure_unit",
    "read_numbers",
    "read_quantities",
    "read_scale",
    "unit_kind",
]
