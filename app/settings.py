"""The settings: one TOML file that people can read and edit, checked by type at each reading.

Passwords are not part of it: ``app.secrets`` keeps them in the keyring under the account name
that ``account`` gives. A key that this version does not know is an error that names it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import tomlkit
from msgspec import Meta, Struct
from tomlkit import TOMLDocument
from tomlkit.exceptions import ParseError
from tomlkit.items import AoT, Item, Table

from app import durable, names
from app.errors import SettingsError
from app.hours import Hours

VERSION = 1
UNUSABLE = "Windows has no file of this name"
NO_BRANCH = "git allows no such name"
OF_GIT = "git keeps its own files there"
OUTSIDE = "no folder below the repository"
SHARED = "one folder with "

Name = Annotated[str, Meta(min_length=1, max_length=128)]
# A database user, or a proxy user and the user whom it connects as: DEPLOY[ORASSADM].
Login = Annotated[
    str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9_$#]{0,127}(\[[A-Za-z][A-Za-z0-9_$#]{0,127}\])?$")
]
RemoteServer = Annotated[str, Meta(pattern=r"^[^=\s]+=https?://\S+$")]
# Easy Connect, a name in the wallet's tnsnames.ora, or a descriptor of any length.
Dsn = Annotated[str, Meta(min_length=1)]
ChangelogValue = Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9_]*=[^'\",;\r\n]{1,500}$")]
Site = Annotated[str, Meta(pattern=r"^([a-z0-9][a-z0-9_-]{0,63})?$")]
ClientId = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
ApplicationId = Annotated[int, Meta(ge=1)]
Seconds = Annotated[float, Meta(gt=0, le=86_400)]


class ApplicationSource(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An APEX application on the central server, and the database user that reads it.

    ``schema`` defaults to the user, ``workspace`` to the schema.
    """

    name: Name
    user: Login
    application: ApplicationId
    workspace: str = ""
    schema: str = ""

    @property
    def workspace_name(self) -> str:
        return self.workspace or self.schema_name

    @property
    def schema_name(self) -> str:
        return self.schema or schema_of(self.user)


class Central(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The central server: MAIN and the developers' copies. ``wallet`` as for a client."""

    dsn: Dsn
    wallet: str = ""
    main: ApplicationSource
    developers: tuple[ApplicationSource, ...] = ()


class Repository(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The Git repository of releases. ``path`` may be relative to the home. ``application`` is the
    folder of the SQL export, ``apexlang`` that of the same application in APEXlang."""

    path: Name = "repository"
    remote: Name = "origin"
    branch: Name = "main"
    application: Name = "apex"
    apexlang: Name = "apexlang"
    changelog: Name = "changelog"


class Client(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One client: where its database is, and which application there receives the release.

    ``id_offset`` is added to all component ids on import, so that several copies of one
    application can live in one instance; ``probe`` is an ORDS address that must answer JSON.
    ``ddl_lock_timeout``: seconds that a definition waits for users' open transactions on its table.
    ``wallet``: the folder with the wallet of a TLS connection (``ewallet.pem``, ``tnsnames.ora``);
    relative to the home. The keyring has its password, under the user ``wallet``.
    ``keep_sessions``: users go on working through an import. ``closed``: they cannot, from before
    the first change to the end; they read ``closed_message``. ``switched_on`` and ``switched_off``
    name automations and REST synchronisations (by static id) and build options that are on or off
    here, however they stood before; all others stay as they stood. ``authentication`` is the scheme
    that is current here, "" the release's. ``remote_servers`` (``STATIC_ID=https://…``) are the
    addresses of servers that the workspace does not have yet. ``own_changes``: what becomes of what
    was changed in the application here since its last release.
    ``contexts`` and ``labels`` choose the changesets, as Liquibase's ``--contexts`` and
    ``--label-filter``: without them all are run. ``values`` (``NAME=value``) is what
    ``${client.NAME}`` stands for in the changelog; checksums do not see it.

    ``ring``: rollouts go ring by ring (its former name, ``wave``, is still read). ``tags`` and
    ``country`` choose clients. ``window``: the hours in which a rollout may be begun here
    (``22:00-05:00``), in ``timezone``. ``data_protection``: where it is ``strict``, no key of a row
    is read to be named in logs and reports; rows are counted. ``site``: whose workers bring a
    rollout there, where this machine does not reach it; "": this machine does.
    """

    id: ClientId
    name: Name
    dsn: Dsn
    wallet: str = ""
    application: ApplicationId
    workspace: Name
    business_user: Login = "ORASSADM"
    application_user: Login = "ORASSUIT"
    application_schema: str = ""
    alias: str = ""
    id_offset: Annotated[int, Meta(ge=0)] = 0
    probe: str = ""
    ring: Annotated[int, Meta(ge=1, le=99)] = 1
    tags: tuple[Name, ...] = ()
    country: str = ""
    window: str = ""
    timezone: str = "UTC"
    data_protection: Literal["standard", "strict"] = "standard"
    site: Site = ""
    connect_timeout: Seconds = 10.0
    call_timeout: Seconds = 900.0
    ddl_lock_timeout: Annotated[int, Meta(ge=0, le=1_000_000)] = 30
    keep_sessions: bool = True
    closed: bool = False
    closed_message: str = ""
    switched_on: tuple[str, ...] = ()
    switched_off: tuple[str, ...] = ()
    authentication: str = ""
    remote_servers: tuple[RemoteServer, ...] = ()
    own_changes: Literal["replace", "refuse", "keep"] = "replace"
    contexts: tuple[Name, ...] = ()
    labels: str = ""
    values: tuple[ChangelogValue, ...] = ()

    @property
    def value_pairs(self) -> Iterator[tuple[str, str]]:
        """Names in upper case, and values."""
        for pair in self.values:
            name, _, value = pair.partition("=")
            yield name.upper(), value

    @property
    def schema_name(self) -> str:
        return self.application_schema or schema_of(self.application_user)


Argument = Annotated[str, Meta(pattern=r"^(\*|([a-z0-9_]+\.)?p_[a-z0-9_]+(\.\w+)?)$")]


class Compare(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What counts as a difference, beyond the usual: ``ignore`` and ``keep`` name arguments as
    ``p_argument`` or ``create_type.p_argument``. ``keep`` wins; ``keep = ["*"]`` shows all."""

    ignore: tuple[Argument, ...] = ()
    keep: tuple[Argument, ...] = ()


class Rollout(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How rollouts run: at most ``workers`` clients side by side.

    ``ticked_at_most``: up to so many clients, those without the release are ticked in a new plan;
    above it nobody is, and a person says who.
    ``canary``: the first client goes alone, the others once it is verified. ``stop_after``: no more
    clients are begun once so many ended badly, or such a share of a ring (``3``, ``5%``).
    ``unreachable`` and ``outside_window``: what becomes of a client that does not answer, and of
    one outside of its hours. These can be said otherwise for each rollout.
    ``lobs``: how deep the proof compares large objects: all of it, both ends, or the length alone.
    ``proof_seconds``: how long one look at a client's data may go on comparing contents.
    ``share_reports``: the report goes to a branch of the releases' repository, for colleagues.
    """

    workers: Annotated[int, Meta(ge=1, le=256)] = 8
    canary: bool = False
    stop_after: Annotated[str, Meta(pattern=r"^(\d{1,4}|\d{1,2}%|100%)$")] = "1"
    unreachable: Literal["hold", "skip", "ask"] = "hold"
    outside_window: Literal["wait", "refuse"] = "wait"
    ticked_at_most: Annotated[int, Meta(ge=0, le=100_000)] = 25
    lobs: Literal["full", "ends", "length"] = "full"
    proof_seconds: Annotated[float, Meta(gt=0)] = 120.0
    share_reports: bool = True


class Cluster(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The way to workers at other sites: the ``scheduler``'s address, and PEM files with the
    cluster's own authority, this machine's certificate and its key; relative to the home."""

    scheduler: Annotated[str, Meta(pattern=r"^(tls://[^/\s]+:\d{1,5})?$")] = ""
    authority: Name = "cluster/authority.pem"
    certificate: Name = "cluster/centre.pem"
    key: Name = "cluster/centre.key"


class Settings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The whole file. ``demo`` is true in the demo's home only; ``git`` is the program, "" where
    Caravane looks for it; ``updates`` the folder or address where new versions of Caravane lie."""

    version: Annotated[int, Meta(ge=1, le=VERSION)] = VERSION
    language: Literal["", "fr", "en"] = ""
    theme: Literal["system", "light", "dark"] = "system"
    demo: bool = False
    author: str = ""
    author_email: str = ""
    git: str = ""
    updates: str = ""
    central: Central | None = None
    repository: Repository = Repository()
    rollout: Rollout = Rollout()
    compare: Compare = Compare()
    cluster: Cluster = Cluster()
    clients: tuple[Client, ...] = ()

    def client(self, client_id: str) -> Client:
        for client in self.clients:
            if client.id == client_id:
                return client
        raise SettingsError("settings.no_such_client", client=client_id)


WALLET = "wallet"
"""Stands for the user where the password of a server's wallet is meant."""


def schema_of(user: str) -> str:
    """The schema of a login: ``ORASSADM`` for ``DEPLOY[ORASSADM]``, else the user."""
    return user.partition("[")[2].rstrip("]") or user


def account(server: str, user: str) -> str:
    """The keyring's account name: ``server`` is ``central`` or a client's id. A proxy user has one
    password, whomever it connects as."""
    return f"{user.partition('[')[0].upper()}@{server}"


def load(path: Path) -> Settings:
    """Read and check the file; a missing file gives the defaults.

    Raises SettingsError: ``settings.unreadable``, ``settings.syntax`` (line, column) or
    ``settings.invalid`` (key, detail).
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError("settings.unreadable", path=str(path), detail=str(error)) from error
    return parse(text, str(path))


def parse(text: str, path: str = "settings.toml") -> Settings:
    """Check the text of a settings file; same errors as ``load``."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(g) for g in place.groups()) if place else (0, 0)
        raise SettingsError(
            "settings.syntax", path=path, line=line, column=column, detail=str(error)
        ) from error
    return check(raw, path)


def check(raw: dict[str, Any], path: str) -> Settings:
    """Settings from a plain table; SettingsError ``settings.invalid`` or ``settings.duplicate``."""
    try:
        settings = msgspec.convert(_with_rings(raw), Settings)
    except msgspec.ValidationError as error:
        detail, _, key = str(error).partition(" - at `$")
        raise _invalid(raw, path, key.strip("`.") or "(top)", detail) from error
    _check_unique(settings, path)
    _check_names(settings, raw, path)
    _check_folders(settings.repository, raw, path)
    _check_hours(settings, raw, path)
    return settings


def _invalid(raw: dict[str, Any], path: str, key: str, detail: str) -> SettingsError:
    """``entry`` is what the client or developer is called whose ``key`` it is: people do not count
    tables."""
    found = re.match(r"(clients|central\.developers)\[(\d+)\]", key)
    value: Any = raw
    for part in (*found[1].split("."), int(found[2])) if found else ():
        value = value[part]
    named = (value.get("name") or value.get("id")) if found and isinstance(value, dict) else ""
    return SettingsError(
        "settings.invalid", path=path, key=key, detail=detail, entry=str(named or "")
    )


def _with_rings(raw: dict[str, Any]) -> dict[str, Any]:
    """With ``ring`` for what was called ``wave``; both together are refused as unknown."""
    clients = raw.get("clients")
    if not isinstance(clients, list):
        return raw
    return {**raw, "clients": [_renamed(c) if isinstance(c, dict) else c for c in clients]}


def _renamed(client: dict[str, Any]) -> dict[str, Any]:
    if "ring" in client:
        return client
    return {"ring" if key == "wave" else key: value for key, value in client.items()}


def _check_unique(settings: Settings, path: str) -> None:
    seen: set[str] = set()
    for client in settings.clients:
        if client.id in seen:
            raise SettingsError("settings.duplicate", path=path, key="clients.id", detail=client.id)
        seen.add(client.id)
    if settings.central is None:
        return
    known: set[str] = {settings.central.main.name}
    for developer in settings.central.developers:
        # Each has a branch of this name; on Windows A and a are one file.
        name = names.folded(names.as_branch(developer.name))
        if name in known or developer.name in known:
            raise SettingsError(
                "settings.duplicate",
                path=path,
                key="central.developers.name",
                detail=developer.name,
            )
        known.add(name)


def _check_names(settings: Settings, raw: dict[str, Any], path: str) -> None:
    """A client's id names its log, and parts of the repository are files: on Windows, too."""
    found = {f"clients[{n}].id": client.id for n, client in enumerate(settings.clients)}
    for key in ("remote", "branch", "application", "apexlang", "changelog"):
        found[f"repository.{key}"] = getattr(settings.repository, key)
    for key, name in found.items():
        if not names.usable(name):
            raise _invalid(raw, path, key, UNUSABLE)
    for key in ("repository.remote", "repository.branch"):
        if not names.branch(found[key]):
            raise _invalid(raw, path, key, NO_BRANCH)


def _check_folders(repository: Repository, raw: dict[str, Any], path: str) -> None:
    """A release writes each of its folders as a whole: what else is in it goes. So each is one of
    its own, below the repository, and none is git's."""
    if names.of_git(repository.path.replace("\\", "/")):
        raise _invalid(raw, path, "repository.path", OF_GIT)
    known: dict[str, str] = {}
    for key in ("application", "apexlang", "changelog"):
        folder = getattr(repository, key)
        if names.of_git(folder):
            raise _invalid(raw, path, f"repository.{key}", OF_GIT)
        if not names.inside(folder):
            raise _invalid(raw, path, f"repository.{key}", OUTSIDE)
        here = names.folded(folder)
        for other, there in known.items():
            if f"{here}/".startswith(f"{there}/") or f"{there}/".startswith(f"{here}/"):
                raise _invalid(raw, path, f"repository.{key}", SHARED + other)
        known[key] = here


def _check_hours(settings: Settings, raw: dict[str, Any], path: str) -> None:
    for number, client in enumerate(settings.clients):
        try:
            named = "timezone"
            Hours.read("00:00-00:00", client.timezone)
            named = "window"
            Hours.read(client.window or "00:00-00:00", client.timezone)
        except ValueError as error:
            key = f"clients[{number}].{named}"
            raise _invalid(raw, path, key, str(error)) from error


def save(path: Path, settings: Settings) -> None:
    """Write the settings, keeping the comments of the file that is there.

    Raises SettingsError ``settings.unwritable``, and ``settings.unreadable`` or
    ``settings.syntax`` for what is there; then the file is as it was.
    """
    document = _document(path)
    fresh = _plain(msgspec.to_builtins(settings))
    if document is None:
        document = tomlkit.document()
        document.add(tomlkit.comment("Caravane. Passwords are not here: the keyring keeps them."))
    _update(document, fresh)
    try:
        durable.write(path, tomlkit.dumps(document))
    except OSError as error:
        raise SettingsError("settings.unwritable", path=str(path), detail=str(error)) from error


def _document(path: Path) -> TOMLDocument | None:
    """The file as it stands, with its comments; None where there is none."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError("settings.unreadable", path=str(path), detail=str(error)) from error
    try:
        document = tomlkit.parse(text)
        clients = document.get("clients")
        for client in clients if isinstance(clients, AoT) else ():
            if "wave" in client and "ring" not in client:
                client["ring"] = client.pop("wave")
        return document
    except ParseError as error:
        raise SettingsError(
            "settings.syntax", path=str(path), line=error.line, column=error.col, detail=str(error)
        ) from error


def _update(table: MutableMapping[str, Any], fresh: dict[str, Any]) -> None:
    """Make ``table`` say what ``fresh`` says, and leave alone what it says already."""
    for key in [key for key in table if key not in fresh]:
        del table[key]
    for key, value in fresh.items():
        old = table.get(key)
        if isinstance(old, Table) and isinstance(value, dict):
            _update(old, value)
        elif not (isinstance(old, AoT) and _update_rows(old, value)) and (
            key not in table or _unwrapped(old) != value
        ):
            table[key] = value


def _update_rows(rows: AoT, fresh: list[dict[str, Any]]) -> bool:
    """The same for a list of tables, told apart by ``id`` or ``name``; False, and nothing done,
    where those that stay have changed places or none is left."""
    wanted = [_name(row) for row in fresh]
    kept = [name for name in map(_name, rows) if name in wanted]
    if not kept or kept != [name for name in wanted if name in kept]:
        return False
    for index in reversed(range(len(rows))):
        if _name(rows[index]) not in kept:
            del rows[index]
    for index, row in enumerate(fresh):
        if wanted[index] in kept:
            _update(rows[index], row)
        else:
            rows.insert(index, tomlkit.item(row))
    return True


def _name(row: Mapping[str, Any]) -> str:
    return str(row.get("id", row.get("name", "")))


def _unwrapped(value: Any) -> Any:
    return value.unwrap() if isinstance(value, Item) else value


def _plain(value: Any) -> Any:
    """Builtins without None (TOML has none) and with lists for tuples."""
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items() if v is not None}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value
