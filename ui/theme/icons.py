"""Icons: our own SVGs, drawn in a token's colour at the resolution that is asked for.

What is looked at is a ``widgets.Picture`` or the icon of a button: both ask anew on another screen.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ui.resources import path_of, read_text
from ui.theme.look import tokens


@lru_cache(maxsize=256)
def _renderer(name: str, color: str) -> QSvgRenderer:
    text = read_text("icons", f"{name}.svg").replace("currentColor", color)
    return QSvgRenderer(QByteArray(text.encode("utf-8")))


def draw(painter: QPainter, rect: QRect, name: str, color: str) -> None:
    """Draw an icon into ``rect`` in a colour (``#rrggbb``)."""
    _renderer(name, color).render(painter, rect.toRectF())


class _Engine(QIconEngine):
    """Draws at any size and resolution; a disabled icon is drawn in the colour of those."""

    def __init__(self, name: str, token: str) -> None:
        super().__init__()
        self._name, self._token = name, token

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        token = "disabled" if mode == QIcon.Mode.Disabled else self._token
        draw(painter, rect, self._name, tokens().color(token))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._token)


def icon(name: str, token: str = "text") -> QIcon:
    """An icon in the token's present colour; ask again when the theme changed."""
    return QIcon(_Engine(name, token))


def window_icon() -> QIcon:
    return QIcon(str(path_of("icons", "caravane.svg")))
