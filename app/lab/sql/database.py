"""One Oracle-like database in one SQLite file; what a listener's service name leads to.

The file survives restarts and kills: every commit is durable in write-ahead order. Passwords are
kept as Oracle's 12c verifiers only (salt and hash).
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import sqlite3
import threading
import weakref
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Self

from app.lab.apex.bind import unknown_to
from app.lab.apex.releases import USUAL, Release
from app.lab.apex.store import Store
from app.lab.backend import OraError
from app.lab.sql import builtin as _builtins  # noqa: F401  registers the built-in packages
from app.lab.sql import dictionary_locks as _lock_views  # noqa: F401
from app.lab.sql import dictionary_more as _views  # noqa: F401  registers more views
from app.lab.sql import dictionary_tables as _table_views  # noqa: F401
from app.lab.sql.catalog import SCHEMA
from app.lab.sql.control import redefine, take_table
from app.lab.sql.dml import bulk
from app.lab.sql.engine import LabSession
from app.lab.sql.script import statements
from app.lab.sql.text import kind_of
from app.lab.undo import ledger
from app.lab.undo.waiting import gate_of

DEVELOPER: Final = (
    "CREATE SESSION", "CREATE TABLE", "CREATE VIEW", "CREATE SEQUENCE", "CREATE PROCEDURE",
    "CREATE TRIGGER", "CREATE TYPE", "CREATE SYNONYM",
)  # fmt: skip
FILE: Final = "database.sqlite"


class Database:
    """Satisfies ``app.lab.backend.Backend``. Use ``create`` or ``open``."""

    def __init__(self, path: Path) -> None:
        self.path, self.file = path, path / FILE
        self._ids = itertools.count(101)
        self._sessions: weakref.WeakSet[LabSession] = weakref.WeakSet()
        self._gate = threading.Condition()
        self._locks: dict[str, list[tuple[LabSession, int]]] = {}
        with closing(sqlite3.connect(self.file)) as db:
            facts = dict(db.execute("select name, value from lab_facts").fetchall())
            unknown = unknown_to(Store(db).release)
        self.service: str = facts["service"]
        self.version: tuple[int, int, int, int, int] = tuple(json.loads(facts["version"]))
        self.missing: frozenset[str] = unknown | frozenset(json.loads(facts.get("missing", "[]")))

    @classmethod
    def create(
        cls,
        path: Path,
        service: str,
        version: tuple[int, int, int, int, int],
        missing: Iterable[str] = (),
        apex: Release = USUAL,
    ) -> Self:
        """A new, empty database in the folder ``path`` with that release of APEX. ``missing`` names
        more built-ins that this instance does not have."""
        path.mkdir(parents=True, exist_ok=True)
        with sqlite3.connect(path / FILE) as db:
            db.execute("pragma journal_mode = wal")
            db.executescript(SCHEMA + ledger.SCHEMA)
            Store(db).create(apex)
            facts = {
                "service": service,
                "version": json.dumps(version),
                "missing": json.dumps(sorted(m.upper() for m in missing)),
            }
            db.executemany("insert into lab_facts values (?, ?)", list(facts.items()))
        db.close()
        return cls(path)

    @classmethod
    def open(cls, path: Path) -> Self:
        """The database in the folder ``path``, for the one process that serves it: what a killed
        one left open is rolled back."""
        made = cls(path)
        made.recover()
        return made

    def recover(self) -> None:
        """Roll back the transactions of a process that is gone."""
        with closing(sqlite3.connect(self.file)) as db:
            left = db.execute("select 1 from lab_transactions where scn is null").fetchone()
        if left is not None and not gate_of(self.file).busy:
            session = LabSession(self, "SYS", 0, "recovery")
            session.work.recover()
            session.close()

    def cut_undo(self) -> None:
        """Forget all undo of committed transactions, as a small undo tablespace does."""
        with self._connected() as db:
            ledger.prune(db, ledger.current(db))

    # -- users -----------------------------------------------------------------------------

    def create_user(self, name: str, password: str, privileges: Sequence[str] = DEVELOPER) -> None:
        salt, verifier = _verifier(password)
        with self._connected() as db:
            db.execute(
                "insert into lab_users values (?, ?, ?, 0, ?, ?)",
                (
                    name.upper(),
                    salt,
                    verifier,
                    datetime.now().isoformat(" ", "seconds"),
                    ",".join(privileges),
                ),
            )

    def set_password(self, name: str, password: str) -> None:
        salt, verifier = _verifier(password)
        with self._connected() as db:
            db.execute(
                "update lab_users set salt = ?, verifier = ? where name = ?",
                (salt, verifier, name.upper()),
            )

    def change_password(self, name: str, old: str, new: str) -> None:
        """Raises OraError 1017 when ``old`` is not the password."""
        stored = self.verifier(name) or b""
        key = hashlib.pbkdf2_hmac(
            "sha512", old.encode(), stored[:16] + b"AUTH_PBKDF2_SPEEDY_KEY", 4096, 64
        )
        if hashlib.sha512(key + stored[:16]).digest() != stored[16:]:
            raise OraError(1017, "invalid credential or not authorized; logon denied")
        self.set_password(name, new)

    def lock_user(self, name: str, locked: bool = True) -> None:
        with self._connected() as db:
            db.execute(
                "update lab_users set locked = ? where name = ?", (int(locked), name.upper())
            )

    def expire_password(self, name: str, days: int | None) -> None:
        """The password expires in ``days``: a warning at the logon, and with 0 its refusal
        (ORA-28001); None takes that back."""
        key = f"expires:{name.upper()}"
        with self._connected() as db:
            db.execute("delete from lab_facts where name = ?", (key,))
            if days is not None:
                db.execute("insert into lab_facts values (?, ?)", (key, str(days)))

    def _expires(self, name: str) -> int | None:
        with self._connected() as db:
            row = db.execute(
                "select value from lab_facts where name = ?", (f"expires:{name.upper()}",)
            ).fetchone()
        return int(row[0]) if row is not None else None

    def expires_in(self, user: str) -> int:
        return self._expires(user) or 0

    def set_privileges(self, name: str, privileges: Sequence[str]) -> None:
        with self._connected() as db:
            db.execute(
                "update lab_users set privileges = ? where name = ?",
                (",".join(privileges), name.upper()),
            )

    def users(self) -> list[str]:
        with self._connected() as db:
            return [n for (n,) in db.execute("select name from lab_users order by name")]

    def _connected(self) -> _Connection:
        return _Connection(self.file)

    def verifier(self, user: str) -> bytes | None:
        with self._connected() as db:
            row = db.execute(
                "select salt, verifier, locked from lab_users where name = ?", (user.upper(),)
            ).fetchone()
        if row is None:
            return None
        if row[2]:
            raise OraError(28000, "The account is locked.")
        return bytes(row[0]) + bytes(row[1])

    def allow_proxy(self, proxy: str, client: str) -> None:
        """ALTER USER client GRANT CONNECT THROUGH proxy."""
        with self._connected() as db:
            key = f"proxy:{proxy.upper()}[{client.upper()}]"
            db.execute("insert or replace into lab_facts values (?, '')", (key,))

    def _check_proxy(self, proxy: str, client: str) -> None:
        self.verifier(client)  # a locked account is locked for a proxy, too
        with self._connected() as db:
            key = f"proxy:{proxy.upper()}[{client.upper()}]"
            if db.execute("select 1 from lab_facts where name = ?", (key,)).fetchone() is None:
                raise OraError(28150, "proxy not authorized to connect as client")

    def log_on(self, user: str, program: str, client: str = "") -> LabSession:
        if self._expires(user) == 0:
            raise OraError(28001, "The password has expired.")
        if client:
            self._check_proxy(user, client)
        with self._gate:
            session = LabSession(self, (client or user).upper(), next(self._ids), program)
            self._sessions.add(session)
        session.proxy = user.upper() if client else None
        if "CREATE SESSION" not in session.privileges:
            session.close()
            raise OraError(
                1045, f"user {user.upper()} lacks CREATE SESSION privilege; logon denied"
            )
        return session

    def sessions(self) -> list[LabSession]:
        """Those that are logged on now."""
        with self._gate:
            return [s for s in self._sessions if not s.closed]

    # -- making a world --------------------------------------------------------------------

    def run_script_as(self, user: str, text: str) -> None:
        """Run a SQL script (statements ended by ``;`` or ``/``) as ``user``, and commit."""
        session = self.log_on(user, "script")
        try:
            for statement in statements(text):
                if kind_of(statement) in ("SELECT", "WITH"):
                    raise OraError(900, "a script of the world selects nothing")
                outcome = session.execute(statement, [], [])
                if getattr(outcome, "compile_errors", False):
                    errors = session.catalog.rows(
                        "select owner, name, line, body from lab_errors where owner = ?",
                        user.upper(),
                    )
                    raise OraError(24344, f"success with compilation error: {errors}")
            session.commit()
        finally:
            session.close()

    def bulk_insert(
        self, schema: str, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
    ) -> None:
        """Many rows in one transaction; constraints hold as always."""
        session = self.log_on(schema, "bulk")
        try:
            owner, name, given = schema.upper(), table.upper(), [c.upper() for c in columns]

            def act() -> None:
                if (
                    len(self.sessions()) == 1
                    and not session.raw(f'select 1 from "{owner}.{name}" limit 1').fetchone()
                ):
                    redefine(session, owner, name, hard=True)  # nobody can want an older state
                else:
                    take_table(session, f"{owner}.{name}")
                bulk(session, owner, name, given, list(rows))

            session.work.statement(act)
            session.commit()
        finally:
            session.close()

    # -- DBMS_LOCK -------------------------------------------------------------------------

    def request_lock(self, session: LabSession, handle: str, mode: int, timeout: float) -> int:
        """0 granted, 1 timeout, 4 already held."""
        shared = mode in (1, 2, 3, 4)

        def free() -> bool:
            held = [(s, m) for s, m in self._locks.get(handle, []) if s is not session]
            return not held or (shared and all(m in (1, 2, 3, 4) for _, m in held))

        with self._gate:
            if any(s is session for s, _ in self._locks.get(handle, [])):
                return 4
            if not self._gate.wait_for(free, timeout):
                return 1
            self._locks.setdefault(handle, []).append((session, mode))
            return 0

    def release_lock(self, session: LabSession, handle: str) -> int:
        with self._gate:
            held = self._locks.get(handle, [])
            mine = [x for x in held if x[0] is session]
            if not mine:
                return 4
            held.remove(mine[0])
            self._gate.notify_all()
            return 0

    def release_locks(self, session: LabSession) -> None:
        with self._gate:
            for held in self._locks.values():
                held[:] = [x for x in held if x[0] is not session]
            self._gate.notify_all()


class _Connection:
    """A short connection that commits, and closes."""

    def __init__(self, file: Path) -> None:
        self._db = sqlite3.connect(file, timeout=60)

    def __enter__(self) -> sqlite3.Connection:
        return self._db

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._db.commit()
        self._db.close()


def _verifier(password: str) -> tuple[bytes, bytes]:
    """Salt and T of a 12c verifier."""
    salt = os.urandom(16)
    key = hashlib.pbkdf2_hmac(
        "sha512", password.encode(), salt + b"AUTH_PBKDF2_SPEEDY_KEY", 4096, 64
    )
    return salt, hashlib.sha512(key + salt).digest()
