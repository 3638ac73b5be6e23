"""Which component of one version is which of another: same path, or renamed.

A component that has gone and one that came under the same parent, of the same type, with most
properties the same, is one that was renamed: an identifier is only given another name by hand. So
is the only component of a file. One of a type without identifiers is told from its siblings by
properties, which may change like any other: a branch that gets a name stays that branch.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final

from app.apexlang.identity import naturals
from app.apexlang.tree import Component, Document, Path, Value

_NUMBER: Final = re.compile(r"#\d+\Z")
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
        numbered = _numbered(old, new, left, [*right.values()])
        for path in numbered.values():
            del right[path[-1]]
        found |= numbered
        gone = []
        for component in left:
            if component.path in numbered:
                continue
            twin = right.pop(component.path[-1], None)
            if twin is None:
                gone.append(component)
            else:
                found[component.path] = twin.path
        alone = not above and len(left) == 1 and len(after.get((), ())) == 1
        came = list(right.values())
        pairs = _told_otherwise(gone, came)
        taken = {twin.path for twin in pairs.values()}
        pairs |= _renamed(
            [c for c in gone if c.path not in pairs],
            [c for c in came if c.path not in taken],
            alone,
        )
        found |= {path: twin.path for path, twin in pairs.items()}
        queue += [c.path for c in left if c.path in found]
    del found[()]
    return found


def says_the_same(one: Component, other: Component) -> bool:
    """Whether two versions of a component have one identifier and equal properties."""
    return one.node.ident == other.node.ident and one.values() == other.values()


def _numbered(
    old: Document, new: Document, left: list[Component], came: list[Component]
) -> dict[Path, Path]:
    """Of several that nothing but their number tells apart (two filters of one column): those
    that say the same, then those that say most alike. A number is another one's when the one
    before it goes."""
    groups: dict[tuple[str, str], tuple[list[Component], list[Component]]] = {}
    for side, components in enumerate((left, came)):
        for component in components:
            if component.node.ident is None:
                kind, key = component.path[-1]
                group = groups.setdefault((kind, _NUMBER.sub("", key)), ([], []))
                group[side].append(component)
    found: dict[Path, Path] = {}
    for olds, news in groups.values():
        if len(olds) + len(news) < 3 or not olds or not news:
            continue
        was = [_content(old, component) for component in olds]
        now = [_content(new, component) for component in news]
        order = sorted(
            (one != two, -len(one & two), i, j)
            for i, one in enumerate(was)
            for j, two in enumerate(now)
        )
        taken: set[int] = set()
        for *_, i, j in order:
            if olds[i].path not in found and j not in taken:
                found[olds[i].path] = news[j].path
                taken.add(j)
    return found


def _content(document: Document, component: Component) -> frozenset[tuple[Path, str, Value]]:
    """All that a component says, with what it holds."""
    depth = len(component.path)
    return frozenset(
        (path[depth:], name, value)
        for path, inner in document.components.items()
        if path[:depth] == component.path
        for name, value in inner.values().items()
    )


def _told_otherwise(gone: list[Component], came: list[Component]) -> dict[Path, Component]:
    """Of components without an identifier the new version of each ``gone`` one, where there is one
    alone that shares what tells it apart, or that only has some properties more, or fewer."""
    found: dict[Path, Component] = {}
    left = [c for c in gone if c.node.ident is None]
    right = [c for c in came if c.node.ident is None]
    for alike in (_share, _grew):
        pairs = [(o, n) for o in left for n in right if o.type == n.type and alike(o, n)]
        olds, news = (Counter(pair[side].path for pair in pairs) for side in (0, 1))
        found |= {o.path: n for o, n in pairs if olds[o.path] == news[n.path] == 1}
        taken = {n.path for n in found.values()}
        left = [c for c in left if c.path not in found]
        right = [c for c in right if c.path not in taken]
    return found


def _share(one: Component, other: Component) -> bool:
    return bool(naturals(one) & naturals(other))


def _grew(one: Component, other: Component) -> bool:
    fewer, more = sorted((one.values(), other.values()), key=len)
    return all(more.get(name) == value for name, value in fewer.items())


def _renamed(
    gone: list[Component], came: list[Component], alone: bool = False
) -> dict[Path, Component]:
    """Those that are most alike first. Where two are equally like one, none is taken for it:
    which of two copies somebody renamed is not to be guessed.

    ``alone``: both are all that their files have, and the files are two versions of one: git
    followed it, or the path is the same. A page is another one under another number."""
    if alone and len(gone) == len(came) == 1 and gone[0].type == came[0].type != "page":
        return {gone[0].path: came[0]}
    scores: dict[float, list[tuple[Component, Component]]] = {}
    for old in gone:
        for new in came:
            if old.type == new.type and (alike := likeness(old, new)) >= _SAME:
                scores.setdefault(alike, []).append((old, new))
    found: dict[Path, Component] = {}
    settled: set[tuple[int, Path]] = set()  # (side, path)
    for alike in sorted(scores, reverse=True):
        ends = [((0, old.path), (1, new.path), new) for old, new in scores[alike]]
        ends = [end for end in ends if settled.isdisjoint(end[:2])]
        times = Counter(place for end in ends for place in end[:2])
        found |= {old[1]: new for old, at, new in ends if times[old] == times[at] == 1}
        settled |= times.keys()
    return found


def likeness(one: Component, other: Component) -> float:
    """The part of both's properties that is the same in both; 0 for two that have few."""
    mine, theirs = one.values(), other.values()
    same = sum(1 for name, value in mine.items() if theirs.get(name) == value)
    if same < _LEAST:
        return 0.0
    return same / max(len(mine.keys() | theirs.keys()), 1)
