"""What a client's database is asked before anything is sent to it: one block, one round trip.

It tells what the session's user may do, the rows of DATABASECHANGELOG, and of the objects that a
release names what decides whether its statements can run. Only views that every user may read are
asked in the block itself (Oracle Database Reference: SESSION_PRIVS, SESSION_ROLES, ALL_USERS,
ALL_OBJECTS, ALL_SYNONYMS, ALL_TAB_PRIVS, ALL_COL_PRIVS, ALL_TRIGGERS, USER_TABLES,
USER_EXTERNAL_TABLES, USER_MVIEWS). V$LOCKED_OBJECT stands in a text that the block runs, so that
its refusal is an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from app.errors import OracleError
from app.oracle.inventory import LogRow
from app.oracle.session import Session
from app.oracle.together import ROWS_DECLARED, rows_from, rows_into

Name = tuple[str, str]
MOST_NAMES: Final = 900
"""Names of one list; Oracle takes 1000 (ORA-01795)."""

_PARTS: Final = 24
_NO_SUCH: Final = 6550
"""The block names what is not there: DATABASECHANGELOG, where nothing was ever run."""
_TOO_LONG: Final = 6502
"""More rows than the out binds take."""
_FIELD: Final = "\x1f"
_MOST_ASKED: Final = 200  # tables in a text that is bound, of at most 32 767 bytes
_MOST_BUSY: Final = 15  # tables; the list is one text of at most 4000 bytes

_BLOCK: Final = """\
declare
{declared}\
  l_busy varchar2(4000);
begin
{rows}\
  :busy_ora := 0;
  if :busy_sql is not null then
    begin
      execute immediate :busy_sql into l_busy;
    exception
      when others then
        :busy_ora := sqlcode;
    end;
  end if;
  :busy := l_busy;
end;"""

_BUSY: Final = """\
select listagg(t.x, chr(30)) within group (order by t.x)
  from (select o.object_name || chr(31) || min(l.oracle_username) || chr(31)
               || count(distinct l.session_id) x
          from v$locked_object l
          join user_objects o on o.object_id = l.object_id
         where o.object_type = 'TABLE'
           and l.locked_mode > 1
           and l.session_id <> to_number(sys_context('USERENV', 'SID'))
           and o.object_name in ({tables})
         group by o.object_name) t
 where rownum <= {most}"""

_ALWAYS: Final = (
    "'privilege', privilege, null, null, null, null, null, null from session_privs",
    "'role', role, null, null, null, null, null, null from session_roles",
)
_LOG: Final = (
    "'row', id, author, filename, md5sum, exectype, to_char(orderexecuted), deployment_id"
    "||chr(29)||to_char(dateexecuted, 'YYYYMMDDHH24MISSFF6') from databasechangelog"
)
_USERS: Final = (
    "'user', username, null, null, null, null, null, null from all_users where username in ({})"
)
_OBJECTS: Final = (
    "'object', owner, object_name, object_type, null, null, null, null from all_objects"
    " where owner in ({owners}) and object_name in ({names})",
    "'object', owner, synonym_name, 'SYNONYM', null, null, null, null from all_synonyms"
    " where owner in ({owners}) and synonym_name in ({names})",
    "'right', table_schema, table_name, privilege, grantee, grantable, null, null"
    " from all_tab_privs where table_schema in ({owners}) and table_name in ({names})",
    "'right', table_schema, table_name, privilege, grantee, grantable, null, null"
    " from all_col_privs where table_schema in ({owners}) and table_name in ({names})",
)
_TRIGGERS: Final = (
    "'trigger', owner, trigger_name, table_name, triggering_event, null, null, null"
    " from all_triggers where table_owner = user and status = 'ENABLED'"
    " and base_object_type = 'TABLE' and table_name in ({})"
)
_KINDS: Final = (
    "'kind', table_name, 'temporary', null, null, null, null, null from user_tables"
    " where temporary = 'Y' and table_name in ({})",
    "'kind', table_name, 'external', null, null, null, null, null from user_external_tables"
    " where table_name in ({})",
    "'kind', container_name, 'mview', null, null, null, null, null from user_mviews"
    " where container_name in ({})",
)


class Names(Struct, frozen=True):
    """What is asked about, in the dictionary's own spelling. ``altered`` and ``written`` are tables
    of the session's schema, ``objects`` others' (owner, name), of which an owner need not be one;
    ``users`` are names that may be users'. Of each the first ``MOST_NAMES`` are asked."""

    altered: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    objects: tuple[Name, ...] = ()
    users: tuple[str, ...] = ()


NOTHING: Final = Names()


class Right(Struct, frozen=True, order=True):
    """An object privilege, or one on some of its columns. ``grantee``: the user, PUBLIC or a role
    that is on. ``grantable``: it may be given on."""

    privilege: str
    grantee: str
    grantable: bool = False


class Fires(Struct, frozen=True, order=True):
    """A trigger that is enabled: ``event`` as ALL_TRIGGERS has it (``INSERT OR UPDATE``)."""

    table: str
    owner: str
    name: str
    event: str


class Busy(Struct, frozen=True, order=True):
    """Other sessions with an open transaction on a table now, of ``user`` or of several."""

    table: str
    user: str
    sessions: int


class FirstLook(Struct, frozen=True):
    """``privileges``: the system privileges of the session, roles included; ``roles``: those that
    are on. ``log``: the rows of DATABASECHANGELOG, oldest first, None where there is no such table.

    Of what was asked about: ``users`` are those that exist; ``objects`` their types by name, of
    what the user may see; ``rights`` by name; ``triggers`` of the tables written; ``kinds`` of
    tables that are none of the plain ones (``temporary``, ``external``, ``mview``); ``busy``: None
    where the user may not look, and then ``busy_ora`` is Oracle's refusal.
    """

    privileges: frozenset[str]
    log: tuple[LogRow, ...] | None
    roles: frozenset[str] = frozenset()
    users: frozenset[str] = frozenset()
    objects: Mapping[Name, frozenset[str]] = {}
    rights: Mapping[Name, frozenset[Right]] = {}
    triggers: tuple[Fires, ...] = ()
    kinds: Mapping[str, str] = {}
    busy: tuple[Busy, ...] | None = ()
    busy_ora: int = 0


def first_look(s: Session, names: Names = NOTHING) -> FirstLook:
    """One round trip, one more where there is no DATABASECHANGELOG, two where it is very long.
    Raises OracleError."""
    try:
        return _look(s, names, [*_sources(names), _LOG])
    except OracleError as error:
        if error.ora not in (_NO_SUCH, _TOO_LONG):
            raise
        found = _look(s, names, _sources(names))
        if error.ora == _NO_SUCH:
            return found
    rows = s.query(f"select {_LOG}")
    return _told(rows, found)


def _sources(names: Names) -> list[str]:
    found = list(_ALWAYS)
    if users := _list([*names.users, *(owner for owner, _ in names.objects)]):
        found.append(_USERS.format(users))
    if names.objects:
        some = names.objects[:MOST_NAMES]
        owners, those = _list(o for o, _ in some), _list(n for _, n in some)
        found += [source.format(owners=owners, names=those) for source in _OBJECTS]
    if tables := _list(names.written):
        found.append(_TRIGGERS.format(tables))
    if tables := _list([*names.altered, *names.written]):
        found += [source.format(tables) for source in _KINDS]
    return found


def _list(names: Iterable[str]) -> str:
    several = list(dict.fromkeys(names))[:MOST_NAMES]
    return ", ".join("'" + name.replace("'", "''") + "'" for name in several)


def _look(s: Session, names: Names, sources: Sequence[str]) -> FirstLook:
    columns = ["k", *(f"f{at}" for at in range(7))]
    nothing = ", ".join(f"to_char(null) {column}" for column in columns)
    union = " union all ".join(f"select {source}" for source in sources)
    shown = "||chr(31)||".join(f"q.{column}" for column in columns)
    sql = f"select {shown} x from (select {nothing} from dual where 1=0 union all {union}) q"
    tables = _list(names.altered[:_MOST_ASKED])
    binds = {"busy_sql": _BUSY.format(tables=tables, most=_MOST_BUSY) if tables else ""}
    outs: dict[str, type[Any]] = {f"first_{part}": str for part in range(_PARTS)}
    block = _BLOCK.format(declared=ROWS_DECLARED, rows=rows_into("first", sql, _PARTS))
    answer = s.call(block, {**outs, "busy": str, "busy_ora": int}, **binds)
    rows = [text.split(_FIELD) for text in rows_from(answer, "first", _PARTS)]
    ora = abs(int(answer["busy_ora"] or 0))
    busy = None if ora else _busy(answer["busy"] or "")
    known = FirstLook(frozenset(), None, busy=busy, busy_ora=ora)
    return _told(rows, known, has_log=_LOG in sources)


def _busy(text: str) -> tuple[Busy, ...]:
    found = [one.split(_FIELD) for one in text.split("\x1e") if one]
    return tuple(Busy(table, user, int(count)) for table, user, count in found)


def _told(rows: Iterable[Sequence[Any]], known: FirstLook, *, has_log: bool = True) -> FirstLook:
    found: dict[str, list[list[str]]] = {}
    for kind, *fields in rows:
        found.setdefault(kind, []).append([field or "" for field in fields])
    objects: dict[Name, set[str]] = {n: set(types) for n, types in known.objects.items()}
    for owner, name, kind, *_ in found.get("object", ()):
        objects.setdefault((owner, name), set()).add(kind)
    rights: dict[Name, set[Right]] = {n: set(those) for n, those in known.rights.items()}
    for owner, name, privilege, grantee, grantable, *_ in found.get("right", ()):
        rights.setdefault((owner, name), set()).add(Right(privilege, grantee, grantable == "YES"))
    return FirstLook(
        known.privileges | {fields[0] for fields in found.get("privilege", ())},
        _log(found.get("row", ())) if has_log else None,
        known.roles | {fields[0] for fields in found.get("role", ())},
        known.users | {fields[0] for fields in found.get("user", ())},
        {name: frozenset(types) for name, types in objects.items()},
        {name: frozenset(those) for name, those in rights.items()},
        known.triggers or tuple(sorted(
            Fires(table, owner, name, event)
            for owner, name, table, event, *_ in found.get("trigger", ())
        )),
        {**known.kinds, **{fields[0]: fields[1] for fields in found.get("kind", ())}},
        known.busy,
        known.busy_ora,
    )  # fmt: skip


def _log(rows: Iterable[Sequence[str]]) -> tuple[LogRow, ...]:
    told = []
    for id_, author, filename, md5sum, exectype, order, behind in rows:
        deployment, _, at = behind.partition("\x1d")
        row = (id_, author, filename, md5sum or None, exectype, int(order), deployment)
        told.append((at, int(order), row))
    return tuple(row for _, _, row in sorted(told, key=lambda one: one[:2]))
