"""monitor: tells a desk when a reported number changes."""

__version__ = "0.1.0"
