"""What is safe to repeat is repeated, and nothing else."""

from __future__ import annotations

import pytest

from app.again import LOCKED, PAUSES, again
from app.errors import OracleError
from app.waiting import pause


class Server:
    """Refuses with each of ``numbers``, then answers."""

    def __init__(self, *numbers: int) -> None:
        self.numbers, self.calls = list(numbers), 0
        self.told: list[tuple[int, int, float]] = []
        self.waited: list[float] = []

    def call(self) -> str:
        self.calls += 1
        if self.numbers:
            raise OracleError("oracle.refused", ora=self.numbers.pop(0))
        return "done"

    def ask(self, *, patient: bool = True) -> str:
        def wait(seconds: float) -> bool:
            self.waited.append(seconds)
            return patient

        return again(self.call, LOCKED, lambda e, n, s: self.told.append((e.ora, n, s)), wait)


def test_a_busy_table_is_tried_again_with_growing_pauses_and_each_try_is_told():
    server = Server(54, 4021)
    assert server.ask() == "done"
    assert server.told == [(54, 2, PAUSES[0]), (4021, 3, PAUSES[1])]
    assert server.waited == list(PAUSES[:2])
    assert list(PAUSES) == sorted(set(PAUSES))


def test_what_stays_is_raised_after_the_last_pause():
    server = Server(*[54] * 9)
    with pytest.raises(OracleError) as caught:
        server.ask()
    assert caught.value.ora == 54
    assert server.calls == len(PAUSES) + 1


def test_what_may_have_had_an_effect_is_not_sent_twice():
    server = Server(1)
    with pytest.raises(OracleError):
        server.ask()
    assert (server.calls, server.told) == (1, [])


def test_a_cancelled_pause_ends_with_the_failure():
    server = Server(54)
    with pytest.raises(OracleError):
        server.ask(patient=False)
    assert server.calls == 1


def test_a_pause_ends_when_it_is_asked_to():
    answers = iter([False, True])
    assert pause(3600, lambda: next(answers)) is False
    assert pause(0, lambda: False) is True
