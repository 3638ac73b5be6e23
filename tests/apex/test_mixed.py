"""Sides that differ in more than content: releases of APEX, line ends, blocks of 4.x, sequences."""

from __future__ import annotations

import pytest

from app.apex import MergeResult, diff, merge, merge_apps, parse, read_application, render
from app.apex.model import Decision, Take
from app.errors import MergeError
from tests.apex import samples
from tests.apex.samples import PAGE_PATH, added, item, page, replaced, text, without

PROMPT = (",p_prompt=>'Statut'", ",p_prompt=>'Etat'")
HEADING = (",p_heading=>'Prix'", ",p_heading=>'Prix HT'")
RELEASES = {
    "23.2": ("'2023.10.31'", "'23.2.0'"),
    "24.2": ("'2024.11.30'", "'24.2.0'"),
}


def of(release: str, *pairs: tuple[str, str], source: str | None = None) -> str:
    """The page as another release exports it."""
    version, name = RELEASES[release]
    old_version, old_name = RELEASES["24.2"]
    return replaced(source or text(), *pairs).replace(old_version, version).replace(old_name, name)


def api(*pairs: tuple[str, str], source: str | None = None) -> str:
    """The page in the packages of the releases before 22.1."""
    found = replaced(source or text(), *pairs)
    for package in ("wwv_flow_imp_page.", "wwv_flow_imp_shared.", "wwv_flow_imp."):
        found = found.replace(package, "wwv_flow_api.")
    return found.replace(*("'2024.11.30'", "'2021.10.15'")).replace("'24.2.0'", "'21.2.0'")


def merged(base: str, ours: str, theirs: str) -> MergeResult:
    return merge(*(page(source) for source in (base, ours, theirs)))


# -- releases ------------------------------------------------------------------------------

NEW_ITEM = added("p_name=>'P10_CLIENT'\n", item(51000000000000420, "P10_CANAL", 30))


@pytest.mark.parametrize("older", [of("23.2", HEADING), api(HEADING)])
def test_an_older_side_goes_into_a_newer_ours(older: str) -> None:
    result = merged(of("23.2"), of("24.2", PROMPT), older)
    assert result.open_conflicts == ()
    assert result.page is not None
    assert render(result.page) == replaced(text(), PROMPT, HEADING)


def test_new_components_of_an_older_side_come_in_ours_packages() -> None:
    result = merged(api(), of("24.2", PROMPT), api(source=NEW_ITEM))
    assert result.page is not None
    assert render(result.page) == replaced(NEW_ITEM, PROMPT)


@pytest.mark.parametrize(
    ("ours", "shown"), [(of("23.2", PROMPT), "23.2.0"), (api(PROMPT), "21.2.0")]
)
def test_a_newer_side_is_refused_by_name(ours: str, shown: str) -> None:
    with pytest.raises(MergeError) as caught:
        merged(text(), ours, of("24.2", HEADING))
    assert caught.value.code == "merge.newer_release"
    assert caught.value.facts == {"path": PAGE_PATH, "ours": shown, "theirs": "24.2.0"}


def test_packages_alone_tell_a_newer_side() -> None:
    """Exports before 20.1 do not say their release."""

    def bare(source: str) -> str:
        return source.replace(",p_release=>'24.2.0'\n", "").replace(
            " p_version_yyyy_mm_dd=>'2024.11.30'\n,", " "
        )

    base, ours = (bare(s).replace("_imp_page.", "_api.") for s in (text(), of("24.2", PROMPT)))
    with pytest.raises(MergeError, match=r"merge\.newer_release"):
        merged(base, ours.replace("wwv_flow_imp.", "wwv_flow_api."), bare(of("24.2", HEADING)))


def test_a_newer_side_that_brings_nothing_or_everything_is_merged() -> None:
    old = of("23.2")
    for ours in (of("23.2", PROMPT), old):
        result = merged(old, ours, text())
        assert result.page is not None
        assert diff(page(ours), result.page).is_empty
    whole = merged(old, old, of("24.2", HEADING))
    assert whole.page is not None and render(whole.page) == of("24.2", HEADING)


def test_an_application_of_a_newer_release_is_refused_as_a_whole() -> None:
    def application(release: str, source: str) -> dict[str, str]:
        known = samples.application() | {PAGE_PATH: source}
        return {path: of(release, source=content) for path, content in known.items()}

    old = application("23.2", text())
    base, ours = read_application(old), read_application(application("23.2", of("24.2", PROMPT)))
    newer = read_application(application("24.2", text()))
    with pytest.raises(MergeError) as caught:
        merge_apps(base, ours, newer)
    assert caught.value.facts["theirs"] == "24.2.0"
    assert merge_apps(base, base, newer).application is not None
    assert merge_apps(newer, newer, ours).application is not None


# -- line ends -----------------------------------------------------------------------------


def crlf(source: str) -> str:
    return source.replace("\n", "\r\n")


COMMENTED = (
    ",p_required_role=>wwv_flow_imp.id(51000000000000900)\n",
    ",p_required_role=>wwv_flow_imp.id(51000000000000901)  -- ADMIN\n",
)
CODE = ("'       c.montant,',", "'       c.montant_ht,',")


@pytest.mark.parametrize("windows", [(), (0,), (1,), (2,), (0, 1), (0, 2), (1, 2)])
def test_line_ends_are_no_difference_and_ours_stay(windows: tuple[int, ...]) -> None:
    theirs = replaced(NEW_ITEM, COMMENTED, CODE)
    sources = [text(), replaced(text(), PROMPT), theirs]
    for side in windows:
        sources[side] = crlf(sources[side])
    result = merged(*sources)
    assert result.conflicts == ()
    assert result.page is not None
    wanted = replaced(theirs, PROMPT)
    assert render(result.page) == (crlf(wanted) if 1 in windows else wanted)


@pytest.mark.parametrize("side", [0, 1, 2])
def test_line_ends_alone_change_nothing(side: int) -> None:
    sources = [text()] * 3
    sources[side] = crlf(text())
    result = merged(*sources)
    assert result.conflicts == () and result.auto == ()
    assert result.page is not None and render(result.page) == sources[1]


# -- 4.x -----------------------------------------------------------------------------------

OLD = text("page_4_2.sql")
BLOCK = OLD[OLD.rindex("declare\n  p varchar2") : OLD.rindex("end;\n/", 0, OLD.rindex("end;\n/"))]


def test_values_of_a_block_are_merged_with_the_values_they_have() -> None:
    """A process whose text stands in a variable of its block, new on one side."""
    base = OLD.replace("contacts_api.purge", "contacts_api.vide")
    ours = replaced(OLD, ("p_column_label => 'Nom'", "p_column_label => 'Nom complet'"))
    found = merged(OLD, ours, base)
    assert found.page is not None
    (process,) = [c for c in found.page.components if c.procedure == "create_page_process"]
    assert process.text("p_process_sql_clob") == "begin contacts_api.vide; end;"


def test_a_value_that_only_its_own_block_can_compute_is_refused_by_name() -> None:
    theirs = replaced(OLD, ("p:=p||'begin contacts_api.purge; end;';", "p:=p||my_code(1);"))
    ours = replaced(OLD, ("p_column_label => 'Nom'", "p_column_label => 'Nom complet'"))
    with pytest.raises(MergeError) as caught:
        merged(OLD, ours, theirs)
    assert caught.value.code == "merge.local_value"
    assert caught.value.facts["path"] == PAGE_PATH
    assert merged(OLD, OLD, theirs).page is not None, "untouched, it is taken as it is"


# -- ids -----------------------------------------------------------------------------------


def test_what_comes_back_keeps_the_id_that_ours_still_refers_to() -> None:
    """Ours kept a process whose button it deleted; theirs brings the button back."""
    button = "p_button_name=>'VALIDER'"
    base = without(button)
    ours = replaced(base, PROMPT)
    result = merged(base, ours, text())
    assert result.conflicts == ()
    assert result.page is not None and render(result.page) == replaced(text(), PROMPT)


# -- sequences -----------------------------------------------------------------------------


def numbered(**numbers: int) -> str:
    """The page with its two items and a third one under these sequence numbers."""
    made = item(51000000000000420, "P10_CANAL", 30)
    source = added("p_name=>'P10_CLIENT'\n", made)
    for name, number in numbers.items():
        head, _, tail = source.partition(f"p_name=>'P10_{name}'\n,p_item_sequence=>")
        source = f"{head}p_name=>'P10_{name}'\n,p_item_sequence=>{number}{tail[2:]}"
    return source


def order(result: MergeResult) -> list[str]:
    assert result.page is not None
    items = [c for c in result.page.components if c.procedure == "create_page_item"]
    return [c.name for c in sorted(items, key=lambda c: int(c.text("p_item_sequence")))]


def test_both_renumbered_in_the_same_order() -> None:
    """Ours by hundreds, theirs by fives: nobody moved anything, and ours' numbers stay."""
    ours = numbered(STATUT=100, CLIENT=200, CANAL=300)
    theirs = numbered(STATUT=15, CLIENT=25, CANAL=35)
    result = merged(numbered(), ours, theirs)
    assert result.open_conflicts == ()
    assert order(result) == ["P10_STATUT", "P10_CLIENT", "P10_CANAL"]
    assert result.page is not None and render(result.page) == ours
    back = merged(numbered(), theirs, ours)
    assert back.page is not None and render(back.page) == ours, "whoever is ours"
    assert {c.taken for c in result.conflicts} == {Take.OURS}
    assert {c.taken for c in back.conflicts} == {Take.THEIRS}
    other = {c.key: Decision(c.key, Take.THEIRS) for c in result.conflicts}
    sides = (page(numbered()), page(ours), page(theirs))
    found = merge(*sides, other)
    assert found.page is not None and render(found.page) == theirs and found.stale == ()


def test_one_moved_and_the_other_only_renumbered() -> None:
    ours = numbered(STATUT=40)
    theirs = numbered(STATUT=15, CLIENT=25, CANAL=35)
    for sides in ((ours, theirs), (theirs, ours)):
        result = merged(numbered(), *sides)
        assert result.open_conflicts == ()
        assert order(result) == ["P10_CLIENT", "P10_CANAL", "P10_STATUT"]


def test_both_moved_one_item_to_different_places_is_a_conflict() -> None:
    ours, theirs = numbered(STATUT=40), numbered(STATUT=25)
    result = merged(numbered(), ours, theirs)
    (conflict,) = result.open_conflicts
    assert conflict.property == "p_item_sequence"
    sides = (page(numbered()), page(ours), page(theirs))
    for take, wanted in ((Take.OURS, 2), (Take.THEIRS, 1), (Take.BASE, 0)):
        found = order(merge(*sides, {conflict.key: Decision(conflict.key, take)}))
        assert found.index("P10_STATUT") == wanted


def test_one_number_changed_by_both_is_a_value_like_any_other() -> None:
    result = merged(numbered(), numbered(STATUT=12), numbered(STATUT=14))
    assert [c.property for c in result.open_conflicts] == ["p_item_sequence"]


def test_a_place_that_no_sides_numbers_give_is_a_conflict() -> None:
    """Ours puts STATUT behind CLIENT by tens, theirs counts by hundreds: 25 is first."""
    ours = numbered(STATUT=25)
    theirs = numbered(STATUT=100, CLIENT=200, CANAL=300)
    result = merged(numbered(), ours, theirs)
    assert [c.property for c in result.open_conflicts] == ["p_item_sequence"]


def test_line_ends_of_a_parsed_page() -> None:
    assert parse(crlf(text()), PAGE_PATH).newline == "\r\n"
