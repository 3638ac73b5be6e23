"""The release: draft, guard, publishing."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from app.apex.model import ApplicationDiff
from app.errors import ReleaseError
from app.services.model import ChangelogNews
from tests.ui import fakes as made_up
from tests.ui.helpers import Answer, find
from ui.models.rows import Role
from ui.screens.release.screen import ReleaseScreen
from ui.widgets.nav import NavState
from ui.window import MainWindow


@pytest.fixture
def screen(qtbot: QtBot, opened: MainWindow) -> ReleaseScreen:
    opened.go(3)
    qtbot.waitUntil(lambda: opened.release.draft is not None)
    return opened.release


def test_the_draft_is_shown(screen: ReleaseScreen) -> None:
    assert find(screen, "release.version", QLineEdit).text() == "2"
    assert [screen.lists.tabs.tabText(n) for n in (0, 1)] == ["Application (4)", "Changelog (4)"]
    assert not screen.lists.tabs.isTabVisible(2)
    assert screen.facts["remote"].text().endswith("orassuit.git</a>")
    assert find(screen, "release.publish").isEnabled()


def test_the_guard_refuses_and_says_where(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes
) -> None:
    fakes.refused = True
    opened.go(3)
    screen = opened.release
    qtbot.waitUntil(lambda: screen.draft is not None)
    assert not find(screen, "release.publish").isEnabled()
    assert screen.lists.tabs.currentIndex() == 1
    row = screen.lists.ruling_table.currentIndex().row()
    model = screen.lists.rulings
    assert [c.glyph for c in model.index(row, 0).data(Role.CHIPS)] == ["✕"]
    assert model.index(row, 1).data() == "002-canal.sql, line 31"
    assert model.index(row, 1).data(Role.SUBTEXT) == "menage"
    assert model.index(row, 2).data(Role.SUBTEXT)
    assert screen.lists.problems.rowCount() == 1
    assert screen.state == NavState("error")
    assert screen.error.isVisible() and screen.error.message.title == "1 problem stops the release"


def test_line_ends_are_mended_on_the_spot(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes
) -> None:
    fakes.line_ends = "changelog/001-base.sql"
    opened.go(3)
    screen = opened.release
    qtbot.waitUntil(lambda: screen.draft is not None)
    assert not find(screen, "release.publish").isEnabled()
    assert "core.autocrlf" in screen.error.message.detail
    offered = find(screen, "release.error.action", QPushButton)
    assert offered.text() == "Mend the line ends"
    qtbot.mouseClick(offered, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: find(screen, "release.publish").isEnabled())
    assert not screen.error.isVisible() and fakes.line_ends == ""


def test_without_a_remote_it_is_said_before_publishing(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes
) -> None:
    fakes.remote = ""
    opened.go(3)
    screen = opened.release
    qtbot.waitUntil(lambda: screen.draft is not None)
    assert screen.error.isVisible() and "git remote add origin" in screen.error.message.next_step
    assert not find(screen, "release.publish").isEnabled()
    assert screen.state == NavState("error")


def test_what_the_chip_says_is_not_said_again(screen: ReleaseScreen) -> None:
    rulings = screen.lists.rulings
    plain = replace(rulings.value(0), ruling=replace(rulings.value(0).ruling, rule="guard.allowed"))
    rulings.set_rows([plain])
    assert rulings.index(0, 0).data(Role.CHIPS)[0].glyph == "✓"
    assert rulings.index(0, 2).data(Role.SUBTEXT) == ""


def test_what_was_released_before_is_shown_on_demand(
    qtbot: QtBot, screen: ReleaseScreen, fakes: made_up.Fakes
) -> None:
    only_new = find(screen, "release.only_new", QCheckBox)
    assert only_new.isHidden()  # everything is new
    assert screen.draft is not None
    screen.show_draft(replace(screen.draft, changesets=screen.draft.changesets[:1]))
    screen.lists.tabs.setCurrentIndex(1)
    assert screen.lists.rulings.rowCount() == 1 and only_new.isVisible()
    only_new.setChecked(False)
    assert screen.lists.rulings.rowCount() == 4


def test_nothing_new_is_not_published(qtbot: QtBot, screen: ReleaseScreen) -> None:
    assert screen.draft is not None
    empty = ApplicationDiff((), 0)
    screen.show_draft(replace(screen.draft, changesets=(), diff=empty))
    assert not find(screen, "release.publish").isEnabled()
    assert "1" in screen.error.message.detail
    screen.show_draft(replace(screen.draft, previous=None))
    assert find(screen, "release.publish").isEnabled()  # the first release of all


def test_the_first_release_holds_everything(
    qtbot: QtBot, screen: ReleaseScreen, fakes: made_up.Fakes, answer: type[Answer]
) -> None:
    assert screen.draft is not None
    nothing = ApplicationDiff((), 0)
    first = replace(screen.draft, previous=None, diff=nothing, changesets=(), rulings=(), files=77)
    screen.show_draft(first)
    page_table, ruling_table = screen.lists.page_table, screen.lists.ruling_table
    assert "the whole application, 77 files" in page_table.empty_text()
    assert str(fakes.home / "repository" / "changelog") in ruling_table.empty_text()
    question = answer("release.confirm")
    qtbot.mouseClick(find(screen, "release.publish"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(screen.done.isVisible)
    assert "One commit with the whole application and 0 new changesets" in question.seen


def test_a_release_of_the_changelog_alone_opens_on_it(screen: ReleaseScreen) -> None:
    assert screen.draft is not None
    assert screen.lists.tabs.currentIndex() == 0
    screen.show_draft(replace(screen.draft, diff=ApplicationDiff((), 0)))
    assert screen.lists.tabs.currentIndex() == 1


def test_publishing(
    qtbot: QtBot,
    opened: MainWindow,
    screen: ReleaseScreen,
    fakes: made_up.Fakes,
    answer: type[Answer],
) -> None:
    find(screen, "release.notes", QPlainTextEdit).selectAll()
    qtbot.keyClicks(find(screen, "release.notes", QPlainTextEdit), "Canal de vente")
    question = answer("release.confirm")
    qtbot.mouseClick(find(screen, "release.publish"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(screen.done.isVisible)
    assert "v2" in question.seen and "orassuit.git" in question.seen
    assert ("publish", ("2", "Canal de vente")) in fakes.calls
    assert "v2" in screen.done.message.detail and "7be91c4d20" in screen.done.message.detail
    assert screen.state == NavState("done")
    assert screen.window().focusWidget() is screen.next_button
    qtbot.mouseClick(find(screen, "release.next"), Qt.MouseButton.LeftButton)
    assert opened.current is opened.rollout
    qtbot.waitUntil(lambda: opened.rollout.plan.version == "2")


def test_another_version_is_checked_again(
    qtbot: QtBot, screen: ReleaseScreen, fakes: made_up.Fakes
) -> None:
    field = find(screen, "release.version", QLineEdit)
    publish = find(screen, "release.publish", QPushButton)
    field.selectAll()
    qtbot.keyClicks(field, "1")
    assert not publish.isEnabled()  # until it was checked
    qtbot.waitUntil(lambda: ("draft", ("1",)) in fakes.calls)
    qtbot.waitUntil(lambda: screen.lists.problems.rowCount() == 1)
    assert field.text() == "1" and not publish.isEnabled()
    field.selectAll()
    qtbot.keyClicks(field, "2.0.1")
    qtbot.waitUntil(publish.isEnabled)
    assert screen.draft is not None and screen.draft.version == "2.0.1"


def test_a_refused_push_is_told(
    qtbot: QtBot, screen: ReleaseScreen, fakes: made_up.Fakes, answer: type[Answer]
) -> None:
    fakes.failures["publish"] = ReleaseError(
        "release.push_refused", remote="origin", tag="v2", detail="protected branch"
    )
    screen.notes.setPlainText("kept")
    answer("release.confirm")
    qtbot.mouseClick(find(screen, "release.publish"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(screen.error.isVisible)
    assert "protected branch" in screen.error.message.detail and screen.error.message.next_step
    assert screen.notes.toPlainText() == "kept" and screen.draft is not None


def test_notes_are_drafted_from_what_differs_and_edited(
    qtbot: QtBot, screen: ReleaseScreen, fakes: made_up.Fakes
) -> None:
    text = screen.notes.toPlainText()
    assert "- Page 10 · Contrats (Ahmed): " in text and "Database" in text
    first = "Pages 10, 20, 30; shared components: 1; changesets: 4 (Ahmed, Sara)"
    assert text.partition("\n")[0] == first
    assert "canal-1 (ahmed): Adds the column CANAL_VENTE" in text
    screen.notes.setFocus()
    qtbot.keyClick(screen.notes, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(screen.notes, "Mine.")
    screen.refresh()
    qtbot.waitUntil(lambda: not screen.working)
    assert screen.notes.toPlainText() == "Mine."  # what somebody wrote stays
    qtbot.mouseClick(find(screen, "release.draft_notes"), Qt.MouseButton.LeftButton)
    assert screen.notes.toPlainText() == text
    qtbot.keyClick(screen.notes, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert screen.notes.toPlainText() == "Mine."


@pytest.mark.parametrize("language", ["en", "fr"])
def test_notes_that_nobody_wrote_follow_what_is_merged(
    qtbot: QtBot, screen: ReleaseScreen, language: str
) -> None:
    """French has no-break spaces in them, which Qt would give as plain ones."""
    draft = screen.draft
    assert draft is not None
    screen.context.speech.speak(language)  # type: ignore[arg-type]
    nothing = replace(draft, diff=ApplicationDiff((), 0), developers=())
    screen._draft_notes()  # in the language of now
    screen.show_draft(nothing)
    assert "Ahmed" not in screen.notes.toPlainText().partition("\n")[0]
    screen.show_draft(draft)
    assert "(Ahmed, Sara)" in screen.notes.toPlainText().partition("\n")[0]


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Adds the column"), ("fr", "Ajoute la colonne")]
)
def test_a_statement_says_what_it_does(
    qtbot: QtBot, screen: ReleaseScreen, language: str, words: str
) -> None:
    screen.context.speech.speak(language)  # type: ignore[arg-type]
    screen.lists.tabs.setCurrentIndex(1)
    screen.lists.ruling_table.selectRow(0)
    qtbot.waitUntil(lambda: screen.lists.statement.why.text().startswith(words))


def test_the_remote_is_a_link(screen: ReleaseScreen) -> None:
    link = find(screen, "release.remote", QLabel)
    assert 'href="https://git.example.com/orass/orassuit"' in link.text()
    assert link.focusPolicy() == Qt.FocusPolicy.StrongFocus


def test_all_that_is_published_is_listed_before(
    qtbot: QtBot, screen: ReleaseScreen, fakes: made_up.Fakes
) -> None:
    listed: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        find(dialog, "release.confirm.who", QToolButton).click()
        names = find(dialog, "release.confirm.names", QPlainTextEdit)
        assert names.isVisible()
        listed.append(names.toPlainText())
        dialog.reject()

    QTimer.singleShot(0, look)
    qtbot.mouseClick(find(screen, "release.publish"), Qt.MouseButton.LeftButton)
    assert "~ Page 10 · Contrats" in listed[0] or "Page 10" in listed[0]
    assert "002-canal.sql · canal-1 · ahmed" in listed[0]
    assert not any(name == "publish" for name, _ in fakes.calls)


def test_new_changesets_are_seen_from_the_first_screen(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes
) -> None:
    assert find(opened, "developers.news").isHidden()
    fakes.news_answer = ChangelogNews("v1", made_up.CHANGESETS, waiting=1)
    opened.developers.refresh()
    line = find(opened, "developers.news", QLabel)
    qtbot.waitUntil(line.isVisible)
    assert line.text() == "Changelog: 4 changesets new since v1 · 1 change of data to approve"
    qtbot.waitUntil(lambda: opened.context.tasks.running == 0)
    qtbot.mouseClick(find(opened, "developers.to_release"), Qt.MouseButton.LeftButton)
    assert opened.current is opened.release
