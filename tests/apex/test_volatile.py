"""Noise: what an installation writes by itself is no difference, unless somebody wants it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.apex import KEEP_ALL, Noise, compare_applications, diff, merge, read_application, render
from app.apex.catalogue.volatile import CATALOGUE, USUAL
from tests.apex import samples
from tests.apex.samples import edited, page, text

NOISY = (
    ("p_page_component_map=>'21'", "p_page_component_map=>'18'"),
    ("p_internal_uid=>51000000000000700", "p_internal_uid=>4711"),
)
PROMPT = (",p_prompt=>'Statut'", ",p_prompt=>'Etat'")
_ID = re.compile(r"(wwv_flow_imp\.id\()(\d+)(\))")


def test_every_entry_has_a_reason() -> None:
    assert all(names.split() and len(reason) > 10 for names, reason in CATALOGUE)


def test_noise_is_shown_to_those_who_keep_it() -> None:
    assert diff(page(), edited(*NOISY)).is_empty
    found = diff(page(), edited(*NOISY), KEEP_ALL)
    shown = {p.name for c in found.changes for p in c.properties}
    assert shown == {"p_page_component_map", "p_internal_uid"}
    assert found.noise == 0
    one = diff(page(), edited(*NOISY), Noise(keep=frozenset({"create_page.p_page_component_map"})))
    assert [p.name for c in one.changes for p in c.properties] == ["p_page_component_map"]
    assert one.noise == 1


@pytest.mark.parametrize("name", ["p_prompt", "create_page_item.p_prompt"])
def test_a_user_ignores_more(name: str) -> None:
    rules = Noise(ignore=frozenset({name}))
    found = diff(page(), edited(PROMPT), rules)
    assert found.is_empty and found.noise == 1
    assert not diff(
        page(), edited(PROMPT), Noise(ignore=frozenset({"create_page.p_prompt"}))
    ).is_empty


def test_to_keep_wins() -> None:
    rules = Noise(ignore=frozenset({"p_prompt"}), keep=frozenset({"p_prompt"}))
    assert not diff(page(), edited(PROMPT), rules).is_empty
    assert USUAL.ignores("create_flow", "p_id") and not USUAL.ignores("create_page", "p_id")


def test_a_name_that_somebody_gave_a_report_counts() -> None:
    alias = "p_report_alias=>'510001'"
    assert diff(page(), edited((alias, "p_report_alias=>'777'"))).is_empty
    named = edited((alias, "p_report_alias=>'MENSUEL'"))
    (change,) = diff(page(), named).changes
    assert [(p.name, p.new) for p in change.properties] == [("p_report_alias", "MENSUEL")]
    result = merge(page(), edited(PROMPT), named)
    assert result.page is not None and "p_report_alias=>'MENSUEL'" in render(result.page)


def test_one_attribute_of_a_plugin() -> None:
    other = edited(("'page_action_on_selection', 'NONE')", "'page_action_on_selection', 'SUBMIT')"))
    name = "create_page_item.p_attributes.page_action_on_selection"
    assert diff(page(), other, Noise(ignore=frozenset({name}))).is_empty


def application(change: bool = False, shift: int = 0, mirror: int = 0) -> dict[str, str]:
    files = {samples.PAGE_PATH: text(), samples.LOV_PATH: text("lov_24_2.sql")}
    if not change:
        return files

    def other(match: re.Match[str]) -> str:
        identity = int(match[2])
        return f"{match[1]}{mirror - identity if mirror else identity + shift}{match[3]}"

    header = (("p_default_workspace_id=>", "99"), ("p_default_application_id=>", "777"),
              ("p_default_id_offset=>", "12345"))  # fmt: skip
    for path, source in files.items():
        moved = _ID.sub(other, source)
        for name, value in header:
            moved = re.sub(re.escape(name) + r"\d+", name + value, moved)
        moved = re.sub(r"p_default_owner=>'[^']*'", "p_default_owner=>'OTHER'", moved)
        files[path] = moved
    return files


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 10**17), st.booleans())
def test_another_installation_has_no_differences(number: int, mirrored: bool) -> None:
    mirror = 10**18 + number if mirrored else 0
    there = read_application(application(True, number, mirror))
    found = compare_applications(read_application(application()), there)
    assert found.is_empty, found.files


BARE = """begin
wwv_flow_imp_page.create_page(
 p_id=>7
,p_name=>'Vide'
,p_group_id=>wwv_flow_imp.id({group})
,p_required_role=>wwv_flow_imp.id({role})
);
end;
/
"""


def bare(group: int, role: int) -> str:
    return BARE.format(group=group, role=role)


@pytest.mark.parametrize(("group", "role"), [(5_100, 5_250), (4_900, 4_750)])
def test_a_page_without_components_moves_with_what_it_refers_to(group: int, role: int) -> None:
    assert diff(page(bare(100, 250)), page(bare(group, role))).is_empty


@pytest.mark.parametrize(("group", "role"), [(5_100, 250), (100, 251), (5_100, 5_251 + 7)])
def test_another_reference_is_a_difference(group: int, role: int) -> None:
    assert not diff(page(bare(100, 250)), page(bare(group, role))).is_empty


def test_the_catalogue_is_in_the_manual() -> None:
    manual = (Path(__file__).parents[2] / "docs" / "merge.md").read_text(encoding="utf-8")
    for names, reason in CATALOGUE:
        shown = ", ".join(f"`{name}`" for name in names.split())
        assert f"| {shown} | {reason} |" in manual
