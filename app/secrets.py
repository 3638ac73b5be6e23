"""Passwords live in the operating system's keyring, and nowhere else.

``Keyring`` is the one door. The demo keeps its passwords, which open nothing but the lab on this
machine, in a file backend of keyring that carries that warning in its name.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Protocol

import keyring
import keyring.backend
import keyring.backends.fail
import keyring.errors

from app import durable
from app.errors import SecretError

SERVICE = "Caravane"


class Secrets(Protocol):
    """What the services need of a password store. ``account`` comes from ``settings.account``."""

    def get(self, account: str) -> str:
        """The password; raises SecretError ``secret.missing`` or ``secret.no_keyring``."""
        ...

    def set(self, account: str, password: str) -> None: ...
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

    def delete_password(self, service: str, username: str) -> None:
        entries = self._read()
        if entries.pop(f"{service}:{username}", None) is None:
            raise keyring.errors.PasswordDeleteError(username)
        self._write(entries)


class Keyring:
    """``Secrets`` over a keyring backend: the operating system's unless another is given."""

    def __init__(self, backend: keyring.backend.KeyringBackend | None = None) -> None:
        self._backend = backend or keyring.get_keyring()

    @property
    def backend_name(self) -> str:
        """The keyring's own name; "" where the system has none."""
        none = isinstance(self._backend, keyring.backends.fail.Keyring)
        return "" if none else str(self._backend.name)

    def get(self, account: str) -> str:
        password = self._read(account)
        if password is None:
            raise SecretError("secret.missing", account=account, keyring=self.backend_name)
        return password

    def has(self, account: str) -> bool:
        return self._read(account) is not None

    def set(self, account: str, password: str) -> None:
        try:
            self._backend.set_password(SERVICE, account, password)
        except (keyring.errors.KeyringError, OSError, RuntimeError) as error:
            raise self._unusable(account, error) from error

    def delete(self, account: str) -> None:
        try:
            self._backend.delete_password(SERVICE, account)
        except keyring.errors.PasswordDeleteError:
            return  # it was not there: the wish is met
        except (keyring.errors.KeyringError, OSError, RuntimeError) as error:
            raise self._unusable(account, error) from error

    def _read(self, account: str) -> str | None:
        try:
            return self._backend.get_password(SERVICE, account)
        except (keyring.errors.KeyringError, OSError, RuntimeError, ValueError) as error:
            raise self._unusable(account, error) from error

    def _unusable(self, account: str, error: BaseException) -> SecretError:
        return SecretError("secret.no_keyring", account=account, detail=type(error).__name__)
