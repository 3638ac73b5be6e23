"""What a statement does, in words of both languages; what nobody knows is said to be unknown."""

from __future__ import annotations

import string

import pytest

from app.services.messages import words
from app.services.release.deeds import said

CASES = {
    "alter table contrats add (canal varchar2(30) default 'X' not null)": (
        "Adds the column CANAL (VARCHAR2(30)) to CONTRATS; the rows that are there keep everything "
        "else.",
        "Rows that are there get 'X' in CANAL.",
        "CANAL may not be empty from then on; Oracle refuses it where it is.",
    ),
    "alter table t add constraint fk foreign key (a_id) references agences (id)": (
        "T: each value of A_ID must be in AGENCES; Oracle refuses it where one is not.",
    ),
    "alter table t rename column a to b": (
        "T: the column A is called B from then on; its data stays.",
    ),
    "create table t (a number, b date)": ("Makes the table T, with 2 columns and without rows.",),
    "create index ix on t (a)": ("Makes the index IX on T (a); data stays as it is.",),
    "update t set a = 1, b = 2 where c > 3": ("Changes A, B in the rows of T where c > 3.",),
    "update t set a = 1": ("Changes A in every row of T.",),
    "insert into t (a) values (1)": ("Adds rows to T.",),
    "begin update t set a = 1 where b = 2; end;": (
        "Runs a block of code.",
        "Changes A in the rows of T where b = 2.",
    ),
    "create or replace package p as procedure x; end;": (
        "Stores PACKAGE P; it runs when somebody calls it.",
    ),
    "grant execute on p to orassuit": ("Lets ORASSUIT EXECUTE on P.",),
    "comment on table t is 'x'": ("Writes a comment on T.",),
    "frobnicate the database": ("What it does cannot be told by reading it.",),
}


@pytest.mark.parametrize("statement", CASES)
def test_a_statement_is_told_in_words(statement: str) -> None:
    assert said(statement, "en") == CASES[statement]
    assert len(said(statement, "fr")) == len(CASES[statement])


def test_both_languages_have_the_same_holes() -> None:
    english, french = words("deeds", "en"), words("deeds", "fr")
    for code, sentence in english.items():
        holes = [{f[1] for f in string.Formatter().parse(s)} for s in (sentence, french[code])]
        assert holes[0] - {None} == holes[1] - {None}
