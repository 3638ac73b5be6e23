"""Damage and honest work between the two looks at a living client: over the wire, each gets the
colour that it deserves, and the sentence that names it.

What happens is played while the application is imported, by a session of its own.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from app.lab import process, world
from app.oracle import ConnectionSpec, Session, connect
from app.proof.model import Colour, Reason, worst
from app.release import ReleaseBundle
from app.rollout import ClientTarget, Order, run_rollout
from app.rollout.model import ClientState, PlannedClient, Proof, RolloutPlan, Verdict
from app.rollout.ports import REAL
from tests.rollout.runner import demo_bundle
from tests.rollout.test_lab import SLOW, Demo

CLIENT = "maroc"
Played = tuple[str, ...]


class Case:
    """One row of the table of damage: what is there before, and what happens meanwhile."""

    def __init__(
        self,
        before: Played,
        meanwhile: Played,
        colour: Colour,
        code: str,
        undo: bool = True,
        **facts: object,
    ) -> None:
        self.before, self.meanwhile, self.undo = before, meanwhile, undo
        self.colour, self.code, self.facts = colour, code, facts


TEXT = "a text of ten thousand and one characters, " * 250


def long_text(at: int) -> str:
    """A text of 10 001 characters with one letter changed."""
    text = (TEXT * 2)[:10_001]
    return text[:at] + "#" + text[at + 1 :] if at else text


def journal_row(key: str) -> str:
    return (
        "insert into journal (id_journal, quand, utilisateur, page, detail)"
        f" select {key}, date '2024-01-01', 'U', '1', 'x' from dual"
    )


def many_more(table: str, first: int, count: int) -> Played:
    rows = f"select {first} + level, 'v' || level from dual connect by level <= {count}"
    return (f"insert into {table} (id, v) {rows}",)


def many(table: str, first: int, count: int) -> Played:
    """A table with so many rows."""
    made = f"create table {table} (id number primary key, v varchar2(20))"
    return (made, *many_more(table, first, count))


GREEN, AMBER, RED = Colour.GREEN, Colour.AMBER, Colour.RED
CASES = {
    "null and empty": Case(
        ("create table x_n (id number primary key, v varchar2(20))",
         "insert into x_n values (1, 'a')"),
        ("update x_n set v = '' where id = 1",),
        GREEN, "data.others_proved", table="X_N", count=1, keys="1",
    ),
    "null and the text null": Case(
        ("create table x_m (id number primary key, v varchar2(20))",
         "insert into x_m values (1, '<null>')"),
        ("update x_m set v = null where id = 1",),
        GREEN, "data.others_proved", table="X_M", count=1,
    ),
    "a blank CHAR and NULL": Case(
        ("create table x_b (id number primary key, v char(3))", "insert into x_b values (1, ' ')"),
        ("update x_b set v = null where id = 1",),
        GREEN, "data.others_proved", table="X_B", count=1,
    ),
    "a fraction": Case(
        ("create table x_d (id number primary key, v number)",
         "insert into x_d values (1, 123456789.125)"),
        ("update x_d set v = 123456789.126",),
        GREEN, "data.others_proved", table="X_D", count=1,
    ),
    "rows that exchange values": Case(
        ("create table x_s (id number primary key, v varchar2(9))",
         "insert into x_s values (1, 'a')", "insert into x_s values (2, 'b')"),
        ("update x_s set v = case id when 1 then 'b' else 'a' end",),
        GREEN, "data.others_proved", table="X_S", count=2, keys="1, 2",
    ),
    "seconds of a date, in a table without a key": Case(
        ("create table x_t (d date)",
         "insert into x_t values (to_date('2024-01-01 10:00:00', 'YYYY-MM-DD HH24:MI:SS'))"),
        ("update x_t set d = to_date('2024-01-01 10:00:01', 'YYYY-MM-DD HH24:MI:SS')",),
        AMBER, "data.missing", table="X_T", count=1,
    ),
    "the middle of a LOB": Case(
        ("create table x_lob (id number primary key, c clob)",
         f"insert into x_lob values (1, :long{0})"),
        (f"update x_lob set c = :long{6_000}",),
        GREEN, "data.others_proved", table="X_LOB", count=1, keys="1",
    ),
    "the same rows once more": Case(
        ("create table x_r (a number)", "insert into x_r values (1)", "insert into x_r values (2)"),
        ("delete from x_r", "insert into x_r values (2)", "insert into x_r values (1)"),
        GREEN, "",
    ),
    "loss behind growth": Case(
        (),
        ("delete from journal where id_journal <= (select min(id_journal) + 9 from journal)",
         *(journal_row(str(900_000 + n)) for n in range(11))),
        GREEN, "data.others_proved", table="JOURNAL", count=10,
    ),
    "loss behind growth, undo gone": Case(
        (),
        ("delete from journal where id_journal <= (select min(id_journal) + 9 from journal)",
         *(journal_row(str(910_000 + n)) for n in range(11))),
        AMBER, "data.missing", undo=False, table="JOURNAL", count=10,
    ),
    "more than a sketch can name": Case(
        many("x_w", 0, 500), ("delete from x_w where id > 50", *many_more("x_w", 1000, 600)),
        GREEN, "data.others_proved", table="X_W", count=450,
    ),
    "more than a sketch can name, undo gone": Case(
        many("x_y", 0, 500), ("delete from x_y where id > 50", *many_more("x_y", 1000, 600)),
        AMBER, "data.too_many", undo=False, table="X_Y", net="+150",
    ),
    "a user's update": Case(
        (),
        ("update agences set nom = 'x' where id_agence = (select min(id_agence) from agences)",),
        GREEN, "data.changed_by_others", undo=False, table="AGENCES", count=1, keys="1",
    ),
    "a user's delete": Case(
        (),
        ("delete from primes where id_prime = (select max(id_prime) from primes)",),
        GREEN, "data.others_proved", table="PRIMES", count=1,
    ),
    "a sequence": Case(
        ("create sequence seq_mine",), ("drop sequence seq_mine",),
        RED, "data.object_gone", kind="SEQUENCE", name="ORASSADM.SEQ_MINE",
    ),
    "a constraint": Case(
        ("create table x_c (a number constraint x_pk primary key,"
         " b number constraint x_ck check (b > 0))",),
        ("alter table x_c drop constraint x_ck",),
        RED, "data.object_gone", kind="CONSTRAINT", name="ORASSADM.X_CK",
    ),
    "a constraint that checks no more": Case(
        ("create table x_e (a number constraint x_ek check (a > 0))",),
        ("alter table x_e disable constraint x_ek",),
        RED, "data.object_weaker", kind="CONSTRAINT", name="ORASSADM.X_EK", fact="status",
    ),
    "an index": Case(
        ("create table x_i (a number)", "create index x_ix on x_i (a)"), ("drop index x_ix",),
        RED, "data.object_gone", kind="INDEX", name="ORASSADM.X_IX",
    ),
    "a view": Case(
        ("create view x_v as select 1 a from dual",), ("drop view x_v",),
        RED, "data.object_gone", kind="VIEW", name="ORASSADM.X_V",
    ),
    "a procedure": Case(
        ("create procedure x_p as begin null; end;",), ("drop procedure x_p",),
        RED, "data.object_gone", kind="PROCEDURE", name="ORASSADM.X_P",
    ),
    "a grant": Case(
        (), ("revoke execute on pkg_reference from orassuit",),
        RED, "data.object_gone", kind="GRANT",
        name="ORASSUIT EXECUTE ORASSADM.PKG_REFERENCE",
    ),
    "a table": Case(
        ("create table x_o (a number)",), ("drop table x_o",),
        RED, "data.table_gone", table="X_O", rows=0,
    ),
    "a table that came": Case((), ("create table x_new (a number)",), GREEN, ""),
}  # fmt: skip


def blind(ports: Any) -> Any:
    """The ports to a client whose undo is gone."""

    def schema(session: Any, log: bool = False) -> Any:
        return replace(ports.schema(session, log), moment=None)

    return replace(ports, schema=schema)


@pytest.fixture(scope="module")
def lab(pristine: world.WorldInfo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    home = tmp_path_factory.mktemp("damage")
    shutil.copytree(pristine.home, home / "lab")
    with process.start(home / "lab") as running:
        yield Demo(home / "home", running, pristine)


def logged_on(demo: Demo) -> Session:
    spec = ConnectionSpec(name=CLIENT, dsn=demo.dsn(CLIENT), user="ORASSADM")
    return connect(spec, demo.passwords[f"{CLIENT}/ORASSADM"])


def play(session: Session, statements: Played) -> None:
    for sql in statements:
        if ":long" in sql:
            text, _, at = sql.partition(":long")
            session.execute(f"{text}:p_long{')' if 'values' in text else ''}",
                            p_long=long_text(int(at.rstrip(")"))))  # fmt: skip
        else:
            session.execute(sql)
    session.commit()


def rolled_out(
    demo: Demo, folder: Path, bundle: ReleaseBundle, meanwhile: Callable[[], None], ports: Any
) -> ClientState:
    """The release at one client, with what happens between the two looks."""

    def importing(session: Session, files: Any, target: Any) -> Any:
        meanwhile()
        return REAL.import_application(session, files, target)

    target: ClientTarget = demo.target(CLIENT)
    order = Order(
        RolloutPlan("r1", "v2", "c0ffee", bundle.release.version, (PlannedClient(CLIENT, "M", 1),)),
        bundle,
        (target,),
        lambda client, user: demo.passwords[f"{client}/{user}"],
        folder / "journal.sqlite",
        folder / "rollouts",
        folder / "backups",
        replace(ports, import_application=importing),
    )
    (client,) = run_rollout(order).wait(SLOW).clients
    return client


def said(client: ClientState, code: str, **facts: object) -> list[Reason]:
    proof = client.proof or Proof()
    return [
        r for r in proof.reasons
        if r.code == code and all(r.facts.get(k) == v for k, v in facts.items())
    ]  # fmt: skip


VERDICTS = {GREEN: Verdict.VERIFIED, AMBER: Verdict.IN_DOUBT, RED: Verdict.DATA_LOSS}


GROUPS = {
    "others, proved": [n for n, c in CASES.items() if c.undo and c.colour is not RED],
    "others, undo gone": [n for n, c in CASES.items() if not c.undo],
    "objects": [n for n, c in CASES.items() if c.colour is RED],
}


@pytest.mark.parametrize("group", GROUPS)
def test_the_table_of_damage(lab: Demo, tmp_path: Path, group: str) -> None:
    """All of a group at once, each on a table or an object of its own."""
    cases = {name: CASES[name] for name in GROUPS[group]}
    with logged_on(lab) as user:
        for case in cases.values():
            play(user, case.before)
    with logged_on(lab) as user:
        client = rolled_out(
            lab,
            tmp_path,
            demo_bundle(str(2 + list(GROUPS).index(group))),
            lambda: [play(user, case.meanwhile) for case in cases.values()] and None,
            REAL if group != "others, undo gone" else blind(REAL),
        )
    proof = client.proof or Proof()
    for name, case in cases.items():
        found = said(client, case.code, **case.facts)
        colours = [case.colour] if case.code else [r.colour for r in found]
        assert [r.colour for r in found] == colours, (name, client.problem, proof)
    worst_of = worst(*(case.colour for case in cases.values()))
    assert (proof.colour, client.verdict) == (worst_of, VERDICTS[worst_of])
    told = sum(bool(case.code) for case in cases.values())
    named = {r.facts.get("name") or r.facts["table"] for r in proof.reasons if r.colour is worst_of}
    assert len(named) <= told, named
