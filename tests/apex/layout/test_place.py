"""What stands where: slots, rows, cells and widths, by the rules of Page Designer's layout view."""

from __future__ import annotations

import pytest

from app.apex import Page
from app.apex.layout import Area, Node, place
from tests.apex import samples
from tests.apex.layout.builder import button, call, item, page, region


def area(node: Node, name: str) -> Area:
    return next(a for a in node.areas if a.name == name)


def node(page: Page, title: str) -> Node:
    return next(n for n in place(page).walk() if n.title == title)


def cells(*facts: dict[str, object]) -> list[list[tuple[int, int, str]]]:
    """Rows of (column, span, stacked names) of the items with these arguments, in one region."""
    made = [item(10 + i, f"I{i}", 1, i, **f) for i, f in enumerate(facts)]
    body = area(node(page(region(1, "R"), *made), "R"), "BODY")
    return [
        [(c.column, c.span, " ".join(n.title for n in c.nodes)) for c in row.cells]
        for row in body.rows
    ]


SAME_ROW: dict[str, object] = {"p_begin_on_new_line": "N"}


@pytest.mark.parametrize(
    ("count", "spans"),
    [(1, [12]), (2, [6, 6]), (3, [4] * 3), (5, [2] * 5), (7, [1] * 7), (12, [1] * 12)],
)
def test_automatic_cells_share_the_row(count: int, spans: list[int]) -> None:
    (row,) = cells(*([{}] + [SAME_ROW] * (count - 1)))
    assert [span for _, span, _ in row] == spans


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (({"p_colspan": 4}, {}, {}), [(1, 4), (5, 4), (9, 4)]),
        (({}, {}, {"p_grid_column": 7}), [(1, 3), (4, 3), (7, 6)]),
        (({}, {"p_colspan": 5}), [(1, 7), (8, 5)]),
        (({"p_grid_column": 3}, {}), [(3, 5), (8, 5)]),
        (({"p_grid_column": 2, "p_colspan": 3}, {"p_grid_column": 9}), [(2, 3), (9, 4)]),
    ],
)
def test_explicit_columns_and_spans(
    facts: tuple[dict[str, object], ...], expected: list[tuple[int, int]]
) -> None:
    (row,) = cells(facts[0], *({**f, **SAME_ROW} for f in facts[1:]))
    assert [(column, span) for column, span, _ in row] == expected


def test_an_item_goes_into_the_cell_before_or_into_the_one_with_its_column() -> None:
    (row,) = cells({}, SAME_ROW, {**SAME_ROW, "p_begin_on_new_field": "N"})
    assert row == [(1, 6, "I0"), (7, 6, "I1 I2")]
    (row,) = cells({"p_grid_column": 4}, {**SAME_ROW, "p_grid_column": 4})
    assert row == [(4, 9, "I0 I1")]


def test_a_row_that_asks_for_too_much_is_marked_and_squeezed() -> None:
    made = [item(10, "A", 1, 1, p_colspan=8), item(11, "B", 1, 2, p_colspan=8, **SAME_ROW)]
    body = area(node(page(region(1, "R"), *made), "R"), "BODY")
    assert body.rows[0].overfull
    assert [(c.column, c.span) for c in body.rows[0].cells] == [(1, 8), (9, 8)]


def test_items_and_buttons_of_the_body_are_one_list() -> None:
    """A button goes on in the row unless it says otherwise, an item begins one."""
    found = page(region(1, "R"), item(10, "A", 1, 10), button(11, "B", 1, 20), item(12, "C", 1, 30))
    rows = area(node(found, "R"), "BODY").rows
    assert [[n.title for c in row.cells for n in c.nodes] for row in rows] == [["A", "B"], ["C"]]


def test_equal_sequences_stand_in_the_order_of_their_ids() -> None:
    found = page(region(1, "R"), item(100, "LATER", 1, 10), item(20, "FIRST", 1, 10))
    rows = area(node(found, "R"), "BODY").rows
    assert [row.cells[0].nodes[0].title for row in rows] == ["FIRST", "LATER"]


def test_an_upgrade_is_no_move() -> None:
    """The body, a sub region and a button's slot as 21.1 and as 24.2 spell them."""
    old = page(
        region(1, "R", p_plug_display_point="BODY"),
        region(2, "S", parent=1, p_plug_display_point="BODY"),
        button(3, "B", 1, p_button_position="REGION_TEMPLATE_NEXT"),
        release="21.1.0",
    )
    new = page(
        region(1, "R"),
        region(2, "S", parent=1, p_plug_display_point="SUB_REGIONS"),
        button(3, "B", 1, p_button_position="NEXT"),
    )
    before, after = ({n.key: n.address for n in place(p).walk()} for p in (old, new))
    assert before == after


def test_hidden_items_and_columns_are_chips_of_their_region() -> None:
    column = {"p_display_order": 10, "p_db_column_name": "ID", "p_column_label": "Id",
              "p_display_text_as": "HIDDEN"}  # fmt: skip
    found = page(
        region(1, "R", p_plug_source_type="NATIVE_IR"),
        call("create_worksheet", 5, {"p_name": "R"}),
        call("create_worksheet_column", 6, column),
        call("create_worksheet_column", 7, {**column, "p_db_column_name": "NAME",
                                            "p_column_label": "<b>Full</b>&nbsp;name",
                                            "p_display_text_as": "WITHOUT_MODIFICATION"}),
        item(8, "P1_ID", 1, p_display_as="NATIVE_HIDDEN"),
    )  # fmt: skip
    here = node(found, "R")
    assert [n.title for n in area(here, "columns").nodes()] == ["Full name"]
    assert [(n.title, n.kind) for n in area(here, "hidden").nodes()] == [
        ("P1_ID", "hidden"), ("Id", "hidden"),
    ]  # fmt: skip


def test_what_has_lost_its_parent_stands_on_the_page() -> None:
    found = place(page(region(1, "R", parent=999), item(2, "P1_X", 998)))
    titles = [n.title for n in area(found, "BODY").nodes()]
    assert titles == ["R", "P1_X"]


def test_a_circle_of_parents_is_cut() -> None:
    found = place(page(region(1, "A", parent=2), region(2, "B", parent=1), item(3, "P1_X", 2)))
    assert sorted(n.title for n in found.walk()) == ["A", "B", "One", "P1_X"]


@pytest.mark.parametrize(
    ("template", "slot", "zone"),
    [
        ({}, "REGION_POSITION_03", "right"),
        ({"p_page_mode": "MODAL"}, "REGION_POSITION_03", "bottom"),
        ({"p_step_template": 2101157952850466385}, "REGION_POSITION_02", "bottom"),
        ({"p_step_template": 2101157952850466385 + 1476336957994617}, "REGION_POSITION_02",
         "bottom"),
        ({}, "MADE_UP_BY_A_THEME", "outside"),
    ],
)  # fmt: skip
def test_a_slot_stands_where_the_template_has_it(
    template: dict[str, object], slot: str, zone: str
) -> None:
    found = place(page(region(1, "R", p_plug_display_point=slot), **template))
    assert area(found, slot).zone == zone


def test_an_exported_template_is_known_by_its_name() -> None:
    made = page(region(1, "R", p_plug_display_point="REGION_POSITION_03"), p_step_template=77)
    assert area(place(made, {"77": "Modal Dialog"}), "REGION_POSITION_03").zone == "bottom"


def test_a_file_without_a_page_is_refused() -> None:
    with pytest.raises(ValueError, match="lov"):
        place(samples.page(samples.text("lov_24_2.sql"), "lov"))
