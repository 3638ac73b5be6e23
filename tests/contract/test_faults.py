"""What a session says when the server misbehaves. The lab's faults; nothing here is simulated on
our side of the wire."""

from __future__ import annotations

import threading

import pytest

from app.errors import OracleError
from app.oracle import ConnectionSpec, connect


@pytest.fixture
def fault(faulty):
    from app.lab.wire.faults import Fault

    def order(pattern, **what):
        faulty.add(Fault(pattern, **what))

    return order


def refusal(call, *args, **binds):
    with pytest.raises(OracleError) as caught:
        call(*args, **binds)
    return caught.value


class TestLogon:
    @pytest.mark.parametrize(
        ("number", "code"),
        [
            (28000, "oracle.account_locked"),
            (28001, "oracle.password_expired"),
            (1045, "oracle.no_create_session"),
            (1033, "oracle.refused"),
        ],
    )
    def test_refusals(self, database, fault, number, code):
        fault("<logon>", error=(number, "said the server"))
        spec = ConnectionSpec("Maroc", database.dsn, database.user)
        error = refusal(connect, spec, database.password)
        assert (error.code, error.ora) == (code, number)
        assert database.password not in str(error)

    def test_listener_that_falls_silent_at_the_logon(self, database, fault):
        fault("<logon>", action="hang")
        spec = ConnectionSpec("Maroc", database.dsn, database.user, connect_timeout=0.5)
        assert refusal(connect, spec, database.password).code == "oracle.silent_listener"
        for thread in threading.enumerate():
            if thread.name == "connect-Maroc":
                thread.join(10)
                assert not thread.is_alive()


class TestCalls:
    @pytest.mark.parametrize("action", ["drop", "reset", "half", "kill"])
    def test_lost_answers(self, session, fault, action):
        fault("boom", action=action)
        error = refusal(session.query, "select 'boom' from dual")
        assert (error.code, error.retryable) == ("oracle.lost", True)
        assert error.facts["statement"] == "select 'boom' from dual"
        assert not session.alive and not session.in_transaction
        assert session.cancel() is False
        session.close()

    def test_effect_of_a_lost_commit_is_open(self, session, log_on, table, fault):
        name = table("LOST", "id number")
        other = log_on()
        other.execute(f"insert into {name} values (1)")
        fault("insert into", action="drop", after=True)
        assert refusal(other.execute, f"insert into {name} values (2)").code == "oracle.lost"
        assert session.query(f"select count(*) from {name}") == [(0,)]

    def test_server_that_hangs(self, log_on, fault):
        session = log_on(call_timeout=1.0)
        fault("boom", action="hang")
        error = refusal(session.query, "select 'boom' from dual")
        assert error.code in {"oracle.lost", "oracle.timeout"}
        session.close()

    def test_slow_call_times_out_and_the_session_lives_on(self, log_on, fault):
        session = log_on(call_timeout=1.5)
        fault("boom", delay=4.0, times=1)
        error = refusal(session.query, "select 'boom' from dual")
        assert (error.code, error.retryable) == ("oracle.timeout", True)
        assert session.query("select 1 from dual") == [(1,)]

    def test_errors_keep_the_session(self, session, fault):
        fault("boom", error=(60, "deadlock detected while waiting for resource"), times=1)
        error = refusal(session.query, "select 'boom' from dual")
        assert (error.code, error.ora, error.retryable) == ("oracle.refused", 60, True)
        assert session.query("select 'boom' from dual") == [("boom",)]


class TestTrips:
    def test_our_count_is_the_server_s(self, database, faulty, session, table):
        name = table("COUNT", "id number, c clob")
        ours, theirs = session.round_trips, database.server.round_trips
        session.execute(f"insert into {name} values (1, :c)", c="é" * 50_000)
        session.query(f"select id, c from {name}")
        session.call("begin :b := :a; end;", {"b": bytes}, a=b"z" * 100_000)
        session.commit()
        refusal(session.query, "select * from caravane_t_nowhere")
        assert session.round_trips - ours == database.server.round_trips - theirs


class TestCancel:
    def test_a_running_call_ends_and_the_session_lives_on(self, session):
        caught: list[OracleError] = []
        started = threading.Event()

        def work() -> None:
            started.set()
            caught.append(refusal(session.execute, "begin dbms_session.sleep(30); end;"))

        worker = threading.Thread(target=work)
        worker.start()
        started.wait()
        while worker.is_alive() and not session.cancel():
            worker.join(0.05)
        worker.join(20)
        assert [error.code for error in caught] == ["oracle.cancelled"]
        assert caught[0].ora == 1013
        assert session.query("select 1 from dual") == [(1,)]
        assert session.cancel() is False
