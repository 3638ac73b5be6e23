"""The one trip before anything is sent: rights, others' objects, triggers, and tables in use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress

import pytest
from conftest import Database

from app.errors import OracleError
from app.oracle import Busy, ConnectionSpec, Fires, Names, Right, Session, connect, first_look

LOG = (
    "create table DATABASECHANGELOG (id varchar2(255), author varchar2(255), filename"
    " varchar2(255), dateexecuted timestamp, orderexecuted number, exectype varchar2(10),"
    " md5sum varchar2(35), description varchar2(255), comments varchar2(255), tag varchar2(255),"
    " liquibase varchar2(20), contexts varchar2(255), labels varchar2(255), deployment_id"
    " varchar2(10))"
)
ROW = (
    "insert into DATABASECHANGELOG (id, author, filename, dateexecuted, orderexecuted, exectype,"
    " md5sum, deployment_id) values (:id, 'k', 'f.sql', systimestamp, :n, 'EXECUTED', :md5, 'd')"
)


@pytest.fixture
def other(database: Database) -> Iterator[Session]:
    """Another schema of the database, with a table that nobody may see yet."""
    spec = ConnectionSpec("other", database.dsn, "ORASSUIT", call_timeout=30.0)
    with closing(connect(spec, database.password)) as session:
        with suppress(OracleError):
            session.execute("drop table CARAVANE_T_PAYS")
        session.execute("create table CARAVANE_T_PAYS (code varchar2(3) primary key)")
        yield session
        session.execute("drop table CARAVANE_T_PAYS")


@pytest.fixture
def log(session: Session) -> Iterator[None]:
    session.execute(LOG)
    yield
    session.execute("drop table DATABASECHANGELOG")


def trips(session: Session, names: Names) -> tuple[int, object]:
    before = session.round_trips
    found = first_look(session, names)
    return session.round_trips - before, found


def test_a_schema_that_never_had_a_changelog(session: Session) -> None:
    found = first_look(session)
    assert found.log is None
    assert "CREATE TABLE" in found.privileges


def test_everything_comes_in_one_round_trip(session: Session, table, log) -> None:
    name = table("FIRST", "id number")
    for n in (1, 2):
        session.execute(ROW, id=f"c{n}", n=n, md5="9:x" if n == 1 else None)
    session.commit()
    names = Names((name,), (name,), (("ORASSUIT", "RIEN"),), ("ORASSUIT", "PERSONNE_ICI"))
    before = session.round_trips
    found = first_look(session, names)
    assert session.round_trips == before + 1
    assert [row[:5] for row in found.log or ()] == [
        ("c1", "k", "f.sql", "9:x", "EXECUTED"),
        ("c2", "k", "f.sql", None, "EXECUTED"),
    ]
    assert found.users == {"ORASSUIT"}
    assert found.objects == found.rights == found.kinds == {}
    assert found.triggers == ()


def test_a_long_changelog_comes_whole(session: Session, log) -> None:
    rows = 2048  # of some 600 bytes each
    session.execute(ROW, id="c", n=1, md5=None)
    session.execute(
        "update DATABASECHANGELOG set author = rpad('k', 255, 'k'), filename = rpad('f', 255, 'f')"
    )
    for done in (2**n for n in range(11)):
        session.execute(
            "insert into DATABASECHANGELOG (id, author, filename, dateexecuted, orderexecuted,"
            f" exectype) select id || 'x', author, filename, dateexecuted, orderexecuted + {done},"
            " exectype from DATABASECHANGELOG"
        )
    session.commit()
    found = first_look(session)
    assert [row[5] for row in found.log or ()] == list(range(1, rows + 1))
    assert "CREATE TABLE" in found.privileges


def test_others_objects_are_seen_as_far_as_one_may(session: Session, other: Session) -> None:
    names = Names(objects=(("ORASSUIT", "CARAVANE_T_PAYS"),))
    assert first_look(session, names).objects == {}
    other.execute(f"grant select, references on CARAVANE_T_PAYS to {session.spec.user}")
    found = first_look(session, names)
    assert found.objects == {("ORASSUIT", "CARAVANE_T_PAYS"): {"TABLE"}}
    mine = session.spec.user
    assert found.rights["ORASSUIT", "CARAVANE_T_PAYS"] == {
        Right("SELECT", mine), Right("REFERENCES", mine),
    }  # fmt: skip
    other.execute(f"revoke select, references on CARAVANE_T_PAYS from {mine}")
    other.execute("grant select on CARAVANE_T_PAYS to public")
    found = first_look(session, names)
    assert found.rights["ORASSUIT", "CARAVANE_T_PAYS"] == {Right("SELECT", "PUBLIC")}


def test_triggers_that_are_on(session: Session, table) -> None:
    name = table("FIRES", "id number")
    names = Names(written=(name,))
    session.execute(
        "create or replace trigger caravane_t_fires before insert or update on"
        f" {name} for each row begin null; end;"
    )
    (found,) = first_look(session, names).triggers
    assert found == Fires(name, session.spec.user, "CARAVANE_T_FIRES", "INSERT OR UPDATE")
    session.execute("alter trigger caravane_t_fires disable")
    assert first_look(session, names).triggers == ()


def test_a_materialized_views_rows_are_its_own(session: Session, table) -> None:
    name = table("BASE", "id number primary key")
    session.execute(f"create materialized view CARAVANE_T_MV as select id from {name}")
    try:
        found = first_look(session, Names(altered=("CARAVANE_T_MV", name)))
        assert found.kinds == {"CARAVANE_T_MV": "mview"}
    finally:
        session.execute("drop materialized view CARAVANE_T_MV")


def test_a_table_that_somebody_is_at_work_on(database: Database, session, table, log_on) -> None:
    name = table("BUSY", "id number")
    names = Names(altered=(name,))
    held: tuple[str, ...] = ()
    if database.lab is not None:
        from app.lab.sql.database import DEVELOPER

        held = tuple(DEVELOPER)
        database.lab.set_privileges(database.user, [*held, "SELECT ANY DICTIONARY"])
    try:
        if (found := first_look(session, names)).busy is None:
            assert found.busy_ora == 942, "nobody granted it on this database"
            return
        assert found.busy == ()
        writer = log_on()
        writer.execute(f"insert into {name} values (1)")
        assert first_look(session, names).busy == (Busy(name, database.user, 1),)
        reader = log_on()
        reader.query(f"select * from {name}")
        assert first_look(session, names).busy == (Busy(name, database.user, 1),)
        writer.commit()
        assert first_look(session, names).busy == ()
        session.execute(f"insert into {name} values (2)")
        assert first_look(session, names).busy == (), "its own work is nobody's in the way"
    finally:
        session.rollback()
        if held:
            database.lab.set_privileges(database.user, held)
