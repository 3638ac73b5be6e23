"""No row of the catalogue of upgrades is somebody's edit."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from app.apex.catalogue.steps import between
from tests import makers

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    return makers.maker("apex_upgrades")


@pytest.mark.parametrize(
    ("old", "new", "procedure", "argument", "was", "now"),
    [
        ("24.2", "26.1", "create_report_region", "p_query_row_template",
         "2882902941739462796", "28842.25179278697457413"),
        ("22.1", "22.2", "create_page_plug", "p_plug_name", "About This App", "About"),
        ("24.1", "24.2", "create_page", "p_group_id", "id(653770273135136342)", None),
        ("24.2", "26.1", "create_page_da_action", "p_execute_on_page_init", "Y", None),
        ("24.2", "26.1", "create_page_da_action", "p_execute_on_page_init", "N", None),
        ("22.2", "23.1", "create_flow_item", "p_escape_on_http_output", "N", None),
        ("24.2", "26.1", "create_page_item", "p_escape_on_http_input", "N", None),
        ("24.2", "26.1", "create_security_scheme", "p_attributes.plsql_function_body",
         None, "return true;"),
        ("22.2", "23.1", "create_page_item", "p_display_as",
         "NATIVE_DATE_PICKER", "NATIVE_DATE_PICKER_APEX"),
        ("22.1", "22.2", "create_page_plug", "p_region_template_options",
         "#DEFAULT#:t-ContentBlock--h2", "#DEFAULT#:t-ContentBlock--h1:js-headingLevel-2"),
    ],
)  # fmt: skip
def test_what_somebody_edits_is_no_upgrade(
    old: str, new: str, procedure: str, argument: str, was: str | None, now: str | None
) -> None:
    steps = between(old, new)
    assert steps is not None
    assert not steps.same(procedure, "", argument, was, now)
    assert steps.lifted(procedure, "", argument, was) != now or was is None


def test_the_template_with_a_broken_row_is_counted_on_like_the_others() -> None:
    steps = between("24.2", "26.1")
    assert steps is not None
    number = "2882902941739462796"
    by = 1476336957994617
    lifted = steps.lifted("create_report_region", "", "p_query_row_template", number)
    assert lifted == str(int(number) + by)


def test_no_table_has_a_row_that_the_maker_would_leave_out(maker: ModuleType) -> None:
    paths = sorted((ROOT / "resources" / "upgrades").glob("*.tsv"))
    assert len(paths) == 8
    for path in paths:
        text = path.read_text(encoding="utf-8")
        rows = maker.read(text)
        assert maker.table(rows) == text
        assert maker.kept(rows) == rows, path.name


def test_rows_by_hand_stay_when_a_table_is_made_again(maker: ModuleType) -> None:
    path = ROOT / "resources" / "upgrades" / "24.2-26.1.tsv"
    text = path.read_text(encoding="utf-8")
    counted = [row for row in maker.read(text) if row.times]
    assert 0 < len(counted) < len(maker.read(text))
    assert maker.table(maker.beside(counted, text)) == text


def test_one_value_of_a_switch_may_be_left_out_and_not_both(maker: ModuleType) -> None:
    def row(plugin: str, old: str) -> object:
        return maker.Step("create_x", plugin, "p_switch", "always", old, None, 50, 9)

    assert maker.kept([row("", "Y")]) == [row("", "Y")]
    assert maker.kept([row("", "Y"), row("", "N")]) == []
    assert maker.kept([row("", "false"), row("NATIVE_X", "true")]) == [row("", "false")]
    come = [maker.Step("create_x", "", "p_s", "often", None, new, 50, 9) for new in ("Y", "N")]
    assert maker.kept(come) == []
