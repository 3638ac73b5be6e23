"""Names: every argument that occurs in exports has one of its own, in English and French."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from app.apex import diff, merge, spoken_conflict
from app.apex.catalogue import TYPES, spoken, type_label
from app.apex.catalogue.labels import Tongue, is_known, label_of
from app.apex.catalogue.spoken import spoken_page
from app.apex.catalogue.tables import ARGUMENT_TABLES, rows
from app.apex.catalogue.value_labels import value_label
from app.apex.model import Listed
from tests.apex.samples import edited, page
from tests.apex.test_deletions import grid_gone

KNOWN = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "arguments.tsv").read_text("utf-8").splitlines()[1:]
]


def test_every_argument_that_occurs_has_a_name_of_its_own() -> None:
    unnamed = [(p, a) for p, a in KNOWN if not is_known(a, p)]
    assert unnamed == []


LANGUAGES: tuple[Tongue, ...] = ("en", "fr")


def test_no_name_is_an_argument_or_empty_in_either_language() -> None:
    for procedure, argument in KNOWN:
        for language in LANGUAGES:
            label = label_of(argument, procedure, "", language)
            assert label and "_" not in label and "|" not in label, (procedure, argument, label)


TABLES = sorted((Path(__file__).parents[2] / "resources" / "labels").glob("*.tsv"))


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.stem)
def test_a_table_is_well_formed(table: Path) -> None:
    """Every row has the columns that the first line names, none is empty or padded, and the file
    ends its last line."""
    head, *lines = table.read_bytes().decode("utf-8").removesuffix("\n").split("\n")
    assert lines and "\r" not in head
    for line in lines:
        cells = line.split("\t")
        assert len(cells) == len(head.split("\t")), line
        assert all(cell and cell == " ".join(cell.split()) for cell in cells), line


def test_no_row_is_passed_over_for_another() -> None:
    """An argument, an attribute of a plug-in and a code have one row each."""
    arguments = [a for table in ARGUMENT_TABLES for row in rows(table) for a in row[0].split()]
    attributes = [(p, a) for row in rows("plugins") for p in row[0].split() for a in row[1].split()]
    codes = [(argument, code) for argument, code, *_ in rows("values")]
    for keys in (arguments, attributes, codes):
        assert [key for key, count in Counter(keys).items() if count > 1] == []


def test_every_table_is_read() -> None:
    assert {path.stem for path in TABLES} == {*ARGUMENT_TABLES, "families", "plugins", "values"}


def test_every_type_that_occurs_has_a_row() -> None:
    assert {procedure for procedure, _ in KNOWN} - set(TYPES) == set()


@pytest.mark.parametrize(
    ("argument", "procedure", "plugin", "english", "french"),
    [
        ("p_plug_source", "create_page_plug", "NATIVE_IR", "Source · SQL Query",
         "Source · Requête SQL"),
        ("p_plug_source", "create_page_plug", "NATIVE_STATIC", "Source · HTML Code",
         "Source · Code HTML"),
        ("p_item_sequence", "create_page_item", "", "Layout · Sequence", "Mise en page · Séquence"),
        ("p_attribute_01", "create_page_item", "NATIVE_DISPLAY_ONLY",
         "Settings · Send On Page Submit",
         "Paramètres · Envoyer à la soumission de la page"),
        ("p_attribute_01", "create_page_item", "NATIVE_HIDDEN", "Settings · Value Protected",
         "Paramètres · Valeur protégée"),
        ("p_attribute_07", "create_page_item", "PLUGIN_OURS", "Settings · Attribute 7",
         "Paramètres · Attribut 7"),
        ("p_attributes.trim_spaces", "create_page_item", "NATIVE_TEXT_FIELD",
         "Settings · Trim Spaces", "Paramètres · Supprimer les espaces"),
        ("p_protection_level", "create_page", "", "Security · Page Access Protection",
         "Sécurité · Protection de l'accès à la page"),
        ("p_protection_level", "create_page_item", "", "Security · Session State Protection",
         "Sécurité · Protection de l'état de session"),
        ("p_prn_header_font_size", "create_page_plug", "",
         "Attributes · Printing · Heading · Font Size",
         "Attributs · Impression · En-tête de colonne · Taille de police"),
        ("p_no_such_url", "create_page", "", "No Such URL", "No Such URL"),
    ],
)  # fmt: skip
def test_names(argument: str, procedure: str, plugin: str, english: str, french: str) -> None:
    assert label_of(argument, procedure, plugin) == english
    assert label_of(argument, procedure, plugin, "fr") == french


def test_codes_say_what_they_mean() -> None:
    assert value_label("p_is_required", "true") == "Yes"
    assert value_label("p_is_required", "true", french=True) == "Oui"
    assert value_label("p_display_as", "NATIVE_IR", french=True) == "État interactif"
    assert value_label("p_display_when_type", "ITEM_IS_NULL") == "Item is NULL"
    assert value_label("p_item_default", "ITEM_IS_NULL") == ""
    assert value_label("p_prompt", None) == ""


def test_one_difference_in_two_languages() -> None:
    found = diff(page(), edited((",p_is_required=>false\n", ",p_is_required=>true\n")))
    change = spoken_page(found, "fr").changes[0]
    prop = change.properties[0]
    assert (change.type_label, change.path[0]) == ("Colonne", "Page Commandes")
    assert change.path[1].startswith("Région ")
    assert prop.label == "Validation · Valeur obligatoire"
    assert (prop.old, prop.new, prop.old_label, prop.new_label) == ("false", "true", "Non", "Oui")
    assert spoken_page(spoken_page(found, "fr"), "en") == found


def test_a_conflict_in_french() -> None:
    label = ",p_prompt=>'Statut'"
    merged = merge(page(), edited((label, ",p_prompt=>'A'")), edited((label, ",p_prompt=>'B'")))
    conflict = spoken_conflict(merged.conflicts[0], "fr")
    assert (conflict.type_label, conflict.label) == ("Élément de page", "Libellé · Libellé")
    assert conflict.component_path[-1] == "Élément de page P10_STATUT"


def test_the_list_of_a_whole_component_in_french() -> None:
    changed = edited((",p_query_table=>'LIGNES'", ",p_query_table=>'V_LIGNES'"))
    (conflict,) = merge(page(), changed, page(grid_gone())).conflicts
    assert conflict.ours is not None and conflict.theirs is None
    assert "\n  Source · Table Name: V_LIGNES\n" in conflict.ours
    french = spoken_conflict(conflict, "fr")
    assert french.ours is not None and french.base is not None and french.theirs is None
    assert french.ours.startswith("Région Lignes\n")
    assert "\n  Source · Nom de table\xa0: V_LIGNES\n" in french.ours
    assert "\n  Source · Nom de table\xa0: LIGNES\n" in french.base
    assert spoken_conflict(french, "en") == conflict


def test_types_have_french_names() -> None:
    assert type_label("create_list_of_values", "fr") == "Liste de valeurs"


def test_the_list_of_a_component_says_its_codes_as_a_difference_does() -> None:
    listed = Listed("create_page_plug", "Lignes", (("p_plug_display_point", "BODY"),))
    assert spoken.listing([listed], "en") == "Region Lignes\n  Layout · Slot: Body"
