"""python-oracledb, unmodified, against the lab: what the program and its users do with it."""

from __future__ import annotations

import asyncio
import datetime as dt
import threading
from decimal import Decimal
from typing import Any

import oracledb
import pytest

from app.lab.wire.faults import LOGON, Fault
from app.lab.wire.server import LabServer
from tests.lab.wire.conftest import PASSWORD, Connect, code

DRIVER_ERRORS = (oracledb.Error,)


def test_connect_and_version(connect: Connect, server: LabServer) -> None:
    connection = connect()
    assert connection.version.split(".")[0] == ("23" if server.profile.fast_auth else "19")
    assert connection.username == "scott"
    assert server.connections == 1


def test_an_unknown_service_is_refused(connect: Connect) -> None:
    with pytest.raises(DRIVER_ERRORS) as caught:
        connect(service="NOWHERE")
    assert "DPY-6001" in str(caught.value)


@pytest.mark.parametrize(
    ("user", "password"), [("scott", "wrong"), ("nobody", PASSWORD), ("scott", "")]
)
def test_a_wrong_logon_is_ora_01017(connect: Connect, user: str, password: str) -> None:
    with pytest.raises(DRIVER_ERRORS) as caught:
        connect(user=user, password=password or "x")
    assert code(caught) == "ORA-01017"


def test_select_describes_and_brings_rows(connect: Connect) -> None:
    with connect().cursor() as cursor:
        cursor.execute("select 1 as one, 'x' as letter, sysdate as now, null as nothing from dual")
        assert [d.name for d in cursor.description] == ["ONE", "LETTER", "NOW", "NOTHING"]
        ((one, letter, now, nothing),) = cursor.fetchall()
    assert (one, letter, nothing) == (1, "x", None)
    assert isinstance(now, dt.datetime)


def test_many_rows_come_in_several_trips(connect: Connect, server: LabServer) -> None:
    connection = connect()
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into t (n, v) values (:1, :2)", [(i, f"v{i}") for i in range(999)]
        )
        before = server.round_trips
        cursor.arraysize = cursor.prefetchrows = 100
        rows = cursor.execute("select n, v from t order by n").fetchall()
        assert server.round_trips - before >= 10
    assert rows == [(i, f"v{i}") for i in range(999)]


def test_binds_by_name_position_and_type(connect: Connect) -> None:
    values = {
        "n": 7,
        "v": "été ☕",
        "d": dt.datetime(2024, 2, 29, 23, 59, 58),
        "ts": dt.datetime(2024, 2, 29, 1, 2, 3, 456789),
        "r": bytes(range(20)),
        "m": Decimal("-1234567.89"),
        "f": 1.5e-7,
    }
    listed = ", ".join(values)
    with connect().cursor() as cursor:
        cursor.setinputsizes(ts=oracledb.DB_TYPE_TIMESTAMP)
        cursor.execute(f"insert into t ({listed}) values (:{', :'.join(values)})", values)
        (row,) = cursor.execute(f"select {listed} from t where n = :1 or n = :2", [7, 7]).fetchall()
    got = dict(zip(values, row, strict=True))
    assert Decimal(str(got.pop("m"))) == values.pop("m")
    assert got == values


def test_array_dml_counts_batch_errors_and_returning(connect: Connect) -> None:
    with connect().cursor() as cursor:
        rows = [(1, "a"), (2, None), (3, "c"), (1, "again")]
        cursor.executemany("insert into t (n, v) values (:1, :2)", rows, batcherrors=True)
        errors = [(e.offset, e.full_code) for e in cursor.getbatcherrors()]
        assert errors == [(1, "ORA-01400"), (3, "ORA-00001")]
        cursor.executemany(
            "update t set v = :1 where n <= :2", [("x", 1), ("y", 3)], arraydmlrowcounts=True
        )
        assert cursor.getarraydmlrowcounts() == [1, 2]
        back = cursor.var(str, arraysize=2)
        cursor.execute("update t set v = v || '!' where n = 3 returning v into :1", [back])
        assert back.getvalue() == ["y!"]


def test_transactions_are_isolated_until_the_commit(connect: Connect) -> None:
    one, other = connect(), connect()
    with one.cursor() as writer, other.cursor() as reader:
        writer.execute("insert into t (n, v) values (1, 'a')")
        assert one.transaction_in_progress
        assert reader.execute("select count(*) from t").fetchone() == (0,)
        one.commit()
        assert not one.transaction_in_progress
        assert reader.execute("select count(*)  from t").fetchone() == (1,)
        writer.execute("delete from t")
        one.rollback()
        assert reader.execute("select count(*)   from t").fetchone() == (1,)
    one.ping()


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("select * from nowhere", "ORA-00942"),
        ("select nothing from t", "ORA-00904"),
        ("insert into t (n, v) values (1, null)", "ORA-01400"),
        ("insert into t (n, v) values (1, rpad('x', 41, 'x'))", "ORA-12899"),
        ("insert into t (n, v, m) values (1, 'x', 99999999999)", "ORA-01438"),
        ("create table t (a number)", "ORA-00955"),
        ("alter table t add (v number)", "ORA-01430"),
        ("select 1/0 from dual", "ORA-01476"),
        ("selec 1 from dual", "ORA-00900"),
        ("select nowhere.nextval from dual", "ORA-02289"),
        ("begin nowhere.go; end;", "ORA-06550"),
        ("begin raise_application_error(-20123, 'no'); end;", "ORA-20123"),
    ],
)
def test_errors_have_oracles_numbers_and_leave_the_session(
    connect: Connect, sql: str, expected: str
) -> None:
    connection = connect()
    with connection.cursor() as cursor:
        with pytest.raises(DRIVER_ERRORS) as caught:
            cursor.execute(sql)
            cursor.fetchall()
        assert code(caught) == expected
        assert cursor.execute("select 1 from dual").fetchone() == (1,)


def test_what_the_lab_does_not_know_it_refuses(connect: Connect) -> None:
    with connect().cursor() as cursor, pytest.raises(DRIVER_ERRORS) as caught:
        cursor.execute("create global temporary table cl (n number)")
    assert code(caught) == "ORA-03001"


def test_a_number_beside_a_large_object_is_read_as_a_text(connect: Connect) -> None:
    """As SQLAlchemy reads it: with a large object the driver tells the types that it wants."""

    def as_text(cursor: Any, column: Any) -> Any:
        if column.type_code is oracledb.DB_TYPE_NUMBER:
            return cursor.var(str, 255, arraysize=cursor.arraysize)
        if column.type_code is oracledb.DB_TYPE_CLOB:
            return cursor.var(oracledb.DB_TYPE_LONG, arraysize=cursor.arraysize)
        return None

    with connect().cursor() as cursor:
        cursor.execute("insert into t (n, v, m, c) values (1, 'x', 12.5, 'été')")
        cursor.outputtypehandler = as_text
        assert cursor.execute("select m, c from t").fetchall() == [("12.5", "été")]


def test_source_with_errors_is_a_warning(connect: Connect) -> None:
    with connect().cursor() as cursor:
        cursor.execute("create or replace procedure bad is begin null;")
        assert cursor.warning is not None
        cursor.execute("select status from user_objects where object_name = 'BAD'")
        assert cursor.fetchone() == ("INVALID",)


def test_plsql_in_out_functions_and_output(connect: Connect) -> None:
    with connect().cursor() as cursor:
        assert cursor.callfunc("add_up", int, [2, 3]) == 5
        text, size = cursor.var(str), cursor.var(int)
        text.setvalue(0, "ab")
        cursor.callproc("swap", [text, size, "cd"])
        assert (text.getvalue(), size.getvalue()) == ("abcd", 4)
        cursor.execute("begin swap(p_c => 'x', p_a => :a, p_b => :b); end;", a=text, b=size)
        assert size.getvalue() == 5
        cursor.callproc("dbms_output.enable")
        cursor.execute(
            "begin for i in 1 .. 3 loop dbms_output.put_line('line ' || i); end loop; end;"
        )
        lines, count = cursor.arrayvar(str, 10), cursor.var(int)
        count.setvalue(0, 10)
        cursor.callproc("dbms_output.get_lines", [lines, count])
        assert lines.getvalue()[:3] == ["line 1", "line 2", "line 3"]


def test_large_objects_both_ways(connect: Connect) -> None:
    text, data = "é☕x" * 30_000, bytes(range(256)) * 400
    connection = connect()
    with connection.cursor() as cursor:
        cursor.execute("insert into t (n, v, c, b) values (1, 'x', :c, :b)", c=text, b=data)
        ((clob, blob),) = cursor.execute("select c, b from t", fetch_lobs=False).fetchall()
        assert (clob, blob) == (text, data)
        ((clob, blob),) = cursor.execute("select  c, b from t").fetchall()
        assert clob.size() == len(text)
        assert clob.read(2, 3) == text[1:4]
        assert blob.read() == data
        temporary = connection.createlob(oracledb.DB_TYPE_BLOB)
        for at in range(0, 3_000_000, 500_000):
            temporary.write(b"z" * 500_000, at + 1)
        temporary.trim(2_999_999)
        cursor.execute("update t set b = :b", b=temporary)
        assert cursor.execute("select dbms_lob.getlength(b) from t").fetchone() == (2_999_999,)


def test_a_call_that_takes_too_long_is_broken_off(connect: Connect) -> None:
    connection = connect()
    connection.call_timeout = 1000
    with connection.cursor() as cursor:
        with pytest.raises(DRIVER_ERRORS) as caught:
            cursor.execute("begin dbms_session.sleep(60); end;")
        assert code(caught) == "DPY-4024"
        assert cursor.execute("select 1 from dual").fetchone() == (1,)


def test_cancel_from_another_thread(connect: Connect) -> None:
    connection = connect()
    timer = threading.Timer(0.3, connection.cancel)
    with connection.cursor() as cursor:
        timer.start()
        with pytest.raises(DRIVER_ERRORS) as caught:
            cursor.execute("begin dbms_session.sleep(60); end;")
        assert code(caught) == "ORA-01013"
        assert cursor.execute("select 1 from dual").fetchone() == (1,)


@pytest.mark.parametrize("action", ["drop", "reset", "half", "kill"])
def test_a_lost_line_is_told(connect: Connect, server: LabServer, action: str) -> None:
    connection = connect()
    server.faults.add(Fault("from t", action=action, times=1))  # type: ignore[arg-type]
    with connection.cursor() as cursor, pytest.raises(DRIVER_ERRORS) as caught:
        cursor.execute("select n, v, d from t").fetchall()
    assert code(caught) in ("DPY-4011", "ORA-00028")
    assert not connection.is_healthy()
    assert connect().cursor().execute("select count(*) from t").fetchone() == (0,)


def test_the_whole_server_going_away(connect: Connect, server: LabServer) -> None:
    connection = connect()
    server.kill_all()
    with pytest.raises(DRIVER_ERRORS) as caught:
        connection.cursor().execute("select 1 from dual")
    assert code(caught) == "DPY-4011"


def test_injected_errors_and_a_refused_logon(connect: Connect, server: LabServer) -> None:
    connection = connect()
    server.faults.add(Fault("from t", error=(60, "deadlock detected"), times=1))
    with connection.cursor() as cursor:
        with pytest.raises(DRIVER_ERRORS) as caught:
            cursor.execute("select * from t")
        assert code(caught) == "ORA-00060"
        cursor.execute("select * from t")
    server.faults.add(Fault(LOGON, error=(28000, "The account is locked."), times=1))
    with pytest.raises(DRIVER_ERRORS) as caught:
        connect()
    assert code(caught) == "ORA-28000"


def test_a_statement_is_executed_again(connect: Connect) -> None:
    with connect().cursor() as cursor:
        for number in range(5):
            cursor.execute("insert into t (n, v) values (:n, :v)", n=number, v=f"v{number}")
        for number in range(5):
            got = cursor.execute("select v from t where n = :n", n=number).fetchone()
            assert got == (f"v{number}",)


def test_end_to_end_attributes_and_schema(connect: Connect) -> None:
    connection = connect()
    connection.module, connection.action = "Caravane", "test"
    connection.client_identifier = "release manager"
    with connection.cursor() as cursor:
        cursor.execute(
            "select sys_context('USERENV', 'MODULE'), sys_context('USERENV', 'ACTION'),"
            " sys_context('USERENV', 'CLIENT_IDENTIFIER') from dual"
        )
        assert cursor.fetchone() == ("Caravane", "test", "release manager")
        cursor.execute("alter session set current_schema = scott")
        cursor.execute("select sys_context('USERENV', 'CURRENT_SCHEMA') from dual")
        assert cursor.fetchone() == ("SCOTT",)


def test_a_pool_lends_and_takes_back(server: LabServer) -> None:
    dsn = f"127.0.0.1:{server.port}/LAB"
    pool = oracledb.create_pool(user="scott", password=PASSWORD, dsn=dsn, min=1, max=3)
    for number in range(6):
        with pool.acquire() as connection, connection.cursor() as cursor:
            assert cursor.execute("select :1 from dual", [number]).fetchone() == (number,)
    pool.close()
    assert server.connections <= 3


def test_the_password_can_be_changed(connect: Connect) -> None:
    connect().changepassword(PASSWORD, "Other_1")
    with pytest.raises(DRIVER_ERRORS):
        connect()
    assert connect(password="Other_1").cursor().execute("select 1 from dual").fetchone() == (1,)


def test_the_asynchronous_driver(server: LabServer) -> None:
    async def journey() -> list[tuple[int]]:
        dsn = f"127.0.0.1:{server.port}/LAB"
        async with oracledb.connect_async(user="scott", password=PASSWORD, dsn=dsn) as connection:
            await connection.execute("insert into t (n, v) values (1, 'a')")
            await connection.commit()
            if server.profile.fast_auth:
                pipeline = oracledb.create_pipeline()
                pipeline.add_fetchall("select n from t")
                pipeline.add_fetchall("select nothing from t")
                pipeline.add_fetchall("select n + 1 from t")
                results = await connection.run_pipeline(pipeline, continue_on_error=True)
                assert results[1].error is not None
                assert results[2].rows == [(2,)]
            found: list[tuple[int]] = await connection.fetchall("select n from  t")
            return found

    assert asyncio.run(journey()) == [(1,)]


def test_locks_hold_between_sessions(connect: Connect) -> None:
    one, other = connect(), connect()
    block = (
        "declare l_handle varchar2(128); begin dbms_lock.allocate_unique('caravane', l_handle);"
        " :answer := dbms_lock.request(l_handle, 6, :wait); end;"
    )

    def request(connection: object, wait: int) -> int:
        with connection.cursor() as cursor:  # type: ignore[attr-defined]
            answer = cursor.var(int)
            cursor.execute(block, answer=answer, wait=wait)
            return int(answer.getvalue())

    assert request(one, 0) == 0
    assert request(other, 0) == 1
    one.close()
    assert request(other, 5) == 0
