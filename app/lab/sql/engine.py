"""One session of a lab database: statements in, outcomes out, Oracle's rules kept around SQLite.

Each session has its own connection to the database's file. A statement runs inside a savepoint, so
a failed one leaves no trace; DDL commits before and after itself; an empty string is NULL.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from sqlglot import exp

from app.lab.backend import (
    BatchError,
    Bind,
    Column,
    DdlOutcome,
    DmlOutcome,
    OraError,
    OraType,
    Outcome,
    PlsqlOutcome,
    QueryOutcome,
)
from app.lab.plsql.calls import call_function, find_routine
from app.lab.plsql.interpreter import run_block
from app.lab.plsql.syntax import Program
from app.lab.sql import dictionary
from app.lab.sql.catalog import Catalog
from app.lab.sql.functions import FUNCTIONS, stored
from app.lab.sql.packages import VIEWS
from app.lab.sql.results import Types, column_name, guessed, maker, rownum, rows_as_query
from app.lab.sql.schema import Ddl
from app.lab.sql.translate import BIND, Scope, parse, selects, translate, upper, written

if TYPE_CHECKING:
    from app.lab.sql.database import Database

_RETURNING: Final = re.compile(
    r"\s+returning\s+(?P<what>.*?)\s+into\s+(?P<into>:[\w\s:,\"]+)$", re.IGNORECASE | re.DOTALL
)
_KIND: Final = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/)*(\w+)", re.DOTALL)
_DML: Final = ("INSERT", "UPDATE", "DELETE", "MERGE")
_DDL: Final = ("CREATE", "ALTER", "DROP", "COMMENT", "GRANT", "REVOKE", "TRUNCATE", "RENAME")
_SERIALS: Final = itertools.count(1)
_PATIENCE: Final = 120  # seconds; Oracle waits for ever
_BUSY: Final = OraError(54, "resource busy and acquire with NOWAIT specified or timeout expired")


def kind_of(sql: str) -> str:
    found = _KIND.match(sql)
    return found[1].upper() if found else ""


def _not_there(owner: str, name: str) -> OraError:
    error = OraError(942, "table or view does not exist")
    error.about = f"{owner}.{name}" if owner else name
    return error


def _place(error: OraError, sql: str) -> int:
    """The offset of the name that the error is about, outside literals; 0 where it has none."""
    if not error.about:
        return 0
    bare = re.sub(r"'[^']*'", lambda literal: " " * len(literal[0]), sql)
    parts = r"\s*\.\s*".join(rf'"?{re.escape(part)}"?' for part in error.about.split("."))
    found = re.search(rf"(?<![\w$#.]){parts}(?![\w$#])", bare, re.IGNORECASE)
    return found.start() if found is not None else 0


class LabSession:
    """Satisfies ``app.lab.backend.BackendSession``."""

    def __init__(self, database: Database, user: str, session_id: int, program: str = "") -> None:
        self.database, self.user = database, user
        self.session_id, self.serial = session_id, next(_SERIALS)
        self.current_schema = user
        self.package_state: dict[str, Any] = {}
        self.attributes: dict[str, str] = {"program": program}
        self.error: OraError | None = None
        self.code: dict[tuple[str, str, str], Program] = {}
        self.definers: list[str] = []
        self.logged_on = datetime.now()
        self._cancelled = False
        self._closed = False
        self._depth = 0
        self._currval: dict[str, int] = {}
        self.db = sqlite3.connect(
            database.file, isolation_level=None, check_same_thread=False, timeout=_PATIENCE
        )
        self.db.execute("pragma foreign_keys = off")
        self.db.execute("pragma synchronous = normal")
        self.catalog = Catalog(self.db)
        self._register()

    # -- BackendSession --------------------------------------------------------------------

    @property
    def in_transaction(self) -> bool:
        return self.db.in_transaction

    def commit(self) -> None:
        if self.db.in_transaction:
            self.db.execute("commit")

    def rollback(self) -> None:
        if self.db.in_transaction:
            self.db.execute("rollback")

    def cancel(self) -> None:
        self._cancelled = True
        with contextlib.suppress(sqlite3.ProgrammingError):  # it closed at the same moment
            self.db.interrupt()

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        self.rollback()
        self.database.release_locks(self)
        self.db.close()

    @property
    def closed(self) -> bool:
        return self._closed

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
                values = self._values(binds, rows[0] if rows else ())
                return self.query(sql, values)
            if kind in _DML:
                return self._dml(sql, binds, rows)
        except OraError as error:
            error.position = error.position or _place(error, sql)
            raise
        return self.command(sql, kind)

    # -- statements ------------------------------------------------------------------------

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
            compiled_with_errors = Ddl(self, sql).run()
        except OraError:
            self.db.execute("rollback")
            raise
        except sqlite3.Error as error:
            self.db.execute("rollback")
            raise self._mapped(error) from None
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
        made = translate(tree, self.scope(variables))
        text = written(made)
        cursor = self._run(text, values)
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
            raise self._mapped(error) from None

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

    def _dml(self, sql: str, binds: Sequence[Bind], rows: Sequence[Sequence[Any]]) -> DmlOutcome:
        outcome = DmlOutcome(0)
        returns = [b for b in binds if b.is_return]
        plan: list[Any] = []
        for at, row in enumerate(rows or [()]):
            values = self._values([b for b in binds if not b.is_return], row)
            try:
                count, returned = self.write(sql, values, bool(returns), plan)
            except OraError as error:
                if len(rows) > 1:
                    raise BatchError(at, error, outcome.rowcounts) from None
                raise
            outcome.rowcount += count
            outcome.rowcounts.append(count)
            if returns:
                outcome.returned.append([[r[i] for r in returned] for i in range(len(returns))])
        return outcome

    def write(
        self, sql: str, values: Mapping[str, Any], returning: bool, plan: list[Any] | None = None
    ) -> tuple[int, list[tuple[Any, ...]]]:
        """One INSERT, UPDATE, DELETE or MERGE; the rows it touched and what it returned."""
        if plan is None or not plan:
            made = self._planned(sql, values, returning)
            if plan is not None:
                plan.append(made)
        else:
            made = plan[0]
        if isinstance(made, list):
            self.begin()
            return self._atomic(
                lambda: sum(max(self._run(s, values).rowcount, 0) for s in made)
            ), []
        self.begin()
        result: list[tuple[Any, ...]] = []

        def act() -> int:
            cursor = self._run(made, values)
            if returning:
                result.extend(tuple(r) for r in cursor.fetchall())
                return len(result)
            return max(cursor.rowcount, 0)

        return self._atomic(act), result

    def _planned(self, sql: str, values: Mapping[str, Any], returning: bool) -> Any:
        found = _RETURNING.search(sql) if returning else None
        text = sql[: found.start()] if found else sql
        tree = parse(text)
        variables = {k.removeprefix("VAR_"): v for k, v in values.items() if k.startswith("VAR_")}
        scope = self.scope(variables)
        if isinstance(tree, exp.Insert):
            self._defaults(tree)
        if isinstance(tree, exp.Merge):
            return self._merge(tree, scope)
        made = written(translate(tree, scope))
        if found:
            wanted = translate(parse(f"select {found['what']} from dual"), scope)
            listed = ", ".join(written(e) for e in selects(wanted))
            made += f" returning {listed}"
        return made

    def _atomic(self, act: Callable[[], int]) -> int:
        """Run inside a savepoint: a failed statement leaves no trace."""
        self._depth += 1
        name = f"lab_{self._depth}"
        self.db.execute(f"savepoint {name}")
        try:
            count = act()
        except BaseException:
            self.db.execute(f"rollback to {name}")
            self.db.execute(f"release {name}")
            raise
        finally:
            self._depth -= 1
        self.db.execute(f"release {name}")
        return count

    def begin(self, patience: float = _PATIENCE, expired: OraError = _BUSY) -> None:
        """Open a transaction where none is open; ``expired`` after ``patience`` seconds.

        SQLite has one lock for all of a database: a session waits for a row of another one's open
        transaction as on Oracle, and for its other rows too.
        """
        if self.db.in_transaction:
            return
        until = time.monotonic() + patience
        self.db.execute("pragma busy_timeout = 0")
        try:
            while not self._begun():
                if time.monotonic() >= until:
                    raise OraError(expired.code, expired.text)
                self.sleep(0.02)
        finally:
            self.db.execute(f"pragma busy_timeout = {_PATIENCE * 1000}")

    def _begun(self) -> bool:
        try:
            self.db.execute("begin immediate")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                return False
            raise self._mapped(error) from None
        return True

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

    def _defaults(self, tree: exp.Insert) -> None:
        """Columns that the INSERT does not name get their default expressions."""
        target = tree.this
        table = target.this if isinstance(target, exp.Schema) else target
        upper(table)
        owner, name = self.locate(table.db, table.name)
        columns = self.catalog.columns(owner, name)
        if not isinstance(target, exp.Schema):
            return
        upper(target)
        given = [c.name for c in target.expressions]
        for one in given:
            if one not in {c.name for c in columns}:
                raise OraError(904, f'"{one}": invalid identifier')
        missing = [c for c in columns if c.default is not None and c.name not in given]
        source = tree.expression
        if isinstance(source, exp.Values):
            for row in source.expressions:
                if len(row.expressions) != len(given):
                    raise OraError(
                        947 if len(row.expressions) < len(given) else 913,
                        "not enough values"
                        if len(row.expressions) < len(given)
                        else "too many values",
                    )
        for one in missing:
            target.append("expressions", exp.to_identifier(one.name, quoted=True))
            value = selects(parse(f"select {one.default} from dual"))[0]
            if isinstance(source, exp.Values):
                for row in source.expressions:
                    row.append("expressions", value.copy())
            elif isinstance(source, exp.Select):
                source.append("expressions", value)
            else:
                raise OraError(
                    3001,
                    "unimplemented feature: defaults in INSERT from a set query (lab, not Oracle)",
                )

    def _merge(self, tree: exp.Merge, scope: Scope) -> list[str]:
        """MERGE as UPDATE and INSERT over the same join, in this order; DELETE is not played."""
        upper(tree)
        target, source, on = tree.this, tree.args["using"], tree.args["on"]
        whens = tree.args["whens"].expressions if tree.args.get("whens") else tree.expressions
        owner, name = self.locate(target.db, target.name)
        alias = target.alias or target.name
        made: list[str] = []
        source_sql = source.sql(dialect="oracle")
        condition = on.sql(dialect="oracle")
        full = f'"{owner}"."{name}" "{alias}"'
        ordered = sorted(whens, key=lambda w: bool(w.args.get("matched")))
        inserts: list[str] = []
        for when in ordered:
            then = when.args["then"]
            if isinstance(then, exp.Update):
                sets = []
                for assignment in then.expressions:
                    value = assignment.expression.sql(dialect="oracle")
                    sets.append(
                        f'"{assignment.this.name}" = (select {value} from {source_sql} where {condition})'
                    )
                extra = (
                    f" and ({then.args['where'].this.sql(dialect='oracle')})"
                    if then.args.get("where")
                    else ""
                )
                sql = f"update {full} set {', '.join(sets)} where exists (select 1 from {source_sql} where {condition}{extra})"
                made.append(written(translate(parse(sql), scope)))
            elif isinstance(then, exp.Insert):
                columns = ", ".join(f'"{c.name}"' for c in then.this.expressions)
                values = (
                    then.expression.sql(dialect="oracle").strip("()")
                    if not isinstance(then.expression, exp.Tuple)
                    else ", ".join(e.sql(dialect="oracle") for e in then.expression.expressions)
                )
                sql = f'insert into "{owner}"."{name}" ({columns}) select {values} from {source_sql} where not exists (select 1 from {full} where {condition})'
                parsed = parse(sql)
                assert isinstance(parsed, exp.Insert)
                self._defaults(parsed)
                inserts.append(written(translate(parsed, scope)))
            else:
                raise OraError(3001, "unimplemented feature: MERGE DELETE (lab, not Oracle)")
        # the new rows must not be updated too: which rows are new is known before the update
        return [*made, *inserts] if made else inserts

    def _plsql(
        self, sql: str, binds: Sequence[Bind], rows: Sequence[Sequence[Any]]
    ) -> PlsqlOutcome:
        outcome = PlsqlOutcome({}, [])
        for row in rows or [()]:
            values = dict(zip([b.name.upper() for b in binds], row, strict=True))
            types = {b.name.upper(): b for b in binds}
            block = self._whole(functools.partial(run_block, self, sql, values, types))
            outcome.directions = block.directions
            outcome.values.append(block.outs)
        return outcome

    def _whole(self, act: Callable[[], Any]) -> Any:
        """An anonymous block is one statement: what it did is undone when it fails."""
        was_open = self.db.in_transaction
        if was_open:
            self._depth += 1
            name = f"lab_{self._depth}"
            self.db.execute(f"savepoint {name}")
        try:
            result = act()
        except BaseException:
            if was_open and self.db.in_transaction:
                self._raw_quiet(f"rollback to {name}", f"release {name}")
            elif not was_open and self.db.in_transaction:
                self.db.execute("rollback")
            raise
        finally:
            if was_open:
                self._depth -= 1
        if was_open and self.db.in_transaction:
            self._raw_quiet(f"release {name}")
        return result

    def _raw_quiet(self, *statements: str) -> None:
        """A commit inside the block has taken the savepoint with it."""
        for statement in statements:
            try:
                self.db.execute(statement)
            except sqlite3.OperationalError as error:
                if "no such savepoint" not in str(error):
                    raise

    # -- names and privileges --------------------------------------------------------------

    @property
    def privileges(self) -> set[str]:
        text = self.catalog.one("select privileges from lab_users where name = ?", self.user)
        return set((text or "").split(","))

    @property
    def effective(self) -> str:
        """Whose rights count now: inside stored code its owner's, else the user's."""
        return self.definers[-1] if self.definers else self.user

    def sees(self, owner: str, name: str) -> bool:
        me = self.effective
        return owner == me or bool(self.catalog.grants(me, owner, name))

    def locate(self, owner: str, name: str) -> tuple[str, str]:
        """Owner and name of a table or view after synonyms; ORA-00942 when there is none."""
        if not owner:
            schema = self.definers[-1] if self.definers else self.current_schema
            if self.catalog.object_type(schema, name, ("TABLE", "VIEW")):
                return schema, name
            for where in (schema, "PUBLIC"):
                found = self.catalog.rows(
                    "select t_owner, t_name from lab_synonyms where owner = ? and name = ?",
                    where,
                    name,
                )
                if found:
                    return str(found[0][0]), str(found[0][1])
        elif self.catalog.object_type(owner, name, ("TABLE", "VIEW")):
            return owner, name
        raise _not_there(owner, name)

    def scope(self, variables: Mapping[str, Any] | None = None) -> Scope:
        return Scope(self._resolve, self._routine, self._sequence, variables or {})

    def _resolve(self, owner: str, name: str, privilege: str) -> tuple[str | exp.Expr, list[str]]:
        virtual = dictionary.find(name) if owner in ("", "SYS", "PUBLIC") else None
        if virtual is None and owner in ("", "SYS", "APEX_240200") and name in VIEWS:
            virtual = VIEWS[name]  # type: ignore[assignment]
        if virtual is not None and not (
            not owner and self.catalog.object_type(self.current_schema, name, ("TABLE", "VIEW"))
        ):
            columns, rows = virtual(self)
            return rows_as_query(columns, rows), list(columns)
        where, found = self.locate(owner, name)
        me = self.effective
        if where != me:
            held = self.catalog.grants(me, where, found)
            if not held:
                raise _not_there(owner, name)
            if privilege not in held:
                raise OraError(1031, "insufficient privileges")
        columns = [c.name for c in self.catalog.columns(where, found)]
        source = self.catalog.one(
            "select source from lab_objects where owner = ? and name = ? and type = 'VIEW'",
            where,
            found,
        )
        if source is None:
            return f"{where}.{found}", columns
        self.definers.append(where)
        try:
            inner = translate(parse(source), self.scope())
        finally:
            self.definers.pop()
        assert isinstance(inner, exp.Query)
        listed = exp.select("*").from_(inner.subquery("Q"))
        for alias, expression in zip(columns, inner.selects, strict=False):
            if expression.alias_or_name != alias:
                expression.replace(exp.alias_(expression.copy(), alias, quoted=True))
        return listed, columns

    def _sequence(self, name: str) -> str | None:
        owner, _, bare = name.rpartition(".")
        owner = owner or (self.definers[-1] if self.definers else self.current_schema)
        if self.catalog.one(
            "select 1 from lab_sequences where owner = ? and name = ?", owner, bare
        ) and self.sees(owner, bare):
            return f"{owner}.{bare}"
        return None

    def _routine(self, name: str) -> str | None:
        """``OWNER.PACKAGE.NAME`` or ``OWNER.NAME`` of stored code or a built-in that may be run."""
        return find_routine(self, name)

    def forget_code(self, owner: str) -> None:
        self.code = {k: v for k, v in self.code.items() if k[0] != owner}

    # -- the embedded engine ---------------------------------------------------------------

    def raw(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> sqlite3.Cursor:
        try:
            return self.db.execute(sql, values)
        except sqlite3.Error as error:
            raise self._mapped(error) from None

    def _run(self, sql: str, values: Mapping[str, Any]) -> sqlite3.Cursor:
        given = {k: stored(v) for k, v in values.items() if f":{k}" in sql}
        self.error = None
        try:
            return self.db.execute(sql, given)
        except sqlite3.Error as error:
            raise self._mapped(error) from None

    def _mapped(self, error: sqlite3.Error) -> OraError:
        text = str(error)
        if self.error is not None:
            raised, self.error = self.error, None
            return raised
        if "interrupted" in text or self._cancelled:
            return OraError(1013, "user requested cancel of current operation")
        if found := re.match(r"no such column: (?:.*\.)?\"?([\w$#]+)", text):
            return OraError(904, f'"{found[1].upper()}": invalid identifier')
        if found := re.search(r"has no column named ([\w$#]+)", text):
            return OraError(904, f'"{found[1].upper()}": invalid identifier')
        if found := re.match(r"UNIQUE constraint failed: (?:index ')?([\w$#]+)\.([\w$#]+)", text):
            return OraError(1, f"unique constraint ({self._unique(text)}) violated")
        if found := re.match(r"no such function: ([\w$#]+)", text):
            return OraError(904, f'"{found[1].upper()}": invalid identifier')
        if "database is locked" in text or "database table is locked" in text:
            return OraError(_BUSY.code, _BUSY.text)
        if "values were supplied" in text or "values for" in text:
            return OraError(947, "not enough values")
        if "misuse of aggregate" in text:
            return OraError(934, "group function is not allowed here")
        if "disk" in text and "full" in text:
            return OraError(1653, "unable to extend table")
        return OraError(3001, f"unimplemented feature: {text} (lab, not Oracle)")

    def _unique(self, text: str) -> str:
        columns = re.findall(
            r"(?:^|, )\"?([\w$#]+\.[\w$#]+)\"?\.\"?([\w$#]+)", text.partition(": ")[2]
        )
        if columns:
            owner, _, table = columns[0][0].partition(".")
            listed = ",".join(c for _, c in columns)
            name = self.catalog.one(
                "select name from lab_indexes where owner = ? and tab = ? and columns = ? and uniqueness = 'UNIQUE'",
                owner,
                table,
                listed,
            )
            if name:
                return f"{owner}.{name}"
        return f"{self.current_schema}.{text.rpartition(' ')[2]}"

    def _values(self, binds: Sequence[Bind], row: Sequence[Any]) -> dict[str, Any]:
        return {f"{BIND}{b.name.upper()}": v for b, v in zip(binds, row, strict=False)}

    def now(self) -> str:
        return datetime.now().strftime("%Y-%m-%d %H:%M:%S")

    def next_number(self) -> int:
        value = (
            int(self.catalog.one("select value from lab_facts where name = 'counter'") or 7000) + 1
        )
        self.catalog.run("insert or replace into lab_facts values ('counter', ?)", str(value))
        return value

    def evaluate(self, expression: str) -> Any:
        tree = translate(parse(f"select {expression} from dual"), self.scope())
        return self._run(written(tree), {}).fetchone()[0]

    def bulk(
        self, owner: str, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]
    ) -> None:
        listed = ", ".join(f'"{c}"' for c in columns)
        marks = ", ".join("?" for _ in columns)
        sql = f'insert into "{owner}.{table}" ({listed}) values ({marks})'
        try:
            self.db.executemany(sql, [[stored(v) for v in row] for row in rows])
        except sqlite3.Error as error:
            raise self._mapped(error) from None

    # -- constraints as triggers -----------------------------------------------------------

    def unprotect(self, owner: str, table: str) -> None:
        for (name,) in self.catalog.rows(
            "select name from sqlite_master where type = 'trigger' and tbl_name = ?",
            f"{owner}.{table}",
        ):
            self.raw(f'drop trigger "{name}"')

    def protect(self, owner: str, table: str) -> None:
        """Make the triggers that keep the table's constraints."""
        self.unprotect(owner, table)
        full = f"{owner}.{table}"
        checks: list[str] = []
        for c in self.catalog.columns(owner, table):
            place = f"'{owner}', '{table}', '{c.name}'"
            if not c.nullable:
                checks.append(
                    f'case when new."{c.name}" is null then O_RAISE(1400, {place}, 0, 0) end'
                )
            if c.ora in (OraType.VARCHAR, OraType.CHAR):
                checks.append(
                    f'case when length(new."{c.name}") > {c.size} then O_RAISE(12899, {place}, length(new."{c.name}"), {c.size}) end'
                )
            elif c.ora is OraType.NUMBER:
                checks.append(
                    f"case when typeof(new.\"{c.name}\") = 'text' then O_RAISE(1722, {place}, 0, 0) end"
                )
                if c.precision:
                    limit = 10 ** (c.precision - (c.scale or 0))
                    checks.append(
                        f'case when abs(new."{c.name}") >= {limit} then O_RAISE(1438, {place}, 0, 0) end'
                    )
        for name, kind, columns, condition, r_name, r_owner in self.catalog.rows(
            "select name, type, columns, condition, r_name, r_owner from lab_constraints"
            " where owner = ? and tab = ? and status = 'ENABLED'", owner, table,
        ):  # fmt: skip
            if kind == "C":
                tree = translate(_new_row(parse(f"select {condition} from dual")), self.scope())
                test = written(selects(tree)[0])
                checks.append(
                    f"case when not ({test}) then O_RAISE(2290, '{owner}', '{name}', '', 0, 0) end"
                )
            elif kind == "R":
                target, r_columns = self.catalog.rows(
                    "select tab, columns from lab_constraints where owner = ? and name = ?",
                    r_owner,
                    r_name,
                )[0]
                pairs = list(zip(columns.split(","), r_columns.split(","), strict=True))
                present = " and ".join(f'new."{a}" is not null' for a, _ in pairs)
                match = " and ".join(f'p."{b}" = new."{a}"' for a, b in pairs)
                checks.append(
                    f"case when {present} and not exists (select 1 from \"{r_owner}.{target}\" p where {match}) then O_RAISE(2291, '{owner}', '{name}', '', 0, 0) end"
                )
                gone = " and ".join(f'c."{a}" = old."{b}"' for a, b in pairs)
                self.raw(f'drop trigger if exists "{full}.{name}.D"')
                self.raw(
                    f"create trigger \"{full}.{name}.D\" before delete on \"{r_owner}.{target}\" begin select case when exists (select 1 from \"{full}\" c where {gone}) then O_RAISE(2292, '{owner}', '{name}', '', 0, 0) end; end"
                )
        if checks:
            body = ", ".join(checks)
            for event, code in (("insert", "I"), ("update", "U")):
                self.raw(
                    f'create trigger "{full}.{code}" after {event} on "{full}" begin select {body}; end'
                )

    def _register(self) -> None:
        def guarded(body: Callable[..., Any]) -> Callable[..., Any]:
            def call(*values: Any) -> Any:
                try:
                    return body(*values)
                except OraError as error:
                    self.error = error
                    raise

            return call

        for name, body in FUNCTIONS.items():
            self.db.create_function(name, -1, guarded(body))
        own: dict[str, Callable[..., Any]] = {
            "O_SYSDATE": lambda: stored(datetime.now().replace(microsecond=0)),
            "O_SYSTIMESTAMP": lambda: stored(datetime.now()),
            "O_USER": lambda: self.user,
            "O_UID": lambda: self.session_id,
            "O_RAISE": _raise,
            "O_NEXTVAL": self._nextval,
            "O_CURRVAL": self._current,
            "O_CALL": self._call,
            "SYS_CONTEXT": self._context,
            "SYS_EXTRACT_UTC": lambda v: v,
        }
        for name, body in own.items():
            self.db.create_function(name, -1, guarded(body))

    def _nextval(self, name: str) -> int:
        owner, _, bare = name.partition(".")
        self.catalog.run(
            "update lab_sequences set value = value + step where owner = ? and name = ?",
            owner,
            bare,
        )
        value = int(
            self.catalog.one(
                "select value from lab_sequences where owner = ? and name = ?", owner, bare
            )
        )
        self._currval[name] = value
        return value

    def _current(self, name: str) -> int:
        if name not in self._currval:
            raise OraError(8002, f"sequence {name}.CURRVAL is not yet defined in this session")
        return self._currval[name]

    def _call(self, routine: str, *values: Any) -> Any:
        return stored(call_function(self, routine, list(values)))

    def _context(self, space: str, name: str, *_: Any) -> Any:
        if str(space).upper() != "USERENV":
            return None
        known = {
            "SESSION_USER": self.user, "CURRENT_USER": self.effective,
            "CURRENT_SCHEMA": self.current_schema, "DB_NAME": self.database.service,
            "SERVICE_NAME": self.database.service, "CON_NAME": self.database.service,
            "INSTANCE_NAME": self.database.service, "SID": str(self.session_id),
            "SESSIONID": str(self.session_id), "HOST": "127.0.0.1", "IP_ADDRESS": "127.0.0.1",
            "MODULE": self.attributes.get("module"), "ACTION": self.attributes.get("action"),
            "CLIENT_IDENTIFIER": self.attributes.get("client_identifier"),
            "CLIENT_INFO": self.attributes.get("client_info"), "LANG": "US",
        }  # fmt: skip
        wanted = str(name).upper()
        if wanted not in known:
            raise OraError(2003, "invalid USERENV parameter")
        return known[wanted]

    @property
    def cancelled(self) -> bool:
        return self._cancelled

    def is_missing(self, name: str) -> bool:
        """A built-in that this database's older APEX does not have."""
        return name.upper() in self.database.missing

    def sleep(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        gate = threading.Event()
        while not self._cancelled and time.monotonic() < until:
            gate.wait(min(0.05, max(0.0, until - time.monotonic())))
        if self._cancelled:
            raise OraError(1013, "user requested cancel of current operation")


def _raise(code: int, owner: str, name: str, column: str, actual: int, limit: int) -> None:
    where = f'"{owner}"."{name}"."{column}"'
    raise OraError(code, {
        1400: f"cannot insert NULL into ({where})",
        12899: f"value too large for column {where} (actual: {actual}, maximum: {limit})",
        1438: "value larger than specified precision allowed for this column",
        1722: "invalid number",
        2290: f"check constraint ({owner}.{name}) violated",
        2291: f"integrity constraint ({owner}.{name}) violated - parent key not found",
        2292: f"integrity constraint ({owner}.{name}) violated - child record found",
    }[code])  # fmt: skip


def _new_row(tree: exp.Expr) -> exp.Expr:
    """A check condition over the new row of a trigger."""
    upper(tree)
    for found in list(tree.find_all(exp.Column)):
        if not found.table and found.name not in ("SYSDATE", "USER"):
            found.set("table", exp.to_identifier("new"))
    return tree
