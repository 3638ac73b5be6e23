"""The components of an application's SQL export as components of APEXlang.

Which call is which component ``resources/apexlang/types.tsv`` says, and ``rules`` what is written of
it. Nothing is made up: a call that is no component and no part of one, an argument that no rule asks
about, and a value that leads a rule nowhere are told by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from app.apex import Application as SqlApplication
from app.apex import Component as Call
from app.apex.catalogue import plugin_of
from app.apex.catalogue.volatile import KEEP_ALL, USUAL
from app.apexlang.forms.pairs import Calls, Place
from app.apexlang.forms.said import INTERFACE, named, resolved, said
from app.apexlang.forms.types import Row, of_procedure, rows
from app.lab.apex.language import rules
from app.lab.apex.language.folded import below, below_grid, told_here
from app.lab.apex.language.kinds import kind_of
from app.lab.apex.language.parts import Part, Said

# In the order in which APEX writes what stands below one component.
_ORDER: Final = {
    kind: number
    for number, kind in enumerate(
        [
            "substitution",
            "appSetting",
            "pwaShortcut",
            "pwaScreenshot",
            "region",
            "pageItem",
            "facet",
            "button",
            "dynamicAction",
            "metaTag",
            "validation",
            "computation",
            "process",
            "branch",
            "columnGroup",
            "column",
            "savedReport",
            "displayColumn",
            "computation",
            "sort",
            "aggregate",
            "controlBreak",
            "filter",
            "groupByColumn",
            "groupByAggregate",
            "groupBySort",
            "highlight",
            "pivotColumn",
            "pivotRowColumn",
            "pivotAggregate",
            "operation",
            "parameter",
            "action",
            "series",
            "axis",
            "dataProfileColumn",
            "templateOption",
            "slot",
        ]
    )
}
_GRID: Final = "NATIVE_IG"  # its reports stand before its columns
_PROCESSING: Final = {"computation": 11}  # of a page, where a report has its own elsewhere


class Found(Struct, frozen=True):
    """A call that is a component, with those below it."""

    row: Row
    path: str
    call: Call
    below: tuple[Found, ...] = ()

    @property
    def ident(self) -> str | None:
        """An application's is its alias."""
        argument = self.row.argument or ("p_alias" if self.row.type == "app" else "")
        return self.call.text(argument) or None if argument else None


class Writing:
    """``tops`` are the components that stand in files of their own; ``unknown`` what has no word in
    APEXlang, once each."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.sql = SqlApplication(files)
        for error in self.sql.errors:
            raise error
        self.calls = Calls(self.sql)
        self._named = named(call for page in self.sql.parsed.values() for call in page.components)
        self.unknown: dict[str, None] = {}
        self._taken: set[Place] = set()
        self.tops = self._found("", ("", ""))
        self._parts: dict[Place, list[Call]] = {}
        self._share()

    # -- which call is what ------------------------------------------------------------------

    def _found(self, above: str, place: Place) -> tuple[Found, ...]:
        made = []
        for row in rows():
            if row.below != above:
                continue
            for path, call in self.calls.children.get((row.type, place), ()):
                key = path, call.key
                if call.procedure != row.procedure or key in self._taken:
                    continue
                if kind_of(self.calls, path, call, row) == row.type:
                    self._taken.add(key)
                    made.append(Found(row, path, call, self._found(row.type, key)))
        return tuple(made)

    def _share(self) -> None:
        """Each call that is no component belongs to the nearest one above it."""
        for path, page in self.sql.parsed.items():
            for call in page.components:
                if (path, call.key) in self._taken:
                    continue
                here = self.calls.above(path, call)
                while here is not None and (here[0], here[1].key) not in self._taken:
                    here = self.calls.above(*here)
                if here is None or call.procedure in of_procedure():
                    self._unknown(path, call.procedure)
                else:
                    self._parts.setdefault((here[0], here[1].key), []).append(call)

    def _unknown(self, where: str, what: str) -> None:
        self.unknown[f"{where}: {what}"] = None

    # -- what it says ------------------------------------------------------------------------

    def part(self, found: Found) -> Part:
        """A component with all that stands below it."""
        call, kind = found.call, found.row.type
        own = self._said(found)
        folded, unknown = below(call.procedure, own)
        if call.procedure == "create_ig_report":
            columns = [one for one in found.below if one.row.type == "displayColumn"]
            folded, unknown = below_grid(map(self._said, columns))
        where = f"{found.path} {kind} {found.ident or ''}".rstrip()
        for name in unknown:
            self._unknown(where, name)
        children = [*map(self.part, found.below), *folded]
        return Part(
            kind, found.ident, self._properties(found, own, where),
            tuple(sorted(children, key=lambda one: self._place(found, one))),
        )  # fmt: skip

    def _said(self, found: Found) -> dict[str, str]:
        parts = self._parts.get((found.path, found.call.key), ())
        known = rules.parts(found.row.type, found.call.procedure) | {INTERFACE}
        for part in parts:
            if part.procedure not in known:
                self._unknown(found.path, part.procedure)
        own = said(found.call, parts, self.calls.names, KEEP_ALL)
        resolved(own, found.call.procedure, self._named)
        return own

    def _properties(
        self, found: Found, own: Mapping[str, str], where: str
    ) -> tuple[tuple[str, Said], ...]:
        kind = found.row.type, found.call.procedure
        above = self.calls.above(found.path, found.call)
        over = said(above[1], (), self.calls.names, KEEP_ALL) if above is not None else {}
        if above is not None and above[1].procedure == "create_page" and above[1].id != "0":
            over.setdefault("p_step_template", self._template(above[1]))
        asked = {**own, **{f"^{name}": text for name, text in over.items()}}
        made: list[tuple[str, Said]] = []
        known: set[str] = set()
        for rule in rules.table().get(kind, ()):
            leaf = rule.answer(asked, known)
            value = rules.spoken(leaf, asked, rule.language) if leaf is not None else "unknown"
            if value == "unknown":
                self._unknown(where, rule.prop)
            elif value != "absent":
                made.append((rule.prop, value))
                known.add((leaf or "").partition(" ")[2])
        plugin = plugin_of(found.call.text)
        for name, text in own.items():
            plain = self._structure(found, name) or told_here(found.call.procedure, name)
            if name not in known and not plain and not rules.heard(*kind, name, text, plugin):
                self._unknown(where, name)
        order = rules.group_order(*kind, plugin)
        made.sort(key=lambda one: order.get(one[0].rpartition(".")[0], len(order)) if order else 0)
        return tuple(made)

    def _template(self, page: Call) -> str:
        """The theme's default for a page that names no template."""
        theme = next((one.call for one in self.tops if one.row.type == "theme"), None)
        dialog = page.text("p_page_mode") in ("MODAL", "NON_MODAL")
        kind = "dialog" if dialog else "page"
        return theme.text(f"p_default_{kind}_template") if theme is not None else ""

    def _structure(self, found: Found, name: str) -> bool:
        """Whether an argument is the identifier, or differs between two exports of the same."""
        row, procedure = found.row, found.call.procedure
        return name in (row.argument, "p_static_id") or USUAL.ignores(procedure, name)

    def _place(self, found: Found, part: Part) -> tuple[int, bytes]:
        """Where a component stands among its siblings: by type, then by identifier."""
        order = _ORDER.get(part.kind, len(_ORDER))
        if found.row.type == "page":
            order = _PROCESSING.get(part.kind, order)
        elif part.kind == "savedReport" and found.call.text("p_plug_source_type") == _GRID:
            order = _ORDER["columnGroup"] - 1
        named = part.ident if part.ident is not None and part.kind != "substitution" else ""
        return order, named.encode()
