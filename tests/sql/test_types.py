"""Whether a column's new type holds every value of the old one; when in doubt not."""

from __future__ import annotations

import pytest

from app.sql.lexer import tokens
from app.sql.types import is_widening, type_at

WIDER = [
    ("varchar2(10)", "VARCHAR2(10 byte)"),
    ("VARCHAR(10)", "VARCHAR2(11)"),
    ("VARCHAR2(10 BYTE)", "VARCHAR2(10 CHAR)"),
    ("VARCHAR2(10 CHAR)", "VARCHAR2(11 CHAR)"),
    ("CHAR", "CHAR(1)"),
    ("CHAR(1)", "CHAR"),
    ("CHAR", "CHAR(2)"),
    ("CHAR(3)", "VARCHAR2(3)"),
    ("NVARCHAR2(3)", "NVARCHAR2(4)"),
    ("NCHAR(3)", "NCHAR(4)"),
    ("NCHAR(3)", "NVARCHAR2(3)"),
    ("RAW(3)", "RAW(4)"),
    ("NUMBER(5)", "NUMBER"),
    ("NUMBER(*)", "NUMBER(38)"),
    ("NUMBER(38)", "NUMBER(*)"),
    ("NUMBER(5,2)", "NUMBER"),
    ("NUMBER(5)", "NUMBER(5,0)"),
    ("NUMBER(5)", "NUMBER(6)"),
    ("NUMBER(5,2)", "NUMBER(6,3)"),
    ("NUMBER(5,-2)", "NUMBER(7)"),
    ("NUMBER(5 , 2)", "number( 5,2 )"),
    ("INTEGER", "NUMBER(38)"),
    ("INT", "INTEGER"),
    ("SMALLINT", "NUMBER"),
    ("DEC(5)", "DECIMAL(6)"),
    ("NUMERIC(5)", "NUMBER(5)"),
    ("DATE", "TIMESTAMP"),
    ("DATE", "TIMESTAMP(0)"),
    ("TIMESTAMP", "TIMESTAMP(6)"),
    ("TIMESTAMP(6)", "TIMESTAMP"),
    ("TIMESTAMP(3)", "TIMESTAMP(9)"),
    ("TIMESTAMP(3) WITH TIME ZONE", "TIMESTAMP(4)  with time zone"),
    ("CLOB", "CLOB"),
]
NARROWER = [
    ("VARCHAR2(10)", "VARCHAR2(9)"),
    ("VARCHAR2(10 CHAR)", "VARCHAR2(10 BYTE)"),
    ("VARCHAR2(10 CHAR)", "VARCHAR2(40)"),
    ("VARCHAR2(10 BYTE)", "VARCHAR2(9 CHAR)"),
    ("VARCHAR2(3)", "CHAR(3)"),
    ("CHAR(2)", "CHAR"),
    ("NVARCHAR2(3)", "NCHAR(3)"),
    ("NVARCHAR2(3)", "NVARCHAR2(2)"),
    ("NVARCHAR2(3)", "VARCHAR2(9)"),
    ("NCHAR(3)", "NVARCHAR2(2)"),
    ("RAW(3)", "RAW(2)"),
    ("NUMBER", "NUMBER(38)"),
    ("NUMBER", "INTEGER"),
    ("NUMBER(38)", "NUMBER(37)"),
    ("NUMBER(*)", "NUMBER(37)"),
    ("NUMBER(5,2)", "NUMBER(5,3)"),
    ("NUMBER(5,2)", "NUMBER(6,1)"),
    ("NUMBER(5)", "NUMBER(5,1)"),
    ("NUMBER(5)", "NUMBER(6,-1)"),
    ("NUMBER(5,1)", "NUMBER(5)"),
    ("DATE", "TIMESTAMP WITH TIME ZONE"),
    ("DATE", "VARCHAR2(30)"),
    ("TIMESTAMP", "DATE"),
    ("TIMESTAMP", "TIMESTAMP(5)"),
    ("TIMESTAMP(7)", "TIMESTAMP"),
    ("TIMESTAMP(3)", "TIMESTAMP(3) WITH TIME ZONE"),
    ("CLOB", "BLOB"),
    ("NUMBER(5)", "VARCHAR2(5)"),
    ("RAW(5)", "VARCHAR2(5)"),
    ("?", "?"),
    ("NUMBER(5)", "NUMBER(x)"),
    ("NUMBER(x)", "NUMBER"),
]


@pytest.mark.parametrize(("old", "new"), WIDER)
def test_it_holds_every_value(old: str, new: str) -> None:
    assert is_widening(old, new)


@pytest.mark.parametrize(("old", "new"), NARROWER)
def test_it_may_not_hold_a_value(old: str, new: str) -> None:
    assert not is_widening(old, new)


@pytest.mark.parametrize(
    ("statement", "text", "behind"),
    [
        ("date", "DATE", ""),
        ("number ( 10 , -2 ) not null", "NUMBER(10,-2)", "not"),
        ("number(*,2)", "NUMBER(*,2)", ""),
        ("varchar2(60 char) default 'x'", "VARCHAR2(60 CHAR)", "default"),
        ("a.b c", "A.B", "c"),
        ("a.", "A", "."),
        ("a.(5)", "A", "."),
        ("a.b.c(1)", "A.B.C(1)", ""),
        ('"a"."b"', "a.b", ""),
        ("interval day(2) to second(6) x", "INTERVAL DAY(2) TO SECOND(6)", "x"),
        ("interval year(4) to month", "INTERVAL YEAR(4) TO MONTH", ""),
        ("number(5) (6)", "NUMBER(5)", "("),
        ("timestamp(6) with local time zone", "TIMESTAMP(6) WITH LOCAL TIME ZONE", ""),
        ("double precision", "DOUBLE PRECISION", ""),
        ("long raw", "LONG RAW", ""),
        ('t "RAW"', "T", '"RAW"'),
        ("t(", "T()", ""),
        ("t(5", "T(5)", ""),
        ("t()", "T()", ""),
    ],
)
def test_where_a_type_ends(statement: str, text: str, behind: str) -> None:
    found = tokens(statement)
    read, at = type_at(found, 0)
    assert read == text
    assert [t.text for t in found[at : at + 1]] == behind.split()
