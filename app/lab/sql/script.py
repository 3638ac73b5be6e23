"""Splitting a SQL script: ``;`` ends a statement, ``/`` alone on a line ends PL/SQL and source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_SKIP: Final = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\"[^\"]*\"", re.DOTALL)
_CODE: Final = re.compile(
    r"\s*(?:begin\b|declare\b|create\s+(?:or\s+replace\s+)?(?:(?:non)?editionable\s+)?"
    r"(?:package|procedure|function|trigger|type)\b)",
    re.IGNORECASE,
)
_LEAD: Final = re.compile(r"(?:\s+|--[^\n]*\n|/\*.*?\*/)*", re.DOTALL)


def statements(text: str) -> Iterator[str]:
    """Each statement without its end mark."""
    at = 0
    while True:
        lead = _LEAD.match(text, at)
        at = lead.end() if lead else at
        if at >= len(text):
            return
        if text.startswith("/", at) and re.match(r"/[ \t]*(\n|$)", text[at:]):
            at += 1
            continue
        if _CODE.match(text, at):
            end = re.compile(r"^[ \t]*/[ \t]*$", re.MULTILINE).search(text, at)
            stop = end.start() if end else len(text)
            yield text[at:stop].rstrip()
            at = end.end() if end else len(text)
            continue
        here = at
        while here < len(text) and text[here] != ";":
            hit = _SKIP.match(text, here)
            here = hit.end() if hit else here + 1
        yield text[at:here].rstrip()
        at = here + 1
