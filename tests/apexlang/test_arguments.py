"""Which argument is which property: what may be chance is in no table, and no word for people."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from app.apex import Application, merge_apps
from app.apex.model import Take
from app.apexlang import Value
from app.apexlang.forms.shown import conflict_in_apexlang
from app.apexlang.forms.words import Version, Words
from tests import makers
from tests.apexlang.test_forms import APX, PAGE, SQL, compared, differing

ROOT = Path(__file__).parents[2]
APX_PATH = "pages/p00010-contracts.apx"
PLACE = ",p_location=>null\n);\n"
REGION = "    region search (\n        name: Search\n"


def both(call: str, group: str, argument: str = "") -> tuple[str, str]:
    """Both forms of the page, with a call behind a region, or an argument in it, and a group of
    properties."""
    assert (SQL.count(PLACE), APX.count(REGION)) == (1, 1)
    sql = SQL.replace(PLACE, f",p_location=>null\n{argument});\n{call}")
    return sql, APX.replace(REGION, REGION + group)


def test_an_argument_that_has_the_same_value_by_chance_hides_no_difference() -> None:
    """Of all charts that were seen without a tooltip, the group's name was shown."""
    chart = (
        "wwv_flow_imp_page.create_jet_chart(\n p_id=>wwv_flow_imp.id(1011)\n"
        ",p_region_id=>wwv_flow_imp.id(1001)\n,p_chart_type=>'bar'\n"
        ",p_tooltip_rendered=>'Y'\n,p_show_group_name=>true\n);\n"
    )
    sql, apx = both(chart, "        tooltip {\n            show: false\n        }\n")
    assert differing(compared(sql, apx)) == [("page:10/region:search", "tooltip.show")]


def test_nor_tells_one_that_is_none() -> None:
    """Pages with a menu of their own are as protected as most pages are."""
    sql = SQL.replace("level=>'C'", "level=>'U'").replace(
        ",p_protection_level", ",p_overwrite_navigation_list=>'Y'\n,p_protection_level"
    )
    apx = APX.replace("argumentsMustHaveChecksum", "unrestricted").replace(
        "    security {",
        "    navigationMenu {\n        overrideUserInterfaceLevel: true\n    }\n    security {",
    )
    assert differing(compared(sql, apx)) == []


def test_what_is_typed_for_a_property_is_not_written_into_another_argument() -> None:
    """Five rows at most, and a five that is something else: its conflict has SQL's word."""

    def version(text: str) -> tuple[Application, str]:
        attributes = (
            ",p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(\n"
            f"  'attribute_11', '5',\n  'attribute_14', '{text}')).to_clob\n"
        )
        rows = "        settings {\n            maximumRows: 5\n        }\n"
        sql, apx = both("", rows, attributes)
        return Application({PAGE: sql}), apx

    (base, _), (mine, apx), (other, _) = version("3"), version("5"), version("9")
    (found,) = merge_apps(base, mine, other).open_conflicts
    assert (found.property, Take.EDITED in found.choices) == ("p_attributes.attribute_14", True)
    shown = conflict_in_apexlang(found, Words((Version(mine, {APX_PATH: apx.encode()}),)))
    assert shown.label.endswith("(SQL: p_attributes.attribute_14)")


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    return makers.maker("apexlang_forms")


Component = tuple[dict[str, str], dict[str, str]]


def learnt(maker: ModuleType, components: list[Component], kind: tuple[str, str]) -> Any:
    rows = [
        maker.Said({prop: Value(text) for prop, text in properties.items()}, arguments)
        for properties, arguments in components
    ]
    return {prop: row[:2] for (*_, prop), row in maker.learnt({kind: rows}).items()}


PAGES = ("page", "create_page")
MENU = "navigationMenu.overrideUserInterfaceLevel"


@pytest.mark.parametrize(
    ("components", "row"),
    [
        ([({MENU: "true"}, {"p_protection_level": "C"})] * 5
         + [({}, {"p_protection_level": "C"})] * 9, None),
        ([({MENU: "true"}, {"p_overwrite_user_interface_level": "Y"})] * 5 + [({}, {})] * 9,
         ("p_overwrite_user_interface_level", "words")),
        ([({MENU: "true"}, {"p_user_interface_level": "Y", "p_interface_level_user": "Y"})] * 5
         + [({}, {})] * 9, None),
        ([({MENU: word}, {"p_group_id": "A"}) for word in ("one", "two", "three")] * 5
         + [({}, {})] * 9, None),
    ],
    ids=["usual", "named", "two", "several words"],
)  # fmt: skip
def test_a_row_needs_what_excludes_chance(
    maker: ModuleType, components: list[Component], row: tuple[str, str] | None
) -> None:
    assert learnt(maker, components, PAGES).get(MENU) == row


def test_an_argument_is_one_property_of_a_component(maker: ModuleType) -> None:
    axes: list[Component] = [
        ({"title.text": title, "title.font": font}, {"p_title": title, "p_title_font": code})
        for title, font, code in (
            ("Salary by department", "times", "Times"),
            ("Commission by month", "arial", "Arial"),
            ("Budget", "arial", "Arial"),
        )
    ]
    found = learnt(maker, [*axes, ({"title.text": "Cost"}, {"p_title": "Cost"})], ("axis", "any"))
    assert found == {"title.text": ("p_title", "same"), "title.font": ("p_title_font", "words")}


def test_the_order_of_what_was_read_makes_no_other_table(maker: ModuleType) -> None:
    told: list[Component] = [
        ({"a.sequence": n, "b.sequence": n}, {"p_y_sequence": n, "p_x_sequence": n})
        for n in ("10", "20", "30")
    ]
    other = [(dict(reversed(p.items())), dict(reversed(a.items()))) for p, a in reversed(told)]
    kind = ("entry", "create_list_item")
    assert learnt(maker, told, kind) == learnt(maker, other, kind)
