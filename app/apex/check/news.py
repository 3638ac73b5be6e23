"""Only what a merge made: the integrity report without reading what is the same everywhere.

A large application in one file has hundreds of parts, and a merge changes few. A finding that no
side had needs a changed file: its own, or one that took something away or brought something twice.
So these are looked at, with the unchanged files that have a name of what is gone. Is anything found
there, the whole is read after all, because what is needed may be in a file that was left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from app.apex.check.integrity import Pages, report
from app.apex.check.page_facts import PageFacts, facts_of
from app.apex.export.export_file import ExportFile
from app.apex.model import Issue

Sources = Mapping[str, ExportFile]


def news(
    result: Sources, ours: Sources, theirs: Sources, names: Mapping[str, str], complete: bool
) -> list[Issue]:
    """The errors and warnings of ``report``; its notices, which a side had before, are left out."""
    paths = {*result, *ours, *theirs}
    changed = {p for p in paths if not (result.get(p) is ours.get(p) is theirs.get(p))}
    tree, *sides = (_facts(side, changed) for side in (result, ours, theirs))
    if tree.places.keys() - sides[0].places.keys() - sides[1].places.keys():
        changed = {*result, *ours, *theirs}
    gone = set().union(*(side.offers - tree.offers for side in sides))
    ids = set().union(*(side.ids - tree.ids for side in sides))
    fresh = tree.ids - sides[0].ids - sides[1].ids
    for path, file in result.items():
        if path not in changed and (_has(file, ids | fresh) or _names(file, gone)):
            changed.add(path)
    few = [_some(side, changed) for side in (result, ours, theirs)]
    if not any(_made(few, {}, True)):
        return []
    return list(_made([_some(side, side) for side in (result, ours, theirs)], names, complete))


class _Facts(NamedTuple):
    """What some files have together. The global page's things count apart: it can lose one that
    another page goes on having. ``places`` are keys with who is there."""

    ids: set[str]
    offers: set[tuple[str, str]]
    places: dict[tuple[object, ...], None]


def _facts(files: Sources, paths: Iterable[str]) -> _Facts:
    found = _Facts(set(), set(), {})
    for path in paths:
        if path not in files:
            continue
        page = files[path].page
        facts: PageFacts = facts_of(page)
        found.ids.update(facts.ids)
        found.offers.update(facts.offers)
        if page.number == 0:
            found.offers.update((f"everywhere {kind}", name) for kind, name in facts.offers)
            found.offers.update(("everywhere", identity) for identity in facts.ids)
        found.places.update(
            dict.fromkeys((*place.key, place.component.key) for place in facts.places)
        )
    return found


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
