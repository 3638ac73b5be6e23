"""What is on and off at a copy of an application: automations, REST synchronisations, build options,
and its translations, as views and as calls (APEX API Reference 24.2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from app.lab.apex.api import Caller, _api, _application, _int
from app.lab.apex.reader import Statement
from app.lab.apex.store import Store
from app.lab.apex.views import _NUMBER, Row, _applications, _number, _text, _view
from app.lab.backend import OraError

_STATUS: Final = {"ACTIVE": "Active", "DISABLED": "Disabled"}


def _calls(store: Store, schema: str, procedure: str) -> Iterator[tuple[str, Any, Statement]]:
    for workspace, app in _applications(store, schema):
        for component in store.components(app.id):
            if component.procedure.endswith(f".{procedure}"):
                yield workspace, app, component.statement()


@_view("APEX_APPL_AUTOMATIONS", {
    "WORKSPACE": _text(255), "APPLICATION_ID": _NUMBER, "APPLICATION_NAME": _text(255),
    "AUTOMATION_ID": _NUMBER, "NAME": _text(255), "STATIC_ID": _text(255),
    "POLLING_STATUS": _text(30), "POLLING_STATUS_CODE": _text(30),
})  # fmt: skip
def _automations(store: Store, schema: str) -> Iterator[Row]:
    for workspace, app, call in _calls(store, schema, "create_automation"):
        status = call.text("p_polling_status") or "DISABLED"
        yield (
            workspace, app.id, app.name, _number(call.text("p_id")), call.text("p_name"),
            call.text("p_static_id"), _STATUS.get(status, status.capitalize()), status,
        )  # fmt: skip


@_view("APEX_APPL_WEB_SRC_MODULES", {
    "WORKSPACE": _text(255), "APPLICATION_ID": _NUMBER, "APPLICATION_NAME": _text(255),
    "MODULE_ID": _NUMBER, "MODULE_NAME": _text(255), "MODULE_STATIC_ID": _text(255),
    "SYNC_IS_ACTIVE": _text(3),
})  # fmt: skip
def _modules(store: Store, schema: str) -> Iterator[Row]:
    for workspace, app, call in _calls(store, schema, "create_web_source_module"):
        active = (call.text("p_sync_is_active") or "false").lower() == "true"
        yield (
            workspace, app.id, app.name, _number(call.text("p_id")), call.text("p_name"),
            call.text("p_static_id"), "Yes" if active else "No",
        )  # fmt: skip


@_view("APEX_APPLICATION_BUILD_OPTIONS", {
    "WORKSPACE": _text(255), "APPLICATION_ID": _NUMBER, "APPLICATION_NAME": _text(255),
    "BUILD_OPTION_ID": _NUMBER, "BUILD_OPTION_NAME": _text(255), "BUILD_OPTION_STATUS": _text(30),
})  # fmt: skip
def _build_options(store: Store, schema: str) -> Iterator[Row]:
    for workspace, app, call in _calls(store, schema, "create_build_option"):
        yield (
            workspace, app.id, app.name, _number(call.text("p_id")),
            call.text("p_build_option_name"),
            (call.text("p_build_option_status") or "INCLUDE").capitalize(),
        )  # fmt: skip


@_view("APEX_APPLICATION_TRANS_MAP", {
    "WORKSPACE": _text(255), "MAP_ID": _NUMBER, "PRIMARY_APPLICATION_ID": _NUMBER,
    "TRANSLATED_APPLICATION_ID": _NUMBER, "TRANSLATED_APP_LANGUAGE": _text(255),
})  # fmt: skip
def _translations(store: Store, schema: str) -> Iterator[Row]:
    for workspace, app, call in _calls(store, schema, "create_language_map"):
        yield (
            workspace, _number(call.text("p_id")), app.id,
            _number(call.text("p_translation_flow_id")),
            call.text("p_translation_flow_language_cd"),
        )  # fmt: skip


def _switch(
    call: Caller, application: Any, procedure: str, named: tuple[str, Any], told: tuple[str, str]
) -> None:
    """Give one argument of the component of that name. Raises OraError 20987 where none has it."""
    app = _application(call, _int(application, "p_application_id"))
    if not call.store.change(app.id, procedure, (named[0], str(named[1])), told):
        raise OraError(20987, f"APEX - {named[1]} does not exist in application {app.id}.")


@_api("APEX_AUTOMATION.ENABLE")
def _enable_automation(call: Caller, p_application_id: Any, p_static_id: str) -> None:
    _switch(call, p_application_id, "create_automation", ("p_static_id", p_static_id),
            ("p_polling_status", "'ACTIVE'"))  # fmt: skip


@_api("APEX_AUTOMATION.DISABLE")
def _disable_automation(call: Caller, p_application_id: Any, p_static_id: str) -> None:
    _switch(call, p_application_id, "create_automation", ("p_static_id", p_static_id),
            ("p_polling_status", "'DISABLED'"))  # fmt: skip


@_api("APEX_REST_SOURCE_SYNC.ENABLE")
def _enable_sync(call: Caller, p_application_id: Any, p_module_static_id: str) -> None:
    _switch(call, p_application_id, "create_web_source_module",
            ("p_static_id", p_module_static_id), ("p_sync_is_active", "true"))  # fmt: skip


@_api("APEX_REST_SOURCE_SYNC.DISABLE")
def _disable_sync(call: Caller, p_application_id: Any, p_module_static_id: str) -> None:
    _switch(call, p_application_id, "create_web_source_module",
            ("p_static_id", p_module_static_id), ("p_sync_is_active", "false"))  # fmt: skip


@_api("APEX_UTIL.SET_BUILD_OPTION_STATUS")
def _set_build_option(call: Caller, p_application_id: Any, p_id: Any, p_build_status: str) -> None:
    if p_build_status not in ("INCLUDE", "EXCLUDE"):
        raise OraError(20987, f"APEX - {p_build_status} is no status of a build option.")
    _switch(call, p_application_id, "create_build_option", ("p_id", _int(p_id, "p_id")),
            ("p_build_option_status", f"'{p_build_status}'"))  # fmt: skip


_OPEN: Final = ("AVAILABLE", "AVAILABLE_W_EDIT_LINK", "DEVELOPERS_ONLY")


@_api("APEX_UTIL.GET_APPLICATION_STATUS")
def _get_status(call: Caller, p_application_id: Any) -> str | None:
    app = _application(call, _int(p_application_id, "p_application_id"))
    for component in call.store.components(app.id):
        if component.procedure.endswith(".create_flow"):
            return component.statement().text("p_flow_status") or "AVAILABLE"
    return None


@_api("APEX_UTIL.SET_APPLICATION_STATUS")
def _set_status(
    call: Caller,
    p_application_id: Any,
    p_application_status: str,
    p_unavailable_value: str | None = None,
    p_restricted_user_list: str | None = None,
) -> None:
    """The lab plays the statuses without a list, a URL or code behind them."""
    app = _application(call, _int(p_application_id, "p_application_id"))
    if p_application_status not in (*_OPEN, "UNAVAILABLE") or p_restricted_user_list:
        raise OraError(20987, f"APEX - status {p_application_status} is not played here (lab)")
    given = {"p_flow_status": p_application_status}
    if p_unavailable_value:
        given["p_flow_unavailable_text"] = p_unavailable_value
    for name, text in given.items():
        quoted = "'" + text.replace("'", "''") + "'"
        call.store.change(app.id, "create_flow", None, (name, quoted), add=True)


@_api("APEX_LANG.PUBLISH_APPLICATION")
def _publish(call: Caller, p_application_id: Any, p_language: str) -> None:
    """The lab keeps no second copy in another language: that a mapping is there is all it asks."""
    app = _application(call, _int(p_application_id, "p_application_id"))
    known = {
        component.statement().text("p_translation_flow_language_cd")
        for component in call.store.components(app.id)
        if component.procedure.endswith(".create_language_map")
    }
    if p_language not in known:
        raise OraError(20987, f"APEX - Application {app.id} is not mapped to {p_language}.")
