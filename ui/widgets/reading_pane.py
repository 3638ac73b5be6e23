"""What differs on a page, twice: as one text to read, and property by property side by side."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QTabWidget, QWidget

from app.services.compare import html
from app.services.model import ApplicationDiff, ComponentChange, Message, PageDiff, Pictures
from ui.context import Context
from ui.screens.screen import Screen
from ui.widgets.panel import Panel, column
from ui.widgets.property_panel import PropertyPanel
from ui.widgets.reader import Reader


class ReadingPane(Panel):
    """``show_page`` and ``show_component`` follow what is chosen elsewhere; ``chosen(key)`` is a
    component that was chosen here, ``sent`` the wish to have the page as a file."""

    chosen = Signal(str)
    sent = Signal()

    def __init__(self, name: str, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._change: ComponentChange | None = None
        self.reader = Reader(name, context)
        self.reader.chosen.connect(self.chosen)
        self.reader.sent.connect(self.sent)
        self.properties = PropertyPanel(name, context)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.named(self.tabs, f"{name}.ways", lambda: self.tr("One text, or side by side"))
        for view in (self.reader, self.properties):
            self.tabs.addTab(view, "")
        self.say(lambda t: self.tabs.setTabText(0, t), lambda: self.tr("Everything here"))
        self.say(lambda t: self.tabs.setTabText(1, t), lambda: self.tr("Side by side"))
        self.tabs.currentChanged.connect(lambda _: self._follow())
        column(self).addWidget(self.tabs)

    def show_page(self, diff: PageDiff | None) -> None:
        self.reader.show_page(diff)

    def show_component(self, change: ComponentChange | None) -> None:
        self._change = change
        self._follow()

    def _follow(self) -> None:
        if self.tabs.currentIndex() == 1:
            self.properties.show_component(self._change)
        elif self._change is not None:
            self.reader.choose(self._change.key)

    def begin_search(self) -> None:
        self.tabs.setCurrentIndex(0)
        self.reader.begin_search()


def send(
    screen: Screen,
    part: ApplicationDiff,
    sides: tuple[str, str],
    pictures: Pictures,
    title: str,
) -> None:
    """Ask for a file, write what differs into it as one HTML page, and say where it is."""
    translate = QCoreApplication.translate
    name = "".join(c if c.isalnum() or c in " -_" else "-" for c in title)
    heading = translate("Sending", "Send as HTML")
    kinds = translate("Sending", "HTML files (*.html)")
    chosen, _ = QFileDialog.getSaveFileName(screen, heading, f"{name}.html", kinds)
    if not chosen:
        return
    path, language = Path(chosen), screen.context.language

    def written(_: None) -> None:
        told = translate("Sending", "One file that needs no other: {path}").format(path=path)
        screen.tell(Message(translate("Sending", "The page is written"), told, ""), "success")
        screen.error.offer(
            lambda: translate("Sending", "Open it"),
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))),
        )

    screen.context.run(
        lambda report: html.write(part, sides, language, path, pictures),
        written,
        screen.fail,
        screen,
    )
