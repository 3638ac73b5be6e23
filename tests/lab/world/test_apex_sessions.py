"""APEX through a session, with the very blocks that the program sends."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from app.lab.apex.bind import unknown_to
from app.lab.apex.reader import script_blocks
from app.lab.apex.releases import RELEASES
from app.lab.backend import OraError
from app.lab.sql.database import Database
from app.lab.world import build, servers

EXPORT = """declare
  l_files apex_t_export_files;
begin
  apex_util.set_workspace(p_workspace => :workspace);
  l_files := apex_export.get_application(
    p_application_id => :app,
    p_split => true,
    p_with_date => false,
    p_with_original_ids => {original});
  :zip := apex_export.zip(p_source_files => l_files);
end;"""
TARGET = """
  apex_application_install.clear_all;
  apex_application_install.set_workspace(p_workspace => :workspace);
  apex_application_install.set_application_id(p_application_id => :app);
  apex_application_install.set_schema(p_schema => :schema);
  apex_application_install.set_offset(p_offset => :offset);
  apex_application_install.set_application_alias(p_application_alias => :alias);
"""
INSTALL = """
  apex_application_install.install(
    p_source => apex_export.unzip(p_source_zip => :zip), p_overwrite_existing => true);
"""
MAROC = servers.server("MAROC").copies[0]
PAGE = "application/pages/page_00010.sql"


def export(user, copy, original=False):
    block = EXPORT.format(original=str(original).lower())
    packed = user.run(block, workspace=copy.workspace, app=copy.application, zip=b"")["zip"]
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {re.sub(r"^f\d+/", "", n): archive.read(n).decode() for n in archive.namelist()}


def pack(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, text in files.items():
            archive.writestr(f"f210/{path}", text)
    return out.getvalue()


def target(copy):
    return {
        "workspace": copy.workspace,
        "app": copy.application,
        "schema": copy.schema,
        "offset": copy.offset,
        "alias": copy.alias,
    }


def install(user, copy, files):
    user.run(f"begin {TARGET}{INSTALL} end;", **target(copy), zip=pack(files))


@pytest.fixture
def maroc(own):
    return own("MAROC")


@pytest.fixture
def user(maroc, log_on):
    return log_on(maroc, "ORASSUIT")


def test_main_exports_the_files_of_the_demo(at):
    main = servers.server("CENTRAL").copies[0]
    assert export(at("CENTRAL", "ORASSUIT"), main) == build.application()


def test_a_client_exports_main_with_original_ids(user):
    out = export(user, MAROC, original=True)
    main = build.application()
    assert out.keys() == main.keys()
    tail = main[PAGE][main[PAGE].index("wwv_flow_imp_page.") :]
    assert out[PAGE].endswith(tail)


def test_an_import_is_undone_by_rollback(user):
    before = export(user, MAROC)
    changed = {**build.application()}
    changed[PAGE] = changed[PAGE].replace("'Prime annuelle'", "'Prime'")
    install(user, MAROC, changed)
    assert "'Prime'" in export(user, MAROC)[PAGE]
    user.session.rollback()
    assert export(user, MAROC) == before


def test_an_import_survives_a_restart(maroc, user, log_on):
    changed = {**build.application()}
    changed[PAGE] = changed[PAGE].replace("'Prime annuelle'", "'Prime'")
    install(user, MAROC, changed)
    user.session.commit()
    again = log_on(Database.open(maroc.path), "ORASSUIT")
    out = export(again, MAROC, original=True)
    assert "'Prime'" in out[PAGE]
    assert again.one("select version from apex_applications") == "1"


def test_a_broken_import_leaves_the_application_as_it_was(user):
    before = export(user, MAROC)
    broken = {**build.application()}
    broken[PAGE] = broken[PAGE][:3000]
    with pytest.raises(OraError) as caught:
        install(user, MAROC, broken)
    assert caught.value.code == 6550
    user.session.commit()
    assert export(user, MAROC) == before


def test_the_version_is_set(user):
    user.run(
        "begin apex_application_admin.set_application_version("
        "p_application_id => :app, p_version => :version); end;",
        app=210,
        version="2",
    )
    user.session.commit()
    assert user.one("select version from apex_applications where application_id = 210") == "2"
    assert ",p_flow_version=>'2'\n" in export(user, MAROC)["application/create_application.sql"]


def test_block_by_block_where_the_install_api_is_missing(maroc, log_on, tmp_path):
    import json
    import sqlite3

    with sqlite3.connect(maroc.file) as db:
        db.execute(
            "update lab_facts set value = ? where name = 'missing'",
            (
                json.dumps(
                    [n for n in unknown_to(RELEASES["20.2"]) if n.endswith(("INSTALL", "UNZIP"))]
                ),
            ),
        )
    db.close()
    user = log_on(Database.open(maroc.path), "ORASSUIT")
    with pytest.raises(OraError) as caught:
        install(user, MAROC, build.application())
    assert caught.value.code == 6550
    assert re.search(r"PLS-00302: .*'(INSTALL|UNZIP)' must be declared", caught.value.text)
    files = {**build.application()}
    files[PAGE] = files[PAGE].replace("'Prime annuelle'", "'Prime'")
    user.run(f"begin {TARGET} end;", **target(MAROC))
    for path in re.findall(r"^@@(\S+)", files["install.sql"], re.MULTILINE):
        for block in script_blocks(files[path]):
            user.run(block)
    user.session.rollback()  # end_environment has committed
    out = export(user, MAROC, original=True)
    assert "'Prime'" in out[PAGE]
    assert f",p_default_id_offset=>{MAROC.offset}\n" in out[PAGE]


def test_others_workspaces_are_closed(at):
    user = at("CENTRAL", "ORASSUIT_DEV1")
    main = servers.server("CENTRAL").copies[0]
    with pytest.raises(OraError) as caught:
        export(user, main)
    assert caught.value.code == 20987
    user.run("begin apex_util.set_workspace(p_workspace => 'NOWHERE'); end;")  # passed over
    with pytest.raises(OraError):
        export(user, main)


def test_the_business_schema_has_no_workspace(at):
    with pytest.raises(OraError) as caught:
        export(at("MAROC"), MAROC)
    assert (caught.value.code, "g_security_group_id" in caught.value.text) == (20001, True)


def test_only_imports_run_as_imports(user):
    block = "begin wwv_flow_imp.component_end; execute immediate 'drop table preferences'; end;"
    with pytest.raises(OraError) as caught:
        user.run(block)
    assert caught.value.code == 6550
    assert user.one("select count(*) from preferences") == 2


def test_what_a_file_says_of_itself(user):
    answer = user.run(
        "declare l_info apex_application_install.t_file_info; begin"
        " l_info := apex_application_install.get_info("
        "p_source => apex_export.unzip(p_source_zip => :zip));"
        " :owner := l_info.app_owner; end;",
        zip=pack(build.application()),
        owner="",
    )
    assert answer["owner"] == "ORASSUIT"
