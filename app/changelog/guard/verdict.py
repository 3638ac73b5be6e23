"""What the guard thinks of one statement, and what it may know while it thinks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from msgspec import Struct

from app.sql.lexer import Token

ALLOWED = "guard.allowed"
STORED = "guard.stored_code"
NOTICE = "guard.stored_code_notice"

Outcome = Literal["allowed", "announce", "refused"]
"""``announce``: it writes into data that clients had before, and passes only when the release
announces it."""


class Verdict(Struct, frozen=True):
    """``rule`` is a dotted code; ``at`` the offset, in the statement, of what decided."""

    verdict: Outcome
    rule: str
    at: int = 0
    facts: dict[str, str] = {}

    @property
    def allowed(self) -> bool:
        return self.verdict == "allowed"


@dataclass
class Knowledge:
    """Facts beside the text.

    ``columns``: (TABLE, COLUMN) -> data type as it stands in the database, both names as stored
    in the dictionary. ``trusted``: procedures and packages that this changelog creates and whose
    body is clean. ``flagged``: created code (and tables with a created trigger) -> the rule that
    its body would break if it stood in the changelog itself. ``unclean``: packages and types whose
    specification itself runs code that nobody knows.
    """

    columns: Mapping[tuple[str, str], str] = field(default_factory=dict)
    trusted: set[str] = field(default_factory=set)
    flagged: dict[str, str] = field(default_factory=dict)
    unclean: set[str] = field(default_factory=set)


def refuse(rule: str, token: Token | None = None, /, **facts: str) -> Verdict:
    """A refusal at ``token``; ``rule`` without its prefix ``guard.``."""
    return Verdict("refused", f"guard.{rule}", token.start if token else 0, facts)


def announce(rule: str, token: Token | None = None, /, **facts: str) -> Verdict:
    """At ``token`` it writes into data that clients had before; ``rule`` without ``guard.``."""
    return Verdict("announce", f"guard.{rule}", token.start if token else 0, facts)


def allow(rule: str = ALLOWED, /, **facts: str) -> Verdict:
    return Verdict("allowed", rule, 0, facts)
