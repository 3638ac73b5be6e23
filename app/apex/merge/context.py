"""What one three-way merge of a file knows and finds, shared by its steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from app.apex import catalogue
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
from app.apex.merge.properties import Merged, decided
from app.apex.model import (
    AutoMerge,
    ComponentChange,
    Conflict,
    ConflictKind,
    Decision,
    Take,
    Usage,
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
    ) -> None:
        self.named: dict[str, dict[str, tuple[Usage, ...]]] = {}
        for key, argument, uses in named:
            self.named.setdefault(key, {})[argument] = uses
        self.path, self.decisions, self.names = path, decisions, names
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
        self.auto: list[AutoMerge] = []

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
        key = f"{self.path}|{mine.key}|{name}"
        decision = self.decisions.get(key)
        if preset is not None and (decision is None or decision.take not in offered):
            decision = Decision(key, preset)
        found = None
        if decision is not None and decision.take in offered:
            found = decided(decision, merged, *values)
        known = [v for v in values if v is not None]
        longest = max(known, key=lambda v: v.text.count("\n"))
        base, ours, theirs = (self._shown(v, known) for v in values)
        self.conflicts.append(
            Conflict(
                key=key,
                kind=kind,
                path=self.path,
                component=mine.key,
                type_label=catalogue.type_label(mine.procedure),
                component_name=display_name(mine),
                component_path=path_of(mine),
                property=name,
                label=catalogue.label_of(name, mine.procedure, catalogue.plugin_of(mine.text)),
                base=base,
                ours=ours,
                theirs=theirs,
                choices=offered,
                taken=decision.take if decision is not None and found is not None else None,
                shape=shape_of(name, longest),
                language=catalogue.language_of(name, longest.text, hint_of(mine)),
                plugin=catalogue.plugin_of(mine.text),
                place=place_of(mine),
                uses=uses,
                used_by=used_by,
            )
        )
        return found

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
        key = f"{self.path}|{top.key}|"
        decision = self.decisions.get(key)
        offered = (Take.OURS, Take.THEIRS, *more)
        taken = decision.take if decision is not None and decision.take in offered else None
        was = self.base.get(top.key)
        before = subtree(was, self.base) if was is not None else None
        texts = [self._listing(side) for side in (before, ours, theirs)]
        self.conflicts.append(
            Conflict(
                key=key,
                kind=kind,
                path=self.path,
                component=top.key,
                type_label=catalogue.type_label(top.procedure),
                component_name=display_name(top),
                component_path=path_of(top),
                property="",
                label="",
                base=texts[0],
                ours=texts[1],
                theirs=texts[2],
                choices=offered,
                taken=taken,
                shape="text",
                place=place_of(top),
                uses=uses,
                used_by=("theirs" if ours is None else "ours") if uses else "",
            )
        )
        return taken

    def content_conflict(
        self,
        mine: Component,
        name: str,
        texts: tuple[str | None, str | None, str | None],
        more: tuple[Take, ...] = (),
        kind: ConflictKind = ConflictKind.PROPERTY,
    ) -> Take | None:
        """Note a conflict of what goes with a type, which the property ``name`` tells; what was
        decided, or None while it is open."""
        key = f"{self.path}|{mine.key}|{name}"
        decision = self.decisions.get(key)
        offered = (Take.OURS, Take.THEIRS, *more)
        taken = decision.take if decision is not None and decision.take in offered else None
        base, ours, theirs = texts
        self.conflicts.append(
            Conflict(
                key=key,
                kind=kind if mine.key in self.base else ConflictKind.ADD_ADD,
                path=self.path,
                component=mine.key,
                type_label=catalogue.type_label(mine.procedure),
                component_name=display_name(mine),
                component_path=path_of(mine),
                property=name,
                label=catalogue.label_of(name, mine.procedure),
                base=base,
                ours=ours,
                theirs=theirs,
                choices=offered,
                taken=taken,
                shape="text",
                place=place_of(mine),
            )
        )
        return taken

    def _listing(self, nest: Iterable[Component] | None) -> str | None:
        return listing(nest, self.names) if nest is not None else None


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


def listing(nest: Iterable[Component], names: Names) -> str:
    """Components as a person reads them: types, names, and their properties."""
    lines: list[str] = []
    for component in nest:
        lines.append(f"{catalogue.type_label(component.procedure)} {display_name(component)}")
        for name, value in properties(component).items():
            text = (shown(value, names) or "").replace("\n", "\n      ")
            lines.append(f"  {catalogue.label_of(name)}: {text}")
    return "\n".join(lines)
