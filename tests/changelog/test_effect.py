"""The question after a kill: was it there, or not? Never a wrong answer; else a person is asked."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import event, given, settings

from app.changelog import update
from app.changelog.run.effect import Effect, took_effect
from app.errors import AppError, ChangelogError, GuardError, OracleError
from app.sql.read import read_text
from tests.changelog.forms import FORMS, OTHER_FORMS, SINGLE, Form, start
from tests.changelog.memory import Data, Database, Journal, Killed, Session, changelog

KEY = "changelog/one.sql::1::k"


def database(form: Form, data: Data) -> Database:
    found = Database()
    found.data = data
    found.known[form.sql] = form.does
    return found


def ask(form: Form, data: Data) -> Effect:
    return took_effect(database(form, data).session(), read_text(form.sql))


def after(form: Form, data: Data) -> Data | None:
    """The data after the statement, None where Oracle refuses it."""
    found = copy.deepcopy(data)
    try:
        form.does(found)
    except OracleError:
        return None
    return found


@settings(max_examples=600, deadline=None)
@given(FORMS)
def test_the_question_tells_before_from_after_or_says_that_it_cannot(form: Form) -> None:
    before = start()
    then = after(form, before)
    if then is None:
        return
    assert ask(form, before) is not Effect.DONE
    answer = ask(form, then)
    event(answer.value)
    assert answer is not Effect.DENIED
    if answer is Effect.AGAIN:
        assert after(form, then) == then
    if form.sure:
        assert answer is not Effect.UNKNOWN and ask(form, before) is not Effect.UNKNOWN


@pytest.mark.parametrize("form", [f for f in OTHER_FORMS if f.halfway], ids=lambda f: f.sql)
def test_what_is_only_begun_is_neither_there_nor_passed_over(form: Form) -> None:
    """Oracle keeps an index whose build was cut off. No run takes it for the whole, neither one
    that knows of it nor one that begins anew."""
    left = start()
    assert form.halfway is not None
    form.halfway(left)
    assert ask(form, left) is Effect.UNKNOWN
    text = changelog(f"--changeset k:1\n{form.sql};\n")
    for state in ({(KEY, 1): "intent"}, None):
        world = database(form, copy.deepcopy(left))
        with pytest.raises(AppError) as caught:
            update(world.session(), text, Journal(), _never, state)
        refused = "changelog.index_begun" if "IF NOT EXISTS" in form.sql else "oracle.refused"
        known = refused if state is None else "changelog.unknown_effect"
        assert caught.value.code.replace("changelog.refused_by_oracle", "oracle.refused") == known
        assert world.data.log == [] and form.sql not in world.data.sent


@pytest.mark.parametrize("form", SINGLE, ids=[f.sql for f in SINGLE])
def test_each_form_is_known_exactly(form: Form) -> None:
    """What would do harm a second time is there or not; what would not is simply sent again."""
    before = start()
    then = after(form, before)
    assert then is not None
    answers = (ask(form, before), ask(form, then))
    harmless = after(form, then) == then
    if not form.sure:
        assert answers[1] is Effect.UNKNOWN and answers[0] is not Effect.DONE
    elif harmless:
        assert answers == (Effect.AGAIN, Effect.AGAIN)
    else:
        assert answers == (Effect.DENIED, Effect.DONE)


@settings(max_examples=150, deadline=None)
@given(FORMS)
def test_killed_before_and_after_a_statement_was_sent(form: Form) -> None:
    """The whole way: journal, question, resume. It runs once, or a person is asked."""
    then = after(form, start())
    if then is None:
        return
    ends_with_slash = "BEGIN" in form.sql or form.sql.endswith(";")
    attributes = " endDelimiter:/" if ends_with_slash else ""
    end = "\n/" if ends_with_slash else ";"
    text = changelog(f"--changeset k:1{attributes}\n{form.sql}{end}\n")
    for instant in ("before execute", "after execute"):
        world = database(form, start())
        journal = Journal()
        try:
            update(_killed(world, journal, instant), text, journal, _never)
        except GuardError as error:
            event(str(error.facts["rule"]))
            return
        except Killed:
            pass
        state: Any = dict(journal.state)
        assert state[KEY, 1] == "intent"
        try:
            update(world.session(), text, Journal(), _never, state)
        except ChangelogError as error:
            assert error.code == "changelog.unknown_effect" and not form.sure
            continue
        assert _compared(world.data) == _compared(then)
        assert len(world.data.log) == 1


def _never() -> bool:
    return False


def _killed(world: Database, journal: Journal, instant: str) -> Session:
    """A session whose process dies at ``instant`` of the changeset's statement."""

    class Tick:
        exploded = False

        def __call__(self, what: str) -> None:
            if what == instant and (KEY, 1) in journal.state:
                self.exploded = True
                raise Killed(what)

    return world.session(Tick())


def _compared(data: Data) -> Data:
    """Without what the run itself leaves behind."""
    found = copy.deepcopy(data)
    found.log, found.sent, found.lock = [], [], None
    for name in ("DATABASECHANGELOG", "DATABASECHANGELOGLOCK"):
        found.tables.pop(name, None)
    return found


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO CONTRATS VALUES (1)",
        "UPDATE CONTRATS SET C1 = 1 WHERE C2 = 2",
        "BEGIN NULL; END;",
        "ALTER TABLE CONTRATS MOVE",
        "ALTER TABLE CONTRATS ADD (N1 NUMBER) SHRINK SPACE",
        "ALTER TABLE CONTRATS ADD (N1 NUMBER, PRIMARY KEY)",
        "ALTER VIEW V ADD CONSTRAINT K UNIQUE (A) DISABLE",
        "ALTER TRIGGER T RENAME TO U",
        "ALTER INDEX I1 SPLIT PARTITION P",
        "ALTER TABLE CONTRATS ADD (C1 NUMBER, N1 NUMBER)",
        "ALTER TABLE CONTRATS RENAME COLUMN N8 TO N9",
        "ALTER TABLE CONTRATS MODIFY (N8 NOT NULL)",
        "ALTER TABLE IF EXISTS CONTRATS2 RENAME TO CONTRATS3",
        "CREATE PUBLIC SYNONYM S FOR T",
        "CREATE PRIVATE TEMPORARY TABLE T (A NUMBER)",
        "CREATE USER U IDENTIFIED BY X",
        "FROBNICATE",
        "",
    ],
)
def test_what_nobody_can_know(sql: str) -> None:
    assert took_effect(Database().session(), read_text(sql)) is Effect.UNKNOWN or (
        "CONTRATS " in sql and ask(Form(sql, lambda data: None), start()) is Effect.UNKNOWN
    )


@pytest.mark.parametrize(
    ("sql", "answer"),
    [
        ("ALTER TABLE IF EXISTS ABSENT ADD (A NUMBER)", Effect.AGAIN),
        ("ALTER TABLE IF EXISTS ABSENT MODIFY (A NOT NULL)", Effect.AGAIN),
        ("ALTER TABLE CONTRATS RENAME TO ABSENT", Effect.DENIED),
        ("ALTER TABLE ABSENT RENAME TO CONTRATS", Effect.DONE),
        ("ALTER TABLE CONTRATS DISABLE CONSTRAINT K1 CASCADE", Effect.AGAIN),
        ("ALTER TABLE AUTRE.CONTRATS ADD (C1 NUMBER)", Effect.DENIED),
        ("ALTER TABLE APP.CONTRATS ADD (C1 NUMBER)", Effect.DONE),
        ('ALTER TABLE CONTRATS ADD ("c1" NUMBER)', Effect.DENIED),
        ("ALTER TABLE IF EXISTS CONTRATS ADD (N1 NUMBER)", Effect.DENIED),
        ("ALTER INDEX I1 RENAME TO I1", Effect.UNKNOWN),
        ("ALTER INDEX AUTRE.I0 RENAME TO I1", Effect.UNKNOWN),
        ("ALTER TABLE CONTRATS RENAME TO AUTRE", Effect.UNKNOWN),
        ("ALTER TABLE AUTRE.X RENAME TO CONTRATS", Effect.UNKNOWN),
        ("ALTER TABLE CONTRATS RENAME CONSTRAINT K1 TO K2", Effect.UNKNOWN),
        ("ALTER TRIGGER T DISABLE", Effect.AGAIN),
        ("ALTER TABLE CONTRATS MODIFY C1 VISIBLE", Effect.AGAIN),
        ("SELECT 1 FROM DUAL", Effect.AGAIN),
        ("SELECT OWN_FUNCTION(1) FROM DUAL", Effect.UNKNOWN),
        ("SELECT OWN_PACKAGE.F FROM DUAL", Effect.UNKNOWN),
        ("SELECT NVL(MAX(A), 0), S.NEXTVAL FROM T GROUP BY B", Effect.AGAIN),
        ("CREATE TYPE T AS OBJECT (A NUMBER);", Effect.DENIED),
    ],
)
def test_answers(sql: str, answer: Effect) -> None:
    assert ask(Form(sql, lambda data: None), start()) is answer


def test_a_default_on_null_that_was_never_sent_is_sent_by_the_resume() -> None:
    form = Form(
        "ALTER TABLE CONTRATS MODIFY (C1 DEFAULT ON NULL 'AGENCE')",
        lambda data: data.tables["CONTRATS"].columns.update(C1="N"),
    )
    world = database(form, start())
    text = changelog(f"--changeset k:1\n{form.sql};\n")
    journal = Journal()
    with pytest.raises(Killed):
        update(_killed(world, journal, "before execute"), text, journal, _never)
    assert world.data.sent == []
    state: Any = dict(journal.state)
    update(world.session(), text, Journal(), _never, state)
    assert world.data.sent == [form.sql]
    assert world.data.tables["CONTRATS"].columns["C1"] == "N"
