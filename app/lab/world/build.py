"""Building one server of the demo world: schemas, rows, changelog history, applications, REST.

Everything goes in the way it would on a real server: DDL as the schema's owner, the changelog's
statements with their rows in Liquibase's table, the application through the APEX import. Only the
business rows are loaded in bulk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

from app.changelog import Changelog, Changeset, parse_changelog
from app.lab.apex.importer import Importer
from app.lab.apex.releases import USUAL, Release
from app.lab.apex.session import ApexSession
from app.lab.apex.store import Store
from app.lab.apex.upgrade import Idents
from app.lab.backend import OraError
from app.lab.ords import package as _ords  # noqa: F401  the ORDS package of the world's scripts
from app.lab.sql.database import Database
from app.lab.sql.engine import LabSession
from app.lab.world import changes, data
from app.lab.world.own import Content, Own
from app.lab.world.servers import BLACK_BOX, Copy, Server

INSTALLED: Final = datetime(2024, 6, 3, 21, 14, 7)  # when version 1 went to the clients
COPIED: Final = datetime(2024, 12, 2, 9, 30, 0)  # when the developers made their copies
FIRST_NEW_ID: Final = 31 * 10**15  # above every id of MAIN

DEMO: Final = Content()

_HISTORY: Final = (
    "CREATE TABLE DATABASECHANGELOGLOCK (ID INTEGER NOT NULL, LOCKED NUMBER(1) NOT NULL,"
    " LOCKGRANTED TIMESTAMP, LOCKEDBY VARCHAR2(255),"
    " CONSTRAINT PK_DATABASECHANGELOGLOCK PRIMARY KEY (ID))",
    "INSERT INTO DATABASECHANGELOGLOCK (ID, LOCKED) VALUES (1, 0)",
    "CREATE TABLE DATABASECHANGELOG (ID VARCHAR2(255) NOT NULL, AUTHOR VARCHAR2(255) NOT NULL,"
    " FILENAME VARCHAR2(255) NOT NULL, DATEEXECUTED TIMESTAMP NOT NULL,"
    " ORDEREXECUTED INTEGER NOT NULL, EXECTYPE VARCHAR2(10) NOT NULL, MD5SUM VARCHAR2(35),"
    " DESCRIPTION VARCHAR2(255), COMMENTS VARCHAR2(255), TAG VARCHAR2(255),"
    " LIQUIBASE VARCHAR2(20), CONTEXTS VARCHAR2(255), LABELS VARCHAR2(255),"
    " DEPLOYMENT_ID VARCHAR2(10))",
)
_HISTORY_COLUMNS: Final = (
    "ID", "AUTHOR", "FILENAME", "DATEEXECUTED", "ORDEREXECUTED", "EXECTYPE", "MD5SUM",
    "DESCRIPTION", "COMMENTS", "LIQUIBASE", "DEPLOYMENT_ID",
)  # fmt: skip
_NEW_PACKAGES: Final = re.compile(
    r"\bwwv_(?:flow_imp|flow_imp_page|flow_imp_shared|imp_workspace)\."
)
_LIQUIBASE: Final = "4.28.0"
_DEPLOYMENT: Final = "7446447345"


def material(*parts: str) -> Traversable:
    """A file or folder of the demo's material."""
    return resources.files("resources").joinpath("demo", *parts)


def changelog() -> Changelog:
    """The demo's changelog files as the release repository will hold them."""
    return parse_changelog(
        {f"changelog/{f.name}": f.read_bytes() for f in _sorted(material("changelog"))}
    )


def application() -> dict[str, str]:
    """The split export of MAIN version 1: path below ``f100/`` to text."""

    def walk(folder: Traversable, prefix: str) -> Iterable[tuple[str, str]]:
        for entry in _sorted(folder):
            if entry.is_dir():
                yield from walk(entry, f"{prefix}{entry.name}/")
            elif entry.name.endswith(".sql"):
                yield prefix + entry.name, entry.read_bytes().decode("utf-8")

    return dict(walk(material("f100"), ""))


def _sorted(folder: Traversable) -> list[Traversable]:
    return sorted(folder.iterdir(), key=lambda entry: entry.name)


_COMPILE = "begin dbms_utility.compile_schema(schema => user, compile_all => false); end;"


def build(
    server: Server,
    folder: Path,
    seed: int,
    passwords: Mapping[str, str],
    content: Content = DEMO,
) -> None:
    """Make the server's database in ``folder``; ``passwords`` by user."""
    database = Database.create(folder, server.name, server.version, apex=content.apex)
    for user in server.users:
        database.create_user(user, passwords[user])
    files = _by_release(changelog())
    _run_history(database, files[:1])
    for table in data.tables(server.country, server.counts, seed):
        database.bulk_insert(BLACK_BOX, table.name, table.columns, table.rows)
    _run_history(database, files[1 : server.schema_release])
    _record_history(database, files[: server.schema_release])
    database.run_script_as(BLACK_BOX, _text("orassadm", "ords.sql"))
    for copy in server.copies:
        database.run_script_as(copy.schema, _text("orassuit", "schema.sql"))
    export = application() if content.own is None else {}
    idents = Idents()
    for copy in server.copies:
        if content.own is None:
            mine, saved = _demo_copy(export, copy, content.apex)
        else:
            mine, saved = _own_copy(content.own, copy)
        _install(database, copy, mine, saved, idents)


def _text(*parts: str) -> str:
    return material(*parts).read_bytes().decode("utf-8")


def _by_release(whole: Changelog) -> list[list[Changeset]]:
    """The changesets of each changelog file, in the order of the files."""
    files: dict[str, list[Changeset]] = {}
    for changeset in whole.changesets:
        files.setdefault(changeset.path, []).append(changeset)
    return [files[path] for path in sorted(files)]


def _run_history(database: Database, files: list[list[Changeset]]) -> None:
    session = database.log_on(BLACK_BOX, "world")
    try:
        for changeset in (c for file in files for c in file):
            for statement in changeset.statements:
                outcome = session.execute(statement.text, [], [])
                if getattr(outcome, "compile_errors", False):
                    raise OraError(24344, f"{changeset.key}: {_reasons(session)}")
            session.commit()
        # What leans on a package that was written anew is INVALID until somebody compiles it.
        session.execute(_COMPILE, [], [])
    finally:
        session.close()


def _reasons(session: LabSession) -> list[tuple[Any, ...]]:
    return session.catalog.rows("select name, line, body from lab_errors")


def _record_history(database: Database, files: list[list[Changeset]]) -> None:
    """The rows that Liquibase would have left, one for each changeset."""
    session = database.log_on(BLACK_BOX, "world")
    try:
        for statement in _HISTORY:
            session.execute(statement, [], [])
        session.commit()
    finally:
        session.close()
    rows = [
        (
            c.id, c.author, c.path, INSTALLED + timedelta(milliseconds=180 * order), order,
            "EXECUTED", c.checksum_v9, "sql", c.comment or None, _LIQUIBASE, _DEPLOYMENT,
        )
        for order, c in enumerate((c for file in files for c in file), 1)
    ]  # fmt: skip
    database.bulk_insert(BLACK_BOX, "DATABASECHANGELOG", _HISTORY_COLUMNS, rows)


Saved = Mapping[str, datetime]  # when a developer saved a file, by its path without .sql


def _demo_copy(
    export: Mapping[str, str], copy: Copy, apex: Release
) -> tuple[Mapping[str, str], Saved]:
    """The demo's application, a developer's with the developer's changes."""
    saved: Saved = {}
    if copy.developer:
        order = list(changes.DEVELOPERS).index(copy.developer)
        export = changes.changed_copy(export, copy.developer, FIRST_NEW_ID + order * 10**12)
        work = changes.DEVELOPERS[copy.developer].saved
        saved = {path.removesuffix(".sql"): when for path, when in work.items()}
    return {path: of_release(text, apex) for path, text in export.items()}, saved


def _own_copy(own: Own, copy: Copy) -> tuple[Mapping[str, str], Saved]:
    if not copy.developer:
        return own.files, {}
    files, changed = own.changed_by(copy.developer)
    return files, dict.fromkeys(changed, COPIED + timedelta(days=7))


def _install(
    database: Database, copy: Copy, files: Mapping[str, str], saved: Saved, idents: Idents
) -> None:
    """Import one copy of the application. All have the same static ids, if their APEX gives any."""
    when, by = (COPIED, copy.developer) if copy.developer else (INSTALLED, "ADMIN")
    session = database.log_on(copy.schema, "world")
    try:
        session.begin()
        store = Store(session.db)
        store.add_workspace(copy.workspace_id, copy.workspace, [copy.schema])
        state = ApexSession(copy.schema)
        state.settings.workspace = copy.workspace_id
        state.settings.application = copy.application
        state.settings.schema = copy.schema
        state.settings.offset = copy.offset
        state.settings.alias = copy.alias
        Importer(store, state, lambda: when, idents=idents).install(dict(files))
        for file in store.files(copy.application):  # who saved each file last, and when
            store.stamp(copy.application, file.path, by, saved.get(file.path, when))
        store.set_version(copy.application, "1", by, when)
        session.commit()
    finally:
        session.close()


def of_release(text: str, release: Release) -> str:
    """A file of the demo's application as that release would have exported it; a newer one than
    that of the file upgrades it when it imports it."""
    if release.number > USUAL.number:
        return text
    text = text.replace(f"'{USUAL.date}'", f"'{release.date}'")
    text = text.replace(f"p_release=>'{USUAL.version}'", f"p_release=>'{release.version}'")
    if not release.has("22.1"):
        return _NEW_PACKAGES.sub("wwv_flow_api.", text)
    return text if release.has("23.1") else text.replace("wwv_imp_workspace.", "wwv_flow_imp.")
