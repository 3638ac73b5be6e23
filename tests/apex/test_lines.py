"""Lines and lists of three sides."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.apex.merge.lines import merge_lines, merge_set

BASE = "1\n2\n3\n4\n5\n6"


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        ("1a\n2\n3\n4\n5\n6", "1\n2\n3\n4\n5\n6b", "1a\n2\n3\n4\n5\n6b"),
        ("1\n3\n4\n5\n6", "1\n2\n3\n4\n5", "1\n3\n4\n5"),
        ("0\n1\n2\n3\n4\n5\n6", "1\n2\n3\n4\n5\n6\n7", "0\n1\n2\n3\n4\n5\n6\n7"),
        ("1\n2x\n3\n4\n5\n6", "1\n2x\n3\n4\n5y\n6", "1\n2x\n3\n4\n5y\n6"),
        ("1\n2x\n3\n4\n5\n6", "1\n2\n3\n4y\n5\n6", "1\n2x\n3\n4y\n5\n6"),
    ],
)
def test_changes_with_a_line_between_them(ours: str, theirs: str, merged: str) -> None:
    assert merge_lines(BASE, ours, theirs).text == merged
    assert merge_lines(BASE, theirs, ours).text == merged


@pytest.mark.parametrize(
    ("ours", "theirs", "both"),
    [
        ("1\n2a\n3\n4\n5\n6", "1\n2b\n3\n4\n5\n6", "1\n2a\n2b\n3\n4\n5\n6"),
        # touching changes collide, as they do in other line merges
        ("1\n2a\n3\n4\n5\n6", "1\n2\n3b\n4\n5\n6", "1\n2a\n3\n2\n3b\n4\n5\n6"),
        ("1\n2\na\n3\n4\n5\n6", "1\n2\nb\n3\n4\n5\n6", "1\n2\na\nb\n3\n4\n5\n6"),
        ("1\n4\n5\n6", "1\n2\n3x\n4\n5\n6", "1\n2\n3x\n4\n5\n6"),
    ],
)
def test_changes_that_collide(ours: str, theirs: str, both: str) -> None:
    found = merge_lines(BASE, ours, theirs)
    assert found.text is None
    assert found.both == both


lines = st.lists(st.sampled_from(["a", "b", "c", "", "end;"]), max_size=12).map("\n".join)


@settings(max_examples=200, deadline=None)
@given(lines, lines)
def test_one_side_alone_is_the_result(base: str, other: str) -> None:
    for sides in ((base, other), (other, base), (other, other)):
        assert merge_lines(base, *sides).text == other


@settings(max_examples=200, deadline=None)
@given(lines, lines, lines)
def test_the_sides_are_equal_partners(base: str, ours: str, theirs: str) -> None:
    assert merge_lines(base, ours, theirs).text == merge_lines(base, theirs, ours).text


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        ("a:b", "a:b:c", "a:b:d", "a:b:d:c"),
        ("a:b", "a", "a:b:d", "a:d"),
        ("a:b", "b:a", "a:b:c", "b:c:a"),
        ("", "a", "b", "b:a"),
        ("a:b", "a:c", "a:d", None),  # both put another in the place of b
        ("a", "a:x--accent1", "a:x--accent2", None),  # two variants of one option
        ("a", "a:x--s", "a:x--lg", None),
        ("a:b", "a:b:c", "a:b:", "a:b:c"),  # a separator at the end is no element
        ("a:b:", "a:b:c", "b:", "b:c"),
    ],
)
def test_lists_are_sets(base: str, ours: str, theirs: str, merged: str | None) -> None:
    assert merge_set(base, ours, theirs, ":") == merged


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        ("a:b:c:x", "c:b:a", "c:x:b:a"),  # theirs' order, and what ours added behind its neighbour
        ("c:b:a", "a:b:c:x", "c:x:b:a"),
        ("b:a:c", "b:a:c:x", "b:a:c:x"),
        ("a:c", "c:b:a", "c:a"),
        ("b:a:c", "a:c:b", None),
    ],
)
def test_an_ordered_list_is_in_the_order_of_the_side_that_changed_it(
    ours: str, theirs: str, merged: str | None
) -> None:
    assert merge_set("a:b:c", ours, theirs, ":", ordered=True) == merged
