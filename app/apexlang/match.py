"""Which component of one version is which of another: same path, or renamed.

A component that has gone and one that came under the same parent, of the same type, with most
properties the same, is one that was renamed: an identifier is only given another name by hand. So
is the only component of a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.apexlang.tree import Component, Document, Path

_SAME: Final = 0.7
_LEAST: Final = 3  # properties that two must share to be told apart from any two small ones


def children(document: Document) -> Mapping[Path, list[Component]]:
    """Components by the path of their parent, in file order; those of the file under ()."""
    found: dict[Path, list[Component]] = {}
    for component in document.components.values():
        found.setdefault(component.parent, []).append(component)
    return found


def matched(old: Document, new: Document) -> dict[Path, Path]:
    """Paths of the old version and those of the same components in the new one."""
    before, after = children(old), children(new)
    found: dict[Path, Path] = {(): ()}
    queue: list[Path] = [()]
    for above in queue:
        left = before.get(above, [])
        right = {c.path[-1]: c for c in after.get(found[above], [])}
        gone = []
        for component in left:
            twin = right.pop(component.path[-1], None)
            if twin is None:
                gone.append(component)
            else:
                found[component.path] = twin.path
        alone = not above and len(left) == 1 and len(after.get((), ())) == 1
        for component in gone:
            twin = _renamed(component, list(right.values()), alone)
            if twin is not None:
                del right[twin.path[-1]]
                found[component.path] = twin.path
        queue += [c.path for c in left if c.path in found]
    del found[()]
    return found


def _renamed(
    component: Component, candidates: list[Component], alone: bool = False
) -> Component | None:
    """``alone``: both are all that their files have, and the files are two versions of one: git
    followed it, or the path is the same. A page is another one under another number."""
    if alone and len(candidates) == 1 and candidates[0].type == component.type != "page":
        return candidates[0]
    best, score = None, _SAME
    for other in candidates:
        if other.type == component.type and (alike := likeness(component, other)) >= score:
            best, score = other, alike
    return best


def likeness(one: Component, other: Component) -> float:
    """The part of both's properties that is the same in both; 0 for two that have few."""
    mine, theirs = one.values(), other.values()
    same = sum(1 for name, value in mine.items() if theirs.get(name) == value)
    if same < _LEAST:
        return 0.0
    return same / max(len(mine.keys() | theirs.keys()), 1)
