"""What merged by itself: looked at, overruled, undone, and there after a restart."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from app.apex.model import Take
from app.services.merge import unwritten
from tests.ui import fakes as made_up
from tests.ui.helpers import discard, find
from ui.context import Context
from ui.screens.merge.screen import MergeScreen
from ui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def screen(qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes) -> MergeScreen:
    opened.activateWindow()
    opened._begin_merge(("Ahmed", "Sara"))
    qtbot.waitUntil(lambda: opened.merge.session is not None)
    opened.merge.tabs.setCurrentIndex(2)
    qtbot.waitUntil(lambda: rows(opened.merge) == 4)
    return opened.merge


def rows(screen: MergeScreen) -> int:
    return entries(screen).model().rowCount()


def entries(screen: MergeScreen) -> QTableView:
    return find(screen, "merge.automatic_list", QTableView)


def go_to(screen: MergeScreen, name: str) -> None:
    number = next(n for n, c in enumerate(screen.by_itself.model.rows) if c.component_name == name)
    entries(screen).selectRow(number)


def result(screen: MergeScreen) -> str:
    return find(screen, "merge.result", QPlainTextEdit).toPlainText()


def button(screen: MergeScreen, name: str) -> QPushButton:
    return find(screen, f"merge.{name}", QPushButton)


def settled(qtbot: QtBot, screen: MergeScreen) -> None:
    qtbot.waitUntil(lambda: screen.decisions.settled and screen.context.tasks.running == 0)


def test_each_says_who_brought_it_and_why_nobody_was_asked(screen: MergeScreen) -> None:
    assert screen.tabs.tabText(2) == "Automatic (4)"
    go_to(screen, "P30_STATUT")
    assert screen.editor.why.text() == "Only Sara changed this property."
    assert result(screen) == "Situation du dossier"
    assert button(screen, "take_theirs").isChecked() and not button(screen, "take_ours").isChecked()
    assert button(screen, "undecide").isHidden() and not button(screen, "take_edited").isEnabled()
    go_to(screen, "EXPORTER")
    assert screen.editor.why.text() == "Only Ahmed added it, and nothing stands against it."
    assert screen.editor.columns[1].note.text() == "not there"


def test_the_other_side_is_taken_shown_and_undone(qtbot: QtBot, screen: MergeScreen) -> None:
    go_to(screen, "P30_STATUT")
    qtbot.mouseClick(button(screen, "take_ours"), LEFT)
    settled(qtbot, screen)
    assert screen.session is not None and result(screen) == "Statut"
    (key,) = screen.session.decisions
    assert key.endswith("|p_prompt|auto")
    left = find(screen, "merge.left", QLabel)
    assert left.text().endswith("1 of what merged by itself overruled")
    assert screen.head.progress_text.text() == "0 of 1 decided", "it is no conflict"
    qtbot.mouseClick(button(screen, "undecide"), LEFT)
    settled(qtbot, screen)
    assert screen.session.decisions == {} and result(screen) == "Situation du dossier"
    qtbot.mouseClick(button(screen, "take_ours"), LEFT)
    settled(qtbot, screen)
    screen.tabs.setCurrentIndex(0)
    qtbot.keyClick(screen, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, screen)
    assert screen.tabs.currentIndex() == 2 and screen.by_itself.current is not None
    assert screen.by_itself.current.key == key, "undo comes back to what it undid"
    assert screen.session.decisions == {}


def test_to_take_what_is_there_by_itself_is_no_decision(qtbot: QtBot, screen: MergeScreen) -> None:
    go_to(screen, "P30_STATUT")
    qtbot.mouseClick(button(screen, "take_ours"), LEFT)
    settled(qtbot, screen)
    qtbot.mouseClick(button(screen, "take_theirs"), LEFT)
    settled(qtbot, screen)
    assert screen.session is not None and screen.session.decisions == {}


def test_a_text_of_ones_own_stands_for_lines_of_both(qtbot: QtBot, screen: MergeScreen) -> None:
    number = next(n for n, c in enumerate(screen.by_itself.model.rows) if c.winner is Take.BOTH)
    entries(screen).selectRow(number)
    text = find(screen, "merge.result", QPlainTextEdit)
    assert "canal_vente" in text.toPlainText() and "date_effet desc" in text.toPlainText()
    text.selectAll()
    qtbot.keyClicks(text, "select 1")
    qtbot.mouseClick(button(screen, "take_edited"), LEFT)
    settled(qtbot, screen)
    assert screen.session is not None
    (decision,) = screen.session.decisions.values()
    assert (decision.take, decision.text) == (Take.EDITED, "select 1")


def test_the_list_is_sifted_by_words_and_by_what_was_overruled(
    qtbot: QtBot, screen: MergeScreen
) -> None:
    words = find(screen, "merge.sift.words", QLineEdit)
    qtbot.keyClicks(words, "polices main")
    assert [c.property for c in screen.by_itself.model.rows] == ["p_cSize"]
    words.clear()
    qtbot.mouseClick(find(screen, "merge.only_overruled", QCheckBox), LEFT)
    assert rows(screen) == 0
    find(screen, "merge.only_overruled", QCheckBox).setChecked(False)
    go_to(screen, "EXPORTER")
    qtbot.mouseClick(button(screen, "take_ours"), LEFT)
    settled(qtbot, screen)
    find(screen, "merge.only_overruled", QCheckBox).setChecked(True)
    assert [c.component_name for c in screen.by_itself.model.rows] == ["EXPORTER"]


def test_a_restart_finds_what_was_overruled(
    qtbot: QtBot, screen: MergeScreen, context: Context
) -> None:
    go_to(screen, "EXPORTER")
    qtbot.mouseClick(button(screen, "take_ours"), LEFT)
    place = context.place
    qtbot.waitUntil(lambda: (m := unwritten.kept(place)) is not None and bool(m.decisions))
    second = MainWindow(context)
    second.start()
    qtbot.waitUntil(lambda: second.merge.session is not None)
    assert second.merge.session is not None
    assert [c.component_name for c in second.merge.session.overruled] == ["EXPORTER"]
    second.merge.tabs.setCurrentIndex(2)
    qtbot.waitUntil(lambda: rows(second.merge) == 4)
    go_to(second.merge, "EXPORTER")
    assert button(second.merge, "take_ours").isChecked()
    qtbot.waitUntil(lambda: context.tasks.running == 0)
    discard(second)
