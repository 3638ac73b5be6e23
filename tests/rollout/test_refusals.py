"""What preflight refuses: one client, one clear problem, and nothing was sent."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.errors import ChangelogError
from app.oracle import Quota
from app.rollout.model import ClientState, Problem, StepName, StepState, Verdict
from tests.rollout.world import CHANGELOG, Server, World, application, bundle


def problem(client: ClientState) -> Problem:
    assert client.problem is not None
    return client.problem


def assert_refused(world: World, code: str) -> ClientState:
    """Maroc is refused by ``code`` and untouched; the others arrive."""
    state = world.run()
    maroc, *others = state.clients
    assert maroc.verdict is Verdict.REFUSED, maroc.problem
    assert problem(maroc).code == code
    server = world.servers["maroc"]
    assert server.sent == []
    assert server.imports == 0
    assert "DATABASECHANGELOG" not in server.database.data.tables
    assert all(c.verdict is Verdict.VERIFIED for c in others)
    return maroc


def older(server: Server) -> None:
    server.apex = "23.2.4"


def ancient(server: Server) -> None:
    server.apex = "19.2.0.00.18"


def full(server: Server) -> None:
    server.quota = Quota("USERS", 1_048_576, 1_048_576)


def elsewhere(server: Server) -> None:
    server.workspace = "AUTRE"


def other_owner(server: Server) -> None:
    server.owner = "ORASSUIT_DEV1"


def gone(server: Server) -> None:
    server.files = {}


def ahead(server: Server) -> None:
    server.files = application("10")


def bare(server: Server) -> None:
    server.privileges = frozenset({"CREATE SESSION"})


@pytest.mark.parametrize(
    ("change", "code", "facts"),
    [
        (older, "rollout.older_apex", {"here": "23.2.4", "wanted": "24.2.0"}),
        (ancient, "rollout.apex_too_old", {"here": "19.2.0.00.18", "oldest": "20.2"}),
        (full, "rollout.no_room", {"tablespace": "USERS", "limit": 1024, "user": "ORASSADM"}),
        (elsewhere, "rollout.workspace", {"workspace": "ORASSUIT_MA"}),
        (other_owner, "rollout.other_schema", {"here": "ORASSUIT_DEV1", "schema": "ORASSUIT"}),
        (gone, "rollout.no_application", {"application": 210}),
        (ahead, "rollout.newer_version", {"here": "10", "wanted": "2"}),
        (
            bare,
            "rollout.missing_privileges",
            {"privileges": "CREATE PROCEDURE, CREATE TABLE", "user": "ORASSADM"},
        ),
    ],
)
def test_a_client_that_does_not_fit_is_refused(
    world: World, change: Callable[[Server], None], code: str, facts: dict[str, str | int]
) -> None:
    change(world.servers["maroc"])
    maroc = assert_refused(world, code)
    assert problem(maroc).facts.items() >= {**facts, "client": "Maroc"}.items()
    states = {s.name: s.state for s in maroc.steps}
    assert states[StepName.PREFLIGHT] is StepState.FAILED
    assert states[StepName.BACKUP] is StepState.WAITING


def test_a_patch_release_of_apex_fits(world: World) -> None:
    world.servers["maroc"].apex = "24.2.9"
    assert world.run().good


def test_a_newer_apex_takes_the_release(world: World) -> None:
    world.servers["maroc"].apex = "26.1.0"
    assert world.run().good


def test_create_any_table_is_enough(world: World) -> None:
    world.servers["maroc"].privileges = frozenset(
        {"CREATE SESSION", "CREATE ANY TABLE", "CREATE ANY PROCEDURE"}
    )
    assert world.run().good


def test_a_drop_is_refused_before_the_first_connection(world: World) -> None:
    changelog = CHANGELOG + "--changeset k:6\nALTER TABLE CONTRATS DROP COLUMN NUMERO;\n"
    world.bundle = bundle(changelog=changelog)
    state = world.run()
    for client in state.clients:
        assert client.verdict is Verdict.REFUSED
        assert problem(client).code == "rollout.guard_refused"
        assert problem(client).facts["rule"] == "guard.drop"
        assert problem(client).facts["path"] == "changelog/one.sql"
        assert problem(client).facts["line"] == 14
        assert problem(client).facts["count"] == 1
        assert client.round_trips == 0
    assert all(not s.sessions for s in world.servers.values())


def test_a_drop_in_the_apex_payload_is_refused(world: World) -> None:
    path = "application/pages/page_00001.sql"
    files = dict(world.bundle.application)
    files[path] += "\ndrop table contrats;\n"
    world.bundle = bundle()
    world.bundle.application.update(files)
    state = world.run()
    assert {problem(c).code for c in state.clients} == {"rollout.guard_refused"}
    assert problem(state.clients[0]).facts["path"] == path
    assert all(not s.sessions for s in world.servers.values())


def test_an_edited_changeset_is_refused_where_it_ran(world: World) -> None:
    one = World(world.home / "first", "maroc")
    one.servers = {"maroc": world.servers["maroc"]}
    assert one.run().good
    world.bundle = bundle("3", CHANGELOG.replace("'AGENCE'", "'COURTIER'"))
    sent = list(world.servers["maroc"].sent)
    maroc, *others = world.run().clients
    assert maroc.verdict is Verdict.REFUSED
    assert problem(maroc).code == "rollout.checksum_changed"
    assert problem(maroc).facts["changeset"] == "changelog/one.sql::3::k"
    assert str(problem(maroc).facts["stored"]).startswith("9:")
    assert world.servers["maroc"].sent == sent
    assert all(c.good for c in others)


def test_a_modify_is_judged_with_the_clients_own_types(world: World) -> None:
    modify = "--changeset k:6\nALTER TABLE CONTRATS MODIFY NUMERO VARCHAR2(60 CHAR);\n"
    world.bundle = bundle(changelog=CHANGELOG + modify)
    for server, size in zip(world.servers.values(), (100, 40, 60), strict=True):
        kind = ("VARCHAR2", size, size, "C", None, None)
        server.database.data.tables["CONTRATS"].types["NUMERO"] = kind
    maroc, *others = world.run().clients
    assert maroc.verdict is Verdict.REFUSED
    assert problem(maroc).code == "rollout.guard_refused"
    assert world.servers["maroc"].sent == []
    assert all(c.good for c in others), [c.problem for c in others]


def test_a_backup_that_cannot_be_written_changes_nothing(world: World) -> None:
    folder = world.home / "backups" / "r1"
    folder.mkdir(parents=True)
    (folder / "maroc").write_text("in the way")
    maroc = assert_refused(world, "rollout.backup_failed")
    assert maroc.before is None


def test_a_lock_of_somebody_else_is_a_refusal(world: World) -> None:
    data = world.servers["maroc"].database.data
    data.lock = {"locked": 1, "by": "their-host (10.0.0.7)"}
    data.tables["DATABASECHANGELOGLOCK"] = data.tables["POLICES"].__class__({"ID": "N"})
    maroc = world.run().clients[0]
    assert maroc.verdict is Verdict.REFUSED
    assert problem(maroc).code == "changelog.locked"
    assert problem(maroc).facts["holder"] == "their-host (10.0.0.7)"
    assert world.servers["maroc"].sent == []


def test_a_release_that_cannot_be_read_starts_nothing(world: World) -> None:
    world.bundle.changelog["changelog/one.sql"] = b"--liquibase formatted sql\n--changeset a\n"
    with pytest.raises(ChangelogError):
        world.start()
    assert not world.journal.exists()
