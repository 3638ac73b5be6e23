"""Laws of the merge and of the difference, on pages that chance has changed."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from app.apex import Page, diff, merge, parse, render
from app.apex.export.values import Value
from app.apex.export.writer import encode
from tests.apex import samples

TEXT = samples.text()
_PLACES = [
    m for m in re.finditer(r"^,(p_\w+)=>('[^'\n]*'|\d+|true|false)$", TEXT, re.MULTILINE)
    if m[1] not in ("p_internal_uid", "p_page_component_map", "p_report_alias")
    and not m[1].startswith("p_default_") and m[1] not in ("p_release", "p_owner")
]  # fmt: skip
words = st.text(
    st.characters(codec="utf-8", exclude_characters="\r", exclude_categories=("Cs",)), max_size=30
)


@st.composite
def changed_pages(draw: st.DrawFn) -> str:
    """The page with some scalar arguments changed or removed."""
    source = TEXT
    places = draw(st.lists(st.sampled_from(_PLACES), max_size=4, unique_by=lambda m: m.start()))
    for place in sorted(places, key=lambda m: -m.start()):
        old = place[2]
        if draw(st.booleans()) and place[1] not in ("p_name", "p_id"):
            source = source[: place.start()] + source[place.end() + 1 :]
            continue
        if old in ("true", "false"):
            new = "false" if old == "true" else "true"
        elif old.isdigit():
            new = str(int(old) + draw(st.integers(1, 99)))
        else:
            new = f"'{old[1:-1]}{draw(st.from_regex('[A-Z_0-9]{1,5}', fullmatch=True))}'"
        source = source[: place.start(2)] + new + source[place.end(2) :]
    return source


def same(result: Page | None, wanted: str) -> bool:
    return result is not None and diff(result, samples.page(wanted)).is_empty


@settings(max_examples=40, deadline=None)
@given(changed_pages())
def test_one_side_alone_is_the_result(source: str) -> None:
    base, other = samples.page(), samples.page(source)
    for sides in ((base, base, other), (base, other, base), (base, other, other)):
        result = merge(*sides)
        assert result.conflicts == ()
        assert same(result.page, source)


@settings(max_examples=40, deadline=None)
@given(changed_pages(), changed_pages())
def test_nothing_that_one_side_did_is_lost(mine: str, other: str) -> None:
    base = samples.page()
    result = merge(base, samples.page(mine), samples.page(other))
    swapped = merge(base, samples.page(other), samples.page(mine))
    assert {c.key for c in result.conflicts} == {c.key for c in swapped.conflicts}
    if result.page is None or swapped.page is None:
        assert result.open_conflicts
        return
    assert diff(result.page, swapped.page).is_empty
    for side in (mine, other):
        done = {
            (c.key, p.name): p.new
            for c in diff(base, samples.page(side)).changes
            for p in c.properties
        }
        kept = {
            (c.key, p.name): p.new for c in diff(base, result.page).changes for p in c.properties
        }
        assert done.items() <= kept.items() or any(
            p.shape == "list" for c in diff(base, samples.page(side)).changes for p in c.properties
        )


@settings(max_examples=40, deadline=None)
@given(changed_pages(), st.integers(1, 10**16), st.booleans())
def test_an_installation_changes_nothing(source: str, constant: int, mirrored: bool) -> None:
    def rule(number: int) -> int:
        return 10**17 + constant - number if mirrored else number + constant

    there = samples.elsewhere(samples.renumbered(source, rule))
    assert diff(samples.page(source), samples.page(there)).is_empty
    result = merge(samples.page(), samples.page(source), samples.page(there))
    assert result.conflicts == ()
    assert result.page is not None and render(result.page) == source


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(_PLACES), words)
def test_one_changed_property_is_exactly_one_difference(place: re.Match[str], word: str) -> None:
    new = encode(Value("text", f"{word}#"))
    source = TEXT[: place.start(2)] + new + TEXT[place.end(2) :]
    (change,) = diff(samples.page(), samples.page(source)).changes
    assert [(p.name, p.new) for p in change.properties] == [(place[1].lower(), f"{word}#")]


@settings(max_examples=60, deadline=None)
@given(changed_pages(), st.sampled_from(["\n", "\r\n"]))
def test_what_is_read_is_written(source: str, newline: str) -> None:
    raw = source.replace("\n", newline)
    assert render(parse(raw)) == raw
