"""What a merge of applications finds by name: pages, items and lists of values across files."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.apex import Application, compare_applications, merge_apps, read_application
from app.apex.check.broken import broken_uses
from app.apex.check.integrity import report
from app.apex.check.names import NameIndex
from app.apex.model import ConflictKind, Decision, Issue, Take
from app.services.messages import issue_text
from tests.apex import samples
from tests.apex.samples import LOV_PATH, PAGE_PATH

SECOND = "application/pages/page_00020.sql"
LINK = (
    ",p_prompt=>'Statut'",
    ",p_prompt=>'Statut'\n,p_post_element_text=>'f?p=&APP_ID.:20:&SESSION.'",
)


def second(item: str = "P20_NOM", number: int = 20) -> str:
    """A small other page with one item."""
    made = samples.item(52000000000000100, item, 10)
    head = samples.text().partition("wwv_flow_imp_page.create_page(")[0].replace("00010", "00020")
    return (
        f"{head}wwv_flow_imp_page.create_page(\n"
        f" p_id=>{number}\n"
        ",p_name=>'Clients'\n"
        ",p_alias=>'CLIENTS'\n"
        ");\n"
        + made.replace(",p_item_plug_id=>wwv_flow_imp.id(51000000000000100)\n", "")
        + "wwv_flow_imp.component_end;\nend;\n/\n"
    )


def application(page: str | None = None, **extra: str | None) -> Application:
    """The sample application with a second page; ``second`` and ``lov`` replace or remove."""
    known = samples.application() | {SECOND: second()}
    paths = {"second": SECOND, "lov": LOV_PATH}
    changes = {paths[k]: v for k, v in extra.items()}
    known |= {p: t for p, t in changes.items() if t is not None}
    for path, text in changes.items():
        if text is None:
            del known[path]
    return read_application(known | ({PAGE_PATH: page} if page is not None else {}))


def edit(*pairs: tuple[str, str]) -> str:
    return samples.replaced(samples.text(), *pairs)


def issues(base: Application, ours: Application, theirs: Application) -> list[Issue]:
    """What the merge reports, but for what the sample always had."""
    result = merge_apps(base, ours, theirs)
    assert result.open_conflicts == ()
    return news(result.issues)


def news(issues: tuple[Issue, ...]) -> list[Issue]:
    always = merge_apps(application(), application(), application()).issues
    return [i for i in issues if i not in always]


def test_a_link_to_a_page_that_the_other_side_removed() -> None:
    linked, gone = application(edit(LINK)), application(second=None)
    for ours, theirs, keep in ((linked, gone, Take.OURS), (gone, linked, Take.THEIRS)):
        (conflict,) = merge_apps(application(), ours, theirs).open_conflicts
        assert conflict.kind is ConflictKind.REFERENCE
        assert conflict.key == f"{SECOND}|file|"
        (use,) = conflict.uses
        assert conflict.used_by == keep.value
        assert (use.page, use.place[-1][1]) == (10, "P10_STATUT")
        assert use.text == "f?p=&APP_ID.:20:&SESSION."
        kept = merge_apps(application(), ours, theirs, {conflict.key: Decision(conflict.key, keep)})
        assert SECOND in kept.files and news(kept.issues) == []
        other = Take.THEIRS if keep is Take.OURS else Take.OURS
        lost = merge_apps(
            application(), ours, theirs, {conflict.key: Decision(conflict.key, other)}
        )
        assert SECOND not in lost.files
        (issue,) = news(lost.issues)
        assert (issue.severity, issue.code, issue.facts["name"]) == (
            "error",
            "merge.lost_page",
            "20",
        )


def test_a_link_to_another_page_asks_nothing() -> None:
    other = edit((LINK[0], LINK[1].replace(":20:", ":201:")))
    assert issues(application(), application(other), application(second=None)) == []


def test_a_list_of_values_by_name_that_the_other_side_removed() -> None:
    use = (",p_lov=>'STATIC:Ouverte;O,Close;C'", ",p_named_lov=>'STATUTS'")
    away = edit((",p_rpt_named_lov=>wwv_flow_imp.id(51000000000000800)\n", ""))
    (conflict,) = merge_apps(
        application(), application(edit(use)), application(away, lov=None)
    ).open_conflicts
    assert (conflict.kind, conflict.key) == (ConflictKind.REFERENCE, f"{LOV_PATH}|file|")


# A file of shared components, and a use of it by name that one side writes newly.
CODE = "'       c.montant,',"
HEADER = samples.text("lov_24_2.sql").partition("wwv_flow_imp_shared.")[0]
NAMED = {
    "create_flow_item": ("p_name=>'G_AGENCE'", (CODE, "'       nvl(c.montant, :g_agence),',")),
    "create_flow_process": (
        "p_process_name=>'CALC'",
        ("'const page = apex.page;',", "'apex.server.process(\"CALC\");',"),
    ),
    "create_plugin": ("p_name=>'COM.X'", ("'NATIVE_POPUP_LOV'", "'PLUGIN_COM.X'")),
    "create_app_static_file": (
        "p_file_name=>'js/util.js'",
        (",p_autocomplete_on_off=>'OFF'", ",p_javascript_file_urls=>'#APP_FILES#js/util#MIN#.js'"),
    ),
    "create_app_setting": (
        "p_name=>'TAUX'", (CODE, "'       apex_app_setting.get_value(p_name => ''TAUX''),',")
    ),
    "create_message": ("p_name=>'MSG_X'", (CODE, "'       apex_lang.message(''MSG_X''),',")),
    "create_shortcut": ("p_shortcut_name=>'SC_X'", ("'Le client, ou", "'\"SC_X\" Le client, ou")),
    "create_email_template": (
        "p_static_id=>'BONJOUR'",
        (CODE, "'       f(p_template_static_id => ''BONJOUR''),',"),
    ),
    "create_security_scheme": (
        "p_name=>'chef'",
        (CODE, "'       apex_authorization.is_authorized(''chef''),',"),
    ),
    "create_build_option": (
        "p_build_option_name=>'Beta'",
        (CODE, "'       apex_util.get_build_option_status(p_build_option_name => ''Beta''),',"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("procedure", NAMED)
def test_a_shared_component_used_by_name_that_the_other_side_removed(procedure: str) -> None:
    name, use = NAMED[procedure]
    path = "application/shared_components/one.sql"
    shared = (
        f"{HEADER}wwv_flow_imp_shared.{procedure}(\n p_id=>wwv_flow_imp.id(5200)\n,{name}\n);\n"
        "wwv_flow_imp.component_end;\nend;\n/\n"
    )
    files = samples.application() | {path: shared}
    base, gone = read_application(files), read_application(samples.application())
    used = read_application(files | {PAGE_PATH: edit(use)})
    for ours, theirs in ((used, gone), (gone, used)):
        (conflict,) = merge_apps(base, ours, theirs).open_conflicts
        assert (conflict.kind, conflict.key) == (ConflictKind.REFERENCE, f"{path}|file|")
    other = read_application(files | {PAGE_PATH: edit((",p_cSize=>30", ",p_cSize=>60"))})
    assert merge_apps(base, other, gone).open_conflicts == ()


def shared(*components: str) -> str:
    """A file in which several components stand."""
    return f"{HEADER}{''.join(components)}wwv_flow_imp.component_end;\nend;\n/\n"


def one(procedure: str, identity: int, name: str) -> str:
    rows = f" p_id=>wwv_flow_imp.id({identity})\n,{name}\n,p_comment=>'x'\n"
    return f"wwv_flow_imp_shared.{procedure}(\n{rows});\n"


SHARED_PATH = "application/shared_components/several.sql"


@pytest.mark.parametrize("how", ["deleted", "renamed"])
@pytest.mark.parametrize("procedure", NAMED)
def test_one_component_of_a_shared_file_that_the_other_side_names(procedure: str, how: str) -> None:
    name, use = NAMED[procedure]
    argument = name.partition("=")[0]
    first, last = (one(procedure, 52 + i, f"{argument}=>'Z{i}'") for i in (0, 2))
    middle = one(procedure, 53, name)
    files = samples.application() | {SHARED_PATH: shared(first, middle, last)}
    away = shared(first, last)
    if how == "renamed":
        away = shared(first, one(procedure, 53, f"{argument}=>'AUTRE'"), last)
    base, gone = read_application(files), read_application(files | {SHARED_PATH: away})
    page = edit(use)
    used = read_application(files | {PAGE_PATH: page})
    # both at once: the file of the user's side differs from the base as well
    also = read_application(
        files | {PAGE_PATH: page, SHARED_PATH: shared(first.replace("'x'", "'y'"), middle, last)}
    )
    key = f"{SHARED_PATH}|{procedure}:53|{argument if how == 'renamed' else ''}"
    for user in (used, also):
        for ours, theirs in ((user, gone), (gone, user)):
            (conflict,) = merge_apps(base, ours, theirs).open_conflicts
            assert (conflict.kind, conflict.key) == (ConflictKind.REFERENCE, key)
            assert {use.path for use in conflict.uses} == {PAGE_PATH}
            assert conflict.used_by == ("ours" if user is ours else "theirs")
            keep, leave = (Take.OURS, Take.THEIRS) if user is ours else (Take.THEIRS, Take.OURS)
            kept = merge_apps(base, ours, theirs, {key: Decision(key, keep)})
            assert not [i for i in kept.issues if i.code in ("merge.lost_name", "merge.lost_item")]
            assert name in kept.files[SHARED_PATH]
            left = merge_apps(base, ours, theirs, {key: Decision(key, leave)})
            (issue,) = [i for i in left.issues if i.code in ("merge.lost_name", "merge.lost_item")]
            assert (issue.severity, issue.path) == ("error", PAGE_PATH)
            assert name not in left.files[SHARED_PATH]
    other_page = edit((",p_cSize=>30", ",p_cSize=>60"))
    unused = read_application(files | {PAGE_PATH: other_page})
    assert merge_apps(base, unused, gone).conflicts == ()
    before = read_application(files | {PAGE_PATH: page})
    after = replaced_in(before, {SHARED_PATH: away})
    more = replaced_in(before, {PAGE_PATH: samples.replaced(page, (",p_cSize=>30", ",p_cSize=>6"))})
    assert merge_apps(before, more, after).conflicts == (), "no new use"


def replaced_in(known: Application, files: dict[str, str]) -> Application:
    return read_application({**known.files, **files})


def test_a_name_that_went_to_another_component_is_there() -> None:
    name, use = NAMED["create_message"]
    first, again = one("create_message", 52, name), one("create_message", 59, name)
    files = samples.application() | {SHARED_PATH: shared(first)}
    theirs = files | {SHARED_PATH: shared(again.replace("'x'", "'y'"))}
    result = merge_apps(
        read_application(files),
        read_application(files | {PAGE_PATH: edit(use)}),
        read_application(theirs),
    )
    assert result.open_conflicts == ()


def test_a_commit_is_looked_at_for_lost_names() -> None:
    name, use = NAMED["create_message"]
    files = samples.application() | {SHARED_PATH: shared(one("create_message", 53, name))}
    gone = files | {SHARED_PATH: shared(one("create_message", 54, "p_name=>'N'"))}
    pages = {"gone": gone, "used": files | {PAGE_PATH: edit(use)}}
    pages["merged"] = gone | {PAGE_PATH: edit(use)}
    trees = {k: read_application(v).sources for k, v in pages.items()}
    used, gone_there, merged = (NameIndex(trees[side]) for side in ("used", "gone", "merged"))
    (found,) = broken_uses(merged.files, (used, gone_there))
    assert (found.severity, found.path, found.facts["target"]) == ("error", PAGE_PATH, SHARED_PATH)
    (found,) = broken_uses(merged.files, (used, merged))
    assert found.severity == "notice"
    for language in ("en", "fr"):
        assert "MSG_X" in issue_text(found, language)


def test_one_item_name_on_two_pages() -> None:
    item = samples.item(51000000000000420, "P_TOTAL", 30)
    ours = application(samples.added("p_name=>'P10_CLIENT'\n", item))
    theirs = application(second=second("p_total"))
    (issue,) = [i for i in issues(application(), ours, theirs) if i.severity == "error"]
    assert (issue.code, issue.path) == ("merge.duplicate_item", SECOND)
    both = application(samples.added("p_name=>'P10_CLIENT'\n", item), second=second("P_TOTAL"))
    was = issues(application(), application(edit(LINK)), both)
    (issue,) = [i for i in was if i.code == "merge.duplicate_item"]
    assert issue.severity == "notice", "one side had it"


def test_two_files_of_one_page() -> None:
    path = "application/pages/page_00021.sql"
    texts = samples.application()
    ours = read_application(texts | {SECOND: second()})
    theirs = read_application(texts | {path: second("P20_AUTRE").replace("52000", "53000")})
    found = issues(read_application(texts), ours, theirs)
    assert "merge.duplicate_page" in {i.code for i in found if i.severity == "error"}


def test_an_item_that_does_not_fit_its_page_is_a_notice() -> None:
    theirs = application(second=second("P10_AUTRE"))
    (issue,) = [
        i for i in issues(application(), application(edit(LINK)), theirs)
        if i.code == "merge.item_page"
    ]  # fmt: skip
    assert (issue.severity, issue.facts["number"]) == ("notice", "20")


def test_code_of_another_page_that_uses_an_item_that_went() -> None:
    mention = ("'select c.id,',", "'select c.id, :P20_NOM nom,',")
    gone = application(second=second("P20_PRENOM"))
    (conflict,) = merge_apps(application(), application(edit(mention)), gone).open_conflicts
    assert (conflict.kind, conflict.property) == (ConflictKind.REFERENCE, "p_name")
    left = {conflict.key: Decision(conflict.key, Take.THEIRS)}
    found = news(merge_apps(application(), application(edit(mention)), gone, left).issues)
    assert [(i.severity, i.code, i.path, i.facts["name"]) for i in found] == [
        ("error", "merge.lost_item", PAGE_PATH, "P20_NOM")
    ]
    both = application(edit(mention), second=second("P20_PRENOM"))
    found = news(merge_apps(application(), both, both).issues)
    assert [(i.severity, i.code) for i in found] == [("notice", "merge.lost_item")], "it had that"


HEIGHT = (",p_cHeight=>1\n", ",p_cHeight=>4\n")
VARIANTS = st.builds(
    lambda edits, other, lov: application(edit(*edits), second=other, lov=lov),
    st.lists(st.sampled_from([LINK, (",p_cSize=>30\n", ""), HEIGHT]), unique=True),
    st.sampled_from([None, second(), second("P20_PRENOM"), second(number=21)]),
    st.sampled_from([None, samples.text("lov_24_2.sql")]),
)


@settings(max_examples=25, deadline=None)
@given(VARIANTS)
def test_one_side_alone_is_the_result_of_whole_applications(changed: Application) -> None:
    base = application()
    for sides in ((base, base, changed), (base, changed, base), (base, changed, changed)):
        result = merge_apps(*sides)
        assert result.conflicts == ()
        assert result.application is not None
        assert compare_applications(result.application, changed).is_empty


@settings(max_examples=25, deadline=None)
@given(VARIANTS, VARIANTS)
def test_sides_of_whole_applications_can_be_swapped(left: Application, right: Application) -> None:
    there, back = merge_apps(application(), left, right), merge_apps(application(), right, left)
    assert {(c.key, c.ours, c.theirs) for c in there.conflicts} == {
        (c.key, c.theirs, c.ours) for c in back.conflicts
    }
    if there.application is not None and back.application is not None:
        assert compare_applications(there.application, back.application).is_empty


@settings(max_examples=60, deadline=None)
@given(VARIANTS, VARIANTS, st.sampled_from([Take.OURS, Take.THEIRS]))
def test_what_a_merge_made_is_found_without_reading_what_nobody_changed(
    left: Application, right: Application, take: Take
) -> None:
    sides = application(), left, right
    decisions: dict[str, Decision] = {}
    for _ in range(3):
        decisions |= {
            c.key: Decision(c.key, take) for c in merge_apps(*sides, decisions).open_conflicts
        }
    made, few = (merge_apps(*sides, decisions, thorough=t) for t in (True, False))
    assert few.files == made.files
    assert sorted(map(str, few.issues)) == sorted(
        str(issue) for issue in made.issues if issue.severity != "notice"
    )
    unchecked = merge_apps(*sides, decisions, checked=False)
    assert (unchecked.files, unchecked.conflicts) == (made.files, made.conflicts)
    assert not unchecked.issues


def test_a_component_that_the_other_side_refers_to_by_id_from_another_file() -> None:
    """Page groups stand in one file, and a page newly belongs to one that goes."""
    groups = [one("create_page_group", 54 + n, f"p_group_name=>'{'AB'[n]}'") for n in (0, 1)]
    grouped = second().replace(
        ",p_alias=>'CLIENTS'\n",
        ",p_alias=>'CLIENTS'\n,p_group_id=>wwv_flow_imp.id(55)\n",
    )
    base = replaced_in(application(), {SHARED_PATH: shared(*groups)})
    gone = replaced_in(application(), {SHARED_PATH: shared(groups[0])})
    user = replaced_in(application(second=grouped), {SHARED_PATH: shared(*groups)})
    for sides, kept in (((base, user, gone), Take.OURS), ((base, gone, user), Take.THEIRS)):
        (conflict,) = merge_apps(*sides).open_conflicts
        assert conflict.kind is ConflictKind.REFERENCE
        assert (conflict.path, conflict.component_name) == (SHARED_PATH, "B")
        (use,) = conflict.uses
        assert (use.path, use.property) == (SECOND, "p_group_id")
        result = merge_apps(*sides, {conflict.key: Decision(conflict.key, kept)})
        assert result.application is not None
        assert compare_applications(result.application, user).is_empty
        assert news(result.issues) == []
    assert merge_apps(base, gone, gone).conflicts == ()
    assert merge_apps(base, base, gone).conflicts == ()


@pytest.mark.parametrize("copied", [True, False])
def test_what_both_sides_put_on_new_pages_of_their_own_is_two_things(copied: bool) -> None:
    """A page copied by both, or two components that got one id in two installations."""

    def made(number: int, item: str) -> str:
        new = second(f"P{number}_{item}", number).replace("00020", f"000{number}")
        new = new.replace("52000000000000100", "52000000000777")
        return new.replace("'CLIENTS'", f"'P{number}'")

    third, fourth = (SECOND.replace("20", number) for number in ("30", "40"))
    base = application()
    ours = read_application({**base.files, third: made(30, "NOM" if copied else "VILLE")})
    theirs = read_application({**base.files, fourth: made(40, "NOM")})
    merged = merge_apps(base, ours, theirs).application
    assert merged is not None
    ids = [c.id for path in (third, fourth, SECOND) for c in merged.parsed[path].mapped]
    assert len(ids) == len(set(ids))


def test_one_id_on_two_pages_is_told() -> None:
    base = application()
    other = application(second=second("P20_NOM", 20))
    doubled = read_application(
        {**other.files, SECOND.replace("20", "40"): second("P40_NOM", 40).replace("CLIENTS", "X")}
    )
    pages = {p: f for p, f in doubled.parsed.items() if f.number in (20, 40)}
    assert "merge.duplicate_id" in {i.code for i in report(pages, [base.parsed], {}, False)}
