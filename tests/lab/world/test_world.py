"""The world as its users find it: counts, privileges, history, applications, REST, persistence."""

from __future__ import annotations

import json
import re

import pytest

from app.lab import world
from app.lab.backend import OraError
from app.lab.ords import listener as ords
from app.lab.ords import package as ords_api
from app.lab.sql.database import Database
from app.lab.world import build, servers

COUNTS = [("MAROC", "CONTRATS", 450), ("FRANCE", "POLICES", 12000), ("TUNISIE", "SINISTRES", 800)]
CLIENTS = ["MAROC", "FRANCE", "TUNISIE"]


@pytest.mark.parametrize(("server", "table", "count"), COUNTS)
def test_counts(at, server, table, count):
    assert at(server).one(f"select count(*) from {table}") == count


@pytest.mark.parametrize("server", ["CENTRAL", *CLIENTS])
def test_all_code_compiles(at, server):
    for user in servers.server(server).users:
        query = "select object_type, object_name from user_objects where status <> 'VALID'"
        assert at(server, user).query(query) == []


@pytest.mark.parametrize("server", ["CENTRAL", *CLIENTS])
def test_the_black_box_is_closed_but_its_packages_are_not(at, server):
    user = at(server, "ORASSUIT")
    with pytest.raises(OraError) as caught:
        user.query("select count(*) from orassadm.contrats")
    assert caught.value.code == 942
    expected = at(server).one("select count(*) from contrats")
    assert user.one("select orassadm.pkg_contrats.nombre from dual") == expected


def test_a_granted_package_writes_with_its_owners_rights(own, log_on):
    database = own("MAROC")
    user, owner = log_on(database, "ORASSUIT"), log_on(database, "ORASSADM")
    before = owner.one("select count(*) from contrats where statut = 'RESILIE'")
    number = owner.one("select min(id_contrat) from contrats where statut = 'ACTIF'")
    user.run("begin orassadm.pkg_contrats.resilier(p_id_contrat => :n); end;", n=number)
    user.session.commit()
    assert owner.one("select count(*) from contrats where statut = 'RESILIE'") == before + 1


def test_the_developers_have_no_grants(at):
    with pytest.raises(OraError):
        at("CENTRAL", "ORASSUIT_DEV1").one("select orassadm.pkg_contrats.nombre from dual")


@pytest.mark.parametrize("server", CLIENTS)
def test_clients_are_on_version_1(at, server):
    owner = at(server)
    columns = "select count(*) from user_tab_columns where column_name = 'CANAL_VENTE'"
    assert owner.one(columns) == 0
    rows = owner.query(
        "select id, author, filename, md5sum, exectype, orderexecuted from databasechangelog"
        " order by orderexecuted"
    )
    first = [c for c in build.changelog().changesets if c.path == "changelog/001-socle.sql"]
    assert [(r[0], r[1], r[2], r[3]) for r in rows] == [
        (c.id, c.author, c.path, c.checksum_v9) for c in first
    ]
    assert {r[4] for r in rows} == {"EXECUTED"}
    assert [r[5] for r in rows] == list(range(1, len(rows) + 1))
    assert owner.query("select id, locked from databasechangeloglock") == [(1, 0)]
    user = at(server, "ORASSUIT")
    assert user.one("select version from apex_applications") == "1"


def test_central_has_the_schema_of_release_2(at):
    owner = at("CENTRAL")
    assert owner.one("select count(*) from contrats where canal_vente = 'AGENCE'") == 60
    waiting = {c.key for c in build.changelog().changesets}
    assert owner.one("select count(*) from databasechangelog") == len(waiting)


def test_the_changelog_of_release_2_runs_on_a_client(own, log_on):
    owner = log_on(own("MAROC"), "ORASSADM")
    for changeset in build.changelog().changesets:
        if changeset.path == "changelog/002-canal-vente.sql":
            for statement in changeset.statements:
                outcome = owner.session.execute(statement.text, [], [])
                assert not getattr(outcome, "compile_errors", False), changeset.id
    owner.session.commit()
    assert owner.one("select count(*) from contrats where canal_vente = 'AGENCE'") == 450
    stale = owner.query("select object_name from user_objects where status <> 'VALID'")
    assert ("PKG_REFERENCE",) in stale  # it leans on a package that was written anew
    owner.run("begin dbms_utility.compile_schema(schema => user, compile_all => false); end;")
    assert owner.query("select object_name from user_objects where status <> 'VALID'") == []
    assert owner.one("select pkg_contrats.nombre_par_canal('AGENCE') from dual") == 450
    assert owner.one("select pkg_api.version_schema from dual") == "2"


def test_what_each_workspace_sees(at):
    seen = {
        user: at("CENTRAL", user).query(
            "select workspace, application_id, owner, version from apex_applications"
        )
        for user in ("ORASSUIT", "ORASSUIT_DEV1", "ORASSUIT_DEV2", "ORASSADM")
    }
    assert seen == {
        "ORASSUIT": [("ORASSUIT", 100, "ORASSUIT", "1")],
        "ORASSUIT_DEV1": [("ORASSUIT_DEV1", 101, "ORASSUIT_DEV1", "1")],
        "ORASSUIT_DEV2": [("ORASSUIT_DEV2", 102, "ORASSUIT_DEV2", "1")],
        "ORASSADM": [],
    }


def test_who_changed_which_page(at):
    def changed(user, base):
        return at("CENTRAL", user).query(
            "select page_id, last_updated_by from apex_application_pages"
            " where last_updated_on > to_date('2024-12-03', 'YYYY-MM-DD') order by page_id"
        )

    assert changed("ORASSUIT_DEV1", 101) == [(10, "AHMED"), (30, "AHMED")]
    assert changed("ORASSUIT_DEV2", 102) == [(20, "SARA"), (30, "SARA")]
    assert changed("ORASSUIT", 100) == []


def test_components_of_an_export(at):
    lists = at("CENTRAL", "ORASSUIT_DEV2").query(
        "select name, used_on_pages from apex_appl_export_comps"
        " where type_name = 'LOV' and name = 'LOV_CANAL_VENTE'"
    )
    assert lists == [("LOV_CANAL_VENTE", "20")]


@pytest.mark.parametrize(("server", "table", "count"), COUNTS)
def test_rest(made, server, table, count):
    database = Database.open(made.home / server)
    rest = ords.Rest(database, lambda db: ords_api.handlers(db.file))
    status, document = rest.answer("/ords/orassadm/api/sante", {})
    assert (status, document["etat"], document["version"]) == (200, "ok", "1")
    status, page = rest.answer("/ords/orassadm/api/contrats", {"limit": "3"})
    assert (status, len(page["items"]), page["hasMore"], page["count"]) == (200, 3, True, 3)
    assert page["items"][0]["numero"].startswith("CT-")
    _, later = rest.answer("/ords/orassadm/api/contrats", {"limit": "3", "offset": "2"})
    assert later["items"][0] == page["items"][2]
    assert rest.answer("/ords/orassadm/api/nothing", {})[0] == 404
    assert rest.answer("/ords/orassadm/api/contrats", {"limit": "many"})[0] == 400
    json.dumps(page)


def test_rest_says_when_the_package_is_broken(own, log_on):
    database = own("MAROC")
    owner = log_on(database, "ORASSADM")
    body = owner.one(
        "select text from user_source where type = 'PACKAGE BODY' and name = 'PKG_API' and line = 1"
    )
    assert body.upper().startswith("PACKAGE BODY PKG_API")
    outcome = owner.session.execute(
        "create or replace package body pkg_api as\n"
        "  function etat return varchar2 is begin\n"
        "    for r in (select 1 from no_such_table) loop return r; end loop; end;\nend pkg_api;",
        [],
        [],
    )
    assert outcome.compile_errors
    rest = ords.Rest(database, lambda db: ords_api.handlers(db.file))
    status, document = rest.answer("/ords/orassadm/api/sante", {})
    assert status == 503
    assert document["status"] == 503


def test_a_second_create_changes_nothing(made):
    before = {p: p.stat().st_mtime_ns for p in made.home.rglob("*") if p.is_file()}
    again = world.create(made.home)
    assert again.passwords == {}
    assert again.clients == made.clients
    assert {p: p.stat().st_mtime_ns for p in made.home.rglob("*") if p.is_file()} == before


def test_passwords_are_nowhere_in_the_world(made):
    secrets = set(made.passwords.values())
    assert len(secrets) == len(made.passwords) == 10
    assert not any(password in repr(made) for password in secrets)
    for path in made.home.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not any(password.encode() in content for password in secrets)


def test_an_interrupted_creation_is_begun_again(tmp_path):
    home = tmp_path / "world"
    first = world.create(home)
    (home / "world.json").unlink()
    (home / "MAROC").rename(home / "MAROC.new")
    before = Database.open(home / "FRANCE").verifier("ORASSADM")
    second = world.create(home)
    assert set(second.passwords) == set(first.passwords)
    assert Database.open(home / "FRANCE").verifier("ORASSADM") != before
    assert not (home / "MAROC.new").exists()
    reset = world.reset_passwords(home)
    assert set(reset) == set(first.passwords)
    assert not set(reset.values()) & set(second.passwords.values())


def test_a_world_of_an_older_lab_is_made_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(world, "SERVERS", tuple(s for s in servers.SERVERS if s.name == "MAROC"))
    (tmp_path / "MAROC").mkdir()
    (tmp_path / "MAROC" / "database.sqlite").write_bytes(b"of another form")
    (tmp_path / "world.json").write_text('{"format": 1, "seed": 5}\n', encoding="utf-8")
    info = world.create(tmp_path)
    assert set(info.passwords) == {("MAROC", "ORASSADM"), ("MAROC", "ORASSUIT")}
    assert Database.open(tmp_path / "MAROC").verifier("ORASSADM")
    assert world.create(tmp_path).passwords == {}


def test_what_clients_are_called(made):
    assert [(c.server, c.application_id, c.workspace) for c in made.clients] == [
        ("MAROC", 210, "ORASSUIT_MA"),
        ("FRANCE", 220, "ORASSUIT_FR"),
        ("TUNISIE", 230, "ORASSUIT_TN"),
    ]
    assert all(re.fullmatch(r"[A-C] \w+", c.name) for c in made.clients)
