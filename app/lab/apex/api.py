"""The APEX packages that a release manager calls, as functions over the store.

Each function carries its parameters under their documented names and in their documented order
(APEX API Reference 24.2); what a parameter would change and the lab does not play is refused, not
ignored. The engine finds them in ``FUNCTIONS`` by package and name.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from app.lab.apex.importer import Importer, compiled
from app.lab.apex.reader import script_blocks
from app.lab.apex.releases import Release
from app.lab.apex.session import RESERVED, ApexSession, Settings, check_application_id
from app.lab.apex.store import Application, Store
from app.lab.backend import OraError


@dataclass(frozen=True)
class ExportFile:
    """APEX_T_EXPORT_FILE. A list of them is APEX_T_EXPORT_FILES. From 26.1 on one of ``contents``
    and ``contents_blob`` has a value, never both."""

    name: str
    contents: str | None
    contents_blob: bytes | None = None

    @property
    def data(self) -> bytes:
        return self.contents.encode() if self.contents is not None else self.contents_blob or b""


@dataclass
class Caller:
    """Who calls: the session's APEX state, the store on its connection, and the server's clock."""

    state: ApexSession
    store: Store
    clock: Callable[[], datetime]


@dataclass(frozen=True)
class Function:
    """``since``: the first release that has it; "": all that are played."""

    body: Callable[..., Any]
    since: str = ""


FUNCTIONS: dict[str, Function] = {}
_UNSET: Final = object()
MOST_IDS: Final = 9 * 10**16


def _api(name: str, *, since: str = "") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def register(body: Callable[..., Any]) -> Callable[..., Any]:
        FUNCTIONS[name] = Function(body, since)
        return body

    return register


def _int(value: Any, what: str) -> int:
    if value is None:
        raise OraError(6502, f"PL/SQL: numeric or value error: {what} must not be null")
    return int(value)


def _check_given(value: Any, known: bool) -> None:
    """Raises what the compiler says to a parameter that this release does not have."""
    if value is not _UNSET and not known:
        raise TypeError("an argument that this release does not have")  # becomes PLS-00306


def _not_played(**values: Any) -> None:
    for name, value in values.items():
        if value:
            raise OraError(3001, f"unimplemented feature: {name} is not played by the lab")


# APEX_UTIL ----------------------------------------------------------------------------------


@_api("APEX_UTIL.SET_WORKSPACE")
def _set_workspace(call: Caller, p_workspace: str) -> None:
    call.state.set_workspace(call.store, p_workspace)


@_api("APEX_UTIL.FIND_SECURITY_GROUP_ID")
def _find_security_group_id(call: Caller, p_workspace: str) -> int | None:
    return call.store.workspace_id(p_workspace or "")


@_api("APEX_UTIL.SET_SECURITY_GROUP_ID")
def _set_security_group_id(call: Caller, p_security_group_id: Any) -> None:
    number = _int(p_security_group_id, "p_security_group_id")
    call.state.check_workspace(call.store, number)
    call.state.security_group = number


# APEX_APPLICATION_INSTALL -------------------------------------------------------------------


@_api("APEX_APPLICATION_INSTALL.CLEAR_ALL")
def _clear_all(call: Caller) -> None:
    call.state.settings = Settings()


@_api("APEX_APPLICATION_INSTALL.SET_WORKSPACE")
def _install_workspace(call: Caller, p_workspace: str) -> None:
    number = call.store.workspace_id(p_workspace or "")
    if number is None:
        raise OraError(20987, f"APEX - Workspace {p_workspace} does not exist.")
    call.state.settings.workspace = number


@_api("APEX_APPLICATION_INSTALL.SET_WORKSPACE_ID")
def _install_workspace_id(call: Caller, p_workspace_id: Any) -> None:
    number = _int(p_workspace_id, "p_workspace_id")
    if call.store.workspace_name(number) is None:
        raise OraError(20987, f"APEX - Workspace {number} does not exist.")
    call.state.settings.workspace = number


@_api("APEX_APPLICATION_INSTALL.GET_WORKSPACE_ID")
def _get_workspace_id(call: Caller) -> int | None:
    return call.state.settings.workspace


@_api("APEX_APPLICATION_INSTALL.SET_APPLICATION_ID")
def _install_application_id(call: Caller, p_application_id: Any) -> None:
    number = _int(p_application_id, "p_application_id")
    if number <= 0 or number in RESERVED:
        raise OraError(
            20987, f"APEX - Application ID {number} is in the range reserved for Oracle APEX."
        )
    call.state.settings.application = number


@_api("APEX_APPLICATION_INSTALL.GET_APPLICATION_ID")
def _get_application_id(call: Caller) -> int | None:
    return call.state.settings.application


@_api("APEX_APPLICATION_INSTALL.GENERATE_APPLICATION_ID")
def _generate_application_id(call: Caller) -> None:
    everywhere = [number for number, _ in call.store.workspaces()]
    used = {app.id for app in call.store.applications(everywhere)}
    call.state.settings.application = next(
        n for n in range(100, 10**6) if n not in RESERVED and n not in used
    )


@_api("APEX_APPLICATION_INSTALL.SET_OFFSET")
def _set_offset(call: Caller, p_offset: Any) -> None:
    call.state.settings.offset = _int(p_offset, "p_offset")


@_api("APEX_APPLICATION_INSTALL.GET_OFFSET")
def _get_offset(call: Caller) -> int | None:
    return call.state.settings.offset


@_api("APEX_APPLICATION_INSTALL.GENERATE_OFFSET")
def _generate_offset(call: Caller) -> None:
    call.state.settings.offset = random.SystemRandom().randrange(10**16, MOST_IDS)


@_api("APEX_APPLICATION_INSTALL.SET_SCHEMA")
def _set_schema(call: Caller, p_schema: str) -> None:
    call.state.settings.schema = (p_schema or "").upper() or None


@_api("APEX_APPLICATION_INSTALL.GET_SCHEMA")
def _get_schema(call: Caller) -> str | None:
    return call.state.settings.schema


@_api("APEX_APPLICATION_INSTALL.SET_APPLICATION_NAME")
def _set_application_name(call: Caller, p_application_name: str) -> None:
    if not p_application_name or len(p_application_name) > 255:
        raise OraError(20987, "APEX - The application name must have 1 to 255 characters.")
    call.state.settings.name = p_application_name


@_api("APEX_APPLICATION_INSTALL.GET_APPLICATION_NAME")
def _get_application_name(call: Caller) -> str | None:
    return call.state.settings.name


@_api("APEX_APPLICATION_INSTALL.SET_APPLICATION_ALIAS")
def _set_application_alias(call: Caller, p_application_alias: str) -> None:
    call.state.settings.alias = p_application_alias


@_api("APEX_APPLICATION_INSTALL.GET_APPLICATION_ALIAS")
def _get_application_alias(call: Caller) -> str | None:
    return call.state.settings.alias


@_api("APEX_APPLICATION_INSTALL.SET_IMAGE_PREFIX")
def _set_image_prefix(call: Caller, p_image_prefix: str) -> None:
    call.state.settings.image_prefix = p_image_prefix


@_api("APEX_APPLICATION_INSTALL.SET_KEEP_SESSIONS")
def _set_keep_sessions(call: Caller, p_keep_sessions: Any) -> None:
    call.state.settings.keep_sessions = bool(p_keep_sessions)


@_api("APEX_APPLICATION_INSTALL.SET_AUTO_INSTALL_SUP_OBJ")
def _set_auto_install(call: Caller, p_auto_install_sup_obj: Any) -> None:
    _not_played(p_auto_install_sup_obj=p_auto_install_sup_obj)
    call.state.settings.auto_install_sup_obj = False


@_api("APEX_APPLICATION_INSTALL.GET_AUTO_INSTALL_SUP_OBJ")
def _get_auto_install(call: Caller) -> bool:
    return call.state.settings.auto_install_sup_obj


@_api("APEX_APPLICATION_INSTALL.REMOVE_APPLICATION")
def _remove_application(call: Caller, p_application_id: Any) -> None:
    app = _application(call, _int(p_application_id, "p_application_id"))
    call.store.remove_application(app.id)


@_api("APEX_APPLICATION_INSTALL.INSTALL")
def _install(
    call: Caller,
    p_source: Sequence[ExportFile] | None = None,
    p_overwrite_existing: Any = False,
) -> None:
    files = _scripts(p_source)
    info = _info(files, call.store.release)
    told = call.state.settings
    number = told.application or info["app_id"]
    workspace = told.workspace or call.state.require_workspace(call.store)
    check_application_id(call.store, number, workspace)
    whole = info["file_type"] == "APPLICATION"
    if whole and not p_overwrite_existing and call.store.application(number) is not None:
        raise OraError(20987, f"APEX - Application {number} exists and may not be replaced.")
    call.state.security_group = workspace
    Importer(call.store, call.state, call.clock).install(files)


@_api("APEX_APPLICATION_INSTALL.GET_INFO")
def _get_info(call: Caller, p_source: Sequence[ExportFile]) -> dict[str, Any]:
    """T_FILE_INFO as a record: field names are upper case in PL/SQL."""
    info = _info(_scripts(p_source), call.store.release)
    return {name.upper(): value for name, value in info.items()}


def _scripts(source: Sequence[ExportFile] | None) -> dict[str, str]:
    """The texts of the files. Raises OraError 20987 for APEXlang, which Oracle's compiler makes SQL
    of outside of the database: INSTALL speaks of scripts only (APEX API Reference 26.2)."""
    for file in source or ():
        if file.contents is None or file.name.endswith((".apx", "apexlang.json")):
            raise OraError(
                20987, f"APEX - {file.name} is no SQL script: APEXlang is compiled (lab)"
            )
    return {file.name: file.contents or "" for file in source or ()}


def _info(files: dict[str, str], release: Release) -> dict[str, Any]:
    """What the blocks of an export say about themselves."""
    info: dict[str, Any] = dict.fromkeys(
        ("workspace_id", "version", "app_id", "app_name", "app_alias", "app_owner", "build_status"),
    )
    info.update(file_type="COMPONENT", has_install_script=False, app_id_usage=None)
    for text in files.values():
        if "wwv_" not in text:
            continue
        for script in script_blocks(text):
            for statement in compiled(script, release).statements:
                name = statement.name.rpartition(".")[2]
                if name in ("import_begin", "component_begin") and info["app_id"] is None:
                    info["version"] = statement.text("p_version_yyyy_mm_dd")
                    info["workspace_id"] = int(statement.text("p_default_workspace_id") or 0)
                    info["app_id"] = int(statement.text("p_default_application_id") or 0)
                    info["app_owner"] = statement.text("p_default_owner")
                elif name == "create_flow":
                    info.update(
                        file_type="APPLICATION",
                        app_name=statement.text("p_name"),
                        app_alias=statement.text("p_alias"),
                    )
                elif name == "create_install_script":
                    info["has_install_script"] = True
    if info["app_id"] is None:
        raise OraError(20987, "APEX - The files are not an APEX export.")
    return info


# APEX_APPLICATION_ADMIN ---------------------------------------------------------------------


@_api("APEX_APPLICATION_ADMIN.SET_APPLICATION_VERSION", since="23.1")
def _set_application_version(call: Caller, p_application_id: Any, p_version: str) -> None:
    if p_version is None or len(p_version) > 255:
        raise OraError(20987, "APEX - The version must have 1 to 255 characters.")
    app = _application(call, _int(p_application_id, "p_application_id"))
    call.store.set_version(app.id, p_version, call.state.schema, call.clock())


@_api("APEX_APPLICATION_ADMIN.GET_APPLICATION_VERSION", since="23.1")
def _get_application_version(call: Caller, p_application_id: Any) -> str | None:
    return _application(call, _int(p_application_id, "p_application_id")).version or None


def _application(call: Caller, number: int) -> Application:
    """An application of the session's workspace. Raises OraError 20987 for any other."""
    workspace = call.state.require_workspace(call.store)
    call.state.check_workspace(call.store, workspace)
    app = call.store.application(number)
    if app is None or app.workspace != workspace:
        raise OraError(20987, f"APEX - Application {number} does not exist in this workspace.")
    return app


def python_value(value: Any) -> Any:
    """A NUMBER as the functions want it: whole numbers as int."""
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    return value
