"""Runs blocking calls in worker threads and brings what they give back to the window's thread.

Workers touch no QObject but the one signal here: they put closures into a list under a lock, and
the window's thread empties it. A callback whose owner died meanwhile is dropped. Progress is
conflated: only the newest of a task is delivered. Functions given to ``run`` should capture
values (a place, a session), never widgets.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from app.errors import AppError

if TYPE_CHECKING:  # the window stands before the rooms behind it are loaded
    from app.services.model import Progress, Report

T = TypeVar("T")
log = logging.getLogger(__name__)


class Cancelled(Exception):  # noqa: N818 - not an error, an answer
    """Raised inside the worker, at its next report, after ``Task.cancel``."""


class Task:
    """A running call. ``cancel`` asks it to stop at its next report, and mutes its callbacks."""

    def __init__(self, owner: QObject) -> None:
        self.owner = owner
        self._cancel = threading.Event()
        self.finished = False

    def cancel(self) -> None:
        self._cancel.set()

    @property
    def cancelled(self) -> bool:
        return self._cancel.is_set()


class Tasks(QObject):
    """The one bridge of a window."""

    _arrived = Signal()
    idle = Signal()

    def __init__(self, workers: int = 8, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="caravane-ui")
        self._lock = threading.Lock()
        self._mail: list[Callable[[], None]] = []
        self._news: dict[Task, tuple[Callable[[Progress], None], Progress]] = {}
        self._open: set[Task] = set()
        self._closed = False
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> int:
        return len(self._open)

    def run(
        self,
        call: Callable[[Report], T],
        *,
        on_done: Callable[[T], None],
        on_error: Callable[[BaseException], None],
        owner: QObject,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> Task:
        """Call ``call(report)`` in a worker; exactly one of ``on_done`` and ``on_error`` follows
        on this thread, unless the task is cancelled, the owner gone or the bridge closed."""
        task = Task(owner)
        if self._closed:
            task.cancel()
            task.finished = True
            return task
        self._open.add(task)
        self._pool.submit(self._work, task, call, on_done, on_error, on_progress)
        return task

    def _work(
        self,
        task: Task,
        call: Callable[[Report], Any],
        on_done: Callable[[Any], None],
        on_error: Callable[[BaseException], None],
        on_progress: Callable[[Progress], None] | None,
    ) -> None:
        def report(progress: Progress) -> None:
            if task.cancelled:
                raise Cancelled
            if on_progress is not None:
                self._tell(task, on_progress, progress)

        try:
            if task.cancelled:
                raise Cancelled
            value = call(report)
        except Cancelled:
            self._post(task, lambda: None)
        except AppError as error:
            failure: BaseException = error
            self._post(task, lambda: on_error(failure))
        except Exception as error:
            log.exception("a background call failed")
            unexpected = error
            self._post(task, lambda: on_error(unexpected))
        else:
            self._post(task, lambda: on_done(value))

    def _tell(self, task: Task, hear: Callable[[Progress], None], progress: Progress) -> None:
        with self._lock:
            known = task in self._news
            self._news[task] = (hear, progress)
            if known or self._closed:
                return
            self._arrived.emit()

    def _post(self, task: Task, callback: Callable[[], None]) -> None:
        def arrive() -> None:
            self._open.discard(task)
            task.finished = True
            if not task.cancelled and isValid(task.owner):
                callback()

        with self._lock:
            self._mail.append(arrive)
            if not self._closed:
                self._arrived.emit()

    def later(self, callback: Callable[[], None]) -> None:
        """Call on the window's thread, from any thread."""
        with self._lock:
            self._mail.append(callback)
            if not self._closed:
                self._arrived.emit()

    def _deliver(self) -> None:
        with self._lock:
            news, self._news = self._news, {}
            mail, self._mail = self._mail, []
        for task, (hear, progress) in news.items():
            if not task.finished and not task.cancelled and isValid(task.owner):
                hear(progress)
        for arrive in mail:
            arrive()
        if mail and not self._open:
            self.idle.emit()

    def close(self) -> None:
        """Cancel what runs and take nothing more; does not wait for a call that hangs."""
        with self._lock:
            self._closed = True
        for task in tuple(self._open):
            task.cancel()
        self._pool.shutdown(wait=False, cancel_futures=True)
