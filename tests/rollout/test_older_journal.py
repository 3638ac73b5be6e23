"""A journal that an older Caravane wrote is read, resumed and reported."""

from __future__ import annotations

import sqlite3

from app.rollout import Journal, report_as_html, report_as_json
from app.rollout.events import Learned
from app.rollout.journal import now
from app.rollout.model import Verdict
from tests.rollout.test_report import texts
from tests.rollout.world import World

# What 0.1.0 wrote of a client that it had measured before the first change.
BEFORE = """{"event":"learned","client":"maroc","at":"2026-11-27T10:00:00Z","before":{"taken_at":
"2026-11-27T10:00:00Z","tables":[{"table":"CONTRATS","rows":450,"columns":{"ID":"VARCHAR2(30 BYTE)",
"NUMERO":"VARCHAR2(30 BYTE)"},"hashed":["ID","NUMERO"],"digest":"12-34"},{"table":"POLICES",
"rows":12,"columns":{"ID":"VARCHAR2(30 BYTE)","NUMERO":"VARCHAR2(30 BYTE)"},
"hashed":["ID","NUMERO"],"digest":"5-6"}],"digest":"9c4f"},"invalid_before":[],"announced":[],"round_trips":4}"""


def older(world: World) -> None:
    """A journal as if 0.1.0 had been interrupted after its first look."""
    with_journal = Journal(world.journal)
    with_journal.begin(world.plan(), now())
    with_journal.append("r1", Learned("maroc", now(), old_version="1"))
    with_journal.close()
    with sqlite3.connect(world.journal) as raw:
        raw.execute(
            "insert into events (rollout, client, at, body) values ('r1', 'maroc', '', ?)",
            (BEFORE.replace("\n", ""),),
        )


def test_it_is_read_and_reported(alone: World) -> None:
    older(alone)
    journal = Journal(alone.journal)
    state = journal.state("r1")
    journal.close()
    (maroc,) = state.clients
    assert maroc.before is not None
    assert maroc.before.row_counts == {"CONTRATS": 450, "POLICES": 12}
    (document,) = report_as_json(state)["clients"]
    assert document["proof"] is None
    assert document["accepted"] is None
    assert document["fingerprint_before"] == "9c4f"
    assert "CONTRATS" in report_as_html(state, texts("fr"))


def test_a_resume_compares_what_can_be_compared(alone: World) -> None:
    """Its hashes are of another kind: rows are counted, and what is not compared is said."""
    alone.servers["maroc"].on["before import"] = interrupted
    alone.run()
    with sqlite3.connect(alone.journal) as raw:
        raw.execute(
            "update events set body = ? where json_extract(body, '$.before') is not null",
            (BEFORE.replace("\n", ""),),
        )
    alone.servers["maroc"].on.clear()
    (maroc,) = alone.resume().clients
    assert maroc.verdict is Verdict.IN_DOUBT
    assert maroc.problem is not None
    assert maroc.problem.code == "data.not_compared"
    assert maroc.proof is not None
    assert {t.table for t in maroc.proof.tables} == {"CONTRATS", "POLICES"}


def interrupted(server: object) -> None:
    del server
    raise OSError("the line")
