"""The window's frame: first run, navigation, languages, themes, and who can be read aloud."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QLabel,
    QMenu,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.errors import SecretError, SettingsError
from app.rollout.model import Verdict
from app.services.model import ChangelogNews
from tests.ui.fakes import PAGE_30, Fakes, conflict_sql, conflict_title, running
from tests.ui.helpers import Answer, discard, find
from ui import theme
from ui.context import Context
from ui.demo import DemoOpener
from ui.theme.tokens import DARK
from ui.widgets.nav import NavState
from ui.widgets.palette import Palette
from ui.window import MainWindow


def test_the_first_run_guides(qtbot: QtBot, window: MainWindow) -> None:
    window.go(0)
    assert window.developers.stack.currentWidget() is window.developers.welcome
    qtbot.mouseClick(find(window, "welcome.settings"), Qt.MouseButton.LeftButton)
    assert window.current is window.settings
    for number in (1, 2, 3, 4, 5):
        window.go(number)
        assert window.current.busy.isHidden()


class Lab:
    """A demo that was prepared: its place, and whether it was ended."""

    def __init__(self, place: Any) -> None:
        self.place, self.closed = place, False

    def close(self) -> None:
        self.closed = True


def test_the_demo_is_offered_and_opened(
    qtbot: QtBot, context: Context, fakes: Fakes, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab = Lab(fakes.place())
    monkeypatch.setattr("ui.demo.home.prepare", lambda where, reset, report: lab)
    demo = DemoOpener(context)
    window = MainWindow(context, demo)
    window.show()
    window.go(6)
    window.go(0)
    qtbot.mouseClick(find(window, "welcome.demo"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.developers.overview is not None)
    assert context.place is lab.place and window.current is window.developers
    demo.close()
    assert lab.closed
    discard(window)


def test_keys_lead_everywhere(qtbot: QtBot, opened: MainWindow) -> None:
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    for number, screen in enumerate(opened.screens, 1):
        qtbot.keyClick(opened, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
        assert opened.current is screen
    qtbot.mouseClick(find(opened, "nav.merge"), Qt.MouseButton.LeftButton)
    assert opened.current is opened.merge
    qtbot.keyClick(opened, Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: opened.current is opened.developers)


def test_f5_reads_again(qtbot: QtBot, opened: MainWindow, fakes: Fakes) -> None:
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    before = len(fakes.calls)
    qtbot.keyClick(opened, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: [c for c, _ in fakes.calls[before:]] == ["overview"])


def test_badges_are_spoken(opened: MainWindow) -> None:
    step = opened.steps[0]
    assert step.state == NavState("attention", 2)
    assert step.accessibleDescription() == "2 waiting"
    step.set_state(NavState("error"))
    assert (step.state.badge, step.accessibleDescription()) == ("!", "needs you")


def test_languages_switch_live(qtbot: QtBot, opened: MainWindow, fakes: Fakes) -> None:
    opened.go(6)
    combo = opened.settings.language
    combo.setCurrentIndex(combo.findData("fr"))
    combo.activated.emit(combo.currentIndex())
    qtbot.waitUntil(lambda: opened.developers.title.text() == "Développeurs")
    assert opened.steps[6].text().replace("&", "") == "Réglages"
    assert opened.developers.table.model().headerData(0, Qt.Orientation.Horizontal) == "Développeur"
    qtbot.waitUntil(lambda: fakes.settings_dict["language"] == "fr")
    assert opened.context.language == "fr"
    combo.setCurrentIndex(combo.findData("en"))
    combo.activated.emit(combo.currentIndex())
    qtbot.waitUntil(lambda: opened.developers.title.text() == "Developers")


def test_what_was_named_in_the_other_language_is_read_again(
    qtbot: QtBot, opened: MainWindow, fakes: Fakes
) -> None:
    """Types and properties are named when they are read; decisions stay."""
    opened._open_file("Ahmed", PAGE_30.path)
    qtbot.waitUntil(lambda: opened.compare.comparison is not None)
    opened._begin_merge(("Ahmed", "Sara"))
    qtbot.waitUntil(lambda: opened.merge.session is not None)
    qtbot.mouseClick(find(opened, "merge.take_ours"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(opened.merge.session.decisions))
    opened.go(6)
    combo = opened.settings.language
    combo.setCurrentIndex(combo.findData("fr"))
    combo.activated.emit(combo.currentIndex())
    qtbot.waitUntil(lambda: opened.context.tasks.running == 0)
    before = len(fakes.calls)
    opened.go(2)
    qtbot.waitUntil(lambda: opened.context.tasks.running == 0)
    assert [name for name, _ in fakes.calls[before:]] == ["merge"]
    assert opened.merge.session is not None and opened.merge.session.decisions
    opened.go(1)
    qtbot.waitUntil(lambda: opened.context.tasks.running == 0)
    assert [name for name, _ in fakes.calls[before:]] == ["merge", "compare"]
    assert "30" in opened.compare.component_heading.text()
    opened.go(2)
    opened.go(1)
    assert [name for name, _ in fakes.calls[before:]] == ["merge", "compare"]


def test_a_language_dresses_nobody_again(
    qtbot: QtBot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dressing all widgets is a halt that is seen; words do not need it."""
    dressed: list[str] = []
    monkeypatch.setattr("ui.context.change", lambda _, mode: dressed.append(mode))
    opened.context.apply_look("fr", theme.mode_in_force())
    qtbot.waitUntil(lambda: opened.developers.title.text() == "Développeurs")
    opened.context.apply_look("en", "dark")
    assert dressed == ["dark"]


def test_tab_comes_to_the_step_that_is_shown_and_arrows_go_on(
    qtbot: QtBot, opened: MainWindow
) -> None:
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    opened.go(2)
    tabbed = [s for s in opened.steps if s.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert tabbed == [opened.steps[2]]
    opened.activateWindow()
    opened.steps[2].setFocus()
    qtbot.waitUntil(opened.steps[2].hasFocus)
    qtbot.keyClick(opened.steps[2], Qt.Key.Key_Down)
    assert opened.current is opened.release
    assert opened.focusWidget() is opened.steps[3]


def test_keys_are_told(opened: MainWindow) -> None:
    assert opened.steps[3].toolTip() == "Release (Ctrl+4)"
    assert opened.steps[0].toolTip() == "Developers – 2 waiting (Ctrl+1)"
    assert find(opened, "developers.refresh").toolTip() == "F5"
    assert find(opened, "merge.undo").toolTip() == "Ctrl+Z"


def test_the_theme_switches_live(qtbot: QtBot, opened: MainWindow, fakes: Fakes) -> None:
    opened.go(6)
    combo = opened.settings.theme
    combo.setCurrentIndex(combo.findData("dark"))
    combo.activated.emit(combo.currentIndex())
    assert theme.tokens() is DARK
    assert not opened.updatesEnabled()  # no half of it is seen
    qtbot.waitUntil(opened.updatesEnabled)
    assert opened.grab().toImage().pixelColor(opened.width() - 8, 700).name() == DARK.window
    qtbot.waitUntil(lambda: fakes.settings_dict["theme"] == "dark")


def test_a_failure_says_what_to_do(qtbot: QtBot, window: MainWindow, fakes: Fakes, qapp) -> None:
    fakes.failures["overview"] = SettingsError("settings.no_central", path="settings.toml")
    window.context.set_place(fakes.place())  # type: ignore[arg-type]
    window.go(0)
    notice = find(window, "developers.error")
    qtbot.waitUntil(notice.isVisible)
    shown = window.developers.error.message
    assert shown.title and "settings.toml" in shown.detail and shown.next_step
    qtbot.mouseClick(find(notice, "developers.error.copy"), Qt.MouseButton.LeftButton)
    assert shown.next_step in qapp.clipboard().text()
    qtbot.mouseClick(find(notice, "developers.error.close"), Qt.MouseButton.LeftButton)
    assert not notice.isVisible()


def test_a_missing_password_leads_to_the_passwords(
    qtbot: QtBot, window: MainWindow, fakes: Fakes
) -> None:
    fakes.failures["overview"] = SecretError("secret.missing", account="x@central", keyring="demo")
    window.context.set_place(fakes.place())  # type: ignore[arg-type]
    window.go(0)
    action = find(window, "developers.error.action")
    qtbot.waitUntil(action.isVisible)
    window.context.speech.speak("fr")
    qtbot.waitUntil(lambda: action.text() == "Ouvrir les réglages")
    qtbot.mouseClick(action, Qt.MouseButton.LeftButton)
    assert window.current is window.settings and window.settings.tabs.currentIndex() == 3


def test_without_a_central_server_the_release_leads_to_it(qtbot: QtBot, window: MainWindow) -> None:
    window.go(3)
    qtbot.mouseClick(find(window, "release.to_settings"), Qt.MouseButton.LeftButton)
    assert window.current is window.settings and window.settings.tabs.currentIndex() == 1


def test_work_can_be_cancelled(qtbot: QtBot, window: MainWindow, fakes: Fakes) -> None:
    import threading

    fakes.gate = threading.Event()
    window.context.set_place(fakes.place())  # type: ignore[arg-type]
    window.go(0)
    qtbot.waitUntil(window.developers.busy.isVisible)
    assert "Reading" in window.developers.busy.text.text()
    qtbot.mouseClick(find(window, "developers.busy.cancel"), Qt.MouseButton.LeftButton)
    assert not window.developers.busy.isVisible()
    fakes.gate.set()
    qtbot.waitUntil(lambda: window.context.tasks.running == 0)
    assert window.developers.overview is None


def test_work_gives_the_keyboard_back(qtbot: QtBot, opened: MainWindow, fakes: Fakes) -> None:
    """Whoever types a version goes on typing when the draft was read again."""
    import threading

    opened.go(3)
    qtbot.waitUntil(lambda: opened.release.draft is not None)
    version = find(opened, "release.version")
    version.setFocus()
    fakes.gate = threading.Event()
    qtbot.keyClicks(version, "1")
    qtbot.waitUntil(opened.release.busy.isVisible)
    assert opened.focusWidget() is find(opened, "release.busy.cancel")
    fakes.gate.set()
    qtbot.waitUntil(lambda: not opened.release.busy.isVisible())
    assert opened.focusWidget() is version


def test_closing_during_a_rollout_asks_and_waits(
    qtbot: QtBot, opened: MainWindow, fakes: Fakes, answer: type[Answer]
) -> None:
    opened.rollout._run("…", lambda: fakes.start_rollout(None, fakes.plan(None, "2", ("maroc",))))
    qtbot.waitUntil(lambda: opened.rollout.running is not None)
    made = fakes.running
    assert made is not None
    made.show(running("maroc", 3))
    question = answer("close", yes=False)
    assert not opened.close() and opened.isVisible()
    assert "next start" in question.seen and made.cancelled == []
    answer("close", yes=True)
    assert not opened.close() and opened.isVisible()
    assert made.cancelled == [None]
    made.show(replace(running("maroc", 3), verdict=Verdict.CANCELLED))
    qtbot.waitUntil(lambda: not opened.isVisible())


def test_closing_twice_does_not_wait(
    qtbot: QtBot, opened: MainWindow, fakes: Fakes, answer: type[Answer]
) -> None:
    opened.rollout._run("…", lambda: fakes.start_rollout(None, fakes.plan(None, "2", ("maroc",))))
    qtbot.waitUntil(lambda: opened.rollout.running is not None)
    answer("close", yes=True)
    assert not opened.close()
    assert opened.close() and not opened.isVisible()


def test_closing_asks_about_what_would_be_lost(
    qtbot: QtBot, opened: MainWindow, answer: type[Answer]
) -> None:
    opened.go(6)
    qtbot.keyClicks(find(opened, "settings.author"), "x")
    question = answer("close_unsaved", yes=False)
    assert not opened.close() and opened.isVisible()
    assert "settings" in question.seen
    answer("close_unsaved")
    assert opened.close() and not opened.isVisible()


def test_what_ends_with_the_window_runs_while_the_system_has_it(
    qtbot: QtBot, opened: MainWindow, answer: type[Answer]
) -> None:
    handles: list[int] = []
    opened.closing.connect(lambda: handles.append(opened.internalWinId()))
    handle = opened.winId()
    opened.go(6)
    qtbot.keyClicks(find(opened, "settings.author"), "x")
    answer("close_unsaved", yes=False)
    assert not opened.close() and handles == []
    answer("close_unsaved")
    assert opened.close() and handles == [handle]
    assert opened.internalWinId() == 0  # too late for whatever comes after the event loop


def test_closing_asks_nothing_where_nothing_is_lost(
    qtbot: QtBot, opened: MainWindow, fakes: Fakes
) -> None:
    """Decisions are on disk."""
    fakes.conflicts = [conflict_title(), conflict_sql()]
    opened._begin_merge(("Ahmed", "Sara"))
    qtbot.waitUntil(lambda: opened.merge.session is not None)
    qtbot.mouseClick(find(opened, "merge.take_ours"), Qt.MouseButton.LeftButton)
    assert opened.close() and not opened.isVisible()


def test_an_unforeseen_error_is_shown_and_reported(opened: MainWindow, tmp_path: Path) -> None:
    import sys

    from ui.main import _catch_the_unforeseen

    before = sys.excepthook
    try:
        _catch_the_unforeseen(tmp_path)
        error = ZeroDivisionError("by hand")
        sys.excepthook(type(error), error, None)
    finally:
        sys.excepthook = before
    assert opened.current.error.isVisible()
    assert "by hand" in opened.current.error.message.detail
    (report,) = (tmp_path / "logs").glob("crash-*.txt")
    assert "ZeroDivisionError: by hand" in report.read_text(encoding="utf-8")


# -- what a screen reader and a keyboard find ------------------------------------------------


def everything(window: MainWindow) -> list[QWidget]:
    return [
        w
        for w in window.findChildren(QWidget)
        if w.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(w, QMenu)
        and not (isinstance(w, QAbstractScrollArea) and w.objectName() == "")
    ]


def inner(widget: QWidget) -> bool:
    """Parts of a larger widget, which has the name itself."""
    parent = widget.parentWidget()
    names = ("qt_spinbox_lineedit", "qt_tabwidget_tabbar")
    return (
        widget.objectName() in names
        or isinstance(parent, QAbstractItemView)
        or isinstance(widget, QTabBar)
    )


@pytest.mark.parametrize("language", ["en", "fr"])
def test_everything_focusable_has_a_name(opened: MainWindow, language: str, fakes: Fakes) -> None:
    opened.context.speech.speak(language)  # type: ignore[arg-type]
    buddies = {label.buddy() for label in opened.findChildren(QLabel) if label.buddy()}
    nameless = [
        f"{type(w).__name__} {w.objectName()}"
        for w in everything(opened)
        if not inner(w)
        and not w.accessibleName()
        and w not in buddies
        and not (isinstance(w, QAbstractButton) and w.text().strip())
    ]
    assert len(everything(opened)) > 60
    assert nameless == []


def test_object_names_are_unique(opened: MainWindow) -> None:
    seen: dict[str, int] = defaultdict(int)
    for widget in opened.findChildren(QWidget):
        name = widget.objectName()
        if "." in name:
            seen[name] += 1
    assert {n: c for n, c in seen.items() if c > 1} == {}


def mnemonics(window: MainWindow) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        text = ""
        if isinstance(widget, QAbstractButton) or (isinstance(widget, QLabel) and widget.buddy()):
            text = widget.text()
        letter = re.search(r"(?<!&)&([^&\s])", text)
        if letter:
            found[letter[1].lower()].append(text)
    return found


@pytest.mark.parametrize("language", ["en", "fr"])
def test_mnemonics_do_not_collide(
    qtbot: QtBot, opened: MainWindow, language: str, fakes: Fakes
) -> None:
    fakes.conflicts[:] = [conflict_sql(), conflict_title()]
    opened.context.speech.speak(language)  # type: ignore[arg-type]
    collisions = []

    def look(where: str) -> None:
        qtbot.waitUntil(lambda: opened.context.tasks.running == 0)
        for letter, texts in mnemonics(opened).items():
            if len(texts) > 1:
                collisions.append((where, letter, texts))

    look("developers")
    for number in (1, 3, 4, 5):
        opened.go(number)
        look(opened.current.name)
    opened.developers._show_news(ChangelogNews("v1", ("a",)))
    opened.go(0)
    look("news")
    rollout = opened.rollout
    opened.go(4)
    qtbot.waitUntil(lambda: opened.context.tasks.running == 0)
    rollout.board._update_buttons()
    find(rollout, "rollout.resume").show()  # as where one has ended and may go on
    for page in (rollout.board, rollout.findings):
        rollout.stack.setCurrentWidget(page)
        rollout._update()
        look(type(page).__name__)
    opened._begin_merge(("Ahmed", "Sara"))
    look("merge")
    opened.go(6)
    for number in range(4):
        opened.settings.tabs.setCurrentIndex(number)
        look(f"settings {number}")
    assert collisions == []


def test_every_screen_speaks_when_the_language_changes(opened: MainWindow) -> None:
    """A LanguageChange must not raise anywhere, whatever the screens hold."""
    for screen in opened.screens:
        screen.changeEvent(QEvent(QEvent.Type.LanguageChange))


@pytest.mark.parametrize(
    ("language", "typed", "shown"),
    [
        ("en", "rollout go", "Go to: Rollout"),
        ("fr", "aller ploiement", "Aller à\u00a0: Déploiement"),
    ],
)
def test_every_action_is_found_by_typing(
    qtbot: QtBot, opened: MainWindow, language: str, typed: str, shown: str
) -> None:
    opened.context.speech.speak(language)  # type: ignore[arg-type]
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    qtbot.keyClick(opened, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = find(opened, "palette", Palette)
    texts = [palette.list.item(n).text() for n in range(palette.list.count())]
    assert len(texts) > 12 and any("Ctrl+Q" in text for text in texts)
    assert any(text.startswith(("Merge…", "Fusionner…")) for text in texts)  # what is on the screen
    qtbot.keyClicks(palette.field, typed)
    assert palette.list.count() == 1 and palette.list.item(0).text().startswith(shown)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened.current is opened.rollout)


def test_the_window_opens_where_it_was_left(qtbot: QtBot, opened: MainWindow, fakes: Fakes) -> None:
    handle = opened.developers.parts.handle(1)
    before = opened.developers.parts.sizes()[0]
    middle = handle.rect().center()
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(handle, middle + QPoint(0, 90))
    qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=middle)
    moved = opened.developers.parts.sizes()[0]
    assert moved != before
    opened.go(1)
    opened.compare.pane.reader.wrap.setChecked(False)
    fakes.home.mkdir(exist_ok=True)
    assert opened.close()
    second = MainWindow(opened.context)
    second.resize(opened.size())
    second.start()
    assert second.current is second.compare
    assert not second.compare.pane.reader.wrap.isChecked()
    qtbot.waitUntil(lambda: second.context.tasks.running == 0)
    second.go(0)
    qtbot.waitUntil(lambda: second.developers.overview is not None)
    qtbot.waitUntil(lambda: abs(second.developers.parts.sizes()[0] - moved) < 5)
    discard(second)


def test_a_newer_caravane_is_told_beside_the_name(
    qtbot: QtBot, opened: MainWindow, fakes: Fakes, tmp_path: Path
) -> None:
    newer = find(opened, "rail.newer", QLabel)
    assert newer.isHidden()
    (tmp_path / "caravane-99.0.0-setup.exe").write_bytes(b"")
    fakes.settings_dict["updates"] = str(tmp_path)
    opened.context.set_place(fakes.place())  # type: ignore[arg-type]
    opened.start()
    qtbot.waitUntil(newer.isVisible)
    assert newer.text() == "99.0.0 is available" and newer.toolTip() == str(tmp_path)
