"""What a component, an argument and a value of a SQL export are called in APEXlang.

Known from versions of one application that were exported in both forms: a component by its pair, an
argument by the table of the forms where the pair bears it out, and a value by what APEXlang writes
for it in a version that has it. What is not known so has no word, and keeps SQL's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

from msgspec import Struct

from app.apex import Application as SqlApplication
from app.apex import Component as Call
from app.apex import Value as SqlValue
from app.apex.compare.file import place_of, properties, shown
from app.apex.model import Listed
from app.apexlang.application import Application, kind_of, number_of
from app.apexlang.diff import IDENTIFIER
from app.apexlang.forms.links import objects
from app.apexlang.forms.pairs import Pair, pair
from app.apexlang.forms.said import head_of
from app.apexlang.forms.table import Known, arguments_of, same_link
from app.apexlang.forms.types import of_procedure
from app.apexlang.tree import Component, Value

_FRAME: Final = "application/create_application.sql"
_OWNERS: Final = "/user_interface/"
Place = tuple[tuple[str, str], ...]


class Version(Struct, frozen=True):
    """One version in both forms; the SQL export in the id space of what is told of it."""

    sql: SqlApplication
    language: Mapping[str, bytes]


class Named(Struct, frozen=True):
    """A call's component. ``part``: the call is a part of the one that is the component, and its
    arguments are told apart by ``head`` (``create_worksheet.``)."""

    pair: Pair
    part: bool = False
    head: str = ""

    @property
    def component(self) -> Component:
        return self.pair.component

    @property
    def place(self) -> Place:
        """Type and identifier of all components from the file down to it."""
        inside = self.pair.document.components
        found = [inside[self.component.path[: n + 1]] for n in range(len(self.component.path))]
        return tuple((one.type, ident_of(one)) for one in found)


class Wording(Struct, frozen=True):
    """``value`` is None where APEXlang leaves the property out; ``known`` is false where nobody
    knows what it writes."""

    known: bool
    value: Value | None


_ByKey = Mapping[str, tuple[Named, Call]]
_ByPlace = Mapping[Place, tuple[Named, Call] | None]


def ident_of(component: Component) -> str:
    """What APEXlang calls it: its identifier, else what tells it from its siblings."""
    return component.node.ident or component.path[-1][1].strip("~")


class _Side:
    """The pairs of one version; a file is read and paired when it is asked about."""

    def __init__(self, version: Version) -> None:
        self.names = version.sql.names
        self._sql, self._files = version.sql, version.language
        self._known: dict[str, tuple[_ByKey, _ByPlace]] = {}

    def find(self, path: str, key: str, place: Place) -> tuple[Named, Call] | None:
        """``place`` finds a call that has another id here, where no other is called like it."""
        by_key, by_place = self._of(path)
        return by_key.get(key) or by_place.get(place)

    def like(self, path: str, wanted: Listed) -> Named | None:
        """A call that says exactly this."""
        for named, call in self._of(path)[0].values():
            if call.procedure == wanted.procedure and wanted.properties == tuple(
                (name, shown(value, self.names) or "") for name, value in properties(call).items()
            ):
                return named
        return None

    def _of(self, path: str) -> tuple[_ByKey, _ByPlace]:
        if path not in self._known:
            self._known[path] = self._pairs(path)
        return self._known[path]

    def _pairs(self, path: str) -> tuple[_ByKey, _ByPlace]:
        """Nothing of a file that this version has not, or whose APEXlang cannot be read."""
        file = self._sql.sources.get(path)
        if file is None:
            return {}, {}
        language = self._shared if file.number is None else self._page(file.number)
        if language.errors:
            return {}, {}
        with_it = {path}
        if file.number is None:
            owners = _OWNERS in path
            with_it |= {p for p in self._sql.sources if p == _FRAME or (owners and _OWNERS in p)}
        texts = {p: self._sql.files[p] for p in with_it}
        part = SqlApplication(texts, {p: self._sql.parsed[p] for p in with_it})
        by_key: dict[str, tuple[Named, Call]] = {}
        for one in pair(part, language).pairs:
            if one.path == path:
                by_key[one.call.key] = Named(one), one.call
                for call in one.parts:
                    by_key.setdefault(call.key, (Named(one, True, head_of(call)), call))
        by_place: dict[Place, tuple[Named, Call] | None] = {}
        for named, call in by_key.values():
            called = place_of(call)
            by_place[called] = (named, call) if called not in by_place else None
        return by_key, by_place

    @cached_property
    def _shared(self) -> Application:
        return Application({p: c for p, c in self._files.items() if kind_of(p) != "page"})

    def _page(self, number: int) -> Application:
        return Application({p: c for p, c in self._files.items() if number_of(p) == number})


class Words:
    """What the versions know. Of several the first that has something is asked."""

    def __init__(self, versions: Iterable[Version]) -> None:
        self._sides = [_Side(version) for version in versions if version.language]

    def component(self, path: str, key: str, place: Place = ()) -> Named | None:
        """What a call is; ``place`` finds it where it has another id in the version."""
        return next((named for _, named, _ in self._all(path, key, place)), None)

    def property(self, path: str, key: str, argument: str, place: Place = ()) -> str | None:
        """The property that an argument is, where a version has both and they say the same, and
        none has both and they do not."""
        here = tuple(self._all(path, key, place))
        for prop, known in _candidates(here, argument):
            said = [_says(named, call, argument, prop, known) for _, named, call in here]
            if True in said and False not in said:
                return prop
        return IDENTIFIER if here and _names(here[0][1], here[0][2], argument) else None

    def value(
        self, path: str, key: str, argument: str, prop: str, text: str, place: Place = ()
    ) -> Wording:
        """What APEXlang writes where the argument says ``text``, as differences show it: as a
        version has it, else by the table."""
        if prop == IDENTIFIER:
            return Wording(True, Value(text))
        here = tuple(self._all(path, key, place))
        candidates = _candidates(here, argument)
        for side, named, call in here:
            own = value_of(call, argument)
            if own is not None and text in (own.text, shown(own, side.names)):
                found = written(named.component, prop)
                # Of an argument that is one of several properties, another one may say it here.
                return Wording(found is not None or len(candidates) == 1, found)
        known = dict(candidates).get(prop)
        found = known.written(text) if known is not None else None
        return Wording(found is not None, found)

    def typed(self, path: str, key: str, argument: str, prop: str, place: Place = ()) -> bool:
        """Whether every value is written alike in both forms, so that one may be typed."""
        known = dict(_candidates(tuple(self._all(path, key, place)), argument)).get(prop)
        if known is None or known.how != "words":
            return known is None or known.how != "link"
        return all(word == told for word, told in known.words.items())

    def like(self, path: str, wanted: Listed) -> Named | None:
        """The component that says what a conflict lists of a call; None where no version has it
        just so."""
        return next((n for side in self._sides if (n := side.like(path, wanted))), None)

    def _all(self, path: str, key: str, place: Place) -> Iterator[tuple[_Side, Named, Call]]:
        for side in self._sides:
            found = side.find(path, key, place)
            if found is not None:
                yield side, *found


def _candidates(
    here: tuple[tuple[_Side, Named, Call], ...], argument: str
) -> tuple[tuple[str, Known], ...]:
    if not here:
        return ()
    named = here[0][1]
    known = arguments_of(named.component.type, named.pair.call.procedure)
    return known.get(named.head + argument, ())


def _names(named: Named, call: Call, argument: str) -> bool:
    """Whether an argument is a component's identifier."""
    kind = named.component.type
    rows = of_procedure().get(call.procedure, ())
    return not named.part and any(r.type == kind and r.argument == argument for r in rows)


def value_of(call: Call, argument: str) -> SqlValue | None:
    """An argument's value; of a plug-in's attribute (``p_attributes.NAME``) that alone."""
    name, _, attribute = argument.partition(".")
    found = call.arguments.get(name)
    if found is None or not attribute:
        return found.value if found is not None else None
    return dict(found.value.items).get(attribute) if found.value.kind == "attributes" else None


def written(component: Component, prop: str) -> Value | None:
    """A property as the component has it; an object as the lines of what is in it."""
    found = component.values().get(prop)
    if found is not None:
        return found
    inside = objects(component.values()).get(prop)
    if inside is None:
        return None
    return Value("\n".join(f"{name}: {text}".rstrip() for name, text in inside.items()))


def _says(named: Named, call: Call, argument: str, prop: str, known: Known) -> bool | None:
    """Whether the component says in ``prop`` what the call says in ``argument``; None where one of
    them has nothing there."""
    own, inside = value_of(call, argument), objects(named.component.values()).get(prop)
    if own is None:
        return None
    if inside is not None:
        return same_link(inside, own.text, named.component.type == "branch")
    value = named.component.values().get(prop)
    if value is None:
        return None
    if own.kind == "id":  # what it refers to may stand in a file that was not read
        return value.text.startswith("@")
    return known.says(value, own.text) == "same"
