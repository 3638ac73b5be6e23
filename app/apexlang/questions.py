"""What the merge of one file asks, what it did without asking, and what was decided of either."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from app.apex.catalogue.types import type_label
from app.apex.model import AUTOMATIC, Conflict, ConflictKind, Decision, Take, Usage
from app.apexlang.diff import IDENTIFIER, shape_of
from app.apexlang.labels import Tongue, label_of, language_of
from app.apexlang.tree import Component, Document, Value
from app.apexlang.values import Merged

Three = tuple[Value | None, Value | None, Value | None]


def listing(document: Document, component: Component) -> str:
    """A component as people read it: its own lines, without the indent of its place."""
    lines = document.text(component.node).rstrip("\n").split("\n")
    indent = len(lines[0]) - len(lines[0].lstrip(" "))
    return "\n".join(line[indent:] if not line[:indent].strip() else line for line in lines)


class Questions:
    """``conflicts`` are the open and the decided ones, and what was overruled; ``automatic`` is all
    that merged by itself, where somebody asked for a list of it (``listing``). ``used`` are the
    keys of the decisions that fit something."""

    def __init__(
        self,
        sides: tuple[Document, Document, Document],
        decisions: Mapping[str, Decision],
        language: Tongue,
        listing: bool,
    ) -> None:
        self.base, self.ours, self.theirs = sides
        self.decisions, self.language, self.listing = decisions, language, listing
        self.conflicts: list[Conflict] = []
        self.automatic: list[Conflict] = []
        self.used: set[str] = set()

    # -- one property --------------------------------------------------------------------------

    def choose(
        self, kind: ConflictKind, component: Component, name: str, sides: Three, merged: Merged
    ) -> Merged | None:
        """What was decided of a property of ours; None while it is open, which is noted."""
        choices = [Take.OURS, Take.THEIRS]
        if kind is not ConflictKind.ADD_ADD:
            choices.append(Take.BASE)
        if merged.both is not None:
            choices.append(Take.BOTH)
        choices.append(Take.EDITED)
        decision = self._decision(self._key(component, name), choices)
        self._note_property(kind, component, name, sides, choices, decision)
        return _decided(decision, sides, merged.both) if decision is not None else None

    def taken_instead(
        self, component: Component, name: str, sides: Three, merged: Merged
    ) -> Merged | None:
        """Note a property that merges without asking; what somebody took instead, or None."""
        base, ours, theirs = sides
        choices = [Take.OURS, Take.THEIRS]
        if base not in (None, ours, theirs):
            choices.append(Take.BASE)
        choices.append(Take.EDITED)
        winner = (
            Take.OURS if merged.value == ours
            else Take.THEIRS if merged.value == theirs
            else Take.BOTH
        )  # fmt: skip
        decision = self._overruling(self._key(component, name), choices, winner)
        if decision is not None or self.listing:
            both = merged.value if winner is Take.BOTH else None
            self._note_property(
                ConflictKind.AUTOMATIC, component, name, sides, choices, decision, winner, both
            )
        return _decided(decision, sides, None) if decision is not None else None

    def _note_property(
        self,
        kind: ConflictKind,
        component: Component,
        name: str,
        sides: Three,
        choices: Sequence[Take],
        decision: Decision | None,
        winner: Take | None = None,
        merged: Value | None = None,
    ) -> None:
        base, ours, theirs = sides
        longest = max(
            (v for v in sides if v is not None), key=lambda v: v.text.count("\n"), default=Value("")
        )
        self._note(
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
                winner=winner,
                merged=merged.text if merged is not None else None,
            )
        )

    # -- a whole component ---------------------------------------------------------------------

    def whole(
        self,
        kind: ConflictKind,
        before: Component,
        ours: Component | None,
        theirs: Component | None,
        uses: tuple[Usage, ...],
    ) -> Take | None:
        """Ask about a whole component; what was decided."""
        decision = self._decision(self._key(before), (Take.OURS, Take.THEIRS))
        self._note_whole(kind, before, before, ours, theirs, decision, uses=uses)
        return decision.take if decision is not None else None

    def overruled(
        self,
        before: Component | None,
        ours: Component | None,
        theirs: Component | None,
        winner: Take,
    ) -> bool:
        """Note a whole component that comes, stays or goes without asking; whether somebody took
        the other side's. ``before`` is None where ``winner`` added it."""
        top = before or ours or theirs
        assert top is not None
        decision = self._overruling(self._key(top), (Take.OURS, Take.THEIRS), winner)
        if decision is not None or self.listing:
            self._note_whole(
                ConflictKind.AUTOMATIC, top, before, ours, theirs, decision, winner=winner
            )
        return decision is not None

    def _note_whole(
        self,
        kind: ConflictKind,
        top: Component,
        before: Component | None,
        ours: Component | None,
        theirs: Component | None,
        decision: Decision | None,
        uses: tuple[Usage, ...] = (),
        winner: Take | None = None,
    ) -> None:
        present = ours if ours is not None else theirs
        assert present is not None
        side = self.ours if ours is not None else self.theirs
        self._note(
            Conflict(
                self._key(top),
                kind,
                self.ours.name,
                top.key,
                type_label(present.type, self.language),
                present.name,
                self._words(present, side),
                "",
                "",
                listing(self.base, before) if before is not None else None,
                listing(self.ours, ours) if ours is not None else None,
                listing(self.theirs, theirs) if theirs is not None else None,
                (Take.OURS, Take.THEIRS),
                decision.take if decision is not None else None,
                "text",
                uses=uses,
                used_by=("ours" if ours is not None else "theirs") if uses else "",
                winner=winner,
            )
        )

    # -- all of them ---------------------------------------------------------------------------

    def _key(self, component: Component, name: str = "") -> str:
        tail = f"|{name}" if name else ""
        return f"{self.ours.name}|{component.key}{tail}"

    def _note(self, found: Conflict) -> None:
        listed_as(found, self.conflicts, self.automatic if self.listing else [])

    def _decision(self, key: str, choices: Sequence[Take]) -> Decision | None:
        found = self.decisions.get(key)
        if found is None or found.take not in choices:
            return None
        self.used.add(key)
        return found

    def _overruling(self, key: str, choices: Sequence[Take], winner: Take) -> Decision | None:
        return self._decision(f"{key}{AUTOMATIC}", [c for c in choices if c is not winner])

    def _words(self, component: Component, side: Document) -> tuple[str, ...]:
        places = [component.path[: n + 1] for n in range(len(component.path))]
        return tuple(
            f"{type_label(side.components[p].type, self.language)} {side.components[p].name}"
            for p in places
            if p in side.components
        )


def listed_as(found: Conflict, conflicts: list[Conflict], automatic: list[Conflict]) -> None:
    """Put a conflict where it belongs: what merged by itself is one only where it was overruled,
    and has a key of its own: a decision whose conflict is gone must not overrule anything."""
    if found.kind is not ConflictKind.AUTOMATIC:
        conflicts.append(found)
        return
    named = replace(found, key=f"{found.key}{AUTOMATIC}")
    automatic.append(named)
    if named.taken is not None:
        conflicts.append(named)


def _decided(decision: Decision, sides: Three, both: Value | None) -> Merged:
    base, ours, theirs = sides
    match decision.take:
        case Take.OURS:
            return Merged(ours)
        case Take.THEIRS:
            return Merged(theirs)
        case Take.BASE:
            return Merged(base)
        case Take.BOTH:
            return Merged(both)
    like = ours if ours is not None else theirs
    return Merged(Value(decision.text or "", None, like.language if like else ""))
