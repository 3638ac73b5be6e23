"""What a real instance refuses, the lab refuses, and nothing of it stays."""

from __future__ import annotations

import pytest

from app.lab.apex.reader import script_blocks
from app.lab.backend import OraError

PAGE_10 = "f100/application/pages/page_00010.sql"


def refused(instance, session, files):
    before = list(instance.db.iterdump())
    with pytest.raises(OraError) as caught:
        instance.install(session, files)
    assert list(instance.db.iterdump()) == before
    assert session.running is None
    return caught.value


def test_a_truncated_block(loaded, files, sessions):
    text = files[PAGE_10]
    cut = text[: len(text) // 2]
    error = refused(loaded, sessions["main"](), {**files, PAGE_10: cut})
    assert error.code == 6550
    assert "PLS-00103" in error.text


def test_conflict_markers(loaded, files, sessions):
    text = files[PAGE_10].replace(",p_name=>'Contrats'\n", "<<<<<<< HEAD\n,p_name=>'Contrats'\n")
    error = refused(loaded, sessions["main"](), {**files, PAGE_10: text})
    assert error.code == 6550


def test_an_unknown_call_names_itself(loaded, files, sessions):
    text = files[PAGE_10].replace("create_worksheet_rpt(", "make_worksheet_rpt(")
    error = refused(loaded, sessions["main"](), {**files, PAGE_10: text})
    assert error.code == 6550
    assert "PLS-00302: component 'MAKE_WORKSHEET_RPT' must be declared" in error.text


def test_other_plsql_is_not_an_export(loaded, files, sessions):
    text = files[PAGE_10].replace("wwv_flow_imp_page.create_page(", "drop_everything(", 1)
    error = refused(loaded, sessions["main"](), {**files, PAGE_10: text})
    assert "PLS-00201: identifier 'DROP_EVERYTHING' must be declared" in error.text


def test_a_newer_release(loaded, files, sessions):
    newer = {path: text.replace("'2024.11.30'", "'2026.03.30'") for path, text in files.items()}
    error = refused(loaded, sessions["main"](), newer)
    assert error.code == 20001
    assert "2026.03.30" in error.text


def test_an_older_release_is_taken(instance, files, sessions):
    older = {path: text.replace("'2024.11.30'", "'2023.10.31'") for path, text in files.items()}
    instance.install(sessions["main"](), older)
    assert instance.export(100)["f100/install.sql"] == files["f100/install.sql"]


def test_a_workspace_of_others(loaded, files, sessions):
    session = sessions["copy"]()
    session.settings.workspace = 9014203847561220
    assert refused(loaded, session, files).code == 20987


def test_a_schema_that_is_not_in_the_workspace(loaded, files, sessions):
    session = sessions["copy"]()
    session.settings.schema = "ORASSADM"
    error = refused(loaded, session, files)
    assert error.code == 20987
    assert "ORASSADM" in error.text


@pytest.mark.parametrize("number", [3000, 8999, 0])
def test_reserved_application_numbers(loaded, files, sessions, number):
    session = sessions["copy"]()
    session.settings.application = number
    if number:
        assert refused(loaded, session, files).code == 20987


def test_a_number_of_another_workspace(loaded, files, sessions):
    session = sessions["copy"]()
    session.settings.application = 100
    assert "reserved for another workspace" in refused(loaded, session, files).text


def test_ids_that_another_application_has(loaded, files, sessions):
    session = sessions["copy"]()
    session.settings.offset = 0
    error = refused(loaded, session, files)
    assert error.code == 1
    assert "APEX_240200.WWV_FLOW_" in error.text


def test_two_applications_of_one_alias(loaded, files, sessions):
    session = sessions["main"]()
    session.settings.application, session.settings.offset = 103, 10**15
    assert "alias" in refused(loaded, session, files).text


def test_a_component_without_its_application(instance, files, sessions):
    error = refused(instance, sessions["main"](), {"page.sql": files[PAGE_10]})
    assert "does not exist" in error.text


def test_a_file_that_the_install_script_misses(loaded, files, sessions):
    rest = {path: text for path, text in files.items() if path != PAGE_10}
    assert "page_00010.sql" in refused(loaded, sessions["main"](), rest).text


def test_components_outside_a_header(loaded, files, sessions):
    block = next(script_blocks(files[PAGE_10]))
    start = block.index("wwv_flow_imp.component_begin")
    bare = "begin\n" + block[block.index("wwv_flow_imp_page", start) :]
    with pytest.raises(OraError) as caught:
        loaded.run(sessions["main"](), bare)
    assert caught.value.code == 20001
