"""Data types of columns, asked only where a statement changes one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.changelog.model import Changeset, Statement
from app.changelog.run.history import DatabaseSession
from app.sql.lexer import tokens
from app.sql.tokens import is_word

_QUERY = (
    "SELECT TABLE_NAME, COLUMN_NAME, DATA_TYPE, DATA_LENGTH, CHAR_LENGTH, CHAR_USED, "
    "DATA_PRECISION, DATA_SCALE FROM USER_TAB_COLUMNS"
)


def column_types(
    session: DatabaseSession, changesets: Sequence[Changeset], only: Statement | None = None
) -> dict[tuple[str, str], str]:
    """(TABLE, COLUMN) -> data type of the schema; empty where no statement of ``changesets`` (or
    ``only``) holds the word MODIFY, so that most runs do not ask."""
    texts = [only.text] if only else [s.text for c in changesets for s in c.statements]
    if not any(_modifies(text) for text in texts):
        return {}
    return {(row[0], row[1]): shown(*row[2:]) for row in session.query(_QUERY)}


def _modifies(text: str) -> bool:
    return "MODIFY" in text.upper() and any(is_word(t, "MODIFY") for t in tokens(text))


def shown(
    kind: str, length: Any, characters: Any, used: str | None, precision: Any, scale: Any
) -> str:
    """A data type as it is written in DDL, from a row of USER_TAB_COLUMNS."""
    if kind in ("VARCHAR2", "CHAR"):
        unit = "CHAR" if used == "C" else "BYTE"
        return f"{kind}({int(characters if used == 'C' else length)} {unit})"
    if kind in ("NVARCHAR2", "NCHAR"):
        return f"{kind}({int(characters)})"
    if kind == "RAW":
        return f"RAW({int(length)})"
    if kind == "NUMBER" and precision is not None:
        return f"NUMBER({int(precision)},{int(scale or 0)})"
    if kind == "NUMBER" and scale is not None:
        return f"NUMBER(38,{int(scale)})"
    return kind
