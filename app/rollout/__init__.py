"""Rollouts: plan, steps, engine, journal, fingerprint, logs and report."""

from app.rollout.alone import ChangelogRun, changelog_journal
from app.rollout.context import earlier_changesets
from app.rollout.engine import Order, RunningRollout
from app.rollout.engine import resume as resume_rollout
from app.rollout.engine import run as run_rollout
from app.rollout.journal import Journal
from app.rollout.log import ClientLog
from app.rollout.report import as_json as report_as_json
from app.rollout.report_page import as_html as report_as_html
from app.rollout.targets import ClientTarget

__all__ = [
    "ChangelogRun",
    "ClientLog",
    "ClientTarget",
    "Journal",
    "Order",
    "RunningRollout",
    "changelog_journal",
    "earlier_changesets",
    "report_as_html",
    "report_as_json",
    "resume_rollout",
    "run_rollout",
]
