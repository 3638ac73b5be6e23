"""Two looks at a client's data as the journal keeps them, and what the proof makes of them."""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

import msgspec

from app.oracle import Schema, TableMeasure, TableShape
from app.proof.model import Effect, Reach, Seen
from app.proof.objects import Inventory
from app.proof.sketch import PART_SIZES, PARTS, Sketch
from app.proof.verdict import Case
from app.rollout.model import Fingerprint, MeasuredEffect, TableFingerprint
from app.rollout.purpose import Purpose

_ROWS: Final = msgspec.json.Decoder(list[tuple[str, str, dict[str, str]]])
_CELLS: Final = 2_000
"""How many cells the journal keeps for one look: some 70 kB. With fewer cells fewer rows can be
named; whether anything changed, and how many rows more or less there are, stays exact."""


def make(
    taken_at: datetime,
    measures: Sequence[TableMeasure],
    shapes: Mapping[str, TableShape],
    reached: Collection[str] = (),
    earlier: Fingerprint | None = None,
) -> Fingerprint:
    """One digest over the tables, so that two fingerprints compare at a glance.

    Only tables of an ``earlier`` fingerprint enter the digest, so that a table which came since
    does not change it, and their sketches are as large as there. Else the tables that the release
    reaches, and then the large ones, keep most cells.
    """
    parts = _earlier_parts(earlier) if earlier else _parts(measures, reached)
    tables = tuple(
        TableFingerprint(
            m.table,
            m.sketch.rows,
            dict(shapes[m.table].columns),
            m.compared,
            m.sketch.digest,
            shapes[m.table].key,
            m.sketch.folded(parts.get(m.table, 1)).packed(),
            m.contents,
        )
        for m in sorted(measures, key=lambda m: m.table)
    )
    known = {t.table for t in earlier.tables} if earlier else None
    whole = hashlib.sha256()
    for t in tables:
        if known is None or t.table in known:
            whole.update(f"{t.table}|{t.rows}|{','.join(t.hashed)}|{t.digest}\n".encode())
    return Fingerprint(taken_at, tables, whole.hexdigest())


def _earlier_parts(earlier: Fingerprint) -> dict[str, int]:
    return {t.table: Sketch.part_of(t.sketch) for t in earlier.tables if t.sketch}


def _parts(measures: Sequence[TableMeasure], reached: Collection[str]) -> dict[str, int]:
    """How many cells a part of each table's sketch keeps: all where the release writes, of the
    others as many as there is room for, and of the large ones, which live the most, first."""
    most, *less, one = PART_SIZES
    parts = {m.table: most for m in measures if m.table in reached}
    others = sorted((m for m in measures if m.table not in reached), key=lambda m: -m.sketch.rows)
    left = _CELLS - PARTS * most * len(parts) - len(others)
    part = next((p for p in (most, *less) if PARTS * p * len(others) <= left), less[-1])
    room = max(0, left) // (PARTS * part)
    return parts | {m.table: part if at < room else one for at, m in enumerate(others)}


def _sketch(table: TableFingerprint) -> Sketch | None:
    """None for a fingerprint that an older Caravane took."""
    return Sketch.unpacked(table.sketch) if table.sketch else None


def columns_before(
    columns: Mapping[str, Collection[str]], types: Mapping[str, TableShape], purpose: Purpose
) -> dict[str, tuple[str, ...]]:
    """The columns to compare: of those that can be, all that the release does not change on
    purpose."""
    return {
        table: tuple(c for c in names if c not in purpose.unproven(table, types[table].columns))
        for table, names in columns.items()
    }


def columns_after(
    columns: Mapping[str, Collection[str]], before: Fingerprint
) -> dict[str, tuple[str, ...]]:
    """The columns to compare again: the same ones, and all of each table that is new."""
    known = {t.table: t.hashed for t in before.tables}
    return {table: known.get(table, tuple(names)) for table, names in columns.items()}


def cases(
    before: Fingerprint,
    after: Fingerprint,
    purpose: Purpose,
    reach: Mapping[str, Reach],
    effects: Iterable[MeasuredEffect] = (),
    cut: Collection[str] = (),
    *,
    closed: bool = False,
) -> tuple[Case, ...]:
    """What is known of each table that was there before. ``effects``: what was measured of our own
    work and took place; ``cut``: the tables where something of it was not measured. ``closed``:
    people could not work there meanwhile."""
    now = {t.table: t for t in after.tables}
    ours: dict[str, list[Effect]] = {}
    for effect in effects:
        ours.setdefault(effect.table, []).append(_effect(effect))
    found = []
    for was in before.tables:
        alone = closed and was.table not in cut and reach.get(was.table) is not Reach.OPAQUE
        table, there = was.table, now.get(was.table)
        before_it = _sketch(was)
        same = there is not None and there.sketch == was.sketch
        found.append(
            Case(
                table,
                _seen(was, before_it, purpose),
                None
                if there is None
                else _seen(there, before_it if same else _sketch(there), purpose),
                reach.get(table, Reach.NONE),
                tuple(ours.get(table, ())),
                cut=table in cut,
                renamed=purpose.renamed.get(table, {}),
                closed=alone,
            )
        )
    return tuple(found)


def _effect(measured: MeasuredEffect) -> Effect:
    return Effect(
        measured.changeset,
        Sketch.unpacked(measured.delta),
        measured.missing,
        measured.new,
        measured.changed,
        frozenset(measured.columns),
    )


def _seen(table: TableFingerprint, told: Sketch | None, purpose: Purpose) -> Seen:
    on_purpose = purpose.unproven(table.table, table.columns)
    unread = tuple(c for c in table.columns if c not in table.hashed and c not in on_purpose)
    sketch = told or Sketch([[table.rows, 0, 0, 0] for _ in range(PARTS)])
    return Seen(table.columns, sketch, table.contents and bool(table.sketch), unread)


def new_columns(before: Fingerprint, after: Fingerprint) -> tuple[str, ...]:
    """``TABLE.COLUMN`` of everything that came."""
    old = {t.table: t.columns for t in before.tables}
    return tuple(
        f"{t.table}.{c}" for t in after.tables for c in t.columns if c not in old.get(t.table, {})
    )


# -- what else a schema holds ------------------------------------------------------------------


def inventory_of(schemas: Mapping[str, Schema], business: str) -> Inventory:
    """The objects of all schemas, by ``OWNER.NAME``, grants by ``GRANTEE
    PRIVILEGE OWNER.NAME``. The tables of ``business`` are measured; those
    of another schema are in here with their columns."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for owner, schema in schemas.items():
        for (kind, name), facts in schema.objects.items():
            # A grant is seen by who gave it and by who has it, and is one.
            found[kind, name if kind == "grant" else f"{owner}.{name}"] = facts
        if owner != business:
            for table, shape in schema.tables.items():
                found["table", f"{owner}.{table}"] = {}
                for column, type_name in shape.columns.items():
                    found["column", f"{owner}.{table}.{column}"] = {"type": type_name}
    return found


def packed(inventory: Inventory) -> str:
    """An inventory as the journal keeps it."""
    rows = [[kind, name, facts] for (kind, name), facts in sorted(inventory.items())]
    return base64.b85encode(zlib.compress(msgspec.json.encode(rows), 9)).decode("ascii")


def unpacked(text: str) -> Inventory:
    """What ``packed`` wrote; nothing for a fingerprint that an older Caravane took."""
    if not text:
        return {}
    raw = zlib.decompress(base64.b85decode(text))
    rows = _ROWS.decode(raw)
    return {(kind, name): facts for kind, name, facts in rows}
