"""Sessions in trouble, and logons with something to say: the unmodified driver against the lab."""

from __future__ import annotations

import asyncio
import datetime as dt
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import oracledb
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app.lab.sql.database import Database
from app.lab.wire.faults import Fault
from app.lab.wire.server import LabServer
from app.lab.wire.tls import TlsFront
from tests.lab.wire.conftest import PASSWORD, Connect, code

DRIVER_ERRORS = (oracledb.Error,)


# -- TCPS ----------------------------------------------------------------------------------


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A private certificate for localhost, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "lab.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


@pytest.fixture
def front(server: LabServer, certificate: Path) -> Iterator[TlsFront]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    made = TlsFront(server, context)
    made.start()
    yield made
    made.stop()


def over_tls(front: TlsFront, context: ssl.SSLContext) -> oracledb.Connection:
    return oracledb.connect(
        user="scott", password=PASSWORD, host="localhost", port=front.port, service_name="LAB",
        protocol="tcps", ssl_context=context,
    )  # fmt: skip


def test_tcps_with_a_private_certificate(front: TlsFront, certificate: Path) -> None:
    trusted = ssl.create_default_context(cafile=str(certificate))
    with over_tls(front, trusted) as connection, connection.cursor() as cursor:
        text = "é☕x" * 30_000
        cursor.execute("insert into t (n, v, c) values (1, 'x', :c)", c=text)
        assert cursor.execute("select c from t", fetch_lobs=False).fetchone() == (text,)
        connection.call_timeout = 1000
        with pytest.raises(DRIVER_ERRORS) as caught:
            cursor.execute("begin dbms_session.sleep(60); end;")
        assert code(caught) == "DPY-4024"
        assert cursor.execute("select 1 from dual").fetchone() == (1,)


def test_tcps_with_a_stranger_is_refused_by_the_driver(front: TlsFront) -> None:
    with pytest.raises(DRIVER_ERRORS) as caught:
        over_tls(front, ssl.create_default_context())
    assert "certificate verify failed" in str(caught.value)


# -- logons --------------------------------------------------------------------------------


def test_a_password_that_expires_soon_is_a_warning(connect: Connect, server: LabServer) -> None:
    database = server.backend("LAB")
    assert isinstance(database, Database)
    assert connect().warning is None
    database.expire_password("scott", 7)
    connection = connect()
    assert connection.warning.full_code == "ORA-28002"
    assert "7 days" in connection.warning.message
    assert connection.cursor().execute("select 1 from dual").fetchone() == (1,)
    database.expire_password("scott", 0)
    with pytest.raises(DRIVER_ERRORS) as caught:
        connect()
    assert code(caught) == "ORA-28001"
    database.expire_password("scott", None)
    assert connect().warning is None


def test_a_locked_account(connect: Connect, server: LabServer) -> None:
    database = server.backend("LAB")
    assert isinstance(database, Database)
    database.lock_user("scott")
    with pytest.raises(DRIVER_ERRORS) as caught:
        connect()
    assert code(caught) == "ORA-28000"


def test_a_listener_that_refuses(connect: Connect, server: LabServer) -> None:
    server.refusal = 12516
    with pytest.raises(DRIVER_ERRORS) as caught:
        connect()
    assert "12516" in str(caught.value)
    server.refusal = 0
    connect()


# -- sessions that end ---------------------------------------------------------------------


def test_an_in_band_notification_closes_the_connection(connect: Connect, server: LabServer) -> None:
    connection = connect()
    server.notify(2396)
    with pytest.raises(DRIVER_ERRORS) as caught:
        for _ in range(1000):  # the notice travels on its own: at one of the next calls it is read
            connection.ping()
    assert code(caught) == "DPY-4033"  # closed by the database: idle for too long
    assert not connection.is_healthy()
    assert connect().cursor().execute("select 1 from dual").fetchone() == (1,)


def test_a_server_that_hangs_and_answers_no_break(connect: Connect, server: LabServer) -> None:
    connection = connect()
    connection.call_timeout = 300
    server.faults.add(Fault("from t", action="hang", times=1))
    with connection.cursor() as cursor, pytest.raises(DRIVER_ERRORS) as caught:
        cursor.execute("select n from t")
    assert code(caught) == "DPY-4011"
    assert not connection.is_healthy()


def test_a_pool_replaces_dead_connections(server: LabServer) -> None:
    pool = oracledb.create_pool(
        user="scott", password=PASSWORD, dsn=f"127.0.0.1:{server.port}/LAB", min=2, max=5,
        ping_interval=0,
    )  # fmt: skip
    found: list[int] = []

    def work(number: int) -> None:
        with pool.acquire() as connection, connection.cursor() as cursor:
            found.append(cursor.execute("select :1 from dual", [number]).fetchone()[0])

    threads = [threading.Thread(target=work, args=(n,)) for n in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(found) == list(range(40))
    assert pool.opened <= 5
    server.kill_all()
    with pool.acquire() as connection, connection.cursor() as cursor:
        assert cursor.execute("select 1 from dual").fetchone() == (1,)
    pool.close(force=True)


# -- code and its values -------------------------------------------------------------------


def test_a_result_set_comes_out_of_code(connect: Connect) -> None:
    with connect().cursor() as cursor:
        cursor.executemany(
            "insert into t (n, v) values (:1, :2)", [(n, f"r{n}") for n in range(1, 1001)]
        )
        for _ in range(2):  # a second call goes by the short message
            rows = cursor.var(oracledb.DB_TYPE_CURSOR)
            cursor.callproc("up_to", [3, rows])
            assert rows.getvalue().fetchall() == [(1, "r1"), (2, "r2"), (3, "r3")]
        many = cursor.var(oracledb.DB_TYPE_CURSOR)
        cursor.callproc("up_to", [1000, many])
        inner = many.getvalue()
        assert [d.name for d in inner.description] == ["N", "NAME"]
        assert [n for n, _ in inner] == list(range(1, 1001))
        block = cursor.var(oracledb.DB_TYPE_CURSOR)
        cursor.execute("begin open :c for select n from t where v = :v; end;", c=block, v="nobody")
        assert block.getvalue().fetchall() == []


def test_booleans_named_arguments_and_output(connect: Connect) -> None:
    with connect().cursor() as cursor:
        assert cursor.callfunc("other", bool, [True]) is False
        assert cursor.callfunc("add_up", int, [], {"p_b": 2, "p_a": 5}) == 7
        cursor.callproc("dbms_output.enable")
        cursor.execute("begin dbms_output.put_line(:1); end;", ["one\ntwo"])
        line, status = cursor.var(str), cursor.var(int)
        seen = []
        while True:
            cursor.callproc("dbms_output.get_line", (line, status))
            if status.getvalue() != 0:
                break
            seen.append(line.getvalue())
        assert "\n".join(seen) == "one\ntwo"
        assert line.getvalue() is None
        with pytest.raises(DRIVER_ERRORS) as caught:
            cursor.execute("begin raise_application_error(-20001, 'my text'); end;")
        assert "ORA-06512" in str(caught.value)
        with pytest.raises(DRIVER_ERRORS) as caught:
            cursor.callproc("no_such_procedure", [1])
        assert "PLS-00201" in str(caught.value)


def test_long_texts_through_code_and_pieces(connect: Connect) -> None:
    connection = connect()
    with connection.cursor() as cursor:
        text = "äbc€" * 20_000
        both = cursor.var(oracledb.DB_TYPE_CLOB)
        cursor.callproc("twice", [text, both])
        assert both.getvalue().read() == text * 2
        piece = connection.createlob(oracledb.DB_TYPE_CLOB)
        piece.write("hello world")
        piece.write("W", 7)
        piece.trim(9)
        assert piece.read() == "hello Wor"
        assert piece.getchunksize() > 0
        cursor.execute("insert into t (n, v, c) values (1, 'x', :c)", c=piece)
        with connection.cursor() as again:
            for _ in range(3):  # described and defined once, used again after
                ((found,),) = again.execute("select c from t", fetch_lobs=False).fetchall()
                assert found == "hello Wor"


def test_more_statements_than_the_cache_holds(connect: Connect, server: LabServer) -> None:
    connection = connect()
    with connection.cursor() as cursor:
        for number in range(60):
            assert cursor.execute(f"select {number} from dual").fetchone() == (number,)
    (live,) = server.live()
    assert len(live.book.cursors) < 40, "the driver closes what falls out of its cache"


def test_the_asynchronous_driver_in_trouble(server: LabServer) -> None:
    async def journey() -> tuple[str, str]:
        dsn = f"127.0.0.1:{server.port}/LAB"
        pool = oracledb.create_pool_async(user="scott", password=PASSWORD, dsn=dsn, min=1, max=4)

        async def one(number: int) -> int:
            async with pool.acquire() as connection:
                ((found,),) = await connection.fetchall("select :1 from dual", [number])
                return int(found)

        assert sorted(await asyncio.gather(*map(one, range(20)))) == list(range(20))
        await pool.close()
        async with oracledb.connect_async(user="scott", password=PASSWORD, dsn=dsn) as connection:
            await connection.execute("insert into t (n, v, c) values (1, 'x', :1)", ["é" * 50_000])
            ((clob,),) = await connection.fetchall("select c from t")
            assert await clob.size() == 50_000
            connection.call_timeout = 1000
            with pytest.raises(DRIVER_ERRORS) as slow:
                await connection.execute("begin dbms_session.sleep(60); end;")
            connection.call_timeout = 0
            server.faults.add(Fault("from t", action="drop", times=1))
            with pytest.raises(DRIVER_ERRORS) as lost:
                await connection.fetchall("select n, v from t")
            return code(slow), code(lost)

    assert asyncio.run(journey()) == ("DPY-4024", "DPY-4011")


# -- transactions, places of errors, latency -----------------------------------------------


def test_row_counts_and_autocommit(connect: Connect) -> None:
    one, other = connect(), connect()
    with one.cursor() as writer, other.cursor() as reader:
        writer.execute("insert into t (n, v) values (1, 'a')")
        assert writer.rowcount == 1
        one.rollback()
        assert not one.transaction_in_progress
        writer.execute("insert into t (n, v) values (1, 'a')")
        one.commit()
        writer.execute("update t set v = 'b' where n > 100")
        assert writer.rowcount == 0
        one.rollback()
        other.autocommit = True
        reader.execute("delete from t")
        assert reader.rowcount == 1
        assert not other.transaction_in_progress
        assert writer.execute("select count(*) from t").fetchone() == (0,)
    assert one.is_healthy()


def test_errors_know_their_place(connect: Connect) -> None:
    with connect().cursor() as cursor:
        with pytest.raises(DRIVER_ERRORS) as caught:
            cursor.execute("select * from nope")
        error = caught.value.args[0]
        assert (error.full_code, error.offset) == ("ORA-00942", 14)
        rows = [[10, "x"], [11, "x"], [10, "x"]]
        with pytest.raises(DRIVER_ERRORS) as caught:
            cursor.executemany("insert into t (n, v) values (:1, :2)", rows)
        assert code(caught) == "ORA-00001"
        assert cursor.rowcount == 2
        assert cursor.execute("select count(*) from t").fetchone() == (2,)


def test_an_answer_that_comes_late_still_comes(connect: Connect, server: LabServer) -> None:
    server.faults.add(Fault("from t", delay=0.2, times=1))
    with connect().cursor() as cursor:
        assert cursor.execute("select count(*) from t").fetchone() == (0,)
    (fault,) = [f for f in server.faults.strike("select count(*) from t") if f.times] or [None]
    assert fault is None, "it struck once"
