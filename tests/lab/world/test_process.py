"""The lab as a process: real driver, real sockets, and an end without leftovers."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import sys
import time
import urllib.request

import pytest

from app.errors import OracleError
from app.lab import process, world
from app.lab.world import build, servers
from app.oracle import (
    ConnectionSpec,
    ImportTarget,
    Wanted,
    application_info,
    comparable,
    connect,
    export_application,
    import_application,
    measure,
    page_updates,
    schema,
)

PAGE = "application/pages/page_00010.sql"


@pytest.fixture(scope="module")
def home(made, tmp_path_factory):
    """A copy of the world that these tests may change."""
    folder = tmp_path_factory.mktemp("process") / "world"
    shutil.copytree(made.home, folder)
    return folder


@pytest.fixture(scope="module")
def lab(home):
    with process.start(home) as running:
        yield running


@pytest.fixture
def log_in(made, lab):
    opened = []

    def open_one(server, user, password=None):
        dsn = f"127.0.0.1:{lab.servers[server].port}/{server}"
        spec = ConnectionSpec(server, dsn, user, call_timeout=60.0)
        opened.append(connect(spec, password or made.passwords[server, user]))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_everyone_gets_in(made, log_in):
    for server in servers.SERVERS:
        for user in server.users:
            session = log_in(server.name, user)
            assert session.server_version == ".".join(map(str, server.version))
            assert session.query("select user from dual") == [(user,)]


def test_a_wrong_password(log_in):
    with pytest.raises(OracleError) as caught:
        log_in("MAROC", "ORASSADM", "wrong")
    assert caught.value.ora == 1017


@pytest.mark.parametrize(
    ("server", "table", "count"),
    [("MAROC", "CONTRATS", 450), ("FRANCE", "POLICES", 12000), ("TUNISIE", "SINISTRES", 800)],
)
def test_counts_and_fingerprints(log_in, server, table, count):
    session = log_in(server, "ORASSADM")
    shapes = schema(session).tables
    wanted = {name: Wanted(shape, comparable(shape)) for name, shape in shapes.items()}
    first = {m.table: m.sketch for m in measure(session, wanted)}
    assert first[table].rows == count
    again = {m.table: m.sketch.digest for m in measure(session, wanted)}
    assert again == {name: sketch.digest for name, sketch in first.items()}
    assert len({d.digest for d in first.values()}) == len(first)


def test_main_is_the_demos_export(log_in):
    session = log_in("CENTRAL", "ORASSUIT")
    assert export_application(session, "ORASSUIT", 100) == build.application()


def test_a_developers_copy(log_in):
    session = log_in("CENTRAL", "ORASSUIT_DEV1")
    updates = page_updates(session, 101)
    assert {n for n, (_, who) in updates.items() if who == "AHMED"} == set(updates)
    latest = max(updates, key=lambda n: updates[n][0])
    assert latest == 30
    text = export_application(session, "ORASSUIT_DEV1", 101)[PAGE]
    assert "'P10_CANAL'" in text
    assert ",p_default_id_offset=>11322785363014083\n" in text


def test_an_import_is_a_few_round_trips(log_in):
    copy = servers.server("MAROC").copies[0]
    session = log_in("MAROC", "ORASSUIT")
    files = build.application()
    files[PAGE] = files[PAGE].replace("'Prime annuelle'", "'Prime'")
    target = ImportTarget(copy.workspace, copy.application, copy.schema, copy.offset)
    outcome = import_application(session, files, target)
    assert outcome.method == "install"
    assert outcome.round_trips < 30
    out = export_application(session, copy.workspace, copy.application, original_ids=True)
    assert "'Prime'" in out[PAGE]
    info = application_info(log_in("MAROC", "ORASSUIT"), copy.application)
    assert (info.version, info.workspace, info.pages) == ("1", copy.workspace, 15)


def test_rest_answers(lab):
    for server, ports in lab.servers.items():
        url = f"http://127.0.0.1:{ports.ords_port}/ords/orassadm/api/sante"
        with urllib.request.urlopen(url, timeout=10) as answer:
            document = json.load(answer)
        assert document["etat"] == "ok", server


def test_a_restart_keeps_ports_and_data(made, tmp_path):
    folder = tmp_path / "world"
    shutil.copytree(made.home, folder)
    first = process.start(folder)
    with first:
        spec = ConnectionSpec("M", f"127.0.0.1:{first.servers['MAROC'].port}/MAROC", "ORASSADM")
        with connect(spec, made.passwords["MAROC", "ORASSADM"]) as session:
            session.execute("update parametres set valeur = 'X' where code = 'DEVISE'")
            session.commit()
    assert not first.running
    assert not listens(first.servers["MAROC"].port)
    new = world.reset_passwords(folder)
    with process.start(folder) as second:
        assert second.servers == first.servers
        with connect(spec, new["MAROC", "ORASSADM"]) as session:
            rows = session.query("select valeur from parametres where code = 'DEVISE'")
        assert rows == [("X",)]


def test_a_taken_port_is_replaced(made, tmp_path):
    folder = tmp_path / "world"
    shutil.copytree(made.home, folder)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        (folder / "lab.json").write_text(json.dumps({"MAROC": {"port": port, "ords_port": "x"}}))
        with process.start(folder) as lab:
            assert lab.servers["MAROC"].port != port
            assert listens(lab.servers["MAROC"].port)


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_sigterm_ends_it_cleanly(made, tmp_path):
    folder = tmp_path / "world"
    shutil.copytree(made.home, folder)
    lab = process.start(folder)
    os.kill(lab.pid, signal.SIGTERM)
    deadline = time.monotonic() + 20
    while lab.running and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not lab.running
    assert lab.stop() == 0
    assert not re.search("Traceback|Fatal", (folder / "lab.log").read_text())


def test_no_world_is_an_error_that_says_so(tmp_path):
    with pytest.raises(process.LabError) as caught:
        process.start(tmp_path)
    assert "no world in" in str(caught.value)


def test_a_process_that_says_nothing(tmp_path):
    silent = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    with pytest.raises(process.LabError):
        process.start(tmp_path, silent, ready_within=0.5)


def test_nothing_of_a_frozen_program_needs_an_interpreter(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert process.command(tmp_path)[1:] == ["lab", "serve", str(tmp_path)]


def test_people_are_at_work_in_a_busy_lab(made, tmp_path):
    folder = tmp_path / "world"
    shutil.copytree(made.home, folder)
    with process.start(folder, process.command(folder, 20.0)) as running:
        spec = ConnectionSpec("TUNISIE", f"127.0.0.1:{running.servers['TUNISIE'].port}/TUNISIE",
                              "ORASSADM", call_timeout=60.0)  # fmt: skip
        session = connect(spec, made.passwords["TUNISIE", "ORASSADM"])
        before = session.query("select count(*) from journal where id_journal >= 1000")[0][0]
        while session.query("select count(*) from journal where id_journal >= 1000")[0][0] < 5:
            assert running.running
        audited = session.query("select count(*) from audit_travail")[0][0]
        session.close()
    assert before < 5 and audited > 0
