"""Oracle's own packages, as far as releases and the program use them."""

from __future__ import annotations

import hashlib
import time
from typing import Any

from app.lab.backend import OraError
from app.lab.plsql.stored import compile_one
from app.lab.sql import mviews
from app.lab.sql.contract import Session
from app.lab.sql.moments import local_transaction_id
from app.lab.sql.packages import Ref, builtin
from app.lab.sql.texts import lob_length, lob_substr
from app.lab.sql.values import stored, text

_OUTPUT = "dbms_output"


def _lines(session: Session) -> list[str] | None:
    found: list[str] | None = session.package_state.get(_OUTPUT)
    return found


@builtin("DBMS_OUTPUT.ENABLE")
def _enable(session: Session, buffer_size: Any = None) -> None:
    session.package_state.setdefault(_OUTPUT, [])


@builtin("DBMS_OUTPUT.DISABLE")
def _disable(session: Session) -> None:
    session.package_state.pop(_OUTPUT, None)


@builtin("DBMS_OUTPUT.PUT_LINE")
def _put_line(session: Session, a: Any) -> None:
    lines = _lines(session)
    if lines is not None:
        lines.append(text(stored(a), session.nls) or "")


@builtin("DBMS_OUTPUT.GET_LINE", outs="line status")
def _get_line(session: Session, line: Ref, status: Ref) -> None:
    lines = _lines(session) or []
    line.value = lines.pop(0) if lines else None
    status.value = 0 if line.value is not None else 1


@builtin("DBMS_OUTPUT.GET_LINES", outs="lines numlines")
def _get_lines(session: Session, lines: Ref, numlines: Ref) -> None:
    known = _lines(session) or []
    count = int(numlines.value or 0)
    lines.value, known[:count] = list(known[:count]), []
    numlines.value = len(lines.value)


@builtin("DBMS_LOCK.ALLOCATE_UNIQUE", outs="lockhandle")
def _allocate(
    session: Session, lockname: str, lockhandle: Ref, expiration_secs: Any = None
) -> None:
    digest = int(hashlib.sha256(str(lockname).encode()).hexdigest()[:8], 16) % 10**9
    lockhandle.value = f"{1073741824 + digest}"


@builtin("DBMS_LOCK.REQUEST")
def _request(
    session: Session,
    lockhandle: Any,
    lockmode: Any = 6,
    timeout: Any = 32767,
    release_on_commit: Any = False,
) -> int:
    if release_on_commit:
        raise OraError(3001, "unimplemented feature: DBMS_LOCK release_on_commit (lab, not Oracle)")
    return session.database.request_lock(session, str(lockhandle), int(lockmode), float(timeout))


@builtin("DBMS_LOCK.RELEASE")
def _release(session: Session, lockhandle: Any) -> int:
    return session.database.release_lock(session, str(lockhandle))


@builtin("DBMS_LOCK.SLEEP")
@builtin("DBMS_SESSION.SLEEP")
def _sleep(session: Session, seconds: Any) -> None:
    session.sleep(float(seconds))


@builtin("DBMS_SESSION.SET_IDENTIFIER")
def _identifier(session: Session, client_id: Any) -> None:
    session.attributes["client_identifier"] = client_id


@builtin("DBMS_APPLICATION_INFO.SET_MODULE")
def _module(session: Session, module_name: Any, action_name: Any) -> None:
    session.attributes.update(module=module_name, action=action_name)


@builtin("DBMS_APPLICATION_INFO.SET_ACTION")
def _action(session: Session, action_name: Any) -> None:
    session.attributes["action"] = action_name


@builtin("DBMS_APPLICATION_INFO.SET_CLIENT_INFO")
def _client_info(session: Session, client_info: Any) -> None:
    session.attributes["client_info"] = client_info


@builtin("DBMS_UTILITY.COMPILE_SCHEMA")
def _compile_schema(
    session: Session, schema: Any, compile_all: Any = True, reuse_settings: Any = False
) -> None:
    owner = str(schema).upper()
    if owner != session.effective:
        raise OraError(20000, f"You have insufficient privileges for an object in schema {owner}.")
    session.commit()
    session.work.statement(lambda: _compile_all(session, owner, compile_all), writes=False)


def _compile_all(session: Session, owner: str, compile_all: Any) -> None:
    for name, kind, status in session.catalog.rows(
        "select name, type, status from lab_objects where owner = ? and source != ''"
        " and type not in ('VIEW', 'MATERIALIZED VIEW')",
        owner,
    ):
        if compile_all or status != "VALID":
            compile_one(session, owner, name, kind)
    session.forget_code(owner)


@builtin("DBMS_MVIEW.REFRESH")
def _refresh(session: Session, list: str, method: Any = None) -> None:
    for name in str(list).split(","):
        owner, _, bare = name.strip().upper().rpartition(".")
        mviews.refresh(session, owner or session.effective, bare)


@builtin("DBMS_TRANSACTION.LOCAL_TRANSACTION_ID")
def _local_transaction_id(session: Session, create_transaction: Any = False) -> str | None:
    return local_transaction_id(session, create_transaction)


@builtin("DBMS_UTILITY.GET_TIME")
def _get_time(session: Session) -> int:
    """Hundredths of a second since an arbitrary moment."""
    return int(time.monotonic() * 100)


@builtin("DBMS_UTILITY.FORMAT_ERROR_STACK")
def _error_stack(session: Session) -> str | None:
    """The error that is handled, at most 2000 bytes of it."""
    error = session.package_state.get("*error")
    return f"{error}\n"[:2000] if error is not None else None


@builtin("DBMS_UTILITY.DB_VERSION", outs="version compatibility")
def _db_version(session: Session, version: Any, compatibility: Any) -> None:
    version.value = ".".join(map(str, session.database.version))
    compatibility.value = f"{session.database.version[0]}.0.0"


@builtin("DBMS_LOB.GETLENGTH")
def _length(session: Session, lob_loc: Any) -> Any:
    return lob_length(lob_loc)


@builtin("DBMS_LOB.CREATETEMPORARY", outs="lob_loc")
def _create_temporary(session: Session, lob_loc: Any, cache: Any, dur: Any = 10) -> None:
    lob_loc.value = ""


@builtin("DBMS_LOB.APPEND", outs="dest_lob")
def _append(session: Session, dest_lob: Any, src_lob: Any) -> None:
    if src_lob is None:
        raise OraError(6502, "PL/SQL: numeric or value error: invalid LOB locator specified")
    dest_lob.value = (dest_lob.value or "") + src_lob


@builtin("DBMS_LOB.WRITEAPPEND", outs="lob_loc")
def _write_append(session: Session, lob_loc: Any, amount: Any, buffer: Any) -> None:
    if buffer is None or int(amount) > len(buffer):
        raise OraError(6502, "PL/SQL: numeric or value error: invalid LOB locator specified")
    lob_loc.value = (lob_loc.value or buffer[:0]) + buffer[: int(amount)]


@builtin("UTL_RAW.LENGTH")
def _raw_length(session: Session, r: Any) -> Any:
    return None if r is None else len(r)


@builtin("DBMS_LOB.SUBSTR")
def _substr(session: Session, lob_loc: Any, amount: Any = 32767, offset: Any = 1) -> Any:
    return lob_substr(lob_loc, amount, offset)
