"""One file under the glass: can it be read, is it the same to the byte when written back, and do
its references point to something?"""

from __future__ import annotations

from msgspec import Struct

from app.apex.check.integrity import unresolved
from app.apex.export.parse import parse, render
from app.apex.model import Issue
from app.errors import ParseError


class CheckResult(Struct, frozen=True):
    """What ``caravane check`` says of one file.

    ``identical`` compares bytes. ``release`` is what the file says ("" before 20.1).
    ``components`` counts calls that make one. ``error`` says why the file was refused.
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
        return CheckResult(name, False, "", 0, error)
    raw = text if isinstance(text, bytes) else text.encode("utf-8")
    identical = render(page).encode("utf-8") == raw
    return CheckResult(
        name, identical, page.release, len(page.components), None, tuple(unresolved(page))
    )
