"""Static ids that go here and are used there in JavaScript, wherever an export keeps JavaScript:
no argument's name tells that the text is a script.
"""

from __future__ import annotations

import pytest

from app.apex import Application, merge_apps, read_application
from app.apex.catalogue import condition_type
from app.apex.check.uses import uses_of
from app.apex.model import ConflictKind, Decision, Take
from tests.apex.samples import page as parsed
from tests.apex.test_uses import SEVEN, SIX, call, item, lost, only, page

REFRESH = "apex.region('lignes').refresh();"
EVENT = call("create_page_da_event", 7040, name="Rafraichir", event_sequence="=10",
             bind_type="bind", bind_event_type="ready")  # fmt: skip


def action(kind: str = "NATIVE_JAVASCRIPT_CODE", **more: str) -> str:
    return EVENT + call("create_page_da_action", 7041, event_id="=wwv_flow_imp.id(7040)",
                        event_result="TRUE", action_sequence="=10",
                        action=kind, **more)  # fmt: skip


def named(code: str, name: str = "js_code") -> str:
    """The attributes of an action as 26.1 writes them."""
    lines = "'" + code.replace("'", "''") + "'"
    return ("=wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(\n"
            f"  '{name}', wwv_flow_string.join(wwv_flow_t_varchar2(\n"
            f"    'let a = 1;',\n    {lines})))).to_clob")  # fmt: skip


def button(**more: str) -> str:
    return call("create_page_button", 7042, button_name="OUVRIR", button_sequence="=20", **more)


def process(code: str) -> str:
    return call("create_page_process", 7043, process_name="Appel", process_sequence="=10",
                process_type="NATIVE_PLSQL", process_sql_clob=code)  # fmt: skip


USES = {
    "one line": action(attribute_01=REFRESH),
    "lines": action(attribute_01="setTimeout(() => {\n" + REFRESH + "\n}, 100);"),
    "anything that takes an id": action(attribute_01="$s('lignes');"),
    "26.1": action(attributes=named(REFRESH)),
    "another name": action(attributes=named(REFRESH, "code")),
    "set value": action("NATIVE_SET_VALUE", attribute_01="JAVASCRIPT_EXPRESSION",
                        attribute_05="show('lignes')"),
    "a plug-in's": action("PLUGIN_X", attribute_03=REFRESH),
    "link": button(button_redirect_url="javascript:apex.region('lignes').refresh();"),
    "dialog": button(button_redirect_url=" javascript:openModal('lignes');"),
    "own function": button(button_redirect_url="javascript:show('lignes');"),
    "handler": button(button_attributes="class=\"x\" onclick=\"apex.region('lignes').refresh()\""),
    "handler of one's own": button(button_attributes="onclick=\"show('lignes')\""),
    "condition": call("create_page_da_event", 7040, name="Si", event_sequence="=10",
                      triggering_condition_type="JAVASCRIPT_EXPRESSION",
                      triggering_expression="has('lignes')"),
    "client condition": action("NATIVE_REFRESH", client_condition_type="JAVASCRIPT_EXPRESSION",
                               client_condition_elem_type="ITEM",
                               client_condition_expression="has('lignes')"),
    "elements": action("NATIVE_HIDE", affected_elements_type="JAVASCRIPT_EXPRESSION",
                       affected_elements="one('lignes')"),
    "onload": process("begin\n  apex_javascript.add_onload_code("
                      "'apex.region(\"lignes\").refresh();');\nend;"),
    "quoted twice": process("begin\n  apex_javascript.add_onload_code("
                            "p_code => 'apex.region(''lignes'').refresh();');\nend;"),
    "in brackets": process("begin\n  apex_javascript.add_inline_code("
                           "q'[$('#lignes').hide();]');\nend;"),
    "printed": process("begin\n  htp.p('<a onclick=\"openModal(''lignes'')\">x</a>');\nend;"),
}  # fmt: skip

NOT_USES = {
    "comment": action(attribute_01="// apex.region('lignes')\n/* $('#lignes') */\nalert(1);"),
    "comment in 26.1": action(attributes=named("// $('#lignes') apex.region('lignes')")),
    "comment of PL/SQL": process("begin\n  null; -- apex.region('lignes')\nend;"),
    "comment in a page": call("create_page_plug", 7044, plug_name="X", plug_display_sequence="=30",
                              plug_source="<script>\n// apex.region('lignes')\n</script>"),
    "class": action(attribute_01="$(this.triggeringElement).addClass('lignes');"),
    "process": action(attribute_01="apex.server.process('lignes');"),
    "event": action(attribute_01="$(document).on('lignes', f); apex.submit('lignes');"),
    "words": action("NATIVE_ALERT", attribute_01="Les 'lignes' sont perdues"),
    "longer": action(attribute_01="apex.region('lignes2').refresh();"),
}  # fmt: skip


def application(name: str | None, *calls: str) -> Application:
    region = call("create_page_plug", 7010, plug_name="Lignes", plug_display_sequence="=20",
                  region_name=name) if name else ""  # fmt: skip
    return read_application({SEVEN: page(7, region, *calls), SIX: page(6)})


@pytest.mark.parametrize("new", ["rows", None])
@pytest.mark.parametrize("name", USES)
def test_a_static_id_that_goes_here_and_is_used_there_in_a_script(
    name: str, new: str | None
) -> None:
    base, taker = application("lignes"), application(new)
    using = application("lignes", USES[name])
    for ours, theirs, keeps in ((taker, using, Take.THEIRS), (using, taker, Take.OURS)):
        conflict = only(merge_apps(base, ours, theirs))
        assert (conflict.kind, conflict.path) == (ConflictKind.REFERENCE, SEVEN)
        (use,) = conflict.uses
        assert use.place[-1][0] in USES[name] and "lignes" in use.text
        takes = Take.OURS if keeps is Take.THEIRS else Take.THEIRS
        gone = merge_apps(base, ours, theirs, {conflict.key: Decision(conflict.key, takes)})
        assert lost(gone) == [("error", SEVEN)]
        if new is not None:
            both = merge_apps(base, ours, theirs, {conflict.key: Decision(conflict.key, Take.BOTH)})
            assert both.application is not None and lost(both) == []
            assert "lignes" not in both.application.files[SEVEN]


@pytest.mark.parametrize("new", ["rows", None])
@pytest.mark.parametrize("name", NOT_USES)
def test_what_is_no_use_in_a_script_asks_nothing(name: str, new: str | None) -> None:
    base, taker = application("lignes"), application(new)
    using = application("lignes", NOT_USES[name])
    for ours, theirs in ((taker, using), (using, taker)):
        result = merge_apps(base, ours, theirs)
        assert result.conflicts == () and lost(result) == []


def test_an_item_in_a_comment_of_an_action_is_no_use() -> None:
    def version(name: str, *calls: str) -> Application:
        return read_application({SEVEN: page(7, item(7, name)), SIX: page(6, *calls)})

    using = version("P7_COMMENT", action(attribute_01="// P7_COMMENT est la note\nalert(1);"))
    base, taker = version("P7_COMMENT"), version("P7_REMARK")
    for ours, theirs in ((taker, using), (using, taker)):
        assert merge_apps(base, ours, theirs).conflicts == ()


def test_an_element_that_begins_like_an_item_is_none() -> None:
    code = action(attribute_01="$('#customer-information').hide(); $('#customer').hide();")
    names = [use.around for name, uses in uses_of(parsed(page(7, code), SEVEN)).items()
             if name.kind == "item" for use in uses]  # fmt: skip
    assert len(names) == 1


def test_a_process_in_javascript_names_items_as_its_environment() -> None:
    code = call("create_page_process", 7043, process_name="Appel", process_sequence="=10",
                process_clob_language="JAVASCRIPT",
                process_sql_clob="// G_LANG\nlet a = apex.env.G_USER;")  # fmt: skip
    names = {name.text for name in uses_of(parsed(page(7, code), SEVEN)) if name.kind == "item"}
    assert names == {"G_USER"}


@pytest.mark.parametrize(
    ("argument", "arguments", "expected"),
    [
        ("p_plug_display_when_condition", "p_plug_source_type p_plug_display_condition_type"
         " p_plug_read_only_when_type", "p_plug_display_condition_type"),
        ("p_read_only_when", "p_display_when_type p_read_only_when_type", "p_read_only_when_type"),
        ("p_server_condition_expr1", "p_client_condition_type p_server_condition_type",
         "p_server_condition_type"),
        ("p_client_condition_expression", "p_client_condition_elem_type p_client_condition_type",
         "p_client_condition_type"),
        ("p_list_item_disp_condition", "p_list_item_disp_cond_type", "p_list_item_disp_cond_type"),
        ("p_validation_condition", "p_validation_type p_validation_condition_type",
         "p_validation_condition_type"),
        ("p_second_body_css_classes", "p_display_condition_type", ""),
        ("p_prompt", "p_display_when_type", ""),
    ],
)  # fmt: skip
def test_the_kind_of_a_condition_stands_in_the_argument_that_begins_like_it(
    argument: str, arguments: str, expected: str
) -> None:
    assert condition_type(argument, arguments.split(" ")) == expected
