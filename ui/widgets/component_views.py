"""The components of one file that differ: as a tree, or as the page that they stand on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QSizePolicy, QTabWidget, QTreeView, QWidget

from app.services.model import ComponentChange
from ui.context import Context
from ui.models.tree import Node, TreeModel
from ui.widgets.page_panel import Draw, PagePanel
from ui.widgets.panel import Panel, column
from ui.widgets.views import tree


class ComponentViews(Panel):
    """``show`` takes the tree's nodes and what draws the page (None for what is no page). The
    chosen component is one, in whichever view it was chosen."""

    shown = Signal(object)  # the ComponentChange that was chosen, or None
    drawing = Signal(bool)  # whether the page is looked at now, and not the tree

    def __init__(
        self, name: str, context: Context, accessible: Callable[[], str],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._draw: Draw | None = None
        self._changing = False
        self.model = TreeModel(lambda: self.tr("Components"), self)
        self.tree = tree(self.model)
        self.named(self.tree, name, accessible)
        self.tree.selectionModel().currentChanged.connect(lambda *_: self._tell())
        self.page = PagePanel(name, context)
        self.page.chosen.connect(self._choose)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.tree, "")
        self.tabs.addTab(self.page, "")
        self.say(lambda text: self.tabs.setTabText(0, text), lambda: self.tr("Components"))
        self.say(lambda text: self.tabs.setTabText(1, text), lambda: self.tr("Drawing"))
        self.named(self.tabs, f"{name}.views", lambda: self.tr("Components or the page's layout"))
        self.tabs.currentChanged.connect(self._turned)
        self._make_room(0)
        column(self).addWidget(self.tabs)

    @property
    def current(self) -> ComponentChange | None:
        value = self.model.node(self.tree.currentIndex()).value
        return value if isinstance(value, ComponentChange) else None

    def show_file(self, nodes: Sequence[Node], draw: Draw | None) -> None:
        """Show another file, its first component chosen. The page is drawn while it is looked at
        only."""
        self._draw = draw
        self.tabs.setTabEnabled(1, draw is not None)
        self._changing = True
        self.model.set_root(nodes)
        self.tree.expandAll()
        self.page.show_page(draw if self.tabs.currentIndex() == 1 else None)
        first = self.model.find(lambda n: isinstance(n.value, ComponentChange))
        self.tree.setCurrentIndex(first)
        self._changing = False
        self._tell()

    def step(self, forward: bool) -> None:
        """The next component that differs, or the one before."""
        if self.tabs.currentIndex() == 1:
            self.page.canvas.step(forward)
        else:
            _step(self.tree, forward)

    def choose(self, key: str) -> None:
        """Choose a component by its key, or what stands for it; nothing where neither differs."""
        found = self._index_of(key)
        if found.isValid():
            self.tree.setCurrentIndex(found)

    def _tell(self) -> None:
        if self._changing:
            return
        chosen = self.current
        if chosen is not None:
            self.page.select(chosen.key)
        self.shown.emit(chosen)

    def _make_room(self, index: int) -> None:
        """The picture's tools need their width while they are seen only."""
        wanted = QSizePolicy.Policy.Preferred if index == 1 else QSizePolicy.Policy.Ignored
        self.page.setSizePolicy(wanted, QSizePolicy.Policy.Expanding)

    def _turned(self, index: int) -> None:
        self._make_room(index)
        self.drawing.emit(index == 1)
        self.page.show_page(self._draw if index == 1 else None)
        self._tell()

    def _choose(self, key: str) -> None:
        """Choose what differs in a box."""
        found = self._index_of(key)
        if not found.isValid():
            self.tree.clearSelection()
        self.tree.setCurrentIndex(found)

    def _index_of(self, key: str) -> QModelIndex:
        """What differs in a box: itself, or the first thing that it stands for."""
        picture = self.page.canvas.picture
        owners = picture.owners if picture is not None else {}

        def change(node: Node) -> ComponentChange | None:
            return node.value if isinstance(node.value, ComponentChange) else None

        found = self.model.find(lambda n: (c := change(n)) is not None and c.key == key)
        if not found.isValid():
            found = self.model.find(
                lambda n: (c := change(n)) is not None and owners.get(c.key) == key
            )
        return found


def _step(view: QTreeView, forward: bool) -> None:
    """To the next (or previous) line that stands for a change."""
    model = view.model()
    assert isinstance(model, TreeModel)
    index = view.currentIndex()
    while index.isValid():
        index = view.indexBelow(index) if forward else view.indexAbove(index)
        if index.isValid() and model.node(index).value is not None:
            view.setCurrentIndex(index)
            return
