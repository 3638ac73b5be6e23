"""Pages and other things that are named by number or name in calls, conditions and addresses, and
go at one side while the other comes to name them; and what of it follows a new number of the page.
"""

from __future__ import annotations

import pytest

from app.apex import Application, merge_apps, read_application
from app.apex.check.uses import uses_of
from app.apex.model import ConflictKind, Decision, Take
from tests.apex.samples import page as parsed
from tests.apex.test_uses import (
    ELEVEN,
    FRAME,
    KINDS,
    SEVEN,
    SIX,
    TWELVE,
    call,
    item,
    lost,
    only,
    page,
    sides,
    two_pages,
    user,
)  # fmt: skip


def code(text: str) -> str:
    return user("process_sql_clob", f"begin\n  {text}\nend;")


def link(text: str) -> str:
    return user("button_redirect_url", text)


def script(text: str) -> str:
    return user("javascript_code", f"const a = 1;\n{text}")


def region(kind: str, pages: str) -> str:
    """A region that is shown on some pages; it is made like others by other conditions."""
    return call("create_page_plug", 6088, plug_name="Ici", plug_display_sequence="=20",
                plug_source_type="NATIVE_STATIC", plug_display_condition_type=kind,
                plug_display_when_condition=pages, plug_read_only_when_type="NEVER")  # fmt: skip


# Each names page 7, under its number or its alias DETAIL.
BY_NUMBER = {
    "own number": code("u := apex_page.get_url(100, 7);"),
    "own number as text": code("u := apex_page.get_url( '100', '7' );"),
    "own variable": code("u := apex_page.get_url(to_number(:APP_ID), 7);"),
    "cache": code("apex_util.clear_page_cache(7);"),
    "cache as text": code("apex_util.clear_page_cache( '7' );"),
    "report": code("apex_ir.reset_report(7, r, null);"),
    "equals": region("CURRENT_PAGE_EQUALS_CONDITION", "7"),
    "in": region("CURRENT_PAGE_IN_CONDITION", "6,7"),
    "not in": region("CURRENT_PAGE_NOT_IN_CONDITION", "6, 7"),
    "bind": code("if :APP_PAGE_ID = 7 then null; end if;"),
    "bind as text": code("if :app_page_id='7' then null; end if;"),
    "the other way": code("if 7 <> to_number(:APP_PAGE_ID) then null; end if;"),
    "v": code("if v('APP_PAGE_ID') = 7 then null; end if;"),
    "nv": code("if nv( 'APP_PAGE_ID' ) != 7 then null; end if;"),
    "among": code("if :APP_PAGE_ID in (6, 7) then null; end if;"),
    "not among": code("if :APP_PAGE_ID not in ('6','7') then null; end if;"),
    "expression": user("display_when_cond", ":APP_PAGE_ID = 7"),
    "environment": script("if (apex.env.APP_PAGE_ID === '7') { b(); }"),
    "hidden item": script("if ($v('pFlowStepId') == 7) { b(); }"),
    "made address": script("u = apex.util.makeApplicationUrl({ pageId: 7, itemNames: [] });"),
    "address": link("/ords/r/ws/app/7?session=&SESSION."),
}  # fmt: skip
BY_ALIAS = {
    "positional": code("u := apex_page.get_url(null, 'DETAIL');"),
    "own number": code("u := apex_page.get_url(100, 'detail');"),
    "friendly": script("apex.navigation.redirect('/ords/r/ws/app/detail?session=&SESSION.');"),
    "friendly link": link("r/ws/app/detail?p7_comment=1&clear=7"),
    "friendly in HTML": user("plug_source", "<p>\n<a href=\"/ords/r/ws/app/detail\">x</a></p>"),
    "own alias": link("/ords/r/ws/&APP_ALIAS./detail"),
    "relative": link("detail?session=&SESSION."),
    "relative with an item": user("plug_source", "<p>\n<a href=\"detail?p7_comment=1\">x</a></p>"),
    "made address": script("u = apex.util.makeApplicationUrl({pageId: 'DETAIL'});"),
}  # fmt: skip
ELSEWHERE = {
    "another application": code("u := apex_page.get_url(200, 7);"),
    "another by its variable": code("u := apex_page.get_url(:OTHER_APP, 7);"),
    "another by its name": code("u := apex_page.get_url('OTHER', 'DETAIL');"),
    "another's page": script("u = apex.util.makeApplicationUrl({appId: 200, pageId: 7});"),
    "another's address": link("/ords/r/ws/200/detail"),
    "host": link("https://example.com/ords/r/ws/app/detail"),
    "file": link("/ords/r/ws/app/detail/static/v1/x.js"),
    "longer number": code("if :APP_PAGE_ID = 70 or :APP_PAGE_ID in (17, 71) then null; end if;"),
    "computed": code("apex_util.clear_page_cache(7 + n);"),
    "another item": code("if :P6_A = 7 and :OTHER_PAGE_ID = 7 then null; end if;"),
    "range": code("if :APP_PAGE_ID between 5 and 7 or :APP_PAGE_ID > 7 then null; end if;"),
    "another condition": region("EXPRESSION", "7"),
    "comment": code("null; -- clear_page_cache(7), :APP_PAGE_ID = 7"),
    "words": user("error_message", "/r/ws/app/detail :APP_PAGE_ID = 7"),
}  # fmt: skip


@pytest.mark.parametrize("name", BY_NUMBER)
def test_a_page_that_goes_here_and_is_named_there(name: str) -> None:
    files = {SEVEN: page(7, item(7, "P7_COMMENT"), alias="DETAIL"), SIX: page(6)}
    base, gone = read_application(files), read_application({SIX: files[SIX]})
    using = read_application(files | {SIX: page(6, BY_NUMBER[name])})
    for ours, theirs, keeps in ((gone, using, Take.THEIRS), (using, gone, Take.OURS)):
        conflict = only(merge_apps(base, ours, theirs))
        assert (conflict.key, conflict.kind) == (f"{SEVEN}|file|", ConflictKind.REFERENCE)
        assert {use.path for use in conflict.uses} == {SIX} and conflict.used_by == keeps.value
        takes = Take.OURS if keeps is Take.THEIRS else Take.THEIRS
        left = merge_apps(base, ours, theirs, {conflict.key: Decision(conflict.key, takes)})
        assert ("error", SIX) in lost(left)


@pytest.mark.parametrize("name", BY_ALIAS)
def test_an_alias_that_is_renamed_here_and_used_there(name: str) -> None:
    def version(alias: str, *calls: str) -> dict[str, str]:
        return {SEVEN: page(7, item(7, "P7_COMMENT"), alias=alias), SIX: page(6, *calls)}

    base, taker = (read_application(version(alias)) for alias in ("DETAIL", "FICHE"))
    using = read_application(version("DETAIL", BY_ALIAS[name]))
    for ours, theirs in ((taker, using), (using, taker)):
        conflict = only(merge_apps(base, ours, theirs))
        assert (conflict.kind, conflict.property) == (ConflictKind.REFERENCE, "p_alias")
        both = merge_apps(base, ours, theirs, {conflict.key: Decision(conflict.key, Take.BOTH)})
        assert both.application is not None and lost(both) == []
        assert "detail" not in both.application.files[SIX].lower()


@pytest.mark.parametrize("name", ELSEWHERE)
def test_what_names_another_page_asks_nothing(name: str) -> None:
    files = {SEVEN: page(7, alias="DETAIL"), SIX: page(6)}
    base, gone = read_application(files), read_application({SIX: files[SIX]})
    using = read_application(files | {SIX: page(6, ELSEWHERE[name])})
    for ours, theirs in ((gone, using), (using, gone)):
        result = merge_apps(base, ours, theirs)
        assert result.conflicts == () and lost(result) == []


def test_a_condition_that_the_deleter_left_behind_is_no_question() -> None:
    shown = region("CURRENT_PAGE_IN_CONDITION", "6,7")
    files = {SEVEN: page(7), SIX: page(6, shown)}
    base, gone = read_application(files), read_application({SIX: files[SIX]})
    using = read_application(files | {SIX: page(6, shown.replace("'Ici'", "'La'"))})
    for ours, theirs in ((gone, using), (using, gone)):
        assert merge_apps(base, ours, theirs).conflicts == ()


def test_the_items_of_a_friendly_address_are_used() -> None:
    found = uses_of(parsed(page(6, BY_ALIAS["relative with an item"]), SIX))
    assert {n.text for n in found if n.kind == "item"} == {"P7_COMMENT"}


OWN = call("create_flow", None, id="=100", name="Ventes", alias="VENTES")


@pytest.mark.parametrize(("application", "asked"), [("ventes", True), ("autre", False)])
def test_a_friendly_address_of_another_application_is_none_of_ours(
    application: str, asked: bool
) -> None:
    def version(alias: str, *calls: str) -> Application:
        top = FRAME.format(path="application/create_application", calls=OWN)
        return read_application({
            "application/create_application.sql": top,
            SEVEN: page(7, alias=alias), SIX: page(6, *calls),
        })  # fmt: skip

    base, taker = version("HOME"), version("ACCUEIL")
    using = version("HOME", link(f"/ords/r/ws/{application}/home?session=&SESSION."))
    for ours, theirs in ((taker, using), (using, taker)):
        result = merge_apps(base, ours, theirs)
        assert bool(result.open_conflicts) is asked
        for conflict in result.open_conflicts:
            for take in (Take.OURS, Take.THEIRS):
                done = merge_apps(base, ours, theirs, {conflict.key: Decision(conflict.key, take)})
                assert bool(lost(done)) is (take.value != conflict.used_by)
        assert asked or lost(result) == []


MORE = {
    "process with blanks": ("process", "javascript_code",
                            "const a = 1;\napex.server.process ( 'CALC', {});"),
    "list from a lov": ("lov", "process_sql_clob", "begin\n  x := "
                        "apex_item.select_list_from_lov(1, nvl(y, '0'), 'STATUTS');\nend;"),
    "long list": ("lov", "plug_source",
                  "select apex_item.select_list_from_lov_xl(1, y, 'STATUTS')\n from t"),
    "popup": ("lov", "plug_source", "select apex_item.popup_from_lov(1, y, 'STATUTS')\n from t"),
    "keys": ("lov", "plug_source",
             "select apex_item.popupkey_from_lov(1, y, p_lov_name=>'STATUTS')\n from t"),
    "text": ("lov", "plug_source", "select apex_item.text_from_lov (y, 'STATUTS')\n from t"),
}  # fmt: skip


@pytest.mark.parametrize("new", [True, False])
@pytest.mark.parametrize("name", MORE)
def test_a_name_in_a_call_is_a_use(name: str, new: bool) -> None:
    kind, argument, text = MORE[name]
    base, taker, using = sides(KINDS[kind], KINDS[kind].new if new else None, argument, text)
    for ours, theirs in ((taker, using), (using, taker)):
        conflict = only(merge_apps(base, ours, theirs))
        assert conflict.kind is ConflictKind.REFERENCE
        assert {use.property for use in conflict.uses} == {f"p_{argument}"}


# -- two pages of one number ---------------------------------------------------------------


def renumbered(*calls: str) -> tuple[str, list[str]]:
    """What theirs' page 11 is as page 12, with these calls; and what is told of it."""
    base, ours, theirs = two_pages()
    eleven = theirs.files[ELEVEN].replace(
        "wwv_flow_imp.component_end", "".join(calls) + "wwv_flow_imp.component_end"
    )
    theirs = read_application({**theirs.files, ELEVEN: eleven})
    key = f"{ELEVEN}|file|"
    result = merge_apps(base, ours, theirs, {key: Decision(key, Take.BOTH)})
    assert result.application is not None
    told = [i.facts["text"] for i in result.issues if i.code == "merge.not_renumbered"]
    assert {i.severity for i in result.issues} <= {"notice", "warning"}
    return result.application.files[TWELVE], told


FOLLOWS = [
    region("CURRENT_PAGE_EQUALS_CONDITION", "11"),
    region("CURRENT_PAGE_IN_CONDITION", "6,11"),
    code("if :APP_PAGE_ID = 11 then null; end if;"),
    code("if :APP_PAGE_ID in (6, 11) then null; end if;"),
    code("apex_util.clear_page_cache(11);"),
    code("u := apex_page.get_url(100, 11);"),
    script("u = apex.util.makeApplicationUrl({pageId: 11, clearCache: '11'});"),
    link("/ords/r/ws/&APP_ALIAS./11?p11_id=1&clear=11"),
    link("/ords/r/ws/100/11?p11_id=1&clear=11"),
]
TOLD = [
    ("apex_util.redirect_url('/ords/r/ws/app/11');", "/ws/app/11"),
    ("if :APP_PAGE_ID between 10 and 11 then null; end if;", "between 10 and 11"),
    ("if :APP_PAGE_ID >= 11 then null; end if;", ">= 11"),
    ("x := case :APP_PAGE_ID when 6 then 1 when 11 then 2 end;", "when 11 then"),
    ("x := decode(:APP_PAGE_ID, 6, 1, 11, 2);", "11, 2"),
    ("select x into y from apex_application_pages where page_id = 11;", "page_id = 11"),
]


@pytest.mark.parametrize("made", FOLLOWS)
def test_what_names_a_page_follows_its_new_number(made: str) -> None:
    text, told = renumbered(made.replace("6077", "4078").replace("6088", "4078"))
    assert told == []
    (one,) = [c for c in parsed(text, TWELVE).components if c.id == "4078"]
    assert "11" not in one.source and "12" in one.source


@pytest.mark.parametrize(("text", "around"), TOLD)
def test_what_may_name_a_page_is_told_when_it_gets_another_number(text: str, around: str) -> None:
    made, told = renumbered(code(text).replace("6077", "4078"))
    (words, *_) = told
    assert around in words and around in made
