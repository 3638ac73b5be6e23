"""What one side took away or renamed, and the other uses where the result would still use it.

Each side is right alone: the item went with all its uses here, a link to it came there. So every
property that names something lost is merged for a look, and counts where the result has more of
such uses than the side that lost the name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from app.apex import catalogue
from app.apex.check.names import Definition, Name, NameIndex, names_of, reaches
from app.apex.check.uses import Use, is_elsewhere, uses_in, uses_of_names
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
    """Who has which names at three sides, in one id space."""

    base: NameIndex
    taker: NameIndex
    user: NameIndex


class Claim(NamedTuple):
    """A use of what the component ``key`` in the base's file ``path`` gives a name by ``argument``.
    It counts if the component ``user`` of the user's file ``home`` is in the result; where that is
    None, it counts whatever is decided."""

    path: str
    key: str
    argument: str
    use: Usage
    home: str
    user: str | None


Kept = Callable[[str, str], bool]  # path at the user's side, key


def stakes(claims: Iterable[Claim], kept: Kept = lambda path, key: False) -> tuple[Stake, ...]:
    """What of the claims stands. ``kept`` says whether it was decided that a component stays which
    the taker deleted."""
    found: dict[tuple[str, str, str], list[Usage]] = {}
    for path, key, argument, use, home, user in claims:
        if user is None or kept(home, user):
            found.setdefault((path, key, argument), []).append(use)
    return tuple(Stake(*key, tuple(dict.fromkeys(uses))) for key, uses in found.items())


def claims(sides: Sides, files: Collection[Paths]) -> Iterator[Claim]:
    """What ``taker`` lost and ``user`` has and uses, whatever is decided."""
    wanted: dict[Name, list[tuple[str, Definition]]] = {}
    for path, definition in _lost(sides, files):
        wanted.setdefault(definition.name, []).append((path, definition))
    for home, page, use, stays in _uses(sides, files, wanted) if wanted else ():
        name, number = use.name, page.number
        if sides.taker.has(name, number) or not sides.user.has(name, number):
            continue
        user = None if stays else use.component.key
        for path, definition in wanted[name]:
            if reaches(number, definition.page):
                key, argument = definition.component.key, definition.argument
                yield Claim(path, key, argument, usage(page, use), home, user)


def _lost(sides: Sides, files: Iterable[Paths]) -> list[tuple[str, Definition]]:
    """What gave a name in the base, and the paths of its file."""
    base, taker, user = sides
    gone: list[tuple[str, Definition]] = []
    for paths in files:
        was, now = base.files.get(paths.base), taker.files.get(paths.taker)
        if was is None or (now is not None and now.text == was.text):
            continue
        kept = {(d.name, d.page) for d in names_of(now.page)} if now is not None else set()
        gone += ((paths.base, d) for d in names_of(was.page) if (d.name, d.page) not in kept)
    taker.look_for(d.name for _, d in gone)
    gone = [(path, d) for path, d in gone if not taker.has(d.name, d.page)]
    for side in (user, base):
        side.look_for(d.name for _, d in gone)
    return [
        (path, d)
        for path, d in gone
        if user.has(d.name, d.page) and not _again(d.name, d.page, base, user)
    ]


def _again(name: Name, page: int | None, base: NameIndex, user: NameIndex) -> bool:
    """Whether something new has the name at the user's side, and so in the result."""
    was = {_who(d) for d in base.givers(name)}
    return any(reaches(page, d.page) and _who(d) not in was for d in user.givers(name))


def _who(definition: Definition) -> tuple[int | None, str]:
    component = definition.component
    return component.page.number, component.key


def _uses(
    sides: Sides, files: Iterable[Paths], wanted: Collection[Name]
) -> Iterator[tuple[str, Page, Use, bool]]:
    """The uses of these names that the user's side has, in the files at these paths, and whether
    the result has them and the taker has not."""
    for paths in files:
        file = sides.user.files.get(paths.user)
        known = [sides.base.files.get(paths.base), sides.taker.files.get(paths.taker)]
        if file is None or any(f is not None and f.text == file.text for f in known):
            continue
        if not any(file.may_mention(name.text) for name in wanted):
            continue
        was, other = (f.page if f is not None else None for f in known)
        # A new file that has the name itself, as the application in one file, needs no other.
        own = {d.name for d in names_of(file.page)} if was is None and other is None else set()
        for name, uses in uses_of_names(file.page, wanted).items():
            if name not in own:
                for use in (u for u in uses if not is_elsewhere(u, sides)):
                    yield paths.user, file.page, use, _stays(use, was, other)


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
    return sum(use.name == name for use in uses_in(component, argument, value, (name.kind,)))


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
