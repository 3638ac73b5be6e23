"""Reads one statement of Oracle's SQL into an operation. Never raises: what is not known is Odd."""

from __future__ import annotations

from app.sql import blocks, code, definitions
from app.sql.cursor import Cursor, NotRead
from app.sql.cut import Piece
from app.sql.lexer import Kind, tokens
from app.sql.operations import (
    Block,
    Body,
    CreateCode,
    Insert,
    Odd,
    Operation,
    Query,
)
from app.sql.part import Tokens
from app.sql.queries import declares_code
from app.sql.rows import read_rows
from app.sql.tokens import is_balanced, is_op, is_word


def read_text(text: str) -> Operation:
    """The operation that the statement ``text`` is."""
    return read(tuple(tokens(text)))


def read(found: Tokens, depth: int = 0) -> Operation:
    """The operation of the statement with these tokens (without comments and terminator, except
    the last ``;`` of PL/SQL). ``depth`` counts texts inside of texts."""
    verb = found[0].value if found and found[0].kind is Kind.WORD else ""
    if any(token.kind is Kind.ODD for token in found) or not is_balanced(found):
        return Odd(found, verb)
    if found and (is_op(found[0], "<<") or verb in ("BEGIN", "DECLARE")):
        bones = blocks.read(found)
        if bones.trailing is not None:
            return Odd(found, verb, found[bones.trailing].start)
        body = code.body(found, bones, read, depth)
        return Block(found, body, bones.closed, code.rows_only(body))
    try:
        operation = _statement(found, verb, depth)
    except NotRead as unread:
        return Odd(found, verb, unread.at)
    if any(is_op(token, ";") for token in found) and not _holds_code(operation):
        return Odd(found, verb)  # several statements
    return operation


def read_piece(piece: Piece) -> Operation:
    """The operation that a piece of a text is."""
    return read(piece.tokens)


def inline_body(operation: Operation) -> Body:
    """The code that the queries of ``operation`` declare for themselves: ``WITH FUNCTION``."""
    found = operation.tokens
    begin = next(i for i in range(len(found)) if declares_code(found, i)) + 1
    part = found[begin:]
    return code.body(part, blocks.read(part), read, code.MAX_DEPTH)


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
        case Query():
            return operation.inline_code
        case Insert(query=query):
            return query.inline_code
    return is_word(operation.tokens[0], "CREATE") and operation.inline_code
