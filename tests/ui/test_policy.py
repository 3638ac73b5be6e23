"""Before and during a rollout: clients looked at, a dry run, the policy, what people say."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
)
from pytestqt.qtbot import QtBot

from app.rollout.model import Problem, RolloutPlan, Verdict
from app.rollout.policy import Action, Outside, Policy, Unreachable
from tests.ui import fakes as made_up
from tests.ui.helpers import Answer, find
from ui.models.rows import Role
from ui.screens.rollout.screen import RolloutScreen
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


def planned(fakes: made_up.Fakes, name: str) -> RolloutPlan:
    return next(details[0] for call, details in fakes.calls if call == name)


def test_who_would_be_stopped_stands_first_and_is_unticked(
    qtbot: QtBot, screen: RolloutScreen, fakes: made_up.Fakes
) -> None:
    fakes.stopped = {"tunisie"}
    qtbot.mouseClick(find(screen, "rollout.check"), Qt.MouseButton.LeftButton)
    table = find(screen, "rollout.findings", QTableView)
    qtbot.waitUntil(table.isVisible)
    model = screen.findings.model
    assert [f.client for f in model.rows] == ["tunisie", "maroc", "france"]
    assert model.index(0, 2).data(Role.CHIPS)[0].text == "would be stopped"
    assert screen.findings.heading.text().startswith("v2: 1 of 3 clients would be stopped.")
    assert find(screen, "rollout.findings.problem").isVisible()
    assert find(screen, "rollout.findings.script").isHidden()
    heading, every = screen.findings.heading, screen.findings.model.every
    screen.findings.show_findings("v2", [f for f in every if not f.fits], False)
    assert heading.text().startswith("v2: 1 of 1 client would be stopped.")
    screen.context.speech.speak("fr")
    qtbot.waitUntil(lambda: heading.text().startswith("v2\u00a0: 1 sur 1 client serait arrêté."))
    screen.context.speech.speak("en")
    qtbot.waitUntil(lambda: heading.text().startswith("v2: 1 of 1 client would be stopped."))
    screen.findings.show_findings("v2", every, False)
    qtbot.mouseClick(find(screen, "rollout.findings.drop"), Qt.MouseButton.LeftButton)
    assert screen.plan.client_ids == ("maroc", "france")
    assert screen.stack.currentWidget() is screen.plan


def test_what_to_know_of_a_client_is_told_in_the_readers_language(
    qtbot: QtBot, screen: RolloutScreen, fakes: made_up.Fakes
) -> None:
    fakes.stopped = {"tunisie"}
    fakes.notices = (Problem("log.kind_mview", {"table": "CUMULS"}),)
    qtbot.mouseClick(find(screen, "rollout.check"), Qt.MouseButton.LeftButton)
    table = find(screen, "rollout.findings", QTableView)
    qtbot.waitUntil(table.isVisible)
    told = find(screen, "rollout.findings.notices", QPlainTextEdit)
    assert told.isHidden(), "of who would be stopped nothing more was found"
    table.selectRow(1)
    assert told.isVisible()
    assert told.toPlainText().startswith("CUMULS holds a materialized view's rows")
    assert screen.findings.model.index(1, 4).data() == "1"
    screen.context.speech.speak("fr")
    qtbot.waitUntil(lambda: "vue matérialisée" in told.toPlainText())


def test_a_dry_run_shows_and_keeps_what_each_client_would_get(
    qtbot: QtBot,
    screen: RolloutScreen,
    fakes: made_up.Fakes,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    qtbot.mouseClick(find(screen, "rollout.dry_run"), Qt.MouseButton.LeftButton)
    script = find(screen, "rollout.findings.script", QPlainTextEdit)
    qtbot.waitUntil(script.isVisible)
    assert "alter table contrats" in script.toPlainText()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", staticmethod(lambda *_: str(tmp_path)))
    shown: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: not shown.append(url))
    qtbot.mouseClick(find(screen, "rollout.findings.save"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(shown))
    assert {p.name for p in tmp_path.glob("*.sql")} >= {"maroc.sql", "france.sql", "tunisie.sql"}


def test_the_policy_of_a_rollout_is_as_the_page_says(
    qtbot: QtBot, screen: RolloutScreen, fakes: made_up.Fakes, answer: type[Answer]
) -> None:
    find(screen, "rollout.policy.canary", QCheckBox).setFocus()
    qtbot.keyClick(find(screen, "rollout.policy.canary"), Qt.Key.Key_Space)
    field = find(screen, "rollout.policy.stop_after", QLineEdit)
    field.selectAll()
    qtbot.keyClicks(field, "5%")
    for name in ("unreachable", "outside"):
        combo = find(screen, f"rollout.policy.{name}", QComboBox)
        combo.setFocus()
        qtbot.keyClick(combo, Qt.Key.Key_End)
    answer("rollout.confirm")
    qtbot.mouseClick(find(screen, "rollout.start"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen.running is not None)
    assert planned(fakes, "start").policy == Policy(
        True, "maroc", 0, 5, Unreachable.ASK, Outside.REFUSE
    )


def test_a_rollout_is_paused_and_goes_on(
    qtbot: QtBot, started: RolloutScreen, fakes: made_up.Fakes
) -> None:
    made = fakes.running
    assert made is not None
    rollout = made.state.rollout
    qtbot.mouseClick(find(started, "rollout.pause"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: ("say", (rollout, Action.PAUSE, "", "")) in fakes.calls)
    made.state = replace(made.state, paused=True)
    qtbot.waitUntil(lambda: "paused" in started.board.summary.text())
    qtbot.mouseClick(find(started, "rollout.pause"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: ("say", (rollout, Action.CONTINUE, "", "")) in fakes.calls)


def test_what_can_be_said_to_a_client(
    qtbot: QtBot, started: RolloutScreen, fakes: made_up.Fakes, answer: type[Answer]
) -> None:
    made = fakes.running
    assert made is not None
    made.show(made_up.failed("maroc"), made_up.running("france", 2), made_up.waiting("tunisie"))
    board = started.board
    qtbot.waitUntil(lambda: board.state is made.state)

    def words(client: str) -> list[str]:
        board.table.selectRow(board.model.row_of(client))
        state = board.detail.client
        assert state is not None
        return [a.text().replace("&", "") for a in board.menu_of(state).actions()]

    assert words("maroc") == ["Try again", "Set aside…"]
    assert words("tunisie") == ["First of its ring", "Set aside…"]
    assert words("france") == [] and not board.more.isEnabled()
    words("tunisie")
    assert board.detail.client is not None
    question = answer("rollout.aside", text="closed today")
    board.menu_of(board.detail.client).actions()[1].trigger()
    said = (made.state.rollout, Action.SKIP, "tunisie", "closed today")
    qtbot.waitUntil(lambda: ("say", said) in fakes.calls)
    assert "go on" in question.seen


def test_a_client_is_tried_again_after_the_end(
    qtbot: QtBot, started: RolloutScreen, fakes: made_up.Fakes
) -> None:
    made = fakes.running
    assert made is not None
    made.show(made_up.failed("maroc"), *map(made_up.verified, ("france", "tunisie")))
    qtbot.waitUntil(lambda: started.running is None)
    client = started.board.detail.client
    assert client is not None and client.verdict is Verdict.REFUSED
    started.board.menu_of(client).actions()[0].trigger()
    qtbot.waitUntil(lambda: started.running is not None and fakes.running is not made)
