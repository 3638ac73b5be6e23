"""Every merge, release and rollout, client by client, in one list to search."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.services import messages
from app.services.chronicle import Entry
from app.services.model import Verdict
from ui import i18n
from ui.context import Context
from ui.models import board, words
from ui.models.arranged import ArrangedModel
from ui.models.rows import Chip, Column
from ui.widgets.panel import Panel, column
from ui.widgets.sifter import Sifter
from ui.widgets.views import sortable, table


class Everything(Panel):
    """``opened(entry)``: the user wants to see what an entry is about."""

    opened = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.model: ArrangedModel[Entry] = ArrangedModel(
            self._columns(), key=lambda e: e.key, parent=self, says=lambda e: e.words
        )
        self.table = table(
            self.model,
            lines=1.8,
            weights=(1, 1, 2, 2, 1, 2, 4),
            empty=lambda: self.tr("Nothing that fits."),
        )
        sortable(self.table)
        self.named(self.table, "history.everything", lambda: self.tr("Everything that happened"))
        self.table.activated.connect(lambda index: self._open(index.row()))
        self.sifter = Sifter(
            "history.find",
            self.model,
            self.table,
            lambda: self.tr("Who, client, version, verdict, day… (Ctrl+F)"),
        )
        self.sifter.add_tick(
            "history.trouble",
            lambda: self.tr("Only what needs a look"),
            lambda e: e.verdict is not None and e.verdict not in _QUIET,
        )
        layout = column(self, 0, 8)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.addWidget(self.sifter)
        layout.addWidget(self.table, 1)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """The newest first."""
        self.model.set_rows(entries)

    def _columns(self) -> tuple[Column[Entry], ...]:
        return (
            Column(
                lambda: self.tr("When"), lambda e: i18n.date_time(e.at), order=lambda e: e.at
            ),
            Column(
                lambda: self.tr("What"),
                lambda e: messages.words("chronicle", self._context.language)[e.kind],
            ),
            Column(lambda: self.tr("Who"), lambda e: words.person(e.who) or "–",
                   tip=lambda e: e.who),
            Column(lambda: self.tr("Client, or developers"), lambda e: e.name or "–"),
            Column(
                lambda: self.tr("Version"),
                lambda e: e.version or "–",
                order=lambda e: board.version_rank(e.version),
            ),
            Column(lambda: self.tr("Verdict"), lambda e: "" if e.verdict else "–",
                   chips=self._chips),
            Column(lambda: self.tr("Note"), lambda e: e.note or e.about,
                   tip=lambda e: "\n".join(filter(None, (e.note, e.about)))),
        )  # fmt: skip

    def _chips(self, e: Entry) -> tuple[Chip, ...]:
        return (board.verdict_chip(self._context, e.verdict),) if e.verdict is not None else ()

    def _open(self, number: int) -> None:
        self.opened.emit(self.model.value(number))

    def retranslate(self) -> None:
        self.model.retranslate()


_QUIET = frozenset(
    {Verdict.VERIFIED, Verdict.ALREADY_THERE, Verdict.ACCEPTED, Verdict.WAITING, Verdict.RUNNING,
     Verdict.CANCELLED}
)  # fmt: skip
