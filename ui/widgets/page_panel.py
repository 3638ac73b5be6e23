"""A page's picture with its tools: one drawing or two, only what changed, closer and farther."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QPushButton, QWidget

from app.services.compare import pictures
from app.services.model import Box, Detail, Mark, Picture
from ui.context import Context
from ui.widgets.page_canvas import PageCanvas
from ui.widgets.panel import Panel, column, row

Draw = Callable[[Detail, bool], Picture | None]
_SETTLED_MS = 120  # a drag of the splitter draws again when it rests


class PagePanel(Panel):
    """``show_page`` takes what draws the picture, which is called in a worker: how wide, and
    whether only what changed is unfolded."""

    chosen = Signal(str)

    def __init__(self, name: str, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._draw: Draw | None = None
        self._wanted = ""
        self._turn = 0
        self.canvas = PageCanvas(self._describe, self._title, self._kind)
        self.named(self.canvas, f"{name}.page", lambda: self.tr("Layout of the page"))
        self.canvas.chosen.connect(self.chosen)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_SETTLED_MS)
        self._rest.timeout.connect(self._redraw)
        self.canvas.widened.connect(self._rest.start)
        tools = row(spacing=6)
        self.together = self._choice(f"{name}.together", lambda: self.tr("One drawing"))
        self.sides = self._choice(f"{name}.sides", lambda: self.tr("Before and after"))
        group = QButtonGroup(self)
        for button in (self.together, self.sides):
            group.addButton(button)
            tools.addWidget(button)
        self.together.setChecked(True)
        group.buttonToggled.connect(lambda *_: self._set_mode())
        self.only = QCheckBox(self)
        self.only.setObjectName(f"{name}.only_changes")
        self.say(self.only.setText, lambda: self.tr("Fold unchanged"))
        self.only.toggled.connect(lambda _: self._redraw())
        tools.addSpacing(8)
        tools.addWidget(self.only)
        tools.addStretch(1)
        for key, icon, text, action in (
            ("farther", "minus", lambda: self.tr("Smaller"), lambda: self.canvas.zoom(False)),
            ("closer", "plus", lambda: self.tr("Larger"), lambda: self.canvas.zoom(True)),
        ):
            button = self.button(f"{name}.{key}", lambda: "", action, icon)
            self.say(button.setToolTip, text)
            self.say(button.setAccessibleName, text)
            tools.addWidget(button)
        tools.addWidget(self.button(f"{name}.fit", lambda: self.tr("Fit"), self.canvas.fit))
        layout = column(self, 0, 6)
        layout.addSpacing(2)
        layout.addLayout(tools)
        layout.addWidget(self.canvas, 1)

    def show_page(self, draw: Draw | None) -> None:
        """Show another page, or none."""
        self._draw = draw
        self._redraw()

    def select(self, key: str) -> None:
        """Choose the box of a component, now or as soon as it is drawn."""
        self._wanted = key
        self.canvas.select(key)

    def retranslate(self) -> None:
        self.canvas.viewport().update()

    def _choice(self, name: str, text: Callable[[], str]) -> QPushButton:
        button = self.button(name, text, lambda: None, kind="segment")
        button.setCheckable(True)
        return button

    def _set_mode(self) -> None:
        self.canvas.set_mode("sides" if self.sides.isChecked() else "together")
        self._redraw()

    def _redraw(self) -> None:
        self._turn += 1
        draw, turn = self._draw, self._turn
        if draw is None or not self.canvas.isVisible():
            self.canvas.set_picture(None)
            return
        only = self.only.isChecked()
        detail = Detail(width=self.canvas.room(self.sides.isChecked()))

        def drawn(found: Picture | None) -> None:
            if self._turn == turn:
                self.canvas.set_picture(found)
                self.sides.setEnabled(bool(found and found.before and found.after))
                self.canvas.select(self._wanted)

        self._context.run(
            lambda report: draw(detail, only), drawn, lambda error: self._lost(error), self
        )

    def _lost(self, error: BaseException) -> None:
        self.canvas.set_picture(None)
        self.canvas.setAccessibleDescription(self._context.message(error).title)

    def _title(self, box: Box) -> str:
        return pictures.title(box, self._context.language)

    def _kind(self, box: Box) -> str:
        return pictures.kind(box, self._context.language)

    def _describe(self, box: Box, mark: Mark | None) -> str:
        return pictures.describe(box, mark, self._context.language)
