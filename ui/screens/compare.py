"""Comparing two versions: files at the left, components in the middle, properties at the right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QTreeView, QWidget

from app.services.compare import versions
from app.services.model import (
    ApplicationDiff,
    Comparison,
    ComponentChange,
    FileDiff,
    SourceOption,
    Status,
)
from ui.context import Context
from ui.models import words
from ui.models.diff_tree import component_nodes, file_nodes
from ui.models.tree import TreeModel
from ui.screens.screen import Screen
from ui.widgets.component_views import ComponentViews
from ui.widgets.empty import Empty
from ui.widgets.panel import card, column, row
from ui.widgets.reading_pane import ReadingPane, send
from ui.widgets.source_picker import SourcePicker
from ui.widgets.views import splitter, tree

# Widths of the three panes: with the components as a tree, and with the page drawn.
_TREE_SIZES = (220, 250, 680)
_PICTURE_SIZES = (190, 480, 480)


class CompareScreen(Screen):
    """Two sources, three panes, a filter."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(
            "compare",
            context,
            lambda: self.tr("Compare"),
            lambda: self.tr(
                "Two versions side by side, by meaning: ids, dates and order of "
                "arguments do not count."
            ),
            parent,
        )
        self.comparison: Comparison | None = None
        self._goal = ""
        self._options: tuple[SourceOption, ...] | None = None
        self._mislabelled = False
        self._changing = False
        self.old = SourcePicker("compare.old", lambda: self.tr("Old version"))
        self.new = SourcePicker("compare.new", lambda: self.tr("New version"))
        self.blank = Empty(
            "compare",
            lambda: self.tr("Choose two versions"),
            lambda: self.tr(
                "MAIN, a developer's copy, a release in Git, a client, a folder or a "
                "zip file: anything can be compared with anything."
            ),
        )
        self.same = Empty(
            "check",
            lambda: self.tr("No differences"),
            lambda: self.tr("Both versions mean the same."),
        )
        self.parts = splitter(Qt.Orientation.Horizontal)
        layout = self.layout()
        assert layout is not None
        layout.insertWidget(1, self._pickers())  # type: ignore[attr-defined]
        for page in (self.blank, self.same, self.parts):
            self.stack.addWidget(page)

    def furnish(self) -> Iterator[None]:
        self.parts.addWidget(self._list())
        yield
        self.parts.addWidget(self._components())
        yield
        self._read()
        self.parts.setSizes(list(_TREE_SIZES))
        for number, share in enumerate((1, 1, 3)):
            self.parts.setStretchFactor(number, share)
        self.context.place_changed.connect(self._place_changed)
        self.context.clients_changed.connect(self._clients_changed)
        self.context.language_changed.connect(self._language_changed)

    # -- building ----------------------------------------------------------------------------

    def _pickers(self) -> QWidget:
        box = card()
        line = row(box, 12, 12)
        for picker, text in (
            (self.old, lambda: self.tr("&From")),
            (self.new, lambda: self.tr("&To")),
        ):
            label = self.label(text, "muted")
            label.setBuddy(picker)
            self.say(_widened(label), text)
            line.addWidget(label)
            line.addWidget(picker, 1)
            if picker is self.old:
                swap = self.button("compare.swap", lambda: "", self._swap, "swap", "quiet")
                self.say(swap.setToolTip, lambda: self.tr("Swap old and new"))
                self.say(swap.setAccessibleName, lambda: self.tr("Swap old and new"))
                line.addWidget(swap)
        self.run_button = self.button(
            "compare.run", lambda: self.tr("Com&pare"), self.refresh, "compare", "primary"
        )
        line.addWidget(self.run_button)
        for picker in (self.old, self.new):
            picker.changed.connect(self._ready)
        return box

    def _list(self) -> QWidget:
        self.files = TreeModel(lambda: self.tr("Pages and components"), self)
        self.filter = QLineEdit()
        self.filter.setClearButtonEnabled(True)
        self.say(self.filter.setPlaceholderText, lambda: self.tr("Filter…"))
        self.named(self.filter, "compare.filter", lambda: self.tr("Filter the list"))
        self.filter.textChanged.connect(lambda _: self._show_files())
        self.kind = QComboBox()
        self.named(self.kind, "compare.kind", lambda: self.tr("Kind of change"))
        for number, (status, text) in enumerate(
            (
                (None, lambda: self.tr("All changes")),
                (Status.ADDED, lambda: self.tr("+ added")),
                (Status.CHANGED, lambda: self.tr("~ changed")),
                (Status.REMOVED, lambda: self.tr("− removed")),
            )
        ):
            self.kind.addItem("", status)
            self.say(partial(self.kind.setItemText, number), text)
        self.kind.currentIndexChanged.connect(lambda _: self._show_files())
        self.file_tree = tree(self.files)
        self.named(self.file_tree, "compare.files", lambda: self.tr("What differs"))
        self.file_tree.selectionModel().currentChanged.connect(lambda *_: self._show_components())
        self.noise = QLabel()
        self.noise.setProperty("role", "muted")
        self.noise.setWordWrap(True)
        return _pane(self.filter, self.kind, self.file_tree, self.noise)

    def _components(self) -> QWidget:
        self.component_heading = self.label(role="heading", wrap=True)
        self.views = ComponentViews(
            "compare.components",
            self.context,
            lambda: self.tr("Components that differ"),
        )
        self.views.drawing.connect(
            lambda on: self.parts.setSizes(list(_PICTURE_SIZES if on else _TREE_SIZES))
        )
        return _pane(self.component_heading, self.views)

    def _read(self) -> None:
        self.pane = ReadingPane("compare", self.context)
        self.properties = self.pane.properties
        self.views.shown.connect(self.pane.show_component)
        self.pane.chosen.connect(self.views.choose)
        self.pane.sent.connect(self._send)
        self.parts.addWidget(self.pane)

    # -- behaviour ---------------------------------------------------------------------------

    def arrive(self) -> None:
        if self.context.open and self._options is None:
            self.load_sources()
        if self._mislabelled and self.comparison is not None:
            file = self._file()
            self._goal = file.path if file else ""
            self.refresh()

    def load_sources(self) -> None:
        place = self.context.place

        def done(options: tuple[SourceOption, ...]) -> None:
            self._options = options
            for picker, place_in_list in ((self.old, 0), (self.new, 1)):
                picker.set_options(options)
                if not picker.spec and len(options) > place_in_list:
                    picker.choose(options[place_in_list].spec)
            self._ready()

        self.context.run(lambda report: versions.sources(place), done, self.fail, self)

    def open(self, old: str, new: str, path: str = "", old_label: str = "") -> None:
        """Compare two sources and go to a file."""
        self._goal = path
        self.old.choose(old, old_label)
        self.new.choose(new)
        self.refresh()

    def refresh(self) -> None:
        old, new = self.old.spec, self.new.spec
        if not old or not new or not self.context.open:
            return
        place = self.context.place
        self.work(
            self.tr("Comparing…"),
            lambda report: versions.compare(place, old, new, report),
            self.show_comparison,
        )

    def show_comparison(self, comparison: Comparison) -> None:
        self.comparison, self._mislabelled = comparison, False
        self.stack.setCurrentWidget(self.same if comparison.diff.is_empty else self.parts)
        self._show_files()
        self.file_tree.setFocus()

    def _ready(self) -> None:
        self.run_button.setEnabled(bool(self.old.spec and self.new.spec))

    def _swap(self) -> None:
        old, new = self.old.option, self.new.option
        if old is not None and new is not None:
            self.old.choose(new.spec, new.label)
            self.new.choose(old.spec, old.label)
            self.refresh()

    def _show_files(self) -> None:
        if self.comparison is None:
            return
        needle = self.filter.text().strip().casefold()
        kind = self.kind.currentData()
        status = Status(kind) if kind else None  # Qt gives the word back, and no more the value
        files = [f for f in self.comparison.diff.files if _matches(f, needle, status)]
        self._changing = True
        self.files.set_root(file_nodes(files))
        self.file_tree.expandAll()
        noise = self.comparison.diff.noise
        self.noise.setText(
            self.tr("%n difference(s) without meaning left out", "", noise) if noise else ""
        )
        goal = self._goal
        index = self.files.find(
            lambda n: isinstance(n.value, FileDiff) and (not goal or n.value.path == goal)
        )
        if not index.isValid():
            index = self.files.find(lambda n: isinstance(n.value, FileDiff))
        self._goal = ""
        self.file_tree.setCurrentIndex(index)
        self._changing = False
        self._show_components()

    def _file(self) -> FileDiff | None:
        value = self.files.node(self.file_tree.currentIndex()).value
        return value if isinstance(value, FileDiff) else None

    def _show_components(self) -> None:
        if self._changing:
            return
        file, comparison = self._file(), self.comparison
        self.component_heading.setText(words.file_title(file) if file else "")
        draw = None
        if file is not None and comparison is not None and file.kind == "page":
            draw = partial(comparison.pictures.of, file.path, file.diff)
        self.pane.show_page(file.diff if file else None)
        self.views.show_file(component_nodes(file.diff) if file else (), draw)

    def _send(self) -> None:
        file, comparison = self._file(), self.comparison
        if file is not None and comparison is not None:
            part = ApplicationDiff((file,), 0)
            sides = (comparison.old.label, comparison.new.label)
            send(self, part, sides, comparison.pictures, words.file_title(file))

    def search(self) -> None:
        self.pane.begin_search()

    def search_next(self, forward: bool) -> None:
        self.pane.reader.step_match(forward)

    def step(self, forward: bool) -> None:
        """F8: the next component that differs."""
        self.views.step(forward)

    def _language_changed(self) -> None:
        """Types and properties were named in the language before."""
        self._mislabelled = True

    def _clients_changed(self) -> None:
        self._options = None  # the list is read again on the next visit

    def _place_changed(self) -> None:
        self.comparison, self._options = None, None
        self.old.clear()
        self.new.clear()
        self.stack.setCurrentWidget(self.blank)

    def retranslate(self) -> None:
        super().retranslate()
        if self.comparison is not None:
            file = self._file()
            self._goal = file.path if file else ""
            self._show_files()


def _matches(file: FileDiff, needle: str, status: Status | None) -> bool:
    """Whether it is of that kind, or holds a component that is, and the text is found in it: in its
    name, its components, their properties and what those were and became."""
    of_kind = status is None or file.status is status
    if not of_kind and not any(c.status is status for c in file.diff.changes):
        return False
    if not needle:
        return True
    if any(needle in t.casefold() for t in (file.path, file.title, words.file_title(file))):
        return True
    return any(needle in text.casefold() for change in file.diff.changes for text in _texts(change))


def _texts(change: ComponentChange) -> Iterator[str]:
    yield f"{change.type_label} {change.name}"
    for one in change.properties:
        yield from (one.label, one.name, one.old or "", one.new or "")


def _pane(*widgets: QWidget) -> QWidget:
    pane = QWidget()
    layout = column(pane, 0, 8)
    for widget in widgets:
        layout.addWidget(widget, 1 if isinstance(widget, QTreeView | ComponentViews) else 0)
    return pane


def _widened(label: QLabel) -> Callable[[str], None]:
    """An underlined letter is drawn without the kerning that the width is measured with."""

    def widen(text: str) -> None:
        label.setMinimumWidth(label.sizeHint().width() + label.fontMetrics().height() // 3)

    return widen
