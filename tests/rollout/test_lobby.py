"""Sessions that wait between the look at a client and its rollout."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from app.oracle import Session
from app.rollout.lobby import MOST, SECONDS, Lobby
from app.rollout.model import Verdict
from app.rollout.policy import Policy
from tests.rollout.world import World, lost


class Line:
    """What the lobby knows of a session."""

    def __init__(self) -> None:
        self.alive, self.closed = True, False

    def close(self) -> None:
        self.alive, self.closed = False, True


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path, "maroc", "france")
    made.policy = Policy(checked_first=True)
    return made


def test_the_rollout_goes_on_in_the_sessions_of_the_look(world: World) -> None:
    state = world.run()
    assert state.good
    for name, server in world.servers.items():
        assert len(server.sessions) == 2
        assert all(session.closed for session in server.sessions)
        # Each trip is counted once.
        counted = next(c.round_trips for c in state.clients if c.client == name)
        assert counted == sum(session.round_trips for session in server.sessions)


@pytest.mark.parametrize(("first", "user"), [("apex_release", "ORASSUIT"), ("columns", "ORASSADM")])
def test_a_line_that_broke_meanwhile_is_opened_again(
    world: World, monkeypatch: pytest.MonkeyPatch, first: str, user: str
) -> None:
    put, waiting = Lobby.put, set[int]()

    def waits(self: Lobby, client: str, user: str, session: Any) -> None:
        put(self, client, user, session)
        waiting.add(id(session))

    def falls(server: Any) -> None:
        for session in server.sessions:
            if id(session) in waiting and session.spec.user == user:
                waiting.discard(id(session))
                session.lost = True
                raise lost()

    monkeypatch.setattr(Lobby, "put", waits)
    for server in world.servers.values():
        server.on[first] = falls
    state = world.run()
    assert state.good, [c.problem for c in state.clients]
    assert all(len(server.sessions) == 3 for server in world.servers.values())


def test_one_that_waited_too_long_or_is_gone_is_not_given() -> None:
    now = [0.0]
    lobby, lines = Lobby(lambda: now[0]), [Line() for _ in range(3)]
    for number, line in enumerate(lines):
        lobby.put("c", f"u{number}", cast(Session, line))
    assert lobby.take("c", "u0") is lines[0]
    assert lobby.take("c", "u0") is None
    lines[1].alive = False
    assert lobby.take("c", "u1") is None and lines[1].closed
    now[0] = SECONDS + 1
    lobby.tidy()
    assert lines[2].closed and lobby.take("c", "u2") is None


def test_there_is_room_for_so_many_and_the_rest_is_closed() -> None:
    lobby, lines = Lobby(), [Line() for _ in range(MOST + 2)]
    for number, line in enumerate(lines):
        lobby.put(str(number), "u", cast(Session, line))
    assert [line.closed for line in lines[:3]] == [True, True, False]
    lobby.close()
    assert all(line.closed for line in lines)


def test_a_rollout_that_ends_leaves_none_open(world: World) -> None:
    world.servers["france"].on["send ALTER TABLE"] = lambda server: (_ for _ in ()).throw(
        ZeroDivisionError()
    )
    state = world.run()
    assert {c.verdict for c in state.clients} == {Verdict.VERIFIED, Verdict.FAILED}
    assert all(s.closed for server in world.servers.values() for s in server.sessions)
