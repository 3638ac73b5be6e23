"""Comparing: pickers, panes, filter, texts side by side."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QTreeView
from pytestqt.qtbot import QtBot

from tests.ui import fakes as made_up
from tests.ui.helpers import Answer, find
from ui.screens.compare import CompareScreen
from ui.widgets.code import CodeView
from ui.window import MainWindow


@pytest.fixture
def screen(qtbot: QtBot, opened: MainWindow) -> CompareScreen:
    opened.go(1)
    qtbot.waitUntil(lambda: bool(opened.compare.old.spec))
    opened.compare.open("git:v1", "dev:Ahmed")
    qtbot.waitUntil(lambda: opened.compare.comparison is not None)
    return opened.compare


@pytest.fixture
def beside(screen: CompareScreen) -> CompareScreen:
    """The properties side by side, instead of the whole page as one text."""
    screen.pane.tabs.setCurrentIndex(1)
    return screen


def test_files_are_grouped_with_glyphs(screen: CompareScreen) -> None:
    model = screen.files
    groups = [model.index(n, 0) for n in range(model.rowCount())]
    assert [g.data() for g in groups] == ["Pages", "Shared components"]
    names = [model.index(n, 0, groups[0]).data() for n in range(model.rowCount(groups[0]))]
    assert names == ["~  10 · Contrats", "~  20 · Polices", "~  30 · Sinistres", "+  40 · Agences"]
    assert "12" in screen.noise.text()


def test_the_filter_looks_into_components(qtbot: QtBot, screen: CompareScreen) -> None:
    qtbot.keyClicks(find(screen, "compare.filter", QLineEdit), "expert")
    pages = screen.files.index(0, 0)
    assert screen.files.rowCount(pages) == 1
    assert screen.component_heading.text() == "Page 30 · Sinistres"
    screen.filter.setText("nothing has this name")
    assert screen.files.rowCount() == 0 and screen.views.model.rowCount() == 0
    assert screen.component_heading.text() == ""


def test_texts_stand_side_by_side(qtbot: QtBot, beside: CompareScreen) -> None:
    old = find(beside, "compare.diff.old", CodeView)
    new = find(beside, "compare.diff.new", CodeView)
    qtbot.waitUntil(lambda: "canal_vente" in new.toPlainText())
    assert old.blockCount() == new.blockCount()
    assert "canal_vente" not in old.toPlainText()
    old.grab()
    new.grab()


def test_f8_goes_to_the_next_difference(qtbot: QtBot, beside: CompareScreen) -> None:
    screen = beside
    seen = []
    for _ in range(3):
        seen.append(screen.properties.heading.text())
        screen.step(True)
    assert [s.split(" · ")[1].split(" (")[0] for s in seen] == [
        "Liste des contrats",
        "P10_CANAL_VENTE",
        "Valider le contrat",
    ]
    screen.step(False)
    assert "P10_CANAL_VENTE" in screen.properties.heading.text()


def test_the_keyboard_walks_the_files(qtbot: QtBot, beside: CompareScreen) -> None:
    screen = beside
    tree = find(screen, "compare.files", QTreeView)
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_Down)
    assert screen.component_heading.text() == "Page 20 · Polices"
    statuses = [n for n in ("added", "moved", "removed")]
    shown = []
    for _ in statuses:
        shown.append(screen.properties.heading.text().rpartition("(")[2].rstrip(")"))
        screen.step(True)
    assert sorted(shown) == sorted(statuses)


def test_the_same_on_both_sides(qtbot: QtBot, screen: CompareScreen) -> None:
    screen.open("main", "main")
    qtbot.waitUntil(lambda: screen.stack.currentWidget() is screen.same)


def test_swapping(qtbot: QtBot, screen: CompareScreen, fakes: made_up.Fakes) -> None:
    qtbot.mouseClick(find(screen, "compare.swap"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: ("compare", ("dev:Ahmed", "git:v1")) in fakes.calls)


def test_a_folder_a_zip_and_a_revision(
    qtbot: QtBot,
    screen: CompareScreen,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    answer: type[Answer],
) -> None:
    picker = screen.new

    def pick(key: str) -> None:
        number = picker.findData(key)
        picker.setCurrentIndex(number)
        picker.activated.emit(number)

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "f100"))
    pick("+folder")
    assert picker.spec == f"folder:{tmp_path / 'f100'}" and picker.currentText() == "f100"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("/tmp/f100.zip", ""))
    pick("+zip")
    assert picker.spec == "zip:/tmp/f100.zip"
    answer("git", text="HEAD~2")
    pick("+git")
    assert picker.spec == "git:HEAD~2"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    pick("+folder")
    assert picker.spec == "git:HEAD~2" and picker.currentText() == "HEAD~2"
