"""The command line: the same engine without a window, for scripts and CI.

With ``--json`` a command prints one stable document on standard output; messages for people go to
standard error. Exit codes: 0 good, 1 the command's own "no" (different, conflicts, refused, not
verified), 2 an error, 3 (``guard`` alone) nothing is refused and something waits for its
announcement.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """The console script; gives the exit code.

    What git starts once for each file loads what it needs and not the whole program.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:2] in (["git", "merge-driver"], ["git", "textconv"]):
        from app.cli import git_driver

        return git_driver.main(words[1], words[2:])
    from app.cli.main import main as full  # half a second: every room of the house

    return full(words)


__all__ = ["main"]
