"""A lab database behind a listener, in both profiles, and the unmodified driver."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import oracledb
import pytest

from app.lab.sql.database import Database
from app.lab.wire.faults import Faults
from app.lab.wire.server import PROFILE_19C, PROFILE_23AI, LabServer, Profile

PASSWORD = "Lab_pässwort 1"
PROGRAMS = """
create table t (n number(10) constraint t_pk primary key, v varchar2(40 char) not null, d date,
  ts timestamp, c clob, b blob, r raw(20), m number(12,2), f binary_double);
create or replace function add_up (p_a in number, p_b in number default 1) return number is
begin return p_a + p_b; end;
/
create or replace procedure swap (p_a in out varchar2, p_b out number, p_c in varchar2) is
begin p_a := p_a || p_c; p_b := length(p_a); end;
/
create or replace procedure up_to (p_n in number, p_rows out sys_refcursor) is
begin open p_rows for select n, v as name from t where n <= p_n order by n; end;
/
create or replace function other (p_flag in boolean) return boolean is
begin return not p_flag; end;
/
create or replace procedure twice (p_text in clob, p_both out clob) is
begin p_both := p_text || p_text; end;
/
"""


@pytest.fixture(params=[PROFILE_23AI, PROFILE_19C], ids=["23ai", "19c"])
def profile(request: pytest.FixtureRequest) -> Profile:
    made: Profile = request.param
    return made


@pytest.fixture
def server(profile: Profile, tmp_path: Path) -> Iterator[LabServer]:
    version = (23, 6, 0, 24, 10) if profile.fast_auth else (19, 25, 0, 0, 0)
    database = Database.create(tmp_path / "db", "LAB", version)
    database.create_user("SCOTT", PASSWORD)
    database.run_script_as("SCOTT", PROGRAMS)
    made = LabServer([database], profile=profile, faults=Faults())
    made.start()
    yield made
    made.stop(drain_seconds=0.5)


Connect = Callable[..., Any]


@pytest.fixture
def connect(server: LabServer) -> Iterator[Connect]:
    """``connect(user=, password=, service=)``; all connections are closed behind the test."""
    opened: list[Any] = []

    def make(user: str = "scott", password: str = PASSWORD, service: str = "LAB") -> Any:
        dsn = f"127.0.0.1:{server.port}/{service}"
        opened.append(oracledb.connect(user=user, password=password, dsn=dsn))
        return opened[-1]

    yield make
    for connection in opened:
        if connection.is_healthy():
            connection.close()


def code(error: pytest.ExceptionInfo[Any]) -> str:
    """``ORA-00942`` or ``DPY-4011``."""
    return str(error.value.args[0].full_code)
