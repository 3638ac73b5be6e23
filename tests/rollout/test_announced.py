"""Changes of data in a rollout: announced ones run and are named, others never reach a client."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from app.changelog import Approvals, approve, parse_changelog
from app.changelog.file import approvals as file
from app.errors import ChangelogError
from app.release import ReleaseBundle
from app.rollout import report_as_html, report_as_json
from app.rollout.model import Verdict
from tests.changelog.memory import Killed
from tests.changelog.test_guard_payload import page, script
from tests.rollout.test_refusals import problem
from tests.rollout.test_report import texts
from tests.rollout.world import CHANGELOG, Server, World, approved, bundle

UPDATE = """--changeset k:6
UPDATE CONTRATS SET NUMERO = 'revu' WHERE ID = 7;
"""
KEY = "changelog/one.sql::6::k"
WHO = "Karim Benali <karim@example.com>"
WHEN = datetime(2026, 11, 29, 20, 15, tzinfo=UTC)


def released(shown: str | None = UPDATE, sent: str = UPDATE) -> ReleaseBundle:
    """A release that holds ``sent`` and an approval of ``shown``."""
    made = bundle(changelog=CHANGELOG + sent)
    if shown is None:
        return made
    read = parse_changelog({"changelog/one.sql": (CHANGELOG + shown).encode()})
    changeset = next(c for c in read.changesets if c.key == KEY)
    approval = approve(read, changeset, WHO, WHEN, "as agreed")
    return replace(made, approvals=file.encode(Approvals().with_(approval)))


def changes(*columns: str) -> object:
    """The client's content is another as soon as the statement was sent."""

    def ran(server: Server) -> None:
        open_too = [sql for s in server.sessions for sql in s.inner.work.sent]
        if any("NUMERO" in sql for sql in (*server.sent, *open_too)):
            server.content.update({("CONTRATS", c): "another" for c in columns})

    return ran


def test_what_the_tag_announces_runs_and_is_named(alone: World) -> None:
    alone.bundle = released()
    alone.servers["maroc"].on["measure"] = changes("NUMERO")  # type: ignore[assignment]
    state = alone.run()
    (maroc,) = state.clients
    assert maroc.verdict is Verdict.VERIFIED, maroc.problem
    assert "UPDATE CONTRATS SET NUMERO = 'revu' WHERE ID = 7" in alone.servers["maroc"].sent
    (client,) = json.loads(json.dumps(report_as_json(state)))["clients"]
    (told,) = client["announced"]
    assert [t["table"] for t in client["tables"] if t["not_compared"]] == []
    done = [r for r in client["proof"]["reasons"] if r["code"] == "data.as_announced"]
    assert [(r["facts"]["changeset"], r["facts"]["columns"]) for r in done] == [(KEY, "NUMERO")]
    assert told["changeset"] == KEY and told["approved_by"] == WHO
    assert told["approved_at"] == "2026-11-29T20:15:00Z" and told["reason"] == "as agreed"
    assert told["writes"] == ["CONTRATS.NUMERO"]
    page = report_as_html(state, texts("en"))
    assert "Approved changes of data" in page
    assert "Karim Benali &lt;karim@example.com&gt; on 2026-11-29 20:15 UTC: as agreed" in page


def test_what_else_changes_is_no_purpose(alone: World) -> None:
    alone.bundle = released()
    alone.servers["maroc"].on["measure"] = changes("NUMERO", "ID")  # type: ignore[assignment]
    (maroc,) = alone.run().clients
    assert maroc.verdict is Verdict.IN_DOUBT
    assert problem(maroc).code == "data.trigger_columns"


@pytest.mark.parametrize(
    "release",
    [
        released(None),
        released(sent=UPDATE.replace("ID = 7", "ID > 7")),
        released(sent=UPDATE.replace("'revu'", "'re vu'")),
        released(sent=UPDATE.replace("k:6", "k:6 runAlways:true")),
    ],
    ids=["never", "edited", "literal", "attribute"],
)
def test_what_it_does_not_announce_is_never_sent(world: World, release: ReleaseBundle) -> None:
    world.bundle = release
    for client in world.run().clients:
        assert client.verdict is Verdict.REFUSED
        assert problem(client).code == "rollout.guard_announce"
        facts = problem(client).facts
        assert facts["path"] == "changelog/one.sql" and "NUMERO" in str(facts["statement"])
        assert client.announced == ()
    for server in world.servers.values():
        assert server.sent == [] and server.imports == 0
        assert "DATABASECHANGELOG" not in server.database.data.tables


def test_an_earlier_change_that_was_edited_waits_again(alone: World) -> None:
    """What an earlier release brought is judged as it was then; an approval knows whether it is."""
    table = "--changeset k:6\nCREATE TABLE T (C VARCHAR2(9));\n--changeset k:7\n"
    text = table + "UPDATE T SET C = 'a  b' WHERE C = 'x';\n"
    shown = bundle(changelog=CHANGELOG + text)
    alone.bundle = approved(shown, "changelog/one.sql::7::k")
    (maroc,) = alone.run().clients
    assert maroc.verdict is Verdict.VERIFIED, maroc.problem
    changed = bundle(changelog=CHANGELOG + text.replace("a  b", "a b"))
    alone.bundle = replace(changed, approvals=alone.bundle.approvals)
    (maroc,) = alone.run("r2").clients
    assert problem(maroc).code == "rollout.guard_announce"


def test_a_script_of_the_export_is_told_apart(alone: World) -> None:
    """It has no changeset that somebody could approve."""
    inside = script("update contrats set numero = 'revu' where id = 7;")
    path = "application/deployment/install/install_revu.sql"
    made = bundle()
    alone.bundle = replace(made, application={**made.application, path: page(inside)})
    (maroc,) = alone.run().clients
    assert problem(maroc).code == "rollout.guard_script"
    assert problem(maroc).facts["path"] == path
    assert alone.servers["maroc"].sent == []


def test_no_approval_lets_a_refused_statement_pass(alone: World) -> None:
    drop = "--changeset k:6\nDROP TABLE CONTRATS;\n"
    alone.bundle = released(drop, drop)
    (maroc,) = alone.run().clients
    assert problem(maroc).code == "rollout.guard_refused"
    assert alone.servers["maroc"].sent == []


@pytest.mark.parametrize("damage", [b'{"format": 1', b"[]", b'{"format": 9, "approvals": []}'])
def test_broken_approvals_start_nothing(alone: World, damage: bytes) -> None:
    alone.bundle = replace(released(), approvals=damage)
    with pytest.raises(ChangelogError, match="approvals_"):
        alone.start()
    assert not alone.journal.exists()


def test_a_rollout_that_was_killed_goes_on_with_what_was_announced(alone: World) -> None:
    alone.bundle = released()
    alone.light(None)
    fuse = alone.servers["maroc"].fuse
    alone.run("count")
    update = max(n for n, what in enumerate(fuse.instants, 1) if what == "send UPDATE CONTRATS")
    fresh = World(alone.home / "again", "maroc")
    fresh.bundle = alone.bundle
    fresh.light(update)
    with pytest.raises(Killed):
        fresh.run()
    fresh.light(None)
    (maroc,) = fresh.resume().clients
    assert maroc.verdict is Verdict.VERIFIED, maroc.problem
    assert [a.changeset for a in maroc.announced] == [KEY]
