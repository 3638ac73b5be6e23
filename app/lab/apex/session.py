"""The package state of one session in the lab's APEX, and the rules that an import meets.

``ApexSession`` is what APEX_APPLICATION_INSTALL, APEX_UTIL and WWV_FLOW_IMP keep between calls.
It belongs to a session and not to a transaction: a rollback leaves it alone, as in Oracle.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from app.apex.catalogue.steps import Steps
from app.lab.apex.layout import Place
from app.lab.apex.releases import Release
from app.lab.apex.store import Component, Store
from app.lab.apex.upgrade import Idents
from app.lab.backend import OraError

RESERVED: Final = range(3000, 9000)  # application ids that belong to APEX itself


@dataclass
class Import:
    """What ``import_begin`` or ``component_begin`` opened."""

    workspace: int
    application: int
    owner: str
    offset: int
    header_offset: int
    by: str
    whole: bool  # an application import, from import_begin to import_end
    fresh: set[str] = field(default_factory=set)  # files that this import has begun to write
    numbered: int = 0  # the application's number in the export
    steps: Steps | None = None  # from the release that exported it


@dataclass
class Open:
    """The file that is being written: the blocks that follow may go on with it.

    ``place`` is None while no block has said which file it is, and ``title`` (of its Manifest) which
    kind; the rows in ``held`` wait for that. ``ended``: the last block closed its component; ``empty``: it had nothing in it.
    """

    application: int
    title: str
    place: Place | None = None
    ended: bool = False
    empty: bool = False
    held: list[Component] = field(default_factory=list)


@dataclass
class Settings:
    """What APEX_APPLICATION_INSTALL was told; None is "not told"."""

    workspace: int | None = None
    application: int | None = None
    schema: str | None = None
    offset: int | None = None
    alias: str | None = None
    name: str | None = None
    keep_sessions: bool = False
    auto_install_sup_obj: bool = False
    image_prefix: str | None = None
    authentication: str | None = None
    remote_servers: dict[str, str] = field(default_factory=dict)  # base URLs by static id


@dataclass
class ApexSession:
    """State of one session; ``schema`` is the user that is logged on."""

    schema: str
    security_group: int | None = None
    settings: Settings = field(default_factory=Settings)
    running: Import | None = None
    open: Open | None = None
    idents: Idents = field(default_factory=Idents)

    def require_workspace(self, store: Store) -> int:
        """The workspace that the session works in. Raises OraError 20001 where there is none."""
        number = self.security_group or self.settings.workspace
        if number is None:
            own = store.workspaces(self.schema)
            if len(own) != 1:
                raise OraError(20001, "Package variable g_security_group_id must be set.")
            number = own[0][0]
        self.check_workspace(store, number)
        return number

    def check_workspace(self, store: Store, number: int) -> None:
        """Raises OraError 20987 unless the session's schema is mapped to the workspace."""
        if store.workspace_name(number) is None or self.schema not in store.schemas(number):
            raise OraError(
                20987,
                "APEX - Security Group ID (your workspace identity) is invalid."
                f" - {self.schema} is not a schema of workspace {number}.",
            )

    def set_workspace(self, store: Store, name: str | None) -> None:
        """APEX_UTIL.SET_WORKSPACE. For a workspace that is not the schema's, or that there is not,
        nothing changes and nothing is raised (APEX API Reference 26.1)."""
        number = store.workspace_id(name or "")
        if number is not None and self.schema in store.schemas(number):
            self.security_group = number


def check_release(version: str | None, installed: Release) -> None:
    """Raises OraError 20001 for an export of a newer release than the instance's."""
    if version is not None and version > installed.date:
        raise OraError(
            20001,
            f"APEX - This export was made by a newer version of APEX ({version}) than the"
            f" one installed here ({installed.date}).",
        )


def check_application_id(store: Store, number: int, workspace: int) -> None:
    """Raises OraError 20987 for an id that this workspace may not use."""
    if number <= 0 or number in RESERVED:
        raise OraError(
            20987, f"APEX - Application ID {number} is in the range reserved for Oracle APEX."
        )
    there = store.application(number)
    if there is not None and there.workspace != workspace:
        raise OraError(20987, f"APEX - Application ID {number} is reserved for another workspace.")
