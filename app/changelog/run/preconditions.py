"""Preconditions of a changeset: may it run, is it passed over, or only marked as run?"""

from __future__ import annotations

from enum import Enum

from app.changelog.model import Changeset, Check, Tell
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
                path=changeset.file,
                line=check.line,
                changeset=changeset.key,
                check=check.sql or check.name,
                detail=seen,
            )
        log("log.precondition", changeset=changeset.key, action=action)
        if action == "CONTINUE":
            return Decision.SKIP
        if action == "MARK_RAN":
            return Decision.MARK_RAN
    return Decision.RUN


def _holds(session: DatabaseSession, check: Check) -> bool:
    if check.kind == "sql-check":
        found = session.query(check.sql)
        return len(found) == 1 and str(found[0][0]) == check.expected
    view = "TABLES" if check.kind == "table-exists" else "VIEWS"
    column = "TABLE_NAME" if check.kind == "table-exists" else "VIEW_NAME"
    if check.schema:
        found = session.query(
            f"SELECT COUNT(*) FROM ALL_{view} WHERE OWNER = :p_owner AND {column} = :p_name",
            p_owner=check.schema.upper(),
            p_name=check.name.upper(),
        )
    else:
        found = session.query(
            f"SELECT COUNT(*) FROM USER_{view} WHERE {column} = :p_name",
            p_name=check.name.upper(),
        )
    return int(found[0][0]) > 0
