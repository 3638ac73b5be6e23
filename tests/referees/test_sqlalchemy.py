"""SQLAlchemy's Oracle dialect, which shares no code with ours, in both profiles."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from app.lab.wire.server import LabServer
from tests.lab.wire.conftest import PASSWORD
from tests.referees import run, site

SEEN = {
    "sqlalchemy": "2.1.9",
    "returning": [1, "Anne"],
    "values": ["2000-01-02", "2020-01-02 03:04:05", "12.3", 1.5],
    "clob first": [["text", "12.3", 1], ["long", "-0.01", 2], [None, "3", 3]],
    "clob between": [["12.3", "text", 1], ["-0.01", "long", 2], ["3", None, 3]],
    "clob last": [[1, "12.3", "text"], [2, "-0.01", "long"], [3, "3", None]],
    "clob and blob": [
        [1, "text", "b'\\x00\\xff'", "12.3"],
        [2, "long", None, "-0.01"],
        [3, None, None, "3"],
    ],
    "page": "Bilal",
    "join": ["Anne", "Fès"],
    "union": 4,
    "unique": "ORA-00001",
    "tables": ["people", "places", "t"],
    "views": [],
    "types": {
        "id": "INTEGER()", "name": "VARCHAR(length=40)", "born": "DATE()", "seen": "DATE()",
        "pay": "NUMBER(precision=10, scale=2, asdecimal=True)", "note": "CLOB()", "face": "BLOB()",
        "rate": "DOUBLE_PRECISION()",
    },
    "identity": {"always": False, "start": 1, "increment": 1},
    "key": ["id"],
    "foreign": [["fk_places", ["person"], "people", ["id"]]],
    "indexes": [["ix_places_person", ["person"]]],
    "unique keys": [["name"]],
    "checks": ["ck_places"],
    "comment": {"text": None},
    "reflected": {
        "people": ["born", "face", "id", "name", "note", "pay", "rate", "seen"],
        "places": ["id", "person", "town"],
        "t": ["b", "c", "d", "f", "m", "n", "r", "ts", "v"],
    },
    "left": ["t"],
}  # fmt: skip


def test_sqlalchemy_writes_reads_and_reflects(server: LabServer) -> None:
    client = str(Path(__file__).with_name("alchemist.py"))
    path = os.pathsep.join(map(str, (site(), *sys.path)))
    done = run(
        [sys.executable, client, str(server.port)], 120,
        LAB_PASSWORD=PASSWORD, PYTHONPATH=path, PYTHONUTF8="1",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = (line.split("\t", 1) for line in done.stdout.splitlines())
    seen = {name: json.loads(value) for name, value in told}
    assert seen.pop("server") == int(server.profile.name[:2])
    assert {k: v for k, v in seen.items() if v != SEEN.get(k)} == {}
    assert seen.keys() == SEEN.keys()
