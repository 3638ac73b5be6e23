"""Values back to source text, in the layout that APEX itself writes.

Untouched arguments never come here: they keep their source. Facts (measured on public exports):
literals are cut after 250 characters of decoded text and joined by ``||`` at the line start; a
piece with anything outside ASCII goes through ``unistr`` as a whole; several lines are joined by
``wwv_flow_string.join``; plug-in attributes are a flat list, indented by two blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from app.apex.export.values import Value

PIECE: Final = 250
_VARCHAR2: Final = 32767  # bytes in PL/SQL
_ROW: Final = 100  # bytes in one element of the byte table
_PLAIN: Final = re.compile(r"[^\r\n\x7f-\U0010ffff]*")
_CALL_NAMES: Final = {
    "wwv_flow_imp": ("wwv_flow_imp", "wwv_flow_imp_page", "wwv_flow_imp_shared"),
    "wwv_flow_api": ("wwv_flow_api", "wwv_flow_api", "wwv_flow_api"),
}


def literal(text: str) -> str:
    """One string literal; through ``unistr`` if anything in it is not ASCII, or is a CR."""
    quoted = text.replace("'", "''")
    if _PLAIN.fullmatch(text):
        return f"'{quoted}'"
    units: list[str] = []
    for char in quoted:
        code = ord(char)
        if char == "\\":
            units.append("\\005C")
        elif code < 0x7F and char not in "\r\n":
            units.append(char)
        elif code < 0x10000:
            units.append(f"\\{code:04X}")
        else:
            code -= 0x10000
            units.append(f"\\{0xD800 + (code >> 10):04X}\\{0xDC00 + (code & 0x3FF):04X}")
    return f"unistr('{''.join(units)}')"


def line(text: str) -> str:
    """An expression for text without line ends."""
    if len(text) <= PIECE:
        return literal(text)
    return "\n||".join(literal(text[i : i + PIECE]) for i in range(0, len(text), PIECE))


def string(text: str) -> str:
    """An expression for any text."""
    if "\n" not in text:
        return line(text)
    lines = ",\n".join(line(part) for part in text.split("\n"))
    return f"wwv_flow_string.{_join(text)}(wwv_flow_t_varchar2(\n{lines}))"


def _join(text: str) -> str:
    """``join`` gives a VARCHAR2, and cannot hold a longer text."""
    return "join" if len(text.encode("utf-8", "replace")) <= _VARCHAR2 else "join_clob"


def identifier(digits: str, namespace: str) -> str:
    """A component id; a leading minus negates the call."""
    sign = "-" if digits.startswith("-") else ""
    return f"{sign}{namespace}.id({digits.lstrip('-')})"


def _mixed(parts: tuple[str, ...], namespace: str) -> str:
    """Text with ids inside. Its lines are concatenated: a join would need every line to be one."""
    lines: list[list[str]] = [[]]
    for index, part in enumerate(parts):
        if index % 2:
            lines[-1].append(identifier(part, namespace))
            continue
        for number, piece in enumerate(part.split("\n")):
            if number:
                lines.append([])
            if piece:
                lines[-1].append(line(piece))
    written = ["||".join(terms) or "''" for terms in lines]
    if len(written) == 1:
        return written[0]
    return "wwv_flow_string.join(wwv_flow_t_varchar2(\n" + ",\n".join(written) + "))"


def encode(value: Value, namespace: str = "wwv_flow_imp") -> str:
    """The canonical expression of a value, lines ended by LF.

    ``bytes`` and ``clob`` refer to the byte table, which ``table`` writes before the call.
    """
    match value.kind:
        case "text":
            return string(value.text)
        case "number":
            return re.sub(r"^(-?)0\.", r"\1.", value.text)
        case "id":
            return value.text if value.parts else identifier(value.text, namespace)
        case "mixed":
            return _mixed(value.parts, namespace)
        case "null":
            return "null"
        case "time":
            return f"wwv_flow_imp.dz({literal(value.text)})"
        case "hook":
            hook, form = value.parts
            return f"nvl({hook},{literal(value.text) if form == 'text' else value.text})"
        case "attributes":
            return _attributes(value.items, namespace)
        case "bytes":
            return f"{namespace}.varchar2_to_blob({namespace}.g_varchar2_table)"
        case "clob":
            return f"{namespace}.varchar2_to_clob({namespace}.g_varchar2_table)"
        case "boolean" | "other":
            return value.text


def _attributes(items: Iterable[tuple[str, Value]], namespace: str) -> str:
    rows: list[str] = []
    for name, value in items:
        if value.kind == "text" and "\n" in value.text:
            lines = ",\n".join("    " + line(part) for part in value.text.split("\n"))
            written = f"wwv_flow_string.join(wwv_flow_t_varchar2(\n{lines}))"
        else:
            written = encode(value, namespace)
        rows.append(f"  {literal(name)}, {written}")
    body = ",\n".join(rows)
    return f"wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(\n{body})).to_clob"


def table(value: Value, namespace: str = "wwv_flow_imp") -> str:
    """The assignments that fill the byte table with a value of kind ``bytes`` or ``clob``."""
    return "".join(table_rows(value, namespace))


def table_rows(value: Value, namespace: str) -> list[str]:
    """The assignments that fill the byte table with a value of kind ``bytes`` or ``clob``: one
    that empties it, then one for each element."""
    name = f"{namespace}.g_varchar2_table"
    rows = [f"{name} := {namespace}.empty_varchar2_table;\n"]
    if value.kind == "bytes":
        for number, at in enumerate(range(0, len(value.data), _ROW), start=1):
            piece = value.data[at : at + _ROW].hex().upper()
            rows.append(f"{name}({number}) := '{piece}';\n")
        return rows
    for number, part in enumerate(_script_rows(value.text), start=1):
        rows.append(f"{name}({number}) := {part};\n")
    return rows


def _script_rows(text: str) -> Iterable[str]:
    """A script in elements that stay below the limit of a literal and of VARCHAR2 in SQL."""
    pieces: list[str] = []
    size = 0
    for number, body in enumerate(text.split("\n")):
        if number:
            pieces.append("wwv_flow.LF")
        for at in range(0, len(body), PIECE):
            pieces.append(literal(body[at : at + PIECE]))
            size += PIECE
            if size > 3500:
                yield "||\n".join(pieces)
                pieces, size = [], 0
        size += 1
    if pieces:
        yield "||\n".join(pieces)
