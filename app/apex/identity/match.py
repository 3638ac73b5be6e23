"""Who is who: from one side's component ids to the other's.

Layers, each for what the one before left over: one rule for all ids (they are the same, shifted
``b = a + d`` or mirrored ``b = c - a``; voted by the components whose names match, so that an
import under another offset is recognised); the natural key below the parent; and, only where no
rule explains the ids, similarity. Ids of an export move in these two ways because an installation
adds its offset, and an export with original ids takes the absolute difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Final, NamedTuple

from app.apex import catalogue
from app.apex.export.tree import Component, Edit, Page, spliced
from app.apex.export.values import Value

Files = Mapping[str, Page]
Key = tuple[str, str]  # procedure, id

_ENOUGH: Final = 0.9  # of the name-matched ids: then the rules are trusted
_ALIKE: Final = 0.6
_MAX_GROUP: Final = 200
_FEW: Final = 3  # components: too few to tell a shift from a mirror by themselves


class Rule(NamedTuple):
    """``b = sign * a + constant``."""

    sign: int
    constant: int

    def apply(self, identity: str) -> str:
        """The id on the other side; "" where it would not be positive."""
        found = self.sign * int(identity) + self.constant
        return str(found) if found > 0 else ""


SAME: Final = Rule(1, 0)


class IdMap:
    """``exact`` first; then the rules, the one whose result the other side knows; else unchanged.

    ``matched`` holds the component ids that have a counterpart, ``explained`` says whether the
    rules can be trusted for ids that have none.
    """

    def __init__(
        self,
        exact: Mapping[str, str],
        rules: tuple[Rule, ...],
        known: frozenset[str],
        matched: Mapping[Key, str],
        explained: bool,
    ) -> None:
        self.exact, self.rules, self.known = dict(exact), rules, known
        self.matched, self.explained = matched, explained

    def __call__(self, identity: str) -> str:
        found = self.exact.get(identity)
        if found is not None:
            return found
        if not self.rules or not identity.isdigit():
            return identity
        options = [o for o in (rule.apply(identity) for rule in self.rules) if o]
        return next((o for o in options if o in self.known), options[0] if options else identity)

    @cached_property
    def targets(self) -> frozenset[Key]:
        """The components of the other side that have a counterpart."""
        return frozenset((procedure, i) for (procedure, _), i in self.matched.items())

    @cached_property
    def is_identity(self) -> bool:
        return self.rules in ((), (SAME,)) and all(a == b for a, b in self.exact.items())


def moved(page: Page, ids: IdMap, others: Iterable[Edit] = ()) -> str:
    """A page's source with its ids mapped, wherever they are, and ``others`` made; nothing else
    changes."""
    edits: list[tuple[int, int, str]] = list(others)
    if not ids.is_identity:
        source = page.source
        new = {identity: ids(identity) for identity in page.ids}
        edits += [(start, end, new[source[start:end]]) for start, end in page.id_spans]
    return spliced(page.source, sorted(edits))


class Told(NamedTuple):
    """What other files of the same two sides have told: the ``rules`` by which their ids moved.
    ``exact`` maps the ids in them, ``known`` are all ids of the target, and ``has`` says whether
    one of the target's other files makes a component; asked for only where they are needed."""

    rules: tuple[Rule, ...]
    exact: Callable[[], Mapping[str, str]]
    known: Callable[[], frozenset[str]]
    has: Callable[[Key], bool]


def map_ids(source: Files, target: Files, told: Told | None = None) -> IdMap:
    """How the ids of ``source`` read in ``target``; files are compared under the same path."""
    left, right = _index(source), _index(target)
    exact: Mapping[str, str] = {}
    rules, explained = told.rules if told is not None else (), True
    matched = _match_rules(left, right, rules, told)
    if not rules or len(matched) * 2 < min(len(left), len(right)):
        # nothing was told, or these files are the ones that moved otherwise
        exact = told.exact() if rules and told is not None else exact
        own, explained = _rules(left, right, source, target)
        rules = tuple(dict.fromkeys((*rules, *own)))
        matched = _match_rules(left, right, rules, told)
    rest = {k: c for k, c in left.items() if k not in matched}
    taken = {(k[0], i) for k, i in matched.items()}
    free = {k: c for k, c in right.items() if k not in taken}
    if rest and free:
        _match_natural(rest, free, matched)
    if rest and free:
        _match_below(rest, free, matched)
    if not explained and rest and free:
        _match_similar(rest, free, matched)
    found = {**exact, **{key[1]: identity for key, identity in matched.items()}}
    known = frozenset[str]()
    if len(rules) != 1:  # one says all that could be learned
        _references(left, right, matched, found, rules)
        known = told.known() if told is not None else _mentioned(target)
    return IdMap(found, rules, known, matched, explained)


def _mentioned(files: Files) -> frozenset[str]:
    return frozenset().union(*(page.ids for page in files.values()))


def _match_rules(
    left: Mapping[Key, _Place],
    right: Mapping[Key, _Place],
    rules: tuple[Rule, ...],
    told: Told | None,
) -> dict[Key, str]:
    """Components that are where a rule says."""
    matched: dict[Key, str] = {}
    taken: set[Key] = set()
    for rule in rules:
        for key in left:
            if key in matched:
                continue
            other = (key[0], rule.apply(key[1]))
            if other in right and other not in taken:
                matched[key] = other[1]
                taken.add(other)
            elif other not in right and told is not None and told.has(other):
                matched[key] = other[1]
    return matched


def _rules(
    left: Mapping[Key, _Place], right: Mapping[Key, _Place], source: Files, target: Files
) -> tuple[tuple[Rule, ...], bool]:
    """The rules by which ids have moved, and whether they explain nearly all."""
    same = sum(1 for key in left if key in right)
    if same * 2 >= min(len(left), len(right)):
        return (_by_references([], source, target) if not same else ()) or (SAME,), True
    pairs = _pairs(source, target)
    better = _by_references(pairs, source, target) if len(pairs) < _FEW else ()
    rules, explained = (better, True) if better else vote(pairs)
    if same and SAME not in rules:  # no two components get the same id by chance
        return (*rules, SAME), explained or not rules
    return rules, explained


class _Place(NamedTuple):
    path: str
    page: Page
    component: Component


def _index(files: Files) -> dict[Key, _Place]:
    return {
        (c.procedure, c.id): _Place(path, page, c)
        for path, page in files.items()
        for c in page.mapped
    }


def addresses(page: Page) -> dict[str, str]:
    """The natural address of each component, by its key: natural keys from the page down."""
    found: dict[str, str] = {}

    for component in page.components:
        chain: list[Component] = []
        here: Component | None = component
        while here is not None and here.key not in found and here not in chain:
            chain.append(here)
            here = page.by_key.get(here.parent)
        above = found.get(here.key, "") if here is not None else ""
        for step in reversed(chain):
            natural = natural_of(step)
            start = "" if step.procedure in catalogue.UNIQUE and natural else above
            above = found[step.key] = f"{start}/{step.procedure}:{natural}"
    return found


def natural_of(component: Component) -> str:
    """The natural key; references by the names of their targets in the page."""

    def text(name: str) -> str:
        argument = component.arguments.get(name)
        if argument is None:
            return ""
        value = argument.value
        return component.page.names.get(value.text, "") if value.kind == "id" else value.text

    return catalogue.natural_key(component.procedure, text)


def _by_address(places: Iterable[_Place]) -> dict[str, list[_Place]]:
    """Places by path and natural address, in their order."""
    known: dict[str, dict[str, str]] = {}
    found: dict[str, list[_Place]] = {}
    for place in places:
        if place.path not in known:
            known[place.path] = addresses(place.page)
        address = f"{place.path}|{known[place.path][place.component.key]}"
        found.setdefault(address, []).append(place)
    return found


def _pairs(source: Files, target: Files) -> list[tuple[int, int]]:
    """Ids of the components that one natural address names on both sides."""
    left, right = (_by_address(_index(side).values()) for side in (source, target))
    return [
        (int(places[0].component.id), int(right[address][0].component.id))
        for address, places in left.items()
        if len(places) == 1 and len(right.get(address, ())) == 1
    ]


def _by_references(pairs: list[tuple[int, int]], source: Files, target: Files) -> tuple[Rule, ...]:
    """The one rule by which all ids of few components and all that these refer to have moved; ()
    if they do not agree, or if there are fewer than two: then a reference was changed."""
    found = set(pairs)
    for path, page in source.items():
        other = target.get(path)
        for key, component in page.by_key.items():
            twin = other.by_key.get(key) if other is not None else None
            if twin is not None and not component.is_mapped:
                found.update(_referred(component, twin))
    if len(found) < 2 or len(found) != len({a for a, _ in found}):
        return ()
    for rule in (Rule(1, next(b - a for a, b in found)), Rule(-1, next(a + b for a, b in found))):
        if rule != SAME and all(rule.sign * a + rule.constant == b for a, b in found):
            return (rule,)
    return ()


def _referred(left: Component, right: Component) -> Iterable[tuple[int, int]]:
    """Ids at the same place of two components."""
    for name, argument in left.arguments.items():
        twin = right.arguments.get(name)
        ids, others = ids_in(argument.value), ids_in(twin.value) if twin is not None else []
        if name != "p_id" and len(ids) == len(others):
            for a, b in zip(ids, others, strict=True):
                if a.isdigit() and b.isdigit():
                    yield int(a), int(b)


def vote(pairs: list[tuple[int, int]]) -> tuple[tuple[Rule, ...], bool]:
    """At most three rules by which most name-matched ids move, and whether they explain nearly
    all of them."""
    rest = pairs
    rules: list[Rule] = []
    while rest and len(rules) < 3:
        shift = Counter(b - a for a, b in rest).most_common(1)[0]
        mirror = Counter(a + b for a, b in rest).most_common(1)[0]
        rule = Rule(1, shift[0]) if shift[1] >= mirror[1] else Rule(-1, mirror[0])
        count = max(shift[1], mirror[1])
        if count < min(len(pairs), max(2, len(pairs) // 20)):
            break
        rules.append(rule)
        rest = [(a, b) for a, b in rest if rule.sign * a + rule.constant != b]
    return tuple(rules), len(rest) <= (1 - _ENOUGH) * len(pairs) and bool(pairs)


def _note(
    left: _Place,
    right: _Place,
    rest: dict[Key, _Place],
    free: dict[Key, _Place],
    matched: dict[Key, str],
) -> None:
    key = (left.component.procedure, left.component.id)
    matched[key] = right.component.id
    del rest[key]
    del free[right.component.procedure, right.component.id]


def _match_natural(
    rest: dict[Key, _Place], free: dict[Key, _Place], matched: dict[Key, str]
) -> None:
    """Where an address names as many on both sides, they are the same in their order."""
    theirs = _by_address(free.values())
    for address, places in _by_address(rest.values()).items():
        others = theirs.get(address, [])
        if len(others) == len(places) and not address.endswith(":"):
            for left, right in zip(places, others, strict=True):
                _note(left, right, rest, free, matched)
    for address, places in _by_address(rest.values()).items():
        others = theirs.get(address, [])
        if len(others) == len(places) == 1 and address.endswith(":"):
            _note(places[0], others[0], rest, free, matched)


def _match_below(rest: dict[Key, _Place], free: dict[Key, _Place], matched: dict[Key, str]) -> None:
    """Below parents that are the same, whatever these are called now: by the natural key alone,
    where one and only one has it on each side; then below what this has matched."""
    found = True
    while found and rest and free:
        ours, theirs = _by_parent(rest.values(), matched), _by_parent(free.values(), None)
        found = False
        for group, places in ours.items():
            others = theirs.get(group, [])
            if len(places) == len(others) == 1:
                _note(places[0], others[0], rest, free, matched)
                found = True


def _by_parent(
    places: Iterable[_Place], matched: Mapping[Key, str] | None
) -> dict[tuple[str, ...], list[_Place]]:
    """Places by path, parent (as the other side knows it, if ``matched`` says so) and key."""
    found: dict[tuple[str, ...], list[_Place]] = {}
    for place in places:
        component, page = place.component, place.page
        parent = page.by_key.get(component.parent)
        if parent is None or parent.procedure == "create_page":
            continue  # the address has said all that can be said
        known: str | None = parent.id
        if matched is not None:
            known = matched.get((parent.procedure, parent.id))
        natural = natural_of(component)
        if known and (natural or not catalogue.type_of(component.procedure).key):
            group = (place.path, component.procedure, parent.procedure, known, natural)
            found.setdefault(group, []).append(place)
    return found


def _match_similar(
    rest: dict[Key, _Place], free: dict[Key, _Place], matched: dict[Key, str]
) -> None:
    """Components of one type below the same parent, the most similar ones first."""
    groups: dict[tuple[str, str, str], list[_Place]] = {}
    for place in free.values():
        groups.setdefault(_group(place, {}), []).append(place)
    found: list[tuple[float, int, _Place, _Place]] = []
    sizes = Counter(_group(place, matched) for place in rest.values())
    for place in rest.values():
        group = _group(place, matched)
        others = groups.get(group, [])
        if len(others) * sizes[group] > _MAX_GROUP * _MAX_GROUP:
            continue
        for other in others:
            score = similarity(place.component, other.component)
            if score >= _ALIKE:
                found.append((score, len(found), place, other))
    for _, _, left, right in sorted(found, key=lambda f: (-f[0], f[1])):
        key = (left.component.procedure, left.component.id)
        if key in rest and (right.component.procedure, right.component.id) in free:
            _note(left, right, rest, free, matched)


def _group(place: _Place, matched: Mapping[Key, str]) -> tuple[str, str, str]:
    parent = place.page.by_key.get(place.component.parent)
    above = ""
    if parent is not None:
        above = matched.get((parent.procedure, parent.id), parent.id)
    return place.path, place.component.procedure, above


def similarity(left: Component, right: Component) -> float:
    """The share of arguments that both have with the same value; ids do not count."""
    names = {
        n
        for c in (left, right)
        for n, a in c.arguments.items()
        if a.value.kind != "id" and not catalogue.is_volatile(c.procedure, n)
    }
    if not names:
        return 1.0
    same = 0
    for name in names:
        one, other = left.arguments.get(name), right.arguments.get(name)
        same += one is not None and other is not None and one.value == other.value
    return same / len(names)


def ids_in(value: Value) -> list[str]:
    """The component ids in a value, in their order."""
    if value.kind == "id":
        return [value.text.lstrip("-")]
    if value.kind == "mixed":
        return list(value.parts[1::2])
    if value.kind == "attributes":
        return [i for _, v in value.items for i in ids_in(v)]
    return []


def references(component: Component) -> Iterable[tuple[str, str]]:
    """(argument, id) of everything that a component refers to; its own id is not among them."""
    for name, argument in component.arguments.items():
        if name != "p_id" and argument.may_have_ids:
            for identity in ids_in(argument.value):
                yield name, identity


def _references(
    left: Mapping[Key, _Place],
    right: Mapping[Key, _Place],
    matched: Mapping[Key, str],
    exact: dict[str, str],
    rules: tuple[Rule, ...],
) -> None:
    """What is referred to but defined elsewhere: by what stands at the same place."""
    seen: dict[str, Counter[str]] = {}
    for key, identity in matched.items():
        if (key[0], identity) not in right:
            continue  # in a file that is the same
        mine, other = left[key].component, right[key[0], identity].component
        for name, argument in mine.arguments.items():
            counterpart = other.arguments.get(name)
            if counterpart is None or name == "p_id" or not argument.may_have_ids:
                continue
            ids, others = ids_in(argument.value), ids_in(counterpart.value)
            if len(ids) == len(others):
                for a, b in zip(ids, others, strict=True):
                    if a not in exact:
                        seen.setdefault(a, Counter())[b] += 1
    used = set(exact.values())
    for a, votes in seen.items():
        if not a.isdigit():
            continue
        ruled = [o for o in (rule.apply(a) for rule in rules) if o in votes]
        best = votes.most_common(1)[0][0]
        if ruled:
            exact[a] = ruled[0]
        elif not rules and best not in used:
            exact[a] = best
            used.add(best)
