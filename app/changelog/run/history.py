"""Liquibase's two tables on Oracle, statement for statement as Liquibase 4.28 and 5.0.4 make them.

Any client can be taken over by the real Liquibase at any time: same DDL, same lock protocol, same
rows. Only LIQUIBASE differs: it names this program, and never a bare ``x.y.z``, which the engine
would take for one of its own versions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from msgspec import Struct

from app.changelog.file.checksum import version_of
from app.changelog.file.paths import normal_path
from app.changelog.model import Changeset
from app.errors import OracleError
from app.together import Piece, Together

LOG, LOCK = "DATABASECHANGELOG", "DATABASECHANGELOGLOCK"
ENGINE = "CARAVANE-0.1.0"

_CREATE_LOCK = (
    "CREATE TABLE DATABASECHANGELOGLOCK (ID INTEGER NOT NULL, LOCKED NUMBER(1) NOT NULL, "
    "LOCKGRANTED TIMESTAMP, LOCKEDBY VARCHAR2(255), "
    "CONSTRAINT PK_DATABASECHANGELOGLOCK PRIMARY KEY (ID))"
)
_CREATE_LOG = (
    "CREATE TABLE DATABASECHANGELOG (ID VARCHAR2(255) NOT NULL, AUTHOR VARCHAR2(255) NOT NULL, "
    "FILENAME VARCHAR2(255) NOT NULL, DATEEXECUTED TIMESTAMP NOT NULL, "
    "ORDEREXECUTED INTEGER NOT NULL, EXECTYPE VARCHAR2(10) NOT NULL, MD5SUM VARCHAR2(35), "
    "DESCRIPTION VARCHAR2(255), COMMENTS VARCHAR2(255), TAG VARCHAR2(255), "
    "LIQUIBASE VARCHAR2(20), CONTEXTS VARCHAR2(255), LABELS VARCHAR2(255), "
    "DEPLOYMENT_ID VARCHAR2(10))"
)
_INIT_LOCK = (
    "DELETE FROM DATABASECHANGELOGLOCK",
    "INSERT INTO DATABASECHANGELOGLOCK (ID, LOCKED) VALUES (1, 0)",
)
_LOCK_ROW = "SELECT ID FROM DATABASECHANGELOGLOCK WHERE ID = 1"
_ROWS = (
    "SELECT ID, AUTHOR, FILENAME, MD5SUM, EXECTYPE, ORDEREXECUTED, DEPLOYMENT_ID "
    "FROM DATABASECHANGELOG ORDER BY DATEEXECUTED ASC, ORDEREXECUTED ASC"
)
_ROWS_AS_TEXT = (
    "SELECT ID || CHR(31) || AUTHOR || CHR(31) || FILENAME || CHR(31) || MD5SUM || CHR(31) || "
    "EXECTYPE || CHR(31) || ORDEREXECUTED || CHR(31) || DEPLOYMENT_ID x "
    "FROM DATABASECHANGELOG ORDER BY DATEEXECUTED ASC, ORDEREXECUTED ASC"
)
_INSERT = (
    "INSERT INTO DATABASECHANGELOG (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, "
    "DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID, TAG) VALUES "
    "(:p_id, :p_author, :p_filename, SYSTIMESTAMP, :p_order, :p_md5sum, :p_description, "
    ":p_comments, :p_exectype, :p_contexts, :p_labels, :p_engine, :p_deployment, :p_tag)"
)
_UPDATE = (
    "UPDATE DATABASECHANGELOG SET DATEEXECUTED = SYSTIMESTAMP, ORDEREXECUTED = :p_order, "
    "MD5SUM = :p_md5sum, EXECTYPE = :p_exectype, DEPLOYMENT_ID = :p_deployment, "
    "COMMENTS = :p_comments, CONTEXTS = :p_contexts, LABELS = :p_labels, LIQUIBASE = :p_engine, "
    "DESCRIPTION = :p_description, TAG = :p_tag WHERE ID = :p_id AND AUTHOR = :p_author "
    "AND FILENAME = :p_filename"
)
FORGET = (
    "DELETE FROM DATABASECHANGELOG WHERE ID = :p_id AND AUTHOR = :p_author "
    "AND FILENAME = :p_filename"
)
"""Takes a row away (``of_row``)."""
_TAGGED = "SELECT ID, AUTHOR, FILENAME FROM DATABASECHANGELOG WHERE TAG = :p_tag"
_EXISTS = 955  # ORA-00955: name is already used by an existing object
_NO_TABLE = 942  # ORA-00942: table or view does not exist
_DUPLICATE = 1  # ORA-00001: unique constraint violated


class Result(Protocol):
    """What an execution brought: rows touched, and whether stored code has compile errors."""

    @property
    def rowcount(self) -> int: ...
    @property
    def compile_warning(self) -> Any: ...


class DatabaseSession(Protocol):
    """A session of the business schema. Every method raises OracleError; autocommit is off."""

    def query(self, sql: str, /, **binds: Any) -> list[tuple[Any, ...]]: ...
    def execute(self, sql: str, /, **binds: Any) -> Result: ...
    def execute_and_commit(self, sql: str, /, **binds: Any) -> Result: ...
    def together(
        self, pieces: Sequence[Piece], seconds: float = ..., fence: Piece | None = ...
    ) -> Together:
        """Pieces in one round trip, up to the first that fails."""

    def scalars(self, questions: Sequence[tuple[str, Mapping[str, Any]]]) -> tuple[Any, ...]:
        """The values of queries that give one each, in one round trip."""

    def commit(self) -> None: ...
    def rollback(self) -> None: ...


class Row(Struct, frozen=True):
    """A row of DATABASECHANGELOG."""

    id: str
    author: str
    filename: str
    md5sum: str | None
    exectype: str
    order: int
    deployment: str


def row_key(path: str, id_: str, author: str) -> tuple[str, str, str]:
    """How Liquibase finds a changeset's row: normal path, id and author, without case."""
    return normal_path(path).lower(), id_.lower(), author.lower()


def exists(session: DatabaseSession, table: str) -> bool:
    found = session.query(
        "SELECT COUNT(*) FROM USER_TABLES WHERE TABLE_NAME = :p_table", p_table=table
    )
    return int(found[0][0]) > 0


def create_log(session: DatabaseSession) -> None:
    """Make DATABASECHANGELOG where it is missing."""
    _create(session, LOG, _CREATE_LOG)


def create_lock(session: DatabaseSession) -> None:
    """Make DATABASECHANGELOGLOCK and its row where they are missing."""
    _create(session, LOCK, _CREATE_LOCK)
    if session.query(_LOCK_ROW):
        return
    try:
        for sql in _INIT_LOCK:
            session.execute(sql)
    except OracleError as error:
        session.rollback()
        if error.ora != _DUPLICATE:
            raise
        return
    session.commit()


def _create(session: DatabaseSession, table: str, ddl: str) -> None:
    if exists(session, table):
        return
    try:
        session.execute(ddl)
    except OracleError as error:
        if error.ora != _EXISTS:  # someone else was first: fine
            raise


def rows_or_none(session: DatabaseSession) -> list[Row] | None:
    """None where there is no DATABASECHANGELOG."""
    try:
        return rows(session)
    except OracleError as error:
        if error.ora != _NO_TABLE:
            raise
        return None


def rows(session: DatabaseSession) -> list[Row]:
    return [
        Row(id_, author, name, md5, kind, int(order), deployment or "")
        for id_, author, name, md5, kind, order, deployment in session.query(_ROWS)
    ]


def of_row(row: Row) -> dict[str, str]:
    """What tells a row from all others."""
    return {"p_id": row.id, "p_author": row.author, "p_filename": row.filename}


def tagged(session: DatabaseSession, tag: str) -> list[dict[str, str]]:
    """The rows with a tag, as ``of_row`` has them."""
    found = session.query(_TAGGED, p_tag=tag)
    return [{"p_id": i, "p_author": a, "p_filename": f} for i, a, f in found]


def rows_piece() -> Piece:
    """The rows, to be asked for together with something else; some two thousand at most."""
    return Piece(_ROWS_AS_TEXT, rows=8)


def rows_of(texts: Sequence[str]) -> list[Row]:
    """What ``rows_piece`` gave."""
    parts = (text.split("\x1f") for text in texts)
    return [
        Row(id_, author, name, md5 or None, kind, int(order), deployment)
        for id_, author, name, md5, kind, order, deployment in parts
    ]


def next_order(found: list[Row]) -> int:
    return max((row.order for row in found), default=0) + 1


def row_piece(
    changeset: Changeset,
    *,
    exectype: str,
    order: int,
    deployment: str,
    existing: Row | None = None,
) -> Piece:
    """The changeset's row, new or in the place of what a former run left, committed with the data
    that is open."""
    values: dict[str, Any] = {
        "p_id": existing.id if existing else changeset.id,
        "p_author": existing.author if existing else changeset.author,
        "p_filename": existing.filename if existing else changeset.path,
        "p_order": order,
        "p_md5sum": changeset.checksum_v9,
        "p_description": _limited(changeset.description),
        "p_comments": _limited(changeset.comment),
        "p_exectype": exectype,
        "p_contexts": _contexts(changeset),
        "p_tag": changeset.tag or None,
        "p_labels": ",".join(changeset.labels) or None,
        "p_engine": ENGINE,
        "p_deployment": deployment,
    }
    sql = _UPDATE if existing else _INSERT
    return Piece(sql, values, commit=True, rest=True, place=(changeset.key, 0))


def _limited(text: str) -> str | None:
    return (text if len(text) <= 250 else text[:247] + "...") or None


def _contexts(changeset: Changeset) -> str | None:
    """What the including files say and the changeset's own, all of which must hold; an expression
    with a blank or a comma stands in parentheses."""
    parts = [c for c in (*changeset.outer_contexts, changeset.contexts) if c]
    return " AND ".join(f"({c})" if re.search(r"[\s,]", c) else c for c in parts) or None


def agrees(changeset: Changeset, stored: str | None) -> bool:
    """Whether the stored checksum is the changeset's, in the version in which it was stored."""
    if not stored:
        return True
    match version_of(stored):
        case 9:
            return stored == changeset.checksum_v9
        case 8:
            return stored == changeset.checksum_v8
    return False


def cannot_tell(changeset: Changeset, stored: str | None) -> bool:
    """Whether the stored checksum is of a version that is not known for this changeset."""
    return not changeset.checksum_v8 and version_of(stored or "") == 8


def declared_valid(changeset: Changeset, stored: str) -> bool:
    """Whether a validCheckSum line accepts the difference."""
    for valid in changeset.valid_checksums:
        if valid.lower() in ("any", "1:any") or valid in (stored, changeset.checksum_v9):
            return True
    return False
