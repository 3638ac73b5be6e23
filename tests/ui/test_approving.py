"""A change of data on the release screen: shown whole, approved after that, and withdrawn."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.errors import ChangelogError
from tests.ui import fakes as made_up
from tests.ui.helpers import Answer, find
from tests.ui.samples import PRIME_TEXT
from ui.models.rows import Role
from ui.screens.release.approving import Approving
from ui.screens.release.screen import ReleaseScreen
from ui.widgets.code import CodeView
from ui.widgets.nav import NavState
from ui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def screen(qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes) -> ReleaseScreen:
    fakes.announcing = True
    opened.go(3)
    qtbot.waitUntil(lambda: opened.release.draft is not None)
    return opened.release


def row_of(screen: ReleaseScreen) -> int:
    rows = screen.lists.rulings.rows
    return next(n for n, r in enumerate(rows) if r.ruling.verdict == "announce")


def chip(screen: ReleaseScreen) -> str:
    (found,) = screen.lists.rulings.index(row_of(screen), 0).data(Role.CHIPS)
    return str(found.text)


def said(screen: ReleaseScreen) -> str:
    return str(screen.lists.rulings.index(row_of(screen), 2).data(Role.SUBTEXT))


def test_what_waits_is_led_to_and_shown_whole(screen: ReleaseScreen) -> None:
    assert not find(screen, "release.publish").isEnabled()
    assert screen.state == NavState("attention", 1)
    assert screen.error.message.title == "1 change of data waits for approval"
    assert screen.lists.tabs.currentIndex() == 1
    assert screen.lists.ruling_table.currentIndex().row() == row_of(screen)
    assert chip(screen) == "to approve"
    assert find(screen, "release.statement", CodeView).toPlainText() == PRIME_TEXT
    assert "CONTRATS (MONTANT_PRIME, COMMENTAIRE)" in screen.lists.statement.why.text()
    assert find(screen, "release.approve").isVisible()
    assert find(screen, "release.withdraw").isHidden()
    for name in ("release.statement", "release.rulings"):
        assert find(screen, name).accessibleName()


def test_approving_it(
    qtbot: QtBot, screen: ReleaseScreen, fakes: made_up.Fakes, answer: type[Answer]
) -> None:
    question = answer("release.approval", text="comité du 12")
    qtbot.mouseClick(find(screen, "release.approve"), LEFT)
    qtbot.waitUntil(lambda: ("approve", (made_up.PRIME, "comité du 12")) in fakes.calls)
    qtbot.waitUntil(find(screen, "release.publish").isEnabled)
    assert "CONTRATS (MONTANT_PRIME, COMMENTAIRE)" in question.seen
    assert "Sara Idrissi <sara@example.com>" in question.seen
    assert chip(screen) == "approved" and said(screen).startswith("Approved by Sara Idrissi on ")
    assert "comité du 12" in screen.lists.statement.why.text()
    assert find(screen, "release.withdraw").isVisible()
    assert find(screen, "release.approve").isHidden()
    assert not screen.error.isVisible() and screen.lists.problems.rowCount() == 0
    assert screen.lists.ruling_table.currentIndex().row() == row_of(screen)


def test_a_no_approves_nothing(
    qtbot: QtBot, screen: ReleaseScreen, fakes: made_up.Fakes, answer: type[Answer]
) -> None:
    question = answer("release.approval", yes=False, text="typed in vain")
    qtbot.mouseClick(find(screen, "release.approve"), LEFT)
    assert question.seen
    assert [name for name, _ in fakes.calls if name == "approve"] == []
    assert chip(screen) == "to approve"


def in_the_dialog(do: Callable[[Approving], None]) -> list[bool]:
    """Do something in the dialog as soon as it is there; says that it was."""
    done: list[bool] = []

    def look(tries: int = 200) -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, Approving):
            do(dialog)
            done.append(True)
        elif tries:
            QTimer.singleShot(10, lambda: look(tries - 1))

    QTimer.singleShot(0, look)
    return done


def test_by_keyboard_the_first_answer_is_the_safe_one(
    qtbot: QtBot, screen: ReleaseScreen, fakes: made_up.Fakes
) -> None:
    def enter(dialog: Approving) -> None:
        assert dialog.code.toPlainText() == PRIME_TEXT + ";"
        assert dialog.code.accessibleName() and dialog.reason.accessibleName()
        assert dialog.no.isDefault() and not dialog.yes.isDefault()
        qtbot.keyClicks(dialog.reason, "because")
        qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)

    table = screen.lists.ruling_table
    table.setFocus()
    asked = in_the_dialog(enter)
    table.activated.emit(table.currentIndex())  # Enter in the table
    assert asked == [True]
    assert [name for name, _ in fakes.calls if name == "approve"] == []

    def agree(dialog: Approving) -> None:
        dialog.yes.setFocus()
        qtbot.keyClick(dialog.yes, Qt.Key.Key_Return)

    asked = in_the_dialog(agree)
    table.activated.emit(table.currentIndex())
    assert asked == [True]
    qtbot.waitUntil(lambda: chip(screen) == "approved")


def test_withdrawing_it(
    qtbot: QtBot, screen: ReleaseScreen, fakes: made_up.Fakes, answer: type[Answer]
) -> None:
    fakes.approved[made_up.PRIME] = made_up.APPROVAL
    screen.refresh()
    qtbot.waitUntil(lambda: chip(screen) == "approved")
    assert find(screen, "release.publish").isEnabled()
    screen.lists.tabs.setCurrentIndex(1)
    screen.lists.ruling_table.selectRow(row_of(screen))
    question = answer("release.withdrawal", yes=False)
    qtbot.mouseClick(find(screen, "release.withdraw"), LEFT)
    assert "revalorisation" in question.seen and chip(screen) == "approved"
    answer("release.withdrawal")
    qtbot.mouseClick(find(screen, "release.withdraw"), LEFT)
    qtbot.waitUntil(lambda: chip(screen) == "to approve")
    assert not find(screen, "release.publish").isEnabled()


def test_an_approval_of_another_text_is_told(
    qtbot: QtBot, screen: ReleaseScreen, fakes: made_up.Fakes, answer: type[Answer]
) -> None:
    fakes.void[made_up.PRIME] = made_up.VOID
    screen.refresh()
    qtbot.waitUntil(lambda: "another text" in said(screen))
    assert chip(screen) == "to approve" and said(screen).startswith("Karim Benali approved")
    question = answer("release.approval", yes=False)
    qtbot.mouseClick(find(screen, "release.approve"), LEFT)
    assert "Karim Benali approved another text of it on " in question.seen


def test_a_changeset_that_moved_meanwhile_is_told(
    qtbot: QtBot, screen: ReleaseScreen, fakes: made_up.Fakes, answer: type[Answer]
) -> None:
    fakes.failures["approve"] = ChangelogError("changelog.approve_moved", changeset=made_up.PRIME)
    answer("release.approval")
    qtbot.mouseClick(find(screen, "release.approve"), LEFT)
    qtbot.waitUntil(lambda: "not what was shown" in screen.error.message.title)
    assert screen.error.message.next_step and chip(screen) == "to approve"


def test_what_is_refused_has_no_button(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes
) -> None:
    fakes.refused = True
    opened.go(3)
    qtbot.waitUntil(lambda: opened.release.draft is not None)
    shown = find(opened.release, "release.statement", CodeView)
    assert shown.toPlainText() == "drop table contrats_old"
    for name in ("release.approve", "release.withdraw"):
        assert find(opened.release, name, QPushButton).isHidden()


def test_f8_goes_from_one_that_stops_to_the_next(
    qtbot: QtBot, screen: ReleaseScreen, fakes: made_up.Fakes
) -> None:
    fakes.refused = True
    screen.refresh()
    qtbot.waitUntil(lambda: screen.lists.rulings.rowCount() == 6)
    table = screen.lists.ruling_table
    seen = [table.currentIndex().row()]
    for forward in (True, True, False):
        screen.step(forward)
        seen.append(table.currentIndex().row())
    assert seen == [4, 5, 4, 5]
    assert screen.state == NavState("error")


def test_the_screen_changes_its_language(qtbot: QtBot, screen: ReleaseScreen) -> None:
    screen.context.speech.speak("fr")
    try:
        qtbot.waitUntil(lambda: "Elle écrit dans" in screen.lists.statement.why.text())
        assert chip(screen) == "à approuver"
    finally:
        screen.context.speech.speak("en")
