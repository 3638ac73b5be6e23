"""Whose packages and objects a name is."""

from __future__ import annotations

import pytest

from app.sql.callees import bare, is_oracles, is_safe, is_system


@pytest.mark.parametrize(
    ("name", "without"),
    [
        ("SYS.DBMS_LOB.APPEND", "DBMS_LOB.APPEND"),
        ("PUBLIC.X", "X"),
        ("SYS.X", "X"),
        ("SYS", "SYS"),
        ("PUBLIC", "PUBLIC"),
        ("APEX_230100.WWV_FLOW.ID", "WWV_FLOW.ID"),
        ("ME.DBMS_LOB", "ME.DBMS_LOB"),
        ("ME.MINE.F", "ME.MINE.F"),
        ("ME.UTL_RAW.F.G", "ME.UTL_RAW.F.G"),
        ("ORDS_METADATA.ORDS.DEFINE_MODULE", "ORDS.DEFINE_MODULE"),
    ],
)
def test_an_owner_before_oracles_packages_is_left_out(name: str, without: str) -> None:
    assert ".".join(bare(name.split("."))) == without


@pytest.mark.parametrize(
    ("name", "system"),
    [
        ("DBMS_LOB.APPEND", True),
        ("DBMS_LOB", False),
        ("UTL_FILE.F", True),
        ("ORDS.X", True),
        ("ORDS_ADMIN.X", True),
        ("HTP.P", True),
        ("LT.X", True),
        ("MY_DBMS.X", False),
        ("ALT.X", False),
        ("DBMSX.F", False),
        ("X.DBMS_LOB", False),
    ],
)
def test_members_of_oracles_packages(name: str, system: bool) -> None:
    assert is_system(name.split(".")) is system


@pytest.mark.parametrize(
    ("name", "oracles"),
    [
        ("SYS.T", True),
        ("XDB.T", True),
        ("APEX_230100.T", True),
        ("FLOWS_020000.T", True),
        ("APEX_MINE.T", False),
        ("XAPEX_1.T", False),
        ("ME.T", False),
        ("ME.DBMS_LOB", False),
        ("DBMS_LOB", True),
        ("APEX", False),
        ("APEX_UTIL", True),
        ("T", False),
    ],
)
def test_objects_of_oracle(name: str, oracles: bool) -> None:
    assert is_oracles(name.split(".")) is oracles


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("DBMS_OUTPUT.PUT_LINE", True),
        ("DBMS_OUTPUT", True),
        ("DBMS_LOB.GETLENGTH", True),
        ("DBMS_LOB.GETLENGTH.X", True),
        ("DBMS_LOB.FILEOPEN", False),
        ("DBMS_LOB", False),
        ("X.DBMS_OUTPUT", False),
        ("ORDS.SOURCE_TYPE_PLSQL", True),
        ("ORDS.DELETE_MODULE", False),
        ("ORDS.ENABLE_OBJECT", False),
    ],
)
def test_what_may_be_called(name: str, safe: bool) -> None:
    assert is_safe(name.split(".")) is safe
