"""Edits of a file's text: properties set and taken away, components put in and taken out.

Ours' text is the canvas. What is replaced is the span of whole lines that a node has; what is new
goes behind that neighbour before which it stands on the other side, in the canonical form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

from msgspec import Struct

from app.apexlang.reader import is_comment, unquoted
from app.apexlang.tree import Component, Document, Node, Value, steps
from app.apexlang.writer import INDENT, entry, name, written


class Edit(Struct, frozen=True, gc=False):
    """New text for the span ``start``/``end``. Insertions at one place stay in their order."""

    start: int
    end: int
    text: str


def applied(source: str, edits: Iterable[Edit]) -> str:
    """A source with its edits; of two that overlap the wider one counts. What is put in where
    something goes comes before it."""
    pieces: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda e: (e.start, e.end > e.start, -e.end)):
        if edit.start < at:
            continue
        pieces += (source[at : edit.start], edit.text)
        at = edit.end
    return "".join((*pieces, source[at:]))


def property_edits(
    document: Document,
    component: Component,
    wanted: Mapping[str, Value | None],
    order: Sequence[str],
) -> list[Edit]:
    """What makes the component's properties those of ``wanted`` (None: taken away); paths that are
    not in it stay. ``order`` has the other side's paths, to place what is new."""
    depth = len(component.path)
    found: list[Edit] = []
    removed: set[int] = set()
    fresh: dict[str, Value] = {}
    for path, value in wanted.items():
        known = component.properties.get(path)
        if known is None:
            if value is not None:
                fresh[path] = value
        elif value is None:
            removed.add(known.node.start)
        elif value != known.value:
            text = _array(document, known.node, value) or written(
                known.node.name, value, _depth(document, known.node)
            )
            found.append(Edit(known.node.start, known.node.end, text))
    found += _removals(component.node, removed, {_container(path) for path in fresh})
    found += _insertions(component, fresh, order, depth)
    return found


def _array(document: Document, node: Node, value: Value) -> str:
    """An array over several lines with other entries: what stays keeps its lines, and what people
    wrote between them stays. "" where it has to be written anew."""
    first, *lines = document.text(node).splitlines(keepends=True)
    if not first.rstrip().endswith("[") or len(value.entries) < 2:
        return ""
    left = list(value.entries)
    kept = [first]
    pad = INDENT * (_depth(document, node) + 1)
    for line in lines[:-1]:
        text = line.strip()
        if text and not is_comment(text):
            if unquoted(text) not in left[:1]:
                continue
            del left[0]
            pad = line[: len(line) - len(line.lstrip())]
        kept.append(line)
    return "".join((*kept, *(f"{pad}{entry(item)}\n" for item in left), lines[-1]))


def _depth(document: Document, node: Node) -> int:
    """How deep a line of ours is indented; what people indent by hand counts too."""
    line = document.source[node.start : node.end]
    return (len(line) - len(line.lstrip(" "))) // len(INDENT)


def _removals(
    node: Node, gone: set[int], filled: Set[tuple[str, ...]], above: tuple[str, ...] = ()
) -> list[Edit]:
    """Properties that go; a group or object goes with the last one that it held, unless something
    new is ``filled`` in: what stands in a span that goes would go with it. ``above`` are the
    blocks that the node stands in, with itself."""
    found: list[Edit] = []
    for child in node.children:
        if child.kind == "property" and child.start in gone:
            found.append(Edit(child.start, child.end, ""))
        elif child.kind in ("group", "object"):
            here = (*above, child.name)
            inner = _removals(child, gone, filled, here)
            rest = [c for c in child.children if not any(e.start == c.start for e in inner)]
            refilled = any(place[: len(here)] == here for place in filled)
            if inner and not rest and not refilled:
                found.append(Edit(child.start, child.end, ""))
            else:
                found += inner
    return found


def _container(path: str) -> tuple[str, ...]:
    """The groups and objects that a property stands in: ``a.b:c:d`` stands in a, b and c."""
    group, names = steps(path)
    return (*([group] if group else []), *names[:-1])


def _insertions(
    component: Component, fresh: Mapping[str, Value], order: Sequence[str], depth: int
) -> list[Edit]:
    """New properties, those of one new group or object together."""
    places: dict[tuple[str, ...], list[str]] = {}
    ranks = {path: i for i, path in enumerate(order)}
    for path in sorted(fresh, key=lambda p: ranks.get(p, len(ranks))):
        places.setdefault(_container(path), []).append(path)
    found: list[Edit] = []
    opened: dict[tuple[str, ...], list[str]] = {}
    for container, paths in places.items():
        node, missing = _deepest(component.node, container)
        if missing:
            opened.setdefault(container[: len(container) - len(missing) + 1], []).extend(paths)
            continue
        for path in paths:
            text = written(steps(path)[1][-1], fresh[path], depth + len(container))
            at = _behind(component, node, path, order)
            found.append(Edit(at, at, text))
    for container, paths in opened.items():
        node, _ = _deepest(component.node, container[:-1])
        text = _block(container, paths, fresh, depth + len(container) - 1)
        at = _behind(component, node, paths[0], order)
        found.append(Edit(at, at, text))
    return found


def _deepest(node: Node, container: Sequence[str]) -> tuple[Node, Sequence[str]]:
    """The innermost block that is there, and the names of those that are not."""
    for i, wanted in enumerate(container):
        child = next(
            (c for c in node.children if c.name == wanted and c.kind in ("group", "object")), None
        )
        if child is None:
            return node, container[i:]
        node = child
    return node, ()


def _behind(component: Component, node: Node, path: str, order: Sequence[str]) -> int:
    """Where something new goes inside ``node``: behind the last of what stands before it on the
    other side, else before the first thing that stands there."""
    at = order.index(path) if path in order else len(order)
    for earlier in reversed(order[:at]):
        known = component.properties.get(earlier)
        if known is None:
            continue
        for child in node.children:
            if child.kind != "trivia" and child.start <= known.node.start < child.end:
                return child.end
    return node.inner


def _block(
    container: Sequence[str], paths: Sequence[str], fresh: Mapping[str, Value], depth: int
) -> str:
    """A new group or object with what it holds. The first block of a chain may hold others."""
    pad = INDENT * depth
    is_group = len(container) == 1 and all(steps(p)[0] for p in paths)
    head = f"{pad}{container[-1]} {{\n" if is_group else f"{pad}{name(container[-1])}: {{\n"
    body = ""
    nested: dict[str, list[str]] = {}
    for path in paths:
        chain = _container(path)
        if len(chain) == len(container):
            body += written(steps(path)[1][-1], fresh[path], depth + 1)
        else:
            nested.setdefault(chain[len(container)], []).append(path)
    for inner, inside in nested.items():
        body += _block((*container, inner), inside, fresh, depth + 1)
    return f"{head}{body}{pad}}}\n"


def removal(document: Document, component: Component, siblings: Sequence[Node]) -> Edit:
    """The component with the blank line behind it."""
    node = component.node
    at = next(i for i, child in enumerate(siblings) if child.start == node.start)
    behind = siblings[at + 1] if at + 1 < len(siblings) else None
    blank = behind is not None and behind.kind == "trivia" and not behind.name
    return Edit(node.start, behind.end if blank and behind is not None else node.end, "")


def insertion(
    document: Document, siblings: Sequence[Node], close: int, new: Component, text: str
) -> Edit:
    """A component put among the children of ours: before the first sibling of its type that sorts
    behind it, else behind the last one of its type, else at the end."""
    known = [n for n in siblings if n.kind == "component"]
    same = [n for n in known if n.name == new.type]
    ident = new.node.ident or ""
    for node in same:
        if (node.ident or "") > ident:
            return Edit(node.start, node.start, f"{text}\n")
    if same:
        at = siblings.index(same[-1]) + 1
        if at < len(siblings) and siblings[at].kind == "trivia" and not siblings[at].name:
            return Edit(siblings[at].end, siblings[at].end, f"{text}\n")
        return Edit(same[-1].end, same[-1].end, f"\n{text}")
    before = "" if not siblings or document.source[:close].endswith("\n\n") else "\n"
    return Edit(close, close, f"{before}{text}\n")
