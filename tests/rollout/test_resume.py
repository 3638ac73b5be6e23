"""What a resume takes up: every client that does not have the release, whatever stopped it."""

from __future__ import annotations

import os
import threading
from contextlib import closing, suppress
from pathlib import Path

import pytest

from app.apex import read_application
from app.errors import OracleError, RolloutError
from app.rollout.archive import read_archive
from app.rollout.back import newest_with_import
from app.rollout.journal import Journal
from app.rollout.model import Problem, Verdict
from app.rollout.policy import Policy
from app.services.rollout.rolling_back import between_rollouts
from app.settings import Client
from tests.changelog.memory import Killed, Table
from tests.rollout.world import KEYS, ONCE, Server, World, application, bundle, lost

MAROC = Client(id="maroc", name="Maroc", dsn="maroc", application=210, workspace="W")


def losing_the_line(server: Server) -> None:
    for session in server.sessions:
        session.lost = True
    raise lost()


def problem(client: object) -> Problem:
    found = getattr(client, "problem", None)
    assert isinstance(found, Problem)
    return found


@pytest.fixture
def alone(tmp_path: Path) -> World:
    return World(tmp_path, "maroc")


def test_a_line_that_broke_in_the_import_is_gone_on_with(alone: World) -> None:
    server = alone.servers["maroc"]
    server.on["before import"] = losing_the_line
    (stopped,) = alone.run().clients
    assert (stopped.verdict, problem(stopped).code) == (Verdict.FAILED, "oracle.lost")
    del server.on["before import"]
    (maroc,) = alone.resume().clients
    assert maroc.verdict is Verdict.VERIFIED, maroc.problem
    assert maroc.changesets_run == KEYS
    assert maroc.old_version == "1"
    assert maroc.before == stopped.before
    assert sum(s.startswith(ONCE) for s in server.sent) == 3


def test_a_line_that_broke_in_the_proof_leaves_no_client_unproved(alone: World) -> None:
    """The data is compared with what was measured before the change, not with itself."""
    server = alone.servers["maroc"]
    server.on["after import"] = lambda s: s.on.update(measure=losing_the_line)
    (stopped,) = alone.run().clients
    assert (stopped.verdict, stopped.after) == (Verdict.FAILED, None)
    server.on.clear()
    lost = server.database.data.tables.pop("POLICES")
    (maroc,) = alone.resume().clients
    assert maroc.verdict is Verdict.DATA_LOSS
    server.database.data.tables["POLICES"] = lost
    assert alone.resume().clients[0].verdict is Verdict.DATA_LOSS, "people look at a loss first"


def test_what_was_refused_begins_again(alone: World) -> None:
    server = alone.servers["maroc"]
    server.on["apex_release"] = losing_the_line
    (refused,) = alone.run().clients
    assert refused.verdict is Verdict.REFUSED
    del server.on["apex_release"]
    (maroc,) = alone.resume().clients
    assert maroc.verdict is Verdict.VERIFIED, maroc.problem
    assert (maroc.problem, maroc.backup is not None) == (None, True)


def test_what_was_cancelled_midway_goes_on(alone: World) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def hold(server: Server) -> None:
        reached.set()
        assert go_on.wait(30)

    server = alone.servers["maroc"]
    server.on["send ALTER TABLE"] = hold
    running = alone.start()
    assert reached.wait(30)
    running.cancel()
    go_on.set()
    (cancelled,) = running.wait(60).clients
    assert problem(cancelled).code == "rollout.cancelled_midway"
    server.on.clear()
    (maroc,) = alone.resume().clients
    assert maroc.verdict is Verdict.VERIFIED, maroc.problem
    assert maroc.changesets_run == KEYS


def test_the_next_wave_begins_once_the_one_before_is_done(tmp_path: Path) -> None:
    world = World(tmp_path, "maroc", "france")
    world.waves = {"maroc": 1, "france": 2}
    world.servers["maroc"].on["before import"] = losing_the_line
    assert [c.verdict for c in world.run().clients] == [Verdict.FAILED, Verdict.CANCELLED]
    world.servers["maroc"].on.clear()
    assert [c.verdict for c in world.resume().clients] == [Verdict.VERIFIED, Verdict.VERIFIED]


def test_a_verified_client_is_not_visited_again(tmp_path: Path) -> None:
    world = World(tmp_path, "maroc", "france")
    world.servers["france"].on["before import"] = losing_the_line
    before = world.run().clients[0]
    visits = len(world.servers["maroc"].sessions)
    world.servers["france"].on.clear()
    state = world.resume()
    assert state.good
    assert state.clients[0] == before
    assert len(world.servers["maroc"].sessions) == visits


def test_an_old_rollout_never_goes_over_a_newer_version(alone: World) -> None:
    server = alone.servers["maroc"]
    server.on["before import"] = losing_the_line
    alone.run()
    server.on.clear()
    old, alone.bundle = alone.bundle, bundle("3")
    assert alone.run("r2").good
    imports, alone.bundle = server.imports, old
    (maroc,) = alone.resume("r1").clients
    assert (maroc.verdict, problem(maroc).code) == (Verdict.FAILED, "rollout.newer_version")
    assert server.imports == imports


def test_killed_while_it_looks_at_a_client_that_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda file: None)
    world = World(tmp_path, "maroc")
    assert world.run().good
    fuse = world.light(None)
    assert world.run("whole").good
    for at in range(1, len(fuse.instants) + 1):
        world.light(at)
        with suppress(Killed):
            world.run(f"r-{at}")
        world.light(None)
        (maroc,) = world.resume(f"r-{at}").clients
        assert maroc.verdict is Verdict.ALREADY_THERE, (fuse.instants[at - 1], maroc.problem)


def test_the_message_of_a_lost_line_is_true(alone: World) -> None:
    """It says: resume."""
    server = alone.servers["maroc"]
    for event in ("export", "measure", "send ALTER TABLE", "after import", "probe"):
        server.on[event] = losing_the_line
        with suppress(OracleError):
            alone.run(event.replace(" ", "-"))
        server.on.clear()
        assert alone.resume(event.replace(" ", "-")).good, event


def test_a_new_rollout_does_not_pass_over_a_proof_that_is_owed(alone: World) -> None:
    """It would measure once, after the change, and call the client's data intact."""
    server = alone.servers["maroc"]
    server.on["after import"] = lambda s: s.on.update(measure=losing_the_line)
    assert alone.run().clients[0].verdict is Verdict.FAILED
    server.on.clear()
    (maroc,) = alone.run("r2").clients
    assert maroc.verdict is Verdict.REFUSED
    assert (problem(maroc).code, problem(maroc).facts["rollout"]) == ("rollout.unproven", "r1")
    assert alone.resume("r1").clients[0].verdict is Verdict.VERIFIED
    assert alone.resume("r2").clients[0].verdict is Verdict.ALREADY_THERE


def test_a_look_from_before_a_later_change_pays_no_proof(alone: World) -> None:
    """It failed and was measured; the resume changes the client again, and is killed before it
    looks once more."""
    maroc = alone.servers["maroc"]

    def refuse(_: Server) -> None:
        raise OracleError("oracle.refused", ora=20001, target="x", detail="x", statement="")

    def lose(server: Server) -> None:
        server.database.data.tables["POLICES"].rows -= 5
        raise Killed

    maroc.on["before import"] = refuse
    (client,) = alone.run().clients
    assert client.verdict is Verdict.FAILED and client.after is not None
    maroc.on = {"after import": lose}
    with pytest.raises(Killed):
        alone.resume()
    maroc.on.clear()
    (client,) = alone.run("r2").clients
    assert (client.verdict, problem(client).code) == (Verdict.REFUSED, "rollout.unproven")


@pytest.mark.parametrize("rollout", ["r1", "r2"], ids=["resumed", "by another rollout"])
def test_what_a_lost_block_cannot_have_begun_is_not_taken_for_done(
    alone: World, rollout: str
) -> None:
    """The answer to the first changeset is lost; meanwhile somebody makes the next one's index."""
    server = alone.servers["maroc"]
    server.on["send ALTER TABLE"] = losing_the_line
    alone.run()
    server.on.clear()
    server.database.data.indexes.add("I_CANAL")
    (maroc,) = (alone.resume() if rollout == "r1" else alone.run(rollout)).clients
    assert (maroc.verdict, problem(maroc).facts.get("ora")) == (Verdict.FAILED, 955)
    assert [row["p_id"] for row in server.database.data.log] == ["1"]
    left = {(s.changeset, s.number): s for s in Journal(alone.journal).statements("maroc")}
    assert left[KEYS[1], 1].unsent, "the block was refused, and of this statement nothing is known"


def met_a_colleague(alone: World) -> World:
    """The home of a rollout r2 that came by while a colleague was at work at the client, who has
    ended by now; the world is the colleague's."""
    server = alone.servers["maroc"]
    server.database.data.tables["DATABASECHANGELOGLOCK"] = Table({"ID": "N"})
    server.database.data.lock = {"locked": 1, "by": "elsewhere (10.0.0.9)"}
    here = World(alone.home / "here", "maroc")
    here.servers = alone.servers
    (met,) = here.run("r2").clients
    assert (met.verdict, problem(met).code) == (Verdict.REFUSED, "changelog.locked")
    assert not met.touched, "nothing was sent"
    server.database.data.lock = {"locked": 0, "by": None}
    return here


@pytest.mark.parametrize("rollout", ["r2", "r3"], ids=["resumed", "by another rollout"])
def test_what_a_colleague_brought_meanwhile_is_there(alone: World, rollout: str) -> None:
    """A rollout that met the lock has sent nothing: what was done and changed since is not held
    against the look that it had taken, and no proof is owed."""
    here = met_a_colleague(alone)
    assert alone.run("r1").clients[0].verdict is Verdict.VERIFIED
    alone.servers["maroc"].objects["view", "V"] = {"text": "a next release's"}
    (maroc,) = (here.resume(rollout) if rollout == "r2" else here.run(rollout)).clients
    assert (maroc.verdict, maroc.problem) == (Verdict.ALREADY_THERE, None)


def test_who_met_a_colleague_looks_and_backs_up_again(alone: World) -> None:
    here = met_a_colleague(alone)
    server = alone.servers["maroc"]
    server.content["CONTRATS", "NUMERO"] = "as people have it now"
    server.files = application("1.5", "The colleague's")
    (maroc,) = here.resume("r2").clients
    assert maroc.verdict is Verdict.VERIFIED, maroc.problem
    assert maroc.old_version == "1.5"
    assert maroc.backup is not None
    assert read_application(read_archive(Path(maroc.backup), 210)).version == "1.5"


def test_what_was_resumed_last_came_last_whatever_was_begun_first(alone: World) -> None:
    """A proof that a resume owes is not paid by a rollout that was over before, and the way back
    leads to what the resume replaced."""
    server = alone.servers["maroc"]
    alone.bundle = newer = bundle("3")
    server.privileges = frozenset({"CREATE SESSION"})
    assert alone.run("r1").clients[0].verdict is Verdict.REFUSED
    server.privileges = Server("maroc").privileges
    alone.bundle = bundle("2")
    assert alone.run("r2").clients[0].verdict is Verdict.VERIFIED
    alone.bundle = newer
    server.on["after import"] = lambda s: s.on.update(measure=losing_the_line)
    assert alone.resume("r1").clients[0].verdict is Verdict.FAILED
    server.on.clear()
    with closing(Journal(alone.journal)) as journal:
        back = newest_with_import(journal, "maroc")
        assert back is not None and back[0].rollout == "r1"
        assert back[1].backup is not None
        assert read_application(read_archive(Path(back[1].backup), 210)).version == "2"
        with pytest.raises(RolloutError) as caught:
            between_rollouts(journal, MAROC)
        assert (caught.value.code, caught.value.facts["rollout"]) == ("rollout.back_midway", "r1")
    lost = server.database.data.tables.pop("POLICES")
    (maroc,) = alone.run("r3").clients
    assert (maroc.verdict, problem(maroc).code) == (Verdict.REFUSED, "rollout.unproven")
    assert problem(maroc).facts["rollout"] == "r1"
    assert alone.resume("r1").clients[0].verdict is Verdict.DATA_LOSS
    server.database.data.tables["POLICES"] = lost


@pytest.mark.parametrize("left", ["refused", "cancelled"])
def test_a_client_that_fits_now_is_begun_though_it_ended_before(tmp_path: Path, left: str) -> None:
    """The look at it before the others are changed tells no new end: the old one counts no more."""
    world = World(tmp_path, "maroc", "france")
    world.policy = Policy(checked_first=True, stop_after=0)
    server = world.servers["france"]
    if left == "refused":
        usual, server.privileges = server.privileges, frozenset({"CREATE SESSION"})
        ended = world.run()
        server.privileges = usual
    else:
        running = world.start()
        running.cancel()
        ended = running.wait(60)
    assert ended.clients[1].verdict.value == left
    assert [c.verdict for c in world.resume().clients] == [Verdict.VERIFIED] * 2
