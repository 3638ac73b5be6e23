"""Deletions against edits, against additions, and against new references."""

from __future__ import annotations

import pytest

from app.apex import MergeResult, Page, diff, merge, render
from app.apex.model import ConflictKind, Decision, Take
from tests.apex import samples
from tests.apex.samples import added, edited, item, page, replaced, text, without

LINES = ("p_name=>'Lignes'", "'LIGNES'")
BUTTON = "p_button_name=>'RECHERCHER'"
DYNAMIC = ("p_name=>'Filtrer'", "p_action=>'NATIVE_REFRESH'")


def grid_gone() -> str:
    """The page without the region of lines and its whole nest."""
    source = text()
    start = source.index(
        "wwv_flow_imp_page.create_page_plug(\n p_id=>wwv_flow_imp.id(51000000000000200)"
    )
    return source[:start] + source[source.index("wwv_flow_imp_page.create_page_button(") :]


def decide(base: Page, ours: Page, theirs: Page, take: Take) -> MergeResult:
    known = merge(base, ours, theirs)
    return merge(base, ours, theirs, {c.key: Decision(c.key, take) for c in known.open_conflicts})


def test_what_one_side_deleted_goes_with_its_nest() -> None:
    result = merge(page(), edited((",p_cSize=>30", ",p_cSize=>60")), page(grid_gone()))
    assert result.page is not None
    assert render(result.page) == replaced(grid_gone(), (",p_cSize=>30", ",p_cSize=>60"))
    gone = [a for a in result.auto if a.change.status == "removed"]
    assert [(a.side, a.change.name) for a in gone] == [("theirs", "Lignes")]


def test_what_both_deleted_is_gone() -> None:
    ours = page(replaced(grid_gone(), (",p_cSize=>30", ",p_cSize=>60")))
    result = merge(page(), ours, page(grid_gone()))
    assert result.page is not None and render(result.page) == render(ours)


@pytest.mark.parametrize("deleter", ["theirs", "ours"])
@pytest.mark.parametrize(
    "edit",
    [
        (",p_query_table=>'LIGNES'", ",p_query_table=>'V_LIGNES'"),  # the region itself
        (",p_heading=>'Prix'", ",p_heading=>'Prix HT'"),  # a column below it
        (",p_width=>120", ",p_width=>90"),  # far below it
    ],
)
def test_deleted_here_and_edited_there(deleter: str, edit: tuple[str, str]) -> None:
    changed, gone = edited(edit), page(grid_gone())
    ours, theirs = (changed, gone) if deleter == "theirs" else (gone, changed)
    (conflict,) = merge(page(), ours, theirs).open_conflicts
    assert conflict.kind is (
        ConflictKind.EDIT_DELETE if deleter == "theirs" else ConflictKind.DELETE_EDIT
    )
    assert conflict.key == f"{samples.PAGE_PATH}|create_page_plug:51000000000000200|"
    assert conflict.choices == (Take.OURS, Take.THEIRS, Take.BASE)
    kept_side = conflict.ours if deleter == "theirs" else conflict.theirs
    assert kept_side is not None and "Interactive Grid" in kept_side
    assert (conflict.theirs if deleter == "theirs" else conflict.ours) is None
    for take in (Take.OURS, Take.THEIRS):
        result = decide(page(), ours, theirs, take)
        assert result.page is not None
        kept = changed if take.value != deleter else gone
        assert render(result.page) == render(kept)
        assert not [i for i in result.issues if i.severity == "error"]


def test_a_new_place_among_siblings_does_not_speak_against_a_deletion() -> None:
    ours = edited((",p_plug_display_sequence=>30", ",p_plug_display_sequence=>40"))
    result = merge(page(), ours, page(grid_gone()))
    assert result.page is not None and render(result.page) == grid_gone()


def test_something_new_in_what_the_other_side_deleted() -> None:
    ours = page(added("p_name=>'P10_CLIENT'\n", item(5, "P10_L", region=51000000000000200)))
    result = merge(page(), ours, page(grid_gone()))
    (conflict,) = result.open_conflicts
    assert conflict.kind is ConflictKind.EDIT_DELETE
    assert conflict.ours is not None and "P10_L" in conflict.ours
    taken = decide(page(), ours, page(grid_gone()), Take.THEIRS)
    assert taken.page is not None and render(taken.page) == grid_gone()
    other = decide(page(), page(grid_gone()), ours, Take.OURS)
    assert other.page is not None and render(other.page) == grid_gone()


def test_something_new_in_what_was_moved_out_before_the_deletion() -> None:
    """The inner region stands elsewhere by then; what comes into it has a place."""
    inside = (",p_plug_display_sequence=>30\n",
              ",p_plug_display_sequence=>30\n,p_parent_plug_id=>wwv_flow_imp.id(77)\n")  # fmt: skip
    outer = (
        "wwv_flow_imp_page.create_page_plug(\n p_id=>wwv_flow_imp.id(77)\n,p_plug_name=>'Cadre'\n"
        ",p_plug_display_sequence=>5\n);\n"
    )
    base = added("p_plug_name=>'Filtres'", outer, replaced(text(), inside))
    ours = page(added("p_name=>'P10_CLIENT'\n", item(5, "P10_L", region=51000000000000200), base))
    theirs = page()
    for sides in ((ours, theirs), (theirs, ours)):
        result = merge(page(base), *sides)
        assert result.conflicts == ()
        assert result.page is not None
        names = {c.name for c in result.page.components}
        assert "P10_L" in names and "Cadre" not in names


def test_what_was_moved_deeper_into_what_the_other_side_deleted_is_one_question() -> None:
    """The button stands in a new region within the deleted one, and goes or stays with it."""
    outer = (
        "wwv_flow_imp_page.create_page_plug(\n p_id=>wwv_flow_imp.id({id})\n"
        ",p_plug_name=>'{name}'\n{parent},p_plug_display_sequence=>5\n);\n"
    )
    first = outer.format(id=77, name="Cadre", parent="")
    button = (
        "wwv_flow_imp_page.create_page_button(\n p_id=>wwv_flow_imp.id(78)\n,p_button_sequence=>5\n"
        ",p_button_plug_id=>wwv_flow_imp.id(77)\n,p_button_name=>'PLUS'\n);\n"
    )
    base = added("p_plug_name=>'Filtres'", first + button)
    inner = outer.format(id=79, name="Dedans", parent=",p_parent_plug_id=>wwv_flow_imp.id(77)\n")
    theirs = replaced(base, (first, first + inner))
    theirs = replaced(
        theirs,
        (button, button.replace("id(77)", "id(79)")),
        ("p_process_when_button_id=>wwv_flow_imp.id(51000000000000310)",
         "p_process_when_button_id=>wwv_flow_imp.id(78)"),
    )  # fmt: skip
    three = page(base), page(), page(theirs)
    (conflict,) = merge(*three).open_conflicts
    assert conflict.component == "create_page_plug:77"
    kept, dropped = (decide(*three, take).page for take in (Take.THEIRS, Take.OURS))
    assert kept is not None and dropped is not None
    process = kept.by_key["create_page_process:51000000000000700"]
    assert process.text("p_process_when_button_id") == "78"
    assert diff(kept, page(theirs)).is_empty and render(dropped) == text()


def test_what_is_kept_keeps_what_it_refers_to() -> None:
    # theirs deletes the column and its view; ours changed the view only
    theirs = page(without("p_name=>'ARTICLE'", ",p_width=>120"))
    ours = edited((",p_width=>120", ",p_width=>90"))
    result = decide(page(), ours, theirs, Take.OURS)
    assert result.page is not None and render(result.page) == render(ours)
    assert result.issues == ()


# -- references ----------------------------------------------------------------------------


def test_a_new_reference_by_id_to_what_the_other_side_deleted() -> None:
    ours = edited(("p_process_when_button_id=>wwv_flow_imp.id(51000000000000310)",
                   "p_process_when_button_id=>wwv_flow_imp.id(51000000000000300)"))  # fmt: skip
    theirs = page(without(BUTTON, *DYNAMIC))
    (conflict,) = merge(page(), ours, theirs).open_conflicts
    assert conflict.kind is ConflictKind.REFERENCE
    (use,) = conflict.uses
    assert conflict.used_by == "ours"
    assert (use.page, use.place[-1], use.property) == (
        10,
        ("create_page_process", "Valider"),
        "p_process_when_button_id",
    )
    kept = decide(page(), ours, theirs, Take.OURS)
    assert kept.page is not None and BUTTON in render(kept.page)
    dropped = decide(page(), ours, theirs, Take.THEIRS)
    assert dropped.page is not None
    # the reference goes back to what theirs has
    assert render(dropped.page) == render(theirs)
    assert dropped.issues == ()


def test_the_same_the_other_way_round() -> None:
    theirs = edited(("p_process_when_button_id=>wwv_flow_imp.id(51000000000000310)",
                     "p_process_when_button_id=>wwv_flow_imp.id(51000000000000300)"))  # fmt: skip
    ours = page(without(BUTTON, *DYNAMIC))
    (conflict,) = merge(page(), ours, theirs).open_conflicts
    assert conflict.kind is ConflictKind.REFERENCE
    gone = decide(page(), ours, theirs, Take.OURS)
    assert gone.page is not None and render(gone.page) == render(ours)
    back = decide(page(), ours, theirs, Take.THEIRS)
    assert back.page is not None
    assert back.page.by_key["create_page_button:51000000000000300"]
    assert "p_process_when_button_id=>wwv_flow_imp.id(51000000000000300)" in render(back.page)


@pytest.mark.parametrize("mention", [":P10_STATUT", ":p10_statut", "v(''P10_Statut'')"])
def test_a_new_mention_of_an_item_that_the_other_side_deleted(mention: str) -> None:
    """Item names have no case, and PL/SQL is often written in small letters."""
    theirs = page(without("p_name=>'P10_STATUT'"))
    ours = edited((" where id = :P10_CLIENT'", f" where id = :P10_CLIENT and statut = {mention}'"))
    (conflict,) = merge(page(), ours, theirs).open_conflicts
    assert conflict.kind is ConflictKind.REFERENCE
    assert conflict.component_name == "P10_STATUT"


def test_an_old_mention_is_the_deleters_business() -> None:
    theirs = page(without("p_name=>'P10_STATUT'"))
    ours = edited((" where id = :P10_CLIENT'", " where id = :P10_CLIENT and actif = 1'"))
    assert merge(page(), ours, theirs).open_conflicts == ()


def test_one_more_mention_beside_an_old_one_is_new() -> None:
    theirs = page(without("p_name=>'P10_STATUT'"))
    ours = edited(("'       c.statut',", "'       nvl(c.statut, :P10_STATUT) statut',"))
    (conflict,) = merge(page(), ours, theirs).open_conflicts
    assert (conflict.kind, conflict.component_name) == (ConflictKind.REFERENCE, "P10_STATUT")


@pytest.mark.parametrize("renamer", ["ours", "theirs"])
def test_a_new_mention_of_an_item_that_the_other_side_renamed(renamer: str) -> None:
    renamed = edited(("p_name=>'P10_STATUT'", "p_name=>'P10_ETAT'"))
    uses = edited((" where id = :P10_CLIENT'", " where id = :P10_CLIENT and x = :p10_statut'"))
    ours, theirs = (renamed, uses) if renamer == "ours" else (uses, renamed)
    (conflict,) = merge(page(), ours, theirs).open_conflicts
    assert (conflict.kind, conflict.property) == (ConflictKind.REFERENCE, "p_name")
    for take, name in ((Take.OURS, ours), (Take.THEIRS, theirs)):
        result = decide(page(), ours, theirs, take)
        assert result.page is not None
        identity = "create_page_item:51000000000000400"
        assert result.page.by_key[identity].name == name.by_key[identity].name
        assert "x = :p10_statut" in render(result.page)


ONLOAD = "'page.cancelWarnOnUnsavedChanges();',"
STATIC = ("p_plug_name=>'Lignes'\n", "p_plug_name=>'Lignes'\n,p_region_name=>'lignes'\n")


@pytest.mark.parametrize("use", ['apex.region("lignes").refresh();', "$(''#lignes td'').hide();"])
def test_a_new_use_of_a_static_id_in_code(use: str) -> None:
    base = replaced(text(), STATIC)
    uses = page(replaced(base, (ONLOAD, f"'{use}',")))
    gone = page(grid_gone())
    renamed = page(base.replace("'lignes'", "'rows'"))
    for other, name in ((gone, ""), (renamed, "p_region_name")):
        (conflict,) = merge(page(base), uses, other).open_conflicts
        assert (conflict.kind, conflict.property) == (ConflictKind.REFERENCE, name)
    word = page(replaced(base, (ONLOAD, "'log(\"toutes les lignes\");',")))
    assert merge(page(base), word, renamed).open_conflicts == ()


def test_a_new_name_that_nobody_needs_is_taken() -> None:
    renamed = edited(("p_name=>'P10_STATUT'", "p_name=>'P10_ETAT'"))
    other = edited((" where id = :P10_CLIENT'", " where id = :P10_CLIENT and actif = 1'"))
    assert merge(page(), renamed, other).open_conflicts == ()


def test_a_longer_name_is_another_name() -> None:
    theirs = page(without("p_name=>'P10_STATUT'"))
    ours = edited((" where id = :P10_CLIENT'", " where id = :P10_CLIENT and x = :P10_STATUTS'"))
    assert merge(page(), ours, theirs).open_conflicts == ()


# -- what the whole shows ------------------------------------------------------------------


def test_an_item_name_that_is_there_twice_now_is_an_error() -> None:
    new = item(51000000000000420, "P10_CANAL", 30, 51000000000000110)
    ours = page(added("p_name=>'P10_CLIENT'\n", new))
    theirs = edited(("p_name=>'P10_CLIENT'\n,p_item", "p_name=>'P10_CANAL'\n,p_item"))
    result = merge(page(), ours, theirs)
    (issue,) = [i for i in result.issues if i.severity == "error"]
    assert (issue.code, issue.facts["name"]) == ("merge.duplicate_name", "P10_CANAL")


def test_equal_places_of_new_items_are_a_warning() -> None:
    ours = page(added("p_name=>'P10_CLIENT'\n", item(51000000000000420, "P10_CANAL", 30)))
    theirs = page(added("p_name=>'P10_CLIENT'\n", item(51000000000000430, "P10_AGENCE", 30)))
    (issue,) = merge(page(), ours, theirs).issues
    assert (issue.severity, issue.code) == ("warning", "merge.same_sequence")
    assert {issue.facts["component"], issue.facts["other"]} == {"P10_CANAL", "P10_AGENCE"}
