"""Sessions, as the unmodified driver and a server make them."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.errors import OracleError
from app.oracle import ConnectionSpec, clock, connect, database_version

ROOT = Path(__file__).parents[2]


def refusal(call, *args, **binds):
    with pytest.raises(OracleError) as caught:
        call(*args, **binds)
    return caught.value


class TestLogon:
    def test_session_knows_the_version_without_asking(self, session):
        before = session.round_trips
        assert int(database_version(session).split(".")[0]) >= 12
        assert session.alive and not session.in_transaction
        assert session.round_trips == before > 0

    @pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system sets no zone by a variable")
    def test_its_clock_is_told_in_utc_wherever_it_stands(self, session, monkeypatch):
        try:
            monkeypatch.setenv("TZ", "Pacific/Kiritimati")  # UTC+14: of the lab, which is in here
            time.tzset()
            assert abs(clock(session) - datetime.now(UTC)) < timedelta(minutes=5)
        finally:
            monkeypatch.undo()
            time.tzset()

    def test_wrong_password(self, database):
        spec = ConnectionSpec("Maroc", database.dsn, database.user)
        error = refusal(connect, spec, "not-the-password-7")
        assert (error.code, error.ora) == ("oracle.wrong_password", 1017)
        assert "not-the-password-7" not in repr(error)

    def test_unknown_service(self, database):
        dsn = f"{database.host}:{database.port}/NO_SUCH_SERVICE"
        error = refusal(connect, ConnectionSpec("Maroc", dsn, database.user), "x")
        assert error.code == "oracle.unknown_service"

    def test_nothing_shows_the_password(self, database, session):
        assert database.password not in repr(session) + str(vars(session)) + repr(session.spec)

    def test_module_names_the_program(self, session):
        rows = session.query("select sys_context('USERENV', 'MODULE') from dual")
        assert rows == [("Caravane",)]


class TestStatements:
    def test_rows_and_types(self, session):
        (row,) = session.query(
            "select 7 as n, 1.5 as f, 'é' as s, cast(null as varchar2(10)) as empty,"
            " to_date('2024-02-29 13:14:15', 'YYYY-MM-DD HH24:MI:SS') as d from dual"
        )
        assert row == (7, 1.5, "é", None, datetime(2024, 2, 29, 13, 14, 15))
        assert type(row[0]) is int

    def test_large_objects_arrive_inline(self, session, table):
        name = table("LOBS", "id number, c clob, b blob")
        text, data = "çà" * 40_000, bytes(range(256)) * 300
        session.execute(f"insert into {name} values (:id, :c, :b)", id=1, c=text, b=data)
        assert session.query(f"select c, b from {name} where id = :id", id=1) == [(text, data)]

    def test_many_rows_take_few_trips(self, session, table):
        name = table("MANY", "id number")
        session.execute(f"insert into {name} values (1)")
        for i in range(12):
            session.execute(f"insert into {name} select id + {2**i} from {name}")
        before = session.round_trips
        rows = session.query(f"select id from {name} order by id")
        assert [row[0] for row in rows] == list(range(1, 4097))
        assert session.round_trips - before <= 4

    def test_rowcount_and_transaction(self, session, log_on, table):
        name = table("ROWS", "id number, v varchar2(10)")
        other = log_on()
        for i in range(3):
            assert session.execute(f"insert into {name} values (:i, 'a')", i=i).rowcount == 1
        assert session.in_transaction
        assert other.query(f"select count(*) from {name}") == [(0,)]
        session.commit()
        assert not session.in_transaction
        assert other.query(f"select count(*) from {name}") == [(3,)]
        assert session.execute(f"update {name} set v = 'b' where id > 0").rowcount == 2
        session.rollback()
        assert session.query(f"select count(*) from {name} where v = 'b'") == [(0,)]

    def test_closing_rolls_back(self, session, log_on, table):
        name = table("OPEN", "id number")
        other = log_on()
        other.execute(f"insert into {name} values (1)")
        other.close()
        other.close()
        assert not other.alive and not other.in_transaction
        assert session.query(f"select count(*) from {name}") == [(0,)]
        assert refusal(other.query, "select 1 from dual").code == "oracle.lost"

    def test_refusals_keep_number_and_first_line_but_no_values(self, session):
        error = refusal(
            session.query, "select *\n  from caravane_t_nowhere\n where x = :x", x="secret-value"
        )
        assert (error.code, error.ora) == ("oracle.refused", 942)
        assert error.facts["statement"] == "select *"
        assert error.facts["target"] == "contract"
        assert "secret-value" not in str(error)
        assert session.query("select 1 from dual") == [(1,)]

    def test_compile_warning(self, session, table):
        text = "create or replace procedure caravane_t_p as begin delete from {}; end;"
        good = table("GOOD", "id number")
        assert session.execute(text.format("caravane_t_nowhere")).compile_warning
        assert not session.execute(text.format(good)).compile_warning
        session.execute("drop procedure caravane_t_p")


class TestBlocks:
    def test_out_binds(self, session):
        answer = session.call(
            "begin :n := 41 + 1; :s := 'valeur ' || :given; :e := null; end;",
            {"n": int, "s": str, "e": str},
            given="é",
        )
        assert answer == {"n": 42, "s": "valeur é", "e": None}

    def test_large_bytes_go_in_and_come_out(self, session):
        data = bytes(range(256)) * 400
        block = "begin :copy := :data; end;"
        assert session.call(block, {"copy": bytes}, data=data) == {"copy": data}

    def test_block_that_does_not_compile(self, session):
        error = refusal(session.execute, "begin\n  caravane_t_nowhere.go;\nend;")
        assert (error.code, error.ora) == ("oracle.refused", 6550)
        assert "PLS-00201" in error.facts["detail"]


class TestTrips:
    def test_the_count_is_what_a_wire_tap_counts(self, database, relay, log_on, table):
        name = table("TRIPS", "id number, c clob")
        tapped = log_on(database.through(relay.port))
        assert tapped.round_trips == relay.turns
        for _ in range(3):
            tapped.query("select 1 from dual")
        tapped.execute(f"insert into {name} values (1, :c)", c="x" * 100_000)
        tapped.query(f"select c from {name}")
        tapped.call("begin :b := :a; end;", {"b": bytes}, a=b"z" * 100_000)
        tapped.commit()
        assert tapped.round_trips == relay.turns

    def test_a_small_call_is_one_trip(self, session):
        session.query("select 1 from dual")
        before = session.round_trips
        session.query("select 2 from dual")
        session.execute("begin null; end;")
        session.commit()
        assert session.round_trips - before == 3


class TestBreaks:
    def test_lost_line(self, database, relay, log_on):
        tapped = log_on(database.through(relay.port))
        relay.cut()
        error = refusal(tapped.query, "select 1 from dual")
        assert (error.code, error.retryable) == ("oracle.lost", True)
        assert not tapped.alive
        assert refusal(tapped.execute, "begin null; end;").code == "oracle.lost"
        assert tapped.cancel() is False
        tapped.rollback()
        tapped.close()

    def test_cancel_of_an_idle_session_does_nothing(self, session):
        assert session.cancel() is False
        assert session.query("select 1 from dual") == [(1,)]

    def test_frozen_line_ends_with_the_call_timeout(self, database, relay, log_on):
        tapped = log_on(database.through(relay.port), call_timeout=1.0)
        relay.freeze()
        error = refusal(tapped.query, "select 1 from dual")
        relay.thaw()
        assert error.code in {"oracle.timeout", "oracle.lost"}
        tapped.close()

    def test_cancel_of_a_frozen_call_does_not_hang_the_caller(self, database, relay, log_on):
        tapped = log_on(database.through(relay.port), call_timeout=1.0)
        relay.freeze()
        caught: list[OracleError] = []
        started = threading.Event()

        def work() -> None:
            started.set()
            caught.append(refusal(tapped.query, "select 1 from dual"))

        worker = threading.Thread(target=work)
        worker.start()
        started.wait()
        tapped.cancel()
        worker.join(20)
        relay.thaw()
        assert caught and caught[0].code in {"oracle.timeout", "oracle.lost", "oracle.cancelled"}

    def test_cancel_on_a_connection_without_a_socket_does_not_crash(self, database):
        """The driver itself dies of a segmentation fault here: so in a process of its own."""
        assert run_apart(database, CUT_THEN_TOUCH) == "survived"

    def test_cancel_racing_with_the_loss_of_the_line_does_not_crash(self, database):
        assert run_apart(database, CANCEL_WHILE_CUTTING) == "survived"


PRELUDE = """
import sys, threading
from app.errors import OracleError
from app.oracle import ConnectionSpec, connect
from relay import Relay
host, port, service, user = sys.argv[1:5]
password = sys.stdin.readline().rstrip("\\n")
relay = Relay(host, int(port))
def log_on():
    dsn = f"127.0.0.1:{relay.port}/{service}"
    return connect(ConnectionSpec("x", dsn, user, call_timeout=5.0), password)
def lost(call, *args):
    try:
        call(*args)
    except OracleError as error:
        return error.code
    return ""
"""

CUT_THEN_TOUCH = """
session = log_on()
session.execute("begin null; end;")
relay.cut()
assert lost(session.query, "select 1 from dual") == "oracle.lost"
session._busy = True  # as if a call were under way: nothing but the health check is left
assert session.cancel() is False
session._busy = False
assert not session.alive and not session.in_transaction
session.rollback()
session.undo()
session.close()
print("survived")
"""

CANCEL_WHILE_CUTTING = """
for _ in range(25):
    session = log_on()
    over = threading.Event()
    def work():
        while not lost(session.query, "select 1 from dual") == "oracle.lost":
            pass
        over.set()
    worker = threading.Thread(target=work)
    worker.start()
    session.cancel()
    relay.cut()
    while not over.is_set():
        session.cancel()
    worker.join()
    session.close()
print("survived")
"""


def run_apart(database, body):
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            textwrap.dedent(PRELUDE + body),
            database.host,
            str(database.port),
            database.service,
            database.user,
        ],
        input=database.password + "\n",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT}:{Path(__file__).parent}", "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 0, (done.returncode, done.stderr[-2000:])
    return done.stdout.strip()


# -- rows that somebody else holds -----------------------------------------------------------


def test_a_row_of_another_transaction_is_waited_for_as_long_as_asked(table, log_on):
    name = table("HELD", "id number, word varchar2(10)")
    holder, other = log_on(), log_on()
    holder.execute(f"insert into {name} values (1, 'a')")
    holder.commit()
    assert holder.query(f"select word from {name} where id = 1 for update") == [("a",)]
    for clause, number, least in (("nowait", 54, 0.0), ("wait 1", 30006, 0.9)):
        began = time.monotonic()
        with pytest.raises(OracleError) as caught:
            other.query(f"select word from {name} where id = 1 for update {clause}")
        assert caught.value.ora == number
        assert least <= time.monotonic() - began < 10
    assert other.alive and not other.in_transaction
    freed = threading.Timer(0.3, holder.rollback)
    freed.start()
    assert other.query(f"select word from {name} where id = 1 for update wait 20") == [("a",)]
    freed.join()
    other.rollback()


class TestDefinitionsAndUsers:
    """A definition and somebody's open transaction on its table."""

    def spec(self, database, **changes):
        return ConnectionSpec("ddl", database.dsn, database.user, **changes)

    def test_a_definition_waits_for_the_users_of_its_table(self, database, log_on, table):
        name = table("BUSY_T", "A NUMBER")
        user = log_on()
        user.execute(f"INSERT INTO {name} VALUES (1)")
        with closing(connect(self.spec(database), database.password)) as hasty:
            error = refusal(hasty.execute, f"ALTER TABLE {name} ADD (B NUMBER)")
        assert error.ora == 54
        with closing(
            connect(self.spec(database, ddl_lock_timeout=60), database.password)
        ) as patient:
            ended = threading.Event()
            waiting = threading.Thread(
                target=lambda: (
                    patient.execute(f"ALTER TABLE {name} ADD (B NUMBER)"), ended.set()
                )
            )  # fmt: skip
            waiting.start()
            assert not ended.wait(0.5)  # it waits as long as the user's transaction is open
            user.commit()
            waiting.join(30)
            assert ended.is_set()
        assert user.query(f"SELECT A, B FROM {name}") == [(1, None)]
