"""Shows a page as it is laid out: boxes for regions, items and buttons, and what happened to them.

Only what is visible is painted. The boxes are a tree for the keyboard: Left and Right go to the
parent and the first child, Up and Down to the siblings, N and P to the next and previous change.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Literal

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from app.services.model import Box, Drawing, Mark, Picture, Status
from ui.models import words
from ui.theme import bus, tokens

Mode = Literal["together", "sides"]
ZOOMS: Final = (0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.25, 1.5, 1.75, 2.0)
_APART: Final = 24.0
_SMALL: Final = 0.42  # below this, names are drawn as bars

Tell = Callable[[Box, Mark | None], str]


class PageCanvas(QAbstractScrollArea):
    """``tell`` says a box in words (tooltip and screen reader), ``title`` and ``kind`` what stands
    in it: its name, and at its right what it is."""

    chosen = Signal(str)
    """The key of the box that was chosen by hand."""
    widened = Signal()
    """The view has another width."""

    def __init__(
        self, tell: Tell, title: Callable[[Box], str], kind: Callable[[Box], str],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._tell, self._title, self._kind = tell, title, kind
        self._picture: Picture | None = None
        self._mode: Mode = "together"
        self._zoom = 1.0
        self._fits = True
        self._key = ""
        self._placed: list[tuple[Box, float]] = []  # each with its drawing's left edge
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        bus().changed.connect(self.viewport().update)

    # -- what is shown -------------------------------------------------------------------------

    def set_picture(self, picture: Picture | None, mode: Mode | None = None) -> None:
        """Show a picture; the chosen box stays chosen where there is one of its key."""
        self._picture = picture
        self._mode = mode or self._mode
        self._placed = []
        if picture is not None:
            left = 0.0
            for drawing in self._drawings():
                self._placed += [(box, left) for box in drawing.boxes]
                left += drawing.width + _APART
        if self._key not in {box.key for box, _ in self._placed}:
            self._key = ""
        self._resized()
        self.viewport().update()

    def set_mode(self, mode: Mode) -> None:
        self.set_picture(self._picture, mode)

    @property
    def picture(self) -> Picture | None:
        return self._picture

    @property
    def key(self) -> str:
        """The key of the chosen box; "" for none."""
        return self._key

    def select(self, key: str) -> None:
        """Choose the box that stands for a component, without a signal, and bring it into view."""
        if self._picture is None:
            return
        self._choose(self._picture.owners.get(key, key), told=False)

    def step(self, forward: bool) -> bool:
        """To the next change in reading order; whether there was one."""
        picture = self._picture
        if picture is None:
            return False
        keys = [box.key for box in self._reading() if box.key in picture.marks]
        at = next((i for i, key in enumerate(keys) if key == self._key), None)
        wanted = (0 if forward else len(keys) - 1) if at is None else at + (1 if forward else -1)
        if not 0 <= wanted < len(keys):
            return False
        self._choose(keys[wanted], told=True)
        return True

    def zoom(self, closer: bool) -> None:
        """One step closer or farther."""
        steps = [z for z in ZOOMS if (z > self._zoom + 0.01 if closer else z < self._zoom - 0.01)]
        if steps:
            self._fits = False
            self._set_zoom(steps[0] if closer else steps[-1])

    def fit(self) -> None:
        """As wide as the view, from now on."""
        self._fits = True
        self._resized()

    def room(self, sides: bool) -> float:
        """How wide a page should be drawn, in units, for the view as it is now."""
        free = (self.viewport().width() - 8) / max(self.fontMetrics().height() / 17, 0.5)
        return max((free - _APART) / 2 if sides else free, 400.0)

    def boxes(self) -> Sequence[Box]:
        """What is drawn, parents first."""
        return [box for box, _ in self._placed]

    def rect_of(self, key: str) -> QRectF:
        """Where a box is in the viewport; empty for none."""
        for box, left in self._placed:
            if box.key == key:
                return self._rect(box, left)
        return QRectF()

    # -- geometry ------------------------------------------------------------------------------

    def _drawings(self) -> list[Drawing]:
        picture = self._picture
        if picture is None:
            return []
        if self._mode == "together" or picture.before is None or picture.after is None:
            return [picture.together]
        return [picture.before, picture.after]

    def _reading(self) -> list[Box]:
        """Each box once: of two sides, the old one's boxes that the new one has not come last."""
        seen: dict[str, Box] = {}
        drawings = self._drawings()
        for drawing in reversed(drawings):
            for box in drawing.boxes:
                seen.setdefault(box.key.removeprefix("stub:"), box)
        return [box for box in seen.values() if box.kind != "stub"] if drawings else []

    def _extent(self) -> QSize:
        drawings = self._drawings()
        width = sum(d.width for d in drawings) + _APART * max(len(drawings) - 1, 0)
        height = max((d.height for d in drawings), default=0)
        return QSize(round(width), round(height))

    def _resized(self) -> None:
        extent = self._extent()
        if self._fits and extent.width() > 0:
            self._zoom = min(max((self.viewport().width() - 8) / extent.width(), 0.2), 3.0)
        self._set_zoom(self._zoom)

    def _set_zoom(self, zoom: float) -> None:
        self._zoom = zoom
        extent, view = self._extent(), self.viewport().size()
        for bar, whole, seen in (
            (self.horizontalScrollBar(), extent.width() * zoom + 8, view.width()),
            (self.verticalScrollBar(), extent.height() * zoom + 8, view.height()),
        ):
            bar.setRange(0, max(round(whole - seen), 0))
            bar.setPageStep(seen)
            bar.setSingleStep(max(seen // 12, 1))
        self.viewport().update()

    def _rect(self, box: Box, left: float) -> QRectF:
        z = self._zoom
        return QRectF(
            4 + (left + box.x) * z - self.horizontalScrollBar().value(),
            4 + box.y * z - self.verticalScrollBar().value(),
            box.width * z,
            box.height * z,
        )

    def box_at(self, point: QPointF) -> Box | None:
        """The innermost box at a point of the viewport."""
        inside = [box for box, left in self._placed if self._rect(box, left).contains(point)]
        return inside[-1] if inside else None

    # -- choosing ------------------------------------------------------------------------------

    def _choose(self, key: str, *, told: bool) -> None:
        key = key.removeprefix("stub:")
        self._key = key
        rect = self.rect_of(key)
        if not rect.isNull():
            self._show(rect)
            box = next(box for box, _ in self._placed if box.key == key)
            self.setAccessibleDescription(self._tell(box, self._mark(box)))
        self.viewport().update()
        if told:
            self.chosen.emit(key)

    def _show(self, rect: QRectF) -> None:
        """Scroll so that a box is seen, its upper left corner first."""
        view = self.viewport().rect()
        for bar, begin, end, size in (
            (self.horizontalScrollBar(), rect.left(), rect.right(), view.width()),
            (self.verticalScrollBar(), rect.top(), rect.bottom(), view.height()),
        ):
            if begin < 0 or end - begin > size:
                bar.setValue(bar.value() + round(begin) - 12)
            elif end > size:
                bar.setValue(bar.value() + round(end - size) + 12)

    def _mark(self, box: Box) -> Mark | None:
        return self._picture.marks.get(box.key.removeprefix("stub:")) if self._picture else None

    def _go(self, key: int) -> bool:
        """Move the choice in the tree of boxes."""
        boxes = [box for box in self._reading() if box.kind != "slot"]
        if not boxes:
            return False
        at = next((i for i, box in enumerate(boxes) if box.key == self._key), None)
        if at is None:
            self._choose(boxes[0].key, told=True)
            return True
        parents = _parents(boxes)
        match key:
            case Qt.Key.Key_Left:
                wanted = parents[at]
            case Qt.Key.Key_Right:
                wanted = next((i for i, p in enumerate(parents) if p == at), None)
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                siblings = [i for i, p in enumerate(parents) if p == parents[at]]
                place = siblings.index(at) + (1 if key == Qt.Key.Key_Down else -1)
                wanted = siblings[place] if 0 <= place < len(siblings) else None
            case _:
                return False
        if wanted is not None:
            self._choose(boxes[wanted].key, told=True)
        return True

    # -- events --------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_N | Qt.Key.Key_P:
                self.step(event.key() == Qt.Key.Key_N)
            case Qt.Key.Key_Plus | Qt.Key.Key_Minus:
                self.zoom(event.key() == Qt.Key.Key_Plus)
            case Qt.Key.Key_0:
                self.fit()
            case key if self._go(key):
                pass
            case _:
                super().keyPressEvent(event)
                return
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        box = self.box_at(event.position())
        if box is not None and box.kind != "slot":
            self._choose(box.key, told=True)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(event.angleDelta().y() > 0)
            event.accept()
            return
        super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            assert isinstance(event, QHelpEvent)
            self._tip(event.pos(), event.globalPos())
            return True
        return super().viewportEvent(event)

    def _tip(self, place: QPoint, screen: QPoint) -> None:
        box = self.box_at(QPointF(place))
        QToolTip.showText(screen, self._tell(box, self._mark(box)) if box else "", self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._resized()
        if event.size().width() != event.oldSize().width():
            self.widened.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), QColor(tokens().surface))
        seen = QRectF(event.rect())
        chosen: QRectF | None = None
        for box, left in self._placed:
            rect = self._rect(box, left)
            if rect.intersects(seen):
                self._paint(painter, box, rect)
            if box.key == self._key:
                chosen = rect
        if chosen is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens().accent), 2.5))
            painter.drawRoundedRect(chosen.adjusted(-2, -2, 2, 2), 5, 5)

    # -- painting ------------------------------------------------------------------------------

    def _paint(self, painter: QPainter, box: Box, rect: QRectF) -> None:
        t = tokens()
        mark = self._mark(box)
        tone = _tone(mark)
        leaf = box.kind not in ("page", "region", "slot", "stub")
        pen = QPen(QColor(t.color(tone) if tone else t.line), 2.0 if tone else 1.0)
        if mark is not None and mark.conflict:
            pen = QPen(QColor(t.text), 3.0)
        if box.kind == "slot":
            pen.setStyle(Qt.PenStyle.DotLine)
        elif box.kind == "stub" or (mark is not None and mark.status is Status.REMOVED):
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        ground = QColor(t.raised if leaf else t.surface)
        if leaf and tone:
            ground = QColor(t.soft(tone))
        painter.setBrush(ground if leaf or box.kind == "region" else Qt.BrushStyle.NoBrush)
        radius = min(rect.height() / 2, 11 * self._zoom) if box.kind == "button" else 3
        painter.drawRoundedRect(rect, radius, radius)
        if mark is not None and mark.status is Status.MOVED and box.kind != "stub":
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(t.info), 1.0))
            painter.drawRoundedRect(rect.adjusted(3, 3, -3, -3), 2, 2)
        if box.label * self._zoom > 8:
            painter.setPen(QColor(t.line))
            x = rect.left() + box.label * self._zoom
            painter.drawLine(QPointF(x, rect.top() + 4), QPointF(x, rect.bottom() - 4))
        self._write(painter, box, rect, mark)

    def _write(self, painter: QPainter, box: Box, rect: QRectF, mark: Mark | None) -> None:
        t = tokens()
        head = box.kind in ("page", "region", "slot")
        line = rect.adjusted(7 * self._zoom, 0, -6 * self._zoom, 0)
        if head:
            line.setHeight((18 if box.kind == "slot" else 26) * self._zoom)
        if self._zoom < _SMALL and not head:
            bar = QRectF(line.left(), line.center().y() - 1, line.width() * 0.6, 2)
            painter.fillRect(bar, QColor(t.muted))
            return
        font = self._font(box)
        painter.setFont(font)
        measure = QFontMetricsF(font)
        centre = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        if mark is not None and (mark.conflict or _tone(mark)):
            sign = "!" if mark.conflict else mark.status.sign
            badge = f"{sign}{mark.properties}" if mark.properties else sign
            bold = QFont(font)
            bold.setBold(True)
            painter.setFont(bold)
            painter.setPen(QColor(t.color(_tone(mark) or "text")))
            painter.drawText(line, int(centre), badge)
            line.setLeft(line.left() + QFontMetricsF(bold).horizontalAdvance(badge + "  "))
            painter.setFont(font)
        quiet = box.kind in ("slot", "hidden", "stub") or "no_header" in box.traits
        title = self._title(box)
        if box.inside:
            title += f"  ({box.inside})"
        wanted = measure.horizontalAdvance(title)
        painter.setPen(QColor(t.muted if quiet else t.text))
        painter.drawText(
            line, int(centre),
            measure.elidedText(title, Qt.TextElideMode.ElideRight, max(line.width(), 0)),
        )  # fmt: skip
        kind = self._kind(box)
        room = line.width() - wanted - 16 * self._zoom
        if kind and room > measure.averageCharWidth() * 6:
            painter.setPen(QColor(t.muted))
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(
                line, int(right), measure.elidedText(kind, Qt.TextElideMode.ElideRight, room)
            )

    def _font(self, box: Box) -> QFont:
        font = QFont(self.font())
        size = {"page": 13.0, "region": 12.0, "item": 11.5, "button": 11.5}.get(box.kind, 10.5)
        font.setPixelSize(max(round(size * self._zoom * 1.1), 1))
        font.setWeight(
            QFont.Weight.DemiBold if box.kind in ("page", "region") else QFont.Weight.Normal
        )
        font.setItalic("no_header" in box.traits)
        mark = self._mark(box)
        font.setStrikeOut(mark is not None and mark.status is Status.REMOVED)
        return font


def _tone(mark: Mark | None) -> str:
    """The colour of what happened; "" for nothing."""
    changed = mark is not None and mark.status is not Status.SAME
    return words.STATUS_TONE[mark.status] if mark is not None and changed else ""


def _parents(boxes: Sequence[Box]) -> list[int | None]:
    """For each box the index of the one that it lies in; boxes come parents first."""
    found: list[int | None] = []
    open_: list[int] = []
    for i, box in enumerate(boxes):
        while open_ and boxes[open_[-1]].depth >= box.depth:
            open_.pop()
        found.append(open_[-1] if open_ else None)
        open_.append(i)
    return found
