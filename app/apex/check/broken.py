"""NameIndex that texts use and that nobody has any more.

APEX resolves a name when a page runs, so an import accepts a lost one and the page fails later.
What a side had broken itself is a notice; a use that was whole where it comes from is an error,
whether the merge or a decision broke it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from app.apex import catalogue
from app.apex.check.integrity import issue
from app.apex.check.names import Definition, Files, Name, NameIndex, names_of, reaches
from app.apex.check.page_facts import facts_of
from app.apex.check.uses import Use, is_elsewhere, uses_of, uses_of_names
from app.apex.export.export_file import ExportFile
from app.apex.export.tree import Page
from app.apex.model import Issue, Severity

_CODES: Final = {"item": "merge.lost_item", "page": "merge.lost_page"}
_NONE: Final[Files] = {}


def broken_uses(result: Files, sides: Sequence[NameIndex], base: Files = _NONE) -> Iterator[Issue]:
    """Uses in ``result`` of what a side or the base has, and the result has not."""
    there = NameIndex(result)
    lost = _lost(result, (*(side.files for side in sides), base), there)
    if not lost:
        return
    for path, file in result.items():
        if not any(file.may_mention(name.text) for name in lost):
            continue
        for name, uses in uses_of_names(file.page, lost).items():
            if not there.has(name, file.page.number):
                home = next((h for h, d in lost[name] if reaches(file.page.number, d.page)), None)
                here = [use for use in uses if not is_elsewhere(use, (there, *sides))]
                if home is not None and here:
                    yield from _told(path, file, home, here, sides)


def _lost(
    result: Files, sides: Sequence[Files], there: NameIndex
) -> Mapping[Name, list[tuple[str, Definition]]]:
    """The names that files of the sides have and nothing in the result; with those files' paths."""
    gone: list[tuple[str, Definition]] = []
    seen: set[tuple[str, str]] = set()
    for side in sides:
        for path, file in side.items():
            now = result.get(path)
            if (now is not None and now.text == file.text) or (path, file.text) in seen:
                continue
            seen.add((path, file.text))
            kept = {(d.name, d.page) for d in names_of(now.page)} if now is not None else set()
            gone += ((path, d) for d in names_of(file.page) if (d.name, d.page) not in kept)
    there.look_for(definition.name for _, definition in gone)
    found: dict[Name, list[tuple[str, Definition]]] = {}
    for path, definition in gone:
        if not there.has(definition.name, definition.page):
            found.setdefault(definition.name, []).append((path, definition))
    return found


def _told(
    path: str,
    file: ExportFile,
    home: str,
    uses: Sequence[Use],
    sides: Sequence[NameIndex],
) -> Iterator[Issue]:
    """One finding for each property, with what the sides had there before."""
    by_property: dict[tuple[str, str], list[Use]] = {}
    for use in uses:
        by_property.setdefault((use.component.key, use.argument), []).append(use)
    page = file.page
    for (key, argument), here in by_property.items():
        use = here[0]
        if _is_looked_at(page, use):
            continue
        without = [side.files for side in sides if not side.has(use.name, page.number)]
        before = max((_count(side, path, key, use) for side in without), default=0)
        severity: Severity = "error" if len(here) > before else "notice"
        label = catalogue.label_of(
            argument, use.component.procedure, catalogue.plugin_of(use.component.text)
        )
        facts = {
            "name": use.text[use.start : use.end],
            "target": home,
            "argument": argument,
            "property": label,
            "text": use.around,
        }
        yield issue(
            severity, _CODES.get(use.name.kind, "merge.lost_name"), page, use.component, facts
        )


def _count(side: Files, path: str, key: str, use: Use) -> int:
    """How often a side uses the name there."""
    file = side.get(path)
    found = uses_of(file.page).get(use.name, ()) if file is not None else ()
    return sum(u.component.key == key and u.argument == use.argument for u in found)


def _is_looked_at(page: Page, use: Use) -> bool:
    """Whether the integrity report tells of it anyway."""
    return any(
        need.component is use.component
        and need.argument == use.argument
        and (need.kind, need.name) == (use.name.kind, use.name.text.upper())
        for need in facts_of(page).needs
    )
