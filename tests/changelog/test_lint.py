"""Findings that keep all engines of Liquibase reading the same changesets."""

from __future__ import annotations

import pytest

from app.changelog import lint, parse_changelog
from tests.changelog.memory import changelog

PLSQL = "splitStatements:false endDelimiter:/ stripComments:false"
PATH = "logicalFilePath:changelog/one.sql"


def codes(text: str, severity: str = "error") -> list[str]:
    return [f.code for f in lint(changelog(text)) if f.severity == severity]


def test_a_good_changelog_has_no_findings() -> None:
    text = (
        f"--changeset ann:1 {PATH}\nALTER TABLE T ADD (A NUMBER);\n"
        f"--changeset ann:2 {PATH}\nUPDATE T SET A = 1 WHERE B = 2;\nINSERT INTO T VALUES (1);\n"
        f"--changeset ann:3 {PATH} {PLSQL}\nCREATE OR REPLACE PACKAGE P AS\n  X NUMBER;\nEND;\n/\n"
        f"--changeset ann:4 {PATH} endDelimiter:/ stripComments:false\nBEGIN\n  NULL;\nEND;\n/\n"
    )
    assert lint(changelog(text)) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("--changeset a:1\nALTER TABLE T ADD (A NUMBER);\nCREATE INDEX I ON T (A);",
         "several_definitions"),
        ("--changeset a:1\nBEGIN\n NULL;\nEND;\n/\n", "plsql_delimiter"),
        ("--changeset a:1 endDelimiter:/\nBEGIN\n NULL;\nEND;\n/\n", "plsql_comments"),
        ("--changeset a:1\nSELECT 1 +\n 2 /\n 3 FROM DUAL;", "slash_at_end"),
        ("--changeset a:1\nINSERT INTO T VALUES (q'[a;b]');", "q_quote"),
        ("--changeset a:1\nSELECT ${nobody} FROM DUAL;", "unknown_property"),
        ("--property name:user value:x\n--changeset a:1\nSELECT '${user}' FROM DUAL;",
         "environment_property"),
        ("--changeset a:1\nSELECT '\ufffd' FROM DUAL;", "bad_utf8"),
        ("--changeset a:1\nSELECT '\u202e' FROM DUAL;", "hidden_direction"),
        ('--changeset "A B":1\nSELECT 1 FROM DUAL;', "odd_key"),
        ('--changeset "AB":1\nSELECT 1 FROM DUAL;', "odd_key"),
        ("--changeset A B:1\nSELECT 1 FROM DUAL;", "odd_key"),
        ("--changeset é:1\nSELECT 1 FROM DUAL;", "odd_key"),
        ("--changeset a:1 labels:Rel2\nSELECT 1 FROM DUAL;", "label_case"),
        ("--changeset a:1 runWith:sqlplus\nSELECT 1 FROM DUAL;", "run_with"),
        ("--changeset a:1 context:@prod\nSELECT 1 FROM DUAL;", "context_at"),
        ("--changeset a:1 rollbackEndDelimiter:/\nSELECT 1 FROM DUAL;", "rollback_attribute"),
        ("--changeset a:1 rollbackSplitStatements:false\nSELECT 1 FROM DUAL;",
         "rollback_attribute"),
        ("--changeset a:1\nUPDATE T SET A = 1 WHERE B = 2;\nALTER TABLE T ADD (C NUMBER);",
         "data_before_definition"),
        ("--changeset a:1 splitStatements:true endDelimiter:/ stripComments:false\n"
         "BEGIN NULL; END;\n/\nCREATE TABLE T (A NUMBER)\n/", "data_before_definition"),
    ],
)  # fmt: skip
def test_errors(text: str, code: str) -> None:
    assert f"lint.{code}" in codes(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("--changeset a:1\nSELECT 1 FROM DUAL;", "no_logical_path"),
        ("--changeset a:1\nALTER TABLE T ADD (A NUMBER);\nINSERT INTO T VALUES (1);", "mixed"),
        ("--changeset a:1 endDelimiter:@@\nSELECT 1 FROM DUAL @@", "odd_delimiter"),
        ("--changeset a:1 failOnError:false\nSELECT 1 FROM DUAL;", "fail_on_error"),
        ("--property name:tab value:T\n--changeset a:1\nSELECT 1 FROM ${tab};", "property"),
    ],
)
def test_warnings(text: str, code: str) -> None:
    assert f"lint.{code}" in codes(text, "warning")
    assert codes(text) == []


def test_a_raw_file() -> None:
    (found,) = lint(parse_changelog({"x.sql": b"SELECT 1 FROM DUAL;"}))
    assert (found.severity, found.code, found.path) == ("error", "lint.raw_file", "x.sql")


def test_a_variable_of_the_environment_would_win() -> None:
    text = "--property name:region value:x\n--changeset a:1\nSELECT '${region}' FROM DUAL;"
    assert codes(text) == []
    found = lint(changelog(text), environment={"REGION"})
    assert "lint.environment_property" in [f.code for f in found]


def test_a_finding_names_its_place() -> None:
    text = "--changeset a:1\nINSERT INTO T VALUES (1);\n\nBEGIN\n NULL;\nEND;\n/\n"
    found = [f for f in lint(changelog(text)) if f.code == "lint.plsql_delimiter"]
    assert [(f.path, f.line, f.changeset) for f in found] == [
        ("changelog/one.sql", 5, "changelog/one.sql::1::a")
    ]
