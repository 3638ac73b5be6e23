"""The centre's side: jobs go to workers by their site, and what they tell comes back.

Dask's client would come back from a lost scheduler by itself, but not to the topics that it had
subscribed to; so a lost one is thrown away, and a new one made.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

import msgspec

from app.cluster import station
from app.cluster.link import Link, dask, security
from app.rollout import job, notes
from app.rollout.job import ClientJob
from app.rollout.notes import Message

_LOOKS: Final = 0.5
"""Seconds between two looks at the scheduler."""

_log = logging.getLogger(__name__)


class _Given:
    def __init__(self, future: Any, load: Counter[str], worker: str) -> None:
        self._future, self._load, self._worker = future, load, worker

    def over(self) -> bool:
        return bool(self._future.done())

    def forget(self) -> None:
        self._load[self._worker] -= 1
        with suppress(OSError, RuntimeError):
            self._future.release()


class DaskCrew:
    """A ``Crew`` over the link, for one rollout. Raises RolloutError for what is wrong with it."""

    def __init__(self, link: Link, rollout: str) -> None:
        self._link, self._rollout = link, rollout
        self._security, self._dask = security(link), dask()
        self._client: Any = None
        self._line: Any = None
        self._workers: dict[str, frozenset[str]] = {}
        self._load: Counter[str] = Counter()
        self._hear: dict[str, Callable[[Message], None]] = {}
        self._stopped: dict[tuple[str, int, str], Any] = {}
        self._closing = threading.Event()
        self._keeper = threading.Thread(target=self._keep, name="cluster", daemon=True)
        self._keeper.start()

    def close(self) -> None:
        self._closing.set()
        self._keeper.join()

    # -- the line --------------------------------------------------------------------------

    def _keep(self) -> None:
        """Hold a line, and know who is there."""
        while not self._closing.is_set():
            try:
                if not self._lives():
                    self._workers = {}
                    self._dial()
                found = self._client.scheduler_info(n_workers=-1)["workers"]
                self._workers = {str(w["name"]): frozenset(w["resources"]) for w in found.values()}
            except (OSError, RuntimeError, TimeoutError, KeyError) as error:
                self._workers = {}
                _log.info("no link to the scheduler: %s", type(error).__name__)
            self._closing.wait(_LOOKS)
        self._hang_up()

    def _lives(self) -> bool:
        client = self._client
        if client is None:
            return False
        return client.status == "running" and client.scheduler_comm is self._line

    def _dial(self) -> None:
        self._hang_up()
        client = self._dask.Client(
            self._link.scheduler, security=self._security, timeout="5s", set_as_default=False
        )
        client.subscribe_topic(station.TOPIC.format(self._rollout), self._heard)
        self._line, self._client = client.scheduler_comm, client

    def _hang_up(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            with suppress(OSError, RuntimeError, TimeoutError):
                client.close(timeout=2)

    def _heard(self, event: tuple[float, Any]) -> None:
        try:
            message = notes.decode(event[1])
        except msgspec.DecodeError as error:
            _log.warning("a worker tells what nobody understands: %s", error)
            return
        hear = self._hear.get(message.client)
        if hear is not None:
            hear(message)

    # -- what the rollout asks -------------------------------------------------------------

    @contextmanager
    def listening(self, client: str, hear: Callable[[Message], None]) -> Iterator[None]:
        self._hear[client] = hear
        try:
            yield
        finally:
            self._hear.pop(client, None)

    def sees(self, site: str, worker: str) -> bool:
        if worker:
            return site in self._workers.get(worker, ())
        return any(site in sites for sites in self._workers.values())

    def choose(self, site: str, worker: str) -> str:
        there = [name for name, sites in self._workers.items() if site in sites]
        if worker in there:
            return worker
        return min(there, key=lambda name: (self._load[name], name), default="")

    def hand_out(self, given: ClientJob, site: str, worker: str) -> _Given | None:
        client = self._client
        if client is None:
            return None
        try:
            future = client.submit(
                station.perform,
                job.encode(given),
                self._rollout,
                key=f"{given.rollout}/{given.client}/{given.attempt}",
                pure=False,
                resources={site: 1},
                workers=[worker],
                allow_other_workers=False,
            )
        except (OSError, RuntimeError, ValueError):  # the line broke meanwhile
            return None
        self._load[worker] += 1
        return _Given(future, self._load, worker)

    def stop(self, given: ClientJob, worker: str) -> None:
        client, once = self._client, (given.client, given.attempt, worker)
        if client is None or not worker or once in self._stopped:
            return
        with suppress(OSError, RuntimeError, ValueError):
            self._stopped[once] = client.submit(
                station.halt,
                given.rollout,
                given.client,
                given.attempt,
                key=f"stop/{given.rollout}/{given.client}/{given.attempt}/{worker}",
                pure=False,
                workers=[worker],
            )
