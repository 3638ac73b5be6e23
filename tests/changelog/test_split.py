"""Cutting SQL into statements."""

from __future__ import annotations

import pytest

from tests.changelog.memory import changelog

BLOCK = "BEGIN\n  IF 1 = 1 THEN\n    NULL;\n  END IF;\nEND;"
PACKAGE = "CREATE OR REPLACE PACKAGE BODY P AS\n  PROCEDURE X IS BEGIN NULL; END;\nEND P;"
DELIMITED = "splitStatements:false endDelimiter:/ stripComments:false"


def cut(sql: str, attributes: str = "") -> list[str]:
    (changeset,) = changelog(f"--changeset a:1 {attributes}\n{sql}\n").changesets
    return [s.text for s in changeset.statements]


@pytest.mark.parametrize(
    ("sql", "attributes", "expected"),
    [
        ("A 1; B 2;", "", ["A 1", "B 2"]),
        ("A 1;\nB 2", "", ["A 1", "B 2"]),
        ("A ';' ; B q'[;]' ;", "", ["A ';'", "B q'[;]'"]),
        ("A /* ; */ 1; -- ; \nB 2;", "", ["A /* ; */ 1", "B 2"]),
        ('A ";" ;', "", ['A ";"']),
        ("A 1\n/\nB 2\n/", "", ["A 1", "B 2"]),
        ("A 1 / 2;", "", ["A 1 / 2"]),
        ("A 1\nGO\nB 2", "", ["A 1", "B 2"]),
        (";;\n;", "", []),
        (f"{BLOCK}\n/\nA 1;", "", [BLOCK, "A 1"]),
        (f"{PACKAGE}\n/", DELIMITED, [PACKAGE]),
        (f"{PACKAGE}\n/\n{BLOCK}\n/", "endDelimiter:/", [PACKAGE, BLOCK]),
        ("A 1;\n/\nB 2;\n/", "endDelimiter:/", ["A 1", "B 2"]),
        ("A 1 @@ B '@@' @@", "endDelimiter:@@", ["A 1", "B '@@'"]),
        ("A 1\ngo\nB 2\nGO", "endDelimiter:GO", ["A 1", "B 2"]),
        ("A 1; B 2;", "splitStatements:false", ["A 1; B 2"]),
        ("CREATE TYPE T AS OBJECT (\n X NUMBER);\n/\nA 1;", "", [
            "CREATE TYPE T AS OBJECT (\n X NUMBER);", "A 1"]),
        ("CREATE TABLE T (X NUMBER); A 1;", "", ["CREATE TABLE T (X NUMBER)", "A 1"]),
        ("CREATE EDITIONABLE TRIGGER G BEFORE INSERT ON T BEGIN NULL; END;", "", [
            "CREATE EDITIONABLE TRIGGER G BEFORE INSERT ON T BEGIN NULL; END;"]),
        ("<<x>> DECLARE A NUMBER; BEGIN NULL; END;", "", [
            "<<x>> DECLARE A NUMBER; BEGIN NULL; END;"]),
    ],
)  # fmt: skip
def test_statements(sql: str, attributes: str, expected: list[str]) -> None:
    assert cut(sql, attributes) == expected


def test_lines_and_numbers_of_statements() -> None:
    (c,) = changelog(
        "--changeset a:1\n-- x\nA 1;\n\n/* y\n */ B\n 2;\n--rollback Z;\nC 3;"
    ).changesets
    assert [(s.number, s.line) for s in c.statements] == [(1, 4), (2, 7), (3, 10)]
