"""A read-only tree of nodes: files by group, components by their place on the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt

from ui.models.rows import Chip, Index, Role


class Node:
    """One line of a tree. ``value`` is what the line stands for (None for a mere group)."""

    __slots__ = ("children", "chips", "name", "parent", "row", "sub", "tone", "value")

    def __init__(
        self,
        name: str,
        value: object = None,
        *,
        sub: str = "",
        tone: str = "",
        chips: tuple[Chip, ...] = (),
    ) -> None:
        self.name, self.value, self.sub, self.tone, self.chips = name, value, sub, tone, chips
        self.children: list[Node] = []
        self.parent: Node | None = None
        self.row = 0

    def add(self, child: Node) -> Node:
        child.parent, child.row = self, len(self.children)
        self.children.append(child)
        return child


class TreeModel(QAbstractItemModel):
    """``set_root`` replaces everything; the model keeps the root alive for its indexes."""

    def __init__(self, title: Callable[[], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._root = Node("")

    def set_root(self, children: Sequence[Node]) -> None:
        self.beginResetModel()
        self._root = Node("")
        for child in children:
            self._root.add(child)
        self.endResetModel()

    def node(self, index: Index) -> Node:
        if not index.isValid():
            return self._root
        node = index.internalPointer()
        assert isinstance(node, Node)
        return node

    def find(self, matches: Callable[[Node], bool]) -> QModelIndex:
        """The first node that matches, in reading order; an invalid index for none."""

        def search(node: Node) -> Node | None:
            for child in node.children:
                found = child if matches(child) else search(child)
                if found is not None:
                    return found
            return None

        found = search(self._root)
        return self.index_of(found) if found is not None else QModelIndex()

    def index_of(self, node: Node) -> QModelIndex:
        return self.createIndex(node.row, 0, node)

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        node = self.node(parent)
        if column != 0 or not 0 <= row < len(node.children):
            return QModelIndex()
        return self.createIndex(row, 0, node.children[row])

    def parent(self, index: Index = QModelIndex()) -> Any:  # noqa: B008
        above = self.node(index).parent if index.isValid() else None
        if above is None or above is self._root:
            return QModelIndex()
        return self.createIndex(above.row, 0, above)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(self.node(parent).children)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._title()
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        node = self.node(index)
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return node.name
            case Role.SUBTEXT:
                return node.sub
            case Role.CHIPS:
                return node.chips
            case Role.TONE:
                return node.tone
            case Qt.ItemDataRole.AccessibleTextRole:
                words = (node.name, node.sub, *(chip.label for chip in node.chips))
                return ", ".join(word for word in words if word)
        return None
