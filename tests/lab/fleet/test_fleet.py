"""Many clients: the command that serves them, what it prints, and what it does on purpose."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from app.errors import AppError, OracleError, SettingsError
from app.lab.fleet import build
from app.lab.fleet.plan import Plan, keep, kept, read_faults
from app.lab.sql.database import Database
from app.lab.wire.server import LabServer
from app.oracle import ConnectionSpec, connect
from app.services.demo import fleet
from app.settings import load

KIND = ("--profile", "19c", "--apex", "22.2")
FAULTS = """
[[fault]]
client = "c002"
pattern = "CREATE INDEX"
error = [54, "resource busy"]
times = 1

[[fault]]
pattern = "no_such_statement"
delay = 0.5
"""


@pytest.fixture(scope="module")
def faults(tmp_path_factory):
    file = tmp_path_factory.mktemp("faults") / "faults.toml"
    file.write_text(FAULTS, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("fleet") / "home"


def start(home, *words):
    child = subprocess.Popen(
        [sys.executable, "-m", "app", "lab", "serve", str(home), *words],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        encoding="utf-8", creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )  # fmt: skip
    line = child.stdout.readline()
    assert line, child.communicate()[1]
    return child, json.loads(line)


def listens(dsn):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(dsn.partition(":")[2].partition("/")[0]))) == 0


@pytest.fixture(scope="module")
def running(home, faults):
    child, served = start(home, *KIND, "--clients", "3", "--faults", str(faults))
    yield child, served
    child.communicate()


@pytest.fixture(scope="module")
def served(running):
    return running[1]


@pytest.fixture
def log_in(served):
    opened = []
    passwords = json.loads(Path(served["passwords"]["file"]).read_text(encoding="utf-8"))

    def open_one(one, user):
        key = served["passwords"]["key"].replace("USER", user).replace("ID", one["id"])
        opened.append(connect(ConnectionSpec(one["id"], one["dsn"], user), passwords[key]))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


def test_everybody_gets_in(served, log_in):
    assert [one["id"] for one in served["clients"]] == ["c001", "c002", "c003"]
    for one in (served["central"], *served["clients"]):
        for user in one["users"]:
            assert log_in(one, user).query("select user from dual") == [(user,)]
    client = log_in(served["clients"][2], "ORASSADM")
    assert client.server_version.startswith("19.")
    release = log_in(served["clients"][2], "ORASSUIT").query("select version_no from apex_release")
    assert (served["apex"], release) == ("22.2", [("22.2.0",)])
    assert client.query("select sys_context('USERENV', 'SERVICE_NAME') from dual") == [("C003",)]


def test_the_settings_name_the_clients(served):
    known = load(Path(served["settings"]))
    assert {c.id: c.dsn for c in known.clients} == {c["id"]: c["dsn"] for c in served["clients"]}
    assert known.central.dsn == served["central"]["dsn"]


def test_each_client_has_rows_of_its_own(served, log_in):
    first, second = (log_in(one, "ORASSADM") for one in served["clients"][:2])
    count = "select count(*) from agences"
    before = second.query(count)
    first.execute("delete from sinistres")
    first.commit()
    assert second.query(count) == before
    assert first.query("select count(*) from sinistres") == [(0,)]
    assert second.query("select count(*) from sinistres") != [(0,)]


def test_a_fault_strikes_whom_it_names(served, log_in):
    create = "CREATE INDEX ix_{} ON contrats (date_effet)"
    log_in(served["clients"][0], "ORASSADM").execute(create.format(1))
    struck = log_in(served["clients"][1], "ORASSADM")
    with pytest.raises(OracleError) as caught:
        struck.execute(create.format(2))
    assert caught.value.facts["ora"] == 54
    struck.execute(create.format(2))


def test_ords_answers_for_each_client(served):
    with urllib.request.urlopen(served["clients"][1]["probe"], timeout=30) as answer:
        assert json.load(answer)["etat"] == "ok"


def test_nobody_else_serves_the_same_home(home, served):
    with pytest.raises(SettingsError) as caught:
        fleet.serve(
            home, fleet.Wish(clients=3, profile="19c", apex="22.2"), lambda _: None, lambda _: None
        )
    assert caught.value.code == "demo.busy"


def test_it_ends_with_ctrl_c_and_starts_again_with_its_data(home, running):
    child, served = running
    child.send_signal(signal.SIGINT if sys.platform != "win32" else signal.CTRL_BREAK_EVENT)
    _, said = child.communicate(timeout=60)
    if sys.platform != "win32":
        assert child.returncode == 0, said
    assert not any(listens(one["dsn"]) for one in served["clients"])
    for other in (fleet.Wish(clients=3, profile="19c"), fleet.Wish(clients=3, apex="22.2")):
        with pytest.raises(AppError) as caught:
            fleet.serve(home, other, lambda _: None, lambda _: None)
        assert caught.value.code == "lab.other_fleet"
    again, more = start(home, *KIND, "--clients", "4")
    try:
        assert [one["id"] for one in more["clients"]][-1] == "c004"
        passwords = json.loads(Path(more["passwords"]["file"]).read_text(encoding="utf-8"))
        counts = []
        for one in (more["clients"][0], more["clients"][3]):
            word = passwords[f"Caravane:ORASSADM@{one['id']}"]
            session = connect(ConnectionSpec(one["id"], one["dsn"], "ORASSADM"), word)
            counts += session.query("select count(*) from sinistres")[0]
            session.close()
        assert counts[0] == 0
        assert counts[1] > 0
    finally:
        again.communicate()  # closes its standard input
    assert again.returncode == 0


def test_a_folder_with_something_else_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(SettingsError) as caught:
        fleet.serve(tmp_path, fleet.Wish(clients=1), lambda _: None, lambda _: None)
    assert caught.value.code == "demo.not_a_demo"
    assert [p.name for p in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize(
    "text",
    ["[[fault]]", "[[fault]]\npattern = '('", "[[fault]]\npattern = 'x'\nacton = 'drop'", "x"],
)
def test_faults_that_cannot_be_meant(text, tmp_path):
    with pytest.raises(ValueError, match=r"\w"):
        read_faults(text)
    file = tmp_path / "faults.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(AppError) as caught:
        fleet.serve(None, fleet.Wish(clients=1, faults=file), lambda _: None, lambda _: None)
    assert caught.value.code == "lab.faults"


def test_every_client_is_served_once(tmp_path):
    plan = Plan(clients=301, processes=7, faults=read_faults(FAULTS))
    parts = [plan.part(number) for number in range(plan.processes)]
    assert sorted(name for part in parts for name in part) == sorted(plan.names)
    assert max(map(len, parts)) - min(map(len, parts)) <= 1
    keep(tmp_path, plan)
    assert kept(tmp_path) == plan


def test_a_slow_line(tmp_path):
    """What 100 000 bytes take at a million bytes a second is a floor, whatever the machine."""
    database = Database.create(tmp_path / "slow", "SLOW", (23, 6, 0, 24, 10))
    database.create_user("A", "pw")
    server = LabServer([database], faults=Plan(clients=1, bandwidth=1e6).faults_of("C001"))
    server.start()
    session = connect(ConnectionSpec("slow", f"127.0.0.1:{server.port}/SLOW", "A"), "pw")
    try:
        sql = "select rpad('x', 4000, 'x') from dual connect by level <= 25"
        began = time.monotonic()
        assert len(session.query(sql)) == 25
        assert time.monotonic() - began >= 0.1
    finally:
        session.close()
        server.stop()


def test_a_password_that_was_lost_is_made_anew(tmp_path):
    plan = Plan(clients=1)
    users = [(name, user) for name in ("CENTRAL", "TEMPLATE") for user in plan.server(name).users]
    build.make(tmp_path, plan, dict.fromkeys(users, "old"))
    before = Database(tmp_path / "C001").verifier("ORASSADM")
    build.set_passwords(tmp_path, plan, dict.fromkeys(users, "new"))
    assert Database(tmp_path / "C001").verifier("ORASSADM") != before
