"""What an import finds in the workspace: remote servers and credentials of the same static id keep
their own values (App Builder User's Guide 21.1), and users' sessions end unless they are kept.

Calls are those of the APEX API Reference 24.2: APEX_APPLICATION_INSTALL.SET_REMOTE_SERVER and
SET_AUTHENTICATION_SCHEME, APEX_SESSION.CREATE_SESSION; all of them are in 20.2, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.lab.apex.api import Caller, _api, _application, _int, _not_played
from app.lab.apex.store import Store
from app.lab.apex.views import _DATE, _NUMBER, Row, _text, _view


@_api("APEX_APPLICATION_INSTALL.SET_REMOTE_SERVER")
def _set_remote_server(
    call: Caller, p_static_id: str, p_base_url: str, p_https_host: str | None = None
) -> None:
    _not_played(p_https_host=p_https_host)
    call.state.settings.remote_servers[p_static_id] = p_base_url


@_api("APEX_APPLICATION_INSTALL.GET_REMOTE_SERVER_BASE_URL")
def _get_remote_server(call: Caller, p_static_id: str) -> str | None:
    return call.state.settings.remote_servers.get(p_static_id)


@_api("APEX_APPLICATION_INSTALL.SET_AUTHENTICATION_SCHEME")
def _set_authentication(call: Caller, p_name: str | None) -> None:
    call.state.settings.authentication = p_name


@_api("APEX_APPLICATION_INSTALL.GET_AUTHENTICATION_SCHEME")
def _get_authentication(call: Caller) -> str | None:
    return call.state.settings.authentication


@_api("APEX_APPLICATION_INSTALL.GET_KEEP_SESSIONS")
def _get_keep_sessions(call: Caller) -> bool:
    return call.state.settings.keep_sessions


@_api("APEX_SESSION.CREATE_SESSION")
def _create_session(
    call: Caller,
    p_app_id: Any,
    p_page_id: Any,
    p_username: str,
    p_call_post_authentication: Any = False,
) -> None:
    """A user logs on to an application. What its page does then is not played."""
    _not_played(p_call_post_authentication=p_call_post_authentication)
    app = _application(call, _int(p_app_id, "p_app_id"))
    call.store.add_session(app, p_username.upper(), call.clock())


def _own(store: Store, schema: str, procedure: str) -> Iterator[tuple[str, str, str]]:
    """Workspace, name and static id of what an import made for the whole workspace, once each."""
    found = set()
    for number, name in store.workspaces(schema):
        for app in store.applications([number]):
            for component in store.components(app.id):
                if component.procedure.endswith(f".{procedure}"):
                    call = component.statement()
                    found.add((name, call.text("p_name") or "", call.text("p_static_id") or ""))
    yield from sorted(found)


@_view("APEX_WORKSPACE_REMOTE_SERVERS", {
    "WORKSPACE": _text(255), "REMOTE_SERVER_NAME": _text(255), "REMOTE_SERVER_STATIC_ID": _text(255),
})  # fmt: skip
def _remote_servers(store: Store, schema: str) -> Iterator[Row]:
    yield from _own(store, schema, "create_remote_server")


@_view("APEX_WORKSPACE_CREDENTIALS", {
    "WORKSPACE": _text(255), "NAME": _text(255), "STATIC_ID": _text(255),
})  # fmt: skip
def _credentials(store: Store, schema: str) -> Iterator[Row]:
    yield from _own(store, schema, "create_credential")


@_view("APEX_WORKSPACE_SESSIONS", {
    "WORKSPACE_ID": _NUMBER, "WORKSPACE_NAME": _text(255), "APEX_SESSION_ID": _NUMBER,
    "USER_NAME": _text(255), "SESSION_CREATED": _DATE,
})  # fmt: skip
def _sessions(store: Store, schema: str) -> Iterator[Row]:
    for number, name in store.workspaces(schema):
        for session, user, created in store.sessions(number):
            yield (number, name, session, user, created)
