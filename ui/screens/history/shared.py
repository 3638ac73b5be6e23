"""What colleagues rolled out from other workstations, as their reports on the repository say."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.services import messages
from app.services.rollout.evidence import Shared
from ui import i18n
from ui.context import Context
from ui.models.rows import Chip, Column, RowsModel
from ui.widgets.panel import Panel, column
from ui.widgets.views import table


class SharedReports(Panel):
    """The newest first; what this home's own journal has is in the list of rollouts."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.model: RowsModel[Shared] = RowsModel(
            (
                Column(
                    lambda: self.tr("Begun"),
                    lambda s: i18n.date_time(s.created_at),
                    sub=lambda s: s.rollout,
                ),
                Column(
                    lambda: self.tr("Who"),
                    lambda s: s.by.partition(" <")[0] or "–",
                    tip=lambda s: s.by,
                ),
                Column(lambda: self.tr("Release"), lambda s: s.tag),
                Column(lambda: self.tr("Clients"), self._verdicts),
                Column(lambda: self.tr("Result"), lambda s: "", chips=self._end),
            ),
            key=lambda s: s.rollout,
            parent=self,
        )
        self.table = table(
            self.model,
            lines=2.7,
            strong=True,
            weights=(3, 2, 1, 4, 1),
            empty=lambda: self.tr("No report of a colleague is in the repository."),
        )
        self.named(self.table, "history.shared", lambda: self.tr("Rollouts of colleagues"))
        layout = column(self, 0, 8)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.addWidget(self.table, 1)

    def show_reports(self, known: Sequence[Shared]) -> None:
        """Oldest first, one's own among them."""
        self.model.set_rows(tuple(s for s in reversed(known) if not s.mine))

    def _verdicts(self, shared: Shared) -> str:
        words = messages.words("verdicts", self._context.language)
        return ", ".join(
            f"{i18n.number(count)} {words.get(name, name)}"
            for name, count in shared.verdicts.items()
        )

    def _end(self, shared: Shared) -> tuple[Chip, ...]:
        if shared.good:
            return (Chip(self.tr("Verified"), "success", "✓"),)
        if not shared.ended:
            return (Chip(self.tr("Interrupted"), "warning", "!"),)
        return (Chip(self.tr("Not verified"), "danger", "✕"),)

    def retranslate(self) -> None:
        super().retranslate()
        self.model.retranslate()
