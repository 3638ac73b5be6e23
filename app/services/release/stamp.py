"""MAIN carries the version that was released from it."""

from __future__ import annotations

from typing import Final

from app.apex import Application, compare_applications, with_version
from app.errors import AppError, ReleaseError
from app.oracle import ImportTarget, import_application, set_application_version, version_of
from app.release import Release
from app.services import sources
from app.services.workplace import Workplace

SETS_VERSIONS: Final = (23, 1)
"""The release of APEX that brought APEX_APPLICATION_ADMIN."""


def stamp_main(place: Workplace, release: Release, main: Application) -> None:
    """Set MAIN's version; ``main`` is what was released, as it was read.

    Before APEX 23.1 no call sets a version: MAIN is imported with it, if it still is what was
    read. Raises ReleaseError ``release.not_stamped``: the release stands all the same.
    """
    source = place.central.main
    try:
        if version_of(main.apex_release)[:2] >= SETS_VERSIONS:
            with place.central_session(source) as session:
                set_application_version(session, source.application, release.version)
                session.commit()
            return
        if not compare_applications(main, sources.read_schema(place, source)).is_empty:
            raise ReleaseError("release.main_moved", main=source.name)
        target = ImportTarget(source.workspace_name, source.application, source.schema_name)
        with place.central_session(source) as session:
            import_application(session, with_version(main, release.version).files, target)
    except AppError as error:
        raise ReleaseError(
            "release.not_stamped", tag=release.tag, version=release.version, detail=str(error)
        ) from error
