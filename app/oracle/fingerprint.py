"""A digest of each table's content, computed where the data is.

One query reads many tables and returns one row for each: the number of rows, and two sums of a
hash over the row's columns with two different seeds. A sum does not depend on the order of rows,
and only these few numbers cross the network. A row's hash chains the columns, each seeding the
next, so values that change places within a row or between rows are seen.

Only expressions that give the same text on every run enter a hash: ORA_HASH itself may not be
used on a LOB (Oracle Database SQL Language Reference, ORA_HASH), and session settings must not
matter. A CLOB or BLOB counts by its length, its first 4000 and its last 1000 characters or bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from app.oracle.dictionary import table_columns
from app.oracle.session import Session

_MAX: Final = 4_294_967_295  # ORA_HASH's largest bucket and seed
_SEEDS: Final = (0, 2_654_435_761)
_CHAIN: Final = 8  # columns for each chain: bounds how deep the expression nests
_BATCH_CHARACTERS: Final = 60_000
_NULL: Final = "'<null>'"

_DATE: Final = "YYYY-MM-DD HH24:MI:SS"
_PIECE: Final = 1_000  # characters for each piece of a LOB: at most 4000 bytes in UTF-8
_PIECES: Final = 4


class TableDigest(Struct, frozen=True):
    """One table. ``columns``: name to type text, all that exist now. ``hashed``: the names that
    ``digest`` covers, in order; a column of a type that cannot be hashed (LONG, object types,
    XMLTYPE ...) is in ``columns`` only. ``digest`` is decimal text, ``<sum>-<sum>``."""

    table: str
    rows: int
    columns: dict[str, str]
    hashed: tuple[str, ...]
    digest: str


def table_fingerprints(
    s: Session, columns: Mapping[str, Sequence[str]] | None = None
) -> tuple[TableDigest, ...]:
    """Digest the session's own tables, by table name.

    With ``columns`` (table to column names, as an earlier ``hashed``) only those tables and
    columns are hashed, so that a column added since does not change the digest. What no longer
    exists is absent from the result: the caller compares, nothing is raised. One round trip for
    the dictionary, and one for each 60 000 characters of SQL. Raises OracleError.
    """
    known = table_columns(s)
    wanted = sorted(known if columns is None else known.keys() & columns.keys())
    hashed = {
        table: tuple(
            sorted(
                name
                for name in (known[table] if columns is None else columns[table])
                if name in known[table] and expression(name, known[table][name]) is not None
            )
        )
        for table in wanted
    }
    selects = [_select(table, hashed[table], known[table]) for table in wanted]
    found: dict[str, tuple[int, str]] = {}
    for statement in _batches(selects):
        for table, rows, *sums in s.query(statement):
            found[table] = (int(rows), "-".join(str(int(value or 0)) for value in sums))
    return tuple(
        TableDigest(table, found[table][0], known[table], hashed[table], found[table][1])
        for table in wanted
    )


def _batches(selects: Sequence[str]) -> Iterator[str]:
    batch: list[str] = []
    size = 0
    for select in selects:
        if batch and size + len(select) > _BATCH_CHARACTERS:
            yield "\nunion all\n".join(batch)
            batch, size = [], 0
        batch.append(select)
        size += len(select)
    if batch:
        yield "\nunion all\n".join(batch)


def _select(table: str, names: Sequence[str], types: Mapping[str, str]) -> str:
    texts = [text for name in names if (text := expression(name, types[name])) is not None]
    sums = ", ".join(f"sum({_row_hash(texts, seed)})" for seed in _SEEDS)
    literal = table.replace("'", "''")
    return f"select '{literal}', count(*), {sums} from {_quoted(table)}"


def _row_hash(texts: Sequence[str], seed: int) -> str:
    chains: list[str] = []
    for start in range(0, len(texts), _CHAIN):
        chain = str(seed)
        for text in texts[start : start + _CHAIN]:
            chain = f"ora_hash({text},{_MAX},{chain})"
        chains.append(chain)
    match chains:
        case []:
            return "0"
        case [only]:
            return only
    joined = "||'.'||".join(f"to_char({chain})" for chain in chains)
    return f"ora_hash({joined},{_MAX},{seed})"


def expression(name: str, type_name: str) -> str | None:
    """SQL that turns a column into text that is never NULL and always the same for one value;
    None for a type that has no such text. ``type_name`` is as ``type_text`` writes it."""
    column = _quoted(name)
    text = _text(column, type_name)
    return None if text is None else f"nvl({text},{_NULL})"


def _text(column: str, type_name: str) -> str | None:
    base = type_name.partition("(")[0].strip()
    match base:
        case "VARCHAR2" | "VARCHAR" | "NVARCHAR2":
            return column
        case "CHAR" | "NCHAR":
            return f"rtrim({column})"  # blanks are padding: a wider column holds the same value
        case "NUMBER" | "FLOAT":
            return f"to_char({column},'TM9')"
        case "BINARY_FLOAT" | "BINARY_DOUBLE" | "INTERVAL YEAR" | "INTERVAL DAY":
            return f"to_char({column})"
        case "DATE":
            return f"to_char({column},'{_DATE}')"
        case "TIMESTAMP":
            return _timestamp(column, type_name)
        case "RAW":
            return f"rawtohex({column})"
        case "CLOB" | "NCLOB":
            return _lob(column, "{}")
        case "BLOB":
            return _lob(column, "rawtohex({})")
        case "BOOLEAN":
            return f"case when {column} then '1' when not {column} then '0' end"
    return None


def _timestamp(column: str, type_name: str) -> str:
    if "LOCAL TIME ZONE" in type_name:  # shown in the session's zone, so bring it to UTC first
        return f"to_char(sys_extract_utc({column}),'{_DATE}.FF9')"
    zone = " TZH:TZM" if "TIME ZONE" in type_name else ""
    return f"to_char({column},'{_DATE}.FF9{zone}')"


def _lob(column: str, wrapped: str) -> str:
    length = f"dbms_lob.getlength({column})"
    starts = [str(1 + i * _PIECE) for i in range(_PIECES)]
    starts.append(f"greatest({length}-{_PIECE - 1},1)")
    hashes = [
        f"ora_hash({wrapped.format(f'dbms_lob.substr({column},{_PIECE},{start})')})"
        for start in starts
    ]
    return f"{length}||'.'||" + "||'.'||".join(hashes)


def _quoted(name: str) -> str:
    # Oracle allows no quotation mark in a quoted identifier, so there is nothing to escape.
    return f'"{name}"'
