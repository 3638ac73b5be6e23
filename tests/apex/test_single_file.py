"""Exports in one file: cut, joined, compared and merged like split ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.apex import (
    Application,
    Page,
    compare_applications,
    joined,
    merge_apps,
    parse,
    read_application,
    render,
    sections,
)
from app.errors import ParseError, SourceError
from app.services.files import merge_files, opened
from tests.apex import samples
from tests.apex.samples import LOV_PATH, PAGE_PATH

_FRAME = re.compile(
    r"^--   Manifest\n.*?^--   Manifest End\n"
    r"|^wwv_flow_imp\.component_begin \(\n.*?^\);\n|^wwv_flow_imp\.component_end;\n",
    re.DOTALL | re.MULTILINE,
)
BEGIN = """prompt --application/set_environment
set define off verify off feedback off
whenever sqlerror exit sql.sqlcode rollback
-- Oracle APEX export file
begin
wwv_flow_imp.import_begin (
 p_version_yyyy_mm_dd=>'2024.11.30'
,p_release=>'24.2.0'
,p_default_workspace_id=>9876543210
,p_default_application_id=>210
,p_default_id_offset=>0
,p_default_owner=>'AUTRE'
);
end;
/

prompt APPLICATION 210 - Ventes
--
--   Date and Time:   10:00 Monday November 23, 2026
--
"""
END = """prompt --application/end_environment
begin
wwv_flow_imp.import_end(p_auto_install_sup_obj => false);
commit;
end;
/
set verify on feedback on define on
prompt  ...done
"""


def single(files: dict[str, str] | None = None, begin: str = BEGIN) -> str:
    """The application of the samples in one file, as the builder's own export would write it."""
    known = files if files is not None else samples.application()
    parts = [_FRAME.sub("", text) for path, text in known.items() if path != "install.sql"]
    return begin + "".join(parts) + END


def whole(text: str) -> Application:
    application = read_application({"f210.sql": text})
    assert application.errors == ()
    return application


def test_the_parts_have_the_paths_of_a_split_export() -> None:
    text = single()
    application = whole(text)
    assert PAGE_PATH in application.parsed
    assert LOV_PATH in application.parsed
    assert application.pages == {10: PAGE_PATH}
    assert (application.application_id, application.owner) == (210, "AUTRE")
    assert "".join(application.files.values()) == text


def test_the_same_application_split_and_in_one_file() -> None:
    split = read_application(samples.application())
    assert compare_applications(split, whole(single())).files == ()
    assert compare_applications(whole(single()), split).files == ()
    page = samples.replaced(samples.text(), ("'Statut'", "'Etat'"))
    changed = whole(single({**samples.application(), PAGE_PATH: page}))
    (file,) = compare_applications(split, changed).files
    assert file.path == PAGE_PATH


def test_as_one_page_it_is_the_same_to_the_byte() -> None:
    for text in (single(), single().replace("\n", "\r\n"), "\ufeff" + single()):
        assert render(parse(text, "f210.sql")) == text
        assert "".join((sections(text) or {}).values()) == text


def test_headings_inside_a_block_cut_nothing() -> None:
    text = single().replace(
        "-- Oracle APEX", "begin null;\n/*\nprompt --application/no\n*/\nend;\n/\n--"
    )
    assert "application/no.sql" not in (sections(text) or {})
    assert "".join((sections(text) or {}).values()) == text


def test_a_path_that_comes_again_keeps_its_place() -> None:
    text = "prompt --application/a\n1\nprompt --application/b\n2\nprompt --application/a\n3\n"
    assert list(sections(text) or {}) == [
        "application/a.sql",
        "application/b.sql",
        "application/a#2.sql",
    ]
    assert joined(sections(text) or {}, ()) == text


def test_a_file_of_a_split_export_is_not_cut() -> None:
    assert sections(samples.text()) is None
    assert sections("") is None


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "prompt --application/a\n",
                "prompt --workspace/b \r\n",
                "begin\n",
                "end;\n/\n",
                "x '\n",
                "--c\n",
                "/*",
                "é",
            ]
        )
    )
)
def test_any_text_joined_is_the_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    parts = sections(text)
    assert parts is None or joined(parts, ()) == text


def test_a_page_export_is_its_page() -> None:
    remove = (
        "prompt --application/pages/delete_00010\nbegin\n"
        "wwv_flow_imp_page.remove_page (p_flow_id=>wwv_flow.g_flow_id, p_page_id=>10);\nend;\n/\n"
    )
    text = BEGIN + remove + _FRAME.sub("", samples.text()) + END
    page = opened(text.encode(), "f210_page_10.sql")
    assert isinstance(page, Page)
    assert page.number == 10
    assert isinstance(opened(samples.text().encode(), "p.sql"), Page)


def test_a_broken_one_names_its_own_line() -> None:
    text = single()
    at = text.index(",p_prompt=>'Statut'")
    cut = text[:at] + text[text.index(");", at) + 2 :]
    with pytest.raises(ParseError) as caught:
        opened(cut.encode(), "f210.sql")
    assert caught.value.facts["path"] == "f210.sql"
    assert abs(int(caught.value.facts["line"]) - text.count("\n", 0, at)) < 4


def test_whole_applications_merge_in_one_file(tmp_path: Path) -> None:
    known = samples.application()
    new_page = samples.text().replace("00010", "00011").replace("p_id=>10\n", "p_id=>11\n", 1)
    new_page = re.sub(r"\.id\((\d{3})", r".id(99\1", new_page).replace("P10_", "P11_")
    mine = single({**known, PAGE_PATH: samples.replaced(known[PAGE_PATH], ("'Statut'", "'Etat'"))})
    theirs = single({**known, "application/pages/page_00011.sql": new_page})
    paths = [tmp_path / f"{n}.sql" for n in ("base", "ours", "theirs")]
    for path, text in zip(paths, (single(), mine, theirs), strict=True):
        path.write_bytes(text.encode())
    merged = merge_files(*paths, None, {})
    assert merged.result.open_conflicts == ()
    parts = sections(merged.text or "") or {}
    assert "'Etat'" in parts[PAGE_PATH]
    order = list(parts)
    assert order[-1] == "application/end_environment.sql"
    assert order.index("application/pages/page_00011.sql") < len(order) - 1
    assert "P11_" in parts["application/pages/page_00011.sql"]
    paths[2].write_bytes(samples.text().encode())
    with pytest.raises(SourceError):
        merge_files(*paths, None, {})


def test_nothing_to_merge_gives_ours_to_the_byte() -> None:
    base, ours = whole(single()), whole(single(begin=BEGIN.replace("AUTRE", "MAIN")))
    merged = merge_apps(base, ours, base)
    assert joined(merged.files, (ours.files, base.files)) == "".join(ours.files.values())
