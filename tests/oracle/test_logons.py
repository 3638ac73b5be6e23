"""Logons that do not lock accounts: a refused password is tried once, and again when asked."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import OracleError
from app.lab.sql.database import Database
from app.lab.wire.faults import LOGON, Fault
from app.lab.wire.server import LabServer
from app.oracle import ConnectionSpec, Logons

ROOT = Path(__file__).resolve().parents[2]
RIGHT, WRONG = "r1ght-one", "wr0ng-one"


class Door:
    """A lab that counts who knocks."""

    def __init__(self, server: LabServer) -> None:
        self.server, self.knocks = server, 0
        known = server.faults.strike

        def strike(sql: str) -> list[Fault]:
            self.knocks += sql == LOGON
            return known(sql)

        server.faults.strike = strike  # type: ignore[method-assign]

    @property
    def spec(self) -> ConnectionSpec:
        return ConnectionSpec("door", f"127.0.0.1:{self.server.port}/D", "TESTER")


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    made = Database.create(tmp_path / "db", "D", (23, 6, 0, 24, 10))
    made.create_user("TESTER", RIGHT)
    server = LabServer([made])
    server.start()
    yield Door(server)
    server.stop(drain_seconds=0)


@pytest.fixture
def logons(tmp_path: Path) -> Logons:
    return Logons(tmp_path / "home" / "refused.json")


def refused(logons: Logons, door: Door, password: str = WRONG, asked: bool = False) -> OracleError:
    with pytest.raises(OracleError) as caught:
        logons.connect(door.spec, password, asked=asked)
    return caught.value


def test_a_refused_password_is_tried_once_by_itself(door: Door, logons: Logons) -> None:
    assert refused(logons, door).code == "oracle.wrong_password"
    for _ in range(7):
        error = refused(logons, door)
        assert (error.code, error.ora) == ("oracle.not_tried", 1017)
    assert door.knocks == 1
    assert refused(logons, door, asked=True).code == "oracle.wrong_password"
    assert door.knocks == 2
    logons.connect(door.spec, RIGHT).close()  # another password is tried at once
    assert door.knocks == 3
    assert refused(logons, door).code == "oracle.wrong_password"  # the success ended it


def test_another_address_is_tried(door: Door, logons: Logons) -> None:
    refused(logons, door)
    moved = ConnectionSpec("door", door.spec.dsn.replace("127.0.0.1", "localhost"), "TESTER")
    with pytest.raises(OracleError) as caught:
        logons.connect(moved, WRONG)
    assert caught.value.code == "oracle.wrong_password"


def test_a_password_that_was_entered_anew_is_tried(door: Door, logons: Logons) -> None:
    refused(logons, door)
    logons.forget(door.spec.dsn, "tester")
    assert refused(logons, door).code == "oracle.wrong_password"
    assert door.knocks == 2


@pytest.mark.parametrize("number", [1017, 28000, 28001, 1045, 28009])
def test_what_counts_as_a_refusal(door: Door, logons: Logons, number: int) -> None:
    door.server.faults.add(Fault(LOGON, error=(number, "no")))
    assert refused(logons, door, RIGHT).ora == number
    door.server.faults.clear()
    assert refused(logons, door, RIGHT).code == "oracle.not_tried"
    logons.connect(door.spec, RIGHT, asked=True).close()
    logons.connect(door.spec, RIGHT).close()


@pytest.mark.parametrize("number", [1033, 12518])
def test_a_database_that_is_not_ready_is_asked_again(
    door: Door, logons: Logons, number: int
) -> None:
    door.server.faults.add(Fault(LOGON, error=(number, "not yet"), times=1))
    assert refused(logons, door, RIGHT).ora == number
    logons.connect(door.spec, RIGHT).close()


def test_another_process_knows_it_and_not_which_password_it_was(
    door: Door, logons: Logons, tmp_path: Path
) -> None:
    refused(logons, door)
    file = tmp_path / "home" / "refused.json"
    assert WRONG.encode() not in file.read_bytes()
    program = (
        "import sys; from pathlib import Path; from app.oracle import ConnectionSpec, Logons\n"
        "from app.errors import OracleError\n"
        "try: Logons(Path(sys.argv[1])).connect(ConnectionSpec('x', sys.argv[2], 'tester'), "
        "sys.argv[3])\n"
        "except OracleError as error: print(error.code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(file), door.spec.dsn, WRONG],
        capture_output=True, text=True, cwd=ROOT, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "oracle.not_tried"
    assert door.knocks == 1


def test_a_file_that_cannot_be_read_forgets_nothing_of_this_process(
    door: Door, logons: Logons, tmp_path: Path
) -> None:
    refused(logons, door)
    (tmp_path / "home" / "refused.json").write_bytes(b'{"TES')
    assert refused(logons, door).code == "oracle.not_tried"
