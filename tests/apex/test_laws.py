"""Laws of reading, comparing and merging, on whole pages made by chance."""

from __future__ import annotations

from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.apex import (
    Application,
    compare_applications,
    diff,
    merge,
    merge_apps,
    parse,
    read_application,
    render,
)
from app.apex.check.names import NameIndex
from app.apex.check.uses import Use, uses_of
from app.apex.export.values import Locals, decode
from app.apex.export.writer import encode, table
from app.apex.model import Conflict, ConflictKind, Decision, PropertyChange, Status, Take
from tests.apex import generated_names, strategies
from tests.apex import generated_values as values
from tests.apex.generated import LISTS, Doc, Maker
from tests.apex.generated_changes import edit_one
from tests.apex.generated_source import Style, write, write_application
from tests.apex.strategies import Triple, Versions

usual = settings(max_examples=60, deadline=None)
SPELLINGS = (
    values.Spelling(1, odd=0),
    values.Spelling(2, odd=0.7),
    values.Spelling(3, api=True, odd=0.3),
    values.Spelling(4, old=True, odd=0.2),
)


@settings(max_examples=150, deadline=None)
@given(strategies.seeds)
def test_a_value_is_the_same_in_every_form(seed: int) -> None:
    value = values.any_value(Random(seed))
    for spelling in SPELLINGS:
        assert decode(spelling.of(value)) == value
    assert decode(encode(value)) == value


@settings(max_examples=80, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=400))
def test_any_text_is_the_same_in_every_form(text: str) -> None:
    value = values.Value("text", text)
    for spelling in SPELLINGS:
        assert decode(spelling.of(value)) == value
    assert decode(encode(value)) == value


@usual
@given(strategies.seeds, st.sampled_from(SPELLINGS))
def test_a_content_is_the_same_in_every_form(seed: int, spelling: values.Spelling) -> None:
    value = values.any_content(Random(seed))
    for assignments in (spelling.table(value), table(value, spelling.package)):
        call = f"{spelling.package}.create_app_static_file(\n p_file_content=>{spelling.of(value)}"
        page = parse(f"begin\n{assignments}{call}\n);\nend;\n/\n")
        assert page.components[0].arguments["p_file_content"].value == value
    assert decode(encode(value), "", Locals()).kind in (value.kind, "other")


@usual
@given(strategies.docs(), strategies.styles())
def test_a_page_is_read_whole_and_written_back_to_the_byte(doc: Doc, style: Style) -> None:
    raw = write(doc, style).encode("utf-8")
    page = parse(raw, doc.path)
    assert render(page).encode("utf-8") == raw
    found = [
        (c.procedure, c.id, {n: a.value for n, a in c.arguments.items() if n != "p_id"})
        for c in page.components
    ]
    assert found == [(n.procedure, n.id or str(doc.number), n.args) for n in doc.nodes]


@usual
@given(strategies.docs(), strategies.styles(), st.integers(0, 999))
def test_other_forms_of_the_same_values_are_no_difference(
    doc: Doc, style: Style, seed: int
) -> None:
    one = parse(write(doc, style), doc.path)
    other = parse(write(doc, strategies.respelled(style, seed)), doc.path)
    assert diff(one, other).is_empty


@usual
@given(strategies.docs(), strategies.styles(), strategies.seeds)
def test_one_changed_property_is_one_difference(doc: Doc, style: Style, seed: int) -> None:
    changed = doc.copy()
    place = edit_one(Maker(Random(seed), first=10_000), changed)
    assume(place is not None)
    assert place is not None
    uid, name = place
    before, after = parse(write(doc, style), doc.path), parse(write(changed, style), doc.path)
    (found,) = diff(before, after).changes
    assert [p.name for p in found.properties] == [name]
    node = changed.by_uid()[uid]
    assert found.key == (f"{node.procedure}:{node.id}" if node.id else node.procedure)


@usual
@given(strategies.pairs())
def test_what_one_side_does_is_the_merge(pair: Triple) -> None:
    base, _, changed = pair.pages()
    for result in (merge(base, base, changed), merge(base, changed, base),
                   merge(base, changed, changed)):  # fmt: skip
        assert result.conflicts == ()
        assert result.page is not None
        assert diff(result.page, changed).is_empty
        assert not [i for i in result.issues if i.severity == "error"]


@usual
@given(strategies.triples())
def test_the_sides_change_places_and_nothing_else(triple: Triple) -> None:
    base, ours, theirs = triple.pages()
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert sorted(map(_seen, one.conflicts)) == sorted(_mirrored(c) for c in other.conflicts)
    assert (one.page is None) == (other.page is None)
    if one.page is not None and other.page is not None:
        changes = diff(one.page, other.page).changes
        assert all(_is_order_only(p) for c in changes for p in c.properties)
        assert not any(c.status is Status.MOVED for c in changes)


@usual
@given(strategies.triples(), st.randoms(use_true_random=False))
def test_no_result_holds_an_id_twice(triple: Triple, chance: Random) -> None:
    sides = triple.pages()
    decisions: dict[str, Decision] = {}
    result = merge(*sides, decisions)
    for _ in range(20):
        if not result.open_conflicts:
            break
        for conflict in result.open_conflicts:
            takes = [t for t in conflict.choices if t is not Take.EDITED]
            decisions[conflict.key] = Decision(conflict.key, chance.choice(takes))
        result = merge(*sides, decisions)
    assert result.open_conflicts == ()
    if result.page is not None:
        ids = [c.id for c in result.page.mapped]
        assert len(ids) == len(set(ids))


def _is_order_only(found: PropertyChange) -> bool:
    """Whether two lists have the same elements: ours gives their order."""
    separator = LISTS.get(found.name, "\0")
    sides = (found.old or "", found.new or "")
    return len({tuple(sorted(side.split(separator))) for side in sides}) == 1


_MIRROR = {
    ConflictKind.DELETE_EDIT: ConflictKind.EDIT_DELETE,
    ConflictKind.EDIT_DELETE: ConflictKind.DELETE_EDIT,
    ConflictKind.CONVERT_EDIT: ConflictKind.EDIT_CONVERT,
    ConflictKind.EDIT_CONVERT: ConflictKind.CONVERT_EDIT,
}


def _seen(conflict: Conflict) -> tuple[str, ...]:
    return (conflict.key, conflict.kind, *_values(conflict))


def _mirrored(conflict: Conflict) -> tuple[str, ...]:
    base, ours, theirs = _values(conflict)
    return (conflict.key, _MIRROR.get(conflict.kind, conflict.kind), base, theirs, ours)


def _values(conflict: Conflict) -> tuple[str, str, str]:
    """The three values. What a reference is called follows ours, where both sides renamed it."""
    if not conflict.property or conflict.shape == "reference":
        return ("", "", "")
    return (conflict.base or "", conflict.ours or "", conflict.theirs or "")


def _elsewhere(style: Style, shift: int, mirrored: bool) -> Style:
    """Another installation: an import adds its offset, and an export with original ids takes the
    distance to it."""
    mirror = 10**18 + shift if mirrored else 0
    return style._replace(shift=shift, mirror=mirror, application=999, offset=shift, owner="AUTRE")


@usual
@given(strategies.docs(), strategies.styles(), st.integers(1, 10**16), st.booleans())
def test_a_page_of_elsewhere_is_the_same(
    doc: Doc, style: Style, shift: int, mirrored: bool
) -> None:
    assume(sum(1 for n in doc.nodes if n.id) > 2)  # two ids can be a shift or a mirror of two
    there = _elsewhere(style, shift, mirrored)
    one, other = parse(write(doc, style), doc.path), parse(write(doc, there), doc.path)
    assert diff(one, other).is_empty


@settings(max_examples=30, deadline=None)
@given(strategies.versions(), st.integers(1, 10**16), st.booleans(), st.booleans())
def test_ids_of_elsewhere_change_nothing_but_ids(
    found: Versions, shift: int, mirrored: bool, base_too: bool
) -> None:
    there = _elsewhere(found.style, shift, mirrored)
    base, ours, theirs = (read_application(write_application(d, found.style)) for d in found[:3])
    moved = read_application(write_application(found.theirs, there))
    was = read_application(write_application(found.base, there)) if base_too else base
    assert compare_applications(theirs, moved).is_empty
    here, elsewhere = merge_apps(base, ours, theirs), merge_apps(was, ours, moved)
    assert {c.key for c in here.conflicts} == {c.key for c in elsewhere.conflicts}
    assert (here.application is None) == (elsewhere.application is None)
    if here.application is not None and elsewhere.application is not None:
        assert compare_applications(here.application, elsewhere.application).is_empty


Place = tuple[str, str, str, str]  # path, component, argument, name


def _whole(application: Application) -> set[Place]:
    """The uses of names that somebody has, and where they are."""
    names = NameIndex(application.sources)
    return {
        (path, *_place(use))
        for path, file in application.sources.items()
        for name, uses in uses_of(file.page).items()
        for use in uses
        if names.has(name, file.page.number)
    }


def _place(use: Use) -> tuple[str, str, str]:
    return use.component.key, use.argument, f"{use.name.kind} {use.name.text}"


def _decided(
    rng: Random, sides: tuple[Application, Application, Application]
) -> dict[str, Decision]:
    """Some decision for everything that is open, until nothing is."""
    found: dict[str, Decision] = {}
    for _ in range(8):
        still = merge_apps(*sides, found).open_conflicts
        if not still:
            break
        found |= {
            c.key: Decision(c.key, rng.choice([t for t in c.choices if t != "edited"]))
            for c in still
        }
    return found


@settings(max_examples=150, deadline=None)
@given(strategies.seeds)
def test_a_use_that_was_whole_is_whole_after_the_merge_or_told(seed: int) -> None:
    rng = Random(seed)
    base = generated_names.model(rng)
    one, two = (generated_names.changed(rng, base, first) for first in (10, 20))
    was, ours, theirs = (m.application() for m in (base, one, two))
    decisions = _decided(rng, (was, ours, theirs))
    result = merge_apps(was, ours, theirs, decisions)
    assert result.application is not None
    told = {(i.path, i.component, i.facts.get("argument", "")) for i in result.issues}
    whole = _whole(result.application)
    for path, file in result.application.sources.items():
        for name, uses in uses_of(file.page).items():
            for place in ((path, *_place(use)) for use in uses):
                if place in whole:
                    continue
                if place in _whole(ours) | _whole(theirs):
                    assert place[:3] in told, (place, name)


@settings(max_examples=60, deadline=None)
@given(strategies.seeds)
def test_a_question_about_a_name_stays_one_when_the_sides_change_places(seed: int) -> None:
    rng = Random(seed)
    base = generated_names.model(rng)
    one, two = (generated_names.changed(rng, base, first) for first in (10, 20))
    was, ours, theirs = (m.application() for m in (base, one, two))
    there, back = merge_apps(was, ours, theirs), merge_apps(was, theirs, ours)
    assert {(c.key, frozenset(c.uses)) for c in there.conflicts} == {
        (c.key, frozenset(c.uses)) for c in back.conflicts
    }
    for taken in (ours, theirs):
        alone = merge_apps(was, was, taken)
        assert alone.conflicts == ()
