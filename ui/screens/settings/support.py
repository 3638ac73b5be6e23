"""Help: what is wrong on this machine, and what to send when others have to look."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from app.services import messages
from app.services.model import Message
from app.services.support import collect, doctor
from app.services.support.finding import Finding
from ui.context import Context
from ui.desktop.reveal import reveal
from ui.screens.settings.forms import scrolled
from ui.widgets.notice import Notice
from ui.widgets.panel import Panel, column, row

_TONES = {"wrong": "danger", "notice": "warning", "good": "success"}


class Support(Panel):
    """Two buttons. ``failed`` carries the error, ``collected`` a message that says where it is."""

    failed = Signal(object)
    collected = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._context = context
        self.doctor = self.button(
            "settings.doctor", lambda: self.tr("Look for what is wrong"), self._examine, "check"
        )
        self.collect = self.button(
            "settings.support", lambda: self.tr("Collect for support"), self._collect, "folder"
        )
        layout = column(self, 16, 8)
        layout.addWidget(self.label(lambda: self.tr("When something does not work"), "heading"))
        layout.addWidget(
            self.label(
                lambda: self.tr(
                    "Git, keyring, folders, proxies, clocks and scanners are looked at. What is "
                    "collected for support is one file, in which known passwords are masked."
                ),
                "muted",
                wrap=True,
            )
        )
        buttons = row(spacing=8)
        buttons.addWidget(self.doctor)
        buttons.addWidget(self.collect)
        buttons.addStretch(1)
        layout.addLayout(buttons)

    def _work(self, on: bool) -> None:
        self.doctor.setEnabled(not on)
        self.collect.setEnabled(not on)

    def _examine(self) -> None:
        if not self._context.open:
            return
        place = self._context.place
        self._work(True)
        self._context.run(lambda report: doctor.examine(place), self._show, self._fail, self)

    def _collect(self) -> None:
        if not self._context.open:
            return
        place = self._context.place
        self._work(True)
        self._context.run(lambda report: collect.collect(place), self._done, self._fail, self)

    def _fail(self, error: BaseException) -> None:
        self._work(False)
        self.failed.emit(error)

    def _done(self, path: Path) -> None:
        self._work(False)
        text = messages.words("support", self._context.language)["collected"].format(path=path)
        self.collected.emit(Message(self.tr("Collected for support"), text, ""))
        reveal(path)

    def _show(self, findings: tuple[Finding, ...]) -> None:
        self._work(False)
        dialog = Findings(self._context, findings, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


class Findings(QDialog):
    """What the doctor found: what is wrong first, what is good in a line each."""

    def __init__(
        self, context: Context, findings: tuple[Finding, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("doctor")
        self.setWindowTitle(self.tr("What Caravane found"))
        page = QWidget()
        inner = column(page, 0, 8)
        order = list(_TONES)
        for number, finding in enumerate(sorted(findings, key=lambda f: order.index(f.state))):
            said = doctor.said(finding, context.language)
            if finding.state == "good":
                label = QLabel(f"✓ {said.title}  {said.detail}".rstrip(), page)
                label.setObjectName(f"doctor.good.{number}")
                label.setWordWrap(True)
                inner.addWidget(label)
                continue
            notice = Notice(f"doctor.finding.{number}", page)
            inner.addWidget(notice)
            notice.show_message(said, _TONES[finding.state], closable=False)
        inner.addStretch(1)
        self.close_button = QPushButton(self.tr("&Close"), self)
        self.close_button.setObjectName("doctor.close")
        self.close_button.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.addWidget(scrolled(page), 1)
        buttons = row()
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        layout.addLayout(buttons)
        unit = self.fontMetrics().height()
        self.resize(unit * 44, unit * 32)
