"""The business rows of one server: realistic, and the same for the same seed.

``tables(country, counts, seed)`` is pure: no clock, no global random state. The rows respect every
constraint of the schema (keys, foreign keys, checks), and mix the values that make content
fingerprints hard: nulls, accents, decimals with and without fraction, CLOB, RAW, timestamps.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from app.lab.world import names
from app.lab.world.names import Country

Row = tuple[Any, ...]
TODAY: Final = datetime(2024, 11, 30)

_CONTRACT_STATES: Final = ("ACTIF",) * 8 + ("SUSPENDU", "RESILIE", "ECHU")
_CLAIM_STATES: Final = ("DECLARE", "EXPERTISE", "ACCEPTE", "REGLE", "REGLE", "REFUSE")
_PAYMENT: Final = ("VIR", "PRE", "CHQ", "ESP", "CB")


@dataclass(frozen=True)
class Counts:
    """How many rows each big table gets."""

    agences: int
    clients: int
    contrats: int
    polices: int
    sinistres: int
    primes: int
    journal: int = 60


@dataclass(frozen=True)
class Table:
    """Rows for one INSERT: ``rows`` have the order of ``columns``."""

    name: str
    columns: tuple[str, ...]
    rows: list[Row]


def _plain(text: str) -> str:
    """A name as it stands in a mail address."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return "".join(c if c.isalnum() else "-" for c in bare.lower())


def _money(rng: random.Random, low: int, high: int) -> Decimal:
    """An amount; one in four has no cents, as real tariffs do."""
    cents = 0 if rng.random() < 0.25 else rng.randrange(100)
    return Decimal(rng.randrange(low, high)) + Decimal(cents) / 100


def _day(rng: random.Random, first: datetime, last: datetime) -> datetime:
    return first + timedelta(days=rng.randrange((last - first).days + 1))


def _agences(country: Country, n: int, rng: random.Random) -> Iterator[Row]:
    for i in range(1, n + 1):
        town, code = country.towns[(i - 1) % len(country.towns)]
        street = f"{rng.randrange(1, 180)}, {rng.choice(country.streets)}, {code} {town}"
        short = _plain(town).replace("-", "")[:3].upper()
        suffix = "" if i <= len(country.towns) else f" {(i - 1) // len(country.towns) + 1}"
        yield (
            i, f"{short}{i:02d}", f"Agence {town}{suffix}", town, street,
            f"{country.phone[:4]}5 {rng.randrange(10**7, 10**8)}",
            _day(rng, datetime(1998, 1, 1), datetime(2022, 1, 1)), "N" if i == n else "O",
        )  # fmt: skip


def _clients(country: Country, n: int, rng: random.Random) -> Iterator[Row]:
    for i in range(1, n + 1):
        woman = rng.random() < 0.5
        first = rng.choice(country.women if woman else country.men)
        family = rng.choice(country.family)
        town, code = rng.choice(country.towns)
        mail = f"{_plain(first)}.{_plain(family)}{i}@{country.domain}"
        yield (
            i, f"CL-{i:06d}", "Mme" if woman else "M.", family, first,
            _day(rng, datetime(1945, 1, 1), datetime(2004, 12, 31)),
            f"{country.identity}{rng.randrange(10**6, 10**7)}",
            mail if rng.random() < 0.8 else None,
            f"{country.phone}{rng.randrange(10**7, 10**8)}",
            f"{rng.randrange(1, 250)}, {rng.choice(country.streets)}", town, code,
            rng.choice(names.TRADES) if rng.random() < 0.9 else None,
            _day(rng, datetime(2016, 1, 1), datetime(2024, 10, 31)),
        )  # fmt: skip


def _produits() -> Iterator[Row]:
    for i, (code, label, branch, rate, base) in enumerate(names.PRODUCTS, 1):
        terms = "\n".join(
            f"Article {a}. Garantie « {label} », clause {a} des conditions générales."
            for a in range(1, 4 + i)
        )
        yield (i, code, label, branch, Decimal(rate), Decimal(base), terms)


def _contrats(counts: Counts, rng: random.Random) -> Iterator[Row]:
    for i in range(1, counts.contrats + 1):
        start = _day(rng, datetime(2019, 1, 1), datetime(2024, 11, 1))
        note = "Reprise du portefeuille de l'ancien assureur." if rng.random() < 0.12 else None
        made = start - timedelta(days=rng.randrange(1, 20), seconds=rng.randrange(86400))
        yield (
            i, f"CT-{start.year}-{i:06d}", rng.randrange(1, counts.clients + 1),
            rng.randrange(1, counts.agences + 1), rng.randrange(1, len(names.PRODUCTS) + 1),
            start, start + timedelta(days=365) if rng.random() < 0.9 else None,
            _money(rng, 400, 18000), rng.choice("AASTM"), rng.choice(_CONTRACT_STATES), note,
            made + timedelta(microseconds=rng.randrange(10**6)), rng.choice(("KARIM", "ORASSUIT")),
        )  # fmt: skip


def _polices(counts: Counts, contrats: list[Row], rng: random.Random) -> Iterator[Row]:
    for i in range(1, counts.polices + 1):
        contrat = contrats[(i - 1) % len(contrats)]
        branch = names.PRODUCTS[contrat[4] - 1][2]
        if branch == "AUTO":
            what = f"{rng.choice(names.CARS)} {rng.randrange(10000, 99999)}-{rng.choice('ABDH')}-6"
        elif branch == "HABITATION":
            what = f"Logement de {rng.randrange(28, 240)} m², étage {rng.randrange(0, 9)}"
        else:
            what = f"Garantie {branch.lower()} n° {i}"
        yield (
            i, f"PO-{contrat[5].year}-{i:06d}", contrat[0], branch, what,
            _money(rng, 20000, 900000), _money(rng, 300, 5000) if branch != "VIE" else None,
            contrat[5], contrat[6], contrat[9],
        )  # fmt: skip


def _sinistres(
    country: Country, counts: Counts, polices: list[Row], rng: random.Random
) -> Iterator[Row]:
    for i in range(1, counts.sinistres + 1):
        police = rng.choice(polices)
        nature, story = rng.choice(names.CLAIMS[police[3]])
        happened = _day(rng, police[7], max(police[7], TODAY - timedelta(days=3)))
        told = happened + timedelta(days=rng.randrange(0, 6)) if rng.random() < 0.95 else None
        state = rng.choice(_CLAIM_STATES)
        estimate = _money(rng, 500, 60000) if state != "DECLARE" else None
        paid = (estimate * Decimal("0.8")).quantize(Decimal("0.01")) if estimate else None
        yield (
            i, f"SI-{happened.year}-{i:05d}", police[0], nature, happened, told,
            rng.choice(country.towns)[0], story, rng.choice((1, 1, 2, 2, 3, 4)),
            rng.choice(names.EXPERTS) if state != "DECLARE" else None,
            estimate, paid if state == "REGLE" else None, state,
        )  # fmt: skip


def _primes(counts: Counts, contrats: list[Row], tax: str, rng: random.Random) -> Iterator[Row]:
    for i in range(1, counts.primes + 1):
        contrat = contrats[(i * 7) % len(contrats)]
        due = contrat[5] + timedelta(days=90 * ((i * 7) // len(contrats) % 4))
        part = (contrat[7] / {"A": 1, "S": 2, "T": 4, "M": 12}[contrat[8]]).quantize(
            Decimal("0.01")
        )
        paid = due < TODAY and rng.random() < 0.86
        yield (
            i, contrat[0], due, part, (part * Decimal(tax) / 100).quantize(Decimal("0.01")),
            "O" if paid else "N", due + timedelta(days=rng.randrange(0, 25)) if paid else None,
            rng.choice(_PAYMENT) if paid else None,
        )  # fmt: skip


def _journal(n: int, rng: random.Random) -> Iterator[Row]:
    for i in range(1, n + 1):
        when = TODAY - timedelta(minutes=37 * (n - i), microseconds=rng.randrange(10**6))
        page = rng.choice((10, 11, 20, 21, 30, 31, 40))
        yield (i, when, "ORASSUIT", page, f"Consultation de la page {page}", rng.randbytes(16))


_COLUMNS: Final = {
    "AGENCES": "ID_AGENCE CODE NOM VILLE ADRESSE TELEPHONE DATE_OUVERTURE ACTIVE",
    "CLIENTS": "ID_CLIENT NUMERO CIVILITE NOM PRENOM DATE_NAISSANCE PIECE_IDENTITE EMAIL "
    "TELEPHONE ADRESSE VILLE CODE_POSTAL PROFESSION DATE_CREATION",
    "PRODUITS": "ID_PRODUIT CODE LIBELLE BRANCHE TAUX PRIME_BASE CONDITIONS",
    "CONTRATS": "ID_CONTRAT NUMERO ID_CLIENT ID_AGENCE ID_PRODUIT DATE_EFFET DATE_ECHEANCE "
    "MONTANT_PRIME FRACTIONNEMENT STATUT COMMENTAIRE CREE_LE CREE_PAR",
    "POLICES": "ID_POLICE NUMERO ID_CONTRAT TYPE_RISQUE OBJET_ASSURE CAPITAL_ASSURE FRANCHISE "
    "DATE_DEBUT DATE_FIN STATUT",
    "SINISTRES": "ID_SINISTRE NUMERO ID_POLICE NATURE DATE_SURVENANCE DATE_DECLARATION LIEU "
    "DESCRIPTION GRAVITE EXPERT MONTANT_ESTIME MONTANT_REGLE STATUT",
    "PRIMES": "ID_PRIME ID_CONTRAT ECHEANCE MONTANT TAXE PAYE DATE_PAIEMENT MODE_PAIEMENT",
    "PARAMETRES": "CODE LIBELLE VALEUR TYPE_VALEUR MODIFIE_LE",
    "JOURNAL": "ID_JOURNAL QUAND UTILISATEUR PAGE DETAIL EMPREINTE",
}


def tables(country: Country, counts: Counts, seed: int) -> list[Table]:
    """All rows of one server, in an order in which foreign keys hold."""

    def rng(name: str) -> random.Random:
        return random.Random(f"{seed}/{country.currency}/{counts.contrats}/{name}")

    contrats = list(_contrats(counts, rng("contrats")))
    polices = list(_polices(counts, contrats, rng("polices")))
    currency = ("DEVISE", "Devise du portefeuille", country.currency, "TEXTE", TODAY)
    rows: dict[str, list[Row]] = {
        "AGENCES": list(_agences(country, counts.agences, rng("agences"))),
        "CLIENTS": list(_clients(country, counts.clients, rng("clients"))),
        "PRODUITS": list(_produits()),
        "CONTRATS": contrats,
        "POLICES": polices,
        "SINISTRES": list(_sinistres(country, counts, polices, rng("sinistres"))),
        "PRIMES": list(_primes(counts, contrats, country.tax, rng("primes"))),
        "PARAMETRES": [currency],
        "JOURNAL": list(_journal(counts.journal, rng("journal"))),
    }
    return [Table(name, tuple(_COLUMNS[name].split()), rows[name]) for name in rows]
