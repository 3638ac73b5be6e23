"""Executing DDL: the dictionary and the engine's tables change together, and commit together."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from app.lab.backend import OraError, OraType
from app.lab.plsql.check import errors_in
from app.lab.sql.catalog import ColumnRow
from app.lab.sql.ddl import Constraint, Tokens, affinity, body, column, column_type, constraint

if TYPE_CHECKING:
    from app.lab.sql.engine import LabSession

SOURCES: Final = ("PACKAGE", "PROCEDURE", "FUNCTION", "TRIGGER", "TYPE")
_RESERVED: Final = frozenset(
    [
        "ALL",
        "ALTER",
        "AND",
        "ANY",
        "AS",
        "ASC",
        "BETWEEN",
        "BY",
        "CHECK",
        "COLUMN",
        "CREATE",
        "DATE",
        "DELETE",
        "DESC",
        "DROP",
        "EXISTS",
        "FROM",
        "GRANT",
        "GROUP",
        "IN",
        "INDEX",
        "INSERT",
        "INTO",
        "IS",
        "LIKE",
        "NOT",
        "NULL",
        "NUMBER",
        "OF",
        "ON",
        "OR",
        "ORDER",
        "SELECT",
        "SET",
        "TABLE",
        "THEN",
        "TO",
        "UNION",
        "UNIQUE",
        "UPDATE",
        "VALUES",
        "VIEW",
        "WHERE",
        "WITH",
    ]
)


class Ddl:
    """One DDL statement of one session. ``run`` says whether it compiled with errors."""

    def __init__(self, session: LabSession, sql: str) -> None:
        self.session, self.sql = session, sql
        self.catalog, self.owner = session.catalog, session.current_schema

    def run(self) -> bool:
        head = re.match(r"\s*(\w+)", self.sql)
        verb = head[1].upper() if head else ""
        actions: dict[str, Callable[[], bool | None]] = {
            "CREATE": self._create, "ALTER": self._alter, "DROP": self._drop,
            "COMMENT": self._comment, "GRANT": self._grant, "REVOKE": self._grant,
            "TRUNCATE": self._truncate, "RENAME": self._rename,
        }  # fmt: skip
        if verb not in actions:
            raise OraError(900, "invalid SQL statement")
        return bool(actions[verb]())

    def _tokens(self) -> Tokens:
        return Tokens(self.sql)

    def _may(self, privilege: str, owner: str) -> None:
        anywhere = privilege.replace("CREATE ", "CREATE ANY ").replace("ALTER ", "ALTER ANY ")
        wanted = {anywhere} if owner != self.session.user else {privilege, anywhere}
        if not wanted & self.session.privileges and not (
            owner == self.session.user and privilege.startswith(("ALTER", "DROP"))
        ):
            raise OraError(1031, "insufficient privileges")

    def _end(self, t: Tokens) -> None:
        if not t.done:
            raise t.error(922, "missing or invalid option")

    # -- CREATE ----------------------------------------------------------------------------

    def _create(self) -> bool | None:
        source = re.match(
            r"\s*create\s+(or\s+replace\s+)?(?:(?:non)?editionable\s+)?"
            r"(package|procedure|function|trigger|type)(\s+body)?\s+",
            self.sql,
            re.I,
        )
        if source:
            kind = source[2].upper() + (" BODY" if source[3] else "")
            return self._source(kind, bool(source[1]), source.end())
        t = self._tokens()
        t.expect("CREATE")
        replaced = t.accept("OR", "REPLACE")
        t.accept("FORCE")
        if t.accept("GLOBAL", "TEMPORARY", "TABLE"):
            raise t.unknown("temporary tables")
        if t.accept("TABLE"):
            self._table(t)
            return None
        if t.peek() in ("INDEX", "UNIQUE"):
            self._index(t)
            return None
        if t.accept("VIEW"):
            self._view(t, replaced)
            return None
        if t.accept("SEQUENCE"):
            self._sequence(t)
            return None
        if t.accept("SYNONYM"):
            owner, name = t.qualified(self.owner)
            t.expect("FOR")
            target = t.qualified(owner)
            self._new_name(owner, name)
            self.catalog.run(
                "insert or replace into lab_synonyms values (?, ?, ?, ?)", owner, name, *target
            )
            self.catalog.put_object(owner, name, "SYNONYM", self.session.now())
            return None
        raise t.unknown("CREATE " + t.peek())

    def _new_name(self, owner: str, name: str) -> None:
        if name in _RESERVED:
            raise OraError(903, "invalid table name")
        if self.catalog.object_type(
            owner,
            name,
            ("TABLE", "VIEW", "SEQUENCE", "SYNONYM", "PACKAGE", "PROCEDURE", "FUNCTION", "TYPE"),
        ):
            raise OraError(955, "name is already used by an existing object")

    def _table(self, t: Tokens) -> None:
        owner, name = t.qualified(self.owner)
        self._may("CREATE TABLE", owner)
        self._new_name(owner, name)
        if t.accept("AS"):
            self._as_select(owner, name, t.rest())
            return
        t.expect("(")
        columns, constraints = body(t, owner)
        t.expect(")")
        while not t.done:  # storage clauses change nothing here
            if (
                t.peek()
                not in (
                    "TABLESPACE",
                    "PCTFREE",
                    "LOGGING",
                    "NOLOGGING",
                    "SEGMENT",
                    "CREATION",
                    "IMMEDIATE",
                    "DEFERRED",
                    "COMPRESS",
                    "NOCOMPRESS",
                )
                and not t.peek().isidentifier()
                and not t.peek().isdigit()
            ):
                raise t.error()
            t.take()
        self._make_table(owner, name, columns, constraints)

    def _make_table(
        self, owner: str, name: str, columns: list[ColumnRow], constraints: list[Constraint]
    ) -> None:
        seen: set[str] = set()
        for one in columns:
            if one.name in seen:
                raise OraError(957, "duplicate column name")
            seen.add(one.name)
        listed = ", ".join(f'"{c.name}" {affinity(c)}' for c in columns)
        self.session.raw(f'create table "{owner}.{name}" ({listed})')
        self.catalog.put_object(owner, name, "TABLE", self.session.now())
        for one in columns:
            self.catalog.put_column(owner, name, one)
        for made in constraints:
            self._add_constraint(owner, name, made)
        self.session.protect(owner, name)

    def _as_select(self, owner: str, name: str, query: str) -> None:
        outcome = self.session.query(query, {})
        rows = list(outcome.rows)
        columns = [
            ColumnRow(
                c.name, _type_name(c.type.ora), c.type.ora, c.type.size, None, None, "", True, None
            )
            for c in outcome.columns
        ]
        self._make_table(owner, name, columns, [])
        self.session.bulk(owner, name, [c.name for c in columns], rows)

    def _index(self, t: Tokens) -> None:
        unique = t.accept("UNIQUE")
        t.expect("INDEX")
        owner, name = t.qualified(self.owner)
        t.expect("ON")
        t_owner, table = t.qualified(self.owner)
        if not self.catalog.object_type(t_owner, table, ("TABLE",)):
            raise OraError(942, "table or view does not exist")
        if self.catalog.one("select 1 from lab_indexes where owner = ? and name = ?", owner, name):
            raise OraError(955, "name is already used by an existing object")
        t.expect("(")
        known = {c.name for c in self.catalog.columns(t_owner, table)}
        columns: list[str] = []
        while True:
            text = t.balanced(("ASC", "DESC"))
            t.accept("ASC")
            t.accept("DESC")
            column_name = text.strip('"') if text.startswith('"') else text.upper()
            if re.fullmatch(r"[\w$#]+", column_name) and column_name not in known:
                raise OraError(904, f'"{column_name}": invalid identifier')
            columns.append(column_name)
            if not t.accept(","):
                break
        t.expect(")")
        listed = ",".join(columns)
        if self.catalog.one(
            "select 1 from lab_indexes where owner = ? and tab = ? and columns = ?",
            t_owner,
            table,
            listed,
        ):
            raise OraError(1408, "such column list already indexed")
        self._put_index(owner, name, t_owner, table, unique, columns)

    def _put_index(
        self, owner: str, name: str, t_owner: str, table: str, unique: bool, columns: list[str]
    ) -> None:
        if all(re.fullmatch(r"[\w$#]+", c) for c in columns):
            kind = "unique index" if unique else "index"
            listed = ", ".join(f'"{c}"' for c in columns)
            self.session.raw(f'create {kind} "{owner}.{name}" on "{t_owner}.{table}" ({listed})')
        elif unique:
            raise OraError(
                3001, "unimplemented feature: unique function-based index (lab, not Oracle)"
            )
        self.catalog.run(
            "insert into lab_indexes values (?, ?, ?, ?, ?)",
            owner, name, table, "UNIQUE" if unique else "NONUNIQUE", ",".join(columns),
        )  # fmt: skip
        self.catalog.put_object(owner, name, "INDEX", self.session.now())

    def _view(self, t: Tokens, replaced: bool) -> None:
        owner, name = t.qualified(self.owner)
        self._may("CREATE VIEW", owner)
        if self.catalog.object_type(owner, name, ("VIEW",)):
            if not replaced:
                raise OraError(955, "name is already used by an existing object")
        else:
            self._new_name(owner, name)
        names = t.names() if t.peek() == "(" else None
        t.expect("AS")
        query = t.rest()
        columns = self.session.describe(query, owner)
        if names is not None and len(names) != len(columns):
            raise OraError(1730, "invalid number of column names specified")
        self.catalog.put_object(owner, name, "VIEW", self.session.now(), source=query)
        self.catalog.run("delete from lab_columns where owner = ? and tab = ?", owner, name)
        for at, c in enumerate(columns):
            size = c.type.size
            self.catalog.put_column(
                owner,
                name,
                ColumnRow(
                    names[at] if names else c.name,
                    _type_name(c.type.ora),
                    c.type.ora,
                    size,
                    None,
                    None,
                    "",
                    True,
                    None,
                ),
            )

    def _sequence(self, t: Tokens) -> None:
        owner, name = t.qualified(self.owner)
        self._may("CREATE SEQUENCE", owner)
        self._new_name(owner, name)
        start, step = 1, 1
        while not t.done:
            if t.accept("START", "WITH"):
                start = int(t.take())
            elif t.accept("INCREMENT", "BY"):
                step = int(t.take())
            elif t.peek() in (
                "NOCACHE",
                "NOCYCLE",
                "CYCLE",
                "ORDER",
                "NOORDER",
                "NOMAXVALUE",
                "NOMINVALUE",
            ):
                t.take()
            elif t.peek() in ("CACHE", "MAXVALUE", "MINVALUE"):
                t.take()
                t.take()
            else:
                raise t.error(933, "SQL command not properly ended")
        self.catalog.run(
            "insert into lab_sequences values (?, ?, ?, ?, ?)",
            owner,
            name,
            step,
            start - step,
            start,
        )
        self.catalog.put_object(owner, name, "SEQUENCE", self.session.now())

    # -- stored source ---------------------------------------------------------------------

    def _source(self, kind: str, replaced: bool, at: int) -> bool:
        found = re.match(r'(?:"?([\w$#]+)"?\s*\.\s*)?"?([\w$#]+)"?', self.sql[at:])
        if found is None:
            raise OraError(4050, "invalid or missing procedure, function, or package name")
        owner, name = (found[1] or self.owner).upper(), found[2].upper()
        self._may(
            "CREATE TRIGGER"
            if kind == "TRIGGER"
            else "CREATE TYPE"
            if kind.startswith("TYPE")
            else "CREATE PROCEDURE",
            owner,
        )
        if not self.catalog.object_type(owner, name, (kind,)):
            if kind in ("PACKAGE", "PROCEDURE", "FUNCTION", "TYPE"):
                self._new_name(owner, name)
        elif not replaced:
            raise OraError(955, "name is already used by an existing object")
        source = self.sql[self.sql.upper().index(kind.split()[0], 0) :].rstrip()
        self.catalog.put_object(owner, name, kind, self.session.now(), source=source)
        self.session.forget_code(owner)
        return self.compile(owner, name, kind)

    def compile(self, owner: str, name: str, kind: str) -> bool:
        """Check one stored source; True when it has errors. Status and USER_ERRORS follow."""
        source = self.catalog.one(
            "select source from lab_objects where owner = ? and name = ? and type = ?",
            owner,
            name,
            kind,
        )
        found = errors_in(source or "", self.session, owner)
        self.catalog.run(
            "delete from lab_errors where owner = ? and name = ? and type = ?", owner, name, kind
        )
        for line, position, text in found:
            self.catalog.run(
                "insert into lab_errors values (?, ?, ?, ?, ?, ?)",
                owner,
                name,
                kind,
                line,
                position,
                text,
            )
        self.catalog.run(
            "update lab_objects set status = ? where owner = ? and name = ? and type = ?",
            "INVALID" if found else "VALID", owner, name, kind,
        )  # fmt: skip
        return bool(found)

    # -- ALTER -----------------------------------------------------------------------------

    def _alter(self) -> bool | None:
        t = self._tokens()
        t.expect("ALTER")
        if t.accept("TABLE"):
            self._alter_table(t)
            return None
        if t.accept("SESSION"):
            return None
        kind = t.take()
        if kind in SOURCES or kind in ("VIEW", "PACKAGE"):
            owner, name = t.qualified(self.owner)
            t.expect("COMPILE")
            body_only = t.accept("BODY")
            kinds = [kind + " BODY"] if body_only else [kind, kind + " BODY"]
            known = [k for k in kinds if self.catalog.object_type(owner, name, (k,))]
            if not known:
                raise OraError(4043, f"object {name} does not exist")
            return any([self.compile(owner, name, k) for k in known])
        if kind == "SEQUENCE":
            owner, name = t.qualified(self.owner)
            t.expect("INCREMENT", "BY")
            self.catalog.run(
                "update lab_sequences set step = ? where owner = ? and name = ?",
                int(t.take()),
                owner,
                name,
            )
            return None
        if kind == "INDEX":
            t.qualified(self.owner)
            t.expect("REBUILD")
            return None
        if kind == "USER":
            owner = t.name()
            if owner != self.session.user:
                raise OraError(1031, "insufficient privileges")
            raise t.unknown("ALTER USER")
        raise t.unknown("ALTER " + kind)

    def _alter_table(self, t: Tokens) -> None:
        owner, name = t.qualified(self.owner)
        if not self.catalog.object_type(owner, name, ("TABLE",)):
            raise OraError(942, "table or view does not exist")
        if owner != self.session.user and "ALTER ANY TABLE" not in self.session.privileges:
            raise OraError(
                1031 if self.session.sees(owner, name) else 942,
                "insufficient privileges"
                if self.session.sees(owner, name)
                else "table or view does not exist",
            )
        self.session.unprotect(owner, name)
        if t.accept("ADD"):
            self._add(t, owner, name)
        elif t.accept("MODIFY"):
            self._modify(t, owner, name)
        elif t.accept("RENAME", "COLUMN"):
            old = t.name()
            t.expect("TO")
            self._rename_column(owner, name, old, t.name())
        elif t.accept("RENAME", "TO"):
            self._rename_table(owner, name, t.name())
            return
        elif t.accept("DROP"):
            self._drop_part(t, owner, name)
        elif t.peek() in ("ENABLE", "DISABLE"):
            status = "ENABLED" if t.take() == "ENABLE" else "DISABLED"
            t.expect("CONSTRAINT")
            self.catalog.run(
                "update lab_constraints set status = ? where owner = ? and name = ?",
                status,
                owner,
                t.name(),
            )
        else:
            raise t.unknown("ALTER TABLE " + t.peek())
        self._end(t)
        self.catalog.touch(owner, name, self.session.now())
        self.session.protect(owner, name)
        self.session.forget_code(owner)
        self._invalidate(owner, name)

    def _invalidate(self, owner: str, table: str) -> None:
        """Code that names the table is checked again, as Oracle does at its next use."""
        for name, kind, source in self.catalog.rows(
            "select name, type, source from lab_objects where owner = ? and source != ''"
            " and type not in ('VIEW')", owner,
        ):  # fmt: skip
            if re.search(rf"\b{re.escape(table)}\b", source, re.I):
                self.compile(owner, name, kind)

    def _add(self, t: Tokens, owner: str, name: str) -> None:
        wrapped = t.accept("(")
        columns, constraints = body(t, owner)
        if wrapped:
            t.expect(")")
        known = {c.name for c in self.catalog.columns(owner, name)}
        for one in columns:
            if one.name in known:
                raise OraError(1430, "column being added already exists in table")
            filled = self.session.raw(f'select exists (select 1 from "{owner}.{name}")').fetchone()[
                0
            ]
            if not one.nullable and one.default is None and filled:
                raise OraError(1758, "table must be empty to add mandatory (NOT NULL) column")
            self.session.raw(
                f'alter table "{owner}.{name}" add column "{one.name}" {affinity(one)}'
            )
            self.catalog.put_column(owner, name, one)
            known.add(one.name)
            if one.default is not None:
                value = self.session.evaluate(one.default)
                self.session.raw(f'update "{owner}.{name}" set "{one.name}" = ?', (value,))
        for made in constraints:
            self._add_constraint(owner, name, made)

    def _modify(self, t: Tokens, owner: str, name: str) -> None:
        wrapped = t.accept("(")
        while True:
            new, inline = column(t, owner, typed=False)
            old = next((c for c in self.catalog.columns(owner, name) if c.name == new.name), None)
            if old is None:
                raise OraError(904, f'"{new.name}": invalid identifier')
            self._modify_one(owner, name, old, new, inline)
            if not (wrapped and t.accept(",")):
                break
        if wrapped:
            t.expect(")")

    def _modify_one(
        self, owner: str, name: str, old: ColumnRow, new: ColumnRow, inline: list[Constraint]
    ) -> None:
        made = old
        table = f'"{owner}.{name}"'
        if new.type:
            filled = self.session.raw(
                f'select 1 from {table} where "{old.name}" is not null limit 1'
            ).fetchone()
            if new.ora is not old.ora and filled:
                raise OraError(1439, "column to be modified must be empty to change datatype")
            if new.ora in (OraType.VARCHAR, OraType.CHAR) and new.size < old.size:
                longest = (
                    self.session.raw(f'select max(length("{old.name}")) from {table}').fetchone()[0]
                    or 0
                )
                if longest > new.size:
                    raise OraError(
                        1441, "cannot decrease column length because some value is too big"
                    )
            if (
                new.ora is OraType.NUMBER
                and filled
                and new.precision
                and (
                    old.precision is None
                    or old.precision - (old.scale or 0) > new.precision - (new.scale or 0)
                )
            ):
                raise OraError(
                    1440, "column to be modified must be empty to decrease precision or scale"
                )
            made = replace(
                made,
                type=new.type,
                ora=new.ora,
                size=new.size,
                precision=new.precision,
                scale=new.scale,
                char_used=new.char_used,
            )
        if new.default is not None:
            made = replace(made, default=None if new.default.upper() == "NULL" else new.default)
        for one in inline:
            if one.kind in "N0":
                if one.kind == "N":
                    if not old.nullable:
                        raise OraError(
                            1442, "column to be modified to NOT NULL is already NOT NULL"
                        )
                    empty = self.session.raw(
                        f'select 1 from {table} where "{old.name}" is null limit 1'
                    ).fetchone()
                    if empty:
                        raise OraError(2296, f"cannot enable ({owner}.) - null values found")
                elif old.nullable:
                    raise OraError(1451, "column to be modified to NULL cannot be modified to NULL")
                made = replace(made, nullable=one.kind == "0")
            else:
                self._add_constraint(owner, name, one)
        self.catalog.put_column(owner, name, made)

    def _rename_column(self, owner: str, name: str, old: str, new: str) -> None:
        known = {c.name for c in self.catalog.columns(owner, name)}
        if old not in known:
            raise OraError(904, f'"{old}": invalid identifier')
        if new in known:
            raise OraError(957, "duplicate column name")
        self.session.raw(f'alter table "{owner}.{name}" rename column "{old}" to "{new}"')
        self.catalog.run(
            "update lab_columns set name = ? where owner = ? and tab = ? and name = ?",
            new,
            owner,
            name,
            old,
        )
        self.catalog.run(
            "update lab_comments set col = ? where owner = ? and tab = ? and col = ?",
            new,
            owner,
            name,
            old,
        )
        for table in ("lab_constraints", "lab_indexes"):
            for key, columns in self.catalog.rows(
                f"select name, columns from {table} where owner = ? and tab = ?", owner, name
            ):
                listed = ",".join(new if c == old else c for c in columns.split(","))
                self.catalog.run(
                    f"update {table} set columns = ? where owner = ? and name = ?",
                    listed,
                    owner,
                    key,
                )

    def _rename_table(self, owner: str, old: str, new: str) -> None:
        self._new_name(owner, new)
        self.session.raw(f'alter table "{owner}.{old}" rename to "{owner}.{new}"')
        for table in ("lab_columns", "lab_constraints", "lab_indexes", "lab_comments"):
            self.catalog.run(
                f"update {table} set tab = ? where owner = ? and tab = ?", new, owner, old
            )
        self.catalog.run(
            "update lab_objects set name = ? where owner = ? and name = ? and type = 'TABLE'",
            new,
            owner,
            old,
        )
        self.catalog.run(
            "update lab_grants set object = ? where owner = ? and object = ?", new, owner, old
        )
        self.session.protect(owner, new)

    def _drop_part(self, t: Tokens, owner: str, name: str) -> None:
        if t.accept("CONSTRAINT"):
            which = t.name()
            if not self.catalog.one(
                "select 1 from lab_constraints where owner = ? and name = ?", owner, which
            ):
                raise OraError(2443, "Cannot drop constraint  - nonexistent constraint")
            self._drop_constraint(owner, which)
            return
        names = [t.name()] if t.accept("COLUMN") else t.names()
        for one in names:
            if one not in {c.name for c in self.catalog.columns(owner, name)}:
                raise OraError(904, f'"{one}": invalid identifier')
            for index, columns in self.catalog.rows(
                "select name, columns from lab_indexes where owner = ? and tab = ?", owner, name
            ):
                if one in columns.split(","):
                    self.session.raw(f'drop index if exists "{owner}.{index}"')
                    self.catalog.run(
                        "delete from lab_indexes where owner = ? and name = ?", owner, index
                    )
            self.session.raw(f'alter table "{owner}.{name}" drop column "{one}"')
            self.catalog.run(
                "delete from lab_columns where owner = ? and tab = ? and name = ?", owner, name, one
            )

    def _drop_constraint(self, owner: str, which: str) -> None:
        self.session.raw(f'drop index if exists "{owner}.{which}"')
        for table in ("lab_constraints", "lab_indexes"):
            self.catalog.run(f"delete from {table} where owner = ? and name = ?", owner, which)
        self.catalog.run(
            "delete from lab_objects where owner = ? and name = ? and type = 'INDEX'", owner, which
        )

    # -- constraints -----------------------------------------------------------------------

    def _add_constraint(self, owner: str, table: str, made: Constraint) -> None:
        known = {c.name for c in self.catalog.columns(owner, table)}
        for one in made.columns:
            if one not in known:
                raise OraError(904, f'"{one}": invalid identifier')
        if made.kind in "N0":
            return  # kept with the column
        name = made.name or f"SYS_C{self.session.next_number():06d}"
        if self.catalog.one(
            "select 1 from lab_constraints where owner = ? and name = ?", owner, name
        ):
            raise OraError(2264, "name already used by an existing constraint")
        r_owner = r_name = None
        if made.kind in "PU":
            if made.kind == "P" and self.catalog.one(
                "select 1 from lab_constraints where owner = ? and tab = ? and type = 'P'",
                owner,
                table,
            ):
                raise OraError(2260, "table can have only one primary key")
            self._put_index(owner, name, owner, table, True, made.columns)
        if made.kind == "P":
            for kept in self.catalog.columns(owner, table):
                if kept.name in made.columns:
                    self.catalog.put_column(owner, table, replace(kept, nullable=False))
        if made.kind == "R":
            assert made.target is not None
            r_owner = made.target[0]
            wanted = "P" if not made.target_columns else "PU"
            keys = self.catalog.rows(
                "select name, type, columns from lab_constraints where owner = ? and tab = ? and type in ('P', 'U')",
                *made.target,
            )
            if not self.catalog.object_type(*made.target, ("TABLE",)):
                raise OraError(942, "table or view does not exist")
            r_name = next(
                (
                    n
                    for n, k, c in keys
                    if k in wanted
                    and (not made.target_columns or c == ",".join(made.target_columns))
                ),
                None,
            )
            if r_name is None:
                raise OraError(2270, "no matching unique or primary key for this column-list")
        self.catalog.run(
            "insert into lab_constraints values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            owner, name, made.kind, table, ",".join(made.columns), made.condition, r_owner, r_name,
            made.status, made.delete_rule, int(not made.name),
        )  # fmt: skip

    # -- the rest --------------------------------------------------------------------------

    def _drop(self) -> None:
        t = self._tokens()
        t.expect("DROP")
        kind = t.take()
        if kind in ("PACKAGE", "TYPE") and t.accept("BODY"):
            kind += " BODY"
        owner, name = t.qualified(self.owner)
        if not self.catalog.object_type(owner, name, (kind,)) or owner != self.session.user:
            code = {"TABLE": 942, "VIEW": 942, "SEQUENCE": 2289, "INDEX": 1418}.get(kind, 4043)
            text = {
                942: "table or view does not exist",
                2289: "sequence does not exist",
                1418: "specified index does not exist",
            }.get(code, f"object {name} does not exist")
            raise OraError(code, text)
        if kind == "TABLE":
            self.session.unprotect(owner, name)
            self.session.raw(f'drop table "{owner}.{name}"')
            for table in ("lab_columns", "lab_constraints", "lab_indexes", "lab_comments"):
                self.catalog.run(f"delete from {table} where owner = ? and tab = ?", owner, name)
        elif kind == "INDEX":
            self.session.raw(f'drop index if exists "{owner}.{name}"')
            self.catalog.run("delete from lab_indexes where owner = ? and name = ?", owner, name)
        elif kind == "SEQUENCE":
            self.catalog.run("delete from lab_sequences where owner = ? and name = ?", owner, name)
        elif kind == "SYNONYM":
            self.catalog.run("delete from lab_synonyms where owner = ? and name = ?", owner, name)
        like = f"{kind}%" if kind in ("PACKAGE", "TYPE") else kind
        self.catalog.run(
            "delete from lab_objects where owner = ? and name = ? and type like ?",
            owner,
            name,
            like,
        )
        self.catalog.run("delete from lab_grants where owner = ? and object = ?", owner, name)
        self.session.forget_code(owner)
        self._invalidate(owner, name)

    def _truncate(self) -> None:
        t = self._tokens()
        t.expect("TRUNCATE", "TABLE")
        owner, name = t.qualified(self.owner)
        if not self.catalog.object_type(owner, name, ("TABLE",)) or owner != self.session.user:
            raise OraError(942, "table or view does not exist")
        self.session.raw(f'delete from "{owner}.{name}"')

    def _rename(self) -> None:
        t = self._tokens()
        t.expect("RENAME")
        old = t.name()
        t.expect("TO")
        if not self.catalog.object_type(self.owner, old, ("TABLE",)):
            raise OraError(4043, f"object {old} does not exist")
        self.session.unprotect(self.owner, old)
        self._rename_table(self.owner, old, t.name())

    def _comment(self) -> None:
        t = self._tokens()
        t.expect("COMMENT", "ON")
        kind = t.take()
        names = [t.name()]
        while t.accept("."):
            names.append(t.name())
        t.expect("IS")
        text = t.take()
        col = names.pop() if kind == "COLUMN" else ""
        owner, table = (names[0], names[1]) if len(names) > 1 else (self.owner, names[0])
        if not self.catalog.object_type(owner, table, ("TABLE", "VIEW")):
            raise OraError(942, "table or view does not exist")
        if col and col not in {c.name for c in self.catalog.columns(owner, table)}:
            raise OraError(904, f'"{col}": invalid identifier')
        self.catalog.run(
            "insert or replace into lab_comments values (?, ?, ?, ?)",
            owner,
            table,
            col,
            text[1:-1].replace("''", "'"),
        )
        self._end(t)

    def _grant(self) -> None:
        t = self._tokens()
        granting = t.take() == "GRANT"
        privileges = [t.take()]
        while not t.accept("ON"):
            if t.done:
                raise OraError(
                    1031, "insufficient privileges"
                )  # system privileges: not by these users
            word = t.take()
            if word == ",":
                privileges.append(t.take())
            elif word != "PRIVILEGES":
                privileges[-1] += f" {word}"
        owner, name = t.qualified(self.owner)
        t.expect("TO" if granting else "FROM")
        kind = self.catalog.object_type(owner, name)
        if kind is None or (owner != self.session.user and not self.session.sees(owner, name)):
            raise OraError(942, "table or view does not exist")
        if owner != self.session.user:
            raise OraError(1031, "insufficient privileges")
        expanded = (
            ["SELECT", "INSERT", "UPDATE", "DELETE", "ALTER", "INDEX", "REFERENCES"]
            if "ALL" in privileges
            else privileges
        )
        while True:
            grantee = t.name()
            if grantee != "PUBLIC" and not self.catalog.one(
                "select 1 from lab_users where name = ?", grantee
            ):
                raise OraError(1917, f"user or role '{grantee}' does not exist")
            for privilege in expanded:
                if granting:
                    self.catalog.run(
                        "insert or ignore into lab_grants values (?, ?, ?, ?)",
                        owner,
                        name,
                        grantee,
                        privilege,
                    )
                else:
                    self.catalog.run(
                        "delete from lab_grants where owner = ? and object = ? and grantee = ? and privilege = ?",
                        owner,
                        name,
                        grantee,
                        privilege,
                    )
            if not t.accept(","):
                break
        t.accept("WITH", "GRANT", "OPTION")
        self._end(t)


def _type_name(ora: OraType) -> str:
    return {OraType.VARCHAR: "VARCHAR2", OraType.TIMESTAMP: "TIMESTAMP(6)"}.get(ora, ora.name)


__all__ = ["Ddl", "column_type", "constraint"]
