"""Clients from a tnsnames.ora, a CSV or another settings file, and the settings to hand on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from app.services.model import AppError, Message
from app.services.settings import importing
from app.services.settings.importing import Found
from ui.context import Context
from ui.desktop.reveal import reveal
from ui.models.rows import Chip, Column, RowsModel
from ui.screens.settings.forms import ListForm
from ui.widgets.dialogs import Question
from ui.widgets.panel import Panel, row
from ui.widgets.views import table


class Importing(Question):
    """``settings.import``: what was found in a file, ticked; ``chosen`` is what is taken over."""

    def __init__(self, parent: QWidget, path: Path, found: list[Found]) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            parent,
            "settings.import",
            translate("Importing", "Take over clients from {file}?").format(file=path.name),
            translate(
                "Importing",
                "They come into the form, and are saved with the other settings. Passwords are "
                "not part of them.",
            ),
            translate("Importing", "&Take over"),
        )
        self.model: RowsModel[Found] = RowsModel(
            (
                Column(
                    lambda: translate("Importing", "Client"),
                    lambda f: str(f.entry.get("name") or f.entry["id"]),
                    checkable=True,
                ),
                Column(
                    lambda: translate("Importing", "Address"), lambda f: str(f.entry.get("dsn", ""))
                ),
                Column(lambda: "", lambda f: "", chips=_state),
            ),
            key=lambda f: str(f.entry["id"]),
            parent=self,
        )
        self.model.set_rows(found)
        self.model.set_checked({str(f.entry["id"]) for f in found if not f.known})
        view = table(self.model, lines=1.75, strong=True, weights=(2, 3, 0))
        view.setObjectName("settings.import.found")
        view.setAccessibleName(translate("Importing", "Clients in the file"))
        view.setMinimumHeight(self.fontMetrics().height() * 16)
        self.body.addWidget(view, 1)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 110)
        self.model.checked_changed.connect(lambda: self.yes.setEnabled(bool(self.model.checked)))
        self.yes.setEnabled(bool(self.model.checked))
        view.setFocus()

    @property
    def chosen(self) -> list[dict[str, object]]:
        return [dict(f.entry) for f in self.model.checked]


def _state(found: Found) -> tuple[Chip, ...]:
    translate = QCoreApplication.translate
    if found.known:
        return (Chip(translate("Importing", "replaces the one that is there"), "warning", "~"),)
    return (Chip(translate("Importing", "new"), "success", "+"),)


class Exchange(Panel):
    """``settings.clients.import`` and ``settings.clients.export``."""

    refused = Signal(object)
    told = Signal(object)  # Message

    def __init__(self, context: Context, clients: ListForm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._clients = context, clients
        line = row(self)
        line.addWidget(
            self.button(
                "settings.clients.import", lambda: self.tr("&Import…"), self._import, "folder"
            )
        )
        line.addWidget(
            self.button(
                "settings.clients.export", lambda: self.tr("E&xport…"), self._export, "report"
            )
        )
        line.addStretch(1)

    def _import(self) -> None:
        title = self.tr("Take over clients from a file")
        kinds = self.tr("Clients") + " (*.ora *.csv *.txt *.toml)"
        name, _ = QFileDialog.getOpenFileName(self, title, "", kinds)
        if not name:
            return
        entries = self._clients.entries
        like = self._clients.current or (entries[0] if entries else {})
        try:
            found = importing.read(Path(name), entries, like)
        except AppError as error:
            self.refused.emit(error)
            return
        dialog = Importing(self.window(), Path(name), found)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._clients.take_over(dialog.chosen)
        dialog.deleteLater()

    def _export(self) -> None:
        """What is saved, never what is typed; never a password."""
        title = self.tr("Hand on the settings, without passwords")
        kinds = self.tr("All settings") + " (*.toml);;" + self.tr("Clients") + " (*.csv)"
        name, _ = QFileDialog.getSaveFileName(self, title, "caravane.toml", kinds)
        if not name:
            return
        place, path = self._context.place, Path(name)

        def written(path: Path) -> None:
            self.told.emit(Message(self.tr("The settings are written"), str(path), ""))
            reveal(path)

        self._context.run(
            lambda report: importing.export(place, path), written, self.refused.emit, self
        )
