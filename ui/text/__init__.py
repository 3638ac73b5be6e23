"""Texts side by side: line differences and syntax colours, computed without Qt."""

from ui.text.highlight import Span, highlight
from ui.text.linediff import Row, Side, SideBySide, plain, prepare, side_by_side

__all__ = ["Row", "Side", "SideBySide", "Span", "highlight", "plain", "prepare", "side_by_side"]
