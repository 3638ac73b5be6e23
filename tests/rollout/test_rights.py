"""What a client's users may do is looked at before anything is sent; too much is told."""

from __future__ import annotations

from app.oracle import Quota
from app.rollout import ClientLog
from app.rollout.model import Verdict
from tests.changelog import memory
from tests.rollout.world import World


def told(world: World) -> list[str]:
    log = ClientLog.read(world.home / "rollouts" / "r1" / "maroc.log")
    found = [log.line(n) for n in range(log.published)]
    log.close()
    return found


def test_tables_of_the_changelog_that_exist_need_no_create_table(alone: World):
    server = alone.servers["maroc"]
    server.privileges = frozenset({"CREATE SESSION", "CREATE PROCEDURE"})
    assert alone.run().clients[0].verdict is Verdict.REFUSED
    for table in ("DATABASECHANGELOG", "DATABASECHANGELOGLOCK"):
        server.database.data.tables[table] = memory.Table({"ID": "N"}, rows=0)
    assert alone.run("r2").clients[0].verdict is Verdict.VERIFIED


def test_too_many_rights_are_told_and_stop_nothing(alone: World):
    server = alone.servers["maroc"]
    server.privileges |= {"DROP ANY TABLE", "ALTER SYSTEM", "SELECT ANY DICTIONARY"}
    assert alone.run().clients[0].verdict is Verdict.VERIFIED
    line = next(one for one in told(alone) if "many_rights" in one)
    assert "ALTER SYSTEM, DROP ANY TABLE" in line
    assert "DICTIONARY" not in line


def test_room_is_asked_for_only_where_it_is_limited(alone: World):
    server = alone.servers["maroc"]
    server.quota = Quota("USERS", 0, 0)
    server.privileges |= {"UNLIMITED TABLESPACE"}
    assert alone.run().clients[0].verdict is Verdict.VERIFIED
