"""The names by which components are used across an application, and who has them.

Items, pages, static ids, processes that code calls, lists of values and other shared components are
found by name or number when a page runs, so an import accepts a name that nobody has any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final, NamedTuple

from app.apex.catalogue import STATIC_IDS
from app.apex.export.export_file import ExportFile, word_parts
from app.apex.export.tree import Component, Page

Files = Mapping[str, ExportFile]


class Name(NamedTuple):
    """``kind`` says what is named ("item", "page", "static", ...); ``text`` is in capitals where
    APEX does not tell them apart by case."""

    kind: str
    text: str


class Definition(NamedTuple):
    """``argument`` of ``component`` gives the name. It is known in ``page`` alone, or everywhere
    (None)."""

    name: Name
    page: int | None
    component: Component
    argument: str


# What gives a name, by type: the kind of name, and its arguments, of which the first counts.
_GIVEN: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "create_app_setting": ("setting", ("p_name",)),
    "create_app_static_file": ("file", ("p_file_name",)),
    "create_automation": ("static_id", ("p_static_id",)),
    "create_build_option": ("build option", ("p_build_option_name",)),
    "create_credential": ("static_id", ("p_static_id",)),
    "create_email_template": ("template", ("p_static_id", "p_name")),
    "create_flow_item": ("item", ("p_name",)),
    "create_flow_process": ("process", ("p_process_name",)),
    "create_list": ("list", ("p_name",)),
    "create_list_of_values": ("lov", ("p_lov_name",)),
    "create_message": ("message", ("p_name",)),
    "create_page_item": ("item", ("p_name",)),
    "create_page_process": ("process", ("p_process_name",)),
    "create_plugin": ("plugin", ("p_name",)),
    "create_remote_server": ("static_id", ("p_static_id",)),
    "create_search_config": ("static_id", ("p_static_id",)),
    "create_security_scheme": ("authorization", ("p_name",)),
    "create_shortcut": ("shortcut", ("p_shortcut_name",)),
    "create_task_def": ("static_id", ("p_static_id",)),
    "create_web_source_module": ("static_id", ("p_module_static_id", "p_static_id")),
    "create_workflow": ("static_id", ("p_static_id",)),
}
_ROWS: Final[Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]] = {
    "create_page": (("page", ("p_id",)), ("page", ("p_alias",))),
    **{procedure: (("static", (argument,)),) for procedure, argument in STATIC_IDS.items()},
    **{procedure: (row,) for procedure, row in _GIVEN.items()},
}
# The calls that give names of a kind, as the words of a file have them.
_CALLS: Final[Mapping[str, frozenset[str]]] = {
    kind: frozenset(call.upper() for call, rows in _ROWS.items() if any(k == kind for k, _ in rows))
    for kind in {kind for rows in _ROWS.values() for kind, _ in rows}
}
_ANY_CASE: Final = frozenset({"item", "lov", "message", "page"})
# Known in its own page only, or everywhere if that is the global page.
_LOCAL: Final = frozenset({"static", "process"})


def name_of(kind: str, text: str) -> Name:
    return Name(kind, text.upper() if kind in _ANY_CASE else text)


def names_of(page: Page) -> tuple[Definition, ...]:
    """The names that a file's components have; read once."""
    found: tuple[Definition, ...] | None = page.told.get("names")
    if found is None:
        found = page.told["names"] = tuple(_names(page))
    return found


def _names(page: Page) -> Iterator[Definition]:
    here = page.number
    for component in page.components:
        for kind, argument in _given(component) if component.procedure in _ROWS else ():
            text = component.text(argument)
            if text:
                scope = (here or None) if kind in _LOCAL else None
                yield Definition(name_of(kind, text), scope, component, argument)


def _given(component: Component) -> Iterator[tuple[str, str]]:
    """The kinds of names that the component has, and the arguments that give them."""
    procedure, known = component.procedure, component.arguments
    if procedure == "create_page_process" and component.text("p_process_point") != "ON_DEMAND":
        return
    for kind, arguments in _ROWS.get(procedure, ()):
        for argument in arguments:
            if argument in known:
                yield kind, argument
                break


def kind_of(procedure: str, argument: str) -> str:
    """What kind of name an argument gives."""
    return next(kind for kind, arguments in _ROWS[procedure] if argument in arguments)


def own_arguments(component: Component) -> frozenset[str]:
    """The arguments that give the component its names: having a name is no use of it."""
    return frozenset(argument for _, argument in _given(component))


def reaches(page: int | None, definition: int | None) -> bool:
    """Whether a use on ``page`` (None: in no page) finds a name that is known in ``definition``."""
    return definition is None or page in (None, 0, definition)


class NameIndex:
    """Who has which names in the ``files`` of an application; a file is read when a name may be in
    it."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self._found: dict[Name, tuple[Definition, ...]] = {}

    @cached_property
    def alias(self) -> str:
        """The application's own alias, in capitals; "" where no file says it."""
        for file in self.files.values():
            if "CREATE_FLOW" in file.words:
                for component in file.page.components:
                    if component.procedure == "create_flow":
                        return component.text("p_alias").upper()
        return ""

    def has(self, name: Name, page: int | None) -> bool:
        """Whether a use on ``page`` finds the name."""
        return any(reaches(page, d.page) for d in self.givers(name))

    def givers(self, name: Name) -> tuple[Definition, ...]:
        """What gives the name; empty if nothing does."""
        self.look_for((name,))
        return self._found[name]

    def look_for(self, names: Iterable[Name]) -> None:
        """Find who has these names: each file is looked at once for all of them."""
        wanted = {name: word_parts(name.text) for name in names if name not in self._found}
        if not wanted:
            return
        words = frozenset(word for parts in wanted.values() for word in parts)
        found: dict[Name, list[Definition]] = {name: [] for name in wanted}
        for file in self.files.values():
            here = words & file.words
            given = {
                name
                for name, parts in wanted.items()
                if here.issuperset(parts)
                and not _CALLS.get(name.kind, frozenset()).isdisjoint(file.words)
            }
            if given:
                for definition in names_of(file.page):
                    if definition.name in given:
                        found[definition.name].append(definition)
        self._found.update({name: tuple(who) for name, who in found.items()})
