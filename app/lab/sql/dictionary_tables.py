"""What Liquibase, JDBC and SQLAlchemy ask of tables in the dictionary.

Columns and values as in the Oracle Database Reference, "Static Data Dictionary Views". The lab has
one tablespace, ``USERS``, in which everything lies; statistics were never gathered, so they are NULL.
"""

from __future__ import annotations

from typing import Any, Final

from app.lab.backend import OraType
from app.lab.sql.contract import Session
from app.lab.sql.dictionary import ONLY_ALL, Rows, extend, family, single

Known = dict[str, Any]
TABLESPACE: Final = "USERS"


@family("TAB_COMMENTS", "OWNER TABLE_NAME TABLE_TYPE COMMENTS")
def _table_comments(s: Session) -> list[tuple[Any, ...]]:
    return s.catalog.rows(
        "select o.owner, o.name, o.type, c.body from lab_objects o left join lab_comments c"
        " on c.owner = o.owner and c.tab = o.name and c.col = ''"
        " where o.type in ('TABLE', 'VIEW')"
    )


@family("COL_COMMENTS", "OWNER TABLE_NAME COLUMN_NAME COMMENTS")
def _column_comments(s: Session) -> list[tuple[Any, ...]]:
    return s.catalog.rows(
        "select x.owner, x.tab, x.name, c.body from lab_columns x left join lab_comments c"
        " on c.owner = x.owner and c.tab = x.tab and c.col = x.name"
    )


@family("MVIEW_COMMENTS", "OWNER MVIEW_NAME COMMENTS")
def _mview_comments(s: Session) -> list[tuple[Any, ...]]:
    return s.catalog.rows(
        "select m.owner, m.name, c.body from lab_mviews m left join lab_comments c"
        " on c.owner = m.owner and c.tab = m.name and c.col = ''"
    )


@family("MVIEW_LOGS", "LOG_OWNER MASTER LOG_TABLE ROWIDS PRIMARY_KEY")
def _mview_logs(s: Session) -> list[tuple[Any, ...]]:
    """The lab makes none."""
    return []


@family("JSON_COLUMNS", "OWNER TABLE_NAME OBJECT_TYPE COLUMN_NAME FORMAT DATA_TYPE")
def _json_columns(s: Session) -> list[tuple[Any, ...]]:
    """The lab has no column of JSON."""
    return []


@single("ALL_QUEUE_TABLES")
def _queue_tables(s: Session) -> Rows:
    return ["OWNER", "QUEUE_TABLE", "TYPE", "OBJECT_TYPE"], []


@family(
    "TYPES",
    "OWNER TYPE_NAME TYPE_OID TYPECODE ATTRIBUTES METHODS PREDEFINED INCOMPLETE FINAL INSTANTIABLE",
)
def _types(s: Session) -> list[tuple[Any, ...]]:
    return []


@family(
    "TAB_IDENTITY_COLS",
    "OWNER TABLE_NAME COLUMN_NAME GENERATION_TYPE SEQUENCE_NAME IDENTITY_OPTIONS",
)
def _identity_columns(s: Session) -> list[tuple[Any, ...]]:
    """The options in the form of the view's IDENTITY_OPTIONS; the first number of a sequence is
    not kept, and is its lowest here."""
    found = []
    for owner, table, name, flags, default in s.catalog.rows(
        "select owner, tab, name, kind, default_text from lab_columns where kind like '%IDENTITY%'"
    ):
        sequence = str(default).split('"')[3]
        ((step, low),) = s.catalog.rows(
            "select step, low from lab_sequences where owner = ? and name = ?", owner, sequence
        )
        options = (
            f"START WITH: {low}, INCREMENT BY: {step}, MAX_VALUE: {10**28 - 1}, MIN_VALUE: {low},"
            " CYCLE_FLAG: N, CACHE_SIZE: 20, ORDER_FLAG: N"
        )
        kind = "ALWAYS" if "ALWAYS" in flags else "BY DEFAULT"
        found.append((owner, table, name, kind, sequence, options))
    return found


@family(
    "IND_EXPRESSIONS",
    "INDEX_OWNER INDEX_NAME TABLE_OWNER TABLE_NAME COLUMN_EXPRESSION COLUMN_POSITION",
)
def _index_expressions(s: Session) -> list[tuple[Any, ...]]:
    return []


@family(
    "EXTERNAL_TABLES",
    "OWNER TABLE_NAME TYPE_OWNER TYPE_NAME DEFAULT_DIRECTORY_OWNER DEFAULT_DIRECTORY_NAME",
)
def _external_tables(s: Session) -> list[tuple[Any, ...]]:
    return []


@single("USER_USERS")
def _users(s: Session) -> Rows:
    head = ["USERNAME", "ACCOUNT_STATUS", "DEFAULT_TABLESPACE", "TEMPORARY_TABLESPACE"]
    return head, [(s.user, "OPEN", TABLESPACE, "TEMP")]


@single("USER_TS_QUOTAS")
def _quotas(s: Session) -> Rows:
    """No user of the lab has a limit, which the dictionary calls -1."""
    head = ["TABLESPACE_NAME", "BYTES", "MAX_BYTES", "BLOCKS", "MAX_BLOCKS", "DROPPED"]
    return head, [(TABLESPACE, 0, -1, 0, -1, "NO")]


def _nothing(s: Session, row: Known) -> Any:
    return None


def _character_set(s: Session, row: Known) -> Any:
    return "CHAR_CS" if row["CHAR_USED"] or row["DATA_TYPE"] == "CLOB" else None


def _size(s: Session, row: Known) -> Any:
    owner, table, column = row["INDEX_OWNER"], row["TABLE_NAME"], row["COLUMN_NAME"]
    found = s.catalog.rows(
        "select size, ora from lab_columns where owner = ? and tab = ? and name = ?",
        owner, table, column,
    )  # fmt: skip
    return 22 if found and found[0][1] == OraType.NUMBER else found[0][0] if found else None


extend("TABLES", {
    "TABLESPACE_NAME": lambda s, r: TABLESPACE,
    "CLUSTER_NAME": _nothing,
    "IOT_NAME": _nothing,
    "LOGGING": lambda s, r: "YES",
    "NUM_ROWS": _nothing,
    "BLOCKS": _nothing,
    "LAST_ANALYZED": _nothing,
    "DURATION": _nothing,
    "COMPRESSION": lambda s, r: "DISABLED",
    "COMPRESS_FOR": _nothing,
    "READ_ONLY": lambda s, r: "NO",
})  # fmt: skip
for _name in ("TABLES", "VIEWS", "MVIEWS"):
    extend(_name, {"DEFAULT_COLLATION": lambda s, r: "USING_NLS_COMP"})
for _name in ("TAB_COLUMNS", "TAB_COLS"):
    extend(_name, {
        "DATA_TYPE_MOD": _nothing,
        "DEFAULT_LENGTH": lambda s, r: len(r["DATA_DEFAULT"]) if r["DATA_DEFAULT"] else None,
        "NUM_BUCKETS": _nothing,
        "CHARACTER_SET_NAME": _character_set,
        "CHAR_COL_DECL_LENGTH": lambda s, r: r["DATA_LENGTH"] if r["CHAR_USED"] else None,
        "DEFAULT_ON_NULL": lambda s, r: "NO",
        "COLLATION": lambda s, r: "USING_NLS_COMP" if r["CHAR_USED"] else None,
    })  # fmt: skip
extend("TAB_COLS", {"USER_GENERATED": lambda s, r: "YES"})
extend("INDEXES", {
    "TABLE_TYPE": lambda s, r: "TABLE",
    "COMPRESSION": lambda s, r: "DISABLED",
    "PREFIX_LENGTH": _nothing,
    "TABLESPACE_NAME": lambda s, r: TABLESPACE,
    "NUM_ROWS": _nothing,
    "DISTINCT_KEYS": _nothing,
    "LEAF_BLOCKS": _nothing,
})  # fmt: skip
extend("IND_COLUMNS", {
    "TABLE_OWNER": lambda s, r: r["INDEX_OWNER"],
    "COLUMN_LENGTH": _size,
    "CHAR_LENGTH": _size,
})  # fmt: skip
ONLY_ALL["IND_COLUMNS"] = ONLY_ALL["IND_EXPRESSIONS"] = ("TABLE_OWNER",)
