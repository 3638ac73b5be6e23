"""What a call of a SQL export says, property by property, in APEXlang: ``resources/apexlang/written.tsv``.

It was learnt from applications in both forms; ``python -m benchmarks.written`` holds it against them. A rule
is a tree of questions to the arguments of a call (``said``) and of the one above it (``^`` before the
name). A leaf is how the property is written: not at all, as the text of an argument, or as a word; where
no answer leads on, it is not known.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

from msgspec import Struct

from app.apexlang.forms.links import target
from app.apexlang.tree import Value

ABSENT: Final = "-"
"""A leaf: the property is not written."""
NONE: Final = "(none)"
OTHER: Final = "(other)"
GIVEN: Final = "(text)"
"""Answers beside the values of an argument: it is not there, it is none of those that are named, it
is a text that is told apart by nothing."""
LONGEST: Final = 60
_STATIC: Final = re.compile(r"STATIC2?:")
Outcome = Literal["absent", "unknown"]
_SEPARATORS: Final = {"colon": ":", "comma": ",", "lines": "\n", "blank": " "}


class Rule(Struct, frozen=True, gc=False):
    """``language``: the word behind the fence of a text of several lines; ``trees``: one behind the
    other until one answers."""

    prop: str
    language: str
    trees: tuple[Any, ...]

    def answer(self, arguments: Mapping[str, str], known: set[str]) -> str | None:
        for tree in self.trees:
            asked: set[str] = set()
            found = answer(tree, arguments, asked)
            if found is not None:
                known |= asked
                return found
        return None


def category(text: str) -> str:
    """What a tree asks about: a reference is one, whatever it leads to."""
    static = _STATIC.match(text)
    if static is not None:
        return static[0]
    if text[:1] in ("@", "#"):
        return text[0] if not text.startswith("@/") else text
    prose = " " in text and not text.isupper()
    return GIVEN if prose or len(text) > LONGEST or "\n" in text else text


def answer(tree: Any, arguments: Mapping[str, str], known: set[str] | None = None) -> str | None:
    """The leaf that the arguments lead to; None where there is none. ``known`` gets the arguments
    whose very values led there."""
    while isinstance(tree, dict):
        ((name, branches),) = tree.items()
        found = arguments.get(name)
        tree = branches.get(NONE if found is None else category(found))
        if tree is None and found is not None:
            tree = branches.get(OTHER)
        elif known is not None:
            known.add(name)
    return tree if tree != "?" else None


def rendered(how: str, text: str) -> Value:
    """A text of SQL as a value of APEXlang."""
    if how == "script":
        return Value(file_name(text))
    if how == "ref":
        return Value(f"@{text}")
    if how == "component":
        return Value(f"{text}/component")
    if how == "camel":
        return rendered("lines", "\n".join(map(camel, text.split(":"))))
    separator = _SEPARATORS.get(how)
    if separator is None:
        return Value(text)
    items = tuple(part.strip() for part in text.split(separator) if part.strip())
    return Value("\n".join(items), items) if len(items) != 1 else Value(items[0])


def camel(code: str) -> str:
    """``CREATE PROCEDURE`` as the word of a list: ``createProcedure``."""
    first, *more = re.split(r"[ _-]+", code.strip().lower())
    return first + "".join(map(str.capitalize, more))


def file_name(name: str) -> str:
    """What the file of a script is called."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).lstrip("-") + ".sql"


def spoken(
    leaf: str, arguments: Mapping[str, str], language: str = ""
) -> Value | Mapping[str, str] | Outcome:
    """What a leaf writes: a value, the properties of a link's target, or nothing."""
    if leaf == ABSENT:
        return "absent"
    if leaf[0] == "=":
        if leaf[1:2] == "[":
            items = tuple(leaf[2:].split("\n"))
            return Value("\n".join(items), items)
        return Value(leaf[1:])
    how, _, name = leaf.partition(" ")
    text = arguments.get(name)
    if text is None:
        return "unknown"
    if how == "page":
        return {"page": text}
    if how in ("link", "branch"):
        return target(text, how == "branch") or "unknown"
    value = rendered(how, text)
    return value if value.items is not None else Value(value.text, None, language)


def heard(kind: str, procedure: str, argument: str, text: str, plugin: str) -> bool:
    """Whether real exports had an argument with that text and wrote nothing of it; where others of
    the type write it, only with the same ``plugin``."""
    values = _silent().get((kind, procedure, argument), frozenset())
    if argument in _written(kind, procedure):
        return not values.isdisjoint({f"/{plugin}", f"/{plugin}={category(text)}"})
    return OTHER in values or category(text) in values


@cache
def parts(kind: str, procedure: str) -> frozenset[str]:
    """The calls that real exports have as parts of a type, and not as components."""
    names = {name for one, by, name in _silent() if (one, by) == (kind, procedure)}
    names |= _written(kind, procedure)
    return frozenset(re.split(r"[./]", name)[0] for name in names if name.startswith("create_"))


@cache
def _written(kind: str, procedure: str) -> frozenset[str]:
    """The arguments whose texts are written somewhere."""
    return frozenset(
        leaf.partition(" ")[2]
        for rule in table().get((kind, procedure), ())
        for tree in rule.trees
        for leaf in leaves(tree)
        if leaf[0] not in "=-?"
    )


def leaves(tree: Any) -> Iterator[str]:
    if not isinstance(tree, dict):
        yield tree
        return
    for branches in tree.values():
        for branch in branches.values():
            yield from leaves(branch)


@cache
def _silent() -> Mapping[tuple[str, str, str], frozenset[str]]:
    file = resources.files("resources").joinpath("apexlang", "silent.tsv")
    found: dict[tuple[str, str, str], frozenset[str]] = {}
    for line in file.read_text(encoding="utf-8").splitlines()[1:]:
        kind, procedure, argument, values = line.split("\t")
        found[kind, procedure, argument] = frozenset(json.loads(values))
    for kind, procedure, prop, _, told, _ in _by_hand():
        if not prop:
            for argument, more in json.loads(told).items():
                known = found.get((kind, procedure, argument), frozenset())
                found[kind, procedure, argument] = known | frozenset(more)
    return found


@cache
def _learnt() -> Mapping[tuple[str, str], tuple[Rule, ...]]:
    file = resources.files("resources").joinpath("apexlang", "written.tsv")
    found: dict[tuple[str, str], list[Rule]] = {}
    for line in file.read_text(encoding="utf-8").splitlines()[1:]:
        kind, procedure, prop, language, tree = line.split("\t")
        found.setdefault((kind, procedure), []).append(Rule(prop, language, (json.loads(tree),)))
    return {kind: tuple(rules) for kind, rules in found.items()}


@cache
def table() -> Mapping[tuple[str, str], tuple[Rule, ...]]:
    """(type, procedure) to its rules, in the order in which APEX writes the properties."""
    found = {kind: list(rules) for kind, rules in _learnt().items()}
    for kind, procedure, prop, after, tree, _ in _by_hand():
        if not prop:
            continue
        rules = found.setdefault((kind, procedure), [])
        names = [rule.prop for rule in rules]
        if prop in names:
            here = names.index(prop)
            trees = json.loads(tree), *rules[here].trees
            rules[here] = Rule(prop, rules[here].language, trees)
            continue
        group = prop.rpartition(".")[0]
        same = [n for n, name in enumerate(names) if name.rpartition(".")[0] == group]
        here = same[-1] + 1 if same else len(names)
        if after.removeprefix("<") in names:
            here = names.index(after.removeprefix("<")) + (not after.startswith("<"))
        language = "plsql" if "plsql" in prop.lower() else ""
        rules.insert(here, Rule(prop, language, (json.loads(tree),)))
    return {kind: tuple(rules) for kind, rules in found.items()}


@cache
def group_order(kind: str, procedure: str, plugin: str) -> Mapping[str, int]:
    """The groups of a type in their order, where a plug-in has one of its own; else nothing."""
    return _orders().get((kind, procedure, plugin), {})


@cache
def _orders() -> Mapping[tuple[str, str, str], Mapping[str, int]]:
    file = resources.files("resources").joinpath("apexlang", "orders.tsv")
    found: dict[tuple[str, str, str], Mapping[str, int]] = {}
    for line in file.read_text(encoding="utf-8").splitlines()[1:]:
        kind, procedure, plugin, groups = line.split("\t")
        found[kind, procedure, plugin] = {name: at for at, name in enumerate(groups.split(" "))}
    return found


@cache
def _by_hand() -> tuple[list[str], ...]:
    """Rules that no application shows, and why they are known: the grammar, or their like."""
    file = resources.files("resources").joinpath("apexlang", "by_hand.tsv")
    return tuple(line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()[1:])
