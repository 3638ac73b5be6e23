"""The embedded engine's errors as Oracle's, and where in a statement they are."""

from __future__ import annotations

import re
from typing import Final

from app.lab.backend import OraError
from app.lab.sql.catalog import Catalog
from app.lab.sql.function_names import ORACLES_FUNCTIONS

BUSY: Final = OraError(54, "resource busy and acquire with NOWAIT specified or timeout expired")


class Uncompiled(Exception):  # noqa: N818
    """A statement met an object that is INVALID: it is compiled, and the statement begins again."""

    def __init__(self, owner: str, name: str, kind: str) -> None:
        self.owner, self.name, self.kind = owner, name, kind
        super().__init__(f"{kind} {owner}.{name}")


def has_errors(owner: str, name: str, kind: str) -> OraError:
    if kind == "TRIGGER":
        return OraError(4098, f"trigger '{owner}.{name}' is invalid and failed re-validation")
    return OraError(4063, f'{kind.lower()} "{owner}.{name}" has errors')


# names that are Oracle's own: whether this release has the view is not known here
_DICTIONARY: Final = re.compile(
    r"(USER|ALL|DBA|CDB)_\w+|G?V_?\$\w+|NLS_\w+|SESSION_\w+|ROLE_\w+|APEX_\w+|"
    r"DICT(IONARY)?|RECYCLEBIN|PLAN_TABLE|COL|TAB|CAT|OBJ|IND|SEQ|SYN|CLU|TABS|COLS"
)


def not_there(owner: str, name: str) -> OraError:
    known = owner in ("", "SYS", "PUBLIC") and _DICTIONARY.fullmatch(name)
    mark = " (lab, not Oracle: it does not play this view)" if known else ""
    error = OraError(942, f"table or view does not exist{mark}")
    error.about = f"{owner}.{name}" if owner else name
    return error


def place(error: OraError, sql: str) -> int:
    """The offset of the name that the error is about, outside literals; 0 where it has none."""
    if not error.about:
        return 0
    bare = re.sub(r"'[^']*'", lambda literal: " " * len(literal[0]), sql)
    parts = r"\s*\.\s*".join(rf'"?{re.escape(part)}"?' for part in error.about.split("."))
    found = re.search(rf"(?<![\w$#.]){parts}(?![\w$#])", bare, re.IGNORECASE)
    return found.start() if found is not None else 0


def mapped(text: str, catalog: Catalog, schema: str) -> OraError:
    if found := re.match(r"no such column: (?:.*\.)?\"?([\w$#]+)", text):
        if found[1].upper() == "ROWNUM":
            return OraError(3001, "unimplemented feature: ROWNUM here (lab, not Oracle)")
        return OraError(904, f'"{found[1].upper()}": invalid identifier')
    if found := re.search(r"has no column named ([\w$#]+)", text):
        return OraError(904, f'"{found[1].upper()}": invalid identifier')
    if found := re.match(r"UNIQUE constraint failed: (?:index ')?([\w$#]+)\.([\w$#]+)", text):
        return OraError(1, f"unique constraint ({_unique(text, catalog, schema)}) violated")
    if found := re.match(r"no such function: ([\w$#]+)", text):
        if found[1].upper() in ORACLES_FUNCTIONS:
            told = f"unimplemented feature: the function {found[1].upper()} (lab, not Oracle)"
            return OraError(3001, told)
        return OraError(904, f'"{found[1].upper()}": invalid identifier')
    if "database is locked" in text or "database table is locked" in text:
        return OraError(BUSY.code, BUSY.text)
    if found := re.search(r"has (\d+) (?:values for|columns but) (\d+)", text):
        few = (
            int(found[1]) < int(found[2]) if "values for" in text else int(found[1]) > int(found[2])
        )
        return OraError(947, "not enough values") if few else OraError(913, "too many values")
    if "misuse of aggregate" in text:
        return OraError(934, "group function is not allowed here")
    if "disk" in text and "full" in text:
        return OraError(1653, "unable to extend table")
    return OraError(3001, f"unimplemented feature: {text} (lab, not Oracle)")


def _unique(text: str, catalog: Catalog, schema: str) -> str:
    columns = re.findall(r"(?:^|, )\"?([\w$#]+\.[\w$#]+)\"?\.\"?([\w$#]+)", text.partition(": ")[2])
    if columns:
        owner, _, table = columns[0][0].partition(".")
        listed = ",".join(c for _, c in columns)
        name = catalog.one(
            "select name from lab_constraints where owner = ? and tab = ? and columns = ?"
            " and type in ('P', 'U')",
            owner,
            table,
            listed,
        ) or catalog.one(
            "select name from lab_indexes where owner = ? and tab = ? and columns = ? and uniqueness = 'UNIQUE'",
            owner,
            table,
            listed,
        )
        if name:
            return f"{owner}.{name}"
    return f"{schema}.{text.rpartition(' ')[2]}"
