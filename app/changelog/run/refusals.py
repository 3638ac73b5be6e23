"""Why a run stops, and where in the changelog."""

from __future__ import annotations

from app.changelog.guard.ruling import Ruling
from app.changelog.model import Changeset, Statement
from app.errors import ChangelogError, GuardError, OracleError

# The session or the line to it is gone: killed, not logged on, end of file, contact lost, TNS.
_LOST = frozenset({28, 1012, 3113, 3114, 3135, 12170, 12537, 12541, 12547, 12570, 17008})


def connection_lost(error: OracleError) -> bool:
    return error.code == "oracle.lost" or error.ora in _LOST


def refusal(ruling: Ruling) -> GuardError:
    """The error for a statement that is refused, or that nobody announced."""
    facts = {k: v for k, v in ruling.facts.items() if k not in ("path", "line", "rule")}
    return GuardError(
        "guard.refused" if ruling.verdict == "refused" else "guard.unannounced",
        **{
            **facts,
            "path": ruling.path,
            "line": ruling.line,
            "column": ruling.column,
            "rule": ruling.rule,
            "statement": ruling.statement,
        },
    )


def lost_track(code: str, changeset: Changeset, statement: Statement) -> ChangelogError:
    """The error for a statement of which the program does not know whether it is there."""
    return ChangelogError(
        code,
        path=changeset.file,
        line=statement.line,
        changeset=changeset.key,
        number=statement.number,
        statement=statement.text[:200],
    )


def place_of(error: OracleError, changeset: Changeset, statement: Statement) -> None:
    """Say where in the changelog a statement stands that the server refused."""
    if error.code == "oracle.refused":
        error.code = "changelog.refused_by_oracle"
        error.facts |= {
            "changeset": changeset.key,
            "path": changeset.file,
            "line": statement.line,
            "statement": " ".join(statement.text.split())[:160],
        }
