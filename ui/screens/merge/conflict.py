"""One conflict: base, ours and theirs in three columns, the result below, the choices between."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from app.services import messages, reasons
from app.services.model import Conflict, Decision, MergeSession, Take
from ui.context import Context
from ui.models import words
from ui.text import Side, plain, prepare
from ui.widgets.code import CodeView, Colours, mono
from ui.widgets.field_text import held, text_of
from ui.widgets.panel import Panel, column, row
from ui.widgets.views import splitter

# Texts of up to so many lines get fields of their own height.
SHORT = 6
# The result is coloured this long after the last key.
TYPING_MS = 200


class _Column(Panel):
    """One version: its name, its text marked against the base, and what became of it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = self.label(role="heading")
        self.note = self.label(role="muted")
        self.code = CodeView("mark_removed" if name == "base" else "mark_added", self)
        self.code.setObjectName(f"merge.{name}")
        self.code.setAccessibleName(name)
        line = row()
        line.addWidget(self.heading)
        line.addStretch(1)
        line.addWidget(self.note)
        layout = column(self, 0, 4)
        layout.addLayout(line)
        layout.addWidget(self.code, 1)

    def show_text(self, heading: str, note: str, sides: tuple[Side, ...]) -> None:
        self.heading.setText(heading)
        self.note.setText(note)
        self.code.setAccessibleName(heading)
        self.code.set_sides(sides)


class OnePress(QObject):
    """One press is one decision: the second click of a double click, or a key that is held down,
    would decide the next conflict, which opened meanwhile under the pointer."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonDblClick:
            return True
        return isinstance(event, QKeyEvent) and event.isAutoRepeat()


class ConflictEditor(Panel):
    """``decided(Decision)`` and ``reopened(key)`` tell what the user wants, ``typed(key, text)``
    what stands in the result and is not taken (None: nothing); it changes nothing itself. Enabled
    buttons are the choices that the conflict has."""

    decided = Signal(object)
    reopened = Signal(str)
    typed = Signal(str, object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._conflict: Conflict | None = None
        self._session: MergeSession | None = None
        self._shown_key = ""
        self._settled = ""
        self._coloured = ""
        self._open = True
        self._one_press = OnePress(self)
        self.heading = self.label(role="title", wrap=True)
        self.place = self.label(role="muted", wrap=True)
        self.why = self.label(wrap=True)
        self.uses = QPlainTextEdit()
        self.uses.setReadOnly(True)
        self.uses.setTabChangesFocus(True)
        self.uses.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.named(self.uses, "merge.uses", lambda: self.tr("Where it is used"))
        self.columns = tuple(_Column(name, self) for name in ("base", "ours", "theirs"))
        upper = QWidget()
        three = row(upper, 0, 8)
        for side in self.columns:
            three.addWidget(side, 1)
        self._upper = upper
        self._parts = splitter(Qt.Orientation.Vertical, upper, self._lower(), gap=8)
        self._parts.setStretchFactor(0, 3)
        self._parts.setStretchFactor(1, 2)
        layout = column(self, 0, 6)
        layout.addWidget(self.heading)
        layout.addWidget(self.place)
        layout.addWidget(self.why)
        layout.addWidget(self.uses)
        self._holder = QWidget()  # a splitter sets its own maximum; its holder keeps ours
        column(self._holder).addWidget(self._parts)
        layout.addWidget(self._holder, 1)
        layout.addStretch(0)
        self._outer = layout

    def _lower(self) -> QWidget:
        lower = QWidget()
        layout: QVBoxLayout = column(lower, 0, 8)
        choices = row(spacing=8)
        self.ours = self.button(
            "merge.take_ours", lambda: self.tr("Take the first"), lambda: self._take(Take.OURS)
        )
        self.theirs = self.button(
            "merge.take_theirs", lambda: self.tr("Take the second"), lambda: self._take(Take.THEIRS)
        )
        self.both = self.button(
            "merge.take_both", lambda: self.tr("Take &both"), lambda: self._take(Take.BOTH)
        )
        self.base = self.button(
            "merge.take_base", lambda: self.tr("Keep the b&ase"), lambda: self._take(Take.BASE)
        )
        self.edited = self.button(
            "merge.take_edited",
            lambda: self.tr("Take the &edited text"),
            self._take_edited,
            "check",
        )
        self.reopen = self.button(
            "merge.undecide", lambda: self.tr("Leave o&pen"), self._reopen, "", "quiet"
        )
        self._buttons = {
            Take.OURS: self.ours,
            Take.THEIRS: self.theirs,
            Take.BOTH: self.both,
            Take.BASE: self.base,
        }
        for button in self._buttons.values():
            button.setCheckable(True)
            button.installEventFilter(self._one_press)
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            choices.addWidget(button)
        choices.addStretch(1)
        choices.addWidget(self.reopen)
        layout.addLayout(choices)
        self._result_into(layout)
        return lower

    def _result_into(self, layout: QVBoxLayout) -> None:
        self.result_heading = self.label(role="heading")
        self.result = QPlainTextEdit()
        self.result.setFont(mono())
        self.result.setTabChangesFocus(True)
        self.result.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.named(self.result, "merge.result", lambda: self.tr("Result"))
        self._colours = Colours(self.result.document())
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._rested)
        self.result.textChanged.connect(self._edited)
        self.say(
            self.result.setPlaceholderText,
            lambda: self.tr("Nothing is decided. Take a side above, or write the text here."),
        )
        line = row()
        line.addWidget(self.result_heading, 1)
        self.starts = tuple(
            self.button(
                f"merge.start_{side}",
                self._start_text,
                partial(self._start_from, side),
                kind="quiet",
            )
            for side in ("ours", "theirs")
        )
        for button in (*self.starts, self.edited):
            line.addWidget(button)
        layout.addLayout(line)
        layout.addWidget(self.result, 1)
        layout.addStretch(0)  # what a short result leaves stays below it

    # -- showing -----------------------------------------------------------------------------

    def show_conflict(
        self, conflict: Conflict, session: MergeSession, typed: str | None = None
    ) -> None:
        """``typed`` is a result that was written before and not taken."""
        self._tell_typed()
        c, ours, theirs = conflict, conflict.ours_name, conflict.theirs_name
        fresh = self._conflict is None or conflict != self._conflict
        self._conflict, self._session = conflict, session
        title = f"{c.type_label} · {c.component_name}"
        label = words.property_label(c.label)
        self.heading.setText(f"{title} · {label}" if label else title)
        self.place.setText(" › ".join(c.component_path))
        self.why.setText(reasons.reason(c, self._context.language))
        self._show_uses(c)
        self.both.setText(self._both_text(c))
        self.ours.setText(self.tr("Take &1: {name}").format(name=ours))
        self.theirs.setText(self.tr("Take &2: {name}").format(name=theirs))
        for take, button in self._buttons.items():
            same = take is Take.BASE and bool(c.property) and c.base in (c.ours, c.theirs)
            button.setVisible(take in c.choices and not same)
            button.setChecked((c.taken or c.winner) is take)
        self.reopen.setVisible(c.taken is not None)
        self.reopen.setText(
            self.tr("Leave o&pen")
            if c.winner is None
            else self.tr("Back to what merged by itsel&f")
        )
        self.edited.setVisible(Take.EDITED in c.choices)
        text = result_text(conflict, session)
        if fresh or self._shown_key != conflict.key:
            self._colours.sides = ()
            self._coloured = shown = held(typed if typed is not None else text or "")
            self.result.setPlainText(shown)
            self.result.document().setModified(typed is not None)
            self._coloured = ""
            self._colour()
        self._settled = held(text or "")
        for button, name in zip(self.starts, (ours, theirs), strict=True):
            button.setText(self.tr("Start from {name}").format(name=name))
        if c.taken is None and c.winner is not None:
            self.result_heading.setText(self.tr("Result: as it merged by itself"))
        elif c.taken is None:
            self.result_heading.setText(self.tr("Result (open)"))
        else:
            self.result_heading.setText(
                self.tr("Result: {taken}").format(taken=words.taken_word(c, c.taken))
            )
        self._update_edited()
        if fresh or self._shown_key != conflict.key:
            self._fill_columns(conflict)
        self._shown_key = conflict.key

    def _show_uses(self, conflict: Conflict) -> None:
        """Where the one side uses what the other took away: each place on a line of its own."""
        language = self._context.language
        lines = dict.fromkeys(messages.use_text(use, language) for use in conflict.uses)
        self.uses.setPlainText("\n".join(lines))
        self.uses.setVisible(bool(lines))
        shown = min(len(lines), SHORT)
        frame = self.uses.document().documentMargin() * 2 + self.uses.frameWidth() * 2
        self.uses.setFixedHeight(int(self.uses.fontMetrics().lineSpacing() * (shown + 1) + frame))

    def _both_text(self, conflict: Conflict) -> str:
        if words.is_rename(conflict):
            return self.tr("Rename it there &too")
        if reasons.is_two_pages(conflict):
            return self.tr("Keep &both, the second under a free number")
        return self.tr("Take &both")

    def set_open(self, is_open: bool) -> None:
        """Whether decisions still count; when MAIN is written they can only be looked at."""
        self._open = is_open
        for button in (*self._buttons.values(), self.reopen):
            button.setEnabled(is_open)
        self._update_edited()

    def _fill_columns(self, conflict: Conflict) -> None:
        c, language = conflict, conflict.language
        names = (self.tr("Base"), conflict.ours_name, conflict.theirs_name)
        texts = (c.base, c.ours, c.theirs)
        who = ("", words.changed_by(c.ours_by), words.changed_by(c.theirs_by))
        self._fit(texts)
        for side, name, text in zip(self.columns, names, texts, strict=True):
            note = "" if text is not None else self.tr("not there")
            side.show_text(name, note, plain(text))  # to be read now, marked in a moment

        def show(found: tuple[tuple[Side, ...], ...]) -> None:
            if self._conflict is conflict:
                for side, name, text, by, lines in zip(
                    self.columns, names, texts, who, found, strict=True
                ):
                    note = by if text is not None else self.tr("not there")
                    side.show_text(name, note, lines)

        self._context.run(
            lambda report: (
                prepare(c.base, c.base, language),
                prepare(c.ours, c.base, language),
                prepare(c.theirs, c.base, language),
            ),
            show,
            lambda error: self.why.setText(self._context.message(error).title),
            self,
        )

    def _fit(self, texts: tuple[str | None, ...]) -> None:
        """Short texts get short fields: what belongs together stays together."""
        lines = max(len((text or "").split("\n")) for text in texts)
        line = self.fontMetrics().lineSpacing()
        short = lines <= SHORT
        fields = line * (max(lines, 2) + 2)
        most = 16_777_215  # Qt's own "no maximum"
        self._upper.setMaximumHeight(fields + line * 2 if short else most)
        self.result.setMaximumHeight(fields if short else most)
        wanted = 2 * fields + line * 8
        self._holder.setMaximumHeight(wanted if short else most)
        self._outer.setStretch(self._outer.count() - 1, 1 if short else 0)
        total = wanted if short else max(sum(self._parts.sizes()), 1000)
        upper = fields + line * 2 if short else total * 3 // 5
        self._parts.setSizes([upper, total - upper])

    def _edited(self) -> None:
        if text_of(self.result) == self._coloured:
            return  # only the colours changed
        self._typing.start()
        self._update_edited()

    def _tell_typed(self) -> None:
        """Pass on what was typed since the last time."""
        if self._typing.isActive():
            self._typing.stop()
            self._rested()

    def _rested(self) -> None:
        self._colour()
        if self._conflict is not None and not self.result.isReadOnly():
            text = text_of(self.result)
            wanted = self.edited.isEnabled()
            self.typed.emit(self._conflict.key, text if wanted else None)

    def _start_text(self) -> str:
        return self.tr("Start from a side")

    def _start_from(self, side: str) -> None:
        """Put a side's text into the result, to go on from there."""
        if self._conflict is not None:
            text = self._conflict.ours if side == "ours" else self._conflict.theirs
            self.result.setPlainText(text or "")
            self.result.document().setModified(True)
            self._edited()
            self.result.setFocus()

    def _colour(self) -> None:
        """Colour the result a moment after the last key, computed beside this thread."""
        conflict, text = self._conflict, text_of(self.result)
        if conflict is None or not conflict.language:
            return
        language = conflict.language

        def show(sides: tuple[Side, ...]) -> None:
            if text_of(self.result) == text:
                self._coloured = text
                self._colours.sides = sides
                self._colours.rehighlight()

        self._context.run(lambda report: prepare(text, text, language), show, lambda _: None, self)

    def _update_edited(self) -> None:
        self.result.setReadOnly(not self._open or self.edited.isHidden())
        changed = text_of(self.result) != self._settled
        c = self._conflict
        if c is not None and c.taken is None and c.winner is None:
            changed = self.result.document().isModified()
        self.edited.setEnabled(self._open and changed and not self.edited.isHidden())
        for button in self.starts:
            button.setVisible(not self.result.isReadOnly())

    # -- choosing ----------------------------------------------------------------------------

    def _take(self, take: Take) -> None:
        self._typing.stop()
        conflict = self._conflict
        if conflict is None:
            return
        for kind, button in self._buttons.items():
            button.setChecked(kind is take)
        if conflict.winner is take:
            self.reopened.emit(conflict.key)
        elif conflict.taken is not take:
            self.decided.emit(Decision(conflict.key, take))

    def _take_edited(self) -> None:
        self._typing.stop()
        if self._conflict is not None:
            text = text_of(self.result)
            self.decided.emit(Decision(self._conflict.key, Take.EDITED, text))

    def _reopen(self) -> None:
        if self._conflict is not None:
            self.reopened.emit(self._conflict.key)

    def retranslate(self) -> None:
        if self._conflict is not None and self._session is not None:
            self._shown_key = ""
            self.show_conflict(self._conflict, self._session)

    def focus(self) -> None:
        """To the first choice, for the keyboard."""
        first = next((b for b in self._buttons.values() if not b.isHidden()), self.result)
        QTimer.singleShot(0, first.setFocus)


def result_text(conflict: Conflict, session: MergeSession) -> str | None:
    """What the property becomes with the decision that applies; None while it is open."""
    c = conflict
    match c.taken:
        case None if c.winner is Take.BOTH:
            return c.merged
        case None if c.winner is not None:
            return c.ours if c.winner is Take.OURS else c.theirs
        case None:
            return None
        case Take.OURS:
            return c.ours
        case Take.THEIRS:
            return c.theirs
        case Take.BASE:
            return c.base
        case Take.EDITED:
            return session.decisions[conflict.key].text
        case Take.BOTH if words.is_rename(c):
            return c.theirs if c.used_by == "ours" else c.ours
        case Take.BOTH:
            return _from_merge(conflict, session)


def _from_merge(conflict: Conflict, session: MergeSession) -> str | None:
    """The merged value, where the difference to MAIN shows it."""
    c = conflict
    for file in session.files:
        if file.path != c.path or file.diff is None:
            continue
        for change in file.diff.changes:
            for found in change.properties:
                same = change.key == c.component or change.path == c.component_path
                if same and found.name == c.property:
                    return found.new
    return "\n".join(text for text in (c.ours, c.theirs) if text)
