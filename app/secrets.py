"""Passwords live in the operating system's keyring, or in memory for as long as the program runs.

``Keyring`` is the one door. The demo keeps its passwords, which open nothing but the lab on this
machine, in a file backend of keyring that carries that warning in its name.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Protocol

import keyring
import keyring.backend
import keyring.backends.fail
import keyring.errors

from app import durable, logs
from app.errors import SecretError

SERVICE = "Caravane"


class Secrets(Protocol):
    """What the services need of a password store. ``account`` comes from ``settings.account``."""

    def get(self, account: str) -> str:
        """The password; raises SecretError ``secret.missing`` or ``secret.no_keyring``."""
        ...

    def set(self, account: str, password: str) -> None: ...
    def remember(self, account: str, password: str) -> None: ...
    def for_session(self, account: str) -> bool: ...
    def delete(self, account: str) -> None: ...
    def has(self, account: str) -> bool: ...

    @property
    def backend_name(self) -> str: ...


class DemoKeyring(keyring.backend.KeyringBackend):
    """A file with the demo's passwords in clear text: for the lab's own users only."""

    priority = 0.1  # never chosen by itself
    name = "Demo keyring (plain file, lab passwords only)"

    def __init__(self, path: Path) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._path = path

    def _read(self) -> dict[str, str]:
        if not self._path.exists():
            return {}
        read = json.loads(self._path.read_text(encoding="utf-8"))
        return {str(k): str(v) for k, v in read.items()}

    def _write(self, entries: dict[str, str]) -> None:
        durable.write(self._path, json.dumps(entries, indent=1), private=True)

    def get_password(self, service: str, username: str) -> str | None:
        return self._read().get(f"{service}:{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._write({**self._read(), f"{service}:{username}": password})

    def fill(self, passwords: Mapping[str, str]) -> None:
        """Many accounts of ours in one write."""
        fresh = {f"{SERVICE}:{account}": password for account, password in passwords.items()}
        self._write({**self._read(), **fresh})

    def delete_password(self, service: str, username: str) -> None:
        entries = self._read()
        if entries.pop(f"{service}:{username}", None) is None:
            raise keyring.errors.PasswordDeleteError(username)
        self._write(entries)


class Keyring:
    """``Secrets`` over a keyring backend: the operating system's unless another is given.

    ``session`` holds passwords for as long as the program runs; the places of one home share it.
    ``ask`` is called for a password that nobody has: it gives one for this session, or None.
    """

    def __init__(
        self,
        backend: keyring.backend.KeyringBackend | None = None,
        session: dict[str, str] | None = None,
        ask: Callable[[str], str | None] | None = None,
    ) -> None:
        self._backend = backend or keyring.get_keyring()
        self._session = {} if session is None else session
        self._asking = threading.Lock()
        self.ask = ask

    @property
    def backend_name(self) -> str:
        """The keyring's own name; "" where the system has none."""
        none = isinstance(self._backend, keyring.backends.fail.Keyring)
        return "" if none else str(self._backend.name)

    def get(self, account: str) -> str:
        password = self._known(account)
        logs.hide(password)
        return password

    def _known(self, account: str) -> str:
        with self._asking:  # one question at a time, and each only once
            password = self._session.get(account)
            if password is not None:
                return password
            failure = SecretError("secret.missing", account=account, keyring=self.backend_name)
            try:
                password = self._read(account)
            except SecretError as error:
                failure = error
            if password is None and self.ask is not None:
                password = self.ask(account)
                if password:
                    self._session[account] = password
            if not password:
                raise failure
            return password

    def has(self, account: str) -> bool:
        return account in self._session or self._read(account) is not None

    def for_session(self, account: str) -> bool:
        """Whether the password is kept in memory only."""
        return account in self._session

    def remember(self, account: str, password: str) -> None:
        """Keep it for as long as the program runs: in memory, and never on disk."""
        logs.hide(password)
        self._session[account] = password

    def set(self, account: str, password: str) -> None:
        logs.hide(password)
        self._check_size(account, password)
        with self._edge(account):
            self._backend.set_password(SERVICE, account, password)
        self._session.pop(account, None)

    def _check_size(self, account: str, password: str) -> None:
        """Windows' Credential Manager answers a password that is too long with "bad data"."""
        size = len(password.encode("utf-16-le"))
        if _is_windows(self._backend) and size > _WINDOWS_BLOB:
            raise SecretError("secret.too_long", account=account, most=_WINDOWS_BLOB // 2)

    def delete(self, account: str) -> None:
        self._session.pop(account, None)
        with self._edge(account):
            try:
                self._backend.delete_password(SERVICE, account)
            except keyring.errors.PasswordDeleteError:
                return  # it was not there: the wish is met

    def _read(self, account: str) -> str | None:
        with self._edge(account):
            return self._backend.get_password(SERVICE, account)

    @contextmanager
    def _edge(self, account: str) -> Iterator[None]:
        """Whatever a keyring raises, and Windows' own error is no OSError, is a SecretError."""
        try:
            yield
        except Exception as error:
            raise _failure(account, error) from error


# CRED_MAX_CREDENTIAL_BLOB_SIZE: 5 * 512 bytes, of UTF-16.
_WINDOWS_BLOB: Final = 2560

# Errors of the Windows Credential Manager, by their numbers.
_WINDOWS_ERRORS: Final = {
    8: "secret.store_full",  # ERROR_NOT_ENOUGH_MEMORY
    1312: "secret.no_session",  # ERROR_NO_SUCH_LOGON_SESSION
    1783: "secret.too_long",  # RPC_X_BAD_STUB_DATA
}


def _is_windows(backend: keyring.backend.KeyringBackend) -> bool:
    return str(backend.name).startswith("Windows")


def _failure(account: str, error: Exception) -> SecretError:
    """What a keyring raised, without its text: that may hold the password. Windows' own text and
    number say what the system has against it, and never more."""
    number, text = _windows_error(error)
    code = _WINDOWS_ERRORS.get(number, "secret.no_keyring")
    detail = f"error {number}: {text}" if number else type(error).__name__
    return SecretError(code, account=account, detail=detail, most=_WINDOWS_BLOB // 2)


def _windows_error(error: BaseException | None) -> tuple[int, str]:
    """Number and text of ``pywintypes.error``, which is ``(number, function, text)``; (0, "") for
    any other error."""
    while error is not None:
        if type(error).__name__ == "error" and len(error.args) >= 3:
            number, _, text = error.args[:3]
            if isinstance(number, int):
                return number, str(text)
        error = error.__cause__
    return 0, ""
