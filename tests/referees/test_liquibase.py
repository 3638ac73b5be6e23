"""The real Liquibase 4.28.0 as a client of the lab: alone, and by turns with Caravane's runner."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from app.changelog import Changelog, parse_changelog, roll_back, status, update, ways_back
from app.lab.wire.server import PROFILE_19C, PROFILE_23AI, LabServer
from app.oracle import ConnectionSpec, connect
from app.oracle.session import Session
from tests.changelog.memory import Journal
from tests.lab.wire.conftest import PASSWORD
from tests.referees import java, run

pytestmark = pytest.mark.java

NAME = "changelog/one.sql"
FIRST = """--liquibase formatted sql

--changeset karim:1
--comment: Canal de vente, été
CREATE TABLE CONTRATS (ID NUMBER(10) NOT NULL, NOM VARCHAR2(30));
--rollback DROP TABLE CONTRATS;

--changeset karim:2 labels:Rel2
INSERT INTO CONTRATS (ID, NOM) VALUES (1, 'un');
--rollback DELETE FROM CONTRATS WHERE ID = 1;
"""
SECOND = """
--changeset karim:3 context:"a b"
ALTER TABLE CONTRATS ADD (CANAL VARCHAR2(30));
--rollback ALTER TABLE CONTRATS DROP COLUMN CANAL;

--changeset karim:4 splitStatements:false endDelimiter:/
CREATE OR REPLACE FUNCTION DOUBLE_DE (P_N IN NUMBER) RETURN NUMBER IS
BEGIN
  RETURN P_N * 2;
END;
/
"""
KEYS = [f"{NAME}::{i}::karim" for i in (1, 2, 3, 4)]


class Client:
    """One schema of the lab, and both programs that bring it up to a changelog."""

    def __init__(self, server: LabServer, folder: Path) -> None:
        self.server, self.folder = server, folder
        (folder / "changelog").mkdir()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server.port}/LAB"

    def write(self, text: str) -> Changelog:
        (self.folder / NAME).write_text(text, encoding="utf-8")
        return parse_changelog({NAME: text.encode()})

    def liquibase(self, *command: str) -> subprocess.CompletedProcess[str]:
        return run(
            java(
                "-Dliquibase.changelogLockWaitTimeInMinutes=0",
                "-Dfile.encoding=UTF-8",
                "liquibase.integration.commandline.LiquibaseCommandLine",
                f"--search-path={self.folder}", f"--changelog-file={NAME}", "--log-level=off",
                "--show-banner=false", f"--url=jdbc:oracle:thin:@{self.address}",
                "--username=scott", f"--password={PASSWORD}", *command,
            ),
            timeout=180, cwd=self.folder,
        )  # fmt: skip

    def says(self, *command: str) -> str:
        done = self.liquibase(*command)
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    def session(self) -> Session:
        return connect(ConnectionSpec("lab", self.address, "scott"), PASSWORD)

    def caravane(self, changelog: Changelog, journal: Journal | None = None) -> tuple[str, ...]:
        with self.session() as session:
            announced = [c.key for c in changelog.changesets]
            return update(
                session, changelog, journal or Journal(), lambda: False, announced=announced
            ).run

    def states(self, changelog: Changelog) -> set[str]:
        with self.session() as session:
            return {s.state for s in status(session, changelog)}

    def rows(self) -> list[tuple[object, ...]]:
        with self.session() as session:
            return session.query(
                "select id, author, filename, orderexecuted, exectype, md5sum, description,"
                " comments, contexts, labels from databasechangelog order by orderexecuted"
            )


@pytest.fixture
def client(server: LabServer, tmp_path: Path) -> Client:
    folder = tmp_path / "search"
    folder.mkdir()
    return Client(server, folder)


def test_its_commands_work_on_the_lab(client: Client) -> None:
    changelog = client.write(FIRST + SECOND)
    assert "4 changesets have not been applied" in client.says("status")
    client.says("update")
    assert client.states(changelog) == {"already"}  # and we say so of what it wrote
    assert not client.caravane(changelog)
    assert "Successfully tagged" in client.says("tag", "v1")
    told = client.says("history")
    assert re.search(r"\| karim +\| 4 +\| v1", told)
    client.write(FIRST)
    assert f"{NAME}::4::karim" in client.says("unexpected-changesets", "--verbose")


@pytest.mark.parametrize("profile", [PROFILE_19C], indirect=True, ids=["19c"])
def test_it_rolls_back_and_syncs_what_we_wrote(client: Client) -> None:
    first = client.write(FIRST)
    assert list(client.caravane(first)) == KEYS[:2]
    assert "is up to date" in client.says("status")
    client.says("rollback-count", "--count=1")
    assert client.states(first) == {"already", "pending"}
    with client.session() as session:
        assert session.query("select count(*) from contrats") == [(0,)]
    client.says("changelog-sync")
    assert client.states(first) == {"already"}


BLOCKS = """--liquibase formatted sql
--property name:col value:VOIE

--changeset karim:1
CREATE TABLE CONTRATS (ID NUMBER(10) NOT NULL, CANAL VARCHAR2(30));

--changeset karim:2
ALTER TABLE CONTRATS RENAME COLUMN CANAL TO ${col};
--rollback ALTER TABLE CONTRATS RENAME COLUMN ${col} TO CANAL;

--changeset karim:3 splitStatements:false rollbackSplitStatements:false
CREATE OR REPLACE FUNCTION TAUX (P_N IN NUMBER) RETURN NUMBER IS
BEGIN
  RETURN P_N * 2;
END;
--rollback CREATE OR REPLACE FUNCTION TAUX (P_N IN NUMBER) RETURN NUMBER IS
--rollback BEGIN
--rollback   RETURN P_N;
--rollback END;

--changeset karim:4
COMMENT ON TABLE CONTRATS IS 'x';
--rollback not required, as ever

--changeset karim:5
COMMENT ON COLUMN CONTRATS.ID IS 'y';
--rollback Empty
"""


@pytest.mark.parametrize("profile", [PROFILE_23AI], indirect=True, ids=["23ai"])
def test_a_block_that_both_may_run_ends_the_same(client: Client) -> None:
    """And each brings again what the other rolled back."""
    changelog = client.write(BLOCKS)

    def seen() -> tuple[object, ...]:
        with client.session() as session:
            return (
                session.query("select id from databasechangelog order by orderexecuted"),
                session.query("select column_name from user_tab_columns where table_name ="
                              " 'CONTRATS' order by column_id"),
                session.query("select text from user_source where name = 'TAUX' order by line"),
                session.query("select comments from user_tab_comments where table_name ="
                              " 'CONTRATS'"),
            )  # fmt: skip

    assert len(client.caravane(changelog)) == 5
    whole = seen()
    client.says("rollback-count", "--count=4")
    theirs = seen()
    assert theirs[:2] == ([("1",)], [("ID",), ("CANAL",)])
    assert len(client.caravane(changelog)) == 4 and seen() == whole
    with client.session() as session:
        shown = ways_back(session, changelog, count=4)
        assert [way.stays for way in shown] == [""] * 4
        done = roll_back(session, changelog, shown, Journal(), lambda key: None, "r", count=4)
        assert all(way.undone for way in done)
    assert seen() == theirs
    assert "4 changesets have not been applied" in client.says("status")
    client.says("update")
    assert client.states(changelog) == {"already"} and seen() == whole


@pytest.mark.parametrize(
    ("profile", "ours_first"),
    [(PROFILE_23AI, True), (PROFILE_19C, False)],
    ids=["ours first, 23ai", "theirs first, 19c"],
    indirect=["profile"],
)
def test_half_and_half(client: Client, ours_first: bool) -> None:
    """One half by each, in both orders, the first half of ours cut off in the middle."""
    half, whole = client.write(FIRST), parse_changelog({NAME: (FIRST + SECOND).encode()})
    if ours_first:
        killed = Journal()
        killed.tick = _dies_at(killed, "after intent", KEYS[1])
        with pytest.raises(_KilledError):
            client.caravane(half, killed)
        killed.tick = lambda what: None
        with client.session() as session:
            update(
                session,
                half,
                killed,
                lambda: False,
                killed.state,
                announced=KEYS,  # type: ignore[arg-type]
            )
        assert "is up to date" in client.says("status")
        client.write(FIRST + SECOND)
        client.says("update")
    else:
        client.says("update")
        client.write(FIRST + SECOND)
        assert list(client.caravane(whole)) == KEYS[2:]
    assert "is up to date" in client.says("status")
    assert client.states(whole) == {"already"}
    mixed = client.rows()
    assert [row[3] for row in mixed] == [1, 2, 3, 4]
    assert {row[4] for row in mixed} == {"EXECUTED"}
    assert [row[5] for row in mixed] == [c.checksum_v9 for c in whole.changesets]
    assert [row[6:] for row in mixed] == [
        ("sql", "Canal de vente, été", None, None),
        ("sql", None, None, "rel2"),
        ("sql", None, "(a b)", None),
        ("sql", None, None, None),
    ]


@pytest.mark.parametrize("profile", [PROFILE_23AI], indirect=True, ids=["23ai"])
def test_both_respect_the_lock_of_the_other(client: Client) -> None:
    half = client.write(FIRST)
    client.caravane(half)
    with client.session() as session:
        session.execute(
            "update databasechangeloglock set locked = 1, lockedby = 'somebody (10.0.0.9)',"
            " lockgranted = systimestamp where id = 1"
        )
        session.commit()
    client.write(FIRST + SECOND)
    refused = client.liquibase("update")
    assert refused.returncode != 0
    assert "somebody (10.0.0.9)" in refused.stdout + refused.stderr
    client.says("release-locks")
    client.says("update")
    with client.session() as session:
        locked = session.query("select locked, lockedby from databasechangeloglock")
    assert [(bool(a), b) for a, b in locked] == [(False, None)]


class _KilledError(BaseException):
    """The end of the process, at one point of a run."""


def _dies_at(journal: Journal, what: str, key: str):  # type: ignore[no-untyped-def]
    def tick(now: str) -> None:
        if now == what and journal.events[-1][1] == key:
            raise _KilledError

    return tick
