"""Data intact is a measurement: the business schema before and after, and what differs."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from app.oracle import TableDigest
from app.rollout.model import Fingerprint, Problem, TableFingerprint
from app.rollout.purpose import Purpose
from app.sql.types import is_widening


def make(
    taken_at: datetime, digests: Sequence[TableDigest], known: Collection[str] | None = None
) -> Fingerprint:
    """One digest over the tables, so that two fingerprints compare at a glance.

    ``known`` names the tables of an earlier fingerprint: only those enter the digest, so that a
    table which came since does not change it.
    """
    tables = tuple(
        TableFingerprint(d.table, d.rows, dict(d.columns), tuple(d.hashed), d.digest)
        for d in sorted(digests, key=lambda d: d.table)
    )
    whole = hashlib.sha256()
    for t in tables:
        if known is None or t.table in known:
            whole.update(f"{t.table}|{t.rows}|{','.join(t.hashed)}|{t.digest}\n".encode())
    return Fingerprint(taken_at, tables, whole.hexdigest())


def columns_before(
    columns: Mapping[str, Mapping[str, str]], purpose: Purpose
) -> dict[str, tuple[str, ...]]:
    """The columns to hash, given those of each table with their types: all that the release does
    not change on purpose."""
    return {
        table: tuple(c for c in types if c not in purpose.unproven(table, types))
        for table, types in columns.items()
    }


def columns_after(
    columns: Mapping[str, Collection[str]], before: Fingerprint
) -> dict[str, tuple[str, ...]]:
    """The columns to hash again: the same ones, and all of each table that is new."""
    known = {t.table: t.hashed for t in before.tables}
    return known | {table: tuple(names) for table, names in columns.items() if table not in known}


def losses(before: Fingerprint, after: Fingerprint, purpose: Purpose) -> tuple[Problem, ...]:
    """What is not as it was; nothing means that the data is intact."""
    found: list[Problem] = []
    now = {t.table: t for t in after.tables}
    for old in before.tables:
        new = now.get(old.table)
        if new is None:
            found.append(Problem("data.table_gone", {"table": old.table, "rows": old.rows}))
            continue
        facts: dict[str, str | int] = {"table": old.table, "before": old.rows, "after": new.rows}
        found += _columns_lost(old, new, purpose.renamed.get(old.table, {}), facts)
        if new.rows < old.rows:
            found.append(Problem("data.rows_lost", facts))
        elif new.rows == old.rows and (old.digest, old.hashed) != (new.digest, new.hashed):
            found.append(Problem("data.content_changed", facts))
    return tuple(found)


def _columns_lost(
    old: TableFingerprint,
    new: TableFingerprint,
    renamed: Mapping[str, str],
    facts: dict[str, str | int],
) -> list[Problem]:
    found: list[Problem] = []
    gone: list[str] = []
    for column, was in old.columns.items():
        will = new.columns.get(column) or new.columns.get(renamed.get(column, ""))
        if will is None:
            gone.append(column)
        elif will != was and not is_widening(was, will):
            changed = {"column": column, "was": was, "now": will}
            found.append(Problem("data.type_narrowed", {**facts, **changed}))
    if gone:
        found.insert(0, Problem("data.column_gone", {**facts, "columns": ", ".join(gone)}))
    return found


def remarks(before: Fingerprint, after: Fingerprint, purpose: Purpose) -> tuple[Problem, ...]:
    """What is no loss and still worth a line: rows that came (then the content of that table
    cannot be compared), and columns that the release itself writes or renames."""
    found: list[Problem] = []
    now = {t.table: t for t in after.tables}
    for old in before.tables:
        table, new = old.table, now.get(old.table)
        if new is not None and new.rows > old.rows:
            facts: dict[str, str | int] = {"table": table, "more": new.rows - old.rows}
            if table in purpose.growing:
                found.append(Problem("data.rows_added_by_release", facts))
            else:
                found.append(Problem("data.rows_more", facts))
        left_out = sorted(purpose.unproven(table, old.columns) & old.columns.keys())
        if left_out:
            found.append(
                Problem("data.written_by_release", {"table": table, "columns": ", ".join(left_out)})
            )
    return tuple(found)


def new_columns(before: Fingerprint, after: Fingerprint) -> tuple[str, ...]:
    """``TABLE.COLUMN`` of everything that came."""
    old = {t.table: t.columns for t in before.tables}
    return tuple(
        f"{t.table}.{c}"
        for t in after.tables
        for c in t.columns
        if t.table not in old or c not in old[t.table]
    )
