"""People at work at a client: inserts, updates and deletes through its packages, at a rate, seeded.

``acts`` is pure: what one person does, in order, for a seed. ``Workload`` lets several people do it
at once, each with a session and a transaction for each act, and counts what came of it. An audit
trigger of ``equip`` writes a row for each contract and claim that they change.
"""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Final, Protocol, Self

from app.lab.backend import Bind, OraError, OraType
from app.lab.sql.database import Database
from app.lab.world.data import TODAY, Counts
from app.lab.world.servers import BLACK_BOX, PARSING

AUDIT: Final = (
    "CREATE TABLE AUDIT_TRAVAIL (ID_AUDIT NUMBER(12) NOT NULL, QUAND TIMESTAMP DEFAULT SYSTIMESTAMP,"
    " QUI VARCHAR2(30), OBJET VARCHAR2(30), CLE NUMBER(12), ACTION VARCHAR2(1),"
    " CONSTRAINT AUDIT_TRAVAIL_PK PRIMARY KEY (ID_AUDIT))",
    "CREATE SEQUENCE SEQ_AUDIT_TRAVAIL START WITH 1 INCREMENT BY 1 NOCACHE",
)
_TRIGGER: Final = """CREATE OR REPLACE TRIGGER {table}_AUDIT
AFTER INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW
DECLARE
  l_action VARCHAR2(1) := 'U';
BEGIN
  IF INSERTING THEN
    l_action := 'I';
  ELSIF DELETING THEN
    l_action := 'D';
  END IF;
  INSERT INTO audit_travail (id_audit, qui, objet, cle, action)
  VALUES (seq_audit_travail.NEXTVAL, USER, '{table}', NVL(:NEW.{key}, :OLD.{key}), l_action);
END;"""
AUDITED: Final = {"CONTRATS": "ID_CONTRAT", "SINISTRES": "ID_SINISTRE"}


@dataclass(frozen=True)
class Act:
    """One transaction: who does it, what kind it is, its statement and values by name."""

    kind: str
    user: str
    sql: str
    values: Mapping[str, Any]


def acts(counts: Counts, seed: int, person: int) -> Iterator[Act]:
    """What a person does, without end; the same for the same seed. ``counts``: the rows that the
    client began with, whose keys are 1 to n."""
    rng = random.Random(f"{seed}/{counts.contrats}/{person}")
    made = _MAKERS
    names, weights = list(made), [w for _, w in made.values()]
    number = 0
    while True:
        number += 1
        name = rng.choices(names, weights)[0]
        make = made[name][0]
        user, sql, values = make(rng, counts, f"{person:03d}-{number:06d}")
        yield Act(name, user, sql, values)


Made = tuple[str, str, dict[str, Any]]


def _contract(rng: random.Random, counts: Counts, mark: str) -> Made:
    start = TODAY + timedelta(days=rng.randrange(1, 200))
    return PARSING, (
        "begin orassadm.pkg_contrats.enregistrer(p_action => 'CREATE', p_id_contrat => null,"
        " p_numero => :numero, p_id_client => :client, p_id_agence => :agence, p_id_produit => 1,"
        " p_date_effet => :effet, p_date_echeance => :echeance, p_montant_prime => :montant,"
        " p_fractionnement => 'A', p_statut => 'ACTIF', p_commentaire => null);"
        " orassadm.pkg_journal.tracer(11, :detail); end;"
    ), {
        "numero": f"CT-W-{mark}", "client": rng.randrange(1, counts.clients + 1),
        "agence": rng.randrange(1, counts.agences + 1), "effet": start,
        "echeance": start + timedelta(days=365), "montant": rng.randrange(40_000, 900_000) / 100,
        "detail": f"Contrat CT-W-{mark}",
    }  # fmt: skip


def _amount(rng: random.Random, counts: Counts, mark: str) -> Made:
    return BLACK_BOX, (
        "update contrats set montant_prime = round(montant_prime * :taux, 2), commentaire = :note"
        " where id_contrat = :id"
    ), {
        "taux": rng.choice((0.97, 1.02, 1.05)), "note": f"Révision {mark}",
        "id": rng.randrange(1, counts.contrats + 1),
    }  # fmt: skip


def _cancel(rng: random.Random, counts: Counts, mark: str) -> Made:
    sql = (
        "begin orassadm.pkg_contrats.resilier(p_id_contrat => :id);"
        " orassadm.pkg_journal.tracer(10, :detail); end;"
    )
    number = rng.randrange(1, counts.contrats + 1)
    return PARSING, sql, {"id": number, "detail": f"Résiliation {number} {mark}"}


def _payment(rng: random.Random, counts: Counts, mark: str) -> Made:
    sql = "begin orassadm.pkg_primes.encaisser(:id, 'O', :quand, :mode_paiement); end;"
    return PARSING, sql, {
        "id": rng.randrange(1, counts.primes + 1), "quand": _moment(rng),
        "mode_paiement": rng.choice(("VIR", "PRE", "CHQ", "ESP", "CB")),
    }  # fmt: skip


def _claim(rng: random.Random, counts: Counts, mark: str) -> Made:
    sql = (
        "begin orassadm.pkg_sinistres.enregistrer(p_action => 'CREATE', p_id_sinistre => null,"
        " p_numero => :numero, p_id_police => :police, p_nature => 'DEGAT_EAUX',"
        " p_date_survenance => :quand, p_date_declaration => :quand, p_lieu => 'Travail',"
        " p_description => :texte, p_gravite => :gravite, p_expert => null,"
        " p_montant_estime => :montant, p_montant_regle => null, p_statut => 'DECLARE'); end;"
    )
    return PARSING, sql, {
        "numero": f"SI-W-{mark}", "police": rng.randrange(1, counts.polices + 1),
        "quand": _moment(rng), "texte": f"Déclaré au guichet, dossier {mark}",
        "gravite": rng.randrange(1, 5), "montant": rng.randrange(50_000, 900_000) / 100,
    }  # fmt: skip


def _phone(rng: random.Random, counts: Counts, mark: str) -> Made:
    sql = "update clients set telephone = :telephone, email = :email where id_client = :id"
    return BLACK_BOX, sql, {
        "telephone": f"+000 {rng.randrange(10**7, 10**8)}", "email": f"w{mark}@exemple.invalid",
        "id": rng.randrange(1, counts.clients + 1),
    }  # fmt: skip


def _purge(rng: random.Random, counts: Counts, mark: str) -> Made:
    """The oldest traces go, as a nightly purge would do it."""
    sql = "delete from journal where id_journal = (select min(id_journal) from journal)"
    return BLACK_BOX, sql, {}


def _preference(rng: random.Random, counts: Counts, mark: str) -> Made:
    sql = "begin pkg_preferences.fixer(:qui, 'LIGNES_PAR_PAGE', :valeur); end;"
    return PARSING, sql, {"qui": f"P{mark[:3]}", "valeur": str(rng.choice((20, 50, 100)))}


def _moment(rng: random.Random) -> datetime:
    return TODAY - timedelta(days=rng.randrange(0, 20), seconds=rng.randrange(86_400))


_MAKERS: Final[dict[str, tuple[Callable[[random.Random, Counts, str], Made], int]]] = {
    "contract": (_contract, 4), "amount": (_amount, 4), "cancel": (_cancel, 1),
    "payment": (_payment, 4), "claim": (_claim, 2), "phone": (_phone, 2), "purge": (_purge, 1),
    "preference": (_preference, 2),
}  # fmt: skip


class DeskError(Exception):
    """An act or its session failed; ``code`` is the ORA number, 0 where there is none."""

    def __init__(self, code: int, text: str) -> None:
        self.code = code
        super().__init__(text)


class Desk(Protocol):
    """One person's session. Every method raises DeskError."""

    def run(self, sql: str, values: Mapping[str, Any]) -> None: ...
    def commit(self) -> None: ...
    def rollback(self) -> None: ...
    def close(self) -> None: ...


class OverWire:
    """A desk on a connection of a driver (any of the DB API), whose errors are ``error``."""

    def __init__(self, connect: Callable[[], Any], error: type[Exception]) -> None:
        self._error = error
        with self._told():
            self._connection = connect()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except self._error as error:
            code = getattr(error.args[0], "code", 0) if error.args else 0
            raise DeskError(code if isinstance(code, int) else 0, str(error)) from error

    def run(self, sql: str, values: Mapping[str, Any]) -> None:
        with self._told(), self._connection.cursor() as cursor:
            cursor.execute(sql, dict(values))

    def commit(self) -> None:
        with self._told():
            self._connection.commit()

    def rollback(self) -> None:
        with self._told():
            self._connection.rollback()

    def close(self) -> None:
        with self._told():
            self._connection.close()


class Inside:
    """A desk in the lab's own process."""

    def __init__(self, database: Database, user: str) -> None:
        self._session = database.log_on(user, "travail")
        self.close = self._session.close

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OraError as error:
            raise DeskError(error.code, error.text) from error

    def run(self, sql: str, values: Mapping[str, Any]) -> None:
        binds = [Bind(name.upper(), OraType.VARCHAR) for name in values]
        with self._told():
            self._session.execute(sql, binds, [list(values.values())] if values else [])

    def commit(self) -> None:
        with self._told():
            self._session.commit()

    def rollback(self) -> None:
        with self._told():
            self._session.rollback()


def equip(desk: Desk) -> None:
    """Give a client its audit table and triggers, as ORASSADM; a second time changes nothing."""
    for sql in AUDIT:
        try:
            desk.run(sql, {})
        except DeskError as error:
            if error.code != 955:
                raise
    for table, key in AUDITED.items():
        desk.run(_TRIGGER.format(table=table, key=key), {})


@dataclass
class Tally:
    """What came of the work: acts done by kind, and failed ones by ORA number."""

    done: Counter[str] = field(default_factory=Counter)
    failed: Counter[int] = field(default_factory=Counter)


class Workload:
    """``people`` at work until ``stop``, each ``rate`` acts a second on average.

    ``connect(user)`` gives a desk, or raises DeskError. With ``rate`` 0 nobody pauses. Whoever loses the session goes
    home: that is counted, and the others go on.
    """

    def __init__(
        self,
        connect: Callable[[str], Desk],
        counts: Counts,
        *,
        people: int = 3,
        rate: float = 2.0,
        seed: int = 1,
    ) -> None:
        self._connect, self._counts, self._rate, self._seed = connect, counts, rate, seed
        self._stop, self._lock = threading.Event(), threading.Lock()
        self._threads = [
            threading.Thread(target=self._work, args=(n,), name=f"person {n}", daemon=True)
            for n in range(1, people + 1)
        ]
        self.tally = Tally()

    def start(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def stop(self) -> Tally:
        """Everybody ends the act that is under way, and goes home."""
        self._stop.set()
        for thread in self._threads:
            thread.join()
        return self.tally

    @property
    def at_work(self) -> int:
        """How many have not gone home."""
        return sum(t.is_alive() for t in self._threads)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _work(self, person: int) -> None:
        pauses = random.Random(f"{self._seed}/pauses/{person}")
        desks: dict[str, Desk] = {}
        try:
            for act in acts(self._counts, self._seed, person):
                pause = pauses.expovariate(self._rate) if self._rate else 0.0
                if self._stop.wait(pause):
                    return
                if act.user not in desks:
                    desks[act.user] = self._connect(act.user)
                if not self._one(desks[act.user], act):
                    return
        except DeskError as error:  # nobody lets this person in
            self._failed(error)
        finally:
            for desk in desks.values():
                try:
                    desk.close()
                except DeskError as error:  # the server is gone, and took the session along
                    self._failed(error)

    def _one(self, desk: Desk, act: Act) -> bool:
        """Do it and commit; whether the person still has a session."""
        try:
            desk.run(act.sql, act.values)
            desk.commit()
        except DeskError as error:
            self._failed(error)
            try:
                desk.rollback()
            except DeskError as lost:
                self._failed(lost)
                return False
            return True
        with self._lock:
            self.tally.done[act.kind] += 1
        return True

    def _failed(self, error: DeskError) -> None:
        with self._lock:
            self.tally.failed[error.code] += 1
