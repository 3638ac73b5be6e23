"""The steps of one client, in their order, each a function of its context.

A step that cannot go on raises Stop with a problem, or an AppError. Every step can be repeated:
after an interruption the client goes on with the step in which it stood.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from msgspec import Struct

from app.changelog import ROW, deployment_of
from app.changelog.run.watch import Progress
from app.errors import AppError
from app.rollout import earlier, takeover
from app.rollout.application import apex_import
from app.rollout.bracket import Bracket
from app.rollout.context import ChangelogWatch, Context, Stop
from app.rollout.model import Problem, StepName
from app.rollout.preflight import pending
from app.rollout.proof import fingerprint_after, recompile, verdict

PROBE_TIMEOUT: Final = 15.0  # seconds
# Once more: ORDS answers the first call with an error after a package was replaced under a
# session of its pool (ORA-04068, existing state of packages has been discarded).
_PROBE_TRIES: Final = 2


class Step(Struct, frozen=True):
    """``reads_only``: it may be broken in the middle. ``soft``: its failure is kept for the
    verdict, and the proof of the data is made first. ``once``: not repeated when it is done."""

    name: StepName
    work: Callable[[Context], None]
    reads_only: bool = True
    soft: bool = False
    once: bool = False


def run_changelog(context: Context) -> None:
    """Run what is pending; each statement is journalled before it is sent."""
    context.lock_in_doubt = True
    try:
        with takeover.asking(context):
            outcome = context.ports.update(
                context.business,
                context.material.changelog,
                ChangelogWatch(context, takeover.found_there),
                context.cancelled,
                _resume_state(context),
                lock_token=context.ledger.lock_token,
                announced=context.material.announced,
                judgement=context.material.judgement,
                deployment=deployment_of(context.ledger.state.rollout),
                around=Bracket(context, context.schema),
                pause=context.pause,
                found=context.rows or None,  # there may be no such table yet
            )
    except (AppError, Stop):
        # What ran before it is told, and what was measured of that counts.
        context.learn(changesets_run=_recorded(context, lambda ok: ok is True))
        raise
    context.rows = None  # they are others now
    context.lock_settled = not context.state.lock_kept
    # Those that this rollout finished before it was interrupted: their row was intended.
    finished = _recorded(context, lambda ok: ok is not False)
    run = tuple(dict.fromkeys((*finished, *outcome.run)))
    already = tuple(k for k in outcome.already if k not in run)
    context.learn(changesets_run=run, changesets_already=already)


def _recorded(context: Context, holds: Callable[[bool | None], bool]) -> tuple[str, ...]:
    """The changesets that have their row by this rollout, or by whoever it took over from."""
    here = context.ledger.state.rollout
    rows = (
        s.changeset
        for s in context.ledger.known_statements(context.target.client)
        if s.rollout == here and s.number == ROW and holds(s.ok)
    )
    return tuple(dict.fromkeys((*takeover.recorded(context), *rows)))


def _resume_state(context: Context) -> dict[tuple[str, int], Progress]:
    """What is known of statements that were sent and whose changeset is not recorded."""
    return takeover.perhaps_sent(context) | earlier.resume_state(
        context.ledger.state.rollout,
        context.known,
        context.material.changelog,
        pending(context) if context.known else (),
        context.took_effect,
        context.log.append,
        context.target.name,
    )


def probe(context: Context) -> None:
    """Ask the client's ORDS address, where the settings name one."""
    url = context.target.ords_probe
    if url is None:
        context.log.append("log.probe_none")
        return
    for _ in range(_PROBE_TRIES):
        answer = context.ports.probe(url, PROBE_TIMEOUT)
        context.log.append("log.probe", url=url, status=answer.status, detail=answer.detail)
        if answer.ok:
            return
    raise Stop(
        Problem(
            "rollout.probe_failed",
            {
                "client": context.target.name,
                "url": url,
                "status": answer.status,
                "detail": answer.detail,
            },
        )
    )


CHANGES: Final = (
    Step(StepName.CHANGELOG, run_changelog, reads_only=False, once=True),
    Step(StepName.APEX_IMPORT, apex_import, reads_only=False, once=True),
)
"""What changes the client."""

PROOF: Final = (
    Step(StepName.RECOMPILE, recompile, reads_only=False, soft=True),
    Step(StepName.PROBE, probe, soft=True),
    Step(StepName.FINGERPRINT_AFTER, fingerprint_after),
    Step(StepName.VERDICT, verdict),
)
"""What looks at the outcome: asked again after an interruption."""
