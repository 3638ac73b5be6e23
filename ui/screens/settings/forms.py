"""Forms over plain dictionaries in the shape of the settings file, with errors beside the field."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Literal

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from ui.widgets.panel import Panel, card, column, row, set_property
from ui.widgets.views import HintedList, splitter

Kind = Literal["text", "int", "float", "file", "list", "choice", "heading"]
# How wide captions are at least, in characters, so that the fields of all cards stand in one line.
LABEL = 39
Choices = tuple[tuple[Any, Callable[[], str]], ...]
_PATTERNS = {"int": r"\d{0,24}", "float": r"\d{0,6}([.,]\d{0,3})?"}


class Field:
    """One line of a form. ``key`` is the name in the file; ``hint`` says what an empty field
    means. Of ``choices`` (a value of the file, its words) the first stands where the file says
    nothing. A heading has no key."""

    def __init__(
        self,
        key: str,
        caption: Callable[[], str],
        kind: Kind = "text",
        hint: Callable[[], str] | None = None,
        choices: Choices = (),
    ) -> None:
        self.key, self.caption, self.kind, self.hint = key, caption, kind, hint
        self.choices = choices

    def plain_caption(self) -> str:
        return self.caption().replace("&", "")


class Form(Panel):
    """Fields in two columns of the grid. ``edited`` follows each change by the user."""

    edited = Signal()

    def __init__(self, name: str, fields: tuple[Field, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields = {f.key: f for f in fields if f.key}
        self._editors: dict[str, QLineEdit | QComboBox] = {}
        self._errors: dict[str, QLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        for number, field in enumerate(fields):
            if field.kind == "heading":
                heading = self.label(field.caption, "heading")
                heading.setContentsMargins(0, self.fontMetrics().height() // 2, 0, 0)
                self._grid.addWidget(heading, 2 * number, 0, 1, 2)
            else:
                self._line(name, field, 2 * number)
        self._grid.setRowStretch(2 * len(fields), 1)

    def _line(self, name: str, field: Field, place: int) -> None:
        """Caption and editor, and below them the room for an error."""
        label = self.label(field.caption, "muted")
        label.setMinimumWidth(self.fontMetrics().averageCharWidth() * LABEL)
        editor = self._choice(field) if field.kind == "choice" else self._text(field)
        self.named(editor, f"{name}.{field.key}", field.plain_caption)
        label.setBuddy(editor)
        error = self.label(role="danger", wrap=True)
        error.hide()
        self._grid.addWidget(label, place, 0)
        if field.kind == "file" and isinstance(editor, QLineEdit):
            chooser = self._with_chooser(editor, f"{name}.{field.key}", field)
            self._grid.addLayout(chooser, place, 1)
        else:
            self._grid.addWidget(editor, place, 1)
        self._grid.addWidget(error, place + 1, 1)
        self._editors[field.key], self._errors[field.key] = editor, error

    def _text(self, field: Field) -> QLineEdit:
        editor = QLineEdit()
        if field.kind in _PATTERNS:
            pattern = QRegularExpression(_PATTERNS[field.kind])
            editor.setValidator(QRegularExpressionValidator(pattern, editor))
        if field.hint is not None:
            self.say(editor.setPlaceholderText, field.hint)
        editor.textEdited.connect(lambda _, k=field.key: self._edited(k))
        return editor

    def _choice(self, field: Field) -> QComboBox:
        editor = QComboBox()
        for number, (value, words) in enumerate(field.choices):
            editor.addItem("", value)
            self.say(partial(editor.setItemText, number), words)
        editor.activated.connect(lambda _, k=field.key: self._edited(k))
        return editor

    def _with_chooser(self, editor: QLineEdit, name: str, field: Field) -> QHBoxLayout:
        """The field, and a button that lets a file be chosen."""

        def choose() -> None:
            path, _ = QFileDialog.getOpenFileName(self, field.plain_caption(), editor.text())
            if path:
                editor.setText(path)
                self._edited(field.key)

        line = row()
        line.addWidget(editor, 1)
        line.addWidget(self.button(f"{name}.choose", lambda: self.tr("Choose…"), choose))
        return line

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self._fields)

    def set_values(self, values: dict[str, Any]) -> None:
        for key, editor in self._editors.items():
            value = values.get(key)
            if isinstance(editor, QComboBox):
                editor.setCurrentIndex(max(editor.findData(value), 0))
                continue
            if isinstance(value, list | tuple):
                value = ", ".join(map(str, value))
            text = "" if value is None else str(value)
            if editor.text() != text:
                editor.setText(text)

    def values(self) -> dict[str, Any]:
        """What the fields say; a number field that is empty is left out."""
        found: dict[str, Any] = {}
        for key, editor in self._editors.items():
            if isinstance(editor, QComboBox):
                found[key] = editor.currentData()
                continue
            text = editor.text().strip()
            match self._fields[key].kind:
                case "text" | "file":
                    found[key] = text
                case "list":
                    found[key] = [word for part in text.split(",") if (word := part.strip())]
                case "int" if text:
                    found[key] = int(text)
                case "float" if text:
                    found[key] = float(text.replace(",", "."))
        return found

    def start(self) -> None:
        """To the first field, so that typing replaces what stands there."""
        first = self._texts[0]
        first.setFocus()
        first.selectAll()

    def caption(self, key: str) -> str:
        """The words before a field; "" for a key that has none here."""
        return self._fields[key].plain_caption() if key in self._fields else ""

    @property
    def blank(self) -> bool:
        return all(not editor.text().strip() for editor in self._texts)

    @property
    def _texts(self) -> list[QLineEdit]:
        return [editor for editor in self._editors.values() if isinstance(editor, QLineEdit)]

    def show_error(self, key: str, text: str) -> bool:
        """Beside the field; false when this form has no such field."""
        editor = self._editors.get(key)
        if editor is None:
            return False
        set_property(editor, "wrong", True)
        editor.setAccessibleDescription(text)
        self._errors[key].setText(f"! {text}")
        self._errors[key].show()
        editor.setFocus()
        return True

    def clear_errors(self) -> None:
        for key in self._editors:
            self._clear(key)

    def _clear(self, key: str) -> None:
        set_property(self._editors[key], "wrong", False)
        self._editors[key].setAccessibleDescription("")
        self._errors[key].hide()

    def _edited(self, key: str) -> None:
        self._clear(key)
        self.edited.emit()


class ListForm(Panel):
    """A list of entries and a form for the chosen one; ``entries`` is the list of dictionaries."""

    edited = Signal()

    def __init__(
        self,
        name: str,
        title: Callable[[], str],
        fields: tuple[Field, ...],
        fresh: Callable[[], dict[str, Any]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._fresh = fresh
        self._entries: list[dict[str, Any]] = []
        self.list = HintedList()
        self.list.empty_text = lambda: self.tr("None yet: “Add” makes the first.")
        self.named(self.list, f"{name}.list", title)
        self.list.currentRowChanged.connect(self._show)
        self.form = Form(name, fields)
        self.form.edited.connect(self._edited)
        buttons = row()
        self.add_button = self.button(f"{name}.add", lambda: self.tr("&Add"), self._add, "plus")
        self.remove_button = self.button(
            f"{name}.remove", lambda: self.tr("Re&move"), self._remove, "minus"
        )
        self.copy_button = self.button(f"{name}.copy", lambda: self.tr("Cop&y"), self._copy, "copy")
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.copy_button)
        buttons.addWidget(self.remove_button)
        buttons.addStretch(1)
        left = QWidget()
        below = column(left)
        below.addWidget(self.label(title, "heading"))
        below.addWidget(self.list, 1)
        below.addLayout(buttons)
        self.left = below
        box = card()
        self.right = column(box, 16, 12)
        self.right.addWidget(self.form)
        parts = splitter(Qt.Orientation.Horizontal, left, scrolled(box))
        parts.setSizes([260, 560])
        parts.setStretchFactor(1, 1)
        column(self).addWidget(parts)

    @property
    def entries(self) -> list[dict[str, Any]]:
        return [dict(e) for e in self._entries]

    def set_entries(self, entries: list[dict[str, Any]]) -> None:
        keep = max(self.list.currentRow(), 0)
        self._entries = [dict(e) for e in entries]
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([_name(e) for e in self._entries])
        self.list.blockSignals(False)
        self.list.setCurrentRow(min(keep, len(self._entries) - 1))
        self._show(self.list.currentRow())

    def _show(self, number: int) -> None:
        known = 0 <= number < len(self._entries)
        self.form.setEnabled(known)
        for button in (self.remove_button, self.copy_button):
            button.setEnabled(known)
        self.form.clear_errors()
        self.form.set_values(self._entries[number] if known else {})

    def _edited(self) -> None:
        number = self.list.currentRow()
        if 0 <= number < len(self._entries):
            entry = {k: v for k, v in self._entries[number].items() if k not in self.form.keys}
            self._entries[number] = {**entry, **self.form.values()}
            self.list.item(number).setText(_name(self._entries[number]))
            self.edited.emit()

    def _add(self) -> None:
        self._append(self._fresh())

    def _copy(self) -> None:
        """The same once more, under a name of its own."""
        number = self.list.currentRow()
        if 0 <= number < len(self._entries):
            entry = dict(self._entries[number])
            for key in ("id", "name"):
                if key in entry:
                    entry[key] = _free(str(entry[key]), {str(e.get(key)) for e in self._entries})
            self._append(entry)

    def _append(self, entry: dict[str, Any]) -> None:
        self._entries.append(entry)
        self.list.addItem(_name(self._entries[-1]))
        self.list.setCurrentRow(len(self._entries) - 1)
        self.edited.emit()
        self.form.start()

    def _remove(self) -> None:
        number = self.list.currentRow()
        if 0 <= number < len(self._entries):
            del self._entries[number]
            self.set_entries(self._entries)
            self.edited.emit()

    def take_over(self, entries: list[dict[str, Any]]) -> None:
        """Entries from elsewhere: in place of the ones of the same ``id``, or behind all."""
        for entry in entries:
            numbers = [n for n, e in enumerate(self._entries) if e.get("id") == entry.get("id")]
            if numbers:
                self._entries[numbers[0]] = entry
            else:
                self._entries.append(entry)
        self.set_entries(self._entries)
        self.list.setCurrentRow(self.list.count() - 1)
        self.edited.emit()

    @property
    def current(self) -> dict[str, Any]:
        number = self.list.currentRow()
        return dict(self._entries[number]) if 0 <= number < len(self._entries) else {}

    def choose(self, number: int) -> Form:
        """The form, filled with that entry."""
        if 0 <= number < len(self._entries):
            self.list.setCurrentRow(number)
        return self.form


def _name(entry: dict[str, Any]) -> str:
    return str(entry.get("name") or entry.get("id") or "…")


def _free(name: str, taken: set[str]) -> str:
    """``name-2``, or the first number that is free."""
    number = 2
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"


def scrolled(widget: QWidget) -> QScrollArea:
    """A page that scrolls where the window is too low for it."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(widget)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
