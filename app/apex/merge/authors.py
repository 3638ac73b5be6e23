"""Who changed each side of a conflict, as far as the exports say it.

Exports of a schema say who saved a component or its page last, and when; exports without audit
information do not, and then whoever merges may know (the authors of commits, the developer's name).
"""

from __future__ import annotations

import re
from typing import Final

from msgspec.structs import replace

from app.apex.export.tree import Component, Page
from app.apex.model import Author, Conflict

_BY: Final = ("p_updated_by", "p_last_updated_by")
_ON: Final = ("p_updated_on", "p_last_updated_on", "p_last_upd_yyyymmddhh24miss")
# 20250620111031, in UTC with a Z behind it, else in the time zone of the server.
_STAMP: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(Z?)")


def with_authors(
    conflict: Conflict, base: Page | None, ours: Page | None, theirs: Page | None
) -> Conflict:
    """The conflict with who saved its component, or else its page, last on each side."""
    was = _saved(base, conflict.component)
    found = [_saved(page, conflict.component) for page in (ours, theirs)]
    # The base's own stamp says nothing of who changed it since.
    mine, other = (tuple(a for a in side if a not in was) for side in found)
    return replace(conflict, ours_by=mine, theirs_by=other) if mine or other else conflict


def also_by(conflict: Conflict, ours: tuple[Author, ...], theirs: tuple[Author, ...]) -> Conflict:
    """The conflict with authors that somebody else knows, before those that the exports tell."""
    return replace(
        conflict,
        ours_by=tuple(dict.fromkeys((*ours, *conflict.ours_by))),
        theirs_by=tuple(dict.fromkeys((*theirs, *conflict.theirs_by))),
    )


def _saved(page: Page | None, key: str) -> tuple[Author, ...]:
    if page is None:
        return ()
    component = page.by_key.get(key)
    found = [_stamp(c) for c in (component, page.page_component) if c is not None]
    return next(((author,) for author in found if author.name), ())


def _stamp(component: Component) -> Author:
    name = next(filter(None, (component.text(n) for n in _BY)), "")
    for argument in _ON:
        known = component.arguments.get(argument)
        found = _STAMP.search(known.source) if known is not None else None
        if found is not None:
            year, month, day, hour, minute, second, zone = found.groups()
            return Author(name, f"{year}-{month}-{day}T{hour}:{minute}:{second}{zone}")
    return Author(name)
