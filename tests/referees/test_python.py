"""python-oracledb's other two ways: asyncio, and pipelines, which go in one round trip in 23ai."""

from __future__ import annotations

import asyncio

import oracledb
import pytest

from app.lab.wire.server import LabServer
from tests.lab.wire.conftest import PASSWORD

ROWS = [(n, f"été {n}") for n in range(300)]
INSERT = "insert into t (n, v) values (:1, :2)"


def run(server, work):
    async def whole():
        dsn = f"127.0.0.1:{server.port}/LAB"
        connection = await oracledb.connect_async(user="scott", password=PASSWORD, dsn=dsn)
        async with connection:
            return await work(connection)

    return asyncio.run(asyncio.wait_for(whole(), 60))


def test_statements_of_a_coroutine(server: LabServer) -> None:
    async def work(connection):
        with connection.cursor() as cursor:
            await cursor.executemany(INSERT, ROWS)
            await connection.commit()
            await cursor.execute("select n, v from t where n >= :1 order by n", [297])
            assert await cursor.fetchall() == ROWS[297:]
            both, count = cursor.var(str), cursor.var(int)
            both.setvalue(0, "ab")
            await cursor.callproc("swap", [both, count, "cd"])
            assert (both.getvalue(), count.getvalue()) == ("abcd", 4)
            await cursor.execute("update t set c = :1 where n = 1", ["long é" * 20_000])
            await cursor.execute("select c from t where n = 1")
            (lob,) = await cursor.fetchone()
            assert await lob.read() == "long é" * 20_000
            with pytest.raises(oracledb.DatabaseError) as caught:
                await cursor.execute("select * from nothing_there")
            assert caught.value.args[0].code == 942
        await connection.rollback()
        return await connection.fetchone("select count(*), max(length(c)) from t")

    assert run(server, work) == (300, None)


def test_coroutines_side_by_side(server: LabServer) -> None:
    async def work(connection):
        dsn = f"127.0.0.1:{server.port}/LAB"
        pool = oracledb.create_pool_async(
            user="scott", password=PASSWORD, dsn=dsn, min=1, max=4, increment=1
        )

        async def add(n):
            async with pool.acquire() as one:
                await one.execute(INSERT, [n, "x"])
                await one.commit()

        await asyncio.gather(*(add(n) for n in range(20)))
        await pool.close()
        return await connection.fetchone("select count(*) from t")

    assert run(server, work) == (20,)


def test_a_pipeline(server: LabServer) -> None:
    async def work(connection):
        pipeline = oracledb.create_pipeline()
        pipeline.add_executemany(INSERT, ROWS[:50])
        pipeline.add_execute("update t set v = 'one' where n = 1")
        pipeline.add_fetchall("select n from t where n < 3 order by n")
        pipeline.add_fetchone("select v from t where n = 1")
        pipeline.add_callfunc("add_up", int, [3, 4])
        pipeline.add_commit()
        results = await connection.run_pipeline(pipeline)
        assert [r.rows for r in results[2:4]] == [[(0,), (1,), (2,)], [("one",)]]
        assert results[4].return_value == 7
        await connection.rollback()
        assert await connection.fetchone("select count(*) from t") == (50,)

    run(server, work)


def test_an_error_in_a_pipeline(server: LabServer) -> None:
    async def work(connection):
        def made():
            pipeline = oracledb.create_pipeline()
            pipeline.add_execute("insert into t (n, v) values (1, 'a')")
            pipeline.add_execute("insert into t (n, v) values (1, 'again')")
            pipeline.add_fetchone("select count(*) from t")
            return pipeline

        results = await connection.run_pipeline(made(), continue_on_error=True)
        assert results[1].error.full_code == "ORA-00001"
        assert results[2].rows == [(1,)]
        await connection.rollback()
        with pytest.raises(oracledb.DatabaseError) as caught:
            await connection.run_pipeline(made())
        assert caught.value.args[0].full_code == "ORA-00001"
        await connection.rollback()
        return await connection.fetchone("select count(*) from t")

    assert run(server, work) == (0,)


def test_a_call_that_is_given_up(server: LabServer) -> None:
    """A coroutine that is cancelled, or waits too long, gets its error and its connection back."""

    async def work(connection):
        connection.call_timeout = 300
        with pytest.raises(oracledb.DatabaseError) as caught:
            await connection.execute("begin dbms_session.sleep(30); end;")
        assert caught.value.args[0].full_code == "DPY-4024"
        connection.call_timeout = 0
        return await connection.fetchone("select 1 from dual")

    assert run(server, work) == (1,)
