"""What the calls of a SQL export are in APEXlang, to the letter, as Oracle's exports have it."""

from __future__ import annotations

import pytest

from app.lab.apex.language import rules
from app.lab.apex.language.files import language_files
from app.lab.apex.language.parts import Part, text_of

HEAD = """prompt --{path}
begin
wwv_flow_imp.component_begin (
 p_version_yyyy_mm_dd=>'2026.03.30'
,p_release=>'26.1.0'
,p_default_workspace_id=>1
,p_default_application_id=>100
,p_default_id_offset=>0
,p_default_owner=>'DEMO'
);
{calls}wwv_flow_imp.component_end;
end;
/
"""
PAGE = """wwv_flow_imp_page.create_page(
 p_id=>10
,p_name=>'Contracts'
,p_alias=>'OUR_CONTRACTS'
,p_step_title=>'Contracts'
,p_autocomplete_on_off=>'OFF'
,p_page_template_options=>'#DEFAULT#'
,p_protection_level=>'C'
);
wwv_flow_imp_page.create_page_plug(
 p_id=>wwv_flow_imp.id(1002)
,p_plug_name=>'Contracts'
,p_static_id=>'contracts'
,p_region_template_options=>'#DEFAULT#'
,p_plug_template=>2102002977963900996
,p_plug_display_sequence=>30
,p_plug_display_point=>'REGION_POSITION_01'
,p_plug_item_display_point=>'ABOVE'
,p_query_type=>'SQL'
,p_plug_source=>wwv_flow_string.join(wwv_flow_t_varchar2(
'select id, name',
'  from contracts'))
,p_plug_source_type=>'NATIVE_IR'
,p_prn_page_header=>'Contracts'
);
wwv_flow_imp_page.create_worksheet(
 p_id=>wwv_flow_imp.id(1003)
,p_max_row_count=>'1000000'
,p_show_detail_link=>'N'
,p_internal_uid=>1003
);
wwv_flow_imp_page.create_worksheet_column(
 p_id=>wwv_flow_imp.id(1004)
,p_db_column_name=>'NAME'
,p_display_order=>10
,p_column_identifier=>'A'
,p_column_label=>'Name'
,p_column_type=>'STRING'
,p_heading_alignment=>'LEFT'
,p_use_as_row_header=>'N'
);
wwv_flow_imp_page.create_worksheet_rpt(
 p_id=>wwv_flow_imp.id(1005)
,p_application_user=>'APXWS_DEFAULT'
,p_report_seq=>10
,p_report_alias=>'4711'
,p_status=>'PUBLIC'
,p_is_default=>'Y'
,p_report_columns=>'NAME:ID'
,p_sort_column_1=>'NAME'
,p_sort_direction_1=>'{sort}'
,p_break_on=>'NAME:0:0:0:0:0'
,p_break_enabled_on=>'NAME:0:0:0:0:0'
);
"""
PLUGIN = """wwv_flow_imp_shared.create_plugin(
 p_id=>wwv_flow_imp.id(2001)
,p_plugin_type=>'DYNAMIC ACTION'
,p_name=>'COM.EXAMPLE.WINK'
,p_display_name=>'Wink'
,p_apexlang_name=>'wink'
,p_category=>'MISC'
,p_substitute_attributes=>true
,p_version_scn=>1
,p_subscribe_plugin_settings=>true
,p_version_identifier=>'1.0'
,p_files_version=>2
);
wwv_flow_imp.g_varchar2_table := wwv_flow_imp.empty_varchar2_table;
wwv_flow_imp.g_varchar2_table(1) := '00FF';
wwv_flow_imp.g_varchar2_table(2) := '10';
wwv_flow_imp_shared.create_plugin_file(
 p_id=>wwv_flow_imp.id(2002)
,p_plugin_id=>wwv_flow_imp.id(2001)
,p_file_name=>'img/wink.bin'
,p_mime_type=>'application/octet-stream'
,p_file_charset=>'utf-8'
,p_file_content=>wwv_flow_imp.varchar2_to_blob(wwv_flow_imp.g_varchar2_table)
);
"""

REPORT = """page 10 (
    name: Contracts
    alias: OUR_CONTRACTS
    title: Contracts
    appearance {
        templateOptions: #DEFAULT#
    }
    navigation {
        cursorFocus: doNotFocusCursor
    }
    security {
        pageAccessProtection: argumentsMustHaveChecksum
        formAutoComplete: false
    }

    region contracts (
        name: Contracts
        type: interactiveReport
        source {
            location: localDatabase
            type: sqlQuery
            sqlQuery:
                ```sql
                select id, name
                  from contracts
                ```
        }
        layout {
            sequence: 30
            slot: breadcrumbBar
        }
        appearance {
            template: @/interactive-report
            templateOptions: #DEFAULT#
        }
        performance {
            maxRowsToProcess: 1000000
        }
        actionsMenu {
            subscription: false
        }
        advanced {
            savedReportMappingIdentifier: 1003
        }

        column NAME (
            type: plainText
            heading {
                heading: Name
            }
            layout {
                sequence: 10
            }
            source {
                dataType: STRING
            }
            advanced {
                endUserAlias: A
            }
        )

        pageHeader {
            pageHeaderText: Contracts
        }

        savedReport 4711 (
            visibility: primaryDefault
            view {
                rowsPerPage: 50
            }

            displayColumn ID (
                sequence: 2
            )

            displayColumn NAME (
                sequence: 1
            )

            sort (
                column: NAME
                sort {
                    direction: desc
                    nulls: last
                    sequence: 1
                }
            )

            controlBreak (
                column: NAME
                layout {
                    sequence: 1
                }
            )

        )

    )

)

"""


def written(**parts: str) -> tuple[dict[str, bytes], list[str]]:
    paths = {
        "page": "application/pages/page_00010",
        "plugin": "application/shared_components/plugins/dynamic_action/com_example_wink",
    }
    files = {
        f"{paths[name]}.sql": HEAD.format(path=paths[name], calls=calls)
        for name, calls in parts.items()
    }
    return language_files(files, 100)


def test_a_report_has_its_columns_then_its_print_settings_then_its_reports():
    made, unknown = written(page=PAGE.replace("{sort}", "DESC NULLS LAST"))
    assert unknown == []
    assert made["pages/p00010-our-contracts.apx"].decode() == REPORT


@pytest.mark.parametrize("sort", ["SIDEWAYS", "ASC NULLS APART"])
def test_a_sort_without_a_word_is_told(sort):
    _, unknown = written(page=PAGE.replace("{sort}", sort))
    assert unknown == [
        "application/pages/page_00010.sql savedReport 4711: p_sort_direction_1",
    ]  # fmt: skip


def test_a_plug_in_is_a_folder_of_its_own():
    made, _ = written(plugin=PLUGIN)
    folder = "shared-components/plugins/dynamic-action/wink"
    assert [path for path in made if path.startswith("shared-components")] == [
        f"{folder}/plugin.apx", f"{folder}/static-files.apx", f"{folder}/static-files/img/wink.bin",
    ]  # fmt: skip
    assert made[f"{folder}/static-files/img/wink.bin"] == b"\x00\xff\x10"
    assert made[f"{folder}/static-files.apx"].decode() == (
        'file "img/wink.bin" (\n    mimeType: application/octet-stream\n    charSet: utf-8\n)\n\n'
    )


def test_a_rule_without_an_answer_is_none_and_a_value_that_looks_like_one_is_a_value():
    tree = {"p_x": {"(none)": "-", "A": "=a", "-": "=dash"}}
    assert rules.answer(tree, {}) == rules.ABSENT
    assert rules.answer(tree, {"p_x": "A"}) == "=a"
    assert rules.answer(tree, {"p_x": "-"}) == "=dash"
    assert rules.answer(tree, {"p_x": "B"}) is None
    assert rules.answer({"p_x": {"(other)": "same p_x"}}, {"p_x": "B"}) == "same p_x"
    assert rules.answer("?", {}) is None


def test_the_links_of_rules_are_objects_in_their_order():
    said = rules.spoken("branch p_to", {"p_to": "f?p=&APP_ID.:7:&SESSION.::&DEBUG.:RP,7:P7_ID:&X."})
    assert isinstance(said, dict)
    text = text_of([Part("branch", None, (("behavior.target", said),))])
    assert text == (
        "branch (\n    behavior {\n        target: {\n            page: 7\n            items: {\n"
        "                P7_ID: &X.\n            }\n            clearCache: 7\n"
        "            action: resetPagination\n            successMessage: false\n        }\n    }\n"
        ")\n\n"
    )
