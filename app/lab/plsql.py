"""An interpreter for the PL/SQL that releases and the program use.

Blocks with declarations, assignments, IF, loops, SQL statements with variables, SELECT INTO, cursor
FOR loops, EXECUTE IMMEDIATE, exceptions, calls of built-in and stored code. Whatever else occurs is
refused with ORA-03001 naming the construct, before any of the block has run.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from app.lab.backend import Bind, OraError, QueryOutcome
from app.lab.functions import stored
from app.lab.packages import BUILTINS, Ref
from app.lab.translate import BIND

if TYPE_CHECKING:
    from app.lab.engine import LabSession

_TOKEN: Final = re.compile(
    r"(?P<space>\s+|--[^\n]*|/\*.*?\*/)|(?P<string>[nN]?[qQ]'(?:\[.*?\]'|\{.*?\}'|<.*?>'|\(.*?\)'|(?P<m>\S).*?(?P=m)')|'(?:[^']|'')*')"
    r"|(?P<bind>:\s*[A-Za-z0-9]\w*)|(?P<word>[A-Za-z][\w$#]*|\"[^\"]+\")|(?P<number>\d+(?:\.\d+)?|\.\d+)"
    r"|(?P<op>:=|=>|\|\||<>|!=|<=|>=|\.\.|[-+*/=<>(),;.%@])",
    re.DOTALL,
)
_SQL_STARTS: Final = frozenset(
    [
        "SELECT",
        "INSERT",
        "UPDATE",
        "DELETE",
        "MERGE",
        "WITH",
        "COMMIT",
        "ROLLBACK",
        "SAVEPOINT",
        "LOCK",
    ]
)
_NAMED: Final = {
    "NO_DATA_FOUND": 1403, "TOO_MANY_ROWS": 1422, "DUP_VAL_ON_INDEX": 1, "ZERO_DIVIDE": 1476,
    "INVALID_NUMBER": 1722, "VALUE_ERROR": 6502,
}  # fmt: skip


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        return self.text[1:-1] if self.text.startswith('"') else self.text.upper()


def tokens(source: str) -> list[Token]:
    found: list[Token] = []
    at = 0
    while at < len(source):
        hit = _TOKEN.match(source, at)
        if hit is None:
            raise syntax(source, at, f'Encountered the symbol "{source[at]}"')
        kind = "string" if hit.lastgroup == "m" else hit.lastgroup or ""
        if kind != "space":
            found.append(Token(kind, hit[0], at, hit.end()))
        at = hit.end()
    return found


def syntax(source: str, at: int, words: str, number: str = "00103") -> OraError:
    line = source.count("\n", 0, at) + 1
    column = at - source.rfind("\n", 0, at)
    return OraError(
        6550,
        f"line {line}, column {column}:\nPLS-{number}: {words}\nORA-06550: line {line}, column {column}:\nPL/SQL: Statement ignored",
        at,
    )


def refuse(what: str) -> OraError:
    return OraError(3001, f"unimplemented feature: {what} in PL/SQL (lab, not Oracle)")


# -- the tree: tuples ("kind", ...) ---------------------------------------------------------

Node = tuple[Any, ...]


@dataclass
class Routine:
    name: str
    params: list[tuple[str, str, Node | None]]  # name, mode, default
    is_function: bool
    body: Node | None = None


@dataclass
class Program:
    """A parsed package body, procedure or function: routines by name and package variables."""

    routines: dict[str, Routine] = field(default_factory=dict)
    declarations: list[Node] = field(default_factory=list)
    init: Node | None = None


class Parser:
    def __init__(self, source: str) -> None:
        self.source, self.items, self.at = source, tokens(source), 0

    def peek(self, ahead: int = 0) -> str:
        at = self.at + ahead
        return self.items[at].word if at < len(self.items) else ""

    def take(self) -> Token:
        if self.at >= len(self.items):
            raise syntax(self.source, len(self.source), 'Encountered the symbol "end-of-file"')
        self.at += 1
        return self.items[self.at - 1]

    def accept(self, *words: str) -> bool:
        if all(self.peek(i) == w for i, w in enumerate(words)):
            self.at += len(words)
            return True
        return False

    def expect(self, *words: str) -> None:
        if not self.accept(*words):
            place = self.items[self.at].start if self.at < len(self.items) else len(self.source)
            raise syntax(
                self.source,
                place,
                f'Encountered the symbol "{self.peek() or "end-of-file"}" when expecting one of the following:\n\n   {" ".join(words)}',
            )

    # blocks

    def block(self) -> Node:
        declarations: list[Node] = []
        if self.accept("DECLARE"):
            declarations = self.declarations()
        self.expect("BEGIN")
        return self.block_rest(declarations)

    def block_rest(self, declarations: list[Node]) -> Node:
        body = self.statements(("END", "EXCEPTION"))
        handlers: list[tuple[list[str], list[Node]]] = []
        if self.accept("EXCEPTION"):
            while self.accept("WHEN"):
                names = [self.take().word]
                while self.accept("OR"):
                    names.append(self.take().word)
                self.expect("THEN")
                handlers.append((names, self.statements(("WHEN", "END"))))
        self.expect("END")
        if self.peek() not in (";", ""):
            self.take()
        self.accept(";")
        return ("block", declarations, body, handlers)

    def declarations(self) -> list[Node]:
        found: list[Node] = []
        while self.peek() not in ("BEGIN", "END", ""):
            if self.peek() in ("PROCEDURE", "FUNCTION"):
                found.append(("routine", self.routine()))
                continue
            if self.peek() in ("TYPE", "SUBTYPE", "PRAGMA"):
                self.skip()
                continue
            if self.accept("CURSOR"):
                name = self.take().word
                if self.peek() == "(":
                    raise refuse("cursor parameters")
                self.expect("IS")
                found.append(("cursor", name, self.sql_text()))
                continue
            name = self.take().word
            self.accept("CONSTANT")
            kind = self.type_name()
            self.accept("NOT", "NULL")
            default: Node | None = None
            if self.accept(":=") or self.accept("DEFAULT"):
                default = self.expression()
            self.expect(";")
            found.append(("var", name, kind, default))
        return found

    def skip(self) -> None:
        depth = 0
        while True:
            token = self.take()
            depth += (token.text == "(") - (token.text == ")")
            if token.text == ";" and depth == 0:
                return

    def type_name(self) -> str:
        parts = [self.take().word]
        while self.peek() in (".", "%"):
            parts.append(self.take().text)
            parts.append(self.take().word)
        if self.peek() == "(":
            depth = 0
            while True:
                token = self.take()
                depth += (token.text == "(") - (token.text == ")")
                if depth == 0:
                    break
        return "".join(parts)

    def routine(self) -> Routine:
        is_function = self.take().word == "FUNCTION"
        name = self.take().word
        params: list[tuple[str, str, Node | None]] = []
        if self.accept("("):
            while True:
                param = self.take().word
                mode = "IN"
                if self.accept("IN"):
                    mode = "IN OUT" if self.accept("OUT") else "IN"
                elif self.accept("OUT"):
                    mode = "OUT"
                self.accept("NOCOPY")
                self.type_name()
                default: Node | None = None
                if self.accept(":=") or self.accept("DEFAULT"):
                    default = self.expression()
                params.append((param, mode, default))
                if not self.accept(","):
                    break
            self.expect(")")
        if self.accept("RETURN"):
            self.type_name()
        made = Routine(name, params, is_function)
        while self.peek() in (
            "DETERMINISTIC",
            "PIPELINED",
            "RESULT_CACHE",
            "AUTHID",
            "PARALLEL_ENABLE",
        ):
            if self.take().word == "AUTHID":
                self.take()
        if self.accept(";"):
            return made
        if not self.accept("IS"):
            self.expect("AS")
        start = self.at
        try:
            declarations = self.declarations()
            self.expect("BEGIN")
            made.body = self.block_rest(declarations)
        except OraError as error:
            if error.code != 3001:
                raise
            self.at = start
            self.skip_body()
            made.body = ("refused", error)
        return made

    def skip_body(self) -> None:
        """Past a body with a construct that is not played: the words that open and close count."""
        depth, begun = 0, False
        while True:
            word = self.take().word
            if word in ("BEGIN", "CASE"):
                depth, begun = depth + 1, True
            elif word in ("IF", "LOOP") and self.items[self.at - 2].word != "END":
                depth += 1
            elif word == "END":
                depth -= 1
                if self.peek() in ("IF", "LOOP", "CASE"):
                    self.take()
            if begun and depth == 0:
                while not self.accept(";"):
                    self.take()
                return

    # statements

    def statements(self, stops: Sequence[str]) -> list[Node]:
        found: list[Node] = []
        while self.peek() not in stops:
            if not self.peek():
                raise syntax(self.source, len(self.source), 'Encountered the symbol "end-of-file"')
            found.append(self.statement())
        return found

    def statement(self) -> Node:
        word = self.peek()
        if word in ("BEGIN", "DECLARE"):
            return self.block()
        if word in _SQL_STARTS and self.peek(1) not in (":=", ".", "("):
            return ("sql", self.sql_text())
        method = getattr(self, f"_{word.lower()}", None)
        if method is not None and word in _STATEMENTS:
            made: Node = method()
            return made
        if word == "OPEN":
            return self._open()
        if word in ("FETCH", "CLOSE", "FORALL", "PIPE", "GOTO", "CASE"):
            if word == "CASE":
                raise refuse("CASE statements")
            raise refuse(word)
        target = self.primary()
        if self.accept(":="):
            value = self.expression()
            self.expect(";")
            return ("assign", target, value)
        self.expect(";")
        if target[0] not in ("call", "name"):
            raise refuse("this statement")
        return ("run", target)

    def _null(self) -> Node:
        self.take()
        self.expect(";")
        return ("null",)

    def _if(self) -> Node:
        self.take()
        branches = [(self.expression(), self._then())]
        otherwise: list[Node] = []
        while True:
            if self.accept("ELSIF"):
                branches.append((self.expression(), self._then()))
            elif self.accept("ELSE"):
                otherwise = self.statements(("END",))
            else:
                break
        self.expect("END", "IF", ";")
        return ("if", branches, otherwise)

    def _then(self) -> list[Node]:
        self.expect("THEN")
        return self.statements(("ELSIF", "ELSE", "END"))

    def _loop(self) -> Node:
        self.take()
        body = self._loop_body()
        return ("loop", body)

    def _loop_body(self) -> list[Node]:
        body = self.statements(("END",))
        self.expect("END", "LOOP")
        if self.peek() != ";":
            self.take()
        self.expect(";")
        return body

    def _while(self) -> Node:
        self.take()
        test = self.expression()
        self.expect("LOOP")
        return ("while", test, self._loop_body())

    def _for(self) -> Node:
        self.take()
        name = self.take().word
        self.expect("IN")
        back = self.accept("REVERSE")
        if self.peek() == "(" and self.peek(1) in ("SELECT", "WITH"):
            self.take()
            sql = self.sql_text(closing=True)
            self.expect("LOOP")
            return ("for_sql", name, sql, self._loop_body())
        low = self.expression()
        if self.accept("LOOP"):
            return ("for_cursor", name, low, self._loop_body())
        self.expect("..")
        high = self.expression()
        self.expect("LOOP")
        return ("for", name, low, high, back, self._loop_body())

    def _exit(self) -> Node:
        self.take()
        test = self.expression() if self.accept("WHEN") else None
        self.expect(";")
        return ("exit", test)

    def _return(self) -> Node:
        self.take()
        value = None if self.peek() == ";" else self.expression()
        self.expect(";")
        return ("return", value)

    def _raise(self) -> Node:
        self.take()
        name = None if self.peek() == ";" else self.take().word
        self.expect(";")
        return ("raise", name)

    def _execute(self) -> Node:
        self.take()
        self.expect("IMMEDIATE")
        text = self.expression()
        into: list[Node] = []
        using: list[Node] = []
        if self.accept("INTO"):
            into = self.targets()
        if self.accept("USING"):
            while True:
                self.accept("IN")
                using.append(self.expression())
                if not self.accept(","):
                    break
        self.expect(";")
        return ("execute", text, into, using)

    def _open(self) -> Node:
        """``OPEN variable FOR query``: a result set for the caller."""
        self.take()
        target = self.primary()
        if not self.accept("FOR"):
            raise refuse("OPEN of a declared cursor")
        if self.peek() not in ("SELECT", "WITH"):
            raise refuse("OPEN FOR a text")
        return ("open", target, self.sql_text())

    def targets(self) -> list[Node]:
        found = [self.primary()]
        while self.accept(","):
            found.append(self.primary())
        return found

    def sql_text(self, closing: bool = False) -> str:
        """The text of a SQL statement up to its ``;``, or to the parenthesis that closes it."""
        start, depth = self.items[self.at].start, 0
        while True:
            token = self.take()
            if token.text == "(":
                depth += 1
            elif token.text == ")":
                depth -= 1
                if closing and depth < 0:
                    return self.source[start : token.start]
            elif token.text == ";" and depth == 0 and not closing:
                return self.source[start : token.start]

    # expressions

    def expression(self) -> Node:
        left = self.and_()
        while self.accept("OR"):
            left = ("or", left, self.and_())
        return left

    def and_(self) -> Node:
        left = self.not_()
        while self.accept("AND"):
            left = ("and", left, self.not_())
        return left

    def not_(self) -> Node:
        return ("not", self.not_()) if self.accept("NOT") else self.compare()

    def compare(self) -> Node:
        left = self.concat()
        if self.peek() in ("=", "<>", "!=", "<", ">", "<=", ">="):
            return ("compare", self.take().text, left, self.concat())
        if self.accept("IS"):
            negated = self.accept("NOT")
            self.expect("NULL")
            return ("null?", left, negated)
        negated = self.peek() == "NOT" and self.peek(1) in ("IN", "LIKE", "BETWEEN")
        if negated:
            self.take()
        made: Node | None = None
        if self.accept("IN"):
            self.expect("(")
            values = [self.expression()]
            while self.accept(","):
                values.append(self.expression())
            self.expect(")")
            made = ("in", left, values)
        elif self.accept("BETWEEN"):
            low = self.concat()
            self.expect("AND")
            made = ("and", ("compare", ">=", left, low), ("compare", "<=", left, self.concat()))
        elif self.accept("LIKE"):
            made = ("like", left, self.concat())
        if made is None:
            return left
        return ("not", made) if negated else made

    def concat(self) -> Node:
        left = self.sum()
        while self.accept("||"):
            left = ("sqlfn", "O_CONCAT", [left, self.sum()])
        return left

    def sum(self) -> Node:
        left = self.product()
        while self.peek() in ("+", "-"):
            name = "O_ADD" if self.take().text == "+" else "O_SUB"
            left = ("sqlfn", name, [left, self.product()])
        return left

    def product(self) -> Node:
        left = self.unary()
        while self.peek() in ("*", "/"):
            name = "O_MUL" if self.take().text == "*" else "O_DIV"
            left = ("sqlfn", name, [left, self.unary()])
        return left

    def unary(self) -> Node:
        if self.accept("-"):
            return ("sqlfn", "O_MUL", [("const", -1), self.unary()])
        return self.primary()

    def primary(self) -> Node:
        token = self.take()
        if token.kind == "string":
            text = token.text
            if text[0] in "nN":
                text = text[1:]
            return (
                "const",
                (text[3:-2] if text[0] in "qQ" else text[1:-1].replace("''", "'")) or None,
            )
        if token.kind == "number":
            return ("const", int(token.text) if token.text.isdigit() else float(token.text))
        if token.kind == "bind":
            return ("bind", token.text[1:].strip().upper())
        if token.text == "(":
            inner = self.expression()
            self.expect(")")
            return inner
        word = token.word
        if word in ("TRUE", "FALSE", "NULL"):
            return ("const", {"TRUE": True, "FALSE": False}.get(word))
        if word == "CASE":
            return self.case()
        if token.kind != "word":
            raise syntax(self.source, token.start, f'Encountered the symbol "{token.text}"')
        if word == "SQL" and self.accept("%"):
            return ("sqlattr", self.take().word)
        names = [word]
        while self.peek() == "." and self.items[self.at].text == ".":
            self.take()
            names.append(self.take().word)
        if self.accept("%"):
            return ("attr", ".".join(names), self.take().word)
        if self.accept("("):
            args: list[tuple[str, Node]] = []
            if not self.accept(")"):
                while True:
                    name = ""
                    if self.peek(1) == "=>":
                        name = self.take().word.lower()
                        self.take()
                    args.append((name, self.expression()))
                    if not self.accept(","):
                        break
                self.expect(")")
            return ("call", ".".join(names), args, token.start)
        return ("name", ".".join(names), token.start)

    def case(self) -> Node:
        subject = None if self.peek() == "WHEN" else self.expression()
        branches: list[tuple[Node, Node]] = []
        while self.accept("WHEN"):
            test = self.expression()
            self.expect("THEN")
            branches.append(
                (test if subject is None else ("compare", "=", subject, test), self.expression())
            )
        otherwise: Node = ("const", None)
        if self.accept("ELSE"):
            otherwise = self.expression()
        self.expect("END")
        return ("case", branches, otherwise)


_STATEMENTS: Final = frozenset(
    ["NULL", "IF", "LOOP", "WHILE", "FOR", "EXIT", "RETURN", "RAISE", "EXECUTE"]
)


# -- running --------------------------------------------------------------------------------


class Return(Exception):  # noqa: N818
    def __init__(self, value: Any) -> None:
        self.value = value


class Exit(Exception):  # noqa: N818
    pass


class Frame:
    """Variables by name, looked up outwards; ``binds`` belong to the outermost block."""

    def __init__(
        self, session: LabSession, source: str, outer: Frame | None = None, package: str = ""
    ) -> None:
        self.session, self.source, self.outer = session, source, outer
        self.package: str = package or (outer.package if outer else "")
        self.vars: dict[str, Any] = {}
        self.routines: dict[str, Routine] = {}
        self.binds: dict[str, Any] = outer.binds if outer else {}
        self.read: set[str] = outer.read if outer else set()
        self.written: set[str] = outer.written if outer else set()
        self.state: dict[str, Any] = outer.state if outer else {"rowcount": 0, "error": None}

    def find(self, name: str) -> Frame | None:
        here: Frame | None = self
        while here is not None:
            if name in here.vars:
                return here
            here = here.outer
        return None

    def visible(self) -> dict[str, Any]:
        found = self.outer.visible() if self.outer else {}
        for name, value in self.vars.items():
            if isinstance(value, dict):
                found.update({f"{name}.{k}": v for k, v in value.items()})
            elif not callable(value):
                found[name] = value
        return found

    def routine(self, name: str) -> Routine | None:
        here: Frame | None = self
        while here is not None:
            if name in here.routines:
                return here.routines[name]
            here = here.outer
        return None


@dataclass
class BlockOutcome:
    directions: dict[str, str]
    outs: dict[str, Any]


def run_block(
    session: LabSession, sql: str, binds: Mapping[str, Any], types: Mapping[str, Bind]
) -> BlockOutcome:
    """An anonymous block, or ``CALL``."""
    text = sql.strip()
    if text[:4].upper() == "CALL":
        text = f"begin {text[4:].rstrip(';')}; end;"
    if _apex_block(session, text):
        return BlockOutcome(dict.fromkeys(types, "in"), {})
    parser = Parser(text)
    if parser.peek() == "<":
        raise refuse("labels")
    tree = parser.block()
    if parser.at < len(parser.items):
        token = parser.items[parser.at]
        if token.text != "/":
            raise syntax(text, token.start, f'Encountered the symbol "{token.text}"')
    frame = Frame(session, text)
    frame.binds = dict(binds)
    _check_names(tree, frame)
    with contextlib.suppress(Return):
        _run(tree, frame)
    directions = {
        name: "in" if name not in frame.written else "inout" if name in frame.read else "out"
        for name in types
    }
    return BlockOutcome(directions, {n: _out(frame.binds.get(n)) for n in frame.written})


def _out(value: Any) -> Any:
    from app.lab.functions import date, is_date

    return date(value) if is_date(value) else value


def _apex_block(session: LabSession, text: str) -> bool:
    """Import blocks of an export go to the APEX side, which interprets them call by call."""
    runner = BUILTINS.get("*APEX_BLOCK")
    return bool(runner is not None and runner.body(session, text))


def _check_names(node: Any, frame: Frame) -> None:
    """Calls of code that does not exist are compile errors: nothing of the block runs."""
    if (
        isinstance(node, tuple)
        and node
        and node[0] in ("call", "name")
        and isinstance(node[1], str)
    ):
        name = node[1]
        if "." in name and not _known(name, frame, node):
            raise syntax(
                frame.source,
                node[-1],
                f"identifier '{_missing(frame.session, name)}' must be declared",
                _missing_code(frame.session, name),
            )
    if isinstance(node, tuple | list):
        for part in node:
            _check_names(part, frame)


def _known(name: str, frame: Frame, node: Node) -> bool:
    """Whether a dotted name may be called; record fields and binds are no business of this."""
    session = frame.session
    if name.upper() in BUILTINS:
        return not session.is_missing(name)
    if name.split(".")[0] in {b.split(".")[0] for b in BUILTINS}:
        return False
    return node[0] == "name" or find_routine(session, name) is not None


def _missing(session: LabSession, name: str) -> str:
    parts = name.split(".")
    known = {b.split(".")[0] for b in BUILTINS}
    return parts[1] if parts[0] in known else name


def _missing_code(session: LabSession, name: str) -> str:
    return "00302" if name.split(".")[0] in {b.split(".")[0] for b in BUILTINS} else "00201"


def _run(node: Node, frame: Frame) -> None:
    if frame.session.cancelled:
        raise OraError(1013, "user requested cancel of current operation")
    _RUN[node[0]](node, frame)


def _block(node: Node, outer: Frame) -> None:
    _, declarations, body, handlers = node
    frame = Frame(outer.session, outer.source, outer)
    try:
        _declare(declarations, frame)
        for one in body:
            _run(one, frame)
    except OraError as error:
        for names, statements in handlers:
            if any(
                n == "OTHERS"
                or _NAMED.get(n) == error.code
                or (frame.find(n) and _exception(frame, n) is error)
                for n in names
            ):
                before = frame.state["error"]
                frame.state["error"] = error
                try:
                    for one in statements:
                        _run(one, frame)
                finally:
                    frame.state["error"] = before
                return
        raise


def _exception(frame: Frame, name: str) -> Any:
    where = frame.find(name)
    return where.vars[name] if where else None


def _declare(declarations: list[Node], frame: Frame) -> None:
    for one in declarations:
        if one[0] == "routine":
            frame.routines[one[1].name] = one[1]
        elif one[0] == "cursor":
            frame.vars[one[1]] = ("cursor", one[2])
        elif one[2] == "EXCEPTION":
            frame.vars[one[1]] = OraError(6510, "PL/SQL: unhandled user-defined exception")
        else:
            frame.vars[one[1]] = (
                _eval(one[3], frame)
                if one[3] is not None
                else ({} if one[2].endswith("ROWTYPE") else None)
            )


def _assign(node: Node, frame: Frame) -> None:
    _store(node[1], _eval(node[2], frame), frame)


def _store(target: Node, value: Any, frame: Frame) -> None:
    if target[0] == "bind":
        frame.binds[target[1]] = value
        frame.written.add(target[1])
        return
    if target[0] != "name":
        raise refuse("this assignment")
    name = target[1]
    where = frame.find(name)
    if where is not None:
        where.vars[name] = value
        return
    head, _, rest = name.partition(".")
    where = frame.find(head)
    if where is not None and isinstance(where.vars[head], dict):
        where.vars[head][rest] = value
        return
    raise syntax(frame.source, target[-1], f"identifier '{name}' must be declared", "00201")


def _if_(node: Node, frame: Frame) -> None:
    for test, body in node[1]:
        if _eval(test, frame):
            for one in body:
                _run(one, frame)
            return
    for one in node[2]:
        _run(one, frame)


def _loops(frame: Frame, body: list[Node]) -> bool:
    try:
        for one in body:
            _run(one, frame)
    except Exit:
        return False
    return True


def _loop_(node: Node, frame: Frame) -> None:
    while _loops(frame, node[1]):
        pass


def _while_(node: Node, frame: Frame) -> None:
    while _eval(node[1], frame) and _loops(frame, node[2]):
        pass


def _for_(node: Node, frame: Frame) -> None:
    _, name, low, high, back, body = node
    inner = Frame(frame.session, frame.source, frame)
    span = range(int(_eval(low, frame)), int(_eval(high, frame)) + 1)
    for value in reversed(span) if back else span:
        inner.vars[name] = value
        if not _loops(inner, body):
            return


def _rows(sql: str, frame: Frame) -> tuple[list[str], list[tuple[Any, ...]]]:
    outcome = frame.session.query(sql, _values(sql, frame))
    return [c.name for c in outcome.columns], [tuple(stored(v) for v in r) for r in outcome.rows]


def _for_sql(node: Node, frame: Frame) -> None:
    _, name, sql, body = node
    names, rows = _rows(sql, frame)
    inner = Frame(frame.session, frame.source, frame)
    for row in rows:
        inner.vars[name] = dict(zip(names, row, strict=True))
        if not _loops(inner, body):
            return


def _for_cursor(node: Node, frame: Frame) -> None:
    where = frame.find(node[2][1]) if node[2][0] == "name" else None
    cursor = where.vars[node[2][1]] if where else None
    if not (isinstance(cursor, tuple) and cursor[0] == "cursor"):
        raise refuse("this FOR loop")
    _for_sql(("for_sql", node[1], cursor[1], node[3]), frame)


def _open_(node: Node, frame: Frame) -> None:
    _, target, sql = node
    outcome = frame.session.query(sql, _values(sql, frame))
    _store(target, QueryOutcome(outcome.columns, iter(list(outcome.rows))), frame)


def _exit_(node: Node, frame: Frame) -> None:
    if node[1] is None or _eval(node[1], frame):
        raise Exit


def _return_(node: Node, frame: Frame) -> None:
    raise Return(_eval(node[1], frame) if node[1] is not None else None)


def _raise_(node: Node, frame: Frame) -> None:
    if node[1] is None:
        raise frame.state["error"] or OraError(6510, "PL/SQL: unhandled user-defined exception")
    if node[1] in _NAMED:
        raise OraError(_NAMED[node[1]], node[1].lower().replace("_", " "))
    where = frame.find(node[1])
    if where is None:
        raise refuse("RAISE of this")
    raise where.vars[node[1]]


def _values(sql: str, frame: Frame) -> dict[str, Any]:
    found = {
        f"VAR_{n.replace('.', '__')}" if "." in n else f"VAR_{n}": v
        for n, v in frame.visible().items()
        if not isinstance(v, QueryOutcome)
    }
    for name, value in frame.binds.items():
        found[f"{BIND}{name}"] = value
    frame.read.update(
        m.upper() for m in re.findall(r":\s*([A-Za-z0-9]\w*)", re.sub(r"'(?:[^']|'')*'", "", sql))
    )
    return found


_INTO: Final = re.compile(r"\binto\b", re.IGNORECASE)


def _sql(node: Node, frame: Frame) -> None:
    text: str = node[1]
    word = text.split(None, 1)[0].upper()
    session = frame.session
    if word in ("COMMIT", "ROLLBACK", "SAVEPOINT", "LOCK"):
        session.command(text, word)
        return
    if word in ("SELECT", "WITH"):
        before, targets, after = _split_into(text)
        names, rows = _rows(before + " " + after, frame)
        if not rows:
            raise OraError(1403, "no data found")
        if len(rows) > 1:
            raise OraError(1422, "exact fetch returns more than requested number of rows")
        _spread(targets, names, rows[0], frame)
        frame.state["rowcount"] = 1
        return
    returning = re.search(r"\breturning\b(.*?)\binto\b(.*)$", text, re.I | re.S)
    if returning:
        masked = text[: returning.start()] + f" returning {returning[1]} into :LAB_R"
        count, found = session.write(masked, _values(text, frame), True)
        if found:
            parsed = Parser(returning[2]).targets()
            for target, value in zip(parsed, found[0], strict=True):
                _store(target, value, frame)
    else:
        count, _ = session.write(text, _values(text, frame), False)
    frame.state["rowcount"] = count


def _split_into(text: str) -> tuple[str, list[Node], str]:
    parser = Parser(text)
    depth = 0
    for at, token in enumerate(parser.items):
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 and token.word == "INTO":
            parser.at = at + 1
            if parser.accept("BULK"):
                raise refuse("BULK COLLECT")
            targets = parser.targets()
            return text[: token.start], targets, text[parser.items[parser.at].start :]
        if depth == 0 and token.word == "BULK":
            raise refuse("BULK COLLECT")
    raise syntax(text, 0, "an INTO clause is expected in this SELECT statement", "00428")


def _spread(targets: list[Node], names: list[str], row: Sequence[Any], frame: Frame) -> None:
    if len(targets) == 1 and len(row) > 1:
        _store(targets[0], dict(zip(names, row, strict=True)), frame)
        return
    for target, value in zip(targets, row, strict=True):
        _store(target, value, frame)


def _execute_(node: Node, frame: Frame) -> None:
    text = (
        str(_eval(node[1], frame) or "").strip().rstrip(";")
        if not str(_eval(node[1], frame) or "").strip().lower().startswith(("begin", "declare"))
        else str(_eval(node[1], frame))
    )
    session = frame.session
    given = [_eval(v, frame) for v in node[3]]
    names = [m.upper() for m in re.findall(r":\s*(\w+)", re.sub(r"'(?:[^']|'')*'", "", text))]
    values = {f"{BIND}{n}": v for n, v in zip(names, given, strict=False)}
    from app.lab.engine import kind_of

    kind = kind_of(text)
    if kind in ("SELECT", "WITH"):
        outcome = session.query(text, values)
        rows = [tuple(stored(v) for v in r) for r in outcome.rows]
        if node[2]:
            if not rows:
                raise OraError(1403, "no data found")
            _spread(node[2], [c.name for c in outcome.columns], rows[0], frame)
    elif kind in ("BEGIN", "DECLARE"):
        run_block(session, text, dict(zip(names, given, strict=False)), {})
    elif kind in ("INSERT", "UPDATE", "DELETE", "MERGE"):
        frame.state["rowcount"], _ = session.write(text, values, False)
    else:
        session.command(text, kind)


def _run_call(node: Node, frame: Frame) -> None:
    target = node[1]
    args = target[2] if target[0] == "call" else []
    _call(target[1], args, frame, target[-1])


def _eval(node: Node, frame: Frame) -> Any:
    kind = node[0]
    if kind == "const":
        return node[1]
    if kind == "bind":
        frame.read.add(node[1])
        if node[1] not in frame.binds:
            raise OraError(1008, "not all variables bound")
        value = frame.binds[node[1]]
        return value if isinstance(value, bytes | list | bool) else stored(value)
    if kind == "name":
        return _name(node, frame)
    if kind == "call":
        return _call(node[1], node[2], frame, node[-1])
    if kind == "sqlfn":
        from app.lab.functions import FUNCTIONS

        return FUNCTIONS[node[1]](*[stored(_eval(a, frame)) for a in node[2]])
    if kind == "or":
        return bool(_eval(node[1], frame)) or bool(_eval(node[2], frame))
    if kind == "and":
        return bool(_eval(node[1], frame)) and bool(_eval(node[2], frame))
    if kind == "not":
        value = _eval(node[1], frame)
        return None if value is None else not value
    if kind == "compare":
        return _compare(node[1], stored(_eval(node[2], frame)), stored(_eval(node[3], frame)))
    if kind == "null?":
        return (_eval(node[1], frame) in (None, "")) != node[2]
    if kind == "in":
        value = _eval(node[1], frame)
        return value is not None and any(_compare("=", value, _eval(v, frame)) for v in node[2])
    if kind == "like":
        pattern = re.escape(str(_eval(node[2], frame))).replace("%", ".*").replace("_", ".")
        return re.fullmatch(pattern, str(_eval(node[1], frame) or ""), re.S) is not None
    if kind == "case":
        for test, value in node[1]:
            if _eval(test, frame):
                return _eval(value, frame)
        return _eval(node[2], frame)
    if kind == "sqlattr":
        count = frame.state["rowcount"]
        return {"ROWCOUNT": count, "FOUND": count > 0, "NOTFOUND": count == 0}.get(node[1])
    raise refuse(f"{kind} here")


def _compare(operator: str, left: Any, right: Any) -> bool | None:
    if left is None or right is None:
        return None
    if isinstance(left, str) != isinstance(right, str):
        from app.lab.functions import number

        left, right = number(left), number(right)
    return bool({
        "=": left == right, "<>": left != right, "!=": left != right,
    }.get(operator, False) or (
        (operator == "<" and left < right) or (operator == ">" and left > right)
        or (operator == "<=" and left <= right) or (operator == ">=" and left >= right)
    ))  # fmt: skip


def _name(node: Node, frame: Frame) -> Any:
    name = node[1]
    where = frame.find(name)
    if where is not None:
        return where.vars[name]
    head, _, rest = name.partition(".")
    where = frame.find(head)
    if where is not None and isinstance(where.vars[head], dict):
        return where.vars[head].get(rest)
    if name == "SQLERRM":
        error = frame.state["error"]
        return error.text if error else "ORA-0000: normal, successful completion"
    if name == "SQLCODE":
        error = frame.state["error"]
        return 0 if error is None else (100 if error.code == 1403 else -error.code)
    if name in ("SYSDATE", "SYSTIMESTAMP", "USER"):
        return frame.session.evaluate(name)
    if (
        frame.routine(name) is not None
        or find_routine(frame.session, name, frame.package)
        or name.upper() in BUILTINS
    ):
        return _call(name, [], frame, node[-1])
    if name.endswith(".NEXTVAL"):
        return frame.session.evaluate(name)
    raise syntax(frame.source, node[-1], f"identifier '{name}' must be declared", "00201")


def _call(name: str, args: list[tuple[str, Node]], frame: Frame, at: int) -> Any:
    session = frame.session
    local = frame.routine(name)
    if local is not None:
        return _invoke(local, args, frame, frame)
    if name == "RAISE_APPLICATION_ERROR":
        code, text = (_eval(a, frame) for _, a in args[:2])
        raise OraError(
            abs(int(code)), f"{text}\nORA-06512: at line {frame.source.count(chr(10), 0, at) + 1}"
        )
    builtin = BUILTINS.get(name.upper())
    if builtin is None and name.upper().startswith("SYS."):
        builtin = BUILTINS.get(name.upper()[4:])
    if builtin is not None and not session.is_missing(name):
        positional: list[Any] = []
        named: dict[str, Any] = {}
        refs: list[tuple[Ref, Node]] = []
        listed = builtin.params
        for index, (key, node) in enumerate(args):
            parameter = key or (listed[index] if index < len(listed) else "")
            value: Any
            if parameter in builtin.outs:
                value = Ref(
                    _eval(node, frame) if node[0] != "bind" or node[1] in frame.binds else None
                )
                refs.append((value, node))
            else:
                value = _eval(node, frame)
            if key:
                if key not in listed:
                    raise syntax(
                        frame.source,
                        at,
                        f"wrong number or types of arguments in call to '{name.rpartition('.')[2]}'",
                        "00306",
                    )
                named[key] = value
            else:
                positional.append(value)
        try:
            result = builtin.body(session, *positional, **named)
        except TypeError as error:
            if "argument" in str(error):
                raise syntax(
                    frame.source,
                    at,
                    f"wrong number or types of arguments in call to '{name.rpartition('.')[2]}'",
                    "00306",
                ) from None
            raise
        for ref, node in refs:
            _store(node, ref.value, frame)
        return result
    routine = find_routine(session, name, frame.package)
    if routine is not None:
        return _stored(session, routine, args, frame)
    if "." not in name:
        return _sql_function(name, args, frame, at)
    raise syntax(
        frame.source,
        at,
        f"identifier '{_missing(session, name)}' must be declared",
        _missing_code(session, name),
    )


def _sql_function(name: str, args: list[tuple[str, Node]], frame: Frame, at: int) -> Any:
    """NVL, TO_CHAR and their kin, evaluated by the SQL side."""
    values = [_eval(a, frame) for _, a in args]
    if name == "NVL":
        return values[1] if values[0] is None else values[0]
    marks = ", ".join(f":{BIND}A{i}" for i in range(len(values)))
    text = f"select {name}({marks}) from dual".replace(f":{BIND}", ":")
    try:
        outcome = frame.session.query(text, {f"{BIND}A{i}": v for i, v in enumerate(values)})
    except OraError as error:
        if error.code in (904, 3001):
            raise syntax(
                frame.source, at, f"identifier '{name}' must be declared", "00201"
            ) from None
        raise
    return stored(next(iter(outcome.rows))[0])


def find_routine(session: LabSession, name: str, package: str = "") -> str | None:
    """``OWNER|OBJECT|ROUTINE`` of stored code that the session may run now."""
    parts = name.split(".")
    schema = session.definers[-1] if session.definers else session.current_schema
    if len(parts) == 1:
        if package:
            owner, _, object_name = package.partition("|")
            program = _program(session, owner, object_name)
            if program is not None and parts[0] in program.routines:
                return f"{package}|{parts[0]}"
        candidates = [(schema, parts[0], parts[0])]
    elif len(parts) == 2:
        candidates = [(schema, parts[0], parts[1]), (parts[0], parts[1], parts[1])]
    else:
        candidates = [(parts[-3], parts[-2], parts[-1])]
    for owner, object_name, routine in candidates:
        kind = session.catalog.object_type(owner, object_name, ("PACKAGE", "PROCEDURE", "FUNCTION"))
        if kind is None:
            synonym = session.catalog.rows(
                "select t_owner, t_name from lab_synonyms where owner in (?, 'PUBLIC') and name = ?",
                owner,
                object_name,
            )
            if not synonym:
                continue
            owner, object_name = synonym[0]
            kind = session.catalog.object_type(
                owner, object_name, ("PACKAGE", "PROCEDURE", "FUNCTION")
            )
        me = session.effective
        if owner != me and "EXECUTE" not in session.catalog.grants(me, owner, object_name):
            continue
        if kind == "PACKAGE":
            spec = session.catalog.one(
                "select source from lab_objects where owner = ? and name = ? and type = 'PACKAGE'",
                owner,
                object_name,
            )
            if not re.search(
                rf"\b(?:procedure|function)\s+\"?{re.escape(routine)}\b", spec or "", re.I
            ):
                continue
        return f"{owner}|{object_name}|{routine}"
    return None


def _program(session: LabSession, owner: str, name: str) -> Program | None:
    key = (owner, name, "")
    if key in session.code:
        return session.code[key]
    for kind in ("PACKAGE BODY", "PROCEDURE", "FUNCTION"):
        row = session.catalog.rows(
            "select source, status from lab_objects where owner = ? and name = ? and type = ?",
            owner,
            name,
            kind,
        )
        if row:
            source, status = row[0]
            if status != "VALID":
                raise OraError(4063, f'{kind.lower()} "{owner}.{name}" has errors')
            made = parse_stored(source, kind)
            session.code[key] = made
            return made
    return None


def parse_stored(source: str, kind: str) -> Program:
    """A package body, or a standalone procedure or function."""
    parser = Parser(source)
    program = Program()
    if kind == "PACKAGE BODY":
        parser.expect("PACKAGE", "BODY")
        parser.take()
        if parser.accept("."):
            parser.take()
        if not parser.accept("IS"):
            parser.expect("AS")
        for one in parser.declarations():
            if one[0] == "routine":
                program.routines[one[1].name] = one[1]
            else:
                program.declarations.append(one)
        if parser.accept("BEGIN"):
            program.init = parser.block_rest([])
        else:
            parser.expect("END")
    else:
        # PROCEDURE owner.name is written with its owner sometimes
        if parser.peek(2) == ".":
            del parser.items[parser.at + 1 : parser.at + 3]
        made = parser.routine()
        program.routines[made.name] = made
    return program


def _stored(session: LabSession, where: str, args: list[tuple[str, Node]], caller: Frame) -> Any:
    owner, name, routine = where.split("|")
    program = _program(session, owner, name)
    made = program.routines.get(routine) if program is not None else None
    if program is None or made is None:
        raise OraError(4067, f'not executed, package body "{owner}.{name}" does not exist')
    spec = session.catalog.rows(
        "select status from lab_objects where owner = ? and name = ? and type = 'PACKAGE'",
        owner,
        name,
    )
    if spec and spec[0][0] != "VALID":
        raise OraError(4063, f'package "{owner}.{name}" has errors')
    return _invoke(made, args, caller, _package_frame(session, owner, name, program), owner)


def _package_frame(session: LabSession, owner: str, name: str, program: Program) -> Frame:
    key = f"package {owner}.{name}"
    frame = session.package_state.get(key)
    if not isinstance(frame, Frame) or frame.state.get("program") is not program:
        frame = Frame(session, "", package=f"{owner}|{name}")
        frame.state["program"] = program
        frame.routines = program.routines
        session.package_state[key] = frame
        session.definers.append(owner)
        try:
            _declare(program.declarations, frame)
            if program.init is not None:
                _run(program.init, frame)
        finally:
            session.definers.pop()
    return frame


def _invoke(
    made: Routine, args: list[tuple[str, Node]], caller: Frame, home: Frame, owner: str = ""
) -> Any:
    if made.body is not None and made.body[0] == "refused":
        raise made.body[1]
    if made.body is None:
        raise OraError(6508, f"PL/SQL: could not find program unit being called: {made.name}")
    frame = Frame(caller.session, home.source, home, home.package)
    outs: list[tuple[str, Node]] = []
    given = {
        made.params[i][0] if not key else key.upper(): node
        for i, (key, node) in enumerate(args)
        if key or i < len(made.params)
    }
    if len(args) > len(made.params):
        raise OraError(
            6553, f"PLS-306: wrong number or types of arguments in call to '{made.name}'"
        )
    for name, mode, default in made.params:
        node = given.pop(name, None)
        if node is None:
            if default is None and mode == "IN":
                raise OraError(
                    6553, f"PLS-306: wrong number or types of arguments in call to '{made.name}'"
                )
            frame.vars[name] = _eval(default, frame) if default is not None else None
            continue
        frame.vars[name] = None if mode == "OUT" else _eval(node, caller)
        if mode != "IN":
            outs.append((name, node))
    if given:
        raise OraError(
            6553, f"PLS-306: wrong number or types of arguments in call to '{made.name}'"
        )
    session = caller.session
    if owner:
        session.definers.append(owner)
    try:
        _run(made.body, frame)
        if made.is_function:
            raise OraError(6503, "PL/SQL: Function returned without value")
        result = None
    except Return as returned:
        result = returned.value
    finally:
        if owner:
            session.definers.pop()
    for name, node in outs:
        _store(node, frame.vars[name], caller)
    return result


def call_function(session: LabSession, where: str, values: list[Any]) -> Any:
    """A stored function from SQL, with positional values."""
    frame = Frame(session, "")
    return _stored(session, where, [("", ("const", v)) for v in values], frame)


_RUN: Final[dict[str, Callable[[Node, Frame], None]]] = {
    "block": _block, "assign": _assign, "if": _if_, "loop": _loop_, "while": _while_, "for": _for_,
    "for_sql": _for_sql, "for_cursor": _for_cursor, "exit": _exit_, "return": _return_,
    "raise": _raise_, "sql": _sql, "open": _open_, "execute": _execute_, "run": _run_call,
    "null": lambda node, frame: None,
}  # fmt: skip
