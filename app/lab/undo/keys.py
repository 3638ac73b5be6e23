"""Unique keys that are looked at when a statement is over, as Oracle does.

The embedded engine looks at each row: ``set id = id + 1`` would meet the next row's number, and so
would taking it back. Where that may be, the table's unique indexes are taken away and made again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def unique(db: sqlite3.Connection, table: str) -> frozenset[str]:
    """All columns of ``OWNER.TABLE`` that are in a unique index."""
    rows = db.execute(
        "select c.name from pragma_index_list(?) l join pragma_index_info(l.name) c"
        ' where l."unique" = 1',
        (table,),
    )
    return frozenset(str(name) for (name,) in rows)


def at_the_end(db: sqlite3.Connection, table: str, act: Callable[[], T]) -> T:
    """``act()`` may write two rows of ``OWNER.TABLE`` with one key for a while. Where it leaves
    them, sqlite3.IntegrityError is raised; then, and where it raises, nothing of it stays."""
    indexes = db.execute(
        "select m.name, m.sql from pragma_index_list(?) l join sqlite_master m on m.name = l.name"
        ' where l."unique" = 1 and m.sql is not null order by m.name',
        (table,),
    ).fetchall()
    db.execute('savepoint "~keys"')
    try:
        for name, _ in indexes:
            db.execute(f'drop index "{name}"')
        done = act()
        for _, sql in indexes:
            db.execute(sql)
    except BaseException:
        db.execute('rollback to "~keys"')
        raise
    finally:
        db.execute('release "~keys"')
    return done
