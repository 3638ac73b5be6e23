"""People at work: seeded, at a client of the demo world, through its packages, over the wire."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import oracledb
import pytest

from app.lab.sql.database import Database
from app.lab.wire.server import PROFILE_23AI, LabServer
from app.lab.world.build import build
from app.lab.world.servers import server
from app.lab.world.work import Inside, OverWire, Workload, acts, equip

MAROC = server("MAROC")
PASSWORD = "Lab_pässwort 1"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("work") / "MAROC"
    build(MAROC, folder, 7, dict.fromkeys(MAROC.users, PASSWORD))
    return folder


@pytest.fixture
def client(built: Path, tmp_path: Path) -> Database:
    shutil.copytree(built, tmp_path / "MAROC")
    return Database.open(tmp_path / "MAROC")


@pytest.fixture
def listener(client: Database) -> Iterator[LabServer]:
    made = LabServer([client], profile=PROFILE_23AI)
    made.start()
    yield made
    made.stop(drain_seconds=1)


def connect(listener: LabServer, user: str) -> Any:
    dsn = f"127.0.0.1:{listener.port}/MAROC"
    return oracledb.connect(user=user, password=PASSWORD, dsn=dsn)


def over_wire(listener: LabServer, user: str) -> OverWire:
    return OverWire(lambda: connect(listener, user), oracledb.Error)


def test_the_same_seed_is_the_same_work() -> None:
    first = list(islice(acts(MAROC.counts, 5, 1), 200))
    assert first == list(islice(acts(MAROC.counts, 5, 1), 200))
    assert first != list(islice(acts(MAROC.counts, 6, 1), 200))
    assert first != list(islice(acts(MAROC.counts, 5, 2), 200))
    assert {a.kind for a in first} == {
        "contract", "amount", "cancel", "payment", "claim", "phone", "purge", "preference",
    }  # fmt: skip


def test_each_act_does_what_it_says(client: Database) -> None:
    """One person, in the lab's own process: every kind of act succeeds, and is audited."""
    desk = Inside(client, "ORASSADM")
    equip(desk)
    equip(desk)
    desks = {"ORASSADM": desk, "ORASSUIT": Inside(client, "ORASSUIT")}
    seen: set[str] = set()
    audited = 0
    for act in islice(acts(MAROC.counts, 3, 1), 60):
        desks[act.user].run(act.sql, act.values)
        desks[act.user].commit()
        seen.add(act.kind)
        audited += act.kind in ("contract", "amount", "cancel", "claim")
    assert len(seen) == 8
    session = client.log_on("ORASSADM", "test")
    counted = "select count(*), count(distinct objet) from audit_travail"
    assert list(session.query(counted, {}).rows) == [(audited, 2)]
    for one in (*desks.values(), session):
        one.close()


def test_people_work_side_by_side_over_the_wire(client: Database, listener: LabServer) -> None:
    equip(Inside(client, "ORASSADM"))
    office = Workload(
        lambda user: over_wire(listener, user), MAROC.counts, people=4, rate=0, seed=9
    ).start()
    watcher = connect(listener, "orassadm").cursor()

    def count(sql: str) -> int:
        return int(watcher.execute(sql).fetchone()[0])

    total = "select count(*) from audit_travail"
    while count(total) < 25:  # until they are at work: each look is a statement of its own
        assert not office.tally.failed, office.tally
    watcher.execute("set transaction read only")
    before = count("select sum(montant_prime) from contrats"), count(total)
    while sum(office.tally.done.values()) < 80:
        assert before == (count("select sum(montant_prime) from contrats"), count(total))
    watcher.execute("commit")
    tally = office.stop()
    assert not set(tally.failed) - {60}, tally
    done = tally.done
    assert count(total) >= done["contract"] + done["amount"] + done["claim"]
    assert count("select count(*) from contrats") == MAROC.counts.contrats + done["contract"]
    assert count("select count(*) from sinistres") == MAROC.counts.sinistres + done["claim"]


def test_whoever_loses_the_session_goes_home(client: Database, listener: LabServer) -> None:
    office = Workload(
        lambda user: over_wire(listener, user), MAROC.counts, people=2, rate=0
    ).start()
    while not office.tally.done:
        assert not office.tally.failed, office.tally
    listener.stop(drain_seconds=0)
    while office.at_work:
        assert sum(office.tally.done.values()) < 10_000
    assert sum(office.stop().failed.values()) >= 2
