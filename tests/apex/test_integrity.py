"""The integrity report: each kind of finding, and who is to blame for it."""

from __future__ import annotations

import pytest

from app.apex import Page, merge, merge_apps, parse, read_application
from app.apex.check.integrity import is_complete, report
from app.apex.model import ConflictKind, Decision, Issue, Take
from app.services.messages import issue_text
from tests.apex import samples
from tests.apex.samples import CREATE_PATH, PAGE_PATH, SCHEME_PATH, added, item, replaced, text

GLOBAL_PATH = "application/pages/page_00000.sql"
Edit = tuple[str, str]


def small_page(number: int, *calls: str) -> str:
    """A page with these calls and nothing else."""
    head = text().partition("wwv_flow_imp_page.create_page(")[0]
    top = f"wwv_flow_imp_page.create_page(\n p_id=>{number}\n,p_name=>'P'\n);\n"
    return f"{head}{top}{''.join(calls)}wwv_flow_imp.component_end;\nend;\n/\n"


def branch(target: str) -> str:
    return (
        "wwv_flow_imp_page.create_page_branch(\n"
        " p_id=>wwv_flow_imp.id(51000000000000770)\n"
        f",p_branch_action=>'f?p=&APP_ID.:{target}:&SESSION.::&DEBUG.:::'\n"
        ",p_branch_point=>'AFTER_PROCESSING'\n"
        ",p_branch_type=>'REDIRECT_URL'\n"
        ",p_branch_sequence=>10\n"
        ");\n"
    )


def add(call: str, after: str = "p_process_name=>'Valider'") -> str:
    return added(after, call)


def edit(*pairs: Edit) -> str:
    return replaced(text(), *pairs)


def files(**changes: str) -> dict[str, str]:
    """The sample application without what it lacks itself, with other texts for some paths."""
    paths = {"page": PAGE_PATH, "scheme": SCHEME_PATH, "zero": GLOBAL_PATH}
    known = samples.application()
    known[PAGE_PATH] = replaced(known[PAGE_PATH], (",p_named_lov=>'CLIENTS'\n", ""))
    for name, content in changes.items():
        known[paths.get(name, name)] = content.replace(",p_named_lov=>'CLIENTS'\n", "")
    flow = (",p_authentication_id=>wwv_flow_imp.id(51000000000000950)\n", "")
    known[CREATE_PATH] = replaced(known[CREATE_PATH], flow)
    return known


def pages(texts: dict[str, str]) -> dict[str, Page]:
    return dict(read_application(texts).parsed)


NOWHERE = "wwv_flow_imp.id(51000000000000999)"
BUTTON = "p_triggering_button_id=>wwv_flow_imp.id(51000000000000300)"
BY_ITEM = "p_triggering_element_type=>'ITEM'\n,p_triggering_element=>'{}'"
AFFECTED = (
    "p_affected_elements_type=>'REGION'\n,p_affected_region_id=>wwv_flow_imp.id(51000000000000110)"
)
PRESSED = "p_process_when_button_id=>wwv_flow_imp.id(51000000000000310)"
ITEM_AFTER = "p_name=>'P10_CLIENT'\n"

KINDS: dict[str, tuple[str, str]] = {
    "a region that is not there": (
        "merge.dangling",
        edit(
            (
                ",p_associated_item=>wwv_flow_imp.id(51000000000000410)",
                f",p_associated_item=>{NOWHERE}",
            )
        ),
    ),
    "a template": (
        "merge.unknown_template",
        edit((",p_plug_template=>2100526641005906379", f",p_plug_template=>{NOWHERE}")),
    ),
    "a list of values by id": (
        "merge.unknown_lov",
        edit(
            ("p_rpt_named_lov=>wwv_flow_imp.id(51000000000000800)", f"p_rpt_named_lov=>{NOWHERE}")
        ),
    ),
    "a list of values by name": (
        "merge.unknown_lov",
        edit((",p_lov=>'STATIC:Ouverte;O,Close;C'", ",p_named_lov=>'AILLEURS'")),
    ),
    "an authorization scheme": (
        "merge.unknown_authorization",
        edit(("'!'||wwv_flow_imp.id(51000000000000900)", f"'!'||{NOWHERE}")),
    ),
    "a build option": (
        "merge.unknown_build_option",
        edit((",p_button_is_hot=>'Y'", f",p_button_is_hot=>'Y'\n,p_required_patch=>-{NOWHERE}")),
    ),
    "a list": ("merge.unknown_list", edit(("p_query_table=>'LIGNES'", f"p_list_id=>{NOWHERE}"))),
    "the button of a process": (
        "merge.no_button",
        edit((PRESSED, f"p_process_when_button_id=>{NOWHERE}")),
    ),
    "the button of a dynamic action": (
        "merge.no_trigger",
        edit((BUTTON, f"p_triggering_button_id=>{NOWHERE}")),
    ),
    "a dynamic action without its button": ("merge.no_trigger", edit((f",{BUTTON}\n", ""))),
    "the region of a dynamic action": (
        "merge.no_trigger",
        edit(
            (
                f"p_triggering_element_type=>'BUTTON'\n,{BUTTON}",
                f"p_triggering_element_type=>'REGION'\n,p_triggering_region_id=>{NOWHERE}",
            )
        ),
    ),
    "an item of a dynamic action": (
        "merge.no_trigger",
        edit(
            (
                f"p_triggering_element_type=>'BUTTON'\n,{BUTTON}",
                BY_ITEM.format("P10_CLIENT,P10_AUTRE"),
            )
        ),
    ),
    "an affected region": (
        "merge.no_affected",
        edit((AFFECTED, f"p_affected_elements_type=>'REGION'\n,p_affected_region_id=>{NOWHERE}")),
    ),
    "an affected item": (
        "merge.no_affected",
        edit((AFFECTED, "p_affected_elements_type=>'ITEM'\n,p_affected_elements=>'P10_AUTRE'")),
    ),
    "an affected column": (
        "merge.no_affected",
        edit((AFFECTED, "p_affected_elements_type=>'COLUMN'\n,p_affected_elements=>'REMISE'")),
    ),
    "a branch to a page": ("merge.no_page", add(branch("77"))),
    "a branch to an alias": ("merge.no_page", add(branch("ailleurs"))),
    "an item of another page's number": (
        "merge.item_page",
        added(ITEM_AFTER, item(51000000000000420, "P20_NOM")),
    ),
    "an item twice": (
        "merge.duplicate_name",
        added(ITEM_AFTER, item(51000000000000420, "p10_statut")),
    ),
    "a column twice": ("merge.duplicate_name", edit(("p_name=>'PRIX'", "p_name=>'ARTICLE'"))),
    "an id twice": (
        "merge.duplicate_id",
        added(ITEM_AFTER, item(51000000000000100, "P10_NOM")),
    ),
    "a static id twice": (
        "merge.duplicate_static_id",
        edit((",p_plug_name=>'Lignes'", ",p_plug_name=>'Lignes'\n,p_region_name=>'filtres'")),
    ),
    "a sequence twice": (
        "merge.same_sequence",
        added(ITEM_AFTER, item(51000000000000420, "P10_NOM", 20)),
    ),
    "a region of two kinds": (
        "merge.two_contents",
        added(
            "p_owner=>'AHMED'",
            "wwv_flow_imp_page.create_interactive_grid(\n"
            " p_id=>wwv_flow_imp.id(51000000000000150)\n"
            ",p_internal_uid=>51000000000000150\n"
            ");\n",
        ),
    ),
    "a letter twice": (
        "merge.same_letter",
        edit((",p_column_identifier=>'B'", ",p_column_identifier=>'A'")),
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_merge_made_is_an_error_and_what_was_there_is_a_notice(kind: str) -> None:
    code, page = KINDS[kind]
    clean, broken = pages(files()), pages(files(page=page))
    assert report(clean, (clean, clean), {}, True) == ()
    (made,) = report(broken, (clean, clean), {}, True)
    severity = "warning" if code.startswith("merge.same_") else "error"
    assert (made.severity, made.code, made.path) == (severity, code, PAGE_PATH)
    for sides in ((broken, clean), (clean, broken)):
        (before,) = report(broken, sides, {}, True)
        assert (before.severity, before.code) == ("notice", code)
    for language in ("en", "fr"):
        said = issue_text(made, language)
        assert "{" not in said and said != code


@pytest.mark.parametrize(
    ("code", "path", "source"),
    [
        ("merge.duplicate_name", SCHEME_PATH, ("51000000000000900", "51000000000000901")),
        ("merge.duplicate_name", samples.LOV_PATH, ("510000000000008", "510000000000018")),
        ("merge.duplicate_page", PAGE_PATH, ("", "")),
        ("merge.duplicate_alias", PAGE_PATH, ("", "")),
        ("merge.duplicate_item", PAGE_PATH, ("", "")),
    ],
)
def test_names_are_the_applications(code: str, path: str, source: Edit) -> None:
    other = path.replace(".sql", "_2.sql")
    made = files()[path].replace(*source)
    if path == PAGE_PATH:
        number = 10 if code == "merge.duplicate_page" else 20
        made = small_page(number, item(51000000000000420, "P10_STATUT").replace(
            ",p_item_plug_id=>wwv_flow_imp.id(51000000000000100)\n", ""))  # fmt: skip
        if code == "merge.duplicate_alias":
            made = made.replace(",p_name=>'P'", ",p_name=>'P'\n,p_alias=>'Commandes'")
    clean, broken = pages(files()), pages(files() | {other: made})
    found = {i.code: i for i in report(broken, (clean, clean), {}, True)}
    assert (found[code].severity, found[code].path) == ("error", other)
    was = {i.code: i for i in report(broken, (clean, broken), {}, True)}
    assert was[code].severity == "notice"


def test_one_component_in_two_files_is_one() -> None:
    """Exports of two layouts in one folder."""
    stale = SCHEME_PATH.replace("admin", "authorizations")
    both = pages(files() | {stale: files()[SCHEME_PATH]})
    assert report(both, (both, both), {}, True) == ()


def test_the_global_page_is_on_every_page() -> None:
    zero = small_page(0, item(51000000000000430, "P0_LANGUE").replace("000100)", "000440)"),
                      "wwv_flow_imp_page.create_page_plug(\n"
                      " p_id=>wwv_flow_imp.id(51000000000000440)\n"
                      ",p_plug_name=>'Partout'\n);\n")  # fmt: skip
    page = edit(
        (f"p_triggering_element_type=>'BUTTON'\n,{BUTTON}", BY_ITEM.format("P0_LANGUE")),
        ("p_affected_region_id=>wwv_flow_imp.id(51000000000000110)",
         "p_affected_region_id=>wwv_flow_imp.id(51000000000000440)"),
    )  # fmt: skip
    whole = pages(files(zero=zero, page=page))
    assert report(whole, (whole, whole), {}, True) == ()
    lost = pages(files(page=page))
    found = report(lost, (whole, whole), {}, True)
    assert {(i.severity, i.code) for i in found} == {
        ("error", "merge.no_trigger"),
        ("error", "merge.no_affected"),
    }


@pytest.mark.parametrize("target", ["10", "commandes", "&P10_STATUT.", "&APP_PAGE_ID.", "#PAGE#"])
def test_links_that_lead_somewhere_or_are_told_at_run_time(target: str) -> None:
    found = pages(files(page=add(branch(target))))
    assert report(found, (found, found), {}, True) == ()


def test_of_a_part_only_what_a_side_knew_is_missing() -> None:
    """A repository that keeps the pages alone says nothing of templates and pages elsewhere."""
    page = replaced(add(branch("77")), (",p_plug_template=>2100526641005906379",
                                        f",p_plug_template=>{NOWHERE}"))  # fmt: skip
    part = {PAGE_PATH: parse(page, PAGE_PATH)}
    assert not is_complete({PAGE_PATH: page})
    assert report(part, (part, part), {}, False) == ()
    clean, broken = pages(files()), pages(files())
    del broken[samples.LOV_PATH]
    (found,) = report(broken, (clean, clean), {"51000000000000800": "STATUTS"}, False)
    assert (found.code, found.facts["target"]) == ("merge.unknown_lov", "STATUTS")


def test_an_install_script_says_whether_an_application_is_whole() -> None:
    known = files()
    assert is_complete(known)
    del known[SCHEME_PATH]
    assert not is_complete(known)


def test_the_pair_that_met_in_the_merge_is_named() -> None:
    """Two ties that each side had by itself are notices; the one between them is news."""
    ours = added(ITEM_AFTER, item(51000000000000420, "P10_NOM", 20))
    theirs = added(ITEM_AFTER, item(51000000000000430, "P10_CODE", 20))
    found = merge(*(parse(t, PAGE_PATH) for t in (text(), ours, theirs))).issues
    assert [i.severity for i in found] == ["warning", "notice"]
    assert {found[0].facts["component"], found[0].facts["other"]} == {"P10_NOM", "P10_CODE"}


def errors(base: str, ours: str, theirs: str) -> list[Issue]:
    sides = [read_application(files(page=page)) for page in (base, ours, theirs)]
    result = merge_apps(*sides)
    assert result.open_conflicts == ()
    return [i for i in result.issues if i.severity == "error"]


def test_an_item_renamed_here_and_made_a_trigger_there() -> None:
    """Each side is whole, no property is shared, and the dynamic action of the result is dead."""
    ours = edit(("p_name=>'P10_STATUT'", "p_name=>'P10_ETAT'"))
    theirs = edit((f"p_triggering_element_type=>'BUTTON'\n,{BUTTON}", BY_ITEM.format("P10_STATUT")))
    sides = [read_application(files(page=page)) for page in (text(), ours, theirs)]
    (conflict,) = merge_apps(*sides).open_conflicts
    assert (conflict.kind, conflict.property) == (ConflictKind.REFERENCE, "p_name")

    def decided(take: Take) -> list[Issue]:
        result = merge_apps(*sides, {conflict.key: Decision(conflict.key, take)})
        return [i for i in result.issues if i.severity == "error"]

    (found,) = decided(Take.OURS)
    assert (found.code, found.facts["target"]) == ("merge.no_trigger", "P10_STATUT")
    assert decided(Take.THEIRS) == []
