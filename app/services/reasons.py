"""Why a conflict is one, or why nobody was asked, in one sentence."""

from __future__ import annotations

from app.services import messages
from app.services.model import Conflict, ConflictKind, Status, Take


def reason(conflict: Conflict, language: messages.Lang) -> str:
    """The sentence; the sides are called as they are in the conflict, or *ours* and *theirs*."""
    ours, theirs = conflict.ours_name or "ours", conflict.theirs_name or "theirs"
    facts = {"ours": ours, "theirs": theirs}
    if conflict.winner is not None:
        code = _by_itself(conflict)
        facts["name"] = ours if conflict.winner is Take.OURS else theirs
    elif conflict.kind is ConflictKind.REFERENCE and conflict.used_by:
        code = "used_renamed" if conflict.property else "used_removed"
        sides = (ours, theirs)
        facts["user"], facts["taker"] = sides if conflict.used_by == "ours" else sides[::-1]
    else:
        code = "two_pages" if is_two_pages(conflict) else conflict.kind.value
    return messages.words("conflicts", language)[code].format(**facts)


def _by_itself(conflict: Conflict) -> str:
    if conflict.winner is Take.BOTH:
        return "both_in"
    if conflict.property:
        return "one_changed"
    status = whole_status(conflict)
    return f"one_{status.value}" if status is not None else "one_moved"


def whole_status(conflict: Conflict) -> Status | None:
    """What happens by itself to a whole component: it comes or goes; None for anything else."""
    if conflict.property or conflict.winner is None:
        return None
    now = conflict.ours if conflict.winner is Take.OURS else conflict.theirs
    if now is None:
        return Status.REMOVED
    return Status.ADDED if conflict.base is None else None


def is_two_pages(conflict: Conflict) -> bool:
    """Whether both sides made a page of one number."""
    whole = conflict.key.endswith("|file|") and conflict.component == "create_page"
    return whole and conflict.kind is ConflictKind.ADD_ADD
