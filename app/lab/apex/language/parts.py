"""Components of APEXlang that are written: the text that APEX gives them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from msgspec import Struct

from app.apexlang.tree import Value
from app.apexlang.writer import INDENT, name, written

Said = Value | Mapping[str, str]
"""A value, or the properties of a link's target."""
_TARGET: Final = (
    "type", "url", "page", "items", "clearCache", "action", "anchor", "request",
    "successMessage",
)  # fmt: skip
_ITEMS: Final = "items:"


_PRINTED: Final = frozenset({"page", "pageHeader", "pageFooter", "columnHeadings", "columns"})
_CHARTED: Final = frozenset({"chart", "axisTitle", "sort", "chartAppearance"})
_LATE: Final = {
    "region": (_PRINTED, frozenset({"column"})),
    "restDataSource": (frozenset({"dataProfile"}), frozenset({"operation", "parameter"})),
    "savedReport": (_CHARTED, frozenset({"displayColumn", "sort", "aggregate", "controlBreak"})),
}
"""Groups of a type that stand behind the last of these components below it, where there is one."""


class Part(Struct, frozen=True):
    """``properties`` are (``group.name``, what it says) in their order, those of a group together."""

    kind: str
    ident: str | None
    properties: tuple[tuple[str, Said], ...] = ()
    children: tuple[Part, ...] = ()


def text_of(parts: Iterable[Part]) -> str:
    return "".join(line for part in parts for line in _part(part, 0))


def _part(part: Part, depth: int) -> Iterator[str]:
    pad = INDENT * depth
    ident = f" {name(part.ident)}" if part.ident is not None else ""
    yield f"{pad}{part.kind}{ident} (\n"
    groups, behind = _LATE.get(part.kind, (frozenset(), frozenset()))
    last = max((n for n, one in enumerate(part.children, 1) if one.kind in behind), default=0)
    late = [one for one in part.properties if last and _group(one[0]) in groups]
    yield from _properties([one for one in part.properties if one not in late], depth + 1)
    if part.children:
        yield "\n"
    for number, child in enumerate(part.children, 1):
        yield from _part(child, depth + 1)
        if number == last and late:
            yield from _properties(late, depth + 1)
            yield "\n" if number < len(part.children) else ""
    yield f"{pad})\n\n"


def _group(path: str) -> str:
    return path.rpartition(".")[0]


def _properties(properties: Iterable[tuple[str, Said]], depth: int) -> Iterator[str]:
    pad, group = INDENT * depth, ""
    for path, said in properties:
        head, _, key = path.rpartition(".")
        if head != group:
            yield f"{pad}}}\n" if group else ""
            yield f"{pad}{head} {{\n"
            group = head
        inner = depth + bool(head)
        yield written(key, said, inner) if isinstance(said, Value) else _target(key, said, inner)
    yield f"{pad}}}\n" if group else ""


def _target(key: str, said: Mapping[str, str], depth: int) -> str:
    pad = INDENT * depth
    lines = [f"{pad}{key}: {{\n"]
    items = [(k.removeprefix(_ITEMS), v) for k, v in said.items() if k.startswith(_ITEMS)]
    for one in _TARGET:
        if one == "items" and items:
            inner = "".join(written(item, Value(value), depth + 2) for item, value in items)
            lines.append(f"{pad}{INDENT}items: {{\n{inner}{pad}{INDENT}}}\n")
        elif one in said:
            entries = tuple(said[one].split("\n")) if one == "clearCache" else (said[one],)
            several = Value(said[one], entries) if len(entries) > 1 else Value(said[one])
            lines.append(written(one, several, depth + 1))
    return "".join((*lines, f"{pad}}}\n"))
