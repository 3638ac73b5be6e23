"""Which component a call is, where the same call makes several types."""

from __future__ import annotations

from typing import Final

from app.apex import Component as Call
from app.apexlang.forms.pairs import Calls
from app.apexlang.forms.types import Row

_ITEMS: Final = {"NATIVE_FACETED_SEARCH": "facet", "NATIVE_SMART_FILTERS": "filter"}
_SERVERS: Final = {"GENERATIVE_AI": "genAIService", "VECTOR": "vectorProvider"}
_CONDITIONS: Final = {"HIGHLIGHT": "highlight"}
_SCRIPTS: Final = {"UPGRADE": "upgradeScript"}


def kind_of(calls: Calls, path: str, call: Call, row: Row) -> str:
    """The type of the component that the call is below another of ``row.below``."""
    match call.procedure:
        case "create_page_item":
            region = calls.holder(path, call, "region")
            source = region[1].text("p_plug_source_type") if region is not None else ""
            return _ITEMS.get(source, "pageItem")
        case "create_worksheet_condition":
            return _CONDITIONS.get(call.text("p_condition_type"), "filter")
        case "create_install_script":
            return _SCRIPTS.get(call.text("p_script_type"), "installScript")
        case "create_remote_server":
            return _SERVERS.get(call.text("p_server_type"), "restDataSourceServer")
        case "create_load_table":
            new = call.text("p_target_type")
            return "dataLoadDefinition" if new else "legacyDataLoadDefinition"
    return row.type
