"""Definitions that go to a client together: which ones, and what is noted of them."""

from __future__ import annotations

from typing import Any

import pytest

from app.changelog import ROW, parse_changelog, update
from app.changelog.run.batch import batch_of, not_begun
from app.changelog.run.status import ChangesetStatus
from app.changelog.run.watch import Progress
from app.errors import ChangelogError, OracleError
from app.together import Piece
from tests.changelog.memory import Database, Journal, Session, Table, changelog, ora

MANY = """
--changeset k:1
ALTER TABLE CONTRATS ADD (A NUMBER);
ALTER TABLE CONTRATS ADD (B NUMBER);
--changeset k:2
ALTER TABLE POLICES ADD (A NUMBER);
COMMENT ON COLUMN POLICES.A IS 'x';
--changeset k:3
CREATE INDEX I ON CONTRATS (A);
"""


def together(*changesets: str) -> list[int]:
    """How many changesets go in each block, those that go alone as 0."""
    text = "--liquibase formatted sql\n"
    for number, sql in enumerate(changesets):
        head, _, body = sql.rpartition("|")
        text += f"--changeset k:{number} {head}\n{body}\n"
    left = [
        ChangesetStatus(c, "pending") for c in parse_changelog({"a.sql": text.encode()}).changesets
    ]
    found = []
    while left:
        count = len(batch_of(left, lambda entry: True).changesets)
        found.append(count)
        left = left[max(count, 1) :]
    return found


@pytest.mark.parametrize(
    ("changesets", "blocks"),
    [
        (("ALTER TABLE T ADD (A NUMBER);", "ALTER TABLE T ADD (B NUMBER);"), [2]),
        (("ALTER TABLE T ADD (A NUMBER);", "ALTER TABLE U ADD (A NUMBER);"), [2]),
        (("ALTER TABLE T ADD (A NUMBER);", "COMMENT ON COLUMN T.A IS 'x';"), [2]),
        # Two that make one thing: after a crash nobody could tell whose it is.
        (("ALTER TABLE T ADD (A NUMBER);", "ALTER TABLE T ADD (A NUMBER);"), [1, 1]),
        (("CREATE TABLE T (A NUMBER);", "ALTER TABLE T ADD (B NUMBER);"), [1, 1]),
        (("CREATE TABLE T (A NUMBER CONSTRAINT I UNIQUE);", "CREATE INDEX I ON U (A);"), [1, 1]),
        (("CREATE TABLE T (A NUMBER);", "CREATE TABLE U (A NUMBER);"), [2]),
        # What the dictionary cannot tell, or must be asked right before.
        (("ALTER TABLE T RENAME COLUMN A TO B;", "CREATE INDEX I ON T (B);"), [0, 1]),
        (("ALTER TABLE T MODIFY (A VARCHAR2(30));",), [0]),
        (("ALTER TABLE T MODIFY A NOT NULL;",), [0]),
        (("ALTER TABLE T ADD UNIQUE (A);",), [0]),
        (("ALTER TABLE T ADD (A NUMBER INVISIBLE);",), [0]),
        (("CREATE TYPE T AS OBJECT (A NUMBER);",), [0]),
        # Data, and what sets the session.
        (("UPDATE T SET A = 1 WHERE A IS NULL;",), [0]),
        (("ALTER SESSION SET NLS_DATE_FORMAT = 'DD';",), [0]),
        # What is asked when those before it have run, and what may be passed over.
        (("CREATE TABLE T (A NUMBER);", "failOnError:false|CREATE TABLE U (B NUMBER);"), [1, 0]),
        ((f"COMMENT ON TABLE T IS '{'x' * 31_000}';",), [0]),
        (("splitStatements:false|CREATE OR REPLACE VIEW V AS SELECT 1 A FROM DUAL;",) * 3, [3]),
    ],
)  # fmt: skip
def test_which_go_together(changesets: tuple[str, ...], blocks: list[int]) -> None:
    assert together(*changesets) == blocks


@pytest.fixture
def business(database: Database) -> Database:
    database.data.tables |= {name: Table({"ID": "N"}) for name in ("CONTRATS", "POLICES")}
    return database


def run(session: Session, journal: Journal, text: str = MANY, **options: Any) -> Any:
    return update(session, changelog(text), journal, lambda: False, **options)


def ids(database: Database) -> str:
    return "".join(row["p_id"] for row in database.data.log)


def test_all_are_intended_before_the_first_is_sent(business: Database, journal: Journal) -> None:
    done = run(business.session(), journal)
    assert len(done.run) == 3 and ids(business) == "123"
    kinds = [kind for kind, *_ in journal.events]
    assert kinds == ["intent"] * 8 + ["ok"] * 8
    assert [r["p_order"] for r in business.data.log] == [1, 2, 3]


def test_a_refusal_in_the_middle_is_told_with_its_place(
    business: Database, journal: Journal
) -> None:
    session = business.session()
    session.fail["ALTER TABLE POLICES"] = ora(1652, "unable to extend")
    with pytest.raises(OracleError) as caught:
        run(session, journal)
    assert caught.value.code == "changelog.refused_by_oracle"
    assert caught.value.facts["changeset"] == "changelog/one.sql::2::k"
    assert (caught.value.facts["line"], caught.value.ora) == (7, 1652)
    assert ids(business) == "1"
    assert [e[1:3] for e in journal.events if e[0] == "unsent"] == [
        ("changelog/one.sql::2::k", 2), ("changelog/one.sql::2::k", ROW),
        ("changelog/one.sql::3::k", 1), ("changelog/one.sql::3::k", ROW),
    ]  # fmt: skip
    # Nothing is left that a later run would have to ask about.
    assert set(journal.state.values()) == {"done"}
    again = run(business.session(), Journal(), resume_state=dict(journal.state))
    assert ids(business) == "123" and len(again.run) == 2


def test_what_is_there_already_is_not_taken_for_the_effect_of_a_run(
    business: Database, journal: Journal
) -> None:
    business.data.tables["POLICES"].columns["A"] = "Y"  # somebody was faster
    with pytest.raises(OracleError) as caught:
        run(business.session(), journal)
    assert caught.value.ora == 1430
    assert ids(business) == "1"
    assert not any(key.endswith("::2::k") for key, _ in journal.state)


def test_a_server_whose_time_is_up_is_asked_to_go_on(business: Database, journal: Journal) -> None:
    session = business.session()
    session.hasty = True
    assert len(run(session, journal).run) == 3
    assert ids(business) == "123"
    assert [s for s in business.data.sent if s.startswith("ALTER TABLE CONTRATS ADD (A ")] == [
        "ALTER TABLE CONTRATS ADD (A NUMBER)"
    ]


def test_a_session_whose_lock_was_taken_over_goes_no_further(
    business: Database, journal: Journal
) -> None:
    """Its program died, the server goes on with the block, and a resume is at work."""
    session = business.session()

    def taken_over(what: str) -> None:
        if what == "after execute" and session.work.tables["CONTRATS"].columns.keys() >= {"A"}:
            session.work.lock = {"locked": 1, "by": "another (1.2.3.4) r", "granted": "99"}

    session.tick = taken_over
    with pytest.raises(ChangelogError) as caught:
        run(session, journal, lock_token="r")
    assert caught.value.code == "changelog.locked"
    assert ids(business) == ""
    assert "B" not in business.data.tables["CONTRATS"].columns


def test_a_definition_that_did_not_get_its_lock_is_sent_again_alone(
    business: Database, journal: Journal
) -> None:
    session, waited = business.session(), []

    def pause(seconds: float) -> bool:
        waited.append(seconds)
        session.fail.clear()
        return True

    session.fail["ALTER TABLE CONTRATS ADD (B"] = ora(54, "resource busy")
    assert len(run(session, journal, pause=pause).run) == 3
    assert waited == [1.0] and ids(business) == "123"
    assert business.data.sent.count("ALTER TABLE CONTRATS ADD (A NUMBER)") == 1


TWO = """
--changeset k:1
ALTER TABLE CONTRATS ADD (A NUMBER);
--changeset k:2
ALTER TABLE CONTRATS ADD (B NUMBER, C NUMBER);
"""


def lost(business: Database, journal: Journal, text: str, at: str) -> None:
    session = business.session()
    session.lose_answer_of = at
    with pytest.raises(OracleError):
        run(session, journal, text, lock_token="r")


@pytest.mark.parametrize("there", [("B",), ("B", "C")], ids=["half", "whole"])
def test_nobody_is_asked_about_what_a_lost_block_cannot_have_begun(
    business: Database, journal: Journal, there: tuple[str, ...]
) -> None:
    lost(business, journal, TWO, "ALTER TABLE CONTRATS ADD (A")
    # Somebody makes what the second one makes: it is not the effect of a run.
    business.data.tables["CONTRATS"].columns |= dict.fromkeys(there, "Y")
    with pytest.raises(OracleError) as caught:
        run(business.session(), journal, TWO, resume_state=dict(journal.state), lock_token="r")
    assert caught.value.ora == 1430
    assert ids(business) == "1"
    assert [e[1:3] for e in journal.events if e[0] == "unsent"] == [
        ("changelog/one.sql::2::k", 1), ("changelog/one.sql::2::k", ROW),
    ]  # fmt: skip


def test_the_first_without_its_row_is_in_doubt(business: Database, journal: Journal) -> None:
    lost(business, journal, TWO, "ALTER TABLE CONTRATS ADD (B")
    run(business.session(), journal, TWO, resume_state=dict(journal.state), lock_token="r")
    assert ids(business) == "12"
    assert not [e for e in journal.events if e[0] == "unsent"]
    assert business.data.sent.count("ALTER TABLE CONTRATS ADD (B NUMBER, C NUMBER)") <= 1


def test_behind_one_that_may_be_passed_over_the_next_may_have_begun() -> None:
    text = "--changeset k:1 failOnError:false\nALTER TABLE T ADD (A NUMBER);\n"
    for number in (2, 3):
        text += f"--changeset k:{number}\nALTER TABLE T ADD (B{number} NUMBER);\n"
    plan = [ChangesetStatus(c, "pending") for c in changelog(text).changesets]
    keys = [entry.changeset.key for entry in plan]
    resume: dict[tuple[str, int], Progress] = {(key, 1): "intent" for key in keys}
    assert not_begun(plan, resume) == [(keys[2], 1)]
    assert not_begun(plan, {**resume, (keys[2], 1): "done", (keys[2], 2): "intent"}) == []


def test_the_time_may_be_up_behind_each_definition(business: Database, journal: Journal) -> None:
    session = business.session()
    session.hasty = True
    assert len(run(session, journal).run) == 3
    assert next(e[1:3] for e in journal.events if e[0] == "unsent") == (
        "changelog/one.sql::1::k", 2,
    )  # fmt: skip
    assert ids(business) == "123"


def test_a_block_is_of_so_much_text_at_most() -> None:
    comment = f"COMMENT ON TABLE T IS '{'x' * 24_000}';"
    assert together(*(comment.replace("TABLE T", f"TABLE T{n}") for n in range(6))) == [4, 2]


def test_what_goes_along_and_cannot_be_compiled_is_left_out(
    business: Database, journal: Journal
) -> None:
    class Around:
        def __call__(self, changeset: Any, statements: Any, send: Any) -> None:
            send()

        def asks(self, changeset: Any) -> Piece:
            return Piece("SELECT x FROM DATABASECHANGELOGX", rows=1)

        def told(self, rows: Any) -> None:
            raise AssertionError

    text = MANY + "--changeset k:4\nUPDATE CONTRATS SET A = 1 WHERE A IS NULL;\n"
    key = "changelog/one.sql::4::k"
    run(business.session(), journal, text, around=Around(), announced={key})
    assert ids(business) == "1234"
