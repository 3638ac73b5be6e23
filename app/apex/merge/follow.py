"""A new name written where the other side uses the old one: what *both* means for a rename."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from app.apex.check.names import kind_of, name_of
from app.apex.check.uses import uses_in
from app.apex.compare.file import properties
from app.apex.export.draft import Draft
from app.apex.export.parse import parse
from app.apex.export.tree import Page
from app.apex.export.values import Value
from app.apex.model import Conflict, ConflictKind, Take


def renames(conflicts: Iterable[Conflict]) -> list[Conflict]:
    """The renames that were decided for both."""
    return [
        c
        for c in conflicts
        if c.taken is Take.BOTH and c.kind is ConflictKind.REFERENCE and c.property and c.uses
    ]


def followed(page: Page, conflicts: Iterable[Conflict], path: str | None = None) -> Page:
    """The page with the new names of these renames where they are used in it. ``path`` is what
    the page is called in the uses; None takes them all to be in it."""
    for conflict in conflicts:
        old, new = conflict.ours or "", conflict.theirs or ""
        if conflict.used_by == "theirs":
            old, new = new, old
        kind = kind_of(conflict.component.partition(":")[0], conflict.property)
        places = dict.fromkeys(
            (use.component, use.property)
            for use in conflict.uses
            if path is None or use.path == path
        )
        for key, argument in places:
            page = _with_name(page, key, argument, (kind, old, new))
    return page


def _with_name(page: Page, key: str, argument: str, names: tuple[str, str, str]) -> Page:
    kind, old, new = names
    component = page.by_key.get(key)
    value = properties(component).get(argument) if component is not None else None
    if component is None or value is None:
        return page
    text, wanted = value.text, name_of(kind, old)
    found = [u for u in uses_in(component, argument, value) if u.name == wanted and u.whole]
    for use in sorted(found, key=lambda u: -u.start):
        spelled = new.lower() if text[use.start : use.end].islower() else new
        text = text[: use.start] + spelled + text[use.end :]
    if text == value.text:
        return page
    changes: Mapping[str, Value | None] = {argument: replace(value, text=text)}
    draft = Draft(page, page)
    draft.change(component, changes, None)
    return parse(draft.text(), page.name)
