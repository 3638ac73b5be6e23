"""A difference as people read it: files, their components as a tree, in their language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Final, Literal

from msgspec import Struct

from app.apex import catalogue
from app.apex.model import ApplicationDiff, ComponentChange, FileDiff, PropertyChange, Status

Language = Literal["en", "fr"]


class Property(Struct, frozen=True):
    """``is_code``: shown line by line."""

    label: str
    change: PropertyChange
    is_code: bool


class Node(Struct):
    """A component. ``status`` is SAME for one that only stands above what differs."""

    label: str
    name: str
    status: Status
    properties: tuple[Property, ...]
    children: list[Node]


class FileView(Struct, frozen=True):
    """One file. ``count`` is how many components differ; ``type_label`` is that of the component
    that the whole file is ("List of Values"), "" for a page and where it is several."""

    status: Status
    kind: str
    number: int | None
    title: str
    path: str
    nodes: tuple[Node, ...]
    count: int
    type_label: str = ""

    @property
    def anchor(self) -> str:
        return "".join(c if c.isalnum() else "-" for c in self.path)


class Summary(Struct, frozen=True):
    """``files`` and ``components`` by status; ``noise`` counts what was not shown."""

    files: dict[Status, int]
    components: dict[Status, int]
    noise: int


def views(found: ApplicationDiff, language: Language) -> tuple[FileView, ...]:
    return tuple(_file(file, language) for file in found.files)


def summary(found: ApplicationDiff) -> Summary:
    files = Counter(file.status for file in found.files)
    components = Counter(c.status for file in found.files for c in file.diff.changes)
    return Summary(dict(files), dict(components), found.noise)


_WHOLE: Final = re.compile(r"(?:^|/)f\d+\.sql$")


def _file(file: FileDiff, language: Language) -> FileView:
    nodes = _tree(file.diff.changes, language)
    whole = _WHOLE.search(file.path) is not None  # one file with all pages is no page
    return FileView(
        file.status,
        "application" if whole else file.kind,
        None if whole else file.number,
        PurePosixPath(file.path).name if whole else file.title,
        file.path,
        tuple(nodes),
        len(file.diff.changes),
        "" if whole or file.number is not None else _type(file, language),
    )


def _type(file: FileDiff, language: Language) -> str:
    tops = {c.place[0] for c in file.diff.changes if c.place}
    if len(tops) != 1:
        return ""
    procedure, name = tops.pop()
    return catalogue.type_label(procedure, language) if name == file.title else ""


def _tree(changes: Sequence[ComponentChange], language: Language) -> list[Node]:
    top: list[Node] = []
    known: dict[tuple[tuple[str, str], ...], list[Node]] = {(): top}
    for change in changes:
        above = change.place[:-1]
        for depth in range(len(above)):
            path = above[: depth + 1]
            if path not in known:
                procedure, name = path[-1]
                label = catalogue.type_label(procedure, language)
                node = Node(label, name, Status.SAME, (), [])
                known[path[:-1]].append(node)
                known[path] = node.children
        node = Node(
            catalogue.type_label(change.procedure, language),
            change.name,
            change.status,
            tuple(_property(p) for p in change.properties),
            [],
        )
        at = known.get(above, top)
        at.append(node)
        known.setdefault(change.place, node.children)
    return top


def _property(change: PropertyChange) -> Property:
    text = (change.old or "") + (change.new or "")
    return Property(change.label, change, "\n" in text)
