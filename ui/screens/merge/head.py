"""What stands above a merge: whose work goes where, how much is decided, and what is left."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QWidget

from app.services.model import MergeSession
from ui import i18n
from ui.models import words
from ui.widgets.panel import Panel, column, row


class MergeHead(Panel):
    """``show_session`` fills it; ``next_open`` leads to the next open conflict."""

    def __init__(self, step: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.who = self.label(role="heading", wrap=True)
        self.base_line = self.label(role="muted", wrap=True)
        self.left = self.label(wrap=True)
        self.left.setObjectName("merge.left")
        self.progress_text = self.label(role="heading")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(self.fontMetrics().averageCharWidth() * 26)
        self.named(self.bar, "merge.progress", lambda: self.tr("Conflicts decided"))
        line = row(self, 12, 16)
        left = column(spacing=2)
        left.addWidget(self.who)
        left.addWidget(self.base_line)
        left.addWidget(self.left)
        self.next_open = self.button(
            "merge.next_open", lambda: self.tr("Ne&xt conflict"), step, "next", keys="F8"
        )
        right = column(spacing=6)
        right.addWidget(self.progress_text, 0, Qt.AlignmentFlag.AlignRight)
        right.addWidget(self.bar)
        line.addLayout(left, 1)
        line.addWidget(self.next_open)
        line.addLayout(right)

    def show_session(self, session: MergeSession, written: bool) -> None:
        """``written``: MAIN has it, and nothing is left to do."""
        total, open_ = len(session.conflicts), len(session.open_conflicts)
        self.who.setText(self.tr("{names} into MAIN").format(names=", ".join(session.developers)))
        self.base_line.setText(self._bases(session))
        self.left.setText(self._left(session))
        self.left.setVisible(not written and bool(session.files))
        self.progress_text.setText(
            self.tr("{done} of {total} decided").format(
                done=i18n.number(total - open_), total=i18n.number(total)
            )
            if total
            else self.tr("No conflicts")
        )
        self.next_open.setVisible(total > 1 and open_ > 0)
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(total - open_ if total else 1)

    def _left(self, session: MergeSession) -> str:
        """What stands between here and MAIN."""
        things = []
        if session.open_conflicts:
            things.append(words.conflicts(len(session.open_conflicts)))
        if session.errors:
            things.append(self.tr("%n error(s) of the check", "", len(session.errors)))
        text = self.tr("Nothing is left to decide: MAIN can be written.")
        if things:
            text = self.tr("Left before MAIN can be written: {things}").format(
                things=", ".join(things)
            )
        if session.overruled:
            count = len(session.overruled)
            text += " · " + self.tr("%n of what merged by itself overruled", "", count)
        return text

    def _bases(self, session: MergeSession) -> str:
        text = self.tr("Base: {base}, {when}").format(
            base=session.base.revision, when=i18n.date_time(session.base.committed_at)
        )
        other = [
            i18n.labelled(name, base.revision)
            for name, base in session.bases.items()
            if base.commit != session.base.commit
        ]
        return " · ".join((text, *other))
