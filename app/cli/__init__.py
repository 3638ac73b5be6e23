"""The command line: the same engine without a window, for scripts and CI.

With ``--json`` a command prints one stable document on standard output; messages for people go to
standard error. Exit codes: 0 good, 1 the command's own "no" (different, conflicts, refused, not
verified), 2 an error, 3 (``guard`` alone) nothing is refused and something waits for its
announcement, 130 interrupted.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from app.cli import interrupt


def main(argv: Sequence[str] | None = None) -> int:
    """The console script; gives the exit code.

    What git starts once for each file loads what it needs and not the whole program.
    """
    try:
        return _main(list(sys.argv[1:] if argv is None else argv))
    except KeyboardInterrupt:  # before a command of its own answers it
        return interrupt.CODE


def _main(words: list[str]) -> int:
    if words[:2] in (["git", "merge-driver"], ["git", "textconv"]):
        from app.cli import git_driver

        return git_driver.main(words[1], words[2:])
    if not words or (len(words) == 2 and words[0] == "--home"):
        code = _window(words[1:])
        if code is not None:
            return code
    with interrupt.ends_at_once():
        from app.cli.program import main as full  # half a second: every room of the house

    return full(words)


def _window(given: Sequence[str]) -> int | None:
    """The window, before the other commands are loaded; None where that is not all there is to it:
    a demo's home, one that cannot be opened."""
    import importlib
    from pathlib import Path

    from app.errors import AppError
    from app.services.holding import only_window
    from app.services.homes import default_home

    home = Path(given[0]).expanduser().resolve() if given else default_home()
    if (home / "lab").is_dir():
        return None
    try:
        with only_window(home):
            with interrupt.ends_at_once():
                window = importlib.import_module("ui.main")
            return int(window.run_window(home))
    except AppError:
        return None


__all__ = ["main"]
