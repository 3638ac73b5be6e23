"""What holds between files by name and not by id: item names, page numbers, named lists of values.

APEX resolves these when a page runs, so an import accepts them and the page fails later. A name is
looked for in a component's text; that finds too much rather than too little (a comment counts), so
what rests on a mention alone is a question or a notice, never an error.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from typing import Final

from app.apex.integrity import Pages, issue
from app.apex.model import Issue
from app.apex.tree import Component, Page

_ITEM: Final = "create_page_item"
_LOV: Final = "create_list_of_values"
# The usual spelling of an item's name: P, its page's number, an underscore.
_PREFIX: Final = re.compile(r"P(\d+)_", re.IGNORECASE)


def item_names(page: Page) -> dict[str, Component]:
    """The items of a page by name, in capitals: APEX does not tell them apart by case."""
    return {c.name.upper(): c for c in page.components if c.procedure == _ITEM}


def by_name(page: Page) -> re.Pattern[str] | None:
    """What a use of this file by name looks like in an export; None if it has no such name.

    A page is linked to as ``f?p=&APP_ID.:20:`` (a number may stand for the substitution) or as
    ``p_page => 20`` of ``apex_page.get_url``; a list of values is ``p_named_lov=>'NAME'``.
    """
    if page.number is not None:
        return _link((str(page.number),))
    names = [re.escape(c.name.replace("'", "''")) for c in page.components if c.procedure == _LOV]
    return re.compile(rf"p_named_lov=>'(?:{'|'.join(names)})'") if names else None


def _link(numbers: Iterable[str]) -> re.Pattern[str]:
    one = "|".join(numbers)
    return re.compile(
        rf"f\?p=(?:&(?:amp;)?\w+\.|\d+):({one})(?=[:'&]|$)|p_page\s*=>\s*'*({one})\b",
        re.IGNORECASE | re.MULTILINE,
    )


def crossings(pages: Pages, before: Iterable[Pages], changed: Collection[str]) -> list[Issue]:
    """Findings in the result ``pages``; ``before`` are ours, theirs and the base, ``changed`` the
    paths that the merge touched."""
    ours, theirs, base = before
    touched = {path: pages[path] for path in changed if path in pages}
    return [
        *_doubled_pages(pages, (ours, theirs)),
        *_doubled_items(touched, pages, ours, theirs),
        *_foreign_items(touched, ours),
        *_lost(pages, (ours, theirs, base), changed),
    ]


def _numbers(pages: Pages) -> Counter[int]:
    return Counter(p.number for p in pages.values() if p.number is not None)


def _doubled_pages(pages: Pages, sides: Iterable[Pages]) -> list[Issue]:
    """Two files that make a page of the same number, which no side had: one would be lost."""
    doubled = {number for number, count in _numbers(pages).items() if count > 1}
    if not doubled:
        return []
    for side in sides:
        doubled -= {number for number, count in _numbers(side).items() if count > 1}
    seen: set[int] = set()
    found: list[Issue] = []
    for page in pages.values():
        number, top = page.number, page.page_component
        if number not in doubled or number is None or top is None:
            continue
        if number in seen:
            facts = {"name": str(number)}
            found.append(issue("error", "merge.duplicate_page", page, top, facts))
        seen.add(number)
    return found


def _homes(pages: Pages, name: str) -> list[str]:
    """The paths of the pages that have this item."""
    return [
        path
        for path, page in pages.items()
        if page.number is not None and name in page.source.upper() and name in item_names(page)
    ]


def _doubled_items(touched: Pages, pages: Pages, ours: Pages, theirs: Pages) -> list[Issue]:
    """An item that theirs brought to one page, and that ours has on another."""
    found: list[Issue] = []
    for path, page in touched.items():
        mine = ours.get(path)
        known = item_names(mine) if mine is not None else {}
        for name, component in item_names(page).items():
            if name in known or len(_homes(pages, name)) < 2 or len(_homes(theirs, name)) > 1:
                continue
            facts = {"name": component.name}
            found.append(issue("error", "merge.duplicate_item", page, component, facts))
    return found


def _foreign_items(touched: Pages, ours: Pages) -> list[Issue]:
    """An item that came with the merge and carries another page's number in its name."""
    found: list[Issue] = []
    for path, page in touched.items():
        mine = ours.get(path)
        known = item_names(mine) if mine is not None else {}
        for name, component in item_names(page).items():
            prefix = _PREFIX.match(name)
            if name not in known and prefix is not None and int(prefix[1]) != page.number:
                facts = {"number": str(page.number)}
                found.append(issue("notice", "merge.item_page", page, component, facts))
    return found


def _lost(pages: Pages, sides: Iterable[Pages], changed: Collection[str]) -> list[Issue]:
    """Mentions of items, and links to pages, that the merge leaves without a target."""
    items: set[str] = set()
    numbers: set[int] = set()
    for side in sides:
        for path in changed:
            page = side.get(path)
            if page is not None and page.number is not None:
                items |= item_names(page).keys()
                numbers.add(page.number)
    for path in changed:
        if path in pages:
            items -= item_names(pages[path]).keys()
    items = {name for name in items if not _homes(pages, name)}
    numbers -= _numbers(pages).keys()
    found: list[Issue] = []
    if items:
        word = re.compile(rf"(?<![\w$#])({'|'.join(map(re.escape, items))})(?![\w$#])", re.I)
        found += _mentions(pages, word, "merge.lost_item")
    if numbers:
        found += _mentions(pages, _link(map(str, numbers)), "merge.lost_page")
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
