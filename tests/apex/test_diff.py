"""Differences by meaning: one change is one difference, an installation is none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.apex import diff
from app.apex.identity.match import Rule, map_ids
from app.apex.model import ComponentChange, PropertyChange, Status
from tests.apex import samples
from tests.apex.samples import edited, page, text

MIRROR = 99000000000000000


def only(pair: tuple[str, str]) -> ComponentChange:
    found = diff(page(), edited(pair))
    assert len(found.changes) == 1, found.changes
    return found.changes[0]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            ",p_prompt=>'Statut'",
            ",p_prompt=>unistr('\\00C9tat')",
            PropertyChange("p_prompt", "Label · Label", "Statut", "État"),
        ),
        (
            ",p_prompt=>'Statut'\n",
            "",
            PropertyChange("p_prompt", "Label · Label", "Statut", None),
        ),
        (
            ",p_cSize=>30\n",
            ",p_cSize=>40\n",
            PropertyChange("p_csize", "Appearance · Width", "30", "40"),
        ),
        (
            ",p_is_required=>false\n",
            "",
            PropertyChange(
                "p_is_required", "Validation · Value Required", "false", None, old_label="No"
            ),
        ),
        (
            "  'page_action_on_selection', 'NONE')",
            "  'page_action_on_selection', 'SUBMIT')",
            PropertyChange(
                "p_attributes.page_action_on_selection",
                "Settings · Page Action on Selection",
                "NONE",
                "SUBMIT",
            ),
        ),
        (
            "t-Button--iconLeft'",
            "t-Button--iconRight'",
            PropertyChange(
                "p_button_template_options",
                "Appearance · Template Options",
                "#DEFAULT#:t-Button--iconLeft",
                "#DEFAULT#:t-Button--iconRight",
                "list",
            ),
        ),
        (
            "p_affected_region_id=>wwv_flow_imp.id(51000000000000110)",
            "p_affected_region_id=>wwv_flow_imp.id(51000000000000100)",
            PropertyChange(
                "p_affected_region_id",
                "Affected Elements · Region",
                "Liste des commandes créées",
                "Filtres",
                "reference",
            ),
        ),
    ],
)
def test_one_change_is_one_difference(old: str, new: str, expected: PropertyChange) -> None:
    assert only((old, new)).properties == (expected,)


def test_code_has_its_language_and_its_lines() -> None:
    change = only(("'       c.statut',", "'       c.statut,',\n'       c.remise',")).properties[0]
    assert (change.shape, change.language) == ("text", "sql")
    assert change.new is not None and "c.remise\n  from" in change.new


def test_the_same_value_in_another_form_is_no_difference() -> None:
    other = edited(
        ("'Ce client n''existe pas.'", "'Ce client '||'n'||unistr('\\0027')||'existe pas.'"),
        (",p_cSize=>30", ",p_cSize => 30 -- large"),
    )
    assert diff(page(), other).is_empty


def test_noise_is_counted_and_not_shown() -> None:
    other = edited(
        ("p_page_component_map=>'21'", "p_page_component_map=>'18'"),
        ("p_internal_uid=>51000000000000700", "p_internal_uid=>4711"),
    )
    found = diff(page(), other)
    assert found.is_empty
    assert found.noise == 2


def test_what_came_went_moved_and_got_a_name() -> None:
    other = page(
        samples.replaced(
            samples.without(
                "p_name=>'P10_STATUT'",
                source=samples.added("P10_CLIENT'\n,p_item", samples.item(77, "P10_AGENCE")),
            ),
            ("p_plug_name=>'Lignes'", "p_plug_name=>'Lignes de commande'"),
            (
                "p_button_sequence=>20\n,p_button_plug_id=>wwv_flow_imp.id(51000000000000100)",
                "p_button_sequence=>20\n,p_button_plug_id=>wwv_flow_imp.id(51000000000000110)",
            ),
        )
    )
    found = {(c.status, c.name): c for c in diff(page(), other).changes}
    assert set(found) == {
        (Status.ADDED, "P10_AGENCE"),
        (Status.REMOVED, "P10_STATUT"),
        (Status.RENAMED, "Lignes de commande"),
        (Status.MOVED, "VALIDER"),
    }
    added = found[Status.ADDED, "P10_AGENCE"]
    assert added.path == ("Page Commandes", "Region Filtres", "Page Item P10_AGENCE")
    assert ("p_prompt", None, "P10_Agence") in [(p.name, p.old, p.new) for p in added.properties]


@pytest.mark.parametrize("name", samples.ALL)
@pytest.mark.parametrize(
    "rule",
    [lambda n: n + 123456789, lambda n: n - 30000000000000000, lambda n: MIRROR - n],
    ids=["shift", "shift back", "mirror"],
)
def test_another_installation_is_no_difference(name: str, rule: Callable[[int], int]) -> None:
    source = text(name)
    there = samples.elsewhere(samples.renumbered(source, rule))
    assert there != source
    assert diff(page(source), page(there)).is_empty
    assert diff(page(there), page(source)).is_empty


def test_a_change_is_found_behind_a_renumbering() -> None:
    there = samples.renumbered(text(), lambda n: MIRROR - n)
    there = samples.replaced(there, (",p_prompt=>'Statut'", ",p_prompt=>'Etat'"))
    found = diff(page(), page(there)).changes
    assert [(c.name, [p.new for p in c.properties]) for c in found] == [("P10_STATUT", ["Etat"])]


def test_a_file_may_be_shifted_and_mirrored_at_once() -> None:
    def rule(number: int) -> int:
        return number + 500 if number < 51000000000000300 else MIRROR - number

    there = page(samples.renumbered(text(), rule))
    assert set(map_ids({"": there}, {"": page()}).rules) == {Rule(1, -500), Rule(-1, MIRROR)}
    assert diff(page(), there).is_empty


def test_ids_made_anew_are_matched_by_name_and_content() -> None:
    fresh = {}

    def rule(number: int) -> int:
        return fresh.setdefault(number, 7 * len(fresh) ** 3 + 1000)

    assert diff(page(), page(samples.renumbered(text(), rule))).is_empty


def test_old_releases_have_labels_too() -> None:
    source = text("page_4_2.sql")
    other = source.replace("'  from contacts'", "'  from tous_les_contacts'")
    change = diff(page(source), page(other)).changes[0]
    assert change.name == "Contacts"
    assert change.properties[0].label == "Source · Source"


def test_a_static_file_is_compared_as_text() -> None:
    source = text("static_24_2.sql")
    old = b"font-weight: 600".hex().upper()
    assert old in source.replace("';\nwwv_flow_imp.g_varchar2_table(2) := '", "")
    joined = source.replace("';\nwwv_flow_imp.g_varchar2_table(2) := '", "")
    other = joined.replace(old, b"font-weight: 700".hex().upper())
    assert diff(page(source), page(joined)).is_empty
    change = diff(page(source), page(other)).changes[0].properties[0]
    assert (change.label, change.language) == ("Static File · Content", "css")
    assert change.new is not None and "font-weight: 700" in change.new


def sequence_of(item: str, number: int) -> tuple[str, str]:
    source = text("page_24_2.sql")
    at = source.index(f"p_name=>'{item}'")
    old = source[at : source.index("\n", source.index("p_item_sequence=>", at))]
    return old, old.rpartition("=>")[0] + f"=>{number}"


def test_an_insertion_pushes_and_moves_nobody() -> None:
    source = samples.replaced(text("page_24_2.sql"), sequence_of("P10_CLIENT", 30))
    found = diff(page(), page(source))
    assert [(c.status, c.properties[0].label) for c in found.changes] == [
        (Status.CHANGED, "Layout · Sequence")
    ]


@pytest.mark.parametrize(("item", "number"), [("P10_STATUT", 90), ("P10_CLIENT", 5)])
def test_what_passes_its_sibling_was_moved(item: str, number: int) -> None:
    source = samples.replaced(text("page_24_2.sql"), sequence_of(item, number))
    (change,) = diff(page(), page(source)).changes
    assert (change.name, change.status) == (item, Status.MOVED)
    assert [p.name for p in change.properties] == ["p_item_sequence"]


def test_an_item_made_again_elsewhere_was_moved() -> None:
    """Names of items are unique: one of the same name in another region is no other one."""
    item = "\n,p_name=>'P10_STATUT'\n,p_item_sequence=>10\n,p_item_plug_id=>wwv_flow_imp.id("
    again = edited(
        (f"51000000000000400){item}51000000000000100)", f"777){item}51000000000000110)"),
    )
    (change,) = diff(page(), again).changes
    assert (change.name, change.status) == ("P10_STATUT", Status.MOVED)
    assert [p.name for p in change.properties] == ["p_item_plug_id"]
