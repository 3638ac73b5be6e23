"""Side-by-side texts and colours, without a window."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ui.fakes import SQL_AHMED, SQL_OLD
from ui.text import highlight, prepare, side_by_side

TEXT = st.text(alphabet=st.sampled_from("ab \n'é😀"), max_size=40)


@given(TEXT, TEXT)
@settings(max_examples=150, deadline=None)
def test_the_sides_are_the_texts(old: str, new: str) -> None:
    rows = side_by_side(old, new).rows
    assert "\n".join(r.old.text for r in rows if r.old.number is not None) == old
    assert "\n".join(r.new.text for r in rows if r.new.number is not None) == new
    for row in rows:
        assert (row.old.tone == "same") == (row.new.tone == "same")
        for side in (row.old, row.new):
            size = len(side.text.encode("utf-16-le")) // 2
            assert all(start >= 0 and start + length <= size for start, length in side.marks)


def test_marks_show_what_changed_inside_a_line() -> None:
    (row,) = side_by_side("where a = 1", "where a in (1)").rows
    marked = [row.new.text[s : s + n] for s, n in row.new.marks]
    assert "".join(marked).replace(" ", "") == "in()"
    assert row.old.tone == row.new.tone == "changed"


def test_a_missing_text_is_all_filler() -> None:
    rows = side_by_side(None, "a\nb").rows
    assert [r.old.tone for r in rows] == ["filler", "filler"]
    assert [r.new.tone for r in rows] == ["added", "added"]


def test_changes_are_found_as_runs() -> None:
    found = side_by_side(SQL_OLD, SQL_AHMED, "sql")
    assert found.changes == (3, 7)


def test_against_the_base_no_line_is_lost() -> None:
    sides = prepare(SQL_AHMED, SQL_OLD, "sql")
    assert "\n".join(s.text for s in sides) == SQL_AHMED
    assert [s.number for s in sides if s.tone == "added"] == [4]


@given(TEXT)
@settings(max_examples=80, deadline=None)
def test_spans_lie_inside_their_lines(text: str) -> None:
    lines = highlight(text, "sql")
    assert len(lines) == text.count("\n") + 1
    for spans, line in zip(lines, text.split("\n"), strict=True):
        size = len(line.encode("utf-16-le")) // 2
        assert all(span.start + span.length <= size for span in spans)


def test_colours_know_the_languages() -> None:
    assert any(s.kind == "keyword" for s in highlight("select 1 from dual", "sql")[0])
    assert any(s.kind == "string" for s in highlight("var a = 'x';", "javascript")[0])
    assert any(s.kind == "comment" for s in highlight("/* x */ a {}", "css")[0])
    assert highlight("select", "") == [()]
