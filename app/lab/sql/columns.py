"""The columns of a table: added, modified, renamed, dropped."""

from __future__ import annotations

import re
from dataclasses import replace

from app.lab.backend import OraError, OraType
from app.lab.sql.catalog import ColumnRow
from app.lab.sql.ddl import ColumnDef, Constraint, body, column
from app.lab.sql.ddl_common import Ddl
from app.lab.sql.fits import Fit, fitted
from app.lab.sql.generated import drop_identity, identity, virtual
from app.lab.sql.inserts import default_of
from app.lab.sql.keys import add_constraint, drop_constraint
from app.lab.sql.objects import drop_index
from app.lab.sql.tokens import Tokens
from app.lab.sql.translate import written
from app.lab.undo import segments

_LITERAL = re.compile(r"'(?:[^']|'')*'|[-+]?\d+(?:\.\d+)?")


def check_default(ddl: Ddl, owner: str, table: str, one: ColumnRow) -> None:
    """A default that can be told now has to fit its column: ORA-12899, 01438, 01722, 01861 ..."""
    if one.default is None or one.virtual:
        return
    made = default_of(ddl.session, owner, one)  # a name that is not there is an error now
    if _LITERAL.fullmatch(one.default.strip()):
        value = ddl.session.run(f"select {written(made)}", {}).fetchone()[0]
        fitted(value, Fit.of(one, owner, table), ddl.session.nls)


def new_column(
    ddl: Ddl, where: tuple[str, str], one: ColumnDef, columns: list[ColumnRow]
) -> tuple[ColumnRow, str]:
    """The column as the dictionary keeps it, and its definition for the engine."""
    if one.row.virtual:
        row, expression = virtual(ddl, where, one.row, columns)
        return row, f'"{row.name}" generated always as ({expression}) virtual'
    row = one.row if one.identity is None else identity(ddl, where[0], one, columns)
    check_default(ddl, *where, row)
    return row, f'"{row.name}"'


def add(ddl: Ddl, t: Tokens, owner: str, name: str) -> None:
    if t.peek() == "SUPPLEMENTAL":
        raise t.unknown("supplemental logging")
    wrapped = t.accept("(")
    columns, constraints = body(t, ddl.place)
    if wrapped:
        t.close()
    for one in columns:
        _add_one(ddl, owner, name, one)
        constraints += one.constraints
    for made in constraints:
        add_constraint(ddl, owner, name, made)


def _add_one(ddl: Ddl, owner: str, name: str, one: ColumnDef) -> None:
    known = ddl.catalog.columns(owner, name)
    table = f'"{owner}.{name}"'
    if one.row.name in {c.name for c in known}:
        raise OraError(1430, "column being added already exists in table")
    if one.row.ora is OraType.LONG and any(c.ora is OraType.LONG for c in known):
        raise OraError(1754, "a table may contain only one column of type LONG")
    filled = ddl.session.raw(f"select exists (select 1 from {table})").fetchone()[0]
    row, definition = new_column(ddl, (owner, name), one, [*known, one.row])
    if not row.nullable and row.default is None and filled:
        raise OraError(1758, "table must be empty to add mandatory (NOT NULL) column")
    ddl.session.raw(f"alter table {table} add column {definition}")
    ddl.catalog.put_column(owner, name, row)
    if row.default is not None and not row.virtual and filled:
        value = written(default_of(ddl.session, owner, row))
        spec = Fit.of(row, owner, name).spec.replace("'", "''")
        ddl.session.run(f"update {table} set \"{row.name}\" = O_FIT({value}, '{spec}')", {})


def modify(ddl: Ddl, t: Tokens, owner: str, name: str) -> None:
    wrapped = t.accept("(")
    while True:
        new = column(t, ddl.place, typed=False)
        old = next((c for c in ddl.catalog.columns(owner, name) if c.name == new.row.name), None)
        if old is None:
            raise OraError(904, f'"{new.row.name}": invalid identifier')
        _modify_one(ddl, (owner, name), old, new)
        if not (wrapped and t.accept(",")):
            break
    if wrapped:
        t.close()


def _modify_one(ddl: Ddl, where: tuple[str, str], old: ColumnRow, new: ColumnDef) -> None:
    if new.identity is not None or new.row.virtual or "ONNULL" in new.row.kind:
        raise OraError(
            3001, "unimplemented feature: MODIFY to a generated column (lab, not Oracle)"
        )
    made = old
    if new.typed:
        if old.virtual:
            raise OraError(
                3001, "unimplemented feature: MODIFY of a virtual column (lab, not Oracle)"
            )
        made = _retyped(ddl, where, old, new.row)
    if new.row.default is not None:
        if old.virtual or "IDENTITY" in old.kind:
            raise OraError(30673 if "IDENTITY" in old.kind else 54025, "Virtual or identity column cannot have a default value")  # fmt: skip
        gone = new.row.default.strip().upper() == "NULL"
        # A default without ON NULL is one without it, also where there was one with it.
        kind = " ".join(w for w in made.kind.split() if w != "ONNULL")
        made = replace(made, default=None if gone else new.row.default, kind=kind)
        check_default(ddl, *where, made)
    if "HIDDEN" in new.row.kind or "SHOWN" in new.row.kind:
        words = [w for w in made.kind.split() if w != "HIDDEN"]
        made = replace(made, kind=" ".join(words + ["HIDDEN"] * ("HIDDEN" in new.row.kind)))
    ddl.catalog.put_column(*where, made)
    for one in new.constraints:
        _constrain(ddl, where, made, one)


def _constrain(ddl: Ddl, where: tuple[str, str], old: ColumnRow, one: Constraint) -> None:
    if one.kind == "0":
        if old.nullable:
            raise OraError(1451, "column to be modified to NULL cannot be modified to NULL")
        names = ddl.catalog.rows(
            "select name from lab_constraints where owner = ? and tab = ? and type = 'N'"
            " and columns = ?", *where, old.name,
        )  # fmt: skip
        if not names:  # of a primary key or an identity
            raise OraError(1451, "column to be modified to NULL cannot be modified to NULL")
        for (name,) in names:
            drop_constraint(ddl, *where, name)
        return
    if one.kind == "N" and not old.nullable:
        raise OraError(1442, "column to be modified to NOT NULL is already NOT NULL")
    add_constraint(ddl, *where, one)


def _retyped(ddl: Ddl, where: tuple[str, str], old: ColumnRow, new: ColumnRow) -> ColumnRow:
    """The column with another type, where its rows allow that: 01439, 01440, 01441, 22858."""
    table = f'"{where[0]}.{where[1]}"'
    filled = ddl.session.raw(
        f'select 1 from {table} where "{old.name}" is not null limit 1'
    ).fetchone()
    texts = (OraType.VARCHAR, OraType.CHAR)
    if {old.ora, new.ora} & {OraType.CLOB, OraType.BLOB} and old.ora is not new.ora:
        raise OraError(22858, "invalid alteration of datatype")
    if new.ora is not old.ora and filled:
        kin = (old.ora in texts and new.ora in texts) or (
            old.ora is OraType.DATE and new.ora is OraType.TIMESTAMP
        )
        if not kin:
            raise OraError(1439, "column to be modified must be empty to change datatype")
    made = replace(
        old, type=new.type, ora=new.ora, size=new.size, precision=new.precision, scale=new.scale,
        char_used=new.char_used,
    )  # fmt: skip
    if filled and new.ora is OraType.NUMBER and _narrower(old, new):
        raise OraError(1440, "column to be modified must be empty to decrease precision or scale")
    if filled and new.ora in (*texts, OraType.RAW):
        _shorter(ddl, where, old, made)
    return made


def _narrower(old: ColumnRow, new: ColumnRow) -> bool:
    if new.scale is None:
        return False
    if old.scale is None or old.scale > new.scale:
        return True
    if new.precision is None:
        return False
    return old.precision is None or old.precision - old.scale > new.precision - new.scale


def _shorter(ddl: Ddl, where: tuple[str, str], old: ColumnRow, made: ColumnRow) -> None:
    """Fit what is there to the new length: CHAR is padded, ORA-01441 for what is too long."""
    table, fit = f'"{where[0]}.{where[1]}"', Fit.of(made, *where)
    same = old.ora is made.ora is OraType.VARCHAR and made.char_used == old.char_used
    if same and made.size >= old.size:
        return
    spec = fit.spec.replace("'", "''")
    value = f'rtrim("{old.name}")' if old.ora is made.ora is OraType.CHAR else f'"{old.name}"'
    try:
        ddl.session.run(f"update {table} set \"{old.name}\" = O_FIT({value}, '{spec}')", {})
    except OraError as error:
        if error.code != 12899:
            raise
        raise OraError(
            1441, "cannot decrease column length because some value is too big"
        ) from None


def rename_column(ddl: Ddl, owner: str, name: str, old: str, new: str) -> None:
    columns = ddl.catalog.columns(owner, name)
    known = {c.name for c in columns}
    if old not in known:
        raise OraError(904, f'"{old}": invalid identifier')
    if new in known:
        raise OraError(957, "duplicate column name")
    ddl.session.raw(f'alter table "{owner}.{name}" rename column "{old}" to "{new}"')
    segments.rename_column(ddl.session.db, f"{owner}.{name}", old, new)
    ddl.catalog.run(
        "update lab_columns set name = ? where owner = ? and tab = ? and name = ?",
        new, owner, name, old,
    )  # fmt: skip
    ddl.catalog.run(
        "update lab_comments set col = ? where owner = ? and tab = ? and col = ?",
        new, owner, name, old,
    )  # fmt: skip
    for one in columns:
        if one.virtual and one.default is not None:
            ddl.catalog.run(
                "update lab_columns set default_text = ? where owner = ? and tab = ? and name = ?",
                _renamed(one.default, old, new), owner, name, one.name if one.name != old else new,
            )  # fmt: skip
    for key, listed, condition in ddl.catalog.rows(
        "select name, columns, condition from lab_constraints where owner = ? and tab = ?",
        owner, name,
    ):  # fmt: skip
        ddl.catalog.run(
            "update lab_constraints set columns = ?, condition = ? where owner = ? and name = ?",
            _listed(listed, old, new), _renamed(condition or "", old, new), owner, key,
        )  # fmt: skip
    for key, listed in ddl.catalog.rows(
        "select name, columns from lab_indexes where owner = ? and tab = ?", owner, name
    ):
        ddl.catalog.run(
            "update lab_indexes set columns = ? where owner = ? and name = ?",
            _listed(listed, old, new), owner, key,
        )  # fmt: skip


def _listed(columns: str, old: str, new: str) -> str:
    return ",".join(new if c == old else c for c in columns.split(","))


def _renamed(text: str, old: str, new: str) -> str:
    """A condition or an expression with the column's new name; literals stay."""

    def one(hit: re.Match[str]) -> str:
        word = hit[0]
        name = word[1:-1] if word.startswith('"') else word.upper()
        return f'"{new}"' if not word.startswith("'") and name == old else word

    return re.sub(r"'(?:[^']|'')*'|\"[^\"]+\"|[^\W\d][\w$#]*", one, text)


def drop_columns(ddl: Ddl, owner: str, table: str, names: list[str], cascade: bool) -> None:
    """Columns with their indexes, comments and one-column constraints. ORA-12991, 12992, 54031."""
    for one in names:
        columns = ddl.catalog.columns(owner, table)
        gone = next((c for c in columns if c.name == one), None)
        if gone is None:
            raise OraError(904, f'"{one}": invalid identifier')
        if len(columns) == 1:
            raise OraError(12983, "cannot drop all columns in a table")
        for other in columns:
            used = _renamed(other.default or "", one, "?") != other.default
            if other.virtual and used and other.name != one:
                raise OraError(54031, "column to be dropped is used in an expression")
        _drop_constraints(ddl, owner, table, one, cascade)
        for index, listed in ddl.catalog.rows(
            "select name, columns from lab_indexes where owner = ? and tab = ?", owner, table
        ):
            if one in listed.split(","):
                drop_index(ddl, owner, index)
        drop_identity(ddl, owner, gone)
        ddl.session.raw(f'alter table "{owner}.{table}" drop column "{one}"')
        for kept, key in (("lab_columns", "name"), ("lab_comments", "col")):
            ddl.catalog.run(
                f"delete from {kept} where owner = ? and tab = ? and {key} = ?", owner, table, one
            )


def _drop_constraints(ddl: Ddl, owner: str, table: str, column: str, cascade: bool) -> None:
    for name, kind, listed, condition in ddl.catalog.rows(
        "select name, type, columns, condition from lab_constraints where owner = ? and tab = ?",
        owner, table,
    ):  # fmt: skip
        columns = [c for c in listed.split(",") if c]
        uses = _renamed(condition, column, "?") != condition if kind == "C" else column in columns
        if not uses:
            continue
        others = (
            len(columns) > 1
            if kind != "C"
            else _mentions_others(ddl, owner, table, column, condition)
        )
        if others and not cascade:
            raise OraError(12991, "column is referenced in a multi-column constraint")
        referenced = ddl.catalog.one(
            "select 1 from lab_constraints where r_owner = ? and r_name = ?", owner, name
        )
        if referenced and not cascade:
            raise OraError(12992, "cannot drop parent key column")
        drop_constraint(ddl, owner, table, name, cascade)


def _mentions_others(ddl: Ddl, owner: str, table: str, column: str, condition: str) -> bool:
    return any(
        _renamed(condition, c.name, "?") != condition
        for c in ddl.catalog.columns(owner, table)
        if c.name != column
    )
