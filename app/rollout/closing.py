"""A client that is closed while its release arrives: users read a notice, and what changes then
counts all the more.

The status that it had is in the journal before it is closed, and it is opened again at the last
contact, whatever the end was. Pages are closed by that, and no jobs, services or other programs.
"""

from __future__ import annotations

from app.errors import AppError, JournalError
from app.oracle import OPEN, UNAVAILABLE
from app.rollout.context import Context
from app.rollout.model import problem_of

_NOTICE = (
    "Mise à jour en cours, merci de revenir dans quelques minutes. / "
    "An update is under way, please come back in a few minutes."
)


def notice(context: Context) -> str:
    """What users read meanwhile: the client's words, the release's, or ours."""
    return context.target.closed_message or _own(context) or _NOTICE


def _own(context: Context) -> str:
    flow = context.material.application.flow
    return flow.text("p_flow_unavailable_text") or "" if flow is not None else ""


def close(context: Context) -> None:
    """Right before the first look at the data, after the backup."""
    target = context.target
    if not target.closed or context.ports.application_info(
        context.application, target.application_id
    ) is None:  # fmt: skip
        return
    if not context.state.closed_from:
        status = context.ports.application_status(
            context.application, target.workspace, target.application_id
        )
        if status not in OPEN:
            context.log.append("log.not_closed", status=status or "-")
            return
        context.learn(closed_from=status)
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
    context.learn(closed_from="")
    context.log.append("log.opened", status=former)
