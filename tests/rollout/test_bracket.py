"""A changeset's data in its own transaction: over the wire, with triggers and people at work."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from app.changelog import approve, parse_changelog
from app.changelog.file import approvals
from app.lab import process, world
from app.release import ReleaseBundle
from app.rollout.model import ClientState, Verdict
from app.rollout.ports import REAL
from tests.rollout.runner import WHEN, demo_bundle
from tests.rollout.test_damage import logged_on, play, rolled_out, said
from tests.rollout.test_lab import Demo

FILE = "changelog/009-z.sql"
WIDE = "UPDATE CONTRATS SET MONTANT_PRIME = 0 WHERE ID_CONTRAT IS NOT NULL"


def released(sql: str) -> ReleaseBundle:
    """The demo's release with one more changeset, approved."""
    made = demo_bundle("2")
    text = f"--liquibase formatted sql\n--changeset z:1\n{sql};\n"
    changelog = {**made.changelog, FILE: text.encode()}
    read = parse_changelog(changelog)
    given = approvals.decode(made.approvals, approvals.NAME)
    own = next(c for c in read.changesets if c.path == FILE)
    given = given.with_(approve(read, own, "Karim <karim@example.com>", WHEN))
    manifest = made.release.manifest
    manifest = replace(manifest, changesets=(*manifest.changesets, own.key))
    release = replace(made.release, manifest=manifest)
    return replace(made, release=release, changelog=changelog, approvals=approvals.encode(given))


@pytest.fixture
def lab(tmp_path: Path, pristine: world.WorldInfo) -> Iterator[Demo]:
    shutil.copytree(pristine.home, tmp_path / "lab")
    with process.start(tmp_path / "lab") as running:
        yield Demo(tmp_path / "home", running, pristine)


def run(lab: Demo, folder: Path, sql: str, ports: Any = REAL) -> ClientState:
    return rolled_out(lab, folder, released(sql), lambda: None, ports)


def count(lab: Demo, sql: str) -> int:
    return int(str(lab.ask("maroc", sql)[0][0]))


def test_a_wide_update_is_named_and_nothing_else_changed(lab: Demo, tmp_path: Path) -> None:
    client = run(lab, tmp_path, WIDE)
    assert client.verdict is Verdict.VERIFIED, client.problem
    (done,) = said(client, "data.as_announced", table="CONTRATS", changed=450)
    assert done.facts["columns"] == "MONTANT_PRIME"
    assert str(done.facts["changeset"]).endswith("::1::z")


@pytest.mark.parametrize(
    ("trigger", "code"),
    [
        ("after update on contrats begin delete from journal where id_journal > 0; end;",
         "data.trigger_removes"),
        ("after update on contrats for each row begin"
         " delete from journal where id_journal = :new.id_contrat; end;", "data.trigger_removes"),
    ],
)  # fmt: skip
def test_what_a_trigger_would_remove_is_rolled_back(
    lab: Demo, tmp_path: Path, trigger: str, code: str
) -> None:
    with logged_on(lab) as user:
        play(user, (f"create or replace trigger x_tr {trigger}",))
    rows = "select count(*) from journal"
    before = count(lab, rows), count(lab, "select count(*) from contrats where montant_prime > 0")
    client = run(lab, tmp_path, WIDE)
    assert client.verdict is Verdict.FAILED
    assert client.problem is not None and client.problem.code == code
    assert client.problem.facts["table"] == "JOURNAL"
    after = count(lab, rows), count(lab, "select count(*) from contrats where montant_prime > 0")
    assert after == before, "rolled back instead of reported"
    recorded = "select count(*) from databasechangelog where id = '1' and author = 'z'"
    assert count(lab, recorded) == 0


def test_what_a_trigger_changes_besides_is_for_a_person(lab: Demo, tmp_path: Path) -> None:
    with logged_on(lab) as user:
        play(user, ("create or replace trigger x_tr after update on contrats begin"
                    " update agences set nom = 'x' where id_agence > 0; end;",))  # fmt: skip
    client = run(lab, tmp_path, WIDE)
    assert client.verdict is Verdict.IN_DOUBT
    assert said(client, "data.trigger_changes", table="AGENCES")


def test_who_commits_in_between_is_not_taken_for_ours(lab: Demo, tmp_path: Path) -> None:
    """A user's row is committed between our look and our statement on the same rows: ORA-08177,
    rolled back, tried again; what he did is told apart from what we did."""
    worked = []

    def measured(session: Any, wanted: Any, lobs: Any = "full", in_time: Any = lambda: True) -> Any:
        found = REAL.measure(session, wanted, lobs, in_time)
        if not worked and any(how.table == "AGENCES" for how in wanted.values()):
            worked.append(True)
            with logged_on(lab) as user:
                play(user, ("update agences set nom = 'Z' where id_agence ="
                            " (select max(id_agence) from agences)",))  # fmt: skip
        return found

    sql = "UPDATE AGENCES SET NOM = NOM || '.' WHERE ID_AGENCE > 0"
    # One by one, so that there is an instant between the look and the statement.
    ports = replace(REAL, measure=measured, looks=lambda wanted, lobs: None)
    client = run(lab, tmp_path, sql, ports)
    assert worked
    assert client.verdict is Verdict.VERIFIED, client.problem
    assert said(client, "data.as_announced", table="AGENCES", changed=12)
    assert said(client, "data.others_proved", table="AGENCES", count=1)
    log = (tmp_path / "rollouts" / "r1" / "maroc.log").read_text(encoding="utf-8")
    assert "log.tried_again" in log
    assert "8177" in log


# More rows than a look can name (some forty), in a table of 300.
MANY = (
    "create table x_b (id number primary key, s varchar2(20))",
    "insert into x_b (id, s) select level, 'v' || level from dual connect by level <= 300",
)
ONE = "UPDATE AGENCES SET NOM = NOM || '.' WHERE ID_AGENCE = 1"
OVERWRITES = (
    "create or replace trigger x_tr after update on agences begin"
    " update x_b set s = 'lost' where id > 0; end;"
)
MORE_COME_THAN_GO = (
    "create or replace trigger x_tr after update on agences begin"
    " delete from x_b where id <= 100;"
    " insert into x_b (id, s) select 1000 + level, 'n' from dual connect by level <= 120; end;"
)
HIDDEN_BEHIND_OURS = (
    "create or replace trigger x_tr after insert on x_b begin delete from x_b where id <= 90; end;"
)
OURS = "INSERT INTO X_B (ID, S) SELECT 5000 + ID, S FROM X_B WHERE ID <= 100"


@pytest.mark.parametrize(
    ("trigger", "sql", "code", "count"),
    [
        (OVERWRITES, ONE, "data.trigger_changes", 300),
        (MORE_COME_THAN_GO, ONE, "data.trigger_removes", 100),
        (HIDDEN_BEHIND_OURS, OURS, "data.removes", 90),
    ],
)
def test_of_many_rows_too_the_database_tells_what_a_trigger_did(
    lab: Demo, tmp_path: Path, trigger: str, sql: str, code: str, count: int
) -> None:
    with logged_on(lab) as user:
        play(user, (*MANY, trigger))
    client = run(lab, tmp_path, sql)
    if code == "data.trigger_changes":
        assert client.verdict is Verdict.IN_DOUBT
        (told,) = said(client, code, table="X_B")
        assert told.facts["count"] == count
        return
    assert client.verdict is Verdict.FAILED
    assert client.problem is not None
    assert (client.problem.code, client.problem.facts["count"]) == (code, count)
    assert lab.ask("maroc", "select count(*), min(id), max(id) from x_b") == [(300, 1, 300)]


@pytest.mark.parametrize(
    ("trigger", "sql"), [(OVERWRITES, ONE), (MORE_COME_THAN_GO, ONE), (HIDDEN_BEHIND_OURS, OURS)]
)
def test_of_many_rows_that_undo_has_lost_a_person_is_asked(
    lab: Demo, tmp_path: Path, trigger: str, sql: str
) -> None:
    with logged_on(lab) as user:
        play(user, (*MANY, trigger))
    ports = replace(REAL, differences=lambda *_: None)
    client = run(lab, tmp_path, sql, ports)
    assert client.verdict is Verdict.IN_DOUBT, client.problem
    assert said(client, "data.trigger_unknown", table="X_B")


def test_many_rows_that_only_come_are_no_question(lab: Demo, tmp_path: Path) -> None:
    """An audit trigger adds a row for each of 450, and nothing else writes there."""
    audit = (
        "create table x_audit (id number, quand date)",
        "create or replace trigger x_tr after update on contrats for each row begin"
        " insert into x_audit (id, quand) values (:new.id_contrat, sysdate); end;",
    )
    with logged_on(lab) as user:
        play(user, audit)
    client = run(lab, tmp_path, WIDE, replace(REAL, differences=lambda *_: None))
    assert client.verdict is Verdict.VERIFIED, client.problem


AB = (
    "create table x_a (id number primary key, s varchar2(20), n number)",
    "create table x_b (id number primary key, s varchar2(20))",
    "insert into x_a (id, s) select level, 'v' || level from dual connect by level <= 30",
    "insert into x_b (id, s) select level, 'v' || level from dual connect by level <= 30",
)


@pytest.mark.parametrize(
    ("does", "verdict", "code"),
    [
        ("delete from x_b where id > 25", Verdict.DATA_LOSS, "data.ours_unannounced"),
        ("update x_b set s = 'lost' where id > 25", Verdict.IN_DOUBT, "data.changed_perhaps_ours"),
    ],
)
def test_what_was_not_looked_at_is_never_proved_to_be_others(
    lab: Demo, tmp_path: Path, does: str, verdict: Verdict, code: str
) -> None:
    """A user commits into the same rows three times, so the changeset runs without a look; its
    trigger reaches rows that the user had changed before."""

    def measured(session: Any, wanted: Any, lobs: Any = "full", in_time: Any = lambda: True) -> Any:
        found = REAL.measure(session, wanted, lobs, in_time)
        if any(how.table == "X_A" for how in wanted.values()):
            with logged_on(lab) as user:
                play(user, ("update x_a set n = nvl(n, 0) + 1 where id < 4",
                            "update x_b set s = 'u' where id > 25"))  # fmt: skip
        return found

    trigger = f"create or replace trigger x_tr after update of s on x_a begin {does}; end;"
    with logged_on(lab) as user:
        play(user, (*AB, trigger))
    ports = replace(REAL, measure=measured, looks=lambda wanted, lobs: None)
    client = run(lab, tmp_path, "UPDATE X_A SET S = 'new' WHERE ID < 4", ports)
    assert client.verdict is verdict, client.problem
    (told,) = said(client, code, table="X_B")
    assert told.facts["count"] == 5
    assert not said(client, "data.others_proved", table="X_B")


def test_what_ran_before_a_changeset_that_fails_is_told_and_counts(
    lab: Demo, tmp_path: Path
) -> None:
    """In a closed client everything that nobody announced is a loss: what was measured is not."""
    audit = (
        "create table x_c (id number primary key, changes number)",
        "insert into x_c (id, changes) values (1, 0)",
        "create or replace trigger x_tr after update of s on x_a begin"
        " update x_c set changes = changes + 1 where id = 1; end;",
    )
    with logged_on(lab) as user:
        play(user, (*AB, *audit))
    target = lab.target
    lab.target = lambda client: replace(target(client), closed=True)  # type: ignore[method-assign]
    sql = (
        "UPDATE X_A SET S = 'new' WHERE ID < 4;\n"
        "--changeset z:2\nCREATE OR REPLACE VIEW X_V AS SELECT NOPE FROM X_A"
    )
    client = run(lab, tmp_path, sql)
    assert client.verdict is Verdict.FAILED, client.problem
    assert client.problem is not None and client.problem.facts["changeset"] == f"{FILE}::2::z"
    assert f"{FILE}::1::z" in client.changesets_run
    assert f"{FILE}::2::z" not in client.changesets_run
    assert said(client, "data.as_announced", table="X_A", changed=3)
