"""Clients in memory that many processes share: what is committed is a file, and whoever holds a
client is a lock of the operating system, which ends with its process as Oracle's does."""

from __future__ import annotations

import os
import pickle
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from app import lease
from app.rollout import Elsewhere, engine, job
from app.rollout.job import ReleaseRef
from app.rollout.material import Material
from app.rollout.ports import Ports
from app.rollout.store import Store
from tests.changelog import memory
from tests.rollout.world import SECRET, FakeSession, Server, World

_KEPT = ("files", "imports", "switches")


def unflushed() -> None:
    """A process that is killed loses nothing that the system has: no need for the disk."""
    prepare = Store._prepare

    def quickly(self: Store) -> None:
        prepare(self)
        self._connection.execute("pragma synchronous = off")

    Store._prepare = quickly  # type: ignore[method-assign]
    os.fsync = lambda file: None  # type: ignore[assignment]


class _Database(memory.Database):
    """A commit is a file."""

    def __init__(self, server: ShelfServer) -> None:
        self._server = server
        super().__init__()

    @property
    def data(self) -> memory.Data:
        return self._data

    @data.setter
    def data(self, value: memory.Data) -> None:
        self._data = value
        self._server.keep()


class ShelfServer(Server):
    """One client, of which ``path`` has what is committed."""

    def __init__(self, name: str, path: Path) -> None:
        self.__dict__["path"] = None
        super().__init__(name)
        self.database = _Database(self)
        self.__post_init__()
        for table in self.database.data.tables.values():
            table.rows = 3  # many clients: a few rows each
        self.__dict__["path"] = path
        if path.exists():
            self.load()
        else:
            self.keep()

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, value)
        if name in _KEPT:
            self.keep()

    def keep(self) -> None:
        path: Path | None = self.__dict__.get("path")
        if path is None:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}")
        kept = {name: self.__dict__[name] for name in _KEPT}
        part.write_bytes(pickle.dumps((self.database.data, kept)))
        part.replace(path)

    def load(self) -> None:
        data, kept = pickle.loads(self.__dict__["path"].read_bytes())
        self.database._data = data
        self.__dict__.update(kept)


class ShelfSession(FakeSession):
    """Its locks end with it."""

    def __init__(self, server: Server, spec: Any) -> None:
        super().__init__(server, spec)
        self.locks = ExitStack()

    def close(self) -> None:
        super().close()
        self.locks.close()


class ShelfWorld(World):
    """The same in each process that is given the same ``folder``."""

    def __init__(self, folder: Path, home: Path, *names: str) -> None:
        super().__init__(home)
        self.folder = folder
        self.names = names
        self.sites = dict.fromkeys(names, "site")
        self.servers = {n: ShelfServer(n, folder / f"{n}.pickle") for n in names}

    def ports(self) -> Ports:
        return replace(super().ports(), hold=self._hold)

    def _connect(self, spec: Any, password: str) -> Any:
        assert password == SECRET
        return ShelfSession(self.servers[spec.dsn], spec)

    def _hold(self, session: Any, what: str, seconds: int) -> bool:
        server = session.server
        path = self.folder / f"{server.name}.{what.replace('/', '-')}.held"
        held = lease.hold(path)
        if not held.__enter__():
            held.__exit__(None, None, None)
            return False
        session.locks.push(held)
        server.load()  # as whoever had it before left it
        session.inner = server.database.session(server.fuse)
        return True

    def elsewhere(self, folder: Path, name: str) -> Elsewhere:
        """A worker's home."""

        def read(release: ReleaseRef) -> Material:
            assert release == job.reference(self.bundle)
            return engine.read_material(self.bundle)

        return Elsewhere(folder, name, read, lambda client, user: SECRET, self.ports())
