"""More of the data dictionary: triggers, dependencies, what was granted, and columns that a proof asks.

Columns and values as in the Oracle Database Reference, "Static Data Dictionary Views". A view whose
facts do not occur in the lab (policies, partitions, grants of columns) is there and empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from app.lab.plsql.trigger_text import read_trigger
from app.lab.sql.contract import Session
from app.lab.sql.dependencies import references
from app.lab.sql.dictionary import Rows, extend, family, single
from app.lab.sql.mviews import staleness
from app.lab.undo import ledger

Known = dict[str, Any]
_TRIGGERS = (
    "OWNER TRIGGER_NAME TRIGGER_TYPE TRIGGERING_EVENT TABLE_OWNER BASE_OBJECT_TYPE TABLE_NAME"
    " COLUMN_NAME REFERENCING_NAMES WHEN_CLAUSE STATUS DESCRIPTION ACTION_TYPE TRIGGER_BODY"
    " CROSSEDITION BEFORE_STATEMENT BEFORE_ROW AFTER_ROW AFTER_STATEMENT INSTEAD_OF_ROW FIRE_ONCE"
)


@family("TRIGGERS", _TRIGGERS)
def _triggers(s: Session) -> list[tuple[Any, ...]]:
    return [
        _trigger(*row)
        for row in s.catalog.rows(
            "select o.owner, o.name, o.source, t.t_owner, t.t_name, t.status, (select type from"
            " lab_objects b where b.owner = t.t_owner and b.name = t.t_name"
            " and b.type in ('TABLE', 'VIEW')) from lab_objects o join lab_triggers t"
            " on t.owner = o.owner and t.name = o.name where o.type = 'TRIGGER'"
        )
    ]


def _trigger(
    owner: str, name: str, source: str, t_owner: str, table: str, status: str, kind: str
) -> tuple[Any, ...]:
    made = read_trigger(source)
    description = source[: len(source) - len(made.body)].split(None, 1)[1]
    when = re.search(r"\bwhen\s*\(", description, re.IGNORECASE)
    points = [made.kind == k for k in (
        "BEFORE STATEMENT", "BEFORE EACH ROW", "AFTER EACH ROW", "AFTER STATEMENT", "INSTEAD OF",
    )]  # fmt: skip
    return (
        owner, name, made.kind, " OR ".join(made.events), t_owner, kind, table, None,
        f"REFERENCING NEW AS {made.new} OLD AS {made.old}", made.when or None, status,
        description[: when.start()] if when else description, "PL/SQL", made.body, "NO",
        *("YES" if p else "NO" for p in points), "YES",
    )  # fmt: skip


@single("ALL_TRIGGERS")
def _all_triggers(s: Session) -> Rows:
    """The triggers on tables that the user may see, whoever owns the trigger."""
    me = s.effective
    found = [
        r for r in _triggers(s)
        if me in (r[0], r[4]) or s.catalog.grants(me, str(r[4]), str(r[6]))
    ]  # fmt: skip
    return _TRIGGERS.split(), found


@family(
    "DEPENDENCIES",
    "OWNER NAME TYPE REFERENCED_OWNER REFERENCED_NAME REFERENCED_TYPE REFERENCED_LINK_NAME"
    " DEPENDENCY_TYPE",
)
def _dependencies(s: Session) -> list[tuple[Any, ...]]:
    """Static SQL and calls, not what is put together at run time."""
    return [
        (*one, *other, None, "HARD")
        for one in s.catalog.rows(
            "select owner, name, type from lab_objects where coalesce(source, '') != ''"
        )
        for other in references(s, *one)
    ]


@family(
    "MVIEWS",
    "OWNER MVIEW_NAME CONTAINER_NAME QUERY REFRESH_MODE REFRESH_METHOD STALENESS COMPILE_STATE"
    " LAST_REFRESH_DATE",
)
def _mviews(s: Session) -> list[tuple[Any, ...]]:
    return [
        (o, n, n, query, mode, method, staleness(stale, status),
         "VALID" if status == "VALID" else "NEEDS_COMPILE", refreshed)
        for o, n, query, mode, method, stale, status, refreshed in s.catalog.rows(
            "select m.owner, m.name, o.source, m.mode, m.method, m.stale, o.status, m.refreshed"
            " from lab_mviews m join lab_objects o on o.owner = m.owner and o.name = m.name"
            " and o.type = 'MATERIALIZED VIEW'"
        )
    ]  # fmt: skip


@single("USER_TAB_PRIVS_MADE")
def _privileges_made(s: Session) -> Rows:
    names = ["GRANTEE", "TABLE_NAME", "GRANTOR", "PRIVILEGE", "GRANTABLE", "HIERARCHY", "TYPE"]
    rows = [
        (g, n, o, p, "NO", "NO", s.catalog.object_type(o, n) or "TABLE")
        for o, n, g, p in s.catalog.rows("select owner, object, grantee, privilege from lab_grants")
        if o == s.effective
    ]
    return names, rows


@single("USER_COL_PRIVS_MADE")
def _column_privileges(s: Session) -> Rows:
    return ["GRANTEE", "TABLE_NAME", "COLUMN_NAME", "GRANTOR", "PRIVILEGE", "GRANTABLE"], []


@family("IND_PARTITIONS", "INDEX_OWNER INDEX_NAME PARTITION_NAME STATUS")
def _partitions(s: Session) -> list[tuple[Any, ...]]:
    return []


@family(
    "POLICIES",
    "OBJECT_OWNER OBJECT_NAME POLICY_GROUP POLICY_NAME PF_OWNER PACKAGE FUNCTION SEL INS UPD DEL"
    " ENABLE",
)
def _policies(s: Session) -> list[tuple[Any, ...]]:
    return []


Extension = Callable[[Session, Known], Any]
_HIGHEST = 10**28 - 1


def _key(row: Known, key: str) -> Any:
    return row["CONSTRAINT_NAME"] if row["CONSTRAINT_TYPE"] in ("P", "U") else None


def _written(s: Session, row: Known) -> str:
    """Whether the table has a segment: one that never had a row has none."""
    table = f"{row['OWNER']}.{row['TABLE_NAME']}"
    if ledger.changed_since(s.db, table, 0):
        return "YES"
    return "YES" if s.raw(f'select 1 from "{table}" limit 1').fetchone() else "NO"


extend("CONSTRAINTS", {
    "DEFERRABLE": lambda s, r: "NOT DEFERRABLE",
    "DEFERRED": lambda s, r: "IMMEDIATE",
    "RELY": lambda s, r: None,
    "BAD": lambda s, r: None,
    "INVALID": lambda s, r: None,
    "VIEW_RELATED": lambda s, r: None,
    "SEARCH_CONDITION_VC": lambda s, r: r["SEARCH_CONDITION"],
    "INDEX_NAME": lambda s, r: _key(r, "INDEX_NAME"),
})  # fmt: skip
extend("INDEXES", {
    "VISIBILITY": lambda s, r: "VISIBLE",
    "FUNCIDX_STATUS": lambda s, r: None if r["INDEX_TYPE"] == "NORMAL" else "ENABLED",
    "TABLE_TYPE": lambda s, r: "TABLE",
    "PARTITIONED": lambda s, r: "NO",
    "DOMIDX_STATUS": lambda s, r: None,  # the lab has no index of another type
    "DOMIDX_OPSTATUS": lambda s, r: None,
})  # fmt: skip
extend("SEQUENCES", {
    "MIN_VALUE": lambda s, r: 1 if r["INCREMENT_BY"] > 0 else -_HIGHEST // 10,
    "MAX_VALUE": lambda s, r: _HIGHEST if r["INCREMENT_BY"] > 0 else -1,
    "CYCLE_FLAG": lambda s, r: "N",
    "ORDER_FLAG": lambda s, r: "N",
    "CACHE_SIZE": lambda s, r: 0,  # the lab keeps every number: nothing is lost with a cache
})  # fmt: skip
extend("VIEWS", {
    "TEXT_LENGTH": lambda s, r: len(r["TEXT"] or ""),
    "TEXT_VC": lambda s, r: (r["TEXT"] or "")[:4000],
    "READ_ONLY": lambda s, r: "N",
})  # fmt: skip
extend("SYNONYMS", {"DB_LINK": lambda s, r: None})
extend("TABLES", {"SEGMENT_CREATED": _written})
