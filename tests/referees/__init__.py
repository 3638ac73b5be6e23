"""Programs that share no code with ours and judge it: installed once, at the pinned versions.

``package-lock.json`` pins the packages of npm with their hashes, ``requirements.txt`` those of
Python. Where a tool is missing the tests
that need it are skipped, and in CI they fail.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def missing(why: str) -> None:
    """Skip the test, or fail it in CI."""
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)


def need(tool: str) -> str:
    """The path of a program."""
    found = shutil.which(tool)
    if found is None:
        missing(f"{tool} is missing")
    assert found is not None
    return found


def packages() -> Path:
    """``node_modules`` with everything in the lock, kept in the user's cache."""
    npm = need("npm")

    def install(made: Path) -> str:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, made / name)
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(made)]
        done = run(command, 240)
        return done.stderr if done.returncode else ""

    return _cached("referees", HERE / "package-lock.json", install) / "node_modules"


def site() -> Path:
    """A folder for Python's path with the packages of ``requirements.txt``."""

    def install(made: Path) -> str:
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
        wanted = ["--require-hashes", "--no-deps", "--target", str(made)]
        done = run([*pip, *wanted, "-r", str(HERE / "requirements.txt")], 240)
        return done.stderr if done.returncode else ""

    version = f"py{sys.version_info[0]}{sys.version_info[1]}"
    return _cached(f"referees-{version}", HERE / "requirements.txt", install)


def _cached(name: str, lock: Path, install: Callable[[Path], str]) -> Path:
    """What ``install(folder)`` made for this lock once; where it says what is wrong, the test is
    skipped."""
    base = os.environ.get("CARAVANE_TEST_CACHE") or os.environ.get("XDG_CACHE_HOME")
    cache = (Path(base) if base else Path.home() / ".cache") / "caravane-tests"
    ready = cache / f"{name}-{hashlib.sha256(lock.read_bytes()).hexdigest()[:12]}"
    if not ready.exists():
        made = cache / f"{ready.name}.{os.getpid()}"
        made.mkdir(parents=True, exist_ok=True)
        wrong = install(made)
        if wrong:
            shutil.rmtree(made)
            missing(f"the packages of {lock.name} cannot be installed: {wrong}")
        try:
            made.rename(ready)
        except OSError:  # another process was first
            shutil.rmtree(made)
    return ready


def jars() -> str:
    """The class path of the real Liquibase, with Oracle's JDBC driver and H2 in it."""
    home = packages() / "liquibase" / "dist" / "liquibase"
    found = sorted((home / "internal" / "lib").glob("*.jar")) + sorted((home / "lib").glob("*.jar"))
    return os.pathsep.join(map(str, found))


def java(*arguments: str) -> list[str]:
    """A command that runs Java, quick to start, with the driver and Liquibase on the class path."""
    quick = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"]
    return [need("java"), *quick, "-cp", jars(), *arguments]


def run(
    command: Sequence[str], timeout: float = 120, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=cwd, env={**os.environ, **environment}, capture_output=True,
        text=True, encoding="utf-8", timeout=timeout, check=False,
    )  # fmt: skip
