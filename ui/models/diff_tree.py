"""Differences as trees: files by kind, components by their place on the page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.services.model import ComponentChange, FileDiff, PageDiff
from ui import i18n
from ui.models import words
from ui.models.rows import Chip
from ui.models.tree import Node


def file_nodes(files: Sequence[FileDiff]) -> list[Node]:
    """Pages, shared components, other files: each group with its count, in the order given."""
    translate = QCoreApplication.translate
    groups = (
        ("page", translate("DiffTree", "Pages")),
        ("shared", translate("DiffTree", "Shared components")),
        ("other", translate("DiffTree", "Other files")),
    )
    found = []
    for kind, title in groups:
        mine = [f for f in files if f.kind == kind]
        if not mine:
            continue
        group = Node(title, tone="muted", chips=(Chip(i18n.number(len(mine)), "accent"),))
        for file in mine:
            group.add(
                Node(
                    f"{file.status.sign}  {_short_title(file)}",
                    file,
                    tone=words.STATUS_TONE[file.status],
                )
            )
        found.append(group)
    return found


def _short_title(file: FileDiff) -> str:
    return f"{file.number} · {file.title}" if file.number is not None else words.file_title(file)


def component_nodes(diff: PageDiff) -> list[Node]:
    """The components that differ, under the places where they are.

    A place is a component that did not change itself; it is shown quietly, by its path's words.
    """
    roots: list[Node] = []
    known: dict[tuple[str, ...], Node] = {}

    def attach(node: Node, path: tuple[str, ...]) -> None:
        if not path:
            roots.append(node)
            return
        above = known.get(path)
        if above is None:
            above = known[path] = Node(path[-1], tone="muted")
            attach(above, path[:-1])
        above.add(node)

    for change in diff.changes:
        own, above = _place(change, diff)
        node = Node(
            f"{change.status.sign}  {change.name or change.type_label}",
            change,
            tone=words.STATUS_TONE[change.status],
            chips=(Chip(change.type_label, "muted"),),
        )
        # Several may have one path (two columns of one name): the first one is the place.
        known.setdefault(own, node)
        attach(node, above)
    return roots


def _place(change: ComponentChange, diff: PageDiff) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Its own path and the path of what holds it, without the page, which the heading names."""
    path = change.path
    if diff.number is not None and len(path) > 1:
        path = path[1:]
    return path, path[:-1]
