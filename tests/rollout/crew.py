"""A crew in threads: workers with homes of their own, and a link that loses, doubles and mixes."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

from app.rollout import engine, job, notes
from app.rollout.elsewhere import Elsewhere
from app.rollout.job import ClientJob, ReleaseRef, StopSign, run_parcel
from app.rollout.notes import Message
from tests.changelog.memory import Killed
from tests.rollout.world import SECRET, World


class Given:
    def __init__(self, future: Future[None], behind: Callable[[], None]) -> None:
        self._future, self._behind = future, behind

    def over(self) -> bool:
        done = self._future.done()
        if done:
            self._behind()
        return done

    def forget(self) -> None:
        self._future.cancel()


class Threads:
    """Each site has ``workers``, whose homes are folders below ``folder``."""

    def __init__(self, world: World, folder: Path, *workers: str, seed: int | None = None) -> None:
        self.world, self.workers = world, workers
        self.homes = {name: self.home(folder / name, name) for name in workers}
        self.read: list[ReleaseRef] = []
        self.given: list[tuple[str, str, int]] = []
        self.gone: set[str] = set()
        self.twice = ""  # "same": each job is run twice; "other": also by another worker
        self.deaf = False  # nothing comes back
        self.elsewhere = False  # who was given a job is gone behind it, and another one comes
        self._luck = random.Random(seed) if seed is not None else None
        self._hear: dict[str, Callable[[Message], None]] = {}
        self._stops: dict[tuple[str, str], StopSign] = {}
        self._late: list[Message] = []
        self._turn = threading.Lock()
        self.pool = ThreadPoolExecutor(64)

    def home(self, folder: Path, name: str) -> Elsewhere:
        def read(release: ReleaseRef) -> object:
            self.read.append(release)
            assert release == job.reference(self.world.bundle)
            return engine.read_material(self.world.bundle)

        return Elsewhere(folder, name, read, lambda client, user: SECRET, self.world.ports())  # type: ignore[arg-type]

    # -- what the centre asks --------------------------------------------------------------

    @contextmanager
    def listening(self, client: str, hear: Callable[[Message], None]) -> Iterator[None]:
        self._hear[client] = hear
        try:
            yield
        finally:
            del self._hear[client]

    def sees(self, site: str, worker: str) -> bool:
        there = [w for w in self.workers if w.startswith(site) and w not in self.gone]
        return worker in there if worker else bool(there)

    def choose(self, site: str, worker: str) -> str:
        if self.elsewhere:
            self.gone &= {worker}
        there = [w for w in self.workers if w.startswith(site) and w not in self.gone]
        if worker in there:
            return worker
        others = [w for w in there if w != worker] or there
        return others[len(self.given) % len(others)] if others else ""

    def hand_out(self, job: ClientJob, site: str, worker: str) -> Given | None:
        self.given.append((job.client, worker, job.attempt))
        if self.twice:
            there = [w for w in self.workers if w.startswith(site)]
            other = there[(there.index(worker) + 1) % len(there)]
            self._begin(job, worker if self.twice == "same" else other)
        gone = self.gone if self.elsewhere else set()
        return Given(self._begin(job, worker), lambda: gone.add(worker))

    def stop(self, job: ClientJob, worker: str) -> None:
        self._stops.setdefault((job.client, worker), StopSign()).set()

    def close(self) -> None:
        self.pool.shutdown()
        self.pool = ThreadPoolExecutor(64)  # for the next centre

    # -- at a worker -----------------------------------------------------------------------

    def _begin(self, given: ClientJob, worker: str) -> Future[None]:
        raw = job.encode(given)
        assert SECRET.encode() not in raw

        def work() -> None:
            stop = self._stops.setdefault((given.client, worker), StopSign())
            with suppress(Killed):
                run_parcel(raw, self.homes[worker], self._tell, lambda *_: stop)

        return self.pool.submit(work)

    def _tell(self, message: Message) -> None:
        if self.deaf or self._is_dead(message.client):
            return
        for arrived in self._over_the_link(notes.decode(notes.encode(message))):
            hear = self._hear.get(arrived.client)
            if hear is not None:
                hear(arrived)

    def _is_dead(self, client: str) -> bool:
        """Who was killed says nothing any more, not even on the way out."""
        servers = self.world.servers if self.world is not None else {}
        return client in servers and servers[client].fuse.exploded

    def _over_the_link(self, message: Message) -> list[Message]:
        if self._luck is None:
            return [message]
        with self._turn:
            chance = self._luck.random()
            if chance < 0.08:
                return []  # lost
            if chance < 0.16:
                return [message, message]
            if chance < 0.24:
                self._late.append(message)
                return []
            late, self._late = self._late, []
            return [message, *late]
