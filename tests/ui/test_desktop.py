"""The window among others: the taskbar, what is announced, and tables for Excel."""

from __future__ import annotations

import csv
import io
import shlex
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QFontInfo,
    QGuiApplication,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import fakes as made_up
from tests.ui.helpers import find
from ui.desktop import pinned, tables
from ui.desktop.attention import percent
from ui.desktop.taskbar import Taskbar
from ui.widgets.code import mono
from ui.widgets.views import SpreadTable, table
from ui.window import MainWindow

ROWS = [
    ["Client", "État", "Écart"],
    ["Agence; Rabat", 'dit "prêt"\nà partir', "-12,5"],
    ["=HYPERLINK(1)", "+x", "-"],
]


def model() -> QStandardItemModel:
    made = QStandardItemModel()
    made.setHorizontalHeaderLabels(ROWS[0])
    for row in ROWS[1:]:
        made.appendRow([QStandardItem(text) for text in row])
    return made


@pytest.fixture
def view(qtbot: QtBot) -> SpreadTable:
    made = table(model())
    qtbot.addWidget(made)
    made.resize(600, 200)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_the_file_is_what_a_french_excel_opens() -> None:
    raw = tables.as_csv(ROWS, ",")
    assert raw.startswith(b"\xef\xbb\xbf") and raw.count(b"\r\n") == 3
    read = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert read[:2] == ROWS[:2]
    assert tables.as_csv([["a", "b"]], ".") == b"\xef\xbb\xbfa,b\r\n"


def test_nothing_that_is_pasted_or_opened_is_run() -> None:
    """A client's name may be a formula; a number may begin with its sign, or lack."""
    read = tables.as_csv(ROWS, ",").decode("utf-8-sig").splitlines()[-1].split(";")
    assert read == ["'=HYPERLINK(1)", "'+x", "-"]
    assert "-12,5" in tables.as_csv(ROWS, ",").decode("utf-8-sig")
    assert tables.as_mime(ROWS, heads=True).text().splitlines()[-1].startswith("'=HYPERLINK")


def test_the_chosen_row_goes_to_the_clipboard_as_cells(qtbot: QtBot, view: SpreadTable) -> None:
    view.selectRow(0)
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    data = QGuiApplication.clipboard().mimeData()
    cells = next(csv.reader(io.StringIO(data.text(), newline=""), delimiter="\t"))
    assert cells == ROWS[1]
    assert data.html().count("<td>") == 3 and "prêt&quot;<br>à partir" in data.html()


def test_the_whole_table_has_its_headings(view: SpreadTable) -> None:
    (actions,) = view.findChildren(tables.TableActions)
    actions.menu().actions()[1].trigger()
    data = QGuiApplication.clipboard().mimeData()
    assert data.text().splitlines()[0] == "\t".join(ROWS[0])
    assert data.html().count("<th>") == 3 and data.html().count("<tr>") == 3


def test_a_table_is_saved_where_the_user_says_and_shown_there(
    view: SpreadTable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Path] = []
    target = tmp_path / "clients.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    monkeypatch.setattr(tables, "reveal", shown.append)
    (actions,) = view.findChildren(tables.TableActions)
    actions.menu().actions()[-1].trigger()
    assert b"Agence; Rabat" in target.read_bytes() and shown == [target]


def test_the_end_of_a_rollout_is_announced_where_the_user_is_elsewhere(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes, monkeypatch: pytest.MonkeyPatch
) -> None:
    alerted: list[object] = []
    shown: list[tuple[str, int]] = []
    monkeypatch.setattr(QApplication, "alert", lambda widget, *_: alerted.append(widget))
    monkeypatch.setattr(MainWindow, "isActiveWindow", lambda _: False)
    monkeypatch.setattr(
        Taskbar, "show", lambda _, window, state, value: shown.append((state, value))
    )
    fakes.releases_answer.append(made_up.release_value("2"))
    opened.go(4)
    qtbot.waitUntil(lambda: opened.rollout.plan.version == "2")
    opened.rollout.resume("r-1")
    qtbot.waitUntil(lambda: fakes.running is not None and opened.rollout.running is not None)
    made = fakes.running
    assert made is not None
    assert shown and shown[-1][0] == "running"
    made.show(*(made_up.running(c, 4) for c in made_up.NAMES))
    qtbot.waitUntil(lambda: shown[-1] == ("running", percent(made.state)))
    assert 0 < percent(made.state) < 100
    made.show(*map(made_up.verified, made_up.NAMES))
    qtbot.waitUntil(lambda: bool(alerted))
    assert alerted == [opened] and shown[-1] == ("none", 0)
    assert find(opened, "rollout.banner") is not None


def test_code_stands_in_letters_of_one_width(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the system names a font that is not there, as a Windows without Courier New."""
    assert QFontInfo(mono()).fixedPitch()
    monkeypatch.setattr(QFontDatabase, "systemFont", lambda _: QFont("No Such Font"))
    assert not QFontInfo(QFont("No Such Font")).fixedPitch()
    assert QFontInfo(mono()).fixedPitch()


@pytest.mark.skipif(sys.platform != "win32", reason="Windows' taskbar")
def test_the_taskbar_of_windows_is_reached(qtbot: QtBot, opened: MainWindow) -> None:
    taskbar = Taskbar()
    taskbar.show(int(opened.winId()), "running", 40)
    assert taskbar._object  # ITaskbarList3 was made, and its methods came back
    taskbar.show(int(opened.winId()), "none", 0)
    taskbar.close()
    assert taskbar._object is None


def test_a_pinned_window_starts_again_with_its_home() -> None:
    program = Path("C:/Program Files/Caravane/caravane-window.exe")
    home, default = Path("C:/Users/Zoé/Nos clients"), Path("C:/Users/Zoé/AppData/Local/caravane")
    said = pinned.properties(home, default, program)
    assert shlex.split(said[2].replace("\\", "/")) == [
        program.as_posix(), "--home", home.as_posix(),
    ]  # fmt: skip
    assert said[3].endswith("caravane-window.exe,0") and "Nos clients" in said[4]
    other = pinned.properties(home.with_name("Autres"), default, program)
    assert said[5] != other[5] and said[5].startswith("Caravane.") and len(said[5]) < 128
    assert pinned.properties(default, default, program) == {}


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows has a taskbar that keeps it")
def test_windows_keeps_what_is_said_of_a_window(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    said = pinned.properties(Path("C:/a home"), Path("C:/other"), Path("C:/caravane-window.exe"))
    if not pinned.write(int(window.winId()), said):
        pytest.skip("this Windows keeps no properties of a window")
    assert pinned.write(int(window.winId()), dict.fromkeys(reversed(said), ""))
