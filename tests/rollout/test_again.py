"""What a busy or starting database turns away is tried again, and each try is in the log."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import pytest
from msgspec.structs import replace

from app.errors import OracleError
from app.rollout import ClientLog, Order, run_rollout
from app.rollout.model import RolloutState, Verdict
from app.services.messages import log_text
from tests.rollout.world import World


class Patient:
    """Runs a world's client with pauses that take no time, and keeps how long they would be."""

    def __init__(self, world: World) -> None:
        self.world, self.waited = world, []
        self.refusals: dict[str, list[int]] = {}

    def fail(self, what: str) -> None:
        numbers = self.refusals.get(what, [])
        if numbers:
            number = numbers.pop(0)
            raise OracleError("oracle.refused", ora=number, target="x", detail=f"ORA-{number:05d}")

    def pause(self, seconds: float, ended: Any) -> bool:
        self.waited.append(seconds)
        return not ended()

    def run(self) -> RolloutState:
        for server in self.world.servers.values():
            for what in self.refusals:
                server.on[what] = lambda _, what=what: self.fail(what)
        order = Order(
            self.world.plan(),
            self.world.bundle,
            tuple(self.world.targets()),
            self.world.password,
            self.world.journal,
            self.world.home / "rollouts",
            self.world.home / "backups",
            replace(self.world.ports(), pause=self.pause),
        )
        return run_rollout(order).wait(60)

    def log(self) -> str:
        log = ClientLog.read(self.world.home / "rollouts" / "r1" / "maroc.log")
        with closing(log):
            return self._text(log)

    def _text(self, log: ClientLog) -> str:
        return "\n".join(log_text(line, "en") for line in map(log.line, range(log.published)))


@pytest.fixture
def patient(alone: World) -> Patient:
    return Patient(alone)


def test_a_database_that_is_starting_is_waited_for(patient: Patient):
    patient.refusals["connect"] = [1033, 12514]
    state = patient.run()
    assert state.clients[0].verdict is Verdict.VERIFIED
    assert patient.waited == [1.0, 3.0]
    assert "ORA-01033, tried again in 1 s (try 2)" in patient.log()


def test_a_definition_on_a_busy_table_is_sent_again(patient: Patient):
    patient.refusals["send ALTER TABLE"] = [54]
    state = patient.run()
    assert state.clients[0].verdict is Verdict.VERIFIED
    sent = [s for s in patient.world.servers["maroc"].sent if s.startswith("ALTER TABLE")]
    assert len(sent) == 1  # what was refused has had no effect
    assert "k [1]: ORA-00054, tried again in 1 s" in patient.log()


def test_a_table_that_stays_busy_ends_the_client_with_its_sentence(patient: Patient):
    patient.refusals["send ALTER TABLE"] = [54] * 9
    state = patient.run()
    client = state.clients[0]
    assert client.verdict is Verdict.FAILED
    assert client.problem is not None
    assert client.problem.facts["ora"] == 54
    assert patient.waited == [1.0, 1.0, 3.0, 9.0]  # once together with others, then alone


def test_rows_are_not_written_twice(patient: Patient):
    patient.refusals["send UPDATE CONTRATS"] = [30006]
    state = patient.run()
    assert state.clients[0].verdict is Verdict.FAILED
    assert patient.waited == []


def test_an_import_that_meets_a_lock_is_done_again(patient: Patient):
    patient.refusals["before import"] = [4021]
    state = patient.run()
    assert state.clients[0].verdict is Verdict.VERIFIED
    assert patient.world.servers["maroc"].imports == 1
