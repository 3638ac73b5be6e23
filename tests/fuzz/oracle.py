"""The silent-loss oracle: what must be in a merge, what must be asked, and what may never appear.

It knows the models of the three versions, and so what each side did; it uses neither the product's
difference nor its merge. ``examine`` merges, resolves the conflicts in several ways, and compares
what comes out with the law. A finding is a sentence; none is the proof.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from app.apex import MergeResult, Page, merge
from app.apex.catalogue import SEQUENCES
from app.apex.export.values import Value
from app.apex.model import Conflict, Decision, Take
from tests.apex.generated import NOISE, PARENTS, Doc, Node
from tests.apex.generated_source import moved
from tests.fuzz.expected import Outcome, outcome


class Case(NamedTuple):
    """Three versions of a file."""

    base: Doc
    ours: Doc
    theirs: Doc


@dataclass
class Report:
    """``losses``: something is lost, invented, or decided without asking. ``needless``: a conflict
    where nothing collides. ``conflicts`` counts those that the merge asked about."""

    losses: list[str] = field(default_factory=list)
    needless: list[str] = field(default_factory=list)
    conflicts: int = 0


def properties(node: Node | None) -> dict[str, Value]:
    """All that counts of a node, plug-in attributes one by one."""
    found: dict[str, Value] = {}
    for name, value in (node.args if node is not None else {}).items():
        if name in NOISE:
            continue
        if value.kind == "attributes":
            found.update({f"{name}.{n}": v for n, v in value.items})
        else:
            found[name] = value
    return found


def ids_of(value: Value | None) -> set[str]:
    """The component ids in a value."""
    if value is None:
        return set()
    if value.kind == "id":
        return {value.text.lstrip("-")}
    if value.kind == "mixed":
        return set(value.parts[1::2])
    return set().union(*(ids_of(v) for _, v in value.items))


def mentioned(node: Node | None) -> set[str]:
    """All ids that a node refers to."""
    return set().union(*map(ids_of, node.args.values())) if node is not None else set()


class Law:
    """What follows from the three models."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.base, self.ours, self.theirs = (d.by_uid() for d in case)
        self.uids = list(dict.fromkeys([*self.ours, *self.theirs, *self.base]))
        self.node = {u: self.ours.get(u) or self.theirs.get(u) or self.base[u] for u in self.uids}
        self.outcomes: dict[tuple[int, str], Outcome] = {}
        for uid in self.ours.keys() & self.theirs.keys():
            old, left, right = (properties(s.get(uid)) for s in (self.base, self.ours, self.theirs))
            for name in {**left, **right, **old}:
                self.outcomes[uid, name] = outcome(
                    name, old.get(name), left.get(name), right.get(name)
                )

    def cover(self, uid: int) -> set[int]:
        """All that belongs to a node in any version. A region may stand behind what is in it."""
        found = {uid}
        for doc, nodes in zip(self.case, (self.base, self.ours, self.theirs), strict=True):
            todo, seen = {uid} & nodes.keys(), set[int]()
            while todo:
                seen |= todo
                todo = {n.uid for u in todo for n in doc.below(nodes[u])} - seen
            found |= seen
        return found

    def deleted(self, keeper: Mapping[int, Node], deleter: Mapping[int, Node]) -> set[int]:
        return {u for u in keeper if u in self.base and u not in deleter}

    def is_edited(self, keeper: Mapping[int, Node], uid: int) -> bool:
        """Whether more than its place among its siblings was changed."""
        was, now = self.base[uid], keeper[uid]
        before, after = properties(was), properties(now)
        names = {n for n in {*before, *after} if before.get(n) != after.get(n)}
        return was.under != now.under or bool(names - SEQUENCES)

    def reasons(self, keeper: Mapping[int, Node], deleter: Mapping[int, Node]) -> dict[int, str]:
        """Deleted nodes that cannot go without a question, and why."""
        gone = self.deleted(keeper, deleter)
        by_id = {keeper[u].id: u for u in gone if keeper[u].id}
        found = {u: "edited" for u in gone if self.is_edited(keeper, u)}
        for uid, node in keeper.items():
            if uid not in self.base:
                inside = [by_id[i] for i in _parent_ids(node) if i in by_id]
                inside += [node.under] if node.under in gone else []
                found.update(dict.fromkeys(inside, f"has the new {node.procedure}"))
            if uid in gone:
                continue
            for identity in mentioned(node) - mentioned(self.base.get(uid)):
                if identity in by_id:
                    found.setdefault(by_id[identity], f"referred to by {node.procedure}")
        return found


def _parent_ids(node: Node) -> Iterable[str]:
    for name in PARENTS.get(node.procedure, ()):
        if name in node.args:
            yield node.args[name].text


class Merge(Protocol):
    """A merge of one file."""

    def __call__(
        self, base: Page, ours: Page, theirs: Page, decisions: Mapping[str, Decision], /
    ) -> MergeResult: ...


class Examiner:
    """One case: its pages, and the law for them."""

    def __init__(self, case: Case, pages: tuple[Page, Page, Page], merge: Merge = merge) -> None:
        """Ours has the ids of the models; ``merge`` is what is examined."""
        self.law, self.pages, self._merge = Law(case), pages, merge
        self.report = Report()
        self._uid_of: dict[tuple[str, str], int] = {}
        for side in (self.law.theirs, self.law.base, self.law.ours):
            for uid, node in side.items():
                self._uid_of[node.procedure, node.id] = uid

    def run(self) -> Report:
        """Merge; check the questions; answer them in several ways, and check the results."""
        result = self._merge(*self.pages, {})
        self.report.conflicts = len(result.conflicts)
        self._questions(result.conflicts)
        settled = {c.key: c.taken for c in result.conflicts if c.taken is not None}
        if not result.open_conflicts:
            self._result(result, settled)
        elif result.page is not None:
            self._lost("a result while conflicts are open")
        if not result.conflicts:
            return self.report
        for pattern in ("o", "t", "ot", "to", "tto"):
            self._answered(result.conflicts, pattern)
        return self.report

    def _lost(self, text: str) -> None:
        self.report.losses.append(text)

    def _answered(self, conflicts: Iterable[Conflict], pattern: str) -> None:
        decisions: dict[str, Decision] = {}
        for index, conflict in enumerate(sorted(conflicts, key=lambda c: c.key)):
            wanted = Take.OURS if pattern[index % len(pattern)] == "o" else Take.THEIRS
            take = wanted if wanted in conflict.choices else conflict.choices[0]
            decisions[conflict.key] = Decision(conflict.key, take)
        result = self._merge(*self.pages, decisions)
        if result.page is None:
            self._lost(f"[{pattern}] all conflicts are decided, and there is no result")
            return
        self._result(result, {k: d.take for k, d in decisions.items()}, f"[{pattern}] ")

    # -- questions -------------------------------------------------------------------------

    def _split(self, conflict: Conflict) -> tuple[int | None, str]:
        procedure, _, identity = conflict.component.partition(":")
        return self._uid_of.get((procedure, identity)), conflict.property

    def _questions(self, conflicts: Iterable[Conflict]) -> None:
        law = self.law
        asked: set[tuple[int, str]] = set()
        covered: set[int] = set()
        reasons = {
            **law.reasons(law.ours, law.theirs),
            **law.reasons(law.theirs, law.ours),
        }
        for conflict in conflicts:
            uid, name = self._split(conflict)
            if uid is None:
                self._lost(f"a conflict of an unknown component: {conflict.key}")
            elif name:
                asked.add((uid, name))
                known = law.outcomes.get((uid, name))
                if known is None or known.conflict == "never":
                    self.report.needless.append(f"{conflict.kind} {conflict.key}")
            else:
                cover = law.cover(uid)
                covered |= cover
                if not cover & reasons.keys() and not self._both_moved(uid):
                    self.report.needless.append(f"{conflict.kind} {conflict.key}")
        for (uid, name), known in law.outcomes.items():
            if known.conflict == "must" and (uid, name) not in asked and uid not in covered:
                self._lost(f"not asked: {law.node[uid].procedure} {law.node[uid].id} {name}")
        for uid, why in reasons.items():
            if uid not in covered:
                node = law.node[uid]
                self._lost(f"not asked: {node.procedure} {node.id} deleted, but {why}")

    def _both_moved(self, uid: int) -> bool:
        nodes = [s.get(uid) for s in (self.law.base, self.law.ours, self.law.theirs)]
        return len({n.under for n in nodes if n is not None}) > 1

    # -- results ---------------------------------------------------------------------------

    def _result(self, result: MergeResult, taken: Mapping[str, Take], how: str = "") -> None:
        page, law = result.page, self.law
        if page is None:
            self._lost(f"{how}no result and no conflict")
            return
        found = self._observed(page)
        choice: dict[int, set[Take]] = {}
        for conflict in result.conflicts:
            uid, name = self._split(conflict)
            if uid is not None and not name:
                for below in law.cover(uid):
                    choice.setdefault(below, set()).add(taken[conflict.key])
        # A decision may keep what something kept refers to, with all that belongs to that, and drop
        # references to what it removed.
        used = {i for props in found.values() for v in props.values() for i in ids_of(v)}
        needed = {u for u in law.uids if choice and law.node[u].id in used}
        needed |= {below for u in needed for below in law.cover(u)}
        gone = {law.node[u].id for u in law.uids if choice and u not in found} - {""}
        for uid in law.uids:
            self._presence(uid, uid in found, choice.get(uid, set()), how, uid in needed)
        decided = {self._split(c): taken[c.key] for c in result.conflicts if c.property}
        for uid, props in found.items():
            self._properties(uid, props, decided, gone, how)
        if page.header != self.pages[1].header:
            self._lost(f"{how}the header is not that of ours")

    def _observed(self, page: Page) -> dict[int, dict[str, Value]]:
        """The properties of the result's nodes by uid, with the ids of the models."""
        uid_of: dict[str, int] = {}
        back: dict[str, str] = {}
        strangers: list[str] = []
        for component in page.components:
            identity = component.id if component.is_mapped else ""
            uid = self._uid_of.get((component.procedure, identity))
            if uid is None or uid in uid_of.values():
                strangers.append(component.key)
            else:
                uid_of[component.key] = uid
        missing = [u for u in self.law.theirs if u not in uid_of.values()]
        for key in strangers:
            component = page.by_key[key]
            texts = {a.value.text for a in component.arguments.values() if a.value.kind == "text"}
            twin = max(
                (u for u in missing if self.law.theirs[u].procedure == component.procedure),
                key=lambda u: len(_texts(self.law.theirs[u]) & texts),
                default=None,
            )
            if twin is None:
                self._lost(f"a component that no side had: {key}")
                continue
            missing.remove(twin)
            uid_of[key] = twin
            back[component.id] = self.law.theirs[twin].id
        found: dict[int, dict[str, Value]] = {}
        style = _Back(back)
        for key, uid in uid_of.items():
            node = Node(uid, "", "", {
                a.name: moved(a.value, style)
                for a in page.by_key[key].arguments.values()
                if a.name != "p_id"
            })  # fmt: skip
            found[uid] = properties(node)
        return found

    def _presence(
        self, uid: int, is_there: bool, choice: set[Take], how: str, is_needed: bool
    ) -> None:
        law = self.law
        mine, other, was = uid in law.ours, uid in law.theirs, uid in law.base
        allowed = {mine if take is Take.OURS else other for take in choice}
        if mine and other:
            allowed.add(True)
        if not choice:
            allowed = {(mine and other) if was else (mine or other)}
        if is_there not in allowed and not (is_there and was and is_needed):
            node = law.node[uid]
            text = "is there" if is_there else "is lost"
            self._lost(f"{how}{node.procedure} {node.id} {text} (ours {mine}, theirs {other})")

    def _properties(
        self,
        uid: int,
        props: Mapping[str, Value],
        decided: Mapping[tuple[int | None, str], Take],
        gone: set[str],
        how: str,
    ) -> None:
        law = self.law
        sides = (law.base.get(uid), law.ours.get(uid), law.theirs.get(uid))
        old, left, right = (properties(s) for s in sides)
        for name in {**left, **right, **old, **props}:
            value = props.get(name)
            b, o, t = old.get(name), left.get(name), right.get(name)
            if gone & set().union(*map(ids_of, (b, o, t))) and value in (b, o, t, None):
                continue
            take = decided.get((uid, name))
            if take is not None:
                wanted = {Take.OURS: o, Take.THEIRS: t, Take.BASE: b}[take]
                fine = value == wanted
            elif sides[1] is not None and sides[2] is not None:
                fine = law.outcomes[uid, name].allows(value)
            else:
                fine = value == (o if sides[1] is not None else t)
            if not fine:
                node = law.node[uid]
                self._lost(
                    f"{how}{node.procedure} {node.id} {name}: {value!r} from base {b!r}, "
                    f"ours {o!r}, theirs {t!r}"
                )


class _Back:
    """Ids of the result as the models have them."""

    def __init__(self, back: Mapping[str, str]) -> None:
        self._back = back

    def place(self, digits: str) -> str:
        return self._back.get(digits, digits)


def _texts(node: Node) -> set[str]:
    return {v.text for v in node.args.values() if v.kind == "text"}
