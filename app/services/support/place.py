"""The doctor at the home: its folder, the release repository and its remote, and the clocks."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from app import durable, paths, removal
from app.errors import AppError, ReleaseError
from app.oracle import clock
from app.release.revisions import identity
from app.rollout import Journal
from app.rollout.model import problem_of
from app.services.support.finding import Finding
from app.services.workplace import CENTRAL, Workplace
from app.settings import account

_LITTLE: Final = 1_000_000_000  # bytes
_TOO_LITTLE: Final = 100_000_000
_APART: Final = 60  # seconds; tickets and certificates end at some minutes
_FAR_APART: Final = 300
# What copies a folder behind the program's back: a database and a git folder do not bear it.
_SYNCED: Final = ("onedrive", "dropbox", "google drive", "googledrive", "nextcloud", "icloud")


def home(place: Workplace) -> Iterator[Finding]:
    """Room on the disk, and where it is."""
    path = place.home
    there = next(folder for folder in (path, *path.parents) if folder.exists())
    free = shutil.disk_usage(there).free
    facts: dict[str, str | int] = {"path": str(path), "mb": free // 1_000_000}
    state = "wrong" if free < _TOO_LITTLE else "notice" if free < _LITTLE else "good"
    yield Finding("home.room" if state == "good" else "home.full", state, facts)  # type: ignore[arg-type]
    if is_far(str(path)):
        yield Finding("home.far", "notice", {"path": str(path)})


def is_far(path: str) -> bool:
    """Whether a folder is on a network drive or one that a program keeps in step with another."""
    parts = path.replace("\\", "/").casefold()
    return parts.startswith("//") or any(f"/{name}" in parts for name in _SYNCED)


def repository(place: Workplace) -> Iterator[Finding]:
    """Whether releases can be committed, and the remote answers."""
    try:
        with place.repository() as opened:
            opened.fetch()
            address = opened.remote_url
        yield Finding("remote.answers", "good", {"remote": address})
        author = place.settings.author if place.settings.author_email else ""
        author = author or identity(place.repository_path) or ""
    except ReleaseError as error:
        yield Finding("remote", "wrong", {}, problem_of(error))
        return
    if author:
        yield Finding("author.known", "good", {"author": author})
    else:
        yield Finding("author.none", "wrong")


def clocks(place: Workplace) -> Iterator[Finding]:
    """This machine's clock beside the disk's, the journal's and the central database's."""
    found = [*_of_the_disk(place.home), *_of_the_journal(place), *_of_the_database(place)]
    if not any(finding.code.startswith("clock.") for finding in found):
        yield Finding("clock.right", "good")
    yield from found


def _of_the_disk(home: Path) -> Iterator[Finding]:
    if not home.is_dir() or not paths.fits(home):
        return
    file = home / f".doctor-{secrets.token_hex(4)}"
    try:
        durable.write(file, b"", flush=False)
        written = datetime.fromtimestamp(file.stat().st_mtime, UTC)
        removal.remove_file(file)
    except OSError:
        return  # that nothing can be written there is said already
    yield from apart(written, "home", datetime.now(UTC))


def _of_the_journal(place: Workplace) -> Iterator[Finding]:
    """An event of the future: the clock was put back since, and reports will be out of order."""
    path = paths.journal_file(place.home)
    if not path.exists():
        return
    try:
        journal = Journal(path)
        try:
            (line,) = journal.tail(1) or [""]
        finally:
            journal.close()
    except AppError as error:
        yield Finding("journal", "wrong", {}, problem_of(error))
        return
    if line and datetime.fromisoformat(line.split()[0]) > datetime.now(UTC):
        yield from apart(datetime.fromisoformat(line.split()[0]), "journal", datetime.now(UTC))


def _of_the_database(place: Workplace) -> Iterator[Finding]:
    central = place.settings.central
    if central is None or not place.secrets.has(account(CENTRAL, central.main.user)):
        return
    try:
        with place.central_session(central.main) as session:
            yield from apart(clock(session), central.main.name, datetime.now(UTC))
    except AppError as error:
        yield Finding("database", "wrong", {}, problem_of(error))


def apart(other: datetime, what: str, now: datetime) -> Iterator[Finding]:
    """A finding where a clock differs from this machine's ``now`` by more than a minute."""
    seconds = round(abs((other - now).total_seconds()))
    if seconds >= _APART:
        state = "wrong" if seconds >= _FAR_APART else "notice"
        facts: dict[str, str | int] = {"what": what, "seconds": seconds}
        yield Finding("clock.apart", state, facts)  # type: ignore[arg-type]
