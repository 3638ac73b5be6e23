"""What holds between files by name and not by id: item names, page numbers, named lists of values.

APEX resolves these when a page runs, so an import accepts them and the page fails later. A name is
looked for in a component's text; that finds too much rather than too little (a comment counts), so
what rests on a mention alone is a question or a notice, never an error.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from msgspec.structs import replace

from app.apex.check.integrity import Pages, issue
from app.apex.check.mentions import by_component, called, link
from app.apex.export.tree import Component, Page
from app.apex.model import Issue, Severity

Name = tuple[str, str]  # procedure, name


def crossings(pages: Pages, before: Iterable[Pages], changed: Collection[str]) -> list[Issue]:
    """Mentions of what the result ``pages`` lost. ``before`` are ours, theirs and the base,
    ``changed`` the paths that the merge touched."""
    sides = list(before)
    found = [*_lost(pages, sides, changed), *lost_names(pages, sides, changed)]
    # New mentions were asked about: who decided against the name knows.
    return [replace(i, severity="notice") for i in found]


def lost_names(
    pages: Pages, sides: Iterable[Pages], changed: Collection[str] | None = None
) -> list[Issue]:
    """Uses of a shared component's name that nothing has any more. An error where no side that
    had lost the name used it in that place, and so the merge made it; else a notice.
    ``changed`` are the paths in which to look for what a side had, None for all."""
    known = list(sides)
    had: dict[Name, tuple[str, Component]] = {}
    for side in known:
        for path in side if changed is None else side.keys() & set(changed):
            had.update((known_as, (path, c)) for known_as, c in _names(side[path]))
    for path in pages if changed is None else pages.keys() & set(changed):
        for known_as, _ in _names(pages[path]):
            had.pop(known_as, None)
    lost = {n: place for n, place in had.items() if not _is_named(pages, n)}
    found: list[Issue] = []
    for (procedure, name), (home, component) in lost.items():
        use = by_component(component)
        without = [s for s in known if not _is_named(s, (procedure, name))]
        for path, page in pages.items() if use is not None else ():
            for user in page.components if use is not None and use.search(page.source) else ():
                if use is None or not use.search(user.source):
                    continue
                old = [s[path].by_key.get(user.key) for s in without if path in s]
                before = any(c is not None and use.search(c.source) for c in old)
                facts = {"name": name, "target": home}
                severity: Severity = "notice" if before else "error"
                found.append(issue(severity, "merge.lost_name", page, user, facts))
    return found


def _names(page: Page) -> Iterable[tuple[Name, Component]]:
    """What texts of other files can name in this one."""
    if page.number is None:
        for component in page.components:
            name = called(component)
            if name:
                yield (component.procedure, name), component


def _is_named(pages: Pages, name: Name) -> bool:
    return any(
        name == known
        for page in pages.values()
        if page.number is None and name[0] in page.source
        for known, _ in _names(page)
    )


def _numbers(pages: Pages) -> set[int]:
    return {p.number for p in pages.values() if p.number is not None}


def _homes(pages: Pages, name: str) -> list[str]:
    """The paths of the pages that have this item."""
    return [
        path
        for path, page in pages.items()
        if page.number is not None and name in page.source.upper() and name in page.items
    ]


def _lost(pages: Pages, sides: Iterable[Pages], changed: Collection[str]) -> list[Issue]:
    """Mentions of items, and links to pages, that the merge leaves without a target."""
    items: set[str] = set()
    numbers: set[int] = set()
    for side in sides:
        for path in changed:
            page = side.get(path)
            if page is not None and page.number is not None:
                items |= page.items.keys()
                numbers.add(page.number)
    for path in changed:
        if path in pages:
            items -= pages[path].items.keys()
    items = {name for name in items if not _homes(pages, name)}
    numbers -= _numbers(pages)
    found: list[Issue] = []
    if items:
        word = re.compile(rf"(?<![\w$#])({'|'.join(map(re.escape, items))})(?![\w$#])", re.I)
        found += _mentions(pages, word, "merge.lost_item")
    if numbers:
        found += _mentions(pages, link(map(str, numbers)), "merge.lost_page")
    return found


def _mentions(pages: Pages, pattern: re.Pattern[str], code: str) -> list[Issue]:
    found: list[Issue] = []
    for page in pages.values():
        if not pattern.search(page.source):
            continue
        for component in page.components:
            names = {next(filter(None, m.groups())) for m in pattern.finditer(component.source)}
            found += [
                issue("notice", code, page, component, {"name": name}) for name in sorted(names)
            ]
    return found
