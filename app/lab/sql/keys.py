"""Constraints as DDL gives, enables, renames and takes them: what is there is validated first."""

from __future__ import annotations

from dataclasses import replace

from app.lab.backend import OraError
from app.lab.sql.constraints import checked, parents, protect
from app.lab.sql.ddl import Constraint
from app.lab.sql.ddl_common import Ddl
from app.lab.sql.objects import drop_index, engine_index, put_index
from app.lab.sql.resolve import sees


def add_constraint(ddl: Ddl, owner: str, table: str, made: Constraint) -> None:
    known = {c.name: c for c in ddl.catalog.columns(owner, table)}
    for one in made.columns:
        if one not in known:
            raise OraError(904, f'"{one}": invalid identifier')
    if made.kind == "0":
        return
    name = made.name or f"SYS_C{ddl.session.next_number():06d}"
    if ddl.catalog.one("select 1 from lab_constraints where owner = ? and name = ?", owner, name):
        raise OraError(2264, "name already used by an existing constraint")
    key = _referenced(ddl, owner, table, made) if made.kind == "R" else (None, None)
    if made.kind in "PU":
        _new_key(ddl, owner, table, made)
    ddl.catalog.run(
        "insert into lab_constraints (owner, name, type, tab, columns, condition, r_owner, r_name,"
        " status, delete_rule, generated, validated, may_defer)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        owner, name, made.kind, table, ",".join(made.columns), made.condition, *key, made.status,
        made.delete_rule, int(not made.name), int(made.validate), int(made.deferrable),
    )  # fmt: skip
    if made.validate:
        validate(ddl, owner, table, name)
    if made.enabled:
        _enforce(ddl, owner, table, name)


def _new_key(ddl: Ddl, owner: str, table: str, made: Constraint) -> None:
    listed = ",".join(made.columns)
    for kind, columns in ddl.catalog.rows(
        "select type, columns from lab_constraints where owner = ? and tab = ?"
        " and type in ('P', 'U')", owner, table,
    ):  # fmt: skip
        if kind == "P" and made.kind == "P":
            raise OraError(2260, "table can have only one primary key")
        if columns == listed:
            raise OraError(2261, "such unique or primary key already exists in the table")
    if made.deferrable:
        raise OraError(3001, "unimplemented feature: DEFERRABLE keys (lab, not Oracle)")


def _referenced(
    ddl: Ddl, owner: str, table: str, made: Constraint
) -> tuple[str | None, str | None]:
    """Owner and name of the key that a foreign key refers to."""
    assert made.target is not None
    where = made.target
    if not ddl.catalog.object_type(*where, ("TABLE",)):
        raise OraError(942, "table or view does not exist")
    if where[0] != ddl.session.user and where[0] != owner:
        if not sees(ddl.session, *where):
            raise OraError(942, "table or view does not exist")
        if "REFERENCES" not in ddl.catalog.grants(owner, *where):
            raise OraError(1031, "insufficient privileges")
    keys = ddl.catalog.rows(
        "select name, type, columns from lab_constraints where owner = ? and tab = ?"
        " and type in ('P', 'U')", *where,
    )  # fmt: skip
    wanted = ",".join(made.target_columns)
    if not wanted and not any(k == "P" for _, k, _ in keys):
        raise OraError(2268, "referenced table does not have a primary key")
    theirs = {c.name: c for c in ddl.catalog.columns(*where)}
    for one in made.target_columns:
        if one not in theirs:
            raise OraError(904, f'"{one}": invalid identifier')
    name, columns = next(
        ((n, c) for n, k, c in keys if (c == wanted if wanted else k == "P")), (None, "")
    )
    if name is None:
        raise OraError(2270, "no matching unique or primary key for this column-list")
    targets = columns.split(",")
    if len(targets) != len(made.columns):
        raise OraError(2256, "number of referencing columns must match referenced columns")
    mine = {c.name: c for c in ddl.catalog.columns(owner, table)}
    for a, b in zip(made.columns, targets, strict=True):
        if mine[a].ora is not theirs[b].ora:
            raise OraError(2267, "column type incompatible with referenced column type")
    return where[0], name


def validate(ddl: Ddl, owner: str, table: str, name: str) -> None:
    """Whether the rows that are there obey: 02293, 02298, 02296, 02437, 02299 or 01449."""
    ((kind, columns, condition, r_owner, r_name),) = ddl.catalog.rows(
        "select type, columns, condition, r_owner, r_name from lab_constraints"
        " where owner = ? and name = ?", owner, name,
    )  # fmt: skip
    full, listed = f'"{owner}.{table}"', [f'"{c}"' for c in columns.split(",") if c]
    null = " or ".join(f"{c} is null" for c in listed)
    present = " and ".join(f"{c} is not null" for c in listed)

    def found(condition: str) -> bool:
        return bool(ddl.session.run(f"select 1 from {full} {condition} limit 1", {}).fetchone())

    grouped = f"where {present} group by {', '.join(listed)} having count(*) > 1"
    if kind == "C":
        if found(f"where not ({checked(ddl.session, owner, table, condition)})"):
            raise _cannot(2293, owner, name, "check constraint violated")
    elif kind == "N":
        if found(f"where {null}"):
            raise OraError(2296, f"cannot enable ({owner}.{name}) - null values found")
    elif kind == "P":
        if found(f"where {null}"):
            raise OraError(1449, "column contains NULL values; cannot alter to NOT NULL")
        if found(grouped):
            raise _cannot(2437, owner, name, "primary key violated")
    elif kind == "U":
        if found(grouped):
            raise _cannot(2299, owner, name, "duplicate keys found")
    else:
        ((parent, keys),) = ddl.catalog.rows(
            "select tab, columns from lab_constraints where owner = ? and name = ?", r_owner, r_name
        )
        match = " and ".join(
            f'p."{b}" = {full}.{a}' for a, b in zip(listed, keys.split(","), strict=True)
        )
        if found(
            f'where {present} and not exists (select 1 from "{r_owner}.{parent}" p where {match})'
        ):
            raise _cannot(2298, owner, name, "parent keys not found")


def _cannot(code: int, owner: str, name: str, why: str) -> OraError:
    return OraError(code, f"cannot validate ({owner}.{name}) - {why}")


def _enforce(ddl: Ddl, owner: str, table: str, name: str) -> None:
    """An enabled key has its index, a primary key and NOT NULL their columns' nullability."""
    ((kind, columns),) = ddl.catalog.rows(
        "select type, columns from lab_constraints where owner = ? and name = ?", owner, name
    )
    if kind in "PU":
        known = ddl.catalog.one(
            "select name from lab_indexes where owner = ? and tab = ? and columns = ?",
            owner, table, columns,
        )  # fmt: skip
        if known:
            engine_index(ddl, owner, name, (owner, table), True, columns.split(","))
        else:
            put_index(ddl, owner, name, (owner, table), True, columns.split(","))
        ddl.catalog.run(
            "update lab_constraints set index_name = ? where owner = ? and name = ?",
            name, owner, name,
        )  # fmt: skip
    if kind in "PN":
        for kept in ddl.catalog.columns(owner, table):
            if kept.name in columns.split(","):
                ddl.catalog.put_column(owner, table, replace(kept, nullable=False))
    if kind == "R":
        _refresh(ddl, parents(ddl.session, owner, table))


def _refresh(ddl: Ddl, tables: list[tuple[str, str]]) -> None:
    for one in tables:
        protect(ddl.session, *one)


def find(ddl: Ddl, owner: str, table: str, kind: str, columns: list[str]) -> str | None:
    """The name of the primary key, or of the unique key over ``columns``."""
    found = ddl.catalog.one(
        "select name from lab_constraints where owner = ? and tab = ? and type = ?"
        " and (type = 'P' or columns = ?)",
        owner, table, kind, ",".join(columns),
    )  # fmt: skip
    return str(found) if found else None


def _children(ddl: Ddl, owner: str, name: str) -> list[tuple[str, str, str]]:
    return [
        (str(o), str(t), str(n))
        for o, t, n in ddl.catalog.rows(
            "select owner, tab, name from lab_constraints where r_owner = ? and r_name = ?",
            owner, name,
        )
    ]  # fmt: skip


def drop_constraint(ddl: Ddl, owner: str, table: str, which: str, cascade: bool = False) -> None:
    """ORA-02443 where the table has none of that name, 02273 where a foreign key needs it."""
    rows = ddl.catalog.rows(
        "select type, columns, index_name from lab_constraints"
        " where owner = ? and name = ? and tab = ?", owner, which, table,
    )  # fmt: skip
    if not rows:
        raise OraError(2443, "Cannot drop constraint  - nonexistent constraint")
    kind, columns, index = rows[0]
    children = _children(ddl, owner, which)
    if children and not cascade:
        raise OraError(2273, "this unique/primary key is referenced by some foreign keys")
    for c_owner, c_table, child in children:
        drop_constraint(ddl, c_owner, c_table, child)
    before = parents(ddl.session, owner, table) if kind == "R" else []
    ddl.catalog.run("delete from lab_constraints where owner = ? and name = ?", owner, which)
    if index:
        drop_index(ddl, owner, index)
    if kind in "PN":
        _nullable_again(ddl, owner, table, columns.split(","))
    _refresh(ddl, before)


def _nullable_again(ddl: Ddl, owner: str, table: str, columns: list[str]) -> None:
    """A column is NOT NULL as long as one constraint says so."""
    left = [
        c
        for (text,) in ddl.catalog.rows(
            "select columns from lab_constraints where owner = ? and tab = ? and type in ('P', 'N')"
            " and status = 'ENABLED'", owner, table,
        )
        for c in text.split(",")
    ]  # fmt: skip
    for kept in ddl.catalog.columns(owner, table):
        free = kept.name in columns and kept.name not in left and "IDENTITY" not in kept.kind
        if free and not kept.on_null:
            ddl.catalog.put_column(owner, table, replace(kept, nullable=True))


def switch(
    ddl: Ddl, where: tuple[str, str], which: str, enable: bool, validated: bool | None
) -> None:
    """ENABLE or DISABLE a constraint of the table ``where``; ORA-02430, 02431, 02297."""
    owner, table = where
    rows = ddl.catalog.rows(
        "select type, columns, index_name from lab_constraints"
        " where owner = ? and name = ? and tab = ?", owner, which, table,
    )  # fmt: skip
    if not rows:
        word = "enable" if enable else "disable"
        raise OraError(
            2430 if enable else 2431, f"cannot {word} constraint ({which}) - no such constraint"
        )
    kind, columns, index = rows[0]
    if not enable and any(
        ddl.catalog.one(
            "select 1 from lab_constraints where owner = ? and name = ? and status = 'ENABLED'",
            o, n,
        ) for o, _, n in _children(ddl, owner, which)
    ):  # fmt: skip
        raise OraError(2297, f"cannot disable constraint ({owner}.{which}) - dependencies exist")
    if enable if validated is None else validated:
        validate(ddl, owner, table, which)
    ddl.catalog.run(
        "update lab_constraints set status = ?, validated = ? where owner = ? and name = ?",
        "ENABLED" if enable else "DISABLED", int(enable if validated is None else validated),
        owner, which,
    )  # fmt: skip
    if enable:
        _enforce(ddl, owner, table, which)
    else:
        if index:
            drop_index(ddl, owner, index)
        if kind in "PN":
            _nullable_again(ddl, owner, table, columns.split(","))
    if kind == "R":
        _refresh(ddl, parents(ddl.session, owner, table))


def rename_constraint(ddl: Ddl, owner: str, table: str, old: str, new: str) -> None:
    if not ddl.catalog.one(
        "select 1 from lab_constraints where owner = ? and name = ? and tab = ?", owner, old, table
    ):
        raise OraError(23292, f"The constraint {old} does not exist")
    if ddl.catalog.one("select 1 from lab_constraints where owner = ? and name = ?", owner, new):
        raise OraError(2264, "name already used by an existing constraint")
    ddl.catalog.run(
        "update lab_constraints set name = ?, generated = 0 where owner = ? and name = ?",
        new, owner, old,
    )  # fmt: skip
    ddl.catalog.run(
        "update lab_constraints set r_name = ? where r_owner = ? and r_name = ?", new, owner, old
    )
    _refresh(ddl, parents(ddl.session, owner, table))
