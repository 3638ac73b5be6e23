"""One session of a lab database: statements in, outcomes out, Oracle's rules kept around SQLite.

Each session has its own connection to the database's file. A statement runs inside a savepoint, so
a failed one leaves no trace; DDL commits before and after itself; an empty string is NULL.
"""

from __future__ import annotations

import functools
import re
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlglot import exp

from app.lab.backend import (
    Bind,
    Column,
    DdlOutcome,
    OraError,
    Outcome,
    PlsqlOutcome,
    QueryOutcome,
)
from app.lab.plsql.interpreter import run_block
from app.lab.plsql.stored import compile_one
from app.lab.sql import control, dml, locking, mviews
from app.lab.sql.alter_session import alter_session
from app.lab.sql.changes import value_of
from app.lab.sql.contract import Instance
from app.lab.sql.dml import bind_values
from app.lab.sql.dml import execute as execute_dml
from app.lab.sql.errors import Uncompiled, has_errors, place
from app.lab.sql.moments import finish, fix, values_of
from app.lab.sql.results import guessed, hints, maker, rownum
from app.lab.sql.schema import run as run_ddl
from app.lab.sql.scope import scope, sources_of
from app.lab.sql.session import SessionCore
from app.lab.sql.session_functions import register
from app.lab.sql.text import kind_of
from app.lab.sql.translate import parse, translate, upper, written

_DML: Final = ("INSERT", "UPDATE", "DELETE", "MERGE")
_DDL: Final = ("CREATE", "ALTER", "DROP", "COMMENT", "GRANT", "REVOKE", "TRUNCATE", "RENAME")


_NOT_PLAYED: Final = frozenset(
    ("ADMINISTER", "ANALYZE", "ASSOCIATE", "AUDIT", "DISASSOCIATE", "EXPLAIN", "FLASHBACK",
     "NOAUDIT", "PURGE", "SET")
)  # fmt: skip


class LabSession(SessionCore):
    """Satisfies ``app.lab.backend.BackendSession`` and ``app.lab.sql.contract.Session``."""

    def __init__(self, database: Instance, user: str, session_id: int, program: str = "") -> None:
        super().__init__(database, user, session_id, program)
        register(self)

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        self.rollback()
        self.database.release_locks(self)
        self.db.close()

    def set_client_info(self, attributes: dict[str, str]) -> None:
        self.attributes.update(attributes)
        if attributes.get("current_schema"):
            self.current_schema = attributes["current_schema"].upper()

    def execute(self, sql: str, binds: Sequence[Bind], rows: Sequence[Sequence[Any]]) -> Outcome:
        try:
            return self._execute(sql, binds, rows)
        except sqlite3.OperationalError as error:
            if "interrupted" in str(error):  # the dictionary was being asked
                raise self.mapped(error) from None
            raise

    def _execute(self, sql: str, binds: Sequence[Bind], rows: Sequence[Sequence[Any]]) -> Outcome:
        kind = kind_of(sql)
        if kind in ("BEGIN", "DECLARE", "CALL"):
            return self._plsql(sql, binds, rows)
        if any(b.is_array for b in binds):
            raise OraError(1484, "arrays can only be bound to PL/SQL statements")
        try:
            if kind in ("SELECT", "WITH"):
                values = bind_values(binds, rows[0] if rows else ())
                return self.query(sql, values)
            if kind in _DML:
                return execute_dml(self, sql, binds, rows)
        except OraError as error:
            error.position = error.position or place(error, sql)
            raise
        return self.command(sql, kind)

    def command(self, sql: str, kind: str) -> Outcome:
        """DDL and session statements."""
        plain = sql.strip()
        if kind == "COMMIT":
            self.commit()
        elif kind == "ROLLBACK":
            to = re.fullmatch(
                r"rollback\s+(?:work\s+)?to\s+(?:savepoint\s+)?\"?(\w+)\"?", plain, re.I
            )
            if to:
                self.work.rollback_to(to[1].upper())
            else:
                self.rollback()
        elif kind == "SAVEPOINT":
            self.work.savepoint(plain.split()[1].strip('"').upper())
        elif kind == "SET" and re.match(r"set\s+transaction", plain, re.I):
            control.set_transaction(self, plain)
        elif kind == "LOCK":
            control.lock_table(self, plain)
        elif kind == "ALTER" and re.match(r"alter\s+session", plain, re.I):
            alter_session(self, plain)
        elif kind in _DDL:
            return DdlOutcome(self._ddl(sql))
        elif kind in _NOT_PLAYED:
            raise OraError(3001, f"unimplemented feature: {kind} (lab, not Oracle)")
        else:
            raise OraError(900, "invalid SQL statement")
        return DdlOutcome()

    def _ddl(self, sql: str) -> bool:
        """DDL commits before and after itself; the dictionary and the tables change together."""
        return control.ddl(self, lambda: run_ddl(self, sql))

    def query(self, sql: str, values: Mapping[str, Any]) -> QueryOutcome:
        """A query with values of binds by name (``LABBIND_X``) or of variables (``VAR_X``)."""
        tree = parse(sql)
        self.work.touch_snapshot()
        if tree.find(exp.Lock) is not None:
            columns, rows = locking.select(self, tree, values, self._select)
            return QueryOutcome(columns, iter(rows))
        found = self._read(tree, values)
        if found is None:
            found = self.work.statement(lambda: self._select(tree, values), writes=False)
        columns, rows = found
        return QueryOutcome(columns, iter(rows))

    def _read(self, tree: exp.Expr, values: Mapping[str, Any]) -> Any:
        while True:
            try:
                with self.work.reading():
                    return self._select(tree.copy(), values, careful=True)
            except Uncompiled as use:
                if not self.recompile(use.owner, use.name, use.kind):
                    raise has_errors(use.owner, use.name, use.kind) from None

    def committed(self, xid: int) -> None:
        """What a commit brings about, in the transaction that ends: stale materialized views."""
        mviews.committed(self, xid)

    def recompile(self, owner: str, name: str, kind: str) -> bool:
        """Compile an object that is INVALID before it is used; whether it is VALID now."""
        return self.work.statement(lambda: not compile_one(self, owner, name, kind), writes=False)

    def _select(self, tree: exp.Expr, values: Mapping[str, Any], careful: bool = False) -> Any:
        """Columns and rows; None where ``careful`` and the query runs code that may write."""
        limit = rownum(tree)
        upper(tree)
        variables = values_of(values)
        fix(self, tree, lambda e: value_of(self, e, values))
        sources = sources_of(self)
        seen = scope(self, variables, sources)
        typer = seen.typer()
        known = hints(tree, typer)
        made = translate(tree, seen)
        text = finish(self, made, sources, written)
        if careful and ("O_CALL(" in text or "O_NEXTVAL(" in text):
            return None
        cursor = self.run(text, values)
        raw = self._fetched(cursor, limit)
        described = [d[0] for d in cursor.description]
        if known is None or len(known) != len(described):
            named = typer.visible(tree)
            known = [(name, named.get(name)) for name in described]
        columns = [
            Column(name or described[i], kind or guessed([r[i] for r in raw]))
            for i, (name, kind) in enumerate(known)
        ]
        makers = [maker(c.type, self.nls) for c in columns]
        return columns, [tuple(m(v) for m, v in zip(makers, row, strict=True)) for row in raw]

    def _fetched(self, cursor: sqlite3.Cursor, limit: int | None) -> list[Any]:
        try:
            return cursor.fetchall() if limit is None else cursor.fetchmany(limit)
        except sqlite3.Error as error:
            raise self.mapped(error) from None

    def describe(self, sql: str, owner: str) -> list[Column]:
        """The columns of a query, as ``owner`` sees it."""
        before = self.current_schema
        self.current_schema = owner
        try:
            tree = parse(sql)
            if not isinstance(tree, exp.Query):
                raise OraError(928, "missing SELECT keyword")
            columns: list[Column] = self._select(tree, {})[0]
            return columns
        finally:
            self.current_schema = before

    def _plsql(
        self, sql: str, binds: Sequence[Bind], rows: Sequence[Sequence[Any]]
    ) -> PlsqlOutcome:
        outcome = PlsqlOutcome({}, [])
        for row in rows or [()]:
            values = dict(zip([b.name.upper() for b in binds], row, strict=True))
            types = {b.name.upper(): b for b in binds}
            block = self.work.whole(functools.partial(run_block, self, sql, values, types))
            outcome.directions = block.directions
            outcome.values.append(block.outs)
        return outcome

    def evaluate(self, expression: str) -> Any:
        tree = translate(parse(f"select {expression} from dual"), scope(self))
        return self.run(written(tree), {}).fetchone()[0]

    def write(
        self, sql: str, values: Mapping[str, Any], returning: bool
    ) -> tuple[int, list[tuple[Any, ...]]]:
        """One INSERT, UPDATE, DELETE or MERGE; the rows it touched and what it returned."""
        return dml.write(self, sql, values, returning)
