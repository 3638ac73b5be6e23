"""The generated rows: exact counts, the same for the same seed, and sound keys."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from app.lab.world import data, servers

KEYS = {
    "AGENCES": "ID_AGENCE",
    "CLIENTS": "ID_CLIENT",
    "PRODUITS": "ID_PRODUIT",
    "CONTRATS": "ID_CONTRAT",
    "POLICES": "ID_POLICE",
    "SINISTRES": "ID_SINISTRE",
    "PRIMES": "ID_PRIME",
    "PARAMETRES": "CODE",
    "JOURNAL": "ID_JOURNAL",
}
REFERENCES = [
    ("CONTRATS", "ID_CLIENT", "CLIENTS"),
    ("CONTRATS", "ID_AGENCE", "AGENCES"),
    ("CONTRATS", "ID_PRODUIT", "PRODUITS"),
    ("POLICES", "ID_CONTRAT", "CONTRATS"),
    ("SINISTRES", "ID_POLICE", "POLICES"),
    ("PRIMES", "ID_CONTRAT", "CONTRATS"),
]


def made(name, seed=20241130):
    server = servers.server(name)
    return {t.name: t for t in data.tables(server.country, server.counts, seed)}


def column(table, name):
    at = table.columns.index(name)
    return [row[at] for row in table.rows]


@pytest.mark.parametrize(
    ("server", "table", "count"),
    [("MAROC", "CONTRATS", 450), ("FRANCE", "POLICES", 12000), ("TUNISIE", "SINISTRES", 800)],
)
def test_the_counts_that_everyone_knows(server, table, count):
    tables = made(server)
    assert len(tables[table].rows) == count
    assert all(len(t.rows) < count for t in tables.values() if t.name != table)


@pytest.mark.parametrize("server", [s.name for s in servers.SERVERS])
def test_keys_and_references(server):
    tables = made(server)
    for name, key in KEYS.items():
        values = column(tables[name], key)
        assert len(set(values)) == len(values), name
    for child, reference, parent in REFERENCES:
        known = set(column(tables[parent], KEYS[parent]))
        assert set(column(tables[child], reference)) <= known, (child, reference)
    for name in ("AGENCES", "PRODUITS"):
        codes = column(tables[name], "CODE")
        assert len(set(codes)) == len(codes)


def test_same_seed_same_rows():
    assert made("MAROC") == made("MAROC")
    assert made("MAROC") != made("MAROC", seed=1)


def test_servers_differ():
    assert made("MAROC")["CLIENTS"] != made("TUNISIE")["CLIENTS"]


def test_values_that_are_hard_to_carry():
    tables = made("MAROC")
    assert any(v is None for v in column(tables["CLIENTS"], "EMAIL"))
    assert any(not v.isascii() for v in column(tables["CLIENTS"], "NOM"))
    amounts = column(tables["CONTRATS"], "MONTANT_PRIME")
    assert all(isinstance(v, Decimal) for v in amounts)
    assert any(v == v.to_integral_value() for v in amounts)
    assert any(v != v.to_integral_value() for v in amounts)
    assert any(v.microsecond for v in column(tables["CONTRATS"], "CREE_LE"))
    assert all(len(v) == 16 for v in column(tables["JOURNAL"], "EMPREINTE"))
    assert any("\n" in v for v in column(tables["PRODUITS"], "CONDITIONS"))


def test_no_row_is_from_the_future():
    for table in made("FRANCE").values():
        for name in ("CREE_LE", "DATE_SURVENANCE", "QUAND"):
            if name in table.columns:
                assert max(column(table, name)) <= datetime(2024, 11, 30, 23, 59)


def test_names_fit_their_columns():
    for server in servers.SERVERS:
        tables = made(server.name)
        assert max(len(v) for v in column(tables["AGENCES"], "CODE")) <= 10
        assert max(len(v) for v in column(tables["CLIENTS"], "EMAIL") if v) <= 120
        assert max(len(v) for v in column(tables["POLICES"], "OBJET_ASSURE")) <= 200
