"""Reading the PL/SQL of an APEX export: scripts into blocks, blocks into calls with source texts.

The lab plays the server, so this reader shares no code with the program's own parser: what one of
them writes, the other must understand. It accepts only the statements that exports contain (named
calls, assignments to the import tables, ``null`` and ``commit``) and keeps each argument's source
text. Broken text is refused with the compiler's words, and nothing of the block has run by then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from app.lab.backend import OraError

_TOKEN: Final = re.compile(
    r"(?P<space>\s+|--[^\n]*|/\*.*?\*/)"
    r"|(?P<string>'(?:[^']|'')*'|[qQ]'\[.*?\]'|[qQ]'\{.*?\}'|[qQ]'\(.*?\)'|[qQ]'<.*?>')"
    r"|(?P<word>[A-Za-z][\w$#]*|\"[^\"]+\")"
    r"|(?P<number>\d+(?:\.\d+)?|\.\d+)"
    r"|(?P<op>=>|:=|\|\||<<|>>|<=|>=|<>|!=|[-+*/=<>(),;.:%@])",
    re.DOTALL,
)
_PIECES: Final = re.compile(
    r"(?P<unistr>unistr\(\s*'(?P<escaped>(?:[^']|'')*)'\s*\))"
    r"|'(?P<plain>(?:[^']|'')*)'"
    r"|(?P<feed>wwv_flow\.LF)"
    r"|wwv_flow_(?:imp|api)\.id\((?P<id>\d+)\)"
    r"|(?P<join>wwv_flow_string\.join(?:_clob)?\(\s*wwv_flow_t_varchar2\(|,)",
    re.IGNORECASE,
)
_IDS: Final = re.compile(r"'(?:[^']|'')*'|wwv_flow_(?:imp|api)\.id\(\s*(\d+)\s*\)", re.IGNORECASE)
_JOINING: Final = frozenset({"(", ")", ",", ".", "||", "+", "-", "=>"})
_MANIFEST: Final = re.compile(r"--   Manifest\n--     (.*)\n")


class Argument(NamedTuple):
    """``name`` is empty for a positional argument; ``sign`` is ``=>`` with the blanks around it."""

    name: str
    sign: str
    source: str


@dataclass(frozen=True)
class Statement:
    """One statement of a block: a call of ``name``, or an assignment (``assigned`` is its text).

    ``line`` and ``column`` (both from 1) are where it starts in the block.
    """

    name: str
    arguments: tuple[Argument, ...]
    line: int
    column: int
    assigned: str = ""

    def source(self, argument: str) -> str | None:
        return next((a.source for a in self.arguments if a.name.lower() == argument), None)

    def text(self, argument: str) -> str | None:
        found = self.source(argument)
        return None if found is None else text_value(found)


@dataclass(frozen=True)
class Block:
    """One anonymous block; ``manifest`` is the first line of its Manifest comment, or ``""``."""

    statements: tuple[Statement, ...]
    manifest: str


class _Token(NamedTuple):
    kind: str
    text: str
    start: int


class _Cursor:
    """The tokens of one block without blanks and comments, and a place among them."""

    def __init__(self, text: str) -> None:
        self.text, self._tokens, self._at = text, list(_tokens(text)), 0
        self.now = self._tokens[0]

    def take(self) -> _Token:
        token = self.now
        if token.kind != "end":
            self._at += 1
            self.now = self._tokens[self._at]
        return token

    def is_(self, text: str) -> bool:
        return self.now.text.lower() == text

    def expect(self, text: str) -> _Token:
        if not self.is_(text):
            raise self.refusal(f"expecting one of the following:\n\n   {text}")
        return self.take()

    def refusal(self, why: str) -> OraError:
        token = self.now
        shown = token.text[:60] or "end-of-file"
        return refuse(
            self.text, token.start, "00103", f'Encountered the symbol "{shown}" when {why}'
        )


def refuse(text: str, offset: int, number: str, words: str) -> OraError:
    """ORA-06550 with PLS-``number`` at a character of a block."""
    line, column = place(text, offset)
    return OraError(6550, f"line {line}, column {column}:\nPLS-{number}: {words}", offset)


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of a character."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise refuse(text, at, "00103", f'Encountered the symbol "{text[at]}"')
        kind = found.lastgroup or ""
        if kind != "space":
            yield _Token(kind, found[0], at)
        at = found.end()
    yield _Token("end", "", len(text))


def read_block(text: str) -> Block:
    """The statements of one ``begin ... end;``. Raises OraError 6550 for anything else."""
    cursor = _Cursor(text)
    if cursor.is_("declare"):
        raise cursor.refusal("reading an export block of a release that this lab does not play")
    cursor.expect("begin")
    statements: list[Statement] = []
    while not cursor.is_("end"):
        nested = cursor.is_("begin")
        statements.append(_nested(cursor) if nested else _statement(cursor))
    cursor.take()
    cursor.expect(";")
    if cursor.now.kind != "end":
        raise cursor.refusal("expecting the end of the block")
    manifest = _MANIFEST.search(text)
    return Block(tuple(statements), manifest[1] if manifest else "")


def _nested(cursor: _Cursor) -> Statement:
    """A block in the block, with its handler: exports have them where a call may fail. It is one
    statement, kept as it is written."""
    start = cursor.take()
    line, column = place(cursor.text, start.start)
    while not (cursor.is_("exception") or cursor.is_("end")):
        _statement(cursor)
    while not cursor.is_("end"):
        if cursor.now.kind == "end":
            raise cursor.refusal("reading a handler")
        cursor.take()
    cursor.take()
    end = cursor.expect(";")
    return Statement("begin", (), line, column, cursor.text[start.start : end.start])


def _statement(cursor: _Cursor) -> Statement:
    start = cursor.now
    line, column = place(cursor.text, start.start)
    name = _name(cursor)
    arguments: tuple[Argument, ...] = ()
    if cursor.is_("("):
        arguments = tuple(_arguments(cursor))
    if cursor.is_(":="):
        while not cursor.is_(";"):
            if cursor.now.kind == "end":
                raise cursor.refusal("reading an assignment")
            cursor.take()
        assigned = cursor.text[start.start : cursor.now.start]
        cursor.take()
        return Statement(name, (), line, column, assigned)
    cursor.expect(";")
    return Statement(name, arguments, line, column)


def _name(cursor: _Cursor) -> str:
    if cursor.now.kind != "word":
        raise cursor.refusal("expecting a statement")
    name = cursor.take().text.lower()
    while cursor.is_("."):
        cursor.take()
        if cursor.now.kind != "word":
            raise cursor.refusal("expecting an identifier")
        name += "." + cursor.take().text.lower()
    return name


def _arguments(cursor: _Cursor) -> Iterator[Argument]:
    cursor.expect("(")
    while True:
        name, sign = "", ""
        first = cursor.now
        cursor.take()
        if cursor.is_("=>"):
            arrow = cursor.take()
            name = first.text
            sign = cursor.text[first.start + len(first.text) : cursor.now.start]
            sign = sign if sign.strip() == arrow.text and "\n" not in sign else "=>"
            first = cursor.now
            cursor.take()
        source = _expression(cursor, first)
        yield Argument(name, sign, source)
        if cursor.is_(")"):
            cursor.take()
            return
        cursor.expect(",")


def _expression(cursor: _Cursor, first: _Token) -> str:
    """The source text from ``first`` (already taken) to the comma or bracket that ends it."""
    depth = first.text.count("(") if first.kind == "op" else 0
    if first.kind == "op" and first.text in ",);":
        raise cursor.refusal("reading an argument")
    last = first
    while not (depth == 0 and cursor.now.kind == "op" and cursor.now.text in ",)"):
        token = cursor.take()
        misplaced = token.kind == "op" and (
            token.text not in _JOINING or (token.text == "=>" and depth == 0)
        )
        if token.kind == "end" or misplaced or (token.kind != "op" and last.kind != "op"):
            raise refuse(
                cursor.text,
                token.start,
                "00103",
                f'Encountered the symbol "{token.text or "end-of-file"}" when reading a call',
            )
        if token.kind == "op":
            depth += (token.text == "(") - (token.text == ")")
        last = token
    return cursor.text[first.start : last.start + len(last.text)]


def script_blocks(text: str) -> Iterator[str]:
    """The anonymous blocks of a SQL*Plus script, each up to the ``/`` alone on its line."""
    collected: list[str] | None = None
    for line in text.split("\n"):
        line = line.removesuffix("\r")
        if collected is None:
            if re.match(r"\s*(begin|declare)\b", line, re.IGNORECASE):
                collected = [line]
        elif line.strip() == "/":
            yield "\n".join(collected)
            collected = None
        else:
            collected.append(line)
    if collected is not None:
        yield "\n".join(collected)


def shift_ids(
    source: str, move: int, *, mirror: int | None = None, package: str = "wwv_flow_imp"
) -> str:
    """Every component id outside string literals moved by ``move``; or, with ``mirror``, replaced
    by its distance from it. Ids are written as ``package.id(N)``."""

    def moved(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0]
        number = int(match[1])
        number = number + move if mirror is None else abs(number - mirror)
        return f"{package}.id({number})"

    return _IDS.sub(moved, source)


def text_value(source: str) -> str | None:
    """The value of an argument as text: literals decoded, joins joined by line feeds, an id as its
    number, ``null`` as None. Anything else is its source text."""
    bare = source.strip()
    if bare.lower() == "null":
        return None
    hook = re.fullmatch(r"nvl\(\s*wwv_flow_application_install\.[^,]*,(.*)\)", bare, re.I | re.S)
    if hook:
        return text_value(hook[1])
    if "'" not in bare and "wwv_flow" not in bare:
        return bare
    parts: list[str] = []
    in_join = False
    for piece in _PIECES.finditer(bare):
        if piece["unistr"] is not None:
            parts.append(_unescape(piece["escaped"]))
        elif piece["plain"] is not None:
            parts.append(piece["plain"].replace("''", "'"))
        elif piece["feed"] is not None:
            parts.append("\n")
        elif piece["id"] is not None:
            parts.append(piece["id"])
        elif piece["join"] != ",":
            in_join = True
        elif in_join:
            parts.append("\n")
    return "".join(parts) if parts else bare


def _unescape(text: str) -> str:
    units = re.sub(
        r"\\(\\|[0-9A-Fa-f]{4})",
        lambda m: m[1] if m[1] == "\\" else chr(int(m[1], 16)),
        text.replace("''", "'"),
    )
    return units.encode("utf-16", "surrogatepass").decode("utf-16")
