"""A text that is read for the names it uses, and what a reader tells of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from app.apex.export.tree import Component


class Given(NamedTuple):
    """A value to be read: ``mode`` is "plain" for people's words, "markup", "script" or "code";
    ``own`` the number that links may give the application."""

    text: str
    mode: str
    argument: str
    component: Component
    own: str


Found = Iterator[tuple[str, str, int, int, bool]]  # kind, name, start, end, whole
