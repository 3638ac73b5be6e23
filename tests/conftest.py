"""What all tests share: no test reads or writes the user's home, keyring or git settings."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import keyring
import keyring.backend
import pytest

from app import logs
from app.masking import Masks
from tests.contract.recorder import (  # hooks of pytest
    pytest_deselected,
    pytest_runtest_logreport,
    pytest_sessionfinish,
    pytest_testnodedown,
)
from tests.windows_files import WindowsFiles

if TYPE_CHECKING:
    from app.lab.world import WorldInfo

__all__ = [
    "pytest_deselected",
    "pytest_runtest_logreport",
    "pytest_sessionfinish",
    "pytest_testnodedown",
]


def _own_display() -> None:
    """Each test process has a screen of its own, where ``dev.py`` made several."""
    displays = os.environ.get("CARAVANE_DISPLAYS", "").split()
    number = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    if displays:
        os.environ["DISPLAY"] = displays[int(number) % len(displays)]


_own_display()

# How fast a machine is says nothing of the program; in CI hypothesis sees to this itself.
hypothesis.settings.register_profile(
    "anywhere", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
if not os.environ.get("CI"):
    hypothesis.settings.load_profile("anywhere")


class MemoryKeyring(keyring.backend.KeyringBackend):
    """A keyring for tests, gone with the process."""

    priority = 0.1
    name = "Memory keyring (tests)"

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.entries.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError(username)


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> WorldInfo:
    """The demo's world as it is made, once for a process: copied, and never used itself."""
    from app.lab import world  # many tests need no lab

    return world.create(tmp_path_factory.mktemp("pristine") / "lab")


@pytest.fixture
def seeded_home(tmp_path: Path, pristine: WorldInfo) -> Path:
    """A folder that a demo goes on in: its world is there, and nothing else yet."""
    shutil.copytree(pristine.home, tmp_path / "home" / "lab")
    return tmp_path / "home"


@pytest.fixture(autouse=True)
def fresh_surroundings(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MemoryKeyring]:
    """A home, a keyring and a git configuration of the test's own."""
    folder = tmp_path_factory.mktemp("surroundings")
    monkeypatch.setenv("CARAVANE_HOME", str(folder / "home"))
    monkeypatch.setenv("CARAVANE_DEMO_HOME", str(folder / "demo"))
    monkeypatch.setattr(logs, "_known", Masks(short_as_words=True))  # no other test's passwords
    config = folder / "gitconfig"
    config.write_text("[user]\n\tname = Tester\n\temail = tester@caravane.invalid\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", str(folder / "none"))
    before = keyring.get_keyring()
    memory = MemoryKeyring()
    keyring.set_keyring(memory)
    yield memory
    keyring.set_keyring(before)


@pytest.fixture
def windows_files(monkeypatch: pytest.MonkeyPatch) -> WindowsFiles:
    """The disk refuses what Windows refuses; there it is the disk itself."""
    return WindowsFiles(monkeypatch)


@pytest.fixture
def bare_remote(tmp_path: Path) -> Path:
    """A bare repository, as a Git remote on disk."""
    from app.release import init_bare

    remote = tmp_path / "remote.git"
    init_bare(remote)
    return remote
