"""Liquibase's changelogs, formatted SQL or XML, YAML and JSON: read, checksum, lint, guard and run.

The rest of the program uses the names below. Values in, values out, except for ``run`` and
``history``, which talk to a database through the ``DatabaseSession`` protocol.
"""

from app.changelog.file.approvals import Approval, Approvals, Standing, Void, approve, standing
from app.changelog.file.lint import Finding, lint
from app.changelog.file.parse import parse_changelog
from app.changelog.file.selection import Selection
from app.changelog.guard.changelog import guard_behind, guard_changelog, guard_script
from app.changelog.guard.judgement import Judgement, judge_changelog
from app.changelog.guard.payload import script_rulings
from app.changelog.guard.ruling import Ruling, before_clients
from app.changelog.guard.verdict import Knowledge
from app.changelog.model import Changelog, Changeset, Check, Preconditions, Statement, Tell
from app.changelog.report import ChecksumRow, StatusRow, checksum_rows, status_rows
from app.changelog.run.effect import took_effect
from app.changelog.run.evidence import clock, evidence, settles
from app.changelog.run.history import DatabaseSession, Row, rows_or_none
from app.changelog.run.lock import Lock, free_lock, free_own_lock, is_own, lock_state
from app.changelog.run.rollback import Way, roll_back
from app.changelog.run.rollback import ways as ways_back
from app.changelog.run.status import ChangesetStatus, recorded_by, status, status_of
from app.changelog.run.update import deployment_of, update
from app.changelog.run.watch import ROW, Around, Observer, ResumeState, Sends, UpdateOutcome

__all__ = [
    "ROW",
    "Approval",
    "Approvals",
    "Around",
    "Changelog",
    "Changeset",
    "ChangesetStatus",
    "Check",
    "ChecksumRow",
    "DatabaseSession",
    "Finding",
    "Judgement",
    "Knowledge",
    "Lock",
    "Observer",
    "Preconditions",
    "ResumeState",
    "Row",
    "Ruling",
    "Selection",
    "Sends",
    "Standing",
    "Statement",
    "StatusRow",
    "Tell",
    "UpdateOutcome",
    "Void",
    "Way",
    "approve",
    "before_clients",
    "checksum_rows",
    "clock",
    "deployment_of",
    "evidence",
    "free_lock",
    "free_own_lock",
    "guard_behind",
    "guard_changelog",
    "guard_script",
    "is_own",
    "judge_changelog",
    "lint",
    "lock_state",
    "parse_changelog",
    "recorded_by",
    "roll_back",
    "rows_or_none",
    "script_rulings",
    "settles",
    "standing",
    "status",
    "status_of",
    "status_rows",
    "took_effect",
    "update",
    "ways_back",
]
