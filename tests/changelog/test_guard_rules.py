"""The guard on single statements of SQL."""

from __future__ import annotations

import pytest

from app.changelog import Ruling, guard_changelog, guard_script
from tests.changelog.memory import changelog


def ruling(sql: str, columns: dict[tuple[str, str], str] | None = None) -> Ruling:
    """The ruling on ``sql``, which is one changeset of one statement."""
    found = changelog(f"--changeset a:1 splitStatements:false\n{sql}\n")
    (only,) = guard_changelog(found, columns)
    return only


ALLOWED = """
CREATE TABLE T (A NUMBER, B VARCHAR2(10) DEFAULT 'DROP TABLE X')
CREATE TABLE T AS SELECT * FROM S
CREATE GLOBAL TEMPORARY TABLE T (A NUMBER) ON COMMIT DELETE ROWS
CREATE UNIQUE INDEX I ON T (UPPER(A))
CREATE SEQUENCE S START WITH 1
CREATE OR REPLACE FORCE VIEW V AS SELECT "DROP", A AS "TRUNCATE" FROM T
CREATE MATERIALIZED VIEW M AS SELECT 1 A FROM DUAL
CREATE OR REPLACE SYNONYM S FOR T
ALTER TABLE T ADD (A NUMBER, B VARCHAR2(30))
alter table "DROP" add "PURGE" number
ALTER TABLE S.T ADD CONSTRAINT F FOREIGN KEY (A) REFERENCES U (A) ON DELETE CASCADE
ALTER TABLE T ADD CONSTRAINT C CHECK (A > 0) ENABLE NOVALIDATE
ALTER TABLE T ADD A NUMBER ENABLE ROW MOVEMENT
ALTER TABLE T MODIFY A DEFAULT 4
ALTER TABLE T MODIFY (A NOT NULL, B DEFAULT 'x' NOT NULL)
ALTER TABLE T RENAME COLUMN A TO B
ALTER TABLE T RENAME CONSTRAINT A TO B
ALTER TABLE T ENABLE CONSTRAINT C
ALTER INDEX I REBUILD
ALTER SEQUENCE S INCREMENT BY 5
ALTER PACKAGE P COMPILE BODY
ALTER MATERIALIZED VIEW M COMPILE
ALTER TRIGGER G ENABLE
ALTER SESSION SET NLS_DATE_FORMAT = 'YYYY'
COMMENT ON TABLE T IS 'DROP TABLE T; --'
COMMENT ON COLUMN T.A IS q'[it's]'
INSERT INTO T VALUES ('DELETE FROM T', q'{; TRUNCATE TABLE T}')
INSERT INTO T (A) SELECT A FROM S WHERE 1 = 1
MERGE INTO T USING S ON (T.A = S.A) WHEN NOT MATCHED THEN INSERT (A) VALUES (S.A)
SELECT COUNT(*) FROM T
INSERT INTO T (ID, A, D) VALUES (SQ.NEXTVAL, 'x', SYSDATE)
INSERT ALL INTO T (A) VALUES (X) INTO U (A) VALUES (X) SELECT 1 X FROM DUAL
SELECT T.A, S.B FROM T, S WHERE T.ID = S.ID (+) FOR UPDATE
WITH Q (A) AS (SELECT 1 FROM DUAL), R (B) AS (SELECT A FROM Q) SELECT UPPER(B) FROM R
INSERT INTO S.T (A, B) SELECT CAST(X AS NUMBER(5)), ROW_NUMBER() OVER (PARTITION BY A) FROM U
GRANT EXECUTE ON P TO ORASSUIT
GRANT SELECT, UPDATE (A), REFERENCES ON T TO X WITH GRANT OPTION
WITH FUNCTION F RETURN NUMBER IS BEGIN RETURN 1; END; SELECT F FROM DUAL
""".strip().splitlines()

ANNOUNCED = """
MERGE INTO T USING T S ON (T.A = S.B) WHEN MATCHED THEN UPDATE SET C = 1
MERGE INTO T USING U S ON (T.A = S.A) WHEN MATCHED THEN UPDATE SET C = 1
MERGE INTO T USING (SELECT * FROM T) S ON (T.A = S.A) WHEN MATCHED THEN UPDATE SET C = 1
MERGE INTO T USING DUAL ON (A = 1) WHEN MATCHED THEN UPDATE SET C = 1
MERGE INTO S.T X USING U ON (X.A = U.A AND U.B IS NULL) WHEN MATCHED THEN UPDATE SET X.C = 1
UPDATE T SET A = 1 WHERE B = 2
UPDATE T X SET X.A = (SELECT 1 FROM DUAL WHERE 1 = 1) WHERE X.B IS NULL
UPDATE T SET A = 1 WHERE B BETWEEN 1 AND 4 AND 1 = 1
UPDATE T SET A = 1 WHERE B LIKE 'x%' OR NOT (C = 1)
UPDATE T SET A = CASE WHEN A = 1 OR 1 = 1 THEN 2 END WHERE (B, C) IN ((1, 2), (3, 4))
UPDATE T SET A = 1 WHERE EXISTS (SELECT 1 FROM S WHERE S.A = T.A) RETURNING A INTO B
UPDATE "WHERE" SET "SET" = 1 WHERE "A" = 2
MERGE INTO T USING S ON (T.A = S.A) WHEN MATCHED THEN UPDATE SET B = 1
""".strip().splitlines()

REFUSED = """
drop | DROP TABLE T
drop | dRoP /* x */ TABLE T
drop | -- x\\nDROP TABLE T
drop | ALTER TABLE T DROP COLUMN A
drop | ALTER TABLE T DROP (A)
drop | ALTER TABLE T ADD B NUMBER DROP COLUMN A
drop | ALTER TABLE T DROP PARTITION P
drop | ALTER VIEW V DROP CONSTRAINT C
drop | DROP PACKAGE P
drop | CREATE PRIVATE TEMPORARY TABLE T (A NUMBER) ON COMMIT DROP DEFINITION
truncate | TRUNCATE TABLE T
truncate | ALTER TABLE T TRUNCATE PARTITION P
purge | PURGE RECYCLEBIN
flashback | FLASHBACK TABLE T TO BEFORE DROP
exchange | ALTER TABLE T EXCHANGE PARTITION P WITH TABLE U
set_unused | ALTER TABLE T SET UNUSED (A)
set_unused | ALTER TABLE T SET UNUSED COLUMN A
rename_table | RENAME T TO U
rename_table | ALTER TABLE T RENAME TO U
alter_forbidden | ALTER TABLE T RENAME PARTITION A TO B
alter_forbidden | ALTER TABLE T MOVE
alter_forbidden | ALTER TABLE T SHRINK SPACE
alter_forbidden | ALTER TABLE T READ ONLY
alter_forbidden | ALTER TABLE T ADD SUPPLEMENTAL LOG DATA (ALL) COLUMNS
alter_forbidden | ALTER INDEX I UNUSABLE
alter_forbidden | ALTER USER U IDENTIFIED BY P
alter_forbidden | ALTER SYSTEM FLUSH SHARED_POOL
alter_forbidden | ALTER DATABASE OPEN
alter_forbidden | ALTER SESSION SET CURRENT_SCHEMA = OTHER
alter_forbidden | ALTER SESSION ENABLE PARALLEL DML
alter_forbidden | ALTER TYPE T ADD ATTRIBUTE A NUMBER CASCADE
disable | ALTER TABLE T DISABLE CONSTRAINT C
disable | ALTER TABLE T ADD A NUMBER DISABLE ALL TRIGGERS
disable | ALTER TABLE T MODIFY CONSTRAINT C DISABLE
disable | ALTER TRIGGER G DISABLE
type_unproven | ALTER TABLE T MODIFY A VARCHAR2(10)
type_unproven | ALTER TABLE T MODIFY (A NOT NULL, B NUMBER(3))
type_unproven | ALTER TABLE T MODIFY "a" DATE
alter_forbidden | ALTER TABLE T MODIFY PARTITION P NOLOGGING
delete | DELETE FROM T WHERE A = 1
delete | DELETE T
update_without_where | UPDATE T SET A = 1
update_without_where | UPDATE T SET A = (SELECT 1 FROM S WHERE S.A = T.A)
update_without_where | UPDATE T SET A = 1 -- WHERE B = 2
update_constant_where | UPDATE T SET A = 1 WHERE 1 = 1
update_constant_where | UPDATE T SET A = 1 WHERE ((1) = (1))
update_constant_where | UPDATE T SET A = 1 WHERE 'a' = 'a' AND NOT 1 = 2
update_constant_where | UPDATE T SET A = 1 WHERE B = 2 OR 1 = 1
update_constant_where | UPDATE T SET A = 1 WHERE NOT (B = 2 AND 1 = 2)
update_constant_where | UPDATE T SET A = 1 WHERE B = B
update_constant_where | UPDATE T SET A = 1 WHERE T.B >= T.B
update_constant_where | UPDATE T SET A = 1 WHERE B IS NULL OR B IS NOT NULL
update_constant_where | UPDATE T SET A = 1 WHERE B = 1 OR B <> 1
update_constant_where | UPDATE T SET A = 1 WHERE B LIKE '%'
update_constant_where | UPDATE T SET A = 1 WHERE B IN (1, B)
update_constant_where | UPDATE T SET A = 1 WHERE ROWNUM > 0
update_constant_where | UPDATE T SET A = 1 WHERE ROWID IS NOT NULL
update_constant_where | UPDATE T SET A = 1 WHERE SYSDATE IS NOT NULL
update_constant_where | UPDATE T SET A = 1 WHERE EXISTS (SELECT 1 FROM DUAL)
update_constant_where | UPDATE T SET A = 1 WHERE NVL(1, 2) = 1
merge_delete | MERGE INTO T USING S ON (T.A=S.A) WHEN MATCHED THEN UPDATE SET B=1 DELETE WHERE B=1
update_constant_where | MERGE INTO T USING S ON (1 = 1) WHEN MATCHED THEN UPDATE SET B = 1
grant | GRANT DBA TO U
grant | GRANT DROP ANY TABLE TO U
grant | GRANT ALL ON T TO U
grant | GRANT DELETE ON T TO U
grant | GRANT EXECUTE ON DIRECTORY D TO U
not_allowed | REVOKE EXECUTE ON P FROM U
not_allowed | LOCK TABLE T IN EXCLUSIVE MODE
transaction | COMMIT
transaction | ROLLBACK
create_forbidden | CREATE USER U IDENTIFIED BY P
create_forbidden | CREATE DATABASE LINK L CONNECT TO U IDENTIFIED BY P USING 'x'
create_forbidden | CREATE PUBLIC SYNONYM S FOR T
create_forbidden | CREATE OR REPLACE DIRECTORY D AS '/tmp'
create_forbidden | CREATE OR REPLACE AND RESOLVE JAVA SOURCE NAMED J AS x
create_forbidden | CREATE OR REPLACE TABLE T (A NUMBER)
create_forbidden | CREATE TABLE T (A NUMBER) ORGANIZATION EXTERNAL (TYPE ORACLE_LOADER)
create_forbidden | CREATE SCHEMA AUTHORIZATION U CREATE TABLE T (A NUMBER)
database_link | UPDATE T@L SET A = 1 WHERE B = 2
database_link | INSERT INTO T@L VALUES (1)
own_tables | UPDATE DATABASECHANGELOG SET MD5SUM = NULL WHERE ID = 'x'
own_tables | INSERT INTO "DATABASECHANGELOGLOCK" VALUES (1, 0)
unknown_call | CALL DBMS_JOB.REMOVE(1)
unknown_call | SELECT DBMS_XMLGEN.GETXML('x') FROM DUAL
unknown_call | SELECT SYS.UTL_HTTP.REQUEST('x') FROM DUAL
unknown_call | SELECT SOME_PKG.WIPE(1) FROM DUAL
unknown_call | SELECT WIPE() FROM DUAL
unknown_call | INSERT INTO T (A) VALUES (SOME_PKG.WIPE)
unknown_call | CREATE TABLE T AS SELECT SOME_PKG.WIPE(1) A FROM DUAL
unknown_call | CREATE MATERIALIZED VIEW M AS SELECT WIPE(1) A FROM DUAL
unknown_call | SELECT * FROM TABLE(SOME_PKG.WIPE(1))
unknown_call | INSERT INTO T (A) VALUES (SOME_PKG.WIPE(1))
unknown_call | UPDATE T SET A = (SELECT WIPE(1) FROM DUAL) WHERE B = 1
unknown_call | SELECT HTTPURITYPE('http://x').GETCLOB() FROM DUAL
delete | WITH Q AS (SELECT 1 A FROM DUAL) DELETE FROM T WHERE A IN (SELECT A FROM Q)
update_without_where | WITH Q AS (SELECT 1 A FROM DUAL) UPDATE T SET A = 1
create_forbidden | CREATE MATERIALIZED VIEW T ON PREBUILT TABLE AS SELECT 1 A FROM DUAL
delete | WITH FUNCTION F RETURN NUMBER IS BEGIN DELETE FROM T; RETURN 1; END; SELECT F FROM DUAL
bind | INSERT INTO T VALUES (:1)
several_statements | SELECT 1 FROM DUAL; DROP TABLE T
script_call | @drop_all
script_call | @@drop_all.sql
sqlplus | HOST rm -rf x
sqlplus | CONNECT u/p
sqlplus | SPOOL x
sqlplus | EXEC P
odd_character | ! rm -rf x
unknown_statement | SET ROLE DBA
unknown_statement | ANALYZE TABLE T VALIDATE STRUCTURE
unknown_statement | AUDIT ALL
unknown_statement | EXPLAIN PLAN FOR DELETE FROM T
unknown_statement | DR/**/OP TABLE T
unknown_statement | "DROP" TABLE T
unknown_statement | (DELETE FROM T)
unknown_statement | 42
odd_character | ＤＲＯＰ TABLE T
odd_character | DROP\\u00a0TABLE T
odd_character | UPDATE T SET A = 1 ＷＨＥＲＥ B = 2
odd_character | SELECT &x FROM DUAL
unparsable | UPDATE T SET A = 'x WHERE B = 1
unparsable | UPDATE T SET A = 1 /* WHERE B = 2
unparsable | ALTER TABLE T ADD (A NUMBER
unparsable | CREATE TABLE T (A NUMBER))
unknown_form | COMMENT ON T
""".strip().splitlines()


@pytest.mark.parametrize("sql", ALLOWED)
def test_allowed(sql: str) -> None:
    found = ruling(sql)
    assert found.allowed, found
    assert found.rule == "guard.allowed"


@pytest.mark.parametrize("sql", ANNOUNCED)
def test_announced(sql: str) -> None:
    found = ruling(sql)
    assert (found.verdict, found.rule) == ("announce", "guard.announce_update")
    assert not found.allowed


@pytest.mark.parametrize("line", REFUSED)
def test_refused(line: str) -> None:
    rule, _, sql = line.partition(" | ")
    sql = sql.replace("\\n", "\n").replace("\\u00a0", "\u00a0")
    found = ruling(sql)
    assert (found.verdict, found.rule) == ("refused", f"guard.{rule}")


@pytest.mark.parametrize(
    ("old", "new", "allowed"),
    [
        ("VARCHAR2(30 CHAR)", "VARCHAR2(60 CHAR)", True),
        ("VARCHAR2(30 CHAR)", "VARCHAR2(30 CHAR)", True),
        ("VARCHAR2(30 BYTE)", "VARCHAR2(30 CHAR)", True),
        ("VARCHAR2(30 BYTE)", "VARCHAR2(31)", True),
        ("VARCHAR2(30 CHAR)", "VARCHAR2(60)", False),
        ("VARCHAR2(30 CHAR)", "VARCHAR2(29 CHAR)", False),
        ("VARCHAR2(30 BYTE)", "CLOB", False),
        ("CHAR(3 BYTE)", "VARCHAR2(3)", True),
        ("NUMBER(10,2)", "NUMBER(12,2)", True),
        ("NUMBER(10,2)", "NUMBER", True),
        ("NUMBER(10,2)", "NUMBER(12,4)", True),
        ("NUMBER(10,2)", "NUMBER(11,4)", False),
        ("NUMBER(10,2)", "NUMBER(10,1)", False),
        ("NUMBER", "NUMBER(38)", False),
        ("NUMBER(5,0)", "INTEGER", True),
        ("DATE", "TIMESTAMP(6)", True),
        ("TIMESTAMP(6)", "TIMESTAMP(3)", False),
        ("TIMESTAMP(3)", "TIMESTAMP(6)", True),
        ("RAW(16)", "RAW(32)", True),
        ("NUMBER(5,0)", "VARCHAR2(5)", False),
    ],
)
def test_modify_is_proved_by_the_columns_of_the_database(old: str, new: str, allowed: bool) -> None:
    found = ruling(f"ALTER TABLE T MODIFY (A {new} DEFAULT 'x' NOT NULL)", {("T", "A"): old})
    assert found.allowed is allowed
    assert found.rule == ("guard.allowed" if allowed else "guard.narrowing")
    if not allowed:
        assert found.facts["old"] == old


def test_a_ruling_names_the_place_of_the_offending_word() -> None:
    text = (
        "--liquibase formatted sql\n--changeset ann:x\nALTER TABLE T\n  ADD A NUMBER\n  DROP (B);\n"
    )
    from app.changelog import parse_changelog

    (found,) = guard_changelog(parse_changelog({"changelog/7.sql": text.encode()}))
    assert (found.path, found.line, found.column) == ("changelog/7.sql", 5, 3)
    assert (found.changeset, found.verb) == ("changelog/7.sql::x::ann", "ALTER TABLE")
    assert found.statement.startswith("ALTER TABLE T")


def test_every_statement_has_a_ruling_and_long_ones_are_cut() -> None:
    found = changelog(
        "--changeset a:1\n--preconditions onFail:HALT\n"
        "--precondition-sql-check expectedResult:0 DELETE FROM T\n"
        + "".join(f"INSERT INTO T VALUES ({i}, '{'x' * 300}');\n" for i in range(20))
    )
    rulings = guard_changelog(found)
    assert len(rulings) == 21
    assert [r.allowed for r in rulings] == [False] + [True] * 20
    assert rulings[0].line == 4
    assert {len(r.statement) for r in rulings[1:]} == {200}


def test_a_precondition_must_be_a_query() -> None:
    found = changelog(
        "--changeset a:1\n--precondition-sql-check 1 INSERT INTO T VALUES (1)\nSELECT 1 FROM DUAL;"
    )
    assert guard_changelog(found)[0].rule == "guard.precondition_not_query"


def test_plain_scripts() -> None:
    text = (
        "set define off\nprompt l'installation\nCREATE TABLE T (A NUMBER);\n"
        "BEGIN\n  NULL;\nEND;\n/\n@other.sql\nhost ls\n  DROP TABLE T;\nCOMMIT;\n"
    )
    found = guard_script(text, "x.sql")
    assert [(r.line, r.column, r.rule) for r in found] == [
        (1, 1, "guard.sqlplus_line"),
        (2, 1, "guard.sqlplus_line"),
        (3, 1, "guard.allowed"),
        (4, 1, "guard.allowed"),
        (8, 1, "guard.script_call"),
        (9, 1, "guard.sqlplus"),
        (10, 3, "guard.drop"),
        (11, 1, "guard.allowed"),
    ]
