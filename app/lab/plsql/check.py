"""What the lab's compiler checks in stored source, and nothing more.

(1) The source can be read: its tokens, and for routines their structure. (2) A SQL statement in it
names only tables and views that its owner can see, and qualified columns that they have. (3) Names,
types and calls of other code are something (``declared``). A body with a construct that the
interpreter does not play is VALID here; calling it is refused by name.
"""

from __future__ import annotations

import re

from app.lab.backend import OraError
from app.lab.plsql.syntax import read_stored
from app.lab.sql.contract import Session
from app.lab.sql.resolve import locate

TABLE = re.compile(
    r"\b(?:from|join|update|(?:insert|merge)\s+into)\s+(?!table\b|select\b|\()(?:\"?([A-Za-z][\w$#]*)\"?\.)?\"?([A-Za-z][\w$#]*)\"?(?:\s+(?:as\s+)?(?!where\b|set\b|on\b|group\b|order\b|join\b|left\b|inner\b|cross\b|full\b|right\b|values\b|select\b|using\b|loop\b|having\b|union\b|fetch\b|returning\b|connect\b|start\b|bulk\b|and\b|or\b|into\b|then\b|end\b)([A-Za-z]\w*))?",
    re.I,
)


_FROM_OF_A_FUNCTION = re.compile(
    r"\b(?:extract\s*\(\s*\w+\s+|trim\s*\((?:\s*(?:leading|trailing|both))?[^()]*?\s)(from)\b", re.I
)
"""``EXTRACT(YEAR FROM x)``, ``TRIM(BOTH ' ' FROM x)``: no table follows."""


def errors_in(source: str, session: Session, owner: str) -> list[tuple[int, int, str]]:
    """Line and position (from 1) and text of each error, as USER_ERRORS has them."""
    kind = re.match(r"\s*(package\s+body|package|procedure|function|trigger|type)", source, re.I)
    word = re.sub(r"\s+", " ", kind[1]).upper() if kind else ""
    if word in ("PACKAGE BODY", "PROCEDURE", "FUNCTION"):
        try:
            read_stored(source, word)
        except OraError as error:
            if error.code == 6550:
                line = source.count("\n", 0, error.position) + 1
                text = re.search(r"PLS-\d+: [^\n]*", error.text)
                return [(line, 1, text[0] if text else error.text)]
    elif word == "PACKAGE" and not re.search(r"\bend\b[^;]*;?\s*$", source, re.I):
        return [(source.count("\n") + 1, 1, 'PLS-00103: Encountered the symbol "end-of-file"')]
    return _unknown_names(source, session, owner)


def plain(source: str) -> str:
    """Comments and literals blanked, places kept."""
    return re.sub(
        r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'",
        lambda m: (
            re.sub(r"[^\n]", " ", m[0])
            if not m[0].startswith("'")
            else "'" + " " * (len(m[0]) - 2) + "'"
        ),
        source,
        flags=re.S,
    )


def _unknown_names(source: str, session: Session, owner: str) -> list[tuple[int, int, str]]:
    text = _FROM_OF_A_FUNCTION.sub(lambda m: m[0].replace(m[1], " " * len(m[1])), plain(source))
    found: list[tuple[int, int, str]] = []
    aliases: dict[str, tuple[str, str]] = {}
    session.definers.append(owner)
    try:
        for hit in TABLE.finditer(text):
            schema, name, alias = (g.upper() if g else "" for g in hit.groups())
            if name == "DUAL":
                continue
            try:
                where = locate(session, schema, name)
            except OraError:
                if _virtual(name):
                    continue
                found.append(
                    _at(text, hit.start(2), "PL/SQL: ORA-00942: table or view does not exist")
                )
                continue
            if where[0] != owner and not session.catalog.grants(owner, *where):
                found.append(
                    _at(text, hit.start(2), "PL/SQL: ORA-00942: table or view does not exist")
                )
            elif alias:
                aliases[alias] = where
        for alias, where in aliases.items():
            if re.search(rf"\)\s*(?:as\s+)?{alias}\b|\b{alias}\s+in\b", text, re.I):
                continue  # a subquery or a loop has that name too
            columns = {c.name for c in session.catalog.columns(*where)}
            for use in re.finditer(rf"\b{alias}\.([A-Za-z][\w$#]*)", text, re.I):
                if len(
                    [
                        a
                        for a in TABLE.finditer(text)
                        if (a[3] or "").upper() == alias and session_where(session, a) != where
                    ]
                ):
                    break  # one alias for two tables: which is meant is not known here
                if use[1].upper() not in columns:
                    found.append(
                        _at(
                            text,
                            use.start(1),
                            f'PL/SQL: ORA-00904: "{alias}"."{use[1].upper()}": invalid identifier',
                        )
                    )
    finally:
        session.definers.pop()
    return found


def session_where(session: Session, hit: re.Match[str]) -> tuple[str, str] | None:
    try:
        return locate(session, (hit[1] or "").upper(), hit[2].upper())
    except OraError:
        return None


def _virtual(name: str) -> bool:
    from app.lab.sql import dictionary
    from app.lab.sql.packages import VIEWS

    return dictionary.find(name) is not None or name in VIEWS


def _at(text: str, offset: int, words: str) -> tuple[int, int, str]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset), words
