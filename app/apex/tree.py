"""A split export file as a tree of components over its source text.

``Page.source`` is the file as it was read; components and arguments are spans of it. Writing a
page is joining its source: what nobody changed is the same to the byte.
"""

from __future__ import annotations

from functools import cached_property
from typing import Final

from app.apex import catalogue
from app.apex.values import Value, decode

BOM: Final = "\ufeff"


class Argument:
    """``start``/``end``: the expression's span in the page's source."""

    __slots__ = ("_value", "end", "name", "page", "start")

    def __init__(self, page: Page, name: str, start: int, end: int) -> None:
        self.page, self.name, self.start, self.end = page, name, start, end
        self._value: Value | None = None

    @property
    def source(self) -> str:
        return self.page.source[self.start : self.end]

    @property
    def value(self) -> Value:
        if self._value is None:
            self._value = decode(self.source)
        return self._value


class Component:
    """One call. ``start``/``end``: its statement with the line end. ``parent`` is a key, or ""."""

    __slots__ = (
        "arguments",
        "call",
        "end",
        "id",
        "index",
        "key",
        "page",
        "parent",
        "procedure",
        "start",
    )

    def __init__(self, page: Page, call: str, start: int) -> None:
        self.page, self.call, self.start, self.end = page, call, start, start
        self.procedure = call.rpartition(".")[2].lower()
        self.arguments: dict[str, Argument] = {}
        self.id = ""
        self.key = ""
        self.parent = ""
        self.index = 0

    @property
    def source(self) -> str:
        return self.page.source[self.start : self.end]

    def text(self, name: str) -> str:
        found = self.arguments.get(name)
        return found.value.text if found is not None else ""

    @property
    def name(self) -> str:
        return catalogue.name_of(self.procedure, self.text) or self.id


class Page:
    """One parsed split file: a page, or a file of shared components."""

    def __init__(self, name: str, source: str) -> None:
        self.name, self.source = name, source
        self.components: list[Component] = []
        self.header: dict[str, str] = {}

    @cached_property
    def by_key(self) -> dict[str, Component]:
        return {c.key: c for c in self.components}

    @property
    def number(self) -> int | None:
        for component in self.components:
            if component.procedure == "create_page":
                text = component.text("p_id")
                return int(text) if text.isdigit() else None
        return None

    @property
    def title(self) -> str:
        for component in self.components:
            if component.procedure == "create_page":
                return component.text("p_name")
        return self.components[0].name if self.components else self.name

    @property
    def release(self) -> str:
        return self.header.get("p_release", "")

    @property
    def newline(self) -> str:
        return "\r\n" if "\r\n" in self.source[:2000] else "\n"
