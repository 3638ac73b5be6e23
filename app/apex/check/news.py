"""Only what a merge made: the integrity report without reading what is the same everywhere.

A large application in one file has hundreds of parts, and a merge changes few. A finding that no
side had needs a changed file: its own, or one that took something away or brought something twice.
So these are looked at, with the unchanged files that have a name of what is gone. Is anything found
there, the whole is read after all, because what is needed may be in a file that was left out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from app.apex.check.integrity import Pages, report
from app.apex.check.page_facts import facts_of
from app.apex.export.export_file import ExportFile
from app.apex.model import Issue

Sources = Mapping[str, ExportFile]
T = TypeVar("T")


def news(
    result: Sources, ours: Sources, theirs: Sources, names: Mapping[str, str], complete: bool
) -> list[Issue]:
    """The errors and warnings of ``report``; its notices, which a side had before, are left out."""
    paths = {*result, *ours, *theirs}
    changed = {p for p in paths if not (result.get(p) is ours.get(p) is theirs.get(p))}
    if _fresh(_places, result, (ours, theirs), changed):
        changed = {*result, *ours, *theirs}
    gone = set().union(*(_fresh(_offers, side, (result,), changed) for side in (ours, theirs)))
    ids = set().union(*(_fresh(_ids, side, (result,), changed) for side in (ours, theirs)))
    fresh = _fresh(_ids, result, (ours, theirs), changed)
    for path, file in result.items():
        if path not in changed and (_has(file, ids | fresh) or _names(file, gone)):
            changed.add(path)
    few = [_some(side, changed) for side in (result, ours, theirs)]
    if not any(_made(few, {}, True)):
        return []
    return list(_made([_some(side, side) for side in (result, ours, theirs)], names, complete))


def _fresh(
    told: Callable[[ExportFile], Iterable[T]],
    files: Sources,
    known: Sequence[Sources],
    paths: Collection[str],
) -> set[T]:
    """What the files at these paths tell and none of those ``known`` does. A file that is among
    them as it is tells nothing else, and is not read."""
    own = [p for p in paths if p in files and not any(side.get(p) is files[p] for side in known)]
    found = {each for path in own for each in told(files[path])}
    for some in (own, paths):  # mostly the file itself had it before
        for side in known:
            if not found:
                return found
            found.difference_update(*(told(side[path]) for path in some if path in side))
    return found


def _ids(file: ExportFile) -> Collection[str]:
    return facts_of(file.page).ids


def _offers(file: ExportFile) -> Collection[tuple[str, str]]:
    """The global page's things count apart: it can lose one that another page goes on having."""
    facts = facts_of(file.page)
    if file.page.number != 0:
        return facts.offers
    everywhere = {(f"everywhere {kind}", name) for kind, name in facts.offers}
    return facts.offers | everywhere | {("everywhere", identity) for identity in facts.ids}


def _places(file: ExportFile) -> Collection[tuple[str, ...]]:
    """The keys of its places with who is there."""
    return {(*place.key, place.component.key) for place in facts_of(file.page).places}


def _has(file: ExportFile, ids: set[str]) -> bool:
    """Whether a file may have one of these ids; 4.x computes some."""
    return bool(ids) and ("g_id_offset" in file.text or not ids.isdisjoint(file.words))


def _names(file: ExportFile, offers: set[tuple[str, str]]) -> bool:
    return any(file.may_mention(name) for _, name in offers)


def _some(files: Sources, paths: Collection[str]) -> Pages:
    return {path: file.page for path, file in files.items() if path in paths}


def _made(sides: Sequence[Pages], names: Mapping[str, str], complete: bool) -> Iterator[Issue]:
    result, *others = sides
    return (i for i in report(result, others, names, complete) if i.severity != "notice")
