"""The drawn page: choosing, walking by keyboard, changes one by one, and what a reader hears."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from app.apex import Application, compare_applications
from app.apex.layout import Detail, Pictures
from app.services.model import Comparison, Picture, SourceOption
from tests.apex.layout.builder import button, item, page, region
from ui.screens.compare import CompareScreen
from ui.widgets.page_canvas import PageCanvas
from ui.window import MainWindow

PATH = "application/pages/page_00001.sql"
OLD = page(region(1, "Orders"), item(2, "P1_A", 1, 10), item(3, "P1_B", 1, 20),
           region(9, "Rest", 20), button(4, "SAVE", 1, 30, p_button_position="NEXT"))  # fmt: skip
NEW = page(region(1, "Orders"), item(2, "P1_A", 1, 10, p_prompt="Amount"), item(5, "P1_C", 1, 30),
           region(9, "Rest", 20), button(4, "SAVE", 1, 30, p_button_position="NEXT"))  # fmt: skip


def comparison() -> Comparison:
    sides = [Application({PATH: side.source}) for side in (OLD, NEW)]
    found = compare_applications(*sides)
    return Comparison(SourceOption("a", "a"), SourceOption("b", "b"), found, Pictures(*sides))


def drawn() -> Picture:
    made = comparison()
    found = made.pictures.of(PATH, made.diff.files[0].diff, Detail(width=600))
    assert found is not None
    return found


@pytest.fixture
def canvas(qtbot: QtBot) -> PageCanvas:
    made = PageCanvas(lambda box, mark: f"{box.kind} {box.title} {mark.status if mark else ''}",
                      lambda box: box.title, lambda box: box.plugin)  # fmt: skip
    qtbot.addWidget(made)
    made.resize(640, 480)
    made.show()
    qtbot.waitExposed(made)
    made.set_picture(drawn())
    return made


def titles(canvas: PageCanvas) -> list[str]:
    return [box.title for box in canvas.boxes() if box.kind not in ("slot", "page")]


def test_a_click_chooses_the_innermost_box(qtbot: QtBot, canvas: PageCanvas) -> None:
    where = canvas.rect_of("create_page_item:5").center().toPoint()
    with qtbot.waitSignal(canvas.chosen) as told:
        qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert told.args == ["create_page_item:5"]
    assert canvas.accessibleDescription() == "item P1_C added"
    with qtbot.assertNotEmitted(canvas.chosen):
        qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(639, 479))


def test_the_old_place_of_what_has_gone_is_shown(canvas: PageCanvas) -> None:
    assert titles(canvas) == ["Orders", "SAVE", "P1_A", "P1_B", "P1_C", "Rest"]
    stub = next(box for box in canvas.boxes() if box.kind == "stub")
    assert stub.title == "P1_B"


def test_the_keyboard_walks_the_tree(qtbot: QtBot, canvas: PageCanvas) -> None:
    canvas.setFocus()
    seen = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Up,
                Qt.Key.Key_Right, Qt.Key.Key_Left):  # fmt: skip
        qtbot.keyClick(canvas, key)
        seen.append(canvas.key)
    assert seen[0] == "create_page"
    assert seen[1:4] == ["create_page_plug:1", "create_page_plug:9", "create_page_plug:1"]
    assert seen[4].split(":")[0] in ("create_page_item", "create_page_button")
    assert seen[5] == "create_page_plug:1"


def test_n_and_p_go_from_change_to_change(qtbot: QtBot, canvas: PageCanvas) -> None:
    canvas.setFocus()
    seen = []
    for _ in range(2):
        qtbot.keyClick(canvas, Qt.Key.Key_N)
        seen.append(canvas.key)
    assert seen == ["create_page_item:2", "create_page_item:5"]
    qtbot.keyClick(canvas, Qt.Key.Key_P)
    assert canvas.key == "create_page_item:2"
    assert not canvas.step(False)


def test_two_sides_and_closer(qtbot: QtBot, canvas: PageCanvas) -> None:
    one = canvas.rect_of("create_page_plug:1").width()
    canvas.set_mode("sides")
    assert sum(box.key == "create_page_plug:1" for box in canvas.boxes()) == 2
    assert canvas.rect_of("create_page_plug:1").width() < one
    canvas.set_mode("together")
    canvas.zoom(True)
    assert canvas.rect_of("create_page_plug:1").width() > one
    canvas.fit()
    assert canvas.rect_of("create_page_plug:1").width() == pytest.approx(one)
    assert not canvas.grab().isNull()


def test_the_compare_screen_links_the_drawing_and_the_properties(
    qtbot: QtBot, opened: MainWindow
) -> None:
    opened.go(1)
    screen: CompareScreen = opened.compare
    screen.show_comparison(comparison())
    screen.pane.tabs.setCurrentIndex(1)
    screen.views.tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: screen.views.page.canvas.picture is not None)
    canvas = screen.views.page.canvas
    where = canvas.rect_of("create_page_item:2").center().toPoint()
    qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert "P1_A" in screen.properties.heading.text()
    screen.step(True)
    assert "P1_C" in screen.properties.heading.text()
    screen.views.page.only.click()
    qtbot.waitUntil(lambda: any(box.inside == 0 and box.title == "Rest" for box in canvas.boxes()))
    screen.views.page.sides.click()
    qtbot.waitUntil(lambda: sum(b.key == "create_page_plug:9" for b in canvas.boxes()) == 2)


def test_what_is_no_page_has_no_drawing(qtbot: QtBot, opened: MainWindow) -> None:
    opened.go(1)
    qtbot.waitUntil(lambda: bool(opened.compare.old.spec))
    opened.compare.open("git:v1", "dev:Ahmed")
    qtbot.waitUntil(lambda: opened.compare.comparison is not None)
    screen = opened.compare
    group = screen.files.index(1, 0)
    screen.file_tree.setCurrentIndex(screen.files.index(0, 0, group))
    assert not screen.views.tabs.isTabEnabled(1)
    assert screen.views.tabs.currentIndex() == 0
