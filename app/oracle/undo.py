"""What changed in a table, and who did it: what the database still knows of its rows (Flashback
Query) and of their versions (Flashback Version Query).

A plain owner may ask it of his own tables. It fails where undo is gone (ORA-01555) or a definition
is younger (ORA-01466); across a DDL it gives no rows and says nothing, so that what it does not say
proves nothing (Oracle Database Development Guide, Using Oracle Flashback Technology).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from app.errors import OracleError
from app.oracle.expressions import Lobs, quoted
from app.oracle.measure import TableShape, has_key, key_sql, pair_sql
from app.oracle.session import Session
from app.proof.model import Version
from app.proof.sketch import Difference, Pair

KEYS_PER_QUERY: Final = 400
"""Of how many keys ``versions`` asks at once."""

MOST_PAIRS: Final = 5_000
"""How many rows that went or came are told; of more, none."""


def differences(
    s: Session, table: str, shape: TableShape, columns: Sequence[str], lobs: Lobs, since: int
) -> Difference | None:
    """The pairs of the rows that went and came since the SCN ``since``, by reading the table now
    and as it was then; None where undo does not know, the table has no key, or there are more than
    ``MOST_PAIRS``. ``shape`` and ``columns``: as they were measured then. One round trip. Raises
    OracleError where the line broke."""
    if not has_key(shape):
        return None
    pair, source = pair_sql(shape, columns, lobs), quoted(table)
    sql = (
        f"select w, k, h from (select sum(n) w, k, h from ("
        f"select {pair}, 1 n from {source} union all"
        f" select {pair}, -1 n from {source} as of scn {since}"
        f") group by k, h having sum(n)<>0) where rownum<={MOST_PAIRS + 1}"
    )
    found = _known(s, sql)
    if found is None or len(found) > MOST_PAIRS:
        return None
    pairs = {-1: set[Pair](), 1: set[Pair]()}
    for sign, key, row in found:
        pairs[1 if sign > 0 else -1].add((int(str(key), 16), int(str(row), 16)))
    return Difference(frozenset(pairs[-1]), frozenset(pairs[1]))


def versions(
    s: Session, table: str, shape: TableShape, keys: Sequence[int], since: int
) -> tuple[Version, ...]:
    """Who changed the rows with these keys, at most ``KEYS_PER_QUERY``, after the SCN ``since``, as
    far as undo knows: nothing where it does not. One round trip. Raises OracleError where the line
    broke."""
    if not has_key(shape) or not keys:
        return ()
    wanted = ", ".join(f"'{key:015X}'" for key in keys[:KEYS_PER_QUERY])
    sql = (
        "select q.k, q.x, q.s from (select /*+ no_merge */"
        f" {key_sql(shape)} k, rawtohex(versions_xid) x, versions_startscn s"
        f" from {quoted(table)} versions between scn {since} and maxvalue) q"
        f" where q.s > {since} and q.k in ({wanted})"
    )
    found = _known(s, sql) or ()
    return tuple(Version(int(str(k), 16), str(x), int(scn)) for k, x, scn in found)


def own_transactions(s: Session, since: int, deployment: str) -> dict[str, frozenset[str]]:
    """The transactions that recorded changesets of one deployment, from their rows in
    DATABASECHANGELOG, and the keys of these changesets (``path::id::author``). One round trip.
    Raises OracleError where the line broke."""
    sql = (
        "select distinct rawtohex(versions_xid), filename, id, author from databasechangelog"
        f" versions between scn {since} and maxvalue"
        " where deployment_id = :p_deployment and versions_xid is not null"
    )
    found: dict[str, frozenset[str]] = {}
    for xid, *row in _known(s, sql, p_deployment=deployment) or ():
        found[str(xid)] = found.get(str(xid), frozenset()) | {"::".join(map(str, row))}
    return found


def _known(s: Session, sql: str, **binds: str) -> list[tuple[Any, ...]] | None:
    """The rows of a query over the past; None where the database refuses it: undo is gone, or a
    definition is younger."""
    try:
        return s.query(sql, **binds)
    except OracleError as error:
        if error.ora:
            return None
        raise
