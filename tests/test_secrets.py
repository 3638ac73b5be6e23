"""Passwords: only in the keyring, and never in what an error shows."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import keyring.backend
import keyring.backends.fail
import keyring.backends.null
import keyring.errors
import pytest

from app.errors import SecretError
from app.secrets import DemoKeyring, Keyring
from app.settings import account


def test_a_password_goes_into_the_keyring_and_comes_back() -> None:
    secrets = Keyring()
    name = account("maroc", "orassadm")
    assert not secrets.has(name)
    secrets.set(name, "s3cret")
    assert secrets.get("ORASSADM@maroc") == "s3cret"
    secrets.delete(name)
    secrets.delete(name)
    with pytest.raises(SecretError) as caught:
        secrets.get(name)
    assert caught.value.code == "secret.missing"


def test_a_system_without_a_keyring_names_none() -> None:
    assert Keyring(keyring.backends.fail.Keyring()).backend_name == ""
    assert Keyring(keyring.backends.null.Keyring()).backend_name


def test_a_keyring_that_does_not_work_is_said_without_the_password() -> None:
    class Broken(keyring.backend.KeyringBackend):
        priority = 0.1

        def get_password(self, service: str, username: str) -> str | None:
            raise keyring.errors.KeyringLocked("locked")

        def set_password(self, service: str, username: str, password: str) -> None:
            raise keyring.errors.PasswordSetError(f"cannot keep {password}")

        def delete_password(self, service: str, username: str) -> None:
            raise keyring.errors.KeyringLocked("locked")

    secrets = Keyring(Broken())
    for action in (lambda: secrets.get("A@b"), lambda: secrets.set("A@b", "s3cret")):
        with pytest.raises(SecretError) as caught:
            action()
        assert caught.value.code == "secret.no_keyring"
        assert "s3cret" not in str(caught.value)


def test_the_demo_keyring_is_a_file_that_says_what_it_is(tmp_path: Path) -> None:
    backend = DemoKeyring(tmp_path / "demo.json")
    secrets = Keyring(backend)
    secrets.set("ORASSUIT@central", "lab")
    assert Keyring(DemoKeyring(tmp_path / "demo.json")).get("ORASSUIT@central") == "lab"
    assert "lab passwords only" in secrets.backend_name
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "demo.json").stat().st_mode) == 0o600
