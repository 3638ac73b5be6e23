"""From an empty home to the first comparison: the settings' own forms, one step after the other."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui import i18n
from ui.screens.screen import CENTRAL, CLIENTS, GENERAL, PASSWORDS
from ui.widgets.panel import Panel, card, column, row

PARTS = (CENTRAL, CENTRAL, GENERAL, CLIENTS)
"""Which part of the settings each step is about."""
DEVELOPERS = 1


class Guidance(Panel):
    """A strip above the settings. ``step_changed`` carries the step (from 0); ``save_requested``
    comes after the last one, ``finished`` when there is nothing left to enter."""

    step_changed = Signal(int)
    save_requested = Signal()
    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step = -1
        self._missing = 0
        self.title = self.label(role="heading")
        self.text = self.label(role="muted", wrap=True)
        self.back = self.button(
            "settings.guide.back", lambda: self.tr("Back"), lambda: self._go(-1), "back"
        )
        self.next = self.button(
            "settings.guide.next", lambda: self.tr("Next"), self._forward, "next-step", "primary"
        )
        self.leave = self.button(
            "settings.guide.leave", lambda: self.tr("Without this guide"), self.end, "", "quiet"
        )
        box = card()
        line = row(box, 12, 12)
        words = column(spacing=2)
        words.addWidget(self.title)
        words.addWidget(self.text)
        line.addLayout(words, 1)
        for button in (self.leave, self.back, self.next):
            line.addWidget(button)
        column(self).addWidget(box)
        self.hide()

    @property
    def active(self) -> bool:
        return self.step >= 0

    @property
    def at_its_end(self) -> bool:
        """Whether all that was asked for is typed: a save before that is the person's own."""
        return self.step >= len(PARTS) - 1

    def begin(self) -> None:
        self.step, self._missing = 0, 0
        self.show()
        self._show()

    def end(self) -> None:
        self.step = -1
        self.hide()

    def saved(self, missing: int) -> None:
        """The settings are on disk; where no password is missing, it is done."""
        self._missing = missing
        if not missing:
            self.end()
            self.finished.emit()
            return
        self.step = len(PARTS)
        self._show()

    def _forward(self) -> None:
        if self.step == len(PARTS):
            self.end()
            self.finished.emit()
        elif self.step == len(PARTS) - 1:
            self.save_requested.emit()
        else:
            self._go(1)

    def _go(self, way: int) -> None:
        self.step = max(self.step + way, 0)
        self._show()

    def _show(self) -> None:
        self._say()
        self.step_changed.emit(self.step)

    def _say(self) -> None:
        if not self.active:
            return
        titles = (
            self.tr("MAIN on the central server"),
            self.tr("The developers' copies"),
            self.tr("Who you are, and where releases go"),
            self.tr("The clients"),
            self.tr("The passwords"),
        )
        texts = (
            self.tr(
                "Enter the address, and the database user and application number of MAIN. “Try the "
                "connection” asks for the password, and says what does not fit."
            ),
            self.tr("Add a line for each developer's schema. There may be none yet."),
            self.tr(
                "Your name stands in each release. The address is that of an empty Git repository; "
                "it may wait until the first release."
            ),
            self.tr(
                "Add them, or take them over from a tnsnames.ora, a CSV or other settings "
                "(“Import”). They may come later."
            ),
            self.tr(
                "%n of them missing: set and test them here. Then the schemas can be read.",
                "",
                self._missing,
            ),
        )
        text = self.tr("Step {n} of {total}: {title}")
        self.title.setText(
            text.format(n=i18n.number(self.step + 1), total=i18n.number(5), title=titles[self.step])
        )
        self.text.setText(texts[self.step])
        self.back.setEnabled(0 < self.step < len(PARTS))
        self.next.setText(
            self.tr("Read the schemas")
            if self.step == len(PARTS)
            else self.tr("Save")
            if self.step == len(PARTS) - 1
            else self.tr("Next")
        )

    def part(self) -> int:
        """The part of the settings that is shown now."""
        return PARTS[self.step] if self.step < len(PARTS) else PASSWORDS

    def retranslate(self) -> None:
        self._say()
