"""A chart as a PNG, for those who cannot show an SVG: mail programs and Slack.

Law of this room: it is drawn from the same SVG, by a font of our own (a slim machine has none); scripts that our font
lacks are drawn where the machine has a font for them, and left out where not.
"""

from __future__ import annotations

from pathlib import Path

from monitor.charts.series import Series
from monitor.charts.svg import step_chart

WIDTH, HEIGHT = 600, 260  # as it is shown; drawn with twice as many points, for sharp screens
SHARP = 2.0
FONT = Path(__file__).parent / "font" / "DejaVuSans.ttf"  # Latin, Greek and Cyrillic letters of DejaVu Sans


def png_chart(series: Series, width: int = WIDTH, height: int = HEIGHT) -> bytes:
    """The PNG of a series, to be shown `width` wide; `height` is without the legend below."""
    import resvg_py

    return resvg_py.svg_to_bytes(
        svg_string=step_chart(series, width, height),
        zoom=SHARP,
        font_files=[str(FONT)],
        font_family="DejaVu Sans",
        sans_serif_family="DejaVu Sans",
    )
