"""Checking one file, and what the catalogue calls things."""

from __future__ import annotations

import pytest

from app.apex import check, type_label
from app.apex.catalogue import TYPES, label_of
from tests.apex import samples


@pytest.mark.parametrize("name", samples.ALL)
def test_a_good_file(name: str) -> None:
    result = check((samples.FILES / name).read_bytes(), name)
    assert result.identical and result.error is None
    assert result.components > 0
    assert result.notices == ()


def test_a_broken_file_is_a_result() -> None:
    result = check(samples.text()[:2000], "page_00010.sql")
    assert not result.identical
    assert result.error is not None and result.error.code == "export.truncated"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \r\n",
        "prompt --install\n@@application/set_environment.sql\n@@application/pages/page_00010.sql\n",
        "-- (c) Ventes\n/* the\nlist */\nrem x\nprompt --install\n@application/init.sql\n",
        "prompt --application/init\nbegin null; end;\n/\n",
        "\ufeffset define off\nwhenever sqlerror exit\nbegin\n  null;\nend;\n/\n",
    ],
)
def test_what_an_export_has_besides_components_is_sound(text: str) -> None:
    for given in (text, text.encode("utf-8")):
        result = check(given, "init.sql")
        assert (result.identical, result.components, result.error) == (True, 0, None)


@pytest.mark.parametrize("text", ["select 1 from dual;\n", "begin\n  p;\nend;\n/\n", "@@a.sql\n"])
def test_what_is_no_export_is_none(text: str) -> None:
    error = check(text, "init.sql").error
    assert error is not None and error.code == "export.not_an_export"


def test_a_reference_to_nothing_is_a_notice() -> None:
    source = samples.without("p_button_name=>'RECHERCHER'")
    (notice,) = check(source, "page_00010.sql").notices
    assert (notice.severity, notice.code) == ("notice", "export.dangling")
    assert notice.facts["component"] == "Filtrer"
    assert notice.facts["property"] == "When · Button"


def test_every_type_has_a_name_in_both_languages() -> None:
    assert all(known.label and known.label_fr for known in TYPES.values())
    assert type_label("create_page_item") == "Page Item"
    assert type_label("create_page_item", "fr") == "Élément de page"
    assert type_label("create_something_new_sql") == "Something New SQL"


def test_an_unknown_argument_is_shown_by_its_words() -> None:
    assert label_of("p_new_html_thing") == "New HTML Thing"
    assert label_of("p_attribute_07") == "Settings · Attribute 7"
    assert label_of("p_attributes.page_items_to_submit") == "Settings · Page Items To Submit"
