"""What the ON of a MERGE compares."""

from __future__ import annotations

import pytest

from app.sql.operations import Merge
from app.sql.read import read_text


def merge(target: str, using: str, on: str) -> Merge:
    text = f"merge into {target} using {using} on ({on}) when matched then update set z = 1"
    operation = read_text(text)
    assert isinstance(operation, Merge)
    return operation


@pytest.mark.parametrize(
    ("target", "using", "on", "itself"),
    [
        ("t", "t s", "t.a = s.a", True),
        ("t", "t s", "t.a = s.b", False),
        ("t", "t", "a = a", True),
        ("t", "t s", "t.x = s.y and t.a = s.a", True),
        ("t", "t s", "t.a > s.a", False),
        ("t", "o.t s", "t.a = s.a", False),
        ("o.t", "o.t s", "t.a = s.a", True),
        ("t", "u s", "t.a = s.a", False),
        ("t", "(select a from t) s", "t.a = s.a", False),
        ("t", "t s join u v", "t.a = s.a", False),
        ("t", "t s", "t.a = 1", False),
        ("t", "t s", "t.rowid = s.rowid", True),
        ("t", "t s", "= s.a", False),
        ("t", "t s", "s.a =", False),
    ],
)
def test_every_row_meets_itself(target: str, using: str, on: str, itself: bool) -> None:
    assert merge(target, using, on).joins_itself is itself


@pytest.mark.parametrize(
    ("target", "using", "on", "names"),
    [
        ("t", "s", "t.a = s.a", True),
        ("t", "s", "s.a = 1", False),
        ("t x", "s", "x.a = s.a", True),
        ("t x", "s", "t.a = s.a", False),
        ("o.t", "s", "o.t.a = 1", True),
        ("o.t", "s", "t.o.a = 1", False),
        ("t", "s", "a = 1", False),
        ("t", "dual", "a = 1", True),
        ("t", "(select 1 b from dual) s", "a = s.b", True),
        ("t", "(select 1 b from dual) s", "b = s.b", False),
        ("t", "(select 1 b from dual) s", "1 = 1", False),
        ("t", "(select 1 b from dual) s", "s.b is not null and b in (b) or not b like b", False),
        ("t", "dual", "1 in (2)", False),
        ("t", "dual", "f(1) = 1", False),
        ("t", "dual", "not (1 is null)", False),
        ("t", "dual", "1 in (1) and 'a' like 'a' or 1 between 1 and 2", False),
        ("t", "dual", "s.t = 1", False),
        ("t", "dual", "t.f(1) = 1", False),
    ],
)
def test_a_column_of_the_target_is_named(target: str, using: str, on: str, names: bool) -> None:
    assert merge(target, using, on).names_target is names
