"""The frame of an export file: who exported it, from which workspace and application.

The arguments of ``component_begin`` (``import_begin``) say where a file comes from; a merged file
says where it goes. The release stays the file's own where the two differ: the import reads it to
give absent arguments the defaults of that release.
"""

from __future__ import annotations

import re
from typing import Final

from app.apex.tree import HEADERS, Component, Page

VERSION: Final = "p_version_yyyy_mm_dd"
_OWN: Final = frozenset({VERSION, "p_release"})
_FLOW: Final = re.compile(
    r"^(--     (?:FLOW|APP STATIC FILES|APPLICATION): )(\d+)(?=\r?$)", re.MULTILINE
)


def header_of(page: Page) -> Component | None:
    """The call that opens a file's components."""
    return next((c for c in page.calls if c.procedure in HEADERS), None)


def with_header(page: Page, onto: Page) -> str:
    """A page's source with the header of ``onto``; unchanged if one of them has none."""
    wanted = header_of(onto)
    if wanted is None:
        return page.source
    return with_arguments(page, {n: a.source for n, a in wanted.arguments.items()})


def with_arguments(page: Page, wanted: dict[str, str]) -> str:
    """A page's source with these sources for the arguments of its header."""
    own = header_of(page)
    if own is None:
        return page.source
    release = own.arguments.get(VERSION)
    keep = release is None or release.source != wanted.get(VERSION)
    pieces: list[str] = []
    at, source = 0, page.source
    number = own.arguments.get("p_default_application_id")
    for argument in own.arguments.values():
        new = wanted.get(argument.name)
        if new is None or (keep and argument.name in _OWN):
            continue
        pieces += (source[at : argument.start], new)
        at = argument.end
    text = "".join([*pieces, source[at:]])
    target = wanted.get("p_default_application_id")
    if number is None or target is None or number.source == target:
        return text
    # The manifest's own lines name the application by its number.
    head = text.find("component_begin")
    if head < 0:
        return text
    manifest = _FLOW.sub(lambda m: m[1] + (target if m[2] == number.source else m[2]), text[:head])
    return manifest + text[head:]
