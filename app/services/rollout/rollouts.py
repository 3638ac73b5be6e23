"""Rollouts: which clients there are, planning, running, resuming, and what is kept of them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import msgspec
from msgspec.structs import replace

from app import durable, paths
from app.apex import Application, read_application
from app.errors import RolloutError, SourceError
from app.release import Release, ReleaseBundle, bundle
from app.rollout import (
    ClientLog,
    Journal,
    Order,
    report_as_csv,
    report_as_html,
    report_as_json,
    resume_rollout,
    run_rollout,
)
from app.rollout import RunningRollout as RunningRollout
from app.rollout.events import Accepted
from app.rollout.model import (
    Acceptance,
    PlannedClient,
    Problem,
    RolloutPlan,
    RolloutState,
    StepName,
)
from app.rollout.policy import Policy
from app.rollout.ports import REAL, Ports
from app.rollout.running import nothing_more as nothing_more
from app.services.messages import message, words
from app.services.model import ClientCard, Verdict
from app.services.person import who
from app.services.release import releases
from app.services.rollout import choosing, sites
from app.services.workplace import Workplace
from app.settings import account


def clients(place: Workplace) -> tuple[ClientCard, ...]:
    """All clients of the settings with what the journal last saw of each."""
    states = history(place)
    came = journal_of(place).last_begun(*StepName) if states else {}
    met = [(came.get((state.rollout, c.client), 0), c) for state in states for c in state.clients]
    verdicts = {client.client: client.verdict for _, client in met}
    versions = {  # as of the rollout that came there last, by a resume maybe
        client.client: version
        for _, client in sorted(met, key=lambda one: one[0])
        if (version := client.new_version if client.has_release else client.old_version)
    }
    return tuple(
        ClientCard(
            id=c.id,
            name=c.name,
            dsn=c.dsn,
            ring=c.ring,
            tags=c.tags,
            country=c.country,
            application_id=c.application,
            workspace=c.workspace,
            version=versions.get(c.id),
            verdict=verdicts.get(c.id),
            has_passwords=all(
                place.secrets.has(account(c.id, user))
                for user in (c.business_user, c.application_user)
            ),
        )
        for c in place.settings.clients
    )


def read_bundle(place: Workplace, tag: str) -> ReleaseBundle:
    """The release as its tag has it, checked against its manifest."""
    wanted = place.settings.repository
    with place.repository() as repository:
        return bundle(repository, tag, wanted.application, wanted.changelog, wanted.apexlang)


def release_of(place: Workplace, named: str) -> Release:
    """A release by its version, or by its tag, as lists and reports call it.

    Raises RolloutError ``rollout.no_release``.
    """
    found = next((r for r in releases.known(place) if named in (r.version, r.tag)), None)
    if found is None:
        raise RolloutError("rollout.no_release", version=named)
    return found


def plan(
    place: Workplace,
    version: str,
    client_ids: Sequence[str],
    workers: int | None = None,
    policy: Policy | None = None,
) -> RolloutPlan:
    """A plan for the chosen clients, begun in this order within their rings; rings, hours, and
    where none is given the ``policy``, come from the settings.

    Raises ``rollout.nobody``, ``rollout.no_release``, ``rollout.not_pushed`` and
    ``settings.no_such_client``.
    """
    if not client_ids:
        raise RolloutError("rollout.nobody")
    release = release_of(place, version)
    if not release.pushed:
        wanted = place.settings.repository
        raise RolloutError(
            "rollout.not_pushed", version=release.version, tag=release.tag,
            repository=str(place.repository_path), remote=wanted.remote, branch=wanted.branch,
        )  # fmt: skip
    chosen = [place.settings.client(i) for i in dict.fromkeys(client_ids)]
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    return RolloutPlan(
        rollout=f"{stamp}-{uuid.uuid4().hex[:6]}",
        tag=release.tag,
        commit=release.commit,
        release_version=release.version,
        clients=tuple(
            PlannedClient(c.id, c.name, c.ring, c.window, c.timezone if c.window else "", c.site)
            for c in chosen
        ),
        workers=workers or place.settings.rollout.workers,
        policy=policy or choosing.policy(place, [c.id for c in chosen]),
        by=who(place),
    )


def start(
    place: Workplace, plan: RolloutPlan, begins: Callable[[], None] = nothing_more
) -> RunningRollout:
    """Start the planned rollout in threads of its own, and come back at once. ``begins`` is called
    when the release was read, right before the journal is told."""
    return run_rollout(replace(order_of(place, plan), begins=begins))


def resume(
    place: Workplace,
    rollout_id: str,
    only: Sequence[str] = (),
    begins: Callable[[], None] = nothing_more,
) -> RunningRollout:
    """Go on with every client that a rollout did not bring to its release, or with those of
    ``only``; ``begins`` as for ``start``. See ``app.rollout.engine.resume``."""
    order = order_of(place, journal_of(place).plan(rollout_id))
    return resume_rollout(replace(order, only=tuple(only), begins=begins))


def order_of(place: Workplace, plan: RolloutPlan) -> Order:
    """What the rollout is given: the release of its tag, and the clients of the settings."""
    return Order(
        plan,
        read_bundle(place, plan.tag),
        tuple(place.target(place.settings.client(c.client)) for c in plan.clients),
        place.client_password,
        paths.journal_file(place.home),
        paths.logs_folder(place.home),
        paths.backups_folder(place.home),
        ports_of(place),
        crew=lambda: sites.crew(place, plan.rollout),
    )


def ports_of(place: Workplace) -> Ports:
    """The outside as a rollout from this home sees it."""
    return replace(REAL, connect=place.logons.connect, former=former_of(place))


def former_of(place: Workplace) -> Callable[[str], Application | None]:
    """The application as the release of a version has it, read once for all clients; None for a
    version that no release or several have, as a base must be the only one."""

    @lru_cache(maxsize=4)
    def former(version: str) -> Application | None:
        with turn:
            tags = [r.tag for r in releases.known(place) if r.version == version]
            if len(tags) != 1:
                return None
            return read_application(read_bundle(place, tags[0]).application)

    turn = Lock()
    return former


def journal_of(place: Workplace) -> Journal:
    return Journal(paths.journal_file(place.home))


def history(place: Workplace) -> tuple[RolloutState, ...]:
    """All rollouts of the journal, oldest first."""
    if not paths.journal_file(place.home).exists():
        return ()
    return journal_of(place).states()


def state(place: Workplace, rollout_id: str) -> RolloutState:
    """One rollout; RolloutError ``rollout.unknown``."""
    for known in history(place):
        if known.rollout == rollout_id:
            return known
    raise RolloutError("rollout.unknown", rollout=rollout_id)


def accept(place: Workplace, rollout_id: str, client_id: str, note: str) -> RolloutState:
    """Accept what the proof of one client cannot tell; the note is kept with who gave it and when.

    Raises RolloutError ``rollout.not_in_doubt`` where the client's verdict is not amber,
    ``rollout.no_note``, and JournalError.
    """
    known = state(place, rollout_id)
    client = next((c for c in known.clients if c.client == client_id), None)
    if client is None or client.verdict is not Verdict.IN_DOUBT:
        raise RolloutError(
            "rollout.not_in_doubt",
            client=client_id,
            rollout=rollout_id,
            verdict=client.verdict.value if client else "-",
        )
    if not note.strip():
        raise RolloutError("rollout.no_note", client=client.name)
    acceptance = Acceptance(who(place), datetime.now(UTC), note.strip())
    with closing(journal_of(place)) as journal:
        journal.append(rollout_id, Accepted(client_id, acceptance.at, acceptance))
    return state(place, rollout_id)


def report_document(place: Workplace, rollout_id: str) -> dict[str, Any]:
    return report_of(state(place, rollout_id))


def report_of(known: RolloutState) -> dict[str, Any]:
    return report_as_json(known)


def plan_document(plan: RolloutPlan) -> dict[str, Any]:
    """A plan with stable keys."""
    told = msgspec.to_builtins(plan)
    told["clients"] = [
        {"client": c.client, "name": c.name, "ring": c.ring, "window": c.window,
         "timezone": c.timezone, "site": c.site}
        for c in plan.clients
    ]  # fmt: skip
    return dict(told)


def report_html(place: Workplace, rollout_id: str, path: Path) -> Path:
    """Write the report as one self-contained file, in the user's language. SourceError
    ``source.unwritable``."""
    texts, describe = _words(place)
    return _written(path, report_as_html(state(place, rollout_id), texts, describe))


def report_csv(place: Workplace, rollout_id: str, path: Path) -> Path:
    """Write the report as a table that Excel opens, a line for each client. SourceError
    ``source.unwritable``."""
    texts, describe = _words(place)
    return _written(path, report_as_csv(state(place, rollout_id), texts, describe))


def _words(place: Workplace) -> tuple[dict[str, str], Callable[[Problem], str]]:
    language = place.language
    texts = {
        **words("report", language),
        **words("steps", language),
        **words("verdicts", language),
    }

    def describe(problem: Problem) -> str:
        said = message(problem, language)
        return " ".join(filter(None, (said.title, said.detail, said.next_step)))

    return texts, describe


def _written(path: Path, document: str) -> Path:
    try:
        durable.write(path, document)
    except OSError as error:
        raise SourceError("source.unwritable", path=str(path), detail=str(error)) from error
    return path


def write_report(place: Workplace, rollout_id: str) -> Path:
    """The report as a file in the home's folder of reports."""
    folder = paths.reports_folder(place.home)
    folder.mkdir(parents=True, exist_ok=True)
    return report_html(place, rollout_id, folder / f"{rollout_id}.html")


def open_log(place: Workplace, rollout_id: str, client: str) -> ClientLog:
    """The kept log of one client, for reading."""
    return ClientLog.read(paths.logs_folder(place.home) / rollout_id / f"{client}.log")
