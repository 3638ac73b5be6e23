"""SQL functions that ask their session: sequences, the clock, stored code, SYS_CONTEXT."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from app.lab.backend import OraError
from app.lab.plsql.calls import call_function
from app.lab.sql import aggregates
from app.lab.sql.constraints import raise_violation
from app.lab.sql.contract import Session
from app.lab.sql.errors import Uncompiled
from app.lab.sql.fits import cast, fitted, read
from app.lab.sql.moments import local_transaction_id, row_scn
from app.lab.sql.values import date, stored
from app.lab.undo.ledger import moment_of, scn_at
from app.lab.undo.waiting import Waiting


def register(session: Session) -> None:
    def guarded(body: Callable[..., Any]) -> Callable[..., Any]:
        def call(*values: Any) -> Any:
            try:
                return body(*values)
            except (OraError, Waiting, Uncompiled) as error:
                session.error = error
                raise

        return call

    def failed(error: OraError) -> None:
        session.error = error

    nls = session.nls
    for name, body in session.functions.items():
        session.db.create_function(name, -1, guarded(body), deterministic=name != "SYS_GUID")
    aggregates.register(session.db, nls, failed)
    session.db.create_function(
        "O_FIT", 2, guarded(lambda v, spec: fitted(v, read(spec), nls)), deterministic=True
    )
    session.db.create_function(
        "O_CAST", 2, guarded(lambda v, spec: cast(v, read(spec), nls)), deterministic=True
    )
    work = session.work
    own: dict[str, Callable[..., Any]] = {
        "O_SYSDATE": lambda: stored(datetime.now().replace(microsecond=0)),
        "O_SYSTIMESTAMP": lambda: stored(datetime.now()),
        "O_USER": lambda: session.user,
        "O_TIMEZONE": lambda: "+00:00",
        "O_UID": lambda: session.session_id,
        "O_RAISE": lambda *values: None if work.undoing else raise_violation(*values),
        "O_LOCALXID": lambda *create: local_transaction_id(session, *create),
        "TIMESTAMP_TO_SCN": lambda moment: _scn_at(session, moment),
        "SCN_TO_TIMESTAMP": lambda scn: _moment_of(session, scn),
        "O_XID": lambda: work.logged,
        "O_STEP": lambda: work.step,
        "O_ROWSCN": lambda table, row, limit: row_scn(session, table, row, limit),
        "O_NEXTVAL": lambda name: _nextval(session, name),
        "O_CURRVAL": lambda name: _current(session, name),
        "O_CALL": lambda *values: _call(session, *values),
        "SYS_CONTEXT": lambda *values: _context(session, *values),
        "SYS_EXTRACT_UTC": lambda v: v and stored(date(v).astimezone(UTC)),
    }
    for name, body in own.items():
        session.db.create_function(name, -1, guarded(body))


def _scn_at(session: Session, moment: str | None) -> int | None:
    return None if moment is None else scn_at(session.db, date(moment).isoformat(" "))


def _moment_of(session: Session, scn: Any) -> Any:
    return None if scn is None else stored(datetime.fromisoformat(moment_of(session.db, int(scn))))


def _nextval(session: Session, name: str) -> int:
    owner, _, bare = name.partition(".")
    session.catalog.run(
        "update lab_sequences set value = value + step where owner = ? and name = ?",
        owner,
        bare,
    )
    value = int(
        session.catalog.one(
            "select value from lab_sequences where owner = ? and name = ?", owner, bare
        )
    )
    session.currval[name] = value
    return value


def _current(session: Session, name: str) -> int:
    if name not in session.currval:
        raise OraError(8002, f"sequence {name}.CURRVAL is not yet defined in this session")
    return session.currval[name]


def _call(session: Session, routine: str, *values: Any) -> Any:
    return stored(call_function(session, routine, list(values)))


def _context(session: Session, space: str, name: str, *_: Any) -> Any:
    if str(space).upper() != "USERENV":
        return None
    known = {
        "PROXY_USER": session.proxy, "SESSION_USER": session.user, "CURRENT_USER": session.effective,
        "CURRENT_SCHEMA": session.current_schema, "DB_NAME": session.database.service,
        "SERVICE_NAME": session.database.service, "CON_NAME": session.database.service,
        "INSTANCE_NAME": session.database.service, "SID": str(session.session_id),
        "SESSIONID": str(session.session_id), "HOST": "127.0.0.1", "IP_ADDRESS": "127.0.0.1",
        "MODULE": session.attributes.get("module"), "ACTION": session.attributes.get("action"),
        "CLIENT_IDENTIFIER": session.attributes.get("client_identifier"),
        "CLIENT_INFO": session.attributes.get("client_info"), "LANG": "US",
    }  # fmt: skip
    wanted = str(name).upper()
    if wanted not in known:
        raise OraError(2003, "invalid USERENV parameter")
    return known[wanted]
