"""The changelog's lock: given back, or said to have stayed, and freed at the next contact."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import OracleError
from app.lab import world as making
from app.lab.sql.database import Database
from app.lab.wire.faults import Fault
from app.lab.wire.server import PROFILE_19C, PROFILE_23AI, LabServer
from app.oracle import ConnectionSpec, connect
from app.rollout import ClientTarget, Journal, Order, report_as_json, run_rollout
from app.rollout.model import ClientState, PlannedClient, RolloutPlan, RolloutState, Verdict
from tests.changelog.memory import ora
from tests.rollout.runner import demo_bundle
from tests.rollout.world import World

FREED = r"SET LOCKED = 0"


def log_codes(path: Path) -> list[str]:
    return [line.split(" ")[1] for line in path.read_text(encoding="utf-8").splitlines()]


def codes(client: ClientState) -> list[str]:
    """What is told of a client beside its verdict."""
    return [problem.code for problem in client.told]


# -- in memory -------------------------------------------------------------------------------


def stays(alone: World) -> None:
    """From now on the lock cannot be given back."""
    server = alone.servers["maroc"]
    made = server.database.session

    def session(fuse):  # type: ignore[no-untyped-def]
        one = made(fuse)
        one.fail["SET LOCKED = 0"] = ora(60, "deadlock detected")
        return one

    server.database.session = session  # type: ignore[method-assign]


def test_a_lock_that_stayed_stands_out_and_the_next_rollout_frees_it(alone: World) -> None:
    server = alone.servers["maroc"]
    made = server.database.session
    stays(alone)
    state = alone.run()
    (client,) = state.clients
    assert client.verdict is Verdict.VERIFIED
    assert client.lock_kept and [p.code for p in client.told] == ["changelog.lock_kept"]
    (told,) = report_as_json(state)["clients"]
    assert told["lock_kept"] and told["notices"][0]["code"] == "changelog.lock_kept"
    assert log_codes(alone.home / "rollouts" / "r1" / "maroc.log").count("log.lock_kept") == 2
    assert Journal(alone.journal).state("r1").clients[0].lock_kept
    assert server.database.data.lock is not None and server.database.data.lock["locked"] == 1

    server.database.session = made  # type: ignore[method-assign]
    (again,) = alone.run("r2").clients
    assert again.verdict is Verdict.ALREADY_THERE
    assert not again.told
    assert server.database.data.lock == {"locked": 0, "by": None}
    assert "log.lock_freed" in log_codes(alone.home / "rollouts" / "r2" / "maroc.log")
    assert not Journal(alone.journal).state("r1").clients[0].told  # known from now on


def test_a_refused_client_loses_our_old_lock_too_and_keeps_anothers(alone: World) -> None:
    server = alone.servers["maroc"]
    made = server.database.session
    stays(alone)
    alone.run()
    server.database.session = made  # type: ignore[method-assign]
    server.apex = "23.2.0"
    (refused,) = alone.run("r2").clients
    assert refused.verdict is Verdict.REFUSED
    assert server.database.data.lock == {"locked": 0, "by": None}

    server.database.data.lock = {"locked": 1, "by": "elsewhere (10.0.0.9)"}
    assert not alone.run("r3").clients[0].told
    assert server.database.data.lock == {"locked": 1, "by": "elsewhere (10.0.0.9)"}


# -- on the lab, with its faults -------------------------------------------------------------


class Client:
    """One client of the demo world behind a listener whose faults the test orders."""

    def __init__(self, home: Path, server: LabServer, info: making.WorldInfo) -> None:
        self.home, self.server = home, server
        self.known = next(c for c in info.clients if c.server == "TUNISIE")
        self.passwords = dict(info.passwords)

    @property
    def spec(self) -> ConnectionSpec:
        dsn = f"127.0.0.1:{self.server.port}/TUNISIE"
        return ConnectionSpec("tunisie", dsn, "ORASSADM")

    def password(self, _: str, user: str) -> str:
        return self.passwords["TUNISIE", user]

    def run(self, rollout: str) -> RolloutState:
        target = ClientTarget(
            client="tunisie",
            name="Tunisie",
            dsn=self.spec.dsn,
            business_user="ORASSADM",
            application_user="ORASSUIT",
            workspace=self.known.workspace,
            application_id=self.known.application_id,
            application_schema=self.known.schema,
            id_offset=self.known.id_offset,
            alias=self.known.alias,
            call_timeout=15.0,  # more than the lock row is waited for
        )
        planned = (PlannedClient("tunisie", "Tunisie", 1),)
        running = run_rollout(
            Order(
                RolloutPlan(rollout, "v2", "c0ffee", "2", planned),
                demo_bundle("2"),
                (target,),
                self.password,
                self.home / "journal.sqlite",
                self.home / "rollouts",
                self.home / "backups",
            )
        )
        return running.wait(120)

    def locked(self) -> int:
        with connect(self.spec, self.passwords["TUNISIE", "ORASSADM"]) as session:
            return int(session.query("select locked from databasechangeloglock")[0][0])

    def codes(self, rollout: str) -> list[str]:
        return log_codes(self.home / "rollouts" / rollout / "tunisie.log")


@pytest.fixture
def client(tmp_path: Path, pristine: making.WorldInfo) -> Iterator[Client]:
    shutil.copytree(pristine.home / "TUNISIE", tmp_path / "lab")
    profile = next(s.profile for s in pristine.servers if s.name == "TUNISIE")
    profiles = {p.name: p for p in (PROFILE_19C, PROFILE_23AI)}
    server = LabServer([Database.open(tmp_path / "lab")], profile=profiles[profile])
    server.start()
    yield Client(tmp_path / "home", server, pristine)
    server.stop(drain_seconds=0)


FAULTS = {
    "the line is lost before": Fault(FREED, action="drop", after=False),
    "the line is lost behind": Fault(FREED, action="reset"),
    "the answer hangs": Fault(FREED, action="hang", after=False),
    "deadlock": Fault(FREED, error=(60, "deadlock detected while waiting for resource")),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_went_wrong_while_the_lock_was_freed_is_made_good(client: Client, name: str) -> None:
    known = FAULTS[name]
    client.server.faults.add(Fault(known.pattern, known.delay, known.error, known.action, 1,
                                   known.after))  # fmt: skip
    (ended,) = client.run("r1").clients
    assert ended.verdict is Verdict.VERIFIED, ended.problem
    assert not ended.lock_kept and "changelog.lock_kept" not in codes(ended)
    assert client.locked() == 0
    assert "log.lock_kept" in client.codes("r1")


def test_a_lock_that_never_can_be_freed_is_told_and_then_freed(client: Client) -> None:
    client.server.faults.add(Fault(FREED, error=(60, "deadlock detected")))
    (ended,) = client.run("r1").clients
    assert ended.verdict is Verdict.VERIFIED
    assert codes(ended)[0] == "changelog.lock_kept"
    assert client.locked() == 1
    client.server.faults.clear()
    (again,) = client.run("r2").clients
    assert again.verdict is Verdict.ALREADY_THERE
    assert "changelog.lock_kept" not in codes(again)
    assert client.locked() == 0


def test_the_line_that_is_lost_in_the_changelog_leaves_no_lock(client: Client) -> None:
    client.server.faults.add(Fault(r"ALTER TABLE", action="drop", times=1, after=False))
    (ended,) = client.run("r1").clients
    assert ended.verdict is Verdict.FAILED
    assert client.locked() == 0


def test_a_row_that_an_open_transaction_holds_ends_in_seconds(client: Client) -> None:
    (first,) = client.run("r0").clients
    assert first.verdict is Verdict.VERIFIED
    password = client.passwords["TUNISIE", "ORASSADM"]
    with connect(client.spec, password) as session:
        session.execute("delete from databasechangelog where id = (select max(id) from "
                        "databasechangelog where filename like '%002%')")  # fmt: skip
        session.commit()
        session.query("select locked from databasechangeloglock where id = 1 for update")
        (ended,) = client.run("r1").clients
        session.rollback()
    assert ended.verdict is Verdict.REFUSED
    assert ended.problem is not None and ended.problem.code == "changelog.lock_busy"


def test_two_sessions_in_the_lab_agree_with_oracle_about_the_wait(client: Client) -> None:
    password = client.passwords["TUNISIE", "ORASSADM"]
    client.run("r1")
    with connect(client.spec, password) as holder, connect(client.spec, password) as other:
        holder.query("select locked from databasechangeloglock where id = 1 for update")
        for clause, number in (("nowait", 54), ("wait 1", 30006)):
            with pytest.raises(OracleError) as caught:
                other.query(f"select locked from databasechangeloglock for update {clause}")
            assert caught.value.ora == number
