"""The merge: deciding, undoing, writing, restoring."""

from __future__ import annotations

import threading

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QTableView, QTreeView
from pytestqt.qtbot import QtBot

from app.apex.model import Decision, Issue, Take
from app.errors import AppError
from app.services.merge import into_main
from app.services.model import BaseInfo, MergeSession
from tests.ui import fakes as made_up
from tests.ui.helpers import Answer, find
from ui.context import Context
from ui.models.rows import Role
from ui.screens.merge.decisions import Decisions
from ui.screens.merge.screen import MergeScreen
from ui.widgets.code import CodeView
from ui.widgets.nav import NavState
from ui.window import MainWindow


@pytest.fixture
def screen(qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes) -> MergeScreen:
    fakes.conflicts = [
        made_up.conflict_title(),
        made_up.conflict_sql(),
        made_up.conflict_deleted(),
    ]
    opened._begin_merge(("Ahmed", "Sara"))
    qtbot.waitUntil(lambda: opened.merge.session is not None)
    return opened.merge


def settled(qtbot: QtBot, screen: MergeScreen) -> None:
    qtbot.waitUntil(lambda: screen.decisions.settled and screen.context.tasks.running == 0)


def click(qtbot: QtBot, screen: MergeScreen, name: str) -> None:
    button = find(screen, name, QPushButton)
    assert button.isVisible() and button.isEnabled(), name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_one_by_one_until_it_can_be_written(
    qtbot: QtBot, screen: MergeScreen, fakes: made_up.Fakes
) -> None:
    screen.window().activateWindow()
    qtbot.waitUntil(screen.window().isActiveWindow)
    write = find(screen, "merge.write", QPushButton)
    assert screen.head.progress_text.text() == "0 of 3 decided" and not write.isEnabled()
    assert screen.state == NavState("attention", 3)
    click(qtbot, screen, "merge.take_ours")
    settled(qtbot, screen)
    assert screen.head.progress_text.text() == "1 of 3 decided"
    click(qtbot, screen, "merge.take_both")
    settled(qtbot, screen)
    assert find(screen, "merge.take_both").isHidden()  # delete against edit has no "both"
    click(qtbot, screen, "merge.take_theirs")
    settled(qtbot, screen)
    assert screen.head.progress_text.text() == "3 of 3 decided" and write.isEnabled()
    assert screen.session is not None
    assert [d.take for d in screen.session.decisions.values()] == [
        Take.OURS,
        Take.BOTH,
        Take.THEIRS,
    ]
    chips = [screen.lists.conflicts.index(n, 0).data(Role.CHIPS)[0].label for n in range(3)]
    assert chips == ["✓ Ahmed", "✓ both", "✓ Sara"]


def test_a_rename_says_who_uses_the_old_name_and_offers_to_rename_it_there(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes
) -> None:
    fakes.conflicts = [made_up.conflict_renamed(), made_up.conflict_title()]
    opened._begin_merge(("Ahmed", "Sara"))
    qtbot.waitUntil(lambda: opened.merge.session is not None)
    screen = opened.merge
    uses = find(screen, "merge.uses", QPlainTextEdit)
    assert screen.editor.why.text() == "Ahmed gave it another name, and Sara uses the old one."
    assert uses.isVisible() and uses.isReadOnly()
    (line,) = uses.toPlainText().split("\n")
    assert line == "Page 30 Sinistres › Button OUVRIR › Behavior · Target: …:20:P20_NOTE:1"
    assert find(screen, "merge.take_base").isHidden(), "it is what Sara has"
    assert find(screen, "merge.take_both", QPushButton).text() == "Rename it there &too"
    click(qtbot, screen, "merge.take_both")
    settled(qtbot, screen)
    assert uses.isHidden()  # the next one is open
    screen.conflict_table.selectRow(0)
    assert find(screen, "merge.result", QPlainTextEdit).toPlainText() == "P20_REMARQUE"
    assert screen.editor.result_heading.text() == "Result: renamed there too"


def test_the_three_sides_are_named_and_marked(qtbot: QtBot, screen: MergeScreen) -> None:
    screen.step(True)
    base, ours, theirs = (find(screen, f"merge.{n}", CodeView) for n in ("base", "ours", "theirs"))
    qtbot.waitUntil(lambda: "canal_vente" in ours.toPlainText())
    assert (ours.accessibleName(), theirs.accessibleName()) == ("Ahmed", "Sara")
    assert "a.ville" in theirs.toPlainText() and "a.ville" not in base.toPlainText()
    assert find(screen, "merge.take_theirs", QPushButton).text() == "Take &2: Sara"
    screen.step(True)
    qtbot.waitUntil(lambda: screen.editor.columns[2].note.text() == "not there")


def test_undo_works_from_everywhere_in_the_window(
    qtbot: QtBot, opened: MainWindow, screen: MergeScreen
) -> None:
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    click(qtbot, screen, "merge.take_ours")
    settled(qtbot, screen)
    step = find(opened, "nav.merge")
    step.setFocus()
    qtbot.keyClick(step, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, screen)
    assert screen.head.progress_text.text() == "0 of 3 decided"
    qtbot.keyClick(step, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, screen)
    opened.go(0)  # what is not seen is not undone
    qtbot.keyClick(opened, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, screen)
    assert screen.head.progress_text.text() == "1 of 3 decided"


def test_a_second_look_at_the_developers_keeps_the_decisions(
    qtbot: QtBot, opened: MainWindow, screen: MergeScreen
) -> None:
    click(qtbot, screen, "merge.take_ours")
    settled(qtbot, screen)
    before = screen.session
    assert before is not None
    opened.go(0)
    qtbot.mouseClick(find(opened, "developers.merge"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen.session is not before)
    assert screen.session is not None and screen.session.decisions == before.decisions


def test_the_next_conflict_is_one_click_away(qtbot: QtBot, screen: MergeScreen) -> None:
    assert screen.window().focusWidget() is screen.conflict_table
    for number in (0, 1, 2):
        assert screen.conflict_table.currentIndex().row() == number
        click(qtbot, screen, "merge.take_ours")
        settled(qtbot, screen)
        if number == 0:  # the next one is open by itself, and this leads over the others
            click(qtbot, screen, "merge.next_open")
            assert screen.conflict_table.currentIndex().row() == 2
            screen.conflict_table.selectRow(1)
    assert find(screen, "merge.next_open").isHidden()


def test_undo_and_redo(qtbot: QtBot, screen: MergeScreen) -> None:
    window = screen.window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    click(qtbot, screen, "merge.take_ours")
    screen.conflict_table.selectRow(0)
    click(qtbot, screen, "merge.take_theirs")
    settled(qtbot, screen)
    take = lambda: [d.take for d in screen.session.decisions.values()]  # noqa: E731
    assert take() == [Take.THEIRS]
    control = Qt.KeyboardModifier.ControlModifier
    screen.conflict_table.setFocus()
    qtbot.keyClick(screen.conflict_table, Qt.Key.Key_Z, control)
    settled(qtbot, screen)
    assert take() == [Take.OURS]
    qtbot.keyClick(screen.conflict_table, Qt.Key.Key_Z, control)
    settled(qtbot, screen)
    assert take() == [] and not find(screen, "merge.undo").isEnabled()
    qtbot.keyClick(screen.conflict_table, Qt.Key.Key_Y, control)
    settled(qtbot, screen)
    assert take() == [Take.OURS]
    click(qtbot, screen, "merge.undecide")
    settled(qtbot, screen)
    assert take() == []


def test_editing_the_result(qtbot: QtBot, screen: MergeScreen) -> None:
    result = find(screen, "merge.result", QPlainTextEdit)
    edited = find(screen, "merge.take_edited", QPushButton)
    assert not edited.isEnabled()
    click(qtbot, screen, "merge.start_ours")
    qtbot.keyClicks(result, "Les ")
    click(qtbot, screen, "merge.take_edited")
    settled(qtbot, screen)
    screen.conflict_table.selectRow(0)
    key = screen.lists.conflicts.value(0).key
    assert screen.session is not None
    assert screen.session.decisions[key] == Decision(key, Take.EDITED, "Les Sinistres ouverts")
    assert not edited.isEnabled()
    assert "edited by hand" in screen.editor.result_heading.text()


def test_clicks_during_a_slow_merge_are_not_lost(
    qtbot: QtBot, screen: MergeScreen, fakes: made_up.Fakes
) -> None:
    fakes.gate = threading.Event()
    for take in (Take.OURS, Take.THEIRS, Take.BASE, Take.THEIRS):
        screen.decisions.decide(Decision(screen.lists.conflicts.value(0).key, take))
    fakes.gate.set()
    settled(qtbot, screen)
    assert screen.session is not None
    assert [d.take for d in screen.session.decisions.values()] == [Take.THEIRS]
    decided = [d[0].take for name, d in fakes.calls if name == "decide"]
    assert decided == [Take.OURS, Take.THEIRS]  # those between were never asked for


def test_a_failed_decision_goes_back(
    qtbot: QtBot, screen: MergeScreen, fakes: made_up.Fakes
) -> None:
    fakes.failures["decide"] = AppError("merge.closed")
    click(qtbot, screen, "merge.take_ours")
    qtbot.waitUntil(screen.error.isVisible)
    assert screen.session is not None and not screen.session.decisions
    assert not find(screen, "merge.take_ours", QPushButton).isChecked()
    assert not screen.decisions.stack.canUndo()


def test_errors_of_the_check_stop_the_writing(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes
) -> None:
    fakes.conflicts = []
    fakes.issues = (
        Issue(
            "error",
            "reference.missing",
            made_up.PAGE_10.path,
            "P10_CANAL_VENTE",
            {"name": "CANAUX_DE_VENTE"},
        ),
    )
    opened._begin_merge(("Ahmed",))
    qtbot.waitUntil(lambda: opened.merge.session is not None)
    screen = opened.merge
    assert not find(screen, "merge.write").isEnabled()
    assert screen.tabs.count() == 4 and "1" in screen.tabs.tabText(3)
    screen.tabs.setCurrentIndex(3)
    assert screen.issue_table.isVisible()
    assert screen.lists.issues.index(0, 0).data(Role.CHIPS)[0].glyph == "✕"


def test_without_conflicts_the_files_tell(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes
) -> None:
    fakes.conflicts = []
    opened._begin_merge(("Ahmed", "Sara"))
    qtbot.waitUntil(lambda: opened.merge.session is not None)
    screen = opened.merge
    assert screen.tabs.currentIndex() == 1
    files = find(screen, "merge.files", QTableView)
    files.setFocus()
    qtbot.keyClick(files, Qt.Key.Key_Down)
    tree = find(screen, "merge.automatic", QTreeView)
    assert "EXPORTER" in screen.automatic.model.find(lambda n: n.value is not None).data()
    assert tree.currentIndex().isValid()
    assert find(screen, "merge.write").isEnabled()


def test_writing_asks_and_names_the_backup(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes, answer: type[Answer]
) -> None:
    fakes.conflicts = []
    opened._begin_merge(("Ahmed", "Sara"))
    qtbot.waitUntil(lambda: opened.merge.session is not None)
    screen = opened.merge
    question = answer("merge.confirm", yes=False)
    click(qtbot, screen, "merge.write")
    assert str(fakes.home / "backups" / "main") in question.seen
    assert "write" not in [name for name, _ in fakes.calls]
    answer("merge.confirm")
    click(qtbot, screen, "merge.write")
    qtbot.waitUntil(screen.done.isVisible)
    assert "10, 20, 30" in screen.done.message.detail
    assert not find(screen, "merge.write").isEnabled()
    assert screen.state == NavState("done")
    assert opened.developers.overview is None  # read again on the next visit
    assert screen.window().focusWidget() is screen.done.next
    click(qtbot, screen, "merge.next")
    assert opened.current is opened.release


def test_what_is_written_can_only_be_looked_at(
    qtbot: QtBot, screen: MergeScreen, answer: type[Answer]
) -> None:
    for number in range(3):
        screen.conflict_table.selectRow(number)
        click(qtbot, screen, "merge.take_ours")
        settled(qtbot, screen)
    assert find(screen, "merge.undo").isEnabled()
    answer("merge.confirm")
    click(qtbot, screen, "merge.write")
    qtbot.waitUntil(screen.done.isVisible)
    screen.conflict_table.selectRow(0)
    for name in ("undo", "take_ours", "take_theirs", "undecide", "take_edited"):
        assert not find(screen, f"merge.{name}").isEnabled(), name
    assert find(screen, "merge.result", QPlainTextEdit).isReadOnly()


def test_the_backup_can_be_restored(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes, answer: type[Answer]
) -> None:
    fakes.conflicts = []
    opened._begin_merge(("Ahmed",))
    qtbot.waitUntil(lambda: opened.merge.session is not None)
    answer("merge.confirm")
    click(qtbot, opened.merge, "merge.write")
    qtbot.waitUntil(opened.merge.done.isVisible)
    answer("merge.confirm_restore")
    click(qtbot, opened.merge, "merge.restore")
    qtbot.waitUntil(lambda: opened.merge.session is None)
    assert [n for n, _ in fakes.calls if n == "restore"] == ["restore"]
    assert "restored" in opened.merge.error.message.title


def test_a_refused_write_keeps_everything(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes, answer: type[Answer]
) -> None:
    fakes.conflicts = []
    fakes.failures["write"] = AppError("merge.main_moved", conflicts=2, errors=0)
    opened._begin_merge(("Ahmed",))
    qtbot.waitUntil(lambda: opened.merge.session is not None)
    answer("merge.confirm")
    click(qtbot, opened.merge, "merge.write")
    qtbot.waitUntil(opened.merge.error.isVisible)
    assert opened.merge.error.message.next_step
    assert opened.merge.session is not None and opened.merge.done.isHidden()


def test_a_main_that_is_not_what_was_written_offers_the_backup(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes, answer: type[Answer]
) -> None:
    fakes.conflicts = []
    fakes.failures["write"] = AppError(
        "merge.not_equal", backup="/backups/main/1.zip", files=1, first="page_00010.sql"
    )
    opened._begin_merge(("Ahmed",))
    qtbot.waitUntil(lambda: opened.merge.session is not None)
    answer("merge.confirm")
    click(qtbot, opened.merge, "merge.write")
    qtbot.waitUntil(opened.merge.done.isVisible)
    assert opened.merge.state == NavState("error")
    assert find(opened.merge, "merge.next").isHidden()
    answer("merge.confirm_restore")
    click(qtbot, opened.merge, "merge.restore")
    qtbot.waitUntil(lambda: ("restore", ("/backups/main/1.zip",)) in fakes.calls)


def test_f5_takes_the_decisions_along(
    qtbot: QtBot, screen: MergeScreen, fakes: made_up.Fakes
) -> None:
    click(qtbot, screen, "merge.take_ours")
    settled(qtbot, screen)
    before = screen.session
    screen.refresh()
    qtbot.waitUntil(lambda: screen.session is not before)
    assert screen.session is not None and len(screen.session.decisions) == 1


def test_a_merge_that_is_dropped_leaves_nothing_open(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_ = {"a": "the three applications", "b": "three others"}
    monkeypatch.setattr(into_main, "close", lambda session: open_.pop(session.id))
    decisions = Decisions(context, print, context)
    first = MergeSession("a", BaseInfo("r", "c", "1"), ("A",), {}, (), (), (), (), {})
    decisions.begin(first)
    decisions.begin(replace(first, decisions={}))  # the same merge, decided further
    assert set(open_) == {"a", "b"}
    decisions.begin(replace(first, id="b"))
    assert set(open_) == {"b"}
    decisions.begin(None)
    assert not open_
