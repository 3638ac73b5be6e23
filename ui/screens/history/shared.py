"""What colleagues rolled out from other workstations, as their reports on the repository say."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.services import messages
from app.services.model import Verdict
from app.services.rollout.evidence import Shared
from ui import i18n
from ui.context import Context
from ui.models import board, words
from ui.models.rows import Chip, Column, RowsModel
from ui.widgets.notice import Notice
from ui.widgets.panel import Panel, column
from ui.widgets.views import table

# A report may come from a newer Caravane, which knows more of them.
_VERDICTS = {verdict.value: verdict for verdict in Verdict}


class SharedReports(Panel):
    """The newest first; what this home's own journal has is in the list of rollouts."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._answered = False
        self._failure: BaseException | None = None
        self.model: RowsModel[Shared] = RowsModel(
            (
                Column(
                    lambda: self.tr("Begun"),
                    lambda s: i18n.date_time(s.created_at),
                    sub=lambda s: s.rollout,
                ),
                Column(
                    lambda: self.tr("Who"),
                    lambda s: words.person(s.by) or "–",
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
            empty=self._empty,
        )
        self.named(self.table, "history.shared", lambda: self.tr("Rollouts of colleagues"))
        self.notice = Notice("history.shared.notice", self)
        layout = column(self, 0, 8)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.addWidget(self.notice)
        layout.addWidget(self.table, 1)

    def show_reports(self, known: Sequence[Shared], unheard: BaseException | None = None) -> None:
        """Oldest first, one's own among them. ``unheard``: why they are those that were seen
        last."""
        if unheard is not None:
            self.show_failure(unheard)
        else:
            self._answered, self._failure = True, None
            self.notice.hide()
        self.model.set_rows(tuple(s for s in reversed(known) if not s.mine))

    def show_failure(self, error: BaseException) -> None:
        """Nobody knows what colleagues did; what was read before stays."""
        self._failure = error
        self.notice.show_message(self._context.message(error))

    def forget(self) -> None:
        """Another home: ask again."""
        self._answered, self._failure = False, None
        self.notice.hide()
        self.model.set_rows(())

    def _empty(self) -> str:
        """That there is none is said only after an answer."""
        if self._failure is not None:
            return ""
        if self._answered:
            return self.tr("No report of a colleague is in the repository.")
        return self.tr("The repository is asked…")

    def _verdicts(self, shared: Shared) -> str:
        said = messages.words("verdicts", self._context.language)
        counted = messages.words("difference", self._context.language)["count"]
        return ", ".join(
            counted.format(what=said.get(name, name), n=i18n.number(count))
            for name, count in shared.verdicts.items()
        )

    def _end(self, shared: Shared) -> tuple[Chip, ...]:
        verdicts = (_VERDICTS.get(name) for name in shared.verdicts)
        return (board.end_chip(self._context, shared.ended, shared.good, verdicts),)

    def retranslate(self) -> None:
        super().retranslate()
        if self._failure is not None:
            self.notice.show_message(self._context.message(self._failure))
        self.model.retranslate()
