"""A client that is closed while its release arrives: users read a notice, and what changes then
counts all the more.

The status that it had is in the journal before it is closed, and it is opened again at the last
contact, whatever the end was. Pages are closed by that, and no jobs, services or other programs.
"""

from __future__ import annotations

from app.errors import AppError, JournalError
from app.oracle import OPEN, UNAVAILABLE
from app.rollout.context import Context, Stop
from app.rollout.model import Problem, problem_of

_NOTICE = (
    "Mise à jour en cours, merci de revenir dans quelques minutes. / "
    "An update is under way, please come back in a few minutes."
)


def notice(context: Context) -> str:
    """What users read meanwhile: the client's words, the release's, or ours."""
    return context.target.closed_message or _own(context) or _NOTICE


def _own(context: Context) -> str:
    """Of the release as all have it: what a client lacks for its changelog hinders no opening."""
    flow = context.release.application.flow
    return flow.text("p_flow_unavailable_text") or "" if flow is not None else ""


def close(context: Context, *, late: bool = False) -> None:
    """Right before the first look at the data, after the backup; and again (``late``) where a run
    goes on, since somebody may have opened it meanwhile. Raises Stop ``rollout.is_closed`` where it
    is closed already, before anything is changed: nobody knows what it was before."""
    target, state = context.target, context.state
    if not target.closed and not state.closed_from:
        return
    info = context.ports.application_info(context.application, target.application_id)
    if info is None:
        return
    here = context.ports.application_status(
        context.application, target.workspace, target.application_id
    )
    if here == UNAVAILABLE and state.closed_from:
        return
    if here == UNAVAILABLE and not context.touched:
        raise Stop(Problem("rollout.is_closed", {"client": target.client, "name": target.name}))
    if here not in OPEN:
        context.log.append("log.not_closed", status=here or "-")
        return
    # Behind the first look people were in it for a while: what they did is theirs.
    context.learn(closed_from=here, closed_late=late)
    context.ports.set_application_status(
        context.application, target.workspace, target.application_id, UNAVAILABLE,
        notice(context),
    )  # fmt: skip
    context.log.append("log.closed")


def reopen(context: Context) -> None:
    """Let people in again; what hinders it is in the log, and told until it is done."""
    former, target = context.state.closed_from, context.target
    if not former:
        return
    try:
        context.ports.set_application_status(
            context.application, target.workspace, target.application_id, former, _own(context)
        )
    except JournalError:
        raise
    except AppError as error:
        kept = context.clean(problem_of(error))
        context.log.append("log.still_closed", problem=kept.code, **kept.facts)
        return
    context.learn(closed_from="", closed_late=False)
    context.log.append("log.opened", status=former)
