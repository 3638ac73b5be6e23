"""Reads APEXlang. The language is one of lines: a component, a group, a property, a closing bracket
each end with their line; indentation has no meaning.

What fits no shape of line is refused with its place: nothing is skipped. Facts of the form are
measured on public exports of APEX 26.1; the grammar is Oracle's (oracle/skills, apexlang.ebnf).
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from typing import Final, Literal, NoReturn

from msgspec import Struct

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
            before = error.object[: error.start].decode("utf-8")
            _fail("export.not_utf8", name, *_behind(before), "UTF-8")
    if "\r" in text:
        _fail("apexlang.line_ends", name, *_behind(text[: text.index("\r")]), "LF")
    marker = _MARKERS.search(text)
    if marker is not None and "<<<<<<<" in text and ">>>>>>>" in text:
        _fail("export.conflict_markers", name, *_behind(text[: marker.start()]), "APEXlang")
    nodes = _Reader(text, name).whole()
    return Document(name, text, nodes, {c.path: c for c in components(nodes)})


def unquoted(text: str) -> str:
    """A string's meaning; anything else is what it is: ``"ENAME" asc`` too."""
    if text[:1] != '"' or not _WHOLE.fullmatch(text):
        return text
    return _ESCAPE.sub(
        lambda m: chr(int(m[1][1:], 16)) if len(m[1]) == 5 else _ESCAPES.get(m[1], m[0]), text[1:-1]
    )


def is_comment(entry: str) -> bool:
    """Whether a line of an array is one by a person: a blank follows; ``//host/file.js`` is an
    entry."""
    return entry[:2] == "//" and not entry[2:3].strip()


def _behind(text: str) -> tuple[int, int]:
    """The line and the column where the text goes on."""
    return text.count("\n") + 1, len(text) - text.rfind("\n")


def _fail(code: str, name: str, line: int, column: int, expected: str) -> NoReturn:
    raise ParseError(code, path=name, line=line, column=column, expected=expected)


class _Shape(Struct, frozen=True, gc=False):
    """What a line is by itself. ``value``: of a property that ends with its line; ``raw``: what
    stands behind the colon of one that may go on."""

    kind: Literal["trivia", "component", "group", "value", "property", "other"]
    name: str = ""
    ident: str | None = None
    value: Value | None = None
    raw: str = ""


@lru_cache(maxsize=1 << 16)  # three versions of an application have most of their lines in common
def _shape(text: str) -> _Shape:
    line = text.strip()
    if not line or line.startswith(("//", "/*")):
        return _Shape("trivia", line)
    if line[-1] == "(" and (match := _COMPONENT.fullmatch(text)):
        ident = unquoted(match[2]) if match[2] is not None else None
        return _Shape("component", match[1], ident)
    if line[-1] == "{" and (match := _GROUP.fullmatch(text)):
        return _Shape("group", match[1])
    match = _PROPERTY.fullmatch(text)
    if match is None:
        return _Shape("other", line)
    name, raw = unquoted(match[1]), match[2]
    first = raw[:1]
    if first in ('"', "{", "[", "`"):
        raw = raw.rstrip(" \t")
    if raw in ("", "{", "[") or raw.startswith(FENCE) or (first == "[" and raw[-1] != "]"):
        return _Shape("property", name, raw=raw)
    if first == "[":
        items = tuple(unquoted(item) for item in _ITEM.findall(raw[1:-1]))
        return _Shape("value", name, value=Value("\n".join(items), items))
    return _Shape("value", name, value=Value(unquoted(raw)))


class _Reader:
    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.lines = text.split("\n")
        if not self.lines[-1]:
            self.lines.pop()
        # Where each line begins, and behind the last one the text's end.
        self.starts = list(accumulate(map((1).__add__, map(len, self.lines)), initial=0))
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

    def fail(self, code: str, line: int, expected: str) -> NoReturn:
        """``line`` is 1-based; the column is where it has its first word."""
        text = self.bare(line - 1)
        _fail(code, self.name, line, len(text) - len(text.lstrip()) + 1, expected)

    # -- nodes ---------------------------------------------------------------------------------

    def whole(self) -> tuple[Node, ...]:
        return self.body("", 0)

    def body(self, closing: str, opened: int) -> tuple[Node, ...]:
        """The nodes up to the closing line, which is left; ``opened`` is the line it belongs to."""
        found: list[Node] = []
        lines, starts = self.lines, self.starts
        while (at := self.at) < len(lines):
            shape = _shape(lines[at])
            if shape.kind == "value" and closing:
                self.at = at + 1
                start, end = starts[at], starts[at + 1]
                found.append(
                    Node("property", shape.name, start, end, at + 1, -1, end, None, shape.value)
                )
            elif shape.kind == "other" and shape.name == closing:
                return tuple(found)
            else:
                found.append(self.element(closing, shape))
        if closing:
            self.fail("apexlang.open", opened, closing)
        return tuple(found)

    def trivia(self, line: str) -> Node:
        """Blank lines and comments, which end with their line: what stands behind one would be
        skipped with it."""
        start, first = self.begin(), self.at + 1
        self.at += 1
        rest = line
        while rest.startswith("/*"):
            end = rest.find("*/", 2)
            while end < 0:
                if not self.more:
                    self.fail("apexlang.open", first, "*/")
                rest = self.bare().rstrip()
                end = rest.find("*/")
                self.at += 1
            rest = rest[end + 2 :].lstrip()
        if rest and not rest.startswith("//"):
            column = self.bare(self.at - 1).rstrip().rindex(rest) + 1
            _fail("apexlang.syntax", self.name, self.at, column, "// …, /* … */")
        return Node("trivia", line, start, self.begin(), first)

    def element(self, closing: str, shape: _Shape) -> Node:
        match shape.kind:
            case "trivia":
                return self.trivia(shape.name)
            case "component" if closing in ("", ")"):
                return self.block("component", shape.name, ")", shape.ident)
            case "group" if closing == ")":
                return self.block("group", shape.name, "}")
            case "property" if closing:
                return self.property(shape.name, shape.raw)
        expected = {
            "": "TYPE IDENTIFIER (",
            ")": "NAME: VALUE, NAME {, TYPE (, )",
            "}": "NAME: VALUE, }",
        }
        self.fail("apexlang.syntax", self.at + 1, expected[closing])

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
            self.fail("apexlang.open", line, "]")
        if raw.startswith(FENCE):
            return self.made(name, start, line, self.inline_fence(raw, line))
        self.at += 1
        ahead = self.at
        while ahead < len(self.lines) and not self.bare(ahead).strip():
            ahead += 1
        if ahead < len(self.lines) and self.bare(ahead).lstrip(" \t").startswith(FENCE):
            self.at = ahead
            return self.made(name, start, line, self.fence(line))
        return self.made(name, start, line, Value(""))

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
            if text and not is_comment(text):
                items.append(unquoted(text))
        self.fail("apexlang.open", line, "]")

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
            self.fail("apexlang.open", line, FENCE)
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
        self.fail("apexlang.open", line, FENCE)
