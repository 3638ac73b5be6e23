"""The settings screen: the TOML file as a form, the passwords, and trying a login."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from app import paths, settings
from app.errors import AppError, ReleaseError, SettingsError
from app.oracle import Session, database_version
from app.release import join_remote
from app.rollout.model import problem_of
from app.services.model import ConnectionTest
from app.services.refused_setting import FIXED
from app.services.workplace import CENTRAL, Workplace


class Account(Struct, frozen=True):
    """One login that needs a password: ``server`` is ``central`` or a client's id. ``wallet``: the
    password of that server's wallet, which need not have one."""

    server: str
    user: str
    label: str
    wallet: bool = False


def load(place: Workplace) -> Workplace:
    """The place with its settings as the file has them now."""
    return Workplace.open(place.home)


def as_dict(place: Workplace) -> dict[str, Any]:
    """The settings in the shape of the TOML file, with all defaults."""
    plain = msgspec.to_builtins(place.settings)
    assert isinstance(plain, dict)
    return plain


def save_settings(place: Workplace, wanted: dict[str, Any]) -> Workplace:
    """Check and write settings given in the TOML file's shape.

    Raises SettingsError ``settings.invalid`` with the key; then the file is as it was.
    """
    path = paths.settings_file(place.home)
    checked = settings.check(_without_none(wanted), str(path))
    if checked.demo != place.settings.demo:
        raise SettingsError("settings.invalid", path=str(path), key="demo", detail=FIXED)
    settings.save(path, checked)
    return place.with_settings(checked)


def remote_url(place: Workplace) -> str:
    """Where releases are pushed to, without credentials; "" while there is no repository or no
    remote. Git's own configuration keeps it."""
    try:
        with place.repository() as repository:
            return repository.remote_url
    except ReleaseError:
        return ""


def set_remote_url(place: Workplace, url: str) -> None:
    """Push to another address from now on; a repository is made from it where there is none.

    ReleaseError as ``app.release.join_remote``; nothing happens where the address is the same.
    """
    wanted = place.settings.repository
    if url and url != remote_url(place):
        join_remote(place.repository_path, url, wanted.branch, wanted.remote)


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_none(v) for k, v in value.items() if v is not None}
    if isinstance(value, list | tuple):
        return [_without_none(v) for v in value]
    return value


def accounts(place: Workplace) -> tuple[Account, ...]:
    """Every login that the settings name, once."""
    found: list[Account] = []
    central = place.settings.central
    if central is not None:
        found += [
            Account(CENTRAL, s.user, f"{s.name} · {s.user}")
            for s in (central.main, *central.developers)
        ]
    for client in place.settings.clients:
        found += [
            Account(client.id, user, f"{client.name} · {user}")
            for user in (client.business_user, client.application_user)
        ]
    found += [
        Account(server, settings.WALLET, f"{name} · {settings.WALLET}", True)
        for server, name in _wallets(place)
    ]
    return tuple({(a.server, a.user): a for a in found}.values())


def _wallets(place: Workplace) -> list[tuple[str, str]]:
    """The servers that are reached with a wallet, which may have a password, and their names."""
    central = place.settings.central
    found = [(CENTRAL, CENTRAL)] if central is not None and central.wallet else []
    return found + [(c.id, c.name) for c in place.settings.clients if c.wallet]


def has_password(place: Workplace, server: str, user: str) -> bool:
    return place.secrets.has(settings.account(server, user))


def set_password(place: Workplace, server: str, user: str, password: str) -> None:
    """Into the keyring, and nowhere else."""
    place.secrets.set(settings.account(server, user), password)
    place.password_changed(server, user)


def remember_password(place: Workplace, server: str, user: str, password: str) -> None:
    """For as long as the program runs, in memory only."""
    place.secrets.remember(settings.account(server, user), password)
    place.password_changed(server, user)


def for_session(place: Workplace, server: str, user: str) -> bool:
    """Whether the password is kept for this session only."""
    return place.secrets.for_session(settings.account(server, user))


def test_connection(place: Workplace, server: str, user: str) -> ConnectionTest:
    """Try one login with the kept password, because a person asks; failures are part of the
    answer. A wallet is tried with the first login of its server."""
    if user == settings.WALLET:
        user = next(a.user for a in accounts(place) if a.server == server)
    name = server if server == CENTRAL else place.settings.client(server).name
    try:
        if server == CENTRAL:
            source = next(
                s for s in (place.central.main, *place.central.developers) if s.user == user
            )
            with place.central_session(source, asked=True) as session:
                told = _told(session)
        else:
            with place.client_session(place.settings.client(server), user, asked=True) as session:
                told = _told(session)
    except AppError as error:
        return ConnectionTest(name, user, False, "", problem_of(error))
    return ConnectionTest(name, user, True, told)


def unsaved(place: Workplace, wanted: dict[str, Any]) -> Workplace:
    """The place with settings that are typed and not saved, to try their logins. SettingsError as
    ``save_settings``."""
    path = str(paths.settings_file(place.home))
    return place.with_settings(settings.check(_without_none(wanted), path))


def _told(session: Session) -> str:
    """The database's version, and what it warns of at the logon (a password that expires soon)."""
    return " · ".join(filter(None, (database_version(session), session.logon_warning)))
