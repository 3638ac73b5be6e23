"""What a merge may have broken although every part of it was right: references, names, places.

The result is looked at as a whole, and so is each side. What a side had already is a notice; what
only the result has was made by the merge, and is an error. Two things that a merge makes are legal
and common, new siblings with one sequence number and new columns with one letter: that is a
warning, which stops nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

from app.apex import catalogue
from app.apex.check.page_facts import Need, PageFacts, Place, facts_of, page_key
from app.apex.compare.file import display_name
from app.apex.export.tree import Component, Page
from app.apex.identity.match import references
from app.apex.model import Issue, Severity

Pages = Mapping[str, Page]
Who = tuple[str, str]  # path and key of a component; its id is enough where it has one
NeedKey = tuple[str, str, str, str, str]  # page, component, argument, code, name

_RANK: Final[Mapping[Severity, int]] = {"error": 0, "warning": 1, "notice": 2}
_SAME_ID: Final = "merge.duplicate_id"
_LEGAL: Final = frozenset({"merge.same_sequence", "merge.same_letter"})


def report(
    result: Pages, sides: Sequence[Pages], names: Mapping[str, str], complete: bool
) -> tuple[Issue, ...]:
    """Everything in ``result`` that points at nothing, is there twice or does not fit its place.

    ``sides`` are what was merged (ours, theirs). ``complete`` says that ``result`` is a whole
    application: of a part only what a side knew can be said to be missing. ``names`` tells what
    ids are called. In the order of the files.
    """
    tree, known = _Tree(result), [_Tree(side) for side in sides]
    found = [
        *_unmet(tree, known, names, complete),
        *_odd(tree, known),
        *_doubled(tree, known),
        *_same_ids(tree, known),
    ]
    place = {path: index for index, path in enumerate(result)}
    return tuple(sorted(found, key=lambda i: (_RANK[i.severity], place.get(i.path, 0))))


def is_complete(files: Mapping[str, str]) -> bool:
    """Whether all files that an application's install script runs are there. Repositories often
    keep a part: of that, what is missing may be elsewhere."""
    lines = (line.strip() for line in files.get("install.sql", "").split("\n"))
    named = [line[2:].strip() for line in lines if line.startswith("@@")]
    return bool(named) and all(path in files for path in named)


class _Tree:
    """The files of one side and what they say together."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.facts: Mapping[str, PageFacts] = {p: facts_of(page) for p, page in pages.items()}
        self.ids = frozenset().union(*(f.ids for f in self.facts.values()))
        self.offers = frozenset().union(*(f.offers for f in self.facts.values()))

    @cached_property
    def everywhere(self) -> frozenset[tuple[str, str]]:
        """What the global page offers to all others."""
        shared = [f for p, f in self.facts.items() if self.pages[p].number == 0]
        ids = (("id", identity) for facts in shared for identity in facts.ids)
        return frozenset(ids).union(*(facts.offers for facts in shared))

    def knows(self, need: Need) -> bool:
        """Whether any file has what is needed, reachable or not."""
        return need.name in self.ids if need.kind == "id" else (need.kind, need.name) in self.offers

    def meets(self, page: Page, need: Need) -> bool:
        """Whether what a page needs, and has not itself, is where the page finds it."""
        if need.inside or (need.kind == "item" and page.number != 0):
            return (need.kind, need.name) in self.everywhere
        return self.knows(need)

    @cached_property
    def unmet(self) -> frozenset[NeedKey]:
        """The needs that nothing meets, in a form that can be compared between sides."""
        return frozenset(
            _need_key(self.pages[path], need)
            for path, facts in self.facts.items()
            for need in facts.needs
            if not self.meets(self.pages[path], need)
        )

    @cached_property
    def odd(self) -> frozenset[NeedKey]:
        return frozenset(
            _need_key(self.pages[path], need)
            for path, facts in self.facts.items()
            for need in facts.odd
        )

    @cached_property
    def twice(self) -> frozenset[tuple[str, ...]]:
        """The places with more than one component, in one file or in several."""
        seen: set[tuple[str, ...]] = set()
        found: set[tuple[str, ...]] = set()
        for facts in self.facts.values():
            found |= facts.doubled
            found |= seen & facts.keys
            seen |= facts.keys
        return frozenset(found)

    @cached_property
    def same_ids(self) -> frozenset[str]:
        """The ids that more than one component has, in one file or in several."""
        seen: set[str] = set()
        found: set[str] = set()
        for path, facts in self.facts.items():
            found |= seen & facts.ids
            seen |= facts.ids
            if len(self.pages[path].mapped) > len(facts.ids):
                counts = Counter(c.id for c in self.pages[path].mapped)
                found.update(i for i, count in counts.items() if count > 1)
        return frozenset(found)

    def at(self, wanted: frozenset[tuple[str, ...]]) -> Iterator[tuple[str, Place]]:
        """The paths and components at some places, in their order."""
        if not wanted:
            return
        for path, facts in self.facts.items():
            if not facts.keys.isdisjoint(wanted):
                yield from ((path, place) for place in facts.places if place.key in wanted)

    def holders(self, wanted: frozenset[tuple[str, ...]]) -> dict[tuple[str, ...], set[Who]]:
        """Who is at some places."""
        found: dict[tuple[str, ...], set[Who]] = {}
        for path, place in self.at(wanted):
            found.setdefault(place.key, set()).add(_who(path, place.component))
        return found


def _who(path: str, component: Component) -> Who:
    return "" if component.is_mapped else path, component.key


def _need_key(page: Page, need: Need) -> NeedKey:
    return page_key(page), need.component.key, need.argument, need.code, need.name


def _unmet(
    tree: _Tree, sides: list[_Tree], names: Mapping[str, str], complete: bool
) -> Iterable[Issue]:
    for path, facts in tree.facts.items():
        page = tree.pages[path]
        for need in facts.needs:
            if tree.meets(page, need):
                continue
            if not (complete or need.inside or any(side.knows(need) for side in sides)):
                continue
            key = _need_key(page, need)
            before = any(key in side.unmet for side in sides)
            told = _told(need, names.get(need.name, need.name))
            yield issue(_severity(need.code, before), need.code, page, need.component, told)


def _odd(tree: _Tree, sides: list[_Tree]) -> Iterable[Issue]:
    for path, facts in tree.facts.items():
        page = tree.pages[path]
        for need in facts.odd:
            key = _need_key(page, need)
            before = any(key in side.odd for side in sides)
            told = _told(need, "-") | {"number": need.name}
            yield issue(_severity(need.code, before), need.code, page, need.component, told)


def _doubled(tree: _Tree, sides: list[_Tree]) -> Iterable[Issue]:
    """Places with more than one component: one finding for each beyond the first, about the pair
    that no side had if there is one."""
    twice = tree.twice
    groups: dict[tuple[str, ...], list[tuple[str, Place]]] = {}
    for path, place in tree.at(twice):
        groups.setdefault(place.key, []).append((path, place))
    groups = {key: _different(users) for key, users in groups.items()}
    known = [side.holders(twice) for side in sides]
    for key, users in groups.items():
        before = [holders.get(key, set()) for holders in known]
        for index, (path, place) in enumerate(users[1:], 1):
            own = _who(path, place.component)
            together = [held for held in before if own in held]
            news = [
                other
                for home, other in users[:index]
                if not any(_who(home, other.component) in held for held in together)
            ]
            other = news[0] if news else users[0][1]
            told = {
                "name": place.name,
                "sequence": place.name,
                "other": display_name(other.component),
            }
            severity = _severity(place.code, not news)
            yield issue(severity, place.code, tree.pages[path], place.component, told)


def _same_ids(tree: _Tree, sides: list[_Tree]) -> Iterable[Issue]:
    """Components with one id. A patch has that of what it patches; what two files of a folder both
    create is one component, unless these are two pages, or no side had it twice."""
    for identity in sorted(tree.same_ids):
        users = [
            (page, component)
            for path, page in tree.pages.items()
            if identity in tree.facts[path].ids
            for component in page.mapped
            if component.id == identity and not component.procedure.endswith("_patch")
        ]
        kinds = {component.procedure for _, component in users}
        before = any(identity in side.same_ids for side in sides)
        pages = {page.number for page, _ in users if page.number is not None}
        apart = len({page.name for page, _ in users}) == len(users) and len(kinds) == 1
        if apart and len(pages) < 2 and (before or not sides):
            continue
        for page, component in users[1:]:
            told = {"name": identity, "other": display_name(users[0][1])}
            yield issue(_severity(_SAME_ID, before), _SAME_ID, page, component, told)


def _different(users: list[tuple[str, Place]]) -> list[tuple[str, Place]]:
    """Without what two files of a folder both create: left over from an earlier export, it is one
    component all the same."""
    seen: set[Who] = set()
    found: list[tuple[str, Place]] = []
    for path, place in users:
        who = _who(path, place.component)
        if who not in seen:
            found.append((path, place))
        seen.add(who)
    return found


def _severity(code: str, before: bool) -> Severity:
    if before:
        return "notice"
    return "warning" if code in _LEGAL else "error"


def defined(pages: Iterable[Page]) -> set[str]:
    """The ids that components of these files have."""
    return {c.id for page in pages for c in page.mapped}


def uses(page: Page) -> set[tuple[str, str, str]]:
    """(component's key, argument, id) of all references of a file."""
    return {
        (c.key, argument, identity) for c in page.components for argument, identity in references(c)
    }


def unresolved(page: Page) -> list[Issue]:
    """References of a page to a component of the same page that is not there. They are legal:
    APEX itself leaves them behind."""
    return [
        issue("notice", "export.dangling", page, need.component, _told(need, need.name))
        for need in facts_of(page).needs
        if need.kind == "id" and need.inside
    ]


def _told(need: Need, target: str) -> dict[str, str]:
    label = catalogue.label_of(need.argument, need.component.procedure)
    return {"argument": need.argument, "property": label, "target": target}


def issue(
    severity: Severity,
    code: str,
    page: Page,
    component: Component,
    facts: dict[str, str],
) -> Issue:
    """A finding about one component; ``facts`` fill the sentence of its code. The procedure and
    the argument are among them for those who say it in another language."""
    shown = {
        "procedure": component.procedure,
        "component": display_name(component),
        "type": catalogue.type_label(component.procedure),
        **facts,
    }
    return Issue(severity, code, page.name, component.key, shown)
