"""SQLAlchemy as a client of the lab: each step prints its name, a tab, and what it saw as JSON.

Runs in a process of its own, with the SQLAlchemy of ``requirements.txt`` first on its path.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

TEXT, LONG = "é" * 100, "x€" * 40_000
META = sa.MetaData()
PEOPLE = sa.Table(
    "people", META,
    sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
    sa.Column("name", sa.String(40), nullable=False, unique=True),
    sa.Column("born", sa.Date), sa.Column("seen", sa.DateTime), sa.Column("pay", sa.Numeric(10, 2)),
    sa.Column("note", sa.Text), sa.Column("face", sa.LargeBinary), sa.Column("rate", sa.Float),
)  # fmt: skip
PLACES = sa.Table(
    "places", META,
    sa.Column("id", sa.Integer, sa.CheckConstraint("id > 0", name="ck_places"), primary_key=True),
    sa.Column("person", sa.ForeignKey("people.id", name="fk_places"), index=True),
    sa.Column("town", sa.Unicode(30)),
)  # fmt: skip


def said(name: str, value: Any) -> None:
    print(name, json.dumps(value, default=str, ensure_ascii=False), sep="\t")


def write(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        row = {
            "name": "Anne", "born": date(2000, 1, 2), "seen": datetime(2020, 1, 2, 3, 4, 5),
            "pay": Decimal("12.30"), "note": TEXT, "face": b"\0\xff", "rate": 1.5,
        }  # fmt: skip
        made = connection.execute(PEOPLE.insert().returning(PEOPLE.c.id, PEOPLE.c.name), [row])
        said("returning", list(made.one()))
        more = [
            {"name": "Bilal", "note": LONG, "pay": Decimal("-0.01")},
            {"name": "Chloé", "note": None, "pay": None},
        ]
        connection.execute(PEOPLE.insert(), more)
        connection.execute(PLACES.insert(), [{"id": 1, "person": 1, "town": "Fès"}])
        connection.execute(PEOPLE.update().where(PEOPLE.c.name == "Chloé").values(pay=3))


def read(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        query = sa.select(PEOPLE.c.born, PEOPLE.c.seen, PEOPLE.c.pay, PEOPLE.c.rate)
        said("values", list(connection.execute(query.where(PEOPLE.c.id == 1)).one()))
        for name, columns in {
            "clob first": (PEOPLE.c.note, PEOPLE.c.pay, PEOPLE.c.id),
            "clob between": (PEOPLE.c.pay, PEOPLE.c.note, PEOPLE.c.id),
            "clob last": (PEOPLE.c.id, PEOPLE.c.pay, PEOPLE.c.note),
            "clob and blob": (PEOPLE.c.id, PEOPLE.c.note, PEOPLE.c.face, PEOPLE.c.pay),
        }.items():
            rows = connection.execute(sa.select(*columns).order_by(PEOPLE.c.id)).all()
            said(name, [[_short(v) for v in row] for row in rows])
        page = sa.select(PEOPLE.c.name).order_by(PEOPLE.c.id).limit(1).offset(1)
        said("page", connection.execute(page).scalar())
        joined = sa.select(PEOPLE.c.name, PLACES.c.town).join(PLACES)
        said("join", list(connection.execute(joined).one()))
        both = sa.union_all(sa.select(PEOPLE.c.id), sa.select(PLACES.c.id)).subquery()
        said("union", connection.execute(sa.select(sa.func.count()).select_from(both)).scalar())
        try:
            connection.execute(PEOPLE.insert(), [{"name": "Anne"}])
        except sa.exc.IntegrityError as error:
            said("unique", error.orig.args[0].full_code)


def _short(value: Any) -> Any:
    return {TEXT: "text", LONG: "long"}.get(value, value) if isinstance(value, str) else value


def reflect(engine: sa.Engine) -> None:
    seen = sa.inspect(engine)
    said("tables", seen.get_table_names())
    said("views", seen.get_view_names())
    said("types", {c["name"]: repr(c["type"]) for c in seen.get_columns("people")})
    identity = seen.get_columns("people")[0]["identity"]
    said("identity", {k: identity[k] for k in ("always", "start", "increment")})
    said("key", seen.get_pk_constraint("people")["constrained_columns"])
    said("foreign", [
        [k["name"], k["constrained_columns"], k["referred_table"], k["referred_columns"]]
        for k in seen.get_foreign_keys("places")
    ])  # fmt: skip
    said("indexes", [[k["name"], k["column_names"]] for k in seen.get_indexes("places")])
    said("unique keys", [k["column_names"] for k in seen.get_unique_constraints("people")])
    said("checks", [k["name"] for k in seen.get_check_constraints("places")])
    said("comment", seen.get_table_comment("people"))
    found = sa.MetaData()
    found.reflect(engine)
    said("reflected", {t.name: sorted(c.name for c in t.columns) for t in found.sorted_tables})


def main() -> None:
    sys.stdout.reconfigure(encoding="utf-8")
    address = sa.URL.create(
        "oracle+oracledb", "scott", os.environ["LAB_PASSWORD"], "127.0.0.1", int(sys.argv[1]),
        query={"service_name": "LAB"},
    )  # fmt: skip
    engine = sa.create_engine(address)
    said("sqlalchemy", sa.__version__)
    with engine.connect():
        said("server", engine.dialect.server_version_info[0])
    META.create_all(engine)
    write(engine)
    read(engine)
    reflect(engine)
    META.drop_all(engine)
    said("left", sa.inspect(engine).get_table_names())
    engine.dispose()


if __name__ == "__main__":
    main()
