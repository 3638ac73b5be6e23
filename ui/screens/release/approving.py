"""Approving a change of data: nobody approves what was not shown."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QWidget

from app.services import messages
from app.services.model import Announcement
from ui.screens.release.statement import by, changeset_name, code_lines
from ui.widgets.code import CodeView
from ui.widgets.dialogs import Question

NAME = "release.approval"
LINES = 14
"""Of the statement, at first; the dialog can be made larger."""


class Approving(Question):
    """The whole changeset and the code that it runs; ``NAME.text`` is the reason. The default
    button does nothing."""

    def __init__(
        self, parent: QWidget | None, shown: Announcement, who: str, language: messages.Lang
    ) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            parent,
            NAME,
            translate("Approving", "Approve this change of data?"),
            _text(shown, who, language),
            translate("Approving", "A&pprove"),
            danger=True,
        )
        self.setSizeGripEnabled(True)
        self.code = CodeView(parent=self)
        self.code.setObjectName(f"{NAME}.statement")
        self.code.setAccessibleName(self.tr("The whole changeset"))
        self.code.set_sides(code_lines("\n\n".join((shown.text, *shown.code))))
        self.code.setMinimumHeight(self.code.fontMetrics().lineSpacing() * LINES)
        self.reason = QLineEdit(self)
        self.reason.setObjectName(f"{NAME}.text")
        label = QLabel(self.tr("&Reason (kept with the approval, may be empty)"), self)
        label.setBuddy(self.reason)
        self.reason.setAccessibleName(label.text().replace("&", ""))
        self.body.addWidget(self.code, 1)
        self.body.addWidget(label)
        self.body.addWidget(self.reason)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 140)
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)


def _text(shown: Announcement, who: str, language: messages.Lang) -> str:
    translate = QCoreApplication.translate
    place = translate("Approving", "Changeset {changeset}: {file}, line {line}.")
    writes = translate("Approving", "It writes to {what}.")
    effect = translate(
        "Approving",
        "It will run at each client that does not have it yet. The approval names {who} and goes "
        "into the release; it is void as soon as anything of this is edited.",
    )
    said = [
        place.format(changeset=changeset_name(shown.changeset), file=shown.path, line=shown.line),
        *dict.fromkeys(messages.rule_text(*why, language) for why in shown.reasons),
        *([writes.format(what=", ".join(shown.unsaid))] if shown.unsaid else []),
        effect.format(who=who or translate("Approving", "you")),
    ]
    if shown.void is not None:
        earlier = translate("Approving", "{name} approved another text of it on {date}.")
        moved = messages.void_text(shown.void, language) if shown.void.earlier else ""
        said.insert(1, moved or by(shown.void, earlier))
    return "\n".join(said)


def ask_approval(
    parent: QWidget, shown: Announcement, who: str, language: messages.Lang
) -> str | None:
    """Show the change and ask; gives the reason ("" for none), or None for a no."""
    dialog = Approving(parent, shown, who, language)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    reason = dialog.reason.text().strip()
    dialog.deleteLater()
    return reason if accepted else None
