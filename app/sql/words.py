"""Word lists written as text: shorter to read than a thousand quotes."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The blank-separated words of ``text``."""
    return frozenset(text.split())
