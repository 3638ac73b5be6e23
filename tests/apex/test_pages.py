"""Pages: read and written back to the byte, compared by meaning, merged per property."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.apex import (
    MergeResult,
    Page,
    diff,
    merge,
    merge_apps,
    parse,
    read_application,
    rebase,
    render,
    with_version,
)
from app.apex import compare_applications as compare
from app.apex.export.values import Value, decode
from app.apex.export.writer import encode
from app.apex.model import Decision, Status, Take
from app.errors import ParseError
from tests.apex.pages import APEX_4, APEX_5, NEW_ITEM, page

PATH = "application/pages/page_00010.sql"


def read(**changes: str) -> Page:
    return parse(page(**changes), PATH)


def merged(result: MergeResult) -> str:
    assert result.page is not None, result.open_conflicts
    return render(result.page)


@pytest.mark.parametrize("text", [page(), APEX_5, APEX_4, page(extra=NEW_ITEM)])
@pytest.mark.parametrize("form", ["lf", "crlf", "bom"])
def test_what_is_read_is_written_back_to_the_byte(text: str, form: str) -> None:
    if form == "crlf":
        text = text.replace("\n", "\r\n")
    if form == "bom":
        text = "\ufeff" + text
    raw = text.encode("utf-8")
    assert render(parse(raw, "p.sql")).encode("utf-8") == raw


def test_the_tree_has_positional_parents() -> None:
    found = {c.name: c.parent for c in read().components if c.procedure != "component_end"}
    assert found["NUMERO"] == "create_worksheet:110"
    assert found["P10_STATUT"] == "create_page_plug:100"
    assert read().by_key["create_worksheet:110"].parent == "create_page_plug:100"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (page()[: len(page()) // 2], "export.truncated"),
        (page(a=",p_prompt=>'Statut'\n|,p_prompt=>'Statut\n"), "export.syntax"),
        (page(a=",p_prompt|<<<<<<< HEAD\n,p_prompt"), "export.conflict_markers"),
        (page(a=",p_item_sequence=>10|,p_item_sequence=>"), "export.syntax"),
        (page(a=",p_prompt=>|,p_prompt "), "export.syntax"),
        ("select 1 from dual;\n", "export.not_an_export"),
        ("", "export.not_an_export"),
    ],
)
def test_a_broken_file_is_told_with_its_place(text: str, code: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse(text, "bad.sql")
    assert caught.value.code == code
    assert caught.value.path == "bad.sql"
    assert 1 <= caught.value.line <= text.count("\n") + 1


def test_another_encoding_is_told() -> None:
    with pytest.raises(ParseError) as caught:
        parse(page().encode("utf-8") + b"\xe9", "bad.sql")
    assert caught.value.code == "export.not_utf8"


@given(st.integers(0, len(page())), st.text(max_size=6))
def test_any_damage_is_an_error_with_a_place_or_a_page(at: int, rubbish: str) -> None:
    text = page()
    try:
        assert render(parse(text[:at] + rubbish + text[at:], "p.sql"))
    except ParseError as error:
        assert error.line >= 1


# -- values --------------------------------------------------------------------------------

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=700)


@given(TEXTS)
def test_a_text_survives_its_encoding(text: str) -> None:
    if not text:
        return
    source = encode(Value("text", text))
    assert decode(source).text == text
    assert source.isascii(), "exports are ASCII; the rest goes through unistr"


def test_values_are_decoded() -> None:
    assert decode("unistr('M\\00E9todo')").text == "Método"
    assert decode("'a'||wwv_flow.LF||\n'b'").text == "a\nb"
    assert decode("'!'||wwv_flow_imp.id(5)").text == "!5"
    assert decode("-wwv_flow_imp.id(5)") == Value("id", "-5")
    assert decode(".5") == Value("number", "0.5")
    assert decode("nvl(wwv_flow_application_install.get_schema,'X')").text == "X"


# -- differences ---------------------------------------------------------------------------


def test_volatile_arguments_are_no_difference() -> None:
    other = read(a="p_page_component_map=>'18'|p_page_component_map=>'21'")
    found = diff(read(), other)
    assert found.is_empty
    assert found.noise == 1


@pytest.mark.parametrize(
    ("change", "name", "old", "new"),
    [
        ("'Statut'|'Etat'", "p_prompt", "Statut", "Etat"),
        ("'output_as', 'TEXT'|'output_as', 'HTML'", "p_attributes.output_as", "TEXT", "HTML"),
        ("p_display_order=>20|p_display_order=>25", "p_display_order", "20", "25"),
        (",p_item_sequence=>10\n|", "p_item_sequence", "10", None),
    ],
)
def test_one_changed_property_is_one_difference(
    change: str, name: str, old: str, new: str | None
) -> None:
    (component,) = diff(read(), read(a=change)).changes
    (prop,) = component.properties
    assert (prop.name, prop.old, prop.new) == (name, old, new)


def test_added_and_removed_components() -> None:
    (added,) = diff(read(), read(extra=NEW_ITEM)).changes
    assert (added.status, added.name, added.type_label) == (
        Status.ADDED,
        "P10_CANAL",
        "Page Item",
    )
    assert added.path == ("Page Contrats", "Region Liste", "Page Item P10_CANAL")
    (removed,) = diff(read(extra=NEW_ITEM), read()).changes
    assert removed.status is Status.REMOVED


# -- merges --------------------------------------------------------------------------------

CHANGES = [
    {},
    {"a": "'Statut'|'Etat'"},
    {"a": "'Client'|'Assur'"},
    {"a": "c.client,|upper(c.client),"},
    {"extra": NEW_ITEM},
    {"a": "'output_as', 'TEXT'|'output_as', 'HTML'"},
    {"a": ":t-Region--scrollBody|:t-Region--scrollBody:t-Form--slim"},
]
sides = st.sampled_from(CHANGES)


@given(sides, sides)
def test_the_laws_of_a_merge(one: dict[str, str], other: dict[str, str]) -> None:
    base, x, y = read(), read(**one), read(**other)
    assert (
        merged(merge(base, base, x)) == render(x) or diff(x, _page(merge(base, base, x))).is_empty
    )
    assert merged(merge(base, x, base)) == render(x)
    assert merged(merge(base, x, x)) == render(x)
    left, right = merge(base, x, y), merge(base, y, x)
    assert len(left.conflicts) == len(right.conflicts)
    if not left.conflicts:
        assert diff(_page(left), _page(right)).is_empty


def _page(result: MergeResult) -> Page:
    assert result.page is not None
    return result.page


def test_different_properties_of_one_component_merge() -> None:
    base = read()
    ours, theirs = read(a="'Statut'|'Etat'"), read(a="p_item_sequence=>10|p_item_sequence=>15")
    text = merged(merge(base, ours, theirs))
    assert ",p_prompt=>'Etat'" in text
    assert ",p_item_sequence=>15" in text


def test_lines_of_one_query_merge_where_they_do_not_touch() -> None:
    ours = read(a="'select c.numero,'|'select c.id, c.numero,'")
    theirs = read(a="''ACTIF''|''RESILIE''")
    text = merged(merge(read(), ours, theirs))
    assert "'select c.id, c.numero,'," in text
    assert "''RESILIE''" in text


def test_option_lists_merge_as_sets() -> None:
    ours = read(a="#DEFAULT#:t-Region--scrollBody|#DEFAULT#:t-Region--scrollBody:a")
    theirs = read(a="#DEFAULT#:t-Region--scrollBody|#DEFAULT#:b")
    text = merged(merge(read(), ours, theirs))
    assert "'#DEFAULT#:a:b'" in text or "'#DEFAULT#:b:a'" in text


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        (Decision("", Take.OURS), "'Etat'"),
        (Decision("", Take.THEIRS), "'Situation'"),
        (Decision("", Take.BASE), "'Statut'"),
        (Decision("", Take.EDITED, "L'été"), "unistr('L''\\00E9t\\00E9')"),
    ],
)
def test_a_real_conflict_waits_for_a_decision(decision: Decision, expected: str) -> None:
    sides = read(), read(a="'Statut'|'Etat'"), read(a="'Statut'|'Situation'")
    result = merge(*sides)
    (conflict,) = result.open_conflicts
    assert (conflict.base, conflict.ours, conflict.theirs) == ("Statut", "Etat", "Situation")
    assert result.page is None, "an unfinished merge cannot be written"
    decided = Decision(conflict.key, decision.take, decision.text)
    result = merge(*sides, {conflict.key: decided})
    assert f",p_prompt=>{expected}" in merged(result)
    assert result.conflicts[0].taken is decision.take


def test_a_decision_whose_conflict_is_gone_is_stale() -> None:
    ours = read(a="'Statut'|'Etat'")
    (conflict,) = merge(read(), ours, read(a="'Statut'|'Situation'")).open_conflicts
    decision = Decision(conflict.key, Take.THEIRS)
    result = merge(read(), ours, read(a="'Client'|'Assur'"), {conflict.key: decision})
    assert [d.key for d in result.stale] == [conflict.key]


def test_deleted_against_edited_is_a_conflict() -> None:
    gone = read(
        a="wwv_flow_imp_page.create_page_plug(\n p_id=>wwv_flow_imp.id(140)\n,p_plug_name=>'Aide'\n"
        ",p_plug_display_sequence=>20\n,p_plug_source=>'<p>L''aide</p>'\n);\n|"
    )
    edited = read(a="L''aide|Une aide")
    assert "Aide" not in merged(merge(read(), gone, read()))
    assert "Aide" not in merged(merge(read(), read(), gone))
    for ours, theirs, keep in ((gone, edited, Take.THEIRS), (edited, gone, Take.OURS)):
        (conflict,) = merge(read(), ours, theirs).open_conflicts
        taken = {conflict.key: Decision(conflict.key, keep)}
        assert "Une aide" in merged(merge(read(), ours, theirs, taken))
        other = Take.OURS if keep is Take.THEIRS else Take.THEIRS
        taken = {conflict.key: Decision(conflict.key, other)}
        assert "Aide" not in merged(merge(read(), ours, theirs, taken))


def test_a_new_column_stays_in_its_region() -> None:
    column = (
        "wwv_flow_imp_page.create_worksheet_column(\n p_id=>wwv_flow_imp.id(135)\n"
        ",p_db_column_name=>'CANAL'\n,p_display_order=>30\n);\n"
    )
    place = "wwv_flow_imp_page.create_page_plug(\n p_id=>wwv_flow_imp.id(140)"
    theirs = read(a=f"{place}|{column}{place}")
    ours = read(a="'Client'|'Assur'")
    result = _page(merge(read(), ours, theirs))
    assert result.by_key["create_worksheet_column:135"].parent == "create_worksheet:110"


# -- applications --------------------------------------------------------------------------


@given(st.integers(1, 10**15))
def test_a_copy_with_shifted_ids_is_the_same_application(shift: int) -> None:
    main = read_application({PATH: page()})
    copy = read_application({PATH: page(shift=shift, application=101, owner="DEV1")})
    assert compare(main, copy).is_empty
    assert rebase(copy, main).files[PATH] == main.files[PATH].replace(
        f"p_internal_uid=>{110}", f"p_internal_uid=>{110 + shift}"
    )


def test_a_copys_changes_come_into_mains_ids() -> None:
    main = read_application({PATH: page()})
    dev = read_application({PATH: page(shift=5000, application=101, a="'Statut'|'Etat'")})
    result = merge_apps(main, main, dev)
    assert result.application is not None
    wanted = read_application({PATH: page(a="'Statut'|'Etat'")})
    assert compare(result.application, wanted).is_empty
    assert ",p_prompt=>'Etat'" in result.application.files[PATH]
    assert result.application.application_id == 100


def test_the_version_is_stamped_and_nothing_else() -> None:
    path = "application/create_application.sql"
    text = (
        "begin\nwwv_imp_workspace.create_flow(\n p_id=>wwv_flow.g_flow_id\n,p_name=>'X'\n"
        ",p_flow_version=>'1'\n);\nend;\n/\n"
    )
    stamped = with_version(read_application({path: text, PATH: page()}), "2'x")
    assert stamped.version == "2'x"
    assert stamped.files[PATH] == page()
    assert stamped.files[path] == text.replace("'1'", "'2''x'")
