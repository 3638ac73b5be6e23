"""Oracle's own JDBC driver (ojdbc 19.22, in npm's liquibase) on the lab, in both profiles."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.lab.wire.server import LabServer
from tests.lab.wire.conftest import PASSWORD
from tests.referees import java, need, run

pytestmark = pytest.mark.java

SEEN = {
    "types": "1,-1.5,é,2020-02-03 00:00:00,2020-02-03 04:05:06.123456,"
    "100000000000000000000,0.05,null",
    "binds": "1,été €,2021-01-02 00:00:00,2021-01-02 03:04:05.678,0908,-12.34,2.5",
    "null binds": "null,null,null",
    "batch": "500",
    "batch with an error": "1 [-2, -2]",
    "fetch": "500 rows, 10,row 10 / 508,row 508; 509,row 509",
    "scroll": "10 to 509",
    "savepoint": "kept, row 10",
    "lobs": "[1, 2, 3]4text1",
    "large binds": "1,100000,100000 long,70000 bytes",
    "streams": "1,72000,72000 long,50000 bytes",
    "temporary lobs": "1,temporary é,4 bytes",
    "function": "7",
    "out binds": "abcd4 qcd3",
    "out clob": "abab",
    "ref cursor": "1,été €; 10,row 10; 11,row 11; 12,row 12",
    "generated keys": "key",
    "named keys": "3115",  # asks for a table's description by a call that the lab does not know
    "returning": "2001,back",
    "no table": "942",
    "unique": "1",
    "query timeout": "1013 then 7",
    "alive": "true1",
    "tables": "null,SCOTT,T,TABLE,null",
    "columns": "N NUMBER 10 NO; V VARCHAR2 40 NO; D DATE 7 YES; TS TIMESTAMP(6) 11 YES;"
    " C CLOB 4000 YES; B BLOB 4000 YES; R RAW 20 YES; M NUMBER 12 YES; F BINARY_DOUBLE 0 YES",
    "primary key": "null,SCOTT,T,N,1,T_PK",
    "imported keys": "",
    "indexes": "null null; T_PK N",
    "procedures": "3001",  # the lab keeps no arguments of routines
    "prepared": "N NUMBER 10 0; V VARCHAR2 40 0; M NUMBER 12 2; TS TIMESTAMP 0 6",
}


def test_the_driver_connects_and_works(server: LabServer) -> None:
    need("javac")  # Java runs a source file only where its compiler is
    program = str(Path(__file__).with_name("Referee.java"))
    command = java("-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", program)
    done = run([*command, f"127.0.0.1:{server.port}/LAB"], 240, LAB_PASSWORD=PASSWORD)
    assert done.returncode == 0, done.stderr
    seen = dict(line.split("\t", 1) for line in done.stdout.splitlines())
    assert seen.pop("server") == f"Oracle {server.profile.name[:2]} SCOTT"
    assert seen == SEEN
