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

PLUGINS = "build/windows_bench/files"
GIT = "C:\\git\\mingw64\\bin"


_COLOURS = 100  # the window has as many once its screen is there; bare, while it opens, half
_LOOK = f"""
import sys, time
from PySide6.QtGui import QGuiApplication
application = QGuiApplication([])
end = time.monotonic() + float(sys.argv[2])
while True:
    image = application.primaryScreen().grabWindow(0).toImage()
    spots = {{image.pixel(x, y) for x in range(0, image.width(), 8)
             for y in range(0, image.height(), 8)}}
    if len(spots) > {_COLOURS}:
        break
    if time.monotonic() > end:
        sys.exit("nothing is drawn on it")
    time.sleep(0.5)
sys.exit(not image.save(sys.argv[1]))
"""


class BenchError(Exception):
    """A step of the bench that cannot go on, or a part that is not good; the text says what."""


class NoPackagesError(BenchError):
    """The bench cannot be made here, for no fault of this project: a package is not to be had."""


class NoTimeError(BenchError):
    """The minutes that the bench was given are over."""


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
        self.end = float("inf")  # of all runs, by time.monotonic
        self.whole = False  # every test, not those that fit into the time of a run of all parts
        self.environment = {
            **environment,
            "WINEPREFIX": str(self.prefix),
            "WINEDEBUG": "-all",
            # No entries in this system's menus, either.
            "WINEDLLOVERRIDES": "mscoree,mshtml,winemenubuilder.exe=",
            "WINEPATH": GIT,
            "PYTHONPATH": ";".join(map(windows_path, (self.source, self.source / PLUGINS))),
            "LC_ALL": "C.UTF-8",  # Wine reads names of files and arguments by it
            "PYTHONUTF8": "1",
        }
        screens = environment.get("CARAVANE_DISPLAYS") or environment.get("DISPLAY", "")
        self.displays = screens.split()
        for name in (
            "CARAVANE_DISPLAYS", "QT_QPA_PLATFORM", "CARAVANE_HOME", "CARAVANE_DEMO_HOME", "LANG",
        ):  # fmt: skip
            self.environment.pop(name, None)

    def another(self, name: str, *, empty: bool) -> Bench:
        """A second Windows, on a screen of its own: a copy of this one, or an ``empty`` one, where
        no git is on the PATH. Two programs with windows take the keyboard from each other."""
        made = Bench(self.root, self.folder, self.environment, self.pip, self.install)
        made.whole, made.end = self.whole, self.end
        made.prefix = self.folder / f"prefix-{name}"
        made.drive = made.prefix / "drive_c"
        made.environment.update(WINEPREFIX=str(made.prefix), DISPLAY=self.displays[-1])
        made.stop()
        shutil.rmtree(made.prefix, ignore_errors=True)
        if empty:
            del made.environment["WINEPATH"]
        else:
            left = shutil.ignore_patterns("tests", "caravane")
            shutil.copytree(self.prefix, made.prefix, symlinks=True, ignore=left)
        return made

    def photograph(self, file: Path, within: float) -> None:
        """The whole screen, as a picture, once a whole window is drawn on it: it is there before it
        is painted. BenchError after ``within`` seconds."""
        environment = {**self.environment, "QT_QPA_PLATFORM": "xcb"}
        look = [str(self.pip), "-c", _LOOK, str(file), str(within)]
        done = subprocess.run(look, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise BenchError(f"no picture of the screen: {done.stderr[-500:]}")

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
        """The same, until it ends; BenchError after ``limit`` seconds. What it leaves running may
        have our pipe, so that the pipe's end says nothing. NoTimeError where the bench's own time
        is over."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise NoTimeError("no time was left for it")
        program = self.start(*words)
        lines: list[str] = []

        def listen() -> None:
            assert program.stdout is not None
            for line in program.stdout:
                lines.append(line.replace("\r", ""))
                if not quiet:
                    sys.stdout.write(lines[-1])
                    sys.stdout.flush()

        reader = threading.Thread(target=listen, daemon=True)
        reader.start()
        try:
            code = program.wait(min(limit, left))
        except subprocess.TimeoutExpired as error:
            program.kill()
            self.stop()
            said = "".join(lines)[-2000:]
            if left < limit:
                raise NoTimeError(f"the time was over in it\n{said}") from error
            raise BenchError(
                f"{' '.join(words[:5])} … did not end in {limit:.0f} s\n{said}"
            ) from error
        reader.join(10)
        return Ended(code, "".join(lines))

    def stop(self) -> None:
        """End whatever runs in this prefix, and in no other."""
        if self.prefix.exists():
            subprocess.run(["wineserver", "-k"], env=self.environment, check=False)


def windows_path(path: Path) -> str:
    """How Wine's programs call a path of this system."""
    return "Z:" + str(path).replace(os.sep, "\\")
