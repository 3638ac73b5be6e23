"""Three sides in one id space."""

from __future__ import annotations

from app.apex import merge, parse

HEAD = """prompt --application/pages/page_00000
begin
wwv_flow_imp.component_begin (
 p_version_yyyy_mm_dd=>'2023.04.28'
,p_release=>'23.1.{release}'
,p_default_workspace_id=>1
,p_default_application_id=>100
,p_default_id_offset=>0
,p_default_owner=>'APPS'
);
wwv_flow_imp_page.create_page(
 p_id=>0
,p_name=>'Global Page'
,p_protection_level=>'D'
);
"""
END = "wwv_flow_imp.component_end;\nend;\n/\n"


def region(identity: int, name: str, template: int) -> str:
    return (
        "wwv_flow_imp_page.create_page_plug(\n"
        f" p_id=>wwv_flow_imp.id({identity})\n,p_plug_name=>'{name}'\n"
        f",p_plug_template=>wwv_flow_imp.id({template})\n,p_plug_display_sequence=>10\n);\n"
    )


def test_the_same_page_of_another_patch_level_has_no_change() -> None:
    """Ours was made anew, with other ids that no rule explains; what the base calls the template
    is what theirs calls it, because their ids are the same."""
    named = [("ITEMS", 40017), ("LINKS", 42999), ("JS", 40991), ("CSS", 40503), ("HTML", 40777)]
    there = [region(identity, name, 7017) for name, identity in named]
    base = parse(HEAD.format(release=5) + "".join(there) + END, "page.sql")
    theirs = parse(HEAD.format(release=2) + "".join(there) + END, "page.sql")
    made_anew = region(98123, "ITEMS", 9555) + region(90204, "LINKS", 9555)
    ours = parse(HEAD.format(release=5) + made_anew + END, "page.sql")
    result = merge(base, ours, theirs)
    assert result.conflicts == ()
    assert result.page is not None
    assert result.page.source == ours.source
