"""Reads APEXlang. The language is one of lines: a component, a group, a property, a closing bracket
each end with their line; indentation has no meaning.

What fits no shape of line is refused with its place: nothing is skipped. Facts of the form are
measured on public exports of APEX 26.1; the grammar is Oracle's (oracle/skills, apexlang.ebnf).
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Final, NoReturn

from app.apexlang.identity import components
from app.apexlang.tree import Document, Node, Value
from app.errors import ParseError

_STRING: Final = r'"(?:[^"\\]|\\.)*"'
_COMPONENT: Final = re.compile(
    rf'[ \t]*([A-Za-z_][\w-]*)(?:[ \t]+({_STRING}|[^\s"(){{}}\[\]]+))?[ \t]*\([ \t]*'
)
_GROUP: Final = re.compile(r"[ \t]*([A-Za-z_][\w-]*)[ \t]*\{[ \t]*")
_PROPERTY: Final = re.compile(rf'[ \t]*({_STRING}|[^\s:"(){{}}\[\]][^\s:]*):[ \t]*(.*)', re.DOTALL)
_WHOLE: Final = re.compile(_STRING, re.DOTALL)
_ITEM: Final = re.compile(rf"{_STRING}|\S+")
_ESCAPE: Final = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_ESCAPES: Final = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    "b": "\b",
    "f": "\f",
    '"': '"',
    "\\": "\\",
    "/": "/",
}
_MARKERS: Final = re.compile(r"^(?:<{7}|={7}|>{7}|\|{7})(?: |\n|\Z)", re.MULTILINE)
FENCE: Final = "```"


def parse(text: str | bytes, name: str = "") -> Document:
    """Read one file; ``name`` is its path, for errors.

    Raises ParseError with ``path``, ``line``, ``column`` and ``expected``: ``export.not_utf8``,
    ``export.conflict_markers``, ``apexlang.line_ends`` (carriage returns, which APEX's compiler
    does not read), ``apexlang.syntax`` and ``apexlang.open`` (a bracket or fence without its end).
    """
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            _fail("export.not_utf8", name, line, "UTF-8")
    if "\r" in text:
        _fail("apexlang.line_ends", name, text.count("\n", 0, text.index("\r")) + 1, "LF")
    marker = _MARKERS.search(text)
    if marker is not None and "<<<<<<<" in text and ">>>>>>>" in text:
        line = text.count("\n", 0, marker.start()) + 1
        _fail("export.conflict_markers", name, line, "APEXlang")
    nodes = _Reader(text, name).whole()
    return Document(name, text, nodes, {c.path: c for c in components(nodes)})


def unquoted(text: str) -> str:
    """A string's meaning; anything else is what it is: ``"ENAME" asc`` too."""
    if text[:1] != '"' or not _WHOLE.fullmatch(text):
        return text
    return _ESCAPE.sub(
        lambda m: chr(int(m[1][1:], 16)) if len(m[1]) == 5 else _ESCAPES.get(m[1], m[0]), text[1:-1]
    )


def _fail(code: str, name: str, line: int, expected: str) -> NoReturn:
    raise ParseError(code, path=name, line=line, column=1, expected=expected)


class _Reader:
    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.lines = text.split("\n")
        if not self.lines[-1]:
            self.lines.pop()
        # Where each line begins, and behind the last one the text's end.
        self.starts = list(accumulate((len(line) + 1 for line in self.lines), initial=0))
        self.starts[-1] = len(text)
        self.at = 0

    # -- lines ---------------------------------------------------------------------------------

    @property
    def more(self) -> bool:
        return self.at < len(self.lines)

    def begin(self) -> int:
        """The offset of the line at hand; of the text's end behind the last one."""
        return self.starts[self.at]

    def bare(self, line: int | None = None) -> str:
        return self.lines[self.at if line is None else line]

    # -- nodes ---------------------------------------------------------------------------------

    def whole(self) -> tuple[Node, ...]:
        return self.body("", 0)

    def body(self, closing: str, opened: int) -> tuple[Node, ...]:
        """The nodes up to the closing line, which is left; ``opened`` is the line it belongs to."""
        found: list[Node] = []
        while self.at < len(self.lines):
            text = self.lines[self.at]
            line = text.strip()
            if line == closing and closing:
                return tuple(found)
            found.append(self.trivia(line) or self.element(closing, text, line))
        if closing:
            _fail("apexlang.open", self.name, opened, closing)
        return tuple(found)

    def trivia(self, line: str) -> Node | None:
        """Blank lines and comments; None for any other line."""
        if line and not line.startswith(("//", "/*")):
            return None
        start, first = self.begin(), self.at + 1
        self.at += 1
        if line.startswith("/*") and "*/" not in line[2:]:
            while self.more and "*/" not in self.bare():
                self.at += 1
            if not self.more:
                _fail("apexlang.open", self.name, first, "*/")
            self.at += 1
        return Node("trivia", line, start, self.begin(), first)

    def element(self, closing: str, text: str, stripped: str) -> Node:
        line, last = self.at + 1, stripped[-1:]
        if last == "(" and closing in ("", ")") and (match := _COMPONENT.fullmatch(text)):
            ident = unquoted(match[2]) if match[2] is not None else None
            return self.block("component", match[1], ")", ident)
        if last == "{" and closing == ")" and (match := _GROUP.fullmatch(text)):
            return self.block("group", match[1], "}")
        if closing and (match := _PROPERTY.fullmatch(text)):
            raw = match[2]
            if raw[:1] in ('"', "{", "[", "`"):
                raw = raw.rstrip(" \t")
            return self.property(unquoted(match[1]), raw)
        expected = {
            "": "TYPE IDENTIFIER (",
            ")": "NAME: VALUE, NAME {, TYPE (, )",
            "}": "NAME: VALUE, }",
        }
        _fail("apexlang.syntax", self.name, line, expected[closing])

    def block(self, kind: str, name: str, closing: str, ident: str | None = None) -> Node:
        start, line = self.begin(), self.at + 1
        self.at += 1
        inner = self.begin()
        children = self.body(closing, line)
        close = self.begin()
        self.at += 1
        return Node(kind, name, start, self.begin(), line, inner, close, ident, None, children)  # type: ignore[arg-type]

    def property(self, name: str, raw: str) -> Node:
        start, line = self.begin(), self.at + 1
        if raw == "{":
            return self.block("object", name, "}")
        if raw == "[":
            return self.made(name, start, line, self.array(line))
        if raw.startswith("["):
            if not raw.endswith("]"):
                _fail("apexlang.open", self.name, line, "]")
            items = tuple(unquoted(item) for item in _ITEM.findall(raw[1:-1]))
            self.at += 1
            return self.made(name, start, line, Value("\n".join(items), items))
        if raw.startswith(FENCE):
            return self.made(name, start, line, self.inline_fence(raw, line))
        self.at += 1
        if raw == "":
            ahead = self.at
            while ahead < len(self.lines) and not self.bare(ahead).strip():
                ahead += 1
            if ahead < len(self.lines) and self.bare(ahead).lstrip(" \t").startswith(FENCE):
                self.at = ahead
                return self.made(name, start, line, self.fence(line))
        return self.made(name, start, line, Value(unquoted(raw)))

    def made(self, name: str, start: int, line: int, value: Value) -> Node:
        end = self.begin()
        return Node("property", name, start, end, line, close=end, value=value)

    def array(self, line: int) -> Value:
        self.at += 1
        items: list[str] = []
        while self.more:
            text = self.bare().strip()
            self.at += 1
            if text == "]":
                return Value("\n".join(items), tuple(items))
            if text and not text.startswith("//"):
                items.append(unquoted(text))
        _fail("apexlang.open", self.name, line, "]")

    def fence(self, line: int) -> Value:
        """The text between fences, which stand on lines of their own."""
        opening = self.bare()
        indent = opening[: len(opening) - len(opening.lstrip(" \t"))]
        self.at += 1
        return self.fenced(opening.strip()[3:], indent, line)

    def inline_fence(self, raw: str, line: int) -> Value:
        """A fence on the property's own line, as people write it by hand."""
        self.at += 1
        if len(raw) >= 6 and raw.endswith(FENCE):
            return Value(raw[3:-3])
        ahead = self.at
        while ahead < len(self.lines) and self.bare(ahead).strip() != FENCE:
            ahead += 1
        if ahead == len(self.lines):
            _fail("apexlang.open", self.name, line, FENCE)
        closing = self.bare(ahead)
        return self.fenced(raw[3:], closing[: len(closing) - len(closing.lstrip(" \t"))], line)

    def fenced(self, language: str, indent: str, line: int) -> Value:
        body: list[str] = []
        while self.more:
            text = self.bare()
            self.at += 1
            if text.strip() == FENCE:
                joined = "\n".join(
                    one[len(indent) :] if one.startswith(indent) else one.lstrip(" ")
                    for one in body
                )
                return Value(joined.replace("\\" + FENCE, FENCE), None, language.strip())
            body.append(text)
        _fail("apexlang.open", self.name, line, FENCE)
