"""SQL that turns a column's value into text which is the same for the same value and another one
for any other: whatever the session's language is, NULL or not.

Each text ends in ``|``, stands for NULL as ``-`` and has its length in front where it can hold
anything, so that no two rows give one text when the columns' texts stand side by side. What is long
counts by its hash. STANDARD_HASH takes no LONG, LOB or object type (Oracle Database SQL Language
Reference, STANDARD_HASH); a LOB is hashed piece by piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, Literal

from msgspec import Struct

Lobs = Literal["full", "ends", "length"]
"""How deep a LOB is read: all of it up to 16 million characters or bytes, its length with its first
4500 and last 900, or its length alone."""

_SHORT: Final = 400  # bytes; what can be longer counts by its hash
_TEXT: Final = 3_800  # bytes: a text of SQL ends at 4000
_HASH: Final = 33
_PIECE: Final = 900  # characters for each piece of a LOB: at most 3600 bytes in UTF-8
_FULL: Final = 16_000_000  # characters or bytes; a longer LOB is read at its ends
_ENDS: Final = 6  # pieces of a LOB that is read at its ends, the last one among them

_NLS: Final = "'NLS_NUMERIC_CHARACTERS=''.,'''"
_CALENDAR: Final = "'NLS_CALENDAR=GREGORIAN'"
_DATE: Final = "SYYYY-MM-DD HH24:MI:SS"  # S: the era
_SIZE: Final = re.compile(r"\((\d+)(?: (CHAR|BYTE))?\)")


class Text(Struct, frozen=True):
    """``sql``: never NULL. ``width``: the most bytes that it can have, the same for all sizes of a
    type: a column that gets wider keeps the texts of its values, and its place among them."""

    sql: str
    width: int


def text_of(name: str, type_name: str, lobs: Lobs = "full") -> Text | None:
    """A column's text; None for a type that has none (LONG, XMLTYPE, object types ...).
    ``type_name`` is as ``type_text`` of the dictionary writes it."""
    column = quoted(name)
    base = type_name.partition("(")[0].strip()
    match base:
        case "VARCHAR2" | "VARCHAR":
            return _characters(column, column, _bytes(type_name))
        case "CHAR":  # blanks are padding: a wider column holds the same value
            return _characters(column, f"rtrim({column})", _bytes(type_name))
        case "NVARCHAR2":
            return _hashed(column, column)
        case "NCHAR":
            return _hashed(column, f"rtrim({column})")
        case "NUMBER" | "FLOAT":
            return _plain(column, f"to_char({column},'TM9',{_NLS})", 70)
        case "DATE":
            return _plain(column, f"to_char({column},'{_DATE}',{_CALENDAR})", 24)
        case "TIMESTAMP":
            return _timestamp(column, type_name)
        case "RAW":
            return _raw(column, _bytes(type_name))
        case "BINARY_FLOAT" | "BINARY_DOUBLE" | "INTERVAL YEAR" | "INTERVAL DAY":
            return _hashed(column, column)
        case "ROWID":
            return _plain(column, f"rowidtochar({column})", 18)
        case "BOOLEAN":
            cases = f"case when {column} is null then '-' when {column} then '1' else '0' end"
            return Text(f"{cases}||'|'", 2)
        case "CLOB" | "NCLOB":
            return _lob(column, "{}", lobs)
        case "BLOB":
            return _lob(column, "rawtohex({})", lobs)
    return None


def quoted(name: str) -> str:
    # Oracle allows no quotation mark in a quoted identifier, so there is nothing to escape.
    return f'"{name}"'


def hash_of(texts: Sequence[Text]) -> str:
    """SQL for the MD5 of a row of texts, as 32 hexadecimal digits. However many there are, no text
    that it puts together is longer than SQL allows."""
    level = [*texts] or [Text("'-'", 1)]
    while True:
        hashes = [_md5("||".join(t.sql for t in group)) for group in _groups(level)]
        if len(hashes) == 1:
            return hashes[0]
        level = [Text(sql, _HASH) for sql in hashes]


def _groups(texts: Iterable[Text]) -> Iterable[list[Text]]:
    group: list[Text] = []
    size = 0
    for text in texts:
        if group and size + text.width > _TEXT:
            yield group
            group, size = [], 0
        group.append(text)
        size += text.width
    yield group


def _md5(sql: str) -> str:
    return f"rawtohex(standard_hash({sql},'MD5'))"


def _bytes(type_name: str) -> int:
    found = _SIZE.search(type_name)
    if found is None:
        return _SHORT + 1
    return int(found[1]) * (4 if found[2] == "CHAR" else 1)


def _plain(column: str, sql: str, width: int) -> Text:
    """For a value whose text has neither ``|`` nor is ``-``."""
    return Text(f"nvl2({column},{sql},'-')||'|'", width + 1)


def _characters(column: str, value: str, size: int) -> Text:
    # An empty rest of a CHAR is NULL in Oracle: it shows as ":" and not as "-".
    told = f"lengthb({value})||':'||{value}"
    if size > _SHORT:
        told = f"case when lengthb({value})>{_SHORT} then {_md5(value)} else {told} end"
    return Text(f"nvl2({column},{told},'-')||'|'", _SHORT + 6)


def _raw(column: str, size: int) -> Text:
    told = f"rawtohex({column})"
    if 2 * size > _SHORT:
        told = f"case when lengthb({told})>{_SHORT} then {_md5(column)} else {told} end"
    return Text(f"nvl2({column},{told},'-')||'|'", _SHORT + 1)


def _hashed(column: str, value: str) -> Text:
    inner = _md5(value)
    if value != column:  # may be NULL though the column is not
        inner = f"nvl2({value},{inner},':')"
    return Text(f"nvl2({column},{inner},'-')||'|'", _HASH)


def _timestamp(column: str, type_name: str) -> Text:
    if "LOCAL TIME ZONE" in type_name:  # shown in the session's zone, so bring it to UTC first
        return _plain(column, f"to_char(sys_extract_utc({column}),'{_DATE}.FF9',{_CALENDAR})", 34)
    if "TIME ZONE" in type_name:  # the region too: its rules are part of the value
        mask = f"{_DATE}.FF9 TZH:TZM TZR"
        return _plain(column, f"to_char({column},'{mask}',{_CALENDAR})", 110)
    return _plain(column, f"to_char({column},'{_DATE}.FF9',{_CALENDAR})", 34)


def _lob(column: str, wrapped: str, lobs: Lobs) -> Text:
    length = f"dbms_lob.getlength({column})"
    told = f"{length}||''"
    if lobs != "length":
        whole = _FULL if lobs == "full" else _ENDS * _PIECE
        told = f"{length}||':'||{_pieces(column, wrapped, length, whole)}"
    return Text(f"case when {column} is null then '-' else {told} end||'|'", 50)


def _pieces(column: str, wrapped: str, length: str, whole: int) -> str:
    """A sum over the pieces of a LOB up to ``whole`` long, of a longer one over its first ones and
    its last one. Each counts with its place; 48 bits each."""
    at = f"1+(level-1)*{_PIECE}"
    at = f"case when level={_ENDS} and {length}>{whole} then {length}-{_PIECE - 1} else {at} end"
    piece = wrapped.format(f"dbms_lob.substr({column},{_PIECE},{at})")
    numbered = _md5(f"level||':'||{piece}")
    count = f"case when {length}>{whole} then {_ENDS} else ceil({length}/{_PIECE}) end"
    return (
        f"(select sum(to_number(substr({numbered},1,12),'{'X' * 12}')) from dual"
        f" connect by level<={count})"
    )
