"""Whether people can work in an application: its status, read and set.

APEX_UTIL.GET_ and SET_APPLICATION_STATUS (APEX API Reference, 5.1 to 26; deprecated since 24.1 for
APEX_APPLICATION_ADMIN, which has no text for a status: its constants' values are not documented).
"""

from __future__ import annotations

from typing import Final

from app.oracle.session import Session

UNAVAILABLE: Final = "UNAVAILABLE"
OPEN: Final = frozenset({"AVAILABLE", "AVAILABLE_W_EDIT_LINK", "DEVELOPERS_ONLY"})
"""What can be set again as it was: the others have a text or names that nobody can read."""

_GET: Final = """\
begin
  apex_util.set_workspace(p_workspace => :workspace);
  :status := apex_util.get_application_status(p_application_id => :app);
end;"""
_SET: Final = """\
begin
  apex_util.set_workspace(p_workspace => :workspace);
  apex_util.set_application_status(
    p_application_id => :app,
    p_application_status => :status,
    p_unavailable_value => :message,
    p_restricted_user_list => null);
  commit;
end;"""


def application_status(s: Session, workspace: str, application_id: int) -> str:
    """``AVAILABLE``, ``UNAVAILABLE_URL`` ...; "" where APEX says none. Raises OracleError."""
    found = s.call(_GET, {"status": str}, workspace=workspace, app=application_id)
    return str(found["status"] or "")


def set_application_status(
    s: Session, workspace: str, application_id: int, status: str, message: str = ""
) -> None:
    """Set it and commit. ``message`` is what users read while it is ``UNAVAILABLE``. Raises
    OracleError."""
    s.execute(_SET, workspace=workspace, app=application_id, status=status, message=message)
