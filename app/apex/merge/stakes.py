"""What one side took away or renamed, and the other uses where the result would still use it.

Each side is right alone: the item went with all its uses here, a link to it came there. So every
property that names something lost is merged for a look, and counts where the result has more of
such uses than the side that lost the name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from app.apex import catalogue
from app.apex.check.names import Definition, Files, Name, Names, names_of, reaches
from app.apex.check.uses import Use, uses_in, uses_of_names
from app.apex.compare.file import place_of, properties
from app.apex.export.tree import Component, Page
from app.apex.export.values import Value
from app.apex.merge.properties import merge_values
from app.apex.model import Usage


class Paths(NamedTuple):
    """One file's paths in the base, at the side that loses names, and at the one that uses them."""

    base: str
    taker: str
    user: str


class Stake(NamedTuple):
    """``argument`` of the component ``key`` in the base's file ``path`` gives a name that the
    taker's side has no more, and that ``uses`` need."""

    path: str
    key: str
    argument: str
    uses: tuple[Usage, ...]


class Sides(NamedTuple):
    """The files of an application at three sides, in one id space."""

    base: Files
    taker: Files
    user: Files


Kept = Callable[[str, str], bool]  # path at the user's side, key


def stakes(
    sides: Sides, files: Collection[Paths], kept: Kept = lambda path, key: False
) -> tuple[Stake, ...]:
    """What ``taker`` lost and ``user`` has and uses. ``kept`` says whether it was decided that a
    component stays which the taker deleted."""
    base, taker, user = (Names(side) for side in sides)
    lost = list(_lost(sides, files, (base, taker, user)))
    if not lost:
        return ()
    wanted: dict[Name, list[tuple[str, Definition]]] = {}
    for path, definition in lost:
        wanted.setdefault(definition.name, []).append((path, definition))
    found: dict[tuple[str, str, str], list[Usage]] = {}
    for page, use in _uses(sides, files, wanted, kept):
        if taker.has(use.name, page.number) or not user.has(use.name, page.number):
            continue
        for path, definition in wanted[use.name]:
            if reaches(page.number, definition.page):
                key = path, definition.component.key, definition.argument
                found.setdefault(key, []).append(usage(page, use))
    return tuple(Stake(*key, tuple(dict.fromkeys(uses))) for key, uses in found.items())


def _lost(
    sides: Sides, files: Iterable[Paths], names: tuple[Names, Names, Names]
) -> Iterator[tuple[str, Definition]]:
    """What gave a name in the base, and the paths of its file."""
    base, taker, user = names
    for paths in files:
        was, now = sides.base.get(paths.base), sides.taker.get(paths.taker)
        if was is None or (now is not None and now.text == was.text):
            continue
        kept = {(d.name, d.page) for d in names_of(now.page)} if now is not None else set()
        for definition in names_of(was.page):
            name, page = definition.name, definition.page
            if (name, page) in kept or taker.has(name, page):
                continue
            if user.has(name, page) and not _again(name, page, base, user):
                yield paths.base, definition


def _again(name: Name, page: int | None, base: Names, user: Names) -> bool:
    """Whether something new has the name at the user's side, and so in the result."""
    was = {_who(d) for d in base.givers(name)}
    return any(reaches(page, d.page) and _who(d) not in was for d in user.givers(name))


def _who(definition: Definition) -> tuple[int | None, str]:
    component = definition.component
    return component.page.number, component.key


def _uses(
    sides: Sides, files: Iterable[Paths], wanted: Collection[Name], kept: Kept
) -> Iterator[tuple[Page, Use]]:
    """The uses of these names that the result has and the taker has not."""
    for paths in files:
        file = sides.user.get(paths.user)
        known = [side.get(p) for side, p in ((sides.base, paths.base), (sides.taker, paths.taker))]
        if file is None or any(f is not None and f.text == file.text for f in known):
            continue
        if not any(file.may_mention(name.text) for name in wanted):
            continue
        was, other = (f.page if f is not None else None for f in known)
        # A new file that has the name itself, as the application in one file, needs no other.
        own = {d.name for d in names_of(file.page)} if was is None and other is None else set()
        for name, uses in uses_of_names(file.page, wanted).items():
            if name not in own:
                for use in uses:
                    if _stays(use, was, other) or kept(paths.user, use.component.key):
                        yield file.page, use


def _stays(use: Use, was: Page | None, other: Page | None) -> bool:
    """Whether the merge of the property has more uses of the name than ``other``."""
    key, argument = use.component.key, use.argument
    base = was.by_key.get(key) if was is not None else None
    taker = other.by_key.get(key) if other is not None else None
    if taker is None:
        return base is None  # what was deleted goes, or is asked about as a whole
    before = properties(base).get(argument) if base is not None else None
    there, here = properties(taker).get(argument), properties(use.component).get(argument)
    merged = merge_values(argument, before, there, here)
    found = _count(use.name, use.component, argument, here if merged.conflict else merged.value)
    least = _count(use.name, taker, argument, there)
    if merged.conflict and base is not None:  # the property is asked about anyway
        least = max(least, _count(use.name, base, argument, before))
    return found > least


def _count(name: Name, component: Component, argument: str, value: Value | None) -> int:
    return sum(use.name == name for use in uses_in(component, argument, value))


def usage(page: Page, use: Use) -> Usage:
    """A use as a conflict tells it."""
    return _told(page, use.component, use.argument, use.around, use.whole)


def reference(page: Page, component: Component, argument: str) -> Usage:
    """A reference by id as a conflict tells it."""
    return _told(page, component, argument, "", False)


def _told(page: Page, component: Component, argument: str, text: str, follows: bool) -> Usage:
    plugin = catalogue.plugin_of(component.text)
    return Usage(
        page.name,
        page.number,
        page.title,
        component.key,
        place_of(component),
        argument,
        catalogue.label_of(argument, component.procedure, plugin),
        text,
        plugin,
        follows,
    )
