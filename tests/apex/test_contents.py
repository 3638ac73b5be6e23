"""What a region holds: one side makes a report of it, the other a grid, or a chart."""

from __future__ import annotations

import pytest

from app.apex import MergeResult, Page, diff, merge, parse, render
from app.apex.model import Conflict, ConflictKind, Decision, Take
from app.services.merge.markers import Names, versions, with_markers
from tests.apex import samples
from tests.apex.samples import PAGE_PATH

REGION = 51000000000000100
KEY = f"{PAGE_PATH}|create_page_plug:{REGION}|p_plug_source_type"
DA = (
    "wwv_flow_imp_page.create_page_da_event(\n"
    " p_id=>wwv_flow_imp.id(51000000000000600)\n,p_name=>'Filtrer'\n"
    ",p_triggering_element_type=>'REGION'\n"
    f",p_triggering_region_id=>wwv_flow_imp.id({REGION})\n);\n"
)


def call(procedure: str, identity: int, *rows: str) -> str:
    listed = "".join(f",{row}\n" for row in rows)
    return f"wwv_flow_imp_page.{procedure}(\n p_id=>wwv_flow_imp.id({identity})\n{listed});\n"


def below(identity: int) -> str:
    return f"p_region_id=>wwv_flow_imp.id({identity})"


def report(label: str = "Client", owner: str = "A") -> str:
    return call("create_worksheet", 51000000000000120, f"p_owner=>'{owner}'") + call(
        "create_worksheet_column", 51000000000000121, "p_db_column_name=>'CLIENT'",
        "p_display_order=>10", f"p_column_label=>'{label}'",
    )  # fmt: skip


def grid() -> str:
    return call(
        "create_region_column", 51000000000000131, "p_name=>'CLIENT'", "p_display_sequence=>10"
    ) + call("create_interactive_grid", 51000000000000130, "p_toolbar=>'YES'")


def chart() -> str:
    return call("create_jet_chart", 51000000000000140, below(REGION), "p_chart_type=>'bar'") + call(
        "create_jet_chart_series", 51000000000000141,
        "p_chart_id=>wwv_flow_imp.id(51000000000000140)", "p_seq=>10", "p_name=>'S'",
    )  # fmt: skip


def made(kind: str, content: str = "", more: str = "", region: bool = True) -> Page:
    """A page with one region of this kind."""
    head = samples.text().partition("wwv_flow_imp_page.create_page(")[0]
    plug = call(
        "create_page_plug", REGION, "p_plug_name=>'Liste'", "p_plug_display_sequence=>10",
        "p_plug_source=>'select client from v'", f"p_plug_source_type=>'NATIVE_{kind}'",
    )  # fmt: skip
    top = "wwv_flow_imp_page.create_page(\n p_id=>10\n,p_name=>'P'\n);\n"
    body = plug + content if region else ""
    return parse(f"{head}{top}{body}{more}wwv_flow_imp.component_end;\nend;\n/\n", PAGE_PATH)


def decided(base: Page, ours: Page, theirs: Page, *takes: Take) -> MergeResult:
    """The merge after each round of open conflicts was decided in one way."""
    decisions: dict[str, Decision] = {}
    for take in takes:
        still = merge(base, ours, theirs, decisions).open_conflicts
        assert still
        decisions |= {c.key: Decision(c.key, take) for c in still}
    result = merge(base, ours, theirs, decisions)
    assert result.open_conflicts == ()
    return result


def one(base: Page, ours: Page, theirs: Page) -> Conflict:
    result = merge(base, ours, theirs)
    assert result.page is None
    (conflict,) = result.open_conflicts
    return conflict


STATIC = made("STATIC")
IR, IG, CHART = made("IR", report()), made("IG", grid()), made("JET_CHART", chart())


@pytest.mark.parametrize(
    "base", [STATIC, made("MAP", call("create_map_region", 51000000000000150))]
)
@pytest.mark.parametrize(("ours", "theirs"), [(IR, IG), (IG, IR), (IG, CHART), (CHART, IR)])
def test_two_kinds_are_one_question_and_the_other_side_s_goes(
    base: Page, ours: Page, theirs: Page
) -> None:
    conflict = one(base, ours, theirs)
    assert (conflict.key, conflict.kind) == (KEY, ConflictKind.PROPERTY)
    assert conflict.choices == (Take.OURS, Take.THEIRS)
    for side, text in ((ours, conflict.ours), (theirs, conflict.theirs)):
        assert text is not None
        for component in side.components[2:]:
            assert component.name in text
        take = Take.OURS if side is ours else Take.THEIRS
        result = decided(base, ours, theirs, take)
        assert result.page is not None and diff(side, result.page).is_empty
        assert not result.issues
    mirrored = one(base, theirs, ours)
    assert (mirrored.ours, mirrored.theirs) == (conflict.theirs, conflict.ours)


def test_a_kind_with_nothing_below_it_leaves_the_other_s_content_out() -> None:
    plugin = made("TREE")
    one(STATIC, plugin, IG)
    result = decided(STATIC, plugin, IG, Take.OURS)
    assert result.page is not None and diff(plugin, result.page).is_empty
    result = decided(STATIC, plugin, IG, Take.THEIRS)
    assert result.page is not None and diff(IG, result.page).is_empty


def test_a_new_region_of_two_kinds_can_be_two_regions() -> None:
    base = made("", region=False)
    conflict = one(base, IR, IG)
    assert conflict.kind is ConflictKind.ADD_ADD
    result = decided(base, IR, IG, Take.BOTH)
    assert result.page is not None
    regions = [c for c in result.page.components if c.procedure == "create_page_plug"]
    assert [c.text("p_plug_source_type") for c in regions] == ["NATIVE_IR", "NATIVE_IG"]
    assert not [i for i in result.issues if i.severity == "error"]


def test_one_side_s_new_kind_is_no_question() -> None:
    for ours, theirs in ((IG, IR), (IR, IG)):
        result = merge(IR, ours, theirs)
        assert result.page is not None and diff(IG, result.page).is_empty
        assert not result.conflicts


def test_references_to_what_went_go_with_it() -> None:
    column = ",p_triggering_element_type=>'REGION'\n"
    ours = made("IG", grid(), DA.replace(column, column + ",p_view_id=>wwv_flow_imp.id("
                                                  "51000000000000130)\n"))  # fmt: skip
    result = decided(STATIC, ours, IR, Take.THEIRS)
    assert result.page is not None
    assert "51000000000000130" not in render(result.page)
    assert "Filtrer" in render(result.page)


@pytest.mark.parametrize("base", [STATIC, IR])
def test_between_markers_it_is_one_choice(base: Page) -> None:
    ours = IR if base is STATIC else made("IR", report("Raison sociale"))
    text = with_markers((base, ours, IG), {}, Names())
    assert text is not None and text.count("<<<<<<<") == 1
    sides = versions(text)
    assert sides is not None
    for side, page in zip(sides, (ours, IG), strict=True):
        assert diff(parse(side), page).is_empty


def tabular(identity: int) -> str:
    """A column of a 4.x tabular form: for the report, and again for the form."""
    region = f"{REGION} + wwv_flow_api.g_id_offset"
    return (
        f"wwv_flow_api.create_report_columns(\n p_id=> {identity} + wwv_flow_api.g_id_offset\n"
        f",p_region_id=> {region}\n,p_query_column_id=> 1\n,p_column_alias=> 'CLIENT'\n);\n"
        f"wwv_flow_api.create_region_rpt_cols(\n p_id=> {identity + 1} + wwv_flow_api.g_id_offset\n"
        f",p_plug_id=> {region}\n,p_column_sequence=> 1\n,p_query_column_name=> 'CLIENT'\n"
        ",p_display_as=> 'TEXT'\n);\n"
    )


def test_the_columns_of_a_tabular_form_are_one_content() -> None:
    form = tabular(51000000000000150)
    base = made("SQL_REPORT", form)
    ours = made("SQL_REPORT", form.replace("'TEXT'", "'POPUP'"))
    theirs = made("SQL_REPORT", form.replace("51000000000000151", "51000000000000191"))
    result = merge(base, ours, theirs)
    assert result.page is not None and diff(ours, result.page).is_empty
    assert not result.conflicts and not result.issues
    assert [c.name for c in ours.components if c.procedure == "create_region_rpt_cols"] == [
        "CLIENT"
    ]
