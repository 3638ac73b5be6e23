"""One file under the glass: can it be read, is it the same to the byte when written back, and do
its references point to something?"""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

from app.apex.check.integrity import unresolved
from app.apex.export.parse import parse, render
from app.apex.model import Issue
from app.errors import ParseError

_COMMENT: Final = re.compile(r"/\*.*?\*/|--[^\n]*|^\s*rem(?:ark)?\b[^\n]*", re.I | re.M | re.S)
# What an export has besides calls: lines for SQL*Plus, the files that it runs, an empty block.
_FRAME: Final = re.compile(
    r"(?:\s+|/(?=\s|$)|(?:prompt|set|whenever|define|spool)\b[^\n]*"
    r"|@@?(?:application|workspace)/[^\n]*|(?:begin|declare)\b|(?:null|commit|end)\s*;)",
    re.IGNORECASE,
)


class CheckResult(Struct, frozen=True):
    """What ``caravane check`` says of one file.

    ``identical`` compares bytes. ``release`` is what the file says ("" before 20.1).
    ``components`` counts calls that make one: none in the files of an export that only list others,
    or in which nothing is left. ``error`` says why the file was refused.
    ``notices`` are references of a page to nothing in it: legal, but worth knowing.
    """

    name: str
    identical: bool
    release: str
    components: int
    error: ParseError | None
    notices: tuple[Issue, ...] = ()


def check(text: str | bytes, name: str) -> CheckResult:
    """Read one file and write it back. Never raises for its content."""
    try:
        page = parse(text, name)
    except ParseError as error:
        is_frame = error.code == "export.not_an_export" and _is_frame(text)
        return CheckResult(name, is_frame, "", 0, None if is_frame else error)
    raw = text if isinstance(text, bytes) else text.encode("utf-8")
    identical = render(page).encode("utf-8") == raw
    return CheckResult(
        name, identical, page.release, len(page.components), None, tuple(unresolved(page))
    )


def _is_frame(text: str | bytes) -> bool:
    """Whether a file without any call of APEX is one that an export has all the same."""
    shown = text.decode("utf-8") if isinstance(text, bytes) else text
    rest, at = _COMMENT.sub("", shown.removeprefix("\ufeff")), 0
    while at < len(rest) and (part := _FRAME.match(rest, at)):
        at = part.end()
    return at == len(rest)
