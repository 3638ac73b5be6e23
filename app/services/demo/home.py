"""The demo's home: a lab with its world, settings that point at it, and version 1 in Git.

The only service that knows the lab. Everything else in the demo is the product as it is: the same
driver, the same git, the same journal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Final

from msgspec.structs import replace

from app import lease, paths, removal
from app.errors import SettingsError
from app.lab import process, world
from app.lab.apex.releases import RELEASES
from app.lab.world.own import Content, Own
from app.lab.world.own import content as world_content
from app.lab.world.servers import SERVERS
from app.release import check_git
from app.secrets import DemoKeyring, Keyring
from app.services import sources
from app.services.demo.first import publish_first
from app.services.demo.lab import check_engine
from app.services.holding import lease_file
from app.services.model import Progress, Report
from app.services.workplace import CENTRAL, DEMO_KEYRING_FILE, Workplace
from app.settings import (
    ApplicationSource,
    Central,
    Client,
    Settings,
    account,
    save,
)

LAB_FOLDER = "lab"
REMOTE_FOLDER = "remote.git"
WORK_RATE = 0.5
"""How often a second each of a busy client's people does something."""
PATIENCE = 120
"""How often another process is asked for the home; each try waits half a second."""


class DemoHandle:
    """An open demo: ``place`` is its home; ``close`` ends the lab's process."""

    def __init__(self, place: Workplace, lab: process.LabProcess) -> None:
        self.place, self.lab = place, lab

    def close(self) -> None:
        self.lab.stop()

    def __enter__(self) -> DemoHandle:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def prepare(
    home: Path,
    reset: bool,
    report: Report,
    busy: bool = False,
    content: Content | None = None,
) -> DemoHandle:
    """Make the demo's home where it is missing, start its lab, and open it.

    ``busy``: while it is open people are at work at each client, as ``lab.world.work`` has them.
    ``content``: what is in it, from ``contents``; None: what is there, else the demo's application.

    A second call finds everything as the first left it; ``reset`` begins again. Raises
    SettingsError ``demo.not_a_demo`` when ``home`` holds something else, ``demo.busy`` while
    another process prepares it, ``demo.other_content`` where something else is in it,
    ``demo.not_reset`` (nothing is gone then), AppError
    ``demo.not_installed`` and ReleaseError ``release.no_git``.
    """
    check_engine()
    check_git()
    paths.check_home(home)
    with _alone(home):
        return _prepare(home, reset, report, busy, content)


def contents(
    apex: str, application: Path | None, clients: Mapping[str, str] = MappingProxyType({})
) -> Content | None:
    """What a demo is asked to hold: an application of the user's own (a folder or a zip with its
    split export), or the demo's with another release of APEX; None for the usual. ``clients`` have
    a release of their own. Raises SourceError, and SettingsError ``demo.no_client``,
    ``demo.no_release``, ``demo.not_split`` and ``demo.no_pages``."""
    known_clients = {server.name.lower(): server.name for server in SERVERS[1:]}
    for client in clients:
        if client not in known_clients:
            listed = ", ".join(known_clients)
            raise SettingsError("demo.no_client", client=client, known=listed)
    elsewhere = {known_clients[client]: release for client, release in clients.items()}
    if application is None:
        return world_content(apex, elsewhere=elsewhere) if apex or clients else None
    read = sources.read_folder if application.is_dir() else sources.read_zip
    files = dict(sources.checked(read(application), str(application)).files)
    if "install.sql" not in files:
        raise SettingsError("demo.not_split", path=str(application))
    try:
        own = Own.of(files)
    except LookupError as error:
        known = ", ".join(RELEASES)
        raise SettingsError(
            "demo.no_release", path=str(application), release=str(error.args[0]), known=known
        ) from error
    if not own.pages:
        raise SettingsError("demo.no_pages", path=str(application))
    return world_content(own=own, elsewhere=elsewhere)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """One process at a time makes a home: two worlds with two sets of passwords are none."""
    path = lease_file(home, "demo")
    for _ in range(PATIENCE):
        with lease.hold(path) as held:
            if held:
                yield
                return
    raise SettingsError("demo.busy", path=str(home), process=lease.holder(path))


def _prepare(
    home: Path, reset: bool, report: Report, busy: bool, content: Content | None
) -> DemoHandle:
    _check_home(home)
    if reset and home.exists():
        _take_away(home)
    for left, error in removal.clear(home).items():  # of this reset, or one before
        detail = error.strerror or str(error)
        report(Progress("demo.left", facts={"path": str(left), "detail": detail}))
    there = world.content_of(home / LAB_FOLDER)
    if content is not None and there is not None and there != content.key:
        raise SettingsError("demo.other_content", path=str(home))
    home.mkdir(parents=True, exist_ok=True)
    report(Progress("demo.world", facts={"path": str(home)}))
    info = world.create(home / LAB_FOLDER, content=content)
    report(Progress("demo.lab"))
    folder = home / LAB_FOLDER
    lab = process.start(folder, process.command(folder, WORK_RATE) if busy else None)
    try:
        place = _settle(home, info, lab)
        if not (place.repository_path / ".git").exists():
            report(Progress("demo.repository"))
            publish_first(place, home / REMOTE_FOLDER)
    except BaseException:
        lab.stop()
        raise
    return DemoHandle(place, lab)


def _take_away(home: Path) -> None:
    try:
        removal.remove(home)
    except OSError as error:
        if not home.exists():  # it has gone, but for what a scanner, say, still has open
            return
        raise SettingsError(
            "demo.not_reset",
            home=str(home), path=error.filename or str(home), detail=error.strerror or str(error),
        ) from error  # fmt: skip


def reopen(home: Path) -> DemoHandle:
    """The demo as it was left, for ``rollout resume`` and its neighbours in a demo home."""
    return prepare(home, reset=False, report=lambda _: None)


def is_demo(home: Path) -> bool:
    """Whether the home is a demo's; its settings say so."""
    return Workplace.open(home).settings.demo


def _check_home(home: Path) -> None:
    """Never touch a folder that a demo did not make."""
    if not home.exists() or not any(home.iterdir()):
        return
    made_here = (home / LAB_FOLDER).is_dir()
    if not made_here or (paths.settings_file(home).exists() and not is_demo(home)):
        raise SettingsError("demo.not_a_demo", path=str(home))


def _settle(home: Path, info: world.WorldInfo, lab: process.LabProcess) -> Workplace:
    """Write settings that point at the lab's ports, and put the passwords into the keyring."""
    place_settings = _settings(info, lab)
    known = paths.settings_file(home)
    if known.exists():
        mine = Workplace.open(home).settings
        place_settings = keep_preferences(mine, place_settings)
    save(known, place_settings)
    keyring = Keyring(DemoKeyring(home / DEMO_KEYRING_FILE))
    passwords = dict(info.passwords)
    if not passwords and not _all_known(keyring, info):
        passwords = world.reset_passwords(info.home)
    for (server, user), password in passwords.items():
        keyring.set(account(_account_server(server), user), password)
    return Workplace.open(home)


def _all_known(keyring: Keyring, info: world.WorldInfo) -> bool:
    """Whether the demo's keyring still has every password of a world that was there before."""
    return all(
        keyring.has(account(_account_server(server.name), user))
        for server in info.servers
        for user in server.users
    )


def _account_server(server: str) -> str:
    return CENTRAL if server == "CENTRAL" else server.lower()


_OF_THE_LAB: Final = (
    "dsn", "application", "workspace", "business_user", "application_user", "application_schema",
    "alias", "id_offset", "probe",
)  # fmt: skip


def keep_preferences(mine: Settings, fresh: Settings) -> Settings:
    """Somebody's own choices in the demo's world: all but its servers, and which clients there are
    and where."""
    known = {client.id: client for client in mine.clients}
    clients = tuple(
        replace(known.get(c.id, c), **{name: getattr(c, name) for name in _OF_THE_LAB})
        for c in fresh.clients
    )
    return replace(mine, demo=True, central=fresh.central, clients=clients)


def _settings(info: world.WorldInfo, lab: process.LabProcess) -> Settings:
    def dsn(server: str) -> str:
        return f"127.0.0.1:{lab.servers[server].port}/{server}"

    return Settings(
        demo=True,
        central=Central(
            dsn=dsn("CENTRAL"),
            main=ApplicationSource(name="MAIN", user="ORASSUIT", application=100),
            developers=(
                ApplicationSource(name="Ahmed", user="ORASSUIT_DEV1", application=101),
                ApplicationSource(name="Sara", user="ORASSUIT_DEV2", application=102),
            ),
        ),
        clients=tuple(
            Client(
                id=c.server.lower(),
                name=c.name,
                dsn=dsn(c.server),
                application=c.application_id,
                workspace=c.workspace,
                id_offset=c.id_offset,
                alias=c.alias,
                probe=f"http://127.0.0.1:{lab.servers[c.server].ords_port}/ords/orassadm/api/sante",
                connect_timeout=10.0,
                call_timeout=120.0,
            )
            for c in info.clients
        ),
    )
