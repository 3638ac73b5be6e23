"""Two new pages of one number, kept as two: theirs comes under a number that nobody has.

Theirs is rewritten before it is merged. Its items that carry the number get the new one, and links
and uses of theirs follow by value, in the page and in all other files: without a page of that
number in the base they can mean no other. Ours stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from app.apex import catalogue
from app.apex.check.integrity import issue
from app.apex.check.names import Name, name_of, names_of
from app.apex.check.uses import uses_of
from app.apex.export.application import INSTALL, Application
from app.apex.export.edit import Target, rewritten
from app.apex.export.parse import parse
from app.apex.export.tree import Page
from app.apex.export.values import Value
from app.apex.identity.match import IdMap, moved
from app.apex.merge.follow import with_names
from app.apex.merge.install_script import include
from app.apex.model import Conflict, ConflictKind, Issue


class Renumbered(Struct, frozen=True):
    """``application`` with the page under ``number``. ``issues``: what could not follow."""

    application: Application
    number: int
    issues: tuple[Issue, ...]


def can_be_two(conflict: Conflict, ours: Application, theirs: Application) -> bool:
    """Whether both sides made a page of one number, and one has to give way."""
    if conflict.kind is not ConflictKind.ADD_ADD or not conflict.key.endswith("|file|"):
        return False
    path = conflict.path
    return path in ours.pages.values() and path in theirs.pages.values()


def renumbered(path: str, base: Application, ours: Application, theirs: Application) -> Renumbered:
    """Theirs with its page of this path under a free number."""
    page = theirs.parsed[path]
    old = page.number
    assert old is not None
    number = old + 1
    while any(number in side.pages for side in (base, ours, theirs)):
        number += 1
    ids = _fresh(page, ours, theirs)
    names = _names(page, ours, old, number)
    files, made = dict(theirs.files), dict[str, Page]()
    issues: list[Issue] = []
    for home, file in theirs.sources.items():
        if home != path and base.files.get(home) == file.text:
            continue  # from before the page was there
        before = file.page
        if before.ids & ids.exact.keys():
            before = parse(moved(before, ids), home)
        after, target = with_names(before, names), home
        issues += _left(after, names, old)
        if home == path:
            target = _path(path, old, number)
            after = _own(after, target, old, number, names)
            del files[path]
        files[target], made[target] = after.source, after
    if INSTALL in files:
        files[INSTALL] = _installing(files[INSTALL], path, _path(path, old, number))
    return Renumbered(Application(files, made), number, tuple(issues))


def _installing(text: str, path: str, new: str) -> str:
    """The install script with the page behind ours'."""
    lines = text.split("\n")
    index = next((i for i, line in enumerate(lines) if include(line) == path), None)
    if index is not None:
        lines.insert(index + 1, lines[index].replace(path, new))
    return "\n".join(lines)


def _fresh(page: Page, ours: Application, theirs: Application) -> IdMap:
    """New ids for the page's components whose ids ours has."""
    used = {*ours.ids, *theirs.ids}
    found: dict[str, str] = {}
    for component in page.mapped:
        if component.id in ours.ids:
            fresh = int(component.id) + 1
            while str(fresh) in used:
                fresh += 1
            found[component.id] = str(fresh)
            used.add(str(fresh))
    return IdMap(found, (), frozenset(), {}, True)


def _names(page: Page, ours: Application, old: int, number: int) -> Mapping[Name, str]:
    """What the page's names become."""
    found = {Name("page", str(old)): str(number), Name("clear", str(old)): str(number)}
    prefix = re.compile(rf"P{old}_", re.IGNORECASE)
    aliases = {
        d.name.text
        for path in ours.pages.values()
        for d in names_of(ours.parsed[path])
        if d.argument == "p_alias"
    }
    for definition in names_of(page):
        text = definition.component.text(definition.argument)
        if definition.argument == "p_alias" and definition.name.text in aliases:
            found[definition.name] = f"{text}-{number}"
        elif definition.name.kind == "item" and prefix.match(text):
            found[definition.name] = f"{text[0]}{number}{text[len(str(old)) + 1 :]}"
    return found


def _path(path: str, old: int, number: int) -> str:
    head, _, name = path.rpartition("/")
    return f"{head}/{name.replace(f'{old:05}', f'{number:05}')}"


def _own(page: Page, path: str, old: int, number: int, names: Mapping[Name, str]) -> Page:
    """The page's own number, alias and names, and what its file calls itself."""
    text = page.source
    for component in reversed(page.components):
        changes: dict[str, Value | None] = {}
        for definition in names_of(page):
            new = names.get(definition.name)
            if definition.component is component and new is not None:
                kind = component.arguments[definition.argument].value.kind
                changes[definition.argument] = Value(kind, new)
        if changes:
            new_text = rewritten(component, changes, None, Target(page))
            text = text[: component.start] + new_text + text[component.end :]
    text = text.replace(f"pages/page_{old:05}", f"pages/page_{number:05}", 1)
    text = text.replace(f"PAGE: {old:05}", f"PAGE: {number:05}", 1)
    return parse(text, path)


def _left(page: Page, names: Mapping[Name, str], old: int) -> Iterator[Issue]:
    """What still means the old number, or may: it stands where no other can be written, or in code
    that compares, chooses or asks by it."""
    here = uses_of(page)
    for name in names:
        for use in here.get(name_of(name.kind, name.text), ()):
            facts = {"argument": use.argument, "name": str(old), "text": use.around}
            facts["property"] = catalogue.label_of(use.argument, use.component.procedure)
            yield issue("warning", "merge.not_renumbered", page, use.component, facts)
