"""An export of an application in one file that is read part by part, as far as somebody asks."""

from __future__ import annotations

from functools import cached_property

from app.apex.export.application import Application
from app.apex.export.lexer import check_markers
from app.apex.export.parse import APEX, decoded, parse
from app.apex.export.single_file import sections
from app.apex.export.tree import Page


class SingleFile:
    """``name`` and ``source``, and in ``application`` the files that a split export would have."""

    def __init__(self, name: str, source: str, application: Application) -> None:
        self.name, self.source, self.application = name, source, application

    @cached_property
    def page(self) -> Page:
        """The whole as one tree. Raises ParseError, with the line in the whole."""
        return parse(self.source, self.name)


def one_file(content: bytes, name: str, like: str = "") -> Page | SingleFile:
    """An export file, whatever it is; errors as ``parse``, those of a part only when it is read.
    ``like`` is another version of it, if one was read already."""
    text = decoded(content, name)
    parts = sections(text, like)
    if parts is None or not APEX.search(text):
        return parse(text, name)
    check_markers(text, name)
    return SingleFile(name, text, Application(parts))
