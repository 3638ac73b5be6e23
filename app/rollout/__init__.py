"""Rollouts: plan, steps, engine, journal, fingerprint, logs and report."""

from app.rollout.alone import ChangelogRun, changelog_journal
from app.rollout.elsewhere import Elsewhere
from app.rollout.engine import read_material
from app.rollout.engine import resume as resume_rollout
from app.rollout.engine import run as run_rollout
from app.rollout.journal import Journal, OpenStatement
from app.rollout.ledger import digest
from app.rollout.log import ClientLog
from app.rollout.material import earlier_changesets, still_approved
from app.rollout.rehearsal import Finding, Rehearsal
from app.rollout.rehearsal import as_script as statements_as_script
from app.rollout.report import as_json as report_as_json
from app.rollout.report_csv import as_csv as report_as_csv
from app.rollout.report_page import as_html as report_as_html
from app.rollout.running import Order, RunningRollout
from app.rollout.targets import ClientTarget

__all__ = [
    "ChangelogRun",
    "ClientLog",
    "ClientTarget",
    "Elsewhere",
    "Finding",
    "Journal",
    "OpenStatement",
    "Order",
    "Rehearsal",
    "RunningRollout",
    "changelog_journal",
    "digest",
    "earlier_changesets",
    "read_material",
    "report_as_csv",
    "report_as_html",
    "report_as_json",
    "resume_rollout",
    "run_rollout",
    "statements_as_script",
    "still_approved",
]
