"""Wine: its folder, and programs that run in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

GIT = "C:\\git\\mingw64\\bin"


class BenchError(Exception):
    """A step of the bench that cannot go on, or a part that is not good; the text says what."""


class Ended(NamedTuple):
    code: int
    output: str


class Bench:
    """``root`` is the source tree, ``folder`` the bench, ``environment`` has a display, ``pip`` is
    a Python here that has pip, and ``install`` brings packages of this system."""

    def __init__(
        self,
        root: Path,
        folder: Path,
        environment: Mapping[str, str],
        pip: Path,
        install: Callable[[list[str], str], None],
    ) -> None:
        self.root, self.folder, self.pip, self.install = root, folder, pip, install
        self.source = folder / "source"
        self.prefix = folder / "prefix"
        self.drive = self.prefix / "drive_c"
        self.home = folder / "python"
        self.environment = {
            **environment,
            "WINEPREFIX": str(self.prefix),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=",
            "WINEPATH": GIT,
            "PYTHONPATH": windows_path(self.source),
            "LC_ALL": "C.UTF-8",  # Wine reads names of files and arguments by it
            "PYTHONUTF8": "1",
        }
        for name in ("QT_QPA_PLATFORM", "CARAVANE_HOME", "CARAVANE_DEMO_HOME", "LANG"):
            self.environment.pop(name, None)

    def take_source(self) -> None:
        """Copy the sources: what is edited while a part runs would be in it by halves."""
        left = shutil.ignore_patterns(".git", ".venv*", ".*_cache", "__pycache__", "*.egg-info")
        shutil.rmtree(self.source, ignore_errors=True)
        shutil.copytree(self.root, self.source, ignore=left, symlinks=True)

    def say(self, text: str) -> None:
        print(f"[windows] {time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)

    def python(self, *words: str, limit: float = 600, quiet: bool = False) -> Ended:
        """Windows' Python with these words. Its standard output is a pipe: Wine needs one."""
        return self.run("wine", str(self.home / "python.exe"), *words, limit=limit, quiet=quiet)

    def start(self, *words: str) -> subprocess.Popen[str]:
        """A program in Wine, that goes on. Standard error is with standard output."""
        return subprocess.Popen(
            words,
            cwd=self.source if self.source.exists() else self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        )

    def run(self, *words: str, limit: float = 600, quiet: bool = False) -> Ended:
        """The same, until it ends; BenchError after ``limit`` seconds."""
        program = self.start(*words)
        late = threading.Event()

        def end() -> None:
            late.set()
            program.kill()
            self.stop()  # what it started has our pipe

        clock = threading.Timer(limit, end)
        clock.start()
        lines = []
        assert program.stdout is not None
        for line in program.stdout:
            lines.append(line.replace("\r", ""))
            if not quiet:
                sys.stdout.write(lines[-1])
                sys.stdout.flush()
        code = program.wait()
        clock.cancel()
        if late.is_set():
            raise BenchError(f"{' '.join(words[:5])} … did not end in {limit:.0f} s")
        return Ended(code, "".join(lines))

    def stop(self) -> None:
        """End whatever runs in this prefix, and in no other."""
        if self.prefix.exists():
            subprocess.run(["wineserver", "-k"], env=self.environment, check=False)


def windows_path(path: Path) -> str:
    """How Wine's programs call a path of this system."""
    return "Z:" + str(path).replace(os.sep, "\\")
