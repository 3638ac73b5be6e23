"""What a schema may use besides its privileges: room in its tablespace, and what its workspace has.

A view that a database does not have is an answer, too: None, not known.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from app.errors import OracleError
from app.oracle.session import Session

_QUOTA: Final = """
select u.default_tablespace, q.bytes, q.max_bytes
  from user_users u
  left join user_ts_quotas q on q.tablespace_name = u.default_tablespace"""

_PARTS: Final = """
select 'server', remote_server_static_id from apex_workspace_remote_servers
 where workspace = :workspace
union all
select 'credential', static_id from apex_workspace_credentials
 where workspace = :workspace"""

_NO_SUCH: Final = (904, 942)  # no such column, no such view


class Quota(Struct, frozen=True):
    """Room in the default tablespace, in bytes; ``limit`` is None where there is none, 0 where the
    user has no quota there."""

    tablespace: str
    used: int = 0
    limit: int | None = None

    @property
    def is_full(self) -> bool:
        return self.limit is not None and self.used >= self.limit


def quota(s: Session) -> Quota | None:
    """The session's user's quota on its default tablespace. One round trip. Raises OracleError."""
    try:
        rows = s.query(_QUOTA)
    except OracleError as error:
        if error.ora not in _NO_SUCH:
            raise
        return None
    tablespace, used, limit = rows[0]
    unlimited = limit is not None and limit < 0  # -1: no limit (Oracle Database Reference)
    return Quota(str(tablespace), int(used or 0), None if unlimited else int(limit or 0))


def workspace_parts(s: Session, workspace: str) -> frozenset[tuple[str, str]] | None:
    """Static ids of the workspace's remote servers and credentials: (``server`` or ``credential``,
    id). One round trip. Raises OracleError."""
    try:
        rows = s.query(_PARTS, workspace=workspace)
    except OracleError as error:
        if error.ora not in _NO_SUCH:
            raise
        return None
    return frozenset((str(kind), str(name)) for kind, name in rows if name is not None)
