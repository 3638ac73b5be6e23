"""Ids that a text mentions: ``$("#R5100...")``, ``{"id":5100...}``.

APEX gives them no new value when it imports under other ids, and neither does a merge; but it says
where they mean nothing any more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from app.apex.catalogue import label_of
from app.apex.check.integrity import issue
from app.apex.compare.file import properties
from app.apex.export.application import Application
from app.apex.export.export_file import ExportFile
from app.apex.export.tree import Component, Page
from app.apex.export.values import Value
from app.apex.model import Issue

_ID: Final = re.compile(r"\d{6,}")
_TEXTS: Final = frozenset({"text", "clob", "bytes", "hook"})


def moved_ids(before: Application, after: Application) -> dict[str, str]:
    """The ids of an application's components that another id space gave a new value."""
    found: dict[str, str] = {}
    for path, file in before.sources.items():
        other = after.sources.get(path)
        if other is not None and other.text != file.text:
            found.update((a, b) for a, b in _pairs(file, other) if a != b)
    return found


def moved_in(before: Page, after: Page) -> dict[str, str]:
    """The same for one file."""
    pairs = zip(before.mapped, after.mapped, strict=False)
    return {a.id: b.id for a, b in pairs if a.id != b.id}


def _pairs(before: ExportFile, after: ExportFile) -> Iterable[tuple[str, str]]:
    if "g_id_offset" in before.text:
        return moved_in(before.page, after.page).items()
    pairs = zip(map(str, before.numbers), map(str, after.numbers), strict=False)
    return ((a, b) for a, b in pairs if a in before.defined)


def mentions_of(
    moved: Callable[[], Mapping[str, str]],
    fresh: Mapping[str, str],
    base: Page | None,
    theirs: Page,
    result: Page,
) -> Iterator[Issue]:
    """A warning for each id of a component of theirs that a new text of theirs in ``result``
    mentions and that is another one there. ``moved`` leads from the ids that theirs was exported
    with to those of ``theirs`` (asked for if a text has what may be one), ``fresh`` from these to
    what a decision made of them."""
    key = f"ids in texts {sorted(fresh.items())}"
    known = result.told.get(key)
    if known is None or known[0] is not base or known[1] is not theirs:
        found = tuple(_mentioned(fresh, base, theirs, result))
        known = result.told[key] = (base, theirs, found)
    mentions: tuple[_Mention, ...] = known[2]
    for mention in mentions:
        aligned = moved().get(mention.identity, mention.identity)
        new = fresh.get(aligned, aligned)
        if new != mention.identity:
            told = {"argument": mention.argument, "name": mention.identity, "target": new}
            told["property"] = label_of(mention.argument, mention.stays.procedure)
            yield issue("warning", "merge.text_id", mention.stays.page, mention.stays, told)


class _Mention(NamedTuple):
    """What may be an id, in a new text of the component that ``stays``."""

    stays: Component
    argument: str
    identity: str


def _mentioned(
    fresh: Mapping[str, str], base: Page | None, theirs: Page, result: Page
) -> Iterator[_Mention]:
    for component in theirs.components:
        was = base.by_key.get(component.key) if base is not None else None
        if (was is not None and was.is_verbatim(component)) or not _ID.search(component.source):
            continue
        key = f"{component.procedure}:{fresh[component.id]}" if component.id in fresh else ""
        stays = result.by_key.get(key or component.key)
        if stays is not None:
            yield from _new_mentions(was, component, stays)


def _new_mentions(
    was: Component | None, component: Component, stays: Component
) -> Iterator[_Mention]:
    old, now = properties(was) if was is not None else {}, properties(stays)
    for name, value in properties(component).items():
        if value == old.get(name):
            continue
        known = _ids(old.get(name))
        for identity in dict.fromkeys(_ids(value)):
            if identity not in known and identity in _ids(now.get(name)):
                yield _Mention(stays, name, identity)


def _ids(value: Value | None) -> list[str]:
    """What looks like an id in a value's texts; references are none of them."""
    if value is None:
        return []
    if value.kind == "mixed":
        return [i for text in value.parts[::2] for i in _ID.findall(text)]
    return _ID.findall(value.text) if value.kind in _TEXTS else []
