"""What the merge brings into a page or component of MAIN: tree, drawing, and all of it to read."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.services.model import ApplicationDiff, FileDiff, MergedFile, MergeSession
from ui.models import words
from ui.models.diff_tree import component_nodes
from ui.screens.screen import Screen
from ui.widgets.component_views import ComponentViews
from ui.widgets.panel import Panel, column
from ui.widgets.reading_pane import ReadingPane, send
from ui.widgets.views import splitter


class ChangesSide(Panel):
    """``show_file`` shows one; False where nothing is known of it yet."""

    def __init__(self, screen: Screen, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._screen = screen
        self._file: MergedFile | None = None
        self._session: MergeSession | None = None
        self.views = ComponentViews(
            "merge.automatic", screen.context, lambda: self.tr("What the merge brings")
        )
        self.pane = ReadingPane("merge.auto", screen.context)
        self.views.shown.connect(self.pane.show_component)
        self.pane.chosen.connect(self.views.choose)
        self.pane.sent.connect(self._send)
        parts = splitter(Qt.Orientation.Horizontal, self.views, self.pane)
        self.views.drawing.connect(lambda on: parts.setSizes([430, 340] if on else [230, 540]))
        parts.setSizes([230, 540])
        parts.setStretchFactor(1, 1)
        column(self).addWidget(parts)

    def show_file(self, file: MergedFile | None, session: MergeSession) -> bool:
        self._file, self._session = file, session
        diff = file.diff if file is not None else None
        nodes = component_nodes(diff) if diff is not None else []
        draw = None
        if session.pictures is not None and file is not None and file.kind == "page" and diff:
            draw = partial(session.pictures.of, file.path, diff)
        self.pane.show_page(diff)
        self.views.show_file(nodes, draw)
        return bool(nodes)

    def _send(self) -> None:
        file, session = self._file, self._session
        if file is None or file.diff is None or session is None or session.pictures is None:
            return
        title = words.page_title(file.number, file.title, file.path)
        part = FileDiff(file.path, file.kind, file.number, file.title, file.status, file.diff)
        sides = ("MAIN", ", ".join(session.developers))
        send(self._screen, ApplicationDiff((part,)), sides, session.pictures, title)
