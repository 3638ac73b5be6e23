"""Before a rollout: what would stop whom, and what each client would get, with nothing changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from app import durable
from app.errors import SourceError
from app.rollout import Finding as Finding
from app.rollout import Rehearsal, read_material, statements_as_script
from app.rollout.model import RolloutPlan
from app.services import messages
from app.services.model import Progress, Report
from app.services.rollout import rollouts
from app.services.workplace import Workplace


def check(place: Workplace, plan: RolloutPlan, report: Report) -> tuple[Finding, ...]:
    """Every client of the plan looked at as a rollout looks before its first change, side by side:
    what would stop whom, and what would be done. Nothing is noted or changed.

    Raises what is wrong with the release itself.
    """
    return _findings(place, plan, report, dry_run=False)


def dry_run(place: Workplace, plan: RolloutPlan, report: Report) -> tuple[Finding, ...]:
    """As ``check``, with the first look at the data and every statement that each client would get
    (``Finding.statements``): everything but the writing. Raises as ``check``."""
    return _findings(place, plan, report, dry_run=True)


def _findings(
    place: Workplace, plan: RolloutPlan, report: Report, *, dry_run: bool
) -> tuple[Finding, ...]:
    order = rollouts.order_of(place, plan)
    rehearsal = Rehearsal(order, read_material(order.bundle), dry_run=dry_run)
    found = []
    try:
        for finding in rehearsal.findings():
            found.append(finding)
            done: dict[str, str | int] = {"client": finding.name}
            report(Progress("rollout.looked_at", len(found), len(plan.clients), done))
    finally:
        rehearsal.stop()
    return tuple(found)


def document(
    plan: RolloutPlan, findings: Sequence[Finding], *, statements: bool = False
) -> dict[str, Any]:
    """The findings with stable keys."""
    return {
        "format": 1,
        "tag": plan.tag,
        "version": plan.release_version,
        "policy": msgspec.to_builtins(plan.policy),
        "clients": [_client(f, statements=statements) for f in findings],
        "stopped": sum(1 for f in findings if not f.fits),
    }


def _client(finding: Finding, *, statements: bool) -> dict[str, Any]:
    told: dict[str, Any] = {
        "client": finding.client,
        "name": finding.name,
        "ring": finding.ring,
        "fits": finding.fits,
        "problem": msgspec.to_builtins(finding.problem),
        "version": finding.version,
        "apex": finding.apex or None,
        "takes": finding.takes,
        "made_on": finding.made_on,
        "changesets": list(finding.changesets),
        "notices": [msgspec.to_builtins(notice) for notice in finding.notices],
        "imports": finding.imports,
        "opens": finding.opens.isoformat() if finding.opens else None,
        "round_trips": finding.round_trips,
        "seconds": finding.seconds,
    }
    if statements:
        told["rows"] = finding.rows
        told["statements"] = [
            {
                "user": s.user,
                "changeset": s.changeset,
                "number": s.number,
                "sql": s.sql,
                "binds": s.binds,
            }
            for s in finding.statements
        ]
    return told


def apex_line(finding: Finding, language: messages.Lang) -> str:
    """How the client's APEX takes the release, in one line; "" where it was not seen."""
    if finding.takes is None:
        return ""
    words = messages.words("command", language)
    return words[f"apex_{finding.takes}"].format(here=finding.apex, made=finding.made_on)


def notice_lines(finding: Finding, language: messages.Lang) -> tuple[str, ...]:
    """What a person should know of the client before, one sentence each."""
    return tuple(messages.log_sentence(n.code, n.facts, language) for n in finding.notices)


def notices_by_client(
    findings: Sequence[Finding], language: messages.Lang
) -> dict[str, tuple[str, ...]]:
    """Each sentence with the names of the clients that it is true of."""
    found: dict[str, list[str]] = {}
    for finding in findings:
        for line in dict.fromkeys(notice_lines(finding, language)):
            found.setdefault(line, []).append(finding.name)
    return {line: tuple(names) for line, names in found.items()}


def script(finding: Finding) -> str:
    """The statements of a dry run for one client, as a script to read."""
    return statements_as_script(finding)


def write_statements(findings: Sequence[Finding], folder: Path) -> Mapping[str, Path]:
    """A file of statements for each client, ``<client>.sql``; by client. ``source.unwritable``."""
    written = {}
    for finding in findings:
        path = folder / f"{finding.client}.sql"
        try:
            durable.write(path, statements_as_script(finding))
        except OSError as error:
            raise SourceError("source.unwritable", path=str(path), detail=str(error)) from error
        written[finding.client] = path
    return written
