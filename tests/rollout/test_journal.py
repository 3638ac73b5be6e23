"""The journal on real files: durable, one writer, and what happens when it cannot be written."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from app.changelog import parse_changelog
from app.errors import JournalError, RolloutError
from app.rollout import changelog_journal
from app.rollout.events import ClientEnded, ClientStarted, StepEnded, StepStarted
from app.rollout.journal import Journal, SentStatement, now
from app.rollout.ledger import Ledger
from app.rollout.model import (
    PlannedClient,
    Problem,
    RolloutPlan,
    StepName,
    StepState,
    Verdict,
)
from tests.rollout.world import World

PLAN = RolloutPlan("r1", "v2", "c0ffee", "2", (PlannedClient("a", "A", 1),))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "journal.sqlite"


def test_state_is_what_the_events_add_up_to(path: Path) -> None:
    book = Journal(path)
    book.begin(PLAN, now())
    book.append("r1", ClientStarted("a", now()))
    book.append("r1", StepStarted("a", now(), StepName.BACKUP))
    book.append("r1", StepEnded("a", now(), StepName.BACKUP, StepState.DONE))
    book.append("r1", ClientEnded("a", now(), Verdict.FAILED, Problem("x.y", {"n": 1})))
    book.close()
    (state,) = Journal(path).states()
    (client,) = state.clients
    assert client.verdict is Verdict.FAILED
    assert client.problem == Problem("x.y", {"n": 1})
    assert {s.name: s.state for s in client.steps}[StepName.BACKUP] is StepState.DONE
    assert state.sequence == 4
    assert Journal(path).plan("r1") == PLAN


def test_a_rollout_that_nobody_works_on_is_interrupted(path: Path) -> None:
    book = Journal(path)
    book.begin(PLAN, now())
    book.append("r1", ClientStarted("a", now()))
    book.append("r1", StepStarted("a", now(), StepName.CHANGELOG))
    with book.lease("r1"):
        assert Journal(path).states()[0].clients[0].verdict is Verdict.RUNNING
    (client,) = book.states()[0].clients
    assert client.verdict is Verdict.INTERRUPTED
    assert StepState.RUNNING not in {s.state for s in client.steps}
    assert book.state("r1").clients[0].verdict is Verdict.RUNNING


def test_statements_remember_the_last_word_over_all_rollouts(path: Path) -> None:
    book = Journal(path)
    for name in ("r1", "r2"):
        book.begin(RolloutPlan(name, "v2", "c0ffee", "2", (PlannedClient("a", "A", 1),)), now())
    book.outcome(book.intent("r1", "a", "one", 1, "aa"), True, "rows=0")
    book.outcome(book.intent("r1", "a", "one", 2, "bb"), False, "ora=54")
    book.intent("r1", "b", "one", 1, "zz")
    book.intent("r2", "a", "one", 2, "bb")
    assert book.statements("a") == (
        SentStatement("r1", "one", 1, "aa", True),
        SentStatement("r2", "one", 2, "bb", None),
    )
    assert Journal(path).lock_token == book.lock_token


def test_people_can_read_it_with_any_sqlite_tool(world: World) -> None:
    world.run()
    with sqlite3.connect(world.journal) as connection:
        steps = connection.execute(
            "select step, state from steps where client = 'maroc' and event = 'step_ended'"
        ).fetchall()
        assert ("verdict", "done") in steps
        ends = connection.execute("select verdict from clients where event = 'client_ended'")
        assert {row[0] for row in ends} == {"verified"}
        sent = connection.execute(
            "select count(*), sum(intent_at <= outcome_at), min(ok), min(length(sha256))"
            " from statements where client = 'maroc'"
        ).fetchone()
        assert sent == (11, 11, 1, 64)


def test_an_unknown_rollout(path: Path) -> None:
    with pytest.raises(RolloutError) as caught:
        Journal(path).plan("nobody")
    assert caught.value.code == "rollout.unknown"


def test_a_damaged_file_says_so(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"this is no database at all, but long enough" * 40)
    with pytest.raises(JournalError) as caught:
        Journal(path)
    assert caught.value.code == "journal.damaged"


def test_a_page_that_went_bad_says_so(path: Path) -> None:
    book = Journal(path)
    book.begin(PLAN, now())
    for _ in range(300):
        book.append("r1", ClientStarted("a", now()))
    book.close()
    raw = bytearray(path.read_bytes())
    raw[8192:] = os.urandom(len(raw) - 8192)
    path.write_bytes(raw)
    with pytest.raises(JournalError) as caught:
        Journal(path).state("r1")
    assert caught.value.code == "journal.damaged"


def test_an_event_that_went_bad_says_so(path: Path) -> None:
    book = Journal(path)
    book.begin(PLAN, now())
    book.append("r1", ClientStarted("a", now()))
    with sqlite3.connect(path) as connection:
        connection.execute('update events set body = \'{"event": "nonsense"}\'')
    with pytest.raises(JournalError) as caught:
        book.state("r1")
    assert caught.value.code == "journal.damaged"


def test_a_newer_format_is_left_alone(path: Path) -> None:
    Journal(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("pragma user_version = 99")
    with pytest.raises(JournalError) as caught:
        Journal(path)
    assert caught.value.code == "journal.newer"


def test_a_folder_in_its_place_says_so(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(JournalError) as caught:
        Journal(path)
    assert caught.value.code == "journal.unwritable"


# -- a full disk -------------------------------------------------------------------------------


def fill(path: Path, monkeypatch: pytest.MonkeyPatch, pages: int) -> None:
    """From now on the journal may hold ``pages`` pages more, and then its disk is full."""
    prepare = Journal._prepare

    def limited(self: Journal) -> None:
        prepare(self)
        count = self._connection.execute("pragma page_count").fetchone()[0]
        self._connection.execute(f"pragma max_page_count = {count + pages}")

    monkeypatch.setattr(Journal, "_prepare", limited)


def test_after_the_first_failure_nothing_more_is_noted(
    path: Path,
) -> None:
    """Even if the disk has room again: what was not noted in between would be missing."""
    book = Journal(path)
    book.begin(PLAN, now())
    ledger = Ledger(book, book.state("r1"))
    book._connection.execute("pragma query_only = on")
    with pytest.raises(JournalError):
        ledger.intent("a", "one", 1, "ALTER TABLE X")
    book._connection.execute("pragma query_only = off")
    for attempt in (
        lambda: ledger.intent("a", "one", 1, "ALTER TABLE X"),
        lambda: ledger.outcomes([(1, True, "")]),
        lambda: ledger.emit(ClientStarted("a", now())),
    ):
        with pytest.raises(JournalError) as caught:
            attempt()
        assert caught.value.code == "journal.unwritable"
    assert book.statements("a") == ()
    assert book.events("r1") == []
    ledger.stop()
    assert ledger.state.clients[0].verdict is Verdict.INTERRUPTED


@pytest.mark.parametrize("pages", [1, 2, 3, 5])
def test_a_full_disk_stops_before_anything_further_is_sent(
    world: World, monkeypatch: pytest.MonkeyPatch, pages: int
) -> None:
    sent_without_intent: list[str] = []
    with monkeypatch.context() as patch:
        fill(world.journal, patch, pages)
        running = world.start()
        with pytest.raises(JournalError) as caught:
            running.wait(60)
    assert caught.value.code == "journal.unwritable"
    assert "full" in str(caught.value.facts["detail"])
    stopped = running.snapshot()
    assert {c.verdict for c in stopped.clients} <= {Verdict.INTERRUPTED, Verdict.VERIFIED}
    for client in stopped.clients:
        if not client.ended:
            assert client.problem is not None
            assert client.problem.code == "journal.unwritable"
    with sqlite3.connect(world.journal) as connection:
        for name, server in world.servers.items():
            intents = connection.execute(
                "select count(*) from statements where client = ? and number > 0", (name,)
            ).fetchone()[0]
            sent = [s for s in server.database.data.sent if "DATABASECHANGELOG" not in s]
            if len(sent) > intents:
                sent_without_intent.append(name)
    assert sent_without_intent == []
    state = world.resume()
    assert state.good, [c.problem for c in state.clients]
    for server in world.servers.values():
        assert sum(s.startswith("ALTER") for s in server.sent) == 1


def test_a_journal_that_cannot_be_begun_starts_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(world.journal, monkeypatch, 0)
    with pytest.raises(JournalError):
        for number in range(100):
            world.start(f"r{number}").wait(60)
    assert all(s.imports <= 1 for s in world.servers.values())


@pytest.mark.skipif(sys.platform == "win32", reason="RLIMIT_FSIZE")
def test_a_real_limit_of_the_operating_system(tmp_path: Path) -> None:
    """In a process whose files may not grow: the journal says so, and nothing is half noted."""
    code = textwrap.dedent(
        """
        import resource, signal, sys
        from pathlib import Path
        from app.errors import JournalError
        from app.rollout.events import ClientStarted
        from app.rollout.journal import Journal, now
        from app.rollout.model import PlannedClient, RolloutPlan
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        book = Journal(Path(sys.argv[1]))
        plan = RolloutPlan("r1", "v2", "c", "2", (PlannedClient("a", "A", 1),))
        book.begin(plan, now())
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
        noted = 0
        try:
            while noted < 100_000:
                book.append("r1", ClientStarted("a" * 500, now()))
                noted += 1
        except JournalError as error:
            print(error.code, noted)
        """
    )
    path = tmp_path / "journal.sqlite"
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        capture_output=True, text=True, check=True, timeout=60, env=_environment(),
    )  # fmt: skip
    word, noted = done.stdout.split()
    assert word == "journal.unwritable"
    assert len(Journal(path).events("r1")) == int(noted) > 10


# -- one at a time -----------------------------------------------------------------------------


def _environment() -> dict[str, str]:
    root = str(Path(__file__).resolve().parents[2])
    return {**os.environ, "PYTHONPATH": os.pathsep.join([root, os.environ.get("PYTHONPATH", "")])}


HOLDER = """
import sys
from pathlib import Path
from app.rollout.journal import Journal
with Journal(Path(sys.argv[1])).lease("r1"):
    print("held", flush=True)
    sys.stdin.readline()
"""


def hold(path: Path) -> subprocess.Popen[str]:
    child: subprocess.Popen[str] = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=_environment(),
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    return child


def test_two_processes_never_run_the_same_rollout(world: World) -> None:
    world.run()
    child = hold(world.journal)
    try:
        with pytest.raises(RolloutError) as caught:
            world.resume()
        assert caught.value.code == "rollout.running"
        assert caught.value.facts["process"] == str(child.pid)
        assert Journal(world.journal).leased("r1")
    finally:
        child.send_signal(signal.SIGTERM)
        child.communicate()
    assert not Journal(world.journal).leased("r1")
    assert world.resume().good


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_the_lease_of_a_dead_process_is_free(path: Path) -> None:
    Journal(path).close()
    child = hold(path)
    child.kill()
    child.communicate()
    with Journal(path).lease("r1"):
        pass


def test_a_client_belongs_to_one_run_at_a_time(world: World) -> None:
    with Journal(world.journal).client_lease("france"):
        maroc, france, tunisie = world.run().clients
    assert (maroc.good, tunisie.good) == (True, True)
    assert france.verdict is Verdict.REFUSED
    assert france.problem is not None
    assert france.problem.code == "rollout.client_busy"
    assert france.problem.facts["process"] == str(os.getpid())
    assert world.servers["france"].sessions == []


def test_a_lease_that_cannot_be_made_starts_nothing(world: World) -> None:
    (world.home / "journal-leases").write_text("in the way")
    with pytest.raises(JournalError) as caught:
        world.run()
    assert caught.value.code == "journal.not_begun", "there is nothing to resume"
    assert Journal(world.journal).states() == ()
    assert all(s.sessions == [] for s in world.servers.values())


def test_a_tag_that_was_moved_is_not_resumed(world: World) -> None:
    world.run()
    moved = replace(world.bundle, release=replace(world.bundle.release, commit="dead"))
    plan = world.plan()
    world.bundle = moved
    world.plan = lambda rollout="r1": plan  # type: ignore[method-assign]
    with pytest.raises(RolloutError) as caught:
        world.resume()
    assert caught.value.code == "rollout.tag_moved"


def test_resuming_what_ended_touches_nobody(world: World) -> None:
    before = world.run()
    connections = {n: len(s.sessions) for n, s in world.servers.items()}
    after = world.resume()
    assert after == before
    assert {n: len(s.sessions) for n, s in world.servers.items()} == connections


def test_a_changelog_alone_is_journalled_and_resumed(world: World) -> None:
    lines: list[tuple[str, str | int]] = []

    def tell(code: str, /, **facts: str | int) -> None:
        lines.append((code, facts["sql"]))

    book = Journal(world.journal)
    read = parse_changelog(world.bundle.changelog)
    with (
        pytest.raises(KeyboardInterrupt),
        changelog_journal(book, "maroc", "v2", read, tell) as watch,
    ):
        assert watch.known == ()
        watch.intent("one", 1, "ALTER TABLE X")
        watch.outcome("one", 1, True, "")
        watch.intent("one", 2, "UPDATE X")
        with pytest.raises(RolloutError), changelog_journal(book, "maroc", "v2", read, tell):
            pass
        raise KeyboardInterrupt  # it is cut off
    with changelog_journal(book, "maroc", "v2", read, tell) as watch:
        known = watch.resume_state(world.servers["maroc"].database.session(), (), blind=False)
        assert known == {("one", 1): "done", ("one", 2): "intent"}
        first = watch.run
    with changelog_journal(book, "maroc", "v2", read, tell) as watch:
        assert watch.run != first, "that one came to its end"
    assert book.states() == ()
    assert lines == [("log.sent", "ALTER TABLE X"), ("log.sent", "UPDATE X")]


def test_the_newest_rollout_is_the_last_begun_whatever_the_clock_said(tmp_path: Path) -> None:
    book = Journal(tmp_path / "journal.sqlite")
    later = now()
    for name, hours in (("r1", 0), ("r2", -48), ("r3", -1)):  # the clock was set back
        book.begin(replace(PLAN, rollout=name), later + timedelta(hours=hours))
    assert [s.rollout for s in book.states()] == ["r1", "r2", "r3"]
