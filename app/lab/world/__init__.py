"""The demo world: four servers, made once from a seed and kept in a folder.

``create`` makes what is missing. Passwords are random for each world; they are told once, to the
caller who makes it, and the databases keep only their verifiers. ``reset_passwords`` gives an
existing world new ones.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from app import durable
from app.lab.world.own import Content
from app.lab.world.servers import SERVERS, Copy, Server

SEED: Final = 20241130
FORMAT: Final = 3  # of the databases: one of another form is made anew
_FILE: Final = "world.json"
_NAMES: Final = {"MAROC": "A Maroc", "FRANCE": "B France", "TUNISIE": "C Tunisie"}


@dataclass(frozen=True)
class ClientInfo:
    """One client of the world, as the program's settings want to know it."""

    server: str
    name: str
    workspace: str
    workspace_id: int
    application_id: int
    schema: str
    id_offset: int
    alias: str


@dataclass(frozen=True)
class WorldInfo:
    """A world in ``home``. ``passwords`` maps (server, user) to a password, and is empty for a
    world that was there before."""

    home: Path
    seed: int
    servers: tuple[Server, ...]
    clients: tuple[ClientInfo, ...]
    passwords: Mapping[tuple[str, str], str] = field(repr=False)


def create(home: Path, seed: int = SEED, content: Content | None = None) -> WorldInfo:
    """The world in ``home``, made where it is missing; what is there keeps its data. ``content``:
    what it is made with, the demo's application of the usual APEX where none is named.

    A folder is a server only when it is whole: an interrupted creation is begun again. A world
    that an older lab made cannot be read by this one, and is made anew.
    """
    if _is_older(home):
        for server in SERVERS:
            shutil.rmtree(home / server.name, ignore_errors=True)
        (home / _FILE).unlink()
    record = _record(home)
    if record is not None and all((home / s.name).is_dir() for s in SERVERS):
        return _info(home, record, {})
    from app.lab.world.build import build

    home.mkdir(parents=True, exist_ok=True)
    passwords = _new_passwords()
    for server in SERVERS:
        folder = home / server.name
        own = {user: passwords[server.name, user] for user in server.users}
        if folder.is_dir():
            _set_passwords(home, server, own)
            continue
        unfinished = home / f"{server.name}.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        build(server, unfinished, seed, own, (content or Content()).at(server.name))
        unfinished.rename(folder)
    text = json.dumps({"format": FORMAT, "seed": seed, "content": (content or Content()).key})
    durable.write(home / _FILE, f"{text}\n")
    return _info(home, seed, passwords)


def content_of(home: Path) -> dict[str, str] | None:
    """``Content.key`` of what the world in ``home`` was made with, None where there is none."""
    try:
        read = json.loads((home / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return {**Content().key, **read.get("content", {})} if isinstance(read, dict) else None


def reset_passwords(home: Path) -> dict[tuple[str, str], str]:
    """Give every user of an existing world a new password; (server, user) to password."""
    passwords = _new_passwords()
    for server in SERVERS:
        own = {user: passwords[server.name, user] for user in server.users}
        _set_passwords(home, server, own)
    return passwords


def _set_passwords(home: Path, server: Server, passwords: Mapping[str, str]) -> None:
    from app.lab.sql.database import Database

    database = Database(home / server.name)  # its own process may have it open
    for user, password in passwords.items():
        database.set_password(user, password)


def _new_passwords() -> dict[tuple[str, str], str]:
    return {(s.name, user): secrets.token_urlsafe(18) for s in SERVERS for user in s.users}


def _record(home: Path) -> int | None:
    """The seed of the world in ``home``, or None where there is none of this form."""
    try:
        read = json.loads((home / _FILE).read_text(encoding="utf-8"))
        return int(read["seed"]) if read["format"] == FORMAT else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _is_older(home: Path) -> bool:
    try:
        return bool(json.loads((home / _FILE).read_text(encoding="utf-8"))["format"] < FORMAT)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _info(home: Path, seed: int, passwords: Mapping[tuple[str, str], str]) -> WorldInfo:
    clients = tuple(_client(s.name, s.copies[0]) for s in SERVERS if s.name in _NAMES)
    return WorldInfo(home, seed, SERVERS, clients, passwords)


def _client(server: str, copy: Copy) -> ClientInfo:
    return ClientInfo(
        server=server,
        name=_NAMES[server],
        workspace=copy.workspace,
        workspace_id=copy.workspace_id,
        application_id=copy.application,
        schema=copy.schema,
        id_offset=copy.offset,
        alias=copy.alias,
    )
