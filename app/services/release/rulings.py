"""The guard's rulings as the user reads them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

import sqlparse

from app.changelog import Ruling, Standing
from app.services.model import RulingView

_NOTHING: Final = Standing()


def readable(statement: str) -> str:
    """A statement on one line, without its comments; for reading, never for deciding."""
    bare = sqlparse.format(statement, strip_comments=True, strip_whitespace=True)
    return " ".join(str(bare).split()) or " ".join(statement.split())


def visible(text: str) -> str:
    """A statement for reading, with whatever would hide or move a part of it spelled out."""
    return "".join(
        c
        if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Zl", "Zp")
        else f"\\u{ord(c):04x}"
        for c in text
    )


def views(rulings: Iterable[Ruling], standing: Standing = _NOTHING) -> tuple[RulingView, ...]:
    """``standing`` says what the approvals of their changelog are worth."""
    return tuple(
        RulingView(
            path=r.path,
            line=r.line,
            changeset=r.changeset,
            statement=readable(r.statement),
            verb=r.verb,
            allowed=r.allowed,
            verdict=r.verdict,
            rule=r.rule,
            facts=dict(r.facts),
            text=r.text,
            approval=standing.good.get(r.changeset) if r.verdict == "announce" else None,
            void=standing.void.get(r.changeset) if r.verdict == "announce" else None,
        )
        for r in rulings
    )
