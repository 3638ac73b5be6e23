"""What runs in a worker's process: a job, and the word to stop one.

Dask calls the functions of this module by their names, in threads of the worker; it is told nothing
as a result. What there is to say goes to the centre as events, over the line that the worker opened
itself: a result would wait until somebody dials the worker, which may be impossible.
"""

from __future__ import annotations

import threading
from typing import Any

from app.rollout import job, notes
from app.rollout.job import Home, StopSign
from app.rollout.notes import Emit, Message

TOPIC = "caravane/{}"


class Station:
    """A worker's process: its home, and Dask's worker of the moment (None without a link)."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.worker: Any = None
        self._stops: dict[tuple[str, str, int], StopSign] = {}
        self._turn = threading.Lock()

    def emit(self, rollout: str) -> Emit:
        topic = TOPIC.format(rollout)

        def tell(message: Message) -> None:
            worker = self.worker
            if worker is None:
                return
            try:
                worker.log_event(topic, notes.encode(message).decode())
            except (OSError, RuntimeError):  # the line or its loop is gone: it is asked for again
                return

        return tell

    def stop(self, rollout: str, client: str, attempt: int) -> StopSign:
        with self._turn:
            return self._stops.setdefault((rollout, client, attempt), StopSign())


_stations: list[Station] = []


def open_station(home: Home) -> Station:
    """This process's; it has one."""
    _stations[:] = [Station(home)]
    return _stations[0]


def perform(raw: bytes, rollout: str) -> None:
    """Do a job; ``rollout`` says where it is told."""
    station = _stations[0]
    job.run_parcel(raw, station.home, station.emit(rollout), station.stop)


def halt(rollout: str, client: str, attempt: int) -> None:
    """The work on a client is to stop before its next step, whichever attempt up to this one it
    is of; a later one is wanted."""
    for number in range(1, attempt + 1):
        _stations[0].stop(rollout, client, number).set()
