"""The bridge between threads: where callbacks arrive, and when they do not."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from app.errors import AppError
from app.services.model import Progress
from ui.bridge import Collector, FramePump, Tasks


@pytest.fixture
def tasks(qtbot: QtBot):
    made = Tasks()
    yield made
    qtbot.waitUntil(lambda: made.running == 0)
    made.close()


def test_done_arrives_on_the_windows_thread(qtbot: QtBot, tasks: Tasks) -> None:
    owner, seen = QObject(), []
    worker: list[int] = []

    def call(report):
        worker.append(threading.get_ident())
        return 42

    tasks.run(
        call,
        on_done=lambda value: seen.append((value, threading.get_ident())),
        on_error=lambda error: pytest.fail(str(error)),
        owner=owner,
    )
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(42, threading.main_thread().ident)]
    assert worker[0] != threading.main_thread().ident


@pytest.mark.parametrize("error", [AppError("merge.nobody"), ValueError("unforeseen")])
def test_errors_arrive_as_they_are(
    qtbot: QtBot, tasks: Tasks, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    owner, seen = QObject(), []

    def call(report):
        raise error

    tasks.run(call, on_done=lambda _: None, on_error=seen.append, owner=owner)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [error]
    assert ("failed" in caplog.text) == isinstance(error, ValueError)


def test_a_dead_owner_hears_nothing(qtbot: QtBot, tasks: Tasks) -> None:
    owner, seen, gate = QObject(), [], threading.Event()
    task = tasks.run(
        lambda report: gate.wait(10), on_done=seen.append, on_error=seen.append, owner=owner
    )
    delete(owner)
    gate.set()
    qtbot.waitUntil(lambda: task.finished)
    assert seen == []


def test_cancel_stops_the_worker_at_its_next_report(qtbot: QtBot, tasks: Tasks) -> None:
    owner, seen, gate = QObject(), [], threading.Event()
    after: list[str] = []

    def call(report):
        gate.wait(10)
        report(Progress("merge.reading"))
        after.append("went on")

    task = tasks.run(call, on_done=seen.append, on_error=seen.append, owner=owner)
    task.cancel()
    gate.set()
    qtbot.waitUntil(lambda: task.finished)
    assert seen == [] and after == []


def test_progress_is_conflated_and_never_after_the_end(qtbot: QtBot, tasks: Tasks) -> None:
    owner, heard, done = QObject(), [], []

    def call(report):
        for number in range(5000):
            report(Progress("merge.reading", number, 5000))

    tasks.run(
        call,
        on_done=lambda _: done.append(len(heard)),
        on_error=lambda error: pytest.fail(str(error)),
        owner=owner,
        on_progress=heard.append,
    )
    qtbot.waitUntil(lambda: bool(done))
    qtbot.wait(20)
    assert len(heard) == done[0] < 5000


def test_closing_is_quiet_while_calls_run(qtbot: QtBot) -> None:
    tasks, owner, seen, gate = Tasks(), QObject(), [], threading.Event()
    tasks.run(lambda report: gate.wait(10), on_done=seen.append, on_error=seen.append, owner=owner)
    tasks.close()
    gate.set()
    qtbot.wait(30)
    assert seen == []


def test_the_pump_runs_only_while_somebody_looks(qtbot: QtBot) -> None:
    pump, looker, looks = FramePump(), QObject(), []
    assert not pump.active
    pump.add(looker, lambda: looks.append(1))
    qtbot.waitUntil(lambda: len(looks) >= 2)
    delete(looker)
    pump.tick()
    assert not pump.active


def test_garbage_is_collected_on_the_windows_thread_only(qtbot: QtBot) -> None:
    was = gc.isenabled()
    collector = Collector()
    try:
        assert not gc.isenabled()
        rings = [[] for _ in range(gc.get_threshold()[0] + 200)]
        for ring in rings:
            ring.append(ring)
        assert collector.collect() >= 0
    finally:
        collector.stop()
    assert gc.isenabled() == was


def test_many_new_objects_are_gone_through_once(qtbot: QtBot) -> None:
    """What a comparison leaves behind is not gone through again with every few objects after it."""

    class Link:
        def __init__(self) -> None:
            self.other: Link | None = None

    collector = Collector()
    found: list[int] = []
    try:
        gc.collect()
        kept = [Link() for _ in range(50_000)]
        assert collector.collect() == 1, "they are old at once"
        for _ in range(200):
            kept += [Link() for _ in range(1_000)]
            found.append(collector.collect())
        ring = Link()
        ring.other = Link()
        ring.other.other = ring
        gone = weakref.ref(ring)
        del ring
        kept += [Link() for _ in range(1_000)]
        collector.collect()
    finally:
        collector.stop()
    assert gone() is None and len(kept) > 200_000
    assert found.count(2) <= 3 and found.count(0) > 150


def test_what_is_there_to_the_end_is_not_gone_through_again(qtbot: QtBot) -> None:
    collector = Collector()
    try:
        before = len(gc.get_objects())
        collector.settle()
        assert len(gc.get_objects()) < before // 10 and gc.get_freeze_count() > before // 2
        ring: list[object] = []
        ring.append(ring)
        kept = [[] for _ in range(gc.get_threshold()[0] + 200)]
        assert collector.collect() >= 0 and kept, "what comes later is collected as before"
    finally:
        collector.stop()
    assert gc.get_freeze_count() == 0
