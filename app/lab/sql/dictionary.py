"""The data dictionary views, as rows for whoever asks.

USER_ views show the session's schema, ALL_ views what it may see; columns that the lab has no facts
for are left out, so asking for one is ORA-00904 and never a made-up value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from app.lab.backend import OraError, OraType
from app.lab.sql.contract import Session
from app.lab.sql.nls import Nls

Rows = tuple[Sequence[str], list[tuple[Any, ...]]]
View = Callable[["Session"], Rows]
_BASE: dict[str, tuple[str, Callable[[Session], list[tuple[Any, ...]]]]] = {}
_PLAIN: dict[str, View] = {}

ONLY_ALL: dict[str, tuple[str, ...]] = {}
"""Columns, beside the owner, that the USER_ view of a family does not have."""


def family(name: str, columns: str) -> Callable[[Callable[[Session], list[tuple[Any, ...]]]], Any]:
    """A USER_/ALL_ pair: rows begin with the owner."""

    def register(body: Callable[[Session], list[tuple[Any, ...]]]) -> Any:
        _BASE[name] = (columns, body)
        return body

    return register


def single(name: str) -> Callable[[View], View]:
    def register(body: View) -> View:
        _PLAIN[name] = body
        return body

    return register


def extend(name: str, more: Mapping[str, Callable[[Session, dict[str, Any]], Any]]) -> None:
    """Columns of a family that it does not have yet, each from the row's other columns by name."""
    columns, body = _BASE[name]
    names = columns.split()
    added = {n: f for n, f in more.items() if n not in names}

    def rows(session: Session) -> list[tuple[Any, ...]]:
        found = []
        for row in body(session):
            known = dict(zip(names, row, strict=True))
            found.append((*row, *(f(session, known) for f in added.values())))
        return found

    _BASE[name] = (" ".join([*names, *added]), rows)


def find(name: str) -> View | None:
    """The view of that name, or None."""
    if name in _PLAIN:
        return _PLAIN[name]
    prefix, _, rest = name.partition("_")
    if prefix not in ("USER", "ALL", "DBA") or rest not in _BASE or prefix == "DBA":
        return None
    columns, body = _BASE[rest]
    names = columns.split()

    def rows(session: Session) -> Rows:
        everything = body(session)
        if prefix == "ALL":
            kept = [r for r in everything if r[0] == session.effective or _visible(session, r)]
            return names, kept
        own = [i for i, n in enumerate(names) if i and n not in ONLY_ALL.get(rest, ())]
        mine = [tuple(r[i] for i in own) for r in everything if r[0] == session.effective]
        return [names[i] for i in own], mine

    return rows


def _visible(session: Session, row: tuple[Any, ...]) -> bool:
    return bool(session.catalog.grants(session.effective, str(row[0]), str(row[1])))


def _when(text: str) -> datetime:
    return datetime.fromisoformat(text)


@family(
    "OBJECTS",
    "OWNER OBJECT_NAME OBJECT_TYPE STATUS CREATED LAST_DDL_TIME OBJECT_ID TEMPORARY GENERATED",
)
def _objects(s: Session) -> list[tuple[Any, ...]]:
    return [
        (o, n, k, st, _when(made), _when(changed), at, "N", "N")
        for o, n, k, st, made, changed, at in s.catalog.rows(
            "select owner, name, type, status, created, changed, id from lab_objects"
        )
    ]


@family("TABLES", "OWNER TABLE_NAME STATUS TEMPORARY NESTED SECONDARY IOT_TYPE PARTITIONED")
def _tables(s: Session) -> list[tuple[Any, ...]]:
    return [
        (o, n, "VALID", "N", "NO", "N", None, "NO")
        for o, n in s.catalog.rows("select owner, name from lab_objects where type = 'TABLE'")
    ]


def _columns(s: Session) -> list[tuple[Any, ...]]:
    found = []
    for (
        o,
        t,
        n,
        position,
        kind,
        ora,
        size,
        precision,
        scale,
        used,
        nullable,
        default,
        flags,
    ) in s.catalog.rows("select * from lab_columns"):
        length = {OraType.NUMBER: 22, OraType.DATE: 7, OraType.TIMESTAMP: 11}.get(
            OraType(ora), size
        )
        if used == "C":
            length = size * 4
        if OraType(ora) in (OraType.CLOB, OraType.BLOB):
            length = 4000
        chars = size if used else 0
        if kind == "FLOAT":
            precision = 126  # binary digits
        found.append(
            (
                o,
                t,
                n,
                kind,
                length,
                precision,
                scale,
                "Y" if nullable else "N",
                position,
                default,
                chars,
                used or None,
                None,
                "YES" if "HIDDEN" in flags else "NO",
                "YES" if "VIRTUAL" in flags else "NO",
                "YES" if "IDENTITY" in flags else "NO",
                "YES" if "ONNULL" in flags else "NO",
            )
        )
    return found


_COLUMNS = "OWNER TABLE_NAME COLUMN_NAME DATA_TYPE DATA_LENGTH DATA_PRECISION DATA_SCALE NULLABLE COLUMN_ID DATA_DEFAULT CHAR_LENGTH CHAR_USED DATA_TYPE_OWNER HIDDEN_COLUMN VIRTUAL_COLUMN IDENTITY_COLUMN DEFAULT_ON_NULL"
_BASE["TAB_COLUMNS"] = (_COLUMNS, _columns)
_BASE["TAB_COLS"] = (_COLUMNS, _columns)


@family(
    "CONSTRAINTS",
    "OWNER CONSTRAINT_NAME CONSTRAINT_TYPE TABLE_NAME SEARCH_CONDITION R_OWNER R_CONSTRAINT_NAME DELETE_RULE STATUS DEFERRABLE DEFERRED VALIDATED GENERATED INDEX_NAME",
)
def _constraints(s: Session) -> list[tuple[Any, ...]]:
    return [
        (
            o, n, "C" if k == "N" else k, t, f'"{columns}" IS NOT NULL' if k == "N" else c or None,
            ro, rn, d if k == "R" else None, st,
            "DEFERRABLE" if deferrable else "NOT DEFERRABLE", "IMMEDIATE",
            "VALIDATED" if validated else "NOT VALIDATED",
            "GENERATED NAME" if g else "USER NAME", i,
        )
        for o, n, k, t, columns, c, ro, rn, st, d, g, validated, deferrable, i in s.catalog.rows(
            "select owner, name, type, tab, columns, condition, r_owner, r_name, status,"
            " delete_rule, generated, validated, may_defer, index_name from lab_constraints"
        )
    ]  # fmt: skip


@family("CONS_COLUMNS", "OWNER CONSTRAINT_NAME TABLE_NAME COLUMN_NAME POSITION")
def _cons_columns(s: Session) -> list[tuple[Any, ...]]:
    return [
        (o, n, t, c, at)
        for o, n, t, columns in s.catalog.rows(
            "select owner, name, tab, columns from lab_constraints"
        )
        for at, c in enumerate(filter(None, columns.split(",")), 1)
    ]


@family("INDEXES", "OWNER INDEX_NAME TABLE_NAME UNIQUENESS STATUS INDEX_TYPE TABLE_OWNER")
def _indexes(s: Session) -> list[tuple[Any, ...]]:
    return [
        (o, n, t, u, "VALID", "NORMAL", o)
        for o, n, t, u, _ in s.catalog.rows("select * from lab_indexes")
    ]


@family("IND_COLUMNS", "INDEX_OWNER INDEX_NAME TABLE_NAME COLUMN_NAME COLUMN_POSITION DESCEND")
def _ind_columns(s: Session) -> list[tuple[Any, ...]]:
    return [
        (o, n, t, c, at, "ASC")
        for o, n, t, _, columns in s.catalog.rows("select * from lab_indexes")
        for at, c in enumerate(columns.split(","), 1)
    ]


@family("SEQUENCES", "SEQUENCE_OWNER SEQUENCE_NAME INCREMENT_BY LAST_NUMBER")
def _sequences(s: Session) -> list[tuple[Any, ...]]:
    return [
        (o, n, step, value + step)
        for o, n, step, value, _ in s.catalog.rows("select * from lab_sequences")
    ]


@family("VIEWS", "OWNER VIEW_NAME TEXT")
def _views(s: Session) -> list[tuple[Any, ...]]:
    return s.catalog.rows("select owner, name, source from lab_objects where type = 'VIEW'")


@family("SOURCE", "OWNER NAME TYPE LINE TEXT")
def _source(s: Session) -> list[tuple[Any, ...]]:
    return [
        (o, n, k, at, line)
        for o, n, k, text in s.catalog.rows(
            "select owner, name, type, source from lab_objects where source != '' and type not in ('VIEW', 'MATERIALIZED VIEW')"
        )
        for at, line in enumerate(text.splitlines(keepends=True), 1)
    ]


@family("ERRORS", "OWNER NAME TYPE SEQUENCE LINE POSITION TEXT ATTRIBUTE MESSAGE_NUMBER")
def _errors(s: Session) -> list[tuple[Any, ...]]:
    return [
        (o, n, k, at, line, position, text, "ERROR", 0)
        for at, (o, n, k, line, position, text) in enumerate(
            s.catalog.rows("select * from lab_errors"), 1
        )
    ]


@family("SYNONYMS", "OWNER SYNONYM_NAME TABLE_OWNER TABLE_NAME")
def _synonyms(s: Session) -> list[tuple[Any, ...]]:
    return s.catalog.rows("select * from lab_synonyms")


def _privileges(s: Session) -> list[tuple[Any, ...]]:
    return [
        (g, o, n, o, p, "NO")
        for o, n, g, p in s.catalog.rows("select * from lab_grants")
        if s.effective in (g, o) or g == "PUBLIC"
    ]


@single("USER_TAB_PRIVS")
def _user_tab_privs(s: Session) -> Rows:
    """Without what is PUBLIC's, of which the user is neither owner nor grantee."""
    rows = [row for row in _privileges(s) if s.effective in row[:2]]
    return ["GRANTEE", "OWNER", "TABLE_NAME", "GRANTOR", "PRIVILEGE", "GRANTABLE"], rows


@single("ALL_TAB_PRIVS")
def _all_tab_privs(s: Session) -> Rows:
    return [
        "GRANTEE",
        "TABLE_SCHEMA",
        "TABLE_NAME",
        "GRANTOR",
        "PRIVILEGE",
        "GRANTABLE",
    ], _privileges(s)


@single("ALL_COL_PRIVS")
def _all_col_privs(s: Session) -> Rows:
    """The lab grants nothing on columns."""
    head = ["GRANTOR", "GRANTEE", "TABLE_SCHEMA", "TABLE_NAME", "COLUMN_NAME", "PRIVILEGE"]
    return [*head, "GRANTABLE"], []


@single("USER_TAB_PRIVS_RECD")
def _received(s: Session) -> Rows:
    rows = [(o, n, g, p) for grantee, o, n, g, p, _ in _privileges(s) if grantee == s.effective]
    return ["OWNER", "TABLE_NAME", "GRANTOR", "PRIVILEGE"], rows


@single("SESSION_PRIVS")
def _session_privs(s: Session) -> Rows:
    return ["PRIVILEGE"], [(p,) for p in sorted(s.privileges) if p]


@single("USER_SYS_PRIVS")
def _sys_privs(s: Session) -> Rows:
    return ["USERNAME", "PRIVILEGE", "ADMIN_OPTION"], [
        (s.user, p, "NO") for p in sorted(s.privileges) if p
    ]


@single("SESSION_ROLES")
def _roles(s: Session) -> Rows:
    return ["ROLE"], []


@single("USER_ROLE_PRIVS")
def _role_privs(s: Session) -> Rows:
    return ["USERNAME", "GRANTED_ROLE"], []


@single("ALL_USERS")
def _all_users(s: Session) -> Rows:
    known = s.catalog.rows("select name, created from lab_users")
    return ["USERNAME", "CREATED"], [(n, _when(made)) for n, made in known]


def _version(s: Session) -> str:
    return ".".join(map(str, s.database.version))


@single("V$VERSION")
def _v_version(s: Session) -> Rows:
    text = f"Lab, not Oracle: plays release {_version(s)}"
    return ["BANNER", "BANNER_FULL"], [(text, text)]


@single("PRODUCT_COMPONENT_VERSION")
def _product(s: Session) -> Rows:
    version = _version(s)
    return ["PRODUCT", "VERSION", "VERSION_FULL", "STATUS"], [
        ("Lab (not Oracle Database)", version, version, "Production")
    ]


@single("V$INSTANCE")
def _instance(s: Session) -> Rows:
    return ["INSTANCE_NAME", "HOST_NAME", "VERSION"], [
        (s.database.service, "127.0.0.1", _version(s))
    ]


@single("V$SESSION")
def _sessions(s: Session) -> Rows:
    rows = [
        (
            x.session_id,
            x.serial,
            x.user,
            x.attributes.get("program"),
            x.attributes.get("module"),
            x.attributes.get("client_identifier"),
            "ACTIVE" if x is s else "INACTIVE",
            x.attributes.get("machine"),
            x.logged_on.replace(microsecond=0),
        )
        for x in s.database.sessions()
        if x.user == s.user
    ]
    head = ["SID", "SERIAL#", "USERNAME", "PROGRAM", "MODULE", "CLIENT_IDENTIFIER", "STATUS"]
    return [*head, "MACHINE", "LOGON_TIME"], rows


@single("NLS_SESSION_PARAMETERS")
def _nls(s: Session) -> Rows:
    return ["PARAMETER", "VALUE"], list(s.nls.values.items())


@single("NLS_DATABASE_PARAMETERS")
def _nls_database(s: Session) -> Rows:
    own = {"NLS_CHARACTERSET": "AL32UTF8", "NLS_NCHAR_CHARACTERSET": "AL16UTF16"}
    known = Nls().values | own | {"NLS_RDBMS_VERSION": _version(s)}
    return ["PARAMETER", "VALUE"], list(known.items())


@single("NLS_INSTANCE_PARAMETERS")
def _nls_instance(s: Session) -> Rows:
    given = {"NLS_LANGUAGE": "AMERICAN", "NLS_TERRITORY": "AMERICA", "NLS_COMP": "BINARY"}
    return ["PARAMETER", "VALUE"], [(name, given.get(name)) for name in Nls().values]


def unknown(name: str) -> OraError | None:
    """For a dictionary view that the lab does not have: its refusal. DBA_ and V$ views are not
    there for a plain owner on Oracle either."""
    if re.match(r"(USER|ALL)_\w+$", name):
        return OraError(3001, f"unimplemented feature: the view {name} (lab, not Oracle)")
    return None
