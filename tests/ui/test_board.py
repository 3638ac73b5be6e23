"""A board for four hundred clients: sifted, sorted, ticked by what is shown; logs to search."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QTableView,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from app.rollout.model import ClientState, Verdict
from app.services.messages import catalogue
from app.services.rollout import reading
from app.services.rollout.reading import Level, Stream, level_of
from tests.ui import fakes as made_up
from tests.ui.helpers import Answer, find
from tests.ui.pages import NOW
from ui import place
from ui.i18n import Speech, about
from ui.models.arranged import ArrangedModel
from ui.models.board import version_rank
from ui.models.pace import remaining
from ui.models.rows import Column
from ui.screens.rollout.screen import RolloutScreen
from ui.screens.rollout.starting import Starting
from ui.widgets.views import SpreadTable
from ui.window import MainWindow

TOWNS = ("Maroc", "France", "Tunisie", "Sénégal")


@pytest.fixture
def four_hundred(fakes: made_up.Fakes) -> list[str]:
    first = fakes.settings_dict["clients"][0]
    fakes.settings_dict["clients"] = [
        {**first, "id": f"c{n:03}", "name": f"{TOWNS[n % 4]} {n:03}", "ring": 1 + n // 150}
        for n in range(400)
    ]
    fakes.installed = {f"c{n:03}": "2" for n in range(0, 400, 4)}
    fakes.releases_answer.append(made_up.release_value("2"))
    return [c["id"] for c in fakes.settings_dict["clients"]]


@pytest.fixture
def plan(qtbot: QtBot, opened: MainWindow, four_hundred: list[str]) -> Iterator[RolloutScreen]:
    opened.context.set_place(opened.context.place)
    opened.go(4)
    qtbot.waitUntil(lambda: opened.rollout.plan.model.rowCount() == 400)
    yield opened.rollout


@pytest.fixture
def live(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes, answer: type[Answer]
) -> RolloutScreen:
    fakes.releases_answer.append(made_up.release_value("2"))
    opened.go(4)
    qtbot.waitUntil(lambda: opened.rollout.plan.version == "2")
    answer("rollout.confirm")
    qtbot.mouseClick(find(opened, "rollout.start"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: opened.rollout.running is not None)
    return opened.rollout


def many(count: int, verdict: Verdict = Verdict.RUNNING) -> list[ClientState]:
    made = made_up.running("maroc", 3)
    return [
        replace(made, client=f"c{n:03}", name=f"Client {n:03}", verdict=verdict)
        for n in range(count)
    ]


# -- the model ------------------------------------------------------------------------------


def test_rows_are_sifted_and_put_in_order(qtbot: QtBot) -> None:
    model: ArrangedModel[str] = ArrangedModel(
        (
            Column(lambda: "Name", lambda v: v, checkable=True),
            Column(lambda: "Version", lambda v: v[1:], order=lambda v: version_rank(v[1:])),
        ),
        key=lambda v: v,
        natural=lambda v: v != "b9",
    )
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Fatal, model
    )
    assert tester.model() is model
    model.set_rows(("a10", "b9", "c10.2"))
    assert model.rows == ("b9", "a10", "c10.2")  # what ranks first, and else as it was given
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert model.rows == ("c10.2", "a10", "b9")
    model.set_checked({"a10", "b9"})
    model.sift("10 C")
    assert model.rows == ("c10.2",) and model.checked == ("a10", "b9")
    model.check_shown()
    assert model.checked == ("a10", "b9", "c10.2")
    model.sift("")
    kept = model.index(2, 0)
    from PySide6.QtCore import QPersistentModelIndex

    held = QPersistentModelIndex(kept)
    model.sort(-1)
    assert model.rows[held.row()] == "b9" and held.row() == 0


# -- the plan -------------------------------------------------------------------------------


def test_nobody_of_four_hundred_is_ticked_by_default(plan: RolloutScreen) -> None:
    assert plan.plan.client_ids == () and not find(plan, "rollout.start").isEnabled()


def test_a_filter_and_one_click_choose(
    qtbot: QtBot, opened: MainWindow, plan: RolloutScreen
) -> None:
    """By keyboard: Ctrl+F, words, Enter into the table; by mouse: all that is shown."""
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    qtbot.keyClick(opened, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    words = find(plan, "rollout.sift.words", QLineEdit)
    qtbot.waitUntil(words.hasFocus)
    qtbot.keyClicks(words, "tunisie")
    assert plan.plan.model.rowCount() == 100
    assert plan.plan.sifter.count.text() == "100 of 400 shown"
    qtbot.mouseClick(find(plan, "rollout.all"), Qt.MouseButton.LeftButton)
    assert len(plan.plan.client_ids) == 100
    qtbot.keyClick(words, Qt.Key.Key_Return)
    table = find(plan, "rollout.clients", QTableView)
    assert table.hasFocus() and table.currentIndex().row() == 0
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert len(plan.plan.client_ids) == 99
    words.setFocus()
    qtbot.keyClick(words, Qt.Key.Key_Escape)
    assert plan.plan.model.rowCount() == 400 and len(plan.plan.client_ids) == 99


def test_only_those_without_the_release_are_ticked(qtbot: QtBot, plan: RolloutScreen) -> None:
    qtbot.mouseClick(find(plan, "rollout.missing"), Qt.MouseButton.LeftButton)
    assert len(plan.plan.client_ids) == 300 and "c004" not in plan.plan.client_ids
    qtbot.mouseClick(find(plan, "rollout.none"), Qt.MouseButton.LeftButton)
    assert plan.plan.client_ids == ()
    box = find(plan, "rollout.only_without")
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert plan.plan.model.rowCount() == 300


def test_who_lacks_another_release_is_another_question(
    qtbot: QtBot, plan: RolloutScreen, fakes: made_up.Fakes
) -> None:
    three = tuple(made_up.release_value(v) for v in ("1", "2", "3"))
    plan.plan.show_data(three, plan.plan.model.every)
    qtbot.keyClick(find(plan, "rollout.only_without"), Qt.Key.Key_Space)
    assert plan.plan.model.rowCount() == 400, "nobody has the newest one"
    release = find(plan, "rollout.release", QComboBox)
    release.setCurrentIndex(release.count() - 1)  # the older ones
    release.setCurrentIndex(release.findData("2"))
    assert plan.plan.model.rowCount() == 300


def test_a_heading_puts_its_column_in_order(qtbot: QtBot, plan: RolloutScreen) -> None:
    table = find(plan, "rollout.clients", SpreadTable)
    header = table.horizontalHeader()
    model = plan.plan.model
    table.selectRow(3)
    chosen = model.rows[3].id
    at = QPoint(header.sectionViewportPosition(2) + 10, header.height() // 2)
    for wanted in (1, 3):  # up, then down
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert model.rows[0].ring == wanted
        assert model.rows[table.currentIndex().row()].id == chosen
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert model.rows == model.every


def test_the_order_of_a_table_is_there_at_the_next_start(
    opened: MainWindow, plan: RolloutScreen, fakes: made_up.Fakes
) -> None:
    table = find(plan, "rollout.clients", SpreadTable)
    table.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    place.keep(fakes.home, opened.pages, 4)
    table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    assert plan.plan.model.rows[0].ring == 1
    place.put_back(fakes.home, opened.pages)
    assert plan.plan.model.rows[0].ring == 3


@pytest.mark.parametrize(("language", "ring"), [("en", "Ring 3: 100 clients"), ("fr", "Anneau 3")])
def test_the_question_counts_by_ring_and_enter_starts_nothing(
    qtbot: QtBot, plan: RolloutScreen, speech: Speech, language: str, ring: str
) -> None:
    speech.speak(language)  # type: ignore[arg-type]
    plan.plan._missing()
    few = Starting(plan, "2", plan.plan.model.every[:3])
    dialog = Starting(plan, "2", plan.plan.model.every)
    assert ring in dialog.accessibleDescription()
    assert "Maroc 000" not in dialog.accessibleDescription()
    for shown in (few, dialog):
        shown.show()
        qtbot.waitExposed(shown)
    unit = dialog.fontMetrics().height()
    assert dialog.height() - few.height() <= 3 * unit  # two more rings, and not 397 more names
    names = find(dialog, "rollout.confirm.names", QPlainTextEdit)
    assert names.isHidden()
    qtbot.mouseClick(find(dialog, "rollout.confirm.who", QToolButton), Qt.MouseButton.LeftButton)
    assert names.isVisible() and "Maroc 000" in names.toPlainText()
    dialog.no.setFocus()
    assert dialog.no.isDefault()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Rejected and dialog.isHidden()
    for made in (few, dialog):
        made.close()
        made.deleteLater()


# -- the live board -------------------------------------------------------------------------


def test_failures_stand_first_and_alone_where_that_is_asked(
    qtbot: QtBot, live: RolloutScreen, fakes: made_up.Fakes
) -> None:
    assert fakes.running is not None
    clients = many(400)
    fakes.running.show(*clients)
    model = live.board.model
    qtbot.waitUntil(lambda: model.rowCount() == 400)
    live.board.table.selectRow(5)
    clients[300] = replace(clients[300], verdict=Verdict.FAILED)
    clients[200] = replace(clients[200], verdict=Verdict.IN_DOUBT)
    fakes.running.show(*clients)
    qtbot.waitUntil(lambda: model.rows[0].client == "c300")
    assert model.rows[1].client == "c200"
    assert live.board.detail.client is not None and live.board.detail.client.client == "c005"
    assert model.rows[live.board.table.currentIndex().row()].client == "c005"
    qtbot.mouseClick(find(live, "rollout.failed_only"), Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert [c.client for c in model.rows] == ["c300", "c200"]
    assert live.board.sifter.count.text() == "2 of 400 shown"


def test_a_board_shows_twenty_rows_at_150_percent(
    qtbot: QtBot, opened: MainWindow, live: RolloutScreen, fakes: made_up.Fakes
) -> None:
    """2560×1440 at 150 % is a window of 1707×960 less the frame and the task bar."""
    assert fakes.running is not None
    opened.resize(1707, 960 - 72)
    fakes.running.show(*many(400))
    qtbot.waitUntil(lambda: live.board.model.rowCount() == 400)
    live.board.watch(fakes.running)
    view = live.board.table
    qtbot.waitUntil(
        lambda: view.viewport().height() // view.verticalHeader().defaultSectionSize() >= 20
    )


def test_the_time_that_is_left() -> None:
    begun = replace(made_up.running("maroc", 3), started_at=NOW)
    done = made_up.verified("france")  # took 19 s
    waiting = made_up.waiting("tunisie")
    now = NOW + timedelta(seconds=9)
    assert remaining(made_up.rollout_state(begun, waiting), now) is None
    assert remaining(made_up.rollout_state(begun, done, waiting), now) == 19 + 10
    assert remaining(made_up.rollout_state(done, done), now) is None
    assert [about(s) for s in (3, 44, 70, 7300)] == ["10 s", "40 s", "1 min", "2 h 02 min"]


def test_the_board_says_how_long_it_takes(
    qtbot: QtBot, live: RolloutScreen, fakes: made_up.Fakes
) -> None:
    assert fakes.running is not None
    fakes.running.show(
        made_up.verified("maroc"), made_up.running("france", 1), made_up.waiting("tunisie")
    )
    qtbot.waitUntil(lambda: "left" in live.board.summary.text())
    assert "about 20 s left" in live.board.summary.text()  # the one that runs is over its time


# -- the logs -------------------------------------------------------------------------------

LOG = (
    '2026-11-23T13:30:00.000Z log.step {"step": "preflight"}',
    '2026-11-23T13:30:02.000Z log.invalid {"type": "VIEW", "name": "V1", "detail": "x"}',
    '2026-11-23T13:30:04.000Z log.server_refused {"changeset": "a", "number": 1, "ora": 942}',
    '2026-11-23T13:30:06.000Z log.verdict {"verdict": "verified"}',
)


def test_lines_have_a_weight() -> None:
    assert [level_of(line) for line in LOG] == [0, 1, 2, 0]
    stamp = "2026-11-23T13:30:06.000Z log.verdict "
    ends = {v: level_of(f'{stamp}{{"verdict": "{v.value}"}}') for v in Verdict}
    assert ends[Verdict.DATA_LOSS] is Level.FAILURE and ends[Verdict.IN_DOUBT] is Level.NOTICE
    assert level_of("anything at all") is Level.DETAIL
    told = {c: level_of(f'T log.problem {{"problem": "{c}"}}') for c in catalogue("en")["errors"]}
    assert told["data.as_announced"] is Level.DETAIL and told["data.missing"] is Level.NOTICE
    assert told["data.table_gone"] is told["oracle.lost"] is Level.FAILURE
    assert told.keys() >= reading.EXPLAINED | reading.AMBER
    known = catalogue("en")["log"]
    apart = {"log.problem", "log.lock_kept"}  # their sentences are those of the errors
    assert (reading.FAILURES | reading.NOTICES) - apart <= set(known) | {"log.lock_kept"}


def test_all_clients_are_one_stream_in_the_order_of_time() -> None:
    one, two = made_up.FakeLog(LOG[::2]), made_up.FakeLog(LOG[1::2])
    stream = Stream((("A", one), ("B", two)))
    assert stream.catch_up(3) and stream.published == 3
    assert not stream.catch_up(9)
    assert [stream.line(n) for n in range(4)] == list(LOG)
    assert [stream.whose(n) for n in range(4)] == ["A", "B", "A", "B"]
    one.lines.append("2026-11-23T13:31:00.000Z log.lock_freed")
    stream.catch_up(9)
    assert stream.published == 5 and stream.whose(4) == "A"
    same = Stream((("A", one), ("A", two)))
    assert (same.published, same.whole().published) == (0, 5)  # two of one name, nothing read yet


def test_the_log_is_searched_and_weighed(
    qtbot: QtBot, live: RolloutScreen, fakes: made_up.Fakes
) -> None:
    made = fakes.running
    assert made is not None
    chosen = live.board.detail.client
    assert chosen is not None
    made.logs[chosen.client].lines += LOG * 500
    view = find(live, "rollout.client.log", QListView)
    qtbot.waitUntil(lambda: view.model().rowCount() == 2000)
    level = find(live, "rollout.client.level", QComboBox)
    level.setFocus()
    qtbot.keyClick(level, Qt.Key.Key_End)  # failures only
    qtbot.waitUntil(lambda: view.model().rowCount() == 500)
    assert "ORA-00942" in view.model().index(0, 0).data()
    view.setCurrentIndex(view.model().index(250, 0))
    qtbot.keyClick(level, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: view.model().rowCount() == 2000)
    assert view.currentIndex().row() == 4 * 250 + 2  # what is around it can be read
    words = find(live, "rollout.client.words", QLineEdit)
    qtbot.keyClicks(words, "v1")
    qtbot.waitUntil(lambda: view.model().rowCount() == 500)
    made.logs[chosen.client].lines += LOG  # lines that come while it is searched
    qtbot.waitUntil(lambda: view.model().rowCount() == 501)


def test_the_stream_of_all_clients_is_shown_and_saved(
    qtbot: QtBot,
    live: RolloutScreen,
    fakes: made_up.Fakes,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    made = fakes.running
    assert made is not None
    made.logs["maroc"].lines += LOG[::2]
    made.logs["tunisie"].lines += LOG[1::2]
    live.board.detail.tabs.setCurrentIndex(3)
    view = find(live, "rollout.all_clients.log", QListView)
    qtbot.waitUntil(lambda: view.model().rowCount() == 4)
    assert "C Tunisie · Does not compile" in view.model().index(1, 0).data()
    shown: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: not shown.append(url))
    target = tmp_path / "log.txt"
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", staticmethod(lambda *_, **__: (str(target), ""))
    )
    qtbot.mouseClick(find(live, "rollout.all_clients.save"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(shown))
    lines = target.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 4 and "A Maroc  a [1] ✕ refused by the database: ORA-00942" in lines[2]


# -- the end --------------------------------------------------------------------------------


def test_the_report_says_where_it_is(
    qtbot: QtBot, live: RolloutScreen, fakes: made_up.Fakes, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(opened.append(url)))
    assert fakes.running is not None
    fakes.running.show(*map(made_up.verified, made_up.NAMES))
    qtbot.waitUntil(find(live, "rollout.banner").isVisible)
    qtbot.mouseClick(find(live, "rollout.report"), Qt.MouseButton.LeftButton)
    banner = live.board.banner
    qtbot.waitUntil(lambda: "nothing here opens it" in banner.next_step.text())
    assert not find(live, "rollout.error").isVisible()  # one banner at a time
    qtbot.mouseClick(find(live, "rollout.banner.copy"), Qt.MouseButton.LeftButton)
    path = Path(QGuiApplication.clipboard().text())
    assert path.is_file()
    qtbot.mouseClick(find(live, "rollout.banner.action"), Qt.MouseButton.LeftButton)
    assert Path(opened[-1].toLocalFile()) == path.parent
    assert QApplication.activeModalWidget() is None
