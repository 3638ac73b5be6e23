"""What an upgrade of APEX writes differently is no change, and fixes are carried across it."""

from __future__ import annotations

import pytest

from app.apex import KEEP_ALL, MergeResult, diff, is_automatic, merge, parse, render
from app.apex.catalogue.idents import is_made
from app.apex.catalogue.steps import between, is_newer
from app.apex.model import Decision, Take
from app.errors import MergeError

OLD, NEW = ("2024.11.30", "24.2.14"), ("2026.03.30", "26.1.0")
BY = 1476336957994617
"""By how much the numbers of the base theme's templates move from 24.2 to 26.1 (page-layout)."""
TEMPLATE, BUTTONS = 2526760615038828570, 4072362960822175091


def page(release: tuple[str, str], *calls: str) -> str:
    return (
        "prompt --application/pages/page_00010\nbegin\nwwv_flow_imp.component_begin (\n"
        f" p_version_yyyy_mm_dd=>'{release[0]}'\n,p_release=>'{release[1]}'\n"
        ",p_default_workspace_id=>1\n,p_default_application_id=>100\n,p_default_id_offset=>0\n"
        ",p_default_owner=>'DEMO'\n);\n"
        "wwv_flow_imp_page.create_page(\n p_id=>10\n,p_name=>'Contracts'\n);\n"
        + "".join(calls)
        + "wwv_flow_imp.component_end;\nend;\n/\n"
    )


def call(procedure: str, number: int, **arguments: object) -> str:
    lines = "".join(f",p_{name}=>{value}\n" for name, value in arguments.items())
    return f"wwv_flow_imp_page.{procedure}(\n p_id=>wwv_flow_imp.id({number})\n{lines});\n"


def region(**more: object) -> str:
    return call("create_page_plug", 1001, plug_name="'Search'", plug_display_sequence=20, **more)


def item(**more: object) -> str:
    return call(
        "create_page_item", 1002, name="'P10_STATUS'", item_sequence=10,
        item_plug_id="wwv_flow_imp.id(1001)", **more,
    )  # fmt: skip


def action(**more: object) -> str:
    event = call("create_page_da_event", 1003, name="'Refresh'", event_sequence=10)
    return event + call(
        "create_page_da_action", 1004, event_id="wwv_flow_imp.id(1003)",
        action="'NATIVE_JAVASCRIPT_CODE'", action_sequence=10, **more,
    )  # fmt: skip


def named(code: str) -> str:
    return f"wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(\n  'js_code', '{code}')).to_clob"


BEFORE = page(
    OLD,
    region(plug_template=TEMPLATE),
    item(field_template=TEMPLATE, prompt="'Status'"),
    action(attribute_01="'alert(1);'"),
)
AFTER = page(
    NEW,
    region(plug_template=TEMPLATE + BY, static_id="'search'", plug_item_display_point="'ABOVE'"),
    item(field_template=TEMPLATE + BY, prompt="'Status'"),
    action(attributes=named("alert(1);"), static_id="'native-javascript-code'"),
)


def merged(base: str, ours: str, theirs: str) -> MergeResult:
    return merge(*(parse(text, "page_00010.sql") for text in (base, ours, theirs)))


def changes(old: str, new: str) -> list[tuple[str, str]]:
    found = diff(parse(old, "a.sql"), parse(new, "b.sql"))
    return [(c.procedure, p.name) for c in found.changes for p in c.properties]


def test_an_upgrade_is_no_change_in_either_direction() -> None:
    assert changes(BEFORE, AFTER) == []
    assert changes(AFTER, BEFORE) == []


def test_it_is_counted_and_shown_to_who_wants_to_see_all() -> None:
    old, new = parse(BEFORE, "a.sql"), parse(AFTER, "b.sql")
    assert diff(old, new).noise >= 5
    assert {p.name for c in diff(old, new, KEEP_ALL).changes for p in c.properties} >= {
        "p_plug_template", "p_static_id", "p_plug_item_display_point",
    }  # fmt: skip


def test_what_somebody_changed_beside_it_is_a_change() -> None:
    after = AFTER.replace("p_prompt=>'Status'", "p_prompt=>'State'").replace("'ABOVE'", "'BELOW'")
    assert changes(BEFORE, after) == [
        ("create_page_plug", "p_plug_item_display_point"), ("create_page_item", "p_prompt"),
    ]  # fmt: skip
    another = AFTER.replace(f"p_plug_template=>{TEMPLATE + BY}", f"p_plug_template=>{BUTTONS + BY}")
    assert changes(BEFORE, another) == [("create_page_plug", "p_plug_template")]


def test_within_one_release_the_same_steps_are_changes() -> None:
    same = AFTER.replace(NEW[0], OLD[0]).replace(NEW[1], OLD[1])
    assert ("create_page_plug", "p_plug_item_display_point") in changes(BEFORE, same)


@pytest.mark.parametrize(
    ("was", "now", "comes"),
    [
        ("p_prompt=>'Status'", "p_prompt=>'State'", "p_prompt=>'State'"),
        (f"p_plug_template=>{TEMPLATE}", f"p_plug_template=>{BUTTONS}",
         f"p_plug_template=>{BUTTONS + BY}"),
        ("p_attribute_01=>'alert(1);'", "p_attribute_01=>'alert(2);'", "'js_code', 'alert(2);'"),
        (f"p_plug_template=>{TEMPLATE}",
         f"p_plug_template=>{TEMPLATE}\n,p_plug_item_display_point=>'BELOW'",
         "p_plug_item_display_point=>'BELOW'"),
    ],
)  # fmt: skip
def test_a_fix_from_before_the_upgrade_is_carried_behind_it(was: str, now: str, comes: str) -> None:
    assert BEFORE.count(was) == 1
    result = merged(BEFORE, AFTER, BEFORE.replace(was, now))
    assert result.conflicts == ()
    assert result.page is not None
    text = render(result.page)
    assert comes in text
    assert "p_static_id=>'search'" in text and "p_attribute_01" not in text
    assert len(changes(AFTER, text)) == 1


def test_what_an_older_copy_added_comes_in_the_newer_words() -> None:
    added = BEFORE.replace(
        "wwv_flow_imp.component_end",
        call("create_page_plug", 1010, plug_name="'New'", plug_template=BUTTONS)
        + call("create_page_da_action", 1011, event_id="wwv_flow_imp.id(1003)",
               action="'NATIVE_JAVASCRIPT_CODE'", action_sequence=20, attribute_01="'alert(9);'")
        + call("create_page_process", 1012, process_sequence=10, process_name="'Save'",
               process_type="'NATIVE_IG_DML'", attribute_01="'REGION_SOURCE'",
               attribute_05="'Y'", attribute_06="'Y'")
        + "wwv_flow_imp.component_end",
    )  # fmt: skip
    result = merged(BEFORE, AFTER, added)
    assert result.conflicts == () and result.page is not None
    text = render(result.page)
    assert f"p_plug_template=>{BUTTONS + BY}" in text and "p_attribute_" not in text
    code = result.page.by_key["create_page_da_action:1011"].arguments["p_attributes"].value
    assert [(n, v.text) for n, v in code.items] == [("js_code", "alert(9);")]
    saves = result.page.by_key["create_page_process:1012"].arguments["p_attributes"].value
    assert dict((n, v.text) for n, v in saves.items) == {
        "target_type": "REGION_SOURCE", "lock_row": "Y", "prevent_lost_updates": "Y",
        "return_primary_keys_after_insert": "Y",
    }  # fmt: skip


def test_what_comes_back_by_a_decision_is_in_the_newer_words_too() -> None:
    ours = page(NEW, region(plug_template=TEMPLATE + BY, static_id="'search'"))
    theirs = BEFORE.replace("p_prompt=>'Status'", "p_prompt=>'State'")
    sides = [parse(text, "page_00010.sql") for text in (BEFORE, ours, theirs)]
    conflict = next(c for c in merge(*sides).conflicts if c.component == "create_page_item:1002")
    result = merge(*sides, {conflict.key: Decision(conflict.key, Take.THEIRS)})
    assert result.page is not None
    item = result.page.by_key["create_page_item:1002"]
    assert item.text("p_field_template") == str(TEMPLATE + BY)


def test_what_both_changed_is_asked_all_the_same() -> None:
    ours = AFTER.replace("p_prompt=>'Status'", "p_prompt=>'Situation'")
    theirs = BEFORE.replace("p_prompt=>'Status'", "p_prompt=>'State'")
    (conflict,) = merged(BEFORE, ours, theirs).conflicts
    assert (conflict.base, conflict.ours, conflict.theirs) == ("Status", "Situation", "State")


def test_where_the_base_is_upgraded_too_an_older_copy_takes_nothing_back() -> None:
    """MAIN and the last merge are on 26.1, a developer's export is still of 24.2."""
    ours = AFTER.replace("p_prompt=>'Status'", "p_prompt=>'Situation'")
    theirs = BEFORE.replace(f"p_field_template=>{TEMPLATE}", f"p_field_template=>{BUTTONS}")
    result = merged(AFTER, ours, theirs)
    assert result.conflicts == () and result.page is not None
    assert changes(ours, render(result.page)) == [("create_page_item", "p_field_template")]
    text = render(result.page)
    assert f"p_field_template=>{BUTTONS + BY}" in text
    for spelled in ("p_static_id=>'search'", "p_plug_item_display_point=>'ABOVE'", "'js_code'"):
        assert spelled in text, spelled
    assert render(result.page).count(f"{TEMPLATE + BY}") == 1


def test_a_deletion_is_not_held_up_by_the_upgrade() -> None:
    theirs = page(OLD, region(plug_template=TEMPLATE), action(attribute_01="'alert(1);'"))
    result = merged(BEFORE, AFTER, theirs)
    assert result.conflicts == ()
    assert result.page is not None and "P10_STATUS" not in render(result.page)


def test_the_other_way_is_refused_by_name() -> None:
    ours = BEFORE.replace("p_prompt=>'Status'", "p_prompt=>'State'")
    with pytest.raises(MergeError) as caught:
        merged(BEFORE, ours, AFTER)
    assert caught.value.code == "merge.newer_release"
    assert (caught.value.facts["ours"], caught.value.facts["theirs"]) == ("24.2.14", "26.1.0")


def test_releases_and_the_way_between_them() -> None:
    assert is_newer("26.1.0", "24.2.14") and not is_newer("24.2.14", "24.2.0")
    assert not is_newer("", "24.2.0") and not is_newer("26.1.0", "")
    assert between("24.2.0", "24.2.14") is None
    assert between("26.1.0", "30.1.0") is None and between("5.1", "19.2") is None
    far = between("23.2.0", "26.1.0")
    assert far is not None
    assert far.same("create_page_plug", "", "p_static_id", None, "anything", made=True)
    assert not far.same("create_page_plug", "", "p_static_id", None, "anything")
    assert far is between("26.1.0", "23.2.4")


# -- what people decide, and a static id that is somebody's --------------------------------------


@pytest.mark.parametrize(
    ("ident", "told"),
    [("search", False), ("search-2", False), ("mes-contrats", True), ("search-all", True)],
)
def test_a_static_id_is_the_upgrades_where_it_is_made_of_the_name(ident: str, told: bool) -> None:
    old, new = page(OLD, region()), page(NEW, region(static_id=f"'{ident}'"))
    assert changes(old, new) == ([("create_page_plug", "p_static_id")] if told else [])
    result = merged(old, new, page(OLD, region(), item(prompt="'Status'")))
    assert result.conflicts == () and result.page is not None
    assert f"p_static_id=>'{ident}'" in render(result.page), "what the client has stays"


@pytest.mark.parametrize(
    ("name", "ident"),
    [
        ("P3_STORE_NAME", "p3-store-name"), ("2D", "2d"), ("About this Page2", "about-this-page"),
        ("Sessions (12h)", "sessions-12h"), ("Contrats 2", "contrats"), ("Région", "region"),
    ],
)  # fmt: skip
def test_names_and_the_static_ids_that_public_applications_got_of_them(
    name: str, ident: str
) -> None:
    assert is_made("create_page_plug", {"p_plug_name": name}.get, ident)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("procedure", "argument", "old", "new"),
    [
        ("create_page_item", "p_encrypt_session_state_yn", "Y", None),
        ("create_page_item", "p_encrypt_session_state_yn", "N", None),
        ("create_region_column", "p_session_state_data_type", "VARCHAR2", None),
        ("create_report_region", "p_fixed_header", "PAGE", None),
        ("create_worksheet_rpt", "p_sort_column_5", "AMOUNT", None),
        ("create_jet_chart_series", "p_series_type", None, "pie"),
    ],
)
def test_what_people_decide_is_never_the_upgrades(
    procedure: str, argument: str, old: str | None, new: str | None
) -> None:
    for release in ("21.1", "23.2", "24.2"):
        steps = between(release, "26.1")
        assert steps is not None and not steps.same(procedure, "", argument, old, new)


def test_what_was_seen_to_go_goes() -> None:
    steps = between("24.2", "26.1")
    assert steps is not None
    assert steps.same("create_report_region", "", "p_fixed_header", "NONE", None)
    assert steps.same("create_worksheet_rpt", "", "p_sort_column_5", "0", None)


# -- an application in one file: its parts do not say their release --------------------------


def one_file(release: tuple[str, str], part: str) -> str:
    """The export in one file with this page: the release stands at its top alone."""
    head = (
        "prompt --application/set_environment\nbegin\nwwv_flow_imp.import_begin (\n"
        f" p_version_yyyy_mm_dd=>'{release[0]}'\n,p_release=>'{release[1]}'\n"
        ",p_default_workspace_id=>1\n,p_default_application_id=>100\n,p_default_id_offset=>0\n"
        ",p_default_owner=>'DEMO'\n);\nend;\n/\n"
    )
    begun = part.index("wwv_flow_imp.component_begin")
    frame = part[begun : part.index(");\n", begun) + 3]
    plain = part.replace(frame, "").replace("wwv_flow_imp.component_end;\n", "")
    assert "p_release" not in plain
    return head + plain


def test_the_parts_of_one_file_have_its_release() -> None:
    old, new = one_file(OLD, BEFORE), one_file(NEW, AFTER)
    assert changes(old, new) == []
    same = one_file(OLD, AFTER)
    assert ("create_page_plug", "p_static_id") in changes(old, same)
    assert changes(old, new) == [], "the same text was read with another release in between"


def test_a_fix_is_carried_in_one_file_too() -> None:
    theirs = BEFORE.replace("p_prompt=>'Status'", "p_prompt=>'State'").replace(
        f"p_plug_template=>{TEMPLATE}", f"p_plug_template=>{BUTTONS}"
    )
    sides = (one_file(OLD, BEFORE), one_file(NEW, AFTER), one_file(OLD, theirs))
    result = merge(*(parse(text, "f100.sql") for text in sides))
    assert result.conflicts == () and result.page is not None
    text = render(result.page)
    assert f"p_plug_template=>{BUTTONS + BY}" in text and "p_prompt=>'State'" in text
    assert "p_release=>'26.1.0'" in text and "24.2" not in text


def test_a_newer_one_file_is_refused_by_name() -> None:
    ours = BEFORE.replace("p_prompt=>'Status'", "p_prompt=>'State'")
    sides = (one_file(OLD, BEFORE), one_file(OLD, ours), one_file(NEW, AFTER))
    with pytest.raises(MergeError) as caught:
        merge(*(parse(text, "f100.sql") for text in sides))
    assert caught.value.facts["theirs"] == "26.1.0"


# -- a whole file ----------------------------------------------------------------------------


@pytest.mark.parametrize("deleted_by", ["ours", "theirs"])
def test_a_page_that_one_deleted_and_the_other_only_upgraded_goes(deleted_by: str) -> None:
    base, kept = parse(BEFORE, "page_00010.sql"), parse(AFTER, "page_00010.sql")
    sides = (None, kept) if deleted_by == "ours" else (kept, None)
    result = merge(base, *sides)
    assert result.conflicts == () and result.deleted
    edited = parse(AFTER.replace("p_prompt=>'Status'", "p_prompt=>'State'"), "page_00010.sql")
    sides = (None, edited) if deleted_by == "ours" else (edited, None)
    (conflict,) = merge(base, *sides).conflicts
    assert conflict.taken is None


def test_a_newer_page_is_taken_whole_whoever_asks_for_a_list() -> None:
    base = parse(BEFORE, "page_00010.sql")
    theirs = parse(AFTER.replace("p_prompt=>'Status'", "p_prompt=>'State'"), "page_00010.sql")
    plain = merge(base, base, theirs)
    assert plain.page is not None
    told = merge(base, base, theirs, listing=True)
    assert told.page is not None and render(told.page) == render(plain.page)
    assert told.automatic == (), "nothing of it can be overruled"
    key = "page_00010.sql|create_page_item:1002|p_name"
    stale = merge(base, base, theirs, {key: Decision(key, Take.OURS)})
    assert stale.page is not None and render(stale.page) == render(plain.page)
    assert [d.key for d in stale.stale] == [key]


def test_to_overrule_something_of_a_newer_page_is_refused() -> None:
    base = parse(BEFORE, "page_00010.sql")
    theirs = parse(AFTER.replace("p_prompt=>'Status'", "p_prompt=>'State'"), "page_00010.sql")
    key = "page_00010.sql|create_page_item:1002|p_prompt|auto"
    assert is_automatic(key) and not is_automatic(key.removesuffix("|auto"))
    with pytest.raises(MergeError) as caught:
        merge(base, base, theirs, {key: Decision(key, Take.OURS)})
    assert caught.value.code == "merge.newer_release"


def test_who_sees_all_has_nothing_counted_besides() -> None:
    old, new = parse(BEFORE, "a.sql"), parse(AFTER, "b.sql")
    everything = diff(old, new, KEEP_ALL)
    assert everything.noise == 0
    assert diff(old, new).noise == sum(len(c.properties) for c in everything.changes)
