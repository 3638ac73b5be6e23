"""What an approved changeset rests on: an approval is void when an earlier changeset changes what
it reads, what it writes, or the session that it finds, and says which one that was."""

from __future__ import annotations

import pytest

from app.changelog import Changelog, parse_changelog
from app.changelog.file.approvals import Approvals, approve, standing
from tests.changelog.test_approvals import WHEN, WHO

HEAD = "--liquibase formatted sql\n"
SRC = "--changeset a:1\ncreate table src (id number, v number);\n"
FILL = "--changeset a:fill\ninsert into src values (1, 5);\n"
READS = "update emp set sal = (select v from src where id = 1) where dept = 10;\n"
KEY = "changelog/001.sql::{}::{}"


def read(text: str) -> Changelog:
    return parse_changelog({"changelog/001.sql": (HEAD + text).encode()})


def void(before: str, after: str, approved: str, attributes: str = "") -> tuple[str, ...] | None:
    """The earlier changesets that made the approval void; None where it still holds."""
    last = f"--changeset z:approved {attributes}\n{approved}"
    key = KEY.format("approved", "z")
    shown = read(before + last)
    given = approve(shown, next(c for c in shown.changesets if c.key == key), WHO, WHEN)
    approvals = Approvals().with_(given)
    assert set(standing(shown, approvals).good) == {key}
    found = standing(read(after + last), approvals)
    return found.void[key].earlier if key in found.void else None


def keys(*ids: str) -> tuple[str, ...]:
    return tuple(KEY.format(one, "a") for one in ids)


def block(id_: str, *texts: str) -> str:
    return f"--changeset a:{id_} endDelimiter:/\n" + "\n/\n".join(texts) + "\n/\n"


PROC = "create procedure fill as begin insert into src values (1, {}); end;"
FILLED = {
    "by another statement": (SRC + "insert into src values (1, 5);\n", "5", "0"),
    "by a computed column": (
        "--changeset a:1\ncreate table src (id number, b number, v as (b*1));\n"
        "insert into src (id, b) values (1, 5);\n", "b*1", "b*0"),
    "by a default": (
        "--changeset a:1\ncreate table src (id number, v number default 5);\n"
        "insert into src (id) values (1);\n", "5", "0"),
    "through a view": (
        SRC + "create view w as select id, v from src;\ninsert into w values (1, 5);\n", "5", "0"),
    "through a view of a view": (
        SRC + "create view u as select * from (select id, v from src) x;\n"
        "create view w as select id, v from dual d, u;\ninsert into w values (1, 5);\n",
        "5", "0"),
    "through a synonym": (
        SRC + "create synonym w for src;\ninsert into w values (1, 5);\n", "5", "0"),
    "by a procedure": (SRC + block("p", PROC.format(5), "begin fill; end;"), "5", "0"),
    "by a procedure of a procedure": (
        SRC + block("p", PROC.format(5), "create procedure o as begin fill; end;",
                    "create procedure q as begin o; end;") + block("c", "begin q; end;"),
        "begin q;", "begin null; q;"),
    "by a text that is put together": (
        SRC + block("p", "begin execute immediate 'insert into s'||'rc values (1, 5)'; end;"),
        "5", "0"),
    "by a function of another statement": (
        SRC + "create table oth (a number);\n" + block(
            "p", "create function f return number as pragma autonomous_transaction;"
            " begin insert into src values (1, 5); commit; return 1; end;",
            "insert into oth values (f())"), "oth values (f())", "oth values (f()+1)"),
    "by a function of a view": (
        SRC + "create table oth (a number);\n" + block(
            "p", "create function f return number as pragma autonomous_transaction;"
            " begin insert into src values (1, 5); commit; return 1; end;",
            "create view w as select f() a from dual",
            "insert into oth select a from w"), "select a from w", "select a + 1 from w"),
    "by a trigger": (
        SRC + "create table oth (a number);\n" + block(
            "t", "create trigger tr after insert on oth begin insert into src values (1, 5); end;",
            "insert into oth values (1)"), "(1, 5)", "(1, 0)"),
    "by rows that set off a trigger": (
        SRC + "create table oth (a number);\n" + block(
            "t", "create trigger tr after insert on oth for each row begin"
            " insert into src values (1, :new.a); end;") + "--changeset a:u\n"
        "insert into oth values (5);\n", "5", "0"),
    "by a procedure that sets off a trigger": (
        SRC + "create table oth (a number);\n" + block(
            "t", "create trigger tr after insert on oth for each row begin"
            " insert into src values (1, :new.a); end;",
            "create procedure p as begin insert into oth values (5); end;", "begin p; end;"),
        "(5)", "(0)"),
    "by a sequence": (
        "--changeset a:1\ncreate sequence sq;\ncreate table src (id number, v number default"
        " sq.nextval);\ninsert into src (id) values (1);\n",
        "create sequence sq", "create sequence sq start with 7"),
}  # fmt: skip


@pytest.mark.parametrize(("before", "old", "new"), FILLED.values(), ids=FILLED)
def test_what_it_reads_is_filled_with_something_else(before: str, old: str, new: str) -> None:
    after = before.replace(old, new)
    assert after != before
    edited = [
        one.id
        for one, other in zip(read(before).changesets, read(after).changesets, strict=True)
        if one.sql != other.sql
    ]
    assert void(before, after, READS) == keys(*edited)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a:fill", "a:fill context:never"),
        ("a:fill", "a:fill labels:later"),
        ("a:fill", "a:fill dbms:h2"),
        ("a:fill", "a:fill ignore:true"),
        ("a:fill", "a:fill runAlways:true"),
        ("a:fill", "a:fill runOnChange:true"),
        ("a:fill", "a:fill failOnError:false"),
        ("insert", "--preconditions onFail:MARK_RAN\n"
         "--precondition-sql-check expectedResult:1 select 0 from dual\ninsert"),
    ],
)  # fmt: skip
def test_whether_and_at_whom_it_is_filled(old: str, new: str) -> None:
    assert void(SRC + FILL, SRC + FILL.replace(old, new, 1), READS) == keys("fill")
    assert void(SRC + FILL.replace(old, new, 1), SRC + FILL, READS) == keys("fill")


def test_the_outcome_and_the_question_of_a_precondition() -> None:
    asked = (
        "--preconditions onFail:{}\n--precondition-sql-check expectedResult:{} select"
        " count(*) from flags\ninsert"
    )
    rows = "--changeset a:flags\ninsert into flags values ({});\n"

    def text(outcome: str = "MARK_RAN", expected: int = 1, flag: int = 1) -> str:
        fill = FILL.replace("insert", asked.format(outcome, expected))
        return rows.format(flag) + SRC + fill

    assert void(text(), text(outcome="CONTINUE"), READS) == keys("fill")
    assert void(text(), text(expected=0), READS) == keys("fill")
    assert void(text(), text(flag=2), READS) == keys("flags")


def test_a_question_of_another_changeset_that_writes() -> None:
    code = block(
        "f", "create function f return number as pragma autonomous_transaction;"
        " begin insert into src values (1, 5); commit; return 1; end;",
    )  # fmt: skip
    other = (
        "--changeset a:other\n--preconditions onFail:MARK_RAN\n--precondition-sql-check"
        " expectedResult:1 select f() from {}\ncreate table oth (a number);\n"
    )
    before = SRC + code + other.format("dual")
    assert void(before, SRC + code + other.format("dual d"), READS) == keys("other")
    assert void(SRC + code, before, READS) == keys("f", "other")


def test_a_precondition_that_asks_for_another_changeset() -> None:
    other = "--changeset a:other{}\ncreate table other (a number);\n"
    master = (
        "<databaseChangeLog><include file='changelog/001.sql'/><changeSet id='fill' author='a'>"
        "<preConditions onFail='MARK_RAN'><changeSetExecuted id='other' author='a'"
        " changeLogFile='changelog/001.sql'/></preConditions>"
        "<sql>insert into src values (1, 5)</sql></changeSet>"
        "<changeSet id='approved' author='z'><sql>{}</sql></changeSet></databaseChangeLog>"
    )

    def of(attributes: str) -> Changelog:
        files = {"m.xml": master.format(READS.strip()), "changelog/001.sql": HEAD + SRC + other}
        files["changelog/001.sql"] = files["changelog/001.sql"].format(attributes)
        return parse_changelog({path: text.encode() for path, text in files.items()})

    shown = of("")
    approvals = Approvals().with_(approve(shown, shown.changesets[-1], WHO, WHEN))
    assert set(standing(of(""), approvals).good) == {"m.xml::approved::z"}
    (found,) = standing(of(" context:never"), approvals).void.values()
    assert found.earlier == keys("other")


@pytest.mark.parametrize(
    ("added", "approved"),
    [
        ("alter sequence sq increment by 1000;", "update emp set no = sq.nextval where dept = 1;"),
        ("insert into oth values (sq.nextval);", "update emp set no = sq.nextval where dept = 1;"),
        ("alter session set nls_comp = linguistic;", "update emp set sal = 0 where name = 'x';"),
        ("begin execute immediate 'alter session set nls_comp=linguistic nls_sort=binary_ci'; end;",
         "update emp set sal = 0 where name = 'x';"),
        ("begin execute immediate 'alter sess'||'ion set nls_comp=linguistic'; end;",
         "update emp set sal = 0 where name = 'x';"),
        ("begin dbms_random.seed(1); end;", "update emp set sal = dbms_random.value where a = 1;"),
        ("begin dbms_application_info.set_client_info('x'); end;",
         "update emp set sal = 0 where name = sys_context('userenv', 'client_info');"),
        ("create unique index i on emp (sal);", "update emp set sal = 0 where name = 'x';"),
    ],
)  # fmt: skip
def test_an_added_changeset_that_changes_what_it_finds(added: str, approved: str) -> None:
    before = "--changeset a:1\ncreate sequence sq;\ncreate table oth (a number);\n"
    after = before + block("added", added.removesuffix("; end;") + "; end;") if "end;" in added \
        else before + f"--changeset a:added\n{added}\n"  # fmt: skip
    assert void(before, after, approved) == keys("added")


def test_code_that_sets_the_session_of_its_caller() -> None:
    code = block("code", "create procedure s as begin execute immediate"
                 " 'alter session set nls_comp=linguistic'; end;")  # fmt: skip
    approved = "update emp set sal = 0 where name = 'x';\n"
    assert void("", code, approved) is None  # nobody calls it
    assert void("", code + block("call", "begin s; end;"), approved) == keys("call", "code")


def test_a_trigger_that_its_rows_set_off_through_a_materialized_view() -> None:
    view = SRC + block(
        "mv", "create materialized view mv refresh on commit as select a from oth",
        "create trigger tr after insert on mv begin insert into src values (1, 5); end;",
    )  # fmt: skip
    rows = "--changeset a:rows\ninsert into oth values ({});\n"
    assert void(view + rows.format(1), view + rows.format(2), READS) == keys("rows")


def test_changesets_that_change_places() -> None:
    twice = "--changeset a:again\ninsert into src select 1, v from src;\n"
    found = void(SRC + FILL + twice, SRC + twice + FILL, READS)
    assert found is not None and set(found) == set(keys("fill", "again"))


def test_what_always_runs_comes_behind_everything_the_second_time() -> None:
    changeset = "--changeset z:approved runAlways:true\n" + READS
    shown, now = read(SRC + changeset), read(SRC + changeset + FILL)
    given = approve(shown, shown.changesets[-1], WHO, WHEN)
    (found,) = standing(now, Approvals().with_(given)).void.values()
    assert found.earlier == keys("fill")


@pytest.mark.parametrize(
    "unrelated",
    [
        "create table room (id number, v number, sal number);",
        "create view all_rooms as select id, v from room;",
        "insert into room (id, v) values (1, 5);",
        "create index i on emp (sal);",
        "create index j on room (upper(v));",
        "comment on table src is 'x';",
        "grant select on src to bob;",
        "alter table room add (v2 number default 5);",
        "alter table room add constraint fk foreign key (id) references src (id);",
        "alter sequence other_sq cache 100;",
        "insert into room (id, v) select id, v from src;",
    ],
)
def test_what_has_nothing_to_do_with_it_voids_nothing(unrelated: str) -> None:
    before = SRC + FILL
    assert void(before, before + f"--changeset a:added\n{unrelated}\n", READS) is None


def test_a_block_is_not_found_through_what_two_blocks_say_beside_their_tables() -> None:
    mine = block("m", "declare n number; begin insert into src values (1, 5); -- the first\nend;")
    other = "declare n number; begin insert into room (z) values ({}); -- the second\nend;"
    before = SRC + mine
    assert void(before + block("o", other.format(1)), before + block("o", other.format(2)), READS) \
        is None  # fmt: skip


def test_a_changeset_is_found_through_its_tables_and_not_through_a_column() -> None:
    view = "--changeset a:v\ncreate view w as select id, v, dept from persons;\n"
    fill = "--changeset a:w\ninsert into w (id, v, dept) values (1, 2, {});\n"
    before = SRC + view
    assert void(before + fill.format(3), before + fill.format(4), READS) is None


AUTONOMOUS = (
    "create function g return number as pragma autonomous_transaction;"
    " begin insert into src values (1, 5); commit; return 1; end;"
)
TRIGGER = (
    "create trigger tr {} insert on {} for each row begin insert into src values (1, :new.a); end;"
)
BY_OTHERS = {
    "an odd place in a FROM": (
        SRC + "create view w as select s.id, s.v from oth partition (p) o, src s;\n"
        "insert into w values (1, 5);\n", "1, 5", "1, 0", "1"),
    "a view that a block creates": (
        SRC + block("v", "begin execute immediate 'create view w as select * from s'||'rc'; end;")
        + "--changeset a:fill\ninsert into w values (1, 5);\n", "1, 5", "1, 0", "fill"),
    "a trigger that a block creates": (
        SRC + block("t", "begin execute immediate 'create trigger tr after insert on oth begin"
                    " insert into src values (1, 9); end;'; end;")
        + "--changeset a:fill\ninsert into oth values (5);\n", "(5)", "(0)", "fill"),
    "a trigger instead of a view": (
        SRC + "create view w as select 1 a from dual;\n"
        + block("t", TRIGGER.format("instead of", "w"))
        + "--changeset a:fill\ninsert into w values (5);\n", "(5)", "(0)", "fill"),
    "a synonym of a table with a trigger": (
        SRC + "create synonym os for oth;\n" + block("t", TRIGGER.format("after", "oth"))
        + "--changeset a:fill\ninsert into os values (5);\n", "(5)", "(0)", "fill"),
    "the default of another table": (
        SRC + block("g", AUTONOMOUS) + "--changeset a:t\ncreate table oth (a number, b number"
        " default g());\n--changeset a:fill\ninsert into oth (a) values (5);\n",
        "(5)", "(0)", "fill"),
    "a table made of a query": (
        SRC + block("g", AUTONOMOUS) + "--changeset a:fill\ncreate table oth as select g() x from"
        " dual;\n", "g() x", "g() + 1 x", "fill"),
    "a query": (
        SRC + block("g", AUTONOMOUS) + "--changeset a:fill\nselect g() from dual;\n",
        "select g()", "select 1 + g()", "fill"),
    "a call": (
        SRC + block("p", "create procedure fill (x number) as begin insert into src values (1, x);"
                    " end;") + "--changeset a:fill\ncall fill(5);\n", "(5)", "(0)", "fill"),
    "a renamed column": (
        SRC + "--changeset a:fill\nalter table src rename column v to o;\n"
        "alter table src rename column w to v;\n", "w to v", "x to v", "fill"),
}  # fmt: skip


@pytest.mark.parametrize(("before", "old", "new", "cause"), BY_OTHERS.values(), ids=BY_OTHERS)
def test_rows_that_come_another_way(before: str, old: str, new: str, cause: str) -> None:
    assert void(before, before.replace(old, new), READS) == keys(cause)
