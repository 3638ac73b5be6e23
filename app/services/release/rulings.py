"""The guard's rulings as the user reads them."""

from __future__ import annotations

from collections.abc import Iterable

import sqlparse

from app.changelog import Ruling
from app.services.model import RulingView


def readable(statement: str) -> str:
    """A statement on one line, without its comments; for reading, never for deciding."""
    bare = sqlparse.format(statement, strip_comments=True, strip_whitespace=True)
    return " ".join(str(bare).split()) or " ".join(statement.split())


def views(rulings: Iterable[Ruling]) -> tuple[RulingView, ...]:
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
        )
        for r in rulings
    )
