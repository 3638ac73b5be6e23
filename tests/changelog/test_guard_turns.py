"""What stands around a statement decides, too: its changeset, its release, its client."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from app.changelog import (
    guard_behind,
    guard_changelog,
    guard_script,
    judge_changelog,
    parse_changelog,
    script_rulings,
)
from app.changelog.guard.changelog import guard_changeset
from app.changelog.guard.judge import judge
from app.changelog.guard.rows import judge_rows
from app.changelog.guard.verdict import Fresh, Knowledge, allow, announce, refuse, worst
from app.sql.lexer import tokens
from app.sql.operations import Delete
from app.sql.read import read_text
from tests.changelog.memory import changelog

WIDER = {("T", "A"): "VARCHAR2(5 CHAR)"}
MODIFY = "ALTER TABLE T MODIFY A VARCHAR2(9 CHAR)"
ADD_AND_FILL = "{}\nALTER TABLE T ADD B NUMBER;\n--changeset a:2\nUPDATE T SET B = 1;\n"


def test_only_the_announcement_of_its_own_changeset_lets_a_statement_pass() -> None:
    text = "--changeset a:1\nUPDATE T SET A = 1 WHERE B = 2;\nDROP TABLE T;\nSELECT A FROM T;\n"
    waits, refused, allowed = guard_changelog(changelog(text))
    assert waits.passes((waits.changeset,)) and allowed.passes(())
    assert not waits.passes(()) and not waits.passes(("another",))
    assert not refused.passes((refused.changeset,))


@pytest.mark.parametrize(
    ("condition", "verdict"),
    [
        ("onFail:MARK_RAN", "refused"),
        ("onFail:CONTINUE", "refused"),
        ("onFail:HALT onError:MARK_RAN", "refused"),
        ("onFail:HALT onError:CONTINUE", "refused"),
        ("onFail:HALT", "allowed"),
        ("onFail:WARN", "allowed"),
    ],
)
def test_what_a_client_may_pass_over_creates_nothing_for_sure(condition: str, verdict: str) -> None:
    head = f"--changeset a:1\n--preconditions {condition}\n--precondition-table-exists table:X"
    assert guard_changelog(changelog(ADD_AND_FILL.format(head)))[-1].verdict == verdict


@pytest.mark.parametrize(
    ("attribute", "first"), [("runOnChange:true", "allowed"), ("runAlways:true", "refused")]
)
def test_what_runs_again_creates_nothing_new_for_the_changesets_behind_it(
    attribute: str, first: str
) -> None:
    found = changelog(ADD_AND_FILL.format(f"--changeset a:1 {attribute}"))
    key = found.changesets[0].key
    assert guard_changelog(found)[-1].verdict == first
    assert guard_changelog(found, earlier=(key,))[-1].rule == "guard.update_without_where"


@pytest.mark.parametrize("attribute", ["runOnChange:true", "runAlways:true"])
def test_what_may_run_again_is_judged_for_that(attribute: str) -> None:
    text = changelog(f"--changeset a:1 {attribute}\nSELECT A FROM T;\n--changeset a:2\n{MODIFY};\n")
    again, once = text.changesets
    assert set(judge_changelog(text).by_changeset) == {
        (again.key, True), (again.key, False), (once.key, False),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("check", "rule"),
    [
        ("SELECT COUNT(*) FROM T", "allowed"),
        ("INSERT INTO T VALUES (1)", "precondition_not_query"),
        ("UPDATE T SET A = 1 WHERE B = 2", "precondition_not_query"),
        ("DELETE FROM T", "delete"),
    ],
)
def test_a_precondition_only_asks(check: str, rule: str) -> None:
    head = "--changeset a:1\n--preconditions onFail:HALT\n"
    asked = f"--precondition-sql-check expectedResult:0 {check}\n"
    first, _ = guard_changelog(changelog(head + asked + "SELECT A FROM T;\n"))
    assert (first.rule, first.line, first.verb) == (f"guard.{rule}", 4, check.split()[0])
    assert first.column == 1


@pytest.mark.parametrize(
    ("attributes", "end", "rule"),
    [
        ("", ";", "backslash_quote"),
        ("endDelimiter:;", ";", "backslash_quote"),
        ("endDelimiter:/", "\n/", "allowed"),
        ("splitStatements:false", "", "allowed"),
        ("splitStatements:false endDelimiter:;", "", "allowed"),
    ],
)
def test_a_backslash_counts_where_the_text_is_cut(attributes: str, end: str, rule: str) -> None:
    sql = "INSERT INTO T VALUES ('C:\\dir\\')"
    found = guard_changelog(changelog(f"--changeset a:1 {attributes}\n{sql}{end}\n"))
    assert [r.rule for r in found] == [f"guard.{rule}"]


def test_what_is_refused_anyway_is_refused_for_that() -> None:
    sql = "INSERT INTO T@L VALUES ('C:\\dir\\');"
    (found,) = guard_changelog(changelog(f"--changeset a:1\n{sql}\n"))
    assert found.rule == "guard.database_link"


def test_a_script_is_judged_with_the_columns_of_a_client() -> None:
    assert guard_script(MODIFY + ";\n", "x.sql", columns=WIDER)[0].rule == "guard.allowed"
    assert guard_script(MODIFY + ";\n", "x.sql")[0].rule == "guard.type_unproven"


def test_the_client_is_asked_for_what_its_dictionary_can_prove_alone() -> None:
    dynamic = f"BEGIN EXECUTE IMMEDIATE '{MODIFY}'; END;"
    dropped = "ALTER TABLE T MODIFY CONSTRAINT C DISABLE MODIFY A VARCHAR2(9 CHAR)"
    head = "--changeset a:{} splitStatements:false\n{}\n"
    texts = [MODIFY, dynamic, "SELECT A FROM T", dropped]
    text = changelog("".join(head.format(i, sql) for i, sql in enumerate(texts)))
    judgement = judge_changelog(text)
    first, second, third, fourth = text.changesets
    for changeset, numbers in ((first, {1}), (second, {1}), (third, set()), (fourth, set())):
        assert set(judgement.unproven[changeset.key, False]) == numbers
    proven = [
        judgement.of_statement(c, c.statements[0], WIDER, again=False).verdict
        for c in text.changesets
    ]
    assert proven == ["allowed", "allowed", "allowed", "refused"]
    unknown = judgement.of_statement(first, first.statements[0], {}, again=False)
    assert unknown.rule == "guard.type_unproven"


def test_the_first_refusal_decides_then_the_first_announcement() -> None:
    (token,) = tokens("X")
    waits, later = announce("a", token), announce("b", token)
    refused = refuse("c", token)
    assert worst([allow(), None]) is None
    assert worst([None, waits, allow(), later]) is waits
    assert worst([waits, refused, refuse("d", token)]) is refused


def test_no_columns_are_no_new_columns() -> None:
    fresh = Fresh(columns={(("T",), "A")})
    assert fresh.holds(("T",), ["A"])
    assert not fresh.holds(("T",), [])
    assert not fresh.holds(("T",), ["A", "B"])
    fresh.rename_column(("T",), "B", "A")  # what B holds is called A now
    assert not fresh.holds(("T",), ["A"])


def test_a_delete_is_refused_by_the_judge_of_rows_too() -> None:
    operation = read_text("DELETE FROM T")
    assert isinstance(operation, Delete)
    found = judge_rows(operation, Knowledge(), ())
    assert found is not None and (found.rule, found.at) == ("guard.delete", 0)


@pytest.mark.parametrize(("levels", "rule"), [(8, "allowed"), (9, "dynamic_sql")])
def test_texts_inside_of_texts_are_read_to_a_depth(levels: int, rule: str) -> None:
    sql = "INSERT INTO T VALUES (:A)"
    for _ in range(levels):
        sql = "BEGIN EXECUTE IMMEDIATE '" + sql.replace("'", "''") + "'; END;"
    assert judge(sql, Knowledge()).rule == f"guard.{rule}"


def test_a_bind_is_for_dynamic_sql_alone() -> None:
    assert judge("INSERT INTO T VALUES (:A)", Knowledge()).rule == "guard.bind"
    assert judge("INSERT INTO T VALUES (:A)", Knowledge(), 1).allowed


def test_what_the_guard_was_given_stays_as_it_was() -> None:
    folder = Path(__file__).parents[2] / "resources" / "demo" / "changelog"
    files = {path.name: path.read_bytes() for path in sorted(folder.glob("*.sql"))}
    known = Knowledge()
    for name, content in files.items():
        given = copy.deepcopy(known)
        _, grown = guard_behind(parse_changelog({name: content}), known)
        assert known == given != grown
        assert script_rulings(content.decode(), name, known)[1] not in (known, Knowledge())
        for changeset in parse_changelog({name: content}).changesets:
            for turn in ("new", "earlier", "again"):
                guard_changeset(changeset, known, turn)
        assert known == given
        known = grown


def test_nothing_cannot_be_read() -> None:
    found = judge("", Knowledge())
    assert (found.rule, found.facts) == ("guard.unparsable", {"what": "empty"})


@pytest.mark.parametrize("attribute", ["runAlways:true", "runOnChange:true"])
@pytest.mark.parametrize(
    ("again", "later"),
    [
        ("begin p; end;", "create or replace procedure p is begin delete from clients; end;"),
        ("insert into n values (1)",
         "create or replace trigger tr after insert on n for each row begin delete from c; end;"),
    ],
)  # fmt: skip
def test_what_runs_again_is_judged_with_what_comes_behind_it(
    attribute: str, again: str, later: str
) -> None:
    """At its second turn the client has all of the release."""
    slash = "splitStatements:false endDelimiter:/"
    text = (
        f"--changeset a:0 {slash}\ncreate table n (a number)\n/\n"
        f"--changeset a:1 {slash}\ncreate or replace procedure p is begin null; end;\n/\n"
        f"--changeset a:2 {slash} {attribute}\n{again}\n/\n"
        f"--changeset a:3 {slash}\n{later}\n/\n"
    )
    verdicts = {r.changeset: r.verdict for r in guard_changelog(changelog(text))}
    judged = {r.changeset: r.verdict for r in judge_changelog(changelog(text)).rulings}
    assert verdicts == judged
    assert list(verdicts.values()) == ["allowed", "allowed", "refused", "allowed"]
    once = text.replace(f" {attribute}", "")
    assert {r.verdict for r in guard_changelog(changelog(once))} == {"allowed"}
