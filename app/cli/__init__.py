"""The command line: the same engine without a window, for scripts and CI.

With ``--json`` a command prints one stable document on standard output; messages for people go to
standard error. Exit codes: 0 good, 1 the command's own "no" (different, conflicts, refused, not
verified), 2 an error.
"""

from app.cli.main import main

__all__ = ["main"]
