"""Which statements are part of the open transaction, and which commit by themselves.

Data statements roll back with their session, so a changeset's last ones can be committed together
with its row. When in doubt a statement does not count as one.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.changelog.model import Statement
from app.sql import blocks
from app.sql.lexer import Kind, Token, tokens
from app.sql.tokens import is_name, is_op, is_word, name_at
from app.sql.words import words

_DATA = words("INSERT UPDATE MERGE")
_SELF_COMMITTING = words("CREATE ALTER COMMENT GRANT")
_ENDS_TRANSACTION = words("EXECUTE COMMIT ROLLBACK SAVEPOINT PRAGMA SET LOCK")
_HARMLESS = words(
    """
    ABS ADD_MONTHS AND ANY AVG BETWEEN BY CASE CAST CEIL CHAR CHR COALESCE CONCAT COUNT CURSOR
    DECODE DISTINCT ELSE EXISTS EXTRACT FLOOR FROM GREATEST HAVING IF IN INSTR INTO IS LAST_DAY
    LEAST LENGTH LIKE LOOP LOWER LPAD LTRIM MAX MIN MOD MONTHS_BETWEEN NOT NULLIF NUMBER NVL NVL2
    ON OR OVER PARTITION RAISE_APPLICATION_ERROR RAW REPLACE RETURN ROUND RPAD RTRIM SELECT SET
    SQLERRM SUBSTR SUM THEN TO_CHAR TO_DATE TO_NUMBER TO_TIMESTAMP TRANSLATE TRIM TRUNC UPPER USING
    VALUES VARCHAR VARCHAR2 WHEN WHERE WHILE
    """
)
_TABLE_NEXT = words("INTO UPDATE FROM JOIN TABLE")


def commits_itself(text: str) -> bool:
    """Whether Oracle commits before and after it: DDL."""
    found = tokens(text[:200])
    return bool(found) and is_word(found[0]) and found[0].value in _SELF_COMMITTING


def is_data(text: str) -> bool:
    """Whether the statement only changes rows, inside the transaction around it: INSERT, UPDATE,
    MERGE, and blocks that hold nothing but these and plain computing."""
    found = tokens(text)
    if not found or not is_word(found[0]):
        return False
    if found[0].value in _DATA:
        return True
    if found[0].value not in ("BEGIN", "DECLARE"):
        return False
    block = blocks.read(found)
    return block.closed and not any(_may_commit(found, i, block) for i in range(len(found)))


def _may_commit(found: Sequence[Token], i: int, block: blocks.Block) -> bool:
    token = found[i]
    if not is_name(token) or (i and is_op(found[i - 1], ".")):
        return False
    if token.kind is Kind.WORD and token.value in _ENDS_TRANSACTION and i in block.starts:
        return True
    chain, behind = name_at(found, i)
    if i and is_word(found[i - 1], *_TABLE_NEXT):
        return False
    called = behind < len(found) and is_op(found[behind], "(")
    if not called and i not in block.calls:
        return False
    if chain[0] in block.names or chain[0] == "DBMS_OUTPUT":
        return False
    return len(chain) > 1 or token.kind is not Kind.WORD or chain[0] not in _HARMLESS


def tail(statements: Sequence[Statement]) -> int:
    """The index of the first of the data statements that end the changeset."""
    at = len(statements)
    while at and is_data(statements[at - 1].text):
        at -= 1
    return at
