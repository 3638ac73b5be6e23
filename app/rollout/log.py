"""A client's log: one writer thread, a file, and a published count of lines.

The window reads ``published`` once per frame and fetches the lines that it draws; nothing is
queued for it. The file is the audit log.
"""

from __future__ import annotations

import threading
from array import array
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from app.errors import JournalError

MASK = "•••"


class ClientLog:
    """Append from one thread, read from any. ``published`` is the number of whole lines."""

    def __init__(self, path: Path, secrets: Iterable[str] = ()) -> None:
        """Open for appending; the lines that are there already are readable too."""
        self.path = path
        self._secrets = [s for s in secrets if s]
        self._offsets = array("Q", [0])
        self._reading = threading.Lock()
        self._reader: IO[bytes] | None = None
        self._writer: IO[bytes] | None = None
        self.published = 0
        self._index()

    @classmethod
    def read(cls, path: Path) -> ClientLog:
        """A kept log, for reading; an absent file is an empty log."""
        return cls(path)

    def _index(self) -> None:
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            at = 0
            for line in file:
                at += len(line)
                self._offsets.append(at)
        self.published = len(self._offsets) - 1

    def add_secret(self, secret: str) -> None:
        """From now on ``secret`` never reaches the file."""
        if secret and secret not in self._secrets:
            self._secrets.append(secret)

    def append(self, text: str) -> None:
        """Write one line per line of ``text``, with the time in UTC. Raises JournalError
        ``log.unwritable``."""
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
        try:
            if self._writer is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._writer = self.path.open("ab")
            for line in text.splitlines() or [""]:
                raw = f"{stamp} {_printable(line)}\n".encode()
                self._writer.write(raw)
                self._writer.flush()
                self._offsets.append(self._offsets[-1] + len(raw))
        except OSError as error:
            raise JournalError("log.unwritable", path=str(self.path), detail=str(error)) from error
        self.published = len(self._offsets) - 1  # last: readers go by it

    def line(self, index: int) -> str:
        """One line, without its line end. IndexError beyond ``published``."""
        if not 0 <= index < self.published:
            raise IndexError(index)
        start, end = self._offsets[index], self._offsets[index + 1]
        with self._reading:
            if self._reader is None:
                self._reader = self.path.open("rb")
            self._reader.seek(start)
            return self._reader.read(end - start - 1).decode("utf-8", "replace")

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        with self._reading:
            if self._reader is not None:
                self._reader.close()
                self._reader = None


def _printable(line: str) -> str:
    return "".join(c if c.isprintable() or c == "\t" else "\N{REPLACEMENT CHARACTER}" for c in line)
