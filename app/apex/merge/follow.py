"""A new name written where the other side uses the old one: what *both* means for a rename."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from msgspec.structs import replace

from app.apex.check.names import Name, kind_of, name_of
from app.apex.check.uses import Use, uses_of
from app.apex.compare.file import properties
from app.apex.export.edit import Target, rewritten
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
        name = name_of(kind_of(conflict.component.partition(":")[0], conflict.property), old)
        places = {
            (use.component, use.property)
            for use in conflict.uses
            if path is None or use.path == path
        }
        page = with_names(page, {name: new}, places)
    return page


def with_names(
    page: Page, names: Mapping[Name, str], places: Collection[tuple[str, str]] | None = None
) -> Page:
    """The page with other names where it uses these: in the arguments ``places`` of components, or
    everywhere. What gives a name keeps it."""
    found: dict[str, dict[str, list[Use]]] = {}
    here = uses_of(page)
    for use in (u for name in names for u in here.get(name, ()) if u.whole):
        if places is None or (use.component.key, use.argument) in places:
            found.setdefault(use.component.key, {}).setdefault(use.argument, []).append(use)
    text, target = page.source, Target(page)
    for component in reversed(page.components):
        changes: dict[str, Value | None] = {
            argument: _written(properties(component)[argument], uses, names)
            for argument, uses in found.get(component.key, {}).items()
        }
        if changes:
            new = rewritten(component, changes, None, target)
            text = text[: component.start] + new + text[component.end :]
    return parse(text, page.name) if text != page.source else page


def _written(value: Value, uses: Iterable[Use], names: Mapping[Name, str]) -> Value:
    """The value with the new names, in small letters where the old ones were."""
    text, at = value.text, len(value.text)
    for use in sorted(uses, key=lambda u: -u.start):
        if use.end > at:
            continue  # read twice
        new, at = names[use.name], use.start
        spelled = new.lower() if text[use.start : use.end].islower() else new
        text = text[: use.start] + spelled + text[use.end :]
    return replace(value, text=text)
