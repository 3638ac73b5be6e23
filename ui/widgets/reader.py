"""Everything that differs on a page in one scrolling text: to read, search, fold and copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from app.services import messages
from app.services.model import PageDiff, Status
from ui import i18n
from ui.context import Context
from ui.text import Line, Options, Words, reading
from ui.theme import tokens
from ui.widgets.code import CodeView
from ui.widgets.panel import Panel, column, row

# Lines that are put into the text in one turn of the event loop.
AT_ONCE = 250
# Places that are marked; more are counted.
MARKED = 500


class ReadingView(CodeView):
    """``chosen(key)`` follows a click on a component, ``unfolded(fold)`` one on lines that are left
    out; Enter does the same where the cursor is."""

    chosen = Signal(str)
    unfolded = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("mark_added", parent)
        self.lines: tuple[Line, ...] = ()
        self._rest: list[Line] = []
        self._colours.dress = self._dress
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._more)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """The first screens at once, the rest a moment later."""
        self._timer.stop()
        self.lines = tuple(lines)
        self._rest = list(self.lines[AT_ONCE:])
        self.set_sides([line.side for line in self.lines[:AT_ONCE]])
        if self._rest:
            self._timer.start()

    @property
    def whole(self) -> bool:
        return not self._rest

    def _more(self) -> None:
        part, self._rest = self._rest[:AT_ONCE], self._rest[AT_ONCE:]
        self.add_sides([line.side for line in part])
        if not self._rest:
            self._timer.stop()

    def line_of(self, key: str) -> int:
        """Where a component begins, -1 where it is not."""
        found = (n for n, line in enumerate(self.lines) if line.key == key)
        return next((n for n in found if self.lines[n].kind == "component"), -1)

    def scroll_to(self, number: int) -> None:
        """Bring a line to the top."""
        while self.blockCount() <= number and self._rest:
            self._more()
        block = self.document().findBlockByNumber(number)
        if block.isValid():
            self.setTextCursor(QTextCursor(block))
            self.verticalScrollBar().setValue(block.firstLineNumber())

    def _dress(self, block: QTextBlock) -> QTextCharFormat | None:
        number = block.blockNumber()
        kind = self.lines[number].kind if number < len(self.lines) else "code"
        if kind == "code":
            return None
        form = QTextCharFormat()
        form.setFontFamilies([QGuiApplication.font().family()])
        if kind == "component":
            form.setFontWeight(QFont.Weight.Bold)
        if kind in ("property", "skip"):
            form.setForeground(QColor(tokens().muted))
        return form

    def _open(self, block: QTextBlock) -> None:
        number = block.blockNumber()
        if 0 <= number < len(self.lines):
            line = self.lines[number]
            if line.kind == "skip":
                self.unfolded.emit(line.fold)
            else:
                self.chosen.emit(line.key)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            self._open(self.cursorForPosition(event.position().toPoint()).block())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.textCursor().block())
            return
        super().keyPressEvent(event)


class Reader(Panel):
    """``show_page`` shows what differs on a page, ``choose`` scrolls to one of its components.
    ``chosen`` is the other way round; ``sent`` asks for the page as a file."""

    chosen = Signal(str)
    sent = Signal()

    def __init__(self, name: str, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._diff: PageDiff | None = None
        self._wanted = ""
        self._turn = 0
        self._unfolded: frozenset[str] = frozenset()
        self._found: list[tuple[int, int]] = []
        self._at = -1
        self.view = ReadingView(self)
        self.named(self.view, f"{name}.reading", lambda: self.tr("Everything that differs here"))
        self.view.unfolded.connect(self._unfold)
        self.view.chosen.connect(self.chosen)
        layout = column(self, 0, 6)
        layout.addSpacing(2)
        layout.addLayout(self._search_line(name))
        layout.addLayout(self._choices(name))
        layout.addWidget(self.view, 1)

    def _search_line(self, name: str) -> QHBoxLayout:
        line = row(spacing=6)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.say(self.search.setPlaceholderText, lambda: self.tr("Search (Ctrl+F)"))
        self.named(self.search, f"{name}.search", lambda: self.tr("Search in what differs"))
        self.search.textChanged.connect(lambda _: self._look())
        self.search.returnPressed.connect(lambda: self.step_match(True))
        self.count = self.label(role="muted")
        self.count.setObjectName(f"{name}.matches")
        line.addWidget(self.search, 1)
        line.addWidget(self.count)
        for key, icon, text, forward in (
            ("previous", "previous", lambda: self.tr("Previous match (Shift+F3)"), False),
            ("next", "next", lambda: self.tr("Next match (F3)"), True),
        ):
            button = self.button(
                f"{name}.{key}", lambda: "", partial(self.step_match, forward), icon, "quiet"
            )
            self.say(button.setToolTip, text)
            self.say(button.setAccessibleName, text)
            line.addWidget(button)
        line.addWidget(
            self.button(f"{name}.copy", lambda: self.tr("Copy"), self._copy, "copy", "quiet")
        )
        line.addWidget(
            self.button(
                f"{name}.send", lambda: self.tr("As HTML…"), self.sent.emit, "report", "quiet"
            )
        )
        return line

    def _choices(self, name: str) -> QHBoxLayout:
        line = row(spacing=10)
        self.wrap = self._tick(f"{name}.wrap", lambda: self.tr("Wrap"), True)
        self.only = self._tick(f"{name}.fold", lambda: self.tr("Fold unchanged"), True)
        self.blanks = self._tick(f"{name}.blanks", lambda: self.tr("Ignore white space"), False)
        self.wrap.toggled.connect(self._wrap)
        self.only.toggled.connect(lambda _: self._read())
        self.blanks.toggled.connect(lambda _: self._read())
        for box in (self.wrap, self.only, self.blanks):
            line.addWidget(box)
        line.addStretch(1)
        self._wrap(True)
        return line

    def _tick(self, name: str, text: Callable[[], str], on: bool) -> QCheckBox:
        box = QCheckBox(self)
        box.setObjectName(name)
        box.setChecked(on)
        self.say(box.setText, text)
        return box

    # -- showing -----------------------------------------------------------------------------

    def show_page(self, diff: PageDiff | None) -> None:
        """Another page, from its beginning; None for nothing."""
        if diff is not self._diff:
            self._unfolded = frozenset()
        self._diff = diff
        self._wanted = ""
        self._read()

    def choose(self, key: str) -> None:
        """Scroll to a component, now or as soon as it is there."""
        self._wanted = key
        number = self.view.line_of(key)
        if number >= 0:
            self.view.scroll_to(number)

    def _read(self) -> None:
        self._turn += 1
        diff, turn = self._diff, self._turn
        if diff is None:
            self._show((), turn)
            return
        options = Options(
            3 if self.only.isChecked() else None, not self.blanks.isChecked(), self._unfolded
        )
        language = self._context.language
        told = Words(
            {status: messages.status_text(status, language) for status in Status},
            self.tr("{n} unchanged lines"),
            self.tr("nothing"),
            messages.words("difference", language)["colon"],
        )
        self._context.run(
            lambda report: reading(diff, options, told),
            lambda found: self._show(found, turn),
            lambda error: self.count.setText(self._context.message(error).title),
            self,
        )

    def _show(self, found: tuple[Line, ...], turn: int) -> None:
        if turn != self._turn:
            return
        place = self.view.verticalScrollBar().value() if found and self.view.lines else 0
        same = bool(found and self.view.lines and found[0].key == self.view.lines[0].key)
        self.view.show_lines(found)
        if self._wanted and not same:
            self.choose(self._wanted)
        elif same:
            while not self.view.whole and self.view.verticalScrollBar().maximum() < place:
                self.view._more()
            self.view.verticalScrollBar().setValue(place)
        self._look()

    def _unfold(self, fold: str) -> None:
        self._unfolded |= {fold}
        self._read()

    def _wrap(self, on: bool) -> None:
        mode = QPlainTextEdit.LineWrapMode
        self.view.setLineWrapMode(mode.WidgetWidth if on else mode.NoWrap)

    def _copy(self) -> None:
        """What is selected, else all of it."""
        chosen = self.view.textCursor().selectedText().replace("\u2029", "\n")
        told = chosen or "\n".join(copied(line) for line in self.view.lines)
        QGuiApplication.clipboard().setText(told)

    # -- searching ---------------------------------------------------------------------------

    def begin_search(self) -> None:
        """Ctrl+F."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _look(self) -> None:
        needle = self.search.text().casefold()
        self._found, self._at = [], -1
        if needle:
            for number, line in enumerate(self.view.lines):
                text = line.side.text.casefold()
                at = text.find(needle)
                while at >= 0:
                    self._found.append((number, at))
                    at = text.find(needle, at + len(needle))
        if self._found:
            self.step_match(True)
        else:
            self._mark()

    def step_match(self, forward: bool) -> None:
        """To the next place or the one before, round and round."""
        if not self._found:
            return
        self._at = (self._at + (1 if forward else -1)) % len(self._found)
        number, _ = self._found[self._at]
        while self.view.blockCount() <= number and not self.view.whole:
            self.view._more()
        self._mark()
        self.view.setTextCursor(self._cursor(self._found[self._at], select=False))
        self.view.ensureCursorVisible()

    def _cursor(self, place: tuple[int, int], select: bool = True) -> QTextCursor:
        number, at = place
        cursor = QTextCursor(self.view.document().findBlockByNumber(number))
        cursor.setPosition(cursor.position() + at)
        if select:
            kind = QTextCursor.MoveOperation.Right
            cursor.movePosition(kind, QTextCursor.MoveMode.KeepAnchor, len(self.search.text()))
        return cursor

    def _mark(self) -> None:
        t = tokens()
        selections = []
        for number, place in enumerate(self._found[:MARKED]):
            if place[0] >= self.view.blockCount():
                break
            one = QTextEdit.ExtraSelection()
            here = number == self._at
            one.format.setBackground(QColor(t.accent if here else t.warning_soft))
            one.format.setForeground(QColor(t.on_accent if here else t.text))
            one.cursor = self._cursor(place)
            selections.append(one)
        self.view.setExtraSelections(selections)
        if not self.search.text():
            self.count.setText("")
        elif self._found:
            text = self.tr("{n} of {all}")
            self.count.setText(
                text.format(n=i18n.number(self._at + 1), all=i18n.number(len(self._found)))
            )
        else:
            self.count.setText(self.tr("not found"))

    def retranslate(self) -> None:
        self._read()

    def recolour(self) -> None:
        self._mark()


def copied(line: Line) -> str:
    """A line as text, with the sign that stands in the margin."""
    signs = {"added": "+", "removed": "−", "changed": "~"}
    if line.kind == "code" or line.side.tone in signs:
        return f"{signs.get(line.side.tone, ' ')} {line.side.text}"
    return line.side.text
