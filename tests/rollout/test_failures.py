"""What goes wrong after the first change: failures, losses, waves, cancelling, lost answers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.oracle import InvalidObject
from app.rollout.model import ClientState, Problem, StepName, StepState, Verdict
from tests.changelog.memory import ora
from tests.rollout.world import CHANGELOG, KEYS, Server, World, approved, bundle, lost


def problem(client: ClientState) -> Problem:
    assert client.problem is not None
    return client.problem


def states(client: ClientState) -> dict[StepName, StepState]:
    return {s.name: s.state for s in client.steps}


def raising(error: Exception, times: int = 1) -> Callable[[Server], None]:
    left = [times]

    def act(server: Server) -> None:
        if left[0]:
            left[0] -= 1
            raise error

    return act


def lose_policies(server: Server) -> None:
    server.database.data.tables.pop("POLICES", None)


def lose_row_7(server: Server) -> None:
    server.keys["POLICES"] = [k for k in range(1, 13) if k != 7]


def set_rows(rows: int) -> Callable[[Server], None]:
    def act(server: Server) -> None:
        server.database.data.tables["CONTRATS"].rows = rows

    return act


def test_a_refused_statement_fails_its_client_only(world: World) -> None:
    france = world.servers["france"]
    france.on["send CREATE INDEX"] = raising(ora(1652, "unable to extend temp segment"))
    state = world.run()
    assert [c.verdict for c in state.clients] == [
        Verdict.VERIFIED,
        Verdict.FAILED,
        Verdict.VERIFIED,
    ]
    failed = state.clients[1]
    assert problem(failed).code == "changelog.refused_by_oracle"
    facts = problem(failed).facts
    assert str(facts["changeset"]).startswith("changelog/one.sql::")
    assert (facts["path"], facts["ora"] != 0) == ("changelog/one.sql", True)
    assert str(facts["statement"]) in " ".join(CHANGELOG.split())
    assert problem(failed).facts["ora"] == 1652
    assert states(failed)[StepName.CHANGELOG] is StepState.FAILED
    assert states(failed)[StepName.APEX_IMPORT] is StepState.WAITING
    assert france.imports == 0
    assert failed.before is not None
    assert failed.after is not None, "the data is measured after a failure, too"
    assert failed.before.digest == failed.after.digest
    assert failed.round_trips > 0


def test_after_a_failure_a_new_rollout_goes_on_with_what_is_missing(alone: World) -> None:
    server = alone.servers["maroc"]
    changelog = CHANGELOG.replace(
        "--changeset k:3\n", "ALTER TABLE POLICES ADD (CANAL VARCHAR2(30));\n--changeset k:3\n"
    )
    alone.bundle = bundle(changelog=changelog)
    times: list[int] = []

    def second_alter(server: Server) -> None:
        times.append(1)
        if len(times) == 2:
            raise ora(1031, "insufficient privileges")

    server.on["send ALTER TABLE"] = second_alter
    assert alone.run().clients[0].verdict is Verdict.FAILED
    assert [s.split(" (")[0] for s in server.sent if "INDEX" in s] == [
        "CREATE INDEX I_CANAL ON CONTRATS"
    ]
    state = alone.run("r2")
    assert state.good, state.clients[0].problem
    assert sum(s.startswith("CREATE INDEX") for s in server.sent) == 1
    assert state.clients[0].changesets_run == KEYS[1:]


def test_a_database_that_was_restored_since_gets_everything_again(alone: World) -> None:
    """What the dictionary cannot tell (a block) is done again with what it can."""
    server = alone.servers["maroc"]
    more = (
        "BEGIN\n  UPDATE POLICES SET NUMERO = 'x' WHERE ID = 1;\nEND;\n/\n"
        "ALTER TABLE POLICES ADD (CANAL VARCHAR2(30));\n--changeset k:2\n"
    )
    changed = bundle(changelog=CHANGELOG.replace("--changeset k:2\n", more))
    alone.bundle = approved(changed, KEYS[0])
    pristine = Server("maroc").database.data

    def second_alter(server: Server) -> None:
        if any(s.startswith("ALTER") for s in server.sent):
            raise ora(54, "resource busy")

    server.on["send ALTER TABLE"] = second_alter
    assert alone.run().clients[0].verdict is Verdict.FAILED
    assert sum(s.startswith("BEGIN") for s in server.sent) == 1
    server.on.clear()
    server.database.data = pristine
    state = alone.run("r2")
    assert state.good, state.clients[0].problem
    assert state.clients[0].changesets_run == KEYS
    assert "CANAL" in server.database.data.tables["CONTRATS"].columns
    assert sum(s.startswith("BEGIN") for s in server.sent) == 1


def test_a_resume_does_not_call_green_what_a_restored_backup_took_away(alone: World) -> None:
    """A column with its comment behind it, recorded before: only a new rollout brings it again."""
    server = alone.servers["maroc"]
    pristine = Server("maroc").database.data

    def refuses(_: Server) -> None:
        raise ora(1031, "insufficient privileges")

    server.on["send CREATE INDEX"] = refuses
    assert alone.run().clients[0].verdict is Verdict.FAILED
    server.on.clear()
    server.database.data = pristine
    (client,) = alone.resume().clients
    assert client.verdict is Verdict.FAILED
    assert client.problem is not None and client.problem.code == "changelog.journal_disagrees"
    assert server.sent == [] and server.database.data.log == []
    (client,) = alone.run("r2").clients
    assert client.good and client.changesets_run == KEYS
    assert "CANAL" in server.database.data.tables["CONTRATS"].columns


def test_a_new_rollout_goes_on_behind_a_column_that_was_renamed_since(alone: World) -> None:
    """The name that it was added by is gone, and it is not added again."""
    server = alone.servers["maroc"]
    text = (
        "--liquibase formatted sql\n--changeset k:1\n"
        "ALTER TABLE CONTRATS ADD (CANAL VARCHAR2(30));\n"
        "ALTER TABLE CONTRATS RENAME COLUMN CANAL TO VOIE;\n"
        "CREATE INDEX I_VOIE ON CONTRATS (VOIE);\n"
    )
    alone.bundle = bundle(changelog=text)

    def refuses(_: Server) -> None:
        raise ora(1031, "insufficient privileges")

    server.on["send CREATE INDEX"] = refuses
    assert alone.run().clients[0].verdict is Verdict.FAILED
    server.on.clear()
    assert alone.run("r2").clients[0].good
    assert sum("ADD (CANAL" in s for s in server.sent) == 1


def test_what_runs_always_runs_in_every_rollout(alone: World) -> None:
    block = "BEGIN UPDATE POLICES SET NUMERO = 'x' WHERE ID = 1; END;"
    always = f"--changeset k:6 runAlways:true\n{block}\n/\nGRANT EXECUTE ON P TO ORASSUIT;\n"
    alone.bundle = approved(bundle(changelog=CHANGELOG + always), "changelog/one.sql::6::k")
    server = alone.servers["maroc"]
    assert alone.run().good
    again = alone.run("r2")
    assert again.good, again.clients[0].problem
    assert again.clients[0].verdict is Verdict.VERIFIED
    assert again.clients[0].changesets_run == ("changelog/one.sql::6::k",)
    assert sum(s.startswith("BEGIN") for s in server.sent) == 2


def test_a_table_that_is_gone_is_red_and_stops_the_next_wave(world: World) -> None:
    world.waves = {"maroc": 1, "france": 1, "tunisie": 2}
    world.servers["maroc"].on["after import"] = lose_policies
    maroc, france, tunisie = world.run().clients
    assert maroc.verdict is Verdict.DATA_LOSS
    assert problem(maroc).code == "data.table_gone"
    assert problem(maroc).facts.items() >= {
        "client": "Maroc", "table": "POLICES", "rows": 12,
    }.items()  # fmt: skip
    assert france.verdict is Verdict.VERIFIED
    assert tunisie.verdict is Verdict.CANCELLED
    assert problem(tunisie).code == "rollout.wave_stopped"
    assert problem(tunisie).facts == {"client": "Maroc", "wave": 2}
    assert world.servers["tunisie"].sessions == []


def test_what_nothing_of_the_release_leads_to_is_other_peoples_work(alone: World) -> None:
    def overwrite(server: Server) -> None:
        server.content["POLICES", "NUMERO"] = "all the same"

    alone.servers["maroc"].on["after import"] = overwrite
    (maroc,) = alone.run().clients
    assert maroc.verdict is Verdict.VERIFIED
    (told,) = [n for n in maroc.notices if n.code == "data.changed_by_others"]
    assert told.facts["table"] == "POLICES" and told.facts["count"] == 12
    assert told.facts["keys"] == "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12"


def test_a_row_that_nobody_is_proved_to_have_removed_is_in_doubt(world: World) -> None:
    """A person looks; the waves behind it wait for that, and a resume goes on."""
    world.waves = {"maroc": 1, "france": 1, "tunisie": 2}
    world.servers["maroc"].on["after import"] = lose_row_7
    maroc, france, tunisie = world.run().clients
    assert maroc.verdict is Verdict.IN_DOUBT
    assert (maroc.old_version, maroc.new_version) == ("1", "2")
    assert problem(maroc) == Problem(
        "data.missing", {"table": "POLICES", "count": 1, "keys": "7", "client": "Maroc"}
    )
    assert france.verdict is Verdict.VERIFIED
    assert tunisie.verdict is Verdict.CANCELLED
    state = world.resume()
    assert [c.verdict for c in state.clients] == [
        Verdict.IN_DOUBT, Verdict.VERIFIED, Verdict.VERIFIED,
    ]  # fmt: skip
    assert not state.good, "nobody has accepted it"
    assert world.servers["maroc"].imports == 1


def test_growth_does_not_hide_a_loss(alone: World) -> None:
    def work(server: Server) -> None:
        server.keys["POLICES"] = [*range(4, 13), *range(100, 120)]

    alone.servers["maroc"].on["after import"] = work
    (maroc,) = alone.run().clients
    assert maroc.verdict is Verdict.IN_DOUBT
    assert problem(maroc).facts["keys"] == "1, 2, 3"
    assert maroc.after is not None and maroc.after.row_counts["POLICES"] == 29


def test_a_loss_weighs_more_than_the_failure_that_went_with_it(alone: World) -> None:
    server = alone.servers["maroc"]

    def fail(server: Server) -> None:
        lose_policies(server)
        raise ora(600, "internal error")

    server.on["before import"] = fail
    (maroc,) = alone.run().clients
    assert maroc.verdict is Verdict.DATA_LOSS
    assert states(maroc)[StepName.APEX_IMPORT] is StepState.FAILED


def test_rows_that_came_meanwhile_are_a_notice(alone: World) -> None:
    alone.servers["maroc"].on["after import"] = set_rows(460)
    (maroc,) = alone.run().clients
    assert maroc.verdict is Verdict.VERIFIED
    (told,) = [n for n in maroc.notices if n.code == "data.rows_came"]
    assert (told.facts["table"], told.facts["count"]) == ("CONTRATS", 10)
    assert told.facts["keys"] == "451, 452, 453, 454, 455, 456, 457, 458, 459, 460"


def test_waves_wait_for_each_other(world: World) -> None:
    world.waves = {"maroc": 2, "france": 1, "tunisie": 3}
    state = world.run()
    assert state.good
    ended = {c.client: c.ended_at for c in state.clients}
    begun = {c.client: c.started_at for c in state.clients}
    assert str(ended["france"]) <= str(begun["maroc"])
    assert str(ended["maroc"]) <= str(begun["tunisie"])


def test_clients_work_side_by_side(world: World) -> None:
    together = threading.Barrier(3, timeout=30)
    for server in world.servers.values():
        server.on["before import"] = lambda server: together.wait() and None
    assert world.run().good


def test_any_executor_carries_it(world: World) -> None:
    with ThreadPoolExecutor(1) as pool:
        assert world.start(executor=pool).wait(60).good


def test_a_probe_that_fails_still_measures_the_data(alone: World) -> None:
    alone.servers["maroc"].probe_ok = False
    (maroc,) = alone.run().clients
    assert maroc.verdict is Verdict.FAILED
    assert problem(maroc).code == "rollout.probe_failed"
    assert problem(maroc).facts["status"] == 503
    assert states(maroc)[StepName.PROBE] is StepState.FAILED
    assert states(maroc)[StepName.VERDICT] is StepState.DONE
    assert maroc.after is not None
    assert maroc.new_version == "2"
    alone.servers["maroc"].probe_ok = True
    assert alone.run("r2").clients[0].verdict is Verdict.ALREADY_THERE


def test_ords_may_stumble_once(alone: World) -> None:
    server = alone.servers["maroc"]
    server.probe_ok = False
    calls: list[int] = []

    def second_is_fine(server: Server) -> None:
        calls.append(1)
        server.probe_ok = len(calls) > 1

    server.on["probe"] = second_is_fine
    assert alone.run().good
    assert len(calls) == 2


def test_what_does_not_compile_any_more_is_named(alone: World) -> None:
    server = alone.servers["maroc"]
    server.invalid = [InvalidObject("VIEW", "V_OLD", "ORA-00942")]

    def broken(server: Server) -> None:
        server.invalid = [*server.invalid, InvalidObject("PACKAGE BODY", "P", "PLS-00201", 3)]

    server.on["after import"] = broken
    (maroc,) = alone.run().clients
    assert maroc.verdict is Verdict.FAILED
    assert problem(maroc).code == "rollout.invalid"
    assert problem(maroc).facts["object"] == "PACKAGE BODY P"
    assert maroc.after is not None


def test_what_was_invalid_before_is_not_the_releases_fault(alone: World) -> None:
    alone.servers["maroc"].invalid = [InvalidObject("VIEW", "V_OLD", "ORA-00942")]
    assert alone.run().good


def test_an_import_that_arrives_differently_is_a_failure(alone: World) -> None:
    def garble(server: Server) -> None:
        path = "application/pages/page_00001.sql"
        server.files[path] = server.files[path].replace("Contrats", "Contracts")

    alone.servers["maroc"].on["after import"] = garble
    (maroc,) = alone.run().clients
    assert maroc.verdict is Verdict.FAILED
    assert problem(maroc).code == "rollout.not_equal"
    assert problem(maroc).facts["first"] == "application/pages/page_00001.sql"


def test_an_import_whose_answer_was_lost_is_asked_about(alone: World) -> None:
    def drop_the_line(server: Server) -> None:
        for session in server.sessions:
            session.lost = True
        raise lost()

    server = alone.servers["maroc"]
    server.on["after import"] = drop_the_line
    state = alone.run()
    assert state.good, state.clients[0].problem
    assert server.imports == 1


def test_an_import_that_got_lost_is_a_failure(alone: World) -> None:
    server = alone.servers["maroc"]
    server.on["before import"] = raising(lost())
    (maroc,) = alone.run().clients
    assert maroc.verdict is Verdict.FAILED
    assert problem(maroc).code == "oracle.lost"
    assert server.imports == 0
    again = alone.run("r2")
    assert again.good
    assert again.clients[0].changesets_run == ()


def test_an_unexpected_error_is_a_value_too(world: World) -> None:
    world.servers["france"].on["apex_release"] = raising(ZeroDivisionError("division by zero"))
    maroc, france, tunisie = world.run().clients
    assert (maroc.good, tunisie.good) == (True, True)
    assert france.verdict is Verdict.REFUSED
    assert problem(france).code == "internal"


def test_cancelling_one_client_leaves_the_others(world: World) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def hold(server: Server) -> None:
        reached.set()
        assert go_on.wait(30)

    world.servers["maroc"].on["send ALTER TABLE"] = hold
    world.servers["maroc"].hasty = True
    running = world.start()
    assert reached.wait(30)
    running.cancel("maroc")
    go_on.set()
    maroc, *others = running.wait(60).clients
    assert maroc.verdict is Verdict.CANCELLED
    assert problem(maroc).code == "rollout.cancelled_midway"
    assert [r["p_id"] for r in world.servers["maroc"].database.data.log] == ["1"]
    assert all(c.good for c in others)
    assert world.run("r2").good


def test_cancelling_all_before_anything_was_sent(world: World) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def hold(server: Server) -> None:
        reached.set()
        assert go_on.wait(30)

    for server in world.servers.values():
        server.on["apex_release"] = hold
    running = world.start()
    assert reached.wait(30)
    running.cancel()
    go_on.set()
    state = running.wait(60)
    for client in state.clients:
        assert client.verdict is Verdict.CANCELLED
        assert problem(client).code == "rollout.cancelled"
        assert world.servers[client.client].sent == []
    assert any(session.broken.is_set() for s in world.servers.values() for session in s.sessions)


def test_a_step_that_changes_something_is_never_broken(alone: World) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def hold(server: Server) -> None:
        reached.set()
        assert go_on.wait(30)

    server = alone.servers["maroc"]
    server.on["before import"] = hold
    running = alone.start()
    assert reached.wait(30)
    running.cancel()
    go_on.set()
    (maroc,) = running.wait(60).clients
    assert maroc.verdict is Verdict.CANCELLED
    assert states(maroc)[StepName.APEX_IMPORT] is StepState.DONE
    assert server.imports == 1
    assert not any(session.broken.is_set() for session in server.sessions)


def test_the_snapshot_is_a_value(alone: World) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def hold(server: Server) -> None:
        reached.set()
        assert go_on.wait(30)

    alone.servers["maroc"].on["export"] = hold
    running = alone.start()
    assert reached.wait(30)
    seen = running.snapshot()
    assert not running.ended
    assert seen.clients[0].verdict is Verdict.RUNNING
    assert states(seen.clients[0])[StepName.BACKUP] is StepState.RUNNING
    go_on.set()
    after = running.wait(60)
    assert after.good
    assert seen.clients[0].verdict is Verdict.RUNNING
    assert running.snapshot() is after
    assert after.sequence > seen.sequence
    assert running.log("maroc").published > 10


def test_many_clients_few_threads(tmp_path: Path) -> None:
    names = [f"c{n:02}" for n in range(24)]
    world = World(tmp_path, *names)
    world.workers = 100
    lock, now, most = threading.Lock(), [0], [0]

    def count(server: Server) -> None:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])

    def leave(server: Server) -> None:
        with lock:
            now[0] -= 1

    for server in world.servers.values():
        server.on = {"session_privileges": count, "probe": leave}
    assert world.run().good
    assert 1 <= most[0] <= 32
    assert now[0] == 0
