"""Reads what PL/SQL holds: its statements on rows, the statements that stand in it as text, and
whether it stays inside the transaction around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from app.sql import blocks
from app.sql.acts import Code
from app.sql.cursor import NotRead
from app.sql.folding import fold
from app.sql.lexer import Kind, Token, tokens
from app.sql.operations import (
    Block,
    Delete,
    Insert,
    Merge,
    Odd,
    Operation,
    Query,
    Update,
)
from app.sql.part import Tokens
from app.sql.rows import read_rows
from app.sql.tokens import is_name, is_op, is_word, name_at, names_in
from app.sql.words import words

MAX_DEPTH = 3
"""How deep a text in a text is read."""

_READS_LIKE_CODE = re.compile(
    r"\s*(?:INSERT|UPDATE|MERGE|BEGIN|DECLARE|ALTER\s+(?:TABLE|SESSION))\b", re.IGNORECASE
)
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
_NUMBERS = ("NEXTVAL", "CURRVAL")
_WRITING = words("INSERT MERGE UPDATE DELETE")
_TABLE_NEXT = words("INTO UPDATE FROM JOIN TABLE")

Read = Callable[[Tokens, int], Operation]


def body(found: Tokens, bones: blocks.Block, read: Read, depth: int) -> Code:
    """What a block or stored code holds. ``read`` reads the texts in it, one level
    deeper."""
    return Code(
        tuple(_writes(found, bones)),
        tuple(_dynamic(found, bones, read, depth)) if depth < MAX_DEPTH else (),
        names_in(found),
        found=found,
        bones=bones,
    )


def rows_only(code: Code) -> bool:
    """Whether a block changes rows only, inside the transaction around it; when in doubt not."""
    found, bones = code.found, code.bones
    if not bones.closed or any(_may_commit(found, i, bones) for i in range(len(found))):
        return False
    functions = (m for m in code.alone if not m.is_declared and m.name[-1] not in _NUMBERS)
    methods = (m for m in code.mentions if m.of_value)
    return next(functions, None) is None and next(methods, None) is None


def _writes(found: Tokens, bones: blocks.Block) -> Iterator[Insert | Update | Merge | Delete]:
    end = 0
    for i in range(bones.body_begin, len(found)):
        if i < end or found[i].value not in _WRITING or not _begins_write(found, i):
            continue
        end = _end(found, i)
        try:
            statement = read_rows(found[i:end])
        except NotRead:
            continue
        if not isinstance(statement, Query):
            yield statement


def _begins_write(found: Sequence[Token], i: int) -> bool:
    if i and is_op(found[i - 1], "."):
        return False
    following = found[i + 1] if i + 1 < len(found) else None
    if following is None:
        return False
    match found[i]:
        case Token(kind=Kind.WORD, value="INSERT"):
            return is_word(following, "INTO", "ALL", "FIRST")
        case Token(kind=Kind.WORD, value="MERGE"):
            return is_word(following, "INTO")
        case Token(kind=Kind.WORD, value="UPDATE"):
            return is_name(following) and not (i and is_word(found[i - 1], "FOR"))
        case Token(kind=Kind.WORD, value="DELETE"):
            return is_name(following)
    return False


def _end(found: Sequence[Token], begin: int) -> int:
    return next((i for i in range(begin, len(found)) if is_op(found[i], ";")), len(found))


def _dynamic(found: Tokens, bones: blocks.Block, read: Read, depth: int) -> Iterator[Operation]:
    """The statements of EXECUTE IMMEDIATE whose text is constant, and those that stand in the code
    as a text of their own."""
    texts = [t.value for t in found if t.kind is Kind.STRING and _READS_LIKE_CODE.match(t.value)]
    for i in range(len(found) - 2):
        if is_word(found[i], "EXECUTE") and is_word(found[i + 1], "IMMEDIATE"):
            stop = _end(found, i)
            ends = (j for j in range(i, stop) if is_word(found[j], "INTO", "USING", "RETURNING"))
            text = fold(found[i + 2 : next(ends, stop)], bones.constants)
            if text:
                texts.append(text)
    for text in dict.fromkeys(texts):
        operation = read(tuple(tokens(text)), depth + 1)
        open_block = isinstance(operation, Block) and not operation.closed
        if not open_block and not isinstance(operation, Odd):
            yield operation


def _may_commit(found: Sequence[Token], i: int, bones: blocks.Block) -> bool:
    token = found[i]
    if not is_name(token) or (i and is_op(found[i - 1], ".")):
        return False
    if token.kind is Kind.WORD and token.value in _ENDS_TRANSACTION and i in bones.starts:
        return True
    chain, behind = name_at(found, i)
    if i and is_word(found[i - 1], *_TABLE_NEXT):
        return False
    called = behind < len(found) and is_op(found[behind], "(")
    if not called and i not in bones.calls:
        return False
    if chain[0] in bones.names or chain[0] == "DBMS_OUTPUT":
        return False
    return len(chain) > 1 or token.kind is not Kind.WORD or chain[0] not in _HARMLESS
