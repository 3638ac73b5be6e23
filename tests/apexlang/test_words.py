"""What differs in SQL exports, said as APEXlang says it; what has no word keeps SQL's."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from app.apex import Application, compare_applications, merge_apps, rebase
from app.apex.catalogue.types import type_label
from app.apex.model import ApplicationDiff, Conflict, Decision, PropertyChange, Status, Take
from app.apexlang.forms import words as words_module
from app.apexlang.forms.shown import conflict_in_apexlang, in_apexlang
from app.apexlang.forms.table import Known
from app.apexlang.forms.types import rows
from app.apexlang.forms.words import Version, Words
from tests.apexlang.test_forms import APX, PAGE, SQL

APX_PATH = "pages/p00010-contracts.apx"
Edit = tuple[str, str]


def edited(sql: Edit, apx: Edit) -> tuple[Application, bytes]:
    """Both forms with one edit, which may be none in APEXlang."""
    assert SQL.count(sql[0]) == 1
    assert not apx[0] or APX.count(apx[0]) == 1
    text = APX.replace(*apx) if apx[0] else APX
    return Application({PAGE: SQL.replace(*sql)}), text.encode()


def said(sql: Edit, apx: Edit, tongue: str = "en") -> ApplicationDiff:
    old, (new, apx_text) = Application({PAGE: SQL}), edited(sql, apx)
    words = Words(
        (
            Version(rebase(new, old), {APX_PATH: apx_text}),
            Version(old, {APX_PATH: APX.encode()}),
        )
    )
    return in_apexlang(compare_applications(old, new), words, tongue)  # type: ignore[arg-type]


def only(found: ApplicationDiff) -> tuple[str, tuple[str, ...], PropertyChange]:
    ((change,),) = [f.diff.changes for f in found.files]
    (prop,) = change.properties
    return change.name, change.path, prop


@pytest.mark.parametrize(
    ("sql", "apx", "place", "label", "old", "new"),
    [
        (("p_prompt=>'Status'", "p_prompt=>'State'"), ("label: Status", "label: State"),
         ("Page 10", "Page Item P10_STATUS"), "Label · Label", "Status", "State"),
        (("NATIVE_SELECT_LIST", "NATIVE_POPUP_LOV"), ("type: selectList", "type: popupLov"),
         ("Page 10", "Page Item P10_STATUS"), "Identification · Type", "selectList", "popupLov"),
        ((":t-Region--scrollBody", ":t-Region--noPadding"),
         ("t-Region--scrollBody", "t-Region--noPadding"), ("Page 10", "Region search"),
         "Appearance · Template Options", "#DEFAULT#\nt-Region--scrollBody",
         "#DEFAULT#\nt-Region--noPadding"),
        (("  from contracts'", "  from clients'"), ("  from contracts\n", "  from clients\n"),
         ("Page 10", "Region contracts"), "Source · SQL Query",
         "select id, name\n  from contracts", "select id, name\n  from clients"),
        (("_ID.:11:", "_ID.:12:"), ("page: 11", "page: 12"),
         ("Page 10", "Region contracts", "Column NAME"), "Link · Target",
         "page: 11\nitems:P11_ID: #ID#\nclearCache: 11\naction: resetPagination",
         "page: 12\nitems:P11_ID: #ID#\nclearCache: 11\naction: resetPagination"),
        ((",p_begin_on_new_line=>'N'\n", ""), ("        startNewRow: false\n", ""),
         ("Page 10", "Page Item P10_STATUS"), "Layout · Start New Row", "false", None),
    ],
)  # fmt: skip
def test_a_difference_in_apexlangs_words(sql, apx, place, label, old, new) -> None:
    name, path, prop = only(said(sql, apx))
    assert path == place and path[-1].endswith(name)
    assert (prop.label, prop.old, prop.new) == (label, old, new)


BRANCH = """wwv_flow_imp_page.create_page_branch(
 p_id=>wwv_flow_imp.id(1007)
,p_branch_name=>'Go on'
,p_branch_action=>'f?p=&APP_ID.:31:&SESSION.::&DEBUG.:{tail}'
,p_branch_point=>'AFTER_PROCESSING'
,p_branch_type=>'REDIRECT_URL'
,p_branch_sequence=>10
);
"""
BRANCH_APX = """    branch (
        name: Go on
        execution {{
            sequence: 10
        }}
        behavior {{
            target: {{
                page: 31
{silent}            }}
        }}
    )

"""


@pytest.mark.parametrize("shown", [True, False])
def test_where_a_branch_leads_is_told_with_what_it_says_of_the_message(shown: bool) -> None:
    end = "wwv_flow_imp.component_end"
    call = BRANCH.format(tail="::&success_msg=#SUCCESS_MSG#" if shown else "::")
    more = "" if shown else "                successMessage: false\n"
    branch = BRANCH_APX.format(silent=more)
    old = Application({PAGE: SQL.replace(end, call + end)})
    new = Application({PAGE: SQL.replace(end, call.replace(":31:", ":32:") + end)})
    apx = APX.replace("    pageItem", f"{branch}    pageItem", 1)
    words = Words(
        (
            Version(new, {APX_PATH: apx.replace("31", "32").encode()}),
            Version(old, {APX_PATH: apx.encode()}),
        )
    )
    _, _, prop = only(in_apexlang(compare_applications(old, new), words))
    silent = "" if shown else "\nsuccessMessage: false"
    assert prop.label == "Behavior · Target"
    assert (prop.old, prop.new) == (f"page: 31{silent}", f"page: 32{silent}")


def test_what_a_region_and_its_report_say_is_told_of_the_region() -> None:
    name, path, prop = only(
        said(
            ("p_max_rows_per_page=>'500'", "p_max_rows_per_page=>'50'"),
            ("maxRowsPerPageInSelector: 500", "maxRowsPerPageInSelector: 50"),
        )
    )
    assert (name, path) == ("contracts", ("Page 10", "Region contracts"))
    assert (prop.old, prop.new, prop.name) == ("500", "50", "p_max_rows_per_page")


@pytest.mark.parametrize(
    ("sql", "apx"),
    [
        # No row of the table has it.
        (("p_autocomplete_on_off=>'OFF'", "p_autocomplete_on_off=>'ON'"), ("", "")),
        # The two forms do not say the same: nobody knows which word that is.
        (("p_prompt=>'Status'", "p_prompt=>'State'"), ("", "")),
    ],
)
def test_where_no_word_is_known_the_sql_word_is_shown_and_said(sql: Edit, apx: Edit) -> None:
    _, _, prop = only(said(sql, apx))
    assert prop.label.endswith(f"(SQL: {prop.name})")
    assert (prop.old, prop.new) == (sql[0].split("'")[1], sql[1].split("'")[1])


def test_a_new_component_is_told_as_apexlang_has_it() -> None:
    button = SQL[SQL.index("wwv_flow_imp_page.create_page_button(") :]
    button = button[: button.index(");\n") + 3]
    apx = APX[APX.index("    button go (") : APX.index("    )\n\n)\n") + 6]
    old = Application({PAGE: SQL.replace(button, "")})
    new = Application({PAGE: SQL})
    words = Words(
        (
            Version(rebase(new, old), {APX_PATH: APX.encode()}),
            Version(old, {APX_PATH: APX.replace(apx, "").encode()}),
        )
    )
    found = in_apexlang(compare_applications(old, new), words)
    ((change,),) = [f.diff.changes for f in found.files]
    assert (change.procedure, change.name, change.status) == ("button", "go", Status.ADDED)
    assert [(p.label, p.old, p.new) for p in change.properties] == [
        ("Identification · Button Name", None, "GO"),
        ("Identification · Label", None, "Go"),
        ("Layout · Sequence", None, "10"),
        ("Layout · Region", None, "@search"),
    ]


def test_types_have_their_french_names() -> None:
    """But for those that are the same word in both."""
    same = {"page", "validation", "action", "menu", "style", "version", "variable", "participant",
            "workflow", "substitution"}  # fmt: skip
    kinds = {row.type for row in rows()}
    assert len(kinds) > 70
    assert {k for k in kinds if type_label(k) == type_label(k, "fr")} <= same
    assert type_label("highlight", "fr") == "Mise en évidence"


def test_without_apexlang_nothing_is_said_in_its_words() -> None:
    old, (new, _) = Application({PAGE: SQL}), edited(("'Status'", "'State'"), ("", ""))
    found = compare_applications(old, new)
    words = Words((Version(old, {}),))
    (file,) = in_apexlang(found, words).files
    ((was,), (now,)) = found.files[0].diff.changes, file.diff.changes
    assert replace(now, properties=()) == replace(was, properties=())
    assert now.properties[0].label == f"{was.properties[0].label} (SQL: p_prompt)"


# -- conflicts ---------------------------------------------------------------------------------


def conflict(
    ours: tuple[Edit, Edit], theirs: tuple[Edit, Edit], prop: str = ""
) -> tuple[Conflict, Conflict]:
    """As the merge says it, and in APEXlang's words; the one about ``prop``, where it is named."""
    base = Application({PAGE: SQL})
    (mine, my_text), (other, other_text) = edited(*ours), edited(*theirs)
    found = next(c for c in merge_apps(base, mine, other).open_conflicts if prop in c.property)
    words = Words(
        (
            Version(rebase(other, mine), {APX_PATH: other_text}),
            Version(rebase(base, mine), {APX_PATH: APX.encode()}),
            Version(mine, {APX_PATH: my_text}),
        )
    )
    return found, conflict_in_apexlang(found, words)


def test_a_conflict_of_codes_is_decided_in_words_and_not_typed() -> None:
    was, now = conflict(
        (("NATIVE_SELECT_LIST", "NATIVE_POPUP_LOV"), ("type: selectList", "type: popupLov")),
        (("NATIVE_SELECT_LIST", "NATIVE_SHUTTLE"), ("type: selectList", "type: shuttle")),
    )
    assert (now.base, now.ours, now.theirs) == ("selectList", "popupLov", "shuttle")
    assert (now.key, now.property) == (was.key, was.property)
    assert Take.EDITED in was.choices
    assert set(now.choices) == set(was.choices) - {Take.EDITED}


def test_a_conflict_of_texts_can_be_typed_and_is_written_as_it_was() -> None:
    was, now = conflict(
        (("p_prompt=>'Status'", "p_prompt=>'State'"), ("label: Status", "label: State")),
        (("p_prompt=>'Status'", "p_prompt=>'Stand'"), ("label: Status", "label: Stand")),
    )
    assert (now.component_name, now.label) == ("P10_STATUS", "Label · Label")
    assert now.component_path == ("Page 10", "Page Item P10_STATUS")
    assert (now.base, now.ours, now.theirs) == (was.base, was.ours, was.theirs)
    assert now.choices == was.choices
    base, mine = Application({PAGE: SQL}), edited(("'Status'", "'State'"), ("", ""))[0]
    other = edited(("'Status'", "'Stand'"), ("", ""))[0]
    decided = {now.key: Decision(now.key, Take.EDITED, "Lage")}
    merge = merge_apps(base, mine, other, decided)
    assert merge.application is not None
    assert "p_prompt=>'Lage'" in merge.application.files[PAGE]


def test_a_conflict_without_a_word_says_the_sql_word() -> None:
    _, now = conflict(
        (("on_off=>'OFF'", "on_off=>'ON'"), ("", "")),
        (("on_off=>'OFF'", "on_off=>'AUTO'"), ("", "")),
    )
    assert now.label.endswith("(SQL: p_autocomplete_on_off)")
    assert (now.base, now.ours, now.theirs) == ("OFF", "ON", "AUTO")


def test_a_deletion_against_an_edit_lists_the_component_as_apexlang_has_it() -> None:
    button = SQL[SQL.index("wwv_flow_imp_page.create_page_button(") :]
    button = button[: button.index(");\n") + 3]
    apx = APX[APX.index("    button go (") : APX.index("    )\n\n)\n") + 6]
    was, now = conflict(
        ((button, ""), (apx, "")),
        (("p_button_image_alt=>'Go'", "p_button_image_alt=>'Search'"),
         ("label: Go\n", "label: Search\n")),
    )  # fmt: skip
    assert (was.property, now.ours) == ("", None)
    assert now.theirs == (
        "Button go\n"
        "  Identification · Button Name: GO\n"
        "  Identification · Label: Search\n"
        "  Layout · Sequence: 10\n"
        "  Layout · Region: @search"
    )
    assert now.base is not None and "Search" not in now.base
    assert now.choices == was.choices


def test_an_argument_that_is_another_property_on_each_side_keeps_sqls_word() -> None:
    """Of one argument APEXlang makes a property for each kind of it: an item, a text, code."""
    sql, apx = "p_prompt=>'Status'", "            label: Status\n        }\n"

    def side(text: str, kind: str, word: str) -> tuple[Edit, Edit]:
        more = f"{sql}\n,p_item_default=>'{text}'\n,p_item_default_type=>'{kind}'"
        block = f"        default {{\n            type: {word}\n            {word}: {text}\n"
        block += "        }\n"
        return (sql, more), (apx, apx + block)

    was, now = conflict(
        side("P10_ID", "ITEM", "item"), side("OPEN", "STATIC", "staticValue"), "default"
    )
    assert was.property == "p_item_default"
    assert (now.base, now.ours, now.theirs) == (was.base, was.ours, was.theirs)
    assert now.label.endswith("(SQL: p_item_default)")


@pytest.mark.parametrize("other", ["Lage", "LAGE"])
def test_no_result_is_typed_where_another_word_may_be_meant(
    monkeypatch: pytest.MonkeyPatch, other: str
) -> None:
    """All that stands there is written alike in both forms, and not all that could be typed."""
    known = {word: word for word in ("Status", "State", "Stand")} | {"Lage": other}
    table = {"p_prompt": (("label.label", Known("p_prompt", "words", known)),)}
    monkeypatch.setattr(words_module, "arguments_of", lambda *_: table)
    was, now = conflict(
        (("p_prompt=>'Status'", "p_prompt=>'State'"), ("label: Status", "label: State")),
        (("p_prompt=>'Status'", "p_prompt=>'Stand'"), ("label: Status", "label: Stand")),
    )
    assert (now.label, now.ours, now.theirs) == ("Label · Label", "State", "Stand")
    assert Take.EDITED in was.choices
    assert (Take.EDITED in now.choices) is (other == "Lage")
