"""The row of a changeset whose data is open goes with it, whatever the next one meets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from app.changelog import update
from app.errors import OracleError
from app.oracle import Schema, TableShape
from app.rollout.bracket import Bracket
from app.rollout.model import Fingerprint, TableFingerprint
from app.together import Piece
from tests.changelog.memory import Database, Journal, Session, Table, changelog, ora

TEXT = """
--changeset k:1
INSERT INTO NEUF VALUES (1, 2);
--changeset k:2
UPDATE CONTRATS SET CANAL = 'A' WHERE CANAL IS NULL;
"""
SCHEMA = Schema({"CONTRATS": TableShape({"CANAL": "VARCHAR2(30)"})}, {})
BROKEN = ora(1555, "snapshot too old")
LOOK = Piece("SELECT '0 0' x FROM CONTRATS", rows=1)
LATE = OracleError("oracle.timeout", ora=0, target="x", detail="DPY-4024", statement="")


class Looking(Session):
    """``error`` is what becomes of what goes in one round trip with the looks."""

    error: OracleError
    tried = 0

    def together(self, pieces: Sequence[Piece], *given: Any) -> Any:
        if LOOK not in pieces:
            return super().together(pieces, *given)
        self.tried += 1
        raise self.error


class Reader:
    """The client's code, which cannot be read at first."""

    def __init__(self, *errors: OracleError) -> None:
        self.errors = list(errors)

    def __call__(self, *given: Any) -> Any:
        if self.errors:
            raise self.errors.pop(0)
        return SimpleNamespace(leads=lambda tables: SimpleNamespace(alone=True, tables=()))


def bracket(session: Any, rows: int = 0, **ports: Any) -> Any:
    def broken(*given: Any) -> Any:
        raise BROKEN

    asked = {"schema": lambda *given: SCHEMA, "read_code": Reader(), "looks": lambda *given: None}
    before = (TableFingerprint("CONTRATS", rows, {}, ("CANAL",), ""),)
    context: Any = SimpleNamespace(
        business=session,
        ports=SimpleNamespace(**{**asked, "measure": broken, **ports}),
        state=SimpleNamespace(before=Fingerprint(datetime.now(UTC), before, ""), effects=()),
        target=SimpleNamespace(lobs="full", name="x"),
        log=SimpleNamespace(append=lambda *given, **facts: None),
        told=dict,
        learn=lambda **facts: None,
    )
    session.spec = SimpleNamespace(schema="X")
    return Bracket(context)


@pytest.fixture
def database() -> Database:
    found = Database()
    found.data.tables |= {"CONTRATS": Table({"CANAL": "Y"}), "NEUF": Table({"A": "Y", "B": "Y"})}
    return found


def run(session: Session, journal: Journal, text: str = TEXT, **options: Any) -> OracleError:
    """The error by which it ends."""
    whole = changelog(text)
    keys = {c.key for c in whole.changesets}
    around, state = bracket(session, **options), dict(journal.state) or None
    with pytest.raises(OracleError) as caught:
        update(session, whole, journal, lambda: False, state, around=around, announced=keys)
    return caught.value


def kept(database: Database) -> tuple[int, list[str]]:
    return database.data.tables["NEUF"].rows, [row["p_id"] for row in database.data.log]


def looking(database: Database, error: OracleError) -> Looking:
    session = Looking(database, lambda what: None)
    session.error = error
    return session


def looks(*given: Any) -> tuple[Piece, ...]:
    return (LOOK,)


def test_what_is_tried_again_does_not_take_the_data_before_it(database: Database) -> None:
    reads = Reader(ora(8176, "consistent read failure"))
    assert run(database.session(), Journal(), read_code=reads) is BROKEN
    assert kept(database) == (1, ["1"]), "both or neither"


def test_what_the_database_cannot_compile_goes_one_by_one(database: Database) -> None:
    """Nothing of it ran: the row is still due, and the statement was not sent."""
    journal = Journal()
    session = looking(database, ora(6550, "PL/SQL: ORA-00942"))
    assert run(session, journal, looks=looks) is BROKEN
    assert session.tried == 1
    assert kept(database) == (1, ["1"])
    assert [e[1:3] for e in journal.events if e[0] == "unsent"] == [("changelog/one.sql::2::k", 1)]
    assert not [place for place, state in journal.state.items() if state == "intent"]


ALONE = TEXT[TEXT.index("--changeset k:2") :]


def test_what_is_not_ready_in_time_goes_one_by_one(database: Database) -> None:
    session = looking(database, LATE)
    assert run(session, Journal(), ALONE, looks=looks) is BROKEN
    assert session.tried == 1


def test_what_was_not_ready_in_time_goes_one_by_one_when_resumed(database: Database) -> None:
    """The row of the one before may have gone with it, so the first run ends there."""
    journal = Journal()
    assert run(looking(database, LATE), journal, looks=looks) is LATE
    again = looking(database, LATE)
    journal.state = {("changelog/one.sql::2::k", 1): "intent"}
    assert run(again, journal, ALONE, looks=looks) is BROKEN
    assert again.tried == 0


@pytest.mark.parametrize(("rows", "tried"), [(200_000, 1), (200_001, 0)])
def test_large_tables_are_looked_at_one_by_one(database: Database, rows: int, tried: int) -> None:
    session = looking(database, LATE)
    assert run(session, Journal(), ALONE, looks=looks, rows=rows) is BROKEN
    assert session.tried == tried


def test_long_data_goes_one_by_one(database: Database) -> None:
    text = ALONE + ALONE.partition("\n")[2] * 60
    session = looking(database, LATE)
    assert run(session, Journal(), text, looks=looks) is BROKEN
    assert session.tried == 0
