"""What differs between two sequences: the codes cover both, and the work grows with their size."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import textdiff
from app.textdiff import difference

words = st.lists(st.sampled_from("abcdef"), max_size=40)


def rebuilt(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """The new side, from the codes and the equal elements of the old one."""
    found: list[str] = []
    at = 0
    for tag, a, b, c, d in difference(old, new).codes:
        assert (at, len(found)) == (a, c)
        assert a < b or c < d
        found += old[a:b] if tag == "equal" else new[c:d]
        at = b
    assert at == len(old)
    return found


def common(one: Sequence[str], two: Sequence[str]) -> int:
    """The length of the longest common subsequence."""
    row = [0] * (len(two) + 1)
    for left in one:
        before, row = row, [0]
        for index, right in enumerate(two):
            longest = before[index] + 1 if left == right else max(before[index + 1], row[-1])
            row.append(longest)
    return row[-1]


@settings(max_examples=400, deadline=None)
@given(words, words)
def test_the_codes_lead_from_one_to_the_other(old: list[str], new: list[str]) -> None:
    assert rebuilt(old, new) == new
    assert not difference(old, new).coarse


@settings(max_examples=200, deadline=None)
@given(words, st.lists(st.tuples(st.integers(0, 39), st.sampled_from("abcxyz")), max_size=8))
def test_few_differences_are_the_fewest(old: list[str], edits: list[tuple[int, str]]) -> None:
    new = list(old)
    for place, word in edits:
        new[place : place + 1] = [word]
    equal = sum(c.b - c.a for c in difference(old, new).codes if c.tag == "equal")
    assert equal == common(old, new)


@pytest.mark.parametrize("alphabet", [2, 30, 100_000])
def test_long_texts_that_differ_everywhere(alphabet: int) -> None:
    chance = random.Random(9)
    old = [str(chance.randrange(alphabet)) for _ in range(3_000)]
    new = [w if chance.random() < 0.7 else str(chance.randrange(alphabet)) for w in old]
    assert rebuilt(old, new) == new


def script(functions: int) -> list[str]:
    """A script as people write it: two lines of five are like no other."""
    return [
        line
        for n in range(functions)
        for line in (
            f"function f{n}(a) {{",
            "    if (a) {",
            f"        return {n};",
            "    }",
            "}",
            "",
        )
    ]


@pytest.mark.parametrize("unlike", [1, 7, 1000])
def test_few_differences_far_apart_are_the_fewest(unlike: int) -> None:
    old = [line if n % unlike else f"{n}: {line}" for n, line in enumerate(script(700))]
    new = list(old)
    for at in range(len(old) - 60, 30, -61):
        new[at : at + at % 3] = [f"new {at}"]
    equal = sum(c.b - c.a for c in difference(old, new).codes if c.tag == "equal")
    assert rebuilt(old, new) == new
    assert equal == len(old) - sum(at % 3 for at in range(len(old) - 60, 30, -61))


def seconds(size: int) -> float:
    old = script(size)
    new = ["/* 2 */", *old]
    for at in range(4, len(new), 40):
        new[at] += " // 2"
    begin = time.process_time()
    assert len(difference(old, new).codes) > size // 10
    return time.process_time() - begin


def test_time_grows_with_the_size_and_not_with_its_square() -> None:
    assert seconds(16_000) < 120 * max(seconds(1_000), 0.005)  # 256 times, if it were the square


def test_work_that_has_no_end_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(textdiff, "_WORK", 500)
    old, new = ["a", "b"] * 300, ["b", "a", "a"] * 200
    assert difference(old, new).coarse
    assert rebuilt(old, new) == new
