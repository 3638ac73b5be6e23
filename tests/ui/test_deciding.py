"""Deciding: the next conflict opens by itself, and nothing that was decided or typed is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from app.apex.model import Issue, Take
from app.services.merge import unwritten
from tests.ui import fakes as made_up
from tests.ui.helpers import Answer, discard, find
from ui.context import Context
from ui.screens.merge.screen import MergeScreen
from ui.window import MainWindow


@pytest.fixture
def screen(qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes) -> MergeScreen:
    fakes.conflicts = [
        made_up.conflict_title(),
        made_up.conflict_sql(),
        made_up.conflict_deleted(),
    ]
    opened.activateWindow()
    opened._begin_merge(("Ahmed", "Sara"))
    qtbot.waitUntil(lambda: opened.merge.session is not None)
    return opened.merge


def settled(qtbot: QtBot, screen: MergeScreen) -> None:
    qtbot.waitUntil(lambda: screen.decisions.settled and screen.context.tasks.running == 0)


def shown(screen: MergeScreen) -> int:
    return find(screen, "merge.conflicts", QTableView).currentIndex().row()


def take(screen: MergeScreen, side: str) -> QPushButton:
    return find(screen, f"merge.take_{side}", QPushButton)


def test_the_next_one_opens_with_the_keyboard_on_it(qtbot: QtBot, screen: MergeScreen) -> None:
    qtbot.waitUntil(screen.window().isActiveWindow)
    take(screen, "ours").setFocus()
    for expected in (1, 2):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        assert shown(screen) == expected
        qtbot.waitUntil(lambda: QApplication.focusWidget() is take(screen, "ours"))
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settled(qtbot, screen)
    assert shown(screen) == 2 and screen.session is not None and screen.session.ready


def test_undo_comes_back_to_what_it_undid(qtbot: QtBot, screen: MergeScreen) -> None:
    qtbot.mouseClick(take(screen, "ours"), Qt.MouseButton.LeftButton)
    assert shown(screen) == 1
    qtbot.keyClick(screen, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert shown(screen) == 0


def test_a_double_click_and_a_held_key_decide_once(qtbot: QtBot, screen: MergeScreen) -> None:
    button = take(screen, "ours")
    spot = QPointF(button.rect().center())
    left = Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    qtbot.mouseClick(button, left)
    for kind in (QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseButtonRelease):
        event = QMouseEvent(kind, spot, button.mapToGlobal(spot), left, left, none)
        QApplication.sendEvent(button, event)
    settled(qtbot, screen)
    assert screen.session is not None and len(screen.session.decisions) == 1
    qtbot.keyClick(button, Qt.Key.Key_Return)
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, none, "\r", True)
    QApplication.sendEvent(button, held)
    settled(qtbot, screen)
    assert len(screen.session.decisions) == 2


@pytest.mark.parametrize(
    ("language", "left", "none"),
    [
        ("en", "Left before MAIN can be written: 3 conflicts", "Nothing is left to decide"),
        ("fr", "Reste avant d’écrire dans MAIN\u00a0: 3 conflits", "Rien ne reste à décider"),
    ],
)
def test_what_is_left_is_said(
    qtbot: QtBot, screen: MergeScreen, language: str, left: str, none: str
) -> None:
    screen.context.speech.speak(language)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: screen.head.left.text() == left)
    for _ in range(3):
        qtbot.mouseClick(take(screen, "ours"), Qt.MouseButton.LeftButton)
    settled(qtbot, screen)
    assert screen.head.left.text().startswith(none)


def test_an_open_conflict_has_no_result(qtbot: QtBot, screen: MergeScreen) -> None:
    result = find(screen, "merge.result", QPlainTextEdit)
    edited = find(screen, "merge.take_edited", QPushButton)
    assert result.toPlainText() == "" and result.placeholderText() and not edited.isEnabled()
    qtbot.mouseClick(find(screen, "merge.start_theirs"), Qt.MouseButton.LeftButton)
    assert result.toPlainText() == "Dossiers de sinistre" and edited.isEnabled()
    qtbot.keyClicks(result, "!")
    qtbot.mouseClick(edited, Qt.MouseButton.LeftButton)
    settled(qtbot, screen)
    assert screen.session is not None
    (decision,) = screen.session.decisions.values()
    assert decision.take is Take.EDITED and decision.text == "!Dossiers de sinistre"


def test_a_no_break_space_is_no_other_text(
    qtbot: QtBot, screen: MergeScreen, fakes: made_up.Fakes
) -> None:
    """``toPlainText`` would give a plain one: a French label would change by being edited."""
    result = find(screen, "merge.result", QPlainTextEdit)
    edited = find(screen, "merge.take_edited", QPushButton)
    french = replace(made_up.conflict_title(), ours="Total\xa0: 5 000\xa0€\r\nTTC", taken=Take.OURS)
    assert screen.session is not None
    screen.editor.show_conflict(french, screen.session)
    assert not edited.isEnabled()  # as it was: nothing was typed
    screen.editor.show_conflict(replace(french, taken=None), screen.session)
    qtbot.mouseClick(find(screen, "merge.start_ours"), Qt.MouseButton.LeftButton)
    qtbot.keyClicks(result, "!")
    with qtbot.waitSignal(screen.editor.decided) as told:
        qtbot.mouseClick(edited, Qt.MouseButton.LeftButton)
    assert told.args[0].text == "!Total\xa0: 5 000\xa0€\nTTC"


def test_what_was_typed_is_there_after_looking_elsewhere(qtbot: QtBot, screen: MergeScreen) -> None:
    result = find(screen, "merge.result", QPlainTextEdit)
    qtbot.keyClicks(result, "Half a thought")
    qtbot.keyClick(screen, Qt.Key.Key_F8)
    assert shown(screen) == 1 and result.toPlainText() == ""
    qtbot.keyClick(screen, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert shown(screen) == 0 and result.toPlainText() == "Half a thought"
    assert find(screen, "merge.take_edited").isEnabled()


def test_a_restart_finds_decisions_and_typed_text(
    qtbot: QtBot, screen: MergeScreen, fakes: made_up.Fakes, context: Context
) -> None:
    """What is on disk is all that a killed window leaves."""
    qtbot.mouseClick(take(screen, "ours"), Qt.MouseButton.LeftButton)
    qtbot.keyClicks(find(screen, "merge.result", QPlainTextEdit), "select 1 from dual")
    place = context.place
    qtbot.waitUntil(lambda: (m := unwritten.kept(place)) is not None and bool(m.typed))
    kept = unwritten.kept(place)
    assert kept is not None and kept.developers == ("Ahmed", "Sara")
    assert [d.take for d in kept.decisions] == [Take.OURS]
    second = MainWindow(context)
    second.start()
    qtbot.waitUntil(lambda: second.merge.session is not None)
    assert second.current is second.merge and second.merge.session is not None
    assert [d.take for d in second.merge.session.decisions.values()] == [Take.OURS]
    assert shown(second.merge) == 1
    result = find(second.merge, "merge.result", QPlainTextEdit)
    assert result.toPlainText() == "select 1 from dual"
    assert second.merge.error.message.detail == "1 decision still holds."
    qtbot.waitUntil(lambda: context.tasks.running == 0)
    discard(second)


def test_a_written_or_given_up_merge_is_not_taken_up(
    qtbot: QtBot, screen: MergeScreen, context: Context, answer: type[Answer]
) -> None:
    for _ in range(3):
        qtbot.mouseClick(take(screen, "ours"), Qt.MouseButton.LeftButton)
    settled(qtbot, screen)
    assert unwritten.kept(context.place) is not None
    answer("merge.confirm")
    qtbot.mouseClick(find(screen, "merge.write"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen.done.result is not None)
    assert unwritten.kept(context.place) is None and find(screen, "merge.give_up").isHidden()
    screen.begin(("Ahmed", "Sara"))
    qtbot.waitUntil(lambda: unwritten.kept(context.place) is not None)
    settled(qtbot, screen)
    question = answer("merge.drop")
    qtbot.mouseClick(find(screen, "merge.give_up"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen.session is None)
    assert question.seen and unwritten.kept(context.place) is None


def test_a_disk_that_refuses_is_told_and_decisions_hold(
    qtbot: QtBot, screen: MergeScreen, context: Context, tmp_path: Path
) -> None:
    settled(qtbot, screen)
    file = context.place.home / unwritten.FILE
    file.unlink()
    file.mkdir()
    (file / "in the way").touch()
    qtbot.mouseClick(take(screen, "ours"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(screen.error.isVisible)
    assert str(file) in screen.error.message.detail
    settled(qtbot, screen)
    assert screen.session is not None and len(screen.session.decisions) == 1


def test_a_finding_leads_to_its_place(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes
) -> None:
    fakes.conflicts = []
    item = made_up.PAGE_10.diff.changes[1]
    fakes.issues = (Issue("error", "reference.missing", made_up.PAGE_10.path, item.key, {}),)
    opened._begin_merge(("Ahmed",))
    qtbot.waitUntil(lambda: opened.merge.session is not None)
    screen = opened.merge
    screen.tabs.setCurrentIndex(2)
    screen.issue_table.setFocus()
    screen.issue_table.selectRow(0)
    qtbot.keyClick(screen.issue_table, Qt.Key.Key_Return)
    assert screen.tabs.currentIndex() == 1
    assert screen.automatic.current == item
