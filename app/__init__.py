"""Caravane without its window: everything here works from a script, and never imports Qt."""

__version__ = "0.2.0"
