"""The client's former application, out of its backup: noted first, imported, and compared.

Tables, columns and all that the changelog added stay; so do the rows. What is replaced is backed up
before, so that this way can be gone back, too.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from app.apex import OWN, Application, Noise, compare_applications, read_application
from app.apex.catalogue.steps import is_newer
from app.errors import RolloutError
from app.oracle import ImportTarget, Session, Switch
from app.rollout.application import wanted_switches
from app.rollout.archive import read_archive, write_archive
from app.rollout.journal import Journal
from app.rollout.model import ClientState, RolloutState, StepName
from app.rollout.ports import Ports
from app.rollout.targets import ClientTarget


class Backup(Struct, frozen=True):
    """What a rollout kept of one client: which rollout, the application's files, and what was on
    and off then."""

    rollout: str
    path: Path
    application: Application
    switches: tuple[Switch, ...] = ()

    @property
    def version(self) -> str:
        return self.application.version


def newest_with_import(journal: Journal, client: str) -> tuple[RolloutState, ClientState] | None:
    """The rollout that touched the client's application last, and the client as it left it; None
    where none did."""
    order = journal.last_begun(StepName.APEX_IMPORT)
    found = [
        (state, one)
        for state in journal.states()
        for one in state.clients
        if one.client == client and _imported(one)
    ]
    return max(found, key=lambda one: order.get((one[0].rollout, client), 0), default=None)


def _imported(client: ClientState) -> bool:
    """Whether the import was begun: one that was cut off has replaced files, too."""
    return client.backup is not None and client.step(StepName.APEX_IMPORT).started_at is not None


def read_backup(state: ClientState, rollout: str, application_id: int) -> Backup:
    """The backup, whole and of this application.

    Raises RolloutError ``rollout.backup_unusable`` with ``path`` and ``detail``, and ParseError.
    """
    assert state.backup is not None
    path = Path(state.backup)
    try:
        application = read_application(read_archive(path, application_id))
    except OSError as error:
        raise RolloutError(
            "rollout.backup_unusable", client=state.name, path=str(path), detail=str(error)
        ) from error
    if application.errors:
        raise application.errors[0]
    return Backup(rollout, path, application, state.switches or ())


def put_back(
    ports: Ports, session: Session, target: ClientTarget, backup: Backup, keep: Path
) -> None:
    """Import the backup over what is installed, switch on what was on, and compare.

    ``keep`` is the folder for a backup of what is replaced. A backup from before an upgrade of APEX
    is upgraded by the import. Raises OracleError, RolloutError ``rollout.backup_of_newer_apex``
    where the client's APEX cannot import it (nothing was changed), ``rollout.not_put_back`` where
    something else stands there afterwards, and ``rollout.backup_failed``. It can be done again.
    """
    made = backup.application.apex_release
    here = ports.apex_release(session)
    if is_newer(made, here):
        raise RolloutError(
            "rollout.backup_of_newer_apex",
            client=target.name, here=here, made=made, path=str(backup.path),
        )  # fmt: skip
    files = ports.export_application(session, target.workspace, target.application_id, True)
    path = keep / f"f{target.application_id}.zip"
    try:
        write_archive(path, target.application_id, files)
    except OSError as error:
        raise RolloutError(
            "rollout.backup_failed", client=target.name, path=str(path), detail=str(error)
        ) from error
    wanted = ImportTarget(
        workspace=target.workspace,
        application_id=target.application_id,
        schema=target.application_schema,
        keep_sessions=target.keep_sessions,
    )
    outcome = ports.import_application(session, backup.application.files, wanted)
    switches = wanted_switches(target, backup.switches)
    ports.restore_switches(
        session, target.workspace, target.application_id, switches, outcome.switches
    )
    _compare(ports, session, target, backup)


def _compare(ports: Ports, session: Session, target: ClientTarget, backup: Backup) -> None:
    files = ports.export_application(session, target.workspace, target.application_id, True)
    there = read_application(files)
    if there.errors:
        raise there.errors[0]
    different = compare_applications(backup.application, there, Noise(ignore=OWN)).files
    if different:
        raise RolloutError(
            "rollout.not_put_back",
            client=target.name,
            files=len(different),
            first=different[0].path,
            path=str(backup.path),
        )
