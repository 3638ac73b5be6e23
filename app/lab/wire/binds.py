"""The names of binds in a statement, counted as the drivers count them.

In SQL each occurrence is a bind of its own, in PL/SQL each distinct name; binds behind RETURNING ...
INTO return values.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(
    r"--[^\n]*|/\*.*?\*/|[nN]?[qQ]'(?:\[.*?\]'|\{.*?\}'|<.*?>'|\(.*?\)'|(\S).*?\1')"
    r"|'(?:[^']|'')*'|\"[^\"]*\"|:\s*(\"[^\"]+\"|\d+|[A-Za-z][\w$#]*)|:=|\w+",
    re.DOTALL,
)
_FIRST: Final = re.compile(r"(?:\s|\(|--[^\n]*(?:\n|$)|/\*.*?\*/)*(\w+)", re.DOTALL)


class BindName(NamedTuple):
    name: str
    returns: bool


def kind_of(sql: str) -> str:
    """``query``, ``dml``, ``plsql`` or ``ddl`` (all else)."""
    found = _FIRST.match(sql)
    word = found[1].upper() if found else ""
    if word in ("SELECT", "WITH"):
        return "query"
    if word in ("INSERT", "UPDATE", "DELETE", "MERGE"):
        return "dml"
    return "plsql" if word in ("BEGIN", "DECLARE", "CALL") else "ddl"


def bind_names(sql: str, kind: str) -> list[BindName]:
    found: list[BindName] = []
    seen: set[str] = set()
    returning = into = False
    for token in _TOKEN.finditer(sql):
        if token[2]:
            raw = token[2]
            name = raw[1:-1] if raw[0] == '"' else raw.upper()
            if kind == "plsql" and name in seen:
                continue
            seen.add(name)
            found.append(BindName(name, kind == "dml" and returning and into))
        else:
            word = token[0].upper()
            returning = returning or word in ("RETURNING", "RETURN")
            into = into or (returning and word == "INTO")
    return found
