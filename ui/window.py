"""The main window: the guided path at the left, one screen at the right.

It stands before the rooms behind it are loaded: nothing of them is imported here. ``furnish`` makes
the screens, one at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QLabel, QMainWindow, QPushButton, QStackedWidget, QWidget
from shiboken6 import isValid

from app.errors import AppError
from app.services.homes import default_home
from ui import place
from ui.theme.icons import window_icon
from ui.widgets.panel import row
from ui.widgets.rail import Rail

if TYPE_CHECKING:
    from app.services.model import MainWrite, Release
    from ui.context import Context
    from ui.demo import DemoOpener
    from ui.desktop.guide import Guide
    from ui.screens.compare import CompareScreen
    from ui.screens.developers import DevelopersScreen
    from ui.screens.history.screen import HistoryScreen
    from ui.screens.merge.screen import MergeScreen
    from ui.screens.release.screen import ReleaseScreen
    from ui.screens.rollout.screen import RolloutScreen
    from ui.screens.screen import Screen
    from ui.screens.settings.screen import SettingsScreen
    from ui.widgets.palette import Command


def plain(text: str) -> str:
    """A text without the sign that underlines a letter."""
    return text.replace("&", "")


class MainWindow(QMainWindow):
    """Owns the screens and passes requests between them; ``context`` outlives it. With a context it
    is whole at once; without one it is bare, for ``home``, until it is furnished."""

    painted = Signal()  # it is on the screen, for the first time
    closing = Signal()  # nothing holds it any more; the system still has it

    context: Context
    developers: DevelopersScreen
    compare: CompareScreen
    merge: MergeScreen
    release: ReleaseScreen
    rollout: RolloutScreen
    history: HistoryScreen
    settings: SettingsScreen

    def __init__(
        self,
        context: Context | None = None,
        demo: DemoOpener | None = None,
        home: Path | None = None,
    ) -> None:
        super().__init__()
        self.demo = demo
        self.closed = False
        self._leaving = False
        self._seen = False
        self._guide: Guide | None = None
        self._home = home or (context.home if context is not None else default_home())
        self.screens: tuple[Screen, ...] = ()
        self.setObjectName("window")
        self.setWindowTitle("Caravane")
        self.setWindowIcon(window_icon())
        self.pages = QStackedWidget()
        self._curtain = QLabel(self.tr("Opening…"))
        self._curtain.setProperty("role", "muted")
        self._curtain.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pages.addWidget(self._curtain)
        self.rail = Rail()
        self.steps = self.rail.steps
        body = QWidget()
        layout = row(body, 0, 0)
        layout.addWidget(self.rail)
        layout.addWidget(self.pages, 1)
        self.setCentralWidget(body)
        unit = self.fontMetrics().height()
        self.setMinimumSize(QSize(unit * 58, unit * 36))
        room = QGuiApplication.primaryScreen().availableSize() * 0.95
        self.resize(QSize(unit * 96, unit * 58).boundedTo(room).expandedTo(self.minimumSize()))
        self._restore_geometry()
        if context is not None:
            for _ in self.furnish(context, demo):
                pass

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            QTimer.singleShot(0, self, self.painted.emit)

    @property
    def furnished(self) -> bool:
        return bool(self.screens)

    def furnish(self, context: Context, demo: DemoOpener | None) -> Iterator[None]:
        """Make the screens in the window, which dresses what comes into it; it stops after each
        piece of one, so that the window can breathe."""
        from ui.desktop.attention import Attention
        from ui.screens.every import KINDS

        self.context, self.demo = context, demo
        made: list[Screen] = []
        for kind in KINDS:
            screen = kind(context)
            setattr(self, screen.name, screen)
            self.pages.addWidget(screen)
            made.append(screen)
            yield
            for _ in screen.furnish():
                yield
            yield
        self.pages.removeWidget(self._curtain)
        self._curtain.deleteLater()
        yield
        self.screens = tuple(made)
        Attention(self.rollout)
        self._connect()
        self._shortcuts()
        place.put_back(self._home, self.pages)

    # -- building ----------------------------------------------------------------------------

    def _connect(self) -> None:
        self.context.place_changed.connect(self._place_changed)
        self.rail.chosen.connect(self.go)
        for number, screen in enumerate(self.screens):
            screen.state_changed.connect(partial(self._show_state, number))
            screen.settings_requested.connect(self._open_settings)
        self.developers.merge_requested.connect(self._begin_merge)
        self.developers.file_opened.connect(self._open_file)
        self.developers.demo_requested.connect(self._open_demo)
        self.developers.release_requested.connect(lambda: self.go(3))
        self.developers.setup_requested.connect(self._set_up)
        self.settings.guidance.finished.connect(lambda: self.go(0))
        self.merge.developers_requested.connect(lambda: self.go(0))
        self.merge.written.connect(self._written)
        self.merge.release_requested.connect(lambda: self.go(3))
        self.release.published.connect(self._published)
        self.release.rollout_requested.connect(lambda: self.go(4))
        self.rollout.release_requested.connect(lambda: self.go(3))
        self.rollout.ended.connect(self.history.forget)
        self.rollout.unfinished.connect(self.developers.unfinished.show_state)
        self.developers.unfinished.looked.connect(self._look_at_unfinished)
        self.history.restored.connect(lambda: self._written(None))
        self.history.resume_requested.connect(self._resume)

    def _show_state(self, number: int) -> None:
        self.steps[number].set_state(self.screens[number].state)

    def _shortcuts(self) -> None:
        for number in range(len(self.screens)):
            self._shortcut(f"Ctrl+{number + 1}", partial(self.go, number))
        self._shortcut("F1", self.show_guide)
        self._shortcut("F5", self._refresh)
        self._shortcut("F8", lambda: self.current.step(True))
        self._shortcut("Ctrl+K", self.show_commands)
        self._shortcut("Ctrl+F", lambda: self.current.search())
        self._shortcut("F3", lambda: self.current.search_next(True))
        self._shortcut("Shift+F3", lambda: self.current.search_next(False))
        self._shortcut("Ctrl+Q", self.close)
        self._shortcut("Shift+F8", lambda: self.current.step(False))

    def _shortcut(self, keys: str, action: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(lambda: action())

    def show_guide(self) -> None:
        """F1: the page of the guide about this screen, in a window beside this one."""
        from ui.desktop.guide import Guide

        if self._guide is None or not isValid(self._guide):
            self._guide = Guide(self.context.speech, self)
            self._guide.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._guide.open_at(self.pages.currentIndex() + 1)
        self._guide.raise_()
        self._guide.activateWindow()

    def show_commands(self) -> None:
        """Ctrl+K: everything that can be done now."""
        from ui.widgets.palette import Palette

        Palette(self, self._commands()).open()

    def _commands(self) -> list[Command]:
        from ui.widgets.palette import Command

        found = [
            Command(self.tr("Go to: {screen}").format(screen=plain(step.text())), f"Ctrl+{n}",
                    partial(self.go, n - 1))
            for n, step in enumerate(self.steps, 1)
        ]  # fmt: skip
        for button in self.current.findChildren(QPushButton):
            text = plain(button.text()) or button.accessibleName()
            if button.isVisible() and button.isEnabled() and text:
                found.append(Command(text, button.toolTip(), button.click))
        return [
            *found,
            Command(self.tr("The guide about this screen"), "F1", self.show_guide),
            Command(self.tr("Read again"), "F5", self._refresh),
            Command(self.tr("To the next that waits"), "F8", lambda: self.current.step(True)),
            Command(self.tr("To the one before"), "Shift+F8", lambda: self.current.step(False)),
            Command(self.tr("Search in what is shown"), "Ctrl+F", lambda: self.current.search()),
            Command(self.tr("Close the window"), "Ctrl+Q", self.close),
        ]

    # -- going about -------------------------------------------------------------------------

    @property
    def current(self) -> Screen:
        return self.screens[self.pages.currentIndex()]

    def go(self, number: int) -> None:
        """Show a screen (0 developers ... 6 settings) and let it do what it does on arrival."""
        self.steps[number].setChecked(True)
        self.pages.setCurrentIndex(number)
        self.screens[number].arrive()

    def start(self) -> None:
        """Show the window at the screen where it was left."""
        self.show()
        self.go(place.last_screen(self._home, len(self.screens)) if self.context.ready else 0)
        self.rollout.look_back()
        self._look_for_newer()
        self._take_up_merge()

    def _look_for_newer(self) -> None:
        """Whether a newer Caravane lies where the settings say; why not is the doctor's to tell."""
        where = self.context.place.settings.updates if self.context.open else ""
        if where:
            from app.services.support import updates

            self.context.run(
                lambda report: updates.newer(where),
                partial(self.rail.show_newer, where=where),
                lambda error: self.rail.show_newer("", where),
                self,
            )

    def _take_up_merge(self) -> None:
        """A merge that is not in MAIN goes on where it was left."""
        if not self.context.ready:
            return
        from app.services.merge import unwritten

        try:
            merge = unwritten.kept(self.context.place)
        except AppError as failure:
            self.merge.fail(failure)
            return
        if merge is not None:
            self.go(2)
            self.merge.begin(merge.developers, merge)

    def _look_at_unfinished(self) -> None:
        self.developers.unfinished.show_state(None)
        self.go(4)

    def _refresh(self) -> None:
        if self.context.open:
            self.current.refresh()
        else:
            self.reopen()

    def cannot_open(self, failure: AppError) -> None:
        """The settings cannot be read; when they are mended by hand, they are read again."""
        self.developers.fail(failure)
        self.developers.error.offer(lambda: self.tr("Read again"), self.reopen)

    def reopen(self) -> None:
        from app.services.workplace import Workplace

        try:
            opened = Workplace.open(self.context.home)
        except AppError as failure:
            self.cannot_open(failure)
            return
        self.developers.error.hide()
        self.context.set_place(opened)
        self.context.apply_look(opened.settings.language, opened.settings.theme)
        self.start()

    def _place_changed(self) -> None:
        self._home = self.context.home
        demo = self.context.place.settings.demo
        self.rail.show_demo(demo)
        # Qt adds the name of the program to a title that does not end in it.
        self.setWindowTitle(self.tr("Demo – Caravane") if demo else "Caravane")

    def _begin_merge(self, developers: tuple[str, ...]) -> None:
        self.go(2)
        self.merge.begin(developers)

    def _open_file(self, developer: str, path: str) -> None:
        overview = self.developers.overview
        found = (
            next((d for d in overview.developers if d.name == developer), None)
            if overview
            else None
        )
        base = found.base if found else None
        old = f"git:{base.commit}" if base else "main"
        self.go(1)
        self.compare.open(old, f"dev:{developer}", path, base.revision if base else "")

    def _written(self, write: MainWrite | None) -> None:
        self.developers.forget()
        self.release.forget()

    def _published(self, release: Release) -> None:
        self.developers.forget()
        self.rollout.forget()
        self.history.forget()

    def _resume(self, rollout: str) -> None:
        self.go(4)
        self.rollout.resume(rollout)

    def _open_settings(self, part: int) -> None:
        self.go(6)
        self.settings.show_part(part)

    def _set_up(self) -> None:
        self.go(6)
        self.settings.begin()

    def _open_demo(self) -> None:
        if self.demo is not None:
            self.demo.open(self.developers, self.start)

    # -- leaving -----------------------------------------------------------------------------

    def _restore_geometry(self) -> None:
        stored = place.settings(self._home).value("geometry")
        if stored is not None:
            self.restoreGeometry(stored)

    def closeEvent(self, event: QCloseEvent) -> None:
        """A running rollout is stopped first; closing a second time does not wait for it. What was
        decided or typed and is kept nowhere is asked about."""
        if self.furnished and not self._may_close(event):
            return
        self.closed = True
        self.closing.emit()
        if self._home.is_dir():
            place.settings(self._home).setValue("geometry", self.saveGeometry())
            if self.furnished:
                place.keep(self._home, self.pages, self.pages.currentIndex())
        super().closeEvent(event)

    def _may_close(self, event: QCloseEvent) -> bool:
        from ui.widgets.dialogs import confirm

        if self.rollout.running is not None and not self._leaving:
            event.ignore()
            if confirm(
                self,
                "close",
                self.tr("A rollout is running"),
                self.tr(
                    "If you close now, each client ends its present step and stops there. "
                    "Caravane offers what is left at the next start; nothing is done twice."
                ),
                self.tr("&Stop and close"),
                danger=True,
            ):
                self._leaving = True
                self.go(4)
                self.rollout.ended.connect(self.close)
                self.rollout.leave()
            return False
        if not self._leaving and not self._lets_go():
            event.ignore()
            return False
        if not self._leaving and not self._keeps_decisions():
            event.ignore()
            return False
        self.context.pump.remove(self.rollout.board)
        return True

    def _keeps_decisions(self) -> bool:
        """Whether what was decided last is on disk; a failure is shown where it was decided, and
        closing a second time does not try again."""
        try:
            self.merge.decisions.flush()
        except AppError as failure:
            self._leaving = True
            self.go(2)
            self.merge.fail(failure)
            return False
        return True

    def _lets_go(self) -> bool:
        """Whether the user lets go of what would be lost now."""
        from ui.widgets.dialogs import confirm

        lost = []
        if self.settings.dirty:
            lost.append(self.tr("Changed settings are not saved."))
        return not lost or confirm(
            self,
            "close_unsaved",
            self.tr("Close all the same?"),
            "\n".join(lost),
            self.tr("&Close"),
            danger=True,
        )
