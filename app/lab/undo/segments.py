"""The undo segment of a table: a table beside it that the embedded engine's triggers fill.

An entry has the transaction, the step (a statement's number in its session), what was done (``I``,
``U``, ``D``, or ``L`` for a row locked and not changed), the row's id and the row as it was before.
The triggers log while ``O_XID()`` gives a transaction; undoing logs nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Final

from app.lab.undo.keys import at_the_end

META: Final = '"~id" integer primary key, "~xid", "~step", "~op", "~row"'


def segment(table: str) -> str:
    """The name of the undo segment of ``OWNER.TABLE``."""
    return f"{table}~"


def attach(db: sqlite3.Connection, table: str) -> None:
    """Make the segment of ``OWNER.TABLE`` agree with the table's columns, and its triggers.

    What the segment holds stays where columns were added; a column that is gone takes it along.
    """
    wanted = _columns(db, table)
    held = [c for c in _columns(db, segment(table)) if not c[0].startswith("~")]
    names = {n for n, _ in wanted}
    if held and not {n for n, _ in held} <= names:
        db.execute(f'drop table "{segment(table)}"')
        held = []
    if not held:
        declared = "".join(f', "{n}" {kind}' for n, kind in wanted)
        db.execute(f'create table "{segment(table)}" ({META}{declared})')
        for column in ("~row", "~xid"):
            db.execute(f'create index "{table}{column}" on "{segment(table)}" ("{column}")')
    else:
        for name, kind in wanted:
            if name not in {n for n, _ in held}:
                db.execute(f'alter table "{segment(table)}" add column "{name}" {kind}')
    _generate(db, table)
    _triggers(db, table, [n for n, _ in wanted])


def _generate(db: sqlite3.Connection, table: str) -> None:
    """Virtual columns are computed in the segment as they are in the table."""
    wanted, held = _generated(db, table), _generated(db, segment(table))
    for name in held:
        if wanted.get(name) != held[name]:
            db.execute(f'alter table "{segment(table)}" drop column "{name}"')
    for name, definition in wanted.items():
        if held.get(name) != definition:
            db.execute(f'alter table "{segment(table)}" add column {definition}')


def _generated(db: sqlite3.Connection, table: str) -> dict[str, str]:
    """The definitions of the virtual columns, by name, as they were given to the engine."""
    hidden = [str(r[1]) for r in db.execute(f'pragma table_xinfo("{table}")') if r[6] == 2]
    if not hidden:
        return {}
    ((sql,),) = db.execute("select sql from sqlite_master where name = ?", (table,)).fetchall()
    return {name: _definition(str(sql), name) for name in hidden}


def _definition(sql: str, name: str) -> str:
    """From the column's name to the bracket that closes its expression."""
    start = sql.index(f'"{name}" generated always as (')
    depth, quote = 0, ""
    for at in range(sql.index("(", start), len(sql)):
        char = sql[at]
        if quote:
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        elif char in "()":
            depth += 1 if char == "(" else -1
            if not depth:
                return sql[start : at + 1]
    raise ValueError(f"{name}: no end in {sql}")


def _columns(db: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    return [(str(r[1]), str(r[2])) for r in db.execute(f'pragma table_info("{table}")')]


def _triggers(db: sqlite3.Connection, table: str, columns: list[str]) -> None:
    head = f'insert into "{segment(table)}" ("~xid", "~step", "~op", "~row"'
    listed = "".join(f', "{c}"' for c in columns)
    old = "".join(f', old."{c}"' for c in columns)
    bodies = {
        "insert": f"{head}) values (O_XID(), O_STEP(), 'I', new.rowid)",
        "update": f"{head}{listed}) values (O_XID(), O_STEP(), 'U', old.rowid{old})",
        "delete": f"{head}{listed}) values (O_XID(), O_STEP(), 'D', old.rowid{old})",
    }
    for event, body in bodies.items():
        db.execute(f'drop trigger if exists "{table}~{event}"')
        db.execute(
            f'create trigger "{table}~{event}" after {event} on "{table}"'
            f" when O_XID() is not null begin {body}; end"
        )


def rename(db: sqlite3.Connection, old: str, new: str) -> None:
    """The segment follows its table; its triggers and indexes are made anew with the table's."""
    if _columns(db, segment(old)):
        for column in ("~row", "~xid"):
            db.execute(f'drop index if exists "{old}{column}"')
        db.execute(f'alter table "{segment(old)}" rename to "{segment(new)}"')
        for column in ("~row", "~xid"):
            db.execute(f'create index "{new}{column}" on "{segment(new)}" ("{column}")')


def rename_column(db: sqlite3.Connection, table: str, old: str, new: str) -> None:
    if _columns(db, segment(table)):
        db.execute(f'alter table "{segment(table)}" rename column "{old}" to "{new}"')


def drop(db: sqlite3.Connection, table: str) -> None:
    db.execute(f'drop table if exists "{segment(table)}"')


def segments(db: sqlite3.Connection) -> list[str]:
    """The tables that have a segment, as ``OWNER.TABLE``."""
    found = db.execute("select name from sqlite_master where type = 'table' and name like '%~'")
    return [str(n)[:-1] for (n,) in found.fetchall()]


def undo(db: sqlite3.Connection, table: str, xid: int, after: int = -1) -> None:
    """Take back what ``xid`` did to the table in steps later than ``after``, the newest first.

    The caller has switched the logging and the checks of the table off.
    """
    columns = [n for n, _ in _columns(db, table)]
    listed = ", ".join(f'"{c}"' for c in columns)
    sets = ", ".join(f'"{c}" = ?' for c in columns)
    marks = ", ".join("?" for _ in columns)
    entries = db.execute(
        f'select "~op", "~row", {listed} from "{segment(table)}"'
        ' where "~xid" = ? and "~step" > ? order by "~id" desc',
        (xid, after),
    ).fetchall()

    def back() -> None:
        for op, row, *before in entries:
            if op == "I":
                db.execute(f'delete from "{table}" where rowid = ?', (row,))
            elif op == "U":
                db.execute(f'update "{table}" set {sets} where rowid = ?', (*before, row))
            elif op == "D":
                db.execute(f'insert into "{table}" (rowid, {listed}) values (?, {marks})',
                           (row, *before))  # fmt: skip

    db.execute('savepoint "~back"')
    try:
        back()
    except sqlite3.IntegrityError:
        db.execute('rollback to "~back"')
        at_the_end(db, table, back)
    finally:
        db.execute('release "~back"')
    db.execute(f'delete from "{segment(table)}" where "~xid" = ? and "~step" > ?', (xid, after))


def next_row(db: sqlite3.Connection, table: str) -> int:
    """A row id that neither the table nor its undo uses: a slot is not used again while the
    transaction that emptied it may come back."""
    found = db.execute(
        f'select max(coalesce((select max(rowid) from "{table}"), 0),'
        f' coalesce((select max("~row") from "{segment(table)}"), 0)) + 1'
    ).fetchone()
    return int(found[0])


def lock_rows(db: sqlite3.Connection, table: str, xid: int, step: int, rows: Iterable[int]) -> None:
    """Entries that lock rows without changing them."""
    listed = ", ".join(f'"{n}"' for n, _ in _columns(db, table))
    sql = (
        f'insert into "{segment(table)}" ("~xid", "~step", "~op", "~row", {listed})'
        f" select ?, ?, 'L', rowid, {listed} from \"{table}\" where rowid = ?1"
    )
    sql = sql.replace("?1", "?")
    db.executemany(sql, [(xid, step, row) for row in rows])
