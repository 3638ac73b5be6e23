"""Decisions that somebody typed are held against the conflicts that there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.apex.model import Conflict, Take
from app.errors import MergeError


def check(conflicts: Iterable[Conflict], decisions: Mapping[str, Take], path: str) -> None:
    """MergeError ``merge.no_such_conflict`` or ``merge.no_such_choice`` for a decision that would
    be passed over without a word."""
    known = {c.key: c for c in conflicts}
    for key, side in decisions.items():
        if key not in known:
            raise MergeError("merge.no_such_conflict", path=path, key=key)
        choices = [c for c in known[key].choices if c is not Take.EDITED]
        if side not in choices:
            facts = {"key": key, "side": side.value, "choices": ", ".join(choices)}
            raise MergeError("merge.no_such_choice", path=path, **facts)


def instead(conflicts: Iterable[Conflict], side: Take | None) -> list[Conflict]:
    """Those that were to be decided for ``side`` with all others, and cannot be: of two regions
    that each side put into the other one, only ours' order is offered."""
    if side is None:
        return []
    return [c for c in conflicts if c.taken is not None and side not in c.choices]
