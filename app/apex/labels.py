"""What Page Designer calls the arguments, and in which language their texts are written.

Labels read "Group · Property". An argument without a row is shown by its own words.
"""

from __future__ import annotations

import re
from typing import Final

from app.apex.model import Language

_ROWS: Final = """
p_id=Number
p_name=Name
p_alias=Alias
p_step_title=Title
p_title=Title
p_static_id=Advanced · Static ID
p_group_id=Identification · Page Group
p_page_mode=Appearance · Page Mode
p_step_template=Appearance · Page Template
p_page_template_options=Appearance · Template Options
p_page_css_classes=Appearance · CSS Classes
p_dialog_width=Dialog · Width
p_dialog_height=Dialog · Height
p_dialog_max_width=Dialog · Maximum Width
p_dialog_chained=Dialog · Chained
p_dialog_resizable=Dialog · Resizable
p_javascript_file_urls=JavaScript · File URLs
p_javascript_code=JavaScript · Function and Global Variable Declaration
p_javascript_code_onload=JavaScript · Execute when Page Loads
p_css_file_urls=CSS · File URLs
p_inline_css=CSS · Inline
p_html_page_header=HTML Header · HTML Header
p_html_page_onload=HTML Header · Page HTML Body Attribute
p_required_role=Security · Authorization Scheme
p_security_scheme=Security · Authorization Scheme
p_plug_required_role=Security · Authorization Scheme
p_authorization_scheme=Security · Authorization Scheme
p_page_is_public_y_n=Security · Authentication
p_protection_level=Security · Page Access Protection
p_rejoin_existing_sessions=Session Management · Rejoin Sessions
p_deep_linking=Security · Deep Linking
p_autocomplete_on_off=Security · Form Auto Complete
p_browser_cache=Security · Browser Cache
p_reload_on_submit=Advanced · Reload on Submit
p_warn_on_unsaved_changes=Navigation · Warn on Unsaved Changes
p_first_item=Navigation · Cursor Focus
p_required_patch=Configuration · Build Option
p_build_option_id=Configuration · Build Option
p_page_comment=Comments · Comments
p_plug_comment=Comments · Comments
p_item_comment=Comments · Comments
p_button_comment=Comments · Comments
p_comment=Comments · Comments
p_help_text=Help · Help Text
p_item_help_text=Help · Help Text
p_field_help=Help · Help Text
p_inline_help_text=Help · Inline Help Text
p_error_handling_function=Error Handling · Error Handling Function
p_plug_name=Identification · Name
p_region_name=Advanced · Static ID
p_parent_plug_id=Layout · Parent Region
p_plug_display_sequence=Layout · Sequence
p_plug_display_point=Layout · Slot
p_plug_display_column=Layout · Column
p_plug_grid_column_span=Layout · Column Span
p_plug_new_grid_row=Layout · Start New Row
p_plug_new_grid_column=Layout · New Column
p_plug_template=Appearance · Template
p_template=Appearance · Template
p_region_template_options=Appearance · Template Options
p_component_template_options=Attributes · Appearance · Template Options
p_plug_template_options=Appearance · Template Options
p_region_css_classes=Appearance · CSS Classes
p_icon_css_classes=Appearance · Icon
p_escape_on_http_output=Security · Escape special characters
p_region_attributes=Advanced · Custom Attributes
p_region_sub_css_classes=Appearance · CSS Classes
p_plug_source=Source · Source
p_source=Source · SQL Query
p_query_type=Source · Type
p_query_table=Source · Table Name
p_query_owner=Source · Table Owner
p_query_where=Source · Where Clause
p_query_order_by=Source · Order By Clause
p_include_rowid_column=Source · Include ROWID Column
p_plug_source_type=Identification · Type
p_location=Source · Location
p_ajax_items_to_submit=Source · Page Items to Submit
p_ajax_enabled=Attributes · Partial Page Refresh
p_lazy_loading=Attributes · Lazy Loading
p_plug_display_condition_type=Server-side Condition · Type
p_plug_display_when_condition=Server-side Condition · Expression 1
p_plug_display_when_cond2=Server-side Condition · Expression 2
p_display_when_condition=Server-side Condition · Expression 1
p_display_condition_type=Server-side Condition · Type
p_display_condition=Server-side Condition · Expression 1
p_display_when=Server-side Condition · Expression 1
p_display_when2=Server-side Condition · Expression 2
p_display_when_type=Server-side Condition · Type
p_display_when_cond_type=Server-side Condition · Type
p_display_when_cond=Server-side Condition · Expression 1
p_display_when_cond2=Server-side Condition · Expression 2
p_button_condition=Server-side Condition · Expression 1
p_button_condition2=Server-side Condition · Expression 2
p_button_condition_type=Server-side Condition · Type
p_process_when=Server-side Condition · Expression 1
p_process_when2=Server-side Condition · Expression 2
p_process_when_type=Server-side Condition · Type
p_process_when_button_id=Server-side Condition · When Button Pressed
p_branch_condition=Server-side Condition · Expression 1
p_branch_condition_type=Server-side Condition · Type
p_branch_when_button_id=Server-side Condition · When Button Pressed
p_validation_condition=Server-side Condition · Expression 1
p_validation_condition_type=Server-side Condition · Type
p_when_button_pressed=Server-side Condition · When Button Pressed
p_compute_when=Server-side Condition · Expression 1
p_compute_when_type=Server-side Condition · Type
p_read_only_when=Read Only · Expression 1
p_read_only_when2=Read Only · Expression 2
p_read_only_when_type=Read Only · Type
p_plug_read_only_when_type=Read Only · Type
p_plug_read_only_when=Read Only · Expression 1
p_plug_header=Header and Footer · Header Text
p_plug_footer=Header and Footer · Footer Text
p_plug_caching=Server Cache · Caching
p_menu_id=Source · Breadcrumb
p_menu_template_id=Attributes · Appearance · Template
p_list_id=Source · List
p_list_template_id=Attributes · Appearance · List Template
p_master_region_id=Master Detail · Master Region
p_filtered_region_id=Source · Filtered Region
p_query_row_template=Attributes · Appearance · Template
p_query_num_rows=Attributes · Pagination · Number of Rows
p_query_no_data_found=Attributes · Messages · When No Data Found
p_no_data_found_message=Attributes · Messages · When No Data Found
p_max_row_count=Attributes · Performance · Maximum Rows to Process
p_max_row_count_message=Attributes · Messages · When More Data Found
p_pagination_type=Attributes · Pagination · Type
p_show_detail_link=Attributes · Link · Link Column
p_detail_link=Attributes · Link · Target
p_detail_link_text=Attributes · Link · Link Icon
p_download_formats=Attributes · Download · Formats
p_base_pk1=Attributes · Link · Unique Column
p_report_columns=Saved Report · Columns
p_db_column_name=Identification · Column Name
p_display_order=Layout · Sequence
p_column_identifier=Advanced · Column Alias
p_column_label=Heading · Heading
p_column_heading=Heading · Heading
p_heading=Heading · Heading
p_heading_alignment=Heading · Alignment
p_column_alignment=Layout · Column Alignment
p_value_alignment=Layout · Column Alignment
p_column_type=Identification · Data Type
p_data_type=Source · Data Type
p_display_text_as=Identification · Type
p_column_html_expression=Column Formatting · HTML Expression
p_column_link=Link · Target
p_column_linktext=Link · Link Text
p_link_target=Link · Target
p_link_text=Link · Link Text
p_column_alias=Identification · Column Name
p_column_display_sequence=Layout · Sequence
p_hidden_column=Identification · Hidden Column
p_format_mask=Appearance · Format Mask
p_column_format=Appearance · Format Mask
p_rpt_named_lov=List of Values · List of Values
p_named_lov=List of Values · List of Values
p_lov_id=List of Values · List of Values
p_is_visible=Identification · Visible
p_is_primary_key=Source · Primary Key
p_is_query_only=Source · Query Only
p_is_required=Validation · Value Required
p_source_expression=Source · Database Column
p_source_type=Source · Type
p_source_post_computation=Source · Post Calculation Computation
p_item_sequence=Layout · Sequence
p_item_plug_id=Layout · Region
p_item_source_plug_id=Source · Form Region
p_item_display_point=Layout · Slot
p_item_default=Default · Static Value
p_item_default_type=Default · Type
p_default_type=Default · Type
p_default_expression=Default · Value
p_prompt=Label · Label
p_placeholder=Appearance · Value Placeholder
p_display_as=Identification · Type
p_item_type=Identification · Type
p_named_lov_id=List of Values · List of Values
p_lov=List of Values · Definition
p_lov_type=List of Values · Type
p_lov_display_null=List of Values · Display Null Value
p_lov_null_text=List of Values · Null Display Value
p_lov_null_value=List of Values · Null Return Value
p_lov_display_extra=List of Values · Display Extra Values
p_lov_cascade_parent_items=Cascading List of Values · Parent Items
p_lov_language=List of Values · Language
p_lov_query=List of Values · SQL Query
p_lov_name=Name
p_csize=Appearance · Width
p_cmaxlength=Validation · Maximum Length
p_cheight=Appearance · Height
p_begin_on_new_line=Layout · Start New Row
p_begin_on_new_field=Layout · New Column
p_colspan=Layout · Column Span
p_grid_column=Layout · Column
p_grid_label_column_span=Layout · Label Column Span
p_label_alignment=Label · Alignment
p_field_template=Appearance · Template
p_item_template_options=Appearance · Template Options
p_item_css_classes=Appearance · CSS Classes
p_item_icon_css_classes=Appearance · Icon
p_tag_css_classes=Advanced · CSS Classes
p_tag_attributes=Advanced · Custom Attributes
p_use_cache_before_default=Source · Used
p_is_persistent=Session State · Storage
p_encrypt_session_state_yn=Session State · Store value encrypted
p_session_state_data_type=Session State · Data Type
p_restricted_characters=Security · Restricted Characters
p_escape_on_http_input=Security · Escape special characters
p_button_name=Identification · Button Name
p_button_image_alt=Label · Label
p_button_sequence=Layout · Sequence
p_button_plug_id=Layout · Region
p_button_position=Layout · Slot
p_button_alignment=Layout · Alignment
p_button_action=Behavior · Action
p_button_redirect_url=Behavior · Target
p_button_execute_validations=Behavior · Execute Validations
p_button_template_id=Appearance · Button Template
p_button_template_options=Appearance · Template Options
p_button_is_hot=Appearance · Hot
p_button_css_classes=Appearance · CSS Classes
p_button_static_id=Advanced · Static ID
p_button_cattributes=Advanced · Custom Attributes
p_confirm_message=Behavior · Confirmation · Message
p_confirm_style=Behavior · Confirmation · Style
p_database_action=Behavior · Database Action
p_process_name=Identification · Name
p_process_type=Identification · Type
p_process_sequence=Execution · Sequence
p_process_point=Execution · Point
p_process_sql_clob=Source · PL/SQL Code
p_process_clob_language=Source · Language
p_process_error_message=Error · Error Message
p_process_success_message=Success Message · Success Message
p_error_display_location=Error · Display Location
p_error_message=Error · Error Message
p_validation_name=Identification · Name
p_validation_sequence=Execution · Sequence
p_validation=Validation · Expression
p_validation2=Validation · Expression 2
p_validation_type=Validation · Type
p_associated_item=Error · Associated Item
p_associated_column=Error · Associated Column
p_branch_name=Identification · Name
p_branch_action=Behavior · Target
p_branch_point=Execution · Point
p_branch_type=Behavior · Type
p_branch_sequence=Execution · Sequence
p_computation_item=Identification · Item Name
p_computation_sequence=Execution · Sequence
p_computation_point=Execution · Point
p_computation_type=Computation · Type
p_computation=Computation · Expression
p_event_sequence=Execution · Sequence
p_triggering_element_type=When · Selection Type
p_triggering_element=When · Item(s)
p_triggering_button_id=When · Button
p_triggering_region_id=When · Region
p_bind_event_type=When · Event
p_bind_type=Advanced · Event Scope
p_triggering_condition_type=Client-side Condition · Type
p_triggering_expression=Client-side Condition · Value
p_condition_element=Client-side Condition · Item
p_event_result=Execution · Event Result
p_action_sequence=Execution · Sequence
p_action=Identification · Action
p_execute_on_page_init=Execution · Fire on Initialization
p_affected_elements_type=Affected Elements · Selection Type
p_affected_elements=Affected Elements · Item(s)
p_affected_region_id=Affected Elements · Region
p_affected_button_id=Affected Elements · Button
p_wait_for_result=Settings · Wait For Result
p_client_condition_type=Client-side Condition · Type
p_client_condition_element=Client-side Condition · Item
p_client_condition_expression=Client-side Condition · Value
p_server_condition_type=Server-side Condition · Type
p_server_condition_expr1=Server-side Condition · Expression 1
p_is_editable=Edit · Enabled
p_edit_operations=Edit · Allowed Operations
p_chart_type=Chart · Type
p_series_name=Identification · Name
p_items_value_column_name=Column Mapping · Value
p_items_label_column_name=Column Mapping · Label
p_display_sequence=Layout · Sequence
p_layout_type=Appearance · Layout
p_title_adv_formatting=Title · Advanced Formatting
p_body_html_expr=Body · HTML Expression
p_title_html_expr=Title · HTML Expression
p_flow_version=Identification · Version
p_flow_language=Globalization · Primary Language
p_authentication_id=Security · Authentication Scheme
p_logo_text=Appearance · Logo Text
p_list_item_link_text=Entry · List Entry Label
p_list_item_link_target=Target · Target
p_list_item_display_sequence=Entry · Sequence
p_list_item_icon=Entry · Image/Class
p_list_item_disp_cond_type=Conditions · Type
p_parent_list_item_id=Entry · Parent List Entry
p_lov_disp_value=Entry · Display Value
p_lov_return_value=Entry · Return Value
p_lov_disp_sequence=Entry · Sequence
p_attribute_01=Settings · Attribute 1
p_scheme_type=Authorization Scheme · Scheme Type
p_message_text=Text
p_file_content=Content
p_script_clob=Script
p_script=Script
p_plsql_code=Source · PL/SQL Code
"""
_LABELS: Final = dict(line.split("=", 1) for line in _ROWS.strip().splitlines())
_NUMBERED: Final = re.compile(r"p_attribute_(\d\d)")
_SPELLING = "SQL CSS URL ID LOV HTML PK JavaScript XML JSON REST PWA AI UI API PL/SQL IR CSV"
_WORDS: Final = {w.lower(): w for w in _SPELLING.split(" ")}

_JAVASCRIPT: Final = re.compile(r"javascript|(?:^|_)js(?:_|$)")
_CSS: Final = re.compile(r"inline_css|(?:^|[._])css_code|\.css$")
_PLSQL: Final = re.compile(r"plsql|p_process_sql|^p_process_sql_clob$")
_QUERY: Final = re.compile(r"\s*(?:select|with)\s", re.IGNORECASE)
_BLOCK: Final = re.compile(
    r"\s*(?:begin|declare|procedure|function|return|create\s+or|for\s.+\sin\s)\b", re.IGNORECASE
)
_MARKUP: Final = re.compile(r"\s*<(?:[a-zA-Z!])")


def label_of(argument: str) -> str:
    """Page Designer's "Group · Property" for an argument or ``p_attributes.NAME``."""
    known = _LABELS.get(argument)
    if known is not None:
        return known
    if argument.startswith("p_attributes."):
        return "Settings · " + _spelled(argument.removeprefix("p_attributes."))
    numbered = _NUMBERED.fullmatch(argument)
    if numbered is not None:
        return f"Settings · Attribute {int(numbered[1])}"
    return _spelled(argument.removeprefix("p_"))


def _spelled(name: str) -> str:
    return " ".join(_WORDS.get(w.lower(), w.capitalize()) for w in name.split("_") if w)


def words_of(procedure: str) -> str:
    """A readable name for a procedure that the catalogue does not know."""
    return _spelled(procedure.removeprefix("create_"))


def language_of(argument: str, text: str, hint: str = "") -> Language:
    """The language of a text, by its argument, by what it begins with, and by ``hint`` (a file
    name or MIME type)."""
    if _JAVASCRIPT.search(argument) or "javascript" in hint or hint.endswith(".js"):
        return "javascript"
    if _CSS.search(argument) or hint.endswith((".css", "text/css")):
        return "css"
    if _PLSQL.search(argument):
        return "plsql"
    if _QUERY.match(text):
        return "sql"
    if _BLOCK.match(text):
        return "plsql"
    return "html" if _MARKUP.match(text) else ""
