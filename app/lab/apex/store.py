"""The rows behind the lab's APEX: workspaces, applications, files and components.

They are private tables of the database, written through the connection of the session that asked,
so they obey its transaction. A component is one row: the procedure that made it and its arguments
as source texts, with ids made absolute. The order of components within a file means something
(columns belong to the region before them) and is kept.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Protocol

from app.lab.apex.reader import Argument, Statement
from app.lab.apex.releases import USUAL, Release, of
from app.lab.backend import OraError

BEGIN: Final = "begin"
END: Final = "end"
CUT: Final = "/"
"""Texts of the rows between two blocks of a file: component_begin, component_end, and the cut."""

_SCHEMA: Final = (
    "create table if not exists lab_apex_instance (version text not null)",
    "create table if not exists lab_apex_workspaces (id integer primary key, name text unique)",
    "create table if not exists lab_apex_workspace_schemas"
    " (workspace integer not null, schema text not null, primary key (workspace, schema))",
    "create table if not exists lab_apex_applications (id integer primary key,"
    " workspace integer not null, owner text not null, name text not null, alias text,"
    " version text, id_offset integer not null, updated_by text, updated_on text)",
    "create table if not exists lab_apex_files (application integer not null, path text not null,"
    " rank integer not null, sort text not null, manifest text not null, page integer,"
    " updated_by text, updated_on text, primary key (application, path))",
    "create table if not exists lab_apex_components (seq integer primary key autoincrement,"
    " application integer not null, path text not null, procedure text not null,"
    " identity text unique, arguments text not null)",
    "create index if not exists lab_apex_components_file"
    " on lab_apex_components (application, path, seq)",
    "create table if not exists lab_apex_shared (workspace integer not null,"
    " procedure text not null, static_id text not null, arguments text not null,"
    " primary key (workspace, procedure, static_id))",
    "create table if not exists lab_apex_sessions (id integer primary key autoincrement,"
    " workspace integer not null, application integer not null, user_name text not null,"
    " created text not null)",
)


class Connection(Protocol):
    """What the store needs of a session's connection to the embedded engine."""

    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> Any: ...


@dataclass(frozen=True)
class Application:
    id: int
    workspace: int
    owner: str
    name: str
    alias: str
    version: str
    id_offset: int
    updated_by: str
    updated_on: datetime


@dataclass(frozen=True)
class File:
    """One file of the split export, without its text. ``path`` has no ``.sql``."""

    application: int
    path: str
    rank: int
    sort: str
    manifest: str
    page: int | None
    updated_by: str
    updated_on: datetime


@dataclass(frozen=True)
class Component:
    """One stored call. ``procedure`` is qualified; any other statement has ``procedure`` ``""`` and
    its text as the only, nameless argument: an assignment, ``null``, a nested block, and where a
    file has several blocks what stands between them."""

    path: str
    procedure: str
    arguments: tuple[Argument, ...]

    def statement(self) -> Statement:
        return Statement(self.procedure, self.arguments, 1, 1)


class Store:
    """Reading and writing through one connection."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def create(self, release: Release = USUAL) -> None:
        for statement in _SCHEMA:
            self._db.execute(statement)
        self._db.execute("insert into lab_apex_instance values (?)", (release.version,))

    @property
    def release(self) -> Release:
        """The instance's release; a world that an older lab made does not say it."""
        told = self._rows("select 1 from sqlite_master where name = 'lab_apex_instance'")
        rows = self._rows("select version from lab_apex_instance") if told else []
        return of(rows[0][0]) if rows else USUAL

    def _rows(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = self._db.execute(sql, parameters).fetchall()
        return [tuple(row) for row in rows]

    # workspaces -----------------------------------------------------------------------------

    def add_workspace(self, number: int, name: str, schemas: Iterable[str]) -> None:
        self._db.execute("insert into lab_apex_workspaces values (?, ?)", (number, name.upper()))
        for schema in schemas:
            self._db.execute(
                "insert into lab_apex_workspace_schemas values (?, ?)", (number, schema.upper())
            )

    def workspaces(self, schema: str | None = None) -> list[tuple[int, str]]:
        """Number and name of all workspaces, or of those that ``schema`` is mapped to."""
        rows = self._rows("select id, name from lab_apex_workspaces order by name")
        return [(n, name) for n, name in rows if schema is None or schema in self.schemas(n)]

    def workspace_id(self, name: str) -> int | None:
        rows = self._rows("select id from lab_apex_workspaces where name = ?", name.upper())
        return rows[0][0] if rows else None

    def workspace_name(self, number: int) -> str | None:
        rows = self._rows("select name from lab_apex_workspaces where id = ?", number)
        return rows[0][0] if rows else None

    def schemas(self, workspace: int) -> list[str]:
        sql = "select schema from lab_apex_workspace_schemas where workspace = ? order by schema"
        return [row[0] for row in self._rows(sql, workspace)]

    def shared(
        self, workspace: int, procedure: str, static_id: str, arguments: Sequence[Argument]
    ) -> tuple[Argument, ...]:
        """A component of the workspace: as it is there under this static id, else as it came."""
        rows = self._rows(
            "select arguments from lab_apex_shared"
            " where workspace = ? and procedure = ? and static_id = ?",
            workspace, procedure, static_id,
        )  # fmt: skip
        if rows:
            return _arguments(rows[0][0])
        self._db.execute(
            "insert into lab_apex_shared values (?, ?, ?, ?)",
            (workspace, procedure, static_id, json.dumps(arguments, ensure_ascii=False)),
        )
        return tuple(arguments)

    # users' sessions ------------------------------------------------------------------------

    def add_session(self, app: Application, user: str, on: datetime) -> None:
        self._db.execute(
            "insert into lab_apex_sessions (workspace, application, user_name, created)"
            " values (?, ?, ?, ?)",
            (app.workspace, app.id, user, on.isoformat(" ")),
        )

    def sessions(self, workspace: int) -> list[tuple[int, str, datetime]]:
        """Number, user and start of the sessions that are in an application of the workspace."""
        rows = self._rows(
            "select id, user_name, created from lab_apex_sessions where workspace = ? order by id",
            workspace,
        )
        return [(number, user, datetime.fromisoformat(on)) for number, user, on in rows]

    def end_sessions(self, application: int) -> None:
        self._db.execute("delete from lab_apex_sessions where application = ?", (application,))

    # applications ---------------------------------------------------------------------------

    def applications(self, workspaces: Iterable[int]) -> list[Application]:
        wanted = set(workspaces)
        rows = self._rows("select * from lab_apex_applications order by id")
        return [_application(row) for row in rows if row[1] in wanted]

    def application(self, number: int) -> Application | None:
        rows = self._rows("select * from lab_apex_applications where id = ?", number)
        return _application(rows[0]) if rows else None

    def save_application(self, app: Application) -> None:
        self._db.execute(
            "insert or replace into lab_apex_applications values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (app.id, app.workspace, app.owner, app.name, app.alias, app.version, app.id_offset,
             app.updated_by, app.updated_on.isoformat(" ")),
        )  # fmt: skip

    def remove_application(self, number: int) -> None:
        for table in ("lab_apex_components", "lab_apex_files"):
            self._db.execute(f"delete from {table} where application = ?", (number,))
        self._db.execute("delete from lab_apex_applications where id = ?", (number,))

    def set_version(self, number: int, version: str, by: str, on: datetime) -> None:
        """The application's version, as ``create_flow`` will carry it from now on."""
        app = self.application(number)
        if app is None:
            raise LookupError(number)
        self.save_application(replace(app, version=version, updated_by=by, updated_on=on))
        path = "application/create_application"
        quoted = "'" + version.replace("'", "''") + "'"
        for seq, procedure, text in self._rows(
            "select seq, procedure, arguments from lab_apex_components"
            " where application = ? and path = ?", number, path,
        ):  # fmt: skip
            if procedure.endswith(".create_flow"):
                arguments = _with_version(_arguments(text), quoted)
                self._db.execute(
                    "update lab_apex_components set arguments = ? where seq = ?",
                    (json.dumps(arguments), seq),
                )

    def change(
        self,
        number: int,
        procedure: str,
        named: tuple[str, str] | None,
        told: tuple[str, str],
        *,
        add: bool = False,
    ) -> int:
        """Give one argument (name, source) to the components that ``procedure`` made, or to those
        of them with an argument of that text; how many there were. An argument that a component
        does not have is added only where it is asked for by name, or with ``add``."""
        rows = self._rows(
            "select seq, procedure, arguments from lab_apex_components where application = ?",
            number,
        )
        found = 0
        for seq, made_by, text in rows:
            arguments = _arguments(text)
            statement = Statement(made_by, arguments, 1, 1)
            if not made_by.endswith(f".{procedure}"):
                continue
            if named is not None and statement.text(named[0]) != named[1]:
                continue
            if all(a.name != told[0] for a in arguments):
                if named is None and not add:
                    continue
                arguments = (*arguments, Argument(told[0], "=>", told[1]))
            found += 1
            changed = [a._replace(source=told[1]) if a.name == told[0] else a for a in arguments]
            self._db.execute(
                "update lab_apex_components set arguments = ? where seq = ?",
                (json.dumps(changed), seq),
            )
        return found

    # files and components -------------------------------------------------------------------

    def files(self, application: int) -> list[File]:
        """All files in the order of ``install.sql``."""
        sql = "select * from lab_apex_files where application = ? order by rank, sort, rowid"
        return [_file(row) for row in self._rows(sql, application)]

    def file(self, application: int, path: str) -> File | None:
        sql = "select * from lab_apex_files where application = ? and path = ?"
        rows = self._rows(sql, application, path)
        return _file(rows[0]) if rows else None

    def save_file(self, file: File) -> None:
        self._db.execute(
            "insert into lab_apex_files values (?, ?, ?, ?, ?, ?, ?, ?)"
            " on conflict (application, path) do update set manifest = excluded.manifest,"
            " updated_by = excluded.updated_by, updated_on = excluded.updated_on",
            (file.application, file.path, file.rank, file.sort, file.manifest, file.page,
             file.updated_by, file.updated_on.isoformat(" ")),
        )  # fmt: skip

    def stamp(self, application: int, path: str, by: str, on: datetime) -> None:
        """Who saved a file last, and when."""
        self._db.execute(
            "update lab_apex_files set updated_by = ?, updated_on = ?"
            " where application = ? and path = ?",
            (by, on.isoformat(" "), application, path),
        )

    def remove_file(self, application: int, path: str) -> None:
        for table in ("lab_apex_components", "lab_apex_files"):
            self._db.execute(
                f"delete from {table} where application = ? and path = ?", (application, path)
            )

    def clear_file(self, application: int, path: str) -> None:
        """Drop a file's components, but keep its place in the order."""
        self._db.execute(
            "delete from lab_apex_components where application = ? and path = ?",
            (application, path),
        )

    def add_component(self, application: int, component: Component, identity: str | None) -> None:
        """Append to a file. Raises OraError 1 if ``identity`` exists anywhere in the instance."""
        arguments = json.dumps(component.arguments, ensure_ascii=False)
        try:
            self._db.execute(
                "insert into lab_apex_components"
                " (application, path, procedure, identity, arguments) values (?, ?, ?, ?, ?)",
                (application, component.path, component.procedure, identity, arguments),
            )
        except sqlite3.IntegrityError:
            name = component.procedure.rpartition(".")[2].removeprefix("create_").upper()
            owner = self.release.owner
            raise OraError(1, f"unique constraint ({owner}.WWV_FLOW_{name}_PK) violated") from None

    def components(self, application: int, path: str | None = None) -> list[Component]:
        where = "application = ?" + ("" if path is None else " and path = ?")
        rows = self._rows(
            f"select path, procedure, arguments from lab_apex_components where {where}"
            " order by seq",
            *((application,) if path is None else (application, path)),
        )
        return [Component(path, procedure, _arguments(text)) for path, procedure, text in rows]


def _application(row: tuple[Any, ...]) -> Application:
    number, workspace, owner, name, alias, version, offset, by, on = row
    return Application(
        number, workspace, owner, name, alias, version, offset, by, datetime.fromisoformat(on)
    )


def _file(row: tuple[Any, ...]) -> File:
    application, path, rank, sort, manifest, page, by, on = row
    return File(application, path, rank, sort, manifest, page, by, datetime.fromisoformat(on))


def _arguments(text: str) -> tuple[Argument, ...]:
    return tuple(Argument(*item) for item in json.loads(text))


def _with_version(arguments: Sequence[Argument], quoted: str) -> list[Argument]:
    if any(a.name == "p_flow_version" for a in arguments):
        return [a._replace(source=quoted) if a.name == "p_flow_version" else a for a in arguments]
    at = next((i for i, a in enumerate(arguments) if a.name == "p_flow_status"), len(arguments))
    return [*arguments[:at], Argument("p_flow_version", "=>", quoted), *arguments[at:]]
