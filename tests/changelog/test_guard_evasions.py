"""Ways past the guard: each one is refused, or waits for its announcement.

In ``vectors/evasions.txt`` stands one case a line, its statements between ``;;``; the last of them
is the one that must not pass.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from app.changelog import guard_changelog
from tests.changelog.memory import changelog

ATTRIBUTES = "splitStatements:false endDelimiter:/ stripComments:false"

SPELLING = [
    "D\u0332ROP TABLE T",
    "\uff24\uff32\uff2f\uff30 TABLE T",
    "DROP\u00a0TABLE T",
    "-- x\rDROP TABLE T",
    "SELECT 1 FROM DUAL -- \u2028; DROP TABLE T",
    "SELECT q'[x]' FROM DUAL; DROP TABLE T",
    "SELECT nq'(')' FROM DUAL; DROP TABLE T; SELECT ')' FROM DUAL",
    'SELECT 1 "x;" FROM DUAL; DROP TABLE T',
    "CREATE TABLE T (A NUMBER)\n.\nDEL 1\n",
    "CREATE TABLE T (A NUMBER)\n.\nc/CREATE/DROP/\n",
    "INSERT INTO T (A)\n\nc/INSERT INTO/DELETE FROM/\n",
    "INSERT INTO T SELECT 1 FROM DUAL\n\ndel 2\n",
    "INSERT INTO T SELECT 1 FROM DUAL\n\n3 DROP TABLE T\n",
    "BEGIN\nNULL;\n.\n",
    "HOST rm -rf /",
    "@drop.sql",
    "APPEND DROP TABLE T",
    "a DROP TABLE T",
    "C/a/b/",
    "GET drop.sql",
    "EDIT",
    "ed x.sql",
    "L",
    "R",
    "RUN",
    "SAVE x REPLACE",
    "INPUT DROP TABLE T",
    "EXEC SOME_PKG.WIPE",
    "COPY FROM U/P@D REPLACE T USING SELECT * FROM U",
]

CASES = [
    line
    for line in (Path(__file__).parent / "vectors" / "evasions.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize("case", [*CASES, *SPELLING])
def test_it_does_not_pass(case: str) -> None:
    statements = case.replace(";;;", ";\0").replace(";;", "\0").split("\0")
    text = "".join(
        f"--changeset a:{number} {ATTRIBUTES}\n{statement}\n/\n"
        for number, statement in enumerate(statements)
    )
    verdicts = [r.verdict for r in guard_changelog(changelog(text))]
    assert verdicts[-1] != "allowed", case


@pytest.mark.parametrize(
    "sql", ["INSERT INTO T VALUES ('l\\'' x');", "INSERT INTO T VALUES ('C:\\dir\\');"]
)
def test_a_text_that_ends_elsewhere_for_liquibase(sql: str) -> None:
    found = guard_changelog(changelog(f"--changeset a:1\n{sql}\n"))
    assert [r.rule for r in found] == ["guard.backslash_quote"]
    whole = f"--changeset a:1 {ATTRIBUTES}\n{sql.rstrip(';')}\n/\n"  # nothing is cut at a quote
    assert guard_changelog(changelog(whole))[0].verdict == "allowed"


def test_a_text_that_ends_for_liquibase_alone() -> None:
    found = guard_changelog(changelog("--changeset a:1\nINSERT INTO T VALUES ('l\\'');\n"))
    assert [r.rule for r in found] == ["guard.backslash_quote"]


def test_there_are_many() -> None:
    assert len(set(CASES)) + len(SPELLING) > 300
