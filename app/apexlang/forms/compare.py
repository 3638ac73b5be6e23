"""Whether the two exports of one application say the same, property by property."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from app.apex import Application as SqlApplication
from app.apexlang.application import Application
from app.apexlang.forms.links import objects
from app.apexlang.forms.pairs import Alone, Calls, Pair, Paired, pair
from app.apexlang.forms.said import said
from app.apexlang.forms.table import Verdict, arguments_of, known, must_say, same_link


class Told(Struct, frozen=True):
    """One property of a pair, and what the SQL export says in its place. ``weight``: how many
    properties of APEXlang it is (an object is as many as it holds)."""

    pair: Pair
    property: str
    argument: str
    verdict: Verdict
    value: str
    said: str | None
    weight: int = 1


class Compared(Struct, frozen=True):
    """``told`` has every property of every pair, once; ``unsaid`` what only the SQL export says of
    one: its argument may be one of several properties."""

    paired: Paired
    told: tuple[Told, ...]
    unsaid: tuple[Told, ...] = ()

    def count(self, verdict: Verdict) -> int:
        return sum(one.weight for one in self.told if one.verdict == verdict)

    @property
    def alone(self) -> tuple[Alone, ...]:
        return self.paired.components


def compare_forms(sql: SqlApplication, language: Application) -> Compared:
    """Raises the first ParseError of either side."""
    for error in (*sql.errors, *language.errors):
        raise error
    names = Calls(sql).names
    paired = pair(sql, language)
    told = tuple(one for p in paired.pairs for one in _told(p, names))
    return Compared(paired, told, tuple(one for p in paired.pairs for one in _unsaid(p, names)))


def _unsaid(one: Pair, names: Mapping[str, str]) -> Iterator[Told]:
    """Arguments of which APEXlang always says something, and does not here."""
    kind, procedure = one.component.type, one.call.procedure
    values = one.component.values()
    there = {*values, *objects(values)}
    candidates = arguments_of(kind, procedure)
    for argument, text in said(one.call, one.parts, names).items():
        rows = candidates.get(argument, ())
        if not rows or not there.isdisjoint(prop for prop, _ in rows):
            continue
        if must_say(kind, procedure, argument, text):
            yield Told(one, rows[0][0], argument, "differs", "", text)


def _told(one: Pair, names: Mapping[str, str]) -> Iterator[Told]:
    arguments = said(one.call, one.parts, names)
    kind, procedure = one.component.type, one.call.procedure
    values = one.component.values()
    for prop, inside in objects(values).items():
        row = known(kind, procedure, prop)
        text = arguments.get(row.argument) if row is not None else None
        verdict: Verdict = "unknown"
        if row is not None:
            verdict = "same" if same_link(inside, text, kind == "branch") else "differs"
        shown = ", ".join(f"{name}: {value}" for name, value in inside.items())
        name = row.argument if row is not None else ""
        yield Told(one, prop, name, verdict, shown, text, len(inside))
    for prop, value in values.items():
        if ":" in prop:
            continue
        row = known(kind, procedure, prop)
        if row is None:
            yield Told(one, prop, "", "unknown", value.text, None)
            continue
        text = arguments.get(row.argument)
        yield Told(one, prop, row.argument, row.says(value, text), value.text, text)
