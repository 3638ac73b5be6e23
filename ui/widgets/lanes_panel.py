"""Clients over time with what looks closer: the picture, and its buttons above."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from app.services.rollout.lanes import Chart, Span
from ui.widgets.lanes import LanesView, Tell
from ui.widgets.panel import Panel, column, row


class LanesPanel(Panel):
    """``opened(client)``: the user wants to see that client; ``chosen(client)`` is whose lane was
    chosen."""

    opened = Signal(str)
    chosen = Signal(str)

    def __init__(
        self,
        name: str,
        label: Callable[[Span], str],
        tell: Tell,
        accessible: Callable[[], str],
        empty: Callable[[], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.view = LanesView(label, tell)
        self.view.empty_text = empty
        self.named(self.view, name, accessible)
        self.view.opened.connect(self.opened)
        self.view.chosen.connect(self.chosen)
        self.words = self.label(role="muted")
        self.words.setObjectName(f"{name}.words")
        line = row(spacing=6)
        line.addWidget(self.words, 1)
        for key, icon, text, closer in (
            ("farther", "minus", lambda: self.tr("Look farther (−)"), False),
            ("closer", "plus", lambda: self.tr("Look closer (+)"), True),
        ):
            look = partial(self.view.zoom, closer)
            button = self.button(f"{name}.{key}", lambda: "", look, icon, "quiet")
            self.say(button.setToolTip, text)
            self.say(button.setAccessibleName, text)
            line.addWidget(button)
        self.dense = QCheckBox()
        self.dense.setObjectName(f"{name}.dense")
        self.say(self.dense.setText, lambda: self.tr("All clients at once"))
        self.dense.toggled.connect(self.view.set_dense)
        line.insertWidget(1, self.dense)
        line.addWidget(
            self.button(
                f"{name}.fit", lambda: self.tr("All of the time"), self.view.fit, "", "quiet"
            )
        )
        layout = column(self, 0, 4)
        layout.addLayout(line)
        layout.addWidget(self.view, 1)

    def show_chart(self, chart: Chart) -> None:
        self.view.set_chart(chart)
