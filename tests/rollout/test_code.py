"""Where the client's own code leads when the release writes a row."""

from __future__ import annotations

from typing import Any

import pytest

from app.rollout.code import Code, read_code

OWNER = "A"
TRIGGER = {("trigger", "A.TR"): {"table": "T"}}


class Source:
    """A session that answers with the lines of USER_SOURCE."""

    def __init__(self, **texts: str) -> None:
        self.texts = texts

    def query(self, sql: str) -> list[tuple[str, str, str]]:
        assert "user_source" in sql
        return [
            (kind.replace("_", " ").upper(), text.split()[1].upper(), line + "\n")
            for kind, text in self.texts.items()
            for line in text.splitlines()
        ]


def read(**texts: str) -> Code:
    session: Any = Source(**texts)
    return read_code(session, TRIGGER, OWNER)


ON_T = "trigger tr after update on t for each row\n"


@pytest.mark.parametrize(
    ("body", "tables", "alone"),
    [
        ("begin delete from u; end;", {"U"}, set()),
        ("begin insert into log values (1); update v set a = 1; end;", {"LOG", "V"}, set()),
        ("declare pragma autonomous_transaction; begin delete from u; commit; end;", set(), {"U"}),
        ("begin :new.a := 1; end;", set(), set()),
        ("begin -- mail me@example.com\n null; end;", set(), set()),
    ],
)
def test_what_a_trigger_writes(body: str, tables: set[str], alone: set[str]) -> None:
    leads = read(trigger=ON_T + body).leads(["T"])
    assert (leads.tables, leads.alone) == (tables, alone)


@pytest.mark.parametrize(
    "body",
    [
        "begin execute immediate 'delete from ' || :new.a; end;",
        "declare c number := dbms_sql.open_cursor; begin null; end;",
        "begin delete from u@far; end;",
        "begin dbms_scheduler.run_job('J'); end;",
    ],
)
def test_what_cannot_be_read_may_lead_anywhere(body: str) -> None:
    assert read(trigger=ON_T + body).leads(["T"]).alone is None


def test_other_tables_are_left_alone() -> None:
    assert read(trigger=ON_T + "begin delete from u; end;").leads(["W"]).tables == set()


def test_code_that_it_calls_is_followed_and_so_are_triggers_behind() -> None:
    code = read(
        trigger=ON_T + "begin clean(1); end;",
        procedure="procedure clean (p number) is begin delete from u; again; end;",
        package_body="package again is begin clean(2); end;",
    )
    assert code.leads(["T"]).tables == {"U"}


def test_cascades() -> None:
    inventory = {
        ("constraint", "A.PK"): {"table": "T", "type": "P"},
        ("constraint", "A.FK"): {"table": "LINES", "references": "PK", "delete": "CASCADE"},
        ("constraint", "A.FK2"): {"table": "LINES", "type": "P"},
        ("constraint", "A.FK3"): {"table": "PARTS", "references": "FK2", "delete": "SET NULL"},
        ("constraint", "A.FK4"): {"table": "KEPT", "references": "PK", "delete": "NO ACTION"},
    }
    session: Any = None  # without triggers nothing is asked
    assert read_code(session, inventory, OWNER).leads(["T"]).tables == {"LINES", "PARTS"}
