"""A log with what a reader needs: words and weight to look for, following its end, saving it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QLineEdit, QMessageBox, QWidget

from app.services import messages
from app.services.rollout import reading
from app.services.rollout.reading import Level
from ui.context import Context
from ui.desktop.reveal import reveal
from ui.models.log_lines import Log, LogModel
from ui.widgets.log_view import LogView
from ui.widgets.panel import Panel, column, row


class LogPane(Panel):
    """``<name>.log`` is the list, ``<name>.words``, ``<name>.level``, ``<name>.follow`` and
    ``<name>.save`` work on it. What is not ``live`` does not follow its end. ``whose`` names the
    client of a line where several are in it; ``file`` is the name that saving proposes."""

    def __init__(
        self,
        name: str,
        context: Context,
        live: bool,
        title: Callable[[], str],
        parent: QWidget | None = None,
        whose: Callable[[int], str] | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._live, self._whose = context, live, whose
        self.file = "log"
        self.model = LogModel(lambda line: messages.log_text(line, context.language), self, whose)
        self.view = LogView(self.model)
        self.named(self.view, f"{name}.log", title)
        self.words = QLineEdit()
        self.words.setClearButtonEnabled(True)
        self.say(self.words.setPlaceholderText, lambda: self.tr("Only lines with…"))
        self.named(self.words, f"{name}.words", lambda: self.tr("Only lines with…"))
        self.words.textChanged.connect(lambda _: self._sift())
        self.level = QComboBox()
        self.named(self.level, f"{name}.level", lambda: self.tr("Which lines"))
        self.level.currentIndexChanged.connect(lambda _: self._sift())
        self.follow = QCheckBox()
        self.follow.setChecked(live)
        self.follow.setVisible(live)
        self.say(self.follow.setText, lambda: self.tr("&Follow the end"))
        self.follow.setObjectName(f"{name}.follow")
        self.follow.toggled.connect(lambda on: self.view.scrollToBottom() if on else None)
        self.save = self.button(
            f"{name}.save", lambda: self.tr("S&ave the log…"), self._save, "report", "quiet"
        )
        bar = self.view.verticalScrollBar()
        bar.valueChanged.connect(self._scrolled)
        bar.rangeChanged.connect(lambda *_: self._grown())
        tools = row(spacing=12)
        tools.addWidget(self.words, 2)
        tools.addWidget(self.level)
        tools.addStretch(1)
        tools.addWidget(self.follow)
        tools.addWidget(self.save)
        layout = column(self, 0, 6)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.addLayout(tools)
        layout.addWidget(self.view, 1)
        self._fill_levels()

    def _fill_levels(self) -> None:
        chosen = max(self.level.currentIndex(), 0)
        self.level.blockSignals(True)
        self.level.clear()
        for text in (
            self.tr("All lines"),
            self.tr("Notices and failures"),
            self.tr("Failures only"),
        ):
            self.level.addItem(text)
        self.level.setCurrentIndex(chosen)
        self.level.blockSignals(False)

    # -- what is shown -----------------------------------------------------------------------

    def set_log(self, log: Log | None) -> None:
        self.model.set_log(log)
        self.save.setEnabled(log is not None)
        self._grown()

    def sync(self) -> None:
        """Once per frame: new lines, only when they can be seen."""
        if self.view.isVisible() and self.model.sync():
            self._grown()

    def _sift(self) -> None:
        """The line that was chosen stays in sight: who empties the field sees what is around it."""
        row_before = self.view.currentIndex().row()
        number = self.model.number_of(row_before) if row_before >= 0 else -1
        self.model.sift(Level(self.level.currentIndex()), self.words.text())
        row_now = self.model.row_of(number) if number >= 0 else -1
        if 0 <= row_now < self.model.rowCount() and self.model.number_of(row_now) == number:
            self.view.setCurrentIndex(self.model.index(row_now))
            self.view.scrollTo(self.model.index(row_now), LogView.ScrollHint.PositionAtCenter)
        else:
            self._grown()

    def search(self) -> None:
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()

    def _grown(self) -> None:
        """New lines, or less room for them: the banner of a result takes some."""
        if self.follow.isChecked():
            self.view.scrollToBottom()

    def _scrolled(self, value: int) -> None:
        bar = self.view.verticalScrollBar()
        if self._live and (bar.isSliderDown() or self.view.hasFocus()):
            self.follow.setChecked(value >= bar.maximum())

    # -- keeping it --------------------------------------------------------------------------

    def _save(self) -> None:
        """Ask where, write, and show it there. All lines are saved, whatever is looked for."""
        log, language, whose = self.model.log, self._context.language, self._whose
        title = self.tr("Save the log")
        name, _ = QFileDialog.getSaveFileName(
            self, title, f"{self.file}.txt", self.tr("Text (*.txt)")
        )
        if not name or log is None:
            return

        def shown(path: Path) -> None:
            reveal(path)

        def failed(error: BaseException) -> None:
            said = self._context.message(error)
            QMessageBox.warning(self, said.title, said.detail)

        def write(report: object) -> Path:
            if isinstance(log, reading.Stream):  # what is seen of it is behind
                stream = log.whole()
                return reading.write_text(stream, path, language, stream.whose)
            return reading.write_text(log, path, language, whose)

        path = Path(name)
        self._context.run(write, shown, failed, self)

    def retranslate(self) -> None:
        self._fill_levels()
        self.model.speak_again()
