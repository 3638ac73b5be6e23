"""Data intact is a measurement: the business schema before and after, and what differs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from app.changelog import Changelog
from app.oracle import TableDigest
from app.rollout.model import Fingerprint, Problem, TableFingerprint

_NAME = r'"?([A-Za-z][\w$#]*)"?'
_UPDATE = re.compile(rf"^\s*update\s+(?:{_NAME}\.)?{_NAME}", re.IGNORECASE)
_MERGE = re.compile(rf"^\s*merge\s+into\s+(?:{_NAME}\.)?{_NAME}", re.IGNORECASE)
_INSERT = re.compile(rf"^\s*insert\s+into\s+(?:{_NAME}\.)?{_NAME}", re.IGNORECASE)
_ASSIGNED = re.compile(rf"(?:\bset\b|,)\s*(?:{_NAME}\.)?{_NAME}\s*=(?!=)", re.IGNORECASE)


def make(taken_at: datetime, digests: Sequence[TableDigest]) -> Fingerprint:
    """One digest over all tables, so that two fingerprints compare at a glance."""
    tables = tuple(
        TableFingerprint(d.table, d.rows, dict(d.columns), tuple(d.hashed), d.digest)
        for d in sorted(digests, key=lambda d: d.table)
    )
    whole = hashlib.sha256()
    for t in tables:
        whole.update(f"{t.table}|{t.rows}|{','.join(t.hashed)}|{t.digest}\n".encode())
    return Fingerprint(taken_at, tables, whole.hexdigest())


def written_columns(changelog: Changelog, keys: frozenset[str]) -> dict[str, set[str]]:
    """TABLE -> columns that the changesets ``keys`` assign on purpose; ``*`` for a MERGE.

    Their old content is not compared, because the release itself changes it; everything else is.
    """
    found: dict[str, set[str]] = {}
    for changeset in changelog.changesets:
        if changeset.key not in keys:
            continue
        for statement in changeset.statements:
            text = statement.text
            if update := _UPDATE.match(text):
                body = re.split(r"\bwhere\b", text[update.end() :], maxsplit=1, flags=re.I)[0]
                names = {m[2].upper() for m in _ASSIGNED.finditer(body)}
                found.setdefault(update[2].upper(), set()).update(names or {"*"})
            elif merged := _MERGE.match(text):
                found.setdefault(merged[2].upper(), set()).add("*")
    return found


def growing_tables(changelog: Changelog, keys: frozenset[str]) -> set[str]:
    """Tables into which the changesets ``keys`` insert or merge: they may hold more rows after."""
    found: set[str] = set()
    for changeset in changelog.changesets:
        if changeset.key in keys:
            for statement in changeset.statements:
                hit = _INSERT.match(statement.text) or _MERGE.match(statement.text)
                if hit:
                    found.add(hit[2].upper())
    return found


def columns_to_hash(
    before: Mapping[str, Sequence[str]], written: Mapping[str, set[str]]
) -> dict[str, tuple[str, ...]]:
    """The columns that both fingerprints hash: those that are there before, and not written."""
    return {
        table: tuple(
            c
            for c in names
            if c not in written.get(table, ()) and "*" not in written.get(table, ())
        )
        for table, names in before.items()
    }


def losses(before: Fingerprint, after: Fingerprint) -> tuple[Problem, ...]:
    """What is not as it was; nothing means that the data is intact."""
    found: list[Problem] = []
    now = {t.table: t for t in after.tables}
    for old in before.tables:
        new = now.get(old.table)
        if new is None:
            found.append(Problem("data.table_gone", {"table": old.table, "rows": old.rows}))
            continue
        facts: dict[str, str | int] = {"table": old.table, "before": old.rows, "after": new.rows}
        gone = [c for c in old.columns if c not in new.columns]
        if gone:
            found.append(Problem("data.column_gone", {**facts, "columns": ", ".join(gone)}))
        if new.rows < old.rows:
            found.append(Problem("data.rows_lost", facts))
        elif new.rows == old.rows and (old.digest, old.hashed) != (new.digest, new.hashed):
            found.append(Problem("data.content_changed", facts))
    return tuple(found)


def remarks(
    before: Fingerprint, after: Fingerprint, growing: set[str], written: Mapping[str, set[str]]
) -> tuple[Problem, ...]:
    """What is no loss and still worth a line: rows that somebody else added meanwhile (then the
    content cannot be compared), and columns that the release itself writes."""
    found: list[Problem] = []
    now = {t.table: t for t in after.tables}
    for old in before.tables:
        new = now.get(old.table)
        if new is not None and new.rows > old.rows and old.table not in growing:
            facts: dict[str, str | int] = {"table": old.table, "more": new.rows - old.rows}
            found.append(Problem("data.rows_more", facts))
    for table, columns in sorted(written.items()):
        old_columns = next((t.columns for t in before.tables if t.table == table), {})
        names = sorted(old_columns if "*" in columns else columns & set(old_columns))
        if names:
            found.append(
                Problem("data.written_by_release", {"table": table, "columns": ", ".join(names)})
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
