"""Generated triples under the silent-loss oracle, and the oracle under what it must find."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from app.apex import MergeResult, Page, merge, parse
from app.apex.model import Decision
from tests.apex.generated_source import write
from tests.fuzz.oracle import Examiner
from tests.fuzz.triples import case_of, examined

Decisions = Mapping[str, Decision]


@pytest.mark.parametrize("first", range(0, 300, 50))
def test_nothing_is_lost_in_silence(first: int) -> None:
    for seed in range(first, first + 50):
        report = examined(seed)
        assert not report.losses, (seed, report.losses)
        assert not report.needless, (seed, report.needless)


def _ours_always(_: Page, ours: Page, __: Page, ___: Decisions) -> MergeResult:
    return MergeResult(ours, False, (), (), ())


def _theirs_always(_: Page, __: Page, theirs: Page, ___: Decisions) -> MergeResult:
    return MergeResult(theirs, False, (), (), ())


def _one_question_less(base: Page, ours: Page, theirs: Page, known: Decisions) -> MergeResult:
    found = merge(base, ours, theirs, known)
    return MergeResult(found.page, False, found.conflicts[1:], found.auto, found.issues)


def _without_the_last_value(base: Page, ours: Page, theirs: Page, known: Decisions) -> MergeResult:
    found = merge(base, ours, theirs, known)
    if found.page is None:
        return found
    last = found.page.components[-1]
    *_, argument = last.arguments.values()
    text = found.page.source
    text = text[: argument.row] + text[last.tail :]
    return MergeResult(parse(text, found.page.name), False, found.conflicts, (), ())


def _without_the_last_component(
    base: Page, ours: Page, theirs: Page, known: Decisions
) -> MergeResult:
    found = merge(base, ours, theirs, known)
    if found.page is None:
        return found
    last = found.page.components[-1]
    text = found.page.source[: last.start] + "null;\n" + found.page.source[last.end :]
    return MergeResult(parse(text, found.page.name), False, found.conflicts, (), ())


@pytest.mark.parametrize(
    "bad",
    [
        _ours_always,
        _theirs_always,
        _one_question_less,
        _without_the_last_value,
        _without_the_last_component,
    ],
)
def test_the_oracle_sees_a_merge_that_loses(
    bad: Callable[[Page, Page, Page, Decisions], MergeResult],
) -> None:
    seen = 0
    for seed in range(60):
        case, here, there = case_of(seed)
        base, ours = (parse(write(d, here), d.path) for d in case[:2])
        theirs = parse(write(case.theirs, there), case.theirs.path)
        if merge(base, ours, theirs).conflicts or bad is not _one_question_less:
            seen += bool(Examiner(case, (base, ours, theirs), bad).run().losses)
    assert seen >= 10
