"""Three-way merge of one file of a split export.

A merge is a pure function of three versions and the decisions so far; each new decision makes the
merge again. Results are remembered by what went into them, the names that were asked for too, so
that only files with new decisions cost time.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import lru_cache, partial
from typing import Final, Literal, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from app.apex import catalogue
from app.apex.catalogue import spoken
from app.apex.check import integrity
from app.apex.check.broken import broken_uses
from app.apex.check.names import Files, NameIndex
from app.apex.check.text_ids import mentions_of, moved_in
from app.apex.compare.file import change, compare, display_name, is_same
from app.apex.compare.names import NO_NAMES, Asked, Layers, Names, still
from app.apex.export.draft import same_file
from app.apex.export.export_file import export_file
from app.apex.export.headers import with_header
from app.apex.export.parse import parse
from app.apex.export.tree import Page
from app.apex.identity.align import align
from app.apex.merge import beside
from app.apex.merge.authors import with_authors
from app.apex.merge.beside import has_statement, is_like, left_out
from app.apex.merge.components import merge_components, merged_text
from app.apex.merge.context import Context, Named, automatic_key, listed
from app.apex.merge.doubles import apart, wanted
from app.apex.merge.follow import followed, renames
from app.apex.merge.releases import has_newer, refuse_newer
from app.apex.merge.stakes import Paths, Sides, claims, stakes
from app.apex.model import (
    AutoMerge,
    Conflict,
    ConflictKind,
    Decision,
    Issue,
    Status,
    Take,
    Usage,
    is_automatic,
)

_NO_DECISIONS: Final[Mapping[str, Decision]] = {}
# Two files of one name that share less than this were made independently.
_RELATED: Final = 0.5


class MergeResult(Struct, frozen=True):
    """The merge of one file.

    ``page`` is None while a conflict is open, and where the merge deletes the file; only then
    ``deleted`` is true. ``conflicts`` has the open and the decided ones. ``auto`` is what was
    merged without asking. ``issues`` says what is left out, and is the integrity report on
    ``page``, which ``merge_file`` makes and ``merge_aligned`` leaves to those who see the whole
    application. ``stale`` are decisions for conflicts that are none (any more), or that do not fit
    them. ``fresh`` are ids of theirs that a decision for both gave a new value. ``automatic`` is
    what merges by itself, as decisions that can be taken otherwise: for who asks for it.
    """

    page: Page | None
    deleted: bool
    conflicts: tuple[Conflict, ...]
    auto: tuple[AutoMerge, ...]
    issues: tuple[Issue, ...] = ()
    stale: tuple[Decision, ...] = ()
    fresh: tuple[tuple[str, str], ...] = ()
    automatic: tuple[Conflict, ...] = ()

    @property
    def open_conflicts(self) -> tuple[Conflict, ...]:
        return tuple(c for c in self.conflicts if c.taken is None)


def merge_file(
    base: Page | None,
    ours: Page | None,
    theirs: Page | None,
    decisions: Mapping[str, Decision] = _NO_DECISIONS,
    checked: bool = True,
    listing: bool = False,
) -> MergeResult:
    """What ``app.apex.merge`` does for a file that is one part of an export."""
    given = theirs
    if ours is not None and theirs is not None:
        was, other = align({} if base is None else {"": base}, {"": ours}, {"": theirs})
        base, theirs = was.get(""), other[""]
    named = named_in(base, ours, theirs)
    result = merge_aligned(base, ours, theirs, decisions, NO_NAMES, named=named, listing=listing)
    if result.page is None:
        return result
    result = replace(result, page=followed(result.page, renames(result.conflicts)))
    assert result.page is not None
    if not checked:
        return result
    sides = [{"": page} for page in (ours, theirs) if page is not None]
    called: dict[str, str] = {}
    for page in (theirs, ours, result.page):
        called.update(page.names if page is not None else {})
    found = list(integrity.report({"": result.page}, sides, called, False))
    known = [NameIndex(_alone(page)) for page in (ours, theirs)]
    found += broken_uses(_alone(result.page), known, _alone(base))
    # Where no id of theirs has another value here, none in a text means another component.
    if theirs is not None and given is not None and (given is not theirs or result.fresh):
        moved = partial(moved_in, given, theirs)
        found += mentions_of(moved, dict(result.fresh), base, theirs, result.page)
    return replace(result, issues=(*result.issues, *found))


def named_in(base: Page | None, ours: Page | None, theirs: Page | None) -> Named:
    """Names that one side took away or changed, and the other uses in the same file."""
    if base is None or ours is None or theirs is None:
        return ()
    was, mine, other = (NameIndex(_alone(page)) for page in (base, ours, theirs))
    here = [Paths("", "", "")]
    sides = Sides(was, mine, other), Sides(was, other, mine)
    found = (stake for side in sides for stake in stakes(claims(side, here)))
    return tuple((stake.key, stake.argument, stake.uses) for stake in found)


def _alone(page: Page | None) -> Files:
    return {"": export_file(page.name, page.source, page)} if page is not None else {}


def merge_aligned(
    base: Page | None,
    ours: Page | None,
    theirs: Page | None,
    decisions: Mapping[str, Decision],
    names: Names,
    path: str = "",
    users: tuple[Usage, ...] = (),
    named: Named = (),
    listing: bool = False,
) -> MergeResult:
    """As ``merge_file``, for versions in one id space; ``names`` tells what other files' ids are.

    ``users`` refer to a file that one side deleted: then its deletion is a conflict. ``named``
    tells the same of components that one side deleted, or gave another name.
    """
    path = path or next((p.name for p in (ours, theirs, base) if p is not None), "")
    own = tuple(d for k, d in decisions.items() if k.startswith(f"{path}|"))
    memory = _memory(path, base, ours, theirs, own, users, named, listing)
    for known in tuple(memory):
        if still(known.answers, names):
            return known.result
    asked = Asked(names)
    result = _merge(path, base, ours, theirs, own, asked, users, named, listing)
    memory[:] = [_Memory(asked.answers, result)]
    return result


class _Memory(NamedTuple):
    """A merge that was made with these answers of the names."""

    answers: Mapping[str, str | None]
    result: MergeResult


@lru_cache(maxsize=1024)
def _memory(*_: Hashable) -> list[_Memory]:
    """The merge of these versions and decisions, if there was one."""
    return []


def _merge(
    path: str,
    base: Page | None,
    ours: Page | None,
    theirs: Page | None,
    decisions: tuple[Decision, ...],
    names: Names,
    users: tuple[Usage, ...],
    named: Named,
    listing: bool,
) -> MergeResult:
    by_key = {d.key: d for d in decisions}
    if ours is None or theirs is None:
        result = _whole(path, (base, ours, theirs), by_key, names, users, listing)
    elif named:
        result = _with_doubles(path, base, ours, theirs, by_key, names, named, listing)
    elif same_file(ours, theirs) or (base is not None and same_file(base, theirs)):
        result = MergeResult(ours, False, (), ())
    elif base is not None and same_file(base, ours) and not any(map(is_automatic, by_key)):
        result = _theirs_alone(path, base, ours, theirs, names)
        if listing and not has_newer(ours, theirs):  # of a newer release it is all or nothing
            known = _both(path, base, ours, theirs, by_key, names, named, listing)
            result = replace(result, automatic=known.automatic)
    elif base is None and not _is_one(ours, theirs):
        result = _unrelated(path, ours, theirs, by_key, names)
    else:
        result = _with_doubles(path, base, ours, theirs, by_key, names, (), listing)
    taken = {c.key for c in result.conflicts if c.taken is not None}
    stale = tuple(d for d in decisions if d.key not in taken)
    who = tuple(with_authors(c, base, ours, theirs) for c in result.conflicts)
    automatic = tuple(with_authors(c, base, ours, theirs) for c in result.automatic)
    return replace(result, conflicts=who, stale=stale, automatic=automatic)


def _with_doubles(
    path: str,
    base: Page | None,
    ours: Page,
    theirs: Page,
    decisions: Mapping[str, Decision],
    names: Names,
    named: Named = (),
    listing: bool = False,
) -> MergeResult:
    """``_both``, with what both sides added and somebody wants twice taken apart before. The
    conflicts in which that was decided stay in the result."""
    split = wanted(base, ours, theirs, decisions)
    if not split:
        return _both(path, base, ours, theirs, decisions, names, named, listing)
    rest = {key: d for key, d in decisions.items() if key not in split}
    before = {c.key: c for c in _both(path, base, ours, theirs, rest, names, named).conflicts}
    keys = [component for key, component in split.items() if key in before]
    two = apart(theirs, base, ours, keys, names)
    result = _both(path, base, ours, two, rest, names, named, listing)
    taken = (replace(before[key], taken=Take.BOTH) for key in split if key in before)
    fresh = tuple(moved_in(theirs, two).items())
    return replace(result, conflicts=(*taken, *result.conflicts), fresh=fresh)


def _both(
    path: str,
    base: Page | None,
    ours: Page,
    theirs: Page,
    decisions: Mapping[str, Decision],
    names: Names,
    named: Named,
    listing: bool = False,
) -> MergeResult:
    """Both sides have the file and changed it."""
    known: dict[str, str] = {}
    for page in (base, theirs, ours):
        known.update(page.names if page is not None else {})
    context = Context(path, base, ours, theirs, decisions, Layers(known, names), named, listing)
    merge_components(context)
    if context.new or context.changes or context.conflicts:
        refuse_newer(ours, theirs, path)
    lines = left_out(base, ours, theirs)
    conflicts = list(context.conflicts)
    if has_statement(lines):
        conflicts.append(beside.conflict(path, (base, ours, theirs), decisions))
    page = None
    if not any(c.taken is None for c in conflicts):
        text = merged_text(context, ours, theirs)
        page = ours if text == ours.source else parse(text, path)
    issues = (beside.warning(path, lines),) if lines else ()
    automatic = tuple(context.automatic)
    return MergeResult(
        page, False, tuple(conflicts), tuple(context.auto), issues, automatic=automatic
    )


def _theirs_alone(path: str, base: Page, ours: Page, theirs: Page, names: Names) -> MergeResult:
    """Ours is as the base was: theirs is the result, under ours' header."""
    found = compare(base, theirs, Layers(theirs.names, base.names, names))
    auto = tuple(AutoMerge(path, "theirs", c) for c in found.changes)
    text = with_header(theirs, ours)
    page = theirs if text == theirs.source and theirs.name == path else parse(text, path)
    if found.is_empty and not auto and is_like(base, theirs):
        page = ours  # noise only
    return MergeResult(page, False, (), auto)


def _is_one(left: Page, right: Page) -> bool:
    """Whether two new files of one name are one thing: pages of two names are two."""
    named = left.number is None or left.title == right.title
    return named and _related(left, right) >= _RELATED


def _related(left: Page, right: Page) -> float:
    """How much of two files are the same components."""
    most = max(len(left.components), len(right.components), 1)
    return len(left.by_key.keys() & right.by_key.keys()) / most


def _page_conflict(
    path: str,
    kind: ConflictKind,
    sides: tuple[Page | None, Page | None, Page | None],
    decisions: Mapping[str, Decision],
    names: Names,
    users: tuple[Usage, ...] = (),
    winner: Take | None = None,
) -> Conflict:
    """A conflict about a whole file; ``users`` are what refers to it, ``winner`` whose it is where
    nobody has to be asked."""
    page = next(p for p in (sides[1], sides[2], sides[0]) if p is not None)
    key = automatic_key(path, "file", "") if winner is not None else f"{path}|file|"
    decision = decisions.get(key)
    offered = (Take.OURS, Take.THEIRS)
    taken = decision.take if decision is not None and decision.take in offered else None
    taken = None if taken is winner else taken
    told = tuple(
        listed(p.components, Layers(p.names, names)) if p is not None else None for p in sides
    )
    base, ours, theirs = (spoken.listing(side) if side is not None else None for side in told)
    top = page.components[0] if page.components else None
    label = catalogue.type_label(top.procedure) if top is not None else ""
    return Conflict(
        key=key,
        kind=kind,
        path=path,
        component=top.key if top is not None else "",
        type_label=label,
        component_name=display_name(top) if top is not None else path,
        component_path=(" ".join(filter(None, (label, _number(page), page.title))),),
        property="",
        label="",
        base=base,
        ours=ours,
        theirs=theirs,
        choices=offered,
        taken=taken,
        shape="text",
        uses=users,
        used_by=("ours" if sides[1] is not None else "theirs") if users else "",
        listed=told,
        winner=winner,
    )


def _number(page: Page) -> str:
    return str(page.number) if page.number is not None else ""


def _unrelated(
    path: str, ours: Page, theirs: Page, decisions: Mapping[str, Decision], names: Names
) -> MergeResult:
    """Both made a file of this name, and they have little in common: one of them is taken."""
    sides = (None, ours, theirs)
    conflict = _page_conflict(path, ConflictKind.ADD_ADD, sides, decisions, names)
    if conflict.taken is None:
        return MergeResult(None, False, (conflict,), ())
    page = ours
    if conflict.taken is Take.THEIRS:
        page = parse(with_header(theirs, ours), path)
    return MergeResult(page, False, (conflict,), ())


def _whole(
    path: str,
    sides: tuple[Page | None, Page | None, Page | None],
    decisions: Mapping[str, Decision],
    names: Names,
    users: tuple[Usage, ...],
    listing: bool,
) -> MergeResult:
    """One side has no such file."""
    base, ours, theirs = sides
    kept = ours if ours is not None else theirs
    side: Literal["ours", "theirs"] = "ours" if ours is not None else "theirs"
    if kept is None:
        return MergeResult(None, True, (), _auto(path, "both", base, Status.REMOVED))
    deleter: Literal["ours", "theirs"] = "theirs" if ours is not None else "ours"
    edited = base is not None and (not is_same(base, kept) or not is_like(base, kept))
    if base is None or (not edited and not users):
        winner = side if base is None else deleter
        status = Status.ADDED if base is None else Status.REMOVED
        found = None
        if listing or decisions:
            found = _page_conflict(
                path, ConflictKind.AUTOMATIC, sides, decisions, names,
                winner=Take.OURS if winner == "ours" else Take.THEIRS,
            )  # fmt: skip
        automatic = (found,) if found is not None and listing else ()
        if found is None or found.taken is None:
            page = kept if base is None else None
            auto = _auto(path, winner, kept, status)
            return MergeResult(page, page is None, (), auto, automatic=automatic)
        page = ours if found.taken is Take.OURS else theirs
        return MergeResult(page, page is None, (found,), (), automatic=automatic)
    if not edited:
        kind = ConflictKind.REFERENCE
    else:
        kind = ConflictKind.EDIT_DELETE if ours is not None else ConflictKind.DELETE_EDIT
    conflict = _page_conflict(path, kind, sides, decisions, names, users)
    if conflict.taken is None:
        return MergeResult(None, False, (conflict,), ())
    page = ours if conflict.taken is Take.OURS else theirs
    return MergeResult(page, page is None, (conflict,), ())


def _auto(
    path: str, side: Literal["ours", "theirs", "both"], page: Page | None, status: Status
) -> tuple[AutoMerge, ...]:
    if page is None or not page.components:
        return ()
    return (AutoMerge(path, side, change(page.components[0], status)),)
