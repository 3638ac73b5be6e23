"""Sketches: exact sums, differences that can be read back, and what they are in the journal."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.proof.sketch import PART_SIZES, Difference, Sketch, check_of

NUMBERS = st.integers(0, 16**15 - 1)
ROWS = st.dictionaries(NUMBERS, NUMBERS, max_size=60)
PARTS_OF = st.sampled_from(PART_SIZES)


def test_the_check_is_what_the_database_computes() -> None:
    # select substr(standard_hash('000000000000001:0000000000000FF', 'MD5'), 1, 15) from dual
    assert f"{check_of(1, 255):015X}" == "B6FAF8EB0012189"


@settings(max_examples=60, deadline=None)
@given(ROWS, ROWS, PARTS_OF)
def test_what_is_read_back_is_true_and_the_count_exact(
    before: dict[int, int], after: dict[int, int], part: int
) -> None:
    left = Sketch.of(after.items(), part).minus(Sketch.of(before.items(), part))
    assert left.rows == len(after) - len(before)
    assert left.nothing == (before == after)
    found = left.decoded()
    assert found.gone <= before.items() - after.items()
    assert found.came <= after.items() - before.items()
    if found.whole:
        assert found.missing == before.keys() - after.keys()
        assert found.added == after.keys() - before.keys()
        assert found.changed == {k for k in before.keys() & after if before[k] != after[k]}


@settings(max_examples=60, deadline=None)
@given(ROWS, ROWS, PARTS_OF, st.dictionaries(NUMBERS, NUMBERS, max_size=2))
def test_what_is_likely_is_corrected(
    before: dict[int, int], after: dict[int, int], part: int, wrong: dict[int, int]
) -> None:
    left = Sketch.of(after.items(), part).minus(Sketch.of(before.items(), part))
    gone = frozenset(before.items() - after.items())
    came = frozenset(after.items() - before.items())
    assert left.decoded(Difference(gone, came)) == Difference(gone, came)
    found = left.decoded(Difference(gone ^ wrong.items(), came))
    assert found.gone <= gone and found.came <= came
    if part == PART_SIZES[0] and len(wrong) == 1:
        assert found == Difference(gone, came)


def test_nothing_likely_harms() -> None:
    left = Sketch.of([(1, 1)]).minus(Sketch.of([(2, 2)]))
    wrong = Difference(frozenset((k, 3) for k in range(900)), frozenset())
    assert (
        left.decoded(wrong)
        == left.decoded()
        == Difference(frozenset({(2, 2)}), frozenset({(1, 1)}))
    )


@settings(max_examples=40, deadline=None)
@given(ROWS, PARTS_OF)
def test_the_journal_keeps_it_whole(rows: dict[int, int], part: int) -> None:
    sketch = Sketch.of(rows.items(), part)
    assert Sketch.unpacked(sketch.packed()).cells == sketch.cells


@settings(max_examples=40, deadline=None)
@given(ROWS, PARTS_OF)
def test_folding_is_the_same_as_making_it_small(rows: dict[int, int], part: int) -> None:
    assert Sketch.of(rows.items()).folded(part).cells == Sketch.of(rows.items(), part).cells


def test_equal_rows_do_not_cancel_out() -> None:
    twice = Sketch.of([(7, 7), (7, 7)])
    assert twice.rows == 2 and not twice.nothing
    assert Sketch.of([(7, 7)]).minus(twice).decoded().gone == {(7, 7)}


def test_many_differences_are_named_by_few_cells() -> None:
    rows = [(k, k * 3 + 1) for k in range(20_000)]
    left = Sketch.of(rows[25:] + [(k, 5) for k in range(50_000, 50_020)]).minus(Sketch.of(rows))
    found = left.decoded()
    assert found.whole
    assert found.missing == set(range(25))
    assert found.added == set(range(50_000, 50_020))


def test_what_cannot_be_named_is_still_counted() -> None:
    left = Sketch.empty().minus(Sketch.of((k, 1) for k in range(2_000)))
    assert left.rows == -2_000
    assert not left.decoded().whole


@pytest.mark.parametrize("text", ["", "x", "nonsense", Sketch.empty(8).packed()[:-6]])
def test_no_sketch_is_an_error(text: str) -> None:
    with pytest.raises(ValueError):
        Sketch.unpacked(text)
