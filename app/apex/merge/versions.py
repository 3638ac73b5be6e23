"""What a merge of applications finds out of its three versions before anything is decided.

Each decision makes the merge again, and none of them changes this: it is found once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cached_property, lru_cache
from typing import NamedTuple

from app.apex.check import integrity
from app.apex.check.names import NameIndex
from app.apex.compare.application import renamed_files
from app.apex.compare.names import Layers
from app.apex.export.application import DERIVED, Application
from app.apex.identity.match import references
from app.apex.merge.context import Named
from app.apex.merge.stakes import Claim, Paths, Sides, claims, reference
from app.apex.model import Usage


class File(NamedTuple):
    """The paths of one file at the three sides, and where the result goes."""

    base: str
    ours: str
    theirs: str
    result: str


class Versions:
    """Three versions of an application in one id space.

    ``taken_by_theirs`` and ``taken_by_ours`` are uses at the one side of names that the other side
    took away.
    """

    def __init__(self, base: Application, ours: Application, theirs: Application) -> None:
        self.base, self.ours, self.theirs = base, ours, theirs
        self.names = Layers(ours.names, theirs.names, base.names)
        self.by_name = Sides(*(NameIndex(side.sources) for side in (base, ours, theirs)))

    @cached_property
    def files(self) -> tuple[File, ...]:
        """The files of all sides; one that a side renamed counts as one file."""
        by_ours = {was: now for now, was in renamed_files(self.base, self.ours).items()}
        by_theirs = {was: now for now, was in renamed_files(self.base, self.theirs).items()}
        taken = {*by_ours.values(), *by_theirs.values()}
        paths = {**self.ours.files, **self.theirs.files, **self.base.files}
        found: list[File] = []
        for path in paths:
            if path in DERIVED or (path in taken and path not in self.base.files):
                continue
            ours, theirs = by_ours.get(path, path), by_theirs.get(path, path)
            found.append(File(path, ours, theirs, ours if ours != path else theirs))
        return tuple(found)

    @cached_property
    def taken_by_ours(self) -> tuple[Claim, ...]:
        base, ours, theirs = self.by_name
        paths = [Paths(file.base, file.ours, file.theirs) for file in self.files]
        return tuple(claims(Sides(base, ours, theirs), paths))

    @cached_property
    def taken_by_theirs(self) -> tuple[Claim, ...]:
        base, ours, theirs = self.by_name
        paths = [Paths(file.base, file.theirs, file.ours) for file in self.files]
        return tuple(claims(Sides(base, theirs, ours), paths))

    @cached_property
    def by_id(self) -> Mapping[File, Named]:
        """By file that both sides have, the components that one side deleted and the other refers
        to by id in something new of another file: their keys, and who refers to them."""
        ours, theirs = self.ours.sources, self.theirs.sources
        both = [file for file in self.files if file.ours in ours and file.theirs in theirs]
        return {file: found for file in both if (found := self._deleted(file))}

    @cached_property
    def referring(self) -> Mapping[File, tuple[Usage, ...]]:
        """By file that one side deleted, the references by id to it that other files of the other
        side have, and had not in the base. Who has the component too, as the application in one
        file, does not miss it."""
        found: dict[File, tuple[Usage, ...]] = {}
        for file in self.files:
            mine, other = file.ours in self.ours.sources, file.theirs in self.theirs.sources
            if file.base in self.base.sources and mine != other:
                kept, path = (self.ours, file.ours) if mine else (self.theirs, file.theirs)
                page = kept.parsed[path]
                here = integrity.defined([page])
                found[file] = tuple(u for _, u in _using(here, page.name, (kept, self.base)))
        return found

    def _deleted(self, file: File) -> Named:
        found: dict[str, list[Usage]] = {}
        ours, theirs = (self.ours, file.ours), (self.theirs, file.theirs)
        for (taker, here), (user, there) in ((ours, theirs), (theirs, ours)):
            was, now = self.base.sources.get(file.base), taker.sources[here]
            if was is None or was.text == now.text:
                continue
            kept = user.sources[there].page.by_key
            gone = {
                c.id: c.key
                for c in was.page.mapped
                if c.key in kept and c.key not in now.page.by_key and c.id not in taker.homes
            }
            for identity, use in _using(gone.keys(), there, (user, self.base, taker)):
                found.setdefault(gone[identity], []).append(use)
        return tuple((key, "", tuple(dict.fromkeys(uses))) for key, uses in found.items())


# The rounds of a merge ask about the same three, and so does a second merge with more decisions.
@lru_cache(maxsize=2)
def versions(base: Application, ours: Application, theirs: Application) -> Versions:
    return Versions(base, ours, theirs)


def _using(
    wanted: Set[str], home: str, sides: Sequence[Application]
) -> Iterator[tuple[str, Usage]]:
    """References to ids that files of the first side but for their ``home`` have, and the same
    files of the others have not."""
    user, *others = sides
    for path, file in user.sources.items() if wanted else ():
        if path == home or not wanted & file.mentioned:
            continue
        ids = wanted - file.defined
        pages = [side.parsed.get(path) for side in others]
        known = {use for page in pages if page is not None for use in integrity.uses(page)}
        for component in file.page.components:
            for argument, identity in references(component):
                if identity in ids and (component.key, argument, identity) not in known:
                    yield identity, reference(file.page, component, argument)
