"""Where the guard points at, and the facts of its sentences."""

from __future__ import annotations

import pytest

from app.changelog import Ruling, guard_changelog, guard_script
from app.services import messages
from tests.changelog.memory import changelog

ATTRIBUTES = "splitStatements:false endDelimiter:/ stripComments:false"


def rulings(*statements: str, columns: dict[tuple[str, str], str] | None = None) -> list[Ruling]:
    text = "".join(f"--changeset a:{i} {ATTRIBUTES}\n{s}\n/\n" for i, s in enumerate(statements))
    return list(guard_changelog(changelog(text), columns))


REASONS = [
    ("CREATE PUBLIC DATABASE LINK L USING 'X'", "create_forbidden",
     {"object": "PUBLIC DATABASE"}, 1),
    ("CREATE OR REPLACE DIRECTORY D AS '/'", "create_forbidden", {"object": "DIRECTORY"}, 1),
    ("CREATE PUBLIC SYNONYM S FOR T", "create_forbidden", {"object": "PUBLIC SYNONYM"}, 1),
    ("CREATE OR REPLACE SEQUENCE S", "create_forbidden", {"object": "OR REPLACE SEQUENCE"}, 1),
    ("ALTER PLUGGABLE DATABASE OPEN", "alter_forbidden", {"object": "PLUGGABLE DATABASE"}, 1),
    ("ALTER USER U ACCOUNT LOCK", "alter_forbidden", {"object": "USER"}, 1),
    ("ALTER TABLE T SHRINK SPACE", "alter_forbidden", {"object": "TABLE SHRINK SPACE"}, 15),
    ("ALTER TABLE T ADD (A NUMBER) MOVE", "alter_forbidden", {"object": "TABLE MOVE"}, 30),
    ("ALTER SESSION SET EDITION = E", "alter_forbidden", {"object": "SESSION EDITION"}, 1),
    ("ALTER SESSION ENABLE PARALLEL DML", "alter_forbidden", {"object": "SESSION ENABLE"}, 1),
    ("ALTER SEQUENCE S.Q CACHE 5 RESTART", "sequence_restart", {"name": "S.Q"}, 28),
    ("ALTER SEQUENCE Q INCREMENT BY -5", "sequence_restart", {"name": "Q"}, 31),
    ("ALTER INDEX I UNUSABLE", "alter_forbidden", {"object": "INDEX UNUSABLE"}, 1),
    ("ALTER TRIGGER G DISABLE", "disable", {"object": "TRIGGER"}, 1),
    ("ALTER TABLE T DISABLE ALL TRIGGERS", "disable", {"object": "TABLE ALL TRIGGERS"}, 15),
    ("ALTER TABLE T MODIFY CONSTRAINT C DISABLE", "disable", {"object": "TABLE CONSTRAINT"}, 15),
    ("ALTER TABLE T MODIFY A INVISIBLE", "announce_invisible", {"column": "T.A"}, 22),
    ("ALTER TABLE S.T MODIFY (A VARCHAR2(5))", "type_unproven", {"table": "T", "column": "A"}, 25),
    ("ALTER TABLE T DROP COLUMN A", "drop", {"verb": "ALTER TABLE"}, 15),
    ("CREATE TABLE X (A NUMBER) ORGANIZATION EXTERNAL (X)", "create_forbidden",
     {"object": "EXTERNAL TABLE"}, 40),
    ("CREATE TABLE X (A NUMBER DEFAULT S.F(1))", "unknown_call", {"name": "S.F"}, 34),
    ("CREATE INDEX I ON T (A, F(B))", "unknown_call", {"name": "F"}, 25),
    ("CREATE INDEX I ON T (A) INDEXTYPE IS U.X", "unknown_call", {"name": "U.X"}, 25),
    ("CREATE OR REPLACE TRIGGER G AFTER DDL ON S.SCHEMA BEGIN NULL; END;", "create_forbidden",
     {"object": "TRIGGER ON SCHEMA"}, 1),
    ("CREATE OR REPLACE TYPE S.O FORCE AS OBJECT (A NUMBER)", "announce_type", {"object": "O"}, 28),
    ("CREATE OR REPLACE SYNONYM A.S FOR B.T", "announce_synonym",
     {"name": "A.S", "object": "B.T"}, 1),
    ("GRANT SELECT, DEBUG ON P TO U", "grant", {"privilege": "DEBUG"}, 15),
    ("GRANT SELECT TO U", "grant", {"privilege": "SELECT"}, 1),
    ("GRANT SELECT ON T TO U WITH ADMIN OPTION", "grant", {"privilege": "WITH ADMIN OPTION"}, 1),
    ("GRANT SELECT ON T TO U, PUBLIC", "grant_public", {}, 25),
    ("GRANT EXECUTE ON B.P TO U", "announce_grant", {"object": "B.P", "owner": "B"}, 1),
    ("GRANT EXECUTE ON SYS.DBMS_LOCK TO U", "grant_oracles", {"object": "SYS.DBMS_LOCK"}, 1),
    ("UPDATE S.T SET A = 1, (B, C) = (SELECT 1, 2 FROM DUAL) WHERE D = 1", "announce_update",
     {"table": "S.T", "columns": "A, B, C"}, 1),
    ("UPDATE T SET A = 1 WHERE 1 = 1", "update_constant_where", {}, 26),
    ("MERGE INTO S.T USING S ON (S.X = 1) WHEN MATCHED THEN UPDATE SET A = 1", "merge_not_joined",
     {"table": "S.T"}, 28),
    ("MERGE INTO T USING S ON (T.A = S.A) WHEN MATCHED THEN UPDATE SET B = 1 DELETE WHERE B = 2",
     "merge_delete", {}, 72),
    ("MERGE INTO T USING S ON (T.A = S.A) WHEN MATCHED THEN UPDATE SET B = 1", "announce_update",
     {"table": "T", "columns": "B"}, 1),
    ("MERGE INTO T USING S ON (1 = 1) WHEN MATCHED THEN UPDATE SET B = 1", "update_constant_where",
     {}, 26),
    ("MERGE INTO T USING T S ON (T.A = S.A) WHEN MATCHED THEN UPDATE SET B = 1",
     "update_constant_where", {}, 28),
    ("SELECT 1 FROM T\n\n3 X", "sqlplus_buffer", {"word": "3"}, 1),
    ("SELECT 1 FROM T\n\nR\n", "sqlplus_buffer", {"word": "R"}, 1),
    ("SELECT 1 FROM T\n\nAPP X", "sqlplus_buffer", {"word": "APP"}, 1),
    ("SELECT A, P.F(1) FROM T", "unknown_call", {"name": "P.F"}, 11),
    ("SELECT A, P.F FROM T", "unknown_call", {"name": "P.F"}, 11),
    ("INSERT INTO T VALUES (1, F)", "unknown_call", {"name": "F"}, 26),
    ("BEGIN\n  P.Q;\nEND;", "unknown_call", {"name": "P.Q"}, 3),
    ("BEGIN\n  UPDATE T SET A = 1 WHERE B = 2;\nEND;", "announce_update", {"table": "T"}, 3),
    ("BEGIN\n  EXECUTE IMMEDIATE 'DROP TABLE T';\nEND;", "drop", {"dynamic": "DROP TABLE T"}, 3),
    ("BEGIN\n  DBMS_SCHEDULER.CREATE_JOB('J', 'EXECUTABLE', 'x');\nEND;", "job_type",
     {"name": "DBMS_SCHEDULER.CREATE_JOB", "type": "EXECUTABLE"}, 3),
    ("BEGIN\n  NULL;\nEND; BEGIN NULL; END;", "several_statements", {}, 6),
    ("COMMENT ON TABLE T", "unknown_form", {"verb": "COMMENT"}, 1),
    ("PURGE TABLE T", "purge", {"verb": "PURGE"}, 1),
    ("L 1", "sqlplus", {"word": "LIST"}, 1),
    ("SELECT 1 FROM T\n\nDEL 1", "sqlplus_buffer", {"word": "DEL"}, 1),
    ("SELECT 1 FROM T\n.\nX", "sqlplus_buffer", {"word": "."}, 1),
    ("CREATE PROCEDURE P WRAPPED abc", "wrapped", {"object": "P"}, 20),
    ("WHATEVER 1", "unknown_statement", {"word": "WHATEVER"}, 1),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "rule", "facts", "column"), REASONS)
def test_the_reason_and_its_place(sql: str, rule: str, facts: dict[str, str], column: int) -> None:
    (found,) = rulings(sql)
    assert (found.rule, found.column) == (f"guard.{rule}", column)
    assert found.facts.items() >= facts.items()
    for language in ("en", "fr"):
        assert "?" not in messages.rule_text(found.rule, found.facts, language).replace(" ?", "")


CHAINS = [
    (("CREATE TRIGGER G AFTER INSERT ON S.T BEGIN DELETE FROM U; END;", "INSERT INTO T VALUES (1)"),
     "calls_flagged_code", {"name": "T", "later": "guard.delete"}),
    (("CREATE TRIGGER G AFTER INSERT ON S.T BEGIN DELETE FROM U; END;",
      "CREATE OR REPLACE VIEW W.V AS SELECT * FROM S.T", "INSERT INTO V (A) VALUES (1)"),
     "calls_flagged_code", {"name": "V", "later": "guard.delete"}),
    (("CREATE TRIGGER G AFTER INSERT ON S.T BEGIN UPDATE U SET A = 1 WHERE B = 2; END;",
      "CREATE SYNONYM W.V FOR S.T", "INSERT INTO V (A) VALUES (1)"),
     "announce_call", {"name": "V", "later": "guard.announce_update", "later_table": "U"}),
    (("CREATE OR REPLACE VIEW V AS SELECT P.F(1) A FROM DUAL", "SELECT A FROM V"),
     "calls_flagged_code", {"name": "V", "later": "guard.unknown_call", "later_name": "P.F"}),
    (("CREATE PROCEDURE S.P IS BEGIN Q.R; END;", "BEGIN S.P; END;"),
     "untrusted_code", {"name": "S.P", "what": "Q.R"}),
    (("CREATE PROCEDURE IF NOT EXISTS S.P IS BEGIN NULL; END;", "BEGIN S.P; END;"),
     "perhaps_code", {"name": "S.P"}),
    (("CREATE PROCEDURE P IS BEGIN DELETE FROM T; END;", "CREATE PROCEDURE Q IS BEGIN P; END;",
      "BEGIN Q; END;"), "calls_flagged_code", {"name": "Q", "later": "guard.delete"}),
    (("CREATE PACKAGE P AS c NUMBER := X.Y; PROCEDURE q; END;",
      "CREATE PACKAGE BODY P AS PROCEDURE q IS BEGIN NULL; END; END;", "BEGIN P.q; END;"),
     "untrusted_code", {"name": "P.Q", "what": "P"}),
    (("CREATE PROCEDURE S.P IS LANGUAGE C NAME \"x\" LIBRARY L;", "BEGIN S.P; END;"),
     "untrusted_code", {"name": "S.P", "what": "LANGUAGE"}),
    (("CREATE PACKAGE S.P AS c NUMBER := X.Y; PROCEDURE q; END;",
      "CREATE PACKAGE BODY S.P AS PROCEDURE q IS BEGIN NULL; END; END;", "BEGIN S.P.q; END;"),
     "untrusted_code", {"name": "S.P.Q", "what": "P"}),
]  # fmt: skip


@pytest.mark.parametrize(("statements", "rule", "facts"), CHAINS)
def test_the_reason_of_what_runs_other_code(
    statements: tuple[str, ...], rule: str, facts: dict[str, str]
) -> None:
    found = rulings(*statements)[-1]
    assert found.rule == f"guard.{rule}"
    assert found.facts.items() >= facts.items()
    assert "?" not in messages.rule_text(found.rule, found.facts, "en")


AFTERWARDS = [
    ("CREATE TYPE O AS OBJECT (A NUMBER)", "INSERT INTO T VALUES (O(1))"),
    ("CREATE PACKAGE C AS x CONSTANT NUMBER := 1; END;", "INSERT INTO T VALUES (C.x)"),
    ("CREATE PROCEDURE S.P IS BEGIN NULL; END;", "BEGIN S.P; END;"),
    ("CREATE PROCEDURE S.P IS BEGIN NULL; END;", "GRANT EXECUTE ON S.P TO U"),
    ("CREATE TABLE S.T (A NUMBER)", "GRANT EXECUTE ON S.P TO U"),
    ("CREATE PROCEDURE P IS BEGIN NULL; END;", "CALL P()"),
    ("CREATE PROCEDURE P IS BEGIN SOME.THING; END;", "CREATE OR REPLACE PROCEDURE P IS BEGIN NULL; "
     "END;", "BEGIN P; END;"),
    ("CREATE PROCEDURE P IS BEGIN DELETE FROM T; END;", "CREATE OR REPLACE PROCEDURE P IS BEGIN "
     "NULL; END;", "BEGIN P; END;"),
    ("CREATE TABLE N (A NUMBER)", "CREATE TRIGGER G BEFORE UPDATE ON N FOR EACH ROW BEGIN "
     ":new.A := 1; END;", "UPDATE N SET A = 2"),
    ("ALTER TABLE T ADD (B NUMBER)", "CREATE TRIGGER G BEFORE UPDATE ON T FOR EACH ROW BEGIN "
     ":new.B := 1; END;", "UPDATE T SET B = 2"),
    ("CREATE TYPE O AS VARRAY (3) OF NUMBER", "INSERT INTO T VALUES (O(1))"),
    ("CREATE TYPE O AS TABLE OF NUMBER", "INSERT INTO T VALUES (O(1))"),
    ("ALTER TABLE T ADD B NUMBER", "ALTER TABLE T RENAME COLUMN B TO C", "UPDATE T SET C = 2"),
    ("SELECT COUNT(*) FROM DATABASECHANGELOG",),
    ("ALTER TABLE T DISABLE ROW MOVEMENT",),
    ("ALTER TABLE T ADD CONSTRAINT C CHECK (A > 0) ENABLE NOVALIDATE",),
    ("CREATE INDEX I ON T (A) INDEXTYPE IS CTXSYS.CONTEXT",),
]  # fmt: skip


@pytest.mark.parametrize("statements", AFTERWARDS)
def test_what_was_created_before_is_known(statements: tuple[str, ...]) -> None:
    found = rulings(*statements)[-1]
    assert found.verdict == "allowed", (found.rule, found.facts)


def test_a_table_is_no_owner() -> None:
    found = rulings("CREATE TABLE S (A NUMBER)", "GRANT EXECUTE ON S.P TO U")
    assert found[-1].rule == "guard.announce_grant"


def test_the_client_s_types_decide_for_a_table_with_its_owner() -> None:
    columns = {("T", "A"): "VARCHAR2(5 CHAR)"}
    sql = "ALTER TABLE S.T MODIFY (A VARCHAR2({} CHAR))"
    assert rulings(sql.format(9), columns=columns)[0].allowed
    assert rulings(sql.format(4), columns=columns)[0].rule == "guard.narrowing"


@pytest.mark.parametrize("line", ["set", "set x on", "set sqlblanklines on sqlprefix #", "@x.sql"])
def test_lines_that_may_change_what_is_read_are_refused(line: str) -> None:
    assert [r.verdict for r in guard_script(line + "\n", "x.sql")] == ["refused"]
