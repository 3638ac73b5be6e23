"""Clients over time: the timeline of a rollout, every client's versions, and a search over all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QFont, QWheelEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QTableView
from pytestqt.qtbot import QtBot

from app.rollout.model import Verdict
from app.services.rollout.lanes import Chart, Lane, Mark, Span
from tests.ui import fakes as made_up
from tests.ui import samples
from tests.ui.helpers import Answer, find
from tests.ui.pages import NOW
from ui.i18n import Speech
from ui.screens.history.screen import EVERYTHING, RELEASES, ROLLOUTS, HistoryScreen
from ui.theme import tokens
from ui.widgets.lanes import LanesView
from ui.window import MainWindow


def a_chart(count: int) -> Chart:
    """Lane number n has one span of ten seconds that begins at n; the first has a mark, too."""
    lanes = []
    for n in range(count):
        begun = NOW + timedelta(seconds=n)
        span = Span(begun, begun + timedelta(seconds=10), "changelog", "success")
        mark = Mark(NOW + timedelta(seconds=5), Verdict.FAILED, "danger", "2")
        lanes.append(Lane(f"c{n}", f"Client {n}", (span,), (mark,) if n == 1 else ()))
    return Chart(tuple(lanes), NOW, NOW + timedelta(seconds=count + 10))


@pytest.fixture
def view(qtbot: QtBot, speech: Speech) -> LanesView:
    def tell(lane: Lane, thing: Span | Mark | None) -> str:
        return f"{lane.name} {type(thing).__name__}"

    made = LanesView(lambda span: span.code, tell)
    qtbot.addWidget(made)
    made.resize(900, 300)
    made.set_chart(a_chart(400))
    made.show()
    return made


def test_what_is_drawn_at_a_place_is_what_was_there_then(view: LanesView) -> None:
    found = view.thing_at(view.place_of("c3", NOW + timedelta(seconds=8)))
    assert found is not None and found[0].client == "c3" and isinstance(found[1], Span)
    found = view.thing_at(view.place_of("c3", NOW + timedelta(seconds=30)))
    assert found is not None and found[0].client == "c3" and found[1] is None
    found = view.thing_at(view.place_of("c1", NOW + timedelta(seconds=5)))
    assert found is not None and isinstance(found[1], Mark)
    assert view.thing_at(QPointF(50, 2)) is None, "the clock is no client"


def test_the_keyboard_goes_through_the_lanes_and_opens_one(qtbot: QtBot, view: LanesView) -> None:
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.current == "c2" and view.accessibleDescription().startswith("Client 2")
    for _ in range(60):
        qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert view.current == "c399"
    spot = view.place_of("c399", NOW)
    assert 0 < spot.y() < view.viewport().height(), "it is brought into view"
    with qtbot.waitSignal(view.opened) as told:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert told.args == ["c399"]


def test_looking_closer_keeps_the_place_under_the_pointer(qtbot: QtBot, view: LanesView) -> None:
    moment = NOW + timedelta(seconds=200)
    before = view.place_of("c0", moment).x()
    spot = QPointF(before, 40)
    wheel = QWheelEvent(
        spot, view.viewport().mapToGlobal(spot), QPoint(), QPoint(0, 120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), wheel)
    assert view.horizontalScrollBar().maximum() > 0
    assert abs(view.place_of("c0", moment).x() - before) <= 2
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.horizontalScrollBar().maximum() == 0


def test_the_chosen_client_stays_chosen_in_the_next_chart(view: LanesView) -> None:
    view.choose("c7")
    view.set_chart(Chart(a_chart(400).lanes[::-1], NOW, NOW + timedelta(seconds=410)))
    assert view.current == "c7"
    view.set_chart(a_chart(3))
    assert view.current == ""
    view.set_chart(a_chart(20))
    assert view.current == "c7", "it came again"


def test_all_clients_are_seen_at_once_and_each_can_still_be_chosen(
    qtbot: QtBot, view: LanesView
) -> None:
    assert view.verticalScrollBar().maximum() > 0
    view.set_dense(True)
    assert view.verticalScrollBar().maximum() == 0
    spot = view.place_of("c399", NOW + timedelta(seconds=404))
    assert 0 < spot.y() < view.viewport().height()
    found = view.thing_at(spot)
    assert found is not None and isinstance(found[1], Span)
    picture = view.viewport().grab().toImage()
    ratio = picture.width() / view.viewport().width()
    at = spot.toPoint() * ratio
    empty = view.place_of("c399", NOW + timedelta(seconds=100)).toPoint() * ratio
    assert picture.pixelColor(at) != picture.pixelColor(empty), "it is drawn"
    near = view.place_of("c390", NOW).toPoint()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=near)
    assert abs(int(view.current[1:]) - 390) <= 2, "a pixel is more than one client"
    view.set_dense(False)
    assert 0 < view.place_of(view.current, NOW).y() < view.viewport().height(), "it is in sight"


@pytest.mark.parametrize("dense", [False, True])
@pytest.mark.parametrize("count", [0, 1, 3, 400])
def test_any_number_is_painted(view: LanesView, count: int, dense: bool) -> None:
    view.set_dense(dense)
    view.set_chart(a_chart(count))
    if not count:
        blank = view.viewport().grab().toImage()
        view.empty_text = lambda: "nothing"
        assert view.viewport().grab().toImage() != blank, "it says why it is empty"
        return
    surface = QColor(tokens().surface)
    last = f"c{count - 1}"
    view.choose(last)
    view.choose("")  # brought into view, and not chosen
    picture = view.viewport().grab().toImage()
    ratio = picture.width() / view.viewport().width()
    inside = view.place_of(last, NOW + timedelta(seconds=count + 4)).toPoint() * ratio
    beyond = view.place_of(last, view.chart.end).toPoint() * ratio
    assert picture.pixelColor(inside) != surface, "the span is drawn"
    assert picture.pixelColor(beyond + QPoint(3, 0)) == surface, "and ends where it ended"


@pytest.mark.parametrize("width", range(500, 1700, 97))
def test_the_words_of_the_clock_do_not_stand_in_each_other(view: LanesView, width: int) -> None:
    """With the wide letters of some systems: the first one takes the place of two."""
    font = view.font()
    font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 140)
    view.setFont(font)
    view.resize(width, 300)
    metrics = view.fontMetrics()
    for _ in range(12):
        labels = list(view._labels(list(view._ticks()), view.viewport().width()))
        assert labels, "there is a clock"
        ends = [x + metrics.horizontalAdvance(text) for x, text in labels]
        assert all(end < x for end, (x, _) in zip(ends, labels[1:], strict=False))
        view.zoom(True)


def test_lanes_without_names_leave_no_room_for_them(view: LanesView) -> None:
    with_names = view.place_of("c0", view.chart.start).x()
    view.set_dense(True)
    without = view.place_of("c0", view.chart.start).x()
    assert without < view.fontMetrics().height() < with_names
    view.set_chart(a_chart(3))
    assert view.place_of("c0", view.chart.start).x() > view.fontMetrics().height()


def test_a_running_rollout_has_a_timeline_that_leads_to_the_log(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes, answer: type[Answer]
) -> None:
    fakes.releases_answer.append(made_up.release_value("2"))
    opened.go(4)
    screen = opened.rollout
    qtbot.waitUntil(lambda: screen.plan.version == "2")
    answer("rollout.confirm")
    qtbot.mouseClick(find(screen, "rollout.start"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen.running is not None)
    running = fakes.running
    assert running is not None
    running.show(
        made_up.running("maroc", 3), made_up.running("france", 1), made_up.waiting("tunisie")
    )
    tabs = screen.board.detail.tabs
    number = next(n for n in range(tabs.count()) if tabs.tabText(n) == "Timeline")
    tabs.setCurrentIndex(number)
    view = find(screen, "rollout.timeline", LanesView)
    qtbot.waitUntil(lambda: len(view.chart.lanes) == 3 and len(view.chart.lanes[0].spans) == 4)
    words = find(screen, "rollout.timeline.words", QLabel)
    assert words.text().startswith("2 of 3 clients begun")
    view.setFocus()
    while view.current != "france":
        qtbot.keyClick(view, Qt.Key.Key_Down)
    assert "B France" in screen.board.detail.heading.text(), "the board follows"
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert tabs.currentIndex() == 0, "its log is shown"
    tabs.setCurrentIndex(number)
    done = [made_up.verified(name) for name in made_up.NAMES]
    running.show(*done)
    qtbot.waitUntil(lambda: screen.running is None)
    ended = view.chart
    assert all(len(lane.spans) == 9 for lane in ended.lanes)
    assert not any(span.open for lane in ended.lanes for span in lane.spans)


@pytest.fixture
def history(qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes) -> HistoryScreen:
    fakes.releases_answer.append(made_up.release_value("2"))
    there = (replace(made_up.verified(name), old_version="1.1") for name in made_up.NAMES)
    last = made_up.rollout_state(*there)
    fakes.states = [*samples.year(), last]
    opened.go(5)
    qtbot.waitUntil(lambda: opened.history.rollouts.rowCount() == 4)
    return opened.history


def test_everything_is_searched_and_each_entry_leads_to_what_it_is_about(
    qtbot: QtBot, opened: MainWindow, history: HistoryScreen
) -> None:
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    qtbot.keyClick(opened, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert history.tabs.currentIndex() == EVERYTHING
    words = find(history, "history.find.words", QLineEdit)
    assert words.hasFocus()
    qtbot.keyClicks(words, "tunisie sara refused")
    table = find(history, "history.everything", QTableView)
    assert [e.verdict for e in history.everything.model.rows] == [Verdict.REFUSED]
    qtbot.keyClick(words, Qt.Key.Key_Return)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert history.tabs.currentIndex() == ROLLOUTS
    assert "C Tunisie" in history.detail.heading.text()
    history.search()
    words.setText("2 canal")
    assert [e.kind for e in history.everything.model.rows][:1] == ["release"]
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert history.tabs.currentIndex() == RELEASES
    history.search()
    words.clear()
    find(history, "history.trouble", QCheckBox).setChecked(True)
    assert {e.verdict for e in history.everything.model.rows} == {Verdict.REFUSED}


def test_the_versions_over_time_lead_to_what_was_done_at_a_client(
    qtbot: QtBot, history: HistoryScreen
) -> None:
    history.tabs.setCurrentIndex(EVERYTHING + 1)
    view = find(history, "history.versions", LanesView)
    by_client = {lane.client: [s.code for s in lane.spans] for lane in view.chart.lanes}
    assert by_client["maroc"] == ["0.9", "1", "1.1", "2"]
    (tunisie,) = [lane for lane in view.chart.lanes if lane.client == "tunisie"]
    assert [m.verdict for m in tunisie.marks] == [Verdict.REFUSED]
    assert find(history, "history.versions.words", QLabel).text() == "3 of 3 clients have version 2"
    view.setFocus()
    while view.current != "tunisie":
        qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert history.tabs.currentIndex() == EVERYTHING
    assert {e.client for e in history.everything.model.rows} == {"tunisie"}
    assert len(history.everything.model.rows) == 4


def test_the_version_that_is_counted_is_the_newest_not_the_last_rolled_out(
    qtbot: QtBot, opened: MainWindow, fakes: made_up.Fakes
) -> None:
    """An older release went out again, to one client."""
    everywhere = samples.year()
    again = replace(made_up.verified("maroc"), old_version="1.1", new_version="1")
    last = replace(made_up.rollout_state(again), tag="v1", release_version="1")
    fakes.states = [*everywhere, last]
    opened.go(5)
    words = find(opened.history, "history.versions.words", QLabel)
    qtbot.waitUntil(lambda: bool(words.text()))
    assert words.text() == "2 of 3 clients have version 1.1"


def test_the_history_has_the_timeline_of_the_chosen_rollout(
    qtbot: QtBot, history: HistoryScreen
) -> None:
    tabs = history.detail.tabs
    tabs.setCurrentIndex(next(n for n in range(tabs.count()) if tabs.tabText(n) == "Timeline"))
    view = find(history, "history.timeline", LanesView)
    assert len(view.chart.lanes) == 3 and view.current == "maroc"
    history.rollout_table.selectRow(1)
    assert [lane.client for lane in view.chart.lanes] == ["tunisie"]
