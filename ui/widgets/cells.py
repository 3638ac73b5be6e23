"""Draws cells: text with a quiet second line, chips, step dots; in tables, lists and trees."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from ui.models.rows import Chip, Dot, Role
from ui.theme import tokens

Index = QModelIndex | QPersistentModelIndex
PAD = 8
GAP = 6
# Advances are rounded; without this a text that fits is cut.
SLACK = 4


class RichDelegate(QStyledItemDelegate):
    """``lines`` is how tall a row is, in lines of text; ``strong`` makes the first line bold."""

    def __init__(
        self, parent: QWidget | None = None, lines: float = 1.7, strong: bool = False
    ) -> None:
        super().__init__(parent)
        self._lines, self._strong = lines, strong

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        self.initStyleOption(option, index)
        metrics = QFontMetrics(self._font(option, index))
        width = metrics.horizontalAdvance(option.text) + 2 * PAD + SLACK
        small = _small(option.font)
        sub = index.data(Role.SUBTEXT)
        if sub:
            width = max(width, QFontMetrics(small).horizontalAdvance(sub) + 2 * PAD + SLACK)
        for chip in index.data(Role.CHIPS) or ():
            width += _chip_width(chip, small) + GAP
        width += len(index.data(Role.DOTS) or ()) * _dot_step(option.fontMetrics)
        if option.features & QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator:
            width += option.fontMetrics.height() + PAD
        if option.features & QStyleOptionViewItem.ViewItemFeature.HasDecoration:
            width += option.decorationSize.width() + PAD
        return QSize(width, round(option.fontMetrics.height() * self._lines))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRect(option.rect).adjusted(PAD, 0, -PAD, 0)
        if option.features & QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator:
            rect.setLeft(rect.left() + option.fontMetrics.height() + PAD)
        dots = index.data(Role.DOTS)
        if dots:
            self._dots(painter, rect, option, dots)
        else:
            self._words(painter, rect, option, index, text)
        painter.restore()

    def _font(self, option: QStyleOptionViewItem, index: Index) -> QFont:
        font = QFont(option.font)
        if self._strong and index.column() == 0:
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def _words(
        self,
        painter: QPainter,
        rect: QRect,
        option: QStyleOptionViewItem,
        index: Index,
        text: str,
    ) -> None:
        chips: tuple[Chip, ...] = index.data(Role.CHIPS) or ()
        sub: str = index.data(Role.SUBTEXT) or ""
        tone: str = index.data(Role.TONE) or "text"
        font, small = self._font(option, index), _small(option.font)
        metrics = QFontMetrics(font)
        right = bool(option.displayAlignment & Qt.AlignmentFlag.AlignRight)
        if chips and not text:
            _chips(painter, rect, chips, small, right)
            return
        room = QRect(rect)
        if chips and sub:
            taken = sum(_chip_width(c, small) + GAP for c in chips)
            _chips(painter, rect, chips, small, True)
            room.setWidth(max(room.width() - taken, 0))
            rect = QRect(room)
        elif chips:
            taken = sum(_chip_width(c, small) + GAP for c in chips)
            after = min(metrics.horizontalAdvance(text) + PAD, room.width() - taken)
            spot = QRect(room)
            spot.setLeft(room.left() + max(after, 0))
            room.setWidth(max(after - PAD // 2, 0))
            _chips(painter, spot, chips, small, False)
        align = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        top, below = QRect(room), QRect(rect)
        if sub:
            middle = rect.center().y()
            top.setBottom(middle)
            below.setTop(middle + 1)
            vertical = Qt.AlignmentFlag.AlignBottom
        else:
            vertical = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font)
        painter.setPen(QColor(tokens().color(tone)))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, top.width())
        painter.drawText(top, int(align | vertical), shown)
        if sub:
            painter.setFont(small)
            painter.setPen(QColor(tokens().muted))
            shown = QFontMetrics(small).elidedText(sub, Qt.TextElideMode.ElideRight, below.width())
            painter.drawText(below, int(align | Qt.AlignmentFlag.AlignTop), shown)

    def _dots(
        self,
        painter: QPainter,
        rect: QRect,
        option: QStyleOptionViewItem,
        dots: tuple[Dot, ...],
    ) -> None:
        step = _dot_step(option.fontMetrics)
        size = round(option.fontMetrics.height() * 0.95)
        y = rect.center().y()
        painter.setPen(QPen(QColor(tokens().line), 2))
        painter.drawLine(
            QPoint(rect.left() + size // 2, y),
            QPoint(rect.left() + step * (len(dots) - 1) + size // 2, y),
        )
        small = _small(option.font)
        small.setWeight(QFont.Weight.Bold)
        painter.setFont(small)
        for number, dot in enumerate(dots):
            circle = QRect(rect.left() + number * step, y - size // 2, size, size)
            quiet = dot.tone == "muted"
            painter.setBrush(QColor(tokens().surface if quiet else tokens().soft(dot.tone)))
            painter.setPen(QPen(QColor(tokens().line if quiet else tokens().color(dot.tone)), 1.5))
            painter.drawEllipse(circle)
            painter.setPen(QColor(tokens().color(dot.tone)))
            painter.drawText(circle, int(Qt.AlignmentFlag.AlignCenter), dot.glyph)

    def dot_at(self, option: QStyleOptionViewItem, point: QPoint) -> int:
        return (point.x() - option.rect.left() - PAD) // _dot_step(option.fontMetrics)

    def helpEvent(self, event, view, option, index) -> bool:  # type: ignore[no-untyped-def]
        """A tip for the step dot under the mouse, and the whole of a text that is cut."""
        tip = self.tip_at(option, index, event.pos())
        if event.type() == QEvent.Type.ToolTip and tip:
            QToolTip.showText(event.globalPos(), tip, view)
            return True
        return super().helpEvent(event, view, option, index)

    def tip_at(self, option: QStyleOptionViewItem, index: Index, point: QPoint) -> str:
        """ "" where the model has its own tip, or nothing is hidden."""
        dots = index.data(Role.DOTS)
        if dots:
            number = self.dot_at(option, point)
            known = 0 <= number < len(dots)
            return f"{dots[number].glyph} {dots[number].name}".strip() if known else ""
        if index.data(Qt.ItemDataRole.ToolTipRole):
            return ""
        wanted = self.sizeHint(QStyleOptionViewItem(option), index).width()
        if wanted <= option.rect.width():
            return ""
        texts = (index.data(Qt.ItemDataRole.DisplayRole), index.data(Role.SUBTEXT))
        return "\n".join(str(text) for text in texts if text)


def _small(font: QFont) -> QFont:
    small = QFont(font)
    if font.pointSizeF() > 0:
        small.setPointSizeF(font.pointSizeF() * 0.9)
    else:
        small.setPixelSize(round(font.pixelSize() * 0.9))
    small.setWeight(QFont.Weight.Normal)
    return small


def _dot_step(metrics: QFontMetrics) -> int:
    return round(metrics.height() * 1.35)


def _chip_width(chip: Chip, font: QFont) -> int:
    return QFontMetrics(font).horizontalAdvance(chip.label) + 2 * PAD


def _chips(
    painter: QPainter, rect: QRect, chips: tuple[Chip, ...], font: QFont, right: bool
) -> None:
    painter.setFont(font)
    height = round(QFontMetrics(font).height() * 1.3)
    left = rect.left()
    if right:
        left = rect.right() - sum(_chip_width(c, font) + GAP for c in chips) + GAP
    for chip in chips:
        width = _chip_width(chip, font)
        box = QRect(left, rect.center().y() - height // 2, width, height)
        if box.right() > rect.right() + PAD:
            break
        edge = QColor(tokens().color(chip.tone))
        edge.setAlpha(90)
        painter.setPen(QPen(edge, 1))
        painter.setBrush(QColor(tokens().soft(chip.tone)))
        painter.drawRoundedRect(
            box.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), height / 2, height / 2
        )
        painter.setPen(QColor(tokens().color(chip.tone)))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), chip.label)
        left += width + GAP
