"""The guide with its pictures, at the page of the screen where F1 was pressed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QImage, QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialog, QListWidget, QSplitter, QTextBrowser, QWidget

from ui.i18n import Speech
from ui.resources import guide_of
from ui.widgets.panel import column

PAGE = 2
"""Level of the headings that begin a page."""


class _Browser(QTextBrowser):
    """Pictures are made as wide as the text at most."""

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        found = super().loadResource(kind, name)
        if kind != int(QTextDocument.ResourceType.ImageResource.value):
            return found
        url = name if isinstance(name, QUrl) else QUrl(name)
        path = self.source().resolved(url).toLocalFile()
        image = QImage(path)
        room = max(self.viewport().width() - 4 * self.fontMetrics().height(), 200)
        if image.width() <= room:
            return image
        ratio = self.devicePixelRatioF()
        small = image.scaledToWidth(round(room * ratio), Qt.TransformationMode.SmoothTransformation)
        small.setDevicePixelRatio(ratio)
        return small


class Guide(QDialog):
    """``guide.pages`` lists the pages, ``guide.text`` shows them. Escape closes it; the window
    behind it can be used meanwhile."""

    def __init__(self, speech: Speech, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("guide")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        unit = self.fontMetrics().height()
        self.resize(unit * 80, unit * 50)
        self.pages = QListWidget()
        self.pages.setObjectName("guide.pages")
        self.text = _Browser()
        self.text.setObjectName("guide.text")
        self.text.setOpenExternalLinks(True)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.addWidget(self.pages)
        parts.addWidget(self.text)
        parts.setSizes([unit * 14, unit * 66])
        column(self, 12, 0).addWidget(parts)
        self._speech, self._spoken = speech, speech.language
        self._say()
        self.pages.currentRowChanged.connect(self._show)

    def _say(self) -> None:
        self.setWindowTitle(self.tr("Guide – Caravane"))
        self.pages.setAccessibleName(self.tr("Pages of the guide"))
        self.text.setAccessibleName(self.tr("Text of the guide"))

    def changeEvent(self, event: QEvent) -> None:
        """Another language: the same page in it."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
            if self._spoken != self._speech.language and self.pages.count():
                self._turn_to(self.pages.currentRow())

    def open_at(self, page: int) -> None:
        """``page`` counts from 0; the first is what stands before the first heading."""
        self.show()
        self._turn_to(page)
        self.text.setFocus()

    def _turn_to(self, page: int) -> None:
        self._spoken = self._speech.language
        self._read(guide_of(self._spoken))
        self.pages.setCurrentRow(min(page, self.pages.count() - 1))
        self._show(self.pages.currentRow())

    def _read(self, path: Path) -> None:
        self.text.setSource(
            QUrl.fromLocalFile(str(path)), QTextDocument.ResourceType.MarkdownResource
        )
        self.pages.blockSignals(True)
        self.pages.clear()
        self.pages.addItems([title for title, _ in self._headings()])
        self.pages.blockSignals(False)

    def _headings(self) -> list[tuple[str, int]]:
        """Titles of the pages with the places where they begin."""
        found, block = [], self.text.document().begin()
        while block.isValid():
            level = block.blockFormat().headingLevel()
            if level == 1 or level == PAGE:
                found.append((block.text(), block.position()))
            block = block.next()
        return found

    def _show(self, number: int) -> None:
        headings = self._headings()
        if not 0 <= number < len(headings):
            return
        cursor = QTextCursor(self.text.document())
        cursor.setPosition(headings[number][1])
        self.text.setTextCursor(cursor)
        bar = self.text.verticalScrollBar()
        bar.setValue(bar.value() + self.text.cursorRect(cursor).top() - 8)
