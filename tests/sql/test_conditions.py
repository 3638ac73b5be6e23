"""Whether a WHERE chooses rows, or only looks as if it did; when in doubt it does not."""

from __future__ import annotations

import pytest

from app.sql.conditions import restricts
from app.sql.lexer import tokens

CHOOSES = [
    line.strip()
    for line in """
    a = 1
    1 = a
    a.b = 1
    "A" = 1
    f(a) = 1
    a = :x
    a = b
    a is null
    a is not null
    not a = 1
    not not a = 1
    (((a = 1)))
    (a = 1) and (1 = 1)
    (a = 1) or (b = 2)
    a = 1 and 1 = 1 and 2 = 2
    1 = 1 and a = 1
    a = 1 or b = 2 or c = 3
    not (a = 1 or 1 = 1)
    a > 1 or a < 1
    a = 1 or a > 1
    a <> 1 or b = 1
    a between 1 and 2
    1 between a and 2
    a between 1 and 2 and b between 3 and 4
    a not between 1 and b
    a like 'x%'
    a like '%x'
    a likec 'x'
    a like b
    a in (1, 2)
    a not in (1, b)
    a in (f(a, 1))
    (a, b) in (select c, d from t)
    exists (select 1 from t where t.a = b)
    rowid = 'x'
    t.user = 1
    t.level = x.a
    case when a = 1 or 1 = 1 then 1 end = 1
    1 between case when 1 = 1 and 2 = 2 then 1 end and a
    case a when 1 then 2 end = 3 or b = 4
    case when a between 1 and 2 and 1 = 1 then 1 end = 1
    regexp_like(a, 'x')
    a = case when 1 = 1 then 2 end
    a = ''
    a = 'A'
    a is null or b = 1
    not (a = 1 and (b = 1 or 2 = 2))
    (a) = (b)
    year = 2020
    day = 5 and zone = 3
    2020 < year
    dummy = 1
    dummy = (select max(a) from u)
    time is null
    empty in (1, 2)
    end = 5
    second is not null
    not minute = 1
    a.day = 5
    t.end between 1 and 2 and 1 = 1
    t.case = 1 or b = 2
    timestamp > date '2026-01-01'
    interval = 5
    sys = 1
    nvl(month, 1) = 2
    case when hour = 1 then 2 end = 2
    some = 1 and left = 2
    a not likec b
    extract(year from year) = 2020
    case when case a when 1 then 1 end = 1 or 1 = 1 then 2 end = 3
    """.splitlines()
    if line.strip()
]
CHOOSES_NOTHING = [
    line.strip()
    for line in """
    1 = 1
    (1 = 1)
    not 1 = 1
    'a' = 'a'
    :x = 1
    f(1) = g(2)
    f('a') is null
    rownum > 0
    level = 1
    sysdate > date '2026-01-01'
    user = 'A' and uid = 1
    exists (select 1 from dual)
    exists (select 1 from dual where dummy = 'X')
    exists (select dummy from sys.dual)
    1 = (select 1 from (select dummy from dual))
    extract(year from sysdate) = 2026
    sysdate > timestamp '2026-01-01 00:00:00'
    sysdate + interval '1' day > date '2026-01-01'
    systimestamp at time zone 'UTC' is not null
    cast('1' as number) = 1
    cast(sysdate as timestamp with time zone) is not null
    'a' likec 'b'
    'a' not likec 'b' escape 'c'
    case when 1 = 1 then 2 else null end = 3
    1 = some (1, 2)
    a = a
    (a) = ((a))
    a.b = a.b
    a >= a
    1 = 1 or a = 1
    a = 1 or 1 = 1
    a = 1 or b = 2 or 1 = 1
    (a = 1 or 1 = 1) and 2 = 2
    not (a = 1 and 1 = 1)
    not (a between 1 and 2 and 1 = 1)
    not (a between 1 and 2 and b between 1 and 2 and 1 = 1)
    a between 1 and 2 or 1 = 1
    case when 1 = 1 then 2 end = 3
    case when a = 1 then 2 end = 3 or 1 = 1
    not (case when a = 1 then 2 end = 3 and 1 = 1)
    a like '%'
    a like '%%'
    a like ''
    a likec '%'
    a like2 '%'
    a like4 '%'
    a like a
    a not like '%'
    a in (a)
    a in (1, a, 2)
    a not in (1, a)
    f(a, 1) in (f(a, 1))
    a between a and 2
    a between 1 and a
    rowid is not null
    rowid is null
    a is null or a is not null
    a is not null or b = 1 or a is null
    a = 1 or a <> 1
    a != 1 or a = 1
    a ^= 1 or a = 1
    a < 1 or a >= 1
    a > 1 or a <= 1
    a = 1 or not a = 1
    a = 1 or not (a = 1)
    not (a = 1 and a <> 1)
    not (a = 1 and (b = 1 and 2 = 2))
    p.f(1) = 1
    x = 1
    x = 1 or a = 1
    y is null
    """.splitlines()
    if line.strip()
]


@pytest.mark.parametrize("condition", CHOOSES)
def test_a_condition_on_the_row(condition: str) -> None:
    assert restricts(tokens(condition), ("X", "Y"))


@pytest.mark.parametrize("condition", ["", *CHOOSES_NOTHING])
def test_a_condition_that_holds_for_every_row_or_for_none(condition: str) -> None:
    assert not restricts(tokens(condition), ("X", "Y"))


def test_names_are_columns_where_nobody_says_that_they_are_constants() -> None:
    assert restricts(tokens("x = 1"))
