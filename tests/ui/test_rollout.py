"""The rollout: plan, live board, log, ends good and bad, resume; and the history of it all."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QTableView,
)
from pytestqt.qtbot import QtBot

from app.errors import JournalError, ReleaseError
from app.proof.model import Colour, Reason, TableProof
from app.rollout.model import Problem, Proof, Verdict
from app.services.rollout import locks, settling
from app.services.rollout.evidence import Shared
from app.services.rollout.settling import Doubt
from tests.ui import fakes as made_up
from tests.ui.helpers import Answer, find
from ui.models.rows import Role
from ui.screens.rollout.screen import RolloutScreen
from ui.widgets.nav import NavState
from ui.window import MainWindow


@pytest.fixture
def screen(qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes) -> RolloutScreen:
    fakes.releases_answer.append(made_up.release_value("2"))
    opened.go(4)
    qtbot.waitUntil(lambda: opened.rollout.plan.version == "2")
    return opened.rollout


@pytest.fixture
def started(
    qtbot: QtBot, screen: RolloutScreen, fakes: made_up.Fakes, answer: type[Answer]
) -> RolloutScreen:
    answer("rollout.confirm")
    qtbot.mouseClick(find(screen, "rollout.start"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen.running is not None)
    return screen


def choose(screen: RolloutScreen, client: str) -> None:
    screen.board.table.selectRow(screen.board.model.row_of(client))


def running(fakes: made_up.Fakes) -> made_up.FakeRunning:
    assert fakes.running is not None
    return fakes.running


def test_older_releases_are_for_who_asks_for_them(
    qtbot: QtBot, screen: RolloutScreen, fakes: made_up.Fakes
) -> None:
    listed = screen.plan.release
    fakes.releases_answer.append(made_up.release_value("3"))
    screen.refresh()
    qtbot.waitUntil(lambda: screen.plan.version == "3")
    assert [listed.itemText(n).partition(" ")[0] for n in range(listed.count())] == ["v3", "Older"]
    listed.setFocus()
    qtbot.keyClick(listed, Qt.Key.Key_Down)
    assert screen.plan.version == "3"
    assert listed.count() == len(fakes.releases_answer)
    qtbot.waitUntil(lambda: listed.view().isVisible())
    qtbot.keyClick(listed.view(), Qt.Key.Key_Down)
    qtbot.keyClick(listed.view(), Qt.Key.Key_Return)
    assert screen.plan.version == "2"


def test_the_plan_chooses_all_and_may_choose_less(
    qtbot: QtBot, screen: RolloutScreen, fakes: made_up.Fakes, answer: type[Answer]
) -> None:
    table = find(screen, "rollout.clients", QTableView)
    assert screen.plan.client_ids == ("maroc", "france", "tunisie")
    rect = table.visualRect(table.model().index(1, 0))
    spot = QPoint(rect.left() + 15, rect.center().y())
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert screen.plan.summary.text() == "2 clients chosen, 2 rings"
    qtbot.mouseClick(find(screen, "rollout.none"), Qt.MouseButton.LeftButton)
    assert not find(screen, "rollout.start").isEnabled()
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 0))
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert screen.plan.client_ids == ("maroc",)
    screen.plan.workers.setValue(4)
    question = answer("rollout.confirm")
    qtbot.mouseClick(find(screen, "rollout.start"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen.running is not None)
    assert "Ring 1: 1 client" in question.seen and "A Maroc" not in question.seen
    assert ("plan", ("2", ("maroc",), 4)) in fakes.calls


def test_what_has_the_release_is_not_chosen_by_itself(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes
) -> None:
    fakes.installed = {"france": "2", "tunisie": "2"}
    fakes.releases_answer.append(made_up.release_value("2"))
    opened.go(4)
    plan = opened.rollout.plan
    qtbot.waitUntil(lambda: plan.version == "2")
    assert plan.client_ids == ("maroc", "tunisie")  # the last rollout of tunisie was not verified
    qtbot.mouseClick(find(plan, "rollout.all"), Qt.MouseButton.LeftButton)
    assert plan.client_ids == ("maroc", "france", "tunisie")


def test_the_board_lives(qtbot: QtBot, started: RolloutScreen, fakes: made_up.Fakes) -> None:
    assert started.state == NavState("running")
    made = running(fakes)
    made.show(made_up.running("maroc", 5), made_up.running("france", 2), made_up.waiting("tunisie"))
    model = started.board.model
    qtbot.waitUntil(lambda: started.board.state is made.state)
    glyphs = ["".join(d.glyph for d in model.index(n, 1).data(Role.DOTS)) for n in range(3)]
    assert glyphs == ["✓✓✓✓✓●", "✓✓●", ""]
    assert started.context.pump.active
    assert find(started, "rollout.cancel_all").isVisible()


def test_the_log_follows_the_chosen_client(
    qtbot: QtBot, started: RolloutScreen, fakes: made_up.Fakes
) -> None:
    made = running(fakes)
    view = find(started, "rollout.client.log", QListView)
    made.logs["maroc"].lines += [f"line {n}" for n in range(5000)]
    qtbot.waitUntil(lambda: view.model().rowCount() == 5000)
    bar = view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())
    started.board.detail.pane.follow.setChecked(False)
    view.scrollToTop()
    made.logs["maroc"].lines.append("one more")
    qtbot.waitUntil(lambda: view.model().rowCount() == 5001)
    assert bar.value() == 0
    made.logs["france"].lines.append("bonjour")
    started.board.table.selectRow(1)
    qtbot.waitUntil(lambda: view.model().rowCount() == 1)
    assert view.model().index(0, 0).data() == "bonjour"


def test_the_end_of_the_log_stays_in_view_when_the_banner_comes(
    qtbot: QtBot, started: RolloutScreen, fakes: made_up.Fakes
) -> None:
    made = running(fakes)
    view = find(started, "rollout.client.log", QListView)
    made.logs["maroc"].lines += [f"line {n}" for n in range(500)]
    qtbot.waitUntil(lambda: view.model().rowCount() == 500)
    height = view.viewport().height()
    made.show(*map(made_up.verified, made_up.NAMES))
    qtbot.waitUntil(lambda: view.viewport().height() < height)
    bar = view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() == bar.maximum() > 0)


def test_a_green_end(qtbot: QtBot, started: RolloutScreen, fakes: made_up.Fakes) -> None:
    made = running(fakes)
    made.show(*map(made_up.verified, made_up.NAMES))
    banner = find(started, "rollout.banner")
    qtbot.waitUntil(banner.isVisible)
    assert started.board.banner.message.title == "3 clients verified, 18,956 rows, none lost"
    assert banner.property("tone") == "success"
    assert started.state == NavState("done")
    assert started.running is None and not started.context.pump.active
    proofs = started.board.detail.proofs
    names = [proofs.index(n, 0).data() for n in range(proofs.rowCount())]
    row = names.index("CONTRATS")
    assert [proofs.index(row, c).data() for c in (1, 2, 4)] == ["450", "450", "CANAL_VENTE"]
    assert proofs.index(row, 3).data(Role.CHIPS)[0].glyph == "✓"


def test_a_red_end(qtbot: QtBot, started: RolloutScreen, fakes: made_up.Fakes) -> None:
    made = running(fakes)
    lost = replace(made_up.verified("france"), verdict=Verdict.DATA_LOSS)
    made.show(made_up.verified("maroc"), lost, made_up.failed("tunisie"))
    qtbot.waitUntil(find(started, "rollout.banner").isVisible)
    message = started.board.banner.message
    assert "2 clients of 3" in message.title and "B France" in message.detail
    assert find(started, "rollout.banner").property("tone") == "danger"
    assert started.state == NavState("error")
    choose(started, "tunisie")
    assert find(started, "rollout.client.problem").isVisible()
    steps = started.board.detail.steps
    states = [steps.index(n, 1).data(Role.CHIPS)[0].text for n in range(3)]
    assert states == ["failed", "not run", "not run"]  # nothing waits where all has ended
    started.board.detail.tabs.setCurrentIndex(1)
    data = find(started, "rollout.client.data", QTableView)
    data.repaint()
    assert "not measured" in data.accessibleDescription()


def test_what_a_person_must_look_at_is_amber(
    qtbot: QtBot, started: RolloutScreen, fakes: made_up.Fakes, answer: type[Answer]
) -> None:
    made = running(fakes)
    facts: dict[str, str | int] = {"table": "CONTRATS", "count": 1, "keys": "450"}
    reason = Reason(Colour.AMBER, "data.missing", facts)
    seen = made_up.verified("france")
    assert seen.after is not None
    first, *rest = seen.after.tables
    proof = Proof((TableProof(first.table, Colour.AMBER, (reason,)),))
    after = replace(seen.after, tables=(replace(first, rows=first.rows - 1, digest="x"), *rest))
    doubt = replace(
        seen, verdict=Verdict.IN_DOUBT, after=after, proof=proof,
        problem=Problem("data.missing", {**facts, "client": "France"}),
    )  # fmt: skip
    made.show(made_up.verified("maroc"), doubt, made_up.verified("tunisie"))
    qtbot.waitUntil(find(started, "rollout.banner").isVisible)
    assert find(started, "rollout.banner").property("tone") == "warning"
    assert started.state == NavState("attention", 1)  # amber waits for a person, and is no error
    assert "B France · ? To be looked at" in started.board.banner.message.detail
    choose(started, "france")
    table = started.board.detail.proofs
    chips = {
        table.index(n, 0).data(): table.index(n, 3).data(Role.CHIPS)[0]
        for n in range(table.rowCount())
    }
    assert chips[first.table].tone == "warning"
    question = answer("rollout.accept", text="Checked with their DBA: a test contract.")
    qtbot.mouseClick(find(started, "rollout.client.problem.action"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: started.state == NavState("done"))
    assert "CONTRATS" in question.seen
    note = ("20261123-143000-a1b2c3", "france", "Checked with their DBA: a test contract.")
    assert ("accept", note) in fakes.calls
    assert fakes.calls[-1] == (f"share {note[0]}", ())
    choose(started, "france")
    assert "Checked with" in started.board.detail.notice.message.detail


def test_what_nobody_can_know_is_shown_and_settled_by_a_person(
    qtbot: QtBot,
    started: RolloutScreen,
    fakes: made_up.Fakes,
    monkeypatch: pytest.MonkeyPatch,
    answer: type[Answer],
) -> None:
    made = running(fakes)
    problem = Problem(
        "changelog.unknown_effect",
        {"changeset": "a.sql::1::k", "number": 1, "path": "a.sql", "line": 3, "statement": "ALTER"},
    )
    failed = replace(made_up.verified("france"), verdict=Verdict.FAILED, problem=problem)
    made.show(made_up.verified("maroc"), failed, made_up.verified("tunisie"))
    qtbot.waitUntil(find(started, "rollout.banner").isVisible)
    doubt = Doubt(
        7, "france", "France", "r", "a.sql::1::k", 1, "a.sql", 3,
        "ALTER TABLE T ADD CHECK (A > 0)", made_up.NOW, "2026-11-23 14:31:00", ("TABLE T: VALID",),
    )  # fmt: skip
    noted: list[tuple[Any, ...]] = []
    monkeypatch.setattr(settling, "look", lambda place, client: (doubt,))
    monkeypatch.setattr(
        settling, "settle", lambda place, d, note, *, took: noted.append((d, note, took))
    )
    choose(started, "france")
    seen = []

    def decide(dialog: QDialog) -> None:
        seen.append(find(dialog, "rollout.settle.evidence", QPlainTextEdit).toPlainText())
        yes = find(dialog, "rollout.settle.yes", QPushButton)
        assert not yes.isEnabled()  # nothing is decided beforehand
        find(dialog, "rollout.settle.took", QRadioButton).click()
        assert not yes.isEnabled()

    question = answer("rollout.settle", text="The check is there", first=decide)
    qtbot.mouseClick(find(started, "rollout.client.problem.action"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(noted))
    assert "a.sql::1::k" in question.seen
    assert "ADD CHECK" in seen[0] and "TABLE T: VALID" in seen[0]
    assert noted == [(doubt, "The check is there", True)]


def test_lines_of_the_log_can_be_handed_on(
    qtbot: QtBot, started: RolloutScreen, fakes: made_up.Fakes
) -> None:
    made = running(fakes)
    view = find(started, "rollout.client.log", QListView)
    made.logs["maroc"].lines += ["first", "second " + "x" * 200, "third"]
    qtbot.waitUntil(lambda: view.model().rowCount() == 3)
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))
    for _ in range(2):
        qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().split("\n") == made.logs["maroc"].lines
    tips = [view.model().index(n, 0).data(Qt.ItemDataRole.ToolTipRole) for n in range(3)]
    assert tips[0] is None and tips[1].replace("\n", "").count("x") == 200


def test_stopping_one_and_all(
    qtbot: QtBot, started: RolloutScreen, fakes: made_up.Fakes, answer: type[Answer]
) -> None:
    made = running(fakes)
    made.show(*(made_up.running(c, 2) for c in made_up.NAMES))
    qtbot.waitUntil(lambda: started.board.state is made.state)
    started.board.table.selectRow(1)
    answer("rollout.confirm_cancel", yes=False)
    qtbot.mouseClick(find(started, "rollout.cancel_client"), Qt.MouseButton.LeftButton)
    assert made.cancelled == []
    answer("rollout.confirm_cancel")
    qtbot.mouseClick(find(started, "rollout.cancel_client"), Qt.MouseButton.LeftButton)
    answer("rollout.confirm_cancel")
    qtbot.mouseClick(find(started, "rollout.cancel_all"), Qt.MouseButton.LeftButton)
    assert made.cancelled == ["france", None]


def test_the_report(
    qtbot: QtBot, started: RolloutScreen, fakes: made_up.Fakes, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(opened.append(url)))
    running(fakes).show(*map(made_up.verified, made_up.NAMES))
    qtbot.waitUntil(find(started, "rollout.banner").isVisible)
    qtbot.mouseClick(find(started, "rollout.report"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(opened))
    path = Path(opened[0].toLocalFile())
    assert path.read_text(encoding="utf-8") and path.parent.name == "reports"
    assert str(path) in started.board.banner.next_step.text()  # nothing on this machine opens it


def test_an_interrupted_rollout_is_offered(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes
) -> None:
    stopped = replace(made_up.running("france", 4), verdict=Verdict.INTERRUPTED)
    fakes.states = [made_up.rollout_state(made_up.verified("maroc"), stopped, rollout="r-1")]
    opened.go(4)
    offer = find(opened, "rollout.unfinished")
    qtbot.waitUntil(offer.isVisible)
    assert opened.rollout.state == NavState("error")
    qtbot.mouseClick(find(opened, "rollout.unfinished.resume"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: opened.rollout.running is not None)
    assert ("resume", ("r-1",)) in fakes.calls and offer.isHidden()


def test_the_start_tells_of_a_rollout_that_was_stopped(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes
) -> None:
    """After "stop and close": the first screen says so, and a resume takes these clients up."""
    fakes.releases_answer.append(made_up.release_value("2"))
    stopped = replace(made_up.running("france", 4), verdict=Verdict.CANCELLED)
    fakes.states = [made_up.rollout_state(made_up.verified("maroc"), stopped)]
    opened.start()
    notice = find(opened, "developers.unfinished")
    qtbot.waitUntil(notice.isVisible)
    assert "stopped" in opened.developers.unfinished.message.title
    assert opened.rollout.state == NavState("error")
    qtbot.mouseClick(find(opened, "developers.unfinished.look"), Qt.MouseButton.LeftButton)
    assert opened.current is opened.rollout and notice.isHidden()
    qtbot.waitUntil(lambda: opened.rollout.plan.version == "2")
    qtbot.mouseClick(find(opened, "rollout.unfinished.resume"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: opened.rollout.running is not None)
    assert ("resume", (fakes.states[0].rollout,)) in fakes.calls
    assert find(opened, "rollout.unfinished").isHidden()


def test_the_start_says_nothing_where_all_is_well(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes
) -> None:
    before = replace(made_up.running("france", 4), verdict=Verdict.CANCELLED)
    fakes.states = [
        made_up.rollout_state(before, rollout="r-1"),
        made_up.rollout_state(*map(made_up.verified, made_up.NAMES), rollout="r-2"),
    ]
    opened.start()
    qtbot.waitUntil(lambda: opened.context.tasks.running == 0)
    assert find(opened, "developers.unfinished").isHidden()
    assert opened.rollout.state == NavState()


def test_a_bad_end_is_resumed_but_not_a_loss(
    qtbot: QtBot, started: RolloutScreen, fakes: made_up.Fakes
) -> None:
    """A client that was refused is taken up again; a loss is for people to look at first."""
    lost = replace(made_up.verified("france"), verdict=Verdict.DATA_LOSS)
    running(fakes).show(made_up.verified("maroc"), lost, made_up.failed("tunisie"))
    resume = find(started, "rollout.resume")
    qtbot.waitUntil(resume.isVisible)
    assert "Resume" in started.board.banner.message.next_step
    first = fakes.running
    qtbot.mouseClick(resume, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: fakes.running is not first and started.running is not None)
    running(fakes).show(made_up.verified("maroc"), lost)
    qtbot.waitUntil(lambda: started.running is None)
    assert resume.isHidden() and "Resume" not in started.board.banner.message.next_step


def test_an_unknown_host_leads_to_the_clients_and_back_to_a_resume(
    qtbot: QtBot, opened: MainWindow, started: RolloutScreen, fakes: made_up.Fakes
) -> None:
    unknown = Problem("oracle.unknown_host", {"dsn": "x:1521/X", "target": "C Tunisie"})
    refused = replace(made_up.failed("tunisie"), problem=unknown)
    running(fakes).show(made_up.verified("maroc"), made_up.verified("france"), refused)
    qtbot.waitUntil(lambda: started.running is None)
    choose(started, "tunisie")
    action = find(started, "rollout.client.problem.action")
    qtbot.waitUntil(action.isVisible)
    qtbot.mouseClick(action, Qt.MouseButton.LeftButton)
    settings = opened.settings
    assert opened.current is settings and settings.tabs.currentIndex() == 2
    settings.clients.list.setCurrentRow(2)
    qtbot.keyClicks(find(settings, "settings.clients.dsn"), "2")
    qtbot.mouseClick(find(settings, "settings.save"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: opened.context.tasks.running == 0)
    opened.go(4)
    qtbot.waitUntil(lambda: opened.context.tasks.running == 0)
    qtbot.mouseClick(find(started, "rollout.resume"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(name == "resume" for name, _ in fakes.calls))


def test_without_a_release_there_is_nothing_to_start(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes
) -> None:
    fakes.releases_answer.clear()
    opened.go(4)
    qtbot.waitUntil(lambda: opened.context.tasks.running == 0)
    assert opened.rollout.stack.currentWidget() is opened.rollout.blank
    assert not find(opened, "rollout.start").isVisible()
    qtbot.mouseClick(find(opened, "rollout.to_release"), Qt.MouseButton.LeftButton)
    assert opened.current is opened.release


def test_without_clients_the_plan_leads_to_them(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes
) -> None:
    fakes.settings_dict["clients"] = []
    opened.go(4)
    qtbot.waitUntil(lambda: opened.context.tasks.running == 0)
    qtbot.mouseClick(find(opened, "rollout.to_clients"), Qt.MouseButton.LeftButton)
    assert opened.current is opened.settings and opened.settings.tabs.currentIndex() == 2
    assert opened.focusWidget() is find(opened, "settings.clients.add")


def test_two_hundred_clients_cost_the_frame_little(
    qtbot: QtBot, started: RolloutScreen, fakes: made_up.Fakes
) -> None:
    """A frame without news tells the views nothing; one with news tells only what changed."""
    made = running(fakes)
    many = [replace(made_up.running("maroc", 3), client=f"c{n}", name=f"C {n}") for n in range(200)]
    made.logs = {c.client: made_up.FakeLog() for c in many}
    made.show(*many)
    qtbot.waitUntil(lambda: started.board.model.rowCount() == 200)
    told: list[tuple[int, int]] = []
    started.board.model.dataChanged.connect(
        lambda first, last, _: told.append((first.row(), last.row()))
    )
    started.board._beat.restart()
    for log in made.logs.values():
        log.lines += ["a line"] * 1000
    started.board._look()
    assert told == []
    many[7] = replace(many[7], round_trips=9)
    made.show(*many)
    started.board._look()
    assert told == [(7, 7)]


def test_the_history_shows_and_resumes(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes
) -> None:
    stopped = replace(made_up.running("france", 4), verdict=Verdict.INTERRUPTED)
    fakes.states = [
        made_up.rollout_state(*map(made_up.verified, made_up.NAMES), rollout="r-1"),
        made_up.rollout_state(made_up.verified("maroc"), stopped, rollout="r-2"),
    ]
    opened.go(5)
    screen = opened.history
    qtbot.waitUntil(lambda: screen.rollouts.rowCount() == 2)
    ends = [screen.rollouts.index(n, 3).data(Role.CHIPS)[0].text for n in range(2)]
    assert ends == ["Interrupted", "Verified"]
    log = find(screen, "history.client.log", QListView).model()
    qtbot.waitUntil(lambda: log.rowCount() == 40)
    assert screen.releases.index(0, 5).data(Role.CHIPS)[0].glyph == "✓"
    qtbot.mouseClick(find(screen, "history.resume", QPushButton), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: ("resume", ("r-2",)) in fakes.calls)
    assert opened.current is opened.rollout
    qtbot.waitUntil(lambda: opened.rollout.running is not None)


def test_the_history_has_what_colleagues_rolled_out(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes
) -> None:
    """Of other workstations only: one's own are in the list of rollouts."""
    mine = Shared(
        "r-1", "v2", "2", "Karim <k@x>", datetime(2026, 11, 22, 9, tzinfo=UTC), True, True,
        {"verified": 3}, True, {},
    )  # fmt: skip
    theirs = replace(
        mine, rollout="r-7", by="Sara <s@x>", good=False, mine=False,
        verdicts={"verified": 2, "failed": 1},
    )  # fmt: skip
    fakes.shared = (mine, theirs)
    opened.go(5)
    model = opened.history.shared.model
    qtbot.waitUntil(lambda: model.rowCount() == 1)
    assert model.index(0, 1).data() == "Sara"
    assert model.index(0, 3).data() == "Verified: 2, Failed: 1"
    assert model.index(0, 4).data(Role.CHIPS)[0].text == "Not verified"


@pytest.mark.parametrize(
    ("verdicts", "ended", "good", "end"),
    [
        ({"verified": 2, "already_there": 1}, True, True, "Verified"),
        ({"verified": 1, "running": 1}, False, False, "Interrupted"),
        ({"verified": 2, "cancelled": 1}, True, False, "Stopped"),
        ({"verified": 1, "in_doubt": 1, "cancelled": 1}, True, False, "To be looked at"),
        ({"verified": 1, "of_a_newer_caravane": 1}, True, False, "Not verified"),
    ],
)
def test_the_end_of_a_colleagues_rollout_is_told_as_ones_own(
    opened: MainWindow, verdicts: dict[str, int], ended: bool, good: bool, end: str
) -> None:
    began = datetime(2026, 11, 22, 9, tzinfo=UTC)
    shared = Shared("r-1", "v2", "2", "Sara <s@x>", began, ended, good, verdicts, False, {})
    opened.history.shared.show_reports((shared,))
    chip = opened.history.shared.model.index(0, 4).data(Role.CHIPS)[0]
    assert chip.text == end
    known = [Verdict(v) for v in verdicts if v in set(Verdict)]
    if len(known) == len(verdicts):
        states = [replace(made_up.waiting("maroc"), verdict=v) for v in known]
        opened.history.rollouts.set_rows((made_up.rollout_state(*states),))
        assert opened.history.rollouts.index(0, 3).data(Role.CHIPS)[0] == chip


def test_that_colleagues_did_nothing_is_said_after_an_answer_only(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes
) -> None:
    shared = opened.history.shared
    none = "No report of a colleague is in the repository."
    assert shared.table.empty_text() != none, "nobody was asked yet"
    broken = ReleaseError("release.no_repository", repository="/r")
    fakes.failures["known reports"] = broken
    opened.go(5)
    qtbot.waitUntil(lambda: not shared.notice.isHidden())
    assert shared.notice.message == opened.context.message(broken)
    assert shared.table.empty_text() == ""
    del fakes.failures["known reports"]
    opened.history.refresh()
    qtbot.waitUntil(lambda: shared.table.empty_text() == none)
    assert shared.notice.isHidden()
    fakes.silent = ReleaseError("release.remote_refused", remote="origin", detail="no way in")
    opened.history.refresh()
    qtbot.waitUntil(lambda: not shared.notice.isHidden())
    assert "no way in" in shared.notice.message.detail and shared.table.empty_text() == ""


def test_a_report_that_does_not_reach_the_colleagues_is_told_once(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes
) -> None:
    screen = opened.rollout
    fakes.unshared = ReleaseError("release.remote_refused", remote="origin", detail="no way in")
    ended = made_up.rollout_state(made_up.verified("maroc"), rollout="r-1")
    screen._over(ended)
    qtbot.waitUntil(lambda: not screen.error.isHidden())
    assert "shared" in screen.error.message.title
    assert "no way in" in screen.error.message.detail
    screen.error.close_button.click()
    screen._accepted(ended)
    qtbot.waitUntil(lambda: opened.context.tasks.running == 0)
    assert screen.error.isHidden(), "once is enough"


def test_a_rollout_that_ended_is_shared(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes
) -> None:
    opened.rollout._over(made_up.rollout_state(made_up.verified("maroc"), rollout="r-1"))
    assert ("share r-1", ()) in fakes.calls


def test_a_backup_of_main_is_put_back(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes, answer: type[Answer]
) -> None:
    folder = fakes.home / "backups" / "main"
    folder.mkdir(parents=True)
    (folder / "20261123-143000.zip").write_bytes(b"x" * 1500)
    opened.go(5)
    screen = opened.history
    qtbot.waitUntil(lambda: screen.backups.model.rowCount() == 1)
    screen.tabs.setCurrentIndex(2)
    assert screen.backups.model.index(0, 2).data() == "1.5 kB"
    question = answer("history.confirm_restore")
    qtbot.mouseClick(find(screen, "history.restore"), Qt.MouseButton.LeftButton)
    wanted = str(folder / "20261123-143000.zip")
    qtbot.waitUntil(lambda: ("restore", (wanted,)) in fakes.calls)
    assert wanted in question.seen
    qtbot.waitUntil(lambda: opened.developers.overview is None)


def test_the_history_opens_on_the_first_rollout(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes
) -> None:
    fakes.states = []
    opened.go(5)
    screen = opened.history
    qtbot.waitUntil(lambda: screen.tabs.currentIndex() == 1)  # no rollout yet: the releases
    fakes.states = [made_up.rollout_state(*map(made_up.verified, made_up.NAMES))]
    screen.refresh()
    qtbot.waitUntil(lambda: screen.tabs.currentIndex() == 0)
    screen.tabs.setCurrentIndex(1)  # the user's own choice stays
    screen.refresh()
    qtbot.waitUntil(lambda: opened.context.tasks.running == 0)
    assert screen.tabs.currentIndex() == 1


def test_a_stopped_rollout_is_not_called_a_failure(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes
) -> None:
    stopped = replace(made_up.running("france", 4), verdict=Verdict.CANCELLED)
    fakes.states = [made_up.rollout_state(made_up.verified("maroc"), stopped)]
    opened.go(5)
    rows = opened.history.rollouts
    qtbot.waitUntil(lambda: rows.rowCount() == 1)
    assert rows.index(0, 3).data(Role.CHIPS)[0].label == "– Stopped"
    assert find(opened, "history.resume").isVisible()


def test_a_finished_rollout_has_no_resume(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes
) -> None:
    fakes.states = [made_up.rollout_state(*map(made_up.verified, made_up.NAMES))]
    opened.go(5)
    qtbot.waitUntil(lambda: opened.history.rollouts.rowCount() == 1)
    assert find(opened, "history.resume").isHidden()
    table = find(opened, "history.clients", QTableView)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert "B France" in opened.history.detail.heading.text()


def test_a_journal_and_a_log_that_cannot_be_read_are_told(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes
) -> None:
    unreadable = JournalError("journal.damaged", path="journal.sqlite")
    fakes.failures["history"] = unreadable
    opened.rollout.look_back()
    qtbot.waitUntil(lambda: not opened.rollout.error.isHidden())
    del fakes.failures["history"]
    fakes.states = [made_up.rollout_state(made_up.verified("maroc"))]
    fakes.failures["log"] = unreadable
    opened.go(5)
    qtbot.waitUntil(lambda: not opened.history.error.isHidden())
    assert "journal.sqlite" in opened.history.error.message.detail


def test_a_lock_that_stayed_stands_out_and_can_be_freed(
    qtbot: QtBot,
    started: RolloutScreen,
    fakes: made_up.Fakes,
    answer: type[Answer],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    holder = "here (10.0.0.7) caravane 0123"
    held = locks.ClientLock("maroc", "A Maroc", "ORASSADM", holder, None, True, False)
    monkeypatch.setattr(locks, "look", lambda place, client: held)
    monkeypatch.setattr(locks, "unlock", lambda place, lock: replace(held, holder=None))
    made = running(fakes)
    kept = replace(made_up.verified("maroc"), lock_kept=True)
    made.show(kept, *map(made_up.verified, ("france", "tunisie")))
    banner = find(started, "rollout.banner")
    qtbot.waitUntil(banner.isVisible)
    assert banner.property("tone") == "warning"
    assert "A Maroc" in started.board.banner.message.detail
    chips = started.board.model.index(0, 2).data(Role.CHIPS)
    assert [c.text for c in chips][1:] == ["lock stayed"]
    started.board.table.selectRow(0)
    notice = find(started, "rollout.client.lock")
    assert notice.isVisible()

    question = answer("rollout.unlock", yes=False)
    qtbot.mouseClick(find(started, "rollout.client.lock.action"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(question.seen))
    assert holder in question.seen
    assert notice.isVisible()
    second = answer("rollout.unlock")
    qtbot.mouseClick(find(started, "rollout.client.lock.action"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(second.seen))
    qtbot.waitUntil(lambda: not notice.isVisible())
    assert "free" in started.error.message.title
