"""What APEX makes of an older export when it imports it, as far as public exports of one application
by both releases show it (``resources/upgrades``): arguments under their new names, the numbers of the
base theme's templates, values that are written no more, and from 26.1 on a static id for every
component that can have one.

A static id is made of the component's name (``app.apex.catalogue.idents``) and is unique in
its place. What the newer release writes wherever the older one had nothing is written, and an item of
a list of values that is shared has that name alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from app.apex.catalogue import plugin_of
from app.apex.catalogue.idents import static_id
from app.apex.catalogue.steps import Steps, between
from app.apexlang.forms.types import of_procedure
from app.lab.apex.reader import Argument, Statement, text_value
from app.lab.apex.releases import Release

_PLAIN: Final = re.compile(r"\d+|'(?:[^'\n]|'')*'")
_WORDS: Final = re.compile(r"[a-z]+|\d+")
_STATIC: Final = "p_static_id"
_SLOT: Final = "p_apexlang_name"
_PAIR: Final = re.compile(r"  '(\w+)', ('(?:[^'\n]|'')*')(,\n|(?=\)\)))")


@dataclass
class Idents:
    """The static ids that were given: by procedure and the id in the file, and all of a place.
    Two copies of one application have the same, whatever was renamed in one of them."""

    given: dict[tuple[str, str], str] = field(default_factory=dict)
    taken: set[tuple[str, str, str]] = field(default_factory=set)


def steps_of(exported: str, installed: Release) -> Steps | None:
    """From the release that an export says (``24.2.0``) to the instance's, where that writes what
    it imports in another way."""
    return between(exported, installed.version) if installed.has("26.1") else None


def upgraded(call: Statement, steps: Steps, idents: Idents, file: str) -> Statement:
    """A call of an older export as the newer release keeps it. ``file`` is the file of the export
    that it stands in: components of pages are told apart by that."""
    procedure = call.name.rpartition(".")[2]
    plugin = plugin_of(lambda name: call.text(name) or "")
    renamed = steps.renamed(procedure, plugin)
    own = any(a.name == "p_attributes" for a in call.arguments)
    made: list[Argument] = []
    attributes: list[tuple[str, str]] = []
    shared = call.text("p_named_lov") is not None
    for argument in call.arguments:
        to = renamed.get(argument.name, "")
        gone = steps.goes(procedure, argument.name, text_value(argument.source) or "", (call.text,))
        if gone or (shared and argument.name == "p_lov"):
            continue
        if to.startswith("p_attributes.") and not own:
            attributes.append((to.removeprefix("p_attributes."), argument.source))
            continue
        source = _lifted(argument, call, plugin, steps)
        if source is not None:
            made.append(argument._replace(source=source))
    if attributes:
        pairs = ",\n".join(f"  '{name}', {source}" for name, source in sorted(attributes))
        source = f"wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(\n{pairs})).to_clob"
        made.append(Argument("p_attributes", "=>", source))
    there = {argument.name for argument in (*call.arguments, *made)}
    made += [
        Argument(name, "=>", _written(text))
        for name, text in steps.spelled(procedure, plugin).items()
        if name not in there and not name.startswith("p_attribute")
    ]
    if procedure == "create_page_plug" and there.isdisjoint({"p_location", "p_query_type"}):
        made.append(Argument("p_location", "=>", "null"))  # a region that reads no data
    name = call.text("p_name")
    if steps.comes(procedure, _SLOT) and name and _SLOT not in there:
        words = _WORDS.findall(name.lower())
        slot = "".join(word.capitalize() if n else word for n, word in enumerate(words))
        made.append(Argument(_SLOT, "=>", _quoted(slot)))
    call = replace(call, arguments=tuple(made))
    if steps.comes(procedure, _STATIC) and not call.text(_STATIC):
        return _named(call, procedure, idents, file)
    return call


def _lifted(argument: Argument, call: Statement, plugin: str, steps: Steps) -> str | None:
    source, procedure, sides = argument.source, call.name.rpartition(".")[2], (call.text,)
    if argument.name == "p_attributes":
        return _without(
            source, lambda name, text: steps.goes(procedure, f"p_attributes.{name}", text, sides)
        )
    if _PLAIN.fullmatch(source) is None:
        return source
    old = text_value(source) or ""
    new = steps.lifted(procedure, plugin, argument.name, old, sides)
    if new is None or new == old:
        return None if new is None else source
    return new if source.isdigit() else _quoted(new)


def _without(source: str, goes: Callable[[str, str], bool]) -> str | None:
    """A list of attributes without those that go; None where all do."""
    left = _PAIR.sub(lambda one: "" if goes(one[1], text_value(one[2]) or "") else one[0], source)
    if left == source:
        return source
    return left.replace(",\n))", "))") if "'" in left else None


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _written(text: str) -> str:
    """A value that comes by itself, as exports write it."""
    return text if text in ("true", "false") or text.isdigit() else _quoted(text)


def _named(call: Statement, procedure: str, idents: Idents, file: str) -> Statement:
    own = procedure, call.text("p_id") or ""
    ident = idents.given.get(own)
    if ident is None:
        ident = idents.given[own] = _ident(call, procedure, idents, file)
    known = (name for name in ("p_plug_name", "p_button_name", "p_process_name", "p_name"))
    after = next((n for n in known if call.source(n) is not None), "p_id")
    made: list[Argument] = []
    for argument in call.arguments:
        made.append(argument)
        if argument.name == after:
            made.append(Argument(_STATIC, "=>", f"'{ident}'"))
    return replace(call, arguments=tuple(made))


def _ident(call: Statement, procedure: str, idents: Idents, file: str) -> str:
    base = static_id(procedure, lambda n: call.text(n) or "")
    scope = _scope(call, procedure, file)
    number, ident = 1, base
    while (procedure, scope, ident) in idents.taken:
        number += 1
        ident = f"{base}-{number}"
    idents.taken.add((procedure, scope, ident))
    return ident


def _scope(call: Statement, procedure: str, file: str) -> str:
    """In what a static id is unique: the component above, the page, or the application."""
    below = {row.below for row in of_procedure().get(procedure, ())}
    if below <= {""}:
        return ""
    if "page" in below:
        return file
    for argument in call.arguments:
        found = re.fullmatch(r"wwv_flow_(?:imp|api)\.id\(\d+\)", argument.source)
        if found and argument.name != "p_id":
            return argument.source
    return file
