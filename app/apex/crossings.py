"""What holds between files by name and not by id: item names, page numbers, named lists of values.

APEX resolves these when a page runs, so an import accepts them and the page fails later. A name is
looked for in a component's text; that finds too much rather than too little (a comment counts), so
what rests on a mention alone is a question or a notice, never an error.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from app.apex.integrity import Pages, issue
from app.apex.mentions import link
from app.apex.model import Issue


def crossings(pages: Pages, before: Iterable[Pages], changed: Collection[str]) -> list[Issue]:
    """Mentions of what the result ``pages`` lost. ``before`` are ours, theirs and the base,
    ``changed`` the paths that the merge touched."""
    return _lost(pages, before, changed)


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
