"""The developers' screen, by mouse and keyboard."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from app.services.model import Problem
from tests.ui import fakes as made_up
from tests.ui.helpers import find
from ui.models.rows import Role
from ui.window import MainWindow


def cell(view: QTableView, row: int, column: int = 0) -> QPoint:
    rect = view.visualRect(view.model().index(row, column))
    return rect.center()


def check(view: QTableView, row: int) -> QPoint:
    rect = view.visualRect(view.model().index(row, 0))
    return QPoint(rect.left() + 15, rect.center().y())


def test_the_table_shows_what_each_changed(opened: MainWindow) -> None:
    model = opened.developers.table.model()
    chips = [
        [chip.label for chip in model.index(0, column).data(Role.CHIPS) or ()]
        for column in range(model.columnCount())
    ]
    assert model.index(0, 0).data() == "Ahmed"
    assert chips[1] == ["~ 2"] and chips[2] == ["+ 1"]
    assert chips[4] == ["∩ 1 page", "! 1 conflict"]
    assert model.index(2, 5).data(Role.CHIPS)[0].glyph == "✕"
    assert "password" in model.index(2, 5).data(Qt.ItemDataRole.ToolTipRole)


def test_a_page_is_called_a_page_and_counts_say_what_happened(
    qtbot: QtBot, opened: MainWindow
) -> None:
    screen = opened.developers
    for language, said in (
        ("en", "Changed by Ahmed: 2 pages, 1 shared component"),
        ("fr", "Modifié par Ahmed\u00a0: 2 pages, 1 composant partagé"),
    ):
        opened.context.speech.speak(language)  # type: ignore[arg-type]
        qtbot.waitUntil(lambda said=said: screen.file_heading.text() == said)  # type: ignore[misc]
    rows = screen.files
    chips = [[c.label for c in rows.index(n, 1).data(Role.CHIPS)] for n in range(rows.rowCount())]
    assert chips[0] == ["+ 1", "~ 2"] and chips[2] == ["+ 1"]


def test_ticked_developers_go_to_the_merge(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes
) -> None:
    table = find(opened, "developers.table", QTableView)
    button = find(opened, "developers.merge")
    assert button.isEnabled()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=check(table, 0))
    assert "1 developer" in opened.developers.chosen.text()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=check(table, 2))
    assert "1 developer" in opened.developers.chosen.text()  # one that cannot be read
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert opened.current is opened.merge
    qtbot.waitUntil(lambda: opened.merge.session is not None)
    assert ("merge", (("Sara",),)) in fakes.calls


def test_nobody_ticked_nothing_to_merge(qtbot: QtBot, opened: MainWindow) -> None:
    table = find(opened, "developers.table", QTableView)
    for row in (0, 1):
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=check(table, row))
    assert not find(opened, "developers.merge").isEnabled()


def test_the_files_of_the_chosen_one(qtbot: QtBot, opened: MainWindow) -> None:
    table = find(opened, "developers.table", QTableView)
    files = find(opened, "developers.files", QTableView).model()
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    names = [files.index(n, 0).data() for n in range(files.rowCount())]
    assert names == ["Page 20 · Polices", "Page 30 · Sinistres", "Page 40 · Agences"]
    assert [c.text for c in files.index(1, 2).data(Role.CHIPS)] == ["Ahmed", "1 conflict"]
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert files.rowCount() == 0
    assert opened.developers.error.isVisible()  # why this schema cannot be read
    qtbot.keyClick(table, Qt.Key.Key_Up)
    assert not opened.developers.error.isVisible()


def test_a_double_click_compares_at_that_page(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes
) -> None:
    files = find(opened, "developers.files", QTableView)
    spot = cell(files, 1)
    qtbot.mouseClick(files.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    qtbot.mouseDClick(files.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert opened.current is opened.compare
    qtbot.waitUntil(lambda: opened.compare.comparison is not None)
    assert ("compare", (f"git:{made_up.BASE.commit}", "dev:Ahmed")) in fakes.calls
    assert opened.compare.component_heading.text() == "Page 30 · Sinistres"
    assert opened.compare.old.currentText() == "v1"


def test_a_broken_schema_does_not_hide_the_others(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes
) -> None:
    fakes.overview_answer = replace(fakes.overview_answer, base=None, overlaps=())
    before = opened.developers.overview
    qtbot.mouseClick(find(opened, "developers.refresh"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: opened.developers.overview is not before)
    assert opened.developers.model.rowCount() == 3
    assert opened.developers.model.index(0, 4).data(Role.CHIPS) == ()


def test_who_cannot_be_read_any_more_is_not_chosen_any_more(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes
) -> None:
    """A password that expired between two looks: Sara stays in the list and leaves the choice."""
    ahmed, sara, karim = fakes.overview_answer.developers
    refused = Problem("oracle.wrong_password", {"target": "Sara"})
    sara = replace(sara, problem=refused, files=())
    fakes.overview_answer = replace(
        fakes.overview_answer, developers=(ahmed, sara, karim), overlaps=()
    )
    qtbot.mouseClick(find(opened, "developers.refresh"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: opened.developers.overview is fakes.overview_answer)
    assert "1 developer" in opened.developers.chosen.text()
    qtbot.mouseClick(find(opened, "developers.merge"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: opened.merge.session is not None)
    assert ("merge", (("Ahmed",),)) in fakes.calls


def test_an_error_takes_its_room_from_the_files(qtbot: QtBot, opened: MainWindow) -> None:
    table = find(opened, "developers.table", QTableView)
    files = find(opened, "developers.files", QTableView)
    before, below = table.height(), files.height()
    table.selectRow(2)
    qtbot.waitUntil(lambda: files.height() < below)
    assert opened.developers.error.isVisible() and table.height() == before
    assert opened.developers.file_heading.text() == "Karim"
    files.repaint()
    assert "could not be read" in files.accessibleDescription()


def test_when_all_is_merged_nobody_is_asked_to_tick(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes
) -> None:
    done = tuple(replace(d, files=()) for d in fakes.overview_answer.developers)
    fakes.overview_answer = replace(fakes.overview_answer, developers=done, overlaps=())
    qtbot.mouseClick(find(opened, "developers.refresh"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: opened.developers.overview is fakes.overview_answer)
    assert opened.developers.chosen.text() == "Nobody's work waits for a merge."
    assert not find(opened, "developers.merge").isEnabled()


def test_who_touches_what(qtbot: QtBot, opened: MainWindow) -> None:
    """A line for each page, a column for each developer; where two collide stands first."""
    screen = opened.developers
    screen.views.setCurrentIndex(1)
    view = find(screen, "developers.matrix", QTableView)
    model = view.model()
    heads = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    assert heads == ["Page or component", "Ahmed", "Sara", "Where they meet"]
    assert model.index(0, 0).data() == "Page 30 · Sinistres"
    assert [c.glyph for c in model.index(0, 3).data(Role.CHIPS)] == ["!"]
    qtbot.mouseClick(
        find(screen, "developers.matrix.meeting"), Qt.MouseButton.LeftButton, pos=QPoint(8, 8)
    )
    assert model.rowCount() == 1
    opened_files: list[tuple[str, str]] = []
    screen.file_opened.connect(lambda name, path: opened_files.append((name, path)))
    at = view.visualRect(model.index(0, 2)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert opened_files == [("Sara", made_up.PAGE_30.path)]
