"""Argument expressions: from source text to values that can be compared.

A ``Value`` is compared as a whole. ``text`` is what a person reads: joins joined by LF,
``unistr`` resolved, quotes single. The kinds, and what else they carry:

    text        a string, however it was put together
    number      10, 0.5, -1 (a leading zero is added for reading)
    id          a component id; ``text`` is its digits, with a sign if it is negated. What belongs
                to the workspace has the bare number since 25.1: then ``parts`` is ("raw",)
    mixed       a string with ids inside; ``parts`` alternates text, id, text, ...
    attributes  plug-in attributes; ``items`` has (name, value) in their order
    bytes       a file's content from the byte table; ``data``; text if it is UTF-8 text
    clob        a text from the same table
    time        ``dz('20260416220955Z')``
    hook        ``nvl(wwv_flow_application_install.get_x,'v')``; text is v, ``parts`` the hook and
                how v is written: "text" (quoted) or "plain"
    boolean, null, and other (an expression of unknown form; ``text`` is its tokens)
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

from msgspec import Struct

from app.apex.export.lexer import COMMENT, QUOTED, Token, tokens
from app.errors import ParseError

Kind = Literal[
    "text",
    "number",
    "id",
    "mixed",
    "attributes",
    "bytes",
    "clob",
    "time",
    "hook",
    "boolean",
    "null",
    "other",
]
Span = tuple[int, int]

_ID_CALL: Final = re.compile(r"wwv_flow_(?:imp|api)\.id\((\d++(?:\.\d++)?)\)")
# Arguments that refer to a credential or a remote server of the workspace.
RAW_REFERENCES: Final = ("remote_server_id", "credential_id")
_RAW_MARK: Final = re.compile(rf"(?:{'|'.join(RAW_REFERENCES)})\s*=>\s*\d")
ID_MARK: Final = re.compile(r"\.id\(|g_id_offset|\.ID\(")  # in the expression of every id
_ID_SPAN: Final = re.compile(
    rf"(?<![\w$#])(?:{QUOTED})|'[^']*+'|{COMMENT}"
    r"|wwv_flow_(?:imp|api)\.id\(\s*+(?P<call>\d++(?:\.\d++)?)\s*+\)"
    r"|(?<![\w.])(?P<sum>\d++)\s*+\+\s*+wwv_flow_api\.g_id_offset",
    re.IGNORECASE | re.DOTALL,
)
_ROW: Final = re.compile(r"'([^']*+(?:''[^']*+)*)'")
# The forms of most texts of many lines, and of most plug-in attributes: literals alone. To read
# them token by token takes ten times as long.
_LITERAL: Final = r"'[^']*+(?:''[^']*+)*'"
_LINE: Final = rf"(?:{_LITERAL}|unistr\({_LITERAL}\))"
_LINES: Final = re.compile(
    r"wwv_flow_string\.join(?:_clob)?\(wwv_flow_t_varchar2\([ \r\n]*+"
    rf"{_LINE}(?:,[ \r\n]*+{_LINE})*\)\)"
)
_UNISTR_ROW: Final = re.compile(rf"(unistr\()?{_ROW.pattern}")
_PAIRS: Final = re.compile(
    r"wwv_flow_t_plugin_attributes\(wwv_flow_t_varchar2\([ \r\n]*+"
    rf"{_LITERAL},[ \r\n]*+{_LITERAL}(?:,[ \r\n]*+{_LITERAL},[ \r\n]*+{_LITERAL})*\)\)\.to_clob"
)
_TIME: Final = re.compile(r"wwv_flow_imp\.dz\('([^']*+)'\)")
_UNISTR: Final = re.compile(r"\\(\\|[0-9A-Fa-f]{4})")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


class Value(Struct, frozen=True, gc=False):
    """See the module's table."""

    kind: Kind
    text: str
    parts: tuple[str, ...] = ()
    items: tuple[tuple[str, Value], ...] = ()
    data: bytes = b""

    def item(self, name: str) -> Value | None:
        """One plug-in attribute."""
        return next((v for n, v in self.items if n == name), None)


class Locals(Struct, frozen=True, gc=False):
    """What the statements before a call assigned: spans of the expressions, in the source.

    ``table`` is ``g_varchar2_table``; a span that ends with a line end has many assignments of a
    literal each. ``variables`` are the local ones of old exports (``s``).
    """

    table: tuple[Span, ...] = ()
    variables: Mapping[str, tuple[Span, ...]] = {}


def has_raw_ids(source: str) -> bool:
    """Whether an id can stand in a file as a bare number."""
    if "wwv_imp_workspace." in source:
        return True
    # Words are found much quicker than a pattern that begins with one of two.
    named = any(name in source for name in RAW_REFERENCES)
    return named and _RAW_MARK.search(source) is not None


def id_spans(source: str, start: int, end: int) -> list[Span]:
    """Spans of the digits of component ids in an expression; never inside a literal."""
    if ID_MARK.search(source, start, end) is None:
        return []
    return [
        hit.span(hit.lastgroup)
        for hit in _ID_SPAN.finditer(source, start, end)
        if hit.lastgroup in ("call", "sum")
    ]


def unquote(literal: str) -> str:
    """The text of a string literal or a q-quote."""
    if literal[0] in "nN":
        literal = literal[1:]
    if literal[0] in "qQ":
        return literal[3:-2]
    return literal[1:-1].replace("''", "'")


def decode_unistr(text: str) -> str:
    """UTF-16 units ``\\XXXX`` resolved, pairs of surrogates joined; ``\\\\`` is a backslash."""
    if "\\" not in text:
        return text
    found = _UNISTR.sub(lambda m: "\\" if m[1] == "\\" else chr(int(m[1], 16)), text)
    if _SURROGATE.search(found):
        found = found.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return found


_TRUE: Final = Value("boolean", "true")
_FALSE: Final = Value("boolean", "false")
_NULL: Final = Value("null", "")
_WORDS: Final = {"true": _TRUE, "false": _FALSE, "null": _NULL}


def decode(source: str, page: str = "", names: Locals | None = None) -> Value:
    """The value of an expression. Never raises: one of unknown form is ``other``.

    ``page`` and ``names`` give the text and the spans of what was assigned before the call.
    """
    first = source[:1]
    if first == "'" and source.count("'") == 2 and source[-1] == "'":
        return Value("text", source[1:-1])
    if first.isdigit() and source.isdigit():
        return Value("number", source)
    known = _WORDS.get(source.lower()) if len(source) < 6 else None
    if known is not None:
        return known
    hit = _ID_CALL.fullmatch(source)
    if hit is not None:
        return Value("id", hit[1])
    value = _usual(source) if first == "w" else None
    if value is not None:
        return value
    try:
        listed = tokens(source, 0, len(source), "")
    except ParseError:
        return Value("other", source)
    reader = _Reader(listed, page, names)
    value = reader.read()
    if value is None or not reader.done:
        return Value("other", " ".join(t.text for t in listed))
    return value


def _usual(source: str) -> Value | None:
    """The value of a call that has literals alone, as most have; None for any other form."""
    if _LINES.fullmatch(source):
        return Value("text", "\n".join(_lines(source)))
    if _PAIRS.fullmatch(source):
        rows = iter(_rows(source))
        return attributes(tuple((name, Value("text", next(rows))) for name in rows))
    time = _TIME.fullmatch(source)
    return Value("time", time[1]) if time is not None else None


def _lines(source: str) -> list[str]:
    """The same, where some may be in ``unistr``."""
    if "unistr(" not in source:
        return _rows(source)
    rows = ((call, row.replace("''", "'")) for call, row in _UNISTR_ROW.findall(source))
    return [decode_unistr(row) if call else row for call, row in rows]


def _rows(source: str) -> list[str]:
    """The texts of an expression's literals."""
    return [row.replace("''", "'") for row in _ROW.findall(source)]


def joined(parts: Sequence[Value]) -> Value:
    """One value of what several calls give in turn."""
    text = "".join(part.text for part in parts)
    if all(part.kind in ("text", "clob", "null") for part in parts):
        return Value(parts[0].kind if parts[0].kind != "null" else "text", text)
    return Value("other", text)


def mixed(parts: list[str]) -> Value:
    """The value of alternating text, id, text, ...; plain text or one id where it is only that."""
    if len(parts) == 1:
        return Value("text", parts[0])
    if len(parts) == 3 and not parts[0] and not parts[2]:
        return Value("id", parts[1])
    return Value("mixed", "".join(parts), tuple(parts))


def file_value(data: bytes) -> Value:
    """A file's content: readable where it is UTF-8 text, else its size and digest."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if (not text and data) or _CONTROL.search(text):
        text = f"{len(data)} B, SHA-256 {hashlib.sha256(data).hexdigest()}"
    return Value("bytes", text, data=data)


class _Reader:
    """Recursive descent over the forms that exports write. Methods give None for "not known"."""

    def __init__(self, listed: list[Token], page: str, names: Locals | None) -> None:
        self._tokens, self._at = listed, 0
        self._page, self._names = page, names

    @property
    def done(self) -> bool:
        return self._at >= len(self._tokens)

    def _peek(self, ahead: int = 0) -> str:
        at = self._at + ahead
        return self._tokens[at].text.lower() if at < len(self._tokens) else ""

    def _accept(self, *texts: str) -> bool:
        """Pass over exactly these tokens, or over none."""
        if any(self._peek(i) != text for i, text in enumerate(texts)):
            return False
        self._at += len(texts)
        return True

    def read(self) -> Value | None:
        if self.done:
            return None
        kind, first = self._tokens[0].kind, self._peek()
        if kind == "number" or first == "-":
            return self._number()
        if kind == "word":
            name = first.rpartition(".")[2]
            if name == "wwv_flow_t_plugin_attributes":
                return self._attributes()
            if name == "nvl":
                return self._hook()
            if name in ("varchar2_to_blob", "varchar2_to_clob"):
                return self._table(name)
            if name == "dz" and self._peek(1) == "(":
                self._at += 2
                inner = self._text()
                return Value("time", inner) if inner is not None and self._accept(")") else None
            if first == "null" and self._peek(1) == "+":
                self._at += 2
                return _NULL if self._accept("wwv_flow_api.g_id_offset") else None
        parts = self._concatenation()
        return mixed(parts) if parts is not None else None

    def _number(self) -> Value | None:
        sign = "-" if self._accept("-") else ""
        if self.done:
            return None
        token = self._tokens[self._at]
        if token.kind != "number":
            inner = self._concatenation()
            value = mixed(inner) if inner is not None else None
            return Value("id", sign + value.text) if value and value.kind == "id" else None
        self._at += 1
        if self._accept("+", "wwv_flow_api.g_id_offset"):
            return Value("id", sign + token.text)
        text = token.text
        return Value("number", sign + ("0" + text if text.startswith(".") else text))

    def _hook(self) -> Value | None:
        """``nvl(hook, literal)``: an installer's value, else the literal."""
        if not self._accept("nvl", "("):
            return None
        start, depth = self._at, 0
        while not self.done and (depth or self._peek() != ","):
            depth += (self._peek() == "(") - (self._peek() == ")")
            self._at += 1
        hook = "".join(t.text for t in self._tokens[start : self._at])
        if not self._accept(","):
            return None
        kind = "text"
        if self._peek(1) == ")" and (self._peek() in _WORDS or self._peek().isdigit()):
            inner: str | None = self._peek()
            kind = "plain"
            self._at += 1
        else:
            inner = self._text()
        return (
            Value("hook", inner, (hook, kind)) if inner is not None and self._accept(")") else None
        )

    def _table(self, name: str) -> Value | None:
        """The content that the byte table holds."""
        self._at += 1
        if not (self._accept("(") and self._peek().endswith(".g_varchar2_table")):
            return None
        self._at += 1
        if not self._accept(")") or self._names is None:
            return None
        parts: list[str] = []
        for start, end in self._names.table:
            source = self._page[start:end]
            if source.endswith("\n"):
                parts.append("".join(_ROW.findall(source)).replace("''", "'"))
                continue
            piece = decode(source)
            if piece.kind != "text":
                return None
            parts.append(piece.text)
        text = "".join(parts)
        if name == "varchar2_to_clob":
            return Value("clob", text)
        try:
            return file_value(bytes.fromhex(text))
        except ValueError:
            return None

    def _text(self) -> str | None:
        """A concatenation without ids."""
        parts = self._concatenation()
        return parts[0] if parts is not None and len(parts) == 1 else None

    def _concatenation(self) -> list[str] | None:
        """Alternating text, id, text, ...: an odd count."""
        terms: list[list[str]] = []
        while True:
            term = self._term()
            if term is None:
                return None
            terms.append(term)
            if not self._accept("||"):
                return _glued(terms)

    def _term(self) -> list[str] | None:
        if self.done:
            return None
        token = self._tokens[self._at]
        self._at += 1
        if token.kind in ("string", "quoted"):
            return [unquote(token.text)]
        if token.kind != "word":
            return None
        name = token.text.lower()
        if self._accept("("):
            return self._call(name)
        if name == "wwv_flow.lf":
            return ["\n"]
        if name == "null":
            return [""]
        return self._variable(name)

    def _variable(self, name: str) -> list[str] | None:
        """What a local variable holds: the texts that were appended to it."""
        spans = self._names.variables.get(name) if self._names is not None else None
        if spans is None:
            return None
        found: list[list[str]] = []
        for start, end in spans:
            source = self._page[start:end]
            piece = decode(source)
            parts = [piece.text] if piece.kind in ("text", "null") else list(piece.parts)
            if piece.kind == "id":
                parts = ["", piece.text, ""]
            if not parts:
                return None
            found.append(parts)
        return _glued(found)

    def _call(self, name: str) -> list[str] | None:
        """A function of texts; its opening parenthesis is behind us."""
        if name in ("wwv_flow_imp.id", "wwv_flow_api.id"):
            return self._id(name)
        if name == "to_char":
            token = self._tokens[self._at] if not self.done else None
            if token is None or token.kind != "number":
                return None
            self._at += 1
            known = self._accept("+", "wwv_flow_api.g_id_offset", ")")
            return ["", token.text, ""] if known else None
        if name == "unistr":
            inner = self._text()
            return [decode_unistr(inner)] if inner is not None and self._accept(")") else None
        if name == "chr" and self._peek() in ("10", "13") and self._peek(1) == ")":
            self._at += 2
            return ["\n" if self._tokens[self._at - 2].text == "10" else "\r"]
        if name in ("wwv_flow_string.join", "wwv_flow_string.join_clob", "wwv_flow_utilities.join"):
            if not self._accept("wwv_flow_t_varchar2", "("):
                return None
            lines = self._list()
            if lines is None or not self._accept(")"):
                return None
            return _glued(lines, "\n")
        return None

    def _id(self, name: str) -> list[str] | None:
        token = self._tokens[self._at] if not self.done else None
        if token is None or token.kind != "number":
            return None
        self._at += 1
        return ["", token.text, ""] if self._accept(")") else None

    def _list(self) -> list[list[str]] | None:
        """Concatenations up to the closing parenthesis."""
        found: list[list[str]] = []
        if self._accept(")"):
            return found
        while True:
            part = self._concatenation()
            if part is None:
                return None
            found.append(part)
            if self._accept(")"):
                return found
            if not self._accept(","):
                return None

    def _attributes(self) -> Value | None:
        self._at += 1
        if not self._accept("(", "wwv_flow_t_varchar2", "("):
            return None
        flat = self._list()
        if flat is None or len(flat) % 2 or not self._accept(")"):
            return None
        self._accept(".", "to_clob")
        if any(len(name) != 1 for name in flat[::2]):
            return None
        items = tuple((n[0], mixed(v)) for n, v in zip(flat[::2], flat[1::2], strict=True))
        return attributes(items)


def _glued(pieces: Iterable[Sequence[str]], between: str = "") -> list[str]:
    """Alternating texts and ids one behind the other; linear, as the rows of a text may be many."""
    found: list[str] = []
    text: list[str] = []
    for index, piece in enumerate(pieces):
        text += (between, piece[0]) if index else (piece[0],)
        for identity, after in zip(piece[1::2], piece[2::2], strict=True):
            found += ("".join(text), identity)
            text = [after]
    return [*found, "".join(text)]


def attributes(items: tuple[tuple[str, Value], ...]) -> Value:
    """The value of plug-in attributes."""
    return Value("attributes", "\n".join(f"{n} = {v.text}" for n, v in items), items=items)
