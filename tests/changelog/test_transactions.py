"""Which statements roll back with their session."""

from __future__ import annotations

import pytest

from app.changelog.run.transactions import commits_itself, is_data

DATA = [
    "INSERT INTO T VALUES (1)",
    "update T set A = 1 where B = 2",
    "MERGE INTO T USING S ON (T.A = S.A) WHEN MATCHED THEN UPDATE SET B = 1",
    "BEGIN UPDATE T SET A = NVL(B, 1) WHERE C IN (1, 2); INSERT INTO T (A) VALUES (1); END;",
    "DECLARE n NUMBER(3); BEGIN SELECT COUNT(*) INTO n FROM T; IF (n > 1) THEN NULL; END IF; END;",
    "BEGIN FOR r IN (SELECT * FROM T) LOOP DBMS_OUTPUT.PUT_LINE(r.A); END LOOP; END;",
]
OTHER = [
    "CREATE TABLE T (A NUMBER)",
    "SELECT 1 FROM DUAL",
    "BEGIN UPDATE T SET A = 1 WHERE B = 2; COMMIT; END;",
    "BEGIN EXECUTE IMMEDIATE 'CREATE TABLE X (A NUMBER)'; END;",
    "DECLARE PRAGMA AUTONOMOUS_TRANSACTION; BEGIN NULL; END;",
    "BEGIN DBMS_STATS.GATHER_TABLE_STATS(USER, 'T'); END;",
    "BEGIN own_procedure; END;",
    "BEGIN x := own_function(1); END;",
    "BEGIN UPDATE T SET A = pkg.f(B) WHERE C = 1; END;",
    "BEGIN NULL;",
    "",
]


@pytest.mark.parametrize("sql", DATA)
def test_data(sql: str) -> None:
    assert is_data(sql)


@pytest.mark.parametrize("sql", OTHER)
def test_not_only_data(sql: str) -> None:
    assert not is_data(sql)


@pytest.mark.parametrize(
    ("sql", "answer"),
    [
        ("CREATE TABLE T (A NUMBER)", True),
        ("/* x */ alter table T add A number", True),
        ("COMMENT ON TABLE T IS 'x'", True),
        ("GRANT SELECT ON T TO U", True),
        ("INSERT INTO T VALUES (1)", False),
        ("BEGIN NULL; END;", False),
    ],
)
def test_ddl_commits_by_itself(sql: str, answer: bool) -> None:
    assert commits_itself(sql) is answer
