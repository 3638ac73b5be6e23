"""A check and a dry run over the wire: what they say is what a rollout then does, and they change
nothing."""

from __future__ import annotations

import json
from contextlib import closing

from msgspec.structs import replace

from app.lab.sql.database import DEVELOPER, Database
from app.oracle import ConnectionSpec, connect
from app.rollout import Finding, Journal, Rehearsal, read_material, statements_as_script
from app.rollout.log import ClientLog
from tests.rollout.test_lab import CLIENTS, SLOW, Demo, assert_arrived, demo

__all__ = ["demo"]

_COUNTS = (
    "select table_name, column_name, data_length from user_tab_columns order by 1, 2",
    "select object_name, object_type, last_ddl_time from user_objects order by 1, 2",
    "select id, md5sum, exectype from databasechangelog order by 1",
)


def findings(demo: Demo, *, dry_run: bool) -> tuple[Finding, ...]:
    order = demo.order([demo.target(c) for c in demo.clients])
    material = read_material(order.bundle)
    return tuple(Rehearsal(order, material, dry_run=dry_run).findings())


def everything(demo: Demo) -> list[list[tuple[object, ...]]]:
    return [demo.ask(client, sql) for client in demo.clients for sql in _COUNTS] + [
        versions(demo, client) for client in demo.clients
    ]


def versions(demo: Demo, client: str) -> list[tuple[object, ...]]:
    user = demo.target(client).application_user
    spec = ConnectionSpec(name=client, dsn=demo.dsn(client), user=user)
    with connect(spec, demo.passwords[f"{client}/{user}"]) as session:
        return session.query("select application_id, version from apex_applications order by 1")


def test_a_dry_run_says_what_a_rollout_then_sends(demo: Demo) -> None:
    before = everything(demo)
    found = findings(demo, dry_run=True)
    assert everything(demo) == before
    assert all(f.fits and f.imports and f.version == "1" for f in found), found
    state = demo.run("run", "r2")
    assert_arrived(demo, state)
    for finding, client in zip(found, state.clients, strict=True):
        assert finding.changesets == client.changesets_run
        log = ClientLog.read(demo.home / "rollouts" / "r2" / f"{client.client}.log")
        with closing(log):
            lines = [log.line(n) for n in range(log.published)]
        sent = [json.loads(x.split(" ", 2)[2]) for x in lines if x.split(" ")[1] == "log.sent"]
        told = [s for s in finding.statements if s.changeset and s.number and s.sql != "COMMIT"]
        assert [(s["changeset"], s["number"], s["sql"]) for s in sent] == [
            (s.changeset, s.number, " ".join(s.sql.split())[:500]) for s in told
        ]
        rows = [s for s in finding.statements if s.sql.startswith("INSERT INTO DATABASECHANGELOG ")]
        assert [r.binds["p_id"] for r in rows] == [k.split("::")[1] for k in finding.changesets]
        imported = finding.statements[-1]
        assert imported.user == "ORASSUIT"
        assert "apex_application_install.install" in imported.sql.lower()
        assert imported.binds["app"] == str(demo.target(client.client).application_id)
        assert "SHA-256" in imported.binds["z0"]
        assert finding.rows == sum(client.before.row_counts.values() if client.before else ())
        text = statements_as_script(finding)
        assert text.count("-- changeset ") == len(finding.changesets)


def test_a_check_tells_who_would_be_stopped(demo: Demo) -> None:
    good, wrong = demo.target("maroc"), demo.target("tunisie")
    order = demo.order(
        [
            good,
            replace(wrong, workspace="ELSEWHERE"),
            replace(wrong, client="away", name="Away", dsn="nowhere.invalid:1521/X"),
        ]
    )
    found = tuple(Rehearsal(order, read_material(order.bundle)).findings())
    assert [f.problem.code if f.problem else None for f in found] == [
        None,
        "rollout.workspace",
        "oracle.unknown_host",
    ]
    assert (found[0].changesets != (), found[0].statements) == (True, ())
    with closing(Journal(order.journal)) as journal:
        assert journal.states() == ()
    assert not order.logs.exists() and not order.backups.exists()


def test_what_a_person_should_know_before_is_told(demo: Demo) -> None:
    """At Maroc somebody is at work, a trigger fires, and the user may look; not so at Tunisie."""
    quiet = {f.client: f for f in findings(demo, dry_run=False)}
    assert {n.code for f in quiet.values() for n in f.notices} == {"log.busy_unseen"}
    lab = Database.open(demo.home.parent / "lab" / "MAROC")
    lab.set_privileges("ORASSADM", [*DEVELOPER, "SELECT ANY DICTIONARY"])
    spec = ConnectionSpec(name="maroc", dsn=demo.dsn("maroc"), user="ORASSADM")
    with connect(spec, demo.passwords["maroc/ORASSADM"]) as somebody:
        somebody.execute(
            "create or replace trigger trg_parametres_trace before update on parametres"
            " for each row begin null; end;"
        )
        somebody.execute("update contrats set statut = statut")
        maroc, tunisie = findings(demo, dry_run=False)
        somebody.rollback()
    assert maroc.fits and tunisie.fits
    assert maroc.round_trips == quiet["maroc"].round_trips
    told = [(n.code, n.facts.get("table")) for n in maroc.notices]
    assert ("log.busy", "CONTRATS") in told
    assert ("log.fires", "PARAMETRES") in told
    fires = next(n for n in maroc.notices if n.facts.get("trigger", "").endswith("_TRACE"))
    assert fires.facts["events"] == "UPDATE"
    assert [n.facts["ora"] for n in tunisie.notices if n.code == "log.busy_unseen"] == [942]


def test_one_that_has_the_release_gets_nothing(demo: Demo) -> None:
    assert demo.inside([demo.target(c) for c in CLIENTS]).wait(SLOW).good
    for finding in findings(demo, dry_run=True):
        assert (finding.changesets, finding.imports, finding.statements) == ((), False, ())
        assert finding.version == "2"
