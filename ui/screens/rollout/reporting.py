"""The report of a rollout in one click, and where it is, also where nothing opens it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices

from app.services.model import Message
from app.services.rollout import rollouts
from ui import i18n
from ui.desktop.reveal import reveal
from ui.screens.screen import Screen
from ui.widgets.notice import Notice


def open_report(screen: Screen, rollout: str, notice: Notice | None = None) -> None:
    """Write it, open it, and say where it is; the path can be copied, its folder shown. It is said
    in ``notice`` where there is one, which then keeps its words."""
    place = screen.context.place
    translate = QCoreApplication.translate

    def written(path: Path) -> None:
        opened = QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
        title = (
            translate("Reporting", "The report is written, and open in your browser")
            if opened
            else translate("Reporting", "The report is written; nothing here opens it")
        )
        if notice is None:
            screen.tell(Message(title, str(path), ""))
        else:
            notice.add_line(i18n.labelled(title, str(path)))
        told = notice or screen.error
        told.offer_copy(str(path))
        told.offer(lambda: translate("Reporting", "Sho&w the folder"), lambda: reveal(path))

    screen.work(
        translate("Reporting", "Writing the report…"),
        lambda report: rollouts.write_report(place, rollout),
        written,
        can_cancel=False,
    )
