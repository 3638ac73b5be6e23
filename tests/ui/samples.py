"""Made-up rollouts, releases and settings: three clients on their way from version 1 to 2."""

from __future__ import annotations

import json
import zlib
from datetime import datetime, timedelta
from typing import Any

from msgspec import structs

from app.release.model import Manifest, Release
from app.rollout.model import (
    ClientState,
    Fingerprint,
    Problem,
    RolloutState,
    StepName,
    StepRecord,
    StepState,
    TableFingerprint,
    Verdict,
)
from app.services.model import (
    Announcement,
    Approval,
    RulingView,
    Void,
)
from app.services.rollout.evidence import Shared
from tests.ui.pages import NOW


def steps(*states: StepState, begun: datetime = NOW) -> tuple[StepRecord, ...]:
    return tuple(
        StepRecord(
            name,
            states[i] if i < len(states) else StepState.WAITING,
            begun + timedelta(seconds=2 * i) if i < len(states) else None,
            begun + timedelta(seconds=2 * i + 2)
            if i < len(states) and states[i] is not StepState.RUNNING
            else None,
        )
        for i, name in enumerate(StepName)
    )


def fingerprint(contrats: int, polices: int, sinistres: int, more: bool = False) -> Fingerprint:
    tables = []
    for name, rows in (
        ("AGENCES", 12),
        ("CLIENTS", 380),
        ("CONTRATS", contrats),
        ("PARAMETRES", 25),
        ("POLICES", polices),
        ("PRIMES", 910),
        ("SINISTRES", sinistres),
    ):
        columns = {"ID": "NUMBER", "NUMERO": "VARCHAR2(30)", "STATUT": "VARCHAR2(20)"}
        if more and name in ("CONTRATS", "POLICES", "SINISTRES"):
            columns["CANAL_VENTE"] = "VARCHAR2(30)"
        digest = f"{zlib.crc32(name.encode()):012}"
        tables.append(TableFingerprint(name, rows, columns, ("ID", "NUMERO", "STATUT"), digest))
    return Fingerprint(NOW, tuple(tables), "9c4f" * 16)


NADIA = "Nadia Benali <nadia@example.com>"
SARA = "Sara Idrissi <sara@example.com>"
COUNTS = {"maroc": (450, 120, 60), "france": (900, 12_000, 240), "tunisie": (310, 95, 800)}
NAMES = {"maroc": "A Maroc", "france": "B France", "tunisie": "C Tunisie"}
CHANGESETS = (
    "changelog/002-canal.sql::canal-1::ahmed",
    "changelog/002-canal.sql::canal-2::ahmed",
    "changelog/002-canal.sql::canal-3::sara",
    "changelog/002-canal.sql::pkg-contrats::sara",
)


def verified(client: str, verdict: Verdict = Verdict.VERIFIED) -> ClientState:
    counts = COUNTS[client]
    return ClientState(
        client,
        NAMES[client],
        verdict,
        steps(*[StepState.DONE] * len(StepName)),
        "1",
        "2",
        fingerprint(*counts),
        fingerprint(*counts, more=True),
        CHANGESETS,
        (),
        23,
        NOW,
        NOW + timedelta(seconds=19),
        backup=f"backups/{client}/20261123.zip",
        new_columns=("CONTRATS.CANAL_VENTE", "POLICES.CANAL_VENTE", "SINISTRES.CANAL_VENTE"),
    )


def running(client: str, done: int) -> ClientState:
    counts = COUNTS[client]
    return ClientState(
        client,
        NAMES[client],
        Verdict.RUNNING,
        steps(*[StepState.DONE] * done, StepState.RUNNING),
        "1",
        None,
        fingerprint(*counts) if done > 2 else None,
        None,
        CHANGESETS[:2] if done > 3 else (),
        (),
        4 + done,
        NOW,
    )


def waiting(client: str) -> ClientState:
    return ClientState(client, NAMES[client], Verdict.WAITING, steps())


def failed(client: str) -> ClientState:
    problem = Problem(
        "oracle.refused",
        {"target": NAMES[client], "ora": 1017, "detail": "ORA-01017: invalid credential"},
    )
    return ClientState(
        client,
        NAMES[client],
        Verdict.REFUSED,
        steps(StepState.FAILED),
        None,
        None,
        started_at=NOW,
        ended_at=NOW + timedelta(seconds=1),
        round_trips=1,
        problem=problem,
    )


def rollout_state(*clients: ClientState, rollout: str = "20261123-143000-a1b2c3") -> RolloutState:
    return RolloutState(rollout, "v2", "2", clients, NOW, 1, by=NADIA)


def log_lines(client: str, count: int) -> list[str]:
    """The first lines of a client's log, as it is kept: its tables, statement by statement."""
    told: list[tuple[str, dict[str, str | int]]] = [
        ("log.step", {"step": "preflight"}),
        ("log.database", {"version": "19.24"}),
        ("log.application", {"application": 210, "version": "1"}),
        ("log.step", {"step": "fingerprint_before"}),
    ]
    told += [
        ("log.table", {"table": t.table, "rows": t.rows, "columns": len(t.columns),
                       "digest": t.digest})
        for t in fingerprint(*COUNTS[client]).tables
    ]  # fmt: skip
    told.append(("log.step", {"step": "changelog"}))
    table = "alter table contrats add canal_{number} varchar2(30)"
    for number in range(1, 2 + (count - len(told)) // 2):
        facts: dict[str, str | int] = {"changeset": CHANGESETS[0], "number": number}
        told.append(("log.sent", {**facts, "sql": table.format(number=number)}))
        told.append(("log.done", facts))
    stamps = (NOW + timedelta(milliseconds=311 * n) for n in range(count))
    return [
        f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z {code} {json.dumps(facts)}"
        for at, (code, facts) in zip(stamps, told, strict=False)
    ]


def shared_reports() -> tuple[Shared, ...]:
    """What two colleagues rolled out from their workstations; oldest first."""
    return tuple(
        Shared(
            f"{NOW - timedelta(days=days):%Y%m%d-%H%M%S}-c0{days}", f"v{version}", version, who,
            NOW - timedelta(days=days), True, good, verdicts, False, {},
        )
        for days, version, who, good, verdicts in (
            (58, "1.1", SARA, True, {"verified": 38, "already_there": 2}),
            (31, "1.1", "Karim Benali <karim@example.com>", False, {"verified": 11, "in_doubt": 1}),
            (9, "1.2", SARA, False, {"verified": 4, "cancelled": 8}),
            (8, "1.2", SARA, False, {"verified": 6, "failed": 1, "cancelled": 1}),
        )
    )  # fmt: skip


def moved(client: ClientState, seconds: float) -> ClientState:
    """The same, so much later."""
    by = timedelta(seconds=seconds)

    def later(at: datetime | None) -> datetime | None:
        return at + by if at is not None else None

    return structs.replace(
        client,
        started_at=later(client.started_at),
        ended_at=later(client.ended_at),
        steps=tuple(
            structs.replace(s, started_at=later(s.started_at), ended_at=later(s.ended_at))
            for s in client.steps
        ),
    )


def year() -> list[RolloutState]:
    """Three rollouts of the months before: one that Tunisia refused, and its second attempt."""
    found = []
    for days, version, clients in (
        (-210, "1", tuple(map(verified, NAMES))),
        (-120, "1.1", (verified("maroc"), verified("france"), failed("tunisie"))),
        (-60, "1.1", (verified("tunisie"),)),
    ):
        began = NOW + timedelta(days=days)
        states = tuple(
            structs.replace(
                moved(c, days * 86_400.0),
                old_version={"1": "0.9", "1.1": "1"}[version] if c.good else None,
                new_version=version if c.good else None,
            )
            for c in clients
        )
        name = f"{began:%Y%m%d-%H%M%S}-0{abs(days)}"
        found.append(RolloutState(name, f"v{version}", version, states, began, 1, by=SARA))
    return found


def release_value(version: str = "2", pushed: bool = True) -> Release:
    manifest = Manifest(
        1,
        version,
        NOW - timedelta(hours=1),
        "ORASSUIT",
        100,
        "24.2.0",
        "v1" if version != "1" else "-",
        ("Ahmed", "Sara") if version != "1" else (),
        (10, 20, 30) if version != "1" else (),
        CHANGESETS if version != "1" else (),
        (),
    )
    notes = (
        "Canal de vente sur les contrats, les polices et les sinistres."
        if version != "1"
        else ("Première version.")
    )
    return Release(version, f"v{version}", "7be91c4d20aa11ef" + version, notes, manifest, pushed)


def rulings(refused: bool = False) -> tuple[RulingView, ...]:
    path = "changelog/002-canal.sql"
    found = [
        RulingView(
            path,
            4,
            CHANGESETS[0],
            "alter table contrats add canal_vente varchar2(30)",
            "ALTER TABLE",
            True,
            "allowed",
            "guard.allowed",
            {"table": "CONTRATS"},
        ),
        RulingView(
            path,
            8,
            CHANGESETS[1],
            "create index ix_contrats_canal on contrats (canal_vente)",
            "CREATE INDEX",
            True,
            "allowed",
            "guard.allowed",
            {"table": "CONTRATS"},
        ),
        RulingView(
            path,
            13,
            CHANGESETS[2],
            "update contrats set canal_vente = 'AGENCE' where canal_vente is null",
            "UPDATE",
            True,
            "allowed",
            "guard.allowed",
            {"table": "CONTRATS"},
        ),
        RulingView(
            path,
            19,
            CHANGESETS[3],
            "create or replace package pkg_contrats as ...",
            "CREATE PACKAGE",
            True,
            "allowed",
            "guard.stored_code",
            {"object": "PACKAGE PKG_CONTRATS"},
        ),
    ]
    if refused:
        found.append(
            RulingView(
                path,
                31,
                "changelog/002-canal.sql::menage::sara",
                "drop table contrats_old",
                "DROP TABLE",
                False,
                "refused",
                "guard.drop",
                {"table": "CONTRATS_OLD"},
            )
        )
    return tuple(found)


PRIME = "changelog/003-primes.sql::revalorisation::karim"
PRIME_TEXT = """-- Décision du comité technique : +2 % sur les contrats actifs
UPDATE CONTRATS
   SET MONTANT_PRIME = ROUND(MONTANT_PRIME * 1.02, 2),
       COMMENTAIRE   = 'Révisé le 1er janvier'
 WHERE STATUT = 'ACTIF'
   AND DATE_EFFET < DATE '2026-01-01'"""
_PRIME_FACTS = {"table": "CONTRATS", "columns": "MONTANT_PRIME, COMMENTAIRE"}
APPROVAL = Approval(
    changeset=PRIME,
    checksum="9:" + "0" * 32,
    shown="0" * 64,
    approved_by="Karim Benali <karim@example.com>",
    approved_at=NOW,
    reason="Comité du 12 novembre",
)


VOID = Void(**structs.asdict(APPROVAL))


def announcement(approval: Approval | None = None, void: Void | None = None) -> Announcement:
    return Announcement(
        changeset=PRIME,
        path="changelog/003-primes.sql",
        line=5,
        text=PRIME_TEXT + ";",
        code=(),
        digest="0" * 64,
        writes=("CONTRATS.COMMENTAIRE", "CONTRATS.MONTANT_PRIME"),
        reasons=(("guard.announce_update", _PRIME_FACTS),),
        approval=approval,
        void=void,
    )


def prime(approval: Approval | None = None, void: Void | None = None) -> RulingView:
    """An UPDATE of what clients had before."""
    return RulingView(
        "changelog/003-primes.sql",
        5,
        PRIME,
        " ".join(PRIME_TEXT.partition("\n")[2].split()),
        "UPDATE",
        False,
        "announce",
        "guard.announce_update",
        _PRIME_FACTS,
        PRIME_TEXT,
        approval,
        void,
    )


SETTINGS: dict[str, Any] = {
    "version": 1,
    "language": "fr",
    "theme": "light",
    "author": "Nadia Benali",
    "author_email": "nadia@example.com",
    "central": {
        "dsn": "central.example.com:1521/CENTRAL",
        "main": {"name": "MAIN", "user": "ORASSUIT", "application": 100},
        "developers": [
            {"name": "Ahmed", "user": "ORASSUIT_DEV1", "application": 101},
            {"name": "Sara", "user": "ORASSUIT_DEV2", "application": 102},
        ],
    },
    "clients": [
        {
            "id": "maroc",
            "name": "A Maroc",
            "dsn": "maroc.example.com:1521/MAROC",
            "application": 210,
            "workspace": "ORASSUIT_MA",
            "ring": 1,
            "id_offset": 500000,
        },
        {
            "id": "france",
            "name": "B France",
            "dsn": "france.example.com:1521/FRANCE",
            "application": 220,
            "workspace": "ORASSUIT_FR",
            "ring": 2,
            "id_offset": 600000,
        },
        {
            "id": "tunisie",
            "name": "C Tunisie",
            "dsn": "tunisie.example.com:1521/TUNISIE",
            "application": 230,
            "workspace": "ORASSUIT_TN",
            "ring": 2,
            "id_offset": 700000,
        },
    ],
}
