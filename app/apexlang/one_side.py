"""A file of APEXlang that one version does not have: new, gone, gone and edited, or gone and
newly referred to in another file."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from app.apex.catalogue.types import type_label
from app.apex.model import AutoMerge, Conflict, ConflictKind, Decision, Issue, Take, Usage
from app.apexlang import edits as editing
from app.apexlang.across import Across, Side
from app.apexlang.follow import following, without_own
from app.apexlang.labels import Tongue
from app.apexlang.match import matched
from app.apexlang.reader import parse
from app.apexlang.tree import Document


class MergeResult(Struct, frozen=True):
    """``document`` is None while a conflict is open, and where the merge deletes the file; only
    then ``deleted`` is true. ``conflicts`` has the open and the decided ones, ``stale`` decisions
    that fit none."""

    document: Document | None
    deleted: bool
    conflicts: tuple[Conflict, ...]
    auto: tuple[AutoMerge, ...] = ()
    issues: tuple[Issue, ...] = ()
    stale: tuple[Decision, ...] = ()

    @property
    def open_conflicts(self) -> tuple[Conflict, ...]:
        return tuple(c for c in self.conflicts if c.taken is None)


def one_side(
    base: Document | None,
    ours: Document | None,
    theirs: Document | None,
    decisions: Mapping[str, Decision],
    language: Tongue,
    across: Across,
) -> MergeResult:
    """One version of the file is missing: a file that is new, gone, gone and edited, or gone and
    newly referred to in another."""
    left = ours if ours is not None else theirs
    if left is None or base is None:
        return _new_file(left, ours, across)
    edited = left.source != base.source and _differs(base, left)
    side: Side = "ours" if theirs is None else "theirs"
    uses = () if edited else _uses_of_all(base, side, across)
    if not edited and not uses:
        return MergeResult(None, True, ())
    kind = ConflictKind.EDIT_DELETE if theirs is None else ConflictKind.DELETE_EDIT
    if uses:
        kind = ConflictKind.REFERENCE
    top = left.top
    key = f"{left.name}|{top.key if top else ''}"
    taken = decisions.get(key)
    take = taken.take if taken is not None and taken.take in (Take.OURS, Take.THEIRS) else None
    conflict = Conflict(
        key,
        kind,
        left.name,
        top.key if top else "",
        type_label(top.type, language) if top else "",
        top.name if top else left.name,
        (left.title,),
        "",
        "",
        base.source,
        ours.source if ours is not None else None,
        theirs.source if theirs is not None else None,
        (Take.OURS, Take.THEIRS),
        take,
        "text",
        uses=uses,
        used_by=side if uses else "",
    )
    if take is None:
        return MergeResult(None, False, (conflict,))
    result = ours if take is Take.OURS else theirs
    return MergeResult(result, result is None, (conflict,))


def _new_file(left: Document | None, ours: Document | None, across: Across) -> MergeResult:
    """A file that one side brought, with the names that the other gave to what it refers to."""
    if left is None:
        return MergeResult(None, True, ())
    renamed = across.theirs_renamed if left is ours else across.ours_renamed
    edits = following(left, without_own(renamed, left), across.kinds)
    if not edits:
        return MergeResult(left, False, ())
    return MergeResult(parse(editing.applied(left.source, edits), left.name), False, ())


def _uses_of_all(document: Document, side: Side, across: Across) -> tuple[Usage, ...]:
    """Where a side newly refers to anything of a file, in other files."""
    return tuple(
        use
        for component in document.components.values()
        for use in across.uses(side, (component.type, component.node.ident or ""))
    )


def _differs(one: Document, other: Document) -> bool:
    twins = matched(one, other)
    if len(twins) != len(one.components) or len(twins) != len(other.components):
        return True
    return any(
        old != new or one.components[old].values() != other.components[new].values()
        for old, new in twins.items()
    )
