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
from app.lab.sql import dml
from app.lab.sql.contract import Instance
from app.lab.sql.dml import bind_values
from app.lab.sql.dml import execute as execute_dml
from app.lab.sql.errors import place
from app.lab.sql.results import Types, column_name, guessed, maker, rownum
from app.lab.sql.schema import run as run_ddl
from app.lab.sql.scope import scope
from app.lab.sql.session import SessionCore
from app.lab.sql.session_functions import register
from app.lab.sql.text import kind_of
from app.lab.sql.translate import parse, translate, upper, written

_DML: Final = ("INSERT", "UPDATE", "DELETE", "MERGE")
_DDL: Final = ("CREATE", "ALTER", "DROP", "COMMENT", "GRANT", "REVOKE", "TRUNCATE", "RENAME")


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
        self._cancelled = False
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
            to = re.fullmatch(r"rollback\s+to\s+(?:savepoint\s+)?(\w+)", plain, re.I)
            if to:
                self._raw_or(
                    1086,
                    f"savepoint '{to[1].upper()}' never established",
                    f'rollback to "{to[1].upper()}"',
                )
            else:
                self.rollback()
        elif kind == "SAVEPOINT":
            self.begin()
            self.db.execute(f'savepoint "{plain.split()[1].upper()}"')
        elif kind == "SET" and re.match(r"set\s+transaction", plain, re.I):
            pass
        elif kind == "LOCK":
            self.begin()
        elif kind == "ALTER" and re.match(r"alter\s+session", plain, re.I):
            schema = re.search(r"current_schema\s*=\s*\"?(\w+)", plain, re.I)
            if schema:
                if not self.catalog.one(
                    "select 1 from lab_users where name = ?", schema[1].upper()
                ):
                    raise OraError(1435, "user does not exist")
                self.current_schema = schema[1].upper()
            elif not re.search(
                r"\bset\s+(nls_|ddl_lock_timeout|time_zone|isolation_level|optimizer)", plain, re.I
            ):
                raise OraError(3001, "unimplemented feature: this ALTER SESSION (lab, not Oracle)")
        elif kind in _DDL:
            return DdlOutcome(self._ddl(sql))
        else:
            raise OraError(900, "invalid SQL statement")
        return DdlOutcome()

    def _raw_or(self, code: int, text: str, sql: str) -> None:
        try:
            self.db.execute(sql)
        except sqlite3.Error:
            raise OraError(code, text) from None

    def _ddl(self, sql: str) -> bool:
        self.commit()
        self.db.execute("begin immediate")
        try:
            compiled_with_errors = run_ddl(self, sql)
        except OraError:
            self.db.execute("rollback")
            raise
        except sqlite3.Error as error:
            self.db.execute("rollback")
            raise self.mapped(error) from None
        self.db.execute("commit")
        return compiled_with_errors

    def query(self, sql: str, values: Mapping[str, Any]) -> QueryOutcome:
        """A query with values of binds by name (``LABBIND_X``) or of variables (``VAR_X``)."""
        tree = parse(sql)
        lock = tree.find(exp.Lock)
        if lock is not None:
            self._lock_rows(lock)
        columns, rows = self._select(tree, values)
        return QueryOutcome(columns, iter(rows))

    def _select(
        self, tree: exp.Expr, values: Mapping[str, Any]
    ) -> tuple[list[Column], list[tuple[Any, ...]]]:
        limit = rownum(tree)
        variables = {k.removeprefix("VAR_"): v for k, v in values.items() if k.startswith("VAR_")}
        upper(tree)
        names = [column_name(e) for e in tree.selects] if isinstance(tree, exp.Query) else []
        types = Types(self, tree)
        hints = [types.of(e) for e in tree.selects] if isinstance(tree, exp.Query) else []
        made = translate(tree, scope(self, variables))
        text = written(made)
        cursor = self.run(text, values)
        raw = self._fetched(cursor, limit)
        described = [d[0] for d in cursor.description]
        if len(hints) != len(described):
            hints, names = types.expanded(described), described
        columns = [
            Column(names[i] or described[i], hints[i] or guessed([r[i] for r in raw]))
            for i in range(len(described))
        ]
        makers = [maker(c.type) for c in columns]
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
            columns, _ = self._select(tree, {})
            return columns
        finally:
            self.current_schema = before

    def _lock_rows(self, lock: exp.Lock) -> None:
        """FOR UPDATE, with NOWAIT or WAIT n."""
        wait = lock.args.get("wait")
        if wait is False:
            raise OraError(3001, "unimplemented feature: SKIP LOCKED (lab, not Oracle)")
        if wait is None:
            self.begin()
        elif wait is True:
            self.begin(0)
        elif isinstance(wait, exp.Literal) and wait.this.isdigit():
            expired = OraError(30006, "resource busy; acquire with WAIT timeout expired")
            self.begin(int(wait.this), expired)
        else:
            raise OraError(30005, "missing or invalid WAIT interval")

    def _plsql(
        self, sql: str, binds: Sequence[Bind], rows: Sequence[Sequence[Any]]
    ) -> PlsqlOutcome:
        outcome = PlsqlOutcome({}, [])
        for row in rows or [()]:
            values = dict(zip([b.name.upper() for b in binds], row, strict=True))
            types = {b.name.upper(): b for b in binds}
            block = self.whole(functools.partial(run_block, self, sql, values, types))
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
