"""Every release of APEX that is served: an application goes in, comes out, and has a version."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import pytest

from app.apexlang import Application
from app.errors import OracleError
from app.oracle import (
    OLDEST,
    ConnectionSpec,
    ImportTarget,
    Session,
    apex_release,
    application_info,
    connect,
    export_application,
    import_application,
    restore_switches,
    set_application_version,
    switches,
    version_of,
)

TARGET = ImportTarget("ORASSUIT", 100, "TESTER")
PASSWORD = "tr4velling-light"


@pytest.fixture(params=["20.2", "21.2", "23.1", "26.1"], scope="module")
def release(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def session(release: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    from app.lab.apex.releases import RELEASES
    from app.lab.apex.store import Store
    from app.lab.sql.database import Database
    from app.lab.wire.server import PROFILE_19C, LabServer

    made = Database.create(
        tmp_path_factory.mktemp("apex") / "db", "APEX", (19, 25, 0, 0, 0), apex=RELEASES[release]
    )
    made.create_user("TESTER", PASSWORD)
    inside = made.log_on("TESTER", "test")
    inside.begin()
    Store(inside.db).add_workspace(7, "ORASSUIT", ["TESTER"])
    inside.commit()
    inside.close()
    server = LabServer([made], profile=PROFILE_19C)
    server.start()
    spec = ConnectionSpec("APEX", f"127.0.0.1:{server.port}/APEX", "TESTER")
    with connect(spec, PASSWORD) as opened:
        yield opened
    server.stop(drain_seconds=0)


@pytest.fixture(scope="module")
def files(release: str) -> dict[str, str]:
    """The demo's application as that release would have exported it, with three of its pages."""
    from app.lab.apex.releases import RELEASES
    from app.lab.world.build import application, of_release

    whole = {p: of_release(t, RELEASES[release]) for p, t in application().items()}
    pages = sorted(p for p in whole if p.startswith("application/pages/page_0"))[3:]
    install = "".join(
        line for line in whole["install.sql"].splitlines(True) if line.strip()[2:] not in pages
    )
    kept = {p: t for p, t in whole.items() if p not in pages}
    return {**kept, "install.sql": install}


def test_what_goes_in_comes_out(session: Session, release: str, files: dict[str, str]):
    assert apex_release(session).startswith(release)
    assert version_of(release) >= OLDEST
    outcome = import_application(session, files, TARGET)
    assert outcome.method == ("install" if version_of(release) >= (21, 2) else "script")
    info = application_info(session, 100)
    assert info is not None and info.workspace == "ORASSUIT"
    out = export_application(session, "ORASSUIT", 100)
    assert {p for p in out if "/pages/page_0" in p} == {p for p in files if "/pages/page_0" in p}
    again = import_application(session, out, TARGET)
    assert again.method == outcome.method
    assert export_application(session, "ORASSUIT", 100) == out
    assert export_application(session, "ORASSUIT", 100, saved_reports=True).keys() >= out.keys()


def test_switches_stand_as_they_are_told(session: Session, files: dict[str, str]):
    import_application(session, files, TARGET)
    before = {(s.kind, s.name): s.on for s in switches(session, 100)}
    assert before["build option", "Services REST"] is True
    restore_switches(session, "ORASSUIT", 100, {("build option", "Services REST"): False})
    after = {(s.kind, s.name): s.on for s in switches(session, 100)}
    assert after == {**before, ("build option", "Services REST"): False}


def test_a_version_is_set_from_23_1_on(session: Session, release: str, files: dict[str, str]):
    import_application(session, files, TARGET)
    if version_of(release) >= (23, 1):
        set_application_version(session, 100, "9.9")
        session.commit()
        info = application_info(session, 100)
        assert info is not None and info.version == "9.9"
    else:
        with pytest.raises(OracleError) as caught:
            set_application_version(session, 100, "9.9")
        assert caught.value.ora == 6550


BOTH = """declare
  l_files apex_t_export_files;
begin
  apex_util.set_workspace(p_workspace => :workspace);
  l_files := apex_export.get_application(
    p_application_id => :app, p_type => 'APEXLANG,SQL', p_split => true);
  :zip := apex_export.zip(p_source_files => l_files);
end;"""


def test_both_forms_come_in_one_zip_from_26_1_on(
    session: Session, release: str, files: dict[str, str]
):
    import_application(session, files, TARGET)
    if version_of(release) < (26, 1):
        with pytest.raises(OracleError) as caught:
            session.call(BOTH, {"zip": bytes}, workspace="ORASSUIT", app=100)
        assert caught.value.ora in (20987, 6550)
        return
    answer = session.call(BOTH, {"zip": bytes}, workspace="ORASSUIT", app=100)
    with zipfile.ZipFile(io.BytesIO(answer["zip"])) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    sql = {n.removeprefix("f100/"): t for n, t in found.items() if n.startswith("f100/")}
    assert {n: t.decode() for n, t in sql.items()} == export_application(session, "ORASSUIT", 100)
    language = Application({n: t for n, t in found.items() if not n.startswith("f100/")})
    assert not language.errors
    pages = [document for document in language.documents.values() if document.number is not None]
    assert len(pages) == sum("/pages/page_0" in name for name in sql)
    assert found["shared-components/static-files/icons/app-icon-32.png"][:4] == b"\x89PNG"
