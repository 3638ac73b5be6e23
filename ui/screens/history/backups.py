"""The backups of MAIN: made before every write, and put back from here."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.services.merge.backups import Backup
from ui import i18n
from ui.context import Context
from ui.models.rows import Column, RowsModel
from ui.widgets.panel import Panel, column, row
from ui.widgets.views import table


class Backups(Panel):
    """``restore_requested(path)``: the user wants that backup back."""

    restore_requested = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.model: RowsModel[Backup] = RowsModel(
            (
                Column(lambda: self.tr("Made"), lambda b: i18n.date_time(b.made_at)),
                Column(lambda: self.tr("File"), lambda b: b.path.name, tip=lambda b: str(b.path)),
                Column(lambda: self.tr("Size"), lambda b: i18n.size(b.size), right=True),
            ),
            key=lambda b: b.path,
            parent=self,
        )
        self.table = table(
            self.model, lines=1.9, weights=(1, 2, 1), empty=lambda: self.tr("No backup yet.")
        )
        self.named(self.table, "history.backups", lambda: self.tr("Backups of MAIN"))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._update())
        self.where = self.label(role="muted", wrap=True)
        self.restore_button = self.button(
            "history.restore",
            lambda: self.tr("Res&tore this backup…"),
            self._restore,
            "restore",
            "danger",
        )
        line = row()
        line.addWidget(self.where, 1)
        line.addWidget(self.restore_button)
        layout = column(self, 0, 12)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.addWidget(self.table, 1)
        layout.addLayout(line)
        self._update()

    def show_backups(self, backups: tuple[Backup, ...]) -> None:
        self.model.set_rows(backups)
        if backups:
            self.table.selectRow(0)
        self._update()

    def choose(self, path: str) -> None:
        """Go to a backup by its file's path; nothing where it is gone."""
        number = next((n for n, b in enumerate(self.model.rows) if str(b.path) == path), -1)
        if number >= 0:
            self.table.selectRow(number)

    def _update(self) -> None:
        if self._context.open:
            text = self.tr("Made before every write into MAIN, in {folder}")
            self.where.setText(text.format(folder=self._context.place.main_backups))
        self.restore_button.setEnabled(self.table.currentIndex().isValid())

    def _restore(self) -> None:
        number = self.table.currentIndex().row()
        if 0 <= number < len(self.model.rows):
            self.restore_requested.emit(str(self.model.value(number).path))

    def retranslate(self) -> None:
        self.model.retranslate()
        self._update()
