"""Whole rollouts on clients in memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from app.oracle import Schema
from app.rollout.model import StepName, StepState, Verdict
from tests.rollout.world import KEYS, World


def test_every_client_arrives_with_its_data(world: World) -> None:
    state = world.run()
    assert [c.verdict for c in state.clients] == [Verdict.VERIFIED] * 3
    for client in state.clients:
        assert (client.old_version, client.new_version) == ("1", "2")
        assert client.before is not None
        assert client.after is not None
        assert (
            client.before.row_counts == client.after.row_counts == {"CONTRATS": 450, "POLICES": 12}
        )
        assert client.before.digest == client.after.digest
        assert client.new_columns == ("CONTRATS.CANAL",)
        assert client.changesets_run == KEYS
        assert client.round_trips > 10
        assert {s.state for s in client.steps} == {StepState.DONE}
        assert client.problem is None
        assert Path(client.backup or "").is_file()
    assert all(s.imports == 1 for s in world.servers.values())


def test_run_again_it_is_already_there_and_changes_nothing(world: World) -> None:
    world.run()
    sent = {n: list(s.sent) for n, s in world.servers.items()}
    state = world.run("r2")
    for client in state.clients:
        assert client.verdict is Verdict.ALREADY_THERE
        assert client.changesets_run == ()
        assert client.changesets_already == KEYS
        assert client.before == client.after
        states = {s.name: s.state for s in client.steps}
        assert states[StepName.CHANGELOG] is StepState.SKIPPED
        assert states[StepName.VERDICT] is StepState.DONE
    assert {n: list(s.sent) for n, s in world.servers.items()} == sent
    assert all(s.imports == 1 for s in world.servers.values())


def test_where_the_schema_does_not_tell_the_changelog_s_rows_they_are_asked_for(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ports = world.ports()

    def schema(session: Any, log: bool) -> Schema:
        return replace(ports.schema(session, log), log=None)

    monkeypatch.setattr(world, "ports", lambda: replace(ports, schema=schema))
    assert [c.verdict for c in world.run().clients] == [Verdict.VERIFIED] * 3
    for client in world.run("r2").clients:
        assert (client.verdict, client.changesets_already) == (Verdict.ALREADY_THERE, KEYS)


def test_wrong_password_is_one_clients_refusal(world: World) -> None:
    world.passwords["france", "ORASSUIT"] = "wr0ng-one"
    state = world.run()
    maroc, france, tunisie = state.clients
    assert (maroc.verdict, tunisie.verdict) == (Verdict.VERIFIED, Verdict.VERIFIED)
    assert france.verdict is Verdict.REFUSED
    assert france.problem is not None
    assert france.problem.code == "oracle.wrong_password"
    assert world.servers["france"].sent == []
    assert france.round_trips > 0
