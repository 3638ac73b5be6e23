"""Draws clients over time: a lane each, spans of a step or a version, marks, and a clock above.

Only what is visible is painted, so four hundred lanes cost what thirty do; all of them at once are
thin lines, each run of one tone in one stroke. Up and Down choose a client, Enter opens it, Ctrl
with the wheel (or + and −) looks closer, Home shows all of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
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

from app.services.rollout.lanes import Chart, Lane, Mark, Span
from ui.theme import bus, tokens
from ui.widgets.views import no_text, paint_centred

_STEPS: Final = (
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200,
    86_400, 172_800, 604_800, 1_209_600, 2_592_000, 7_776_000, 15_552_000, 31_536_000, 63_072_000,
)  # fmt: skip
_CLOSEST: Final = 400.0

Tell = Callable[[Lane, Span | Mark | None], str]


class LanesView(QAbstractScrollArea):
    """``label`` is what stands in a span where there is room, ``tell`` a lane, a span or a mark in
    words (tooltip and screen reader). ``opened(client)``: Enter or a double click."""

    opened = Signal(str)
    chosen = Signal(str)

    empty_text: Callable[[], str] = staticmethod(no_text)

    def __init__(
        self, label: Callable[[Span], str], tell: Tell, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._label, self._tell = label, tell
        now = datetime.now(UTC)
        self._chart = Chart((), now, now)
        self._widest = 0
        self._dense = False
        self._zoom = 1.0
        self._current = -1
        self._client = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        bus().changed.connect(self.viewport().update)

    # -- values ------------------------------------------------------------------------------

    @property
    def chart(self) -> Chart:
        return self._chart

    @property
    def current(self) -> str:
        """The client that is chosen; "" for none."""
        return self._chart.lanes[self._current].client if self._current >= 0 else ""

    def set_chart(self, chart: Chart) -> None:
        """Another chart; the chosen client stays chosen where it is in it."""
        if chart == self._chart:
            return
        self._chart = chart
        names = (self.fontMetrics().horizontalAdvance(lane.name) for lane in chart.lanes)
        self._widest = max(names, default=0)
        was = self._current
        self._find(self._client)
        self._resized()
        if was < 0:
            self._show_current()
        self.viewport().update()

    def choose(self, client: str) -> None:
        """Choose a client without a signal, and bring it into view."""
        if client != self._client:
            self._find(client)
            self._show_current()
            self.viewport().update()

    def _find(self, client: str) -> None:
        lanes = self._chart.lanes
        self._client = client  # its lane may come with the next chart
        self._current = next((n for n, lane in enumerate(lanes) if lane.client == client), -1)

    # -- places ------------------------------------------------------------------------------

    @property
    def _unit(self) -> int:
        return self.fontMetrics().height()

    @property
    def _row(self) -> float:
        """The height of a lane; of all at once as much as there is for each."""
        usual = round(self._unit * 1.6)
        if not self._dense:
            return usual
        room = self.viewport().height() - self._head - 4
        return min(float(usual), max(room / max(len(self._chart.lanes), 1), 0.25))

    @property
    def _thin(self) -> bool:
        """Whether the lanes are too low for words."""
        return self._row < self._unit

    @property
    def _head(self) -> int:
        return round(self._unit * 1.9)

    @property
    def _names(self) -> int:
        """The width of the clients' names; a margin where none are drawn."""
        if self._thin:
            return self._unit // 2
        most = max(self.viewport().width() // 3, self._unit * 6)
        return min(self._widest + self._unit * 2, most)

    @property
    def _room(self) -> int:
        """The width of the time that is seen at once."""
        return max(self.viewport().width() - self._names - self._unit, self._unit)

    @property
    def _seconds(self) -> float:
        return max((self._chart.end - self._chart.start).total_seconds(), 1.0)

    def _x(self, moment: datetime) -> float:
        share = (moment - self._chart.start).total_seconds() / self._seconds
        return self._names + share * self._room * self._zoom - self.horizontalScrollBar().value()

    def _y(self, number: int) -> float:
        return self._head + number * self._row - self.verticalScrollBar().value()

    def _lane_at(self, y: float) -> int:
        number = int((y - self._head + self.verticalScrollBar().value()) / self._row)
        return number if y >= self._head and 0 <= number < len(self._chart.lanes) else -1

    def place_of(self, client: str, at: datetime) -> QPointF:
        """Where a moment of a client is drawn."""
        number = next(n for n, lane in enumerate(self._chart.lanes) if lane.client == client)
        return QPointF(self._x(at), self._y(number) + self._row / 2)

    def _resized(self) -> None:
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        high = round(self._head + len(self._chart.lanes) * self._row) + 4
        down.setRange(0, max(0, high - self.viewport().height()))
        down.setPageStep(max(self.viewport().height() - self._head, 1))
        down.setSingleStep(max(round(self._row), 1))
        across.setRange(0, max(0, round(self._room * (self._zoom - 1))))
        across.setPageStep(self._room)
        across.setSingleStep(self._unit * 2)

    def zoom(self, closer: bool, x: float | None = None) -> None:
        """Look closer or farther, about the place under the pointer, else the middle."""
        at = self._names + self._room / 2 if x is None else max(x, float(self._names))
        before = (at - self._names + self.horizontalScrollBar().value()) / self._zoom
        self._zoom = min(max(self._zoom * (1.5 if closer else 1 / 1.5), 1.0), _CLOSEST)
        self._resized()
        self.horizontalScrollBar().setValue(round(before * self._zoom - (at - self._names)))
        self.viewport().update()

    def set_dense(self, dense: bool) -> None:
        """Show all clients at once, however low their lanes get; or so that they can be read."""
        self._dense = dense
        self._resized()
        self._show_current()
        self.viewport().update()

    def fit(self) -> None:
        """All of the time at once."""
        self._zoom = 1.0
        self._resized()
        self.viewport().update()

    # -- drawing -----------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(self._unit * 40, self._unit * 12)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._resized()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._chart.lanes:
            paint_centred(self, self.viewport(), self.empty_text())
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        view, t = self.viewport().rect(), tokens()
        painter.fillRect(view, QColor(t.surface))
        ticks = list(self._ticks())
        painter.setPen(QPen(QColor(t.line)))
        for _, x, _ in ticks:
            painter.drawLine(QPointF(x, self._head), QPointF(x, view.bottom()))
        scrolled = self.verticalScrollBar().value()
        first = max(int(scrolled / self._row), 0)
        last = min(int((scrolled + view.height()) / self._row) + 1, len(self._chart.lanes))
        for number in range(first, last):
            (self._draw_thin if self._thin else self._draw_lane)(painter, number)
        self._draw_head(painter, ticks)
        if self.hasFocus() and self._current < 0:
            painter.setPen(QPen(QColor(t.accent), 2))
            painter.drawRect(view.adjusted(1, 1, -1, -1))

    def _draw_thin(self, painter: QPainter, number: int) -> None:
        """A lane without words: what follows each other in one tone is one stroke."""
        lane, t, top, high = self._chart.lanes[number], tokens(), self._y(number), self._row
        if number == self._current:
            whole = QRectF(0, top - 1, self.viewport().width(), high + 2)
            painter.fillRect(whole, QColor(t.accent_soft))
        runs: list[tuple[float, float, str]] = []
        for span in lane.spans:
            left, right = self._x(span.start), self._x(span.end)
            if runs and runs[-1][2] == span.tone and left - runs[-1][1] < 1:
                runs[-1] = runs[-1][0], right, span.tone
            else:
                runs.append((left, right, span.tone))
        runs += [(self._x(m.at) - 1, self._x(m.at) + 1, m.tone) for m in lane.marks]
        for left, right, tone in runs:
            left = max(left, float(self._names))
            if right > left:
                box = QRectF(left, top, max(right - left, 1.5), max(high * 0.85, 1.0))
                painter.fillRect(box, QColor(t.color(tone)))

    def _draw_lane(self, painter: QPainter, number: int) -> None:
        lane, t, top = self._chart.lanes[number], tokens(), round(self._y(number))
        row = round(self._row)
        names, width = self._names, self.viewport().width()
        if number == self._current:
            painter.fillRect(QRect(0, top, width, row), QColor(t.accent_soft))
        painter.save()
        painter.setClipRect(QRect(names, self._head, width - names, self.viewport().height()))
        painter.setPen(QPen(QColor(t.line)))
        painter.drawLine(names, top + row - 1, width, top + row - 1)
        for span in lane.spans:
            self._draw_span(painter, span, top)
        for mark in lane.marks:
            self._draw_mark(painter, mark, top)
        painter.restore()
        painter.setPen(QColor(t.text))
        room = QRect(self._unit // 2, top, names - self._unit, row)
        name = self.fontMetrics().elidedText(lane.name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), name)

    def _draw_span(self, painter: QPainter, span: Span, top: int) -> None:
        left, right = self._x(span.start), self._x(span.end)
        if right < self._names or left > self.viewport().width():
            return
        t, gap = tokens(), max(2, round(self._row) // 7)
        box = QRectF(left, top + gap, max(right - left, 2.0), self._row - 2 * gap - 1)
        painter.setPen(QPen(QColor(t.color(span.tone)), 1))
        painter.setBrush(QColor(t.soft(span.tone)))
        round_ = min(3.0, box.width() / 2)
        painter.drawRoundedRect(box, round_, round_)
        shown = box.intersected(QRectF(self._names, 0, self.viewport().width(), 1e6))
        text = self._label(span)
        if text and shown.width() > self._unit * 1.2:
            room = round(shown.width()) - 6
            text = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
            if text != "…":
                painter.setPen(QColor(t.color(span.tone)))
                painter.drawText(
                    shown.adjusted(4, 0, -2, 0), int(Qt.AlignmentFlag.AlignVCenter), text
                )

    def _draw_mark(self, painter: QPainter, mark: Mark, top: int) -> None:
        t, side = tokens(), self._row * 0.62
        x = min(self._x(mark.at), self.viewport().width() - side / 2 - 2)
        box = QRectF(x - side / 2, top + (self._row - side) / 2, side, side)
        painter.setPen(QPen(QColor(t.color(mark.tone)), 1))
        painter.setBrush(QColor(t.surface))
        painter.drawEllipse(box)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), mark.verdict.sign)

    def _draw_head(self, painter: QPainter, ticks: list[tuple[datetime, float, str]]) -> None:
        t, width = tokens(), self.viewport().width()
        painter.fillRect(QRect(0, 0, width, self._head), QColor(t.surface))
        painter.setPen(QPen(QColor(t.line)))
        painter.drawLine(0, self._head - 1, width, self._head - 1)
        painter.setPen(QColor(t.muted))
        for x, text in self._labels(ticks, width):
            painter.drawText(QPointF(x, self._head - self._unit * 0.55), text)

    def _labels(
        self, ticks: list[tuple[datetime, float, str]], width: int
    ) -> Iterator[tuple[float, str]]:
        """What fits of the clock, each with its left edge: the first has the day with it, and may
        need the room of the next one."""
        taken = float(self._names - 1)
        for _, x, text in ticks:
            end = x + 3 + self.fontMetrics().horizontalAdvance(text)
            if taken <= x and end + 1 < width:
                yield x + 3, text
                taken = end + self._unit / 2

    def _ticks(self) -> Iterator[tuple[datetime, float, str]]:
        """Round times, as close as their words allow."""
        per_pixel = self._seconds / (self._room * self._zoom)
        least = per_pixel * self._unit * 7
        step = next((s for s in _STEPS if s >= least), _STEPS[-1])
        start = self._chart.start.astimezone()
        day = start.replace(hour=0, minute=0, second=0, microsecond=0)
        if step > 86_400:  # whole days since a fixed one, so that they stay where they are
            day -= timedelta(days=day.toordinal() % (step // 86_400))
        shown_from = (self.horizontalScrollBar().value()) * per_pixel
        number = max(int(((start - day).total_seconds() + shown_from) // step), 0)
        form = "%H:%M:%S" if step < 60 else "%H:%M" if step < 86_400 else "%d/%m/%Y"
        first = True
        while True:
            moment = day + timedelta(seconds=number * step)
            x = self._x(moment)
            if x > self.viewport().width():
                return
            if x >= self._names - 1:
                dated = first and step < 86_400
                text = f"{moment:%d/%m} {moment:{form}}" if dated else f"{moment:{form}}"
                yield moment, x, text
                first = False
            number += 1

    # -- mouse and keyboard --------------------------------------------------------------------

    def thing_at(self, spot: QPointF) -> tuple[Lane, Span | Mark | None] | None:
        """What is drawn at a place: a lane, with a span or a mark of it."""
        number = self._lane_at(spot.y())
        if number < 0:
            return None
        lane = self._chart.lanes[number]
        reach = self._row / 2
        for mark in lane.marks:
            if abs(self._x(mark.at) - spot.x()) <= reach:
                return lane, mark
        for span in reversed(lane.spans):
            left = self._x(span.start)
            if left - 1 <= spot.x() <= max(self._x(span.end), left + 2):
                return lane, span
        return lane, None

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self.thing_at(QPointF(event.pos()))
            text = self._tell(*found) if found is not None else ""
            QToolTip.showText(event.globalPos(), text, self.viewport())
            return True
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self._lane_at(event.position().y())
        if number >= 0:
            self._go(number)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()  # the press was ours

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._lane_at(event.position().y()) >= 0:
            self.opened.emit(self._client)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(event.angleDelta().y() > 0, event.position().x())
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, lanes = event.key(), len(self._chart.lanes)
        page = max(int((self.viewport().height() - self._head) / self._row), 1)
        steps = {
            Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: page,
            Qt.Key.Key_PageUp: -page,
        }  # fmt: skip
        across = self.horizontalScrollBar()
        if key in steps and lanes:
            self._go(min(max(self._current + steps[Qt.Key(key)], 0), lanes - 1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current >= 0:
            self.opened.emit(self._client)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom(key != Qt.Key.Key_Minus)
        elif key == Qt.Key.Key_Home:
            self.fit()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = across.singleStep() if key == Qt.Key.Key_Right else -across.singleStep()
            across.setValue(across.value() + step)
        else:
            super().keyPressEvent(event)

    def _go(self, number: int) -> None:
        self._current = number
        lane = self._chart.lanes[number]
        self._client = lane.client
        self._show_current()
        self.setAccessibleDescription(self._tell(lane, None))
        self.viewport().update()
        self.chosen.emit(lane.client)

    def _show_current(self) -> None:
        if self._current < 0:
            return
        bar, top = self.verticalScrollBar(), self._y(self._current)
        if top < self._head:
            bar.setValue(round(bar.value() + top - self._head))
        elif top + self._row > self.viewport().height():
            bar.setValue(round(bar.value() + top + self._row - self.viewport().height()))
