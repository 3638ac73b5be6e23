"""What no judge reads: texts that nobody understands, or that two tools understand differently."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.changelog.guard.verdict import Verdict, refuse
from app.sql.lexer import Kind, Token
from app.sql.tokens import depths, is_op, is_word

MAX_DEPTH = 8

_BUFFER = re.compile(r"A(?:P(?:P(?:E(?:ND?)?)?)?)?|C(?:H(?:A(?:N(?:GE?)?)?)?)?|DEL|ED(?:IT?)?|GET|"
                     r"I(?:N(?:P(?:UT?)?)?)?|L(?:I(?:ST?)?)?|R(?:UN?)?|SAV(?:E)?")  # fmt: skip


def unreadable(found: Sequence[Token], depth: int) -> Verdict | None:
    """A refusal of what cannot be read for sure."""
    if not found:
        return refuse("unparsable", None, what="empty")
    if depth > MAX_DEPTH:
        return refuse("dynamic_sql", found[0], expression="…")
    for token in found:
        if token.kind is Kind.ODD:
            if token.value == "character":
                shown = f"U+{ord(token.text[0]):04X}" if token.text else ""
                return refuse("odd_character", token, character=shown)
            if token.value == "open_string" and (problem := cut_differently(found)):
                return problem  # for Liquibase the text ends
            return refuse("unparsable", token, what=token.value)
    balance = sum(is_op(t, "(") - is_op(t, ")") for t in found)
    if balance or any(level < 0 for level in depths(found)):
        return refuse("unparsable", found[0], what="parentheses")
    return None if depth else buffer_command(found)


def buffer_command(found: Sequence[Token]) -> Verdict | None:
    """A refusal of lines by which SQL*Plus ends, changes or runs what it has read so far: it would
    run something else than what is written here."""
    lines = [t.line + t.text.count("\n") for t in found]
    code = is_word(found[0], "BEGIN", "DECLARE", "CREATE")
    for i, token in enumerate(found):
        above = lines[i - 1] if i else 0
        below = found[i + 1].line if i + 1 < len(found) else token.line + 1
        if is_op(token, ".") and above < token.line < below:
            return refuse("sqlplus_buffer", token, word=".")
        if i and not code and token.line > above + 1 and _changes_buffer(found, i):
            return refuse("sqlplus_buffer", token, word=token.text[:20])
    return None


def _changes_buffer(found: Sequence[Token], i: int) -> bool:
    """Whether a line behind an empty one begins like a command on the buffer."""
    token = found[i]
    if token.kind is Kind.NUMBER:
        return True
    if token.kind is not Kind.WORD or not _BUFFER.fullmatch(token.value):
        return False
    following = found[i + 1] if i + 1 < len(found) else None
    if following is None or following.line > token.line:
        return True
    if is_op(following, "/") or following.kind is Kind.NUMBER:
        return True
    return len(token.value) > 2 and following.kind is Kind.WORD


def cut_differently(found: Sequence[Token]) -> Verdict | None:
    """A refusal of a text in which Liquibase takes a backslash for the escape of a quote; for
    Oracle the backslash is a character, and the text ends somewhere else."""
    for token in found:
        if token.kind is Kind.STRING and "\\'" in token.text:
            return refuse("backslash_quote", token)
    return None


__all__ = ["MAX_DEPTH", "buffer_command", "cut_differently", "unreadable"]
