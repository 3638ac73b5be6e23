"""Logs of clients for people: how much a line weighs, all clients as one stream, a log as a text.

What is kept is ``app.rollout.log``'s; sentences are the messages'.
"""

from __future__ import annotations

import heapq
import json
from array import array
from collections.abc import Callable, Sequence
from datetime import datetime
from enum import IntEnum
from pathlib import Path
from typing import Final, Protocol

from app import durable
from app.errors import SourceError
from app.rollout.log import parse_line
from app.services.messages import Lang, log_text
from app.services.model import Verdict


class Level(IntEnum):
    """How much a line weighs for who looks for what went wrong."""

    DETAIL = 0
    NOTICE = 1
    FAILURE = 2


FAILURES: Final = frozenset({"log.refused", "log.server_refused"})
NOTICES: Final = frozenset(
    {
        "log.begun_again", "log.compile_warning", "log.export_unreadable", "log.failure_ignored",
        "log.file_added", "log.file_changed", "log.file_moved", "log.file_removed",
        "log.file_renamed", "log.import_arrived", "log.import_unknown", "log.invalid",
        "log.lock_kept", "log.logon_warning", "log.not_isolated", "log.precondition",
        "log.session_again", "log.session_anew", "log.session_not_anew", "log.tried_again",
        "log.again",
    }
)  # fmt: skip
# What the proof says for information, and what it leaves to a person: amber at most.
EXPLAINED: Final = frozenset(
    {"data.as_announced", "data.changed_by_others", "data.others_proved", "data.rows_came",
     "data.rows_added_by_release", "data.rows_more", "data.written_by_release"}
)  # fmt: skip
AMBER: Final = frozenset(
    {"data.changed_perhaps_ours", "data.columns_unread", "data.missing",
     "data.missing_perhaps_ours", "data.more_notices", "data.not_compared", "data.object_changed",
     "data.rows_fewer", "data.too_many",
     "data.adds", "data.trigger_changes", "data.trigger_columns",
     "data.trigger_unknown"}
)  # fmt: skip
_GOOD: Final = frozenset({Verdict.VERIFIED, Verdict.ALREADY_THERE, Verdict.ACCEPTED})
_BAD: Final = frozenset({Verdict.REFUSED, Verdict.FAILED, Verdict.DATA_LOSS})


class Lines(Protocol):
    """A log that is read: ``published`` lines, each with its time, code and facts."""

    @property
    def published(self) -> int: ...
    def line(self, index: int, /) -> str: ...


def level_of(line: str) -> Level:
    """The weight of a kept line; what this program did not write is a detail."""
    code, _, facts = line.partition(" ")[2].partition(" ")
    if code == "log.problem":
        problem = _fact(facts, "problem")
        explained = problem in EXPLAINED
        return Level.DETAIL if explained else Level(2 - (problem in AMBER))
    if code in FAILURES:
        return Level.FAILURE
    if code == "log.verdict":
        verdict = _fact(facts, "verdict")
        return Level.DETAIL if verdict in _GOOD else Level(1 + (verdict in _BAD))
    return Level.NOTICE if code in NOTICES else Level.DETAIL


def _fact(facts: str, name: str) -> str:
    try:
        return str(json.loads(facts).get(name, ""))
    except (ValueError, AttributeError):
        return ""


class Stream:
    """The lines of all clients as one, in the order of their times.

    ``catch_up`` takes over what was published since, some lines at a time, so that whoever looks is
    not held up. A line that comes late, from a client that was read further already, stands where
    it arrived.
    """

    def __init__(self, logs: Sequence[tuple[str, Lines]]) -> None:
        """``logs`` with their clients' names, of which two may be the same."""
        self._pairs = tuple(logs)
        self._names, self._logs = [name for name, _ in logs], [log for _, log in logs]
        self._next = [0] * len(self._logs)
        self._heads: list[tuple[str, int]] = []
        self._waiting = [False] * len(self._logs)
        self._order = array("Q")

    @property
    def published(self) -> int:
        return len(self._order)

    def catch_up(self, most: int) -> bool:
        """Take over up to ``most`` lines; whether there are more."""
        for number in range(len(self._logs)):
            self._raise_head(number)
        for _ in range(most):
            if not self._heads:
                return False
            number = heapq.heappop(self._heads)[1]
            self._order.append(number << 32 | self._next[number])
            self._waiting[number] = False
            self._next[number] += 1
            self._raise_head(number)
        return bool(self._heads)

    def whole(self) -> Stream:
        """All lines that are there by now, for who works in a thread of its own."""
        made = Stream(self._pairs)
        while made.catch_up(10_000):
            pass
        return made

    def _raise_head(self, number: int) -> None:
        log, at = self._logs[number], self._next[number]
        if not self._waiting[number] and at < log.published:
            heapq.heappush(self._heads, (log.line(at).partition(" ")[0], number))
            self._waiting[number] = True

    def line(self, index: int) -> str:
        place = self._order[index]
        return self._logs[place >> 32].line(place & 0xFFFFFFFF)

    def whose(self, index: int) -> str:
        """The name of the client whose line it is."""
        return self._names[self._order[index] >> 32]


def write_text(
    log: Lines, path: Path, language: Lang, whose: Callable[[int], str] | None = None
) -> Path:
    """The log as sentences, one a line, with the local time. SourceError ``source.unwritable``."""
    lines = []
    for number in range(log.published):
        raw = log.line(number)
        at = parse_line(raw).at
        name = whose(number) if whose else ""
        lines.append("  ".join(filter(None, (_local(at), name, log_text(raw, language)))))
    try:
        durable.write(path, "\n".join((*lines, "")))
    except OSError as error:
        raise SourceError("source.unwritable", path=str(path), detail=str(error)) from error
    return path


def _local(at: datetime | None) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M:%S}" if at else ""
