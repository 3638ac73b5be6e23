"""What is said of a merge that is not in MAIN yet: that it goes on, and whether to give it up."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.errors import MergeError
from app.services.merge import into_main, unwritten
from app.services.model import Decision, MergeSession, Message, Report
from app.services.workplace import Workplace
from ui.widgets.dialogs import confirm


class UnwrittenWords(QObject):
    """The sentences; a class, for their plurals."""

    def goes_on(self, session: MergeSession, decided: int) -> Message:
        """It was taken up again, with what was decided before."""
        gone = len(session.stale)
        text = self.tr("%n decision(s) still hold(s).", "", decided - gone)
        if gone:
            text += " " + self.tr(
                "%n dropped: it (they) decided what is no conflict now.", "", gone
            )
        return Message(self.tr("The merge goes on where it was left"), text, "")

    def give_up(self, parent: QWidget, decided: int) -> bool:
        """Whether the user gives it up."""
        text = self.tr("MAIN and the copies stay as they are.")
        if decided:
            text = self.tr("%n decision(s) will be forgotten.", "", decided) + " " + text
        title = self.tr("Give up this merge?")
        return confirm(parent, "merge.drop", title, text, self.tr("&Give up"), danger=True)


Known = tuple[dict[str, Decision], dict[str, str]]


def start(
    place: Workplace, developers: tuple[str, ...], known: Known | None, report: Report
) -> tuple[MergeSession, dict[str, str]]:
    """Begin a merge with what is known of it: decisions and results written by hand; where that is
    None, with what is kept on disk. Runs in a worker."""
    decisions, typed = known if known is not None else _kept(place)
    return into_main.start(place, developers, report, decisions), typed


def _kept(place: Workplace) -> Known:
    try:
        merge = unwritten.kept(place)
    except MergeError:  # it was told at the start, and is replaced now
        merge = None
    if merge is None:
        return {}, {}
    return {d.key: d for d in merge.decisions}, merge.typed
