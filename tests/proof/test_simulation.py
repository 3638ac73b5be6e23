"""Thousands of rollouts on clients where people work: nothing honest is red, nothing bad is
green."""

from __future__ import annotations

from random import Random

import pytest

from app.proof.model import Colour
from tests.proof.simulation import Habits, Outcome, Rollout


def played(count: int, seed: int, habits: Habits) -> tuple[list[Outcome], list[Outcome]]:
    """(honest, bad)"""
    random = Random(seed)
    found = [Rollout(random, habits).run() for _ in range(count)]
    return [o for o in found if not o.wrong], [o for o in found if o.wrong]


@pytest.mark.parametrize(
    ("habits", "most_amber"),
    [
        (Habits(), 0.12),
        (Habits(undo=1.0), 0.02),
        (Habits(undo=0.0), 1.0),
        (Habits(busy=0.0), 0.0),
        (Habits(busy=15.0), 0.16),
        (Habits(bracket=False), 0.2),
        (Habits(bracket=False, undo=0.0), 1.0),
    ],
    ids=["as it is", "undo", "no undo", "nobody", "very busy", "no bracket", "neither"],
)
def test_no_honest_rollout_is_red_and_no_bad_one_green(habits: Habits, most_amber: float) -> None:
    honest, bad = played(200, 6, habits)
    assert len(honest) > 100
    assert len(bad) > 8
    assert [o for o in honest if o.colour is Colour.RED] == []
    assert [o.wrong for o in bad if o.colour is Colour.GREEN] == []
    amber = sum(o.colour is Colour.AMBER for o in honest)
    assert amber <= most_amber * len(honest)


def test_what_our_own_statement_did_is_red_and_was_rolled_back() -> None:
    _, bad = played(200, 7, Habits(removes=0.1, spoils=0.1))
    own = [o for o in bad if o.kinds == {"own"}]
    assert len(own) > 40
    assert {o.colour for o in own} == {Colour.RED}
    assert sum(o.rolled_back for o in own) > 0.9 * len(own)


@pytest.mark.parametrize(
    ("kind", "habits"),
    [
        ("removes alone", Habits(removes_alone=0.2)),
        ("unreadable", Habits(unreadable=0.2)),
        ("ddl trigger", Habits(ddl_trigger=0.4)),
        ("new code", Habits(new_code=0.5)),
    ],
)
def test_what_commits_by_itself_is_never_green(kind: str, habits: Habits) -> None:
    """Nobody can tell it from a user who worked in the same moment: amber, and a person looks."""
    _, bad = played(150, 8, habits)
    single = [o for o in bad if o.kinds == {kind}]
    assert len(single) > 15
    assert {o.colour for o in single} == {Colour.AMBER}


def test_an_object_that_got_weaker_is_red() -> None:
    _, bad = played(150, 9, Habits(objects=0.3))
    single = [o for o in bad if o.kinds == {"object"}]
    assert len(single) > 20
    assert {o.colour for o in single} == {Colour.RED}
