"""Type texts, and what becomes of dictionary rows."""

from __future__ import annotations

import pytest

from app.oracle import InvalidObject, invalid_objects
from app.oracle.dictionary import type_text


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (("VARCHAR2", 120, None, None, 30, "C"), "VARCHAR2(30 CHAR)"),
        (("VARCHAR2", 30, None, None, 30, "B"), "VARCHAR2(30 BYTE)"),
        (("CHAR", 3, None, None, 3, "B"), "CHAR(3 BYTE)"),
        (("NVARCHAR2", 60, None, None, 30, "C"), "NVARCHAR2(30)"),
        (("NUMBER", 22, None, None, 0, None), "NUMBER"),
        (("NUMBER", 22, None, 0, 0, None), "NUMBER(*,0)"),
        (("NUMBER", 22, 10, 0, 0, None), "NUMBER(10)"),
        (("NUMBER", 22, 12, 2, 0, None), "NUMBER(12,2)"),
        (("FLOAT", 22, 126, None, 0, None), "FLOAT(126)"),
        (("RAW", 16, None, None, 0, None), "RAW(16)"),
        (("DATE", 7, None, None, 0, None), "DATE"),
        (("TIMESTAMP(6) WITH TIME ZONE", 13, None, 6, 0, None), "TIMESTAMP(6) WITH TIME ZONE"),
        (("CLOB", 4000, None, None, 0, None), "CLOB"),
    ],
)
def test_type_text(row, text):
    assert type_text(*row) == text


def test_first_error_of_each_invalid_object(recording):
    recording.answers["user_errors"] = [
        ("PACKAGE BODY", "CONTRATS_API", 7, "PLS-00201: identifier 'X' must be declared\n"),
        ("PACKAGE BODY", "CONTRATS_API", 9, "PL/SQL: Statement ignored"),
        ("VIEW", "V_PRIMES", None, None),
    ]
    assert invalid_objects(recording) == (
        InvalidObject(
            "PACKAGE BODY", "CONTRATS_API", "PLS-00201: identifier 'X' must be declared", 7
        ),
        InvalidObject("VIEW", "V_PRIMES", "", 0),
    )
