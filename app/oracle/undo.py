"""Who changed a row: what the database still knows of its versions (Flashback Version Query).

A plain owner may ask it of his own tables. It fails where undo is gone (ORA-01555) or a definition
is younger (ORA-01466); across a DDL it gives no rows and says nothing, so that what it does not say
proves nothing (Oracle Database Development Guide, Using Oracle Flashback Technology).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.errors import OracleError
from app.oracle.expressions import quoted
from app.oracle.measure import TableShape, has_key, key_sql
from app.oracle.session import Session
from app.proof.model import Version

MOST_KEYS: Final = 400
"""How many keys one query asks for."""


def versions(
    s: Session, table: str, shape: TableShape, keys: Sequence[int], since: int
) -> tuple[Version, ...]:
    """Who changed the rows with these keys after the SCN ``since``, as far as undo knows: nothing
    where it does not. One round trip. Raises OracleError where the line broke."""
    if not has_key(shape) or not keys:
        return ()
    wanted = ", ".join(f"'{key:015X}'" for key in keys[:MOST_KEYS])
    sql = (
        "select q.k, q.x, q.s from (select /*+ no_merge */"
        f" {key_sql(shape)} k, rawtohex(versions_xid) x, versions_startscn s"
        f" from {quoted(table)} versions between scn {since} and maxvalue) q"
        f" where q.s > {since} and q.k in ({wanted})"
    )
    try:
        found = s.query(sql)
    except OracleError as error:
        if error.ora:
            return ()
        raise
    return tuple(Version(int(str(k), 16), str(x), int(scn)) for k, x, scn in found)


def own_transactions(s: Session, since: int, deployment: str) -> frozenset[str]:
    """The transactions that recorded changesets of one deployment, from their rows in
    DATABASECHANGELOG. One round trip. Raises OracleError where the line broke."""
    sql = (
        "select distinct rawtohex(versions_xid) from databasechangelog"
        f" versions between scn {since} and maxvalue"
        " where deployment_id = :p_deployment and versions_xid is not null"
    )
    try:
        return frozenset(str(x) for (x,) in s.query(sql, p_deployment=deployment))
    except OracleError as error:
        if error.ora:
            return frozenset()
        raise
