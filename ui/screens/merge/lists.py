"""The lists of a merge: its conflicts, its files, what was merged without asking, what is wrong."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import QObject

from app.services import messages
from app.services.model import Conflict, Issue, MergedFile, MergeSession
from ui.context import Context
from ui.models import words
from ui.models.rows import Chip, Column, RowsModel


class NumberedIssue(Struct, frozen=True):
    number: int
    issue: Issue


class MergeLists(QObject):
    """The models behind a merge session's lists; ``show`` fills them all."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.conflicts: RowsModel[Conflict] = RowsModel(
            (
                Column(
                    lambda: self.tr("Conflict"),
                    lambda c: f"{c.component_name or c.type_label}",
                    sub=_where,
                    chips=self._conflict_chips,
                ),
            ),
            key=lambda c: c.key,
            parent=self,
        )
        self.files: RowsModel[MergedFile] = RowsModel(
            (
                Column(
                    lambda: self.tr("Page or component"),
                    _file_text,
                    sub=lambda f: ", ".join(f.developers),
                    chips=self._file_chips,
                ),
            ),
            key=lambda f: f.path,
            parent=self,
        )
        self.issues: RowsModel[NumberedIssue] = RowsModel(
            (
                Column(
                    lambda: self.tr("Finding"),
                    lambda i: self._issue_text(i.issue),
                    sub=lambda i: i.issue.facts.get("text", ""),
                    tip=lambda i: self._issue_text(i.issue),
                    chips=self._issue_chips,
                ),
                Column(
                    lambda: self.tr("Component"),
                    lambda i: self._component(i.issue),
                    sub=lambda i: i.issue.path,
                ),
            ),
            key=lambda i: i.number,
            parent=self,
        )

    def show(self, session: MergeSession) -> None:
        self.conflicts.set_rows(session.conflicts)
        self.files.set_rows(session.files)
        numbered = [NumberedIssue(n, issue) for n, issue in enumerate(session.issues)]
        self.issues.set_rows(numbered)

    def retranslate(self) -> None:
        for model in (self.conflicts, self.files, self.issues):
            model.retranslate()

    def _conflict_chips(self, c: Conflict) -> tuple[Chip, ...]:
        taken = c.taken
        if taken is None:
            return (Chip(self.tr("open"), "danger", "!"),)
        return (Chip(words.taken_word(c, taken), "success", "✓"),)

    def _file_chips(self, f: MergedFile) -> tuple[Chip, ...]:
        if f.open_conflicts:
            return (Chip(words.conflicts(f.open_conflicts), "danger", "!"),)
        if f.decided_conflicts:
            text = self.tr("%n decided", "", f.decided_conflicts)
            return (Chip(text, "success", "✓"),)
        return words.change_chips(c.status for c in f.diff.changes) if f.diff else ()

    def _issue_text(self, issue: Issue) -> str:
        return messages.issue_text(issue, self._context.language)

    def _component(self, issue: Issue) -> str:
        kind = messages.component_type(issue.facts.get("procedure", ""), self._context.language)
        return f"{kind} {issue.facts.get('component', '')}".strip() or issue.component

    def _issue_chips(self, i: NumberedIssue) -> tuple[Chip, ...]:
        if i.issue.severity == "error":
            return (Chip(self.tr("error"), "danger", i.issue.sign),)
        if i.issue.severity == "warning":
            return (Chip(self.tr("warning"), "warning", i.issue.sign),)
        return (Chip(self.tr("notice"), "info", i.issue.sign),)


def _file_text(f: MergedFile) -> str:
    title = words.page_title(f.number, f.title, f.path)
    return f"{f.status.sign}  {title}"


def _where(c: Conflict) -> str:
    place = c.component_path[0] if c.component_path else c.path
    what = words.property_label(c.label) or c.type_label
    return " · ".join(text for text in (place, what) if text)
