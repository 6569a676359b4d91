"""Every number that a text states, as quantities. Law: a pure grammar over tokens, linear in the text, never raises.

`read_quantities` is what the corridor calls; `read_numbers` tells too what was refused and why (`monitor explain`);
`convert` and `unit_kind` know the units. A span covers the number with its scale, sign and unit, not its bound.
"""

from __future__ import annotations

from monitor.quantities.reading import Reading, read_numbers, read_quantities
from monitor.quantities.units import convert, convert_value, unit_kind

__all__ = ["Reading", "convert", "convert_value", "read_numbers", "read_quantities", "unit_kind"]
