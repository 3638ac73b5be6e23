"""Type texts, and what becomes of dictionary rows."""

from __future__ import annotations

import pytest

from app.oracle import (
    InvalidObject,
    Quota,
    invalid_objects,
    quota,
    recompile,
    workspace_parts,
)
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


def test_a_quota_is_read_where_the_database_tells_it(recording, ora):
    recording.answers["user_ts_quotas"] = [("USERS", 512, 512)]
    assert quota(recording) == Quota("USERS", 512, 512)
    assert quota(recording).is_full
    recording.answers["user_ts_quotas"] = [("USERS", 512, -1)]
    assert not quota(recording).is_full
    recording.answers["user_ts_quotas"] = [("USERS", None, None)]  # no row: no quota there
    assert quota(recording).is_full
    recording.failures["user_ts_quotas"] = ora(942, "ORA-00942: table or view does not exist")
    assert quota(recording) is None


def test_the_parts_of_a_workspace_are_known_by_static_id(recording, ora):
    rows = [("server", "ia"), ("credential", "key"), ("server", None)]
    recording.answers["apex_workspace"] = rows
    found = workspace_parts(recording, "W")
    assert found == {("server", "ia"), ("credential", "key")}
    recording.failures["apex_workspace"] = ora(904, "ORA-00904")
    assert workspace_parts(recording, "W") is None


def test_stale_materialized_views_are_compiled_with_the_rest(recording):
    recompile(recording)
    (sent,) = recording.statements
    assert "dbms_utility.compile_schema" in sent
    assert "alter materialized view" in sent
