"""What Oracle does with a statement, the lab does, or refuses with its mark: ``probes.tsv``."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.lab.backend import DdlOutcome, DmlOutcome, OraError, QueryOutcome
from app.lab.sql.database import Database

RELEASES = {19: (19, 25, 0, 0, 0), 23: (23, 6, 0, 24, 10)}
ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "probes.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
GROUPS = {name: list(rows) for name, rows in itertools.groupby(ROWS, key=lambda row: row[0])}


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    counter = itertools.count()

    def home(release: int) -> Database:
        folder = tmp_path_factory.mktemp("probe") / str(next(counter))
        made = Database.create(folder, "LAB", RELEASES[release])
        made.create_user("ADM", "a")
        made.create_user("SUIT", "b")
        return made

    yield home


def told(value: Any) -> Any:
    if value is None or isinstance(value, str):
        return value
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def outcome(session: Any, sql: str) -> str:
    try:
        found = session.execute(sql, [], [])
    except OraError as error:
        return error.text
    if isinstance(found, QueryOutcome):
        return json.dumps([[told(v) for v in row] for row in found.rows], ensure_ascii=False)
    if isinstance(found, DmlOutcome):
        return str(found.rowcount)
    return "INVALID" if isinstance(found, DdlOutcome) and found.compile_errors else "ok"


def agrees(expected: str, found: str) -> bool:
    number = re.match(r"ORA-\d{5}", expected)
    if number is None:
        return expected == found
    if expected.endswith("(lab)"):
        return found.startswith(number[0]) and "(lab" in found
    return found.startswith(number[0]) and "(lab" not in found and expected[10:] in found


@pytest.mark.parametrize("name", GROUPS)
def test_the_lab_obeys_or_refuses(homes: Any, name: str) -> None:
    rows = GROUPS[name]
    session = homes(int(rows[0][1])).log_on("ADM", "probe")
    try:
        wrong = [
            f"{sql}\n   should be {expected}\n   was       {found}"
            for _, _, _, sql, expected in rows
            if not agrees(expected, found := outcome(session, sql.replace("\\n", "\n")))
        ]
    finally:
        session.close()
    assert wrong == []


def test_every_probe_has_a_source_and_a_group_stands_together() -> None:
    assert len(ROWS) > 200
    assert all(len(row) == 5 and all(row) for row in ROWS)
    assert sum(len(rows) for rows in GROUPS.values()) == len(ROWS)
