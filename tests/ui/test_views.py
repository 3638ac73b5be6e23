"""Column widths: everything that fits is shown, and what does not is shared fairly; what is cut
is told under the mouse."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from ui.models.rows import Column, Dot, RowsModel
from ui.widgets.views import _shrink, table

LONG = "A name that is far too long for the column that it stands in"


def test_the_widest_give_first() -> None:
    assert _shrink([100, 600, 200], [0, 1, 1], 300, 40) == [100, 300, 200]


def test_equal_shares_when_all_are_wide() -> None:
    assert _shrink([100, 600, 500], [0, 1, 1], 500, 40) == [100, 300, 300]


def test_nobody_vanishes() -> None:
    assert _shrink([100, 600, 500], [0, 1, 1], 5000, 40) == [100, 40, 40]


def test_what_is_cut_is_whole_under_the_mouse(qtbot: QtBot) -> None:
    dots = (Dot("success", "✓", "Preflight: done"), Dot("info", "●", "Backup: running"))
    model: RowsModel[str] = RowsModel(
        (
            Column(lambda: "Name", lambda v: v, sub=lambda v: "below"),
            Column(lambda: "Steps", lambda v: "", dots=lambda v: dots),
        ),
        key=lambda v: v,
    )
    model.set_rows((LONG, "short"))
    view = table(model)
    qtbot.addWidget(view)
    view.resize(260, 200)
    view.show()

    def tip(row: int, column: int, right: int = 20) -> str:
        spot = view.visualRect(model.index(row, column)).topLeft() + QPoint(right, 5)
        event = QHelpEvent(QEvent.Type.ToolTip, spot, view.viewport().mapToGlobal(spot))
        QApplication.sendEvent(view.viewport(), event)
        return QToolTip.text()

    assert tip(0, 0) == f"{LONG}\nbelow"
    assert tip(0, 1, 12) == "✓ Preflight: done"
    assert "short" not in tip(1, 0)
