"""Shows code lines with numbers, change glyphs, marks and colours; and two of them side by side."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontInfo,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui.text.linediff import Row, Side
from ui.theme import bus, tokens
from ui.widgets.panel import Panel, row

# Windows itself names Courier New, which is thin on a screen.
_FONTS = ("Cascadia Mono", "Consolas")
_GLYPHS = {"added": "+", "removed": "−", "changed": "~"}
_GROUND = {"added": "success_soft", "removed": "danger_soft", "changed": "warning_soft"}
_INK = {"added": "success", "removed": "danger", "changed": "warning"}


class Colours(QSyntaxHighlighter):
    """Puts ready-made spans and marks onto the lines; computes nothing."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.sides: Sequence[Side] = ()
        self.mark_token = "mark_added"
        self.dress: Callable[[QTextBlock], QTextCharFormat | None] = lambda block: None

    def highlightBlock(self, text: str) -> None:
        number = self.currentBlock().blockNumber()
        if number >= len(self.sides):
            return
        side, t = self.sides[number], tokens()
        dressed = self.dress(self.currentBlock())
        if dressed is not None:
            self.setFormat(0, len(text), dressed)
        token = "mark_removed" if side.tone == "removed" else self.mark_token
        ground = QColor(t.color(token))
        marked = [False] * (len(text) + 2)
        for start, length in side.marks:
            plain = QTextCharFormat(dressed) if dressed is not None else QTextCharFormat()
            plain.setBackground(ground)
            self.setFormat(start, length, plain)
            for position in range(start, min(start + length, len(marked))):
                marked[position] = True
        for span in side.spans:
            form = QTextCharFormat()
            form.setForeground(QColor(t.muted if span.kind == "comment" else t.color(span.kind)))
            if span.kind == "comment":
                form.setFontItalic(True)
            for start, length, on in _pieces(span.start, span.length, marked):
                if on:
                    continue  # on a mark the text keeps its own colour: contrast first
                self.setFormat(start, length, form)


def _pieces(start: int, length: int, marked: list[bool]) -> list[tuple[int, int, bool]]:
    pieces: list[tuple[int, int, bool]] = []
    for position in range(start, start + length):
        on = position < len(marked) and marked[position]
        if pieces and pieces[-1][2] == on:
            begin, size, _ = pieces[-1]
            pieces[-1] = (begin, size + 1, on)
        else:
            pieces.append((position, 1, on))
    return pieces


class _Gutter(QWidget):
    def __init__(self, code: CodeView) -> None:
        super().__init__(code)
        self._code = code

    def sizeHint(self) -> QSize:
        return QSize(self._code.gutter_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._code.paint_gutter(event)


class CodeView(QPlainTextEdit):
    """Read-only lines. ``mark_token`` is the ground of marks (what came, what went)."""

    def __init__(self, mark_token: str = "mark_added", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gutter = _Gutter(self)
        self._colours = Colours(self.document())
        self._colours.mark_token = mark_token
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFont(mono())
        self.setTabChangesFocus(True)
        self.updateRequest.connect(self._follow)
        bus().changed.connect(self._recolour)

    def set_sides(self, sides: Sequence[Side]) -> None:
        self._colours.sides = ()
        self.setPlainText("\n".join(side.text for side in sides))
        self._colours.sides = sides
        self._colours.rehighlight()
        self.setViewportMargins(self.gutter_width(), 0, 0, 0)
        self._gutter.update()

    def add_sides(self, sides: Sequence[Side]) -> None:
        """More lines at the end."""
        self._colours.sides = (*self._colours.sides, *sides)
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText("\n" + "\n".join(side.text for side in sides))
        self.setViewportMargins(self.gutter_width(), 0, 0, 0)
        self._gutter.update()

    def gutter_width(self) -> int:
        digits = len(str(max((s.number or 0 for s in self._colours.sides), default=0)))
        return self.fontMetrics().horizontalAdvance("0") * (max(digits, 2) + 3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        area = self.contentsRect()
        self._gutter.setGeometry(QRect(area.left(), area.top(), self.gutter_width(), area.height()))

    def _follow(self, rect: QRect, dy: int) -> None:
        if dy:
            self._gutter.scroll(0, dy)
        else:
            self._gutter.update(0, rect.y(), self._gutter.width(), rect.height())

    def _recolour(self) -> None:
        self.setFont(mono())
        self._colours.rehighlight()
        self.viewport().update()

    def _visible(self) -> list[tuple[Side, QRect]]:
        """Sides on the screen with their place in the viewport."""
        found: list[tuple[Side, QRect]] = []
        block = self.firstVisibleBlock()
        offset = self.contentOffset()
        while block.isValid() and block.blockNumber() < len(self._colours.sides):
            rect = self.blockBoundingGeometry(block).translated(offset).toRect()
            if rect.top() > self.viewport().height():
                break
            found.append((self._colours.sides[block.blockNumber()], rect))
            block = block.next()
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        t = tokens()
        for side, rect in self._visible():
            wide = QRect(0, rect.top(), self.viewport().width(), rect.height())
            if side.tone == "filler":
                painter.fillRect(wide, QColor(t.raised))
            elif side.tone in _GROUND:
                painter.fillRect(wide, QColor(t.color(_GROUND[side.tone])))
        painter.end()
        super().paintEvent(event)

    def paint_gutter(self, event: QPaintEvent) -> None:
        painter = QPainter(self._gutter)
        t = tokens()
        painter.fillRect(event.rect(), QColor(t.surface))
        painter.setFont(self.font())
        step = self.fontMetrics().horizontalAdvance("0")
        width = self._gutter.width()
        for side, rect in self._visible():
            box = QRect(0, rect.top(), width, rect.height())
            if side.tone in _GROUND:
                painter.fillRect(box, QColor(t.color(_GROUND[side.tone])))
                painter.setPen(QColor(t.color(_INK[side.tone])))
                glyph = QRect(width - 2 * step, rect.top(), step, rect.height())
                painter.drawText(glyph, int(Qt.AlignmentFlag.AlignCenter), _GLYPHS[side.tone])
            elif side.tone == "filler":
                painter.fillRect(box, QColor(t.raised))
            if side.number is not None:
                painter.setPen(QColor(t.muted))
                numbers = QRect(0, rect.top(), width - 5 * step // 2, rect.height())
                painter.drawText(numbers, int(Qt.AlignmentFlag.AlignRight), str(side.number))


def mono() -> QFont:
    """A font whose letters have one width: on Windows that of its editors, elsewhere the system's;
    any other where the one that the system names is not there."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    known = QFontDatabase.families()
    of_editors = next((f for f in _FONTS if f in known), "") if sys.platform == "win32" else ""
    if of_editors:
        font.setFamily(of_editors)
    elif not QFontInfo(font).fixedPitch():
        font.setFamily(next(filter(QFontDatabase.isFixedPitch, known), font.family()))
    return font


class SideBySideView(Panel):
    """Two code views that scroll together."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.old = CodeView("mark_removed", self)
        self.new = CodeView("mark_added", self)
        self.named(self.old, f"{name}.old", lambda: self.tr("Old text"))
        self.named(self.new, f"{name}.new", lambda: self.tr("New text"))
        layout = row(self)
        layout.addWidget(self.old, 1)
        layout.addWidget(self.new, 1)
        for one, other in ((self.old, self.new), (self.new, self.old)):
            one.verticalScrollBar().valueChanged.connect(other.verticalScrollBar().setValue)
            one.horizontalScrollBar().valueChanged.connect(other.horizontalScrollBar().setValue)

    def set_rows(self, rows: Sequence[Row]) -> None:
        self.old.set_sides([r.old for r in rows])
        self.new.set_sides([r.new for r in rows])

    def clear(self) -> None:
        self.set_rows(())
