"""What merged by itself: a list to sift; each opens as a conflict does, and is overruled there."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.services import reasons
from app.services.merge import into_main
from app.services.model import Conflict, MergeSession, Take
from ui import i18n
from ui.models import words
from ui.models.arranged import ArrangedModel
from ui.models.rows import Chip, Column
from ui.screens.screen import Screen
from ui.widgets.panel import Panel, column
from ui.widgets.sifter import Sifter
from ui.widgets.views import table


class AutomaticList(Panel):
    """``show_session`` is told each new merge; the list is read when somebody looks at it.
    ``chosen`` follows the row, ``title_changed`` what the tab is called."""

    chosen = Signal()
    title_changed = Signal()

    def __init__(self, screen: Screen, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._screen = screen
        self._session: MergeSession | None = None
        self._read: MergeSession | None = None  # whose entries are shown
        self._wanted = ""
        self.model: ArrangedModel[Conflict] = ArrangedModel(
            (
                Column(
                    lambda: self.tr("What merged by itself"),
                    lambda c: c.component_name or c.type_label,
                    sub=_where,
                    chips=self._chips,
                ),
            ),
            key=lambda c: c.key,
            parent=self,
            more=lambda c: " ".join(filter(None, (c.ours, c.theirs))),
        )
        self.table = table(
            self.model, lines=2.7, empty=lambda: self.tr("Nothing merged by itself.")
        )
        self.table.horizontalHeader().hide()
        self.named(self.table, "merge.automatic_list", lambda: self.tr("What merged by itself"))
        self.sifter = Sifter(
            "merge.sift",
            self.model,
            self.table,
            lambda: self.tr("Page, component…"),
        )
        self.only = self.sifter.add_tick(
            "merge.only_overruled",
            lambda: self.tr("Overruled only"),
            lambda c: c.taken is not None,
        )
        layout = column(self, 0, 6)
        layout.addWidget(self.sifter)
        layout.addWidget(self.table, 1)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self.chosen.emit())
        self.model.modelReset.connect(self.chosen)
        self.model.dataChanged.connect(lambda *_: self.chosen.emit())

    @property
    def current(self) -> Conflict | None:
        number = self.table.currentIndex().row()
        return self.model.rows[number] if 0 <= number < len(self.model.rows) else None

    @property
    def title(self) -> str:
        """What the tab says; how many there are is known when they were read."""
        if self._read is None:
            return self.tr("Automatic")
        return self.tr("Automatic ({n})").format(n=i18n.number(len(self.model.every)))

    def show_session(self, session: MergeSession | None) -> None:
        same = session is not None and self._read is not None and session.id == self._read.id
        self._session = session
        if not same:
            self._read = None
            self.model.set_rows(())
            self.title_changed.emit()
        elif session is not None:
            taken = {c.key: c.taken for c in session.overruled}
            self.model.set_rows(
                [
                    c if c.taken is taken.get(c.key) else replace(c, taken=taken.get(c.key))
                    for c in self.model.every
                ]
            )  # at once; the list as it is then follows
        if self.isVisible():
            self.look()

    def look(self) -> None:
        """Somebody looks: read what is not known yet."""
        session, place = self._session, self._screen.context.place
        if session is None or session is self._read:
            return
        self._read = session

        def show(found: tuple[Conflict, ...]) -> None:
            if self._session is not session:
                return
            self.model.set_rows(found)
            self.title_changed.emit()
            self._choose()

        def failed(error: BaseException) -> None:
            if self._session is session:
                self._read = None
                self._screen.fail(error)

        self._screen.context.run(
            lambda report: into_main.automatic(place, session), show, failed, self
        )

    def choose(self, key: str) -> None:
        """Go to an entry, at once or when it was read."""
        self._wanted = key
        self._choose()

    def _choose(self) -> None:
        number = self.model.row_of(self._wanted) if self._wanted else -1
        if number >= 0:
            self._wanted = ""
            self.table.selectRow(number)
        elif self.current is None and self.model.rows:
            self.table.selectRow(0)

    def _chips(self, conflict: Conflict) -> tuple[Chip, ...]:
        if conflict.taken is not None:
            text = self.tr("overruled: {side}").format(
                side=words.taken_word(conflict, conflict.taken)
            )
            return (Chip(text, "warning", "≠"),)
        if conflict.winner is Take.BOTH:
            return (Chip(self.tr("lines of both"), "info", "≡"),)
        assert conflict.winner is not None
        status = reasons.whole_status(conflict)
        tone, sign = (words.STATUS_TONE[status], status.sign) if status else ("muted", "")
        return (Chip(words.taken_word(conflict, conflict.winner), tone, sign),)

    def retranslate(self) -> None:
        self.model.retranslate()
        self.title_changed.emit()


def _where(conflict: Conflict) -> str:
    place = conflict.component_path[0] if conflict.component_path else conflict.path
    what = words.property_label(conflict.label) or conflict.type_label
    return " · ".join(text for text in (place, what) if text)
