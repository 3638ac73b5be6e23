"""What one side made another type of, and the other edited as what it was: one question, and each
answer is one side's component with all that is below it."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from app.apex import (
    MergeResult,
    Page,
    diff,
    merge,
    merge_apps,
    parse,
    read_application,
    render,
    spoken_conflict,
)
from app.apex.model import Conflict, ConflictKind, Decision, Take
from app.services.merge.markers import Names, versions, with_markers
from tests.apex import samples
from tests.apex.samples import INSTALL, PAGE_PATH
from tests.apex.test_contents import REGION, call, decided, grid, made, report

CLASSIC = f"create_report_region:{REGION}"
WHERE = " where statut = ''OUVERT''"
BUTTON = call(
    "create_page_button", 51000000000000300, "p_button_sequence=>10",
    f"p_button_plug_id=>wwv_flow_imp.id({REGION})", "p_button_name=>'CREER'",
)  # fmt: skip


def column(name: str, identity: int, heading: str = "") -> str:
    return call(
        "create_report_columns", identity, "p_query_column_id=>1", f"p_column_alias=>'{name}'",
        "p_column_display_sequence=>10", f"p_column_heading=>'{heading or name}'",
    )  # fmt: skip


def classic(where: str = "", columns: str = "", name: str = "Liste", more: str = BUTTON) -> Page:
    """A classic report, as exports since 5.0 have it."""
    region = call(
        "create_report_region", REGION, f"p_name=>'{name}'", "p_display_sequence=>10",
        f"p_source=>'select client from v{where}'", "p_source_type=>'NATIVE_SQL_REPORT'",
    )  # fmt: skip
    columns = columns or column("CLIENT", 51000000000000110)
    return made("", more=region + columns + more, region=False)


def plug(kind: str, content: str = "", more: str = BUTTON) -> Page:
    return made(kind, content, more)


IR, IG = plug("IR", report()), plug("IG", grid())
OLD = plug("SQL_REPORT", column("CLIENT", 51000000000000110))
FORM, PLUGIN = plug("FORM"), plug("PLUGIN_COM.VENTES.CARTE")
EDITS = [
    classic(WHERE),
    classic(name="Les clients"),
    classic(columns=column("CLIENT", 51000000000000110, "Raison sociale")),
    classic(columns=column("CLIENT", 51000000000000110) + column("VILLE", 51000000000000111)),
]
NEW = [IR, IG, OLD, FORM, PLUGIN]


def ids(page: Page) -> Counter[str]:
    return Counter(re.findall(r" p_id=>wwv_flow_imp\.id\((\d+)\)", render(page)))


def whole(result: MergeResult, side: Page) -> None:
    assert result.page is not None
    assert diff(side, result.page).is_empty
    assert max(ids(result.page).values()) == 1
    assert not [i for i in result.issues if i.severity == "error"]


def one(base: Page, ours: Page, theirs: Page) -> Conflict:
    (conflict,) = merge(base, ours, theirs).open_conflicts
    return conflict


@pytest.mark.parametrize("new", NEW)
@pytest.mark.parametrize("edited", EDITS)
def test_converted_here_and_edited_there_is_one_question(new: Page, edited: Page) -> None:
    for ours, theirs in ((new, edited), (edited, new)):
        conflict = one(classic(), ours, theirs)
        converter = ConflictKind.CONVERT_EDIT if ours is new else ConflictKind.EDIT_CONVERT
        assert (conflict.kind, conflict.key) == (converter, f"{PAGE_PATH}|{CLASSIC}|")
        assert conflict.ours and conflict.theirs
        assert conflict.choices == (Take.OURS, Take.THEIRS)
        whole(decided(classic(), ours, theirs, Take.OURS), ours)
        whole(decided(classic(), ours, theirs, Take.THEIRS), theirs)


@pytest.mark.parametrize("new", NEW)
def test_what_nobody_edited_is_converted_without_a_question(new: Page) -> None:
    item = samples.item(51000000000000410, "P10_VILLE", region=REGION)
    more = classic(more=BUTTON + item)
    for ours, theirs in ((new, more), (more, new)):
        result = merge(classic(), ours, theirs)
        assert result.conflicts == ()
        whole(result, plug_with(new, BUTTON + item))


def plug_with(page: Page, more: str) -> Page:
    text = render(page)
    assert text.count(BUTTON) == 1
    return parse(text.replace(BUTTON, more), page.name)


@pytest.mark.parametrize("back", [False, True])
def test_back_to_a_classic_report_too(back: bool) -> None:
    edited = plug("IR", report("Raison sociale"))
    ours, theirs = (edited, classic()) if back else (classic(), edited)
    conflict = one(IR, ours, theirs)
    assert conflict.kind is (ConflictKind.EDIT_CONVERT if back else ConflictKind.CONVERT_EDIT)
    whole(decided(IR, ours, theirs, Take.OURS), ours)
    whole(decided(IR, ours, theirs, Take.THEIRS), theirs)


@pytest.mark.parametrize(("ours", "theirs"), [(IR, OLD), (IG, FORM), (PLUGIN, IR)])
def test_two_conversions_are_one_region_in_the_end(ours: Page, theirs: Page) -> None:
    for take, side in ((Take.OURS, ours), (Take.THEIRS, theirs)):
        decisions: dict[str, Decision] = {}
        while still := merge(classic(), ours, theirs, decisions).open_conflicts:
            decisions |= {c.key: Decision(c.key, take) for c in still}
        whole(merge(classic(), ours, theirs, decisions), side)


def test_deleted_there_and_converted_here_is_asked() -> None:
    gone = made("", "", BUTTON.replace(f",p_button_plug_id=>wwv_flow_imp.id({REGION})\n", ""),
                region=False)  # fmt: skip
    for ours, theirs in ((IR, gone), (gone, IR)):
        conflict = one(classic(), ours, theirs)
        assert conflict.kind in (ConflictKind.EDIT_DELETE, ConflictKind.DELETE_EDIT)
        for take in (Take.OURS, Take.THEIRS):
            result = decided(classic(), ours, theirs, take).page
            kept = (ours if take is Take.OURS else theirs) is IR
            assert result is not None and ("create_worksheet(" in render(result)) is kept
            assert max(ids(result).values()) == 1


@pytest.mark.parametrize("editor", ["ours", "theirs"])
def test_a_grid_of_a_report_that_the_other_edits_is_one_question(editor: str) -> None:
    base, changed = IR, plug("IR", report("Raison sociale"))
    ours, theirs = (changed, IG) if editor == "ours" else (IG, changed)
    conflict = one(base, ours, theirs)
    assert conflict.kind is (
        ConflictKind.EDIT_CONVERT if editor == "ours" else ConflictKind.CONVERT_EDIT
    )
    whole(decided(base, ours, theirs, Take.OURS), ours)
    whole(decided(base, ours, theirs, Take.THEIRS), theirs)


ITEM = samples.item(51000000000000410, "P10_VILLE", region=REGION)
HIDDEN = "NATIVE_HIDDEN"


def item(kind: str, attribute: str) -> Page:
    found = re.sub(r",p_display_as=>'\w+'\n", f",p_display_as=>'{kind}'\n,{attribute}\n", ITEM)
    assert found != ITEM
    return plug("STATIC", more=BUTTON + found)


def test_an_item_of_another_type_whose_old_attributes_the_other_edits_is_one_question() -> None:
    base = item("NATIVE_TEXT_FIELD", "p_attribute_01=>'N'")
    edited = item("NATIVE_TEXT_FIELD", "p_attribute_01=>'Y'")
    new = item("NATIVE_NUMBER_FIELD", "p_attribute_03=>'right'")
    for ours, theirs in ((new, edited), (edited, new)):
        conflict = one(base, ours, theirs)
        assert conflict.property == "p_display_as"
        french = spoken_conflict(conflict, "fr")
        number = french.ours if ours is new else french.theirs
        assert number is not None and "Identification · Type\xa0: Champ numérique" in number
        whole(decided(base, ours, theirs, Take.OURS), ours)
        whole(decided(base, ours, theirs, Take.THEIRS), theirs)


def test_between_markers_each_side_is_whole() -> None:
    for ours, theirs in ((IR, classic(WHERE)), (classic(WHERE), IR)):
        text = with_markers((classic(), ours, theirs), {}, Names())
        assert text is not None
        for side, page in zip(versions(text) or (), (ours, theirs), strict=True):
            assert diff(parse(side), page).is_empty


def test_in_a_whole_application_and_from_another_installation() -> None:
    """The new type of theirs keeps the id, wherever it comes from."""
    install = INSTALL.replace("@@application/shared_components", "-- @@")

    def application(page: Page, rule: int = 0) -> dict[str, str]:
        files = {**samples.application(), PAGE_PATH: render(page), "install.sql": install}
        return samples.copy_of(files, lambda i: i + rule) if rule else files

    for rule in (0, 7_000_000):
        base, ours, theirs = (
            read_application(application(page, shift))
            for page, shift in ((classic(), rule), (classic(WHERE), 0), (IR, rule))
        )
        (conflict,) = merge_apps(base, ours, theirs).open_conflicts
        done = merge_apps(base, ours, theirs, {conflict.key: Decision(conflict.key, Take.THEIRS)})
        result = parse(done.files[PAGE_PATH], PAGE_PATH)
        assert diff(IR, result).is_empty
        assert f"create_page_plug:{REGION}" in result.by_key
        assert not [i for i in done.issues if i.severity == "error"]
