"""An application in both forms: the SQL export and APEXlang, component by component."""

from __future__ import annotations

import pytest

from app.apex import Application as SqlApplication
from app.apex.model import Status
from app.apexlang import Application
from app.apexlang.forms.compare import Compared, compare_forms
from app.apexlang.forms.difference import differ
from app.apexlang.forms.links import target
from app.apexlang.forms.types import folded, rows

PAGE = "application/pages/page_00010.sql"
HEAD = """prompt --application/pages/page_00010
begin
wwv_flow_imp.component_begin (
 p_version_yyyy_mm_dd=>'2026.03.30'
,p_release=>'26.1.0'
,p_default_workspace_id=>1
,p_default_application_id=>100
,p_default_id_offset=>0
,p_default_owner=>'DEMO'
);
"""
SQL = (
    HEAD
    + """wwv_flow_imp_page.create_page(
 p_id=>10
,p_name=>'Contracts'
,p_alias=>'CONTRACTS'
,p_step_title=>'Contracts'
,p_autocomplete_on_off=>'OFF'
,p_page_template_options=>'#DEFAULT#'
,p_protection_level=>'C'
);
wwv_flow_imp_page.create_page_plug(
 p_id=>wwv_flow_imp.id(1001)
,p_plug_name=>'Search'
,p_static_id=>'search'
,p_region_template_options=>'#DEFAULT#:t-Region--scrollBody'
,p_plug_template=>2665811232373458102
,p_plug_display_sequence=>20
,p_plug_item_display_point=>'ABOVE'
,p_location=>null
);
wwv_flow_imp_page.create_page_plug(
 p_id=>wwv_flow_imp.id(1002)
,p_plug_name=>'Contracts'
,p_static_id=>'contracts'
,p_region_template_options=>'#DEFAULT#'
,p_plug_template=>2101881118235998564
,p_plug_display_sequence=>30
,p_plug_item_display_point=>'ABOVE'
,p_query_type=>'SQL'
,p_plug_source=>wwv_flow_string.join(wwv_flow_t_varchar2(
'select id, name',
'  from contracts'))
,p_plug_source_type=>'NATIVE_IR'
);
wwv_flow_imp_page.create_worksheet(
 p_id=>wwv_flow_imp.id(1003)
,p_show_detail_link=>'N'
,p_max_rows_per_page=>'500'
);
wwv_flow_imp_page.create_worksheet_column(
 p_id=>wwv_flow_imp.id(1004)
,p_db_column_name=>'NAME'
,p_display_order=>10
,p_column_identifier=>'A'
,p_column_label=>'Name'
,p_column_link=>'f?p=&APP_ID.:11:&SESSION.::&DEBUG.:RP,11:P11_ID:#ID#'
);
wwv_flow_imp_page.create_page_button(
 p_id=>wwv_flow_imp.id(1005)
,p_button_sequence=>10
,p_button_plug_id=>wwv_flow_imp.id(1001)
,p_button_name=>'GO'
,p_static_id=>'go'
,p_button_action=>'SUBMIT'
,p_button_image_alt=>'Go'
);
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(1006)
,p_name=>'P10_STATUS'
,p_item_sequence=>10
,p_item_plug_id=>wwv_flow_imp.id(1001)
,p_prompt=>'Status'
,p_display_as=>'NATIVE_SELECT_LIST'
,p_begin_on_new_line=>'N'
);
wwv_flow_imp.component_end;
end;
/
"""
)
APX = """page 10 (
    name: Contracts
    alias: CONTRACTS
    title: Contracts
    appearance {
        templateOptions: #DEFAULT#
    }
    security {
        pageAccessProtection: argumentsMustHaveChecksum
    }

    region contracts (
        name: Contracts
        type: interactiveReport
        source {
            type: sqlQuery
            sqlQuery:
                ```sql
                select id, name
                  from contracts
                ```
        }
        layout {
            sequence: 30
        }
        appearance {
            template: @/of-nobody
        }
        componentAdvanced {
            maxRowsPerPageInSelector: 500
        }

        column NAME (
            heading {
                heading: Name
            }
            layout {
                sequence: 10
            }
            advanced {
                endUserAlias: A
            }
            link {
                target: {
                    page: 11
                    items: {
                        P11_ID: #ID#
                    }
                    clearCache: 11
                    action: resetPagination
                }
            }
        )

    )

    region search (
        name: Search
        layout {
            sequence: 20
        }
        appearance {
            template: @/collapsible
            templateOptions: [
                #DEFAULT#
                t-Region--scrollBody
            ]
        }
    )

    pageItem P10_STATUS (
        type: selectList
        label {
            label: Status
        }
        layout {
            sequence: 10
            region: @search
            startNewRow: false
        }
    )

    button go (
        buttonName: GO
        label: Go
        layout {
            sequence: 10
            region: @search
        }
    )

)

"""


def compared(sql: str = SQL, apx: str = APX) -> Compared:
    files = {"pages/p00010-contracts.apx": apx.encode()}
    return compare_forms(SqlApplication({PAGE: sql}), Application(files))


def differing(found: Compared) -> list[tuple[str, str]]:
    return [
        (one.pair.component.key, one.property) for one in found.told if one.verdict == "differs"
    ]


def test_both_forms_of_a_page_are_the_same() -> None:
    found = compared()
    assert not found.alone
    assert not found.paired.calls
    assert {p.component.key.rpartition("/")[2] for p in found.paired.pairs} == {
        "page:10", "region:contracts", "region:search", "column:NAME", "button:go",
        "pageItem:P10_STATUS",
    }  # fmt: skip
    assert not differing(found)
    assert found.count("same") >= 20


def test_the_report_of_a_region_is_a_part_of_it() -> None:
    (region,) = (p for p in compared().paired.pairs if p.component.node.ident == "contracts")
    assert [part.procedure for part in region.parts] == ["create_worksheet"]


@pytest.mark.parametrize(
    ("was", "now", "component", "prop"),
    [
        ("p_prompt=>'Status'", "p_prompt=>'State'", "pageItem:P10_STATUS", "label.label"),
        ("NATIVE_SELECT_LIST", "NATIVE_SHUTTLE", "pageItem:P10_STATUS", "type"),
        ("t-Region--scrollBody", "t-Region--noPadding", "region:search",
         "appearance.templateOptions"),
        ("  from contracts'", "  from clients'", "region:contracts", "source.sqlQuery"),
        ("p_max_rows_per_page=>'500'", "p_max_rows_per_page=>'50'", "region:contracts",
         "componentAdvanced.maxRowsPerPageInSelector"),
        ("_ID.:11:", "_ID.:12:", "region:contracts/column:NAME", "link.target"),
        (",p_item_plug_id=>wwv_flow_imp.id(1001)", ",p_item_plug_id=>wwv_flow_imp.id(1002)",
         "pageItem:P10_STATUS", "layout.region"),
    ],
)  # fmt: skip
def test_what_one_form_alone_changed_is_told(was: str, now: str, component: str, prop: str) -> None:
    assert SQL.count(was) == 1
    assert differing(compared(SQL.replace(was, now))) == [(f"page:10/{component}", prop)]


def test_what_one_form_alone_has_is_told() -> None:
    found = compared(SQL.replace("p_static_id=>'go'", "p_static_id=>'go-on'"))
    assert [(a.component.node.ident, a.reason) for a in found.alone] == [("go", "missing")]
    assert [call.text("p_static_id") for _, call in found.paired.calls] == ["go-on"]


@pytest.mark.parametrize(
    ("was", "now", "component", "label", "value"),
    [
        ("        label {\n            label: Status\n        }\n", "", "P10_STATUS",
         "Label · Label (SQL: p_prompt)", "Status"),
        ("    title: Contracts\n", "", "page:10",
         "Identification · Title (SQL: p_step_title)", "Contracts"),
    ],
)  # fmt: skip
def test_what_only_the_sql_export_says_is_told(
    was: str, now: str, component: str, label: str, value: str
) -> None:
    """Somebody took a property out of the ``.apx`` file."""
    apx = APX.replace(was, now, 1)
    assert apx != APX
    sides = SqlApplication({PAGE: SQL}), Application({"pages/p00010-contracts.apx": apx.encode()})
    (change,) = (c for file in differ(*sides, True).files for c in file.diff.changes)
    told = [(p.label, p.old, p.new) for p in change.properties]
    assert (change.key.removeprefix("page:10/pageItem:"), told) == (
        component, [(label, value, None)],
    )  # fmt: skip
    (change,) = (c for file in differ(*sides, False).files for c in file.diff.changes)
    assert [(p.old, p.new) for p in change.properties] == [(None, value)]


def test_a_component_that_only_the_sql_export_has_is_told() -> None:
    begun = APX.index("    button go (")
    apx = APX[:begun] + APX[APX.index("\n    )\n", begun) + 7 :]
    sides = SqlApplication({PAGE: SQL}), Application({"pages/p00010-contracts.apx": apx.encode()})
    found = differ(*sides, True)
    (change,) = (c for file in found.files for c in file.diff.changes)
    assert (change.name, change.status) == ("GO", Status.REMOVED)
    (file,) = differ(*sides, False, "fr").files
    assert (file.number, file.status) == (10, Status.CHANGED)
    assert file.diff.changes[0].status is Status.ADDED
    (file,) = differ(SqlApplication({PAGE: SQL}), Application({}), True).files
    assert file.status is Status.REMOVED, "the page is in no file of the folder"


def test_a_property_without_a_row_is_not_said_to_be_the_same() -> None:
    apx = APX.replace("    title: Contracts\n", "    title: Contracts\n    inventedByNobody: 1\n")
    (one,) = (o for o in compared(apx=apx).told if o.property == "inventedByNobody")
    assert one.verdict == "unknown"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("f?p=&APP_ID.:7:&SESSION.", {"page": "7"}),
        ("f?p=&APP_ID.:LOGIN:&APP_SESSION.::&DEBUG.:::", {"page": "LOGIN"}),
        ("f?p=&APP_ID.:7:&SESSION.:SAVE:&DEBUG.:RP,7:P7_ID,P7_X:&A.,\\1,2\\",
         {"page": "7", "request": "SAVE", "action": "resetPagination", "clearCache": "7",
          "items:P7_ID": "&A.", "items:P7_X": "\\1,2\\"}),
        ("javascript:void(0)", {"type": "url", "url": "javascript:void(0)"}),
        ("f?p=200:7:&SESSION.", None),
        ("f?p=&APP_ID.:7:&SESSION.:::: P7:1,2", None),
        ("", None),
    ],
)  # fmt: skip
def test_targets_of_links(text: str, said: dict[str, str] | None) -> None:
    assert target(text) == said


def test_no_type_is_a_call_and_none_at_once() -> None:
    assert not folded() & {(row.type, row.below) for row in rows()} - {
        ("aggregate", "savedReport"),
        ("displayColumn", "savedReport"),
    }


def test_the_difference_of_the_forms_reads_like_any_other() -> None:
    sql = SQL.replace("p_prompt=>'Status'", "p_prompt=>'State'")
    sql = sql.replace("p_static_id=>'go'", "p_static_id=>'go-on'")
    files = {"pages/p00010-contracts.apx": APX.encode()}
    sides = SqlApplication({PAGE: sql}), Application(files)
    (file,) = differ(*sides, True).files
    item, button, other = file.diff.changes
    assert (other.name, other.status) == ("GO", Status.REMOVED), "the SQL export's, of another id"
    (prop,) = item.properties
    assert (item.name, prop.label, prop.old, prop.new) == (
        "P10_STATUS", "Label · Label", "State", "Status",
    )  # fmt: skip
    assert (button.key, button.status) == ("page:10/button:go", Status.ADDED)
    (back,) = differ(*sides, False, "fr").files
    item, button, other = back.diff.changes
    assert other.status is Status.ADDED
    assert (item.properties[0].old, item.properties[0].new) == ("Status", "State")
    assert button.status is Status.REMOVED
    assert differ(SqlApplication({PAGE: SQL}), Application(files), True).is_empty
