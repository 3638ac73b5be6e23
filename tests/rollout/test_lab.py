"""Rollouts of the demo's release to the lab's clients: the real driver, git apart, all parts real.

The program runs in a process of its own, so that it can be killed for good at any moment.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from app.lab import process, world
from app.oracle import ConnectionSpec, connect
from app.rollout import ClientTarget, Journal, Order, RunningRollout, run_rollout
from app.rollout.model import (
    PlannedClient,
    RolloutPlan,
    RolloutState,
    StepName,
    StepState,
    Verdict,
)
from tests.rollout.runner import ANNOUNCED, demo_bundle

ROOT = Path(__file__).resolve().parents[2]
# France's 12 000 rows take their time; the whole journey has them.
CLIENTS = {"maroc": ("CONTRATS", 450), "tunisie": ("SINISTRES", 800)}
SLOW = 120.0
MOST_TRIPS = {"maroc": 26, "tunisie": 30}
"""Of each client; a count is no timing. Raise it only for what the rollout must ask. Each of the
two logons takes a 19c two more."""


class Demo:
    """A lab of the test's own, and a home to run rollouts from."""

    def __init__(self, home: Path, lab: process.LabProcess, info: world.WorldInfo) -> None:
        self.home, self.lab = home, lab
        self.clients = {c.server.lower(): c for c in info.clients if c.server.lower() in CLIENTS}
        self.passwords = {
            f"{server.lower()}/{user}": password
            for (server, user), password in info.passwords.items()
        }

    def dsn(self, client: str) -> str:
        return f"127.0.0.1:{self.lab.servers[client.upper()].port}/{client.upper()}"

    def target(self, client: str) -> ClientTarget:
        known, server = self.clients[client], self.lab.servers[client.upper()]
        return ClientTarget(
            client=client,
            name=known.name,
            dsn=self.dsn(client),
            business_user="ORASSADM",
            application_user="ORASSUIT",
            workspace=known.workspace,
            application_id=known.application_id,
            application_schema=known.schema,
            id_offset=known.id_offset,
            alias=known.alias,
            ords_probe=f"http://127.0.0.1:{server.ords_port}/ords/orassadm/api/sante",
            call_timeout=60.0,
        )

    def start(self, word: str, rollout: str) -> subprocess.Popen[str]:
        planned = tuple(PlannedClient(c, c, 1) for c in self.clients)
        told = {
            "home": str(self.home),
            "plan": msgspec.to_builtins(RolloutPlan(rollout, "v2", "c0ffee", "2", planned)),
            "targets": msgspec.to_builtins([self.target(c) for c in self.clients]),
            "passwords": self.passwords,
        }
        file = self.home.parent / "told.json"
        file.write_text(json.dumps(told), encoding="utf-8")
        return subprocess.Popen(
            [sys.executable, "-m", "tests.rollout.runner", str(file), word],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def order(self, targets: list[ClientTarget]) -> Order:
        planned = tuple(PlannedClient(t.client, t.name, 1) for t in targets)
        return Order(
            RolloutPlan("r1", "v2", "c0ffee", "2", planned),
            demo_bundle("2"),
            tuple(targets),
            lambda client, user: self.passwords.get(f"{client}/{user}", "wr0ng"),
            self.home / "journal.sqlite",
            self.home / "rollouts",
            self.home / "backups",
        )

    def inside(self, targets: list[ClientTarget]) -> RunningRollout:
        """A rollout in this process."""
        return run_rollout(self.order(targets))

    def run(self, word: str, rollout: str = "r1") -> RolloutState:
        with self.start(word, rollout) as child:
            out, err = child.communicate(timeout=SLOW)
        assert child.returncode == 0, out + err
        return Journal(self.home / "journal.sqlite").state(rollout)

    def ask(self, client: str, sql: str) -> list[tuple[object, ...]]:
        spec = ConnectionSpec(name=client, dsn=self.dsn(client), user="ORASSADM")
        with connect(spec, self.passwords[f"{client}/ORASSADM"]) as session:
            return session.query(sql)


@pytest.fixture
def demo(tmp_path: Path, pristine: world.WorldInfo) -> Iterator[Demo]:
    shutil.copytree(pristine.home, tmp_path / "lab")
    with process.start(tmp_path / "lab") as lab:
        yield Demo(tmp_path / "home", lab, pristine)


def assert_arrived(demo: Demo, state: RolloutState) -> None:
    for client in state.clients:
        table, rows = CLIENTS[client.client]
        assert client.verdict is Verdict.VERIFIED, client.problem
        assert (client.old_version, client.new_version) == ("1", "2")
        assert client.before is not None
        assert client.after is not None
        assert client.before.row_counts == client.after.row_counts
        assert client.after.row_counts[table] == rows
        now = {t.table: t.digest for t in client.after.tables}
        other = {t.table for t in client.before.tables if now[t.table] != t.digest}
        assert client.proof is not None
        announced = [r for r in client.proof.reasons if r.code == "data.as_announced"]
        assert other == {"PARAMETRES"} <= {r.facts["table"] for r in announced}
        assert f"{table}.CANAL_VENTE" in client.new_columns
        keys = [k for k in client.changesets_run if "002-canal" in k]
        assert len(keys) == len(set(keys)) == len(client.changesets_run) >= 10
        assert [a.changeset for a in client.announced] == [ANNOUNCED]
        label = demo.ask(client.client, "select libelle from parametres where code = 'DEVISE'")
        assert label == [("Devise du portefeuille, tous canaux",)]
        log = demo.ask(client.client, "select id, author, filename from databasechangelog")
        assert max(Counter(log).values()) == 1, "nothing is recorded twice"
        assert {k.split("::")[1] for k in keys} <= {row[0] for row in log}
        lock = demo.ask(client.client, "select locked from databasechangeloglock")
        assert [int(str(row[0])) for row in lock] == [0]


def test_the_release_arrives_and_then_is_already_there(demo: Demo) -> None:
    state = demo.run("run")
    assert_arrived(demo, state)
    trips = {c.client: c.round_trips for c in state.clients}
    assert all(trips[client] <= most for client, most in MOST_TRIPS.items()), trips
    again = demo.run("run", "r2")
    for client, before in zip(again.clients, state.clients, strict=True):
        assert client.verdict is Verdict.ALREADY_THERE, client.problem
        assert client.changesets_run == ()
        assert before.after is not None
        assert client.after is not None
        assert client.after.row_counts == before.after.row_counts
    for path in demo.home.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not any(p.encode() in content for p in demo.passwords.values()), path


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_killed_at_random_moments_it_ends_the_same(demo: Demo) -> None:
    choose = random.Random()
    word = "run"
    for _ in range(3):
        with demo.start(word, "r1") as child:
            assert child.stdout is not None
            assert child.stdout.readline() == "started\n"
            try:
                child.wait(choose.uniform(0.1, 1.8))
            except subprocess.TimeoutExpired:
                child.kill()
        word = "resume"
    assert_arrived(demo, demo.run("resume"))


def test_clients_that_cannot_be_reached_leave_the_others_alone(demo: Demo) -> None:
    good = demo.target("tunisie")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        targets = [
            good,
            replace(good, client="wrong", name="Wrong"),
            replace(good, client="nowhere", name="Nowhere", dsn="nowhere.invalid:1521/X"),
            replace(
                good,
                client="silent",
                name="Silent",
                dsn=f"127.0.0.1:{silent.getsockname()[1]}/X",
                connect_timeout=1.0,
            ),
            replace(good, client="service", name="Service", dsn=good.dsn.replace("TUN", "LUN")),
        ]
        state = demo.inside(targets).wait(SLOW)
    arrived, *refused = state.clients
    assert arrived.verdict is Verdict.VERIFIED, arrived.problem
    assert {c.verdict for c in refused} == {Verdict.REFUSED}
    assert [c.problem.code for c in refused if c.problem is not None] == [
        "oracle.wrong_password",
        "oracle.unknown_host",
        "oracle.silent_listener",
        "oracle.unknown_service",
    ]


def test_cancelling_breaks_a_measurement_and_changes_nothing(demo: Demo) -> None:
    running = demo.inside([demo.target("maroc")])
    measuring = StepName.FINGERPRINT_BEFORE
    while not running.ended:
        now = running.wait(0.005)
        step = next(s for s in now.clients[0].steps if s.name is measuring)
        if step.state is StepState.RUNNING:
            running.cancel("maroc")
            break
    (maroc,) = running.wait(SLOW).clients
    assert maroc.verdict is Verdict.CANCELLED
    assert maroc.problem is not None
    assert maroc.problem.code == "rollout.cancelled"
    assert maroc.before is None
    columns = demo.ask("maroc", "select column_name from user_tab_columns")
    assert ("CANAL_VENTE",) not in columns
