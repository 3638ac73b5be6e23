"""What one three-way merge of a file knows and finds, shared by its steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from app.apex import catalogue
from app.apex.catalogue import spoken
from app.apex.compare.file import (
    display_name,
    hint_of,
    path_of,
    place_of,
    properties,
    shape_of,
    shown,
)
from app.apex.compare.names import Names
from app.apex.export.tree import Component, Page
from app.apex.export.values import Value
from app.apex.identity.match import references
from app.apex.merge.properties import Merged, decided
from app.apex.model import (
    AUTOMATIC,
    AutoMerge,
    ComponentChange,
    Conflict,
    ConflictKind,
    Decision,
    Language,
    Listed,
    Take,
    Usage,
    ValueShape,
)

Side = Literal["ours", "theirs", "both"]
UsedBy = Literal["", "ours", "theirs"]
Components = Mapping[str, Component]
Three = tuple[Value | None, Value | None, Value | None]
# By a component's key and its argument: where the name is used that one side took away or renamed.
Named = tuple[tuple[str, str, tuple[Usage, ...]], ...]


class Context:
    """Three pages in one id space, the decisions so far, and what the merge found.

    ``changes``: new values for components of ours, by key. ``gone``: keys of ours that go.
    ``new``: keys of theirs that come, each with values that differ from theirs. ``dropped``: keys
    of theirs that do not come. ``moves``: keys of ours that go to their place in theirs.
    ``banned``: ids that a decision removed, and the side that had deleted them. ``sequences``:
    who has the numbers right that both sides changed, by siblings and key. ``kinds``: regions of
    which it is asked what they hold, and the side that was decided for. ``settled``: keys of what
    one side made another type of, and of what goes with it. ``named``: uses of
    names that one side took away, by the key of the component and the argument that gave them.
    ``automatic``: what merges by itself, for who asked for a list of it (``listing``).
    """

    def __init__(
        self,
        path: str,
        base: Page | None,
        ours: Page,
        theirs: Page,
        decisions: Mapping[str, Decision],
        names: Names,
        named: Named = (),
        listing: bool = False,
    ) -> None:
        self.named: dict[str, dict[str, tuple[Usage, ...]]] = {}
        for key, argument, uses in named:
            self.named.setdefault(key, {})[argument] = uses
        self.path, self.decisions, self.names = path, decisions, names
        self.release = ours.release
        self.base: Components = base.by_key if base is not None else {}
        self.ours: Components = ours.by_key
        self.theirs: Components = theirs.by_key
        self.changes: dict[str, dict[str, Value | None]] = {}
        self.gone: set[str] = set()
        self.new: dict[str, dict[str, Value | None]] = {}
        self.dropped: set[str] = set()
        self.moves: set[str] = set()
        self.banned: dict[str, Side] = {}
        self.sequences: dict[tuple[str, str], dict[str, Take]] = {}
        self.kinds: dict[str, Take | None] = {}
        self.settled: set[str] = set()
        self.conflicts: list[Conflict] = []
        self.automatic: list[Conflict] = []
        self._listing = listing
        # Whether anybody asks for what merges by itself, or may have taken the other side's.
        self.watched = listing or bool(decisions)
        self.auto: list[AutoMerge] = []
        self._referring: dict[str, list[tuple[Component, list[tuple[str, str]]]]] = {}

    def new_references(
        self, side: Literal["ours", "theirs"]
    ) -> list[tuple[Component, list[tuple[str, str]]]]:
        """The components of a side that refer to something since the base, and what they do: the
        argument and the id."""
        if side not in self._referring:
            found = self._referring[side] = []
            for key, component in (self.ours if side == "ours" else self.theirs).items():
                was = self.base.get(key)
                if was is not None and was.is_verbatim(component):
                    continue
                before = {identity for _, identity in references(was)} if was is not None else set()
                new = [(name, i) for name, i in references(component) if i not in before]
                if new:
                    found.append((component, new))
        return self._referring[side]

    def note(self, side: Side, what: ComponentChange) -> None:
        """Something that was merged without asking."""
        self.auto.append(AutoMerge(self.path, side, what))

    def set(self, key: str, name: str, value: Value | None) -> None:
        """A new value for a property of ours."""
        self.changes.setdefault(key, {})[name] = value

    def property_conflict(
        self,
        kind: ConflictKind,
        mine: Component,
        name: str,
        values: Three,
        offered: tuple[Take, ...],
        merged: Merged,
        preset: Take | None = None,
        uses: tuple[Usage, ...] = (),
        used_by: UsedBy = "",
    ) -> Merged | None:
        """Note a conflict of one property; what was decided, or None while it is open. ``preset``
        decides it until somebody does. ``uses`` are where one side uses the name that the other
        changed."""
        key = conflict_key(self.path, mine.key, name)
        decision = self.decisions.get(key)
        if preset is not None and (decision is None or decision.take not in offered):
            decision = Decision(key, preset)
        found = None
        if decision is not None and decision.take in offered:
            found = decided(decision, merged, *values)
        taken = decision.take if decision is not None and found is not None else None
        self._note_property(kind, mine, name, values, offered, taken, uses, used_by)
        return found

    def _note_property(
        self,
        kind: ConflictKind,
        mine: Component,
        name: str,
        values: Three,
        offered: tuple[Take, ...],
        taken: Take | None,
        uses: tuple[Usage, ...] = (),
        used_by: UsedBy = "",
        winner: Take | None = None,
        merged: Value | None = None,
    ) -> None:
        known = [v for v in values if v is not None]
        longest = max(known, key=lambda v: v.text.count("\n"))
        base, ours, theirs = (self._shown(v, known) for v in values)
        self._note_conflict(
            kind,
            mine,
            name,
            (base, ours, theirs),
            choices=offered,
            taken=taken,
            shape=shape_of(name, longest),
            language=catalogue.language_of(name, longest.text, hint_of(mine, name)),
            uses=uses,
            used_by=used_by,
            winner=winner,
            merged=self._shown(merged, known),
        )

    # -- what merges by itself -------------------------------------------------------------

    def by_itself(
        self,
        mine: Component,
        name: str,
        values: Three,
        offered: tuple[Take, ...],
        merged: Merged,
        winner: Take,
    ) -> Merged | None:
        """Note a property that merges without asking; what somebody took instead, or None where
        nobody did, or where what was taken does not fit."""
        decision = self.decisions.get(automatic_key(self.path, mine.key, name))
        found = None
        if decision is not None and decision.take in offered and decision.take is not winner:
            found = decided(decision, merged, *values)
        if found is not None or self._listing:
            taken = decision.take if decision is not None and found is not None else None
            both = merged.value if winner is Take.BOTH else None
            self._note_property(
                ConflictKind.AUTOMATIC, mine, name, values, offered, taken,
                winner=winner, merged=both,
            )  # fmt: skip
        return found

    def overruled(self, top: Component, winner: Take, name: str = "") -> bool:
        """Whether somebody took the other side's where one side's would be taken."""
        decision = self.decisions.get(automatic_key(self.path, top.key, name))
        other = Take.OURS if winner is Take.THEIRS else Take.THEIRS
        return decision is not None and decision.take is other

    def whole_by_itself(
        self,
        top: Component,
        ours: Iterable[Component] | None,
        theirs: Iterable[Component] | None,
        winner: Take,
    ) -> bool:
        """Note what happens to whole components without asking; whether it was overruled."""
        overruled = self.overruled(top, winner)
        if overruled or self._listing:
            was = self.base.get(top.key)
            before = subtree(was, self.base) if was is not None else None
            listed = [
                self.listed(nest) if nest is not None else None for nest in (before, ours, theirs)
            ]
            self._whole(ConflictKind.AUTOMATIC, top, "", listed, (), winner=winner)
        return overruled

    def _shown(self, value: Value | None, all_of_them: list[Value]) -> str | None:
        """A value as text; with its id where another of the three has the same name."""
        text = shown(value, self.names)
        if value is None or value.kind != "id":
            return text
        twins = any(v != value and shown(v, self.names) == text for v in all_of_them)
        return f"{text} ({value.text})" if twins else text

    def structural(
        self,
        kind: ConflictKind,
        top: Component,
        ours: Iterable[Component] | None,
        theirs: Iterable[Component] | None,
        uses: tuple[Usage, ...] = (),
        more: tuple[Take, ...] = (),
    ) -> Take | None:
        """Note a conflict about whole components; what was decided, or None while it is open.

        ``uses`` are where the side that has it uses what the other deleted, ``more`` what can be
        decided besides one of the sides.
        """
        was = self.base.get(top.key)
        before = subtree(was, self.base) if was is not None else None
        listed = [
            self.listed(nest) if nest is not None else None for nest in (before, ours, theirs)
        ]
        side: UsedBy = "theirs" if ours is None else "ours"
        return self._whole(kind, top, "", listed, more, uses, side if uses else "")

    def content_conflict(
        self,
        mine: Component,
        name: str,
        listed: Sequence[tuple[Listed, ...] | None],
        more: tuple[Take, ...] = (),
        kind: ConflictKind = ConflictKind.PROPERTY,
        winner: Take | None = None,
    ) -> Take | None:
        """Note a conflict of what goes with a type, which the property ``name`` tells; what was
        decided, or None while it is open. ``winner`` gave the type alone, and was overruled."""
        if winner is not None:
            kind = ConflictKind.AUTOMATIC
        elif mine.key not in self.base:
            kind = ConflictKind.ADD_ADD
        return self._whole(kind, mine, name, listed, more, winner=winner)

    def _whole(
        self,
        kind: ConflictKind,
        top: Component,
        name: str,
        listed: Sequence[tuple[Listed, ...] | None],
        more: tuple[Take, ...],
        uses: tuple[Usage, ...] = (),
        used_by: UsedBy = "",
        winner: Take | None = None,
    ) -> Take | None:
        key = automatic_key if winner is not None else conflict_key
        decision = self.decisions.get(key(self.path, top.key, name))
        offered = (Take.OURS, Take.THEIRS, *more)
        taken = decision.take if decision is not None and decision.take in offered else None
        taken = None if taken is winner else taken
        texts = [spoken.listing(side) if side is not None else None for side in listed]
        self._note_conflict(
            kind,
            top,
            name,
            (texts[0], texts[1], texts[2]),
            choices=offered,
            taken=taken,
            shape="text",
            uses=uses,
            used_by=used_by,
            listed=tuple(listed),
            winner=winner,
        )
        return taken

    def _note_conflict(
        self,
        kind: ConflictKind,
        of: Component,
        name: str,
        texts: tuple[str | None, str | None, str | None],
        *,
        choices: tuple[Take, ...],
        taken: Take | None,
        shape: ValueShape,
        language: Language = "",
        uses: tuple[Usage, ...] = (),
        used_by: UsedBy = "",
        listed: tuple[tuple[Listed, ...] | None, ...] = (),
        winner: Take | None = None,
        merged: str | None = None,
    ) -> None:
        """A conflict of a component or, if ``name`` is given, of one of its properties."""
        plugin = catalogue.plugin_of(of.text)
        base, ours, theirs = texts
        key = automatic_key if kind is ConflictKind.AUTOMATIC else conflict_key
        found = Conflict(
            key=key(self.path, of.key, name),
            kind=kind,
            path=self.path,
            component=of.key,
            type_label=catalogue.type_label(of.procedure),
            component_name=display_name(of),
            component_path=path_of(of),
            property=name,
            label=catalogue.label_of(name, of.procedure, plugin) if name else "",
            base=base,
            ours=ours,
            theirs=theirs,
            choices=choices,
            taken=taken,
            shape=shape,
            language=language,
            plugin=plugin if name else "",
            place=place_of(of),
            uses=uses,
            used_by=used_by,
            listed=listed,
            winner=winner,
            merged=merged,
        )
        if kind is not ConflictKind.AUTOMATIC or taken is not None:
            self.conflicts.append(found)
        if kind is ConflictKind.AUTOMATIC and self._listing:
            self.automatic.append(found)

    def listed(self, nest: Iterable[Component]) -> tuple[Listed, ...]:
        """Components for a conflict's list."""
        return listed(nest, self.names)


def conflict_key(path: str, component: str, name: str) -> str:
    """What a conflict and its decision are called."""
    return f"{path}|{component}|{name}"


def automatic_key(path: str, component: str, name: str) -> str:
    """What a decision on something that merges by itself is called. It is another name than that of
    a conflict there: a decision whose conflict is gone must not overrule anything."""
    return conflict_key(path, component, name) + AUTOMATIC


def subtree(top: Component, side: Components) -> list[Component]:
    """A component and everything that belongs to it, in file order."""
    children = top.page.children
    found: dict[str, Component] = {}
    todo = [top]
    while todo:
        component = todo.pop()
        if component.key not in found and component.key in side:
            found[component.key] = component
            todo += children.get(component.key, ())
    return sorted(found.values(), key=lambda c: c.index)


def unit(top: Component) -> list[Component]:
    """A component and everything that is written behind it."""
    found = [top]
    for child in top.page.children.get(top.key, ()):
        if child.nest and child.key != top.key:
            found += unit(child)
    return sorted(found, key=lambda c: c.index)


def listed(nest: Iterable[Component], names: Names) -> tuple[Listed, ...]:
    """Components with all their properties, for a conflict's list."""
    return tuple(
        Listed(
            component.procedure,
            display_name(component),
            tuple((name, shown(v, names) or "") for name, v in properties(component).items()),
            catalogue.plugin_of(component.text),
        )
        for component in nest
    )
