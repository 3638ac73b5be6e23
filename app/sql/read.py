"""Reads one statement of Oracle's SQL into an operation. Never raises: what is not known is Odd."""

from __future__ import annotations

from app.sql import blocks, code, definitions
from app.sql.cursor import Cursor, NotRead
from app.sql.cut import inline_code
from app.sql.lexer import Kind, tokens
from app.sql.operations import (
    Block,
    Body,
    CreateCode,
    Insert,
    Odd,
    Operation,
    Query,
    Tokens,
)
from app.sql.rows import read_rows
from app.sql.tokens import depths, is_op, is_word


def read_text(text: str) -> Operation:
    """The operation that the statement ``text`` is."""
    return read(tuple(tokens(text)))


def read(found: Tokens, depth: int = 0) -> Operation:
    """The operation of the statement with these tokens (without comments and terminator, except
    the last ``;`` of PL/SQL). ``depth`` counts texts inside of texts."""
    verb = found[0].value if found and found[0].kind is Kind.WORD else ""
    if any(token.kind is Kind.ODD for token in found) or not _balanced(found):
        return Odd(found, verb)
    if found and (is_op(found[0], "<<") or verb in ("BEGIN", "DECLARE")):
        bones = blocks.read(found)
        if bones.trailing is not None:
            return Odd(found, verb)
        body = code.body(found, bones, read, depth)
        return Block(found, body, bones.closed, code.rows_only(found, bones))
    try:
        operation = _statement(found, verb, depth)
    except NotRead:
        return Odd(found, verb)
    if any(is_op(token, ";") for token in found) and not _holds_code(operation):
        return Odd(found, verb)  # several statements
    return operation


def _statement(found: Tokens, verb: str, depth: int) -> Operation:
    cursor = Cursor(found)
    if verb in ("CREATE", "ALTER", "COMMENT", "GRANT"):
        cursor.at = 1
    match verb:
        case "CREATE":

            def body(part: Tokens) -> Body:
                return code.body(part, blocks.read(part), read, depth)

            return definitions.create(cursor, body)
        case "ALTER":
            return definitions.alter(cursor)
        case "COMMENT":
            return definitions.comment(cursor)
        case "GRANT":
            return definitions.grant(cursor)
    return read_rows(found)


def _holds_code(operation: Operation) -> bool:
    match operation:
        case CreateCode():
            return True
        case Query(inline_code=inline):
            return inline
        case Insert(query=query):
            return inline_code(query)
    return is_word(operation.tokens[0], "CREATE") and inline_code(operation.tokens)


def _balanced(found: Tokens) -> bool:
    levels = depths(found)
    closed = sum(is_op(t, "(") - is_op(t, ")") for t in found) == 0
    return closed and all(level >= 0 for level in levels)
