"""The frame of an export file: who exported it, from which workspace and application.

The arguments of ``component_begin`` (``import_begin``) say where a file comes from; a merged file
says where it goes. The release stays the file's own where the two differ: the import reads it to
give absent arguments the defaults of that release.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from app.apex.export.tree import HEADERS, Component, Edit, Page, spliced

VERSION: Final = "p_version_yyyy_mm_dd"
_OWN: Final = frozenset({VERSION, "p_release"})
_FLOW: Final = re.compile(
    r"^--     (?:FLOW|APP STATIC FILES|APPLICATION): (\d+)(?=\r?$)", re.MULTILINE
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
    return spliced(page.source, header_edits(page, wanted))


def header_edits(page: Page, wanted: Mapping[str, str]) -> list[Edit]:
    """What ``with_arguments`` does, in the order of the source. Large files are cut into blocks,
    each with a header of its own."""
    found: list[Edit] = []
    at = 0
    for own in page.calls:
        if own.procedure in HEADERS:
            found += _edits(own, wanted, at)
            at = own.end
    return found


def _edits(own: Component, wanted: Mapping[str, str], at: int) -> Iterator[Edit]:
    """The edits of one header, and of the manifest between ``at`` and it."""
    release = own.arguments.get(VERSION)
    keep = release is None or release.source != wanted.get(VERSION)
    number = own.arguments.get("p_default_application_id")
    target = wanted.get("p_default_application_id")
    if number is not None and target is not None and number.source != target:
        # The manifest's own lines name the application by its number.
        for line in _FLOW.finditer(own.page.source, at, own.start):
            if line[1] == number.source:
                yield Edit(*line.span(1), target)
    for argument in own.arguments.values():
        new = wanted.get(argument.name)
        if new is not None and new != argument.source and not (keep and argument.name in _OWN):
            yield Edit(argument.start, argument.end, new)
