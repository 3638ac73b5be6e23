"""Liquibase's two checksums of a changeset.

Version 9 (Liquibase 4.22 and later) is blind to all whitespace and to every attribute; version 8
(3.5 to 4.21) squeezes whitespace and covers the three attributes that steer the splitting. The
formulas are confirmed by checksums that the real engines computed (tests/changelog/vectors).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

_BLANKS = bytes([0x20, 0x09, 0x0D, 0x0A])
_RUN = re.compile(rb"[ \t\r\n]+")
_STORED = re.compile(r"(?:(\d+):)?([0-9a-fA-F]{32})")


def _md5(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


def wrapped(version: int, inner: Iterable[str]) -> str:
    """A changeset's checksum covers those of its changes; formatted SQL has one change. Of none it
    is that of nothing."""
    return f"{version}:{_md5(''.join(f'{version}:{one}:' for one in inner).encode())}"


def checksum_v9(sql: str) -> str:
    """``9:`` and 32 hex digits, over ``sql`` without spaces, tabs, CR and LF.

    Other blanks (no-break space, form feed, line separator) count, and nothing is normalised.
    """
    return wrapped(9, (body_v9(sql),))


def body_v9(sql: str) -> str:
    """The inner checksum of one text of SQL: 32 hex digits."""
    return _md5(sql.encode("utf-8", "replace").translate(None, _BLANKS))


def checksum_v8(
    sql: str, end_delimiter: str | None, split_statements: bool, strip_comments: bool
) -> str:
    """``8:`` and 32 hex digits, over the three attributes and ``sql`` with squeezed whitespace."""
    return wrapped(8, (body_v8(sql, end_delimiter, split_statements, strip_comments),))


def body_v8(
    sql: str, end_delimiter: str | None, split_statements: bool, strip_comments: bool
) -> str:
    """The inner checksum of one text of SQL: 32 hex digits."""
    squeezed = _RUN.sub(b" ", sql.encode("utf-8", "replace")).strip(b" ")
    head = (
        f"{'null' if end_delimiter is None else end_delimiter}:"
        f"{str(split_statements).lower()}:{str(strip_comments).lower()}:"
    )
    return _md5(head.encode() + squeezed)


def version_of(stored: str) -> int | None:
    """The algorithm of a stored MD5SUM: 9, 8, or an older one; 1 for bare hex; None if it is none
    of Liquibase's."""
    match = _STORED.fullmatch(stored.strip())
    if match is None:
        return None
    return int(match.group(1) or 1)
