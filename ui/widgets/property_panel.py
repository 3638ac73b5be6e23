"""The properties of one component that differ, and two texts side by side."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.services.model import ComponentChange, PropertyChange, Status
from ui.context import Context
from ui.models import words
from ui.models.rows import Column, RowsModel
from ui.text import SideBySide, side_by_side
from ui.widgets.code import SideBySideView
from ui.widgets.panel import Panel, column
from ui.widgets.views import fit_first, splitter, table


class PropertyPanel(Panel):
    """The properties of one component that differ, and the chosen one's texts side by side."""

    def __init__(self, name: str, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._wanted: PropertyChange | None = None
        self._change: ComponentChange | None = None
        self.model: RowsModel[PropertyChange] = RowsModel(
            (
                Column(
                    lambda: self.tr("Property"),
                    lambda p: words.property_label(p.label),
                    tip=lambda p: p.name,
                ),
                Column(
                    lambda: self.tr("Old"),
                    lambda p: p.old_label or _short(p.old),
                    tone=lambda p: "danger" if p.old is not None else "muted",
                ),
                Column(
                    lambda: self.tr("New"),
                    lambda p: p.new_label or _short(p.new),
                    tone=lambda p: "success" if p.new is not None else "muted",
                ),
            ),
            key=lambda p: p.name,
            parent=self,
        )
        self.heading = self.label(role="heading", wrap=True)
        self.path = self.label(role="muted", wrap=True)
        self.table = table(self.model, lines=1.8, weights=(2, 3, 3))
        self.named(self.table, f"{name}.properties", lambda: self.tr("Changed properties"))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_text())
        self.diff = SideBySideView(f"{name}.diff", self)
        self.diff_heading = self.label(role="heading")
        self.hint = self.label(role="muted", wrap=True)
        lower = QWidget()
        below = column(lower)
        below.addWidget(self.diff_heading)
        below.addWidget(self.diff, 1)
        self.parts = splitter(Qt.Orientation.Vertical, self.table, lower)
        layout = column(self, 0, 6)
        layout.addWidget(self.heading)
        layout.addWidget(self.path)
        layout.addWidget(self.hint)
        layout.addWidget(self.parts, 1)
        layout.addStretch(0)

    def show_component(self, change: ComponentChange | None) -> None:
        self._change = change
        rows = len(self.model.rows)
        self.model.set_rows(())
        if change is None:
            self.heading.setText("")
            self.path.setText("")
        else:
            chip = words.status_chip(change.status, self._context.language)
            self.heading.setText(f"{chip.glyph} {change.type_label} · {change.name} ({chip.text})")
            self.path.setText(" › ".join(change.path))
            self.model.set_rows(change.properties)
        self.hint.setText(self._hint_of(change))
        self.hint.setVisible(bool(self.hint.text()))
        self.parts.setVisible(bool(self.model.rows))
        if len(self.model.rows) != rows:
            fit_first(self.parts, self.table, 0.4)
        if self.model.rows:
            long = next((i for i, p in enumerate(self.model.rows) if p.shape == "text"), 0)
            self.table.selectRow(long)
        self._show_text()

    def _hint_of(self, change: ComponentChange | None) -> str:
        if change is None or change.properties:
            return ""
        match change.status:
            case Status.ADDED:
                return self.tr("The whole component is new: there is nothing to compare it with.")
            case Status.REMOVED:
                return self.tr("The whole component is gone.")
        return self.tr("Its properties are the same; only its place is another one.")

    def _show_text(self) -> None:
        index = self.table.currentIndex()
        known = index.isValid() and index.row() < len(self.model.rows)
        wanted = self.model.value(index.row()) if known else None
        if wanted is self._wanted:
            return
        self._wanted = wanted
        self.diff.clear()
        self.diff_heading.setText(words.property_label(wanted.label) if wanted else "")
        if wanted is None:
            return
        old, new, language = wanted.old, wanted.new, wanted.language

        def show(found: SideBySide) -> None:
            if self._wanted is wanted:
                self.diff.set_rows(found.rows)

        self._context.run(lambda report: side_by_side(old, new, language), show, self._lost, self)

    def _lost(self, error: BaseException) -> None:
        self.diff_heading.setText(self._context.message(error).title)

    def retranslate(self) -> None:
        self.model.retranslate()
        self.hint.setText(self._hint_of(self._change))


def _short(text: str | None) -> str:
    """A value in one line."""
    if text is None:
        return "–"
    first, _, rest = text.strip().partition("\n")
    return f"{first} …" if rest else first
