"""One statement of the changelog as a whole, the guard's word on it, and who approved it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.services import messages
from app.services.model import Announcement, Approval, RulingView
from app.services.release import deeds
from app.services.release.rulings import visible
from ui import i18n
from ui.context import Context
from ui.models import words
from ui.models.rows import Chip
from ui.text.highlight import highlight
from ui.text.linediff import Side
from ui.widgets.code import CodeView
from ui.widgets.panel import Panel, column, row

MOST = 5
"""Sentences about what a statement does; the statement itself stands below."""


def chip(ruling: RulingView) -> Chip:
    """The verdict on a statement, and whether somebody approved it."""
    translate = QCoreApplication.translate
    if ruling.allowed:
        return Chip(translate("Ruling", "allowed"), "success", "✓")
    if ruling.verdict == "refused":
        return Chip(translate("Ruling", "refused"), "danger", "✕")
    if ruling.approval is not None:
        return Chip(translate("Ruling", "approved"), "info", "✓")
    return Chip(translate("Ruling", "to approve"), "warning", "!")


def reason(ruling: RulingView, language: messages.Lang) -> str:
    """Why the verdict is what it is; "" where the chip says all of it."""
    translate = QCoreApplication.translate
    if ruling.approval is not None:
        return by(ruling.approval, translate("Ruling", "Approved by {name} on {date}."))
    if ruling.rule == "guard.allowed":
        return ""
    why = messages.rule_text(ruling.rule, ruling.facts, language)
    if ruling.void is None:
        return why
    if ruling.void.earlier:
        return messages.void_text(ruling.void, language)
    text = translate("Ruling", "{name} approved another text of it on {date}: read it again.")
    return by(ruling.void, text)


def by(approval: Approval, text: str) -> str:
    """Who approved, by name alone, and when."""
    name = words.person(approval.approved_by)
    return text.format(name=name, date=i18n.date_time(approval.approved_at))


def changeset_name(key: str) -> str:
    """The id out of ``path::id::author``."""
    return key.rpartition("::")[0].rpartition("::")[2] or key


def code_lines(text: str) -> list[Side]:
    """The lines of a statement with their colours; what would hide in it is spelled out."""
    shown = visible(text)
    spans = highlight(shown, "plsql")
    return [Side(n, t, "same", (), spans[n - 1]) for n, t in enumerate(shown.split("\n"), 1)]


class StatementPane(Panel):
    """``approve_requested`` and ``withdraw_requested`` carry the announcement shown."""

    approve_requested = Signal(object)
    withdraw_requested = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._ruling: RulingView | None = None
        self._announcement: Announcement | None = None
        self.place = self.label(role="heading")
        self.why = self.label(role="muted", wrap=True)
        for label in (self.place, self.why):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.approve = self.button(
            "release.approve",
            lambda: self.tr("Read and appr&ove…"),
            lambda: self.approve_requested.emit(self._announcement),
            "check",
        )
        self.withdraw = self.button(
            "release.withdraw",
            lambda: self.tr("&Withdraw the approval…"),
            lambda: self.withdraw_requested.emit(self._announcement),
            "undo",
        )
        self.code = CodeView(parent=self)
        self.named(self.code, "release.statement", lambda: self.tr("The whole statement"))
        texts = column(spacing=2)
        texts.addWidget(self.place)
        texts.addWidget(self.why)
        top = row(spacing=8)
        top.addLayout(texts, 1)
        for button in (self.approve, self.withdraw):
            top.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        layout = column(self, 0, 8)
        layout.addLayout(top)
        layout.addWidget(self.code, 1)
        self.show_ruling(None, None)

    def show_ruling(self, ruling: RulingView | None, announcement: Announcement | None) -> None:
        """``announcement`` is that of the ruling's changeset, where it can be approved."""
        shown, before = (r and (r.text or r.statement) for r in (ruling, self._ruling))
        if shown is None or shown != before:
            self.code.set_sides(code_lines(shown) if shown else ())
        self._ruling = ruling
        mine = ruling is not None and ruling.verdict == "announce"
        self._announcement = announcement if mine else None
        self.setVisible(ruling is not None)
        self._show_words()

    def _show_words(self) -> None:
        ruling, known = self._ruling, self._announcement
        if ruling is None:
            return
        text = self.tr("{file}, line {line}")
        self.place.setText(text.format(file=ruling.path, line=ruling.line))
        said = list(self._deeds(ruling))
        said.append(reason(ruling, self._context.language) or self.tr("Allowed."))
        if known is not None:
            unsaid = known.unsaid if known.approval is None else known.writes
            if unsaid:
                said.append(self.tr("It writes to {what}.").format(what=", ".join(unsaid)))
            if known.approval is not None and known.approval.reason:
                said.append(self.tr("Reason: {text}").format(text=known.approval.reason))
        self.why.setText("\n".join(said))
        self.approve.setVisible(known is not None and known.approval is None)
        self.withdraw.setVisible(known is not None and known.approval is not None)

    def _deeds(self, ruling: RulingView) -> tuple[str, ...]:
        """What it does, in words; some of it where it does a lot."""
        done = deeds.said(ruling.text or ruling.statement, self._context.language)
        return done if len(done) <= MOST else (*done[: MOST - 1], "…")

    def retranslate(self) -> None:
        self._show_words()
