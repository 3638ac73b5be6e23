"""Preconditions of a changeset: may it run, is it passed over, or only marked as run?"""

from __future__ import annotations

import re
from enum import Enum

from app.changelog.model import Changeset, Check, Preconditions, Tell
from app.changelog.run import history
from app.changelog.run.history import DatabaseSession
from app.errors import ChangelogError, OracleError


class Decision(Enum):
    RUN = "run"
    SKIP = "skip"
    MARK_RAN = "mark_ran"


def decide(session: DatabaseSession, changeset: Changeset, log: Tell) -> Decision:
    """Evaluate the checks of ``changeset`` (all must hold).

    Raises ChangelogError ``changelog.precondition_failed`` where the outcome is HALT.
    """
    wanted = changeset.preconditions
    if wanted is None:
        return Decision.RUN
    return _decide(session, wanted, changeset.file, changeset.key, log)


def decide_file(session: DatabaseSession, wanted: Preconditions, log: Tell) -> None:
    """The checks of a whole file. Raises ChangelogError ``changelog.precondition_failed``."""
    _decide(session, wanted, wanted.file, wanted.file, log)


def _decide(
    session: DatabaseSession, wanted: Preconditions, file: str, key: str, log: Tell
) -> Decision:
    for check in wanted.checks:
        try:
            holds, seen, action = _holds(session, check), "", wanted.on_fail
        except OracleError as error:
            holds, seen, action = False, f"ORA-{error.ora:05d}", wanted.on_error
        if holds:
            continue
        if action == "HALT":
            raise ChangelogError(
                "changelog.precondition_failed",
                path=file,
                line=check.line,
                changeset=key,
                check=check.sql or check.name or check.kind,
                detail=seen,
            )
        log("log.precondition", changeset=key, action=action)
        if action == "CONTINUE":
            return Decision.SKIP
        if action == "MARK_RAN":
            return Decision.MARK_RAN
    return Decision.RUN


def _holds(session: DatabaseSession, check: Check) -> bool:
    match check.kind:
        case "and":
            return all(_holds(session, inner) for inner in check.checks)
        case "or":
            return any(_holds(session, inner) for inner in check.checks)
        case "not":
            return not any(_holds(session, inner) for inner in check.checks)
        case "dbms":
            return bool(check.expected)
        case "running-as":
            found = session.query("SELECT USER FROM DUAL")
            return str(found[0][0]).upper() == check.name.upper()
        case "sql-check":
            found = session.query(check.sql)
            return len(found) == 1 and str(found[0][0]) == check.expected
        case "table-is-empty":
            return not session.query(f"SELECT 1 FROM {_table(check)} WHERE ROWNUM = 1")
        case "changeset-executed":
            wanted = history.row_key(check.of, check.name, check.schema)
            return any(
                history.row_key(r.filename, r.id, r.author) == wanted for r in history.rows(session)
            )
    return _exists(session, check)


def _table(check: Check) -> str:
    """Only names that need no quotes: they go into the text of a query."""
    names = [name for name in (check.schema, check.name) if name]
    for name in names:
        if not _NAME.fullmatch(name):
            raise ChangelogError("changelog.odd_name", name=name, line=check.line)
    return ".".join(names)


_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_$#]*", re.ASCII)
# Kind of check -> view, column of the name, column of the table, further condition.
_VIEWS = {
    "table-exists": ("TABLES", "TABLE_NAME", "", ""),
    "view-exists": ("VIEWS", "VIEW_NAME", "", ""),
    "column-exists": ("TAB_COLUMNS", "COLUMN_NAME", "TABLE_NAME", ""),
    "sequence-exists": ("SEQUENCES", "SEQUENCE_NAME", "", ""),
    "index-exists": ("INDEXES", "INDEX_NAME", "", ""),
    "primary-key-exists": ("CONSTRAINTS", "CONSTRAINT_NAME", "TABLE_NAME", "CONSTRAINT_TYPE = 'P'"),
    "foreign-key-exists": ("CONSTRAINTS", "CONSTRAINT_NAME", "TABLE_NAME", "CONSTRAINT_TYPE = 'R'"),
}


def _exists(session: DatabaseSession, check: Check) -> bool:
    view, named, of, more = _VIEWS[check.kind]
    conditions, binds = [], {}
    if check.name:
        conditions.append(f"{named} = :p_name")
        binds["p_name"] = check.name.upper()
    if of and check.of:
        conditions.append(f"{of} = :p_of")
        binds["p_of"] = check.of.upper()
    if check.schema:
        owner = "SEQUENCE_OWNER" if view == "SEQUENCES" else "OWNER"
        conditions.append(f"{owner} = :p_owner")
        binds["p_owner"] = check.schema.upper()
    conditions += [more] if more else []
    whose = "ALL" if check.schema else "USER"
    query = f"SELECT COUNT(*) FROM {whose}_{view} WHERE {' AND '.join(conditions)}"
    return int(session.query(query, **binds)[0][0]) > 0
