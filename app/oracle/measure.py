"""A sketch of each table, computed where the data is: only a few numbers cross the network.

One scan of a table gives its key and a hash of its compared columns for each row, both of 60 bits,
and folds these pairs into cells that ``app.proof.sketch`` reads. The sums are of halves of 32 and
28 bits, so that they stay exact however many rows there are. A table without a key counts its
rows by their hashes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from app.errors import OracleError
from app.oracle.expressions import Lobs, hash_of, quoted, text_of
from app.oracle.session import Session
from app.proof.sketch import PART_SIZES, PARTS, Sketch
from app.together import Piece

_BATCH_CHARACTERS: Final = 60_000
_BATCH_ROWS: Final = 6_000  # cells that one query may give
_LOW_BITS: Final = 28
_MOST_NUMBER: Final = 16**14 - 1  # a key up to here is itself; F in front marks a hash
_THREE: Final = "p as (select level-1 i from dual connect by level<=3)"
_HALVES: Final = (("k", 1, 8), ("k", 9, 7), ("h", 1, 8), ("h", 9, 7), ("c", 1, 8), ("c", 9, 7))


class TableShape(Struct, frozen=True):
    """A table as the dictionary has it. ``columns``: all names to their types; ``key``: the columns
    that tell its rows apart, () where none do; ``derived``: those that Oracle computes."""

    columns: dict[str, str]
    key: tuple[str, ...] = ()
    derived: frozenset[str] = frozenset()


class Wanted(Struct, frozen=True):
    """How a table is to be measured. ``columns``: those to compare. ``part``: cells of one part,
    one of ``PART_SIZES``; more of them name more rows. ``table``: where
    it goes by another name here."""

    shape: TableShape
    columns: tuple[str, ...]
    part: int = PART_SIZES[0]
    table: str = ""


class TableMeasure(Struct, frozen=True):
    """What one table holds. ``compared``: the columns in it. ``contents`` False: there was no time,
    and rows were counted only."""

    table: str
    sketch: Sketch
    compared: tuple[str, ...]
    contents: bool = True


def comparable(shape: TableShape, lobs: Lobs = "full") -> tuple[str, ...]:
    """The columns whose values can be compared, sorted."""
    return tuple(
        sorted(
            name
            for name, kind in shape.columns.items()
            if name not in shape.derived and text_of(name, kind, lobs) is not None
        )
    )


def measure(
    s: Session,
    wanted: Mapping[str, Wanted],
    lobs: Lobs = "full",
    in_time: Callable[[], bool] = lambda: True,
) -> tuple[TableMeasure, ...]:
    """Measure the session's own tables, in the order of ``wanted``; it is asked ``in_time`` before
    each query, and where that says no the tables that are left are only counted.

    One round trip for each 60 000 characters of SQL or 6000 cells. Raises OracleError, ORA-00942
    for a table that went meanwhile among them.
    """
    found: list[TableMeasure] = []
    for batch in _batches(wanted, lobs):
        contents = in_time()
        counts = "\nunion all\n".join(_count(one.table, wanted[one.table]) for one in batch)
        cells: dict[str, dict[int, list[int]]] = {}
        for table, cell, rows, *sums in s.query(_statement(batch) if contents else counts):
            cells.setdefault(table, {})[int(cell)] = _whole_numbers(int(rows), sums)
        for one in batch:
            part = one.part if contents else 1
            sketch = _sketch(cells.get(one.table, {}), part)
            found.append(TableMeasure(one.table, sketch, one.columns, contents))
    return tuple(found)


MOST_LOOKS: Final = 8
"""So many looks may go together with other statements: one for each table."""


def looks(wanted: Mapping[str, Wanted], lobs: Lobs = "full") -> tuple[Piece, ...] | None:
    """``measure`` as queries that go together with statements, one for each table; None where they
    are too many."""
    if len(wanted) > MOST_LOOKS:
        return None
    found = []
    for table, how in wanted.items():
        query = _query(table, how, lobs, 0)
        numbers = ["q.c", "q.n", *(f"q.s{x}{at}" for x, at, _ in _HALVES)]
        shown = "||' '||".join(numbers)
        sql = f"with {_THREE},\n{query.views}\nselect {shown} x from ({query.sql}) q"
        found.append(Piece(sql, rows=1))
    return tuple(found)


def looked(
    wanted: Mapping[str, Wanted], lobs: Lobs, rows: Sequence[Sequence[str]]
) -> tuple[TableMeasure, ...]:
    """What the queries of ``looks`` gave."""
    found = []
    for (table, how), texts in zip(wanted.items(), rows, strict=True):
        kinds = how.shape.columns
        columns = tuple(c for c in how.columns if c in kinds and text_of(c, kinds[c], lobs))
        cells: dict[int, list[int]] = {}
        for text in texts:
            cell, count, *sums = text.split(" ")
            cells[int(cell)] = _whole_numbers(int(count), sums)
        found.append(TableMeasure(table, _sketch(cells, how.part), columns))
    return tuple(found)


class _Query(Struct, frozen=True):
    """``views``: what stands behind WITH; ``sql``: the sums over it."""

    table: str
    columns: tuple[str, ...]
    part: int
    views: str
    sql: str


def _batches(wanted: Mapping[str, Wanted], lobs: Lobs) -> Iterator[list[_Query]]:
    batch: list[_Query] = []
    size = rows = 0
    for table, how in wanted.items():
        query = _query(table, how, lobs, len(batch))
        length, more = len(query.views) + len(query.sql), PARTS * how.part
        if batch and (size + length > _BATCH_CHARACTERS or rows + more > _BATCH_ROWS):
            yield batch
            batch, size, rows = [], 0, 0
            query = _query(table, how, lobs, 0)
        batch.append(query)
        size, rows = size + length, rows + more
    if batch:
        yield batch


def _statement(batch: Sequence[_Query]) -> str:
    """One query for many tables. Its views stand side by side and not in each other."""
    views = ",\n".join([_THREE, *(query.views for query in batch)])
    return f"with {views}\n" + "\nunion all\n".join(query.sql for query in batch)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _count(name: str, how: Wanted) -> str:
    source = quoted(how.table or name)
    return f"select {_literal(name)}, 0, count(*), 0, 0, 0, 0, 0, 0 from {source}"


def _query(table: str, how: Wanted, lobs: Lobs, n: int) -> _Query:
    kinds = how.shape.columns
    columns = tuple(c for c in how.columns if c in kinds and text_of(c, kinds[c], lobs))
    keyed = has_key(how.shape)
    pair = pair_sql(how.shape, columns, lobs)
    source = quoted(how.table or table)
    views = [f"r{n} as (select /*+ no_merge */ {pair} from {source})"]
    rows = f"r{n}"
    if not keyed:
        rows = f"u{n}"
        views.append(f"u{n} as (select /*+ no_merge */ 'E'||substr(h,1,14) k, h from r{n})")
    checked = "substr(rawtohex(standard_hash(k||':'||h,'MD5')),1,15) c"
    views.append(f"c{n} as (select /*+ no_merge */ k, h, {checked} from {rows})")
    numbers = [f"to_number(substr({x},{at},{d}),'{'X' * d}') {x}{at}" for x, at, d in _HALVES]
    numbers += [
        f"mod(to_number(substr(c,{1 + 2 * i},2),'XX'),{how.part}) p{i}"
        for i in range(PARTS if how.part > 1 else 0)
    ]
    views.append(f"q{n} as (select /*+ no_merge */ {', '.join(numbers)} from c{n})")
    sums = ", ".join(f"sum(q.{x}{at}) s{x}{at}" for x, at, _ in _HALVES)
    sql = f"select {_literal(table)} t, 0 c, count(*) n, {sums} from q{n} q"
    if how.part > 1:
        cell = f"p.i*{how.part}+case p.i when 0 then q.p0 when 1 then q.p1 else q.p2 end"
        sql = (
            f"select {_literal(table)} t, {cell} c, count(*) n, {sums}"
            f" from q{n} q cross join p group by {cell}"
        )
    return _Query(table, columns, how.part, ",\n".join(views), sql)


def pair_sql(shape: TableShape, columns: Sequence[str], lobs: Lobs) -> str:
    """``k`` and ``h`` of a row as a select list, 15 hexadecimal digits each; ``h`` alone where the
    table has no key."""
    texts = [t for c in columns if (t := text_of(c, shape.columns[c], lobs)) is not None]
    row = f"substr({hash_of(texts)},1,15) h"
    return f"{key_sql(shape)} k, {row}" if has_key(shape) else row


def has_key(shape: TableShape) -> bool:
    """Whether something tells the table's rows apart that can be put into a text."""
    known = [shape.columns.get(c) for c in shape.key]
    return bool(known) and all(k and text_of("k", k, "length") for k in known)


def key_sql(shape: TableShape) -> str:
    """A row's key, as 15 hexadecimal digits."""
    texts = [t for c in shape.key if (t := text_of(c, shape.columns[c], "length")) is not None]
    hashed = f"'F'||substr({hash_of(texts)},1,14)"
    only = shape.key[0] if len(shape.key) == 1 else None
    if only is None or not shape.columns[only].startswith("NUMBER"):
        return hashed
    column = quoted(only)
    return (
        f"case when {column}=trunc({column}) and {column} between 0 and {_MOST_NUMBER}"
        f" then to_char({column},'FM0{'X' * 14}') else {hashed} end"
    )


def _whole_numbers(rows: int, sums: Sequence[object]) -> list[int]:
    halves = [value if type(value) is int else int(str(value or 0)) for value in sums]
    pairs = zip(halves[::2], halves[1::2], strict=True)
    return [rows, *((high << _LOW_BITS) + low for high, low in pairs)]


def _sketch(cells: Mapping[int, list[int]], part: int) -> Sketch:
    at = range(PARTS * part) if part > 1 else (0, 0, 0)
    return Sketch([list(cells.get(i, (0, 0, 0, 0))) for i in at])


def key_names(
    s: Session, table: str, shape: TableShape, keys: Sequence[int], since: int | None = None
) -> dict[int, str]:
    """Those of ``keys`` that are hashes, as people know them, where their rows are there, or were
    at the SCN ``since`` and undo still knows them. One round trip, or none. Raises OracleError."""
    hashed = [key for key in keys if key > _MOST_NUMBER]
    if not hashed or not has_key(shape):
        return {}
    shown = "||', '||".join(f"to_char({quoted(c)})" for c in shape.key)
    wanted = ", ".join(f"'{key:015X}'" for key in hashed)
    sql = (
        f"select q.k, q.t from (select /*+ no_merge */ {key_sql(shape)} k, {shown} t"
        f" from {quoted(table)} {f'as of scn {since}' if since else ''}) q where q.k in ({wanted})"
    )
    try:
        found = s.query(sql)
    except OracleError as error:
        if since and error.ora:
            return {}
        raise
    return {int(str(key), 16): str(text) for key, text in found}


def keys_met(
    s: Session, table: str, shape: TableShape, condition: str, most: int
) -> set[int] | None:
    """The keys of the rows that a condition meets; None where there are more than ``most``, or the
    table has no key. ``condition``: what stands behind the table's name, alias and WHERE included.
    One round trip. Raises OracleError."""
    if not has_key(shape):
        return None
    sql = f"select {key_sql(shape)} k from {quoted(table)} {condition}"
    found = s.query(f"select q.k from ({sql}) q where rownum <= {most + 1}")
    return {int(str(key), 16) for (key,) in found} if len(found) <= most else None
