"""Picks something to compare: from the list, or a folder, a zip file, a Git revision."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from app.services import sources
from app.services.model import SourceOption
from ui.widgets.dialogs import ask_text

_MORE = ("+folder", "+zip", "+git")


class SourcePicker(QComboBox):
    """The options, then three entries that ask for a place."""

    changed = Signal()

    def __init__(
        self, name: str, accessible: Callable[[], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._accessible = accessible
        self._options: list[SourceOption] = []
        self._current = ""
        self.setObjectName(name)
        self.setAccessibleName(accessible())
        self.setMinimumContentsLength(16)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.activated.connect(self._activated)
        self._fill()

    @property
    def spec(self) -> str:
        return self._current

    @property
    def option(self) -> SourceOption | None:
        return next((o for o in self._options if o.spec == self._current), None)

    def set_options(self, options: Sequence[SourceOption]) -> None:
        """Replace the list; a chosen place that is not in it stays."""
        chosen = self.option
        self._options = list(options)
        if chosen is not None and chosen.spec not in {o.spec for o in options}:
            self._options.append(chosen)
        self._fill()

    def choose(self, spec: str, label: str = "") -> None:
        """Choose a source, adding it when the list does not have it."""
        if spec not in {o.spec for o in self._options}:
            self._options.append(SourceOption(spec, label) if label else sources.option_of(spec))
        self._current = spec
        self._fill()
        self.changed.emit()

    def clear(self) -> None:
        self._options, self._current = [], ""
        self._fill()

    def _fill(self) -> None:
        self.blockSignals(True)
        super().clear()
        for option in self._options:
            self.addItem(option.label, option.spec)
        self.insertSeparator(self.count())
        texts = (self.tr("Folder…"), self.tr("Zip file…"), self.tr("Git revision…"))
        for key, text in zip(_MORE, texts, strict=True):
            self.addItem(text, key)
        self.setCurrentIndex(self.findData(self._current) if self._current else -1)
        self.blockSignals(False)

    def _activated(self, number: int) -> None:
        spec = str(self.itemData(number))
        if spec in _MORE:
            spec = self._ask(spec)
        if spec:
            self.choose(spec)
        else:
            self._fill()

    def _ask(self, kind: str) -> str:
        match kind:
            case "+folder":
                path = QFileDialog.getExistingDirectory(self, self.tr("Export folder"))
                return f"folder:{path}" if path else ""
            case "+zip":
                path, _ = QFileDialog.getOpenFileName(
                    self, self.tr("Zipped export"), "", self.tr("Zip files (*.zip)")
                )
                return f"zip:{path}" if path else ""
        revision = ask_text(
            self,
            "git",
            self.tr("Git revision"),
            self.tr("A tag, a branch or a commit of the release repository."),
            self.tr("Choose"),
        )
        return f"git:{revision}" if revision else ""

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(self._accessible())
            self._fill()
        super().changeEvent(event)
