"""What the data dictionary says about the session's own schema.

Each function is one round trip, except ``database_version`` (none). Only views that every user
may read are asked: USER_*, SESSION_PRIVS and USER_TAB_PRIVS, never DBA_*; and V$SESSION, whose
refusal is an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from msgspec import Struct

from app.errors import OracleError
from app.oracle.session import Session
from app.together import NOT_COMPILED, Piece

_INVALID_ONES: Final = """\
  from user_objects o
  left join user_errors e
    on e.name = o.object_name and e.type = o.object_type and e.attribute = 'ERROR'
 where o.status = 'INVALID'
 order by o.object_type, o.object_name, e.sequence"""
_INVALID: Final = f"select o.object_type, o.object_name, e.line, e.text {_INVALID_ONES}"
_TOO_LARGE: Final = 6502

_OTHERS: Final = """
select machine, program, to_char(logon_time, 'YYYY-MM-DD HH24:MI')
  from v$session
 where username = user
   and sid <> to_number(sys_context('USERENV', 'SID'))
 order by logon_time"""

# DBMS_UTILITY.COMPILE_SCHEMA leaves materialized views alone, which a change of their tables makes
# INVALID (My Oracle Support 264036.1). One that cannot be compiled stays so, and is found then.
_RECOMPILE: Final = """\
begin
  dbms_utility.compile_schema(schema => user, compile_all => false);
  for m in (select object_name from user_objects
             where object_type = 'MATERIALIZED VIEW' and status = 'INVALID') loop
    begin
      execute immediate 'alter materialized view "' || m.object_name || '" compile';
    exception
      when others then null;
    end;
  end loop;
end;"""

_CLOCK: Final = "select to_char(sys_extract_utc(systimestamp), 'YYYY-MM-DD HH24:MI:SS') from dual"

_CHARACTER: Final = frozenset({"VARCHAR2", "CHAR", "VARCHAR"})
_NATIONAL: Final = frozenset({"NVARCHAR2", "NCHAR"})


class InvalidObject(Struct, frozen=True):
    """An object of the schema that does not compile. ``first_error`` is the compiler's own text,
    empty where the object was never compiled; ``line`` is 1-based in its source, 0 if unknown."""

    type: str
    name: str
    first_error: str = ""
    line: int = 0


class ObjectGrant(Struct, frozen=True, order=True):
    """``grantee`` holds ``privilege`` on ``owner.object``."""

    grantee: str
    owner: str
    object: str
    privilege: str


class OtherSession(Struct, frozen=True):
    """Another session of the same user; ``since`` is ``YYYY-MM-DD HH:MI`` of the server's clock."""

    machine: str
    program: str
    since: str


def other_sessions(s: Session) -> tuple[OtherSession, ...] | None:
    """The other sessions of the session's user; None where the user may not read V$SESSION, which
    is not among the views that everybody may read."""
    try:
        found = s.query(_OTHERS)
    except OracleError as error:
        if error.ora in (942, 1031):  # no such view, no privilege
            return None
        raise
    return tuple(
        OtherSession(machine or "", program or "", since) for machine, program, since in found
    )


def database_version(s: Session) -> str:
    """The database's version such as ``23.6.0.24.10``."""
    return s.server_version


def object_grants(s: Session) -> frozenset[ObjectGrant]:
    """All object privileges that the session's user gave or received."""
    rows = s.query("select grantee, owner, table_name, privilege from user_tab_privs")
    return frozenset(ObjectGrant(*map(str, row)) for row in rows)


def type_text(
    name: str,
    length: int | None,
    precision: int | None,
    scale: int | None,
    characters: int | None,
    used: str | None,
) -> str:
    """A column's type as DDL writes it, from the columns of USER_TAB_COLUMNS."""
    if name in _CHARACTER:
        if used == "C":
            return f"{name}({characters} CHAR)"
        return f"{name}({length} BYTE)"
    if name in _NATIONAL:
        return f"{name}({characters})"
    if name in ("RAW", "UROWID"):
        return f"{name}({length})"
    if name == "FLOAT":
        return f"FLOAT({precision})" if precision is not None else "FLOAT"
    if name == "NUMBER":
        return _number_text(precision, scale)
    return name


def _number_text(precision: int | None, scale: int | None) -> str:
    if precision is None:
        return "NUMBER" if scale is None else f"NUMBER(*,{scale})"
    return f"NUMBER({precision},{scale})" if scale else f"NUMBER({precision})"


def invalid_objects(s: Session) -> tuple[InvalidObject, ...]:
    """Own objects with status INVALID, by type and name, each with its first compiler error."""
    return invalid_of(s.query(_INVALID))


def invalid_of(rows: Iterable[tuple[Any, ...]]) -> tuple[InvalidObject, ...]:
    """By type, name, line and text of an error, the first one of each object."""
    found: dict[tuple[str, str], InvalidObject] = {}
    for kind, name, line, text in rows:
        found.setdefault(
            (kind, name), InvalidObject(kind, name, str(text or "").strip(), int(line or 0))
        )
    return tuple(found.values())


def recompile(s: Session) -> None:
    """Compile the schema's invalid objects. What still does not compile raises nothing: ask
    ``invalid_objects`` afterwards."""
    s.execute(_RECOMPILE)


class Recompiled(Struct, frozen=True):
    """``before``: how many objects were invalid; ``left``: those that still are. ``along``: what
    was asked with it, as far as it came."""

    before: int
    left: tuple[InvalidObject, ...] = ()
    along: tuple[tuple[str, ...], ...] = ()


def recompiled(s: Session, along: Sequence[Piece] = ()) -> Recompiled:
    """``recompile`` where anything is invalid, and what is left; then the queries ``along``. One
    round trip; one more where very much is invalid. Raises OracleError."""
    count = "select to_char(count(*)) x from user_objects where status = 'INVALID'"
    compile_some = (
        "declare l_count number; begin"
        " select count(*) into l_count from user_objects where status = 'INVALID';"
        f" if l_count > 0 then {_RECOMPILE} end if; end;"
    )
    fields = "o.object_type||chr(31)||o.object_name||chr(31)||e.line||chr(31)||substr(e.text,1,300)"
    left = f"select {fields} x {_INVALID_ONES}"
    own = [Piece(count, rows=1), Piece(compile_some), Piece(left, rows=1)]
    try:
        done = s.together([*own, *along])
    except OracleError as error:
        if error.ora != NOT_COMPILED or not along:
            raise
        done = s.together(own)  # nothing of it ran
    if done.error is not None and len(done.ran) < len(own):
        if done.error.ora != _TOO_LARGE or len(done.ran) < 2:
            raise done.error
        return Recompiled(int(done.ran[0].rows[0]), invalid_objects(s))
    rows = [tuple(text.split("\x1f")) for text in done.ran[2].rows]
    found = tuple(how.rows for how in done.ran[len(own) :])
    return Recompiled(int(done.ran[0].rows[0]), invalid_of(rows), found)


def clock(s: Session) -> datetime:
    """The time of the database's machine, in UTC, to the second."""
    (row,) = s.query(_CLOCK)
    return datetime.strptime(str(row[0]), "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
