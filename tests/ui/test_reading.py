"""Reading a change: everything on a page in one text, searched, folded, filtered, sent."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QFileDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.apex.model import ComponentChange, PageDiff, PropertyChange, Status
from tests.ui.helpers import find
from ui.screens.compare import CompareScreen
from ui.text import Options, Words, highlight, reading
from ui.widgets.reader import ReadingView
from ui.window import MainWindow

WORDS = Words({status: status.value for status in Status}, "{n} unchanged lines", "nothing", ": ")
OLD = "\n".join(f"select column_{n}" for n in range(30))
NEW = OLD.replace("column_15", "other_15").replace("select column_29", "select  column_29")


def page(old: str = OLD, new: str = NEW) -> PageDiff:
    code = PropertyChange("p_source", "Source · SQL Query", old, new, "text", "sql")
    short = PropertyChange("p_seq", "Layout · Sequence", "10", "20")
    change = ComponentChange(
        "create_page_plug:1", "create_page_plug", "Region", "Claims",
        ("Page Claims", "Region Claims"), Status.CHANGED, (short, code),
    )  # fmt: skip
    return PageDiff("page.sql", 30, "Claims", (change,))


def told(options: Options, diff: PageDiff | None = None) -> list[str]:
    return [line.side.text for line in reading(diff or page(), options, WORDS)]


def test_a_page_is_one_text_from_top_to_bottom() -> None:
    lines = reading(page(), Options(), WORDS)
    assert [line.side.text for line in lines[:4]] == [
        "~ Region · Claims (changed)", "  Page Claims", "  Layout · Sequence: 10 → 20",
        "  Source · SQL Query",
    ]  # fmt: skip
    code = [line.side for line in lines if line.kind == "code"]
    tones = [(side.tone, side.number, side.text) for side in code]
    assert ("removed", 16, "select column_15") in tones
    assert ("added", 16, "select other_15") in tones
    (removed,) = [line.side for line in lines if line.side.text == "select column_15"]
    assert removed.marks == ((7, 9),)  # the word, not the line


def test_a_label_and_its_value_are_parted_as_the_language_does() -> None:
    french = replace(WORDS, colon="\xa0: ")
    lines = [line.side.text for line in reading(page(), Options(), french)]
    assert "  Layout · Sequence\xa0: 10 → 20" in lines


def test_what_did_not_change_is_folded_and_unfolded() -> None:
    assert "  ⋯ 12 unchanged lines" in told(Options())
    whole = told(Options(unfolded=frozenset({"create_page_plug:1|p_source"})))
    assert not any("unchanged" in text for text in whole) and "select column_0" in whole
    assert told(Options(context=None)) == whole


def test_white_space_counts_unless_it_is_not_wanted() -> None:
    assert "select  column_29" in told(Options())
    assert "select  column_29" not in told(Options(blanks=False))


def test_what_touches_a_dot_and_everyday_names_are_no_words_of_sql() -> None:
    text = "select c.type, c.date, type, name from contrats c where c.name is null"
    (spans,) = highlight(text, "sql")
    words = [text[s.start : s.start + s.length] for s in spans if s.kind == "keyword"]
    assert words == ["select", "from", "where", "is", "null"]


@pytest.fixture
def screen(qtbot: QtBot, opened: MainWindow) -> CompareScreen:
    opened.go(1)
    qtbot.waitUntil(lambda: bool(opened.compare.old.spec))
    opened.compare.open("git:v1", "dev:Ahmed")
    view = find(opened.compare, "compare.reading", ReadingView)
    qtbot.waitUntil(lambda: "canal_vente" in view.toPlainText())
    return opened.compare


def view_of(screen: CompareScreen) -> ReadingView:
    return find(screen, "compare.reading", ReadingView)


def test_all_components_of_the_page_are_there(screen: CompareScreen) -> None:
    text = view_of(screen).toPlainText()
    for name in ("Liste des contrats", "P10_CANAL_VENTE", "Valider le contrat"):
        assert name in text
    view_of(screen).grab()


def test_the_text_and_the_tree_follow_each_other(qtbot: QtBot, screen: CompareScreen) -> None:
    view = view_of(screen)
    screen.step(True)
    assert screen.views.current is not None and screen.views.current.name == "P10_CANAL_VENTE"
    assert view.lines[view.textCursor().blockNumber()].key == screen.views.current.key
    number = next(n for n, line in enumerate(view.lines) if "Valider le contrat" in line.side.text)
    block = view.document().findBlockByNumber(number)
    spot = view.blockBoundingGeometry(block).translated(view.contentOffset()).center().toPoint()
    spot = QPoint(view.viewport().width() // 3, spot.y())
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert screen.views.current.name == "Valider le contrat"


def test_ctrl_f_searches_and_marks(qtbot: QtBot, screen: CompareScreen) -> None:
    window = screen.window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field = find(screen, "compare.search", QLineEdit)
    assert QApplication.focusWidget() is field
    qtbot.keyClicks(field, "STATUT")
    view, count = view_of(screen), find(screen, "compare.matches", QLabel)
    matches = len(view.extraSelections())
    assert matches > 1 and count.text() == f"1 of {matches}"
    assert {s.cursor.selectedText().lower() for s in view.extraSelections()} == {"statut"}
    qtbot.keyClick(field, Qt.Key.Key_F3)
    assert count.text() == f"2 of {matches}"
    qtbot.keyClicks(field, "zzz")
    assert count.text() == "not found" and not view.extraSelections()


def test_a_click_unfolds_and_a_tick_shows_all(qtbot: QtBot, screen: CompareScreen) -> None:
    reader, view = screen.pane.reader, view_of(screen)
    reader.show_page(page())
    qtbot.waitUntil(lambda: "unchanged" in view.toPlainText())
    view.scroll_to(next(n for n, line in enumerate(view.lines) if line.kind == "skip"))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "select column_0" in view.toPlainText())
    reader.show_page(page(OLD, NEW.replace("other_15", "third_15")))
    qtbot.waitUntil(lambda: "third_15" in view.toPlainText())
    assert "unchanged" in view.toPlainText()
    find(screen, "compare.fold", QCheckBox).click()
    qtbot.waitUntil(lambda: "unchanged" not in view.toPlainText())
    find(screen, "compare.blanks", QCheckBox).click()
    qtbot.waitUntil(lambda: "select  column_29" not in view.toPlainText())


def test_copy_takes_all_with_its_signs(qtbot: QtBot, screen: CompareScreen) -> None:
    qtbot.mouseClick(find(screen, "compare.copy"), Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text().split("\n")
    assert any(line.startswith("+ ") and "canal_vente" in line for line in copied)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "The page is written"), ("fr", "La page est écrite")]
)
def test_a_page_is_sent_as_one_file(
    qtbot: QtBot, screen: CompareScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    language: str, said: str,
) -> None:  # fmt: skip
    screen.context.speech.speak(language)  # type: ignore[arg-type]
    target = tmp_path / "page.html"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    qtbot.mouseClick(find(screen, "compare.send"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen.error.message.title == said)
    text = target.read_text(encoding="utf-8")
    assert "Liste des contrats" in text and "Sinistres" not in text  # this page alone


def test_the_list_is_filtered_by_kind_and_by_what_stands_in_a_property(
    qtbot: QtBot, screen: CompareScreen
) -> None:
    kind = find(screen, "compare.kind", QComboBox)
    kind.setFocus()
    qtbot.keyClick(kind, Qt.Key.Key_Down)  # added
    names = [screen.files.index(n, 0, screen.files.index(0, 0)).data() for n in range(4)]
    assert "+  40 · Agences" in names and "~  20 · Polices" in names  # something in it was added
    kind.setCurrentIndex(0)
    qtbot.keyClicks(screen.filter, "p_canal ")
    assert screen.files.rowCount(screen.files.index(0, 0)) == 1
