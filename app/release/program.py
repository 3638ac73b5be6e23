"""Git's program: where it is on this machine.

Windows brings no git, and an installed one is not always on the PATH. It is started by its whole
path: Windows would look for a bare name in the current folder first, where an export from anywhere
may hold a ``git.exe``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Final

from app import programs
from app.errors import ReleaseError

NAME: Final = programs.named("git")
# Below a folder that an installation is in: Git for Windows, a portable one, a scoop's.
_INSIDE: Final = ("cmd", "bin", "mingw64/bin")

_chosen = ""  # by the settings; one for the whole process, as the library of git has it


def choose(given: str) -> None:
    """Use this program from now on; "" lets it be looked for."""
    global _chosen
    _chosen = given


def path() -> str:
    """The whole path of git. ReleaseError ``release.no_git`` where there is none, and
    ``release.no_git_there`` where the settings name something else."""
    if _chosen:
        if not programs.runs(Path(_chosen)):
            raise ReleaseError("release.no_git_there", path=_chosen)
        return _chosen
    for place in chain(programs.on_path(NAME), usual()):
        if programs.runs(place):
            return str(place)
    raise ReleaseError("release.no_git")


def version() -> tuple[str, str]:
    """What git calls itself, and its path. ReleaseError as ``path``, and where it does not run."""
    place = path()
    try:
        said = run("--version")
    except OSError as error:
        raise ReleaseError("release.no_git_there", path=place) from error
    if said.returncode:
        raise ReleaseError("release.no_git_there", path=place)
    return said.stdout.decode("utf-8", "replace").strip().removeprefix("git version "), place


def run(*words: str, raw: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    """Git with these words, ``raw`` on its standard input. On Windows no console comes up."""
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    return subprocess.run(
        [path(), *words], input=raw, capture_output=True, check=False, creationflags=hidden
    )


def usual() -> Iterator[Path]:
    """Where git is installed when the PATH does not say so, the likeliest first."""
    if sys.platform != "win32":
        for folder in ("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin", "/opt/local/bin"):
            yield Path(folder) / NAME
        return
    for root in _windows_roots():
        for inside in _INSIDE:
            yield root / inside / NAME


def _windows_roots() -> Iterator[Path]:
    yield Path(sys.executable).parent / "git"  # shipped beside the program
    yield from _registered()
    for variable, below in (
        ("ProgramW6432", ("Git",)),
        ("ProgramFiles", ("Git",)),
        ("ProgramFiles(x86)", ("Git",)),
        ("LOCALAPPDATA", ("Programs/Git", "Programs/PortableGit")),
        ("USERPROFILE", ("scoop/apps/git/current", "PortableGit")),
        ("SystemDrive", ("/Git", "/PortableGit")),
    ):
        base = os.environ.get(variable)
        if base:
            yield from (Path(base) / folder for folder in below)
    desktop = Path(os.environ.get("LOCALAPPDATA", "")) / "GitHubDesktop"
    if desktop.is_absolute():
        yield from sorted(desktop.glob("app-*/resources/app/git"), reverse=True)


def _registered() -> Iterator[Path]:
    """What the installer of Git for Windows wrote into the registry."""
    if sys.platform != "win32":
        return
    import winreg

    for hive in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
        try:
            with winreg.OpenKey(hive, r"SOFTWARE\GitForWindows") as key:
                yield Path(str(winreg.QueryValueEx(key, "InstallPath")[0]))
        except OSError:
            continue
