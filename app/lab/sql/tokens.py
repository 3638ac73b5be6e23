"""The words of a DDL statement, and Oracle's rules for names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from app.lab.backend import OraError

TOKEN: Final = re.compile(
    r"--[^\n]*|/\*.*?\*/|[nN]?'(?:[^']|'')*'|\"[^\"]*\"|[^\W\d_][\w$#]*|\d+(?:\.\d+)?|:=|<>|!=|<=|>=|\|\||\S",
    re.DOTALL,
)
_NAME: Final = re.compile(r"[^\W\d_][\w$#]*")
LONGEST: Final = 128  # bytes of a name
# Oracle Database SQL Language Reference, appendix "Oracle SQL Reserved Words"
RESERVED: Final = frozenset(
    [
        "ACCESS",
        "ADD",
        "ALL",
        "ALTER",
        "AND",
        "ANY",
        "AS",
        "ASC",
        "AUDIT",
        "BETWEEN",
        "BY",
        "CHAR",
        "CHECK",
        "CLUSTER",
        "COLUMN",
        "COLUMN_VALUE",
        "COMMENT",
        "COMPRESS",
        "CONNECT",
        "CREATE",
        "CURRENT",
        "DATE",
        "DECIMAL",
        "DEFAULT",
        "DELETE",
        "DESC",
        "DISTINCT",
        "DROP",
        "ELSE",
        "EXCLUSIVE",
        "EXISTS",
        "FILE",
        "FLOAT",
        "FOR",
        "FROM",
        "GRANT",
        "GROUP",
        "HAVING",
        "IDENTIFIED",
        "IMMEDIATE",
        "IN",
        "INCREMENT",
        "INDEX",
        "INITIAL",
        "INSERT",
        "INTEGER",
        "INTERSECT",
        "INTO",
        "IS",
        "LEVEL",
        "LIKE",
        "LOCK",
        "LONG",
        "MAXEXTENTS",
        "MINUS",
        "MLSLABEL",
        "MODE",
        "MODIFY",
        "NESTED_TABLE_ID",
        "NOAUDIT",
        "NOCOMPRESS",
        "NOT",
        "NOWAIT",
        "NULL",
        "NUMBER",
        "OF",
        "OFFLINE",
        "ON",
        "ONLINE",
        "OPTION",
        "OR",
        "ORDER",
        "PCTFREE",
        "PRIOR",
        "PUBLIC",
        "RAW",
        "RENAME",
        "RESOURCE",
        "REVOKE",
        "ROW",
        "ROWID",
        "ROWNUM",
        "ROWS",
        "SELECT",
        "SESSION",
        "SET",
        "SHARE",
        "SIZE",
        "SMALLINT",
        "START",
        "SUCCESSFUL",
        "SYNONYM",
        "SYSDATE",
        "TABLE",
        "THEN",
        "TO",
        "TRIGGER",
        "UID",
        "UNION",
        "UNIQUE",
        "UPDATE",
        "USER",
        "VALIDATE",
        "VALUES",
        "VARCHAR",
        "VARCHAR2",
        "VIEW",
        "WHENEVER",
        "WHERE",
        "WITH",
    ]
)
_INVALID: Final = {903: "invalid table name", 904: ": invalid identifier",
                   2250: "missing or invalid constraint name", 987: "missing or invalid username(s)"}  # fmt: skip


class Tokens:
    """The words of one statement, upper-cased unless quoted or literal."""

    def __init__(self, sql: str) -> None:
        self.sql = sql
        self.items: list[tuple[str, int, int]] = []
        for hit in TOKEN.finditer(sql):
            raw = hit[0]
            if raw.startswith(("--", "/*")):
                continue
            literal = raw[0] in "'\"" or raw[:2] in ("n'", "N'")
            self.items.append((raw if literal else raw.upper(), hit.start(), hit.end()))
        if self.items and self.items[-1][0] == ";":
            raise OraError(911, "invalid character", self.items[-1][1])
        self.at = 0

    @property
    def done(self) -> bool:
        return self.at >= len(self.items)

    def peek(self, ahead: int = 0) -> str:
        at = self.at + ahead
        return self.items[at][0] if at < len(self.items) else ""

    def take(self) -> str:
        found = self.peek()
        self.at += 1
        return found

    def accept(self, *words: str) -> bool:
        if all(self.peek(i) == w for i, w in enumerate(words)):
            self.at += len(words)
            return True
        return False

    def expect(self, *words: str, code: int = 922, text: str = "missing or invalid option") -> None:
        if not self.accept(*words):
            raise self.error(code, text)

    def close(self) -> None:
        self.expect(")", code=907, text="missing right parenthesis")

    def error(self, code: int = 922, text: str = "missing or invalid option") -> OraError:
        at = self.items[self.at][1] if not self.done else len(self.sql)
        return OraError(code, text, at)

    def unknown(self, what: str) -> OraError:
        return OraError(3001, f"unimplemented feature: {what} (lab, not Oracle)")

    def number(self) -> int:
        """A whole number with its sign; ORA-01722 for anything else."""
        sign = -1 if self.accept("-") else 1
        raw = self.take()
        if not raw.isdigit():
            raise OraError(1722, "invalid number")
        return sign * int(raw)

    def name(self, code: int = 903) -> str:
        """An identifier: ``code`` (903 of a table, 904 of a column, 2250 of a constraint) for a
        word that is none or is reserved, ORA-00972 beyond 128 bytes, ORA-01741 for ``""``."""
        raw = self.take()
        if raw.startswith('"'):
            name = raw[1:-1]
            if not name:
                raise OraError(1741, "illegal zero-length identifier")
        else:
            name = raw
            if not _NAME.fullmatch(raw) or raw in RESERVED:
                self.at -= 1
                raise self.error(code, _INVALID[code])
        if len(name.encode()) > LONGEST:
            raise OraError(972, "identifier is too long")
        return name

    def qualified(self, owner: str) -> tuple[str, str]:
        first = self.name()
        if self.accept("."):
            return first, self.name()
        return owner, first

    def names(self) -> list[str]:
        """Columns in parentheses."""
        self.expect("(", code=906, text="missing left parenthesis")
        found = [self.name(904)]
        while self.accept(","):
            found.append(self.name(904))
        self.close()
        return found

    def balanced(self, stop: Sequence[str]) -> str:
        """Source text up to a comma, a closing parenthesis or a word of ``stop`` at depth 0."""
        depth, start = 0, self.at
        while not self.done:
            word = self.peek()
            if depth == 0 and (word in (",", ")") or (word in stop and self.at > start)):
                break
            depth += (word == "(") - (word == ")")
            self.at += 1
        if self.at == start:
            raise self.error(936, "missing expression")
        return self.sql[self.items[start][1] : self.items[self.at - 1][2]]

    def parenthesised(self) -> str:
        """The text up to the parenthesis that closes the one just taken."""
        depth, start = 1, self.at
        while depth:
            if self.done:
                raise self.error(907, "missing right parenthesis")
            word = self.take()
            depth += (word == "(") - (word == ")")
        if self.at - 1 == start:
            raise self.error(936, "missing expression")
        return self.sql[self.items[start][1] : self.items[self.at - 2][2]]

    def rest(self) -> str:
        text = self.sql[self.items[self.at][1] :] if not self.done else ""
        self.at = len(self.items)
        return text
