"""Charts of reported values: what stood when, who said so, and what was set aside.

    Series (steps, dots)  ->  step_chart() an SVG, png_chart() the same as a picture, spark_svg() a small one,
                              text_chart() and spark_text() for a terminal

Law of this room: pure. Values and words come in ready to be shown; out comes text that shows them, everything foreign
in it escaped. An SVG carries its own colours (an e-mail or an <img> has no stylesheet) and classes by which a page may
give others; there is no script, no style attribute and no address in it but those of its dots.
"""

from monitor.charts.series import Dot, Series, Step, summary
from monitor.charts.spark import spark_svg, spark_text
from monitor.charts.svg import png_chart, step_chart
from monitor.charts.terminal import text_chart

__all__ = ["Dot", "Series", "Step", "png_chart", "spark_svg", "spark_text", "step_chart", "summary", "text_chart"]
