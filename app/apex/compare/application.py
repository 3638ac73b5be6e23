"""Differences of two applications, file by file; installations do not count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple
from weakref import ReferenceType, WeakKeyDictionary, ref

from app.apex.catalogue.volatile import USUAL, Noise
from app.apex.compare.file import compare
from app.apex.compare.names import Asked, Layers, Names, still
from app.apex.export.application import DERIVED, Application, kind_of
from app.apex.export.pause import collection_paused
from app.apex.export.tree import Component, Page
from app.apex.identity.id_space import rebase
from app.apex.model import ApplicationDiff, FileDiff, PageDiff, Status


@collection_paused()
def compare_applications(
    old: Application, new: Application, rules: Noise = USUAL
) -> ApplicationDiff:
    """Differences by meaning, pages first. The same application under another id, workspace,
    owner or offset has none, however its ids were moved. ``rules`` says what else is noise."""
    return _compare(old, rebase(new, old), rules)


def renamed_files(old: Application, new: Application) -> dict[str, str]:
    """Files of the new side that are one of the old side under another path: they have its first
    component (a shared component's path follows its name). New path to old path."""
    gone = {
        (first.procedure, first.id): path
        for path in old.parsed
        if path not in new.files and (first := _first(old, path)) and first.is_mapped
    }
    found: dict[str, str] = {}
    for path in new.parsed:
        if path not in old.files and (first := _first(new, path)):
            before = gone.pop((first.procedure, first.id), None)
            if before is not None:
                found[path] = before
    return found


def _first(application: Application, path: str) -> Component | None:
    return next(iter(application.parsed[path].components), None)


def _compare(old: Application, new: Application, rules: Noise) -> ApplicationDiff:
    names = Layers(new.names, old.names)
    renamed = renamed_files(old, new)
    before = set(renamed.values())
    found: list[FileDiff] = []
    noise = 0
    for path in {**old.files, **new.files}:
        if path in DERIVED or path in before:
            continue
        was = renamed.get(path, path)
        if old.files.get(was) == new.files.get(path):
            continue
        left, right = old.parsed.get(was), new.parsed.get(path)
        status = _status(old.files.get(was), new.files.get(path), path != was)
        if left is None and right is None:
            texts = [(side.files.get(p) or "").split() for side, p in ((old, was), (new, path))]
            if texts[0] != texts[1]:
                empty = PageDiff(path, None, path, ())
                found.append(FileDiff(path, kind_of(path), None, path, status, empty))
            continue
        difference = _told(left, right, names, rules)
        noise += difference.noise
        if not difference.is_empty or path != was:
            found.append(_file(path, status, difference, right if right is not None else left))
    found.sort(key=lambda f: (f.kind != "page", f.number if f.number is not None else -1, f.path))
    return ApplicationDiff(tuple(found), noise)


class _Memory(NamedTuple):
    old: ReferenceType[Page] | None
    new: ReferenceType[Page] | None
    rules: Noise
    answers: Mapping[str, str | None]
    difference: PageDiff


# What was told of a page lives as long as the page.
_memories: Final[WeakKeyDictionary[Page, list[_Memory]]] = WeakKeyDictionary()
_KEPT: Final = 4


def _told(left: Page | None, right: Page | None, names: Names, rules: Noise) -> PageDiff:
    """``compare``, or what it said of the same two before, if all that it named has still these
    names."""
    page = right if right is not None else left
    assert page is not None
    known = _memories.setdefault(page, [])
    for memory in known:
        if memory.rules == rules and _is(memory.old, left) and _is(memory.new, right):
            if still(memory.answers, names):
                return memory.difference
            known.remove(memory)
            break
    asked = Asked(names)
    difference = compare(left, right, asked, rules)
    weak = [ref(side) if side is not None else None for side in (left, right)]
    known.insert(0, _Memory(weak[0], weak[1], rules, asked.answers, difference))
    del known[_KEPT:]
    return difference


def _is(weak: ReferenceType[Page] | None, page: Page | None) -> bool:
    return (weak() if weak is not None else None) is page


def _status(before: str | None, after: str | None, renamed: bool) -> Status:
    if before is None:
        return Status.ADDED
    if after is None:
        return Status.REMOVED
    return Status.RENAMED if renamed else Status.CHANGED


def _file(path: str, status: Status, difference: PageDiff, page: Page | None) -> FileDiff:
    number = page.number if page is not None else None
    title = page.title if page is not None else path
    return FileDiff(path, kind_of(path), number, title, status, difference)
