"""A user who logs on for another: DEPLOY[ADM], as a DBA allows it."""

from __future__ import annotations

import oracledb
import pytest

from app.lab.sql.database import Database
from app.lab.wire.server import LabServer
from tests.lab.people.conftest import PASSWORD


def test_a_proxy_is_the_client_whom_it_stands_for(database: Database, server: LabServer) -> None:
    database.create_user("DEPLOY", "d", ["CREATE SESSION"])
    dsn = f"127.0.0.1:{server.port}/LAB"
    with pytest.raises(oracledb.DatabaseError) as caught:
        oracledb.connect(user="deploy[adm]", password="d", dsn=dsn)
    assert caught.value.args[0].full_code == "ORA-28150"
    database.allow_proxy("deploy", "adm")
    with pytest.raises(oracledb.DatabaseError) as caught:
        oracledb.connect(user="deploy[adm]", password=PASSWORD, dsn=dsn)
    assert caught.value.args[0].full_code == "ORA-01017"
    with oracledb.connect(user="deploy[adm]", password="d", dsn=dsn) as connection:
        cursor = connection.cursor()
        cursor.execute("select user, sys_context('userenv', 'proxy_user'), count(*) from agences")
        assert cursor.fetchall() == [("ADM", "DEPLOY", 3)]
    database.lock_user("adm")
    with pytest.raises(oracledb.DatabaseError) as caught:
        oracledb.connect(user="deploy[adm]", password="d", dsn=dsn)
    assert caught.value.args[0].full_code == "ORA-28000"
