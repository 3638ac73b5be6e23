"""Which statements roll back with their session, and what ends with it."""

from __future__ import annotations

import pytest

from app.changelog.run.transactions import commits_itself, of_the_session, stays_open, tail
from app.sql.read import read_text
from tests.changelog.memory import changelog

DATA = [
    "INSERT INTO T VALUES (1)",
    "update T set A = 1 where B = 2",
    "MERGE INTO T USING S ON (T.A = S.A) WHEN MATCHED THEN UPDATE SET B = 1",
    "BEGIN UPDATE T SET A = NVL(B, 1) WHERE C IN (1, 2); INSERT INTO T (A) VALUES (1); END;",
    "DECLARE n NUMBER(3); BEGIN SELECT COUNT(*) INTO n FROM T; IF (n > 1) THEN NULL; END IF; END;",
    "BEGIN FOR r IN (SELECT * FROM T) LOOP DBMS_OUTPUT.PUT_LINE(r.A); END LOOP; END;",
    "DECLARE n T.A%TYPE := 1; BEGIN INSERT INTO T VALUES (S.NEXTVAL, n, SYSDATE, USER); END;",
    "ALTER SESSION SET NLS_DATE_FORMAT = 'DD/MM/YYYY'",
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
    "DECLARE n NUMBER := own_function; BEGIN INSERT INTO T VALUES (n); END;",
    "BEGIN IF own_package.own_function THEN INSERT INTO T VALUES (1); END IF; END;",
    "DECLARE x own_type; BEGIN x(1).store; END;",
    "BEGIN UPDATE T SET A = pkg.f(B) WHERE C = 1; END;",
    "BEGIN NULL;",
    "",
]


@pytest.mark.parametrize("sql", DATA)
def test_what_stays_in_the_transaction(sql: str) -> None:
    assert stays_open(read_text(sql))


@pytest.mark.parametrize("sql", OTHER)
def test_what_may_end_it(sql: str) -> None:
    assert not stays_open(read_text(sql))


@pytest.mark.parametrize(
    ("sql", "answer"),
    [
        ("CREATE TABLE T (A NUMBER)", True),
        ("/* x */ alter table T add A number", True),
        ("ALTER INDEX I REBUILD", True),
        ("COMMENT ON TABLE T IS 'x'", True),
        ("GRANT SELECT ON T TO U", True),
        ("ALTER SESSION SET NLS_LANGUAGE = FRENCH", False),
        ("INSERT INTO T VALUES (1)", False),
        ("BEGIN NULL; END;", False),
    ],
)
def test_ddl_commits_by_itself(sql: str, answer: bool) -> None:
    assert commits_itself(read_text(sql)) is answer


def test_the_tail_of_a_changeset_ends_it_in_one_transaction() -> None:
    text = """--changeset a:1
INSERT INTO T VALUES (1);
CREATE SEQUENCE S;
INSERT INTO T VALUES (2);
ALTER SESSION SET NLS_LANGUAGE = FRENCH;
UPDATE T SET A = 1 WHERE B = 2;
"""
    (changeset,) = changelog(text).changesets
    assert tail(changeset.statements) == 2
    assert tail(changeset.statements[:2]) == 2
    assert tail(changeset.statements[2:]) == 0


def test_what_belongs_to_the_session() -> None:
    text = """--changeset a:1 endDelimiter:/
ALTER SESSION SET NLS_LANGUAGE = FRENCH
/
BEGIN
  INSERT INTO T VALUES (1);
  EXECUTE IMMEDIATE 'alter session set nls_' || 'territory = ''FRANCE''';
  EXECUTE IMMEDIATE 'update t set a = 1 where b = 2';
END;
/
INSERT INTO T VALUES (1)
/
"""
    (changeset,) = changelog(text).changesets
    found = [part for statement in changeset.statements for part in of_the_session(statement)]
    assert [(s.text, s.number, s.line) for s in found] == [
        ("ALTER SESSION SET NLS_LANGUAGE = FRENCH", 1, 3),
        ("alter session set nls_territory = 'FRANCE'", 2, 5),
    ]
