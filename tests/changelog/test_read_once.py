"""A statement of a client's changelog is lexed once for a release, whoever asks about it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from app.changelog import guard_changelog, judge_changelog, lint, parse_changelog, status, update
from app.changelog.run.effect import took_effect
from app.rollout import purpose
from app.sql import lexer
from tests.changelog.memory import Database, Journal, Table

MARKS = ("CANAL", "NEUF_ONE", "NEUF_TWO", "NEUF_P", "NOTED")
RELEASE = b"""--liquibase formatted sql
--changeset k:1
ALTER TABLE CONTRATS ADD (CANAL VARCHAR2(30));
--changeset k:2
CREATE TABLE NEUF_ONE (A NUMBER);
--changeset k:3
INSERT INTO NEUF_TWO VALUES (1);
--changeset k:4 endDelimiter:/ stripComments:false
CREATE OR REPLACE PROCEDURE NEUF_P AS BEGIN NULL; END;
/
--changeset k:5
COMMENT ON TABLE NOTED IS 'x';
"""


class Counting:
    """The lexer's pattern, counting how often each marked word is read."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        self.seen = dict.fromkeys(MARKS, 0)

    def match(self, text: str, at: int) -> re.Match[str] | None:
        found = self.pattern.match(text, at)
        if found is not None and found.group() in self.seen:
            self.seen[found.group()] += 1
        return found


def test_a_statement_is_lexed_once_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    counting: Any = Counting(lexer._TOKEN)
    monkeypatch.setattr(lexer, "_TOKEN", counting)
    changelog = parse_changelog({"changelog/one.sql": RELEASE})
    judgement = judge_changelog(changelog)
    assert all(ruling.allowed for ruling in judgement.rulings)
    assert guard_changelog(changelog) == judgement.rulings
    lint(changelog)
    for _ in range(3):  # clients
        database = Database()
        database.data.tables["CONTRATS"] = Table({"ID": "N"})
        database.data.tables["NEUF_TWO"] = Table({"A": "N"})
        status(database.session(), changelog)
        purpose.read(changelog, [c.key for c in changelog.changesets], ())
        update(database.session(), changelog, Journal(), lambda: False, judgement=judgement)
        for changeset in changelog.changesets:
            for statement in changeset.statements:
                took_effect(database.session(), statement.operation)
    assert counting.seen == dict.fromkeys(MARKS, 1)
