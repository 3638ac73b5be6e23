"""Hundreds of clients on this machine: a home whose settings point at a fleet of the lab.

The home is a demo's, but its lab is served by the command that made it: another command or a window
on the same home finds the clients as long as that one runs.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from math import ceil
from pathlib import Path
from typing import Any, Final, Literal

from msgspec import Struct

from app import lease, paths, removal, waiting
from app.errors import AppError, SettingsError
from app.lab.apex.releases import USUAL
from app.lab.fleet import plan as fleets
from app.lab.fleet import run
from app.lab.fleet.plan import CENTRAL as CENTRAL_SERVICE
from app.lab.fleet.plan import TEMPLATE, Plan
from app.lab.lifeline import until_told
from app.lab.process import Ports
from app.release import check_git
from app.secrets import DemoKeyring, Keyring
from app.services.demo.first import publish_first
from app.services.demo.home import REMOTE_FOLDER, keep_preferences
from app.services.demo.lab import check_engine
from app.services.holding import lease_file
from app.services.model import Progress, Report
from app.services.workplace import CENTRAL, DEMO_KEYRING_FILE, Workplace
from app.settings import ApplicationSource, Central, Client, Settings, account, save

FOLDER: Final = "fleet"
_PER_PROCESS: Final = 50


class Wish(Struct, frozen=True, kw_only=True):
    """What is asked for: ``latency`` in milliseconds a round trip, ``bandwidth`` in megabits a
    second of a connection (0: no limit), ``faults`` a TOML file."""

    clients: int
    profile: Literal["19c", "23ai"] = "23ai"
    apex: str = USUAL.name
    latency: float = 0.0
    bandwidth: float = 0.0
    busy: float = 0.0
    faults: Path | None = None


def is_fleet(home: Path) -> bool:
    """Whether the home's lab is served by a command of its own."""
    return fleets.kept(home / FOLDER) is not None


def serve(
    home: Path | None,
    wish: Wish,
    report: Report,
    announce: Callable[[dict[str, Any]], None],
) -> None:
    """Serve the wished clients until SIGINT or SIGTERM comes, or standard input closes.

    ``announce`` is called once, with a document about what is served, when all of it listens.
    Without ``home`` a folder is made, and taken away at the end; a home that is there keeps its
    data. Raises SettingsError ``demo.not_a_demo`` and ``demo.busy``, AppError ``lab.faults``,
    ``lab.other_fleet``, ``lab.ended`` and ``demo.not_installed``, ReleaseError ``release.no_git``.
    """
    check_engine()
    check_git()
    plan = _plan(wish)
    with _folder(home) as folder, _alone(folder):
        _check(folder, plan)
        end = until_told()
        report(Progress("demo.world", facts={"path": str(folder)}))
        passwords = _made(folder, plan)
        if end.is_set():
            return
        report(Progress("demo.lab"))
        fleet = run.start(folder / FOLDER, plan)
        try:
            place = _settle(folder, plan, fleet.servers, passwords)
            if not (place.repository_path / ".git").exists():
                report(Progress("demo.repository"))
                publish_first(place, folder / REMOTE_FOLDER)
            announce(_document(place, plan, fleet))
            fleet.watch(end)
            waiting.wait(end)
            if not fleet.whole:
                raise AppError("lab.ended", path=str(folder / FOLDER))
        finally:
            fleet.stop()


def _plan(wish: Wish) -> Plan:
    text = ""
    strikes: tuple[fleets.Strike, ...] = ()
    if wish.faults is not None:
        try:
            text = wish.faults.read_text(encoding="utf-8-sig")
            strikes = fleets.read_faults(text)
        except (OSError, ValueError) as error:
            raise AppError("lab.faults", path=str(wish.faults), detail=str(error)) from error
    return Plan(
        clients=wish.clients,
        profile=wish.profile,
        apex=wish.apex,
        latency=wish.latency / 1000,
        bandwidth=wish.bandwidth * 1e6 / 8,
        busy=wish.busy,
        faults=strikes,
        processes=min(os.cpu_count() or 1, ceil((wish.clients + 1) / _PER_PROCESS)),
    )


@contextmanager
def _folder(home: Path | None) -> Iterator[Path]:
    if home is not None:
        paths.check_home(home)
        yield home
        return
    made = Path(tempfile.mkdtemp(prefix="caravane-lab-"))
    try:
        yield made
    finally:
        removal.remove(made)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    path = lease_file(home, "fleet")
    with lease.hold(path) as held:
        if not held:
            raise SettingsError("demo.busy", path=str(home), process=lease.holder(path))
        yield


def _check(home: Path, plan: Plan) -> None:
    """Never touch a folder that is not a fleet's, or a fleet of another kind."""
    before = fleets.kept(home / FOLDER)
    if before is None:
        if home.exists() and any(home.iterdir()):
            raise SettingsError("demo.not_a_demo", path=str(home))
        return
    for there, asked in ((before.profile, plan.profile), (before.apex, plan.apex)):
        if there != asked:
            raise AppError("lab.other_fleet", path=str(home), there=there, asked=asked)


def _made(home: Path, plan: Plan) -> Mapping[tuple[str, str], str]:
    """The databases, and the passwords of their users."""
    from app.lab.fleet import build  # the SQL engine is slow to load

    keyring = Keyring(DemoKeyring(home / DEMO_KEYRING_FILE))
    accounts = {
        (name, user): account(name.lower(), user)
        for name in (CENTRAL_SERVICE, TEMPLATE)
        for user in plan.server(name).users
    }
    known = all(keyring.has(one) for one in accounts.values())
    passwords = {
        key: keyring.get(one) if known else secrets.token_urlsafe(18)
        for key, one in accounts.items()
    }
    lost = not known and is_fleet(home)
    fleets.keep(home / FOLDER, plan)
    build.make(home / FOLDER, plan, passwords)
    if lost:
        build.set_passwords(home / FOLDER, plan, passwords)
    return passwords


def _settle(
    home: Path, plan: Plan, servers: Mapping[str, Ports], passwords: Mapping[tuple[str, str], str]
) -> Workplace:
    """Settings that point at the fleet's ports, and the passwords in the home's own keyring."""
    known = paths.settings_file(home)
    fresh = _settings(plan, servers)
    save(known, keep_preferences(Workplace.open(home).settings, fresh) if known.exists() else fresh)
    accounts = {account(name.lower(), user): word for (name, user), word in passwords.items()}
    for name in plan.names[1:]:
        for user in plan.server(name).users:
            accounts[account(name.lower(), user)] = passwords[TEMPLATE, user]
    DemoKeyring(home / DEMO_KEYRING_FILE).fill(accounts)
    return Workplace.open(home)


def _settings(plan: Plan, servers: Mapping[str, Ports]) -> Settings:
    main, *copies = plan.server(CENTRAL_SERVICE).copies
    return Settings(
        demo=True,
        central=Central(
            dsn=_dsn(servers, CENTRAL_SERVICE),
            main=ApplicationSource(name="MAIN", user=main.schema, application=main.application),
            developers=tuple(
                ApplicationSource(
                    name=c.developer.capitalize(), user=c.schema, application=c.application
                )
                for c in copies
            ),
        ),
        clients=tuple(_client(plan, servers, name) for name in plan.names[1:]),
    )


def _client(plan: Plan, servers: Mapping[str, Ports], name: str) -> Client:
    copy = plan.server(name).copies[0]
    address = f"http://127.0.0.1:{servers[name].ords_port}/{name.lower()}/ords"
    return Client(
        id=name.lower(),
        name=f"Client {name[1:]}",
        dsn=_dsn(servers, name),
        application=copy.application,
        workspace=copy.workspace,
        id_offset=copy.offset,
        alias=copy.alias,
        probe=f"{address}/orassadm/api/sante",
    )


def _dsn(servers: Mapping[str, Ports], name: str) -> str:
    return f"127.0.0.1:{servers[name].port}/{name}"


def _document(place: Workplace, plan: Plan, fleet: run.Fleet) -> dict[str, Any]:
    """What is served, for programs; passwords are in the keyring's file, by ``USER@id``."""
    central = place.central
    return {
        "format": 1,
        "ready": True,
        "home": str(place.home),
        "settings": str(paths.settings_file(place.home)),
        "passwords": {
            "file": str(place.home / DEMO_KEYRING_FILE),
            "key": "Caravane:USER@ID",
        },
        "profile": plan.profile,
        "apex": plan.apex,
        "processes": [one.pid for one in fleet.processes],
        "central": {
            "id": CENTRAL,
            "dsn": central.dsn,
            "users": list(plan.server(CENTRAL_SERVICE).users),
        },
        "clients": [
            {
                "id": client.id,
                "dsn": client.dsn,
                "users": [client.business_user, client.application_user],
                "application": client.application,
                "probe": client.probe,
            }
            for client in place.settings.clients
        ],
    }
