"""What comes back from whoever works on a client elsewhere, as values.

A worker notes first what happens, in its own book of the client, under a number; then it tells the
centre. The centre takes each number of a book once and in order, so that a message that comes twice
is nothing new, and one that is missing is asked for again.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

import msgspec
from msgspec import Struct

from app.rollout.events import AnyEvent


class Happened(Struct, frozen=True, tag_field="note", tag="happened"):
    """An event, as a journal has it."""

    event: AnyEvent


class Sent(Struct, frozen=True, tag_field="note", tag="sent"):
    """A statement is about to be sent; ``sha256`` is of its text."""

    changeset: str
    number: int
    sha256: str


class Answered(Struct, frozen=True, tag_field="note", tag="answered"):
    """What became of the last one that was sent of this changeset and number."""

    changeset: str
    number: int
    ok: bool
    detail: str


class Freed(Struct, frozen=True, tag_field="note", tag="freed"):
    """The changelog's lock that a run had left in the database is free."""


Body = Happened | Sent | Answered | Freed


class Note(Struct, frozen=True, tag_field="kind", tag="note"):
    """``number`` counts from 1 in the book ``source`` for this rollout; ``worker`` keeps it."""

    rollout: str
    client: str
    worker: str
    source: str
    number: int
    body: Body


class Line(Struct, frozen=True, tag_field="kind", tag="line"):
    """A line of the client's log, in the order ``number`` (from 1) of this ``attempt``."""

    rollout: str
    client: str
    worker: str
    attempt: int
    number: int
    text: str


class Outcome(StrEnum):
    """What a job came to, besides what it noted."""

    FITS = "fits"  # it was looked at, and may be begun
    WAITS = "waits"  # it was looked at, and has ended or is looked at again in its hours
    BUSY = "busy"  # it is being worked on by somebody else: nothing was done
    HERE = "here"  # this worker is at it already, by an earlier attempt: nothing was done
    OVER = "over"  # it came to its end before, and that was told again
    OTHER = "other"  # the worker has another Caravane (``detail``): nothing was done
    BROKEN = "broken"  # the worker cannot note (``detail``), and so does nothing


class Answer(Struct, frozen=True, tag_field="kind", tag="answer"):
    """Not kept by the worker: what is lost of these is found out again."""

    rollout: str
    client: str
    worker: str
    attempt: int
    outcome: Outcome
    detail: str = ""


Message = Note | Line | Answer

Emit = Callable[[Message], None]
"""Tells the centre, and never fails: what did not arrive is asked for again by its number."""


class Seen(Struct, frozen=True):
    """The centre has all notes of the book ``source`` for ``rollout`` up to ``number``."""

    rollout: str
    source: str
    number: int


_DECODER: msgspec.json.Decoder[Message] = msgspec.json.Decoder(Message)


def encode(message: Message) -> bytes:
    return msgspec.json.encode(message)


def decode(raw: bytes | str) -> Message:
    """Raises msgspec.DecodeError."""
    return _DECODER.decode(raw)
