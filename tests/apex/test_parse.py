"""Reading: the same to the byte when written back; what is broken is named with its place."""

from __future__ import annotations

import pickle

import pytest

from app.apex import parse, render
from app.errors import ParseError
from tests.apex import samples


@pytest.mark.parametrize("name", samples.ALL)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_every_form_is_written_back_to_the_byte(name: str, newline: str, bom: str) -> None:
    raw = (bom + samples.text(name).replace("\n", newline)).encode("utf-8")
    page = parse(raw, name)
    assert render(page).encode("utf-8") == raw
    assert page.components


def test_arguments_know_their_source_and_their_value() -> None:
    page = samples.page()
    region = page.by_key["create_page_plug:51000000000000110"]
    assert region.arguments["p_plug_name"].source == (
        "unistr('Liste des commandes cr\\00E9\\00E9es')"
    )
    assert region.text("p_plug_name") == "Liste des commandes créées"
    assert region.text("p_plug_source").startswith("select c.id,\n       c.numero,")
    assert region.arguments["p_plug_required_role"].value.parts == ("!", "51000000000000900", "")
    script = page.by_key["create_page"].text("p_javascript_code_onload")
    assert script.endswith("Changes();\n"), "a trailing '' is a trailing line end"


def test_calls_come_in_order_with_those_that_frame_the_file() -> None:
    page = samples.page()
    assert page.calls[0].procedure == "component_begin"
    assert page.calls[-1].procedure == "component_end"
    assert [c.procedure for c in page.calls[1:4]] == [
        "create_page",
        "create_page_plug",
        "create_page_plug",
    ]
    assert page.header["p_default_owner"] == "VENTES"
    assert (page.number, page.title, page.release) == (10, "Commandes", "24.2.0")


def test_parents_are_explicit_or_the_nearest_owner_before() -> None:
    page = samples.page()
    parents = {c.name: page.by_key[c.parent].name for c in page.components if c.parent}
    assert parents["NUMERO"] == "Commandes"  # the worksheet, by position
    assert page.by_key["create_worksheet:51000000000000120"].parent.endswith("0110")
    assert parents["ARTICLE"] == "Lignes"
    assert parents["P10_STATUT"] == "Filtres"
    assert parents["NATIVE_REFRESH"] == "Filtrer"
    assert parents["p_client"] == "Valider"


def test_a_block_of_an_old_split_export_goes_on_in_the_next_file() -> None:
    create = (
        "--application/create_application\n\nbegin\n\nwwv_flow_api.create_flow(\n  p_id=> 7,\n"
        "  p_name => 'Ventes');\n\nend;\n/\n\nprompt  ...user interfaces\n--\n \nbegin\n \n"
    )
    tab = (
        "--application/shared_components/navigation/tabs/{0}\nwwv_flow_api.create_tab (\n"
        "  p_id=> {0} + wwv_flow_api.g_id_offset,\n  p_tab_set=>'TS1');\n \n"
    )
    end = "null;\n \nend;\n/\n\nprompt  ...trees\n"
    for text, procedures in (
        (create, ["create_flow"]),
        (tab.format(71), ["create_tab"]),
        (tab.format(72) + end, ["create_tab"]),
    ):
        page = parse(text, "a.sql")
        assert [c.procedure for c in page.components] == procedures
        assert render(page) == text
    assert page.components[0].id == "72"


@pytest.mark.parametrize(
    ("heading", "cut"),
    [
        ("--application/pages/page_00001", "begin\nwwv_flow_api.create_page (\n  p_id=> 1);\n \n"),
        ("prompt --application/pages/page_00001", "begin\n"),
        ("--application/tabs/t", "wwv_flow_api.create_tab (\n  p_id=> 1);\nbegin\nnull;\n"),
    ],
)
def test_any_other_block_without_its_end_was_cut_off(heading: str, cut: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse(f"{heading}\n{cut}-- wwv_flow_api.\n", "a.sql")
    assert caught.value.code == "export.truncated"


def test_an_old_export_has_many_blocks_and_local_variables() -> None:
    page = samples.page(samples.text("page_4_2.sql"))
    region = page.by_key["create_page_plug:61000000000000100"]
    assert region.text("p_plug_source") == (
        "select id, nom\n  from contacts\n where nom like :P2_NOM"
    )
    process = page.by_key["create_page_process:61000000000000300"]
    assert process.text("p_process_sql_clob") == "begin contacts_api.purge; end;"
    assert page.number == 2
    assert page.by_key["create_worksheet_column:61000000000000111"].parent == (
        "create_worksheet:61000000000000110"
    )


def test_a_comment_behind_an_argument_is_no_part_of_it() -> None:
    page = samples.page(samples.text("page_5_1.sql"))
    own = page.by_key["create_page_item:40000000000000200"].arguments["p_id"]
    assert own.source == "wwv_flow_api.id(40000000000000200)"


def test_a_slash_in_a_literal_or_comment_ends_no_block() -> None:
    source = samples.text().replace(
        "'Le client, ou rien pour tous les clients.'", "'a\n/\nb' -- '\n/* ' */"
    )
    page = samples.page(source)
    assert page.by_key["create_page_item:51000000000000410"].text("p_help_text") == "a\n/\nb"


def test_pages_travel_between_processes() -> None:
    page = samples.page()
    again = pickle.loads(pickle.dumps(page))
    assert render(again) == render(page)
    assert list(again.by_key) == list(page.by_key)


# -- broken input --------------------------------------------------------------------------


def refusal(source: str | bytes) -> ParseError:
    with pytest.raises(ParseError) as caught:
        parse(source, "page_00010.sql")
    assert caught.value.facts["path"] == "page_00010.sql"
    assert "expected" in caught.value.facts
    return caught.value


def test_conflict_markers_of_a_line_merge_are_named() -> None:
    source = samples.text().replace(
        ",p_prompt=>'Statut'\n",
        "<<<<<<< HEAD\n,p_prompt=>'Statut'\n=======\n,p_prompt=>'Etat'\n>>>>>>> sara\n",
    )
    error = refusal(source)
    assert error.code == "export.conflict_markers"
    assert source.splitlines()[error.line - 1] == "<<<<<<< HEAD"


def test_a_marker_inside_a_text_is_text() -> None:
    source = samples.replaced(samples.text(), ("'Le client, ou", "'<<<<<<< le client, ou"))
    assert samples.page(source).by_key["create_page_item:51000000000000410"]


@pytest.mark.parametrize("source", ["", "select 1 from dual;\n", "wwv_flow\n", "-- rien\n/\n"])
def test_a_file_without_an_apex_call_is_no_export(source: str) -> None:
    assert refusal(source).code == "export.not_an_export"


def test_wrong_bytes_are_named_with_their_line() -> None:
    error = refusal(samples.text().replace("Statut'", "Etat é'", 1).encode("latin-1"))
    assert error.code == "export.not_utf8"
    assert error.line > 100


def test_a_call_that_was_cut_off_in_the_middle_is_found() -> None:
    source = samples.text().replace(
        ",p_bind_event_type=>'click'\n);\n", ",p_bind_event_type=>'click'\n"
    )
    error = refusal(source)
    assert error.code == "export.truncated"
    assert "create_page_da_action" in source.splitlines()[error.line - 1]


@pytest.mark.parametrize("share", [0.12, 0.3, 0.5, 0.77, 0.9, 0.999])
def test_a_file_that_was_cut_off_is_found_wherever(share: float) -> None:
    source = samples.text()
    assert refusal(source[: int(len(source) * share)]).code == "export.truncated"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (",p_prompt=>'Statut'\n", ",p_prompt 'Statut'\n"),
        (",p_prompt=>'Statut'\n", ",p_prompt=>\n"),
        (",p_prompt=>'Statut'\n", ",p_prompt=>'Statut' 'x'\n"),
        (",p_prompt=>'Statut'\n", ",p_prompt=>'Statut'\n,p_prompt=>'Statut'\n"),
        (",p_prompt=>'Statut'\n", ",p_prompt=>'Statut')\n"),
        (",p_prompt=>'Statut'\n", ",p_prompt=>{}\n"),
        (",p_prompt=>'Statut'\n", ",p_prompt=>('Statut'\n"),
    ],
)
def test_other_nonsense_is_a_syntax_error_at_its_line(old: str, new: str) -> None:
    source = samples.replaced(samples.text(), (old, new))
    error = refusal(source)
    assert error.code in ("export.syntax", "export.truncated")
    wanted = source[: source.index(new)].count("\n") + 1
    assert wanted <= error.line <= wanted + 8
