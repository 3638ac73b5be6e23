"""A master of XML brought to a database over the wire: objects, rows, tag, preconditions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from app.changelog import parse_changelog, status, update
from app.errors import AppError, ChangelogError
from app.oracle.session import Session

SPACE = 'xmlns="http://www.liquibase.org/xml/ns/dbchangelog"'


class Quiet:
    """A journal that keeps what was intended."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def intent(self, changeset_key: str, number: int, sql: str) -> None:
        if number:
            self.sent.append(sql)

    def outcome(self, changeset_key: str, number: int, ok: bool, detail: str) -> None:
        pass

    def intents(self, statements: Sequence[tuple[str, int, str]]) -> None:
        self.sent += [sql for _, number, sql in statements if number]

    def outcomes(self, statements: Sequence[tuple[str, int, bool, str]]) -> None:
        pass

    def unsent(self, statements: Sequence[tuple[str, int]]) -> None:
        raise AssertionError(statements)

    def lock_kept(self, error: AppError) -> None:
        raise error

    def log(self, code: str, /, **facts: str | int) -> None:
        pass


def master(table: str, first: str = "", folder: str = "db") -> dict[str, bytes]:
    text = f"""<databaseChangeLog {SPACE}>
    <preConditions><dbms type="oracle"/>{first}</preConditions>
    <property name="t" value="{table}"/>
    <changeSet id="1" author="m" labels="R1">
      <comment>made by XML</comment>
      <createTable tableName="${{t}}" remarks="it's new">
        <column name="ID" type="NUMBER(10)"><constraints primaryKey="true"/></column>
        <column name="NAME" type="VARCHAR(20)" defaultValue="none"><constraints nullable="false"/>
        </column>
      </createTable>
    </changeSet>
    <changeSet id="2" author="m">
      <preConditions onFail="MARK_RAN">
        <not><columnExists tableName="${{t}}" columnName="NAME"/></not>
      </preConditions>
      <addColumn tableName="${{t}}"><column name="NAME" type="VARCHAR(20)"/></addColumn>
    </changeSet>
    <changeSet id="3" author="m">
      <preConditions onFail="MARK_RAN">
        <tableExists tableName="${{t}}"/><tableIsEmpty tableName="${{t}}"/>
        <or><sequenceExists sequenceName="NO_SUCH"/><primaryKeyExists tableName="${{t}}"/></or>
        <changeSetExecuted id="1" author="m" changeLogFile="{folder}/m.xml"/>
      </preConditions>
      <insert tableName="${{t}}"><column name="ID" valueNumeric="1"/></insert>
    </changeSet>
    <include file="more.sql" contextFilter="prod" labels="r2"/>
    <changeSet id="tag" author="m"><tagDatabase tag="V-1"/></changeSet>
    <changeSet id="nothing" author="m"><empty/></changeSet>
  </databaseChangeLog>"""
    more = (
        '--liquibase formatted sql\n--changeset m:4 context:"a or b"\n'
        f"alter table {table} add (X number);\n"
    )
    return {f"{folder}/m.xml": text.encode(), f"{folder}/more.sql": more.encode()}


def test_a_master_runs(session: Session, table: Callable[[str, str], str]) -> None:
    name = table("MASTER_T", "X NUMBER")
    session.execute(f"DROP TABLE {name}")
    changelog = parse_changelog(master(name))
    journal = Quiet()
    outcome = update(session, changelog, journal, lambda: False)
    assert len(outcome.run) == 6
    assert [sql.split(" ")[0] for sql in journal.sent] == ["CREATE", "COMMENT", "INSERT", "alter"]
    assert session.query(f"SELECT ID, NAME FROM {name}") == [(1, "none")]
    rows = session.query(
        "SELECT ID, EXECTYPE, DESCRIPTION, CONTEXTS, LABELS, TAG, COMMENTS FROM DATABASECHANGELOG "
        "WHERE FILENAME LIKE 'db/m%' ORDER BY ORDEREXECUTED"
    )
    assert rows == [
        ("1", "EXECUTED", f"createTable tableName={name}", None, "r1", None, "made by XML"),
        ("2", "MARK_RAN", f"addColumn tableName={name}", None, None, None, None),
        ("3", "EXECUTED", f"insert tableName={name}", None, None, None, None),
        ("4", "EXECUTED", "sql", "prod AND (a or b)", "r2", None, None),
        ("tag", "EXECUTED", "tagDatabase", None, None, "V-1", None),
        ("nothing", "EXECUTED", "empty", None, None, None, None),
    ]
    assert {s.state for s in status(session, changelog)} == {"already"}
    assert update(session, changelog, journal, lambda: False).run == ()


def test_a_precondition_of_the_master_stops_before_anything_is_sent(
    session: Session, table: Callable[[str, str], str]
) -> None:
    name = table("MASTER_U", "X NUMBER")
    wrong = '<runningAs username="SOMEBODY"/>'
    journal = Quiet()
    with pytest.raises(ChangelogError) as caught:
        update(session, parse_changelog(master(name, wrong, "other")), journal, lambda: False)
    assert caught.value.code == "changelog.precondition_failed"
    assert caught.value.facts["path"] == "other/m.xml"
    assert journal.sent == []
