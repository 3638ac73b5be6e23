"""What merges by itself can be inspected and overruled: listed, taken otherwise, and taken back."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from app.apex import MergeResult, Page, diff, merge, merge_apps, read_application, render
from app.apex.compare.file import properties, shown
from app.apex.model import Conflict, ConflictKind, Decision, Take
from tests.apex import samples, strategies
from tests.apex.samples import PAGE_PATH, added, edited, item, page, replaced, text, without
from tests.apex.strategies import Triple

OTHER = {Take.OURS: Take.THEIRS, Take.THEIRS: Take.OURS, Take.BOTH: Take.OURS}
PROMPT = (",p_prompt=>'Statut'", ",p_prompt=>'Etat'")
SIZE = (",p_cSize=>30", ",p_cSize=>60")
BUTTON = "p_button_name=>'RECHERCHER'"


def listed(base: Page | None, ours: Page | None, theirs: Page | None) -> dict[str, Conflict]:
    found = merge(base, ours, theirs, listing=True).automatic
    assert all(c.kind is ConflictKind.AUTOMATIC and c.taken is None for c in found)
    assert len({c.key for c in found}) == len(found)
    return {c.key: c for c in found}


def the_other(conflict: Conflict) -> Decision:
    assert conflict.winner is not None
    return Decision(conflict.key, OTHER[conflict.winner])


def overruled(base: Page | None, ours: Page | None, theirs: Page | None, end: str) -> MergeResult:
    """The merge with the one automatic decision overruled whose key has that end."""
    (key,) = [k for k in listed(base, ours, theirs) if k.endswith(end)]
    conflict = listed(base, ours, theirs)[key]
    decisions = {key: the_other(conflict)}
    result = merge(base, ours, theirs, decisions)
    (taken,) = [c for c in result.conflicts if c.key == key]
    assert taken.taken is decisions[key].take and result.stale == ()
    return result


def test_a_property_of_one_side_is_listed_and_kept_back() -> None:
    sides = page(), edited(SIZE), edited(PROMPT)
    assert {(c.label, c.winner) for c in listed(*sides).values()} == {
        ("Appearance · Width", Take.OURS),
        ("Label · Label", Take.THEIRS),
    }
    result = overruled(*sides, "|p_prompt|auto")
    assert result.page is not None and render(result.page) == replaced(text(), SIZE)


def test_a_file_that_one_side_alone_changed_is_overruled_too() -> None:
    sides = page(), page(), edited(PROMPT, SIZE)
    result = overruled(*sides, "|p_prompt|auto")
    assert result.page is not None and render(result.page) == replaced(text(), SIZE)


def test_lines_of_both_sides_are_shown_as_three_and_one_side_can_be_taken() -> None:
    ours = edited(("'select c.id,',", "'select c.id, c.cree_le,',"))
    theirs = edited(("' order by c.numero desc'", "' order by c.numero'"))
    (both,) = [c for c in listed(page(), ours, theirs).values() if c.winner is Take.BOTH]
    assert both.merged is not None and both.merged not in (both.base, both.ours, both.theirs)
    assert set(both.choices) == {Take.OURS, Take.THEIRS, Take.BASE, Take.EDITED}
    for take, kept in ((Take.OURS, ours), (Take.THEIRS, theirs), (Take.BASE, page())):
        result = merge(page(), ours, theirs, {both.key: Decision(both.key, take)})
        assert result.page is not None and diff(result.page, kept).is_empty
    own = merge(page(), ours, theirs, {both.key: Decision(both.key, Take.EDITED, "select 1")})
    assert own.page is not None and "'select 1'" in render(own.page)


def test_what_was_added_does_not_come_and_what_was_deleted_stays() -> None:
    came = page(added(BUTTON, item(51000000000000490, "P10_NEU")))
    result = overruled(page(), edited(SIZE), came, "create_page_item:51000000000000490||auto")
    assert result.page is not None and render(result.page) == replaced(text(), SIZE)
    went = page(without(BUTTON))
    sides = page(), edited(SIZE), went
    (gone,) = [c for c in listed(*sides).values() if c.winner is Take.THEIRS]
    assert gone.ours is not None and gone.theirs is None
    result = overruled(*sides, gone.key)
    assert result.page is not None and render(result.page) == replaced(text(), SIZE)


def test_a_type_that_is_overruled_takes_its_attributes_along() -> None:
    before = edited(SIZE)
    after = edited(
        ("p_display_as=>'NATIVE_SELECT_LIST'", "p_display_as=>'NATIVE_POPUP_LOV'"),
        ("'page_action_on_selection', 'NONE'", "'case_sensitive', 'N'"),
    )
    names = [c.property for c in listed(page(), before, after).values() if c.winner is Take.THEIRS]
    assert names == ["p_display_as"], "attributes mean nothing without their type"
    result = overruled(page(), before, after, "|p_display_as|auto")
    assert result.page is not None and diff(result.page, before).is_empty


def test_a_decision_whose_conflict_is_gone_overrules_nothing() -> None:
    ours, theirs = edited(PROMPT), edited((",p_prompt=>'Statut'", ",p_prompt=>'Situation'"))
    (conflict,) = merge(page(), ours, theirs).open_conflicts
    old = {conflict.key: Decision(conflict.key, Take.OURS)}
    result = merge(page(), page(), theirs, old)
    assert [d.key for d in result.stale] == [conflict.key]
    assert result.page is not None and diff(result.page, theirs).is_empty


def test_an_overruling_whose_change_is_gone_is_stale() -> None:
    (key,) = (
        listed(page(), edited(SIZE), edited(PROMPT)).keys()
        - listed(page(), edited(SIZE), edited((",p_lov_display_null=>'YES'\n", ""))).keys()
    )
    again = merge(page(), edited(SIZE), page(), {key: Decision(key, Take.OURS)})
    assert again.conflicts == () and [d.key for d in again.stale] == [key]


def test_a_page_that_one_side_made_or_deleted() -> None:
    files = samples.application()
    fresh = "application/pages/page_00077.sql"
    new = replaced(
        files[PAGE_PATH], ("p_id=>10\n", "p_id=>77\n"),
        ("prompt --application/pages/page_00010", "prompt --application/pages/page_00077"),
    )  # fmt: skip
    base = read_application(files)
    for theirs, kept in (
        (read_application({**files, fresh: new}), False),
        (read_application({p: t for p, t in files.items() if p != PAGE_PATH}), True),
    ):
        path = PAGE_PATH if kept else fresh
        (entry,) = [
            c for c in merge_apps(base, base, theirs, listing=True).automatic
            if c.key == f"{path}|file||auto"
        ]  # fmt: skip
        found = merge_apps(base, base, theirs, {entry.key: the_other(entry)})
        assert found.stale == () and found.application is not None
        assert (path in found.files) is kept


# -- laws ----------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(strategies.triples())
def test_a_list_of_it_changes_nothing(triple: Triple) -> None:
    sides = triple.pages()
    silent, telling = merge(*sides), merge(*sides, listing=True)
    assert silent.automatic == ()
    assert (silent.conflicts, silent.auto) == (telling.conflicts, telling.auto)
    assert (silent.page is None) == (telling.page is None)
    if silent.page is not None and telling.page is not None:
        assert render(silent.page) == render(telling.page)


@settings(max_examples=80, deadline=None)
@given(strategies.pairs())
def test_who_overrules_everything_has_what_was_before(pair: Triple) -> None:
    base, _, changed = pair.pages()
    decisions: dict[str, Decision] = {}
    for _ in range(60):
        result = merge(base, base, changed, decisions, listing=True)
        waiting = [c for c in result.automatic if c.taken is None]
        if not waiting:
            break
        decisions.update({c.key: the_other(c) for c in waiting})
    assert waiting == [] and result.open_conflicts == ()
    assert result.page is not None
    assert diff(base, result.page).is_empty


@settings(max_examples=120, deadline=None)
@given(strategies.triples(), st.randoms(use_true_random=False))
def test_each_that_is_listed_can_be_overruled_alone(triple: Triple, chance: Random) -> None:
    sides = triple.pages()
    asked = merge(*sides).open_conflicts
    decisions = {c.key: Decision(c.key, Take.OURS) for c in asked}
    told = merge(*sides, decisions, listing=True)
    if not told.automatic:
        return
    one = chance.choice(told.automatic)
    decisions[one.key] = the_other(one)
    result = merge(*sides, decisions, listing=True)
    (again,) = [c for c in result.automatic if c.key == one.key]
    assert again.taken is decisions[one.key].take
    assert again in result.conflicts
    assert one.key not in {d.key for d in result.stale}
    if result.page is None or not one.property:
        return
    wanted = one.theirs if again.taken is Take.THEIRS else one.ours
    component = result.page.by_key.get(one.component)
    if component is not None:
        value = properties(component).get(one.property)
        if wanted is None:
            assert value is None
        elif value is None:  # what it refers to was removed by a decision, and nothing may dangle
            assert again.shape == "reference"
            assert wanted.partition(" (")[0] not in {c.name for c in result.page.components}
        else:
            assert value.kind == "id" or shown(value, {}) == wanted
