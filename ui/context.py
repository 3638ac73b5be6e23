"""What all screens of one window share: the open home, the bridge, the language.

The place is an immutable value that the settings screen replaces; screens never keep a copy.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from app.services import messages
from app.services.model import Message, Problem, Progress, Report
from app.services.workplace import Workplace, system_language
from ui.bridge import FramePump, Task, Tasks
from ui.i18n import Language, Speech
from ui.theme import change, mode_in_force
from ui.theme.look import Mode

T = TypeVar("T")

# The parts of the settings that what the screens show was read with.
_READ_WITH = ("central", "repository", "compare")


class Context(QObject):
    """``place`` is None while the home's settings cannot be read (``failure`` says why)."""

    place_changed = Signal()
    clients_changed = Signal()
    language_changed = Signal()

    def __init__(self, home: Path, speech: Speech, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.home = home
        self.speech = speech
        self.tasks = Tasks(parent=self)
        self.pump = FramePump(self)
        self._place: Workplace | None = None

    @property
    def place(self) -> Workplace:
        if self._place is None:
            raise RuntimeError("no open home")
        return self._place

    @property
    def ready(self) -> bool:
        """There is a central server in the settings: the guided path can begin."""
        return self._place is not None and self._place.settings.central is not None

    @property
    def open(self) -> bool:
        return self._place is not None

    @property
    def language(self) -> Language:
        return self.speech.language

    def set_place(self, place: Workplace) -> None:
        self._place = place
        self.home = place.home
        if place.language != self.speech.language:
            self.speech.speak(place.language)
        self.place_changed.emit()

    def update_place(self, place: Workplace) -> None:
        """The settings were saved. What was read (and decided) with the same central server and
        repository stays; only the clients are looked at again."""
        before = self._place
        if before is None or any(
            getattr(before.settings, part) != getattr(place.settings, part) for part in _READ_WITH
        ):
            self.set_place(place)
            return
        self._place = place
        self.clients_changed.emit()

    def replace_place(self, place: Workplace) -> None:
        """The same home with another language or look: only what was labelled in the language
        before is to be read again."""
        before, self._place = self._place, place
        if before is not None and before.language != place.language:
            self.language_changed.emit()

    def apply_look(self, language: str, theme: Mode) -> None:
        """Speak and look like that from now on ("" is the system's language)."""
        wanted = language or system_language()
        if wanted != self.speech.language:
            self.speech.speak("fr" if wanted == "fr" else "en")
        application = QApplication.instance()
        if isinstance(application, QApplication) and theme != mode_in_force():
            change(application, theme)

    def run(
        self,
        call: Callable[[Report], T],
        on_done: Callable[[T], None],
        on_error: Callable[[BaseException], None],
        owner: QObject,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> Task:
        return self.tasks.run(
            call, on_done=on_done, on_error=on_error, owner=owner, on_progress=on_progress
        )

    def message(self, failure: Problem | BaseException) -> Message:
        """A failure in the user's language."""
        return messages.message(failure, self.language)

    def progress(self, progress: Progress) -> str:
        return messages.progress_text(progress, self.language)
