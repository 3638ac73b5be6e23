"""Forms of real exports: files in several blocks, calls that the lab does not know, names twice.

Everything goes in by both roads, file by file and block by block, and comes out as it went in.
"""

from __future__ import annotations

import re

import pytest

from app.lab.apex.importer import Importer
from app.lab.apex.reader import script_blocks
from app.lab.apex.releases import RELEASES, of
from app.lab.backend import OraError
from app.lab.world.build import of_release
from tests.lab.apex.conftest import Instance, main_session

SHARED = "application/shared_components/"
STATIC_FILE = f"{SHARED}files/js_app_js"
PLUGIN = f"{SHARED}plugins/item_type/demo_colour"
PAGE = "application/pages/page_00091"
BODY = {
    # a file of this size is cut, and its name stands in the second block
    STATIC_FILE: (
        "APP STATIC FILES: 100",
        [
            "BEGIN\nwwv_flow_imp.g_varchar2_table := wwv_flow_imp.empty_varchar2_table;\n"
            "wwv_flow_imp.g_varchar2_table(1) := '2F2F206F6E65';\nnull;\nEND\n",
            "BEGIN\nwwv_flow_imp.g_varchar2_table(2) := '0A2F2F2074776F';\n"
            "wwv_flow_imp_shared.create_app_static_file(\n p_id=>wwv_flow_imp.id(9101)\n"
            ",p_file_name=>'js/app.js'\n,p_mime_type=>'text/javascript'\n"
            ",p_file_content => wwv_flow_imp.varchar2_to_blob(wwv_flow_imp.g_varchar2_table)\n"
            ");\nEND\n",
        ],
    ),
    # only the first block opens the component and only the last one closes it
    PLUGIN: (
        "PLUGIN: DEMO.COLOUR",
        [
            "BEGIN\nwwv_flow_imp_shared.create_plugin(\n p_id=>wwv_flow_imp.id(9201)\n"
            ",p_plugin_type=>'ITEM TYPE'\n,p_name=>'DEMO.COLOUR'\n,p_display_name=>'Colour'\n);\n",
            "wwv_flow_imp.g_varchar2_table(1) := '2F2F';\n",
            "wwv_flow_imp_shared.create_plugin_file(\n p_id=>wwv_flow_imp.id(9202)\n"
            ",p_plugin_id=>wwv_flow_imp.id(9201)\n,p_file_name=>'colour.js'\n);\n",
            "END\n",
        ],
    ),
    PAGE: (
        "PAGE: 00091",
        [
            "BEGIN\nwwv_flow_imp_page.create_page(\n p_id=>91\n,p_name=>'Long'\n"
            ",p_step_title=>'Long'\n);\nEND\n",
            "BEGIN\nwwv_flow_imp_page.create_page_process(\n p_id=>wwv_flow_imp.id(9301)\n"
            ",p_process_sequence=>10\n,p_process_name=>'Call'\n);\n"
            "wwv_flow_imp_shared.create_invokeapi_comp_param(\n p_id=>wwv_flow_imp.id(9302)\n"
            ",p_page_process_id=>wwv_flow_imp.id(9301)\n,p_name=>'p_id'\n);\nEND\n",
        ],
    ),
    f"{SHARED}data_profiles/rates": (
        "DATA PROFILE: Rates",
        [
            "BEGIN\nwwv_flow_imp_shared.create_data_profile(\n p_id=>wwv_flow_imp.id(9401)\n"
            ",p_name=>'Rates'\n,p_format=>'JSON'\n);\n"
            "wwv_flow_imp_shared.create_data_profile_col(\n p_id=>wwv_flow_imp.id(9402)\n"
            ",p_data_profile_id=>wwv_flow_imp.id(9401)\n,p_name=>'RATE'\n);\nEND\n"
        ],
    ),
    f"{SHARED}user_interface/templates/page/bare": (
        "TEMPLATE: BARE",
        [
            "BEGIN\nwwv_flow_imp_shared.create_template(\n p_id=>wwv_flow_imp.id(9501)\n"
            ",p_theme_id=>42\n,p_name=>'Bare'\n,p_internal_name=>'BARE'\n);\n"
            "wwv_flow_imp_shared.create_page_tmpl_display_point(\n p_id=>wwv_flow_imp.id(9502)\n"
            ",p_page_template_id=>wwv_flow_imp.id(9501)\n,p_name=>'Body'\n);\nEND\n"
        ],
    ),
    # a call that may fail stands in a block of its own
    f"{SHARED}user_interface/templates/report/plain": (
        "ROW TEMPLATE: PLAIN",
        [
            "BEGIN\nwwv_flow_imp_shared.create_row_template(\n p_id=>wwv_flow_imp.id(9601)\n"
            ",p_row_template_name=>'Plain'\n,p_internal_name=>'PLAIN'\n);\n"
            "begin\nwwv_flow_imp_shared.create_row_template_patch(\n p_id=>wwv_flow_imp.id(9601)\n"
            ",p_row_template_before_first=>'<tr>'\n);\nexception when others then null;\n"
            "end;\nEND\n"
        ],
    ),
    f"{SHARED}user_interface/lovs/rate_kinds": (
        "RATE.KINDS",
        [
            "BEGIN\nwwv_flow_imp_shared.create_list_of_values(\n p_id=>wwv_flow_imp.id(9701)\n"
            ",p_lov_name=>'RATE.KINDS'\n);\nEND\n"
        ],
    ),
    # its name gives the same file
    f"{SHARED}user_interface/lovs/rate_kinds_002": (
        "RATE_KINDS",
        [
            "BEGIN\nwwv_flow_imp_shared.create_list_of_values(\n p_id=>wwv_flow_imp.id(9702)\n"
            ",p_lov_name=>'RATE_KINDS'\n);\nEND\n"
        ],
    ),
    "application/deployment/install/install_tables": (
        "INSTALL: INSTALL-Tables",
        [
            "BEGIN\nwwv_flow_imp_shared.create_install_script(\n p_id=>wwv_flow_imp.id(9801)\n"
            ",p_install_id=>wwv_flow_imp.id(9800)\n,p_name=>'Tables'\n,p_sequence=>10\n"
            ",p_script_clob=>'create table a (n number)'\n);\n"
            "wwv_flow_imp_shared.append_to_install_script(\n p_id=>wwv_flow_imp.id(9801)\n"
            ",p_script_clob=>'create table b (n number)'\n);\nEND\n"
        ],
    ),
}
UNKNOWN = f"{SHARED}holograms/nose"
UNKNOWN_BODY = (
    "HOLOGRAM: Nose",
    [
        "BEGIN\nwwv_flow_imp_shared.create_hologram(\n p_id=>wwv_flow_imp.id(9901)\n"
        ",p_name=>'Nose'\n,p_depth=>3\n);\nEND\n"
    ],
)


def written(path, manifest, blocks, head):
    """The file as an export writes it."""
    texts = []
    for number, body in enumerate(blocks):
        comment = f"--   Manifest\n--     {manifest}\n--   Manifest End\n" if not number else ""
        text = body.replace("BEGIN\n", head).replace("END\n", "wwv_flow_imp.component_end;\n")
        texts.append(f"begin\n{comment}{text}end;\n/\n")
    return f"prompt --{path}\n" + "".join(texts)


@pytest.fixture
def whole(files):
    """The demo's application with all of these files in it, where APEX would have put them."""
    made = {path.removeprefix("f100/"): text for path, text in files.items()}
    build = made[f"{SHARED}logic/build_options.sql"]
    head = build[build.index("wwv_flow_imp.component_begin") : build.index(");\n") + 3]
    for path, (manifest, blocks) in {**BODY, UNKNOWN: UNKNOWN_BODY}.items():
        made[f"{path}.sql"] = written(path, manifest, blocks, head)
    return made


def behind(install, path):
    """``install`` with one line more, behind the demo's last file of the same kind."""
    folder = path.rpartition("/")[0] + "/"
    lines = install.split("\n")
    at = max((n for n, line in enumerate(lines) if line.startswith(f"@@{folder}")), default=None)
    if at is None:
        at = lines.index("@@application/pages/page_groups.sql") - 1
    return "\n".join([*lines[: at + 1], f"@@{path}.sql", *lines[at + 1 :]])


@pytest.fixture
def given(whole):
    install = whole["install.sql"]
    for path in (*BODY, UNKNOWN):
        install = behind(install, path)
    return {**whole, "install.sql": install}


def install(instance, files, road):
    session = main_session()
    if road == "zip":
        instance.install(session, files)
        return
    importer = Importer(instance.store, session, lambda: instance.now)
    for path in re.findall(r"^@@(\S+)", files["install.sql"], re.MULTILINE):
        for block in script_blocks(files[path]):
            with instance.statement():
                importer.run(block)


def out(instance):
    return {p.removeprefix("f100/"): t for p, t in instance.export(100).items()}


@pytest.mark.parametrize("road", ["zip", "script"])
def test_it_comes_out_as_it_went_in(instance, given, road):
    install(instance, given, road)
    exported = out(instance)
    wanted = dict(given)
    if road == "script":  # nothing says in which file it was
        generic = f"{SHARED}hologram/nose"
        wanted[f"{generic}.sql"] = wanted.pop(f"{UNKNOWN}.sql").replace(UNKNOWN, generic)
    del wanted["install.sql"], exported["install.sql"]
    assert exported.keys() == wanted.keys()
    for path, text in wanted.items():
        assert exported[path] == text, path


def test_a_second_time_changes_nothing(instance, given):
    install(instance, given, "zip")
    first = out(instance)
    install(instance, first, "zip")
    assert list(out(instance).items()) == list(first.items())


def test_one_component_again_stands_in_its_place(instance, given):
    install(instance, given, "zip")
    before = out(instance)
    part = {path: before[path] for path in before if "rate_kinds_002" in path or PAGE in path}
    part = {path: text.replace("'Long'", "'Longer'") for path, text in part.items()}
    part["install_component.sql"] = "".join(f"@@{path}\n" for path in part)
    page = f"{PAGE}.sql"
    part[page] = part[page].replace(
        "wwv_flow_imp_page.create_page(",
        "wwv_flow_imp.remove_page (p_flow_id=>wwv_flow.g_flow_id, p_page_id=>91);\n"
        "wwv_flow_imp_page.create_page(",
        1,
    )
    instance.install(main_session(), part)
    after = out(instance)
    assert after.keys() == before.keys()
    assert {p for p in after if after[p] != before[p]} == {page}
    assert after[page] == before[page].replace("'Long'", "'Longer'")


def test_a_file_whose_name_never_comes(instance, given):
    path = f"{STATIC_FILE}.sql"
    cut = given[path].index("/\n") + 2
    with pytest.raises(OraError) as caught:
        instance.install(main_session(), {**given, path: given[path][:cut]})
    assert caught.value.code == 20987


@pytest.mark.parametrize("name", ["20.2", "21.2", "22.2", "23.2", "26.1"])
def test_each_release_writes_its_own_form(name, given):
    release = RELEASES[name]
    instance = Instance(release)
    install(instance, {p: of_release(t, release) for p, t in given.items()}, "zip")
    exported = out(instance)
    text = "".join(exported.values())
    assert f"p_release=>'{release.version}'" in text
    assert f"p_version_yyyy_mm_dd=>'{release.date}'" in text
    assert ("wwv_flow_api." in text) is (release.number < (22, 1))
    assert ("wwv_flow_imp." in text) is (release.number >= (22, 1))
    assert f"{SHARED}navigation/listentry.sql" in exported
    assert out_again(release, exported) == exported


def out_again(release, files):
    instance = Instance(release)
    install(instance, files, "zip")
    return out(instance)


def test_a_patch_of_a_release_is_that_release():
    assert (of("24.2.15").name, of("24.2.15").version) == ("24.2", "24.2.15")
    with pytest.raises(KeyError):
        of("19.2.0")


def test_an_older_release_knows_no_newer_package(given):
    instance = Instance(RELEASES["21.2"])
    older = {p: t.replace("'2024.11.30'", "'2021.10.15'") for p, t in given.items()}
    with pytest.raises(OraError) as caught:
        install(instance, older, "zip")
    assert "PLS-00201: identifier 'WWV_FLOW_IMP.IMPORT_BEGIN' must be declared" in str(caught.value)
