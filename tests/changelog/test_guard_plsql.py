"""The guard inside PL/SQL: dynamic SQL, embedded DML, calls, stored code."""

from __future__ import annotations

import pytest

from app.changelog import Ruling, guard_changelog
from tests.changelog.memory import changelog

ATTRIBUTES = "splitStatements:false endDelimiter:/ stripComments:false"


def rulings(*blocks: str) -> list[Ruling]:
    text = "".join(f"--changeset a:{i} {ATTRIBUTES}\n{b}\n/\n" for i, b in enumerate(blocks))
    return list(guard_changelog(changelog(text)))


def block(body: str, declare: str = "") -> Ruling:
    (found,) = rulings(f"{'DECLARE ' + declare if declare else ''} BEGIN {body} END;")
    return found


@pytest.mark.parametrize(
    "body",
    [
        "NULL;",
        "EXECUTE IMMEDIATE 'ALTER TABLE T ADD (A NUMBER)';",
        "EXECUTE IMMEDIATE 'alter table t add b number' || chr(10) || 'default 1';",
        "EXECUTE IMMEDIATE 'BEGIN NULL; END;';",
        "INSERT INTO T (A) SELECT 1 FROM DUAL; COMMIT;",
        "EXECUTE IMMEDIATE 'CREATE PROCEDURE P IS BEGIN NULL; END;';",
        "EXECUTE IMMEDIATE 'CREATE TRIGGER G BEFORE INSERT ON T BEGIN NULL; END;';",
        "FOR r IN (SELECT * FROM T FOR UPDATE) LOOP NULL; END LOOP;",
        "DBMS_OUTPUT.PUT_LINE('DROP TABLE T');",
        "DBMS_STATS.GATHER_TABLE_STATS(USER, 'T');",
        "SYS.DBMS_OUTPUT.PUT_LINE('x');",
        "IF 1 = 1 THEN RAISE_APPLICATION_ERROR(-20001, 'no'); END IF;",
        "<<again>> LOOP EXIT again; END LOOP; GOTO there; <<there>> NULL;",
        "DBMS_UTILITY.EXEC_DDL_STATEMENT('COMMENT ON TABLE T IS ''x''');",
        "DBMS_SCHEDULER.CREATE_JOB(job_name => 'J', job_type => 'PLSQL_BLOCK', "
        "job_action => 'INSERT INTO T (A) VALUES (1);');",
    ],
)
def test_allowed_blocks(body: str) -> None:
    found = block(body)
    assert found.allowed, found


@pytest.mark.parametrize(
    "body",
    [
        "EXECUTE IMMEDIATE 'UPDATE T SET A = :1 WHERE B = :2' USING 1, 2;",
        "UPDATE T SET A = 1 WHERE B = 2;",
        "FOR r IN (SELECT * FROM T) LOOP UPDATE T SET A = 1 WHERE B = r.B; END LOOP;",
        "FORALL i IN 1 .. 3 UPDATE T SET A = 1 WHERE B = 4;",
        "MERGE INTO T USING S ON (T.A = S.A) WHEN MATCHED THEN UPDATE SET B = 1;",
        "DBMS_SCHEDULER.CREATE_JOB(job_name => 'J', job_type => 'PLSQL_BLOCK', "
        "job_action => 'UPDATE T SET A = 1 WHERE B = 2;');",
    ],
)
def test_blocks_that_write_into_what_clients_had_are_announced(body: str) -> None:
    found = block(body)
    assert (found.verdict, found.rule) == ("announce", "guard.announce_update")
    assert (found.facts["table"], found.allowed) == ("T", False)


@pytest.mark.parametrize(
    ("declare", "body"),
    [
        ("x NUMBER := 1;", "x := CASE WHEN x = 1 THEN ABS(x) ELSE FLOOR(x) END;"),
        ("TYPE t IS TABLE OF NUMBER; l t := t();", "l.EXTEND; l.DELETE(1); l.DELETE;"),
        ("PROCEDURE p IS BEGIN NULL; END;", "p;"),
        ("c CONSTANT VARCHAR2(99) := 'ALTER TABLE T ';", "EXECUTE IMMEDIATE c || 'ADD A NUMBER';"),
        ("n NUMBER;", "SELECT COUNT(*) INTO n FROM USER_TABLES WHERE TABLE_NAME = 'T'; "
         "IF n = 0 THEN EXECUTE IMMEDIATE 'CREATE TABLE T (A NUMBER)'; END IF;"),
        ("CURSOR c IS SELECT * FROM T; r c%ROWTYPE;", "OPEN c; FETCH c INTO r; CLOSE c;"),
        ("r SYS_REFCURSOR;", "OPEN r FOR SELECT 1 FROM DUAL; OPEN r FOR 'SELECT 1 FROM DUAL';"),
    ],
)  # fmt: skip
def test_allowed_blocks_with_declarations(declare: str, body: str) -> None:
    found = block(body, declare)
    assert found.allowed, found


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("EXECUTE IMMEDIATE 'DROP TABLE T';", "drop"),
        ("EXECUTE IMMEDIATE 'DR' || 'OP TABLE T';", "drop"),
        ("EXECUTE /* x */ IMMEDIATE q'[drop table t]';", "drop"),
        ("EXECUTE IMMEDIATE CHR(68)||CHR(82)||CHR(79)||CHR(80)||' TABLE T';", "drop"),
        ("EXECUTE IMMEDIATE CONCAT('DROP', ' TABLE T');", "drop"),
        ("EXECUTE IMMEDIATE UPPER(REPLACE('dXp table t', 'X', 'ro'));", "drop"),
        ("EXECUTE IMMEDIATE UNISTR('\\0044ROP TABLE T');", "drop"),
        ("EXECUTE IMMEDIATE 'BEGIN EXECUTE IMMEDIATE ''DROP TABLE T''; END;';", "drop"),
        ("EXECUTE IMMEDIATE 'BEGIN EXECUTE IMMEDIATE :1; END;' USING 'DROP TABLE T';",
         "dynamic_sql"),
        ("EXECUTE IMMEDIATE 'DELETE FROM T';", "delete"),
        ("EXECUTE IMMEDIATE 'UPDATE T SET A = 1';", "update_without_where"),
        ("FOR r IN (SELECT * FROM USER_TABLES) LOOP "
         "EXECUTE IMMEDIATE 'GRANT SELECT ON ' || r.TABLE_NAME || ' TO X'; END LOOP;",
         "dynamic_sql"),
        ("DBMS_UTILITY.EXEC_DDL_STATEMENT('TRUNCATE TABLE T');", "truncate"),
        ("sys.dbms_utility.exec_ddl_statement(parse_string => 'DROP TABLE T');", "drop"),
        ('"SYS"."DBMS_UTILITY"."EXEC_DDL_STATEMENT"(\'DROP TABLE T\');', "drop"),
        ("PUBLIC.DBMS_UTILITY.EXEC_DDL_STATEMENT('DROP TABLE T');", "drop"),
        ("DBMS_SQL.PARSE(1, 'DROP TABLE T', DBMS_SQL.NATIVE);", "drop"),
        ("DBMS_SQL.PARSE(language_flag => 1, c => 1, statement => 'DROP TABLE T');", "drop"),
        ("DBMS_SQL.PARSE(1, x.y, 1);", "dynamic_sql"),
        ("DBMS_JOB.SUBMIT(x, 'DELETE FROM T;');", "delete"),
        ("DBMS_SCHEDULER.CREATE_JOB('J', 'PLSQL_BLOCK', 'begin execute immediate ''drop table t''; "
         "end;');", "drop"),
        ("DBMS_SCHEDULER.RUN_JOB('J');", "unknown_call"),
        ("DBMS_REDEFINITION.FINISH_REDEF_TABLE('A', 'B', 'C');", "unknown_call"),
        ("SYS.DBMS_SYS_SQL.PARSE_AS_USER(1, 'x', 1);", "unknown_call"),
        ("UTL_FILE.FREMOVE('D', 'f');", "unknown_call"),
        ("x := DBMS_XMLGEN.GETXML('select 1 from dual');", "unknown_call"),
        ("unknown_pkg.run;", "unknown_call"),
        ("wipe_everything;", "unknown_call"),
        ("IF a THEN other(1); END IF;", "unknown_call"),
        ("DELETE FROM T;", "delete"),
        ("DELETE T WHERE A = 1;", "delete"),
        ("IF merge THEN DELETE FROM T; END IF;", "delete"),
        ("FORALL i IN 1 .. 3 DELETE FROM T WHERE A = l(i);", "delete"),
        ("FORALL i IN 1 .. 3 EXECUTE IMMEDIATE 'DELETE FROM T WHERE A = :1' USING l(i);", "delete"),
        ("UPDATE T SET A = 1;", "update_without_where"),
        ("IF x THEN UPDATE T SET A = 1 WHERE 1 = 1; END IF;", "update_constant_where"),
        ("MERGE INTO T USING S ON (T.A = S.A) WHEN MATCHED THEN UPDATE SET B = 1 DELETE WHERE 1=1;",
         "merge_delete"),
        ("DROP TABLE T;", "drop"),
        ("TRUNCATE TABLE T;", "truncate"),
        ("ALTER TABLE T ADD A NUMBER;", "not_allowed"),
        ("UPDATE T@L SET A = 1 WHERE B = 2;", "database_link"),
        ("p@remote;", "unknown_call"),
        ("INSERT INTO T VALUES (:1);", "bind"),
        ("UPDATE DATABASECHANGELOG SET MD5SUM = NULL WHERE ID = 'x';", "own_tables"),
        ("NULL; END; DROP TABLE T; BEGIN NULL;", "drop"),
        ("NULL; END; INSERT INTO T VALUES (1); BEGIN NULL;", "several_statements"),
        ("OPEN c FOR v_sql;", "dynamic_sql"),
        ("OPEN c FOR 'DELETE FROM T';", "delete"),
        ("EXECUTE IMMEDIATE 'CREATE USER U IDENTIFIED BY P';", "create_forbidden"),
        ("IF 1 = 1 THEN NULL;", "unparsable"),
        ("x := 'open;", "unparsable"),
    ],
)  # fmt: skip
def test_refused_blocks(body: str, rule: str) -> None:
    found = block(body)
    assert (found.verdict, found.rule) == ("refused", f"guard.{rule}")


@pytest.mark.parametrize(
    ("declare", "body"),
    [
        ("c VARCHAR2(99) := 'ALTER TABLE T ADD A NUMBER';", "EXECUTE IMMEDIATE c;"),
        ("c CONSTANT VARCHAR2(99) := SYS_GUID();", "EXECUTE IMMEDIATE c;"),
        (
            "c CONSTANT VARCHAR2(99) := 'SELECT 1 FROM DUAL';",
            "DECLARE c VARCHAR2(99) := SYS_GUID(); BEGIN EXECUTE IMMEDIATE c; END;",
        ),
        (
            "c CONSTANT VARCHAR2(99) := 'SELECT 1 FROM DUAL'; "
            "PROCEDURE p (a NUMBER DEFAULT ABS(1), c VARCHAR2) IS "
            "BEGIN EXECUTE IMMEDIATE c; END;",
            "p(1, 'x');",
        ),
        (
            "c CONSTANT VARCHAR2(99) := 'SELECT 1 FROM DUAL';",
            "FOR c IN (SELECT 1 FROM DUAL) LOOP EXECUTE IMMEDIATE c; END LOOP;",
        ),
        ("c CONSTANT VARCHAR2(9) := c;", "EXECUTE IMMEDIATE c;"),
    ],
)
def test_text_that_may_vary_is_refused(declare: str, body: str) -> None:
    found = block(body, declare)
    assert (found.allowed, found.rule) == (False, "guard.dynamic_sql")


def test_a_variable_is_no_condition() -> None:
    found = block("UPDATE T SET A = 1 WHERE v = w;", "v NUMBER := 1; w NUMBER := 1;")
    assert found.rule == "guard.update_constant_where"
    assert block("UPDATE T SET A = 1 WHERE B = v;", "v NUMBER := 1;").verdict == "announce"


def test_dynamic_sql_inside_dynamic_sql_ends() -> None:
    text = "NULL;"
    for _ in range(12):
        text = "EXECUTE IMMEDIATE '" + f"BEGIN {text} END;".replace("'", "''") + "';"
    assert block(text).rule == "guard.dynamic_sql"


def test_the_place_is_that_of_the_dynamic_statement() -> None:
    (found,) = rulings("BEGIN\n  NULL;\n    EXECUTE IMMEDIATE\n 'drop table t';\nEND;")
    assert (found.line, found.column) == (5, 5)
    assert found.facts["dynamic"] == "drop table t"


@pytest.mark.parametrize(
    ("declare", "body"),
    [
        ("n NUMBER;", "n := SOME_PKG.WIPE();"),
        ("n NUMBER;", "n := SOME_PKG.WIPE;"),
        ("n NUMBER;", "n := WIPE;"),
        ("n NUMBER;", "n := CASE WHEN 1 = 1 THEN SOME_PKG.WIPE END;"),
        ("n NUMBER := WIPE;", "NULL;"),
        ("n NUMBER DEFAULT WIPE(1);", "NULL;"),
        ("n NUMBER;", "SELECT SOME_PKG.WIPE(1) INTO n FROM DUAL;"),
        ("CURSOR c IS SELECT WIPE(1) x FROM DUAL;", "OPEN c;"),
        ("", "IF WIPE(1) = 1 THEN NULL; END IF;"),
        ("", "IF SOME_PKG.WIPE THEN NULL; END IF;"),
        ("", "LOOP EXIT WHEN SOME_PKG.WIPE; END LOOP;"),
        ("", "FOR i IN 1 .. SOME_PKG.WIPE LOOP NULL; END LOOP;"),
        ("", "DBMS_OUTPUT.PUT_LINE(SOME_PKG.WIPE);"),
        ("FUNCTION f RETURN NUMBER IS BEGIN RETURN WIPE; END;", "NULL;"),
        ("", "DECLARE PROCEDURE wipe IS BEGIN NULL; END; BEGIN NULL; END; WIPE;"),
        ("", "DECLARE some_pkg NUMBER; BEGIN NULL; END; SOME_PKG.WIPE;"),
        ("", "FOR some_pkg IN 1 .. 2 LOOP NULL; END LOOP; IF SOME_PKG.WIPE THEN NULL; END IF;"),
        ("PROCEDURE p (wipe NUMBER) IS BEGIN NULL; END;", "WIPE;"),
        ("o SOME_TYPE;", "o.WIPE;"),
        ("", "INSERT INTO T (A) VALUES (SOME_PKG.WIPE);"),
        ("", "EXECUTE IMMEDIATE 'UPDATE T SET A = :1 WHERE B = 2' USING SOME_PKG.WIPE;"),
        ("CURSOR c (p NUMBER) IS SELECT 1 FROM DUAL;", "OPEN c(SOME_PKG.WIPE);"),
        ("TYPE t IS TABLE OF NUMBER; l t := t(1);", "l(SOME_PKG.WIPE) := 1;"),
        ("n NUMBER;", "n := UTL_HTTP.SOME_VALUE;"),
    ],
)
def test_a_function_that_nobody_knows_is_refused_like_a_procedure(declare: str, body: str) -> None:
    found = block(body, declare)
    assert (found.allowed, found.rule) == (False, "guard.unknown_call")


@pytest.mark.parametrize(
    ("declare", "body"),
    [
        ("n NUMBER; TYPE t IS TABLE OF NUMBER; l t := t(1, 2);",
         "FOR i IN 1 .. l.COUNT LOOP n := l(i) + NVL(n, 0); END LOOP;"),
        ("CURSOR c IS SELECT * FROM T; r c%ROWTYPE; s T.A%TYPE;",
         "OPEN c; LOOP FETCH c INTO r; EXIT WHEN c%NOTFOUND; s := r.A; END LOOP;"),
        ("n NUMBER;", "FOR r IN (SELECT A FROM T) LOOP n := r.A; END LOOP;"),
        ("n NUMBER := 1;", "n := SQ.NEXTVAL; IF SQL%ROWCOUNT > n THEN NULL; END IF;"),
        ("FUNCTION f (p NUMBER) RETURN NUMBER IS BEGIN RETURN p; END; n NUMBER;",
         "n := f(p => 1); DECLARE m NUMBER := n; BEGIN n := m; END;"),
        ("e EXCEPTION;", "RAISE e; EXCEPTION WHEN e THEN NULL; WHEN NO_DATA_FOUND THEN NULL;"),
        ("TYPE t IS TABLE OF T.ID%TYPE; l t;", "SELECT ID BULK COLLECT INTO l FROM T; "
         "FORALL i IN 1 .. l.COUNT INSERT INTO T (ID) VALUES (l(i));"),
        ("r T%ROWTYPE;", "INSERT INTO U VALUES r; INSERT INTO U (A) VALUES (r.A);"),
        ("", "MERGE INTO T USING S ON (T.A = S.A) WHEN NOT MATCHED THEN INSERT (A) VALUES (S.A);"),
        ("d DATE := SYSDATE;", "IF d > DATE '2024-01-01' AND USER = 'X' THEN NULL; END IF;"),
    ],
)  # fmt: skip
def test_what_a_block_declares_itself_is_no_stranger(declare: str, body: str) -> None:
    found = block(body, declare)
    assert found.allowed, found


@pytest.mark.parametrize(
    "body",
    [
        "DBMS_SCHEDULER.CREATE_JOB(job_name => 'J', job_action => 'NULL;');",
        "DBMS_SCHEDULER.CREATE_JOB('J', x, 'NULL;');",
        "DBMS_SCHEDULER.CREATE_JOB('J', 'STORED_PROCEDURE', x);",
        "DBMS_SCHEDULER.CREATE_JOB('J', 'STORED_PROCEDURE');",
        "DBMS_SCHEDULER.CREATE_JOB('J', 'STORED_PROCEDURE', 'P; DROP TABLE T');",
        "DBMS_SCHEDULER.CREATE_JOB('J', 'STORED_PROCEDURE', 'P@L');",
        "DBMS_SCHEDULER.CREATE_JOB('J', 'STORED_PROCEDURE', '');",
    ],
)
def test_a_job_of_which_nobody_can_say_what_it_runs_is_refused(body: str) -> None:
    assert block(body).rule == "guard.dynamic_sql"


PR = "CREATE PROCEDURE PR IS BEGIN {} END;"


@pytest.mark.parametrize(
    ("text", "job", "verdict", "rule"),
    [
        ("NULL;", "'STORED_PROCEDURE', 'PR'", "allowed", "allowed"),
        ("NULL;", "'stored_procedure', ' \"PR\" '", "allowed", "allowed"),
        ("INSERT INTO T (A) VALUES (1);", "'STORED_PROCEDURE', 'PR'", "allowed", "allowed"),
        ("UPDATE T SET A = 1 WHERE B = 2;", "'STORED_PROCEDURE', 'PR'", "announce",
         "announce_call"),
        ("DELETE FROM T;", "'STORED_PROCEDURE', 'PR'", "refused", "calls_flagged_code"),
        ("X.Y;", "'STORED_PROCEDURE', 'PR'", "refused", "untrusted_code"),
        ("NULL;", "'STORED_PROCEDURE', 'PR2'", "refused", "unknown_call"),
        ("NULL;", "'STORED_PROCEDURE', 'NULL'", "refused", "unknown_call"),
        ("NULL;", "'STORED_PROCEDURE', 'UPPER'", "refused", "unknown_call"),
        ("NULL;", "'STORED_PROCEDURE', 'DBMS_JOB.RUN'", "refused", "unknown_call"),
        ("NULL;", "'EXECUTABLE', '/bin/rm'", "refused", "job_type"),
        ("NULL;", "'SQL_SCRIPT', 'delete from t'", "refused", "job_type"),
        ("NULL;", "'CHAIN', 'PR'", "refused", "job_type"),
    ],
)  # fmt: skip
def test_a_job_of_a_procedure_is_a_call_of_it(text: str, job: str, verdict: str, rule: str) -> None:
    call = f"BEGIN DBMS_SCHEDULER.CREATE_JOB('J', {job}); END;"
    attributes = "splitStatements:false endDelimiter:/"
    body = "".join(
        f"--changeset a:{n} {attributes}\n{sql}\n/\n"
        for n, sql in enumerate((PR.format(text), call))
    )
    found = guard_changelog(changelog(body))[-1]
    assert (found.verdict, found.rule) == (verdict, f"guard.{rule}")


def test_a_function_that_is_redefined_folds_nothing() -> None:
    declare = "FUNCTION UPPER(s VARCHAR2) RETURN VARCHAR2 IS BEGIN RETURN 'DROP TABLE T'; END;"
    found = block("EXECUTE IMMEDIATE UPPER('select 1 from dual');", declare)
    assert found.rule == "guard.dynamic_sql"


STORED = [
    "CREATE OR REPLACE PACKAGE P AS PROCEDURE X; END P;",
    "CREATE OR REPLACE PACKAGE BODY P AS PROCEDURE X IS BEGIN "
    "DELETE FROM T WHERE A = 1; other.call(2); END; END P;",
    "CREATE OR REPLACE EDITIONABLE PROCEDURE Q AS BEGIN UPDATE T SET A = 1; END;",
    "CREATE FUNCTION F RETURN NUMBER IS BEGIN RETURN 1; END;",
    "CREATE OR REPLACE TRIGGER G BEFORE INSERT OR UPDATE OR DELETE ON T FOR EACH ROW "
    "BEGIN :NEW.A := 1; END;",
    "CREATE OR REPLACE TYPE O AS OBJECT (A NUMBER);",
    "CREATE OR REPLACE TYPE BODY O AS MEMBER FUNCTION X RETURN NUMBER IS BEGIN RETURN 1; END; END;",
]


@pytest.mark.parametrize("text", STORED)
def test_stored_code_runs_later(text: str) -> None:
    (found,) = rulings(text)
    assert (found.allowed, found.rule) == (True, "guard.stored_code")


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("CREATE OR REPLACE PROCEDURE Q AS\nBEGIN\n  EXECUTE IMMEDIATE 'DROP TABLE T';\nEND;",
         "guard.drop"),
        ("CREATE OR REPLACE PROCEDURE Q (s VARCHAR2) AS\nBEGIN\n  EXECUTE IMMEDIATE s;\nEND;",
         "guard.dynamic_sql"),
        ("CREATE TRIGGER Q AFTER INSERT ON T BEGIN\n\n EXECUTE IMMEDIATE 'TRUNCATE TABLE U'; END;",
         "guard.truncate"),
    ],
)  # fmt: skip
def test_what_stored_code_would_do_is_reported(text: str, later: str) -> None:
    (found,) = rulings(text)
    assert (found.allowed, found.rule) == (True, "guard.stored_code_notice")
    assert (found.facts["later"], found.facts["later_line"]) == (later, "5")


@pytest.mark.parametrize(
    "text",
    [
        "CREATE OR REPLACE PACKAGE BODY P wrapped\na000000\n1\nabcd",
        "CREATE OR REPLACE TRIGGER G AFTER LOGON ON DATABASE BEGIN NULL; END;",
        "CREATE OR REPLACE LIBRARY L AS '/x.so';",
    ],
)
def test_stored_code_that_is_refused(text: str) -> None:
    (found,) = rulings(text)
    assert not found.allowed


def test_code_of_the_changelog_may_be_called_if_it_is_clean() -> None:
    clean = "CREATE PROCEDURE Q AS BEGIN INSERT INTO T VALUES (1); END;"
    assert rulings(clean, "BEGIN Q; END;")[1].allowed
    assert rulings("BEGIN Q; END;", clean)[0].rule == "guard.unknown_call"


@pytest.mark.parametrize(
    ("stored", "call", "rule"),
    [
        ("CREATE PROCEDURE Q AS BEGIN EXECUTE IMMEDIATE 'DROP TABLE T'; END;", "BEGIN Q; END;",
         "calls_flagged_code"),
        ("CREATE PROCEDURE Q AS BEGIN DELETE FROM T; END;", "BEGIN me.Q(); END;",
         "calls_flagged_code"),
        ("CREATE FUNCTION Q RETURN NUMBER AS BEGIN DELETE FROM T; RETURN 1; END;",
         "INSERT INTO U VALUES (Q())", "calls_flagged_code"),
        ("CREATE PROCEDURE Q AS BEGIN foreign_code; END;", "BEGIN Q; END;", "untrusted_code"),
        ("CREATE PROCEDURE Q AS LANGUAGE JAVA NAME 'X.y()';", "BEGIN Q; END;", "untrusted_code"),
        ("CREATE TRIGGER G AFTER UPDATE ON T BEGIN EXECUTE IMMEDIATE 'DROP TABLE U'; END;",
         "UPDATE T SET A = 1 WHERE B = 2", "calls_flagged_code"),
        ("CREATE TRIGGER G AFTER UPDATE ON T BEGIN DELETE FROM U; END;",
         "UPDATE T SET A = 1 WHERE B = 2", "calls_flagged_code"),
        ("CREATE TRIGGER G AFTER INSERT ON S.T BEGIN UPDATE U SET A = NULL; END;",
         "BEGIN INSERT INTO T VALUES (1); END;", "calls_flagged_code"),
        ("CREATE TRIGGER G AFTER UPDATE ON T BEGIN DELETE FROM U; END;",
         "BEGIN UPDATE (SELECT * FROM T) SET A = 1 WHERE B = 2; END;", "unknown_form"),
        ("CREATE TRIGGER G FOR UPDATE ON T COMPOUND TRIGGER AFTER STATEMENT IS BEGIN "
         "DELETE FROM U; END AFTER STATEMENT; END G;",
         "MERGE INTO T USING S ON (T.A = S.A) WHEN MATCHED THEN UPDATE SET B = 1",
         "calls_flagged_code"),
        ("CREATE PROCEDURE Q AS n NUMBER; BEGIN n := SOME_PKG.WIPE; END;", "BEGIN Q; END;",
         "untrusted_code"),
        ("CREATE PROCEDURE WIPE AS BEGIN NULL; END;", "BEGIN SOME_PKG.WIPE; END;",
         "unknown_call"),
    ],
)  # fmt: skip
def test_code_of_the_changelog_that_is_not_clean_may_not_run(
    stored: str, call: str, rule: str
) -> None:
    first, second = rulings(stored, call)
    assert first.allowed
    assert (second.allowed, second.rule) == (False, f"guard.{rule}")


def test_a_trigger_is_not_reached_by_another_way() -> None:
    """Not by what it calls, and not through a view or a synonym."""
    wiping = "CREATE PROCEDURE Q AS BEGIN DELETE FROM U; END;"
    calling = "CREATE TRIGGER G AFTER UPDATE ON T CALL Q"
    update = "UPDATE {} SET A = 1 WHERE B = 2"
    assert rulings(wiping, calling, update.format("T"))[-1].rule == "guard.calls_flagged_code"
    for other in ("CREATE OR REPLACE VIEW V AS SELECT * FROM T", "CREATE SYNONYM V FOR T"):
        found = rulings(wiping, calling, other, update.format("V"))
        assert [r.allowed for r in found] == [True, True, True, False]


def test_a_specification_that_runs_unknown_code_makes_its_package_unknown() -> None:
    spec = "CREATE PACKAGE P AS c CONSTANT NUMBER := {}; PROCEDURE x; END;"
    body = "CREATE PACKAGE BODY P AS PROCEDURE x IS BEGIN NULL; END; END;"
    assert rulings(spec.format("1"), body, "BEGIN P.x; END;")[-1].allowed
    found = rulings(spec.format("SOME_PKG.WIPE"), body, "BEGIN P.x; END;")
    assert found[-1].rule == "guard.untrusted_code"
