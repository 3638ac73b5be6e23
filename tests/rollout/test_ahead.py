"""What the release uses is tried before anything is sent: what is missing stops the client."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from app.changelog import parse_changelog
from app.oracle import Busy, Fires, Right
from app.rollout import Finding, Order, Rehearsal, read_material
from app.rollout.model import Problem, Verdict
from app.rollout.needs import Use, names_of, needs_of
from app.services.rollout.rehearsals import document, notices_by_client
from tests.rollout.world import Server, World, bundle

KEY = "changelog/one.sql::{}::k"


def changelog(*statements: str) -> str:
    parts = [f"--changeset k:{n} splitStatements:false\n{s}" for n, s in enumerate(statements, 1)]
    return "--liquibase formatted sql\n" + "\n".join(parts) + "\n"


def release(world: World, *statements: str) -> Server:
    world.bundle = bundle(changelog=changelog(*statements))
    server = world.servers["maroc"]
    for one in statements:
        server.database.known[one] = lambda data: None
    return server


def look(world: World) -> Finding:
    order = Order(
        world.plan(), world.bundle, tuple(world.targets()), world.password, world.journal,
        world.home / "rollouts", world.home / "backups", world.ports(),
    )  # fmt: skip
    (found,) = Rehearsal(order, read_material(world.bundle)).findings()
    return found


VIEW = "CREATE OR REPLACE VIEW V AS SELECT p.CODE FROM CONTRATS c JOIN COMMUN.PAYS p ON p.ID = c.ID"
SYNONYM = "CREATE SYNONYM S FOR COMMUN.PAYS"


def seen(server: Server, *rights: Right) -> None:
    server.seen = replace(
        server.seen, users=frozenset({"COMMUN", "ORASSUIT"}),
        objects={("COMMUN", "PAYS"): frozenset({"TABLE"})},
        rights={("COMMUN", "PAYS"): frozenset(rights)},
    )  # fmt: skip


def test_what_a_view_reads_of_others_has_to_be_there(alone: World):
    server = release(alone, VIEW)
    server.privileges |= {"CREATE VIEW"}
    (client,) = alone.run().clients
    assert client.verdict is Verdict.REFUSED
    assert client.problem is not None
    assert client.problem.code == "rollout.missing_objects"
    assert client.problem.facts["objects"] == "COMMUN.PAYS"
    assert client.problem.facts["changeset"] == KEY.format(1)
    assert server.sent == []


def test_a_right_by_a_role_is_told_and_a_direct_one_is_not(alone: World):
    server = release(alone, VIEW)
    server.privileges |= {"CREATE VIEW"}
    seen(server, Right("SELECT", "LECTEUR"))
    assert [n.code for n in look(alone).notices] == ["log.right_by_role"]
    seen(server, Right("INSERT", "ORASSADM"))
    (notice,) = look(alone).notices
    assert notice.code == "log.right_missing"
    assert notice.facts["privilege"] == "SELECT"
    for good in (Right("READ", "ORASSADM"), Right("SELECT", "PUBLIC")):
        seen(server, good)
        assert look(alone).notices == ()
    seen(server)
    server.privileges |= {"SELECT ANY TABLE"}
    assert [n.code for n in look(alone).notices] == ["log.many_rights"]


def test_what_needs_nothing_is_told_only(alone: World):
    server = release(alone, SYNONYM)
    server.privileges |= {"CREATE SYNONYM"}
    found = look(alone)
    assert found.fits
    assert [(n.code, n.facts["object"]) for n in found.notices] == [
        ("log.unseen_object", "COMMUN.PAYS")
    ]


def test_a_changeset_that_may_be_passed_over_stops_nobody(alone: World):
    server = release(alone, VIEW)
    server.privileges |= {"CREATE VIEW"}
    text = changelog(VIEW).replace(
        "splitStatements:false", "splitStatements:false failOnError:false"
    )
    alone.bundle = bundle(changelog=text)
    found = look(alone)
    assert found.fits
    assert [n.code for n in found.notices] == ["log.unseen_object"]


def test_what_ran_already_asks_for_nothing(alone: World):
    server = release(alone, VIEW)
    server.privileges |= {"CREATE VIEW"}
    seen(server, Right("SELECT", "ORASSADM"))
    server.database.known[VIEW] = lambda data: data.views.add("V")
    assert alone.run().clients[0].verdict is Verdict.VERIFIED
    server.seen = replace(server.seen, objects={}, rights={})
    assert alone.run("r2").clients[0].verdict is Verdict.ALREADY_THERE


def test_tables_in_use_triggers_and_kinds_are_told(alone: World):
    server = alone.servers["maroc"]
    server.seen = replace(
        server.seen,
        users=frozenset(),
        busy=(Busy("CONTRATS", "ORASSUIT", 2), Busy("POLICES", "X", 1)),
        triggers=(
            Fires("CONTRATS", "ORASSADM", "T_MAJ", "INSERT OR UPDATE"),
            Fires("CONTRATS", "AUDIT", "T_SUPPR", "DELETE"),
        ),
        kinds={"CONTRATS": "mview", "POLICES": "temporary"},
    )
    found = look(alone)
    assert found.fits
    told = {n.code: n.facts for n in found.notices}
    assert told["log.busy"] == {"table": "CONTRATS", "user": "ORASSUIT", "count": 2, "seconds": 30}
    assert told["log.fires"]["trigger"] == "ORASSADM.T_MAJ"
    assert told["log.fires"]["events"] == "UPDATE"
    assert told["log.kind_mview"] == {"table": "CONTRATS"}
    assert told["log.no_grantee"] == {"name": "ORASSUIT", "changeset": KEY.format(5)}
    assert len(found.notices) == 4, "of what the release does not touch nothing is said"
    assert alone.run().clients[0].verdict is Verdict.VERIFIED


def test_who_may_not_look_is_told_that_it_was_not_looked(alone: World):
    server = alone.servers["maroc"]
    server.seen = replace(server.seen, busy=None, busy_ora=942)
    (notice,) = look(alone).notices
    assert (notice.code, notice.facts["ora"]) == ("log.busy_unseen", 942)


def test_a_role_of_administrators_is_too_much(alone: World):
    server = alone.servers["maroc"]
    server.seen = replace(server.seen, roles=frozenset({"DBA", "CONNECT"}))
    (notice,) = look(alone).notices
    assert (notice.code, notice.facts["privileges"]) == ("log.many_rights", "DBA")


CONDITIONAL = (
    "CREATE OR REPLACE PROCEDURE P AS n NUMBER;\nBEGIN\n $IF $$WITH_HR $THEN\n"
    "  SELECT COUNT(*) INTO n FROM HR.EMPLOYEES;\n $END\n NULL;\nEND;"
)


@pytest.mark.parametrize(
    ("statement", "sure"),
    [
        (CONDITIONAL, False),
        (CONDITIONAL.replace(" $IF $$WITH_HR $THEN\n", "").replace(" $END\n", ""), True),
        ("CREATE OR REPLACE FORCE VIEW V AS SELECT e.ID FROM HR.EMPLOYEES e", False),
        ("CREATE OR REPLACE NO FORCE VIEW V AS SELECT e.ID FROM HR.EMPLOYEES e", True),
        ("CREATE VIEW V AS SELECT e.ID FROM HR.EMPLOYEES e", True),
    ],
)
def test_what_need_not_compile_stops_nobody(statement: str, sure: bool):
    (need,) = needs_of(parse_changelog({"one.sql": changelog(statement).encode()})).values()
    assert {u.name for u in need.uses} == {"EMPLOYEES"}
    assert any(u.sure for u in need.uses) is sure


def test_sentences_name_their_clients_once(alone: World):
    found = look(alone)
    one = Problem("log.kind_mview", {"table": "T"})
    several = [replace(found, name=name, notices=(one,)) for name in ("Maroc", "Tunisie")]
    for language in ("en", "fr"):
        ((sentence, names),) = notices_by_client(several, language).items()
        assert names == ("Maroc", "Tunisie")
        assert sentence.startswith("T ")
        assert "{" not in sentence
    told = document(alone.plan(), several)["clients"][0]["notices"]
    assert told == [{"code": "log.kind_mview", "facts": {"table": "T"}}]


def test_what_statements_touch_is_read_from_them():
    text = changelog(
        "ALTER TABLE CONTRATS ADD (CANAL VARCHAR2(30) REFERENCES COMMUN.CANAUX (CODE))",
        "CREATE OR REPLACE PROCEDURE P AS r CONTRATS%ROWTYPE;\n"
        "BEGIN r.id := COMMUN.PKG.F(1); INSERT INTO JOURNAL SELECT a.z FROM COMMUN.B a; END;",
        "BEGIN P; END;",
        "CREATE INDEX I ON POLICES (CANAL)",
        "CREATE OR REPLACE VIEW W AS SELECT EXTRACT(YEAR FROM d.FIN) AN, TRIM(BOTH FROM e.NOM) NOM"
        " FROM DEPTS d, d.MEMBRES e WHERE d.ID = (SELECT MAX(x.ID) FROM COMMUN.DERNIER x)",
        "MERGE INTO PAYS p USING (SELECT 1 id FROM DUAL) s ON (p.id = s.id)"
        " WHEN MATCHED THEN UPDATE SET p.n = 1 WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)",
    )
    needs = needs_of(parse_changelog({"changelog/one.sql": text.encode()}))
    altering, code, call, index, view, merge = needs.values()
    assert altering.altered == {"CONTRATS"}
    assert altering.uses == {Use("COMMUN", "CANAUX", "REFERENCES", sure=True, direct=True)}
    assert Use("COMMUN", "B", sure=True, direct=True) in code.uses
    assert Use("COMMUN", "PKG", direct=True) in code.uses
    assert {u.owner for u in code.uses} == {"COMMUN"}, "a record's field is nobody's object"
    assert code.written == frozenset()
    assert call.written == {("JOURNAL", "INSERT")}, "what the code that it calls writes"
    assert index.altered == {"POLICES"}
    assert {(u.owner, u.name) for u in view.uses if u.sure} == {("COMMUN", "DERNIER")}
    assert {u.owner for u in view.uses} == {"COMMUN"}, "a row's columns are nobody's objects"
    assert merge.written == {("PAYS", "INSERT"), ("PAYS", "UPDATE")}
    assert names_of(needs).altered == ("POLICES", "CONTRATS"), "the newest first"
