"""Three-way merge of APEXlang files, by component and property.

A pure function of three versions and the decisions so far. Ours' text is the canvas, so what nobody
changed stays the same to the byte. One-sided changes are taken; code merges by lines, arrays as
sets; deleted against edited, a reference to what the other side took away, and different values of
one property are conflicts. Nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from app.apex.catalogue.types import type_label
from app.apex.model import (
    AutoMerge,
    ComponentChange,
    Conflict,
    ConflictKind,
    Decision,
    PropertyChange,
    Status,
    Take,
    Usage,
)
from app.apexlang import edits as editing
from app.apexlang.across import ALONE, Across, Side, usage
from app.apexlang.catalogue import is_array
from app.apexlang.diff import IDENTIFIER, change, property_change, shape_of
from app.apexlang.edits import Edit
from app.apexlang.follow import Renamed, Renames, following, value_of, without_own
from app.apexlang.labels import Tongue, label_of, language_of
from app.apexlang.match import matched
from app.apexlang.one_side import MergeResult, one_side
from app.apexlang.reader import parse
from app.apexlang.references import lost_references, references, twice
from app.apexlang.tree import Component, Document, Node, Path, Value
from app.apexlang.values import Merged, merge_values
from app.apexlang.writer import name as spelt

_NONE: Final[Mapping[str, Decision]] = {}


def merge(
    base: Document | None,
    ours: Document | None,
    theirs: Document | None,
    decisions: Mapping[str, Decision] = _NONE,
    language: Tongue = "en",
    across: Across = ALONE,
) -> MergeResult:
    """Merge three versions of one file; None is a version that does not exist. ``across`` is what
    the other files of the application mean for this one."""
    if ours is None or theirs is None:
        return one_side(base, ours, theirs, decisions, language, across)
    if across == ALONE:
        if ours.source == theirs.source or (base is not None and theirs.source == base.source):
            return MergeResult(ours, False, ())
        if base is not None and ours.source == base.source:
            return MergeResult(
                Document(ours.name, theirs.source, theirs.nodes, theirs.components), False, ()
            )
    known = base if base is not None else Document(ours.name, "")
    return _Merge(known, ours, theirs, decisions, language, across).result()


def listing(document: Document, component: Component) -> str:
    """A component as people read it: its own lines, without the indent of its place."""
    lines = document.text(component.node).rstrip("\n").split("\n")
    indent = len(lines[0]) - len(lines[0].lstrip(" "))
    return "\n".join(line[indent:] if not line[:indent].strip() else line for line in lines)


class _Merge:
    def __init__(
        self,
        base: Document,
        ours: Document,
        theirs: Document,
        decisions: Mapping[str, Decision],
        language: Tongue,
        across: Across,
    ) -> None:
        self.base, self.ours, self.theirs = base, ours, theirs
        self.decisions, self.language, self.across = decisions, language, across
        self.to_ours, self.to_theirs = matched(base, ours), matched(base, theirs)
        self.from_theirs = {theirs: base for base, theirs in self.to_theirs.items()}
        self.edits: list[Edit] = []
        self.conflicts: list[Conflict] = []
        self.auto: list[AutoMerge] = []
        self.used: set[str] = set()
        self.renamed = self._renames(ours, self.to_ours, without_own(across.ours_renamed, theirs))

    def result(self) -> MergeResult:
        for path in self.base.components:
            if path[:-1] in self.to_ours or len(path) == 1:
                self._both_knew(path)
        self._added()
        stale = tuple(d for key, d in self.decisions.items() if key not in self.used)
        conflicts = tuple(self.conflicts)
        if any(c.taken is None for c in conflicts):
            return MergeResult(None, False, conflicts, tuple(self.auto), (), stale)
        text = editing.applied(self.ours.source, self.edits)
        document = self._with_their_names(parse(text, self.ours.name))
        sides = self.base, self.ours, self.theirs
        issues = (*lost_references(document, sides), *twice(document, sides))
        return MergeResult(document, False, conflicts, tuple(self.auto), issues, stale)

    # -- what the base has ---------------------------------------------------------------------

    def _both_knew(self, path: Path) -> None:
        mine, other = self.to_ours.get(path), self.to_theirs.get(path)
        if mine is not None and other is not None:
            self._properties(path, mine, other)
        elif mine is not None:
            self._they_deleted(path, mine)
        elif other is not None:
            self._we_deleted(path, other)

    def _they_deleted(self, path: Path, mine: Path) -> None:
        if path[:-1] and path[:-1] not in self.to_theirs:
            return  # it goes, or stays, with what it stands in
        component = self.ours.components[mine]
        edited = self._is_edited(path, self.ours, self.to_ours)
        users = () if edited else self._uses(component, "ours")
        if not edited and not users:
            self._take(Status.REMOVED, component, self.ours)
            self._delete(component)
            return
        kind = ConflictKind.EDIT_DELETE if edited else ConflictKind.REFERENCE
        if self._whole(kind, path, component, None, users) is Take.THEIRS:
            self._delete(component)

    def _we_deleted(self, path: Path, other: Path) -> None:
        if path[:-1] and path[:-1] not in self.to_ours:
            return
        component = self.theirs.components[other]
        edited = self._is_edited(path, self.theirs, self.to_theirs)
        users = () if edited else self._uses(component, "theirs")
        if not edited and not users:
            return
        kind = ConflictKind.DELETE_EDIT if edited else ConflictKind.REFERENCE
        if self._whole(kind, path, None, component, users) is Take.THEIRS:
            self._insert(component)

    def _is_edited(self, path: Path, side: Document, twins: Mapping[Path, Path]) -> bool:
        """Whether a side changed a component, or anything in it."""
        below = [p for p in self.base.components if p[: len(path)] == path]
        for inner in below:
            twin = twins.get(inner)
            if twin is None:
                return True
            if twin[-1] != inner[-1]:
                return True
            if side.components[twin].values() != self.base.components[inner].values():
                return True
        here = twins[path]
        return sum(1 for p in side.components if p[: len(here)] == here) > len(below)

    def _uses(self, component: Component, by: Side) -> tuple[Usage, ...]:
        """Where a side newly refers to a component, in this file and in others."""
        ident = component.node.ident
        if not ident:
            return ()
        side, twins = (self.ours, self.to_ours) if by == "ours" else (self.theirs, self.to_theirs)
        before = {
            (twins.get(path), name)
            for path, known in self.base.components.items()
            for name, value in known.values().items()
            if ident in references(value)
        }
        inside = component.path
        here = [
            usage(side, user, name, self.language)
            for path, user in side.components.items()
            if path[: len(inside)] != inside
            for name, value in user.values().items()
            if ident in references(value) and (path, name) not in before
        ]
        return (*here, *self.across.uses(by, (component.type, ident)))

    # -- properties ----------------------------------------------------------------------------

    def _properties(self, path: Path | None, mine: Path, other: Path) -> None:
        """Merge one component that both sides have; ``path`` is None where both added it."""
        was = self.base.components[path].values() if path is not None else {}
        ours, theirs = self.ours.components[mine], self.theirs.components[other]
        left, right = ours.values(), theirs.values()
        wanted: dict[str, Value | None] = {}
        taken = []
        for name in {**left, **right, **was}:
            one = left.get(name)
            two = value_of(name, right.get(name), self.renamed, self.across.kinds)
            if one == two:
                continue
            merged = merge_values(was.get(name), one, two, is_array(ours.type, name))
            if path is None and None in (one, two):
                merged = Merged(conflict=True)  # to leave it out is a value too: the default
            if not merged.conflict:
                if merged.value != one:
                    wanted[name] = merged.value
                    taken.append(property_change(ours.type, name, one, merged.value, self.language))
                continue
            chosen = self._choose(path, ours, name, (was.get(name), one, two), merged)
            if chosen is not None and chosen.value != one:
                wanted[name] = chosen.value
        if path is not None:
            was_ident = self.base.components[path].node.ident
            if theirs.node.ident not in (was_ident, ours.node.ident):
                self._rename(path, ours, theirs)
        self.edits += editing.property_edits(self.ours, ours, wanted, [*right, *left])
        if taken:
            made = change(ours, self.ours.components, Status.CHANGED, ours, self.language)
            self._noted(made, tuple(taken))

    def _choose(
        self,
        path: Path | None,
        component: Component,
        name: str,
        sides: tuple[Value | None, Value | None, Value | None],
        merged: Merged,
    ) -> Merged | None:
        """What was decided of a property; None while it is open, which is noted."""
        base, ours, theirs = sides
        choices = [Take.OURS, Take.THEIRS]
        if path is not None:
            choices.append(Take.BASE)
        if merged.both is not None:
            choices.append(Take.BOTH)
        choices.append(Take.EDITED)
        kind = ConflictKind.PROPERTY if path is not None else ConflictKind.ADD_ADD
        decision = self._decision(self._key(component, name), choices)
        longest = max(
            (v for v in sides if v is not None), key=lambda v: v.text.count("\n"), default=Value("")
        )
        self.conflicts.append(
            Conflict(
                self._key(component, name),
                kind,
                self.ours.name,
                component.key,
                type_label(component.type, self.language),
                component.name,
                self._words(component, self.ours),
                name,
                label_of(name, self.language) if name != IDENTIFIER else name,
                base.text if base is not None else None,
                ours.text if ours is not None else None,
                theirs.text if theirs is not None else None,
                tuple(choices),
                decision.take if decision is not None else None,
                shape_of(longest),
                language_of(longest, component.type, name),
            )
        )
        if decision is None:
            return None
        match decision.take:
            case Take.OURS:
                return Merged(ours)
            case Take.THEIRS:
                return Merged(theirs)
            case Take.BASE:
                return Merged(base)
            case Take.BOTH:
                return Merged(merged.both)
        like = ours if ours is not None else theirs
        return Merged(Value(decision.text or "", None, like.language if like else ""))

    # -- what is new ---------------------------------------------------------------------------

    def _added(self) -> None:
        """Components that theirs brought: into ours, or into those that ours brought too."""
        here: dict[Path, Path] = {
            other: self.to_ours[base]
            for base, other in self.to_theirs.items()
            if base in self.to_ours
        }
        for path, component in self.theirs.components.items():
            if path in self.from_theirs:
                continue
            above = component.parent
            if above and above not in here:
                continue  # with what it stands in, or that is gone from ours: asked about there
            twin = (*here[above], path[-1]) if above else (path[-1],)
            mine = self.ours.components.get(twin)
            if mine is not None and twin not in self.to_ours.values():
                here[path] = twin
                self._properties(None, twin, path)
            else:  # also where ours renamed another to this identifier: it is there twice, and told
                self._take(Status.ADDED, component, self.theirs)
                self._insert(component, here.get(above, ()))

    # -- edits ---------------------------------------------------------------------------------

    def _siblings(self, document: Document, above: Path) -> tuple[Sequence[Node], int]:
        if not above:
            return document.nodes, len(document.source)
        node = document.components[above].node
        return node.children, node.close

    def _delete(self, component: Component) -> None:
        siblings, _ = self._siblings(self.ours, component.parent)
        self.edits.append(editing.removal(self.ours, component, siblings))

    def _insert(self, component: Component, above: Path | None = None) -> None:
        if above is None:
            base = self.from_theirs.get(component.parent, ())
            above = self.to_ours.get(base, ())
        siblings, close = self._siblings(self.ours, above)
        text = self._text(component)
        self.edits.append(editing.insertion(self.ours, siblings, close, component, text))

    def _text(self, component: Component) -> str:
        """Theirs' lines, with the references that ours renamed. A last line without its end gets
        one."""
        start = component.node.start
        edits = following(self.theirs, self.renamed, self.across.kinds, component.path)
        own = [Edit(e.start - start, e.end - start, e.text) for e in edits]
        text = editing.applied(self.theirs.text(component.node), own)
        return text if text.endswith("\n") else f"{text}\n"

    # -- names ---------------------------------------------------------------------------------

    def _renames(
        self, side: Document, twins: Mapping[Path, Path], elsewhere: Renames
    ) -> dict[str, Renamed]:
        """What a side renamed, here or in another file: what the other side newly says of it
        follows."""
        found = dict(elsewhere)
        for old, new in twins.items():
            one, two = self.base.components[old].node.ident, side.components[new].node.ident
            if one and two and one != two:
                found[one] = Renamed(new[-1][0], two)
        still = {c.node.ident for c in side.components.values()}
        return {old: to for old, to in found.items() if old not in still}

    def _with_their_names(self, result: Document) -> Document:
        """What ours newly says of a component that theirs renamed follows, too."""
        elsewhere = without_own(self.across.theirs_renamed, self.ours)
        renamed = without_own(self._renames(self.theirs, self.to_theirs, elsewhere), result)
        edits = following(result, renamed, self.across.kinds)
        return parse(editing.applied(result.source, edits), result.name) if edits else result

    def _rename(self, path: Path, ours: Component, theirs: Component) -> None:
        """Theirs gave it another identifier; ours may have given it a third."""
        was = self.base.components[path].node.ident
        one, two = ours.node.ident, theirs.node.ident
        values = tuple(Value(text) if text else None for text in (was, one, two))
        merged = merge_values(values[0], values[1], values[2])
        if merged.conflict:
            chosen = self._choose(path, ours, IDENTIFIER, (values[0], values[1], values[2]), merged)
            if chosen is None:
                return
            merged = chosen
        ident = merged.value.text if merged.value is not None else ""
        if ident and ident != one:
            head = self.ours.source[ours.node.start : ours.node.inner]
            indent = head[: len(head) - len(head.lstrip(" \t"))]
            self.edits.append(
                Edit(ours.node.start, ours.node.inner, f"{indent}{ours.type} {spelt(ident)} (\n")
            )

    # -- telling -------------------------------------------------------------------------------

    def _key(self, component: Component, name: str = "") -> str:
        tail = f"|{name}" if name else ""
        return f"{self.ours.name}|{component.key}{tail}"

    def _decision(self, key: str, choices: Sequence[Take]) -> Decision | None:
        found = self.decisions.get(key)
        if found is None or found.take not in choices:
            return None
        self.used.add(key)
        return found

    def _whole(
        self,
        kind: ConflictKind,
        path: Path,
        ours: Component | None,
        theirs: Component | None,
        uses: tuple[Usage, ...],
    ) -> Take | None:
        """Ask about a whole component; what was decided."""
        before = self.base.components[path]
        choices = (Take.OURS, Take.THEIRS)
        key = self._key(before)
        decision = self._decision(key, choices)
        present = ours if ours is not None else theirs
        assert present is not None
        side = self.ours if ours is not None else self.theirs
        self.conflicts.append(
            Conflict(
                key,
                kind,
                self.ours.name,
                before.key,
                type_label(present.type, self.language),
                present.name,
                self._words(present, side),
                "",
                "",
                listing(self.base, before),
                listing(self.ours, ours) if ours is not None else None,
                listing(self.theirs, theirs) if theirs is not None else None,
                choices,
                decision.take if decision is not None else None,
                "text",
                uses=uses,
                used_by=("ours" if ours is not None else "theirs") if uses else "",
            )
        )
        return decision.take if decision is not None else None

    def _words(self, component: Component, side: Document) -> tuple[str, ...]:
        places = [component.path[: n + 1] for n in range(len(component.path))]
        return tuple(
            f"{type_label(side.components[p].type, self.language)} {side.components[p].name}"
            for p in places
            if p in side.components
        )

    def _take(self, status: Status, component: Component, side: Document) -> None:
        made = change(component, side.components, status, None, self.language)
        self._noted(made, made.properties)

    def _noted(self, made: ComponentChange, properties: tuple[PropertyChange, ...]) -> None:
        self.auto.append(AutoMerge(self.ours.name, "theirs", replace(made, properties=properties)))
