"""An application's other form, APEXlang, beside the SQL export that is written and imported.

Both come from one export of one moment (``app.oracle.export_both``), so they say the same; where
they do not, that is told and stops nothing: what counts is the SQL export.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final
from weakref import WeakKeyDictionary

from msgspec import Struct

from app import apexlang
from app.apex import Application
from app.apexlang.edits import applied, property_edits
from app.apexlang.forms.compare import Compared, compare_forms
from app.errors import AppError
from app.rollout.model import Problem, problem_of

_VERSION: Final = "version"
# Read once for each application that is still in somebody's hands.
_read: Final[WeakKeyDictionary[Application, apexlang.Application]] = WeakKeyDictionary()


def of(application: Application) -> apexlang.Application | None:
    """The application in APEXlang as it was exported along; None where it was not, or cannot be
    read."""
    if not application.apexlang:
        return None
    found = _read.get(application)
    if found is None or found.files != application.apexlang:
        found = _read[application] = apexlang.Application(application.apexlang)
    return None if found.errors else found


def with_version(files: Mapping[str, bytes], version: str) -> dict[str, bytes]:
    """The same files with the application's version set; nothing else moves by a byte. Raises
    ParseError."""
    if apexlang.ROOT_FILE not in files:
        return dict(files)
    document = apexlang.parse(files[apexlang.ROOT_FILE], apexlang.ROOT_FILE)
    top = document.top
    if top is None:
        return dict(files)
    wanted = {_VERSION: apexlang.Value(version)}
    order = ["name", _VERSION]  # as APEX writes them
    text = applied(document.source, property_edits(document, top, wanted, order))
    return {**files, apexlang.ROOT_FILE: text.encode("utf-8")}


class Disagreement(Struct, frozen=True):
    """Where the two forms do not say the same: the file, the component and the property in
    APEXlang's words; no property where the SQL export has no such component."""

    path: str
    component: str
    property: str = ""


def disagreements(application: Application) -> tuple[Disagreement, ...]:
    """Of an application that has both forms, what they say differently, as far as known. Raises
    ParseError."""
    language = of(application)
    if language is None:
        return ()
    found: Compared = compare_forms(application, language)
    differing = [
        Disagreement(one.pair.document.name, one.pair.component.key, one.property)
        for one in found.told
        if one.verdict == "differs"
    ]
    missing = [
        Disagreement(alone.document.name, alone.component.key)
        for alone in found.alone
        if alone.reason == "missing"
    ]
    return tuple(dict.fromkeys((*differing, *missing)))


def agree(
    application: Application,
    refused: AppError | None = None,
    before: Iterable[Application] = (),
) -> tuple[Problem, ...]:
    """What people must know of the two forms behind a write, as notices: where they do not say the
    same (``forms.differ``; ``new`` counts what no version ``before`` it had so), or that there is
    no APEXlang to compare (``forms.none``, ``refused`` or what it cannot be read for)."""
    if refused is not None:
        return (Problem("forms.none", {"detail": str(refused)}),)
    if not application.apexlang:
        return ()
    if of(application) is None:
        broken = apexlang.Application(application.apexlang).errors[0]
        return (Problem("forms.none", {"detail": str(broken)}),)
    try:
        found = disagreements(application)
        old = {one for version in before for one in disagreements(version)} if found else set()
    except AppError as error:
        return (problem_of(error),)
    if not found:
        return ()
    new = [one for one in found if one not in old]
    first = (new or found)[0]
    facts: dict[str, str | int] = {
        "count": len(found),
        "new": len(new),
        "first": f"{first.path}: {first.component} {first.property}".rstrip(),
    }
    return (Problem("forms.differ", facts),)
