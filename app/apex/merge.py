"""Three-way merge of one file, per property. "Ours" is the canvas: its ids and its text stay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from app.apex import catalogue
from app.apex.diff import (
    change,
    changed,
    components,
    path_of,
    properties,
    property_change,
    shape_of,
)
from app.apex.lines import merge_lines, merge_set
from app.apex.model import (
    AutoMerge,
    Conflict,
    ConflictKind,
    Decision,
    Issue,
    Status,
    Take,
)
from app.apex.parse import FRAME, parse
from app.apex.tree import Component, Page
from app.apex.values import Value, encode

Edit = tuple[int, int, str]


class MergeResult(Struct, frozen=True):
    """``page`` is None while a conflict is open, and when the merge deletes the file."""

    page: Page | None
    deleted: bool
    conflicts: tuple[Conflict, ...]
    auto: tuple[AutoMerge, ...]
    issues: tuple[Issue, ...]
    stale: tuple[Decision, ...] = ()

    @property
    def open_conflicts(self) -> tuple[Conflict, ...]:
        return tuple(c for c in self.conflicts if c.taken is None)


def merge(
    base: Page | None,
    ours: Page | None,
    theirs: Page | None,
    decisions: Mapping[str, Decision] | None = None,
) -> MergeResult:
    """Merge; all sides in one id space. An absent side is None."""
    decisions = decisions or {}
    if ours is None or theirs is None:
        return _whole(base, ours, theirs, decisions)
    return _Merge(base, ours, theirs, decisions).run()


def _result(
    page: Page | None, conflicts: tuple[Conflict, ...] = (), auto: tuple[AutoMerge, ...] = ()
) -> MergeResult:
    return MergeResult(
        page, page is None and not any(c.taken is None for c in conflicts), conflicts, auto, ()
    )


def same(left: Page, right: Page) -> bool:
    """No difference that counts."""
    before, after = components(left), components(right)
    return before.keys() == after.keys() and not any(changed(before[k], after[k]) for k in before)


def _first(page: Page) -> Component:
    return next(iter(components(page).values()), page.components[0])


def _whole(
    base: Page | None, ours: Page | None, theirs: Page | None, decisions: Mapping[str, Decision]
) -> MergeResult:
    """One side has no such file."""
    if base is None:
        page = ours or theirs
        if page is None:
            return _result(None)
        side: Literal["ours", "theirs"] = "ours" if ours is not None else "theirs"
        added = change(_first(page), Status.ADDED)
        return _result(page, (), (AutoMerge(page.name, side, added),))
    kept = ours if ours is not None else theirs
    side = "theirs" if ours is not None else "ours"  # who deleted
    gone = change(_first(base), Status.REMOVED)
    if kept is None:
        return _result(None, (), (AutoMerge(base.name, "both", gone),))
    if same(base, kept):
        return _result(None, (), (AutoMerge(base.name, side, gone),))
    kind = ConflictKind.EDIT_DELETE if ours is not None else ConflictKind.DELETE_EDIT
    key = f"{base.name}|file"
    taken = decisions[key].take if key in decisions else None
    top = _first(kept)
    conflict = Conflict(
        key,
        kind,
        base.name,
        top.key,
        "Page",
        top.name,
        (),
        "",
        "",
        base.source,
        ours.source if ours else None,
        theirs.source if theirs else None,
        (Take.OURS, Take.THEIRS),
        taken,
        "text",
    )
    if taken is None:
        return _result(None, (conflict,))
    return _result(ours if taken is Take.OURS else theirs, (conflict,))


class _Merge:
    """One run; collects edits of our source, conflicts and what went by itself."""

    def __init__(
        self, base: Page | None, ours: Page, theirs: Page, decisions: Mapping[str, Decision]
    ) -> None:
        self.base_page = base
        self.ours_page, self.theirs_page = ours, theirs
        self.base = components(base) if base is not None else {}
        self.ours, self.theirs = components(ours), components(theirs)
        self.decisions = decisions
        self.edits: list[Edit] = []
        self.inserts: dict[int, list[str]] = {}
        self.conflicts: list[Conflict] = []
        self.auto: list[AutoMerge] = []
        self.issues: list[Issue] = []
        self.done: set[str] = set()

    def run(self) -> MergeResult:
        for key, mine in self.ours.items():
            if key in self.done:
                continue
            was, other = self.base.get(key), self.theirs.get(key)
            if other is not None:
                self._properties(was, mine, other)
            elif was is not None:
                self._deleted_by_theirs(mine)
            else:
                self.auto.append(AutoMerge(self.ours_page.name, "ours", change(mine, Status.ADDED)))
        for key, other in self.theirs.items():
            if key in self.ours or key in self.done:
                continue
            if key in self.base:
                self._deleted_by_ours(other)
            else:
                self._insert([other])
                self.auto.append(
                    AutoMerge(self.ours_page.name, "theirs", change(other, Status.ADDED))
                )
        open_ = any(c.taken is None for c in self.conflicts)
        page = None if open_ else self._build()
        known = {c.key for c in self.conflicts}
        stale = tuple(d for k, d in self.decisions.items() if k not in known)
        if page is not None:
            self._integrity(page)
        return MergeResult(
            page, False, tuple(self.conflicts), tuple(self.auto), tuple(self.issues), stale
        )

    # -- properties ------------------------------------------------------------------------

    def _properties(self, was: Component | None, mine: Component, other: Component) -> None:
        old = properties(was) if was is not None else {}
        left, right = properties(mine), properties(other)
        attributes: dict[str, dict[str, str | None]] = {}
        brought = []
        for name in {**left, **right, **old}:
            b, o, t = old.get(name), left.get(name), right.get(name)
            if o == t or t == b:
                continue
            if o == b:
                result: Value | None = t
                brought.append(property_change(name, o, t))
            else:
                merged = self._both(name, b, o, t)
                if merged is not None:
                    result = merged
                    brought.append(property_change(name, o, merged))
                else:
                    decided = self._conflict(was, mine, name, b, o, t)
                    if decided is None:
                        continue
                    result = decided[0]
            argument, _, attribute = name.partition(".")
            if attribute:
                attributes.setdefault(argument, {})[attribute] = (
                    result.text if result is not None else None
                )
            elif result != o:
                source = (
                    other.arguments[name].source
                    if result == t and name in other.arguments
                    else None
                )
                self._set(mine, other, argument, result, source)
        for argument, changes in attributes.items():
            self._set_attributes(mine, other, argument, changes)
        if brought:
            self.auto.append(
                AutoMerge(
                    self.ours_page.name, "theirs", change(mine, Status.CHANGED, tuple(brought))
                )
            )

    def _both(self, name: str, b: Value | None, o: Value | None, t: Value | None) -> Value | None:
        """Both sides changed: merged where it can be, else None."""
        if o is None or t is None or o.kind != "text" or t.kind != "text":
            return None
        was = b.text if b is not None else ""
        if name in catalogue.LISTS:
            return Value("text", merge_set(was, o.text, t.text, ":"))
        if b is not None and "\n" in o.text + t.text and "\n" in was:
            text = merge_lines(was, o.text, t.text)
            return Value("text", text) if text is not None else None
        return None

    def _conflict(
        self,
        was: Component | None,
        mine: Component,
        name: str,
        b: Value | None,
        o: Value | None,
        t: Value | None,
    ) -> tuple[Value | None] | None:
        """Note the conflict; the decided value in a 1-tuple, or None while it is open."""
        key = f"{self.ours_page.name}|{mine.key}|{name}"
        decision = self.decisions.get(key)
        shown = o or t or b
        assert shown is not None
        shape = shape_of(name, shown)
        choices = [Take.OURS, Take.THEIRS, Take.BASE]
        if shown.kind == "text":
            choices += [Take.BOTH] if shape == "text" else []
            choices.append(Take.EDITED)
        if decision is not None and decision.take not in choices:
            decision = None
        self.conflicts.append(
            Conflict(
                key,
                ConflictKind.PROPERTY if was is not None else ConflictKind.ADD_ADD,
                self.ours_page.name,
                mine.key,
                catalogue.type_of(mine.procedure).label,
                mine.name,
                path_of(mine),
                name,
                catalogue.label_of(name),
                b.text if b else None,
                o.text if o else None,
                t.text if t else None,
                tuple(choices),
                decision.take if decision else None,
                shape,
                catalogue.language_of(name, shown.text),
            )
        )
        if decision is None:
            return None
        match decision.take:
            case Take.OURS:
                return (o,)
            case Take.THEIRS:
                return (t,)
            case Take.BASE:
                return (b,)
            case Take.BOTH:
                return (Value("text", "\n".join(v.text for v in (o, t) if v is not None)),)
            case Take.EDITED:
                return (Value("text", decision.text or ""),)

    def _set(
        self, mine: Component, other: Component, name: str, value: Value | None, source: str | None
    ) -> None:
        """Edit one argument of our component; None removes it."""
        text = self.ours_page.source
        known = mine.arguments.get(name)
        newline = self.ours_page.newline
        if value is None:
            if known is not None:
                start = text.rfind(",", mine.start, known.start)
                end = known.end
                if start >= 0:
                    # to the line end, so that no empty line stays
                    while end < mine.end and text[end] in " \t\r":
                        end += 1
                    self.edits.append((start, end + (text[end : end + 1] == "\n"), ""))
            return
        written = (
            (source if source is not None else encode(value))
            .replace("\r\n", "\n")
            .replace("\n", newline)
        )
        if known is not None:
            self.edits.append((known.start, known.end, written))
            return
        order = list(other.arguments)
        before = order[: order.index(name)] if name in order else order
        anchor = next((mine.arguments[a] for a in reversed(before) if a in mine.arguments), None)
        if anchor is None:
            anchor = next(iter(mine.arguments.values()))
        at = anchor.end
        line_end = text.find("\n", at)
        comment = text[at:line_end].strip()
        if comment.startswith("--"):
            at = line_end - (text[line_end - 1] == "\r")
        self.inserts.setdefault(at, []).append(f"{newline},{name}=>{written}")

    def _set_attributes(
        self, mine: Component, other: Component, argument: str, changes: dict[str, str | None]
    ) -> None:
        mine_value = mine.arguments[argument].value.items if argument in mine.arguments else ()
        items = dict(mine_value)
        for name, text in changes.items():
            if text is None:
                items.pop(name, None)
            else:
                items[name] = text
        order = list(items)
        if argument in other.arguments:
            theirs = [n for n, _ in other.arguments[argument].value.items]
            order = [n for n in theirs if n in items] + [n for n in items if n not in theirs]
        if not items:
            self._set(mine, other, argument, None, None)
            return
        value = Value("attributes", "", tuple((n, items[n]) for n in order))
        self._set(mine, other, argument, value, None)

    # -- whole components ------------------------------------------------------------------

    def _subtree(self, top: Component, side: dict[str, Component]) -> list[Component]:
        keys = {top.key}
        found = [top]
        for key, component in side.items():
            if component.parent in keys and key not in keys:
                keys.add(key)
                found.append(component)
        return sorted(found, key=lambda c: c.index)

    def _deleted_by_theirs(self, mine: Component) -> None:
        nest = self._subtree(mine, self.ours)
        edited = any(
            c.key not in self.base or changed(self.base[c.key], c)
            for c in nest
            if c.key not in self.theirs
        )
        keep = False
        if edited:
            taken = self._structural(ConflictKind.EDIT_DELETE, mine, nest, None)
            if taken is None:
                self.done.update(c.key for c in nest)
                return
            keep = taken is Take.OURS
        else:
            self.auto.append(AutoMerge(self.ours_page.name, "theirs", change(mine, Status.REMOVED)))
        for component in nest:
            if component.key in self.theirs:
                continue  # it moved elsewhere on their side
            self.done.add(component.key)
            if not keep:
                self.edits.append((component.start, component.end, ""))

    def _deleted_by_ours(self, other: Component) -> None:
        nest = self._subtree(other, self.theirs)
        missing = [c for c in nest if c.key not in self.ours]
        self.done.update(c.key for c in missing)
        if not any(c.key not in self.base or changed(self.base[c.key], c) for c in missing):
            self.auto.append(AutoMerge(self.ours_page.name, "ours", change(other, Status.REMOVED)))
            return
        if self._structural(ConflictKind.DELETE_EDIT, other, None, nest) is Take.THEIRS:
            self._insert(missing)

    def _structural(
        self,
        kind: ConflictKind,
        top: Component,
        ours: list[Component] | None,
        theirs: list[Component] | None,
    ) -> Take | None:
        key = f"{self.ours_page.name}|{top.key}|"
        decision = self.decisions.get(key)
        was = self.base.get(top.key)
        base_nest = self._subtree(was, self.base) if was is not None else None
        self.conflicts.append(
            Conflict(
                key,
                kind,
                self.ours_page.name,
                top.key,
                catalogue.type_of(top.procedure).label,
                top.name,
                path_of(top),
                "",
                "",
                _listing(base_nest),
                _listing(ours),
                _listing(theirs),
                (Take.OURS, Take.THEIRS),
                decision.take if decision else None,
                "text",
            )
        )
        return decision.take if decision else None

    def _insert(self, nest: list[Component]) -> None:
        """Put components of theirs where their neighbours stand in ours."""
        newline = self.ours_page.newline
        for component in nest:
            at = self._place(component)
            text = component.source.replace("\r\n", "\n").replace("\n", newline)
            self.inserts.setdefault(at, []).append(text)

    def _place(self, component: Component) -> int:
        order = list(self.theirs.values())
        at = order.index(component)
        mine = list(self.ours.values())
        previous = next(
            (self.ours[c.key] for c in reversed(order[:at]) if c.key in self.ours), None
        )
        if previous is None:
            first = mine[0] if mine else self.ours_page.components[-1]
            return first.start
        index = mine.index(previous)
        if not catalogue.implicit_parents(component.procedure):
            while (
                index + 1 < len(mine)
                and mine[index + 1].key not in self.theirs
                and mine[index + 1].key not in self.base
            ):
                index += 1
        return mine[index].end

    # -- the result ------------------------------------------------------------------------

    def _build(self) -> Page:
        text = self.ours_page.source
        edits = list(self.edits)
        for at, parts in self.inserts.items():
            edits.append((at, at, "".join(parts)))
        for start, end, new in sorted(edits, key=lambda e: (e[0], e[1]), reverse=True):
            text = text[:start] + new + text[end:]
        return parse(text, self.ours_page.name)

    def _integrity(self, page: Page) -> None:
        """What the merge itself introduced: references to nothing, names that occur twice."""
        ids = {c.id for c in page.components}
        had = {
            c.id
            for p in (self.ours_page, self.theirs_page, self.base_page)
            if p
            for c in p.components
        }
        for component in page.components:
            for reference in catalogue.parents(component.procedure):
                target = component.text(reference).strip("{}").removeprefix("id:")
                if target.isdigit() and target not in ids and target in had:
                    self._issue(
                        "merge.dangling", component, {"property": catalogue.label_of(reference)}
                    )
        before = [{_name(c) for c in p.components} for p in (self.ours_page, self.theirs_page)]
        counted: dict[str, int] = {}
        for component in page.components:
            if component.procedure == "create_page_item":
                counted[_name(component)] = counted.get(_name(component), 0) + 1
                if counted[_name(component)] == 2 and before:
                    self._issue("merge.duplicate_name", component, {"name": component.name})

    def _issue(self, code: str, component: Component, facts: dict[str, str]) -> None:
        facts = {
            "component": component.name,
            "type": catalogue.type_of(component.procedure).label,
            **facts,
        }
        self.issues.append(Issue("error", code, self.ours_page.name, component.key, facts))


def _name(component: Component) -> str:
    return component.name if component.procedure not in FRAME else ""


def _listing(nest: list[Component] | None) -> str | None:
    """A readable listing of a component and what belongs to it."""
    if nest is None:
        return None
    lines: list[str] = []
    for component in nest:
        lines.append(f"{catalogue.type_of(component.procedure).label} {component.name}")
        lines += [f"  {catalogue.label_of(n)}: {v.text}" for n, v in properties(component).items()]
    return "\n".join(lines)
