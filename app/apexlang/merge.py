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

from app.apex.model import (
    AutoMerge,
    ComponentChange,
    ConflictKind,
    Decision,
    PropertyChange,
    Status,
    Take,
    Usage,
    is_automatic,
)
from app.apexlang import edits as editing
from app.apexlang.across import ALONE, Across, Side, usage
from app.apexlang.catalogue import can_name, is_array, type_named
from app.apexlang.diff import IDENTIFIER, change, property_change
from app.apexlang.edits import Edit
from app.apexlang.follow import Renamed, Renames, following, value_of, without_own
from app.apexlang.labels import Tongue
from app.apexlang.match import matched, says_the_same
from app.apexlang.one_side import MergeResult, are_two_pages, either, one_side
from app.apexlang.questions import Questions
from app.apexlang.reader import parse
from app.apexlang.references import idents_of, lost_references, references, twice
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
    listing: bool = False,
) -> MergeResult:
    """Merge three versions of one file; None is a version that does not exist. ``across`` is what
    the other files of the application mean for this one; ``listing``: what merges by itself is
    told too (``automatic``), but for identifiers that one side alone gave."""
    if ours is None or theirs is None:
        return one_side(base, ours, theirs, decisions, language, across, listing)
    if base is None and are_two_pages(ours, theirs):
        return either(ours, theirs, decisions, language, across)
    whole = _as_it_is(base, ours, theirs) if across == ALONE else None
    if whole is not None and not listing and not any(map(is_automatic, decisions)):
        return MergeResult(whole, False, ())
    known = base if base is not None else Document(ours.name, "")
    made = _Merge((known, ours, theirs), decisions, language, across, listing).result()
    if whole is None or made.conflicts:
        return made
    return MergeResult(whole, False, (), stale=made.stale, automatic=made.automatic)


def _as_it_is(base: Document | None, ours: Document, theirs: Document) -> Document | None:
    """The file of one side, to the byte, where the other changed nothing."""
    if ours.source == theirs.source or (base is not None and theirs.source == base.source):
        return ours
    if base is not None and ours.source == base.source:
        return Document(ours.name, theirs.source, theirs.nodes, theirs.components)
    return None


class _Merge:
    def __init__(
        self,
        sides: tuple[Document, Document, Document],
        decisions: Mapping[str, Decision],
        language: Tongue,
        across: Across,
        listing: bool,
    ) -> None:
        base, ours, theirs = self.base, self.ours, self.theirs = sides
        self.decisions, self.language, self.across = decisions, language, across
        self.questions = Questions(sides, decisions, language, listing)
        self.to_ours, self.to_theirs = matched(base, ours), matched(base, theirs)
        self.from_theirs = {theirs: base for base, theirs in self.to_theirs.items()}
        self.edits: list[Edit] = []
        self.auto: list[AutoMerge] = []
        self.renamed = self._renames(ours, self.to_ours, without_own(across.ours_renamed, theirs))

    def result(self) -> MergeResult:
        for path in self.base.components:
            if path[:-1] in self.to_ours or len(path) == 1:
                self._both_knew(path)
        self._added()
        asked = self.questions
        stale = tuple(d for key, d in self.decisions.items() if key not in asked.used)
        conflicts, automatic = tuple(asked.conflicts), tuple(asked.automatic)
        if any(c.taken is None for c in conflicts):
            return MergeResult(None, False, conflicts, tuple(self.auto), (), stale, automatic)
        text = editing.applied(self.ours.source, self.edits)
        document = self._with_their_names(parse(text, self.ours.name))
        sides = self.base, self.ours, self.theirs
        issues = (*lost_references(document, sides), *twice(document, sides))
        return MergeResult(document, False, conflicts, tuple(self.auto), issues, stale, automatic)

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
        before = self.base.components[path]
        if not edited and not users:
            if not self.questions.overruled(before, component, None, Take.THEIRS):
                self._take(Status.REMOVED, component, self.ours)
                self._delete(component)
            return
        kind = ConflictKind.EDIT_DELETE if edited else ConflictKind.REFERENCE
        if self.questions.whole(kind, before, component, None, users) is Take.THEIRS:
            self._delete(component)

    def _we_deleted(self, path: Path, other: Path) -> None:
        if path[:-1] and path[:-1] not in self.to_ours:
            return
        component = self.theirs.components[other]
        edited = self._is_edited(path, self.theirs, self.to_theirs)
        users = () if edited else self._uses(component, "theirs")
        before = self.base.components[path]
        if not edited and not users:
            if self.questions.overruled(before, None, component, Take.OURS):
                self._insert(component)
            return
        kind = ConflictKind.DELETE_EDIT if edited else ConflictKind.REFERENCE
        if self.questions.whole(kind, before, None, component, users) is Take.THEIRS:
            self._insert(component)

    def _is_edited(self, path: Path, side: Document, twins: Mapping[Path, Path]) -> bool:
        """Whether a side changed a component, or anything in it."""
        below = [p for p in self.base.components if p[: len(path)] == path]
        for inner in below:
            twin = twins.get(inner)
            if twin is None:
                return True
            if not says_the_same(self.base.components[inner], side.components[twin]):
                return True
        here = twins[path]
        return sum(1 for p in side.components if p[: len(here)] == here) > len(below)

    def _uses(self, component: Component, by: Side) -> tuple[Usage, ...]:
        """Where a side newly refers to a component that the other took away, or to what goes with
        it, in this file and in others."""
        ours_used = by == "ours"
        side, twins = (self.ours, self.to_ours) if ours_used else (self.theirs, self.to_theirs)
        inside = component.path
        other = self.theirs if ours_used else self.ours
        still = idents_of(other.components.values())
        within = [c for path, c in side.components.items() if path[: len(inside)] == inside]
        gone = {
            ident
            for c in within
            if c.node.ident and (ident := (c.type, c.node.ident))
            if c is component or ident not in still.typed
        }
        if not gone:
            return ()
        before = {
            (twins.get(path), name, ident)
            for path, known in self.base.components.items()
            for name, value in known.values().items()
            for ident in references(value)
        }
        kinds = self.across.kinds

        def is_gone(prop: str, name: str) -> bool:
            if not type_named(prop) and name in still.names and name != component.node.ident:
                return False  # it may mean what is still called so
            return any(n == name and can_name(prop, k, kinds.get(prop)) for k, n in gone)

        here = [
            usage(side, user, name, self.language)
            for path, user in side.components.items()
            if path[: len(inside)] != inside
            for name, value in user.values().items()
            if any(
                is_gone(name, ident) and (path, name, ident) not in before
                for ident in references(value)
            )
        ]
        return (*here, *(use for ident in sorted(gone) for use in self.across.uses(by, ident)))

    # -- properties ----------------------------------------------------------------------------

    def _properties(self, path: Path | None, mine: Path, other: Path) -> None:
        """Merge one component that both sides have; ``path`` is None where both added it."""
        was = self.base.components[path].values() if path is not None else {}
        ours, theirs = self.ours.components[mine], self.theirs.components[other]
        left, right = ours.values(), theirs.values()
        wanted: dict[str, Value | None] = {}
        taken = []
        for name in {**left, **right, **was} if left != right or self.renamed else ():
            one = left.get(name)
            two = value_of(name, right.get(name), self.renamed, self.across.kinds)
            if one == two:
                continue
            merged = merge_values(was.get(name), one, two, is_array(ours.type, name))
            if path is None and None in (one, two):
                merged = Merged(conflict=True)  # to leave it out is a value too: the default
            sides = was.get(name), one, two
            if merged.conflict:
                kind = ConflictKind.PROPERTY if path is not None else ConflictKind.ADD_ADD
                chosen = self.questions.choose(kind, ours, name, sides, merged)
            else:
                chosen = self.questions.taken_instead(ours, name, sides, merged)
                if chosen is None and merged.value != one:
                    wanted[name] = merged.value
                    taken.append(property_change(ours.type, name, one, merged.value, self.language))
            if chosen is not None and chosen.value != one:
                wanted[name] = chosen.value
        if path is not None:
            was_ident = self.base.components[path].node.ident
            if theirs.node.ident not in (was_ident, ours.node.ident):
                self._rename(path, ours, theirs)
        if wanted:
            self.edits += editing.property_edits(self.ours, ours, wanted, [*right, *left])
        if taken:
            made = change(ours, self.ours.components, Status.CHANGED, ours, self.language)
            self._noted(made, tuple(taken))

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
            elif not self.questions.overruled(None, None, component, Take.THEIRS):
                # also where ours renamed another to this identifier: it is there twice, and told
                self._take(Status.ADDED, component, self.theirs)
                self._insert(component, here.get(above, ()))
        self._stayed({*here.values()})

    def _stayed(self, known: set[Path]) -> None:
        """What ours alone added in what both have (``known``, in ours) stays, unless somebody
        overruled that."""
        twins = {*self.to_ours.values()}
        for path, component in self.ours.components.items():
            above = component.parent
            if path in known or path in twins or (above and above not in known):
                continue
            if self.questions.overruled(None, component, None, Take.OURS):
                self._delete(component)

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

    def _renames(self, side: Document, twins: Mapping[Path, Path], elsewhere: Renames) -> Renames:
        """What a side renamed, here or in another file: what the other side newly says of it
        follows."""
        found = dict(elsewhere)
        for old, new in twins.items():
            one, two = self.base.components[old].node.ident, side.components[new].node.ident
            if one and two and one != two:
                found[new[-1][0], one] = Renamed(two)
        return without_own(found, side)

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
            sides = values[0], values[1], values[2]
            chosen = self.questions.choose(ConflictKind.PROPERTY, ours, IDENTIFIER, sides, merged)
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

    def _take(self, status: Status, component: Component, side: Document) -> None:
        made = change(component, side.components, status, None, self.language)
        self._noted(made, made.properties)

    def _noted(self, made: ComponentChange, properties: tuple[PropertyChange, ...]) -> None:
        self.auto.append(AutoMerge(self.ours.name, "theirs", replace(made, properties=properties)))
