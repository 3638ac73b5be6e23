"""Argument expressions: from source text to a value that can be compared, and back.

A value is compared by ``text`` and ``kind`` only. Component ids inside it are written ``{id:N}``
in ``text`` with the ids in ``ids``, so that they can be mapped into another id space.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from msgspec import Struct

from app.apex.lexer import Token, tokens

Kind = Literal["text", "number", "id", "boolean", "null", "attributes", "other"]

ID: Final = re.compile(
    r"wwv_flow_(?:imp|api)\.id\(\s*(\d+)\s*\)|(\d+)\s*\+\s*wwv_flow_api\.g_id_offset", re.I
)
_ONE_ID: Final = re.compile(r"\{id:\d+\}")
_UNISTR: Final = re.compile(r"\\(\\|[0-9A-Fa-f]{4})")
PIECE: Final = 250


class Value(Struct, frozen=True, gc=False):
    """``text``: decoded, lines joined by LF; ``items``: name/value pairs of plug-in attributes."""

    kind: Kind
    text: str
    items: tuple[tuple[str, str], ...] = ()


def unquote(literal: str) -> str:
    if literal[0] in "nN":
        literal = literal[1:]
    if literal[0] in "qQ":
        return literal[3:-2]
    return literal[1:-1].replace("''", "'")


def decode_unistr(text: str) -> str:
    def unit(match: re.Match[str]) -> str:
        return "\\" if match[1] == "\\" else chr(int(match[1], 16))

    decoded = _UNISTR.sub(unit, text)
    if any("\ud800" <= c <= "\udfff" for c in decoded):
        decoded = decoded.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return decoded


def decode(source: str) -> Value:
    """The value of an expression; one of unknown form keeps its source (kind ``other``)."""
    first = source[:1]
    if first == "'" and source[-1] == "'" and source.count("'") == 2:
        return Value("text", source[1:-1])
    lowered = source.lower()
    if lowered in ("true", "false"):
        return Value("boolean", lowered)
    if lowered == "null":
        return Value("null", "")
    listed = tokens(source, 0, len(source), "")
    reader = _Reader(listed)
    value = reader.read()
    if value is None or not reader.done:
        return Value("other", " ".join(t.text for t in listed))
    return value


class _Reader:
    """Recursive descent over the few forms that exports write."""

    def __init__(self, listed: list[Token]) -> None:
        self._tokens, self._at = listed, 0

    @property
    def done(self) -> bool:
        return self._at >= len(self._tokens)

    def _peek(self, text: str) -> bool:
        return not self.done and self._tokens[self._at].text.lower() == text

    def _accept(self, text: str) -> bool:
        if self._peek(text):
            self._at += 1
            return True
        return False

    def read(self) -> Value | None:
        if self.done:
            return None
        token = self._tokens[self._at]
        if token.kind == "number" or token.text == "-":
            return self._number()
        if token.kind == "word" and token.text.lower().endswith("t_plugin_attributes"):
            return self._attributes()
        parts = self._concatenation()
        if parts is None:
            return None
        if len(parts) == 1 and token.kind == "word" and _ONE_ID.fullmatch(parts[0]):
            return Value("id", parts[0])
        return Value("text", "".join(parts))

    def _number(self) -> Value | None:
        sign = "-" if self._accept("-") else ""
        if self.done:
            return None
        if self._tokens[self._at].kind != "number":
            inner = self._term()
            return Value("id", sign + inner) if inner else None
        text = self._tokens[self._at].text
        self._at += 1
        if self._accept("+"):
            if self._peek("wwv_flow_api.g_id_offset"):
                self._at += 1
                return Value("id", f"{sign}{{id:{text}}}")
            return None
        return Value("number", sign + ("0" + text if text.startswith(".") else text))

    def _concatenation(self) -> list[str] | None:
        parts: list[str] = []
        while True:
            term = self._term()
            if term is None:
                return None
            parts.append(term)
            if not self._accept("||"):
                return parts

    def _term(self) -> str | None:
        if self.done:
            return None
        token = self._tokens[self._at]
        self._at += 1
        if token.kind in ("string", "quoted"):
            return unquote(token.text)
        name = token.text.lower()
        if token.kind != "word":
            return None
        if name in ("wwv_flow.lf",):
            return "\n"
        if not self._accept("("):
            return None
        return self._call(name)

    def _call(self, name: str) -> str | None:
        if name in ("wwv_flow_imp.id", "wwv_flow_api.id"):
            token = self._tokens[self._at] if not self.done else None
            if token is None or token.kind != "number":
                return None
            self._at += 1
            return f"{{id:{token.text}}}" if self._accept(")") else None
        if name == "nvl":
            # An installer's hook: the literal is the second operand.
            while not self.done and not self._accept(","):
                self._at += 1
            inner = self._concatenation()
            return "".join(inner) if inner is not None and self._accept(")") else None
        if name in ("wwv_flow_imp.dz", "wwv_flow_api.dz"):
            inner = self._concatenation()
            return "".join(inner) if inner is not None and self._accept(")") else None
        if name == "unistr":
            inner = self._concatenation()
            return (
                decode_unistr("".join(inner)) if inner is not None and self._accept(")") else None
            )
        if name in ("wwv_flow_string.join", "wwv_flow_string.join_clob", "wwv_flow_utilities.join"):
            if not (self._accept("wwv_flow_t_varchar2") and self._accept("(")):
                return None
            lines = self._list()
            return "\n".join(lines) if lines is not None and self._accept(")") else None
        return None

    def _list(self) -> list[str] | None:
        found: list[str] = []
        if self._accept(")"):
            return found
        while True:
            part = self._concatenation()
            if part is None:
                return None
            found.append("".join(part))
            if self._accept(")"):
                return found
            if not self._accept(","):
                return None

    def _attributes(self) -> Value | None:
        self._at += 1
        if not (self._accept("(") and self._accept("wwv_flow_t_varchar2") and self._accept("(")):
            return None
        flat = self._list()
        if flat is None or len(flat) % 2 or not self._accept(")"):
            return None
        if self._accept("."):
            if not self._accept("to_clob"):
                return None
        elif not self.done and self._tokens[self._at].text.lower() == ".to_clob":
            self._at += 1
        items = tuple(zip(flat[::2], flat[1::2], strict=True))
        return Value("attributes", "\n".join(f"{k} = {v}" for k, v in items), items)


# -- encoding ------------------------------------------------------------------------------


def quote(text: str) -> str:
    """One string expression for text without line ends: pieces of 250, unistr for non-ASCII."""
    ids = _ID_TEXT.split(text)
    if len(ids) > 1:
        return "||".join(_with_id(i, part) for i, part in enumerate(ids) if part or i % 2)
    if len(text) <= PIECE:
        return _literal(text)
    pieces = [text[i : i + PIECE] for i in range(0, len(text), PIECE)]
    return "\n||".join(_literal(p) for p in pieces)


_ID_TEXT: Final = re.compile(r"\{id:(\d+)\}")


def _with_id(index: int, part: str) -> str:
    return f"wwv_flow_imp.id({part})" if index % 2 else quote(part)


def _literal(text: str) -> str:
    if text.isascii():
        return "'" + text.replace("'", "''") + "'"
    units = text.encode("utf-16-be")
    coded = []
    for at in range(0, len(units), 2):
        unit = int.from_bytes(units[at : at + 2], "big")
        coded.append(chr(unit) if unit < 128 and unit != 92 else f"\\{unit:04X}")
    return "unistr('" + "".join(coded).replace("'", "''") + "')"


def encode(value: Value) -> str:
    """The canonical expression of a value."""
    match value.kind:
        case "null":
            return "null"
        case "number":
            return value.text.replace("0.", ".", 1) if value.text.startswith("0.") else value.text
        case "boolean" | "other":
            return value.text
        case "id":
            return _ID_TEXT.sub(r"wwv_flow_imp.id(\1)", value.text)
        case "attributes":
            body = ",\n".join(f"  '{k}', {_joined(v)}" for k, v in value.items)
            return f"wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(\n{body})).to_clob"
        case _:
            return _joined(value.text)


def _joined(text: str) -> str:
    if "\n" not in text:
        return quote(text)
    lines = ",\n".join(quote(line) for line in text.split("\n"))
    return f"wwv_flow_string.join(wwv_flow_t_varchar2(\n{lines}))"
