"""Before anything is changed: what would stop whom, and what each client would get."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPlainTextEdit, QWidget

from app.services.rollout import rehearsals
from app.services.rollout.rehearsals import Finding
from ui import i18n
from ui.context import Context
from ui.models import words
from ui.models.arranged import ArrangedModel
from ui.models.board import version_rank
from ui.models.rows import Chip, Column
from ui.widgets.code import mono
from ui.widgets.notice import Notice
from ui.widgets.panel import Panel, column, row
from ui.widgets.sifter import Sifter
from ui.widgets.views import sortable, splitter, table

# Characters of the statements that are shown; the files have them whole.
SHOWN = 400_000


class FindingsPage(Panel):
    """``show_findings`` fills it. Those that would be stopped stand first."""

    back_requested = Signal()
    drop_requested = Signal(object)  # ids of the clients that do not fit
    save_requested = Signal(str)  # a folder for the statements

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._dry = False
        self.heading = self.label(role="heading")
        self.model: ArrangedModel[Finding] = ArrangedModel(
            self._columns(),
            key=lambda f: f.client,
            parent=self,
            natural=lambda f: f.fits,
            more=lambda f: f.client,
        )
        weights = (3, 0, 1, 4, 0, 1, 1, 1, 1, 1, 1)
        self.table = table(self.model, lines=1.75, strong=True, weights=weights)
        sortable(self.table)
        self.named(self.table, "rollout.findings", lambda: self.tr("What was found at the clients"))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_one())
        self.sifter = Sifter(
            "rollout.findings.sift",
            self.model,
            self.table,
            lambda: self.tr("Sift the clients (Ctrl+F)"),
        )
        self.stopped_only = self.sifter.add_tick(
            "rollout.findings.stopped",
            lambda: self.tr("Only who would be stopped"),
            lambda f: not f.fits,
        )
        self.parts = splitter(Qt.Orientation.Vertical, self.table, self._lower())
        self.parts.setSizes([400, 300])
        layout = column(self, 0, 12)
        layout.addWidget(self.heading)
        layout.addWidget(self.sifter)
        layout.addWidget(self.parts, 1)
        layout.addLayout(self._buttons())

    def _lower(self) -> QWidget:
        """What would stop the chosen client, what to know of it, and what it would get."""
        self.problem = Notice("rollout.findings.problem", self)
        self.noticed = QPlainTextEdit()
        self.noticed.setReadOnly(True)
        self.named(
            self.noticed, "rollout.findings.notices", lambda: self.tr("What to know of this client")
        )
        self.script = QPlainTextEdit()
        self.script.setReadOnly(True)
        self.script.setFont(mono())
        self.script.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.named(
            self.script, "rollout.findings.script", lambda: self.tr("What this client would get")
        )
        self.beneath = QWidget()
        below = column(self.beneath, 0, 8)
        below.addWidget(self.problem)
        below.addWidget(self.noticed, 1)
        below.addWidget(self.script, 2)
        return self.beneath

    def _buttons(self) -> QHBoxLayout:
        buttons = row()
        self.back = self.button(
            "rollout.findings.back",
            lambda: self.tr("&Back to the plan"),
            self.back_requested.emit,
            "back",
        )
        self.drop = self.button(
            "rollout.findings.drop", lambda: self.tr("&Untick who would be stopped"), self._drop
        )
        self.save = self.button(
            "rollout.findings.save",
            lambda: self.tr("Save the state&ments…"),
            self._save,
            "report",
        )
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        buttons.addWidget(self.save)
        buttons.addWidget(self.drop)
        return buttons

    def _columns(self) -> tuple[Column[Finding], ...]:
        return (
            Column(lambda: self.tr("Client"), lambda f: f.name),
            Column(lambda: self.tr("Ring"), lambda f: i18n.number(f.ring), order=lambda f: f.ring),
            Column(
                lambda: self.tr("Result"), lambda f: "", chips=self._chips, order=lambda f: f.fits
            ),
            Column(lambda: self.tr("What would stop it"), self._why, tip=self._why),
            Column(
                lambda: self.tr("Notices"),
                lambda f: i18n.number(len(f.notices)) if f.notices else "–",
                tip=lambda f: "\n".join(self._noticed(f)),
                order=lambda f: len(f.notices),
                right=True,
            ),
            Column(
                lambda: self.tr("Version"),
                lambda f: f.version or "–",
                order=lambda f: version_rank(f.version),
            ),
            Column(
                lambda: self.tr("Changesets"),
                lambda f: i18n.number(len(f.changesets)) if f.changesets else "–",
                tip=lambda f: "\n".join(f.changesets),
                order=lambda f: len(f.changesets),
                right=True,
            ),
            Column(
                lambda: self.tr("APEX"),
                lambda f: f.apex or "–",
                tip=self._takes,
                order=lambda f: version_rank(f.apex),
            ),
            Column(
                lambda: self.tr("Import"),
                self._import,
                tip=self._takes,
            ),
            Column(
                lambda: self.tr("Begins"),
                lambda f: i18n.date_time(f.opens) if f.opens else self.tr("at once"),
            ),
            Column(
                lambda: self.tr("Time"),
                lambda f: i18n.duration(f.seconds),
                order=lambda f: f.seconds,
                right=True,
            ),
        )

    def _chips(self, f: Finding) -> tuple[Chip, ...]:
        if f.fits:
            return (Chip(self.tr("fits"), "success", "✓"),)
        return (Chip(self.tr("would be stopped"), "danger", "✕"),)

    def _import(self, f: Finding) -> str:
        if not f.imports:
            return self.tr("there already") if f.fits else "–"
        return self.tr("upgraded") if f.takes == "upgrades" else self.tr("yes")

    def _takes(self, f: Finding) -> str:
        return rehearsals.apex_line(f, self._context.language)

    def _noticed(self, f: Finding) -> tuple[str, ...]:
        return rehearsals.notice_lines(f, self._context.language)

    def _why(self, f: Finding) -> str:
        return self._context.message(f.problem).title if f.problem else ""

    # -- behaviour ---------------------------------------------------------------------------

    def show_findings(self, tag: str, findings: Sequence[Finding], dry: bool) -> None:
        self._dry, self._tag = dry, tag
        self.sifter.words.clear()
        self.stopped_only.setChecked(False)
        self.model.set_rows(findings)
        self._show_heading()
        self.drop.setEnabled(any(not f.fits for f in findings))
        self.save.setVisible(dry)
        self.script.setVisible(dry)
        if self.model.rows:
            self.table.selectRow(0)
        self._show_one()
        self.table.setFocus()

    def _show_heading(self) -> None:
        stopped, total = sum(not f.fits for f in self.model.every), len(self.model.every)
        if stopped:
            text = self.tr(
                "{tag}: %n of {clients} would be stopped. Nothing was changed.", "", stopped
            )
        else:
            text = self.tr(
                "{tag}: nothing would stop any of %n client(s). Nothing was changed.", "", total
            )
        self.heading.setText(text.format(tag=self._tag, clients=words.clients(total)))

    def _current(self) -> Finding | None:
        number = self.table.currentIndex().row()
        return self.model.value(number) if 0 <= number < len(self.model.rows) else None

    def _show_one(self) -> None:
        found = self._current()
        if found is None or found.problem is None:
            self.problem.hide()
        else:
            self.problem.show_message(self._context.message(found.problem), closable=False)
        lines = self._noticed(found) if found is not None else ()
        self.noticed.setPlainText("\n".join(lines))
        self.noticed.setVisible(bool(lines))
        told = found is not None and (not found.fits or bool(lines))
        self.beneath.setVisible(self._dry or told)
        if self._dry:
            self.script.setPlainText(rehearsals.script(found)[:SHOWN] if found else "")

    def _drop(self) -> None:
        self.drop_requested.emit({f.client for f in self.model.every if not f.fits})

    def _save(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("A folder for the statements"))
        if folder:
            self.save_requested.emit(folder)

    def retranslate(self) -> None:
        self.model.retranslate()
        if self.model.every:
            self._show_heading()
        self._show_one()
