"""A client is held by a session: for one at a time, and for no longer than the session lives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from relay import Relay

from app.errors import OracleError, RolloutError
from app.oracle import Session, hold

WHAT = "CARAVANE_T_HELD"


def test_one_session_holds_it_and_a_commit_lets_nothing_go(log_on: Callable[..., Session]) -> None:
    first, second = log_on(), log_on()
    assert hold(first, WHAT, 0)
    assert hold(first, WHAT.lower(), 0), "what is ours is ours"
    first.execute("create table caravane_t_committed (a number)")
    first.execute("drop table caravane_t_committed")
    first.rollback()
    assert not hold(second, WHAT, 0)
    assert hold(second, f"{WHAT}/1", 0), "another thing is another lock"
    first.close()
    assert hold(second, WHAT, 10)


def test_it_ends_with_a_line_that_breaks(
    log_on: Callable[..., Session], relay: Relay, database: Any
) -> None:
    lost, next_one = log_on(database.through(relay.port)), log_on()
    assert hold(lost, WHAT, 0)
    relay.close()
    assert hold(next_one, WHAT, 30)


def test_without_the_right_it_says_so() -> None:
    class NotGranted:
        class spec:  # noqa: N801
            name, user = "Maroc", "ORASSADM"

        def call(self, *_: Any, **__: Any) -> Any:
            detail = "PLS-00201: identifier 'DBMS_LOCK' must be declared"
            raise OracleError("oracle.refused", ora=6550, target="Maroc", detail=detail)

    with pytest.raises(RolloutError) as found:
        hold(NotGranted(), WHAT, 0)  # type: ignore[arg-type]
    assert found.value.code == "rollout.cannot_hold"
    assert found.value.facts["user"] == "ORASSADM"
