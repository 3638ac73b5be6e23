"""Logons that do not lock accounts: what a database refused is not tried again by itself.

Oracle locks an account after some failures (ten by default), and a program that tries a refused
password at each visit of a screen gets there within a morning. A refusal is remembered for the
user at that address, by all processes of a home, until the password or the address is another, a
logon succeeds, or a person asks for the attempt.
"""

from __future__ import annotations

import hashlib
import logging
import os
import threading
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from app import durable
from app.errors import OracleError
from app.oracle.connect import connect
from app.oracle.session import ConnectionSpec, Session

_REFUSED: Final = frozenset(
    {
        "oracle.wrong_password",
        "oracle.account_locked",
        "oracle.password_expired",
        "oracle.no_create_session",
    }
)
_REFUSED_NUMBERS: Final = frozenset({988, 1004, 28009})  # no password, no name, SYS as a user

log = logging.getLogger(__name__)


class Refusal(Struct, frozen=True):
    """Why and when a logon was refused. ``mark`` tells another password from the refused one, and
    is too short to tell which one it was."""

    code: str
    ora: int
    detail: str
    at: str
    salt: str
    mark: str


_REFUSALS: Final = msgspec.json.Decoder(dict[str, Refusal])


def _mark(password: str, salt: str) -> str:
    key = hashlib.scrypt(password.encode(), salt=bytes.fromhex(salt), n=2**13, r=8, p=1, dklen=2)
    return key.hex()


def _key(dsn: str, user: str) -> str:
    """A proxy user is locked as itself, whomever it connects as."""
    return f"{user.partition('[')[0].upper()}@{dsn}"


class Logons:
    """The refusals of one home, in ``path``. Safe to use from many threads; what another process
    noted counts too."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._refusals: dict[str, Refusal] = {}
        self._turn = threading.Lock()
        self._at_the_door: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def connect(
        self,
        spec: ConnectionSpec,
        password: str,
        wallet_password: str = "",
        *,
        asked: bool = False,
    ) -> Session:
        """Log on; OracleError ``oracle.not_tried`` where that was refused before and no person
        ``asked`` for another attempt. Raises what ``app.oracle.connect`` raises."""
        key = _key(spec.dsn, spec.user)
        with self._turn:
            door = self._at_the_door[key]
        with door:  # two at once would both be refused
            known = self._read().get(key)
            if known is not None and not asked and known.mark == _mark(password, known.salt):
                raise OracleError(
                    "oracle.not_tried",
                    ora=known.ora,
                    target=spec.name,
                    dsn=spec.dsn,
                    detail=known.detail,
                    at=known.at,
                    statement="",
                )
            try:
                session = connect(spec, password, wallet_password)
            except OracleError as error:
                if error.code in _REFUSED or error.ora in _REFUSED_NUMBERS:
                    self._note(key, error, password)
                raise
            if known is not None:
                self.forget(spec.dsn, spec.user)
            return session

    def forget(self, dsn: str, user: str) -> None:
        """The password was entered anew: the next logon is tried."""
        with self._turn:
            kept = self._read()
            if kept.pop(_key(dsn, user), None) is not None:
                self._write(kept)

    def _note(self, key: str, error: OracleError, password: str) -> None:
        salt = os.urandom(8).hex()
        refusal = Refusal(
            error.code,
            error.ora,
            str(error.facts.get("detail", "")),
            datetime.now().astimezone().strftime("%Y-%m-%d %H:%M"),
            salt,
            _mark(password, salt),
        )
        with self._turn:
            self._write({**self._read(), key: refusal})

    def _read(self) -> dict[str, Refusal]:
        """What the file says; where it cannot be read, what this process knows."""
        try:
            return _REFUSALS.decode(self._path.read_bytes())
        except FileNotFoundError:
            return dict(self._refusals)
        except (OSError, msgspec.MsgspecError) as error:
            log.warning("refused logons cannot be read: %s", error)
            return dict(self._refusals)

    def _write(self, kept: dict[str, Refusal]) -> None:
        self._refusals = kept
        try:
            durable.write(self._path, msgspec.json.encode(kept), private=True)
        except OSError as error:
            log.warning("refused logons cannot be noted: %s", error)
