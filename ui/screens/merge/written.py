"""What became of writing a merge into MAIN: the result, or the failure, with the backup at hand."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.services.model import AppError, MainWrite, Message
from ui.context import Context
from ui.widgets.notice import Notice


class WrittenNotice(Notice):
    """``backup`` is the zip that "Restore" puts back; empty when there is none."""

    restore_requested = Signal()
    next_requested = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("merge.done", parent)
        self._context = context
        self._result: MainWrite | None = None
        self._failure: AppError | None = None
        self.restore = self.button(
            "merge.restore",
            lambda: self.tr("Res&tore the backup…"),
            self.restore_requested.emit,
            "restore",
        )
        self.next = self.button(
            "merge.next",
            lambda: self.tr("Go o&n to the release"),
            self.next_requested.emit,
            "next-step",
            "primary",
        )
        self.add_action(self.restore)
        self.add_action(self.next)

    @property
    def backup(self) -> str:
        if self._failure is not None:
            return str(self._failure.facts.get("backup", ""))
        return self._result.backup if self._result is not None else ""

    @property
    def result(self) -> MainWrite | None:
        return self._result

    def show_result(self, result: MainWrite) -> None:
        self._result, self._failure = result, None
        self.retranslate()

    def show_failure(self, error: AppError) -> None:
        """A failure that names a backup: what was written is not what was merged."""
        self._result, self._failure = None, error
        self.retranslate()

    def forget(self) -> None:
        self._result, self._failure = None, None
        self.hide()

    def retranslate(self) -> None:
        if self._failure is not None:
            self.show_message(self._context.message(self._failure), closable=False)
        elif self._result is not None:
            title = (
                self.tr("MAIN has everything already")
                if self._result.unchanged
                else self.tr("MAIN is written and verified")
            )
            self.show_message(
                Message(title, self._text(self._result), ""), "success", closable=False
            )
        self.restore.setVisible(bool(self.backup))
        self.next.setVisible(self._result is not None)

    def _text(self, result: MainWrite) -> str:
        if result.unchanged:
            return self.tr("Nothing had to be written.")
        numbers = ", ".join(str(number) for number in result.pages)
        parts = [
            self.tr("Pages {numbers}.").format(numbers=numbers)
            if numbers
            else self.tr("%n file(s) of the application.", "", len(result.files)),
            self.tr("Backup: {path}").format(path=result.backup),
        ]
        if result.redone:
            parts.append(self.tr("MAIN had moved meanwhile; the merge was made again on top."))
        for notice in result.notices:
            said = self._context.message(notice)
            parts.append(f"{said.title}. {said.detail}")
        return "\n".join(parts)
