"""One open home: settings, passwords, the repository and the doors to the databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

from app import paths
from app import settings as settings_module
from app.errors import SettingsError
from app.language import system_language as system_language
from app.oracle import ConnectionSpec, Logons, Session
from app.paths import default_home as default_home
from app.paths import demo_home as demo_home
from app.paths import settings_file as settings_file
from app.release import Repository, choose_git
from app.rollout.targets import ClientTarget
from app.secrets import DemoKeyring, Keyring, Secrets
from app.settings import WALLET, ApplicationSource, Central, Client, Settings, account

CENTRAL = "central"
DEMO_KEYRING_FILE = "demo-keyring.json"

# Passwords kept for this session only, by home: every place of a home knows them.
_SESSIONS: dict[Path, dict[str, str]] = {}

# What databases refused, by home.
_LOGONS: dict[Path, Logons] = {}


class Workplace:
    """Everything that a use case needs, and nothing that it remembers between two calls.

    ``home`` is the folder of ``app.paths``; ``secrets`` is the keyring (the demo's own in a demo
    home, so that the demo never writes into the user's keyring).
    """

    def __init__(self, home: Path, settings: Settings, secrets: Secrets) -> None:
        self.home, self.settings, self.secrets = home, settings, secrets
        choose_git(settings.git)

    @classmethod
    def open(cls, home: Path, ask: Callable[[str], str | None] | None = None) -> Workplace:
        """Read the home's settings; SettingsError names what is wrong in them, or with the home.
        ``ask`` is a question to the user for a password that the keyring does not have."""
        paths.check_home(home)
        settings = settings_module.load(paths.settings_file(home))
        backend = DemoKeyring(home / DEMO_KEYRING_FILE) if settings.demo else None
        return cls(home, settings, Keyring(backend, _SESSIONS.setdefault(home.resolve(), {}), ask))

    @classmethod
    def blank(cls, home: Path) -> Workplace:
        """A place whose settings do not count, but for git's program: for work on files alone, and
        for the demo."""
        program = ""
        with suppress(SettingsError):
            program = settings_module.load(paths.settings_file(home)).git
        return cls(home, Settings(git=program), Keyring())

    @property
    def logons(self) -> Logons:
        """The door to the databases, which remembers whom they refused."""
        home = self.home.resolve()
        return _LOGONS.setdefault(home, Logons(paths.refused_logons_file(home)))

    def password_changed(self, server: str, user: str) -> None:
        """It was entered anew: the next logon with it is tried."""
        dsn = self.central.dsn if server == CENTRAL else self.settings.client(server).dsn
        self.logons.forget(dsn, user)

    def with_settings(self, settings: Settings) -> Workplace:
        return Workplace(self.home, settings, self.secrets)

    @property
    def language(self) -> Literal["fr", "en"]:
        return self.settings.language or system_language()

    @property
    def central(self) -> Central:
        if self.settings.central is None:
            raise SettingsError("settings.no_central", path=str(paths.settings_file(self.home)))
        return self.settings.central

    def developer(self, name: str) -> ApplicationSource:
        for source in self.central.developers:
            if source.name == name:
                return source
        raise SettingsError("settings.no_such_developer", developer=name)

    @property
    def repository_path(self) -> Path:
        return (self.home / Path(self.settings.repository.path).expanduser()).resolve()

    @property
    def changelog_folder(self) -> Path:
        return self.repository_path / self.settings.repository.changelog

    @property
    def main_backups(self) -> Path:
        return paths.main_backups_folder(self.home)

    @contextmanager
    def repository(self) -> Iterator[Repository]:
        wanted = self.settings.repository
        author = self.settings.author, self.settings.author_email
        with Repository(self.repository_path, wanted.remote, wanted.branch, author) as repository:
            yield repository

    @contextmanager
    def central_session(
        self, source: ApplicationSource, *, asked: bool = False
    ) -> Iterator[Session]:
        """A session on the central server as the source's user. ``asked``: a person wants this
        logon tried, whatever became of it before."""
        spec = ConnectionSpec(
            name=source.name,
            dsn=self.central.dsn,
            user=source.user,
            wallet=self._wallet(self.central.wallet),
        )
        password = self.secrets.get(account(CENTRAL, source.user))
        wallet = self._wallet_password(CENTRAL, self.central.wallet)
        session = self.logons.connect(spec, password, wallet, asked=asked)
        try:
            yield session
        finally:
            session.close()

    @contextmanager
    def client_session(
        self, client: Client, user: str, *, asked: bool = False
    ) -> Iterator[Session]:
        spec = ConnectionSpec(
            name=client.name,
            dsn=client.dsn,
            user=user,
            connect_timeout=client.connect_timeout,
            call_timeout=client.call_timeout,
            wallet=self._wallet(client.wallet),
        )
        password = self.secrets.get(account(client.id, user))
        wallet = self._wallet_password(client.id, client.wallet)
        session = self.logons.connect(spec, password, wallet, asked=asked)
        try:
            yield session
        finally:
            session.close()

    def file(self, path: str) -> Path:
        """A path of the settings: relative to the home, unless it says otherwise."""
        return (self.home / Path(path).expanduser()).resolve()

    def _wallet(self, folder: str) -> str:
        return str(self.file(folder)) if folder else ""

    def _wallet_password(self, server: str, folder: str) -> str:
        """Empty where the wallet has none: its key is then not encrypted."""
        entry = account(server, WALLET)
        return self.secrets.get(entry) if folder and self.secrets.has(entry) else ""

    def wallet(self, client: Client) -> str:
        """The folder of a client's wallet; "" where it has none."""
        return self._wallet(client.wallet)

    def target(self, client: Client) -> ClientTarget:
        return ClientTarget(
            client=client.id,
            name=client.name,
            dsn=client.dsn,
            business_user=client.business_user,
            application_user=client.application_user,
            workspace=client.workspace,
            application_id=client.application,
            application_schema=client.schema_name,
            id_offset=client.id_offset,
            alias=client.alias or None,
            ords_probe=client.probe or None,
            connect_timeout=client.connect_timeout,
            call_timeout=client.call_timeout,
            ddl_lock_timeout=client.ddl_lock_timeout,
            wallet=self.wallet(client),
            keep_sessions=client.keep_sessions,
            switched_on=client.switched_on,
            switched_off=client.switched_off,
            authentication=client.authentication,
            remote_servers=dict(s.split("=", 1) for s in client.remote_servers),
            own_changes=client.own_changes,
            closed=client.closed,
            closed_message=client.closed_message,
            contexts=client.contexts,
            label_filter=client.labels,
            values=tuple(client.value_pairs),
            lobs=self.settings.rollout.lobs,
            proof_seconds=self.settings.rollout.proof_seconds,
            names_keys=client.data_protection == "standard",
            held=bool(client.site),
        )

    def client_password(self, client_id: str, user: str) -> str:
        """The password of one of its users, or of its wallet (``settings.WALLET``)."""
        if user == WALLET:
            return self._wallet_password(client_id, self.settings.client(client_id).wallet)
        return self.secrets.get(account(client_id, user))
