"""What a schema holds besides its rows: tables with their columns and keys, constraints, indexes,
sequences, triggers, views, code, synonyms and grants, in one query of the dictionary.

Only USER_ views are asked. A view or a column that a database does not have is left out, one by
one, and named in ``missing``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct, field

from app.errors import OracleError
from app.oracle.dictionary import InvalidObject, invalid_of, type_text
from app.oracle.measure import TableShape
from app.oracle.session import Session
from app.together import Piece

_WIDTH: Final = 8  # facts of one row
_NO_SUCH: Final = (904, 942)  # invalid identifier, no such table or view
_NOT_OURS: Final = "not like 'BIN$%'"
_UNKNOWN: Final = re.compile(r'"(\w+)": invalid identifier')
_LIQUIBASE: Final = "DATABASECHANGELOG"
_LOGS: Final = ("MLOG$_", "RUPD$_")  # of materialized views: a refresh empties them


_INVALID: Final = "invalid"
_MOMENT: Final = "moment"
_LOG: Final = "row"


class _Source(Struct, frozen=True):
    """One kind: the select list behind the kind's name and what stands behind FROM, and the facts
    by their names. ``optional``: expressions of it that older or other databases do not have, with
    what stands for them there."""

    kind: str
    name: str
    facts: tuple[tuple[str, str], ...]
    behind: str
    optional: tuple[str, ...] = ()


def _source(kind: str, name: str, behind: str, *optional: str, **facts: str) -> _Source:
    return _Source(kind, name, tuple(facts.items()), behind, optional)


_SOURCES: Final = (
    _source(
        "table",
        "t.table_name",
        f"user_tables t where t.table_name {_NOT_OURS}",
        temporary="t.temporary",
        nested="t.nested",
        secondary="t.secondary",
        iot="t.iot_type",
    ),
    # The rows of a materialized view are those of other tables, and its container is a table of the
    # same name; those of an external table are a file that may be gone (ORA-29913).
    _source("derived", "d.mview_name", "user_mviews d", status="d.compile_state"),
    _source("external", "n.table_name", "user_external_tables n", driver="n.type_name"),
    _source(
        "column",
        "c.table_name||'.'||c.column_name",
        f"user_tab_cols c where c.hidden_column='NO' and c.table_name {_NOT_OURS}",
        table="c.table_name",
        type="c.data_type||'~'||c.data_length||'~'||c.data_precision||'~'||c.data_scale"
        "||'~'||c.char_length||'~'||c.char_used",
        nullable="c.nullable",
        virtual="c.virtual_column",
        position="to_char(c.column_id)",
    ),
    _source(
        "constraint",
        "k.constraint_name",
        f"user_constraints k where k.table_name {_NOT_OURS} and k.constraint_type in"
        " ('P','U','R','C')",
        "validated",
        "condition",
        table="k.table_name",
        type="k.constraint_type",
        status="k.status",
        validated="k.validated",
        delete="k.delete_rule",
        references="k.r_constraint_name",
        condition="k.search_condition_vc",
        generated="k.generated",
    ),
    _source(
        "constraint column",
        "n.constraint_name",
        f"user_cons_columns n where n.table_name {_NOT_OURS}",
        column="n.column_name",
        position="to_char(n.position)",
    ),
    _source(
        "index",
        "i.index_name",
        f"user_indexes i where i.index_type<>'LOB' and i.table_name {_NOT_OURS}",
        "visibility",
        table="i.table_name",
        unique="i.uniqueness",
        status="i.status",
        visibility="i.visibility",
    ),
    _source(
        "index column",
        "x.index_name",
        f"user_ind_columns x where x.table_name {_NOT_OURS}",
        column="x.column_name",
        position="to_char(x.column_position)",
    ),
    _source(
        "index part",
        "y.index_name||'.'||y.partition_name",
        "user_ind_partitions y",
        status="y.status",
    ),
    _source(
        "sequence",
        "s.sequence_name",
        "user_sequences s",
        "cache",
        last="to_char(s.last_number)",
        step="to_char(s.increment_by)",
        cache="to_char(s.cache_size)",
    ),
    _source(
        "trigger",
        "g.trigger_name",
        f"user_triggers g where g.trigger_name {_NOT_OURS}",
        "table",
        "event",
        status="g.status",
        table="g.table_name",
        event="g.triggering_event",
    ),
    _source(
        "view",
        "v.view_name",
        "user_views v",
        "text",
        text="v.text_length||'~'||ora_hash(v.text_vc)",
    ),
    _source(
        "code",
        "o.object_type||' '||o.object_name",
        "user_objects o where o.object_type in ('PACKAGE','PACKAGE BODY','PROCEDURE','FUNCTION',"
        "'TYPE','TYPE BODY','TRIGGER','VIEW','MATERIALIZED VIEW')",
        status="o.status",
    ),
    _source(
        _INVALID,
        "o.object_name",
        "user_objects o left join user_errors r on r.name=o.object_name and r.type=o.object_type"
        " and r.attribute='ERROR' where o.status='INVALID'",
        type="o.object_type",
        line="r.line",
        text="r.text",
        place="r.sequence",
    ),
    _source(_MOMENT, "'scn'", "dual", scn="timestamp_to_scn(systimestamp)"),
    _source(
        "source",
        "e.type||' '||e.name",
        "user_source e group by e.type, e.name",
        text="to_char(sum(ora_hash(e.line||':'||e.text)))",
    ),
    _source(
        "synonym",
        "z.synonym_name",
        "user_synonyms z",
        "link",
        target="z.table_owner||'.'||z.table_name",
        link="z.db_link",
    ),
    _source(
        "grant",
        "p.grantee||' '||p.privilege||' '||p.owner||'.'||p.table_name",
        f"user_tab_privs p where p.table_name {_NOT_OURS}",
        grantable="p.grantable",
    ),
    _source(
        "policy",
        "w.object_name||'.'||w.policy_name",
        "user_policies w",
        enabled="w.enable",
    ),
)  # fmt: skip


# The rows of DATABASECHANGELOG, where they are asked for along with the schema.
_OF_LOG: Final = _source(
    _LOG,
    "l.id",
    "databasechangelog l",
    author="l.author",
    filename="l.filename",
    md5sum="l.md5sum",
    exectype="l.exectype",
    order="l.orderexecuted",
    deployment="l.deployment_id",
    at="l.dateexecuted,'YYYYMMDDHH24MISSFF6'",
)

# Longer names first: one begins like another.
_CODE: Final = (
    "PACKAGE BODY", "PACKAGE", "PROCEDURE", "FUNCTION", "TYPE BODY", "TYPE", "TRIGGER",
    "MATERIALIZED VIEW", "VIEW",
)  # fmt: skip


LogRow = tuple[str, str, str, str | None, str, int, str]
"""ID, AUTHOR, FILENAME, MD5SUM, EXECTYPE, ORDEREXECUTED and DEPLOYMENT_ID of a changeset."""


class Schema(Struct, frozen=True):
    """``tables``: those that hold the client's data. ``others``: tables that hold none of their own
    (temporary, nested, secondary, external, of materialized views, Liquibase's). ``objects``:
    ``(kind, name)`` to facts. ``missing``: kinds, or facts as ``kind.fact``, that are not told
    here. ``invalid``: what does not compile. ``moment``: an SCN of at most some seconds ago, None
    where the database does not say. ``log``: the rows of DATABASECHANGELOG, oldest first, None
    where they were not asked for or there is no such table."""

    tables: dict[str, TableShape]
    objects: dict[tuple[str, str], dict[str, str]]
    others: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    invalid: tuple[InvalidObject, ...] = ()
    moment: int | None = None
    log: tuple[LogRow, ...] | None = None


class _Asked(Struct):
    """The sources as this database can answer them."""

    sources: list[_Source] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def schema(s: Session, log: bool = False) -> Schema:
    """The session's own schema; ``log``: with the rows of DATABASECHANGELOG. One round trip; where
    the database does not have all that is asked for, a few more. Raises OracleError."""
    asked = _Asked([*_SOURCES, *([_OF_LOG] if log else [])])
    rows = None
    while rows is None:
        try:
            rows = s.query(_union(asked.sources))
        except OracleError as error:
            asked = _answerable(s, asked, error, log)
    return _told(asked.sources, rows, tuple(sorted(asked.missing)))


def _told(
    sources: Iterable[_Source], rows: Iterable[Sequence[Any]], missing: tuple[str, ...]
) -> Schema:
    by_kind = {source.kind: source for source in sources}
    found: dict[str, list[tuple[str, dict[str, str]]]] = {kind: [] for kind in by_kind}
    for kind, name, *facts in rows:
        names = [fact for fact, _ in by_kind[kind].facts]
        told = {f: str(v) for f, v in zip(names, facts, strict=False) if v is not None}
        found[kind].append((str(name), told))
    return _schema(found, missing)


_PARTS: Final = 24
_NOT_ALONG: Final = (_MOMENT, _INVALID, _LOG)


def schema_piece() -> Piece:
    """``schema`` to go along with other statements, where it was told whole before; without what is
    invalid and the moment."""
    columns = ["k", "n", *(f"f{at}" for at in range(_WIDTH))]
    named = [source for source in _SOURCES if source.kind not in _NOT_ALONG]
    shown = "||chr(31)||".join(f"q.{column}" for column in columns)
    every = f"select {_nothing(columns)} union all {_union(named)}"
    return Piece(f"select {shown} x from ({every}) q", rows=_PARTS)


def _nothing(columns: Sequence[str]) -> str:
    """A row that names the columns, and is none."""
    return ", ".join(f"to_char(null) {column}" for column in columns) + " from dual where 1=0"


def schema_of(texts: Iterable[str]) -> Schema:
    """What ``schema_piece`` gave."""
    rows = [[part or None for part in text.split("\x1f")] for text in texts]
    return _told(_SOURCES, rows, ())


def _answerable(s: Session, asked: _Asked, error: OracleError, log: bool) -> _Asked:
    """What to ask for instead. What may fail in more ways is left out first, and is not missing;
    the ``log`` is asked for again where something else failed."""
    no_such = error.ora in _NO_SUCH
    if no_such and (less := _less(asked, str(error.facts.get("detail", "")))) is not None:
        return less
    for kind in (_LOG, _MOMENT) if no_such else (_MOMENT,):
        kept = [source for source in asked.sources if source.kind != kind]
        if error.ora and len(kept) < len(asked.sources):
            return _Asked(kept, asked.missing)
    if not no_such:
        raise error
    return _probed(s, log)


def _union(sources: Iterable[_Source]) -> str:
    return "\nunion all\n".join(_select(source) for source in sources)


def _select(source: _Source) -> str:
    facts = [f"to_char({sql})" for _, sql in source.facts]
    facts += ["null"] * (_WIDTH - len(facts))
    return f"select '{source.kind}', {source.name}, {', '.join(facts)} from {source.behind}"


def _less(asked: _Asked, detail: str) -> _Asked | None:
    """Without the fact that ORA-00904 names; None where it names none."""
    named = _UNKNOWN.search(detail)
    column = f".{named[1]}".lower() if named else ""
    for at, source in enumerate(asked.sources):
        for fact, sql in source.facts:
            if column and fact in source.optional and column in sql:
                kept = [*asked.sources]
                kept[at] = _without(source, {fact})
                return _Asked(kept, [*asked.missing, f"{source.kind}.{fact}"])
    return None


def _probed(s: Session, log: bool) -> _Asked:
    """Each kind asked for alone: first whole, then without what it could lack."""
    asked = _Asked()
    for source in (one for one in _SOURCES if one.kind != _MOMENT):
        for less in (frozenset[str](), frozenset(source.optional)):
            kept = _without(source, less)
            if _answers(s, kept):
                asked.sources.append(kept)
                asked.missing += [f"{source.kind}.{fact}" for fact in less]
                break
        else:
            asked.missing.append(source.kind)
    if log and _answers(s, _OF_LOG):
        asked.sources.append(_OF_LOG)
    return asked


def _without(source: _Source, less: Iterable[str]) -> _Source:
    facts = tuple((name, "null" if name in less else sql) for name, sql in source.facts)
    return _Source(source.kind, source.name, facts, source.behind, source.optional)


def _answers(s: Session, source: _Source) -> bool:
    try:
        s.query(f"select * from ({_select(source)}) where 1=0")
    except OracleError as error:
        if error.ora not in _NO_SUCH:
            raise
        return False
    return True


def _schema(
    found: Mapping[str, Sequence[tuple[str, dict[str, str]]]], missing: tuple[str, ...]
) -> Schema:
    tables, others = _tables(found)
    objects: dict[tuple[str, str], dict[str, str]] = {}
    for kind in ("constraint", "index", "index part", "sequence", "trigger", "view", "synonym",
                 "grant", "policy"):  # fmt: skip
        for name, facts in found.get(kind, ()):
            if not _of_liquibase(name, facts):
                objects[kind, name] = facts
    for kind in ("constraint", "index"):
        for name, columns in _in_order(found.get(f"{kind} column", ())).items():
            if (kind, name) in objects:
                objects[kind, name]["columns"] = ",".join(columns)
    for source in ("code", "source"):
        for text, facts in found.get(source, ()):
            kind = next((k for k in _CODE if text.startswith(f"{k} ")), "")
            if kind:
                name = text.removeprefix(f"{kind} ")
                there = objects.setdefault((kind.lower(), name), {})
                there |= {fact if fact != "status" else "valid": v for fact, v in facts.items()}
    for name in others:
        if not name.startswith(_LIQUIBASE):
            objects["table", name] = {}
    moment = next((int(facts["scn"]) for _, facts in found.get(_MOMENT, ()) if facts), None)
    log = _log(found[_LOG]) if _LOG in found else None
    invalid = _invalid(found.get(_INVALID, ()))
    return Schema(tables, objects, others, missing, invalid, moment, log)


def _log(found: Iterable[tuple[str, dict[str, str]]]) -> tuple[LogRow, ...]:
    ordered = sorted(found, key=lambda row: (row[1]["at"], int(row[1]["order"])))
    return tuple(
        (
            id_, facts["author"], facts["filename"], facts.get("md5sum"), facts["exectype"],
            int(facts["order"]), facts.get("deployment", ""),
        )
        for id_, facts in ordered
    )  # fmt: skip


def _invalid(found: Iterable[tuple[str, dict[str, str]]]) -> tuple[InvalidObject, ...]:
    """As ``invalid_objects`` has them."""
    rows = [
        (facts["type"], name, int(facts.get("place", 0)), facts.get("line"), facts.get("text"))
        for name, facts in found
    ]
    ordered = sorted(rows, key=lambda row: row[:3])
    return invalid_of((kind, name, line, text) for kind, name, _, line, text in ordered)


def _of_liquibase(name: str, facts: Mapping[str, str]) -> bool:
    return facts.get("table", "").startswith(_LIQUIBASE) or f".{_LIQUIBASE}" in name


def _in_order(rows: Iterable[tuple[str, dict[str, str]]]) -> dict[str, list[str]]:
    """Columns by the name of what they belong to, in their places."""
    found: dict[str, list[tuple[int, str]]] = {}
    for name, facts in rows:
        place = int(facts.get("position", 0))
        found.setdefault(name, []).append((place, facts["column"]))
    return {name: [column for _, column in sorted(places)] for name, places in found.items()}


def _tables(
    found: Mapping[str, Sequence[tuple[str, dict[str, str]]]],
) -> tuple[dict[str, TableShape], tuple[str, ...]]:
    columns: dict[str, list[tuple[int, str, dict[str, str]]]] = {}
    elsewhere = {name for kind in ("derived", "external") for name, _ in found.get(kind, ())}
    for name, facts in found.get("column", ()):
        table = facts["table"]
        column = name.removeprefix(f"{table}.")
        columns.setdefault(table, []).append((int(facts["position"]), column, facts))
    keys = _keys(found, columns)
    tables, others = {}, []
    for table, facts in found.get("table", ()):
        own = facts.get("temporary") == "N" and facts.get("nested", "NO") != "YES"
        own = own and facts.get("secondary", "N") != "Y" and facts.get("iot") != "IOT_OVERFLOW"
        own = own and table not in elsewhere and not table.startswith(_LOGS)
        if not own or table.startswith(_LIQUIBASE):
            others.append(table)
            continue
        described = sorted(columns.get(table, ()), key=lambda c: c[0])
        tables[table] = TableShape(
            {column: _type(f["type"]) for _, column, f in described},
            keys.get(table, ()),
            frozenset(column for _, column, f in described if f.get("virtual") == "YES"),
        )
    return tables, tuple(others)


def _type(text: str) -> str:
    name, length, precision, scale, characters, used = text.split("~")
    numbers = [int(n) if n else None for n in (length, precision, scale, characters)]
    return type_text(name, numbers[0], numbers[1], numbers[2], numbers[3], used or None)


def _keys(
    found: Mapping[str, Sequence[tuple[str, dict[str, str]]]],
    columns: Mapping[str, Sequence[tuple[int, str, dict[str, str]]]],
) -> dict[str, tuple[str, ...]]:
    """By table the columns of its primary key, else of a unique constraint without NULL."""
    members = _in_order(found.get("constraint column", ()))
    keys: dict[str, tuple[str, ...]] = {}
    for name, facts in sorted(found.get("constraint", ()), key=lambda c: (c[1]["type"], c[0])):
        table = facts["table"]
        if facts["type"] not in "PU" or table in keys or facts.get("status") != "ENABLED":
            continue
        nullable = {c for _, c, f in columns.get(table, ()) if f.get("nullable") != "N"}
        named = tuple(members.get(name, ()))
        if named and (facts["type"] == "P" or not nullable.intersection(named)):
            keys[table] = named
    return keys
