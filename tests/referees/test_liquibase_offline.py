"""The same changelogs read by this program and by the real Liquibase 4.28.0, offline for Oracle.

Needs Java and npm (the npm package carries a whole Liquibase). Without them the test is skipped,
unless CI is set: there, a missing tool is a failure.
"""

from __future__ import annotations

import csv
import os
import subprocess
from pathlib import Path

import pytest

from app.changelog import Changeset, parse_changelog
from app.changelog.run import history, lock
from tests import referees
from tests.referees import need

pytestmark = pytest.mark.java

VECTORS = Path(__file__).parents[1] / "changelog" / "vectors"

ODD = """

  --  LiquiBase   Formatted SQL logicalFilePath:log/odd.sql
ignored before
--property name:a.b value:one
--PROPERTY   name: spaced   value: two
--property name:A.B value:second
--property name:nest value:<${a.b}-${spaced}>
--property name:forctx value:X context:@never
--property name:fordb value:Y dbms:postgresql
--property value:last name:order
--changeset Jane Roe:1
select '${a.b}', '${A.b}', '${nest}', '${forctx}', '${fordb}', '${order}' from dual;
--changeset 'q q':"x y" labels:"One, TWO" context:"a, b"
select 1 from dual;
\t--\tchangeset   tab:2   contextFilter:prod context:dev   labels:AbC
   --rollback indented rollback
 /* liquibase rollback
   drop x
   */
select 2
from dual
;
--changeset x:3 dbms:ORACLE,h2 logicalFilePath:own/three.sql
-- ignoreLines:start
--changeset nope:nope
-- ignoreLines:end
select 3 from dual;
--ignoreLines:1
--changeset nope:nope
--changeset x:4 dbms:all
select 4 from dual;
--rollbackish text stays
--comment   lots   of space
--comment last wins
--changeset x:5 dbms:!h2
--preconditions onfail:continue onError:WARN
select ${a.
b}, ${
a.b } from dual -- comment ; with semicolon
--comment
--changeset x:6 context:dev and not test  labels:z
insert into t values ('--changeset x:not');
  --validCheckSum: 9:abc
-- validCheckSum 8:def
--changeset x:7 ignore:false  runAlways:TRUE
select 7 from dual
/
--changeset x:8 ignore:true
select 8 from dual;
--changeset x:9 logicalFilePath:./a\\b/../c.sql
select 9 from dual;
--changeset x:10 logicalFilePath:classpath:/abs/d.sql
select 10 from dual;
--changeset x:11 labels:a,,B, c
select '\u00a0 x' from dual;\u0085
--changeset x:12 comment \u2028 sep
select 12 from dual;
--changeset x:13
select 'a''b' || q'[it's]' from dual;
--liquibase formatted sql logicalFilePath:second/header.sql
--changeset x:14
select 14 from dual;
"""

RELEASE = """--liquibase formatted sql

--changeset karim:v2-001 logicalFilePath:changelog/002.sql
--comment: Canal de vente, été
ALTER TABLE CONTRATS ADD (CANAL_VENTE VARCHAR2(30));

--changeset karim:v2-002 logicalFilePath:changelog/002.sql
COMMENT ON COLUMN CONTRATS.CANAL_VENTE IS 'Agence, courtier, téléphone';

--changeset karim:v2-003 logicalFilePath:changelog/002.sql
UPDATE CONTRATS
   SET CANAL_VENTE = 'AGENCE'
 WHERE CANAL_VENTE IS NULL;

--changeset karim:v2-004 logicalFilePath:changelog/002.sql splitStatements:false endDelimiter:/ \
stripComments:false
CREATE OR REPLACE PACKAGE BODY PKG AS
  FUNCTION N RETURN NUMBER IS
  BEGIN
    RETURN 1; -- one
  END N;
END PKG;
/

--changeset karim:v2-005 logicalFilePath:changelog/002.sql
GRANT EXECUTE ON PKG TO ORASSUIT;
"""


@pytest.fixture(scope="module")
def jars() -> str:
    need("java")
    return referees.jars()


def files() -> dict[str, bytes]:
    found = {p.name: p.read_bytes() for p in sorted(VECTORS.glob("*.sql"))}
    bad = b"\xef\xbb\xbf--liquibase formatted sql\r\n--changeset b:1\r\nselect '\xff \xed\xa0\x80';"
    return {
        **found,
        "odd.sql": ODD.encode(),
        "release.sql": RELEASE.encode(),
        "bad_utf8.sql": bad,
        "raw.sql": b"select 1 from dual;\n${a.b} x\n",
    }


def master(names: list[str]) -> str:
    space = "http://www.liquibase.org/xml/ns/dbchangelog"
    included = "".join(f'<include file="{name}"/>' for name in names)
    return (
        f'<databaseChangeLog xmlns="{space}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="{space} {space}/dbchangelog-latest.xsd">{included}'
        "</databaseChangeLog>"
    )


def real_rows(jars: str, folder: Path, names: list[str]) -> list[dict[str, str]]:
    (folder / "master.xml").write_text(master(names), encoding="utf-8")
    history = folder / "history.csv"
    done = subprocess.run(
        [need("java"), "-XX:TieredStopAtLevel=1", "-cp", jars,
         "liquibase.integration.commandline.LiquibaseCommandLine",
         f"--search-path={folder}", "--changelog-file=master.xml", "--log-level=off",
         f"--url=offline:oracle?changeLogFile={history}&outputLiquibaseSql=all",
         "update-sql", f"--output-file={folder / 'out.sql'}"],
        capture_output=True, text=True, timeout=120, check=False, cwd=folder,
        env={**os.environ, "LIQUIBASE_ANALYTICS_ENABLED": "false"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    with history.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shown(changeset: Changeset) -> tuple[str, ...]:
    return (
        changeset.id,
        changeset.author,
        changeset.path,
        changeset.checksum_v9,
        changeset.comment,
        ",".join(changeset.labels),
        changeset.contexts,
    )


def test_both_read_the_same(jars: str, tmp_path: Path) -> None:
    contents = files()
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    rows = real_rows(jars, tmp_path, list(contents))
    theirs = [
        (
            row["ID"],
            row["AUTHOR"],
            row["FILENAME"],
            row["MD5SUM"],
            row["COMMENTS"] or "",
            row["LABELS"] or "",
            row["CONTEXTS"].removeprefix("()"),
        )
        for row in rows
    ]
    ours = [shown(c) for c in parse_changelog(contents).changesets if not c.skipped]
    assert {row["DESCRIPTION"] for row in rows} == {"sql"}
    assert ours == theirs


# -- the row of the lock, in a database that both can use ------------------------------------


def liquibase(jars: str, folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """The real Liquibase on a database in a file, in Oracle's mode."""
    return subprocess.run(
        [need("java"), "-XX:TieredStopAtLevel=1", "-Dliquibase.changelogLockWaitTimeInMinutes=0",
         "-cp", jars, "liquibase.integration.commandline.LiquibaseCommandLine",
         f"--search-path={folder}", "--changelog-file=one.sql", "--log-level=off",
         f"--url=jdbc:h2:{folder / 'db'};MODE=Oracle", "--username=sa", "--password=", *command],
        capture_output=True, text=True, timeout=120, check=False, cwd=folder,
        env={**os.environ, "LIQUIBASE_ANALYTICS_ENABLED": "false"},
    )  # fmt: skip


def h2(jars: str, folder: Path, *statements: str) -> str:
    done = subprocess.run(
        [need("java"), "-cp", jars, "org.h2.tools.Shell", "-url",
         f"jdbc:h2:{folder / 'db'};MODE=Oracle", "-user", "sa", "-password", "",
         "-sql", ";".join(statements)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0 and "Error:" not in done.stdout, done.stdout + done.stderr
    return done.stdout


def test_the_real_liquibase_goes_on_with_our_lock(jars: str, tmp_path: Path) -> None:
    text = "--liquibase formatted sql\n--changeset a:1\ncreate table t (a int);\n"
    (tmp_path / "one.sql").write_text(text, encoding="utf-8")
    table = history._CREATE_LOCK.replace("NUMBER(1)", "BOOLEAN")  # the type of Liquibase on H2
    taken = lock._TAKE.replace(":holder", f"'{lock.holder('caravane 0123')}'")
    taken = taken.replace("LOCKED = 0", "LOCKED = FALSE").replace("SYSTIMESTAMP", "NOW()")
    h2(jars, tmp_path, table, *history._INIT_LOCK, taken)

    refused = liquibase(jars, tmp_path, "update")
    assert refused.returncode != 0
    assert "caravane 0123" in refused.stdout + refused.stderr  # it says who holds it

    h2(jars, tmp_path, lock._FREE)
    done = liquibase(jars, tmp_path, "update")
    assert done.returncode == 0, done.stderr
    given_back = " ".join(h2(jars, tmp_path, lock._ROW).split())
    assert "FALSE | null | null" in given_back  # as we left it
