"""Where a release goes: one client's databases, application and addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from msgspec import Struct

from app.changelog import Selection
from app.oracle import Lobs
from app.settings import schema_of

# (client id, database user) -> password; called in the thread that connects, and kept nowhere.
Passwords = Callable[[str, str], str]


class ClientTarget(Struct, frozen=True):
    """Timeouts are seconds; ``id_offset`` is added to component ids; ``alias`` None keeps ours.

    ``wallet``: a TLS wallet's folder; ``Passwords`` gives its password for the user ``wallet``.
    ``keep_sessions`` to ``own_changes``: as the client's settings have them.
    ``closed``: people cannot work in it meanwhile, and read ``closed_message`` ("": the release's).
    ``contexts``, ``label_filter`` and ``values`` (name and value) choose what of the changelog is
    run here, and with what.
    ``lobs``: how deep large objects are compared. ``proof_seconds``: after this long no further
    table is compared in one look at the data, and what is left is counted. ``names_keys`` False:
    rows are counted and no key of one is told, in the journal's words, logs or reports. ``held``:
    its database keeps a second run away, wherever that comes from (``app.oracle.hold``).
    """

    client: str
    name: str
    dsn: str
    business_user: str
    application_user: str
    workspace: str
    application_id: int
    application_schema: str
    id_offset: int = 0
    alias: str | None = None
    ords_probe: str | None = None
    connect_timeout: float = 10.0
    call_timeout: float = 900.0
    ddl_lock_timeout: int = 30
    wallet: str = ""
    keep_sessions: bool = True
    switched_on: tuple[str, ...] = ()
    switched_off: tuple[str, ...] = ()
    authentication: str = ""
    remote_servers: Mapping[str, str] = {}
    own_changes: Literal["replace", "refuse", "keep"] = "replace"
    closed: bool = False
    closed_message: str = ""
    contexts: tuple[str, ...] = ()
    label_filter: str = ""
    values: tuple[tuple[str, str], ...] = ()
    lobs: Lobs = "full"
    proof_seconds: float = 120.0
    names_keys: bool = True
    held: bool = False

    @property
    def selection(self) -> Selection:
        return Selection(self.contexts, self.label_filter, self.values)

    def lock_of(self, user: str) -> str:
        """What a session of ``user`` holds: the business schema, or one application of a schema."""
        if user == self.business_user:
            return schema_of(user)
        return f"{schema_of(user)}/{self.application_id}"
