#!/usr/bin/env python3
"""Run Caravane from its source tree, and work on it.

Standard library only. Makes (or refreshes) a private environment in ``.venv-caravane``, from the
pinned and hashed lists in ``requirements/``; on Debian and Ubuntu it installs the system libraries
that Qt needs and that are missing. Nothing outside this folder is touched otherwise.

    python3 dev.py demo [--headless] [--json] [...]   the demo, with its own Oracle stand-in
    python3 dev.py run [ARGUMENTS...]                 the window, or any command of caravane
    python3 dev.py test                               lint, types, walls and all tests
    python3 dev.py test PATH... [-k ...]              these tests, and nothing else
    python3 dev.py lint                               style, types, walls, dead code
    python3 dev.py fix                                what style can be mended by itself
    python3 dev.py pictures                           the guide's, from the running program
    python3 dev.py lock                               write requirements/ again from pyproject.toml
    python3 dev.py windows [PART...]                  the same on Windows, in Wine (Debian)

On Windows it is ``py -3 dev.py``: python.org's installation has no python3.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / os.environ.get("CARAVANE_VENV", ".venv-caravane")
WINDOWS = os.name == "nt"
# With -3, because the launcher would look for the python3 of this file's first line on the PATH,
# where Windows has a door to its shop.
LAUNCHER = "py -3" if WINDOWS else "python3"
SCRIPTS = ENVIRONMENT / ("Scripts" if WINDOWS else "bin")
PYTHON = SCRIPTS / ("python.exe" if WINDOWS else "python")
KINDS = ("run", "demo", "cluster", "dev")

# What a Qt window needs beyond the wheel: the library that is looked for, its Debian package.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
FONT_PACKAGE = "fonts-dejavu-core"


class SetupError(Exception):
    """A set-up step that cannot go on; the text says what to do."""


def say(text: str) -> None:
    print(f"[dev] {text}", file=sys.stderr, flush=True)


def run(*command: str | Path, **options: object) -> None:
    """Run a command, show it, and stop when it fails."""
    say("$ " + " ".join(str(c) for c in command))
    done = subprocess.run([str(c) for c in command], cwd=ROOT, check=False, **options)  # type: ignore[call-overload]
    if done.returncode:
        raise SystemExit(done.returncode)


# -- system packages -----------------------------------------------------------------------


def missing_libraries() -> list[str]:
    """Debian packages of the Qt libraries that the loader does not know."""
    loader = shutil.which("ldconfig") or "/sbin/ldconfig"
    try:
        known = subprocess.run([loader, "-p"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return []
    missing = [package for library, package in QT_LIBRARIES.items() if library not in known]
    if not Path("/usr/share/fonts/truetype").exists():
        missing.append(FONT_PACKAGE)
    return missing


def apt_install(packages: list[str], why: str) -> None:
    """Install Debian packages, through sudo when not root; SetupError when neither works."""
    if not packages:
        return
    command = "apt-get install -y --no-install-recommends " + " ".join(packages)
    if not shutil.which("apt-get"):
        raise SetupError(f"{why}: missing system packages. On Debian their names are: {packages}")
    prefix: list[str] = []
    if os.geteuid() != 0:  # type: ignore[attr-defined,unused-ignore]
        if not shutil.which("sudo"):
            raise SetupError(f"{why}: run this as root, then try again:\n    {command}")
        prefix = ["sudo"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["apt-get", "update", "-qq"], command.split()):
        say("$ " + " ".join([*prefix, *step]))
        keep = ["env", "DEBIAN_FRONTEND=noninteractive"] if prefix else []
        asked = [*prefix, *keep, *step]
        # Standard output is the demo's: its document must stay one.
        if subprocess.run(asked, env=environment, stdout=sys.stderr, check=False).returncode:
            raise SetupError(f"{why}: this did not work, please run it yourself:\n    {command}")


# -- the private environment ---------------------------------------------------------------


def ensure_environment(kind: str) -> None:
    """Make the environment with the locked packages of ``kind``: ``run`` is the program, ``demo``
    its stand-in for Oracle too, ``cluster`` workers at other sites, ``dev`` what works on them."""
    if sys.version_info < (3, 11):  # noqa: UP036  (this file runs before the check of pip)
        raise SetupError(f"Caravane needs Python 3.11 or later; this is {sys.version.split()[0]}.")
    kinds = KINDS[: KINDS.index(kind) + 1]  # each has all before it
    lists = [ROOT / "requirements" / f"{name}.txt" for name in kinds]
    stamp = hashlib.sha256(sysconfig.get_python_version().encode())
    stamp.update(str(Path(sys.base_prefix)).encode())
    stamps = {}
    for name, path in zip(kinds, lists, strict=True):
        stamp.update(path.read_bytes())
        stamps[ENVIRONMENT / f".caravane-{name}"] = stamp.hexdigest()
    marker = ENVIRONMENT / f".caravane-{kind}"
    if PYTHON.exists() and marker.exists() and marker.read_text() == stamps[marker]:
        return
    if PYTHON.exists() and not _same_python():
        shutil.rmtree(ENVIRONMENT)
    if not PYTHON.exists():
        create_environment()
    pip = ["-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    for path in lists:
        run(PYTHON, *pip, "--quiet", "--require-hashes", "--no-deps", "-r", path)
    for marker, told in stamps.items():
        marker.write_text(told)


def _same_python() -> bool:
    """Whether the environment still runs, with the Python that runs us."""
    asked = [str(PYTHON), "-c", "import sys; print(sys.version_info[:2])"]
    try:
        answer = subprocess.run(asked, capture_output=True, text=True, check=False)
    except OSError:
        return False
    return answer.stdout.strip() == str(tuple(sys.version_info[:2]))


def create_environment() -> None:
    say(f"making the private environment {ENVIRONMENT.name}")
    make = [sys.executable, "-m", "venv", str(ENVIRONMENT)]
    if subprocess.run(make, capture_output=True, check=False).returncode == 0:
        return
    # Debian and Ubuntu ship Python without its venv part.
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    if WINDOWS:
        raise SetupError(f"python -m venv {ENVIRONMENT} failed; is this Python complete?")
    version = sysconfig.get_python_version()
    apt_install([f"python{version}-venv"], "Python's own venv module is missing")
    run(*make)


# -- a display -----------------------------------------------------------------------------


def has_display() -> bool:
    if WINDOWS or sys.platform == "darwin":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@contextlib.contextmanager
def virtual_displays(count: int) -> Iterator[dict[str, str]]:
    """The environment of fresh Xvfb servers, one for each test process: on one screen their
    windows would take the keyboard from each other. On Windows just ours."""
    if WINDOWS or sys.platform == "darwin":
        yield dict(os.environ)
        return
    packages = [] if shutil.which("Xvfb") else ["xvfb"]
    apt_install([*packages, *missing_libraries()], "The window tests need a virtual screen")
    with contextlib.ExitStack() as servers:
        displays = [servers.enter_context(_server()) for _ in range(count)]
        environment = {**os.environ, "DISPLAY": displays[0], "QT_QPA_PLATFORM": "xcb"}
        environment["CARAVANE_DISPLAYS"] = " ".join(displays)
        environment.pop("WAYLAND_DISPLAY", None)
        yield environment


@contextlib.contextmanager
def _server() -> Iterator[str]:
    """An Xvfb; gives its display."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "2560x1440x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as answer:
            number = answer.readline().strip()
        if not number:
            raise SetupError("Xvfb did not start; run it by hand to see why:\n    Xvfb :99")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


# -- commands ------------------------------------------------------------------------------


def demo(arguments: list[str]) -> None:
    ensure_environment("demo")
    windowless = {"--headless", "--help", "-h"} & set(arguments)
    if not windowless:
        if has_display():
            if sys.platform.startswith("linux"):
                apt_install(missing_libraries(), "The window needs a few system libraries")
        else:
            say("there is no display here: the demo makes its journey without a window")
            arguments = ["--headless", *arguments]
    run_caravane(["demo", *arguments])


def run_any(arguments: list[str]) -> None:
    """Without a command it is the window, which needs a display."""
    if not arguments and not has_display():
        raise SetupError(
            "There is no display here for the window. The command line works without one:\n"
            f"    {LAUNCHER} dev.py run --help"
        )
    run_caravane(arguments)


def run_caravane(arguments: list[str]) -> None:
    ensure_environment("cluster" if arguments[:1] in (["worker"], ["scheduler"]) else "run")
    command = [str(PYTHON), "-P", "-m", "app", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    raise SystemExit(until_it_ends(command, environment))


def until_it_ends(command: list[str], environment: dict[str, str]) -> int:
    """Run a program that shares our console; its exit code. Ctrl+C is the program's to answer, and
    who ends us ends it."""
    program = subprocess.Popen(command, env=environment)
    signal.signal(signal.SIGTERM, lambda *_: program.terminate())
    while True:
        with contextlib.suppress(KeyboardInterrupt):
            return program.wait()


def tool(name: str, *arguments: str | Path, **options: object) -> None:
    """Run a program of the environment."""
    run(SCRIPTS / (f"{name}.exe" if WINDOWS else name), *arguments, **options)


def lint(_: list[str]) -> None:
    ensure_environment("dev")
    tool("ruff", "check", ".")
    tool("ruff", "format", "--check", ".")
    tool("mypy")
    tool("lint-imports")
    tool("vulture")


def fix(_: list[str]) -> None:
    ensure_environment("dev")
    tool("ruff", "check", "--fix", ".")
    tool("ruff", "format", ".")


def test(arguments: list[str]) -> None:
    """Everything; or, with arguments, what they name for pytest, in one process."""
    if not arguments:
        lint([])
    ensure_environment("dev")
    workers = 1 if arguments else 2
    with virtual_displays(workers) as environment:
        environment = {**environment, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
        # In the order of the folders: xdist by itself leaves the few that take long to the end.
        spread = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"] if workers > 1 else []
        run(PYTHON, "-m", "pytest", *spread, *arguments, env=environment)


def pictures(arguments: list[str]) -> None:
    """The guide's pictures: the window makes the demo's journey, once in each language."""
    ensure_environment("dev")
    with virtual_displays(1) as environment:
        environment = {**environment, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
        run(PYTHON, ROOT / "docs" / "pictures.py", *arguments, env=environment)


def lock(_: list[str]) -> None:
    """Resolve once for all systems and Pythons that we support, with hashes and no addresses."""
    import tomllib  # not there in the Pythons that ensure_environment refuses

    ensure_environment("dev")
    folder = ROOT / "requirements"
    extra = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = extra["project"]["optional-dependencies"]

    def resolve(kind: str, *sources: str | Path, **options: object) -> None:
        settings = ["--universal", "--python-version", "3.11", "--generate-hashes", "--upgrade"]
        plain = ["--no-header", "--no-annotate", "--no-emit-index-url", "--quiet"]
        into = folder / f"{kind}.txt"
        tool("uv", "pip", "compile", *settings, *plain, *sources, "-o", into, **options)

    program: list[str | Path] = ["-c", folder / "run.txt"]
    resolve("run", "pyproject.toml")
    for kind in ("demo", "cluster"):
        resolve(kind, *program, "-", input="\n".join(extras[kind]), text=True)
    resolve("dev", *program, "-c", folder / "cluster.txt", "--group", "dev")


def windows(arguments: list[str]) -> None:
    """Windows' own Python, git and Qt in Wine: what runs there, and how, is in the bench."""
    ensure_environment("dev")
    sys.path.insert(0, str(ROOT / "build"))
    import windows_bench

    try:
        with virtual_displays(2) as environment:
            code = windows_bench.main(ROOT, arguments, environment, PYTHON, apt_install)
    except SetupError as trouble:
        say(f"The bench cannot be made here, and nothing was tried on it. {trouble}")
        code = windows_bench.NOT_HERE
    raise SystemExit(code)


COMMANDS: dict[str, Callable[[list[str]], None]] = {
    "demo": demo,
    "run": run_any,
    "test": test,
    "lint": lint,
    "pictures": pictures,
    "fix": fix,
    "lock": lock,
    "windows": windows,
}


def main() -> None:
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        print(__doc__)
        raise SystemExit(0 if sys.argv[1:] in ([], ["--help"], ["-h"]) else 2)
    try:
        COMMANDS[sys.argv[1]](sys.argv[2:])
    except SetupError as trouble:
        say(str(trouble))
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
