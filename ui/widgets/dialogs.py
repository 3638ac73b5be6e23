"""Questions before something that matters, in words, with buttons that say what they do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QLabel, QLineEdit, QPushButton, QWidget

from ui.theme.icons import icon
from ui.widgets.panel import column, row
from ui.widgets.picture import Picture


class Question(QDialog):
    """``<name>.yes`` does it, ``<name>.no`` (Escape) does not. Enter does not either where it is a
    ``danger``, or ``safe`` is wanted."""

    def __init__(
        self,
        parent: QWidget | None,
        name: str,
        title: str,
        text: str,
        yes: str,
        *,
        danger: bool = False,
        safe: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAccessibleDescription(text)
        picture = Picture(self)
        size = round(self.fontMetrics().height() * 2)
        sign = ("alert", "danger") if danger else ("info", "accent")
        picture.show_icon(icon(*sign), size)
        heading = QLabel(title, self)
        heading.setProperty("role", "title")
        heading.setWordWrap(True)
        words = QLabel(text, self)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setMinimumWidth(self.fontMetrics().averageCharWidth() * 72)
        self.body = column(spacing=8)
        self.body.addWidget(heading)
        self.body.addWidget(words)
        top = row(spacing=16)
        top.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(self.body, 1)
        self.yes = QPushButton(yes, self)
        self.yes.setObjectName(f"{name}.yes")
        self.yes.setProperty("danger" if danger else "primary", True)
        self.no = QPushButton(self.tr("&Cancel"), self)
        self.no.setObjectName(f"{name}.no")
        self.yes.clicked.connect(self.accept)
        self.no.clicked.connect(self.reject)
        first = self.no if danger or safe else self.yes
        first.setDefault(True)
        first.setFocus()
        buttons = row()
        buttons.addStretch(1)
        buttons.addWidget(self.no)
        buttons.addWidget(self.yes)
        layout = column(self, 20, 20)
        layout.addLayout(top)
        layout.addLayout(buttons)


def confirm(
    parent: QWidget, name: str, title: str, text: str, yes: str, *, danger: bool = False
) -> bool:
    """Ask, and wait for the answer."""
    dialog = Question(parent, name, title, text, yes, danger=danger)
    answer = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return answer


def ask_text(
    parent: QWidget,
    name: str,
    title: str,
    text: str,
    yes: str,
    *,
    value: str = "",
) -> str | None:
    """Ask for one line; None when the user thinks better of it. ``<name>.text`` is the field."""
    dialog = Question(parent, name, title, text, yes)
    field = QLineEdit(value, dialog)
    field.setObjectName(f"{name}.text")
    field.setAccessibleName(title)
    dialog.body.addWidget(field)
    field.setFocus()
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    answer = field.text()
    dialog.deleteLater()
    return answer if accepted and answer else None


def ask_secret(
    parent: QWidget, name: str, title: str, text: str, yes: str, option: str, *, ticked: bool
) -> tuple[str, bool] | None:
    """Ask for a secret, with a choice (``<name>.option``); None when the user thinks better of
    it. The choice cannot be taken back where ``ticked``."""
    dialog = Question(parent, name, title, text, yes)
    field = QLineEdit(dialog)
    field.setObjectName(f"{name}.text")
    field.setAccessibleName(title)
    field.setEchoMode(QLineEdit.EchoMode.Password)
    choice = QCheckBox(option, dialog)
    choice.setObjectName(f"{name}.option")
    choice.setChecked(ticked)
    choice.setEnabled(not ticked)
    dialog.body.addWidget(field)
    dialog.body.addWidget(choice)
    field.setFocus()
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    answer, chosen = field.text(), choice.isChecked()
    dialog.deleteLater()
    return (answer, chosen) if accepted and answer else None
