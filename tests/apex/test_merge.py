"""The three-way merge: what is merged alone, and to which bytes; what is a conflict."""

from __future__ import annotations

import pytest

from app.apex import MergeResult, Page, diff, merge, render
from app.apex.model import ConflictKind, Decision, Take
from tests.apex import samples
from tests.apex.samples import added, edited, item, page, replaced, text

PROMPT = (",p_prompt=>'Statut'", ",p_prompt=>'Etat'")
OTHER_PROMPT = (",p_prompt=>'Statut'", ",p_prompt=>'Situation'")
LABEL = (",p_column_label=>'Client'", ",p_column_label=>'Raison sociale'")
KEY = f"{samples.PAGE_PATH}|create_page_item:51000000000000400|p_prompt"


def clean(base: Page, ours: Page, theirs: Page) -> str:
    result = merge(base, ours, theirs)
    assert result.open_conflicts == ()
    assert not [i for i in result.issues if i.severity == "error"]
    assert result.page is not None
    return render(result.page)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("mine", "other"),
    [
        ([PROMPT], [LABEL]),
        ([PROMPT], [PROMPT]),
        # two arguments of one component
        ([PROMPT], [(",p_cHeight=>1\n", ",p_cHeight=>4\n")]),
        # an argument that goes, one that comes, a first one that changes its neighbour
        ([(",p_cSize=>30\n", "")], [(",p_named_lov=>'CLIENTS'\n", ",p_named_lov=>'TIERS'\n")]),
        ([PROMPT], [(",p_lov_display_null=>'YES'\n", "")]),
        ([PROMPT], [(",p_cHeight=>1\n", ",p_cHeight=>1\n,p_cMaxlength=>12\n")]),
        # lines of one text
        (
            [("'select c.id,',", "'select c.id, c.cree_le,',")],
            [("' order by c.numero desc'", "' order by c.numero'")],
        ),
        ([("'       c.client,',\n", "")], [("'       c.statut',", "'       upper(c.statut)',")]),
        # plug-in attributes, one by one
        (
            [("  'expand_shortcuts', 'N',", "  'expand_shortcuts', 'Y',")],
            [("  'output_as', 'TEXT')", "  'output_as', 'HTML')")],
        ),
        # template options as a set
        (
            [(
                "#DEFAULT#:t-Region--scrollBody",
                "#DEFAULT#:js-showMaximizeButton:t-Region--scrollBody",
            )],
            [("p_plug_display_sequence=>10\n", "p_plug_display_sequence=>15\n")],
        ),
    ],
)  # fmt: skip
def test_changes_of_both_sides_are_taken_and_nothing_else_moves(
    mine: list[tuple[str, str]], other: list[tuple[str, str]], newline: str
) -> None:
    base = text()
    both = replaced(base, *mine, *(pair for pair in other if pair not in mine))
    sides = [
        source.replace("\n", newline)
        for source in (base, replaced(base, *mine), replaced(base, *other))
    ]
    assert clean(*map(page, sides)) == both.replace("\n", newline)
    swapped = clean(page(sides[0]), page(sides[2]), page(sides[1]))
    assert diff(page(both), page(swapped)).is_empty


def test_sets_take_what_both_added_and_lose_what_one_dropped() -> None:
    options = "'#DEFAULT#:t-Region--scrollBody'"
    ours = edited((options, "'#DEFAULT#:t-Region--noPadding:t-Region--scrollBody'"))
    theirs = edited((options, "'#DEFAULT#:js-headingLevel-2'"))
    found = page(clean(page(), ours, theirs)).by_key["create_page_plug:51000000000000100"]
    assert found.text("p_region_template_options") == (
        "#DEFAULT#:js-headingLevel-2:t-Region--noPadding"
    )


def test_another_variant_of_one_option_is_a_conflict() -> None:
    options = "'#DEFAULT#:t-Region--scrollBody'"
    ours = edited((options, "'#DEFAULT#:t-Region--accent1:t-Region--scrollBody'"))
    theirs = edited((options, "'#DEFAULT#:t-Region--accent2:t-Region--scrollBody'"))
    (conflict,) = merge(page(), ours, theirs).open_conflicts
    assert conflict.shape == "list"
    assert Take.BOTH in conflict.choices
    result = merge(page(), ours, theirs, {conflict.key: Decision(conflict.key, Take.BOTH)})
    assert result.page is not None
    assert "t-Region--accent1:t-Region--scrollBody:t-Region--accent2'" in render(result.page)


def test_lists_of_items_merge_as_sets() -> None:
    items = "p_ajax_items_to_submit=>'P10_STATUT,P10_CLIENT'"
    ours = edited((items, "p_ajax_items_to_submit=>'P10_STATUT,P10_CLIENT,P10_A'"))
    theirs = edited((items, "p_ajax_items_to_submit=>'P10_B,P10_STATUT,P10_C,P10_CLIENT'"))
    assert "'P10_B,P10_STATUT,P10_C,P10_CLIENT,P10_A'" in clean(page(), ours, theirs)


# -- components that come ------------------------------------------------------------------


def test_new_components_of_both_sides_go_to_their_places() -> None:
    ours = page(added("p_name=>'P10_STATUT'", item(51000000000000405, "P10_AGENCE", 15)))
    theirs = page(added("p_name=>'P10_CLIENT'\n", item(51000000000000415, "P10_CANAL", 25)))
    found = clean(page(), ours, theirs)
    expected = added(
        "p_name=>'P10_CLIENT'\n",
        item(51000000000000415, "P10_CANAL", 25),
        render(ours),
    )
    assert found == expected


REGION = """wwv_flow_imp_page.create_page_plug(
 p_id=>wwv_flow_imp.id(51000000000000150)
,p_plug_name=>'Historique'
,p_plug_display_sequence=>25
,p_plug_source_type=>'NATIVE_IR'
);
wwv_flow_imp_page.create_worksheet(
 p_id=>wwv_flow_imp.id(51000000000000151)
,p_name=>'Historique'
);
wwv_flow_imp_page.create_worksheet_column(
 p_id=>wwv_flow_imp.id(51000000000000152)
,p_db_column_name=>'QUAND'
,p_display_order=>10
);
"""
COLUMN = """wwv_flow_imp_page.create_worksheet_column(
 p_id=>wwv_flow_imp.id(51000000000000123)
,p_db_column_name=>'MONTANT'
,p_display_order=>30
,p_column_identifier=>'C'
,p_column_label=>'Montant'
,p_column_type=>'NUMBER'
);
"""


def test_a_region_comes_with_its_nest_and_columns_stay_in_theirs() -> None:
    ours = page(added("p_db_column_name=>'CLIENT'", COLUMN))
    theirs = page(added("p_report_alias=>'510001'", REGION))
    found = clean(page(), ours, theirs)
    assert found == added("p_report_alias=>'510001'", REGION, render(ours))
    merged = page(found)
    assert merged.by_key["create_worksheet_column:51000000000000123"].parent == (
        "create_worksheet:51000000000000120"
    )
    assert merged.by_key["create_worksheet_column:51000000000000152"].parent == (
        "create_worksheet:51000000000000151"
    )
    other = clean(page(), theirs, ours)
    assert diff(merged, page(other)).is_empty


def other_region(column: str) -> str:
    """The region as somebody else made it: the same name, other ids, another column."""
    return REGION.replace("51000000000000", "53000000000000").replace("'QUAND'", f"'{column}'")


@pytest.mark.parametrize("column", ["QUAND", "QUI"])
def test_a_region_that_both_added_has_one_report(column: str) -> None:
    ours = page(added("p_report_alias=>'510001'", REGION))
    theirs = page(added("p_report_alias=>'510001'", other_region(column)))
    result = merge(page(), ours, theirs)
    assert result.conflicts == ()
    assert result.page is not None
    (report,) = (c for c in result.page.components if c.text("p_name") == "Historique")
    columns = [c.name for c in result.page.components if c.parent == report.key]
    assert columns == list(dict.fromkeys(["QUAND", column]))


def test_a_button_that_both_added_to_a_region_with_a_new_name() -> None:
    def button(identity: int, label: str) -> str:
        return (
            f"wwv_flow_imp_page.create_page_button(\n p_id=>wwv_flow_imp.id({identity})\n"
            ",p_button_sequence=>30\n,p_button_plug_id=>wwv_flow_imp.id(51000000000000100)\n"
            f",p_button_name=>'PLUS'\n,p_button_image_alt=>'{label}'\n);\n"
        )

    after = "p_button_name=>'VALIDER'"
    ours = added(after, button(53000000000000001, "Plus"))
    ours = replaced(ours, ("p_plug_name=>'Filtres'", "p_plug_name=>'Recherche'"))
    same = merge(page(), page(ours), page(added(after, button(54000000000000001, "Plus"))))
    assert same.page is not None and render(same.page) == ours
    other = merge(page(), page(ours), page(added(after, button(54000000000000001, "Autres"))))
    (conflict,) = other.open_conflicts
    assert (conflict.kind, conflict.property) == (ConflictKind.ADD_ADD, "p_button_image_alt")


def test_a_grid_that_both_gave_a_region_is_one() -> None:
    grid = (
        "wwv_flow_imp_page.create_interactive_grid(\n p_id=>wwv_flow_imp.id(53000000000000001)\n"
        ",p_internal_uid=>53000000000000001\n,p_is_editable=>true\n);\n"
    )
    ours = page(
        added(
            "p_report_alias=>'510001'",
            REGION.partition("wwv_flow_imp_page.create_worksheet(")[0] + grid,
        )
    )
    theirs = page(
        render(ours).replace("53000000000000001", "54000000000000001").replace("0150)", "0159)")
    )
    result = merge(page(), ours, theirs)
    assert (result.conflicts, result.page and render(result.page)) == ((), render(ours))


def test_the_first_component_of_its_kind_finds_its_place() -> None:
    computation = (
        "wwv_flow_imp_page.create_page_computation(\n"
        " p_id=>wwv_flow_imp.id(51000000000000450)\n"
        ",p_computation_sequence=>10\n"
        ",p_computation_item=>'P10_STATUT'\n"
        ",p_computation_type=>'STATIC_ASSIGNMENT'\n"
        ",p_computation=>'O'\n"
        ");\n"
    )
    theirs = page(added("p_name=>'P10_CLIENT'\n", computation))
    assert clean(page(), edited(LABEL), theirs) == added(
        "p_name=>'P10_CLIENT'\n", computation, replaced(text(), LABEL)
    )


def test_both_added_the_same_item() -> None:
    ours = page(added("p_name=>'P10_CLIENT'\n", item(51000000000000420, "P10_CANAL", 30)))
    theirs = page(added("p_name=>'P10_CLIENT'\n", item(99, "P10_CANAL", 40)))
    result = merge(page(), ours, theirs)
    (conflict,) = result.open_conflicts
    assert conflict.kind is ConflictKind.ADD_ADD
    assert (conflict.property, conflict.ours, conflict.theirs) == ("p_item_sequence", "30", "40")
    assert Take.BASE not in conflict.choices
    decided = merge(page(), ours, theirs, {conflict.key: Decision(conflict.key, Take.THEIRS)})
    assert decided.page is not None
    assert render(decided.page) == render(ours).replace(
        "sequence=>30\n,p_item", "sequence=>40\n,p_item"
    )


@pytest.mark.parametrize("swapped", [False, True])
def test_what_one_of_two_added_twins_leaves_to_the_default_is_decided(swapped: bool) -> None:
    """Else a text field of ours would get the list of values of theirs' select list."""
    plain = item(51000000000000420, "P10_CANAL")
    listed = plain.replace("NATIVE_TEXT_FIELD'\n", "NATIVE_SELECT_LIST'\n,p_named_lov=>'CANAUX'\n")
    ours, theirs = (page(added("p_name=>'P10_CLIENT'\n", one)) for one in (plain, listed))
    if swapped:
        ours, theirs = theirs, ours
    conflicts = merge(page(), ours, theirs).open_conflicts
    assert {c.property for c in conflicts} == {"p_display_as", "p_named_lov"}
    assert {c.kind for c in conflicts} == {ConflictKind.ADD_ADD}
    for take, wanted in ((Take.OURS, ours), (Take.THEIRS, theirs)):
        decided = merge(page(), ours, theirs, {c.key: Decision(c.key, take) for c in conflicts})
        assert decided.page is not None
        assert diff(decided.page, wanted).is_empty


def test_another_component_with_an_id_that_ours_uses_gets_a_free_one() -> None:
    ours = page(added("p_name=>'P10_CLIENT'\n", item(51000000000000420, "P10_CANAL", 30)))
    button = text()[text().index("wwv_flow_imp_page.create_page_button(") :]
    button = (
        button[: button.index(");\n") + 3].replace("00300", "00420").replace("RECHERCHER", "VIDER")
    )
    process = button.replace("'Rechercher'", "'Vider'")
    theirs = page(added("p_button_name=>'VALIDER'", process))
    found = page(clean(page(), ours, theirs))
    assert found.by_key["create_page_item:51000000000000420"].name == "P10_CANAL"
    (other,) = [c for c in found.components if c.name == "VIDER"]
    assert other.id not in ("51000000000000420", "")


# -- conflicts -----------------------------------------------------------------------------


def test_one_property_changed_differently_is_one_conflict() -> None:
    result = merge(page(), edited(PROMPT, LABEL), edited(OTHER_PROMPT))
    assert result.page is None and not result.deleted
    (conflict,) = result.conflicts
    assert conflict.key == KEY
    assert conflict.kind is ConflictKind.PROPERTY
    assert (conflict.base, conflict.ours, conflict.theirs) == ("Statut", "Etat", "Situation")
    assert (conflict.label, conflict.component_name) == ("Label · Label", "P10_STATUT")
    assert conflict.component_path == ("Page Commandes", "Region Filtres", "Page Item P10_STATUT")
    assert conflict.choices == (Take.OURS, Take.THEIRS, Take.BASE, Take.EDITED)


@pytest.mark.parametrize(
    ("decision", "written"),
    [
        (Decision(KEY, Take.OURS), "'Etat'"),
        (Decision(KEY, Take.THEIRS), "'Situation'"),
        (Decision(KEY, Take.BASE), "'Statut'"),
        (Decision(KEY, Take.EDITED, "L'état"), "unistr('L''\\00E9tat')"),
        (
            Decision(KEY, Take.EDITED, "a\r\nb"),
            "wwv_flow_string.join(wwv_flow_t_varchar2(\n'a',\n'b'))",
        ),
    ],
)
def test_a_decision_gives_the_text(decision: Decision, written: str) -> None:
    result = merge(page(), edited(PROMPT, LABEL), edited(OTHER_PROMPT), {KEY: decision})
    assert result.page is not None
    assert result.conflicts[0].taken is decision.take
    assert result.stale == ()
    assert render(result.page) == replaced(
        text(), LABEL, (",p_prompt=>'Statut'", f",p_prompt=>{written}")
    )


def test_decisions_that_do_not_fit_are_stale() -> None:
    gone = Decision(f"{samples.PAGE_PATH}|create_page_item:1|p_prompt", Take.OURS)
    unfit = Decision(KEY, Take.BOTH)
    result = merge(page(), edited(PROMPT), edited(OTHER_PROMPT), {gone.key: gone, KEY: unfit})
    assert set(result.stale) == {gone, unfit}
    assert len(result.open_conflicts) == 1


def test_lines_that_collide_are_a_conflict_with_both() -> None:
    ours = edited(
        ("'       c.statut',", "'       c.statut, c.a',"), ("'select c.id,',", "'select c.rowid,',")
    )
    theirs = edited(("'       c.statut',", "'       c.statut, c.b',"))
    (conflict,) = merge(page(), ours, theirs).open_conflicts
    assert (conflict.shape, conflict.language) == ("text", "sql")
    result = merge(page(), ours, theirs, {conflict.key: Decision(conflict.key, Take.BOTH)})
    assert result.page is not None
    source = result.page.by_key[conflict.component].text("p_plug_source")
    assert "       c.statut, c.a\n       c.statut, c.b\n  from" in source
    assert source.startswith("select c.rowid,")


def test_a_text_for_a_number_must_be_one() -> None:
    ours, theirs = (
        edited((",p_cSize=>30", ",p_cSize=>31")),
        edited((",p_cSize=>30", ",p_cSize=>32")),
    )
    (conflict,) = merge(page(), ours, theirs).open_conflicts
    for said, size in (("40", "40"), ("vingt", None)):
        result = merge(
            page(), ours, theirs, {conflict.key: Decision(conflict.key, Take.EDITED, said)}
        )
        if size is None:
            assert result.open_conflicts and result.stale
        else:
            assert result.page is not None
            assert f",p_cSize=>{size}\n" in render(result.page)


def test_two_parents_are_a_conflict_of_their_own() -> None:
    place = "p_button_sequence=>20\n,p_button_plug_id=>wwv_flow_imp.id(51000000000000{})"
    base = place.format("100")
    result = merge(page(), edited((base, place.format("110"))), edited((base, place.format("200"))))
    (conflict,) = result.open_conflicts
    assert conflict.kind is ConflictKind.PARENT
    assert (conflict.ours, conflict.theirs) == ("Liste des commandes créées", "Lignes")


def test_a_ring_of_parents_is_a_conflict() -> None:
    first, second = ",p_plug_name=>'Filtres'", ",p_plug_name=>'Lignes'"
    ours = edited((first, first + "\n,p_parent_plug_id=>wwv_flow_imp.id(51000000000000200)"))
    theirs = edited((second, second + "\n,p_parent_plug_id=>wwv_flow_imp.id(51000000000000100)"))
    result = merge(page(), ours, theirs)
    (conflict,) = result.open_conflicts
    assert conflict.kind is ConflictKind.PARENT
    decided = merge(page(), ours, theirs, {conflict.key: Decision(conflict.key, Take.OURS)})
    assert decided.page is not None and render(decided.page) == render(ours)


def test_auto_says_which_side_brought_what() -> None:
    result = merge(page(), edited(PROMPT), edited(LABEL))
    assert {(a.side, a.change.name) for a in result.auto} == {
        ("ours", "P10_STATUT"),
        ("theirs", "CLIENT"),
    }


# -- whole files ---------------------------------------------------------------------------


def test_a_file_that_only_one_side_has() -> None:
    for sides in ((None, page(), None), (None, None, page())):
        result = merge(*sides)
        assert result.page is not None and not result.deleted
    assert merge(page(), None, None).deleted
    assert merge(page(), page(), None).deleted
    assert merge(page(), None, page()).deleted


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_a_file_deleted_here_and_edited_there(side: str) -> None:
    changed = edited(PROMPT)
    sides: tuple[Page | None, Page | None] = (None, changed) if side == "ours" else (changed, None)

    def run(*taken: Take) -> MergeResult:
        key = f"{samples.PAGE_PATH}|file|"
        decisions = [Decision(key, take) for take in taken]
        return merge(page(), *sides, {decision.key: decision for decision in decisions})

    (conflict,) = run().open_conflicts
    assert conflict.kind is (
        ConflictKind.DELETE_EDIT if side == "ours" else ConflictKind.EDIT_DELETE
    )
    for take in (Take.OURS, Take.THEIRS):
        result = run(take)
        assert not result.open_conflicts
        assert result.deleted is (take.value == side)
        assert (result.page is None) is result.deleted


def test_two_pages_of_one_number_with_nothing_in_common() -> None:
    other = page(
        "begin\nwwv_flow_imp_page.create_page(\n p_id=>10\n,p_name=>'Autre'\n);\n"
        + samples.item(5, "P10_X", region=6)
        + "end;\n/\n"
    )
    result = merge(None, page(), other)
    (conflict,) = result.open_conflicts
    assert conflict.kind is ConflictKind.ADD_ADD
    taken = merge(None, page(), other, {conflict.key: Decision(conflict.key, Take.THEIRS)})
    assert taken.page is not None and taken.page.title == "Autre"


def test_the_result_has_ours_ids_and_header() -> None:
    there = samples.elsewhere(samples.renumbered(text(), lambda n: n + 4242))
    theirs = page(replaced(there, LABEL))
    assert clean(page(), edited(PROMPT), theirs) == replaced(text(), PROMPT, LABEL)
    assert clean(page(there), edited(PROMPT), theirs) == replaced(text(), PROMPT, LABEL)
    assert clean(page(), page(), theirs) == replaced(text(), LABEL)


def test_an_older_release_gives_its_components_in_the_newer_form() -> None:
    base = text("page_20_2.sql")
    newer = base.replace("wwv_flow_api.c", "wwv_flow_imp_page.c").replace(
        "wwv_flow_api", "wwv_flow_imp"
    )
    newer = newer.replace("wwv_flow_imp_page.component", "wwv_flow_imp.component")
    region = samples.item(33000000000000500, "P5_X", 10, 33000000000000100)
    theirs = base.replace(
        "wwv_flow_api.component_end",
        region.replace("wwv_flow_imp_page", "wwv_flow_api").replace("wwv_flow_imp", "wwv_flow_api")
        + "wwv_flow_api.component_end",
    )
    found = clean(page(base), page(newer.replace("'Articles'", "'Tous'")), page(theirs))
    assert region in found
    assert "wwv_flow_api" not in found


def test_an_old_export_merges_too() -> None:
    base = text("page_4_2.sql")
    ours = replaced(base, ("p_column_label => 'Nom'", "p_column_label => 'Nom complet'"))
    theirs = replaced(
        base,
        ("'  from contacts'", "'  from tous'"),
        ("p_step_title => 'Contacts'", "p_step_title => 'Gens'"),
    )
    merged = page(clean(page(base), page(ours), page(theirs)))
    assert merged.by_key["create_page_plug:61000000000000100"].text("p_plug_source") == (
        "select id, nom\n  from tous\n where nom like :P2_NOM"
    )
    assert merged.by_key["create_page"].text("p_step_title") == "Gens"
    assert (
        merged.by_key["create_worksheet_column:61000000000000111"].text("p_column_label")
        == "Nom complet"
    )


def test_a_block_that_loses_its_statements_stays_valid() -> None:
    base = text("page_4_2.sql")
    found = _only_block(base, "create_worksheet_column")
    theirs = base.replace(found, "")
    merged = clean(page(base), page(base.replace("'Purger'", "'Vider'")), page(theirs))
    assert "create_worksheet_column" not in merged
    assert "begin\nnull;\nend;\n/\n" in merged


def _only_block(source: str, call: str) -> str:
    block = next(b for b in source.split("/\n") if call in b)
    return block + "/\n"


def test_a_static_file_merges_by_lines() -> None:
    source = text("static_24_2.sql")
    joined = source.replace("';\nwwv_flow_imp.g_varchar2_table(2) := '", "")

    def css(old: str, new: str) -> Page:
        return page(replaced(joined, (old.encode().hex().upper(), new.encode().hex().upper())))

    merged = page(
        clean(page(joined), css("#1f4e79", "#000000"), css("600;", "700;\n  color: red;"))
    )
    found = merged.components[0].text("p_file_content")
    assert "--bleu: #000000;" in found and "font-weight: 700;\n  color: red;" in found
    assert all(len(line) < 300 for line in render(merged).splitlines())


def test_a_file_that_one_side_emptied_is_empty() -> None:
    source = text("static_24_2.sql")
    row = next(line for line in source.splitlines(keepends=True) if "_table(1)" in line)
    empty, other = replaced(source, (row, "")), replaced(source, ("'text/css'", "'text/plain'"))
    both = replaced(empty, ("'text/css'", "'text/plain'"))
    base, ours, theirs = (page(t, samples.CSS_PATH) for t in (source, other, empty))
    assert clean(base, ours, theirs) == both
    assert clean(base, theirs, ours) == both
    # and the way back
    assert clean(theirs, page(both, samples.CSS_PATH), base) == other
