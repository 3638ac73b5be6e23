"""Virtual and identity columns: what the embedded engine and the dictionary need for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlglot import exp

from app.lab.backend import Column, ColumnType, OraError, OraType
from app.lab.sql.catalog import ColumnRow
from app.lab.sql.coerce import call, coerce
from app.lab.sql.ddl import ColumnDef
from app.lab.sql.ddl_common import Ddl, column_of
from app.lab.sql.fits import Fit
from app.lab.sql.scope import scope
from app.lab.sql.statics import Typer
from app.lab.sql.translate import parse, selects, translate, upper, written


def virtual(
    ddl: Ddl, table: tuple[str, str], column: ColumnRow, all_columns: Sequence[ColumnRow]
) -> tuple[ColumnRow, str]:
    """The column with its type, and its expression for the engine. ORA-00904 for a name that the
    table does not have, ORA-54012 for another virtual column, ORA-54002 where it is not pure."""
    tree = parse(f'select {column.default} from "{table[0]}"."{table[1]}"')
    upper(tree)
    known = {c.name: c for c in all_columns if c.name != column.name}
    for one in tree.find_all(exp.Column):
        if one.name in ("SYSDATE", "SYSTIMESTAMP", "USER", "UID", "ROWNUM", "CURRENT_DATE"):
            raise OraError(
                54002, "only pure functions can be specified in a virtual column expression"
            )
        if one.name not in known:
            raise OraError(904, f'"{one.name}": invalid identifier')
        if known[one.name].virtual:
            raise OraError(54012, "virtual column is referenced in a column expression")
    if tree.find(exp.CurrentTimestamp, exp.CurrentDate) is not None:
        raise OraError(54002, "only pure functions can be specified in a virtual column expression")
    typer = Typer(lambda owner, name: {n: c.wire for n, c in known.items()})
    kind = typer.of(selects(tree)[0])
    coerce(tree, typer)
    inner = exp.select(selects(tree)[0].copy()).from_("DUAL")
    made = translate(inner, scope(ddl.session))
    if not column.type:
        if kind is None:
            raise OraError(3001, "unimplemented feature: the type of this column (lab, not Oracle)")
        typed = _typed(column, kind)
    else:
        typed = column
    spec = exp.Literal.string(Fit.of(typed, *table).spec)
    return typed, written(call("O_FIT", selects(made)[0].copy(), spec))


def _typed(column: ColumnRow, kind: ColumnType) -> ColumnRow:
    made = column_of(Column(column.name, kind))
    return replace(made, default=column.default, kind=column.kind, nullable=column.nullable)


def identity(
    ddl: Ddl, owner: str, column: ColumnDef, all_columns: Sequence[ColumnRow]
) -> ColumnRow:
    """The column with the sequence that fills it, made here; ORA-30669, ORA-30675."""
    assert column.identity is not None
    if sum("IDENTITY" in c.kind for c in all_columns if c.name != column.row.name):
        raise OraError(30669, "table can have only one identity column")
    if column.row.ora is not OraType.NUMBER or column.row.default is not None:
        raise OraError(30675, "identity column must be a numeric type")
    start, step = column.identity
    name = f"ISEQ$$_{ddl.session.next_number()}"
    ddl.catalog.run(
        "insert into lab_sequences values (?, ?, ?, ?, ?)", owner, name, step, start - step, start
    )
    ddl.catalog.put_object(owner, name, "SEQUENCE", ddl.session.now())
    return replace(column.row, default=f'"{owner}"."{name}".nextval', nullable=False)


def drop_identity(ddl: Ddl, owner: str, column: ColumnRow) -> None:
    """The sequence goes with its column."""
    if "IDENTITY" not in column.kind or column.default is None:
        return
    name = column.default.split(".")[1].strip('"')
    ddl.catalog.run("delete from lab_sequences where owner = ? and name = ?", owner, name)
    ddl.catalog.run(
        "delete from lab_objects where owner = ? and name = ? and type = 'SEQUENCE'", owner, name
    )
