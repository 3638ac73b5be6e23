"""A statement of which nobody knows whether it took effect: shown with what the client's dictionary
says, and settled by a person, who says why."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QRadioButton, QWidget

from app.services import messages
from app.services.model import Message, Problem
from app.services.rollout import settling
from app.services.rollout.settling import Doubt
from ui import i18n
from ui.screens.screen import Screen
from ui.widgets.code import mono
from ui.widgets.dialogs import Question

_NAME = "rollout.settle"


def settle(screen: Screen, client: str) -> None:
    """Look what there is to see at the client, ask, and keep the answer in the journal."""
    place = screen.context.place
    translate = QCoreApplication.translate

    def shown(found: tuple[Doubt, ...]) -> None:
        if not found:
            none = Problem("rollout.no_doubt", {"client": client})
            screen.tell(screen.context.message(none), "info")
            return
        said = _ask(screen, found[0])
        if said is None:
            return
        took, note = said
        screen.work(
            translate("Settling", "Noting it…"),
            lambda report: settling.settle(place, found[0], note, took=took),
            lambda _: noted(found[0]),
            can_cancel=False,
        )

    def noted(doubt: Doubt) -> None:
        words = messages.words("settle", screen.context.language)
        text = words["settled"].format(changeset=doubt.changeset, number=doubt.number)
        screen.tell(Message(text, "", ""), "success")

    screen.work(
        translate("Settling", "Asking the client's dictionary…"),
        lambda report: settling.look(place, client),
        shown,
    )


def _ask(parent: QWidget, doubt: Doubt) -> tuple[bool, str] | None:
    """Whether it took effect, and the note; None when the person thinks better of it."""
    translate = QCoreApplication.translate
    dialog = Question(
        parent,
        _NAME,
        translate("Settling", "Did this statement take effect at {name}?").format(name=doubt.name),
        translate(
            "Settling",
            "{changeset}, statement {number}. It was sent at {sent} and the line was cut; the "
            "database's clock says {clock} now.",
        ).format(
            changeset=doubt.changeset,
            number=doubt.number,
            sent=i18n.date_time(doubt.sent_at),
            clock=doubt.clock,
        ),
        translate("Settling", "&Note it"),
        safe=True,
    )
    said = QPlainTextEdit(dialog)
    said.setObjectName(f"{_NAME}.evidence")
    said.setReadOnly(True)
    said.setTabChangesFocus(True)
    said.setFont(mono())
    nothing = translate("Settling", "The dictionary says nothing of it: look at what it writes.")
    gone = translate("Settling", "(no release here has it as it was sent)")
    said.setPlainText("\n".join((doubt.statement or gone, "", *(doubt.dictionary or (nothing,)))))
    said.setMinimumHeight(said.fontMetrics().lineSpacing() * 12)
    yes = QRadioButton(translate("Settling", "It took &effect: it is not sent again"), dialog)
    no = QRadioButton(translate("Settling", "It &had none: the next run sends it again"), dialog)
    yes.setObjectName(f"{_NAME}.took")
    no.setObjectName(f"{_NAME}.none")
    note = QLineEdit(dialog)
    note.setObjectName(f"{_NAME}.text")
    note.setAccessibleName(translate("Settling", "Why"))
    note.setPlaceholderText(translate("Settling", "Why; kept with your name and the time"))
    for widget in (said, yes, no, note):
        dialog.body.addWidget(widget)

    def decided() -> None:
        chosen = yes.isChecked() or no.isChecked()
        dialog.yes.setEnabled(chosen and bool(note.text().strip()))

    yes.toggled.connect(decided)
    no.toggled.connect(decided)
    note.textChanged.connect(decided)
    decided()
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    answer = yes.isChecked(), note.text().strip()
    dialog.deleteLater()
    return answer if accepted else None
