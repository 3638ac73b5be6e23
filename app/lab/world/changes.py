"""What Ahmed and Sara changed in their copies of the application.

Ahmed works on page 10, Sara on page 20 (and brings a new shared list of values), both on page 30
in different components; both renamed the same item of page 30, which is the one real conflict.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.lab.world.edits import (
    Edit,
    Insert,
    Replace,
    Set,
    Where,
    apply,
    attributes,
    joined,
    literal,
)

_ITEM: Final = "create_page_item"
_REGION: Final = "create_page_plug"
_COLUMN: Final = "create_worksheet_column"
_PAGE: Final = "application/pages/page_{:05d}.sql"
_LOV: Final = "application/shared_components/user_interface/lovs/lov_canal_vente.sql"
_LOV_BESIDE: Final = "application/shared_components/user_interface/lovs/lov_agences.sql"

_LIST_10 = Where(_REGION, "p_plug_name", "Contrats")
_STATUS_30 = Where(_ITEM, "p_name", "P30_STATUT")

_AHMED_10: Final[tuple[Edit, ...]] = (
    Replace(
        _LIST_10, "p_plug_source", "'       c.statut,',\n",
        "'       c.statut,',\n'       c.canal_vente,',\n",
    ),
    Replace(
        _LIST_10, "p_plug_source",
        "' where (:P10_AGENCE is null or c.id_agence = :P10_AGENCE)',\n",
        "' where (:P10_AGENCE is null or c.id_agence = :P10_AGENCE)',\n"
        "'   and (:P10_CANAL is null or c.canal_vente = :P10_CANAL)',\n",
    ),
    Set(_LIST_10, "p_ajax_items_to_submit", "'P10_STATUT,P10_AGENCE,P10_EFFET_DEPUIS,P10_CANAL'"),
    Set(Where(_COLUMN, "p_db_column_name", "MONTANT_PRIME"), "p_column_label",
        "'Prime annuelle HT'"),
    Insert(
        Where(_COLUMN, "p_db_column_name", "ID_AGENCE"), _COLUMN,
        (
            ("p_id", "wwv_flow_imp.id({id:10.canal.column})"),
            ("p_db_column_name", "'CANAL_VENTE'"),
            ("p_display_order", "120"),
            ("p_column_identifier", "'L'"),
            ("p_column_label", "'Canal de vente'"),
            ("p_column_type", "'STRING'"),
            ("p_heading_alignment", "'LEFT'"),
            ("p_use_as_row_header", "'N'"),
        ),
    ),
    Set(
        Where("create_worksheet_rpt", "p_application_user", "APXWS_DEFAULT"), "p_report_columns",
        "'NUMERO:CLIENT:AGENCE:PRODUIT:CANAL_VENTE:DATE_EFFET:DATE_ECHEANCE:MONTANT_PRIME:"
        "FRACTIONNEMENT:STATUT'",
    ),
    Insert(
        Where(_ITEM, "p_name", "P10_EFFET_DEPUIS"), _ITEM,
        (
            ("p_id", "wwv_flow_imp.id({id:10.canal.item})"),
            ("p_name", "'P10_CANAL'"),
            ("p_item_sequence", "40"),
            ("p_item_plug_id", f"wwv_flow_imp.id({{of:{_REGION}:p_plug_name:Filtres}})"),
            ("p_prompt", "'Canal de vente'"),
            ("p_display_as", "'NATIVE_SELECT_LIST'"),
            ("p_lov", literal("STATIC:Agence;AGENCE,Courtier;COURTIER,Téléphone;TELEPHONE,"
                              "Internet;INTERNET")),
            ("p_lov_display_null", "'YES'"),
            ("p_lov_null_text", "'- Tous -'"),
            ("p_cHeight", "1"),
            ("p_begin_on_new_line", "'N'"),
            ("p_field_template", "1609121967514267634"),
            ("p_item_template_options", "'#DEFAULT#'"),
            ("p_lov_display_extra", "'NO'"),
            ("p_attributes", attributes(page_action_on_selection="NONE")),
        ),
    ),
    Set(Where("create_page_da_event", "p_name", "Filtrer la liste"), "p_triggering_element",
        "'P10_AGENCE,P10_STATUT,P10_EFFET_DEPUIS,P10_CANAL'"),
)  # fmt: skip

_AHMED_30: Final[tuple[Edit, ...]] = (
    Set(_STATUS_30, "p_prompt", "'Statut du sinistre'"),
    Set(Where(_COLUMN, "p_db_column_name", "ASSURE"), "p_column_label", literal("Nom de l'assuré")),
    Insert(
        Where("create_worksheet_condition", "p_name", "Dossier refusé"),
        "create_worksheet_condition",
        (
            ("p_id", "wwv_flow_imp.id({id:30.grave})"),
            ("p_report_id",
             "wwv_flow_imp.id({of:create_worksheet_rpt:p_application_user:APXWS_DEFAULT})"),
            ("p_name", literal("Dossier très grave")),
            ("p_condition_type", "'HIGHLIGHT'"),
            ("p_allow_delete", "'Y'"),
            ("p_column_name", "'GRAVITE'"),
            ("p_operator", "'='"),
            ("p_expr", "'4'"),
            ("p_condition_sql",
             literal(' (case when ("GRAVITE" = #APXWS_EXPR#) then #APXWS_HL_ID# end) ')),
            ("p_condition_display", literal("#APXWS_COL_NAME# = ''4''  ")),
            ("p_enabled", "'Y'"),
            ("p_highlight_sequence", "20"),
            ("p_row_bg_color", "'#fdf3d8'"),
            ("p_row_font_color", "'#6b4e00'"),
        ),
    ),
)  # fmt: skip

_GRID_20 = Where(_REGION, "p_plug_name", "Polices")
_NEXT_EVENT_20 = Where("create_page_da_event", "p_name", "Rafraîchir après saisie")
_SARA_20: Final[tuple[Edit, ...]] = (
    Set(_GRID_20, "p_title", "'Portefeuille des polices'"),
    Replace(
        _GRID_20, "p_plug_source", "like ''%'' || upper(:P20_RECHERCHE) || ''%'')'",
        "like ''%'' || upper(:P20_RECHERCHE) || ''%'')',\n"
        "'   and (:P20_CAPITAL_MAX is null or p.capital_assure <= :P20_CAPITAL_MAX)',\n"
        "'   and (:P20_CANAL is null or p.canal_vente = :P20_CANAL)'",
    ),
    Set(_GRID_20, "p_ajax_items_to_submit",
        "'P20_TYPE_RISQUE,P20_RECHERCHE,P20_CAPITAL_MAX,P20_CANAL'"),
    Insert(
        Where("create_page_button", "p_button_name", "CREER"), "create_page_button",
        (
            ("p_id", "wwv_flow_imp.id({id:20.exporter})"),
            ("p_button_sequence", "30"),
            ("p_button_plug_id", f"wwv_flow_imp.id({{of:{_REGION}:p_plug_name:Polices}})"),
            ("p_button_name", "'EXPORTER'"),
            ("p_button_action", "'DEFINED_BY_DA'"),
            ("p_button_template_options", "'t-Button--iconLeft'"),
            ("p_button_template_id", "2082829544945815391"),
            ("p_button_image_alt", "'Exporter la liste'"),
            ("p_button_position", "'RIGHT_OF_TITLE'"),
            ("p_warn_on_unsaved_changes", "null"),
            ("p_icon_css_classes", "'fa-download'"),
        ),
    ),
    Insert(
        Where(_ITEM, "p_name", "P20_CAPITAL_MAX"), _ITEM,
        (
            ("p_id", "wwv_flow_imp.id({id:20.canal})"),
            ("p_name", "'P20_CANAL'"),
            ("p_item_sequence", "40"),
            ("p_item_plug_id",
             f"wwv_flow_imp.id({{of:{_REGION}:p_plug_name:Critères}})"),
            ("p_prompt", "'Canal de vente'"),
            ("p_display_as", "'NATIVE_SELECT_LIST'"),
            ("p_named_lov", "'LOV_CANAL_VENTE'"),
            ("p_lov", "'.'||wwv_flow_imp.id({id:lov.canal})||'.'"),
            ("p_lov_display_null", "'YES'"),
            ("p_lov_null_text", "'- Tous -'"),
            ("p_cHeight", "1"),
            ("p_begin_on_new_line", "'N'"),
            ("p_field_template", "1609121967514267634"),
            ("p_item_template_options", "'#DEFAULT#'"),
            ("p_lov_display_extra", "'NO'"),
            ("p_attributes", attributes(page_action_on_selection="NONE")),
        ),
    ),
    Insert(
        Where("create_page_validation", "p_validation_name", "Capital maximum positif"),
        "create_page_validation",
        (
            ("p_id", "wwv_flow_imp.id({id:20.validation})"),
            ("p_validation_name", "'Recherche assez longue'"),
            ("p_validation_sequence", "20"),
            ("p_validation", "':P20_RECHERCHE is null or length(:P20_RECHERCHE) >= 3'"),
            ("p_validation2", "'PLSQL'"),
            ("p_validation_type", "'EXPRESSION'"),
            ("p_error_message", literal("Saisir au moins trois caractères de l'objet assuré.")),
            ("p_associated_item",
             f"wwv_flow_imp.id({{of:{_ITEM}:p_name:P20_RECHERCHE}})"),
            ("p_error_display_location", "'INLINE_WITH_FIELD_AND_NOTIFICATION'"),
        ),
    ),
    Insert(
        _NEXT_EVENT_20, "create_page_da_event",
        (
            ("p_id", "wwv_flow_imp.id({id:20.da})"),
            ("p_name", "'Exporter la liste'"),
            ("p_event_sequence", "20"),
            ("p_triggering_element_type", "'BUTTON'"),
            ("p_triggering_button_id", "wwv_flow_imp.id({id:20.exporter})"),
            ("p_bind_type", "'bind'"),
            ("p_execution_type", "'IMMEDIATE'"),
            ("p_bind_event_type", "'click'"),
        ),
        before=True,
    ),
    Insert(
        Where("create_page_da_event", "p_name", "Exporter la liste"), "create_page_da_action",
        (
            ("p_id", "wwv_flow_imp.id({id:20.da.action})"),
            ("p_event_id", "wwv_flow_imp.id({id:20.da})"),
            ("p_event_result", "'TRUE'"),
            ("p_action_sequence", "10"),
            ("p_execute_on_page_init", "'N'"),
            ("p_name", "'Demander le fichier CSV'"),
            ("p_action", "'NATIVE_JAVASCRIPT_CODE'"),
            ("p_attribute_01", joined(
                "const filtre = apex.item('P20_RECHERCHE').getValue();\n"
                "apex.server.process('EXPORTER_CSV', {\n"
                "    x01: 'POLICES',\n"
                "    x02: filtre\n"
                "}).then(() => apex.message.showPageSuccess('Liste exportée.'));")),
        ),
    ),
)  # fmt: skip

_CHART_30 = Where(_REGION, "p_plug_name", "Charge par nature")
_SARA_30: Final[tuple[Edit, ...]] = (
    Set(_STATUS_30, "p_prompt", literal("État du dossier")),
    Set(_CHART_30, "p_plug_name", "'Charge des sinistres par nature'"),
    Set(Where("create_jet_chart_series", "p_name", "Estimé"), "p_color", "'#8a5a00'"),
    Set(Where(_ITEM, "p_name", "P30_NATURE"), "p_lov_null_text", "'- Toutes natures -'"),
    Set(Where(_REGION, "p_plug_name", "Dossiers en retard"), "p_plug_source",
        literal("&P30_EN_RETARD. dossiers attendent une expertise depuis plus de 30 jours : "
                "relancer l'expert.")),
)  # fmt: skip

_LOV_BODY: Final = """\
wwv_flow_imp_shared.create_list_of_values(
 p_id=>wwv_flow_imp.id({lov.canal})
,p_lov_name=>'LOV_CANAL_VENTE'
,p_lov_query=>'.'||wwv_flow_imp.id({lov.canal})||'.'
,p_location=>'STATIC'
,p_version_scn=>1
);
"""
_LOV_ENTRY: Final = """\
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id({entry})
,p_lov_disp_sequence=>{sequence}
,p_lov_disp_value=>{shown}
,p_lov_return_value=>'{value}'
);
"""
_CHANNELS: Final = (
    ("Agence", "AGENCE"),
    ("Courtier", "COURTIER"),
    ("Téléphone", "TELEPHONE"),
    ("Internet", "INTERNET"),
)


@dataclass(frozen=True)
class Developer:
    """One developer's work: edits per file, and when each file was last saved."""

    name: str
    edits: Mapping[str, Sequence[Edit]]
    brings_channels: bool
    saved: Mapping[str, datetime]


DEVELOPERS: Final = {
    "AHMED": Developer(
        "AHMED",
        {_PAGE.format(10): _AHMED_10, _PAGE.format(30): _AHMED_30},
        False,
        {
            _PAGE.format(10): datetime(2024, 12, 9, 16, 42, 10),
            _PAGE.format(30): datetime(2024, 12, 10, 9, 15, 33),
        },
    ),
    "SARA": Developer(
        "SARA",
        {_PAGE.format(20): _SARA_20, _PAGE.format(30): _SARA_30},
        True,
        {
            _PAGE.format(20): datetime(2024, 12, 11, 11, 5, 48),
            _PAGE.format(30): datetime(2024, 12, 11, 14, 27, 2),
            _LOV: datetime(2024, 12, 11, 10, 51, 19),
        },
    ),
}


def _channels(beside: str, number: Mapping[str, int]) -> str:
    """Sara's new list of values, with the header of a file that is already there."""
    head = beside[: beside.index("wwv_flow_imp_shared.")]
    head = head.replace("lov_agences", "lov_canal_vente").replace("LOV_AGENCES", "LOV_CANAL_VENTE")
    body = _LOV_BODY.replace("{lov.canal}", str(number["lov.canal"]))
    for i, (shown, value) in enumerate(_CHANNELS, 1):
        body += _LOV_ENTRY.format(
            entry=number["lov.canal"] + 211 * i, sequence=i * 10, shown=literal(shown), value=value
        )
    return f"{head}{body}wwv_flow_imp.component_end;\nend;\n/\n"


def changed_copy(files: Mapping[str, str], developer: str, first_id: int) -> dict[str, str]:
    """The files of an export (paths below ``f100/``) with one developer's changes.

    New components get ids from ``first_id`` on. ``install.sql`` names the new files.
    """
    work = DEVELOPERS[developer]
    numbers: dict[str, int] = {}

    def new_id(key: str) -> int:
        return numbers.setdefault(key, first_id + 3307 * (len(numbers) + 1))

    changed = dict(files)
    for path, edits in work.edits.items():
        changed[path] = apply(files[path], edits, new_id)
    if work.brings_channels:
        new_id("lov.canal")
        changed[_LOV] = _channels(files[_LOV_BESIDE], numbers)
        line = f"@@{_LOV_BESIDE}\n"
        changed["install.sql"] = re.sub(
            re.escape(line), f"{line}@@{_LOV}\n", changed["install.sql"], count=1
        )
    return changed
