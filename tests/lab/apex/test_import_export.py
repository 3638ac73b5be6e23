"""What goes in comes out: byte for byte in place, and shifted by exactly the offset elsewhere."""

from __future__ import annotations

import re

import pytest

from app.lab.apex.exporter import unzipped, zipped
from app.lab.apex.reader import script_blocks, text_value
from app.lab.backend import OraError

OFFSET = 11322785363014083
PAGE_10 = "application/pages/page_00010.sql"
IDS = re.compile(r"wwv_flow_imp\.id\((\d+)\)")


def relative(files):
    return {re.sub(r"^f\d+/", "", path): text for path, text in files.items()}


def body(text):
    """A file without its header and its Manifest's number."""
    start = text.find(");\n", text.find("component_begin"))
    return text[start:] if start > 0 else ""


def test_an_export_equals_its_import(loaded, files):
    assert loaded.export(100) == {"f100/install.sql": files["f100/install.sql"], **files}


def test_install_script_comes_first_and_keeps_the_order(loaded, files):
    out = loaded.export(100)
    assert next(iter(out)) == "f100/install.sql"
    assert out["f100/install.sql"] == files["f100/install.sql"]


def test_a_copy_has_its_own_ids_and_header(loaded, files, sessions):
    loaded.install(sessions["copy"](), files)
    out = relative(loaded.export(101))
    main = relative(files)
    assert out.keys() == main.keys()
    moved = {
        path: IDS.sub(lambda m: f"wwv_flow_imp.id({int(m[1]) + OFFSET})", body(text))
        for path, text in main.items()
    }
    for path in out:
        if path in ("application/user_interfaces.sql", "application/create_application.sql"):
            continue
        assert body(out[path]) == moved[path], path
    page = out[PAGE_10]
    assert ",p_default_application_id=>101\n" in page
    assert f",p_default_id_offset=>{OFFSET}\n" in page
    assert ",p_default_owner=>'ORASSUIT_DEV1'\n" in page
    assert ",p_default_workspace_id=>9027718300452106\n" in page


def test_original_ids_are_mains_again(loaded, files, sessions):
    loaded.install(sessions["copy"](), files)
    out = relative(loaded.export(101, original_ids=True))
    for path, text in relative(files).items():
        if path not in ("application/user_interfaces.sql", "application/create_application.sql"):
            assert body(out[path]) == body(text), path


def test_names_that_belong_to_the_copy(loaded, files, sessions):
    session = sessions["copy"]()
    session.settings.alias = "ESSAI"
    session.settings.name = "L'essai"
    loaded.install(session, files)
    out = relative(loaded.export(101))
    flow = out["application/create_application.sql"]
    assert "nvl(wwv_flow_application_install.get_schema,'ORASSUIT_DEV1')" in flow
    assert "nvl(wwv_flow_application_install.get_application_alias,'ESSAI')" in flow
    assert "nvl(wwv_flow_application_install.get_application_name,'L''essai')" in flow
    assert "--     FLOW: 101\n" in flow
    assert " p_id=>wwv_flow_imp.id(101)\n" in out["application/user_interfaces.sql"]


def test_block_by_block_is_the_same_as_install(instance, files, sessions):
    session = sessions["main"]()
    main = relative(files)
    for path in re.findall(r"^@@(\S+)", main["install.sql"], re.MULTILINE):
        for block in script_blocks(main[path]):
            instance.run(session, block)
    assert instance.export(100) == loaded_export(files)
    assert session.running is None


def loaded_export(files):
    return {"f100/install.sql": files["f100/install.sql"], **files}


def test_a_second_import_replaces_the_first(loaded, files, sessions):
    loaded.install(sessions["main"](), files)
    assert loaded.export(100) == loaded_export(files)


def test_a_page_is_replaced_after_remove_page(loaded, files, sessions):
    page = files[f"f100/{PAGE_10}"].replace("'Prime annuelle'", "'Prime'")
    head = page[page.index("wwv_flow_imp.component_begin") : page.index("wwv_flow_imp_page")]
    remove = (
        f"begin\n{head}wwv_flow_imp_page.remove_page (p_flow_id=>wwv_flow.g_flow_id, "
        "p_page_id=>10);\nwwv_flow_imp.component_end;\nend;\n/\n"
    )
    loaded.install(sessions["main"](), {"delete_00010.sql": remove, "page_00010.sql": page})
    out = loaded.export(100)
    assert out[f"f100/{PAGE_10}"] == page
    assert out["f100/install.sql"] == files["f100/install.sql"]


def test_a_page_that_is_there_is_not_made_twice(loaded, files, sessions):
    with pytest.raises(OraError) as caught:
        loaded.install(sessions["main"](), {"page.sql": files[f"f100/{PAGE_10}"]})
    assert caught.value.code == 1
    assert loaded.export(100) == loaded_export(files)


def test_a_shared_component_alone_replaces_what_is_there(loaded, files, sessions):
    path = "f100/application/shared_components/user_interface/lovs/lov_oui_non.sql"
    text = files[path].replace("'Oui'", "'Certes'")
    loaded.install(sessions["main"](), {"lov.sql": text})
    assert loaded.export(100) == {**loaded_export(files), path: text}


def test_last_saver_and_time_are_kept(loaded):
    file = loaded.store.file(100, "application/pages/page_00010")
    assert (file.updated_by, file.updated_on) == ("ORASSUIT", loaded.now)


def test_the_version_of_an_application(loaded):
    loaded.store.set_version(100, "2", "ORASSUIT", loaded.now)
    assert loaded.store.application(100).version == "2"
    flow = loaded.export(100)["f100/application/create_application.sql"]
    assert ",p_flow_version=>'2'\n" in flow


def test_a_zip_is_a_zip(loaded):
    out = loaded.export(100)
    first, again = ({n: t.encode() for n, t in o.items()} for o in (out, loaded.export(100)))
    assert unzipped(zipped(first)) == first
    assert zipped(first)[:2] == b"PK"
    assert zipped(first) == zipped(again)


def test_no_zip_is_refused():
    with pytest.raises(OraError) as caught:
        unzipped(b"PK but not really")
    assert caught.value.code == 20987


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("'l''eau'", "l'eau"),
        (r"unistr('D\00E9g\00E2t \D83D\DE00')", "Dégât 😀"),
        ("'.'||wwv_flow_imp.id(12)||'.'", ".12."),
        ("wwv_flow_imp.id(12)", "12"),
        ("wwv_flow_string.join(wwv_flow_t_varchar2(\n'a,',\nunistr('\\00E9'),\n''))", "a,\né\n"),
        ("nvl(wwv_flow_application_install.get_schema,'X')", "X"),
        ("null", None),
        ("true", "true"),
        ("'ab'\n||'cd'", "abcd"),
    ],
)
def test_values(source, value):
    assert text_value(source) == value
