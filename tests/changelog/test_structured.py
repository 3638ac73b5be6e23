"""Masters of XML, YAML and JSON against what the real Liquibase 4.28.0 made of the same files."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from app.changelog import Changelog, Changeset, guard_changelog, lint, parse_changelog
from app.changelog.file.approvals import digest_of
from app.changelog.file.behind import CodeBehind
from app.changelog.file.master import of_changelog
from app.changelog.run import history
from app.errors import ChangelogError

FOLDER = Path(__file__).parent / "vectors" / "structured"
RECORDED = [
    json.loads(line)
    for line in (FOLDER / "recorded.jsonl").read_text(encoding="utf-8").splitlines()
]
FILES = {
    p.relative_to(FOLDER).as_posix(): p.read_bytes()
    for p in sorted(FOLDER.rglob("*"))
    if p.suffix in (".sql", ".xml", ".yaml", ".json", ".csv")
}
BY_MASTER = {name: parse_changelog(FILES, name) for name in ("changes.xml", "master.yaml")}
OURS = {
    (c.path, c.id, c.author): c for read in BY_MASTER.values() for c in read.changesets
}  # fmt: skip

# What is not written as SQL, by the word of it that stands in the way.
UNWRITTEN = {
    "types": {"BOOLEAN"}, "t1": {"BOOLEAN"}, "t3": {"ifNotExists"}, "a2": {"primaryKey"},
    "a3": {"BOOLEAN"}, "i1": {"clustered"}, "s1": {"dataType", "alterSequence", "renameSequence"},
    "p1": {"replaceIfExists"}, "r1": {"renameTable", "renameView"}, "n2": {"valueClobFile"},
    "u1": {"whereParams"}, "e4": {"stop"}, "load": {"loadData"}, "load2": {"loadUpdateData"},
    "x1": {
        "dropTable", "dropIndex", "dropPrimaryKey", "dropView", "dropSequence",
        "dropForeignKeyConstraint", "dropUniqueConstraint", "mergeColumns", "addLookupTable",
        "dropProcedure", "dropAllForeignKeyConstraints",
    },
}  # fmt: skip
# Version 8 counts these in a way that is not known: nothing is claimed.
NO_V8 = {"p1", "1", "load", "load2"}


def of(row: dict[str, Any]) -> Changeset:
    return OURS[row["file"], row["id"], row["author"]]


def name(row: dict[str, Any]) -> str:
    return f"{row['file']}-{row['id']}"


def plain(sql: str) -> str:
    """Without the blanks and letter case in which the engine is not consistent itself."""
    one = re.sub(r"--[^\n]*", "", sql)
    return re.sub(r"\s+", " ", one).replace(" )", ")").replace(" ,", ",").strip(" ;/").lower()


def test_every_recorded_changeset_is_read() -> None:
    assert len(RECORDED) == 50
    assert {(r["file"], r["id"], r["author"]) for r in RECORDED} == OURS.keys()


@pytest.mark.parametrize("row", RECORDED, ids=name)
def test_checksums(row: dict[str, Any]) -> None:
    changeset = of(row)
    assert changeset.checksum_v9 == row["v9"]
    if changeset.kind == "structured":
        unknown = row["id"] in NO_V8 and not changeset.checksum_v8
        assert unknown or changeset.checksum_v8 == row["v8"]


@pytest.mark.parametrize("row", RECORDED, ids=name)
def test_what_the_table_says(row: dict[str, Any]) -> None:
    changeset = of(row)
    told = history._limited(changeset.description) or ""
    assert told[:247] == row["description"][:247]
    assert ",".join(changeset.labels) == (row["labels"] or "")
    assert (changeset.comment or None) == (row["comment"] or None)
    full = " AND ".join(
        f"({c})" if re.search(r"[\s,]", c) else c
        for c in (*changeset.outer_contexts, changeset.contexts) if c
    )  # fmt: skip
    assert full.strip("()") == (row["contexts"] or "").strip("()")


@pytest.mark.parametrize("row", RECORDED, ids=name)
def test_the_same_statements(row: dict[str, Any]) -> None:
    changeset = of(row)
    left = {s.unwritten for s in changeset.statements if s.unwritten}
    assert left == UNWRITTEN.get(row["id"], set())
    theirs = {plain(sql) for sql in row["sql"]}
    if row["id"] == "q1":  # the recorded list has a change for another database, too
        theirs.discard("no")
    ours = {plain(s.text) for s in changeset.statements if not s.unwritten}
    assert ours == theirs if not left else ours <= theirs


def test_types_that_every_release_writes_alike_are_written() -> None:
    sure = OURS["changes.xml", "sure", "t"]
    assert [s.unwritten for s in sure.statements] == [""]
    assert sure.statements[0].text.count(",") > 40


# -- reading -------------------------------------------------------------------------------------

SPACE = 'xmlns="http://www.liquibase.org/xml/ns/dbchangelog"'


def xml(*inside: str, attributes: str = "") -> bytes:
    text = "\n".join(inside)
    return f"<databaseChangeLog {SPACE} {attributes}>\n{text}\n</databaseChangeLog>".encode()


def one(change: str, attributes: str = "") -> bytes:
    return xml(f'<changeSet id="1" author="a" {attributes}>{change}</changeSet>')


@pytest.mark.parametrize(
    ("files", "code", "line"),
    [
        ({"m.xml": one("<executeCommand executable='rm'/>")}, "unsupported_change", 2),
        ({"m.xml": one("<addColumn tableName='T' colour='red'/>")}, "unsupported_attribute", 2),
        ({"m.xml": one("<sql>x</sql><modifySql><append value='y'/></modifySql>")},
         "unsupported_change", 2),
        ({"m.xml": one("<sql>x</sql>", "objectQuotingStrategy='QUOTE_ALL_OBJECTS'")},
         "unsupported_attribute", 2),
        ({"m.xml": xml("<include file='no.sql'/>")}, "include_missing", 2),
        ({"m.xml": xml("<includeAll path='no'/>")}, "include_missing", 2),
        ({"m.xml": one("<sqlFile path='no.sql'/>")}, "include_missing", 2),
        ({"m.xml": xml("<property file='x.properties'/>")}, "unsupported_attribute", 2),
        ({"m.xml": xml("<preConditions onFail='MARK_RAN'><dbms type='oracle'/></preConditions>")},
         "unsupported_attribute", 2),
        ({"m.xml": one("<preConditions><customPrecondition className='x'/></preConditions>")},
         "unsupported_precondition", 2),
        ({"m.xml": b"<databaseChangeLog><changeSet></databaseChangeLog>"}, "bad_structure", 1),
        ({"m.xml": b'<!DOCTYPE d [<!ENTITY e "x">]><databaseChangeLog>&e;</databaseChangeLog>'},
         "bad_structure", 1),
        ({"m.yaml": b"databaseChangeLog:\n- changeSet:\n    id: 0010\n    author: a\n"},
         "bad_structure", 3),
        ({"m.yaml": b"databaseChangeLog:\n- changeSet: {id: [1\n"}, "bad_structure", 3),
        ({"a.xml": xml(), "b.yaml": b"databaseChangeLog: []"}, "several_masters", 1),
        ({"m.xml": xml("<include file='n.xml'/>"), "n.xml": xml("<include file='n.xml'/>")},
         "include_loop", 1),
        ({"m.xml": xml("<changeSet id='1' author='a'/>", "<changeSet id='1' author='a'/>")},
         "duplicate", 3),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named(files: dict[str, bytes], code: str, line: int) -> None:
    with pytest.raises(ChangelogError) as caught:
        parse_changelog(files)
    assert caught.value.code == f"changelog.{code}"
    assert caught.value.facts["line"] == line


def test_other_files_of_such_names_are_no_changelog() -> None:
    files = {"a.sql": b"select 1", "ci.yaml": b"jobs: {}\n", "approvals.json": b"{}"}
    assert list(of_changelog(files)) == ["a.sql"]
    whole = {**files, "m.xml": xml(), "d/x.csv": b"a", "notes.md": b"", "d/b.sql": b""}
    assert list(of_changelog(whole)) == ["a.sql", "ci.yaml", "d/b.sql", "d/x.csv", "m.xml"]
    assert parse_changelog(of_changelog(whole)).changesets == ()


def test_a_file_beside_the_master_is_said() -> None:
    sql = b"--liquibase formatted sql\n--changeset a:2\nselect 1 from dual;\n"
    read = parse_changelog({"c/m.xml": one("<sql>select 1 from dual</sql>"), "c/x.sql": sql})
    assert read.left_out == ("c/x.sql",)
    assert [(f.code, f.path) for f in lint(read) if f.code == "lint.not_included"] == [
        ("lint.not_included", "c/x.sql")
    ]


def test_files_are_found_from_the_root_the_master_and_the_file() -> None:
    sql = b"--liquibase formatted sql\n--changeset a:%d\nselect 1 from dual;\n"
    files = {
        "db/m.xml": xml("<include file='db/one.sql'/><include file='two.sql'/>",
                        "<include file='sub/n.xml' relativeToChangelogFile='true'/>"),
        "db/sub/n.xml": xml("<include file='three.sql' relativeToChangelogFile='true'/>"),
        "db/one.sql": sql % 1, "db/two.sql": sql % 2, "db/sub/three.sql": sql % 3,
    }  # fmt: skip
    assert [c.path for c in parse_changelog(files).changesets] == [
        "db/one.sql", "db/two.sql", "db/sub/three.sql",
    ]  # fmt: skip


# -- the guard -----------------------------------------------------------------------------------


def verdicts(*changes: str) -> list[tuple[str, str]]:
    inside = [
        f'<changeSet id="{n}" author="a">{change}</changeSet>'
        for n, change in enumerate(changes, 1)
    ]
    return [(r.verdict, r.rule) for r in guard_changelog(parse_changelog({"m.xml": xml(*inside)}))]


def test_the_guard_judges_what_is_sent() -> None:
    found = verdicts(
        '<addColumn tableName="T"><column name="C" type="VARCHAR(10)"/></addColumn>',
        '<dropColumn tableName="T" columnName="C0"/>',
        '<dropTable tableName="T"/>',
        '<update tableName="T"><column name="A" value="x"/><where>B = 1</where></update>',
        '<delete tableName="T"/>',
        "<sql>drop table t</sql>",
        '<addColumn tableName="T"><column name="D" type="BOOLEAN"/></addColumn>',
        "<createProcedure>create or replace procedure p is begin null; end;</createProcedure>",
    )
    assert [verdict for verdict, _ in found] == [
        "allowed", "refused", "refused", "announce", "refused", "refused", "refused", "allowed",
    ]  # fmt: skip
    assert [rule for _, rule in found].count("guard.unsupported_change") == 2


def test_queries_of_preconditions_are_judged_wherever_they_stand() -> None:
    bad = "<sqlCheck expectedResult='1'>select other.purge() from dual</sqlCheck>"
    nested = f"<preConditions><not><or>{bad}</or></not></preConditions>"
    for content in (xml(nested), one(f"{nested}<sql>select 1 from dual</sql>")):
        rulings = guard_changelog(parse_changelog({"m.xml": content}))
        assert "refused" in {r.verdict for r in rulings}


def test_a_column_that_may_be_empty_again_waits() -> None:
    drop = "<dropNotNullConstraint tableName='T' columnName='A' columnDataType='NUMBER'/>"
    add = (
        "<addColumn tableName='T'><column name='A' type='NUMBER'><constraints nullable='false'/>"
        "</column></addColumn>"
    )
    for before, verdict in (("", "announce"), (add, "allowed")):
        last = guard_changelog(parse_changelog({"m.xml": one(before + drop)}))[-1]
        assert last.verdict == verdict, last


def test_an_approval_is_for_the_attributes_too() -> None:
    def digest(attributes: str, around: str = "") -> str:
        change = "<update tableName='T'><column name='A' value='x'/><where>B=1</where></update>"
        read = parse_changelog(
            {"m.xml": xml(f"<include file='n.xml' {around}/>"), "n.xml": one(change, attributes)}
        )
        return digest_of(read.changesets[0], CodeBehind(read))

    same = digest("")
    assert same == digest("")
    assert len({same, digest("runAlways='true'"), digest("failOnError='false'"),
                digest("runOnChange='true'"), digest("", "context='x'")}) == 5  # fmt: skip


def test_one_changeset_of_several_definitions_is_only_a_warning() -> None:
    read: Changelog = parse_changelog(
        {"m.xml": one("<createIndex tableName='T' indexName='I'><column name='A'/></createIndex>"
                      "<createIndex tableName='T' indexName='J'><column name='B'/></createIndex>")}
    )  # fmt: skip
    found = {f.code: f.severity for f in lint(read)}
    assert found["lint.several_definitions"] == "warning"
    assert "error" not in found.values()


def test_a_change_that_liquibase_itself_orders_is_only_a_warning() -> None:
    column = (
        "<column name='C' type='NUMBER' valueNumeric='1'><constraints nullable='false'/></column>"
    )
    read = parse_changelog({"m.xml": one(f"<addColumn tableName='T'>{column}</addColumn>")})
    found = {f.code: f.severity for f in lint(read)}
    assert found["lint.data_before_definition"] == "warning"
