"""A client that is closed for the rollout: for users, for the proof, and open again at the end."""

from __future__ import annotations

import threading
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from app import paths
from app.apex import read_application, with_status
from app.cli import main
from app.errors import OracleError
from app.oracle import ConnectionSpec
from app.rollout import Journal, errand
from app.rollout.archive import read_archive
from app.rollout.context import Context
from app.rollout.model import Verdict
from app.services.rollout import reopening
from app.services.workplace import Workplace
from app.settings import Client, Settings, save
from tests.rollout.crew import Threads
from tests.rollout.world import FakeSession, Killed, Server, World, lost

MESSAGE = "On revient à midi"


@pytest.fixture
def closing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    world = World(tmp_path, "maroc")
    targets = world.targets
    told = {"closed": True, "closed_message": MESSAGE}
    monkeypatch.setattr(world, "targets", lambda: [replace(t, **told) for t in targets()])
    return world


def status(server: Server) -> tuple[str, str]:
    flow = read_application(server.files).flow
    assert flow is not None
    return flow.text("p_flow_status") or "AVAILABLE", flow.text("p_flow_unavailable_text") or ""


def test_it_is_closed_from_before_the_first_look_to_the_end(closing: World) -> None:
    server = closing.servers["maroc"]
    before = status(server)[0]
    seen: dict[str, tuple[str, str]] = {}
    for what in ("measure", "before import", "after import", "probe"):
        server.on[what] = lambda s, what=what: seen.setdefault(what, status(s))
    client = closing.run().clients[0]
    assert client.verdict is Verdict.VERIFIED and client.closed_from == "" and client.told == ()
    assert seen == dict.fromkeys(seen, ("UNAVAILABLE", MESSAGE)) and len(seen) == 4
    assert status(server)[0] == before != "UNAVAILABLE"


def test_one_that_was_closed_already_is_left_as_it_is(closing: World) -> None:
    server = closing.servers["maroc"]
    text = server.files["application/create_application.sql"]
    url = text.replace("p_flow_status=>'AVAILABLE_W_EDIT_LINK'", "p_flow_status=>'UNAVAILABLE_URL'")
    server.files["application/create_application.sql"] = url
    assert status(server)[0] == "UNAVAILABLE_URL"
    set_ = []
    server.on["set UNAVAILABLE"] = set_.append
    assert closing.run().clients[0].verdict is Verdict.VERIFIED
    assert set_ == []


def test_a_line_that_is_lost_while_it_is_closed_again_ends_one_client(closing: World) -> None:
    """On the way on: it is this client's error, and the next resume goes on."""
    server = closing.servers["maroc"]
    before = status(server)[0]

    def breaks(_: Any) -> None:
        server.on.clear()
        raise lost()

    server.on["send CREATE INDEX"] = breaks
    assert closing.run().clients[0].verdict is Verdict.FAILED
    assert status(server)[0] == before
    server.on["status"] = breaks
    client = closing.resume().clients[0]
    assert client.verdict is Verdict.FAILED
    assert client.problem is not None and client.problem.code == "oracle.lost"
    assert closing.resume().clients[0].has_release
    assert status(server)[0] == before


def test_a_failure_opens_it_again(closing: World) -> None:
    server = closing.servers["maroc"]
    before = status(server)[0]

    def refuses(_: Any) -> None:
        raise OracleError("oracle.refused", ora=1031, target="x", detail="ORA-01031", statement="")

    server.on["send CREATE INDEX"] = refuses
    client = closing.run().clients[0]
    assert client.verdict is Verdict.FAILED and client.closed_from == ""
    assert status(server)[0] == before


@pytest.mark.parametrize(
    "dies", ["set UNAVAILABLE", "measure", "send CREATE INDEX", "after import"]
)
def test_killed_on_the_way_the_resume_opens_it(closing: World, dies: str) -> None:
    server = closing.servers["maroc"]
    before = status(server)[0]

    def killed(_: Any) -> None:
        raise Killed

    server.on[dies] = killed
    with pytest.raises(Killed):
        closing.run()
    server.on.clear()
    client = closing.resume().clients[0]
    assert client.verdict is Verdict.VERIFIED and client.closed_from == ""
    assert status(server)[0] == before
    assert read_application(server.files).version == "2"
    assert client.backup is not None
    kept = read_application(read_archive(Path(client.backup), 210)).flow
    assert kept is not None and kept.text("p_flow_status") == before


def test_a_line_that_is_lost_at_the_end_is_told_and_a_person_opens_it(
    closing: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = closing.servers["maroc"]

    def cut(_: Any) -> None:
        raise lost()

    server.on["set AVAILABLE_W_EDIT_LINK"] = cut
    client = closing.run().clients[0]
    assert client.verdict is Verdict.VERIFIED
    assert client.closed_from == "AVAILABLE_W_EDIT_LINK"
    assert [p.code for p in client.told] == ["rollout.still_closed"]
    sent = []
    monkeypatch.setattr(reopening, "set_application_status", lambda *a: sent.append(a[1:]))
    monkeypatch.setattr(Workplace, "client_session", lambda *a: nullcontext())
    taken: list[str] = []
    monkeypatch.setattr(reopening, "take", lambda _, client, __: taken.append(client.id))
    own = Client(id="maroc", name="Maroc", dsn="maroc", application=210, workspace="W")
    save(paths.settings_file(closing.home), Settings(clients=(own,)))
    words = ["rollout", "reopen", "maroc", "--home", str(closing.home)]
    assert main(words) == 0
    assert (sent, taken) == ([("W", 210, "AVAILABLE_W_EDIT_LINK")], ["maroc"])
    assert main(words) == 2  # it is open


def test_one_that_a_lost_worker_closed_is_told_and_opened_by_a_person(
    closing: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its note that it closes it is lost with it: who takes over knows no former status."""
    monkeypatch.setattr(errand, "OTHERS", 0.0)
    closing.sites = {"maroc": "paris"}
    crew = Threads(closing, tmp_path / "site", "paris-1", "paris-2")
    crew.elsewhere = True
    server = closing.servers["maroc"]
    before, _ = status(server)

    def dies(_: Any) -> None:
        server.on.clear()
        crew.deaf = False
        raise Killed

    crew.deaf = True
    server.on["measure"] = dies
    (client,) = closing.start(crew=lambda: crew).wait(60).clients
    assert status(server)[0] == "UNAVAILABLE" != before
    assert client.problem is not None and client.problem.code == "rollout.is_closed"
    assert client.closed_from == "" and not client.has_release

    @contextmanager
    def enter(place: Any, client: Client, user: str, **_: Any) -> Any:
        yield FakeSession(server, ConnectionSpec("Maroc", "maroc", user))

    ports = closing.ports()
    monkeypatch.setattr(reopening, "application_status", ports.application_status)
    monkeypatch.setattr(
        reopening, "set_application_status", lambda *a: ports.set_application_status(*a, "")
    )
    monkeypatch.setattr(Workplace, "client_session", enter)
    own = Client(id="maroc", name="Maroc", dsn="maroc", application=210, workspace="W")
    save(paths.settings_file(closing.home), Settings(clients=(own,)))
    words = ["rollout", "reopen", "maroc", "--home", str(closing.home)]
    assert main(words) == 2  # nobody here knows what it had
    assert main([*words, "--status", before]) == 0
    assert status(server)[0] == before
    assert main([*words, "--status", before]) == 2  # it is open
    assert closing.start(again=True, crew=lambda: crew).wait(60).clients[0].has_release


def test_what_changes_while_it_is_closed_is_red(closing: World) -> None:
    """The same row gone from an open client is amber: people work there."""
    server = closing.servers["maroc"]
    server.keys["POLICES"] = list(range(12))

    def somebody(s: Server) -> None:
        s.keys["POLICES"] = list(range(11))
        s.database.data.tables["POLICES"].rows = 11

    server.on["after import"] = somebody
    client = closing.run().clients[0]
    assert client.verdict is Verdict.DATA_LOSS
    assert client.proof is not None
    codes = {r.code for t in client.proof.tables for r in t.reasons}
    assert "data.changed_while_closed" in codes
    assert status(server)[0] == "AVAILABLE_W_EDIT_LINK"


def killed(closing: World, what: str) -> None:
    def dies(_: Any) -> None:
        raise Killed

    closing.servers["maroc"].on[what] = dies
    with pytest.raises(Killed):
        closing.run()
    closing.servers["maroc"].on.clear()


def opened(server: Server) -> None:
    made = with_status(read_application(server.files), "AVAILABLE", "")
    server.files = dict(made.files)


def test_where_somebody_opened_it_in_between_the_resume_closes_it_and_people_may_have_worked(
    closing: World,
) -> None:
    server = closing.servers["maroc"]
    server.keys["POLICES"] = list(range(12))
    killed(closing, "send CREATE INDEX")
    opened(server)
    server.keys["POLICES"] = list(range(11))
    server.database.data.tables["POLICES"].rows = 11
    seen: list[str] = []
    server.on["before import"] = lambda s: seen.append(status(s)[0])
    client = closing.resume().clients[0]
    assert seen == ["UNAVAILABLE"]
    assert client.verdict is Verdict.IN_DOUBT  # amber as for a client that is open
    assert status(server)[0] == "AVAILABLE" and client.closed_from == ""


def test_a_run_that_goes_on_after_a_failure_closes_it_again(closing: World) -> None:
    server = closing.servers["maroc"]

    def refuses(_: Any) -> None:
        raise OracleError("oracle.refused", ora=1031, target="x", detail="ORA-01031", statement="")

    server.on["send CREATE INDEX"] = refuses
    assert closing.run().clients[0].verdict is Verdict.FAILED
    server.on.clear()
    seen: list[str] = []
    server.on["before import"] = lambda s: seen.append(status(s)[0])
    assert closing.resume().clients[0].verdict is Verdict.VERIFIED
    assert seen == ["UNAVAILABLE"] and status(server)[0] == "AVAILABLE_W_EDIT_LINK"


def test_another_rollout_does_not_take_a_closed_application_for_the_clients_own(
    closing: World,
) -> None:
    killed(closing, "measure")
    assert closing.start("r2", again=False).wait(60).clients[0].problem is not None
    journal = Journal(closing.journal)
    (first,), (second,) = (state.clients for state in journal.states())
    assert second.problem is not None and second.problem.code == "rollout.is_closed"
    assert second.verdict is Verdict.REFUSED
    assert [p.code for p in first.told] == ["rollout.still_closed"]  # interrupted, and told


def test_no_backup_is_made_of_an_application_that_could_not_be_opened(closing: World) -> None:
    killed(closing, "measure")
    server = closing.servers["maroc"]

    def cut(_: Any) -> None:
        raise lost()

    server.on["set AVAILABLE_W_EDIT_LINK"] = cut
    client = closing.resume().clients[0]
    assert client.verdict is Verdict.REFUSED
    assert client.problem is not None and client.problem.code == "rollout.still_closed"


def test_closed_taken_out_of_the_settings_between_cut_and_resume(
    closing: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    targets = closing.targets
    killed(closing, "send CREATE INDEX")
    monkeypatch.setattr(closing, "targets", lambda: [replace(t, closed=False) for t in targets()])
    client = closing.resume().clients[0]
    assert client.verdict is Verdict.VERIFIED and client.closed_from == ""
    assert status(closing.servers["maroc"])[0] == "AVAILABLE_W_EDIT_LINK"


def test_who_takes_over_closes_it_too(closing: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The look that another took stands; it was cancelled behind it, and so opened again."""
    closing.policy = replace(closing.policy, take_over=True)
    begun, running = threading.Event(), []
    learn = Context.learn

    def cancelled_behind_the_look(context: Context, **facts: Any) -> None:
        learn(context, **facts)
        if "before" in facts:
            assert begun.wait(30)
            running[0].cancel(None)

    with monkeypatch.context() as patched:
        patched.setattr(Context, "learn", cancelled_behind_the_look)
        running.append(closing.start())
        begun.set()
        assert running[0].wait(60).clients[0].before is not None
    seen: list[str] = []
    closing.servers["maroc"].on["before import"] = lambda s: seen.append(status(s)[0])
    client = closing.resume().clients[0]
    assert client.verdict is Verdict.VERIFIED and client.closed_from == ""
    assert seen == ["UNAVAILABLE"]
