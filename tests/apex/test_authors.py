"""Who changed each side of a conflict, as the exports themselves tell it."""

from __future__ import annotations

import pytest

from app.apex import merge, parse
from app.apex.merge.authors import also_by
from app.apex.model import Author, Conflict, Decision, Take
from tests.apex.samples import PAGE_PATH, replaced, text, without

BASE = (",p_page_component_map=>'21'\n", ",p_page_component_map=>'21'\n{}")
OLD = ",p_last_updated_by=>'{}'\n,p_last_upd_yyyymmddhh24miss=>'{}'\n"
NEW = (
    ",p_last_updated_on=>wwv_flow_imp.dz('{1}Z')\n"
    ",p_last_updated_by=>'{0}'\n"
    ",p_created_by=>'SOMEBODY'\n"
)


def saved(form: str, name: str, moment: str, prompt: str = "Statut", source: str = "") -> str:
    stamp = form.format(name, moment)
    source = replaced(source or text(), (BASE[0], BASE[1].format(stamp)))
    return source.replace("p_prompt=>'Statut'", f"p_prompt=>'{prompt}'")


def conflict(base: str, ours: str, theirs: str) -> Conflict:
    (found,) = merge(*(parse(t, PAGE_PATH) for t in (base, ours, theirs))).conflicts
    return found


@pytest.mark.parametrize("form", [OLD, NEW])
def test_the_page_says_who_saved_it(form: str) -> None:
    zone = "Z" if form == NEW else ""
    found = conflict(
        saved(form, "AHMED", "20260101080000"),
        saved(form, "AHMED", "20261102101500", "Etat"),
        saved(form, "SARA", "20261103111600", "Situation"),
    )
    assert found.ours_by == (Author("AHMED", "2026-11-02T10:15:00" + zone),)
    assert found.theirs_by == (Author("SARA", "2026-11-03T11:16:00" + zone),)
    assert (found.ours_name, found.theirs_name) == ("AHMED", "SARA")


def test_the_component_says_it_better() -> None:
    own = (",p_prompt=>'Etat'", ",p_prompt=>'Etat'\n,p_updated_by=>'KARIM'")
    ours = replaced(saved(OLD, "AHMED", "20261102101500", "Etat"), own)
    found = conflict(text(), ours, saved(OLD, "SARA", "20261103111600", "Situation"))
    assert [a.name for a in found.ours_by] == ["KARIM"]


def test_the_stamp_of_the_base_is_nobodys() -> None:
    base = saved(OLD, "AHMED", "20260101080000")
    found = conflict(base, base.replace("Statut'", "Etat'"), base.replace("Statut'", "Situation'"))
    assert (found.ours_by, found.theirs_by) == ((), ())
    assert (found.ours_name, found.theirs_name) == ("", "")


def test_whole_components_and_whole_files_too() -> None:
    edited = saved(OLD, "AHMED", "20261102101500", "Etat")
    gone = saved(OLD, "SARA", "20261103111600", source=without("p_name=>'P10_STATUT'"))
    found = conflict(text(), edited, gone)
    assert found.property == ""
    assert (found.ours_name, found.theirs_name) == ("AHMED", "SARA")
    (whole,) = merge(parse(text(), PAGE_PATH), parse(edited, PAGE_PATH), None).conflicts
    assert (whole.ours_name, whole.theirs_name) == ("AHMED", "")


def test_who_merges_may_know_more_and_decisions_change_nothing() -> None:
    sides = text(), saved(OLD, "AHMED", "20261102101500", "Etat"), text().replace("Statut'", "S'")
    found = conflict(*sides)
    named = also_by(found, (Author("MAIN"),), (Author("Sara"), Author("Sara")))
    assert [a.name for a in named.ours_by] == ["MAIN", "AHMED"]
    assert [a.name for a in named.theirs_by] == ["Sara"]
    pages = [parse(t, PAGE_PATH) for t in sides]
    (decided,) = merge(*pages, {found.key: Decision(found.key, Take.OURS)}).conflicts
    assert decided.ours_by == found.ours_by
