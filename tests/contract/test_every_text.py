"""The texts that no other test of the contract sends; ``recorder`` names what none of all sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from conftest import World
from msgspec.structs import replace
from sendable import Text, missing, texts, views
from test_master import Quiet

from app.changelog import Changeset, parse_changelog, update
from app.changelog.run import evidence, history, lock
from app.changelog.run.dictionary import column_types, exists, has_journal, index_state
from app.errors import ChangelogError
from app.oracle import (
    ConnectionSpec,
    Session,
    TableShape,
    Wanted,
    apex_look,
    comparable,
    connect,
    differences,
    export_application,
    first_look,
    inventory,
    key_names,
    keys_met,
    looked,
    looks,
    measure,
    other_sessions,
    own_transactions,
    quota,
    recompiled,
    schema,
    schema_of,
    schema_piece,
    versions,
    workspace_parts,
)
from app.oracle.apex import look_and_export
from app.rollout.code import read_code
from tests.contract.recorder import FOLDER, Kept

FILE = "changelog/texts.sql"


@pytest.fixture
def maroc(world: World) -> Iterator[Session]:
    base = world.database("MAROC", "ORASSUIT")
    with closing(connect(ConnectionSpec("MAROC", base.dsn, "ORASSUIT"), base.password)) as session:
        yield session


@pytest.fixture
def keyed(session: Session, table: Callable[[str, str], str]) -> str:
    name = table("KEYED", "code varchar2(10) primary key, n number")
    session.execute(f"insert into {name} values ('A', 1)")
    session.execute(f"insert into {name} values ('B', 2)")
    session.commit()
    return name


@pytest.fixture
def liquibase(session: Session) -> Iterator[None]:
    yield
    for name in ("DATABASECHANGELOG", "DATABASECHANGELOGLOCK"):
        session.execute(f"drop table {name}")


def shape_of(session: Session, name: str) -> TableShape:
    return schema(session).tables[name]


class TestApex:
    def test_the_look_that_brings_the_application_along(self, maroc: Session) -> None:
        look, files = look_and_export(maroc, "ORASSUIT_MA", 210)
        assert look == apex_look(maroc, 210)
        assert files == export_application(maroc, "ORASSUIT_MA", 210)

    def test_parts_of_a_workspace(self, maroc: Session) -> None:
        found = workspace_parts(maroc, "ORASSUIT_MA")
        assert found is not None
        assert all(kind in ("server", "credential") for kind, _ in found)


class TestDictionary:
    def test_what_is_left_after_a_compile(self, session: Session) -> None:
        assert recompiled(session).left == ()
        session.execute(
            "create or replace procedure caravane_t_p as begin delete from caravane_t_x; end;"
        )
        try:
            done = recompiled(session)
            assert done.before == 1
            assert [(o.type, o.name, o.line) for o in done.left] == [
                ("PROCEDURE", "CARAVANE_T_P", 1)
            ]
        finally:
            session.execute("drop procedure caravane_t_p")

    def test_others_of_the_same_user(self, session: Session, log_on) -> None:
        log_on()
        found = other_sessions(session)
        assert found is None or found, "nobody granted V$SESSION, or somebody is there"

    def test_room(self, session: Session) -> None:
        found = quota(session)
        assert found is not None
        assert found.tablespace
        assert not found.is_full

    def test_a_schema_that_goes_along(self, session: Session, keyed: str) -> None:
        piece = schema_piece()
        assert piece is not None
        done = session.together([piece])
        assert done.error is None
        whole = schema(session)
        along = schema_of(done.ran[0].rows)
        assert along.tables == whole.tables
        assert along.objects == whole.objects

    def test_a_view_that_a_database_does_not_have(
        self, session: Session, keyed: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        odd = inventory._source("oddity", "x.name", "caravane_t_no_such_view x")
        monkeypatch.setattr(inventory, "_SOURCES", (*inventory._SOURCES, odd))
        found = schema(session)
        assert "oddity" in found.missing
        assert found.tables[keyed].key == ("CODE",)

    def test_code_is_read(self, session: Session, keyed: str) -> None:
        user = session.spec.user
        session.execute(
            f"create or replace trigger caravane_t_tr after insert on {keyed} begin"
            f" delete from {keyed} where n = 0; end;"
        )
        named = {
            (kind, f"{user}.{name}"): facts
            for (kind, name), facts in schema(session).objects.items()
        }
        code = read_code(session, named, user)
        assert code.leads([keyed]).tables == {keyed}

    def test_objects_of_an_owner(self, session: Session, keyed: str) -> None:
        assert exists(session, "TABLE", (session.spec.user, keyed))
        assert not exists(session, "MATERIALIZED VIEW LOG", (keyed,))

    @pytest.mark.parametrize("owned", [False, True])
    def test_whether_an_index_is_whole(self, session: Session, keyed: str, owned: bool) -> None:
        name = (*((session.spec.user,) if owned else ()), "CARAVANE_T_I")
        assert index_state(session, name) is None
        session.execute(f"create index caravane_t_i on {keyed} (n) online")
        assert index_state(session, name) == ("VALID", None, None)
        assert not has_journal(session, name)

    def test_the_clock_by_which_a_change_is_read(self, session: Session) -> None:
        assert len(evidence.clock(session)) == len("2026-11-30 12:00:00")

    def test_types_of_columns(self, session: Session, keyed: str) -> None:
        text = (
            f"--liquibase formatted sql\n--changeset k:1\nALTER TABLE {keyed} MODIFY (N NUMBER(5));"
        )
        changesets = parse_changelog({FILE: text.encode()}).changesets
        assert column_types(session, changesets)[keyed, "CODE"] in (
            "VARCHAR2(10 BYTE)", "VARCHAR2(10 CHAR)",
        )  # fmt: skip


class TestData:
    def test_rows_are_counted_where_the_time_is_up(self, session: Session, keyed: str) -> None:
        shape = shape_of(session, keyed)
        (found,) = measure(
            session, {keyed: Wanted(shape, comparable(shape))}, in_time=lambda: False
        )
        assert (found.sketch.rows, found.contents) == (2, False)

    def test_a_look_that_goes_along(self, session: Session, keyed: str) -> None:
        shape = shape_of(session, keyed)
        for part in (1, 16):
            wanted = {keyed: Wanted(shape, comparable(shape), part)}
            pieces = looks(wanted)
            assert pieces is not None
            done = session.together(pieces)
            (along,), (alone,) = (
                looked(wanted, "full", [r.rows for r in done.ran]),
                measure(session, wanted),
            )
            assert (along.compared, along.sketch.digest) == (alone.compared, alone.sketch.digest)
            assert along.sketch.rows == 2

    def test_keys_have_names(self, session: Session, keyed: str) -> None:
        shape = shape_of(session, keyed)
        keys = keys_met(session, keyed, shape, "where n > 1", 10)
        assert keys is not None
        assert key_names(session, keyed, shape, sorted(keys)) == dict.fromkeys(keys, "B")

    def test_who_changed_a_row(self, session: Session, keyed: str) -> None:
        shape = shape_of(session, keyed)
        since = schema(session).moment
        assert since is not None
        session.execute(f"update {keyed} set n = 3 where code = 'B'")
        session.commit()
        keys = keys_met(session, keyed, shape, "where n = 3", 10)
        found = versions(session, keyed, shape, sorted(keys or ()), since)
        assert len(found) <= 1, "undo tells of one transaction, or nothing"

    def test_what_changed_in_a_table(self, session: Session, keyed: str) -> None:
        shape = shape_of(session, keyed)
        since = schema(session).moment
        assert since is not None
        session.execute(f"update {keyed} set n = 3 where code = 'B'")
        session.commit()
        found = differences(session, keyed, shape, comparable(shape), "full", since)
        assert found is None or len(found.gone) == len(found.came) <= 1

    def test_a_changeset_that_runs_again(
        self, session: Session, keyed: str, liquibase: None
    ) -> None:
        def run(value: int) -> tuple[str, ...]:
            text = (
                "--liquibase formatted sql\n--changeset k:1 runOnChange:true\n"
                f"INSERT INTO {keyed} VALUES ('C{value}', {value});"
            )
            changelog = parse_changelog({FILE: text.encode()})
            return update(session, changelog, Quiet(), lambda: False, deployment="1").run

        since = schema(session).moment or 0
        assert run(1) == run(2) == (f"{FILE}::1::k",)
        ours = own_transactions(session, since, "1")
        assert len(ours) <= 2  # none where undo is gone
        assert set(ours.values()) <= {frozenset({f"{FILE}::1::k"})}
        log = first_look(session).log or ()
        assert [(row[0], row[4]) for row in log] == [("1", "RERAN")]


class TestLiquibasesTables:
    @pytest.fixture
    def commented(self, session: Session, keyed: str, liquibase: None) -> Changeset:
        text = f"--liquibase formatted sql\n--changeset k:1\nCOMMENT ON TABLE {keyed} IS 'x';\n"
        changelog = parse_changelog({FILE: text.encode()})
        update(session, changelog, Quiet(), lambda: False, deployment="1")
        return changelog.changesets[0]

    def test_a_lock_that_an_own_run_left_is_taken_over(
        self, session: Session, commented: Changeset
    ) -> None:
        first = lock.take_lock(session, "token", own_is_stale=False)
        with pytest.raises(ChangelogError, match=r"changelog\.locked"):
            lock.take_lock(session, "token", own_is_stale=False)
        second = lock.take_lock(session, "token", own_is_stale=True)
        assert first.holder == second.holder
        assert first.granted != second.granted, "who had it before goes no further"
        lock.let_go(session, second)

    def test_a_row_is_found_by_its_tag_and_taken_away(
        self, session: Session, commented: Changeset
    ) -> None:
        tagged = replace(commented, id="2", tag="v1")
        row = history.row_piece(tagged, exectype="EXECUTED", order=2, deployment="1")
        assert session.together([row]).error is None
        found = history.rows(session)
        assert history.tagged(session, "v1") == [history.of_row(found[1])]
        session.execute_and_commit(history.FORGET, **history.of_row(found[1]))
        assert history.rows(session) == found[:1]


class TestTheJudge:
    """Of what the contract sends: what is not sent is named, what is sent is not."""

    def test_a_text_that_was_not_sent_is_named(self) -> None:
        all_of = [text for text in texts() if text.where.startswith("app/oracle/rights.py")]
        sent = "\n".join(" ".join(text.parts) for text in all_of[1:])
        named = [n for n in missing([sent]) if "app/oracle/rights.py" in n and "the view" not in n]
        assert len(named) == len(all_of) - len(all_of[1:]) == 1
        assert "user_users" in named[0]

    def test_blanks_and_what_is_filled_in_do_not_count(self) -> None:
        text = Text("x:1", "select {n} from t", ("select a, b, c", "from t where x"))
        assert text.was_sent("begin select a, b, c || 1 from t where x = 1")
        assert not text.was_sent("select a, b, c from s")

    def test_only_a_whole_run_is_judged(self) -> None:
        files = [path.name for path in FOLDER.glob("test_*.py")]
        kept = Kept()
        kept.take(["select 1 from dual"], files[1:], partly=False)
        assert not kept.whole
        kept.take([], files[:1], partly=False)
        assert kept.whole, "the files ran in several processes"
        kept.take([], [], partly=True)
        assert not kept.whole, "somewhere a test was left out, or failed"

    def test_views_of_all_rooms_are_known(self) -> None:
        known = dict(views())
        assert {"v$locked_object", "user_source", "apex_release", "all_tab_privs"} <= known.keys()
