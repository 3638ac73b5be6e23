"""The row of a changeset whose data is open goes with it, whatever the next one meets."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from app.changelog import update
from app.errors import OracleError
from app.oracle import Schema, TableShape
from app.rollout.bracket import Bracket
from tests.changelog.memory import Database, Journal, Session, Table, changelog, ora

TEXT = """
--changeset k:1
INSERT INTO NEUF VALUES (1, 2);
--changeset k:2
UPDATE CONTRATS SET CANAL = 'A' WHERE CANAL IS NULL;
"""
SCHEMA = Schema({"CONTRATS": TableShape({"CANAL": "VARCHAR2(30)"})}, {})
BROKEN = ora(1555, "snapshot too old")


class Reader:
    """The client's code, which cannot be read at first."""

    def __init__(self, *errors: OracleError) -> None:
        self.errors = list(errors)

    def __call__(self, *given: Any) -> Any:
        if self.errors:
            raise self.errors.pop(0)
        return SimpleNamespace(leads=lambda tables: SimpleNamespace(alone=True, tables=()))


def bracket(session: Any, **ports: Any) -> Any:
    def broken(*given: Any) -> Any:
        raise BROKEN

    asked = {"schema": lambda *given: SCHEMA, "read_code": Reader(), "looks": lambda *given: None}
    context: Any = SimpleNamespace(
        business=session,
        ports=SimpleNamespace(**{**asked, "measure": broken, **ports}),
        state=SimpleNamespace(before=None, effects=()),
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


def run(session: Session, journal: Journal, **ports: Any) -> None:
    whole = changelog(TEXT)
    keys = {c.key for c in whole.changesets}
    around = bracket(session, **ports)
    update(session, whole, journal, lambda: False, around=around, announced=keys)


def kept(database: Database) -> tuple[int, list[str]]:
    return database.data.tables["NEUF"].rows, [row["p_id"] for row in database.data.log]


def test_what_is_tried_again_does_not_take_the_data_before_it(database: Database) -> None:
    reads = Reader(ora(8176, "consistent read failure"))
    with pytest.raises(OracleError) as caught:
        run(database.session(), Journal(), read_code=reads)
    assert caught.value.ora == BROKEN.ora
    assert kept(database) == (1, ["1"]), "both or neither"
