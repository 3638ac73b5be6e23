"""Django's Oracle backend reads the lab's dictionary as ``inspectdb`` reads Oracle's."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from app.lab.wire.server import LabServer
from tests.lab.wire.conftest import PASSWORD
from tests.referees import run, site

SEEN = {
    "django": "5.2.19",
    "tables": [
        ["contrats", "t", "Les contrats"],
        ["en_cours", "v", None],
        ["pays", "t", None],
        ["t", "t", None],
    ],
    "key": ["id"],
    "relations": {"pays": ["code", "pays"]},
    "constraints": {
        "pk_contrats": [["id"], None],
        "uk_numero": [["numero"], None],
        "fk_pays": [["pays"], ["pays", "code"]],
        "ix_pays": [["pays", "debut"], None],
    },
    "checks": [["numero"]],
    "orders": ["ASC", "ASC"],
    "identity": [["contrats", "id"]],
    "models": [
        "class Pays(models.Model):",
        "code = models.CharField(primary_key=True, max_length=3)",
        "nom = models.CharField(max_length=60)",
        "managed = False",
        "db_table = 'pays'",
        "class Contrats(models.Model):",
        "numero = models.CharField(unique=True, max_length=20)",
        "pays = models.ForeignKey(Pays, models.DO_NOTHING, db_column='pays', blank=True,"
        " null=True)",
        "prime = models.DecimalField(max_digits=12, decimal_places=2, blank=True, null=True,"
        " db_comment='par an')",
        "actif = models.BooleanField(blank=True, null=True)",
        "debut = models.DateField(blank=True, null=True)",
        "vu = models.DateTimeField(blank=True, null=True)",
        "note = models.TextField(blank=True, null=True)",
        "photo = models.BinaryField(blank=True, null=True)",
        "canal = models.CharField(max_length=3, blank=True, null=True)",
        "managed = False",
        "db_table = 'contrats'",
        "db_table_comment = 'Les contrats'",
    ],
}


def test_django_inspects_tables_that_it_did_not_make(server: LabServer) -> None:
    client = str(Path(__file__).with_name("djangoist.py"))
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
