"""What a merge shows where there is nothing to show."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ui.widgets.empty import Empty


class Blanks(QObject):
    """The sentences; a class, for their translation."""

    def no_merge(self) -> Empty:
        return Empty(
            "merge",
            lambda: self.tr("No merge has begun"),
            lambda: self.tr(
                "Choose the developers whose work goes into MAIN; nothing is written "
                "before you say so."
            ),
        )

    def no_conflicts(self) -> Empty:
        return Empty(
            "check",
            lambda: self.tr("No conflicts"),
            lambda: self.tr("Everything could be merged without asking you."),
        )

    def no_difference(self) -> Empty:
        return Empty(
            "page",
            lambda: self.tr("Nothing to show yet"),
            lambda: self.tr("What this becomes is known when its conflicts are decided."),
        )

    def no_entry(self) -> Empty:
        return Empty(
            "merge",
            lambda: self.tr("Nothing chosen"),
            lambda: self.tr(
                "What merged by itself is listed here; each can be looked at, and taken otherwise."
            ),
        )
