"""Every way of the driver to send and to fetch: served, or refused with an ORA- number.

What the lab does not play carries "(lab" in its text; a fault of the lab itself ("lab failure") is
never an answer, and the session goes on after each.
"""

from __future__ import annotations

import array
import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import oracledb
import pytest

from app.lab.sql.database import Database
from app.lab.wire.server import PROFILE_19C, PROFILE_23AI, LabServer, Profile

PASSWORD = "pw-of-the-1ab"
COLUMNS = {
    "vc": "varchar2(4000)",
    "n": "number",
    "d": "date",
    "ts": "timestamp",
    "r": "raw(2000)",
    "bf": "binary_double",
    "cl": "clob",
    "bl": "blob",
}
VALUES: dict[str, list[Any]] = {
    "text": ["a", None],
    "digits": ["12", "x"],
    "whole": [1, 2**40],
    "decimal": [Decimal("1.5"), None],
    "float": [1.5, None],
    "truth": [True, None],
    "bytes": [b"ab", None],
    "large": ["x" * 40_000, None],
    "large bytes": [b"z" * 40_000, None],
    "date": [dt.date(2024, 1, 2), None],
    "moment": [dt.datetime(2024, 1, 2, 3, 4, 5, 6), None],
    "span": [dt.timedelta(days=1), None],
    "nothing": [None, None],
}
TYPES = sorted(n for n in dir(oracledb) if n.startswith("DB_TYPE_"))
CODE = (
    "create or replace procedure p_in(a in varchar2, b out number, c in out varchar2) as "
    "begin b := length(a); c := c || a; end;",
    "create or replace function f_num(a number) return number as begin return a * 2; end;",
    "create or replace function f_cur return sys_refcursor as c sys_refcursor; "
    "begin open c for select 1 x from dual; return c; end;",
)


class Driver:
    """One connection, and what the lab had against what was done with it."""

    def __init__(self, dsn: str) -> None:
        self.connection = oracledb.connect(user="T", password=PASSWORD, dsn=dsn)
        self.connection.call_timeout = 20_000
        self.wrong: list[str] = []

    def cursor(self) -> Any:
        return self.connection.cursor()

    def tries(self, name: str, call: Callable[[Any], Any]) -> None:
        try:
            call(self.cursor())
        except oracledb.Error as error:
            said = str(error).splitlines()[0]
            if "lab failure" in said or said.startswith(("DPY-4011", "DPY-4024", "DPY-5")):
                self.wrong.append(f"{name}: {said}")
        except (TypeError, ValueError, AttributeError, NotImplementedError):
            pass  # the driver itself does not take it
        try:
            self.connection.ping()
        except oracledb.Error as error:
            self.wrong.append(f"{name}: the session ended: {error}")
            raise


@pytest.fixture(scope="module", params=[PROFILE_23AI, PROFILE_19C], ids=lambda p: p.name)
def driver(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Driver]:
    profile: Profile = request.param
    folder: Path = tmp_path_factory.mktemp("api")
    made = Database.create(folder / "db", "D", (23, 6, 0, 24, 10))
    made.create_user("T", PASSWORD)
    server = LabServer([made], profile=profile)
    server.start()
    one = Driver(f"127.0.0.1:{server.port}/D")
    for name, kind in COLUMNS.items():
        one.cursor().execute(f"create table t_{name} (id number, v {kind})")
    for code in CODE:
        one.cursor().execute(code)
    yield one
    with contextlib.suppress(oracledb.Error):
        one.connection.close()
    server.stop(drain_seconds=0)


@pytest.fixture(autouse=True)
def clean(driver: Driver) -> Iterator[None]:
    driver.wrong = []
    yield
    driver.connection.rollback()


@pytest.mark.parametrize("column", COLUMNS)
def test_values_into_columns_and_out_of_them(driver: Driver, column: str) -> None:
    insert = f"insert into t_{column} (id, v) values (:1, :2)"
    for name, values in VALUES.items():
        rows = list(enumerate(values))
        driver.tries(f"many {name}", lambda c, rows=rows: c.executemany(insert, rows))
        driver.tries(
            f"many with errors {name}",
            lambda c, rows=rows: c.executemany(
                insert, rows, batcherrors=True, arraydmlrowcounts=True
            ),
        )
        driver.tries(
            f"where {name}",
            lambda c, v=values[0]: c.execute(
                f"select id, v from t_{column} where v = :1", [v]
            ).fetchall(),
        )
        driver.tries(f"all {name}", lambda c: c.execute(f"select id, v from t_{column}").fetchall())
    assert driver.wrong == []


@pytest.mark.parametrize("name", TYPES)
def test_variables_of_every_type(driver: Driver, name: str) -> None:
    kind = getattr(oracledb, name)

    def bound(statement: str) -> Callable[[Any], None]:
        def call(cursor: Any) -> None:
            variable = cursor.var(kind, arraysize=3)
            cursor.execute(statement, [variable])
            variable.getvalue()

        return call

    def sized(cursor: Any) -> None:
        cursor.setinputsizes(None, kind)
        cursor.executemany("insert into t_vc (id, v) values (:1, :2)", [(1, None), (2, None)])

    def listed(statement: str) -> Callable[[Any], None]:
        def call(cursor: Any) -> None:
            variable = cursor.arrayvar(kind, [None, None])
            cursor.execute(statement, [variable])
            variable.getvalue()

        return call

    statements = [f"insert into t_{c} (id, v) values (1, :v)" for c in COLUMNS]
    statements += [f"insert into t_{c} (id) values (1) returning v into :v" for c in COLUMNS]
    statements += ["select :v from dual", "update t_n set v = 1 returning v into :v"]
    for text in ("null", "'abc'", "'12'", "12", "1.5", "sysdate", "systimestamp", "true",
                 "hextoraw('41')"):  # fmt: skip
        statements.append(f"begin :v := {text}; end;")
    statements.append("declare x varchar2(10); begin x := :v; end;")
    statements.append("begin open :v for select 1 a from dual; end;")
    for statement in statements:
        driver.tries(statement, bound(statement))
    for statement in (
        "select 1 from dual where 1 = :v",
        "insert into t_vc (id, v) values (1, :v)",
        "begin :v(1) := null; end;",
        "declare type t is table of varchar2(30) index by binary_integer; x t; begin x := :v; end;",
    ):
        driver.tries(f"array {statement}", listed(statement))
    driver.tries("sized", sized)
    driver.tries("function", lambda c: c.callfunc("f_num", kind, [3]))
    driver.tries("procedure", lambda c: c.callproc("p_in", ["a", c.var(kind), c.var(kind)]))
    assert driver.wrong == []


def test_an_array_bound_to_sql_is_refused_as_by_oracle(driver: Driver) -> None:
    cursor = driver.cursor()
    with pytest.raises(oracledb.DatabaseError, match="ORA-01484"):
        cursor.execute("select 1 from dual where 1 = :v", [cursor.arrayvar(int, [1, 2])])


def test_the_rest_of_the_api(driver: Driver) -> None:
    def returning(cursor: Any) -> None:
        out = cursor.var(int, arraysize=3)
        cursor.setinputsizes(None, out)
        rows = [("a",), ("b",), ("c",)]
        cursor.executemany("insert into t_vc (id, v) values (1, :1) returning id into :2", rows)
        assert [out.getvalue(i) for i in range(3)] == [[1], [1], [1]]

    def implicit(cursor: Any) -> None:
        cursor.execute("declare c sys_refcursor; begin open c for select 1 from dual; "
                       "dbms_sql.return_result(c); end;")  # fmt: skip
        assert [r.fetchall() for r in cursor.getimplicitresults()] == [[(1,)]]

    def scrolls(cursor: Any) -> None:
        rolling = driver.connection.cursor(scrollable=True)
        rolling.execute("select id from t_vc")
        rolling.scroll(mode="last")

    def lobs(cursor: Any) -> None:
        for kind, part in ((oracledb.DB_TYPE_CLOB, "abc"), (oracledb.DB_TYPE_BLOB, b"abc")):
            lob = driver.connection.createlob(kind)
            lob.write(part)
            assert (lob.size(), lob.read(), lob.read(2, 1)) == (3, part, part[1:2])
            lob.trim(1)
            assert lob.read() == part[:1]

    def output(cursor: Any) -> None:
        cursor.callproc("dbms_output.enable")
        cursor.execute("begin dbms_output.put_line('x'); end;")
        lines, count = cursor.arrayvar(str, 10), cursor.var(int)
        cursor.execute("begin dbms_output.get_lines(:1, :2); end;", [lines, count])

    calls: dict[str, Callable[[Any], Any]] = {
        "returning": returning,
        "implicit results": implicit,
        "scrollable": scrolls,
        "lobs": lobs,
        "nclob": lambda c: driver.connection.createlob(oracledb.DB_TYPE_NCLOB).write("abc"),
        "dbms_output": output,
        "a cursor from a function": lambda c: c.callfunc("f_cur", oracledb.DB_TYPE_CURSOR),
        "a cursor in a query": lambda c: c.execute(
            "select cursor(select 1 from dual) from dual"
        ).fetchall(),
        "rowid": lambda c: c.execute("select rowid, v from t_vc").fetchall(),
        "bfile": lambda c: c.execute("select bfilename('D', 'x') from dual").fetchall(),
        "xml": lambda c: c.execute("select xmltype('<a/>') from dual").fetchall(),
        "json": lambda c: c.execute("select :1 from dual", [{"a": 1}]).fetchall(),
        "vector": lambda c: c.execute("select :1 from dual", [array.array("d", [1.0])]).fetchall(),
        "object": lambda c: driver.connection.gettype("SYS.ODCIVARCHAR2LIST"),
        "parse": lambda c: c.parse("select v from t_vc where id = :1"),
        "parse a block": lambda c: c.parse("begin null; end;"),
        "parse data": lambda c: c.parse("insert into t_vc (id) values (:1)"),
        "two phases": lambda c: driver.connection.tpc_begin(driver.connection.xid(1, b"a", b"b")),
        "queue": lambda c: driver.connection.queue("Q").deqone(),
        "data frame": lambda c: driver.connection.fetch_df_all("select 1 a from dual"),
    }
    for name, call in calls.items():
        driver.tries(name, call)
    assert driver.wrong == []
