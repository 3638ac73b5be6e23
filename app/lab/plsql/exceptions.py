"""Names of exceptions: those of the STANDARD package, and the check that a handler's name is known.

Oracle Database PL/SQL Language Reference, "Predefined Exceptions".
"""

from __future__ import annotations

from typing import Any, Final

from app.lab.plsql.syntax import syntax

NAMED: Final = {
    "ACCESS_INTO_NULL": 6530, "CASE_NOT_FOUND": 6592, "COLLECTION_IS_NULL": 6531,
    "CURSOR_ALREADY_OPEN": 6511, "DUP_VAL_ON_INDEX": 1, "INVALID_CURSOR": 1001,
    "INVALID_NUMBER": 1722, "LOGIN_DENIED": 1017, "NO_DATA_FOUND": 1403, "NO_DATA_NEEDED": 6548,
    "NOT_LOGGED_ON": 1012, "PROGRAM_ERROR": 6501, "ROWTYPE_MISMATCH": 6504,
    "SELF_IS_NULL": 30625, "STORAGE_ERROR": 6500, "SUBSCRIPT_BEYOND_COUNT": 6533,
    "SUBSCRIPT_OUTSIDE_LIMIT": 6532, "SYS_INVALID_ROWID": 1410, "TIMEOUT_ON_RESOURCE": 51,
    "TOO_MANY_ROWS": 1422, "VALUE_ERROR": 6502, "ZERO_DIVIDE": 1476,
}  # fmt: skip
TEXTS: Final = {
    "NO_DATA_FOUND": "no data found",
    "TOO_MANY_ROWS": "exact fetch returns more than requested number of rows",
    "VALUE_ERROR": "PL/SQL: numeric or value error",
    "ZERO_DIVIDE": "divisor is equal to zero",
    "DUP_VAL_ON_INDEX": "unique constraint violated",
}


def check_handlers(node: Any, known: frozenset[str], source: str) -> None:
    """PLS-00201 for a handler of an exception that nobody declared."""
    if isinstance(node, tuple) and node and node[0] == "block":
        declared = {d[1] for d in node[1] if d[0] == "var" and d[2].upper() == "EXCEPTION"}
        known = known | declared
        for names, _ in node[3]:
            for name in names:
                if name != "OTHERS" and name not in NAMED and name not in known:
                    raise syntax(source, 0, f"identifier '{name}' must be declared", "00201")
    if isinstance(node, tuple | list):
        for part in node:
            check_handlers(part, known, source)
