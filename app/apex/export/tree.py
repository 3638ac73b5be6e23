"""A split export file as a tree of components over its source text.

``Page.source`` is the file as it was read, with its BOM and its line ends; calls and arguments are
spans of it. Writing a page is giving back its source, so what nobody changed is the same to the
byte. A page is never changed after it was read; a merge makes a new text and reads that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Final, NamedTuple

from msgspec import Struct, field

from app.apex import catalogue
from app.apex.export.values import (
    ID_MARK,
    RAW_REFERENCES,
    Locals,
    Span,
    Value,
    decode,
    has_raw_ids,
    id_spans,
    joined,
)

# Calls that frame a file and make no component.
HEADERS: Final = frozenset({"component_begin", "import_begin"})
FRAME: Final = HEADERS | {
    "component_end",
    "import_end",
    "set_version",
    "set_security_group_id",
    "remove_page",
    "remove_flow",
    "remove_audit_trail",
    "post_import_process",
}


class Edit(NamedTuple):
    """New text for the span ``start``/``end`` of a source."""

    start: int
    end: int
    text: str


def spliced(source: str, edits: Iterable[tuple[int, int, str]]) -> str:
    """A source with edits, which are in its order and do not overlap."""
    pieces: list[str] = []
    at = 0
    for start, end, text in edits:
        pieces += (source[at:start], text)
        at = end
    return "".join((*pieces, source[at:])) if pieces else source


class Argument(Struct, eq=False, gc=False):
    """``name=>expression``: ``start``/``end`` is the expression's span in ``text``, the page's
    source, and ``row`` the offset of the separator before the name (a comma, or the blank of the
    first). ``locals`` is what the statements before the call assigned. ``more`` is what later calls
    append to it: the value is one text, however it was cut. ``raw``: it is a bare id.

    It knows no component, so that the garbage collector need not look at the many of them.
    """

    text: str
    name: str
    row: int
    start: int
    end: int
    locals: Locals | None = None
    more: tuple[Argument, ...] = ()
    raw: bool = False
    _value: Value | None = None

    @property
    def source(self) -> str:
        """The expression as it was written."""
        return self.text[self.start : self.end]

    @property
    def may_have_ids(self) -> bool:
        """Whether the value can hold component ids; cheaper to ask than the value is to decode."""
        if self.locals is not None or ID_MARK.search(self.text, self.start, self.end) is not None:
            return True
        return self.is_raw

    @property
    def spelling(self) -> str:
        """The name as it was written (``p_cHeight``); ``name`` is in lower case."""
        head = self.text[self.row : self.start]
        return head.partition("=")[0].strip(", \t\r\n") or self.name

    @property
    def value(self) -> Value:
        """The decoded value; decoded once."""
        if self._value is None:
            own = self.own
            self._value = joined([own, *(part.value for part in self.more)]) if self.more else own
        return self._value

    @property
    def is_raw(self) -> bool:
        """Whether it is a component's id, written as a bare number."""
        return (self.raw or self.name.endswith(RAW_REFERENCES)) and self.source.isdigit()

    @property
    def own(self) -> Value:
        """The value without what later calls append to it."""
        found = decode(self.source, self.text, self.locals)
        return (
            Value("id", found.text, ("raw",)) if found.kind == "number" and self.is_raw else found
        )


class Component(Struct, eq=False):
    """One call of a file: ``procedure`` (lower case, without package), ``arguments`` by name in
    their order, and positional ones in ``positional``.

    ``start``/``end`` is the span of the statement with its line end, ``tail`` the offset of its
    closing parenthesis. ``content`` is the span of the assignments before it that hold a file's
    bytes or a script, which may begin in an earlier block. ``more`` are later calls that append to
    it: they are a part of it and no components themselves. ``key`` is unique in the file and
    stable; ``parent`` is the key of the component that it belongs to, or "". ``nest`` is true
    where it is written directly behind its parent.
    """

    page: Page
    call: str
    start: int
    procedure: str
    tail: int = -1
    end: int = -1
    arguments: dict[str, Argument] = field(default_factory=dict)
    positional: tuple[Span, ...] = ()
    locals: Locals | None = None
    content: Span | None = None
    more: tuple[Component, ...] = ()
    id: str = ""
    key: str = ""
    parent: str = ""
    nest: bool = False
    index: int = 0
    block: int = 0

    @property
    def source(self) -> str:
        """The text of its statement, and of those that append to it."""
        own = self.page.source[self.start : self.end]
        return own + "".join(part.source for part in self.more) if self.more else own

    def text(self, name: str) -> str:
        """The decoded text of an argument; "" if it is absent."""
        found = self.arguments.get(name)
        return found.value.text if found is not None else ""

    @property
    def name(self) -> str:
        """What a person calls it; its id where it has no name."""
        return catalogue.name_of(self.procedure, self.text) or self.id

    def is_verbatim(self, other: Component) -> bool:
        """Whether the two are the same text, with nothing assigned before them that counts."""
        return self.locals is None and other.locals is None and self.source == other.source

    @property
    def is_mapped(self) -> bool:
        """Whether ``id`` is a component id that moves with the id space (``id(N)``, integer)."""
        own = self.arguments.get("p_id")
        return own is not None and own.value.kind == "id" and own.value.text.isdigit()

    def __repr__(self) -> str:
        return f"<{self.key}>"


class Page:
    """One parsed split file: a page, or a file of shared components.

    ``calls`` are all calls in their order, those that frame the file too; ``components`` only
    those that make a component. ``header`` has the decoded arguments of ``component_begin``.
    ``told`` keeps what was found out about the page, by whoever did: it goes with the page, which a
    table beside the pages would hold for ever, because what is told has components in it.
    ``told_release`` is the release that a part of one file does not say itself.
    """

    def __init__(self, name: str, source: str) -> None:
        self.name, self.source = name, source
        self.told: dict[str, Any] = {}
        self.told_release = ""
        self.calls: list[Component] = []
        self.components: list[Component] = []
        self.header: dict[str, str] = {}

    @cached_property
    def by_key(self) -> Mapping[str, Component]:
        return {c.key: c for c in self.components}

    @cached_property
    def mapped(self) -> tuple[Component, ...]:
        """The components whose ids move with the id space."""
        return tuple(c for c in self.components if c.is_mapped)

    @cached_property
    def items(self) -> Mapping[str, Component]:
        """The page items by name, in capitals: APEX does not tell them apart by case."""
        return {c.name.upper(): c for c in self.components if c.procedure == "create_page_item"}

    @cached_property
    def children(self) -> Mapping[str, tuple[Component, ...]]:
        """Components by the key of their parent, in file order; roots under ""."""
        found: dict[str, list[Component]] = {}
        for component in self.components:
            found.setdefault(component.parent, []).append(component)
        return {k: tuple(v) for k, v in found.items()}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Component ids of this file and what a person calls them."""
        return {c.id: c.name for c in self.mapped}

    @cached_property
    def id_spans(self) -> tuple[tuple[int, int], ...]:
        """The spans of all component ids' digits in the source, in their order."""
        source = self.source
        marks = iter([hit.start() for hit in ID_MARK.finditer(source)])
        mark = next(marks, -1)
        found: list[tuple[int, int]] = []
        for call in self.calls:
            if mark < 0:
                break
            for argument in call.arguments.values():
                if argument.start <= mark < argument.end:
                    found += id_spans(source, argument.start, argument.end)
                while -1 < mark < argument.end:
                    mark = next(marks, -1)
        if has_raw_ids(source):
            arguments = (a for call in self.calls for a in call.arguments.values())
            found = sorted({*found, *((a.start, a.end) for a in arguments if a.is_raw)})
        return tuple(found)

    @cached_property
    def ids(self) -> frozenset[str]:
        """All component ids that the file mentions."""
        return frozenset(self.source[a:b] for a, b in self.id_spans)

    @property
    def page_component(self) -> Component | None:
        return next((c for c in self.components if c.procedure == "create_page"), None)

    @property
    def number(self) -> int | None:
        """The page number; None for a file that makes no page."""
        page = self.page_component
        text = page.text("p_id") if page is not None else ""
        return int(text) if text.isdigit() else None

    @property
    def title(self) -> str:
        page = self.page_component
        if page is not None:
            return page.text("p_name")
        return self.components[0].name if self.components else self.name

    @property
    def release(self) -> str:
        """``p_release`` of the header, or what another file of the application says; or ""."""
        return self.header.get("p_release", "") or self.told_release

    @property
    def newline(self) -> str:
        first = self.source.find("\n")
        return "\r\n" if first > 0 and self.source[first - 1] == "\r" else "\n"

    @cached_property
    def namespace(self) -> str:
        """``wwv_flow_imp`` (22.1 and later) or ``wwv_flow_api``."""
        return (
            "wwv_flow_api"
            if any(c.call.startswith("wwv_flow_api.") for c in self.calls)
            else ("wwv_flow_imp")
        )
