"""Names that one side takes away or changes, used at the other side on another page.

Both sides are right alone, and no file is changed by both. The pages here are small: page 7 has
what is used, page 6 comes to use it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

import pytest

from app.apex import Application, ApplicationMerge, merge_apps, read_application
from app.apex.check.uses import uses_of
from app.apex.model import Conflict, ConflictKind, Decision, Take
from tests.apex.samples import page as parsed

SEVEN, SIX = (f"application/pages/page_0000{n}.sql" for n in (7, 6))
GLOBAL = "application/pages/page_00000.sql"
SHARED = "application/shared_components/shared.sql"
FRAME = """\
prompt --{path}
begin
wwv_flow_imp.component_begin (
 p_version_yyyy_mm_dd=>'2024.11.30'
,p_release=>'24.2.0'
,p_default_workspace_id=>1001
,p_default_application_id=>100
,p_default_id_offset=>0
,p_default_owner=>'DEMO'
);
{calls}wwv_flow_imp.component_end;
end;
/
"""


def call(procedure: str, identity: int | None, **arguments: str) -> str:
    """One call; a text is quoted unless it begins with ``=``."""
    rows = [f"p_id=>wwv_flow_imp.id({identity})"] if identity is not None else []
    for name, value in arguments.items():
        quoted = "'" + value.replace("'", "''") + "'"
        lines = "wwv_flow_string.join(wwv_flow_t_varchar2(\n" + ",\n".join(
            "'" + line.replace("'", "''") + "'" for line in value.split("\n")
        )
        source = value[1:] if value[:1] == "=" else f"{lines}))" if "\n" in value else quoted
        rows.append(f"p_{name}=>{source}")
    package = "wwv_flow_imp_page" if "page" in procedure else "wwv_flow_imp_shared"
    return f"{package}.{procedure}(\n " + "\n,".join(rows) + "\n);\n"


def page(number: int, *calls: str, alias: str = "") -> str:
    top = call("create_page", None, id=f"={number}", name=f"Page {number}",
               alias=alias or f"PAGE-{number}")  # fmt: skip
    region = call("create_page_plug", number * 1000 + 1, plug_name="Region",
                  region_name=f"region{number}", plug_display_sequence="=10")  # fmt: skip
    path = f"application/pages/page_{number:05}"
    return FRAME.format(path=path, calls=top + region + "".join(calls))


def shared(*calls: str) -> str:
    return FRAME.format(path=SHARED.removesuffix(".sql"), calls="".join(calls))


def item(number: int, name: str, **more: str) -> str:
    return call("create_page_item", number * 1000 + 10, name=name, item_sequence="=10",
                item_plug_id=f"=wwv_flow_imp.id({number * 1000 + 1})", **more)  # fmt: skip


class Kind(NamedTuple):
    """``given(name)``: the files in which the thing has this name; without one it is not there."""

    procedure: str
    argument: str
    old: str
    new: str
    path: str = SEVEN
    extra: tuple[tuple[str, str], ...] = ()

    def file(self, name: str | None) -> str:
        number = {SEVEN: 7, GLOBAL: 0}.get(self.path)
        if self.procedure == "create_page":
            return page(7, alias=name or "AUTRE")
        thing = call(self.procedure, 7010, **{self.argument.removeprefix("p_"): name or ""},
                     **dict(self.extra)) if name else ""  # fmt: skip
        if number is not None:
            return page(number, thing)
        rest = call("create_app_setting", 7099, name="REST", value="1")
        return shared(thing, rest)


ITEM = Kind(
    "create_page_item", "p_name", "P7_COMMENT", "P7_REMARK", extra=(("item_sequence", "=10"),)
)
KINDS = {
    "item": ITEM,
    "application item": Kind("create_flow_item", "p_name", "G_LANG", "G_LANGUE", SHARED),
    "alias": Kind("create_page", "p_alias", "DETAIL", "FICHE"),
    "static id": Kind("create_page_plug", "p_region_name", "lignes", "rows", GLOBAL,
                      (("plug_name", "L"),)),
    "button": Kind("create_page_button", "p_button_static_id", "btnSave", "btnOk", GLOBAL,
                   (("button_name", "SAVE"), ("button_sequence", "=10"))),
    "process": Kind("create_page_process", "p_process_name", "CALC", "CALCUL", GLOBAL,
                    (("process_point", "ON_DEMAND"), ("process_sequence", "=10"))),
    "application process": Kind("create_flow_process", "p_process_name", "CALC", "CALCUL", SHARED),
    "lov": Kind("create_list_of_values", "p_lov_name", "STATUTS", "ETATS", SHARED),
    "list": Kind("create_list", "p_name", "Menu", "Navigation", SHARED),
    "module": Kind("create_web_source_module", "p_module_static_id", "rates", "taux", SHARED),
}  # fmt: skip

LINK = "f?p=&APP_ID.:{page}:&SESSION.::&DEBUG.:{clear}:{items}:&P6_A."
# What comes to page 6, and what of it is the use: (argument, text).
USES = {
    "item": [
        ("button_redirect_url", LINK.format(page=8, clear="8", items="P7_COMMENT")),
        ("button_redirect_url", LINK.format(page=8, clear="8", items="P8_A,P7_COMMENT,P8_B")),
        ("button_redirect_url", LINK.format(page=8, clear="P7_COMMENT", items="P8_A")),
        ("button_redirect_url", "f?p=&APP_ID.:8:&APP_SESSION.:::8:P8_A:\\&P7_COMMENT.\\"),
        ("button_redirect_url", "javascript:$s('P7_COMMENT','x');"),
        ("link_target", "f?p=&FLOW_ID.:8:&SESSION.::NO:RP:P7_COMMENT:#ID#"),
        ("process_sql_clob", "begin\n  :P6_A := apex_page.get_url(p_page => 8,\n"
         "    p_items => 'P8_A,P7_COMMENT', p_values => '1,2');\nend;"),
        ("process_sql_clob", "begin\n  :P6_A := apex_page.get_url(p_items=>'P7_COMMENT');\nend;"),
        ("process_sql_clob", "begin\n  :P6_A := apex_util.prepare_url(\n"
         "    'f?p=' || :APP_ID || ':8:' || :APP_SESSION || '::::P7_COMMENT:1');\nend;"),
        ("process_sql_clob", "begin\n  x := :p7_comment;\nend;"),
        ("process_sql_clob", "begin\n  x := v('P7_COMMENT');\nend;"),
        ("process_sql_clob", "begin\n  apex_util.set_session_state('P7_Comment', 1);\nend;"),
        ("plug_source", "select a,\n  b from t where c = :P7_COMMENT"),
        ("plug_source", "<p>\nVotre note : &P7_COMMENT.</p>"),
        ("plug_source", "<label\n for=\"P7_COMMENT\">x</label>"),
        ("display_when_cond", ":P7_COMMENT is not null"),
        ("display_when_cond", "P7_COMMENT"),
        ("display_when_cond", "P6_A:P7_COMMENT"),
        ("computation_item", "P7_COMMENT"),
        ("computation", "P7_COMMENT"),
        ("validation", "P7_COMMENT"),
        ("validation", "length(:P7_COMMENT) < 10"),
        ("error_message", "&P7_COMMENT. est trop long"),
        ("prompt", "Note : &P7_COMMENT!HTML."),
        ("ajax_items_to_submit", "P6_A,P7_COMMENT"),
        ("triggering_element", "P7_COMMENT"),
        ("affected_elements", "P6_A,P7_COMMENT"),
        ("attribute_01", "$v('P7_COMMENT')"),
        ("attribute_05", "P6_A,P7_COMMENT"),
        ("javascript_code", "const a = 1;\nalert($v('P7_COMMENT'));"),
        ("javascript_code", "const a = 1;\napex.item(\"P7_COMMENT\").hide();"),
        ("javascript_code", "const a = 1;\napex.items.P7_COMMENT.hide();"),
        ("javascript_code", "const a = 1;\n$('#P7_COMMENT').hide();"),
        ("javascript_code", "const a = 1;\n$('#P7_COMMENT_CONTAINER').hide();"),
        ("javascript_code", "const u = 'http://x'; a = 1;\napex.server.process('A', "
         "{pageItems: '#P6_A,#P7_COMMENT'});"),
    ],
    "application item": [
        ("process_sql_clob", "begin\n  x := :G_LANG;\nend;"),
        ("process_sql_clob", "begin\n  x := v('G_LANG');\nend;"),
        ("process_sql_clob", "begin\n  u := apex_page.get_url(p_items => 'P6_A,G_LANG');\nend;"),
        ("plug_source", "select a\n from t where l = :g_lang"),
        ("display_when_cond", ":G_LANG = 'FR'"),
        ("button_redirect_url", LINK.format(page=8, clear="", items="G_LANG")),
        ("prompt", "&G_LANG."),
        ("ajax_items_to_submit", "P6_A,G_LANG"),
        ("computation_item", "G_LANG"),
        ("javascript_code", "const a = 1;\nalert($v('G_LANG'));"),
    ],
    "alias": [
        ("button_redirect_url", LINK.format(page="DETAIL", clear="", items="")),
        ("button_redirect_url", LINK.format(page="detail", clear="", items="")),
        ("process_sql_clob", "begin\n  u := apex_page.get_url(p_page => 'DETAIL');\nend;"),
        ("process_sql_clob", "begin\n  u := 'f?p=' || :APP_ID || ':DETAIL:1';\nend;"),
        ("javascript_code", "const a = 1;\napex.navigation.redirect('f?p=&APP_ID.:DETAIL:1');"),
    ],
    "static id": [
        ("javascript_code", "const a = 1;\napex.region('lignes').refresh();"),
        ("javascript_code", "const a = 1;\n$(\"#lignes td\").hide();"),
        ("inline_css", "#lignes td {\n color: red }"),
        ("affected_elements", "#lignes"),
        ("process_sql_clob", "begin\n  apex_region.reset(p_region_static_id => 'lignes');\nend;"),
    ],
    "button": [("javascript_code", "const a = 1;\n$('#btnSave').click();")],
    "process": [("javascript_code", "const a = 1;\napex.server.process('CALC', {});")],
    "application process": [
        ("javascript_code", "const a = 1;\napex.server.process(\"CALC\");"),
        ("button_redirect_url", "f?p=&APP_ID.:0:&SESSION.:APPLICATION_PROCESS=CALC"),
    ],
    "lov": [
        ("named_lov", "STATUTS"),
        ("plug_source", "select 1\n from apex_application_lov_entries"
         " where list_of_values_name = 'STATUTS'"),
    ],
    "list": [("plug_source", "select 1\n from apex_application_list_entries"
              " where list_name = 'Menu'")],
    "module": [("process_sql_clob", "begin\n  apex_exec.open_rest_source_query("
                "p_static_id => 'rates');\nend;")],
}  # fmt: skip
CASES = [(kind, *use) for kind, uses in USES.items() for use in uses]


def user(argument: str, text: str) -> str:
    """A process of page 6, or whatever: what counts is the argument."""
    extra = {"display_when_type": "ITEM_IS_NOT_NULL"} if "cond" in argument else {}
    return call("create_page_process", 6077, process_name="Ouvrir", process_sequence="=10",
                **{argument: text}, **extra)  # fmt: skip


def application(kind: Kind, name: str | None, *calls: str) -> Application:
    files = {SEVEN: page(7), SIX: page(6, item(6, "P6_A"), *calls), GLOBAL: page(0)}
    files[kind.path] = kind.file(name)
    return read_application(files)


def sides(kind: Kind, name: str | None, argument: str, text: str) -> tuple[Application, ...]:
    """Base, the side that takes the name away, the side that uses it."""
    return (
        application(kind, kind.old),
        application(kind, name),
        application(kind, kind.old, user(argument, text)),
    )


def only(merge: ApplicationMerge) -> Conflict:
    (conflict,) = merge.open_conflicts
    return conflict


def lost(merge: ApplicationMerge) -> list[tuple[str, str]]:
    return [
        (i.severity, i.path)
        for i in merge.issues
        if i.code.startswith("merge.lost_") or i.code in ("merge.unknown_lov", "merge.no_page",
                                                          "merge.no_trigger", "merge.no_affected")
    ]  # fmt: skip


# An alias goes with its page only.
GONE = [("renamed", *case) for case in CASES] + [
    ("removed", *case) for case in CASES if case[0] != "alias"
]


@pytest.mark.parametrize(("how", "kind", "argument", "text"), GONE)
def test_a_name_that_goes_here_and_is_used_there(
    how: str, kind: str, argument: str, text: str
) -> None:
    thing = KINDS[kind]
    base, taker, using = sides(thing, thing.new if how == "renamed" else None, argument, text)
    for ours, theirs, keeps in ((taker, using, Take.THEIRS), (using, taker, Take.OURS)):
        conflict = only(merge_apps(base, ours, theirs))
        assert conflict.kind is ConflictKind.REFERENCE
        assert (conflict.path, conflict.used_by) == (thing.path, keeps.value)
        assert conflict.property == (thing.argument if how == "renamed" else "")
        for use in conflict.uses:
            assert (use.path, use.page, use.title) == (SIX, 6, "Page 6")
            assert use.place[-1] == ("create_page_process", "Ouvrir")
            assert use.property == f"p_{argument}"
            assert thing.old.upper() in use.text.upper()
        kept = merge_apps(base, ours, theirs, {conflict.key: Decision(conflict.key, keeps)})
        assert kept.application is not None and lost(kept) == []
        takes = Take.OURS if keeps is Take.THEIRS else Take.THEIRS
        gone = merge_apps(base, ours, theirs, {conflict.key: Decision(conflict.key, takes)})
        assert lost(gone) == [("error", SIX)]


@pytest.mark.parametrize(("kind", "argument", "text"), CASES)
def test_both_writes_the_new_name_where_the_old_one_is_used(
    kind: str, argument: str, text: str
) -> None:
    thing = KINDS[kind]
    base, taker, using = sides(thing, thing.new, argument, text)
    for ours, theirs in ((taker, using), (using, taker)):
        conflict = only(merge_apps(base, ours, theirs))
        assert Take.BOTH in conflict.choices
        both = merge_apps(base, ours, theirs, {conflict.key: Decision(conflict.key, Take.BOTH)})
        assert both.application is not None and lost(both) == [] and both.stale == ()
        written = both.application.parsed[SIX].by_key["create_page_process:6077"]
        spelled = thing.new.lower() if thing.old.lower() in text else thing.new
        expected = text.replace(thing.old, spelled).replace(thing.old.lower(), spelled)
        expected = expected.replace("P7_Comment", spelled)
        assert written.text(f"p_{argument}") == expected


NOT_USES = [
    ("process_sql_clob", "begin\n  null; -- :P7_COMMENT\n  /* v('P7_COMMENT') */\nend;"),
    ("process_sql_clob", "begin\n  x := :P7_COMMENTS || :XP7_COMMENT;\nend;"),
    ("javascript_code", "const a = 1;\n// $v('P7_COMMENT')\n/* P7_COMMENT */"),
    ("javascript_code", "const a = 1;\n$v('P7_COMMENT_2');"),
    ("plug_source", "<p>\n<!-- &P7_COMMENT. --></p>"),
    ("process_comment", "Voir P7_COMMENT, et &P7_COMMENT."),
    ("error_message", "Le champ P7_COMMENT est obligatoire"),
    ("inline_css", "a {\n color: red; /* #P7_COMMENT */ }"),
]  # fmt: skip


@pytest.mark.parametrize(("argument", "text"), NOT_USES)
def test_what_is_no_use_asks_nothing(argument: str, text: str) -> None:
    base, taker, using = sides(ITEM, ITEM.new, argument, text)
    for ours, theirs in ((taker, using), (using, taker)):
        result = merge_apps(base, ours, theirs)
        assert result.conflicts == () and lost(result) == []


OTHER_PAGES = [
    LINK.format(page=70, clear="70", items=""),
    "f?p=200:7:&SESSION.",
    "f?p=&OTHER_APP.:7:&SESSION.",
    "f?p=&APP_ID.:6:&SESSION.::NO:7:",
]


@pytest.mark.parametrize("text", OTHER_PAGES)
def test_a_link_elsewhere_is_no_link_to_a_page_that_went(text: str) -> None:
    base = read_application({SEVEN: page(7), SIX: page(6)})
    gone = read_application({SIX: page(6)})
    using = read_application({SEVEN: page(7), SIX: page(6, user("button_redirect_url", text))})
    for ours, theirs in ((gone, using), (using, gone)):
        assert merge_apps(base, ours, theirs).conflicts == ()


PAGE_USES = [
    ("button_redirect_url", LINK.format(page=7, clear="", items="")),
    ("button_redirect_url", "f?p=100:7:&SESSION."),
    ("button_redirect_url", LINK.format(page=8, clear="", items="P7_COMMENT")),
    ("process_sql_clob", "begin\n  u := apex_page.get_url(p_page => 7);\nend;"),
    ("process_sql_clob", "begin\n  u := apex_page.get_url(null, 7);\nend;"),
    ("process_sql_clob", "begin\n  u := apex_page.get_url(p_page => '7', p_session => 1);\nend;"),
    ("javascript_code", "const a = 1;\nx = 'f?p=' + $v('pFlowId') + ':7:' + $v('pInstance');"),
]


@pytest.mark.parametrize(("argument", "text"), PAGE_USES)
def test_a_page_that_goes_here_and_is_used_there(argument: str, text: str) -> None:
    files = {SEVEN: page(7, item(7, "P7_COMMENT"), alias="DETAIL"), SIX: page(6)}
    base, gone = read_application(files), read_application({SIX: files[SIX]})
    using = read_application(files | {SIX: page(6, user(argument, text))})
    for ours, theirs, keeps in ((gone, using, Take.THEIRS), (using, gone, Take.OURS)):
        conflict = only(merge_apps(base, ours, theirs))
        assert (conflict.key, conflict.kind) == (f"{SEVEN}|file|", ConflictKind.REFERENCE)
        assert {(use.path, use.property) for use in conflict.uses} == {(SIX, f"p_{argument}")}
        assert conflict.used_by == keeps.value
        takes = Take.OURS if keeps is Take.THEIRS else Take.THEIRS
        left = merge_apps(base, ours, theirs, {conflict.key: Decision(conflict.key, takes)})
        assert ("error", SIX) in lost(left)


def test_another_application_is_none_of_ours() -> None:
    text = "begin\n  u := apex_page.get_url(p_application => 200, p_page => 7);\nend;"
    base, gone = read_application({SEVEN: page(7), SIX: page(6)}), read_application({SIX: page(6)})
    using = read_application({SEVEN: page(7), SIX: page(6, user("process_sql_clob", text))})
    assert merge_apps(base, gone, using).conflicts == ()


CODE = "begin\n  a := 1;\n  b := :P7_COMMENT;\n  c := 3;\nend;"


def three(base: Iterable[str], taker: Iterable[str], using: Iterable[str]) -> list[Application]:
    """Applications of page 6 with these calls, in which the second side renamed the item."""
    return [
        application(ITEM, name, *calls)
        for name, calls in ((ITEM.old, base), (ITEM.new, taker), (ITEM.old, using))
    ]


def test_a_use_that_the_renamer_followed_is_whole() -> None:
    """The other side changed another line of the same code."""
    base, taker, using = three(
        [user("process_sql_clob", CODE)],
        [user("process_sql_clob", CODE.replace("COMMENT", "REMARK"))],
        [user("process_sql_clob", CODE.replace("a := 1", "a := 2").replace("  c", "\n\n  c"))],
    )
    for ours, theirs in ((taker, using), (using, taker)):
        result = merge_apps(base, ours, theirs)
        assert [c for c in result.conflicts if c.kind is ConflictKind.REFERENCE] == []


def test_a_use_that_moved_while_its_name_went_is_asked_about() -> None:
    moved = "begin\n  b := :P7_COMMENT;\n  a := 1;\n  c := 3;\nend;"
    base, taker, using = three(
        [user("process_sql_clob", CODE), user("plug_source", "x").replace("6077", "6078")],
        [user("process_sql_clob", "begin\n  a := 1;\n  c := 3;\nend;")],
        [user("process_sql_clob", moved)],
    )
    for ours, theirs in ((taker, using), (using, taker)):
        result = merge_apps(base, ours, theirs)
        chosen = {c.key: Decision(c.key, Take.THEIRS) for c in result.open_conflicts}
        done = merge_apps(base, ours, theirs, chosen)
        assert result.open_conflicts or lost(done) == []


def test_a_use_that_was_broken_before_is_nobodys_question() -> None:
    before = [user("process_sql_clob", CODE)]
    base, taker, using = three(before, before, [user("process_sql_clob", CODE.replace("1", "2"))])
    for ours, theirs in ((taker, using), (using, taker)):
        result = merge_apps(base, ours, theirs)
        assert result.conflicts == ()
        assert lost(result) == [("notice", SIX)], "the renamer left it behind"
    plain = read_application({SIX: page(6)})
    new = read_application({SIX: page(6, user("process_sql_clob", CODE))})
    assert merge_apps(plain, plain, new).conflicts == () == merge_apps(plain, new, plain).conflicts


def test_a_name_that_another_component_has_now_is_there() -> None:
    other = read_application({SEVEN: page(7), SIX: page(6, item(6, "P7_COMMENT"))})
    base = read_application({SEVEN: page(7, item(7, "P7_COMMENT")), SIX: page(6)})
    eight = {"application/pages/page_00008.sql": page(8, user("process_sql_clob", CODE))}
    using = read_application({**base.files, **eight})
    for ours, theirs in ((other, using), (using, other)):
        assert merge_apps(base, ours, theirs).conflicts == ()


def test_a_decision_for_the_deletion_against_an_edit_is_told() -> None:
    """Theirs changed the button whose link is broken once ours' deletion of the item counts."""
    link = LINK.format(page=7, clear="", items="P7_COMMENT")
    base = application(ITEM, ITEM.old, user("button_redirect_url", link))
    ours = application(ITEM, None)
    changed = user("button_redirect_url", link).replace("'Ouvrir'", "'Ouvrir la fiche'")
    theirs = application(ITEM, ITEM.old, changed)
    (conflict,) = merge_apps(base, ours, theirs).open_conflicts
    assert conflict.kind is ConflictKind.DELETE_EDIT
    gone = merge_apps(base, ours, theirs, {conflict.key: Decision(conflict.key, Take.OURS)})
    assert gone.open_conflicts == () and lost(gone) == []
    button = {conflict.key: Decision(conflict.key, Take.THEIRS)}
    needed = only(merge_apps(base, ours, theirs, button))
    assert (needed.key, needed.used_by) == (f"{SEVEN}|create_page_item:7010|", "theirs")
    back = merge_apps(base, ours, theirs, button | {needed.key: Decision(needed.key, Take.THEIRS)})
    assert back.application is not None and lost(back) == []
    left = merge_apps(base, ours, theirs, button | {needed.key: Decision(needed.key, Take.OURS)})
    assert lost(left) == [("error", SIX)]


def test_the_words_around_a_name_are_one_line() -> None:
    text = "begin\n  -- lange\n  if\n  nvl(:P7_COMMENT, 'x') = 'y' then\n null; end if;\nend;"
    found = uses_of(parsed(page(6, user("process_sql_clob", text)), SIX))
    (use,) = [u for name, uses in found.items() if name.text == "P7_COMMENT" for u in uses]
    assert "\n" not in use.around and "nvl(:P7_COMMENT, 'x') = 'y' then" in use.around


def test_a_name_that_the_user_gave_to_something_new_is_there() -> None:
    """The item went from page 7 to page 6: one side has the one half of it, one the other."""
    base = read_application({SEVEN: page(7, item(7, "P7_COMMENT")), SIX: page(6)})
    gone = read_application({**base.files, SEVEN: page(7)})
    code = user("process_sql_clob", CODE)
    again = read_application({**base.files, SIX: page(6, item(6, "P7_COMMENT"), code)})
    for ours, theirs in ((gone, again), (again, gone)):
        assert merge_apps(base, ours, theirs).conflicts == ()


# -- two pages of one number ---------------------------------------------------------------

TWELVE = "application/pages/page_00012.sql"
ELEVEN = "application/pages/page_00011.sql"


def named(text: str, title: str) -> str:
    return text.replace(",p_name=>'Page 11'", f",p_name=>'{title}'")


def two_pages() -> tuple[Application, Application, Application]:
    """Both made page 11; theirs' is a copy of another application with other ids."""
    install = "prompt --install\n@@application/pages/page_00006.sql\n"
    base = {SIX: page(6), "install.sql": install}
    link = user("button_redirect_url", LINK.format(page=11, clear="11", items="P11_ID"))
    more = f"{install}@@{ELEVEN}\n"
    ours = base | {ELEVEN: named(page(11, item(11, "P11_ID")), "Agences"), "install.sql": more}
    own = user("process_sql_clob", "begin\n  :p11_id := v('P11_NOM');\n"
               "  u := apex_page.get_url(p_page => 11, p_clear_cache => 11);\nend;")  # fmt: skip
    own = own.replace("6077", "4077")
    second = item(11, "P11_NOM").replace("11010", "11020").replace("sequence=>10", "sequence=>20")
    other = named(page(11, item(11, "P11_ID"), second, own), "Courtiers")
    theirs = base | {ELEVEN: other, SIX: page(6, link), "install.sql": more}
    return read_application(base), read_application(ours), read_application(theirs)


def test_two_new_pages_of_one_number_stay_both_under_two_numbers() -> None:
    base, ours, theirs = two_pages()
    conflict = only(merge_apps(base, ours, theirs))
    assert (conflict.key, conflict.kind) == (f"{ELEVEN}|file|", ConflictKind.ADD_ADD)
    assert conflict.choices == (Take.OURS, Take.THEIRS, Take.BOTH)
    result = merge_apps(base, ours, theirs, {conflict.key: Decision(conflict.key, Take.BOTH)})
    assert [(c.key, c.taken) for c in result.conflicts] == [(conflict.key, Take.BOTH)]
    assert result.stale == () and result.issues == ()
    assert result.application is not None
    files = result.application.files
    assert files[ELEVEN] == ours.files[ELEVEN]
    assert files["install.sql"].split("\n")[1:4] == [f"@@{SIX}", f"@@{ELEVEN}", f"@@{TWELVE}"]
    twelve = result.application.parsed[TWELVE]
    assert (twelve.number, twelve.title) == (12, "Courtiers")
    assert twelve.page_component is not None
    assert twelve.page_component.text("p_alias") == "PAGE-11-12"
    assert set(twelve.items) == {"P12_ID", "P12_NOM"}
    for own in ("region11", "PAGE-11-12", "2024.11.30"):
        assert own in twelve.source
    rest = re.sub(r"id\(\d+\)|region11|PAGE-11-12|2024.11.30|Page 11", "", twelve.source)
    assert (
        "11" not in rest
        and "P12_id" not in rest
        and ":p12_id := v('P12_NOM')"
        in (twelve.by_key["create_page_process:4077"].text("p_process_sql_clob"))
    )
    linked = result.application.parsed[SIX].by_key["create_page_process:6077"]
    assert linked.text("p_button_redirect_url") == LINK.format(page=12, clear="12", items="P12_ID")
    seen = [c.id for p in (ELEVEN, TWELVE) for c in result.application.parsed[p].mapped]
    assert len(seen) == len(set(seen))


def test_what_cannot_follow_a_new_number_is_told() -> None:
    base, ours, theirs = two_pages()
    code = "apex.item('P11_ID').hide();"
    raw = code.encode().hex().upper()
    content = (
        "wwv_flow_imp.g_varchar2_table := wwv_flow_imp.empty_varchar2_table;\n"
        f"wwv_flow_imp.g_varchar2_table(1) := '{raw}';\n"
        "wwv_flow_imp_shared.create_app_static_file(\n p_id=>wwv_flow_imp.id(77)\n"
        ",p_file_name=>'a.js'\n,p_mime_type=>'text/javascript'\n,p_file_charset=>'utf-8'\n"
        ",p_file_content => wwv_flow_imp.varchar2_to_blob(wwv_flow_imp.g_varchar2_table)\n);\n"
    )
    path = "application/shared_components/files/a_js.sql"
    text = FRAME.format(path=path.removesuffix(".sql"), calls=content)
    theirs = read_application({**theirs.files, path: text})
    key = f"{ELEVEN}|file|"
    result = merge_apps(base, ours, theirs, {key: Decision(key, Take.BOTH)})
    assert result.application is not None
    (issue,) = result.issues
    assert (issue.severity, issue.code) == ("warning", "merge.not_renumbered")
    assert issue.path == path and code in issue.facts["text"]
