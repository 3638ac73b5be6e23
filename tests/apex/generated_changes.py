"""What developers do to a page, done to its model: each change is what the builder would make."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from app.apex.export.values import Value, attributes, file_value, mixed
from tests.apex.generated import LISTS, NAMES, NOISE, PARENTS, POINTERS, Doc, Maker, Node
from tests.apex.generated_pages import action, nest

_TOPS: Final = (
    "create_page_plug", "create_page_item", "create_page_button", "create_page_process",
    "create_page_validation", "create_page_da_event",
)  # fmt: skip
_SEQUENCES: Final = (
    "p_plug_display_sequence", "p_item_sequence", "p_button_sequence", "p_process_sequence",
    "p_validation_sequence", "p_event_sequence", "p_display_order", "p_display_sequence",
    "p_lov_disp_sequence", "p_list_item_display_sequence", "p_display_seq",
)  # fmt: skip


def mutate(make: Maker, doc: Doc, count: int) -> Doc:
    """A copy of a file with so many changes."""
    found = doc.copy()
    for _ in range(count):
        _CHANGES[make.rng.choices(range(len(_CHANGES)), _WEIGHTS)[0]][0](make, found)
    return found


def edit_one(make: Maker, doc: Doc) -> tuple[int, str] | None:
    """Give one property of one node another value; the node's uid, and the property's name."""
    places = [(n, a) for n in doc.nodes for a in n.args if a not in NOISE and a != "p_alias"]
    if not places:
        return None
    node, name = make.rng.choice(places)
    value = node.args[name]
    if value.kind == "attributes":
        items = dict(value.items)
        attribute = make.rng.choice(list(items))
        items[attribute] = _other(make, doc, f"p_attributes.{attribute}", items[attribute])
        node.args[name] = attributes(tuple(items.items()))
        return node.uid, f"{name}.{attribute}"
    node.args[name] = _other(make, doc, name, value)
    return node.uid, name


def _other(make: Maker, doc: Doc, name: str, value: Value) -> Value:
    """Another value for a property, of the same kind."""
    rng = make.rng
    if name in LISTS:
        return Value("text", _other_list(make, name, value.text))
    if name in POINTERS:
        pointer = make.pointer(doc, name)
        return pointer if pointer is not None and pointer != value else Value("id", make.identity())
    match value.kind:
        case "text" if "\n" in value.text:
            return Value("text", _other_lines(make, value.text))
        case "text":
            return make.named()
        case "number":
            return Value("number", str(int(value.text.partition(".")[0] or 0) % 10**9 + 7))
        case "boolean":
            return Value("boolean", "false" if value.text == "true" else "true")
        case "id":
            return Value("id", make.identity())
        case "mixed":
            return mixed(["!", make.identity(), ""])
        case "bytes" if value.text.encode() == value.data:
            return file_value(_other_lines(make, value.text).encode())
        case "bytes":
            return file_value(rng.randbytes(rng.randint(1, 300)))
        case _:
            return make.named()


def _other_lines(make: Maker, text: str) -> str:
    lines = text.split("\n")
    at = make.rng.randrange(len(lines))
    match make.rng.choice(("change", "change", "insert", "delete", "insert two")):
        case "insert":
            lines.insert(at, make.line())
        case "insert two":
            lines[at:at] = [make.line(), make.line()]
        case "delete" if len(lines) > 2:
            del lines[at]
        case _:
            lines[at] = make.line()
    return "\n".join(lines)


def _other_list(make: Maker, name: str, text: str) -> str:
    separator = LISTS[name]
    elements = text.split(separator)
    new = make.option() if separator == ":" else f"P10_X{make.serial()}"
    at = make.rng.randrange(len(elements))
    match make.rng.choice(("add", "add", "remove", "replace")):
        case "remove" if len(elements) > 1:
            del elements[at]
        case "replace":
            elements[at] = new
        case _:
            elements.insert(at + 1, new)
    return separator.join(elements)


# -- changes -------------------------------------------------------------------------------


def _edit(make: Maker, doc: Doc) -> None:
    edit_one(make, doc)


def _set_or_drop(make: Maker, doc: Doc) -> None:
    """An argument comes or goes: another value than the release's default, or the default."""
    if not doc.nodes:
        return
    node = make.rng.choice(doc.nodes)
    spare = [a for a in node.args if a.startswith(("p_attribute_", "p_item_default", "p_prompt"))]
    if spare and make.rng.random() < 0.5:
        del node.args[make.rng.choice(spare)]
    else:
        node.args.setdefault(f"p_attribute_1{make.rng.randint(0, 5)}", make.scalar())


def _attribute(make: Maker, doc: Doc) -> None:
    """A plug-in's attribute comes or goes."""
    nodes = [n for n in doc.nodes if "p_attributes" in n.args]
    if not nodes:
        return
    node = make.rng.choice(nodes)
    items = dict(node.args["p_attributes"].items)
    if len(items) > 1 and make.rng.random() < 0.4:
        del items[make.rng.choice(list(items))]
    else:
        items[f"b{make.rng.randint(1, 6)}"] = make.named()
    node.args["p_attributes"] = attributes(tuple(sorted(items.items())))


def _rename(make: Maker, doc: Doc) -> None:
    nodes = [n for n in doc.nodes if NAMES.get(n.procedure, "") in n.args]
    if nodes:
        node = make.rng.choice(nodes)
        node.args[NAMES[node.procedure]] = make.named()


def _resequence(make: Maker, doc: Doc) -> None:
    """One goes elsewhere among its siblings, or all of a kind are numbered again."""
    nodes = [n for n in doc.nodes if any(s in n.args for s in _SEQUENCES)]
    if not nodes:
        return
    chosen = make.rng.choice(nodes)
    if make.rng.random() < 0.7:
        _sequence(chosen, make.sequence())
        return
    for number, node in enumerate(doc.of(chosen.procedure), 1):
        _sequence(node, Value("number", str(number * 10)))


def _sequence(node: Node, value: Value) -> None:
    name = next((s for s in _SEQUENCES if s in node.args), "")
    if name:
        node.args[name] = value


def _move(make: Maker, doc: Doc) -> None:
    """An item or button to another region; an action to another dynamic action."""
    movable = [n for n in doc.nodes if any(a in n.args for a in ("p_item_plug_id", "p_event_id",
                                                                 "p_button_plug_id"))]  # fmt: skip
    if not movable:
        return
    node = make.rng.choice(movable)
    if node.procedure == "create_page_da_action":
        event = make.rng.choice(doc.of("create_page_da_event"))
        doc.nodes.remove(node)
        node.under, node.args["p_event_id"] = event.uid, Value("id", event.id)
        doc.nodes.insert(doc.behind(event), node)
        return
    (name,) = PARENTS[node.procedure]
    pointer = make.pointer(doc, name)
    if pointer is not None:
        node.args[name] = pointer


def _add(make: Maker, doc: Doc) -> None:
    if doc.number is None:
        return
    kind = make.rng.choice(_TOPS)
    _insert(make, doc, nest(make, kind, doc))


def _insert(make: Maker, doc: Doc, new: list[Node]) -> None:
    """Behind one of its own kind, as the sort by ids or sequences would have it; else last."""
    alike = [n for n in doc.of(new[0].procedure) if not n.under]
    if alike:
        at = doc.behind(make.rng.choice(alike))
    else:
        rank = _TOPS.index(new[0].procedure) if new[0].procedure in _TOPS else 0
        lower = [n for n in doc.nodes if not n.under and _rank(n) < rank]
        at = doc.behind(lower[-1]) if lower else min(1, len(doc.nodes))
    doc.nodes[at:at] = new


def _rank(node: Node) -> int:
    return _TOPS.index(node.procedure) if node.procedure in _TOPS else -1


def _add_below(make: Maker, doc: Doc) -> None:
    """A column, an action, an entry: something that is written behind its parent."""
    tops = doc.of("create_worksheet", "create_page_da_event", "create_list_of_values",
                  "create_list")  # fmt: skip
    if not tops:
        return
    top = make.rng.choice(tops)
    if top.procedure == "create_page_da_event":
        new = action(make, doc, top)
    else:
        procedure, name = {
            "create_worksheet": ("create_worksheet_column", "p_db_column_name"),
            "create_list_of_values": ("create_static_lov_data", "p_lov_return_value"),
            "create_list": ("create_list_item", "p_list_item_link_text"),
        }[top.procedure]
        new = make.node(procedure, {name: make.named()}, top.uid)
    below = [n for n in doc.nodes if n.under == top.uid]
    after = make.rng.choice([top, *below])
    at = doc.nodes.index(top) + 1 if after is top else doc.behind(after)
    doc.nodes.insert(at, new)


def _delete(make: Maker, doc: Doc) -> None:
    """A component with all that belongs to it. References to it go too, or stay behind."""
    nodes = [n for n in doc.nodes if n.procedure in (*_TOPS, "create_page_da_action",
             "create_worksheet_column", "create_static_lov_data", "create_list_item")]  # fmt: skip
    if len(nodes) < 2:
        return
    gone = doc.below(make.rng.choice(nodes))
    uids, ids = {n.uid for n in gone}, {n.id for n in gone}
    doc.nodes = [n for n in doc.nodes if n.uid not in uids]
    if make.rng.random() < 0.2:
        return
    for node in doc.nodes:
        for name in [a for a, v in node.args.items() if v.kind == "id" and v.text in ids]:
            del node.args[name]


def _noise(make: Maker, doc: Doc) -> None:
    """What an export changes by itself."""
    if doc.nodes:
        node = make.rng.choice(doc.nodes)
        node.args["p_last_updated_by"] = Value("text", make.rng.choice(("ANNA", "SARA", "LEO")))
        node.args["p_last_upd_yyyymmddhh24miss"] = Value("text", str(make.rng.randint(1, 10**14)))


_CHANGES: Final[tuple[tuple[Callable[[Maker, Doc], None], int], ...]] = (
    (_edit, 8), (_set_or_drop, 2), (_attribute, 2), (_rename, 2), (_resequence, 2), (_move, 2),
    (_add, 3), (_add_below, 2), (_delete, 2), (_noise, 1),
)  # fmt: skip
_WEIGHTS: Final = tuple(weight for _, weight in _CHANGES)
