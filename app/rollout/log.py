"""A client's log: one writer thread, a file, and a published count of lines.

A line is ``TIME CODE FACTS``: UTC, a dotted code, and its facts as a JSON object. The sentence in
the reader's language is made when it is looked at. The window reads ``published`` once per frame
and fetches the lines that it draws; nothing is queued for it. The file is the audit log, and no
secret ever reaches it.
"""

from __future__ import annotations

import json
import threading
from array import array
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, NamedTuple

from app.errors import JournalError
from app.masking import Masks

Fact = str | int


class LogLine(NamedTuple):
    """One line that was read. ``code`` is "" for a line that this program did not write whole:
    its text is the fact ``text``."""

    at: datetime | None
    code: str
    facts: dict[str, Fact]


def parse_line(line: str) -> LogLine:
    """A line of a kept log; never raises, because the file may have been touched by others."""
    stamp, _, rest = line.partition(" ")
    code, _, tail = rest.partition(" ")
    try:
        at = datetime.fromisoformat(stamp.replace("Z", "+00:00"))
        facts = json.loads(tail) if tail else {}
    except ValueError:
        return LogLine(None, "", {"text": line})
    if "." not in code or not isinstance(facts, dict):
        return LogLine(at, "", {"text": rest})
    return LogLine(at, code, facts)


class ClientLog:
    """Append from one thread, read from any. ``published`` is the number of whole lines."""

    def __init__(self, path: Path, secrets: Iterable[str] = ()) -> None:
        """The lines that are in the file already are readable, and new ones go behind them."""
        self.path = path
        self._secrets = Masks(secrets)
        self._offsets = array("Q", [0])
        self._reading = threading.Lock()
        self._reader: IO[bytes] | None = None
        self._writer: IO[bytes] | None = None
        self._size = 0
        self.published = 0
        self._index()

    @classmethod
    def read(cls, path: Path) -> ClientLog:
        """A kept log, for reading; an absent file is an empty log."""
        return cls(path)

    def _index(self) -> None:
        """Find the lines that are there. A last line without an end (the writer was killed) is
        not published; the next ``append`` ends it first."""
        try:
            with self.path.open("rb") as file:
                for line in file:
                    self._size += len(line)
                    if line.endswith(b"\n"):
                        self._offsets.append(self._size)
        except FileNotFoundError:
            return
        self.published = len(self._offsets) - 1

    def add_secret(self, secret: str) -> None:
        """From now on ``secret`` never reaches the file."""
        self._secrets.add(secret)

    def redact(self, text: str) -> str:
        """``text`` without any of the secrets."""
        return self._secrets.masked(text)

    def redact_facts(self, facts: Mapping[str, str | int]) -> dict[str, str | int]:
        """``facts`` without any of the secrets in their texts."""
        return {k: self.redact(v) if isinstance(v, str) else v for k, v in facts.items()}

    def append(self, code: str, /, **facts: Fact) -> None:
        """Write one line, with the time in UTC. Raises JournalError ``log.unwritable``."""
        stamp = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        told = json.dumps(self.redact_facts(facts), ensure_ascii=False) if facts else ""
        self.take(f"{stamp} {code} {_printable(told)}".rstrip())

    def take(self, line: str) -> None:
        """Write a line as ``append`` made it, here or elsewhere. Raises as ``append``."""
        raw = f"{_printable(line)}\n".encode()
        try:
            self._write(raw)
        except OSError as error:
            raise JournalError("log.unwritable", path=str(self.path), detail=str(error)) from error
        self._size += len(raw)
        self._offsets.append(self._size)
        self.published = len(self._offsets) - 1  # last: readers go by it

    def _write(self, content: bytes) -> None:
        if self._writer is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            # Unbuffered: what could not be written is not waiting to be written at the end.
            self._writer = self.path.open("ab", buffering=0)
            if self._size > self._offsets[-1]:
                self._writer.write(b"\n")
                self._size += 1
                self._offsets.append(self._size)
        view = memoryview(content)
        while view:
            view = view[self._writer.write(view) or 0 :]

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
        """Let go of the file; reading and writing open it again."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        with self._reading:
            if self._reader is not None:
                self._reader.close()
                self._reader = None


def _printable(told: str) -> str:
    """JSON with all that is not printable escaped, so that a terminal shows it as text."""
    if told.isprintable():
        return told
    return "".join(
        c if c.isprintable() else f"\\u{ord(c):04x}" if c < "\U00010000" else json.dumps(c)[1:-1]
        for c in told
    )
