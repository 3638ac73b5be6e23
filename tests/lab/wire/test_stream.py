"""The bytes themselves: values there and back, and streams that no client sends."""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta
from decimal import Decimal

import oracledb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.lab.backend import OraType
from app.lab.wire import bytes as wire
from app.lab.wire.binds import bind_names, kind_of
from app.lab.wire.server import LabServer
from tests.lab.wire.conftest import PASSWORD


@given(st.integers(-(10**36), 10**36))
def test_whole_numbers(value: int) -> None:
    assert wire.decode_number(wire.encode_number(value)) == value


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=6, min_value=-(10**20), max_value=10**20
    )
)
def test_decimals(value: Decimal) -> None:
    assert wire.decode_number(wire.encode_number(value)) == value


@given(st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)))
def test_timestamps(value: datetime) -> None:
    assert wire.decode_date(wire.encode_date(value, OraType.TIMESTAMP)) == value


@given(st.floats(allow_nan=False))
def test_doubles(value: float) -> None:
    assert wire.decode_float(wire.encode_float(value, ">d")) == value


@given(st.timedeltas(timedelta(days=-9999), timedelta(days=9999)))
def test_intervals(value: timedelta) -> None:
    assert wire.decode_interval(wire.encode_interval(value)) == value


@given(st.integers(-(2**62), 2**62), st.binary(max_size=70_000))
def test_lengths(number: int, data: bytes) -> None:
    raw = wire.Writer().ub(number).clr(data).raw(wire.lclr(data)).bytes()
    reader = wire.Reader(raw)
    assert reader.ub() == number
    assert (reader.clr() or b"") == data
    assert (reader.lclr() or b"") == data
    assert reader.left() == 0


@given(st.binary(max_size=60))
def test_reading_rubbish_ends_in_need_more(data: bytes) -> None:
    for read in (wire.Reader.ub, wire.Reader.clr, wire.Reader.lclr, wire.Reader.until_zero):
        reader = wire.Reader(data)
        try:
            read(reader)
        except wire.NeedMore:
            continue
        assert reader.at <= len(data)


@pytest.mark.parametrize(
    ("sql", "names"),
    [
        ("select :a, ':no', :A from t -- :no", ["A", "A"]),
        ("begin :a := :b + :a; /* :no */ end;", ["A", "B"]),
        ("select q'[:no it's]', :\"Mixed\" from dual", ["Mixed"]),
        ("update t set a = :1 returning b into :2", ["1", "2"]),
    ],
)
def test_bind_names_are_counted_as_the_drivers_do(sql: str, names: list[str]) -> None:
    found = bind_names(sql, kind_of(sql))
    assert [b.name for b in found] == names
    assert [b.returns for b in found if b.name == "2"] == ([True] if "2" in names else [])


@settings(max_examples=25, deadline=None)
@given(st.binary(min_size=1, max_size=400))
def test_rubbish_never_harms_the_listener(data: bytes) -> None:
    server = _live()
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as line:
        line.sendall(data)
    dsn = f"127.0.0.1:{server.port}/LAB"
    with oracledb.connect(user="scott", password=PASSWORD, dsn=dsn) as connection:
        assert connection.cursor().execute("select 1 from dual").fetchone() == (1,)


_servers: list[LabServer] = []


def _live() -> LabServer:
    """One listener for all examples."""
    if not _servers:
        import tempfile
        from pathlib import Path

        from app.lab.sql.database import Database

        database = Database.create(Path(tempfile.mkdtemp()) / "db", "LAB", (23, 6, 0, 24, 10))
        database.create_user("SCOTT", PASSWORD)
        made = LabServer([database])
        made.start()
        _servers.append(made)
    return _servers[0]


def test_only_loopback() -> None:
    with pytest.raises(ValueError, match="loopback"):
        LabServer([], host="0.0.0.0" if os.name else "")
