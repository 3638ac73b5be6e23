"""Which changesets a client gets, and with which values: contexts, labels, ``${client.NAME}``.

Contexts and labels are Liquibase's, by its own rules (``ExpressionMatcher`` of 4.28, as the real
engine answers): no contexts, or no filter, run everything; a changeset that names none always runs.
Values are ours: they are put in behind the checksum, so that it is the same at every client.
"""

from __future__ import annotations

import re

from msgspec import Struct

from app.changelog.model import Changelog, Changeset
from app.errors import ChangelogError

VALUE = re.compile(r"\$\{client\.([A-Za-z][A-Za-z0-9_]*)\}")
"""Where a value of the client stands in the text of a statement."""

_INNERMOST = re.compile(r"(.*?)\(([^()]*)\)(.*)", re.DOTALL)
_OR = re.compile(r"\s+or\s+", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_TRUE, _FALSE = ":true", ":false"


class Selection(Struct, frozen=True):
    """``contexts`` are names, ``label_filter`` an expression; both as ``--contexts`` and
    ``--label-filter`` take them. ``values``: name and value, in upper case and as it is written;
    None where no client is in view: a word that no value can be stands in their place."""

    contexts: tuple[str, ...] = ()
    label_filter: str = ""
    values: tuple[tuple[str, str], ...] | None = None

    def takes(self, contexts: str, labels: tuple[str, ...] = (), *, place: tuple[str, int]) -> str:
        """Why what has this context expression and these labels is left out: ``contexts`` or
        ``labels``; "" where it is taken. Raises ChangelogError ``changelog.bad_expression`` with
        ``place`` (path, line)."""
        if not self._any(contexts, self.contexts, place):
            return "contexts"
        return "" if self._any(self.label_filter, labels, place) else "labels"

    def leaves_out(self, changeset: Changeset) -> str:
        """The reason for which the client never gets it; "" where it does."""
        place = (changeset.file, changeset.line)
        for outer in changeset.outer_contexts:  # all of which must hold
            if reason := self.takes(outer, changeset.labels, place=place):
                return reason
        return self.takes(changeset.contexts, changeset.labels, place=place)

    def fill(self, text: str, place: tuple[str, int]) -> str:
        """``text`` with the client's values. Raises ChangelogError ``changelog.value_missing``."""

        known = dict(self.values or ())

        def value(match: re.Match[str]) -> str:
            name = match.group(1).upper()
            if self.values is None:
                return f"CLIENT_{name}"
            found = known.get(name)
            if found is None:
                raise ChangelogError(
                    "changelog.value_missing", path=place[0], line=place[1], name=match.group(1)
                )
            return found

        return VALUE.sub(value, text)

    @staticmethod
    def _any(expressions: str, items: tuple[str, ...], place: tuple[str, int]) -> bool:
        parts = [part.strip() for part in expressions.split(",")]
        parts = [part for part in parts if part]
        names = {item.strip().lower() for item in items if item.strip()}
        return not parts or any(_matches(part, names, place) for part in parts)


def _matches(expression: str, names: set[str], place: tuple[str, int]) -> bool:
    """Whether one expression (``a and (b or not c)``, ``!d``, ``@e``) holds for ``names``, which
    are in lower case. Without names everything holds but what asks for one (``@``)."""
    expression = expression.strip().lower()
    if expression in (_TRUE, _FALSE):
        return expression == _TRUE
    while "(" in expression or ")" in expression:
        match = _INNERMOST.fullmatch(expression)
        if match is None:
            raise ChangelogError(
                "changelog.bad_expression", path=place[0], line=place[1], text=expression
            )
        inner = _TRUE if _matches(match[2], names, place) else _FALSE
        expression = f"{match[1]} {inner} {match[3]}".strip()
    for sign, decide in ((_OR, any), (_AND, all)):
        parts = sign.split(expression)
        if len(parts) > 1:
            return decide(_matches(part, names, place) for part in parts)
    denied = expression.startswith(("!", "not "))
    if denied:
        expression = expression.removeprefix("!").removeprefix("not ").strip()
    if not names:
        return denied or not expression.startswith("@")
    if expression in (_TRUE, _FALSE):
        return (expression == _TRUE) is not denied
    return (expression.removeprefix("@") in names) is not denied


ALL = Selection()
"""No client in view: everything, as Liquibase without contexts and labels."""


def asks_values(changelog: Changelog) -> bool:
    """Whether what is sent depends on the client's values."""
    return any(c.kind != "structured" and VALUE.search(c.sql) for c in changelog.changesets)
