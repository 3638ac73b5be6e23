"""Reading an export file: blocks, statements, arguments.

The canonical layout, which nearly all arguments have, costs one regular expression for each
argument; everything else goes token by token. Strict: what does not fit is a ``ParseError`` with
its place, never a guess.
"""

from __future__ import annotations

import copyreg
import re
from collections.abc import Callable
from sys import intern  # few names, very many of each
from typing import Final

from app.apex.catalogue.shared_types import APPENDED
from app.apex.export.lexer import (
    BOM,
    SPACE,
    TOKEN,
    broken,
    check_markers,
    is_cut,
    no_token,
    opens_block,
)
from app.apex.export.link import link
from app.apex.export.tree import FRAME, HEADERS, Argument, Component, Page
from app.apex.export.values import Locals, Span
from app.errors import ParseError

APEX: Final = re.compile(r"\bwwv_(?:flow_(?:api|imp)|imp_)", re.IGNORECASE)

_LITERAL: Final = r"'[^'\n]*+(?:''[^'\n]*+)*'"
_LINE: Final = rf"(?:{_LITERAL}|unistr\({_LITERAL}\))"
_FAST: Final = re.compile(
    r"[ ,]([A-Za-z_]\w*+)=>"
    rf"({_LITERAL}|-?(?:\d++(?:\.\d++)?|\.\d++)|[A-Za-z_]\w*+(?:\.\w++)*(?:\(\d++\))?"
    rf"|wwv_flow_string\.join(?:_clob)?\(wwv_flow_t_varchar2\(\r?\n{_LINE}(?:,\r?\n{_LINE})*\)\)"
    rf"|wwv_flow_t_plugin_attributes\(wwv_flow_t_varchar2\(\r?\n  {_LITERAL}, {_LITERAL}"
    rf"(?:,\r?\n  {_LITERAL}, {_LITERAL})*\)\)\.to_clob)"
    r"(?:[ \t]*+--[^\n]*+)?\r?\n(?=[,)])"
)
_NAME: Final = re.compile(r"([A-Za-z_][\w$#]*+)\s*+=>")
_HEAD: Final = re.compile(r"([A-Za-z_][\w$#]*+(?:\.[A-Za-z_][\w$#]*+)*)\s*+([(;]|:=)?")
_ELEMENTS: Final = re.compile(
    rf"(?:wwv_flow_(?:imp|api)\.g_varchar2_table\(\d++\) := {_LITERAL};\r?\n)+", re.IGNORECASE
)
_SLASH: Final = re.compile(r"[ \t]*+\r?\n(?:[ \t]*+\r?\n)*/[ \t]*+\r?(?:\n|\Z)")
_LINE_END: Final = re.compile(r"[ \t]*+\r?\n")
_PIECE: Final = re.compile(r"--application/")
_OPENED: Final = re.compile(r"[ \t]*+wwv_flow_api\.\w", re.IGNORECASE)
_SCRIPTS: Final = frozenset({*APPENDED, *APPENDED.values()})
_SELF: Final = re.compile(r"([A-Za-z]\w*+)\s*+\|\|", re.IGNORECASE)
_OPENING: Final = frozenset({"begin", "if", "loop", "case", "declare"})
_PLAIN: Final = frozenset(
    {"if", "for", "while", "loop", "case", "select", "execute", "exception",
     "insert", "update", "delete", "raise", "return", "exit", "goto"}
)  # fmt: skip


def parse(text: str | bytes, name: str = "") -> Page:
    """Read one export file; ``name`` is its path, for errors and keys.

    Bytes must be UTF-8; a BOM stays part of the source. Raises ParseError with the facts
    ``path``, ``line``, ``column`` and ``expected``: ``export.not_utf8``,
    ``export.conflict_markers``, ``export.not_an_export`` (no APEX call in it),
    ``export.truncated`` (a literal, call or block without its end) and ``export.syntax``.
    """
    if isinstance(text, bytes):
        text = decoded(text, name)
    check_markers(text, name)
    if not APEX.search(text):
        raise broken("export.not_an_export", name, text, 0, expected="wwv_flow_imp")
    page = Page(name, text)
    _Parser(page).run()
    link(page)
    return page


def _read_again(page: Page) -> tuple[Callable[[str, str], Page], tuple[str, str]]:
    """How a page is pickled: as its source."""
    return parse, (page.source, page.name)


copyreg.pickle(Page, _read_again)


def render(page: Page) -> str:
    """The text of a page, the same to the byte as what was read."""
    return page.source


def decoded(raw: bytes, name: str) -> str:
    """UTF-8 text, or ``export.not_utf8`` with the place of the first wrong byte."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        raise broken("export.not_utf8", name, before, len(before), expected="UTF-8") from error


class _Parser:
    """One pass over a file.

    ``_variables`` is what the running block assigned; ``_table`` is a package's byte table, which
    outlives a block. ``_piece`` is true for a file of a 4.x split export: these are cut where a
    heading stands, so a block that is opened at the end of one file goes on in the next ones.
    """

    def __init__(self, page: Page) -> None:
        self._page, self._text, self._name = page, page.source, page.name
        self._block = 0
        self._scripts: dict[str, Component] = {}  # by id, those to which may be appended
        self._variables: dict[str, tuple[Span, ...]] = {}
        self._table: list[Span] | None = None
        self._table_start = self._table_end = -1
        self._piece = _PIECE.match(self._text, self._start) is not None

    @property
    def _start(self) -> int:
        return len(BOM) if self._text.startswith(BOM) else 0

    def run(self) -> None:
        text, size = self._text, len(self._text)
        at = self._start
        while at < size:
            if opens_block(text, at):
                at = self._one_block(at)
            elif self._piece and not self._block and _OPENED.match(text, at):
                at = self._statements(at, opened=True)
            elif text.startswith("/*", at):
                end = text.find("*/", at)
                if end < 0:
                    raise self._error("export.truncated", at, "*/")
                at = end + 2
            else:
                end = text.find("\n", at)
                at = size if end < 0 else end + 1

    def _error(self, code: str, at: int, expected: str, found: str = "") -> ParseError:
        return broken(code, self._name, self._text, at, expected=expected, found=found)

    def _missing(self, at: int, expected: str) -> ParseError:
        """Something else stands where ``expected`` should: cut off, or wrong."""
        hit = TOKEN.match(self._text, at)
        found = hit[0] if hit is not None else self._text[at : at + 1]
        cut = (
            is_cut(self._text, at)
            or found in (";", "/")
            or found.lower() == "end"
            or (hit is not None and hit.lastgroup == "word" and "." in found)
        )
        return self._error("export.truncated" if cut else "export.syntax", at, expected, found[:60])

    def _space(self, at: int) -> int:
        hit = SPACE.match(self._text, at)
        return hit.end() if hit is not None else at

    # -- blocks ----------------------------------------------------------------------------

    def _one_block(self, start: int) -> int:
        """One block; gives the offset behind its slash line."""
        self._block += 1
        self._variables = {}
        at = self._space(start)
        if self._text[at : at + 7].lower() == "declare":
            at = self._declarations(at + 7)
        return self._statements(at + len("begin"))

    def _statements(self, at: int, opened: bool = False) -> int:
        """The statements of a block, and its end; ``opened`` where another file began it."""
        self._block += opened
        depth, first = 0, self._space(at)
        while True:
            at = self._space(at)
            head = _HEAD.match(self._text, at)
            if head is None:
                if self._piece and at == len(self._text) and (opened or at == first) and not depth:
                    return at
                raise self._missing(at, "end;")
            word = head[1].lower()
            if word == "end" and depth == 0:
                return self._block_end(head)
            if word == "end" and head[2] == ";":
                depth -= 1
                at = head.end()
            elif word in ("begin", "declare") and head[2] is None:
                # 4.x exports nest a block for the local variables of one call
                inner = head.end(1)
                at = inner if word == "begin" else self._declarations(inner) + len("begin")
                depth += 1
            elif head[2] == ";" and word in ("null", "commit"):
                at = head.end()
            elif word in _PLAIN:
                at = self._plain(at)
            else:
                at = self._statement(head)

    def _declarations(self, at: int) -> int:
        """The offset of the ``begin`` behind a block's declarations."""
        while True:
            hit = TOKEN.match(self._text, at)
            if hit is None:
                if at >= len(self._text):
                    raise self._error("export.truncated", at, "begin")
                raise no_token(self._text, at, self._name)
            if hit.lastgroup == "word" and hit[0].lower() == "begin":
                return at
            at = hit.end()

    def _block_end(self, head: re.Match[str]) -> int:
        if head[2] != ";":
            raise self._missing(self._space(head.end(1)), "end;")
        slash = _SLASH.match(self._text, head.end())
        if slash is None:
            raise self._error("export.truncated", head.end(), "/")
        return slash.end()

    def _plain(self, at: int) -> int:
        """A statement that is no call (4.x exports have some): passed over to its ``;``."""
        depth, start = 0, at
        previous = ""
        while True:
            hit = TOKEN.match(self._text, at)
            if hit is None:
                if at >= len(self._text):
                    raise self._error("export.truncated", start, "end;")
                raise no_token(self._text, at, self._name)
            at = hit.end()
            if hit.lastgroup == "space":
                continue
            word = hit[0].lower()
            if word in _OPENING and previous != "end":
                depth += 1
            elif word == "end":
                depth -= 1
            elif word == ";" and depth <= 0:
                return at
            previous = word

    # -- statements ------------------------------------------------------------------------

    def _statement(self, head: re.Match[str]) -> int:
        """A call or an assignment; gives the offset behind its line."""
        if head[2] == ":=":
            return self._assignment(head[1].lower(), head.start(), head.end())
        if head[2] == ";":
            return self._finish(self._called(head), head.end() - 1)
        if head[2] != "(":
            raise self._missing(self._space(head.end(1)), "(")
        text = self._text
        elements = _ELEMENTS.match(text, head.start())
        if elements is not None:
            self._fill(elements.span())
            self._table_end = elements.end()
            return elements.end()
        component = self._called(head)
        at = self._space(head.end())
        if _NAME.match(text, at):
            at = self._arguments(component, head.end())
        else:
            at = self._positional(component, at)
        component.tail = at
        after = self._space(at + 1)
        if text.startswith(":=", after):
            return self._element(head[1].lower(), after + 2)
        if not text.startswith(";", after):
            raise self._missing(after, ";")
        return self._finish(component, after)

    def _called(self, head: re.Match[str]) -> Component:
        call = intern(head[1])
        procedure = intern(call.rpartition(".")[2].lower())
        start = head.start()
        return Component(self._page, call, start, procedure, tail=start, end=start)

    def _finish(self, component: Component, semicolon: int) -> int:
        """Note a call that ends with the ``;`` at that offset."""
        component.end = self._line_end(semicolon)
        component.block = self._block
        if component.tail == component.start:
            component.tail = semicolon
        table: tuple[Span, ...] | None = None
        if (
            self._table is not None
            and "g_varchar2_table" in self._text[component.start : component.tail]
        ):
            table = tuple(self._table)
            if self._table_start >= 0:
                component.content = (self._table_start, self._table_end)
                self._table_start = -1  # the first call that uses it owns it
        if table is not None or self._variables:
            component.locals = Locals(table or (), dict(self._variables))
            for argument in component.arguments.values():
                argument.locals = component.locals
        page = self._page
        page.calls.append(component)
        if component.call.startswith("wwv_imp_workspace.") and "p_id" in component.arguments:
            component.arguments["p_id"].raw = True
        if component.procedure in HEADERS:
            page.header = {n: a.value.text for n, a in component.arguments.items()}
        makes = component.procedure not in FRAME and bool(component.arguments)
        appended = component.procedure in _SCRIPTS and self._is_appended(component)
        if makes and not appended:
            page.components.append(component)
        return component.end

    def _is_appended(self, component: Component) -> bool:
        """Whether a call goes on with a text that another one began; noted there, if it does."""
        procedure, own = component.procedure, component.arguments.get("p_id")
        if own is None or procedure not in APPENDED:
            if own is not None and procedure in APPENDED.values():
                self._scripts[own.value.text] = component
            return False
        begun = self._scripts.get(own.value.text)
        names = component.arguments.keys() - {"p_id"}
        if begun is None or not names <= begun.arguments.keys():
            return False
        begun.more += (component,)
        for name in names:
            begun.arguments[name].more += (component.arguments[name],)
        return True

    def _assignment(self, name: str, start: int, at: int) -> int:
        begin = self._space(at)
        end, after = self._expression(begin, ";")
        if name.endswith(".g_varchar2_table"):
            self._table, self._table_start = [], start
            self._table_end = self._line_end(after)
            return self._table_end
        own = _SELF.match(self._text, begin, end)
        if own is not None and own[1].lower() == name:
            known = self._variables.get(name, ())
            self._variables[name] = (*known, (self._space(own.end()), end))
        elif self._text[begin:end].lower() == "null":
            self._variables[name] = ()
        else:
            self._variables[name] = ((begin, end),)
        return after + 1

    def _element(self, name: str, at: int) -> int:
        """``table(i) := expression;``"""
        begin = self._space(at)
        end, after = self._expression(begin, ";")
        after = self._line_end(after)
        if name.endswith(".g_varchar2_table"):
            self._fill((begin, end))
            self._table_end = after
        return after

    def _fill(self, element: Span) -> None:
        self._table = self._table or []
        self._table.append(element)

    def _line_end(self, semicolon: int) -> int:
        """Behind a ``;`` and the line end that follows it."""
        found = _LINE_END.match(self._text, semicolon + 1)
        return found.end() if found is not None else semicolon + 1

    # -- arguments -------------------------------------------------------------------------

    def _arguments(self, component: Component, at: int) -> int:
        """``name=>expression`` up to the closing parenthesis; gives its offset."""
        text, arguments = self._text, component.arguments
        fast = _FAST.match
        line_end = _LINE_END.match(text, at)
        if line_end is not None:
            at = line_end.end()
        while True:
            hit = fast(text, at)
            if hit is not None and (text[at] == ",") == bool(arguments):
                name = intern(hit[1].lower())
                argument = Argument(text, name, at, hit.start(2), hit.end(2))
                after = hit.end()
            else:
                argument, after = self._argument(component, at)
                name = argument.name
            if name in arguments:
                raise self._error("export.syntax", argument.row, "new argument", name)
            arguments[name] = argument
            if text[after] == ")":
                return after
            at = after

    def _argument(self, component: Component, at: int) -> tuple[Argument, int]:
        """One argument in any layout; gives it and the offset of the ``,`` or ``)`` behind it."""
        text = self._text
        begin = self._space(at)
        row = begin
        if component.arguments:
            if text[begin : begin + 1] != ",":
                raise self._missing(begin, ", or )")
            begin = self._space(begin + 1)
        elif begin > at and text[begin - 1] in " \t":
            row = begin - 1
        name = _NAME.match(text, begin)
        if name is None:
            raise self._missing(begin, "p_name=>")
        start = self._space(name.end())
        end, after = self._expression(start, ",)")
        return Argument(text, intern(name[1].lower()), row, start, end), after

    def _positional(self, component: Component, at: int) -> int:
        found: list[Span] = []
        while not self._text.startswith(")", at):
            start = self._space(at)
            end, at = self._expression(start, ",)")
            found.append((start, end))
            if self._text[at] == ",":
                at += 1
        component.positional = tuple(found)
        return at

    def _expression(self, at: int, stops: str) -> tuple[int, int]:
        """An expression; gives where it ends and the offset of the stop behind it.

        Two operands without an operator between them mean that a call was cut off.
        """
        text, start = self._text, at
        match = TOKEN.match
        depth, end, operand = 0, at, False
        while True:
            hit = match(text, at)
            if hit is None:
                if at >= len(text):
                    raise self._error("export.truncated", at, ")" if depth else stops[-1])
                raise no_token(text, at, self._name)
            kind = hit.lastgroup
            if kind == "space":
                at = hit.end()
                continue
            symbol = hit[0]
            if kind == "op":
                if depth == 0 and symbol in stops:
                    if end == start:
                        raise self._missing(at, "value")
                    return end, at
                if symbol == "(":
                    depth += 1
                    operand = False
                elif symbol == ")":
                    depth -= 1
                    operand = True
                    if depth < 0:
                        raise self._missing(at, stops[-1])
                elif symbol in (";", ":=") or (symbol == "=>" and depth == 0):
                    raise self._error("export.truncated", at, ")", symbol)
                else:
                    operand = False
            else:
                if operand:
                    raise self._missing(at, ", or )")
                operand = True
            end = at = hit.end()
