"""PL/SQL as a tree: tokens, and a parser of the part that releases and the program use.

Whatever else occurs is refused with ORA-03001 naming the construct.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from app.lab.backend import OraError
from app.lab.sql.function_names import ORACLES_FUNCTIONS
from app.lab.sql.numbers import keep

_TOKEN: Final = re.compile(
    r"(?P<space>\s+|--[^\n]*|/\*.*?\*/)|(?P<string>[nN]?[qQ]'(?:\[.*?\]'|\{.*?\}'|<.*?>'|\(.*?\)'|(?P<m>\S).*?(?P=m)')|'(?:[^']|'')*')"
    r"|(?P<bind>:\s*[A-Za-z0-9]\w*)|(?P<word>[A-Za-z][\w$#]*|\"[^\"]+\")|(?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?)"
    r"|(?P<op>:=|=>|\|\||<<|>>|<>|!=|\^=|~=|<=|>=|\.\.|\*\*|[-+*/=<>(),;.%@])",
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
        if hit is None and source[at] == "$":
            raise refuse("conditional compilation")
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


Parameter = tuple[str, str, Node | None, str]  # name, mode, default, type


@dataclass
class Routine:
    name: str
    params: list[Parameter]
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

    def finish(self) -> None:
        """PLS-00103 for what stands behind the end."""
        if self.at < len(self.items):
            token = self.items[self.at]
            raise syntax(self.source, token.start, f'Encountered the symbol "{token.text}"')

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
                names = [self.exception_name()]
                while self.accept("OR"):
                    names.append(self.exception_name())
                self.expect("THEN")
                handlers.append((names, self.statements(("WHEN", "END"))))
        self.expect("END")
        if self.peek() not in (";", "", "/"):
            self.take()
        self.expect(";")
        return ("block", declarations, body, handlers)

    def exception_name(self) -> str:
        name = self.take().word
        if self.peek() == ".":
            raise refuse("exceptions of a package")
        return name

    def declarations(self) -> list[Node]:
        found: list[Node] = []
        while self.peek() not in ("BEGIN", "END", ""):
            if self.peek() in ("PROCEDURE", "FUNCTION"):
                found.append(("routine", self.routine()))
                continue
            if self.accept("PRAGMA", "AUTONOMOUS_TRANSACTION", ";"):
                found.append(("autonomous",))
                continue
            if self.peek() == "PRAGMA" and self.peek(1) == "EXCEPTION_INIT":
                found.append(self.exception_init())
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

    def exception_init(self) -> Node:
        self.expect("PRAGMA", "EXCEPTION_INIT", "(")
        name = self.take().word
        self.expect(",")
        minus = self.accept("-")
        number = self.take()
        if number.kind == "string" and not minus:
            minus, digits = number.text.startswith("'-"), number.text.strip("'-")
        else:
            digits = number.text
        if not digits.isdigit():
            raise syntax(self.source, number.start, "the second argument to PRAGMA EXCEPTION_INIT must be a numeric literal", "00701")  # fmt: skip
        self.expect(")", ";")
        return ("exception_init", name, int(digits))

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
        if self.accept("PRECISION") or self.accept("VARYING"):
            parts.append(" " + self.items[self.at - 1].word)
        if self.peek() == "(":
            parts.append(self._parenthesis())
        if (parts[0], self.peek()) == ("LONG", "RAW"):
            parts.append(" " + self.take().word)
        if parts[0] == "INTERVAL":
            while self.peek() in ("YEAR", "MONTH", "DAY", "SECOND", "TO"):
                parts.append(" " + self.take().word)
                if self.peek() == "(":
                    parts.append(self._parenthesis())
        for words in (("WITH", "TIME", "ZONE"), ("WITH", "LOCAL", "TIME", "ZONE")):
            if parts[0] == "TIMESTAMP" and self.accept(*words):
                parts.append(" " + " ".join(words))
        return "".join(parts)

    def _parenthesis(self) -> str:
        start, depth = self.items[self.at].start, 0
        while True:
            token = self.take()
            depth += (token.text == "(") - (token.text == ")")
            if depth == 0:
                return self.source[start : token.end]

    def routine(self) -> Routine:
        is_function = self.take().word == "FUNCTION"
        name = self.take().word
        params: list[Parameter] = []
        if self.accept("("):
            while True:
                param = self.take().word
                mode = "IN"
                if self.accept("IN"):
                    mode = "IN OUT" if self.accept("OUT") else "IN"
                elif self.accept("OUT"):
                    mode = "OUT"
                self.accept("NOCOPY")
                kind = self.type_name()
                default: Node | None = None
                if self.accept(":=") or self.accept("DEFAULT"):
                    default = self.expression()
                params.append((param, mode, default, kind))
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
        if self.peek() in ("LANGUAGE", "EXTERNAL"):
            self.skip()
            made.body = ("refused", refuse("a call of another language"))
            return made
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
        if word == "SET" and self.peek(1) == "TRANSACTION":
            return ("sql", self.sql_text())
        if word in _SQL_STARTS and self.peek(1) not in (":=", ".", "("):
            return ("sql", self.sql_text())
        method = getattr(self, f"_{word.lower()}", None)
        if method is not None and word in _STATEMENTS:
            made: Node = method()
            return made
        if word == "OPEN":
            return self._open()
        if word == "<<":
            raise refuse("labels")
        if word in ("FETCH", "CLOSE", "FORALL", "PIPE", "GOTO", "CASE", "CONTINUE", "PRAGMA"):
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
        if self.peek() not in ("WHEN", ";"):
            raise refuse("EXIT from a label")
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
        name = None if self.peek() == ";" else self.exception_name()
        self.expect(";")
        return ("raise", name)

    def _execute(self) -> Node:
        self.take()
        self.expect("IMMEDIATE")
        text = self.expression()
        if self.peek() in ("BULK", "RETURNING", "RETURN"):
            raise refuse(f"EXECUTE IMMEDIATE with {self.peek()}")
        into: list[Node] = []
        using: list[Node] = []
        if self.accept("INTO"):
            into = self.targets()
        if self.accept("USING"):
            while True:
                self.accept("IN")
                if self.peek() == "OUT":
                    raise refuse("EXECUTE IMMEDIATE with OUT")
                using.append(self.expression())
                if not self.accept(","):
                    break
        if self.peek() in ("RETURNING", "RETURN"):
            raise refuse(f"EXECUTE IMMEDIATE with {self.peek()}")
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
        if self.peek() in ("^=", "~="):
            self.take()
            return ("compare", "<>", left, self.concat())
        if self.peek() in ("=", "<>", "!=", "<", ">", "<=", ">="):
            return ("compare", self.take().text, left, self.concat())
        if self.accept("IS"):
            negated = self.accept("NOT")
            if self.peek() in _QUALITIES:
                raise refuse(f"IS {self.peek()}")
            self.expect("NULL")
            return ("null?", left, negated)
        negated = self.peek() == "NOT" and self.peek(1) in (
            "IN", "LIKE", "BETWEEN", "MEMBER", "SUBMULTISET", "LIKEC", "LIKE2", "LIKE4",
        )  # fmt: skip
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
            if self.peek() == "ESCAPE":
                raise refuse("LIKE with ESCAPE")
        elif self.peek() in ("MEMBER", "SUBMULTISET", "MULTISET", "LIKEC", "LIKE2", "LIKE4", "AT"):
            raise refuse(f"{self.peek()} as an operator")
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
        if self.peek() in ("**", "MOD", "REM"):
            raise refuse(f"{self.peek()} as an operator")
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
            return ("const", keep(Decimal(token.text)))
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
        if self.at < len(self.items) and self.items[self.at].kind == "string":
            if word == "DATE":
                return ("sql_value", f"DATE {self.take().text}")
            if word in ("TIMESTAMP", "INTERVAL"):
                raise refuse(f"{word} literals")
        if word == "SQL" and self.accept("%"):
            return ("sqlattr", self.take().word)
        names = [word]
        while self.peek() == "." and self.items[self.at].text == ".":
            self.take()
            names.append(self.take().word)
        if self.accept("%"):
            return ("attr", ".".join(names), self.take().word)
        if self.accept("("):
            made: Node = ("call", ".".join(names), self.arguments(word), token.start)
            if self.peek() in (".", "(", "%"):
                raise refuse("a part of what a call gives")
            return made
        return ("name", ".".join(names), token.start)

    def arguments(self, called: str) -> list[tuple[str, Node]]:
        """Behind the opening parenthesis, to the closing one; names in lower case, "" for none."""
        found: list[tuple[str, Node]] = []
        if self.accept(")"):
            return found
        if self.peek() in ("LEADING", "TRAILING", "BOTH") and self.peek(1) not in (",", ")"):
            raise refuse(f"{called} with {self.peek()}")
        while True:
            name = ""
            if self.peek(1) == "=>":
                name = self.take().word.lower()
                self.take()
            found.append((name, self.expression()))
            if called in ORACLES_FUNCTIONS and self.peek() not in (",", ")"):
                raise refuse(f"{called} with {self.peek()}")
            if not self.accept(","):
                break
        self.expect(")")
        return found

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


_QUALITIES: Final = frozenset(("A", "EMPTY", "OF", "DANGLING", "NAN", "INFINITE", "JSON", "OPEN"))
_STATEMENTS: Final = frozenset(
    ["NULL", "IF", "LOOP", "WHILE", "FOR", "EXIT", "RETURN", "RAISE", "EXECUTE"]
)


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
            if parser.peek() not in (";", "", "/"):
                parser.take()
            parser.expect(";")
    else:
        # PROCEDURE owner.name is written with its owner sometimes
        if parser.peek(2) == ".":
            del parser.items[parser.at + 1 : parser.at + 3]
        made = parser.routine()
        program.routines[made.name] = made
    parser.finish()
    return program


@functools.lru_cache(maxsize=256)
def read_stored(source: str, kind: str) -> Program:
    """``parse_stored`` for who changes nothing of it: the same code is compiled again and again."""
    return parse_stored(source, kind)


@functools.lru_cache(maxsize=256)
def parse_specification(source: str) -> Program:
    """A package's specification, all of it as declarations; not to be changed."""
    parser = Parser(source)
    while parser.peek() not in ("IS", "AS"):
        parser.take()
    parser.take()
    return Program(declarations=parser.declarations())
