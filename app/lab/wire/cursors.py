"""Cursors and large objects of one connection, by number."""

from __future__ import annotations

import itertools
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.lab.backend import Column, OraError
from app.lab.wire.binds import BindName, bind_names, kind_of
from app.lab.wire.bytes import LOB_TYPES
from app.lab.wire.requests import Described


@dataclass
class Data:
    """A large object's content; a written one grows in pieces that are joined when it is read."""

    is_text: bool
    content: bytes | str

    def __post_init__(self) -> None:
        self._tail: list[bytes | str] = []
        self._size = len(self.content)

    @property
    def value(self) -> Any:
        if self._tail:
            empty: Any = "" if self.is_text else b""
            self.content = empty.join([self.content, *self._tail])
            self._tail = []
        return self.content

    def __len__(self) -> int:
        return self._size

    def write(self, at: int, data: Any) -> None:
        if at == self._size:  # the usual way: at the end, without copying what is there
            self._tail.append(data)
            self._size += len(data)
            return
        blank: Any = " " if self.is_text else b"\0"
        whole = self.value
        self.content = whole[:at] + blank * max(0, at - len(whole)) + data + whole[at + len(data) :]
        self._size = len(self.content)

    def trim(self, size: int) -> None:
        self.content = self.value[:size]
        self._size = len(self.content)


@dataclass
class Cursor:
    id: int
    sql: str | None
    kind: str
    names: Sequence[BindName]
    binds: Sequence[Described] = ()
    directions: Sequence[int] | None = None
    columns: Sequence[Column] | None = None
    rows: Iterator[tuple[Any, ...]] | None = None
    ahead: list[tuple[Any, ...]] | None = None
    defines: Sequence[Described] | None = None
    fetched: int = 0
    counts: list[int] | None = None  # rows of each iteration, where the client asked for them

    @property
    def has_lob(self) -> bool:
        return any(c.type.ora in LOB_TYPES for c in self.columns or ())

    def take(self, count: int) -> tuple[list[tuple[Any, ...]], bool]:
        """Up to ``count`` rows, and whether they were the last."""
        assert self.rows is not None
        found = list(itertools.islice(self.rows, count))
        self.fetched += len(found)
        return found, len(found) < count


class Book:
    """Open cursors and large objects by number. Satisfies ``requests.Cursors``."""

    def __init__(self) -> None:
        self.cursors: dict[int, Cursor] = {}
        self.lobs: dict[int, Data] = {}
        self._cursor_ids, self._lob_ids = itertools.count(1), itertools.count(1)

    def open(self, sql: str | None) -> Cursor:
        kind = kind_of(sql) if sql is not None else "query"
        names = bind_names(sql, kind) if sql is not None else []
        cursor = Cursor(next(self._cursor_ids), sql, kind, names)
        self.cursors[cursor.id] = cursor
        return cursor

    def get(self, number: int) -> Cursor:
        found = self.cursors.get(number)
        if found is None:
            raise OraError(1001, "invalid cursor")
        return found

    def close(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            self.cursors.pop(number, None)

    def cancel(self, numbers: Iterable[int]) -> None:
        """No more rows of these; the statements stay."""
        for number in numbers:
            if number in self.cursors:
                self.cursors[number].rows = None

    def kind(self, cursor: int) -> str:
        return self.get(cursor).kind

    def names(self, cursor: int) -> Sequence[BindName]:
        return self.get(cursor).names

    def inputs(self, cursor: int, with_outs: bool = False) -> Sequence[Described]:
        """The binds whose values come with the next execution."""
        found = self.get(cursor)
        outs = found.directions is not None and not with_outs
        return [
            b
            for i, b in enumerate(found.binds)
            if not b.bind.is_return
            and not (outs and found.directions and found.directions[i] == 16)
        ]

    def put(self, content: Any, is_text: bool, size: int = 40) -> bytes:
        """A locator of ``size`` bytes for a new large object."""
        number = next(self._lob_ids)
        self.lobs[number] = content if isinstance(content, Data) else Data(is_text, content)
        flags = bytes((0 if is_text else 0x01, 0x08, 0, 0x01))
        return (
            struct.pack(">HH", size - 2, 4) + flags + struct.pack(">Q", number) + bytes(size - 16)
        )

    def data(self, locator: bytes) -> Data:
        found = self.lobs.get(int.from_bytes(locator[8:16], "big"))
        if found is None:
            raise OraError(22922, "nonexistent LOB value")
        return found

    def lob(self, locator: bytes) -> Any:
        return self.data(locator).value or None

    def free(self, locators: Iterable[bytes]) -> None:
        for locator in locators:
            self.lobs.pop(int.from_bytes(locator[8:16], "big"), None)
