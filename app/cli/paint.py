"""Colours of a terminal, only where there is one and nobody declined them."""

from __future__ import annotations

import os
import shutil
import sys
from typing import Final, Literal

When = Literal["auto", "always", "never"]

CODES: Final = {
    "added": "32",
    "removed": "31",
    "changed": "33",
    "moved": "35",
    "renamed": "35",
    "same": "2",
    "quiet": "2",
    "head": "1",
    "old": "31",
    "new": "32",
    "old_mark": "31;7",
    "new_mark": "32;7",
}


class Paint:
    """``paint("text", "added")``; the text as it is where colours are off."""

    def __init__(self, on: bool) -> None:
        self.on = on

    def __call__(self, text: str, style: str) -> str:
        return f"\x1b[{CODES[style]}m{text}\x1b[0m" if self.on and text else text


def paint(when: When = "auto") -> Paint:
    """By https://no-color.org: a NO_COLOR that is not empty turns colours off, an explicit
    ``--color`` is stronger."""
    if when != "auto":
        return Paint(when == "always")
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return Paint(False)
    return Paint(sys.stdout.isatty() and _understands())


def _understands() -> bool:
    """Windows' console reads colours once it was asked to; later versions need no asking."""
    if sys.platform == "win32":
        os.system("")
    return True


def width() -> int:
    """The terminal's columns; wide where there is none, so that nothing is broken in a file."""
    return shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 160
