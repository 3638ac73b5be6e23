"""Is an application in APEXlang whole: what it refers to is there, what must be one is one, and
files and what they say of each other agree.

Of the public applications that APEX wrote nothing is told.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import Final

from app import names
from app.apex.model import Issue
from app.apexlang.application import Application, number_of
from app.apexlang.references import twice
from app.apexlang.tree import Document, Node

STATIC_FILES: Final = "static-files.apx"
_OWN_NAMES: Final = re.compile(r"(?:^|/)(?:plugins|themes)/")
"""Where APEX itself gives names twice: each plug-in has its own attributes and files."""
_NO_WORD: Final = re.compile(r"[^a-z0-9-]")
_SCRIPTS: Final = {  # (type, property) -> the folder, beside its file, of the file that it names
    ("installScript", "script.contentFile"): "install-scripts",
    ("upgradeScript", "script.contentFile"): "upgrade-scripts",
    ("supportingObject", "deinstall.scriptFile"): "",
}


def page_tail(alias: str) -> str:
    """What stands behind the number in the name of a page's file."""
    return f"-{_NO_WORD.sub('-', alias.lower())}" if alias else ""


def broken(whole: Application) -> dict[str, tuple[Issue, ...]]:
    """Path -> what is wrong there: references to nothing, one identifier for two, a page in the
    file of another, a file that is not there or that nothing lists, JSON that is none, a file that
    Windows cannot have."""
    found: dict[str, list[Issue]] = {}
    for path, issues in whole.lost_references().items():
        found.setdefault(path, []).extend(issues)
    for path, document in whole.documents.items():
        alike = () if _OWN_NAMES.search(path) else twice(document, ())
        said = _said_twice(path, document)
        issues = (*alike, *said, *_page(path, document), *_files(whole, path, document))
        found.setdefault(path, []).extend(issues)
    whole_is = (*_shared_twice(whole), *_pages_twice(whole), *_json(whole), *_on_windows(whole))
    for issue in whole_is:
        found.setdefault(issue.path, []).append(issue)
    return {path: tuple(issues) for path, issues in found.items() if issues}


def newly_broken(result: Application, sides: Sequence[Application]) -> list[Issue]:
    """What is wrong in the result, and was not so on any side."""
    made = [issue for issues in broken(result).values() for issue in issues]
    sides = sides if made else ()
    before = {_what(i) for side in sides for issues in broken(side).values() for i in issues}
    return [issue for issue in made if _what(issue) not in before]


def _what(issue: Issue) -> tuple[str, ...]:
    """What an issue is about, whatever its file and component are called."""
    facts = issue.facts
    if issue.code == "apexlang.reference":
        return issue.code, issue.component, facts["reference"]
    return issue.code, issue.component, *map(str, facts.values())


def _said_twice(path: str, document: Document) -> Iterator[Issue]:
    """A property that a component has twice: the last one is read here, and nobody sees that. In
    objects APEX itself writes an item of a link twice."""
    for component in document.components.values():
        for name, number in Counter(_properties(component.node.children)).items():
            if number > 1:
                called = f"{component.type} {component.node.ident or ''}".strip()
                facts = {"component": called, "property": name}
                yield Issue("error", "apexlang.property_twice", path, component.type, facts)


def _properties(nodes: Iterable[Node], above: str = "") -> Iterator[str]:
    for node in nodes:
        if node.kind == "property":
            yield above + node.name
        elif node.kind == "group":
            yield from _properties(node.children, f"{above}{node.name}.")


def _page(path: str, document: Document) -> Iterator[Issue]:
    """The file of a page has its number, and the alias where it has one."""
    number = number_of(path)
    if number is None and document.number is None:
        return
    top = document.top
    facts = {"file": PurePosixPath(path).name, "page": top.node.ident or "" if top else ""}
    if number is None or document.number != number:
        yield Issue("error", "apexlang.page_file", path, "page", facts)
        return
    alias = top.values().get("alias") if top is not None else None
    if alias is not None and alias.text:
        named = PurePosixPath(path).stem[len("p00000") :]
        if named != page_tail(alias.text):
            facts = {"file": facts["file"], "alias": alias.text}
            yield Issue("warning", "apexlang.page_name", path, "page", facts)


def _pages_twice(whole: Application) -> Iterator[Issue]:
    """Two files of a page of one number, two pages of one alias."""
    files: dict[str, dict[str, int]] = {}
    for path, document in whole.documents.items():
        number, top = number_of(path), document.top
        if number is None or top is None:
            continue
        files.setdefault(f"page {number}", {})[path] = number
        alias = top.values().get("alias")
        if alias is not None and alias.text:
            files.setdefault(f"alias {alias.text.upper()}", {})[path] = number
    for what, found in files.items():
        several = len(found) if what.startswith("page") else len({*found.values()})
        if several > 1:
            facts = {"component": what}
            yield Issue("error", "apexlang.twice", max(found), "page", facts)


def _shared_twice(whole: Application) -> Iterator[Issue]:
    """What two files of shared components have at their top."""
    found: dict[tuple[str, str], list[str]] = {}
    for path, document in whole.documents.items():
        tops = (c for c in document.components.values() if len(c.path) == 1 and c.node.ident)
        if document.number is None and not _OWN_NAMES.search(path):
            for ident in {(c.type, c.node.ident or "") for c in tops}:
                found.setdefault(ident, []).append(path)
    for (kind, name), paths in found.items():
        if len(paths) > 1:
            facts = {"component": f"{kind} {name}"}
            yield Issue("error", "apexlang.twice", paths[-1], kind, facts)


def _files(whole: Application, path: str, document: Document) -> Iterator[Issue]:
    """Static files and scripts that a file names stand beside it, and static files are named."""
    folder = PurePosixPath(path).parent
    if PurePosixPath(path).name == STATIC_FILES:
        head = f"{folder / 'static-files'}/"
        listed = {
            c.node.ident: c
            for c in document.components.values()
            if c.type == "file" and c.node.ident
        }
        for name, component in listed.items():
            if head + name not in whole.files:
                yield _missing(path, component.key, component.name, head + name)
        for name in whole.files:
            if name.startswith(head) and name[len(head) :] not in listed:
                yield Issue("warning", "apexlang.unlisted", path, name, {"file": name})
    for component in document.components.values():
        for (kind, prop), beside in _SCRIPTS.items():
            value = component.values().get(prop) if component.type == kind else None
            if value is not None and value.text:
                name = str(folder / beside / value.text)
                if name not in whole.files:
                    yield _missing(path, component.key, component.name, name)


def _missing(path: str, key: str, name: str, file: str) -> Issue:
    return Issue("error", "apexlang.no_file", path, key, {"component": name, "file": file})


def _on_windows(whole: Application) -> Iterator[Issue]:
    """Names that Windows has no file for, and two that are one file there."""
    pair = names.twins(sorted(whole.files))
    if pair is not None:
        facts = {"file": pair[1], "other": pair[0]}
        yield Issue("warning", "apexlang.name_twins", pair[1], pair[1], facts)
    for path in whole.files:
        if not names.usable(path):
            yield Issue("warning", "apexlang.bad_name", path, path, {"file": path})


def _json(whole: Application) -> Iterator[Issue]:
    """Deployments and the compiler's note: merged by lines, and so not always JSON."""
    for path, content in whole.files.items():
        if path.endswith(".json") and path.startswith(("deployments/", ".apex/")):
            try:
                json.loads(content)
            except ValueError as error:  # bytes that are no UTF-8, too
                yield Issue("error", "apexlang.json", path, "", {"detail": str(error)})
