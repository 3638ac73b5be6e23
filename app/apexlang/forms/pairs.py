"""The components of a SQL export and of an APEXlang export of the same application, in pairs.

What has no call of its own in SQL is told in arguments of another (a report's sort, the
application's substitutions); what has no component of its own in APEXlang (a region's report, its
grid, its chart) belongs to the one that it stands below: ``Pair.parts``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Final, Literal

from msgspec import Struct

from app.apex import Application as SqlApplication
from app.apex import Component as Call
from app.apex import Page
from app.apexlang.application import Application
from app.apexlang.forms.said import INTERFACE
from app.apexlang.forms.types import Row, folded, of_procedure, of_type
from app.apexlang.tree import Component, Document, Path

_OWNED: Final = re.compile(r"shared-components/(plugins|themes)/(?:[^/]+/)?([^/]+)/[^/]+\.apx\Z")
_HELD_BY: Final = ("p_script_id", "p_theme_id", "p_plugin_id")
_HOLDS: Final = "p_data_profile_id"
_SHARED: Final = (Row("", "-", ""),)
Reason = Literal["folded", "unknown", "missing"]
Place = tuple[str, str]
"""(path, key) of a call in a SQL export."""


class Pair(Struct, frozen=True):
    """``parts`` are the calls that have no component of their own and stand below ``call``."""

    document: Document
    component: Component
    path: str
    call: Call
    parts: tuple[Call, ...] = ()


class Alone(Struct, frozen=True):
    """A component of APEXlang without a call, and why: ``folded`` (told in arguments of the call
    above it), ``unknown`` (no row of the table), ``missing`` (none has its identifier)."""

    document: Document
    component: Component
    reason: Reason


class Paired(Struct, frozen=True):
    """``calls`` are the calls of the SQL export that no component has."""

    pairs: tuple[Pair, ...]
    components: tuple[Alone, ...]
    calls: tuple[tuple[str, Call], ...]


class Calls:
    """The calls of a SQL export with the component that each of them is, or is a part of."""

    def __init__(self, application: SqlApplication) -> None:
        self.application = application
        self._pages: Mapping[str, Page] = application.parsed

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Component ids and what their components are called in APEXlang."""
        found: dict[str, str] = {}
        for page in self._pages.values():
            for call in page.components:
                if call.id:
                    for row in of_procedure().get(call.procedure, ()):
                        found.setdefault(call.id, self._key(call, row))
        return found

    @cached_property
    def _owners(self) -> Mapping[str, tuple[str, Call]]:
        """All calls by their ids."""
        return {
            call.id: (path, call)
            for path, page in self._pages.items()
            for call in page.components
            if call.id
        }

    @cached_property
    def _holders(self) -> Mapping[str, tuple[str, Call]]:
        """By the id of a call what refers to it and holds it: a REST source its data profile."""
        return {
            argument.value.text: (path, call)
            for path, page in self._pages.items()
            for call in page.components
            if (argument := call.arguments.get(_HOLDS)) is not None
            and not any(row.below for row in of_procedure().get(call.procedure, _SHARED))
        }

    def _key(self, call: Call, row: Row) -> str:
        return call.text(row.argument) if row.argument else ""

    def above(self, path: str, call: Call) -> tuple[str, Call] | None:
        """The call that a call belongs to; what it refers to may be in another file."""
        page = self._pages[path]
        if call.procedure == INTERFACE:
            return self._single["app"]
        parent = page.by_key.get(call.parent)
        if parent is not None:
            return path, parent
        for name in _HELD_BY:
            argument = call.arguments.get(name)
            if argument is not None and argument.value.text in self._owners:
                return self._owners[argument.value.text]
        return self._holders.get(call.id)

    def holder(self, path: str, call: Call, below: str) -> tuple[str, Call] | None:
        """The nearest call above that is a component of the type ``below``."""
        here = self.above(path, call)
        while here is not None:
            if any(row.type == below for row in of_procedure().get(here[1].procedure, ())):
                return here
            here = self.above(*here)
        return None

    @cached_property
    def page_calls(self) -> Mapping[str, Call]:
        return {p: page.page_component for p, page in self._pages.items() if page.page_component}

    @cached_property
    def _single(self) -> Mapping[str, tuple[str, Call] | None]:
        """What there is one of in an application."""
        return {
            below: next(
                ((p, c) for p, page in self._pages.items() for c in page.components
                 if c.procedure == procedure),
                None,
            )
            for below, procedure in (("app", "create_flow"), ("theme", "create_theme"))
        }  # fmt: skip

    @cached_property
    def children(self) -> Mapping[tuple[str, Place], tuple[tuple[str, Call], ...]]:
        """(type, place of the component above) to the calls; ("type", ("", "")) at the top."""
        found: dict[tuple[str, Place], list[tuple[str, Call]]] = {}
        for path, page in self._pages.items():
            for call in page.components:
                for row in of_procedure().get(call.procedure, ()):
                    if not row.below:
                        place: Place = ("", "")
                    elif row.below == "page":
                        known = self.page_calls.get(path)
                        if known is None:
                            continue
                        place = (path, known.key)
                    else:
                        holder = self.holder(path, call, row.below) or self._single.get(row.below)
                        if holder is None:
                            continue
                        place = (holder[0], holder[1].key)
                    found.setdefault((row.type, place), []).append((path, call))
        for calls in found.values():
            calls.sort(key=lambda hit: _order(hit[1]))
        return {key: tuple(calls) for key, calls in found.items()}


def pair(sql: SqlApplication, language: Application) -> Paired:
    """Both forms of one application. Raises what reading either raises."""
    return _Pairing(Calls(sql), language).result()


class _Pairing:
    def __init__(self, calls: Calls, language: Application) -> None:
        self.calls, self.language = calls, language
        self.taken: set[Place] = set()
        self.found: list[tuple[Document, Component, str, Call]] = []
        self.alone: list[Alone] = []
        self.places: dict[tuple[str, Path], Place] = {}

    def result(self) -> Paired:
        for document in self.language.documents.values():
            owner = self._owner(document)
            for component in document.components.values():
                self._one(document, component, owner)
        parts: dict[Place, list[Call]] = {}
        left: list[tuple[str, Call]] = []
        for path, page in self.calls.application.parsed.items():
            for call in page.components:
                if (path, call.key) in self.taken:
                    continue
                here = self.calls.above(path, call)
                while here is not None and (here[0], here[1].key) not in self.taken:
                    here = self.calls.above(*here)
                if here is not None and call.procedure not in of_procedure():
                    parts.setdefault((here[0], here[1].key), []).append(call)
                else:
                    left.append((path, call))
        return Paired(
            tuple(
                Pair(document, component, path, call, tuple(parts.get((path, call.key), ())))
                for document, component, path, call in self.found
            ),
            tuple(self.alone),
            tuple(left),
        )

    def _owner(self, document: Document) -> Place | None:
        """Of a file in the folder of a plug-in or theme: that."""
        hit = _OWNED.search(document.name)
        if hit is None:
            return None
        kind = "plugin" if hit[1] == "plugins" else "theme"
        for path, call in self.calls.children.get((kind, ("", "")), ()):
            row = next(r for r in of_procedure()[call.procedure] if r.type == kind)
            own = call.text(row.argument)
            if hit[2] == own or hit[2].startswith(f"{own}-theme-"):
                return path, call.key
        return None

    def _one(self, document: Document, component: Component, owner: Place | None) -> None:
        above = component.parent
        kind_above = document.components[above].type if above else ""
        if above and (document.name, above) not in self.places:
            self.alone.append(Alone(document, component, self._reason(component, kind_above)))
            return
        place = self.places[document.name, above] if above else ("", "")
        rows = of_type().get((component.type, kind_above), ())
        if not above and owner is not None:
            below = "plugin" if "/plugins/" in document.name else "theme"
            owned = of_type().get((component.type, below), ())
            if owned:
                rows, place = owned, owner
        hit = self._call(component, rows, place)
        if hit is None:
            self.alone.append(Alone(document, component, self._reason(component, kind_above)))
            return
        path, call = hit
        self.taken.add((path, call.key))
        self.places[document.name, component.path] = path, call.key
        self.found.append((document, component, path, call))

    def _reason(self, component: Component, above: str) -> Reason:
        known = component.type, above
        if known in folded():
            return "folded"
        return "missing" if known in of_type() else "unknown"

    def _call(
        self, component: Component, rows: tuple[Row, ...], place: Place
    ) -> tuple[str, Call] | None:
        free = [
            hit
            for hit in self.calls.children.get((component.type, place), ())
            if (hit[0], hit[1].key) not in self.taken
        ]
        for row in rows:
            for path, call in free:
                if call.procedure == row.procedure and self._is(component, call, row):
                    return path, call
        return None

    def _is(self, component: Component, call: Call, row: Row) -> bool:
        if row.argument:
            ident = component.node.ident or ""
            return call.text(row.argument).casefold() == ident.casefold()
        values = component.values()
        return all(
            self._said(call, argument) == _plain(values[prop].text if prop in values else "")
            for prop, argument in row.told
        )

    def _said(self, call: Call, argument: str) -> str:
        """What an argument says, or refers to."""
        found = call.arguments.get(argument)
        if found is None:
            return ""
        text = found.value.text
        return _plain(self.calls.names.get(text, text) if found.value.kind == "id" else text)


def _order(call: Call) -> tuple[str, str]:
    """What is told by its place alone stands in the order in which both exports write it."""
    if call.procedure != "create_plugin_setting":
        return "", ""
    return call.text("p_plugin_type"), call.text("p_plugin")


def _plain(text: str) -> str:
    """For comparing a word of APEXlang (``packageBody``) with a code of SQL (``PACKAGE BODY``)."""
    return re.sub(r"[\W_]", "", text).casefold()
