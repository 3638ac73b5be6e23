"""Texts side by side: line differences and syntax colours, computed without Qt."""

from ui.text.highlight import Span, highlight
from ui.text.linediff import Row, Side, SideBySide, plain, prepare, side_by_side
from ui.text.reading import Line, Options, Words, reading

__all__ = [
    "Line",
    "Options",
    "Row",
    "Side",
    "SideBySide",
    "Span",
    "Words",
    "highlight",
    "plain",
    "prepare",
    "reading",
    "side_by_side",
]
