"""The components of generated pages and applications, each as the builder would make it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from app.apex.export.values import Value, attributes, file_value, mixed
from tests.apex.generated import SCHEME_ID, Args, Doc, Maker, Node


def _region(make: Maker, doc: Doc) -> list[Node]:
    args: Args = {"p_plug_name": make.named()}
    make.maybe(args, "p_region_template_options", make.options, 0.8)
    make.maybe(args, "p_plug_template", lambda: Value("number", "4072358936313175081"), 0.8)
    args["p_plug_display_sequence"] = make.sequence()
    parents = doc.of("create_page_plug")
    if parents and make.rng.random() < 0.25:
        args["p_parent_plug_id"] = Value("id", make.rng.choice(parents).id)
    make.maybe(args, "p_plug_source", make.code, 0.7)
    make.maybe(args, "p_plug_required_role", lambda: mixed(["!", SCHEME_ID, ""]), 0.2)
    make.maybe(args, "p_ajax_items_to_submit", lambda: _item_list(make), 0.3)
    make.maybe(args, "p_attributes", lambda: _attributes(make), 0.4)
    top = make.node("create_page_plug", args)
    kind = make.rng.choice(("plain", "plain", "worksheet", "grid"))
    if kind == "worksheet":
        return [top, *_worksheet(make, top)]
    return [top, *_grid(make, top)] if kind == "grid" else [top]


def _item_list(make: Maker) -> Value:
    return Value("text", ",".join(f"P10_X{make.serial()}" for _ in range(make.rng.randint(1, 3))))


def _attributes(make: Maker) -> Value:
    found: dict[str, Value] = {
        f"a{n}_{make.rng.choice('xyz')}": make.rng.choice((
            make.named, make.code, lambda: Value("id", make.identity()),
        ))()
        for n in range(make.rng.randint(1, 4))
    }  # fmt: skip
    make.maybe(found, "page_items", lambda: _item_list(make))
    return attributes(tuple(sorted(found.items())))


def _worksheet(make: Maker, region: Node) -> list[Node]:
    sheet = make.node("create_worksheet", {"p_max_row_count": Value("text", "1000")}, region.uid)
    return [sheet, *(_column(make, sheet) for _ in range(make.rng.randint(1, 4)))]


def _column(make: Maker, sheet: Node) -> Node:
    args: Args = {
        "p_db_column_name": make.named("C"),
        "p_display_order": make.sequence(),
        "p_column_label": make.named(),
    }
    return make.node("create_worksheet_column", args, sheet.uid)


def _grid(make: Maker, region: Node) -> list[Node]:
    columns = [
        make.node(
            "create_region_column",
            {"p_name": make.named("C"), "p_display_sequence": make.sequence()},
            region.uid,
        )
        for _ in range(make.rng.randint(1, 3))
    ]
    grid = make.node("create_interactive_grid", {"p_is_editable": Value("boolean", "true")},
                     region.uid)  # fmt: skip
    report = make.node("create_ig_report", {"p_type": Value("text", "PRIMARY")}, grid.uid)
    view = make.node("create_ig_report_view", {"p_view_type": Value("text", "GRID")}, report.uid)
    shown = [
        make.node(
            "create_ig_report_column",
            {
                "p_view_id": Value("id", view.id),
                "p_display_seq": make.sequence(),
                "p_column_id": Value("id", column.id),
                "p_is_visible": Value("boolean", "true"),
            },
            view.uid,
        )
        for column in columns
    ]
    return [*columns, grid, report, view, *shown]


def _item(make: Maker, doc: Doc) -> list[Node]:
    args: Args = {
        "p_name": Value("text", f"P10_ITEM_{make.serial()}"),
        "p_item_sequence": make.sequence(),
    }
    target = make.pointer(doc, "p_item_plug_id")
    if target is not None:
        args["p_item_plug_id"] = target
    make.maybe(args, "p_prompt", make.named, 0.8)
    make.maybe(args, "p_item_default", make.scalar)
    make.maybe(args, "p_lov", make.code, 0.3)
    make.maybe(args, "p_item_template_options", make.options)
    make.maybe(args, "p_encrypt_session_state_yn", lambda: Value("text", "N"))
    return [make.node("create_page_item", args)]


def _button(make: Maker, doc: Doc) -> list[Node]:
    args: Args = {"p_button_sequence": make.sequence()}
    target = make.pointer(doc, "p_button_plug_id")
    if target is not None:
        args["p_button_plug_id"] = target
    args["p_button_name"] = make.named("B")
    make.maybe(args, "p_button_template_options", make.options)
    make.maybe(args, "p_button_image_alt", make.named)
    return [make.node("create_page_button", args)]


def _process(make: Maker, doc: Doc) -> list[Node]:
    args: Args = {
        "p_process_sequence": make.sequence(),
        "p_process_name": make.named(),
        "p_process_sql_clob": make.code(),
    }
    target = make.pointer(doc, "p_process_when_button_id")
    if target is not None and make.rng.random() < 0.5:
        args["p_process_when_button_id"] = target
    make.maybe(args, "p_internal_uid", lambda: Value("number", make.identity()))
    return [make.node("create_page_process", args)]


def _validation(make: Maker, doc: Doc) -> list[Node]:
    args: Args = {
        "p_validation_name": make.named(),
        "p_validation_sequence": make.sequence(),
        "p_validation": make.rng.choice((make.code, make.named))(),
    }
    items = doc.of("create_page_item")
    if items and make.rng.random() < 0.5:
        args["p_associated_item"] = Value("id", make.rng.choice(items).id)
    return [make.node("create_page_validation", args)]


def _event(make: Maker, doc: Doc) -> list[Node]:
    args: Args = {"p_name": make.named(), "p_event_sequence": make.sequence()}
    target = make.pointer(doc, "p_triggering_button_id")
    if target is not None and make.rng.random() < 0.5:
        args["p_triggering_button_id"] = target
    top = make.node("create_page_da_event", args)
    return [top, *(action(make, doc, top) for _ in range(make.rng.randint(1, 3)))]


def action(make: Maker, doc: Doc, event: Node) -> Node:
    """A new action of a dynamic action."""
    args: Args = {
        "p_event_id": Value("id", event.id),
        "p_event_result": Value("text", "TRUE"),
        "p_action_sequence": Value("number", str(make.serial() * 10)),
        "p_action": Value("text", "NATIVE_JAVASCRIPT_CODE"),
    }
    target = make.pointer(doc, "p_affected_region_id")
    if target is not None and make.rng.random() < 0.4:
        args["p_affected_region_id"] = target
    make.maybe(args, "p_attributes", lambda: _attributes(make))
    return make.node("create_page_da_action", args, event.uid)


_NESTS: Final[dict[str, Callable[[Maker, Doc], list[Node]]]] = {
    "create_page_plug": _region,
    "create_page_button": _button,
    "create_page_item": _item,
    "create_page_validation": _validation,
    "create_page_da_event": _event,
    "create_page_process": _process,
}
ORDER: Final = ("create_page", *_NESTS)


def nest(make: Maker, procedure: str, doc: Doc) -> list[Node]:
    """A new component of a page, with what is written behind it."""
    return _NESTS[procedure](make, doc)


def page(make: Maker, number: int = 10, size: int = 6) -> Doc:
    """A page with about ``size`` components on its own level."""
    doc = Doc(f"application/pages/page_{number:05}.sql", number)
    args: Args = {"p_name": make.named(), "p_alias": Value("text", f"PAGE-{number}")}
    make.maybe(args, "p_step_title", make.named)
    make.maybe(args, "p_javascript_code", make.code)
    make.maybe(args, "p_page_component_map", lambda: Value("text", "18"))
    doc.nodes.append(make.node("create_page", args, mapped=False))
    kinds = [make.rng.choice(list(_NESTS)) for _ in range(make.rng.randint(1, size))]
    for kind in sorted(["create_page_plug", *kinds], key=ORDER.index):
        doc.nodes += nest(make, kind, doc)
    return doc


# -- shared components ---------------------------------------------------------------------


def _shared(path: str, nodes: Iterable[Node]) -> Doc:
    return Doc(f"application/shared_components/{path}.sql", None, list(nodes))


def lov(make: Maker) -> Doc:
    """A static list of values."""
    name = f"LOV{make.serial()}"
    top = make.node("create_list_of_values", {"p_lov_name": Value("text", name)})
    rows = [
        make.node(
            "create_static_lov_data",
            {
                "p_lov_disp_sequence": make.sequence(),
                "p_lov_disp_value": make.named(),
                "p_lov_return_value": make.named(),
            },
            top.uid,
        )
        for _ in range(make.rng.randint(1, 5))
    ]
    return _shared(f"user_interface/lovs/{name.lower()}", [top, *rows])


def navigation(make: Maker) -> Doc:
    """A list with its entries."""
    name = f"LIST{make.serial()}"
    top = make.node("create_list", {"p_name": Value("text", name)})
    entries = [
        make.node(
            "create_list_item",
            {
                "p_list_item_display_sequence": make.sequence(),
                "p_list_item_link_text": make.named(),
                "p_list_item_link_target": Value("text", f"f?p=&APP_ID.:10:&SESSION.::{number}"),
            },
            top.uid,
        )
        for number in range(make.rng.randint(1, 5))
    ]
    return _shared(f"navigation/lists/{name.lower()}", [top, *entries])


def scheme(make: Maker) -> Doc:
    """An authorization scheme."""
    args: Args = {"p_name": Value("text", f"admin {make.serial()}"), "p_attribute_01": make.code()}
    node = make.node("create_security_scheme", args)
    return _shared(f"security/authorizations/admin_{node.uid}", [node])


def static_file(make: Maker) -> Doc:
    """A file, readable or not."""
    rng = make.rng
    lines = "\n".join(make.line() for _ in range(rng.randint(1, 30)))
    content = file_value(lines.encode() if rng.random() < 0.7 else rng.randbytes(400))
    name = f"app{make.serial()}.js"
    args: Args = {
        "p_file_name": Value("text", name),
        "p_mime_type": Value("text", "text/javascript"),
        "p_file_content": content,
    }
    return _shared(f"files/{name.replace('.', '_')}", [make.node("create_app_static_file", args)])


def application(make: Maker, pages: int = 2, size: int = 4) -> list[Doc]:
    """The files of a small application, without those that frame it."""
    shared = [f(make) for f in (lov, navigation, scheme, static_file) if make.rng.random() < 0.7]
    return [*shared, *(page(make, 10 * (n + 1), size) for n in range(pages))]
