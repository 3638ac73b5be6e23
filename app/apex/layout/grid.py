"""The grid of twelve columns: which row and cell a component comes into, and how wide a cell is.

The rules are those that Page Designer's layout view follows: siblings are walked in their order; a
start column opens its cell, or stacks into the one that begins there; what is left between start
columns is shared by the automatic cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from app.apex.layout.model import Cell, Node, Row

COLUMNS: Final = 12


@dataclass
class _Open:
    """A cell that is being filled; ``column`` and ``span`` are 0 while automatic."""

    column: int
    span: int
    nodes: list[Node] = field(default_factory=list)


def rows(nodes: Sequence[Node]) -> tuple[Row, ...]:
    """The rows of a grid; ``nodes`` are the siblings in their order."""
    found: list[list[_Open]] = []
    for node in nodes:
        if not found or node.address.new_row:
            found.append([])
        _put(found[-1], node)
    return tuple(_closed(cells) for cells in found)


def _put(row: list[_Open], node: Node) -> None:
    wanted = node.address
    if wanted.column:
        same = next((cell for cell in row if cell.column == wanted.column), None)
        if same is not None:
            same.nodes.append(node)
            return
        later = (i for i, cell in enumerate(row) if cell.column > wanted.column)
        row.insert(next(later, len(row)), _Open(wanted.column, wanted.span, [node]))
    elif row and not wanted.new_cell:
        row[-1].nodes.append(node)
    else:
        row.append(_Open(0, wanted.span, [node]))


def _closed(cells: Sequence[_Open]) -> Row:
    """Widths for the automatic cells, piece by piece between the start columns."""
    heads = [i for i, cell in enumerate(cells) if i and cell.column > 1]
    done: list[Cell] = []
    for begin, end in pairwise([0, *heads, len(cells)]):
        piece = cells[begin:end]
        if not piece:
            continue
        first = piece[0].column or (1 if begin == 0 else done[-1].column + done[-1].span)
        limit = cells[end].column if end < len(cells) else COLUMNS + 1
        done += _shared(piece, first, limit - first)
    last = max((cell.column + cell.span - 1 for cell in done), default=COLUMNS)
    overlap = any(a.column + a.span > b.column for a, b in pairwise(done))
    if last > COLUMNS or overlap:
        return Row(_squeezed(done), overfull=True)
    return Row(tuple(done))


def _shared(piece: Sequence[_Open], first: int, width: int) -> list[Cell]:
    automatic = [cell for cell in piece if not cell.span]
    room = width - sum(cell.span for cell in piece)
    share = max(room // len(automatic), 1) if automatic else 0
    rest = room - share * len(automatic)
    column, done = first, []
    for cell in piece:
        span = cell.span or share
        if automatic and cell is automatic[-1] and 0 < rest < share:
            span += rest
        done.append(Cell(column, span, tuple(cell.nodes)))
        column += span
    return done


def _squeezed(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The cells of an overfull row one behind the other, each as wide as it asks for; whoever
    draws them takes the row's whole width for their sum."""
    column, done = 1, []
    for cell in cells:
        done.append(Cell(column, cell.span, cell.nodes))
        column += cell.span
    return tuple(done)


def width_of(row: Row) -> int:
    """How many columns the row's width stands for: 12, or more where it is overfull."""
    return max(COLUMNS, *(cell.column + cell.span - 1 for cell in row.cells))
