"""What no judge reads: texts that nobody understands, or that two tools understand differently."""

from __future__ import annotations

from app.changelog.guard.verdict import Verdict, refuse
from app.sql.operations import Odd, Operation

MAX_DEPTH = 8


def unreadable(operation: Operation, depth: int) -> Verdict | None:
    """A refusal of what cannot be read for sure. ``depth``: how many texts it stands inside of."""
    fault = operation.fault if isinstance(operation, Odd) else None
    if fault is not None and fault.what == "empty":
        return refuse("unparsable", what="empty")
    if depth > MAX_DEPTH:
        return refuse("dynamic_sql", operation.at, expression="…")
    if fault is not None:
        if fault.what == "character":
            shown = f"U+{ord(fault.text[0]):04X}" if fault.text else ""
            return refuse("odd_character", fault.at, character=shown)
        if fault.what == "open_string" and (problem := cut_differently(operation)):
            return problem  # for Liquibase the text ends
        return refuse("unparsable", fault.at, what=fault.what)
    return None if depth else buffer_command(operation)


def buffer_command(operation: Operation) -> Verdict | None:
    """A refusal of lines by which SQL*Plus ends, changes or runs what it has read so far."""
    if (said := operation.buffer_command) is None:
        return None
    return refuse("sqlplus_buffer", said.at, word=said.text[:20])


def cut_differently(operation: Operation) -> Verdict | None:
    """A refusal of a text in which Liquibase takes a backslash for the escape of a quote; for
    Oracle the backslash is a character, and the text ends somewhere else."""
    said = operation.backslash_quote
    return refuse("backslash_quote", said.at) if said is not None else None


__all__ = ["MAX_DEPTH", "buffer_command", "cut_differently", "unreadable"]
