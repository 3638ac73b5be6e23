"""What differs across an upgrade of APEX, held against what differed before at the same place.

The catalogue of upgrades does not know all that a newer release writes in its own way. But where an
older version of the application stands at a client in the newer words, the client's own APEX shows
it: what it makes of the same component, of many of a kind, of a kind that it has no more. What is
left is no upgrade's.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from msgspec.structs import replace

from app.apex.compare.application import compare_applications
from app.apex.compare.file import place_of
from app.apex.export.application import Application
from app.apex.model import ApplicationDiff, ComponentChange, FileDiff, PropertyChange, Status

_OFTEN: Final = 2  # times that a step is made, before it counts as one of the release
_WHOLE: Final = (Status.ADDED, Status.REMOVED)


class _Told(NamedTuple):
    """One property of one component, and what became of it."""

    path: str
    key: str
    name: str
    old: str | None
    new: str | None


class _Step(NamedTuple):
    """The same, of any component of a kind."""

    procedure: str
    plugin: str
    name: str
    old: str | None
    new: str | None


class Reference:
    """``before``: from a version, in the older words, to ``there``, the same one as the newer
    release has it."""

    def __init__(self, before: ApplicationDiff, there: Application) -> None:
        self._told = frozenset(told for told, _ in _all(before))
        steps = Counter(step for _, step in _all(before))
        self._steps = frozenset(step for step, count in steps.items() if count >= _OFTEN)
        self._components = frozenset(
            _component(file, change) for file in before.files for change in file.diff.changes
        )
        self._files = frozenset((file.path, file.status) for file in before.files)
        removed = {
            change.procedure
            for file in before.files
            for change in file.diff.changes
            if change.status is Status.REMOVED
        }
        self._gone = removed - _kinds(there) if removed else removed

    def beyond(self, found: ApplicationDiff) -> ApplicationDiff:
        """``found`` without what the reference accounts for, which is counted as noise."""
        files = []
        noise = found.noise
        for file in found.files:
            changes = [self._left(file, change) for change in file.diff.changes]
            kept = tuple(change for change in changes if change is not None)
            parts = sum(len(c.properties) or 1 for c in file.diff.changes)
            noise += parts - sum(len(c.properties) or 1 for c in kept)
            if kept or ((file.path, file.status) not in self._files and self._moved(file)):
                files.append(replace(file, diff=replace(file.diff, changes=kept)))
        return ApplicationDiff(tuple(files), noise)

    def _left(self, file: FileDiff, change: ComponentChange) -> ComponentChange | None:
        known = _component(file, change) in self._components
        if change.status in _WHOLE:
            gone = change.status is Status.REMOVED and change.procedure in self._gone
            return None if known or gone else change
        left = tuple(
            p
            for p in change.properties
            if _told(file, change, p) not in self._told and _step(change, p) not in self._steps
        )
        if left or (not change.properties and not known):
            return replace(change, properties=left)
        return None

    @staticmethod
    def _moved(file: FileDiff) -> bool:
        """Whether a file differs for more than its components: it has none, or another path."""
        return not file.diff.changes or file.status is Status.RENAMED


def is_brought(left: ApplicationDiff, base: Application | None, wanted: Application) -> bool:
    """Whether ``left`` is nothing but properties that only ``wanted`` brings: of components that
    ``base`` has not, or with a value that is another one there. Of these the version before shows
    nothing, so nobody can tell an upgrade's words from a fault. ``base`` is None where there was no
    version before: then that is so of all.

    Whole components and files are no such: no upgrade takes them away where others of the kind
    stay.
    """
    changes = [(file, change) for file in left.files for change in file.diff.changes]
    if any(not f.diff.changes or f.status is not Status.CHANGED for f in left.files) or any(
        change.status in _WHOLE for _, change in changes
    ):
        return False
    if base is None:
        return True
    anew = _new_places(base, wanted)
    edited = {
        (file.path, change.place, one.name)
        for file in compare_applications(base, wanted).files
        for change in file.diff.changes
        for one in change.properties
    }
    return all(
        (file.path, change.place) in anew or (file.path, change.place, one.name) in edited
        for file, change in changes
        for one in change.properties
    )


def _new_places(base: Application, wanted: Application) -> set[tuple[str, object]]:
    """The components of ``wanted`` that ``base`` has neither under their name nor under their id,
    as file and place."""
    known: set[tuple[str, object]] = set()
    for path, page in base.parsed.items():
        known.update((path, c.key) for c in page.components)
        known.update((path, place_of(c)) for c in page.components)
    found: set[tuple[str, object]] = set()
    old: set[tuple[str, object]] = set()
    for path, page in wanted.parsed.items():
        for component in page.components:
            place = (path, place_of(component))
            is_known = place in known or (path, component.key) in known
            (old if is_known else found).add(place)
    return found - old


def digest(found: ApplicationDiff) -> str:
    """What differs, as 16 hex digits: the same at each client of which the same is left."""
    told = sorted(
        (file.path, change.place, one.name, one.old or "", one.new or "")
        for file in found.files
        for change in file.diff.changes
        for one in change.properties
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def replaced(
    before: ApplicationDiff, after: ApplicationDiff, released: ApplicationDiff
) -> tuple[str, ...]:
    """The files in which something differed ``before`` an import and does not ``after`` it, and is
    not what was ``released`` meanwhile: what somebody had changed at that place."""
    still = {told for told, _ in _all(after)}
    new = {told[:3] for told, _ in _all(released)}
    kept = {_component(f, c) for f in after.files for c in f.diff.changes}
    other = {_component(f, c)[:2] for f in released.files for c in f.diff.changes}
    found: dict[str, None] = {}
    for file in before.files:
        for change in file.diff.changes:
            if change.status in _WHOLE:
                one = _component(file, change)
                if one not in kept and one[:2] not in other:
                    found[file.path] = None
            elif any(
                (told := _told(file, change, p)) not in still and told[:3] not in new
                for p in change.properties
            ):
                found[file.path] = None
    return tuple(found)


def _kinds(application: Application) -> set[str]:
    return {c.procedure for page in application.parsed.values() for c in page.components}


def _component(file: FileDiff, change: ComponentChange) -> tuple[object, ...]:
    """One component: by its key, or by its place where it has its id from one side alone."""
    who = change.place if change.status in _WHOLE else change.key
    return file.path, who, change.status


def _all(found: ApplicationDiff) -> Iterator[tuple[_Told, _Step]]:
    for file in found.files:
        for change in file.diff.changes:
            if change.status not in _WHOLE:
                for one in change.properties:
                    yield _told(file, change, one), _step(change, one)


def _told(file: FileDiff, change: ComponentChange, one: PropertyChange) -> _Told:
    return _Told(file.path, change.key, one.name, one.old, one.new)


def _step(change: ComponentChange, one: PropertyChange) -> _Step:
    plugin = change.plugin if one.name.startswith("p_attribute") else ""
    return _Step(change.procedure, plugin, one.name, one.old, one.new)
