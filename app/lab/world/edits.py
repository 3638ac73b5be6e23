"""Precise edits on the text of an export file in canonical layout.

A component is addressed by its procedure and one argument that names it, never by its id, so the
same edit fits every copy of the application. What an edit does not name keeps its bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

_CALL: Final = re.compile(r"^wwv_\w+\.(\w+)\(\n(.*?)^\);\n", re.DOTALL | re.MULTILINE)
_ARGUMENT: Final = re.compile(r"^[ ,](p_\w+) ?=> ?", re.MULTILINE)


@dataclass(frozen=True)
class Where:
    """The component made by ``procedure`` whose ``argument`` has the text value ``value``."""

    procedure: str
    argument: str
    value: str


@dataclass(frozen=True)
class Set:
    """Give ``argument`` the source text ``source``; if absent, it goes right behind ``after``."""

    where: Where
    argument: str
    source: str
    after: str = ""


@dataclass(frozen=True)
class Replace:
    """Replace a piece of the source text of one argument; it must stand there exactly once."""

    where: Where
    argument: str
    old: str
    new: str


@dataclass(frozen=True)
class Insert:
    """Put a whole call right behind a component, or before it. In ``arguments``, ``{id:KEY}`` in a
    source text is the number of a new component, ``{of:PROCEDURE:ARGUMENT:VALUE}`` the id of an
    existing one.
    """

    beside: Where
    procedure: str
    arguments: Sequence[tuple[str, str]]
    before: bool = False


Edit = Set | Replace | Insert


def literal(text: str) -> str:
    """One line of text as an export writes it: quotes doubled, non-ASCII through ``unistr``."""
    quoted = text.replace("'", "''")
    if text.isascii():
        return f"'{quoted}'"
    quoted = quoted.replace("\\", "\\\\")
    return "unistr('" + "".join(c if c.isascii() else f"\\{ord(c):04X}" for c in quoted) + "')"


def joined(text: str) -> str:
    """Several lines of text as an export writes them."""
    lines = ",\n".join(literal(line) for line in text.split("\n"))
    return f"wwv_flow_string.join(wwv_flow_t_varchar2(\n{lines}))"


def attributes(**values: str) -> str:
    """Plug-in attributes of text values, in the order of their names."""
    rows = ",\n".join(f"  '{name}', {literal(values[name])}" for name in sorted(values))
    return f"wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(\n{rows})).to_clob"


def _arguments(body: str) -> list[tuple[str, int, int]]:
    """Name, start and end of each argument's line group in a call's body."""
    starts = list(_ARGUMENT.finditer(body))
    ends = [m.start() for m in starts[1:]] + [len(body)]
    return [(m[1], m.start(), end) for m, end in zip(starts, ends, strict=True)]


def _find(text: str, where: Where) -> re.Match[str]:
    wanted = f"{where.argument}=>{literal(where.value)}\n"
    for call in _CALL.finditer(text):
        if call[1] == where.procedure and any(
            call[2][start + 1 : end] == wanted for _, start, end in _arguments(call[2])
        ):
            return call
    raise LookupError(where)


def _component_id(text: str, where: Where) -> str:
    found = re.search(r"\bp_id=>(?:wwv_flow_imp\.id\()?(\d+)", _find(text, where)[2])
    if found is None:
        raise LookupError(where)
    return found[1]


def _change(text: str, where: Where, argument: str, to: Callable[[str | None], str | None]) -> str:
    """Replace the source text of one argument by what ``to`` makes of it."""
    call = _find(text, where)
    base = call.start(2)
    for name, start, end in _arguments(call[2]):
        if name == argument:
            group = call[2][start:end]
            head, _, source = group.partition("=>")
            new = to(source.rstrip("\n"))
            return text[: base + start] + f"{head}=>{new}\n" + text[base + end :]
    raise LookupError((where, argument))


def _set(text: str, edit: Set) -> str:
    call = _find(text, edit.where)
    names = [name for name, _, _ in _arguments(call[2])]
    if edit.argument in names:
        return _change(text, edit.where, edit.argument, lambda _: edit.source)
    at = next(end for name, _, end in _arguments(call[2]) if name == edit.after)
    at += call.start(2)
    return f"{text[:at]},{edit.argument}=>{edit.source}\n{text[at:]}"


def _replace(text: str, edit: Replace) -> str:
    def exchange(source: str | None) -> str:
        if source is None or source.count(edit.old) != 1:
            raise LookupError(edit)
        return source.replace(edit.old, edit.new)

    return _change(text, edit.where, edit.argument, exchange)


def _insert(text: str, edit: Insert, new_id: Callable[[str], int]) -> str:
    def number(match: re.Match[str]) -> str:
        kind, rest = match[1], match[2]
        if kind == "id":
            return str(new_id(rest))
        procedure, argument, value = rest.split(":", 2)
        return _component_id(text, Where(procedure, argument, value))

    lines = [
        f"{',' if i else ' '}{name}=>{re.sub(r'{(id|of):([^}]*)}', number, source)}\n"
        for i, (name, source) in enumerate(edit.arguments)
    ]
    found = _find(text, edit.beside)
    at = found.start() if edit.before else found.end()
    call = f"wwv_flow_imp_page.{edit.procedure}(\n{''.join(lines)});\n"
    return text[:at] + call + text[at:]


def apply(text: str, edits: Sequence[Edit], new_id: Callable[[str], int]) -> str:
    """``text`` with all edits, in their order. Raises LookupError for an edit that fits nothing."""
    for edit in edits:
        if isinstance(edit, Set):
            text = _set(text, edit)
        elif isinstance(edit, Replace):
            text = _replace(text, edit)
        else:
            text = _insert(text, edit, new_id)
    return text
