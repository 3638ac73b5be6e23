"""Applications, out of one copy of APEX and into another."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime

import pytest

from app.errors import OracleError
from app.oracle import (
    OLDEST,
    ConnectionSpec,
    ImportTarget,
    apex,
    apex_release,
    application_info,
    applications,
    connect,
    export_application,
    import_application,
    page_updates,
    set_application_version,
    version_of,
    workspace_schemas,
)

# From MAIN: its ids are moved by the client's offset. From the client's own export: they stay.
MAROC = ImportTarget("ORASSUIT_MA", 210, "ORASSUIT", 38110427716503941)
RESTORE = ImportTarget("ORASSUIT_MA", 210, "ORASSUIT")
PAGE = "application/pages/page_00010.sql"


@pytest.fixture
def enter(world):
    opened = []

    def open_one(server, user):
        base = world.database(server, user)
        opened.append(connect(ConnectionSpec(server, base.dsn, user), base.password))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


@pytest.fixture
def central(enter):
    return enter("CENTRAL", "ORASSUIT")


@pytest.fixture
def maroc(enter):
    return enter("MAROC", "ORASSUIT")


class TestViews:
    def test_release(self, central):
        assert version_of(apex_release(central)) >= OLDEST

    def test_application(self, central):
        info = application_info(central, 100)
        assert info is not None
        assert (info.workspace, info.owner, info.version) == ("ORASSUIT", "ORASSUIT", info.version)
        assert info.pages >= 12
        assert isinstance(info.last_updated_on, datetime)
        assert application_info(central, 999) is None
        assert info in applications(central)

    def test_each_schema_sees_its_own(self, enter):
        assert [a.application_id for a in applications(enter("CENTRAL", "ORASSUIT_DEV1"))] == [101]
        assert workspace_schemas(enter("MAROC", "ORASSUIT"))["ORASSUIT_MA"] == ("ORASSUIT",)

    def test_pages_and_who_changed_them(self, enter):
        updates = page_updates(enter("CENTRAL", "ORASSUIT_DEV1"), 101)
        assert {10, 20, 30} <= set(updates)
        when, who = updates[10]
        assert isinstance(when, datetime) and who


class TestExport:
    def test_export_takes_few_trips(self, central):
        before = central.round_trips
        files = export_application(central, "ORASSUIT", 100)
        assert central.round_trips - before <= 3
        assert next(iter(files)) == "install.sql"
        assert PAGE in files
        assert "wwv_flow_imp_page.create_page(" in files[PAGE]

    @pytest.mark.parametrize("parts", [1, 64])
    def test_the_zip_comes_once(self, central, monkeypatch, parts):
        whole = export_application(central, "ORASSUIT", 100)
        monkeypatch.setattr(apex, "_PARTS", parts)
        call, answers = central.call, []

        def told(*given, **binds):
            answers.append(call(*given, **binds))
            return answers[-1]

        monkeypatch.setattr(central, "call", told)
        assert export_application(central, "ORASSUIT", 100) == whole
        (answer,) = answers
        assert bool(answer["zip"]) is (parts == 1)
        assert bool(answer["z0"]) is (parts == 64)

    def test_original_ids(self, enter):
        s = enter("MAROC", "ORASSUIT")
        plain = export_application(s, "ORASSUIT_MA", 210)
        original = export_application(s, "ORASSUIT_MA", 210, original_ids=True)
        assert plain.keys() == original.keys()
        assert plain[PAGE] != original[PAGE]

    def test_somebody_else_s_workspace(self, central):
        with pytest.raises(OracleError) as caught:
            export_application(central, "ORASSUIT_DEV1", 101)
        assert caught.value.code == "oracle.refused"


class TestImport:
    def test_what_went_in_comes_out(self, central, maroc):
        files = export_application(central, "ORASSUIT", 100)
        before = export_application(maroc, "ORASSUIT_MA", 210)
        changed = {**files, PAGE: files[PAGE].replace("p_name=>'", "p_name=>'Neuf ", 1)}
        outcome = import_application(maroc, changed, MAROC)
        assert outcome.method == "install"
        assert outcome.round_trips <= 4
        assert not maroc.in_transaction
        after = export_application(maroc, "ORASSUIT_MA", 210)
        assert after.keys() == files.keys()
        assert [path for path in after if after[path] != before[path]] == [PAGE]
        assert "p_name=>'Neuf " in after[PAGE]
        assert import_application(maroc, before, RESTORE).method == "install"
        assert export_application(maroc, "ORASSUIT_MA", 210) == before

    def test_another_session_sees_it(self, maroc, enter):
        files = export_application(maroc, "ORASSUIT_MA", 210)
        import_application(maroc, files, RESTORE)
        assert export_application(enter("MAROC", "ORASSUIT"), "ORASSUIT_MA", 210) == files

    def test_broken_block_changes_nothing(self, maroc):
        before = export_application(maroc, "ORASSUIT_MA", 210)
        broken = {**before, PAGE: before[PAGE].replace("create_page(", "make_nonsense(", 1)}
        with pytest.raises(OracleError) as caught:
            import_application(maroc, broken, MAROC)
        assert caught.value.code == "oracle.refused"
        assert export_application(maroc, "ORASSUIT_MA", 210) == before

    def test_schema_that_is_not_the_workspace_s(self, maroc):
        files = export_application(maroc, "ORASSUIT_MA", 210)
        with pytest.raises(OracleError):
            import_application(maroc, files, ImportTarget("ORASSUIT_MA", 210, "ORASSADM"))
        assert export_application(maroc, "ORASSUIT_MA", 210) == files

    def test_version(self, maroc, enter):
        set_application_version(maroc, 210, "9.9")
        info = application_info(maroc, 210)
        assert info is not None and info.version == "9.9"
        maroc.rollback()
        info = application_info(enter("MAROC", "ORASSUIT"), 210)
        assert info is not None and info.version != "9.9"


class TestOlderApex:
    """An instance that cannot install from a zip gets the same application block by block."""

    @pytest.fixture
    def world(self, lab_world):
        """The lab plays it, wherever the other tests run."""
        return lab_world

    @pytest.fixture
    def old(self, world, tmp_path_factory):
        from app.lab.sql.database import Database
        from app.lab.wire.server import PROFILE_19C, LabServer

        served = world.database("MAROC", "ORASSUIT")
        folder = tmp_path_factory.mktemp("old") / "MAROC"
        folder.mkdir()
        with (
            closing(sqlite3.connect(world.folder / "MAROC" / "database.sqlite")) as source,
            closing(sqlite3.connect(folder / "database.sqlite")) as target,
        ):
            source.backup(target)
        database = Database.open(folder)
        database.missing = frozenset(
            {"APEX_APPLICATION_INSTALL.INSTALL", "APEX_EXPORT.ZIP", "APEX_EXPORT.UNZIP"}
        )
        server = LabServer([database], profile=PROFILE_19C)
        server.start()
        spec = ConnectionSpec("old", f"127.0.0.1:{server.port}/MAROC", "ORASSUIT")
        with connect(spec, served.password) as session:
            yield session
        server.stop(drain_seconds=0)

    def test_script_makes_what_the_zip_makes(self, old, central, maroc):
        files = export_application(central, "ORASSUIT", 100)
        before = export_application(maroc, "ORASSUIT_MA", 210)
        outcome = import_application(old, files, MAROC)
        assert outcome.method == "script"
        assert outcome.round_trips > 10
        import_application(maroc, files, MAROC)
        wanted = export_application(maroc, "ORASSUIT_MA", 210)
        import_application(maroc, before, RESTORE)
        assert export_application(old, "ORASSUIT_MA", 210) == wanted

    def test_files_one_by_one_are_those_of_the_zip(self, old, maroc):
        wanted = export_application(maroc, "ORASSUIT_MA", 210)
        trips = old.round_trips
        assert list(export_application(old, "ORASSUIT_MA", 210).items()) == list(wanted.items())
        assert old.round_trips - trips <= 5
        ids = export_application(old, "ORASSUIT_MA", 210, original_ids=True)
        assert ids == export_application(maroc, "ORASSUIT_MA", 210, original_ids=True)

    def test_broken_block_is_named_by_file_and_line(self, old, central):
        files = export_application(central, "ORASSUIT", 100)
        broken = {**files, PAGE: files[PAGE].replace("create_page(", "make_nonsense(", 1)}
        with pytest.raises(OracleError) as caught:
            import_application(old, broken, MAROC)
        assert caught.value.facts["path"] == PAGE
        line = files[PAGE].split("\n")[caught.value.facts["line"] - 1]
        assert "create_page(" in line
