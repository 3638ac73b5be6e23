"""A crew in a pool of processes: a worker that is killed takes its pool with it, and a new pool is
made. Each process has a line of its own to the centre, so none breaks another's."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from typing import Any

from app.rollout import job, notes
from app.rollout.book import Book
from app.rollout.job import ClientJob, StopSign
from app.rollout.notes import Message
from app.rollout.store import Written
from tests.rollout.crew import Given
from tests.rollout.shelf import ShelfWorld

_here: dict[str, Any] = {}


def begin(
    address: tuple[str, int], folder: str, names: tuple[str, ...], at_boundary: bool = False
) -> None:
    """In a new process of the pool; ``at_boundary``: see ``die_in_turn``."""
    root = Path(folder)
    if at_boundary:
        die_in_turn(root / "boundaries")
    world = ShelfWorld(root / "shelf", root / "unused", *names)
    _here.update(home=world.elsewhere(root / "worker", "pool"), line=Client(address))
    _here["turn"] = threading.Lock()


def die_in_turn(folder: Path) -> None:
    """At the client ``c7`` the process is killed at the seventh boundary of its book, once: before
    a note is on the disk is one, and behind it another. They are counted over all processes."""
    folder.mkdir(exist_ok=True)
    write = Book._write_all

    def reached(client: str) -> None:
        with (folder / client).open("ab") as marks:
            marks.write(b".")
            at = marks.tell()
        if at == int(client.removeprefix("c")):
            (folder / f"{client}.killed").touch()
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(self: Book, *statements: Written) -> list[int]:
        reached(self.client)
        written = write(self, *statements)
        reached(self.client)
        return written

    Book._write_all = counted  # type: ignore[method-assign]


def perform(raw: bytes) -> None:
    """One job, in a process of the pool."""

    def tell(message: Message) -> None:
        with _here["turn"], suppress(OSError):
            _here["line"].send_bytes(notes.encode(message))

    job.run_parcel(raw, _here["home"], tell, lambda *_: StopSign())


class Pool:
    """``kill_at``: with so many messages heard, a process of the pool is killed; ``at_boundary``:
    each kills itself (``die_in_turn``)."""

    def __init__(
        self,
        folder: Path,
        names: tuple[str, ...],
        kill_at: tuple[int, ...] = (),
        *,
        at_boundary: bool = False,
    ) -> None:
        self._listener = Listener(("127.0.0.1", 0))
        self._setup = (self._listener.address, str(folder), names, at_boundary)
        self._hear: dict[str, Callable[[Message], None]] = {}
        self._kill_at, self._count = set(kill_at), 0
        self.killed = 0
        self._turn = threading.RLock()
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["tests.rollout.pool"])
        self._pool = self._new()
        threading.Thread(target=self._accept, daemon=True).start()

    def _new(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            3, mp_context=self._context, initializer=begin, initargs=self._setup
        )

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                line = self._listener.accept()
                threading.Thread(target=self._listen, args=(line,), daemon=True).start()

    def _listen(self, line: Connection) -> None:
        with suppress(EOFError, OSError):
            while True:
                message = notes.decode(line.recv_bytes())
                hear = self._hear.get(message.client)
                if hear is not None:
                    hear(message)
                self._perhaps_kill()

    def _perhaps_kill(self) -> None:
        with self._turn:
            self._count += 1
            if self._count not in self._kill_at:
                return
            for pid in list(self._pool._processes or ())[:1]:
                os.kill(pid, signal.SIGKILL)
                self.killed += 1

    @contextmanager
    def listening(self, client: str, hear: Callable[[Message], None]) -> Iterator[None]:
        self._hear[client] = hear
        yield
        del self._hear[client]

    def sees(self, site: str, worker: str) -> bool:
        return True

    def choose(self, site: str, worker: str) -> str:
        return "pool"

    def hand_out(self, given: ClientJob, site: str, worker: str) -> Given:
        with self._turn:
            try:
                future: Future[None] = self._pool.submit(perform, job.encode(given))
            except (BrokenProcessPool, OSError):  # "handle is closed": it broke while it took it
                self._pool.shutdown(wait=False)
                self._pool = self._new()
                future = self._pool.submit(perform, job.encode(given))
            return Given(future, lambda: None)

    def stop(self, given: ClientJob, worker: str) -> None:
        raise AssertionError("nothing is cancelled here")
