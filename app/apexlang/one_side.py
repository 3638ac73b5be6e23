"""A file of APEXlang that one version does not have: new, gone, gone and edited, or gone and
newly referred to in another file; and two new pages of one number."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from app.apex.catalogue.types import type_label
from app.apex.model import (
    AUTOMATIC,
    AutoMerge,
    Conflict,
    ConflictKind,
    Decision,
    Issue,
    Take,
    Usage,
)
from app.apexlang import edits as editing
from app.apexlang.across import Across, Side
from app.apexlang.follow import following, without_own
from app.apexlang.labels import Tongue
from app.apexlang.match import matched, says_the_same
from app.apexlang.questions import listed_as
from app.apexlang.reader import parse
from app.apexlang.tree import Document

Sides = tuple[Document | None, Document | None, Document | None]


class MergeResult(Struct, frozen=True):
    """``document`` is None while a conflict is open, and where the merge deletes the file; only
    then ``deleted`` is true. ``conflicts`` has the open and the decided ones, and what merged by
    itself and was overruled; ``automatic`` all that merged by itself, for who asked for a list of
    it; ``stale`` decisions that fit none."""

    document: Document | None
    deleted: bool
    conflicts: tuple[Conflict, ...]
    auto: tuple[AutoMerge, ...] = ()
    issues: tuple[Issue, ...] = ()
    stale: tuple[Decision, ...] = ()
    automatic: tuple[Conflict, ...] = ()

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
    listing: bool = False,
) -> MergeResult:
    """One version of the file is missing: a file that is new, gone, gone and edited, or gone and
    newly referred to in another."""
    left = ours if ours is not None else theirs
    if left is None:
        return MergeResult(None, True, ())
    sides = base, ours, theirs
    if base is None:
        winner = Take.OURS if left is ours else Take.THEIRS
        fresh = _new_file(left, ours, across)
        return _by_itself(sides, winner, fresh, decisions, language, listing)
    edited = left.source != base.source and _differs(base, left)
    side: Side = "ours" if theirs is None else "theirs"
    uses = () if edited else _uses_of_all(base, side, across)
    if not edited and not uses:
        winner = Take.THEIRS if theirs is None else Take.OURS
        return _by_itself(sides, winner, None, decisions, language, listing)
    kind = ConflictKind.EDIT_DELETE if theirs is None else ConflictKind.DELETE_EDIT
    if uses:
        kind = ConflictKind.REFERENCE
    conflict = _asked(sides, kind, decisions, language)
    if uses:
        conflict = replace(conflict, uses=uses, used_by=side)
    if conflict.taken is None:
        return MergeResult(None, False, (conflict,))
    result = ours if conflict.taken is Take.OURS else theirs
    return MergeResult(result, result is None, (conflict,))


def are_two_pages(ours: Document, theirs: Document) -> bool:
    """Whether both made a page of one number, each its own: to merge them would mix the two."""
    if ours.number is None or ours.number != theirs.number:
        return False
    return ours.title != theirs.title


def either(
    ours: Document,
    theirs: Document,
    decisions: Mapping[str, Decision],
    language: Tongue,
    across: Across,
) -> MergeResult:
    """One of two new pages of one number."""
    conflict = _asked((None, ours, theirs), ConflictKind.ADD_ADD, decisions, language)
    if conflict.taken is None:
        return MergeResult(None, False, (conflict,))
    left = ours if conflict.taken is Take.OURS else theirs
    return MergeResult(_new_file(left, ours, across), False, (conflict,))


def _by_itself(
    sides: Sides,
    winner: Take,
    result: Document | None,
    decisions: Mapping[str, Decision],
    language: Tongue,
    listing: bool,
) -> MergeResult:
    """A file that comes, stays or goes as one side has it, unless somebody overruled that."""
    found = _asked(sides, ConflictKind.AUTOMATIC, decisions, language, winner)
    conflicts: list[Conflict] = []
    automatic: list[Conflict] = []
    listed_as(found, conflicts, automatic)
    if found.taken is not None:
        result = sides[1] if found.taken is Take.OURS else sides[2]
    listed = tuple(automatic) if listing else ()
    return MergeResult(result, result is None, tuple(conflicts), automatic=listed)


def _asked(
    sides: Sides,
    kind: ConflictKind,
    decisions: Mapping[str, Decision],
    language: Tongue,
    winner: Take | None = None,
) -> Conflict:
    """The question about a whole file, or what overrules the ``winner`` of it."""
    base, ours, theirs = sides
    left = ours if ours is not None else theirs
    assert left is not None
    top = left.top
    key = f"{left.name}|{top.key if top else ''}"
    taken = decisions.get(key if winner is None else f"{key}{AUTOMATIC}")
    choices = (Take.OURS, Take.THEIRS)
    take = taken.take if taken is not None and taken.take in choices else None
    return Conflict(
        key,
        kind,
        left.name,
        top.key if top else "",
        type_label(top.type, language) if top else "",
        top.name if top else left.name,
        (left.title,),
        "",
        "",
        base.source if base is not None else None,
        ours.source if ours is not None else None,
        theirs.source if theirs is not None else None,
        choices,
        take if take is not winner else None,
        "text",
        winner=winner,
    )


def _new_file(left: Document, ours: Document | None, across: Across) -> Document:
    """A file that one side brought, with the names that the other gave to what it refers to."""
    renamed = across.theirs_renamed if left is ours else across.ours_renamed
    edits = following(left, without_own(renamed, left), across.kinds)
    return parse(editing.applied(left.source, edits), left.name) if edits else left


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
        not says_the_same(one.components[old], other.components[new]) for old, new in twins.items()
    )
