"""The guard judges a release once; a client is asked only what its dictionary alone can tell."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from app.changelog import judge_changelog, update
from app.changelog.guard import changelog as guarding
from app.errors import GuardError
from tests.changelog.memory import Database, Journal, Table, changelog

MODIFY = "ALTER TABLE CONTRATS MODIFY NOM VARCHAR2(60);"
RELEASE = f"""
--changeset k:1
--preconditions onFail:HALT
--precondition-sql-check expectedResult:0 SELECT COUNT(*) FROM CONTRATS
CREATE SEQUENCE S;
--changeset k:2
{MODIFY}
--changeset k:3
CREATE INDEX I ON CONTRATS (NOM);
"""
SMALL = {("CONTRATS", "NOM"): "VARCHAR2(30 BYTE)"}
LARGE = {("CONTRATS", "NOM"): "VARCHAR2(90 BYTE)"}


def client(size: int) -> Database:
    database = Database()
    kind = ("VARCHAR2", size, size, "B", None, None)
    database.data.tables["CONTRATS"] = Table({"NOM": "Y"}, {"NOM": kind})
    return database


def test_each_client_is_asked_for_its_columns_and_nothing_is_judged_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = changelog(RELEASE)
    judgement = judge_changelog(text)
    judged: list[str] = []
    judge = guarding.judge

    def counting(sql: str, *args: Any, **named: Any) -> Any:
        judged.append(sql)
        return judge(sql, *args, **named)

    monkeypatch.setattr(guarding, "judge", counting)
    for size in (30, 40):
        update(client(size).session(), text, Journal(), lambda: False, judgement=judgement)
    with pytest.raises(GuardError) as caught:
        update(client(90).session(), text, Journal(), lambda: False, judgement=judgement)
    assert caught.value.facts["rule"] == "guard.narrowing"
    assert set(judged) == {MODIFY.rstrip(";")}


def test_what_one_client_proves_is_not_proved_for_another() -> None:
    text = changelog(RELEASE)
    judgement = judge_changelog(text)
    before = copy.deepcopy(judgement)
    modify = text.changesets[1]
    rules = [
        [r.rule for r in judgement.of_changeset(modify, columns, again=False)]
        for columns in (SMALL, LARGE, {}, {("AUTRE", "NOM"): "NUMBER"}, SMALL)
    ]
    assert rules == [
        ["guard.allowed"], ["guard.narrowing"], ["guard.type_unproven"],
        ["guard.type_unproven"], ["guard.allowed"],
    ]  # fmt: skip
    assert judgement == before


def test_rulings_are_in_the_order_of_the_run_with_their_preconditions() -> None:
    text = changelog(RELEASE)
    judgement = judge_changelog(text)
    assert [(r.verb, r.rule) for r in judgement.rulings] == [
        ("SELECT", "guard.allowed"), ("CREATE SEQUENCE", "guard.allowed"),
        ("ALTER TABLE", "guard.type_unproven"), ("CREATE INDEX", "guard.allowed"),
    ]  # fmt: skip
    first = text.changesets[0]
    assert judgement.of_changeset(first, {}, again=False) == judgement.rulings[:2]
    assert (
        judgement.of_statement(first, first.statements[0], {}, again=False) == judgement.rulings[1]
    )


def test_code_that_stands_before_a_proof_is_known_to_it() -> None:
    """The block calls code of the changelog; with the columns it is judged as it was there."""
    text = changelog(
        "--changeset k:1 endDelimiter:/\nCREATE OR REPLACE PROCEDURE P AS BEGIN NULL; END;\n/\n"
        "BEGIN\n P;\n EXECUTE IMMEDIATE 'alter table contrats modify nom varchar2(60)';\nEND;\n/\n"
    )
    (changeset,) = text.changesets
    judgement = judge_changelog(text)
    rules = [r.rule for r in judgement.of_changeset(changeset, SMALL, again=False)]
    assert rules[1] == "guard.allowed"
    assert judgement.rulings[1].rule == "guard.type_unproven"


def test_what_runs_again_creates_nothing_new() -> None:
    """At a client that has it, the table of a changeset that runs again may hold data."""
    text = changelog(
        "--changeset k:1 runAlways:true\nCREATE TABLE IF NOT EXISTS NEUF (A NUMBER, B NUMBER);\n"
        "UPDATE NEUF SET A = 1 WHERE B = 2;\n"
    )
    (changeset,) = text.changesets
    judgement = judge_changelog(text)
    new = judgement.of_changeset(changeset, {}, again=False)
    again = judgement.of_changeset(changeset, {}, again=True)
    assert [r.verdict for r in judgement.rulings] == [r.verdict for r in new]
    assert again[0].verdict == "allowed"
    assert again[1].verdict == "announce"


def test_the_judgement_of_another_text_lets_nothing_pass() -> None:
    judgement = judge_changelog(changelog("--changeset k:1\nCREATE SEQUENCE S;\n"))
    other = changelog("--changeset k:1\nCREATE SEQUENCE T;\n")
    database, journal = client(30), Journal()
    with pytest.raises(ValueError, match="another changelog"):
        update(database.session(), other, journal, lambda: False, judgement=judgement)
    assert database.data.sent == [] and journal.state == {}
