"""What every screen has: a heading with actions, a place for failures, a veil while it works."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.services.model import Message, Problem, Progress, Report
from ui.bridge import Task
from ui.context import Context
from ui.widgets.busy import Busy
from ui.widgets.nav import NavState
from ui.widgets.notice import Notice
from ui.widgets.panel import Panel, column, row

T = TypeVar("T")

# The parts of the settings, as the tabs stand there.
GENERAL, CENTRAL, CLIENTS, PASSWORDS = range(4)
# Which failures can be mended in which part.
_MENDED = {
    "secret.missing": PASSWORDS,
    "oracle.wrong_password": PASSWORDS,
    "oracle.not_tried": PASSWORDS,
    "oracle.password_expired": PASSWORDS,
    "settings.no_central": CENTRAL,
    "oracle.unknown_host": CENTRAL,
    "oracle.unreachable": CENTRAL,
    "oracle.no_listener": CENTRAL,
    "oracle.silent_listener": CENTRAL,
    "oracle.unknown_service": CENTRAL,
    "oracle.bad_dsn": CENTRAL,
    "oracle.no_application": CENTRAL,
}


def mended_in(failure: object) -> int | None:
    """The part of the settings where a failure's cause can be put right."""
    return _MENDED.get(getattr(failure, "code", ""))


class Screen(Panel):
    """``name`` prefixes the object names. ``arrive`` is called when the user comes here."""

    state_changed = Signal()
    settings_requested = Signal(int)  # a part of the settings

    def __init__(
        self,
        name: str,
        context: Context,
        title: Callable[[], str],
        subtitle: Callable[[], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.name, self.context = name, context
        self.setObjectName(name)
        self.state = NavState()
        self._failure: Problem | BaseException | None = None
        self.title = self.label(title, "title")
        self.subtitle = self.label(subtitle, "muted", wrap=True)
        heading = column(spacing=2)
        heading.addWidget(self.title)
        heading.addWidget(self.subtitle)
        self.tools = row(spacing=8)
        top = row(spacing=16)
        top.addLayout(heading, 1)
        top.addLayout(self.tools)
        self.error = Notice(f"{name}.error", self)
        self.error.closed.connect(self._forget)
        self.stack = QStackedWidget(self)
        layout = column(self, 16, 12)
        layout.addLayout(top)
        layout.addWidget(self.error)
        layout.addWidget(self.stack, 1)
        self.busy = Busy(f"{name}.busy", self)
        self._task: Task | None = None
        self._can_cancel = True
        # What failed with the settings as they were is told no more once they are others.
        context.place_changed.connect(self._forget)
        context.clients_changed.connect(self._forget)

    # -- for the window ----------------------------------------------------------------------

    def furnish(self) -> Iterator[None]:
        """Make what is in it, once and before anything else is asked of it: a piece in each turn
        of the event loop, for together they would halt the window. It stops between two."""
        yield from ()

    def arrive(self) -> None:
        """The user came to this screen."""

    def refresh(self) -> None:
        """F5: read again."""

    def step(self, forward: bool) -> None:
        """F8 and Shift+F8: to the next or previous thing that waits for the user."""

    def search(self) -> None:
        """Ctrl+F: to the field that searches what is shown."""

    def search_next(self, forward: bool) -> None:
        """F3 and Shift+F3: to the next place that was found, or the one before."""

    def set_state(self, state: NavState) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit()

    # -- work --------------------------------------------------------------------------------

    @property
    def working(self) -> bool:
        return self._task is not None and not self._task.finished

    def work(
        self,
        text: str,
        call: Callable[[Report], T],
        on_done: Callable[[T], None],
        *,
        can_cancel: bool = True,
        on_error: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Run a call under the veil; a failure is shown unless ``on_error`` takes it.

        What is being read already is dropped for it; what is being written is not, and then the
        new call is not made.
        """
        if self._task is not None and not self._task.finished:
            if not self._can_cancel:
                return
            self._task.cancel()
        self._can_cancel = can_cancel
        self._forget()

        def done(value: T) -> None:
            self._end()
            on_done(value)

        def failed(error: BaseException) -> None:
            self._end()
            (on_error or self.fail)(error)

        def progress(news: Progress) -> None:
            self.busy.advance(self.context.progress(news), news)

        self.busy.begin(text, self._cancel if can_cancel else None)
        self._task = self.context.run(call, done, failed, self, progress)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._end()
        self.cancelled()

    def cancelled(self) -> None:
        """Hook: the user stopped what ran."""

    def _end(self) -> None:
        self._task = None
        self.busy.end()

    def fail(self, failure: Problem | BaseException) -> None:
        """Show a failure; where it can be mended in the settings, lead there."""
        self._failure = failure
        self.error.show_message(self.context.message(failure))
        part = mended_in(failure)
        if part is not None:
            self.error.offer(
                lambda: self.tr("Open the settings"), lambda: self.settings_requested.emit(part)
            )

    def tell(self, message: Message, tone: str = "info") -> None:
        self._failure = None
        self.error.show_message(message, tone)

    def _forget(self) -> None:
        self._failure = None
        self.error.hide()

    def retranslate(self) -> None:
        if self._failure is not None:
            offered = not self.error.action.isHidden()
            self.error.show_message(self.context.message(self._failure))
            self.error.action.setVisible(offered)
