"""A developer's copy on a newer APEX than MAIN: MAIN cannot import what it holds, so the merge is
refused, with what somebody would have to do."""

from __future__ import annotations

from collections.abc import Mapping

from app.apex import Application, compare_applications
from app.apex.catalogue.steps import is_newer
from app.errors import AppError

_SHOWN = 8


def newer_copy(
    developer: str, main: Application, copy: Application, base: Application
) -> AppError | None:
    """``merge.newer_copy`` with the files that differ from the base for more than the upgrade."""
    if not is_newer(copy.apex_release, main.apex_release):
        return None
    files = [
        str(file.number) if file.number is not None else file.title
        for file in compare_applications(base, copy).files
    ]
    listed = ", ".join((*files[:_SHOWN], "…") if len(files) > _SHOWN else files)
    return AppError(
        "merge.newer_copy",
        developer=developer,
        main=main.apex_release,
        theirs=copy.apex_release,
        files=len(files),
        listed=listed or "-",
    )


def refuse_newer_copies(
    main: Application, copies: Mapping[str, Application], bases: Mapping[str, Application]
) -> None:
    """Raises ``merge.newer_copy`` for the first copy that MAIN cannot take."""
    for name, copy in copies.items():
        error = newer_copy(name, main, copy, bases[name])
        if error is not None:
            raise error
