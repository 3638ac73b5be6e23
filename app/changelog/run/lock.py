"""The row of DATABASECHANGELOGLOCK: taken, given back, looked at, and freed for one who died.

Liquibase's own protocol, with two additions that it does not see: nobody waits for ever for a row
that another session's open transaction holds, and a lock is given back only while it is the one
that was meant.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime

from msgspec import Struct

from app.changelog.run.dictionary import Question
from app.changelog.run.history import (
    LOCK,
    DatabaseSession,
    Row,
    create_lock,
    exists,
    rows_of,
    rows_piece,
)
from app.errors import ChangelogError, OracleError
from app.together import NOT_COMPILED, Piece, Together, counting

WAIT = 5  # seconds
_ROW = "SELECT LOCKED, LOCKEDBY, LOCKGRANTED FROM DATABASECHANGELOGLOCK WHERE ID = 1"
_HOLD_ROW = f"{_ROW} FOR UPDATE WAIT {WAIT}"
_TAKE = (
    "UPDATE DATABASECHANGELOGLOCK SET LOCKED = 1, LOCKEDBY = :holder, "
    "LOCKGRANTED = SYSTIMESTAMP WHERE ID = 1 AND LOCKED = 0"
)
_FREE = (
    "UPDATE DATABASECHANGELOGLOCK SET LOCKED = 0, LOCKEDBY = NULL, LOCKGRANTED = NULL WHERE ID = 1"
)
# As one block: no answer is waited for between the row being held and the lock being taken.
_TAKE_AT_ONCE = f"""\
DECLARE
  l_locked NUMBER;
BEGIN
  SELECT LOCKED INTO l_locked FROM DATABASECHANGELOGLOCK WHERE ID = 1 FOR UPDATE WAIT {WAIT};
  IF l_locked = 1 THEN
    RAISE_APPLICATION_ERROR(-20990, 'locked');
  END IF;
  {_TAKE};
  COMMIT;
END;"""
_TAKE_OVER = (
    "UPDATE DATABASECHANGELOGLOCK SET LOCKEDBY = :holder, LOCKGRANTED = SYSTIMESTAMP "
    "WHERE ID = 1 AND LOCKED = 1"
)
_SINCE = "TO_CHAR(LOCKGRANTED, 'YYYYMMDDHH24MISSFF6')"
# Without :granted it is whichever lock this holder has.
_FREE_AT_ONCE = f"""\
DECLARE
  l_holder VARCHAR2(255);
  l_granted VARCHAR2(30);
BEGIN
  ROLLBACK;
  SELECT LOCKEDBY, {_SINCE} INTO l_holder, l_granted FROM DATABASECHANGELOGLOCK
   WHERE ID = 1 FOR UPDATE WAIT {WAIT};
  IF l_holder = :holder AND l_granted = NVL(:granted, l_granted) THEN
    {_FREE};
  END IF;
  COMMIT;
END;"""
HELD = f"""\
BEGIN
  FOR l IN (SELECT ID FROM DATABASECHANGELOGLOCK
             WHERE ID = 1 AND LOCKED = 1 AND LOCKEDBY = :holder
               AND {_SINCE} = :granted
               FOR UPDATE WAIT {WAIT}) LOOP
    RETURN;
  END LOOP;
  RAISE_APPLICATION_ERROR(-20991, 'the lock of the changelog is not held by this run any more');
END;"""
"""Fails with ``LOST`` where the lock is not held by ``holder`` since ``granted``."""
GRANTED = f"SELECT {_SINCE} x FROM DATABASECHANGELOGLOCK WHERE ID = 1"
LOST = 20991
# No table, in a block too; no row.
_MISSING = (942, NOT_COMPILED, 1403)
_BUSY = (54, 30006)  # resource busy: NOWAIT, and WAIT that expired


class Lock(Struct, frozen=True):
    """The lock as somebody holds it: LOCKEDBY (who, and from where) and LOCKGRANTED."""

    holder: str
    since: datetime | None


def holder(token: str = "") -> str:
    """The text for LOCKEDBY: ``host (ip)`` as Liquibase writes it, and ``token`` behind it."""
    host = socket.gethostname() or "localhost"
    try:
        address = socket.gethostbyname(host)
    except OSError:
        address = "127.0.0.1"
    return f"{host} ({address}) {token}".strip()[:255]


def lock_state(session: DatabaseSession) -> Lock | None:
    """Who holds the lock now; None if nobody does, or if there is no lock table."""
    return _read(session, _ROW) if exists(session, LOCK) else None


def is_own(lock: Lock, token: str) -> bool:
    """Whether a run of ours holds the lock: it carries our token (the address in front of it may
    have changed since)."""
    return lock.holder.endswith(f" {token}") if token else lock.holder == holder()


class Taken(Struct, frozen=True):
    """The lock as this run has it: LOCKEDBY and LOCKGRANTED ("" where it was not told). ``rows``:
    those of DATABASECHANGELOG right after, and ``answers`` to what was asked with them, where they
    came along."""

    holder: str
    granted: str
    rows: tuple[Row, ...] | None = None
    answers: tuple[int, ...] | None = None


def take_lock(
    session: DatabaseSession,
    token: str,
    *,
    own_is_stale: bool,
    asks: Sequence[Question] = (),
) -> Taken:
    """Take the lock and commit. Raises ChangelogError ``changelog.locked`` with ``holder`` and
    ``since``, and ``changelog.lock_busy``. Where ``own_is_stale``, a lock that the run being
    resumed has left is taken over, and LOCKGRANTED is of now: a block of definitions that that run
    left behind in the database goes no further (``HELD``); a statement that was sent alone ends."""
    me = holder(token)
    take = Piece(_TAKE_AT_ONCE, {"holder": me})
    asked = [counting(asks)] if asks else []
    try:
        done = session.together([take, Piece(GRANTED, rows=1), rows_piece(), *asked])
    except OracleError as error:
        if error.ora != NOT_COMPILED:
            raise
        done = Together((), error)  # there is no such table: nothing ran
    refused = done.error
    if refused is None and all(how.rows for how in (*done.ran[1:2], *done.ran[3:])):
        rows = tuple(rows_of(done.ran[2].rows))
        answers = done.ran[3].rows[0].split(" ") if asks else ()
        return Taken(me, done.ran[1].rows[0], rows, tuple(map(int, answers)))
    if not done.ran:
        assert refused is not None
        session.rollback()
        _take_slowly(session, me, token, refused, own_is_stale=own_is_stale)
    try:  # what came along with the lock did not come whole
        session.rollback()
        return Taken(me, str(session.query(GRANTED)[0][0]))
    except OracleError:
        with suppress(OracleError, ChangelogError):  # the first error is the one to tell
            let_go(session, Taken(me, ""))
        raise


def _take_slowly(
    session: DatabaseSession, me: str, token: str, refused: OracleError, *, own_is_stale: bool
) -> None:
    if refused.ora in _BUSY:
        raise _busy(refused)
    if refused.ora in _MISSING:
        create_lock(session)
    with _nothing_left_open(session):
        known = _hold_row(session)
        if known is None and session.execute_and_commit(_TAKE, holder=me).rowcount == 1:
            return
        if known is not None and own_is_stale and is_own(known, token):
            session.execute_and_commit(_TAKE_OVER, holder=me)
            return
        session.rollback()
    raise ChangelogError(
        "changelog.locked",
        holder=known.holder if known else "",
        since=f"{known.since:%Y-%m-%d %H:%M}" if known and known.since else "",
    )


def let_go(session: DatabaseSession, taken: Taken) -> None:
    """Roll back what is open, and give back the lock if it is the one that ``take_lock`` took: a
    resume on the same host has the same LOCKEDBY. Raises OracleError and ``changelog.lock_busy``.
    """
    mine = {"holder": taken.holder, "granted": taken.granted or None}
    refused = session.together([Piece(_FREE_AT_ONCE, mine)]).error
    if refused is not None:
        session.rollback()
        raise _busy(refused) if refused.ora in _BUSY else refused


def _busy(error: OracleError) -> ChangelogError:
    return ChangelogError("changelog.lock_busy", seconds=WAIT, ora=error.ora)


def free_lock(session: DatabaseSession, meant: Callable[[Lock], bool]) -> Lock | None:
    """Give back the lock that is ``meant``, and commit; the lock that was freed. None, and nothing
    done, where nobody holds it or somebody else does. Raises ``changelog.lock_busy``."""
    with _nothing_left_open(session):
        known = _hold_row(session)
        if known is None or not meant(known):
            session.rollback()
            return None
        session.execute_and_commit(_FREE)
        return known


def free_own_lock(session: DatabaseSession, token: str) -> Lock | None:
    """Give back a lock that a run of ours left; a lock of someone else stays. Asks first, and
    changes nothing where there is none of ours. Raises ``changelog.lock_busy``."""
    known = lock_state(session)
    if known is None or not is_own(known, token):
        return None
    return free_lock(session, lambda lock: is_own(lock, token))


@contextmanager
def _nothing_left_open(session: DatabaseSession) -> Iterator[None]:
    """A statement that Oracle refuses leaves the transaction open, and the row held by it."""
    try:
        yield
    except OracleError:
        with suppress(OracleError):  # the first error is the one to tell
            session.rollback()
        raise


def _hold_row(session: DatabaseSession) -> Lock | None:
    """The lock as it is, with the row ours until commit or rollback."""
    try:
        return _read(session, _HOLD_ROW)
    except OracleError as error:
        if error.ora not in _BUSY:
            raise
        raise _busy(error) from error


def _read(session: DatabaseSession, query: str) -> Lock | None:
    found = session.query(query)
    if not found or not int(found[0][0]):
        return None
    return Lock(found[0][1] or "", found[0][2])
