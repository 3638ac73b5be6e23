"""What another argument decides is the upgrade's only where that one says so; and what two sides
that were both upgraded since the base made of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.apex import merge, parse, render
from app.apex.catalogue.steps import between
from app.apex.export.values import Value
from app.apex.model import ConflictKind, Decision, Take
from tests import makers
from tests.apex.test_upgrade_catalogue import (
    AFTER,
    BEFORE,
    BUTTONS,
    BY,
    NEW,
    OLD,
    TEMPLATE,
    call,
    changes,
    item,
    merged,
    page,
    region,
)  # fmt: skip

ROOT = Path(__file__).parents[2]


def column(**more: object) -> str:
    return call("create_report_columns", 1020, query_column_id=1, column_alias="'NAME'", **more)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        # Used: always, and then only where there is no value. Of a column of the region it goes.
        (item(source_type="'DB_COLUMN'", use_cache_before_default="'NO'"),
         item(source_type="'DB_COLUMN'"), "p_use_cache_before_default"),
        (item(source_type="'REGION_SOURCE_COLUMN'", use_cache_before_default="'NO'"),
         item(), ""),
        # In the row of the one before, and not in its column any more.
        (region(plug_new_grid_row="false", plug_new_grid_column="false"),
         region(plug_new_grid_row="false"), "p_plug_new_grid_column"),
        (region(plug_new_grid_column="false"), region(), ""),
        (column(heading_alignment="'LEFT'"), column(), "p_heading_alignment"),
        (column(heading_alignment="'LEFT'", hidden_column="'Y'"),
         column(hidden_column="'Y'"), ""),
        (call("create_page_process", 1012, process_point="'AFTER_SUBMIT'",
              error_display_location="'INLINE_IN_NOTIFICATION'"),
         call("create_page_process", 1012, process_point="'AFTER_SUBMIT'"),
         "p_error_display_location"),
        (call("create_page_process", 1012, process_point="'BEFORE_HEADER'",
              error_display_location="'INLINE_IN_NOTIFICATION'"),
         call("create_page_process", 1012, process_point="'BEFORE_HEADER'"), ""),
    ],
)  # fmt: skip
def test_a_value_that_goes_is_somebodys_where_the_upgrade_keeps_it(
    before: str, after: str, told: str
) -> None:
    found = [name for _, name in changes(page(OLD, before), page(NEW, after))]
    assert found == ([told] if told else [])


def test_a_fix_that_the_upgrade_leaves_out_elsewhere_is_carried() -> None:
    """*Include in export* of a column that people see: the catalogue knew it of hidden ones."""
    base, ours = (page(release, column(include_in_export="'Y'")) for release in (OLD, NEW))
    result = merged(base, ours, page(OLD, column(include_in_export="'N'")))
    assert result.conflicts == () and result.page is not None
    assert "p_include_in_export=>'N'" in render(result.page)


def output(kind: str, **more: str) -> str:
    pairs = {"expand_shortcuts": "N", "output_as": kind, **more}
    texts = ",\n".join(f"  '{name}', '{text}'" for name, text in pairs.items())
    return f"wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(\n{texts})).to_clob"


def test_what_is_left_out_counts_for_who_changes_what_decides_it() -> None:
    """Line breaks of a region with HTML: 26.1 says nothing of them. Of one with text it does."""
    base = page(OLD, region(attributes=output("HTML", show_line_breaks="N")))
    ours = page(NEW, region(attributes=output("HTML")))
    assert changes(base, ours) == []
    theirs = page(OLD, region(attributes=output("TEXT", show_line_breaks="N")))
    result = merged(base, ours, theirs)
    assert result.conflicts == () and result.page is not None
    text = render(result.page)
    assert "'output_as', 'TEXT'" in text and "'show_line_breaks', 'N'" in text
    other = page(NEW, region(attributes=output("TEXT")))
    assert ("create_page_plug", "p_attributes.show_line_breaks") in changes(theirs, other)


def test_what_few_applications_tell_takes_no_fix_away() -> None:
    steps = between("24.2", "26.1")
    assert steps is not None
    place = "create_page", "", "p_navigation_list_position", "TOP"
    assert steps.lifted(*place) is None
    assert steps.lifted(*place, said=True) == "TOP"


def test_an_attribute_that_few_have_has_its_new_name() -> None:
    def process(**more: object) -> str:
        return call("create_page_process", 1012, process_type="'NATIVE_FORM_PROCESS'", **more)

    new = "wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(\n  'table_name', 'EMP')).to_clob"
    base = page(OLD, process(attribute_02="'EMP'"))
    theirs = page(OLD, process(attribute_02="'EMP'", attribute_07="'ROW_VERSION'"))
    result = merged(base, page(NEW, process(attributes=new)), theirs)
    assert result.conflicts == () and result.page is not None
    assert "'row_version_column', 'ROW_VERSION'" in render(result.page)


def process(kind: str, **more: object) -> str:
    return call("create_page_process", 1012, process_type=f"'{kind}'", **more)


def by_name(**texts: str) -> str:
    lines = ",\n".join(f"  '{name}', '{text}'" for name, text in texts.items())
    return f"wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(\n{lines})).to_clob"


@pytest.mark.parametrize(
    ("theirs", "there"),
    [
        ({"attribute_01": "'A'", "attribute_02": "'B'"},
         ["'attribute_01', 'A'", "'attribute_02', 'B'"]),
        ({"attribute_01": "'C'"}, ["'attribute_01', 'C'"]),
        ({}, []),
    ],
    ids=["added", "changed", "taken away"],
)  # fmt: skip
def test_attributes_that_the_newer_release_calls_by_numbers_are_carried(
    theirs: dict[str, str], there: list[str]
) -> None:
    base = page(OLD, process("PLUGIN_COM.SMS", attribute_01="'A'", attribute_03="'Q'"))
    ours = process("PLUGIN_COM.SMS", attributes=by_name(attribute_01="A", attribute_03="Q"))
    other = process("PLUGIN_COM.SMS", attribute_03="'Q'", **theirs)
    result = merged(base, page(NEW, ours), page(OLD, other))
    assert result.conflicts == () and result.page is not None
    text = render(result.page)
    assert "p_attribute_0" not in text
    assert [line for line in there if line not in text] == []
    assert text.count("'attribute_01'") == len(theirs and ["one"])


@pytest.mark.parametrize(
    ("was", "now"),
    [("", "'B'"), ("'A'", "'B'"), ("'A'", "")],
    ids=["added", "changed", "taken away"],
)
def test_an_attribute_whose_new_name_nobody_knows_is_told_and_never_written_beside(
    was: str, now: str
) -> None:
    """The plug-in's attributes have static ids since."""
    before, after = ({"attribute_07": text} if text else {} for text in (was, now))
    base = page(OLD, process("PLUGIN_COM.SMS", attribute_01="'A'", **before))
    ours = page(NEW, process("PLUGIN_COM.SMS", attributes=by_name(receiver="A", kind="A")))
    theirs = page(OLD, process("PLUGIN_COM.SMS", attribute_01="'A'", **after))
    (found,) = merged(base, ours, theirs).conflicts
    assert (found.kind, found.property) == (ConflictKind.NAMELESS, "p_attribute_07")
    assert (found.theirs, found.choices) == ("B" if now else None, (Take.OURS,))
    sides = (parse(text, "page_00010.sql") for text in (base, ours, theirs))
    decided = merge(*sides, {found.key: Decision(found.key, Take.OURS)})
    assert decided.page is not None
    assert render(decided.page) == ours


# -- base from before the upgrade, both sides from behind it ------------------------------------

EDITS = [
    ("'ABOVE'", "'BELOW'"),
    ("p_static_id=>'search'", "p_static_id=>'find'"),
    (f"p_plug_template=>{TEMPLATE + BY}", f"p_plug_template=>{BUTTONS + BY}"),
    ("'js_code', 'alert(1);'", "'js_code', 'alert(2);'"),
    (",p_plug_item_display_point=>'ABOVE'\n", ""),
    ("p_prompt=>'Status'", "p_prompt=>'State'"),
]


@pytest.mark.parametrize(("was", "now"), EDITS)
@pytest.mark.parametrize("by", ["ours", "theirs"])
def test_an_edit_behind_the_upgrade_of_both_is_the_only_one(was: str, now: str, by: str) -> None:
    assert AFTER.count(was) == 1
    edited = AFTER.replace(was, now)
    sides = (edited, AFTER) if by == "ours" else (AFTER, edited)
    result = merged(BEFORE, *sides)
    assert result.conflicts == () and result.page is not None
    assert render(result.page) == edited
    told = [p.name for a in result.auto for p in a.change.properties]
    assert len(told) == 1, "the upgrade of both is no change of anybody"


def test_what_both_edited_behind_the_upgrade_is_asked() -> None:
    ours, theirs = (AFTER.replace("alert(1);", text) for text in ("alert(2);", "alert(3);"))
    (conflict,) = merged(BEFORE, ours, theirs).conflicts
    assert (conflict.base, conflict.ours) == ("alert(1);", "alert(2);")


def test_numbers_that_two_upgrades_gave_are_nobodys_edit() -> None:
    """One copy had another component of the name when it was upgraded."""
    theirs = AFTER.replace("'native-javascript-code'", "'native-javascript-code-2'")
    result = merged(BEFORE, AFTER, theirs)
    assert result.conflicts == () and result.page is not None
    assert render(result.page) == AFTER


# -- how the catalogue is made ---------------------------------------------------------------


def test_the_maker_finds_for_which_values_it_is_so() -> None:
    maker = makers.maker("apex_upgrades")

    def seen(new: str | None, kind: str | None) -> object:
        told = {"p_kind": Value("text", kind)} if kind else {}
        after = {**told, "p_x": Value("text", new)} if new else told
        return maker.Seen("a", "", {**told, "p_x": Value("text", "N")}, after)

    step = maker.Step("create_x", "", "p_x", "often", "N", None, 4, 2)
    hidden = [seen(None, "HIDDEN")] * 4
    assert maker._where(step, [*hidden, *[seen("N", None)] * 3], "p_kind") == "p_kind:=HIDDEN"
    many = [seen(None, kind) for kind in ("A", "B", "C", "D")]
    assert maker._where(step, [*many, seen("N", "E")], "p_kind") == "p_kind!:=E"
    assert maker._where(step, [*hidden, *[seen("N", "HIDDEN")] * 3], "p_kind") == ""
