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
from app.services.messages import message
from app.services.workplace import Workplace
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


# -- Windows, whose error is an Exception and no OSError ---------------------------------------


class error(Exception):  # noqa: N801, N818  as win32ctypes.pywin32.pywintypes names it
    """Number, function, text."""


class CredentialManager(keyring.backend.KeyringBackend):
    """Fails as the Windows Credential Manager does."""

    priority = 0.1
    name = "Windows WinVaultKeyring"

    def __init__(self, number: int) -> None:
        super().__init__()
        self.failure = error(number, "CredWrite", "What Windows says.")
        self.asked = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.asked += 1
        raise self.failure

    def set_password(self, service: str, username: str, password: str) -> None:
        self.asked += 1
        raise self.failure

    def delete_password(self, service: str, username: str) -> None:
        raise self.failure


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (1312, "secret.no_session"),
        (1783, "secret.too_long"),
        (8, "secret.store_full"),
        (5, "secret.no_keyring"),
    ],
)
def test_what_windows_refuses_is_said_and_the_session_goes_on(number: int, code: str) -> None:
    secrets = Keyring(CredentialManager(number))
    for action in (
        lambda: secrets.get("A@b"),
        lambda: secrets.has("A@b"),
        lambda: secrets.set("A@b", "s3cret"),
        lambda: secrets.delete("A@b"),
    ):
        with pytest.raises(SecretError) as caught:
            action()
        assert caught.value.code == code
        said = message(caught.value, "en")
        assert "A@b" in said.detail and "?" not in said.detail and said.next_step
        assert "s3cret" not in str(caught.value)
    if code == "secret.no_keyring":
        assert f"error {number}" in said.detail
    secrets.remember("A@b", "s3cret")
    assert secrets.get("A@b") == "s3cret" and secrets.has("A@b") and secrets.for_session("A@b")


def test_a_password_that_windows_cannot_keep_is_said_before_it_is_sent() -> None:
    backend = CredentialManager(0)
    with pytest.raises(SecretError) as caught:
        Keyring(backend).set("A@b", "x" * 1281)
    assert caught.value.code == "secret.too_long" and backend.asked == 0
    with pytest.raises(SecretError):
        Keyring(backend).set("A@b", "x" * 1280)
    assert backend.asked == 1
    other = Keyring()
    other.set("A@b", "x" * 5000)  # other systems keep more
    assert len(other.get("A@b")) == 5000


def test_a_password_for_this_session_is_nowhere_on_disk(tmp_path: Path) -> None:
    place = Workplace.open(tmp_path)
    place.secrets.remember("A@b", "s3cret-of-now")
    assert Workplace.open(tmp_path).secrets.get("A@b") == "s3cret-of-now"
    assert not Workplace.open(tmp_path / "other").secrets.has("A@b")
    assert not any(b"s3cret-of-now" in p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    place.secrets.set("A@b", "kept")  # what is kept takes the place of what was for now
    assert place.secrets.get("A@b") == "kept" and not place.secrets.for_session("A@b")


def test_a_person_is_asked_once_for_what_nobody_has(tmp_path: Path) -> None:
    asked: list[str] = []

    def ask(account: str) -> str | None:
        asked.append(account)
        return None if account == "C@d" else "typed"

    secrets = Keyring(session={}, ask=ask)
    assert secrets.get("A@b") == secrets.get("A@b") == "typed"
    assert asked == ["A@b"]
    with pytest.raises(SecretError):
        secrets.get("C@d")
