"""A model of export files whose truth is known: components, files, and what makes new ones.

A ``Node`` is one component; its ``uid`` says who it is in every version, whatever its id, name or
place become. A ``Doc`` is one file: nodes in file order. References are plain ids in the values, so
a model can be compared without knowing what refers to what.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random
from typing import Final

from app.apex.export.values import Value, mixed
from tests.apex import generated_values as gv

Args = dict[str, Value]


@dataclass
class Node:
    """One component. ``under`` is the uid of the one that it is written behind and belongs to by
    position; 0 on the page's own level. ``id`` is "" where the type has none that moves."""

    uid: int
    procedure: str
    id: str
    args: Args
    under: int = 0


@dataclass(repr=False)
class Doc:
    """One file of an export; ``number`` is None for shared components."""

    path: str
    number: int | None
    nodes: list[Node] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<{self.path}: {len(self.nodes)} nodes>"

    def by_uid(self) -> dict[int, Node]:
        return {n.uid: n for n in self.nodes}

    def copy(self) -> Doc:
        return Doc(self.path, self.number, [replace(n, args=dict(n.args)) for n in self.nodes])

    def of(self, *procedures: str) -> list[Node]:
        return [n for n in self.nodes if n.procedure in procedures]

    def below(self, top: Node) -> list[Node]:
        """A node and all that belongs to it, by position or by a reference to its parent."""
        found = {top.uid: top}
        ids = {top.id} - {""}
        for node in self.nodes:
            above = [node.args.get(a) for a in PARENTS.get(node.procedure, ())]
            if node.under in found or any(v is not None and v.text in ids for v in above):
                found[node.uid] = node
                ids |= {node.id} - {""}
        return list(found.values())

    def behind(self, top: Node) -> int:
        """The index behind a node and all that is written behind it."""
        last, inside = self.nodes.index(top), {top.uid}
        for index in range(last + 1, len(self.nodes)):
            if self.nodes[index].under in inside:
                inside.add(self.nodes[index].uid)
                last = index
        return last + 1


# What refers to its parent by id; a node of these types may only follow the parent.
PARENTS: Final = {
    "create_page_item": ("p_item_plug_id",),
    "create_page_button": ("p_button_plug_id",),
    "create_page_plug": ("p_parent_plug_id",),
    "create_page_da_action": ("p_event_id",),
    "create_ig_report_column": ("p_view_id",),
    "create_list_item": ("p_list_id",),
}
# References that may go to any node of these types.
POINTERS: Final = {
    "p_item_plug_id": ("create_page_plug",),
    "p_button_plug_id": ("create_page_plug",),
    "p_process_when_button_id": ("create_page_button",),
    "p_triggering_button_id": ("create_page_button",),
    "p_affected_region_id": ("create_page_plug",),
}
NAMES: Final = {
    "create_page": "p_name",
    "create_page_plug": "p_plug_name",
    "create_page_item": "p_name",
    "create_page_button": "p_button_name",
    "create_page_process": "p_process_name",
    "create_page_validation": "p_validation_name",
    "create_page_da_event": "p_name",
    "create_region_column": "p_name",
    "create_worksheet_column": "p_db_column_name",
}
LISTS: Final = {
    "p_region_template_options": ":",
    "p_item_template_options": ":",
    "p_button_template_options": ":",
    "p_ajax_items_to_submit": ",",
    "p_attributes.page_items": ",",
}
# Ignored by the comparison: when and by whom it was saved, and what APEX computes.
NOISE: Final = (
    "p_last_updated_by", "p_last_upd_yyyymmddhh24miss", "p_internal_uid", "p_page_component_map",
)  # fmt: skip
SCHEME_ID: Final = "700000001"


class Maker:
    """Makes new things; whatever it makes is used nowhere else in the same case."""

    def __init__(self, rng: Random, plain: bool = False, first: int = 0) -> None:
        """``plain`` keeps to texts that a person would write; ``first`` is the first serial."""
        self.rng, self._plain = rng, plain
        self._count = first
        self._ids: set[str] = set()

    def serial(self) -> int:
        self._count += 1
        return self._count

    def identity(self) -> str:
        """An unused id; 24.2 writes some with a million digits less than others."""
        while True:
            digits = str(self.rng.randint(10**6, 10**17))
            if digits not in self._ids:
                self._ids.add(digits)
                return digits

    def word(self) -> str:
        """One line that no other value has."""
        rare = 0.0 if self._plain else 0.05
        return f"{gv.text(self.rng, 12, rare)}w{self.serial()}"

    def line(self) -> str:
        """One line of code that no other code has."""
        form = self.rng.choice((
            "  l_{n} := nvl(:P10_X{n}, 'it''s');", "select c{n}, 'a' from t{n} -- {n}",
            "    if a{n} > 0 then", "$('#x{n}').hide(); // é", "\tb{n} varchar2(30);", "c{n}",
        ))  # fmt: skip
        return form.format(n=self.serial())

    def code(self, doubled: float = 0.2) -> Value:
        """Several lines; sometimes with lines that occur twice."""
        lines = [self.line() for _ in range(self.rng.randint(2, 12))]
        if self.rng.random() < doubled:
            for _ in range(self.rng.randint(1, 4)):
                lines.insert(self.rng.randint(0, len(lines)), self.rng.choice(("", "  end if;")))
        if self.rng.random() < 0.3:
            lines.append("")
        return Value("text", "\n".join(lines))

    def options(self) -> Value:
        count = self.rng.randint(1, 4)
        return Value("text", ":".join(["#DEFAULT#", *(self.option() for _ in range(count))]))

    def option(self) -> str:
        return f"t-Region--opt{chr(97 + self.serial() % 26)}x{self.serial()}y"

    def scalar(self) -> Value:
        return self.rng.choice((
            lambda: Value("text", self.word()), lambda: Value("text", self.word() * 40),
            lambda: Value("number", str(self.serial() + 1000)),
            lambda: Value("boolean", self.rng.choice(("true", "false"))),
            lambda: mixed(["!", self.identity(), ""]), lambda: Value("null", ""),
            lambda: Value("id", f"-{self.identity()}"),
        ))()  # fmt: skip

    # -- components ------------------------------------------------------------------------

    def node(self, procedure: str, args: Args, under: int = 0, mapped: bool = True) -> Node:
        """A component with some arguments more than it needs."""
        rng = self.rng
        for number in range(rng.choice((0, 0, 1, 2))):
            args[f"p_attribute_0{number + 1}"] = self.scalar()
        if rng.random() < 0.1:
            args["p_last_updated_by"] = Value("text", rng.choice(("ANNA", "SARA")))
        return Node(self.serial(), procedure, self.identity() if mapped else "", args, under)

    def sequence(self) -> Value:
        return Value("number", str(self.rng.randint(1, 40) * 10))

    def named(self, prefix: str = "") -> Value:
        return Value("text", f"{prefix}{self.word()}")

    def maybe(self, args: Args, name: str, make: Callable[[], Value], share: float = 0.4) -> None:
        if self.rng.random() < share:
            args[name] = make()

    def pointer(self, doc: Doc, argument: str) -> Value | None:
        """A reference to one of the nodes that the argument may refer to."""
        listed = doc.of(*POINTERS[argument])
        return Value("id", self.rng.choice(listed).id) if listed else None
