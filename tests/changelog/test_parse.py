"""The grammar of formatted SQL, and what is refused with a place."""

from __future__ import annotations

import pytest

from app.changelog import Changeset, parse_changelog
from app.changelog.file.directives import WORD as WORD_VALUE
from app.changelog.file.directives import attribute
from app.changelog.file.parse import normal_path
from app.errors import ChangelogError


def parse(text: str, name: str = "a.sql") -> list[Changeset]:
    return list(parse_changelog({name: text.encode()}).changesets)


def one(text: str) -> Changeset:
    found = parse("--liquibase formatted sql\n" + text)
    assert len(found) == 1
    return found[0]


def refused(text: str, code: str, name: str = "a.sql") -> ChangelogError:
    with pytest.raises(ChangelogError) as caught:
        parse(text, name)
    assert caught.value.code == code
    return caught.value


def test_a_changeset_knows_its_places() -> None:
    c = one(
        "\n--changeset ann:7 labels:A,b context:prod dbms:oracle runOnChange:true\n"
        "--comment: why\n\n-- note\nALTER TABLE T\n  ADD (X NUMBER);\n\n"
        "COMMENT ON TABLE T IS 'x;y';\n"
    )
    assert c.key == "a.sql::7::ann"
    assert (c.file, c.line, c.comment, c.labels) == ("a.sql", 3, "why", ("a", "b"))
    assert (c.contexts, c.dbms, c.run_on_change, c.run_always) == ("prod", ("oracle",), True, False)
    assert [(s.text, s.line, s.number) for s in c.statements] == [
        ("ALTER TABLE T\n  ADD (X NUMBER)", 7, 1),
        ("COMMENT ON TABLE T IS 'x;y'", 10, 2),
    ]


def test_logical_path_of_file_and_of_changeset() -> None:
    found = parse(
        "--liquibase formatted sql logicalFilePath:one/x.sql\n"
        "--changeset a:1\nSELECT 1 FROM DUAL;\n"
        "--changeset a:2 logicalFilePath:./two\\y.sql\nSELECT 1 FROM DUAL;\n"
    )
    assert [c.path for c in found] == ["one/x.sql", "two/y.sql"]
    assert [c.explicit_path for c in found] == [False, True]


def test_attributes_match_by_suffix_and_the_last_one_wins() -> None:
    line = "--changeset a:1 splitStatements:true rollbackSplitStatements:false"
    assert attribute(line, "splitStatements", WORD_VALUE) == "false"
    assert one(line + "\nSELECT 1 FROM DUAL;").split_statements is False
    assert one("--changeset a:1 rollbackEndDelimiter:/\nSELECT 1 FROM DUAL;").end_delimiter is None


def test_context_filter_wins_and_quotes_go() -> None:
    assert one('--changeset a:1 context:x contextFilter:"a and b"\nSELECT 1;').contexts == "a and b"
    assert one('--changeset "A B":"c d"\nSELECT 1;').key == "a.sql::c d::A B"
    assert one("--changeset Jane Roe:1\nSELECT 1;").author == "Jane Roe"


def test_directives_are_whole_lines_of_ascii_blanks() -> None:
    c = one("--changeset a:1\nSELECT 1\n--\u00a0changeset b:2\nFROM DUAL;")
    assert "b:2" in c.sql
    kept = one("--changeset a:1\nSELECT 1\n--changeset b:2 \u2028\nFROM DUAL;")
    assert "b:2" in kept.sql


def test_only_text_outside_comments_and_ignored_lines_counts() -> None:
    c = one(
        "--changeset a:1\n--ignoreLines:start\n--changeset z:9\n--ignoreLines:end\n"
        "SELECT 1 FROM DUAL;\n--ignoreLines:1\njunk\n--rollback DROP TABLE X;\n"
        "/* liquibase rollback\nDROP TABLE Y;\n*/\n"
    )
    assert c.sql == "SELECT 1 FROM DUAL;"
    assert c.rollback == "DROP TABLE X;\nDROP TABLE Y;"


def test_properties() -> None:
    c = one(
        "--property name:a value:1\n--property name:A value:2\n--property name:n value:<${a}>\n"
        "--property name:pg value:x dbms:postgresql\n--changeset a:1\n"
        "SELECT '${n}', '${ A }', '${pg}', '${open' FROM DUAL;"
    )
    assert c.sql == "SELECT '<1>', '1', '${pg}', '${open' FROM DUAL;"
    assert c.properties == ("n", "a", "A", "pg") or set(c.properties) >= {"n", "A", "pg"}


def test_properties_of_one_file_serve_the_next() -> None:
    found = parse_changelog(
        {
            "1.sql": b"--liquibase formatted sql\n--property name:t value:CONTRATS\n",
            "2.sql": b"--liquibase formatted sql\n--changeset a:1\nSELECT 1 FROM ${t};\n",
        }
    )
    assert found.changesets[0].statements[0].text == "SELECT 1 FROM CONTRATS"
    assert found.files == ("1.sql", "2.sql")


@pytest.mark.parametrize(
    "lines",
    [
        ["--property name:x value:${x}${x}"],
        ["--property name:x value:${y}", "--property name:y value:${x}"],
        [f"--property name:x{i} value:${{x{i + 1}}}${{x{i + 1}}}" for i in range(40)]
        + ["--property name:x value:${x0}"],
    ],
)
def test_properties_that_never_end_or_explode_are_refused(lines: list[str]) -> None:
    text = "\n".join(
        ["--liquibase formatted sql", *lines, "--changeset a:1", "SELECT ${x} FROM DUAL;"]
    )
    error = refused(text, "changelog.property_loop")
    assert error.facts["path"] == "a.sql"


def test_preconditions() -> None:
    c = one(
        "--changeset a:1\n--preconditions onFail:MARK_RAN onError:WARN\n"
        "--precondition-sql-check expectedResult:0 SELECT COUNT(*) FROM T\n"
        "--precondition-table-exists table:T schema:S\nSELECT 1 FROM DUAL;"
    )
    assert c.preconditions is not None
    assert (c.preconditions.on_fail, c.preconditions.on_error) == ("MARK_RAN", "WARN")
    first, second = c.preconditions.checks
    assert (first.kind, first.expected, first.sql) == ("sql-check", "0", "SELECT COUNT(*) FROM T")
    assert (second.kind, second.name, second.schema) == ("table-exists", "T", "S")


def test_a_file_without_header_is_one_raw_changeset() -> None:
    (c,) = parse("SELECT 1 FROM DUAL;\n", "sub/x.sql")
    assert c.key == "sub/x.sql::raw::includeAll"
    assert parse("\n  \n") == []


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends_do_not_matter(ending: str) -> None:
    text = ending.join(
        ["\ufeff--liquibase formatted sql", "--changeset a:1", "SELECT 1", "FROM DUAL;"]
    )
    (c,) = parse(text)
    assert c.sql == "SELECT 1\nFROM DUAL;"
    assert c.checksum_v9 == one("--changeset a:1\nSELECT 1 FROM DUAL;").checksum_v9


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("--changeset broken", "changelog.bad_directive"),
        ("-changeset a:1", "changelog.bad_directive"),
        ("--changeset a: 1", "changelog.bad_directive"),
        ("--property name=x value=y", "changelog.bad_directive"),
        ("--comment before the first", "changelog.comment_outside"),
        ("--changeset a:1\nSELECT 1;\n--comments plural", "changelog.bad_directive"),
        ("--changeset a:1\nSELECT 1;\n-rollback x", "changelog.bad_directive"),
        ("--changeset a:1\nSELECT 1;\n-comment x", "changelog.bad_directive"),
        ("--changeset a:1\nSELECT 1;\n--preconditions onFail:MAYBE", "changelog.bad_directive"),
        ("--changeset a:1\nSELECT 1;\n--precondition-sql-check", "changelog.bad_directive"),
        (
            "--changeset a:1\n--precondition-index-exists x y\nSELECT 1;",
            "changelog.unsupported_precondition",
        ),
        ("--changeset a:1\nSELECT 1;\n--ignore:start", "changelog.bad_directive"),
        ("--changeset a:1\nSELECT 1;\n--ignoreLines:some", "changelog.bad_ignore_lines"),
        ("--changeset a:1\nSELECT 1;\n/* liquibase rollback\nx", "changelog.open_rollback"),
        ("--changeset a:1\n\n--changeset a:2\nSELECT 1;", "changelog.empty_changeset"),
        ("--changeset a:1\n", "changelog.empty_changeset"),
        ("--changeset a:1\nSELECT 1;\n--changeset a:1\nSELECT 2;", "changelog.duplicate"),
        ("--include file:x.sql", "changelog.pro_directive"),
        ("--changeset a:1\n--tagDatabase: v1", "changelog.pro_directive"),
    ],
)
def test_refused_with_a_place(line: str, code: str) -> None:
    error = refused("--liquibase formatted sql\n" + line + "\n", code)
    assert error.facts["path"] == "a.sql"
    assert error.facts["line"] >= 2


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.md"])
def test_other_formats_are_named(name: str) -> None:
    error = refused("<databaseChangeLog/>", "changelog.unsupported_format", name)
    assert error.facts["path"] == name


@pytest.mark.parametrize("content", [b"\xff\xfe-\x00-\x00", b"--liquibase formatted sql\n\0"])
def test_other_encodings_are_refused(content: bytes) -> None:
    with pytest.raises(ChangelogError) as caught:
        parse_changelog({"a.sql": content})
    assert caught.value.code == "changelog.bad_encoding"


@pytest.mark.parametrize(
    ("path", "normal"),
    [
        ("rel1.sql", "rel1.sql"),
        (".\\rel1.sql", "rel1.sql"),
        ("classpath:rel1.sql", "rel1.sql"),
        ("C:\\x\\rel1.sql", "x/rel1.sql"),
        ("/abs//rel1.sql", "abs/rel1.sql"),
        ("a/b/../c.sql", "a/c.sql"),
    ],
)
def test_paths_compare_as_in_liquibase(path: str, normal: str) -> None:
    assert normal_path(path) == normal


def test_a_hostile_property_line_does_not_hang() -> None:
    refused("--liquibase formatted sql\n--property " + ":" * 60_000, "changelog.bad_directive")
