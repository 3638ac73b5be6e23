"""What is no Oracle SQL, though the parser and the engine below would take it.

The parser knows the functions of thirty databases and the engine has its own; a statement that
leans on one of those must fail here as it would fail at a client.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sqlglot import Token, TokenType, exp
from sqlglot.dialects.oracle import Oracle

from app.lab.backend import OraError
from app.lab.sql.function_names import ORACLES_FUNCTIONS
from app.lab.sql.functions import names


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ENGINE: Final = _words(
    """
    CHANGES CONCAT_WS DATETIME FORMAT GLOB GROUP_CONCAT HEX IFNULL IIF JSON JSON_EACH JSON_EXTRACT
    JSON_GROUP_ARRAY JSON_GROUP_OBJECT JSON_INSERT JSON_PATCH JSON_QUOTE JSON_REMOVE JSON_SET
    JSON_TREE JSON_TYPE JSON_VALID JULIANDAY LAST_INSERT_ROWID LIKELIHOOD LIKELY LOAD_EXTENSION
    PRINTF QUOTE RANDOM RANDOMBLOB SQLITE_COMPILEOPTION_GET SQLITE_COMPILEOPTION_USED
    SQLITE_SOURCE_ID SQLITE_VERSION STRFTIME STRING_AGG SUBSTRING TOTAL TOTAL_CHANGES TYPEOF UNHEX
    UNICODE UNIXEPOCH UNLIKELY ZEROBLOB
    O_AVG O_CALL O_CAST O_FIT O_LISTAGG O_MAX O_MIN O_SUM O_CURRVAL O_LOCALXID O_NEXTVAL O_RAISE O_ROWSCN O_STEP O_SYSDATE O_SYSTIMESTAMP
    O_TIMEZONE O_UID O_USER O_XID
    """
)
_FOREIGN: Final = (
    frozenset(exp.FUNCTION_BY_NAME) | frozenset(Oracle.Parser.FUNCTIONS) | _ENGINE | names()
) - ORACLES_FUNCTIONS
_NAMED: Final = (TokenType.VAR, TokenType.FORMAT, TokenType.GLOB, TokenType.DATETIME)
_TABLE_NEXT: Final = frozenset(("INTO", "UPDATE", "FROM", "JOIN", "TABLE", "WITH", "ON"))


def check(sql: str) -> None:
    """Raise the OraError of the first thing in ``sql`` that Oracle does not have."""
    found = Oracle().tokenize(sql)
    for i, token in enumerate(found):
        before = found[i - 1] if i else None
        after = found[i + 1] if i + 1 < len(found) else None
        _function(token, before, after)
        _syntax(found, i, after)


def _function(token: Token, before: Token | None, after: Token | None) -> None:
    called = after is not None and after.token_type is TokenType.L_PAREN
    if not called or token.token_type not in _NAMED or token.text.upper() not in _FOREIGN:
        return
    member = before is not None and before.token_type is TokenType.DOT
    if not member and (before is None or before.text.upper() not in _TABLE_NEXT):
        raise OraError(904, f'"{token.text.upper()}": invalid identifier', token.start)


def _is_top(found: Sequence[Token], i: int) -> bool:
    """``SELECT TOP 1 X``: TOP would be a column, and the number what nobody expects."""
    words = found[i + 1 : i + 3]
    return (
        len(words) == 2
        and words[0].text.upper() == "TOP"
        and words[1].token_type is TokenType.NUMBER
    )


def _syntax(found: Sequence[Token], i: int, after: Token | None) -> None:
    token = found[i]
    match token.token_type:
        case TokenType.MOD | TokenType.AMP | TokenType.DAMP if not token.text.isalpha():
            raise OraError(911, f"{token.text}: invalid character after", token.start)
        case TokenType.EQ if token.text == "==":
            raise OraError(936, "missing expression", token.start)
        case TokenType.GLOB if after is not None and after.token_type is TokenType.STRING:
            raise OraError(920, "invalid relational operator", token.start)
        case TokenType.LIMIT if after is not None and after.token_type is TokenType.NUMBER:
            raise OraError(933, "SQL command not properly ended", token.start)
        case TokenType.SELECT if _is_top(found, i):
            raise OraError(923, "FROM keyword not found where expected", found[i + 2].start)
        case TokenType.RECURSIVE if i and found[i - 1].token_type is TokenType.WITH:
            raise OraError(905, "missing keyword", token.start)
        case TokenType.ALIAS if after is not None and after.token_type is TokenType.STRING:
            raise OraError(923, "FROM keyword not found where expected", token.start)
        case TokenType.ALIAS if after is not None and after.text.upper() == "TEXT":
            if i + 2 < len(found) and found[i + 2].token_type is TokenType.R_PAREN:
                raise OraError(902, "invalid datatype", after.start)


VERSIONS_MARK: Final = "LAB_VERSIONS"
_OPERAND: Final = r"(?::\s*\w+|\d+|[A-Za-z][\w$#.]*(?:\s*\([^()]*\))?)"
_VERSIONS: Final = re.compile(
    rf"'(?:[^']|'')*'|\bversions\s+between\s+(scn|timestamp)\s+({_OPERAND})\s+and\s+({_OPERAND})",
    re.IGNORECASE,
)
_UNREAD: Final = re.compile(r"'(?:[^']|'')*'|\bversions\s+between\b", re.IGNORECASE)


def with_versions(sql: str) -> str:
    """VERSIONS BETWEEN, which the parser does not know, as a moment of a form that it does.

    Raises OraError 3001 where the two bounds are more than a number, a bind, a name or a call.
    """

    def one(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0]
        return f"AS OF {match[1].upper()} {VERSIONS_MARK}({match[2]}, {match[3]})"

    if "versions" not in sql.lower():
        return sql
    made = _VERSIONS.sub(one, sql)
    if any(not m[0].startswith("'") for m in _UNREAD.finditer(made)):
        raise OraError(3001, "unimplemented feature: these bounds of VERSIONS (lab, not Oracle)")
    return made
