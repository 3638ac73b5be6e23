"""Version 1 in Git: what a demo's repository of releases begins with."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Final

from app import durable
from app.changelog import parse_changelog
from app.release import draft_manifest, init, init_bare, publish, set_author
from app.services import sources
from app.services.release import approvals
from app.services.workplace import Workplace

APPROVER: Final = "Karim (demo) <karim@caravane.invalid>"
"""Who read and approved the one change of data that the demo's changelog announces."""


def publish_first(place: Workplace, remote: Path) -> None:
    """Version 1 in Git, as MAIN holds it, and the changelog of version 2 waiting beside it."""
    if not remote.exists():
        init_bare(remote)
    work = place.repository_path
    repository = init(work, str(remote))
    set_author(work, "Caravane (demo)", "demo@caravane.invalid")
    main = sources.read_schema(place, place.central.main)
    waiting = _changelogs()
    name, first = waiting[0]
    changelog = {f"changelog/{name}": first}
    with repository:
        publish(
            repository,
            draft_manifest(
                version=main.version,
                created_at=datetime.now(UTC),
                application=main.name,
                application_id=main.application_id,
                apex_release=main.apex_release,
                base="-",
                developers=(),
                pages=tuple(sorted(main.pages)),
                changesets=tuple(c.key for c in parse_changelog(changelog).changesets),
            ),
            main.files,
            place.settings.repository.application,
            changelog,
            place.settings.repository.changelog,
            "Première version / first version",
            apexlang=main.apexlang,
            apexlang_folder=place.settings.repository.apexlang,
        )
    for name, content in waiting[1:]:
        durable.write(place.changelog_folder / name, content)
    folder = approvals.read_folder(place.changelog_folder, place.settings.repository.changelog)
    for shown in approvals.announced_in(folder):
        folder = approvals.give(folder, shown, APPROVER, "Comité du 12 novembre")


def _changelogs() -> list[tuple[str, bytes]]:
    """The demo's changelog files, by name."""
    folder = resources.files("resources").joinpath("demo", "changelog")
    return sorted((f.name, f.read_bytes()) for f in folder.iterdir() if f.name.endswith(".sql"))
