"""Arguments, dispatch and the edge where every error becomes a message and an exit code."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import app
from app import logs
from app.cli import (
    cluster,
    commands,
    git,
    interrupt,
    lab,
    logon,
    output,
    prompt,
    road,
    rollout,
    support,
)
from app.cli.intermixed import Parser
from app.errors import AppError, SettingsError
from app.services.holding import only_window
from app.services.homes import fits
from app.services.support import crash
from app.services.workplace import Workplace, default_home, demo_home, system_language

Command = Callable[[Workplace, argparse.Namespace], int]


def build_parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="caravane",
        description="Carries one validated release of an Oracle APEX application to every client. "
        "Without a command it opens the window.",
        epilog="Exit codes: 0 all is well (diff: no difference), 1 something was found (diff: a "
        "difference; merge: a conflict; guard: a refusal), 2 it could not be done, and why is on "
        "standard error, 3 a statement waits for its approval, 130 interrupted.",
    )
    parser.add_argument("--version", action="version", version=f"caravane {app.__version__}")
    parser.add_argument("--home", type=Path, help="folder with settings, journal and backups")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", help="one document on standard output")
    shared.add_argument("--quiet", action="store_true", help="no progress on standard error")
    shared.add_argument(
        "--home", type=Path, default=argparse.SUPPRESS, help="folder with settings and journal"
    )
    parser.set_defaults(live=False)
    groups = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_to(groups, shared)
    road.add_to(groups, shared)
    rollout.add_to(groups, shared)
    git.add_to(groups, shared)
    logon.add_to(groups, shared)
    lab.add_to(groups, shared)
    cluster.add_to(groups, shared)
    support.add_to(groups, shared)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """The console script. Never raises; gives the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    arguments = build_parser().parse_args(argv)
    home = _home_of(arguments)
    language = system_language()
    as_json = bool(getattr(arguments, "json", False))
    if arguments.command not in (None, "demo") or getattr(arguments, "headless", False):
        interrupt.answer()  # a window is closed by hand

    def thread_ended(error: BaseException) -> None:
        crash.reported(home, error)
        output.failure(error, language, False)

    stop_log = logs.keep(home, thread_ended)
    try:
        if arguments.command is None:
            with only_window(home):
                return open_window(home)
        run: Command = arguments.run
        if getattr(arguments, "without_home", False):
            if getattr(arguments, "about_home", False) and fits(home):
                _check_named(arguments, home)
            return run(Workplace.blank(home), arguments)
        place = Workplace.open(home, prompt.password(language))
        if arguments.command != "diff":  # which may need no home
            _check_named(arguments, home)
        language = place.language
        if arguments.live or getattr(arguments, "only_behind", False):
            with lab.with_lab(place) as here:
                return run(here, arguments)
        return run(place, arguments)
    except AppError as error:
        output.failure(error, language, as_json)
        return 2
    except KeyboardInterrupt:
        return interrupt.CODE
    except BrokenPipeError:
        return 2
    except Exception as error:  # noqa: BLE001  the edge: nothing may end in a traceback on screen
        crash.unforeseen(home, error)
        output.failure(error, language, as_json)
        return 2
    finally:
        stop_log()


def _check_named(arguments: argparse.Namespace, home: Path) -> None:
    """SettingsError ``home.missing`` for a slip in the name: nothing is made there."""
    if getattr(arguments, "home", None) and not home.is_dir():
        raise SettingsError("home.missing", path=str(home))


def _home_of(arguments: argparse.Namespace) -> Path:
    given: Path | None = getattr(arguments, "home", None)
    if given is not None:
        return given.expanduser().resolve()
    return demo_home() if arguments.command == "demo" else default_home()


def open_window(home: Path) -> int:
    """The window; loaded by name, so that ``app`` never needs Qt."""
    window = importlib.import_module("ui.main")
    if (home / "lab").is_dir() and is_demo(home):
        from app.services.demo.home import reopen  # the lab is loaded for a demo's home only

        with reopen(home) as handle:
            return int(window.run_window(home, handle))
    return int(window.run_window(home))


def is_demo(home: Path) -> bool:
    """Whether it is a demo's home; settings that cannot be read are the window's to show."""
    try:
        return Workplace.open(home).settings.demo
    except AppError:
        return False
