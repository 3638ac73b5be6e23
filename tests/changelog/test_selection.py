"""Which changesets a client gets: Liquibase's contexts and labels, and the client's own values."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.changelog import Changelog, lint, parse_changelog
from app.changelog.file.selection import Selection
from app.errors import ChangelogError

RECORDED = [
    json.loads(line)
    for line in (Path(__file__).parent / "vectors" / "selection.jsonl")
    .read_text("utf-8")
    .splitlines()
]
HERE = ("a.sql", 1)


@pytest.mark.parametrize("row", RECORDED, ids=lambda r: f"{r['kind']}={r['given']}")
def test_what_liquibase_runs_and_what_it_does_not(row: dict[str, list[str] | str]) -> None:
    """Recorded from ``liquibase update-sql --contexts=…|--label-filter=…`` 4.28.0."""
    given = str(row["given"])

    def taken(text: str) -> bool:
        if row["kind"] == "contexts":
            return not Selection(tuple(given.split(","))).takes(text, place=HERE)
        return not Selection(label_filter=given).takes("", tuple(text.split(",")), place=HERE)

    assert [t for t in row["run"] if not taken(t)] == []
    assert [t for t in row["left"] if taken(t)] == []


@pytest.mark.parametrize("text", ["(prod", "prod)", "(prod, test)"])
def test_an_expression_that_liquibase_cannot_read_is_an_error(text: str) -> None:
    with pytest.raises(ChangelogError) as caught:
        read(f'--changeset a:1 context:"{text}"\nselect 1 from dual;', contexts=("prod",))
    assert caught.value.code == "changelog.bad_expression"
    assert caught.value.facts["line"] == 2


def read(
    text: str,
    contexts: tuple[str, ...] = (),
    labels: str = "",
    values: dict[str, str] | None = None,
) -> Changelog:
    selection = Selection(contexts, labels, None if values is None else tuple(values.items()))
    files = {"a.sql": f"--liquibase formatted sql\n{text}\n".encode()}
    return parse_changelog(files, selection=selection)


def test_what_a_client_does_not_get_is_left_out_and_its_checksum_is_as_it_was() -> None:
    text = "--changeset a:1 context:test labels:X\nselect 1 from dual;\n--changeset a:2\nselect 2\n"
    (one, two) = read(text, contexts=("prod",)).changesets
    assert (one.skipped, two.skipped) == ("contexts", "")
    assert one.checksum_v9 == read(text).changesets[0].checksum_v9
    assert read(text, labels="y").changesets[0].skipped == "labels"
    assert read(text, contexts=("TEST",), labels="x").changesets[0].skipped == ""


def test_a_property_of_a_context_counts_where_the_context_is_given() -> None:
    text = (
        "--property name:t value:one context:prod\n--property name:t value:two\n"
        "--changeset a:1\nselect ${t} from dual;"
    )
    assert read(text, contexts=("prod",)).changesets[0].sql == "select one from dual;"
    assert read(text, contexts=("test",)).changesets[0].sql == "select two from dual;"


def test_an_included_file_is_of_the_contexts_of_its_include() -> None:
    files = {
        "m.xml": b'<databaseChangeLog><include file="a.sql" context="prod"/></databaseChangeLog>',
        "a.sql": b"--liquibase formatted sql\n--changeset a:1 context:de\nselect 1 from dual;\n",
    }

    def left_out(*contexts: str) -> str:
        return parse_changelog(files, selection=Selection(contexts)).changesets[0].skipped

    assert [left_out("prod"), left_out("de"), left_out("de", "prod"), left_out()] == [
        "contexts", "contexts", "", "",
    ]  # fmt: skip


TABLESPACE = "--changeset a:1\ncreate table t (a number) tablespace ${client.tbs};"


def test_a_clients_value_is_sent_and_no_checksum_sees_it() -> None:
    (plain,) = read(TABLESPACE).changesets
    (here,) = read(TABLESPACE, values={"TBS": "DATA_7"}).changesets
    assert here.statements[0].text == "create table t (a number) tablespace DATA_7"
    assert plain.statements[0].text == "create table t (a number) tablespace ${client.tbs}"
    assert (here.checksum_v9, here.sql) == (plain.checksum_v9, plain.sql)
    assert [f.rule for f in lint(read(TABLESPACE)) if f.severity == "error"] == []


def test_without_a_client_a_text_is_shown_as_it_is_written() -> None:
    text = (
        "create index ix_${client.code}_1 on client_tbs (a) tablespace ${client.tbs}_IDX;\n"
        "create index i2 on t (b) tablespace ${client.TBS}"
    )
    (plain,) = read(f"--changeset a:1\n{text}").changesets
    assert ";\n".join(s.text for s in plain.statements) == text


def test_a_value_that_the_client_lacks_is_an_error_unless_it_does_not_get_the_changeset() -> None:
    with pytest.raises(ChangelogError) as caught:
        read(TABLESPACE, values={})
    assert caught.value.code == "changelog.value_missing"
    other = TABLESPACE.replace("a:1", "a:1 context:big")
    assert read(other, contexts=("small",), values={}).changesets[0].skipped == "contexts"


MISPLACED = [
    "--changeset a:1\n--preconditions\n"
    "--precondition-sql-check expectedResult:1 select ${client.a} from dual\nselect 1 from dual;",
    "--changeset a:1\nselect 1 from dual;\n--rollback select ${client.a} from dual;",
]


@pytest.mark.parametrize("text", MISPLACED)
def test_a_value_where_none_is_filled_in_is_an_error(text: str) -> None:
    for values in (None, {"A": "1"}):
        with pytest.raises(ChangelogError) as caught:
            read(text, values=values)
        assert caught.value.code == "changelog.value_misplaced"
