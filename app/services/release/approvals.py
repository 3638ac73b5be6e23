"""Announced changes of data: which changesets wait, who approved what, approving and withdrawing.

The approvals are a file beside the changelog (``app.changelog.file.approvals``). It is part of the
release's repository and travels with the tag; nothing here commits it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct, structs

from app import durable
from app.changelog import (
    Approvals,
    Changelog,
    Changeset,
    Ruling,
    approve,
    before_clients,
    guard_changelog,
    parse_changelog,
    standing,
)
from app.changelog.file import approvals as file
from app.changelog.file.behind import CodeBehind
from app.changelog.file.master import of_changelog
from app.errors import ChangelogError
from app.release import Repository, releases, revisions
from app.rollout import purpose
from app.services.model import Announcement
from app.services.release.changelog_folder import in_folder


class Folder(Struct, frozen=True):
    """A changelog on disk with its approvals: all files of the folder, in the order of the run.

    ``name`` is the folder's path inside of its repository, which the keys begin with; ``earlier``
    are the keys that the repository's last release has, without those whose approval is void.
    """

    path: Path
    name: str
    changelog: Changelog
    approvals: Approvals
    earlier: frozenset[str] = frozenset()

    @property
    def file(self) -> Path:
        return self.path / file.NAME


def changelog_files(folder: Path, name: str) -> dict[str, bytes]:
    """The changelog files of ``folder``, in the order in which they run (by name). A master of
    XML, YAML or JSON has its own order, and may include files of folders below."""
    return {f"{name}/{path}": content for path, content in in_folder(folder).items()}


def read_folder(path: Path, name: str | None = None) -> Folder:
    """Raises ChangelogError for a file that cannot be read, the approvals' own too."""
    known = name if name is not None else revisions.place_of(path)
    found = path / file.NAME
    content = found.read_bytes() if found.exists() else b""
    changelog = parse_changelog(changelog_files(path, known))
    approvals = file.decode(content, str(found))
    earlier = released(path, known) - standing(changelog, approvals).void.keys()
    return Folder(path, known, changelog, approvals, earlier)


def released(path: Path, name: str) -> frozenset[str]:
    """The keys of the changesets that the last release of the repository around ``path`` has."""
    root = revisions.root_of(path)
    if root is None:
        return frozenset()
    with Repository(root) as repository:
        known = releases(repository)
        files = repository.files(known[-1].commit, name) if known else {}
    texts = {f"{name}/{p}": content for p, content in of_changelog(files).items()}
    return frozenset(c.key for c in parse_changelog(texts).changesets)


def announcements(
    changelog: Changelog, rulings: Iterable[Ruling], approvals: Approvals
) -> tuple[Announcement, ...]:
    """One for each changeset that changes data of the clients, in the order of the run."""
    stand, behind = standing(changelog, approvals), CodeBehind(changelog)
    by_key: dict[str, list[Ruling]] = {}
    for ruling in rulings:
        by_key.setdefault(ruling.changeset, []).append(ruling)
    return tuple(
        Announcement(
            changeset=c.key,
            path=c.file,
            line=first.line,
            text=c.sql,
            code=tuple(behind.of(c)),
            digest=file.digest_of(c, behind),
            writes=purpose.read(changelog, [c.key], [c.key]).writes,
            reasons=tuple(
                (r.rule, dict(r.facts)) for r in by_key[c.key] if r.verdict == "announce"
            ),
            approval=stand.good.get(c.key),
            void=stand.void.get(c.key),
        )
        for c in changelog.changesets
        if (first := first_with(by_key.get(c.key, ()), "announce")) is not None
        and first_with(by_key[c.key], "refused") is None
    )


def first_with(rulings: Iterable[Ruling], verdict: str) -> Ruling | None:
    return next((r for r in rulings if r.verdict == verdict), None)


# -- approving -------------------------------------------------------------------------------------


def give(folder: Folder, shown: Announcement, who: str, reason: str = "") -> Folder:
    """Approve what ``who`` was shown; gives the folder as it is then.

    The files are read again first: ChangelogError ``changelog.approve_moved`` where the changeset
    is not what was shown any more, ``changelog.approvals_unwritable``; then nothing is approved.
    """
    now = read_folder(folder.path, folder.name)
    found = {a.changeset: a for a in announced_in(now)}.get(shown.changeset)
    if found is None or found.digest != shown.digest:
        raise ChangelogError("changelog.approve_moved", changeset=shown.changeset)
    made = approve(now.changelog, _changeset(now, shown.changeset), who, datetime.now(UTC), reason)
    return _written(now, now.approvals.with_(made))


def withdraw(folder: Folder, key: str) -> Folder:
    """Take the approval of a changeset away; gives the folder as it is then."""
    now = read_folder(folder.path, folder.name)
    return _written(now, now.approvals.without(key))


def announced_in(folder: Folder) -> tuple[Announcement, ...]:
    rulings = before_clients(guard_changelog(folder.changelog, earlier=folder.earlier))
    return announcements(folder.changelog, rulings, folder.approvals)


def who_approves(folder: Path, author: tuple[str, str] = ("", "")) -> str:
    """``Name <address>``: ``author`` where it says both, else whom git would commit as.

    ChangelogError ``changelog.approve_nobody`` where git knows nobody.
    """
    name, address = author
    said = f"{name} <{address}>" if name and address else revisions.identity(folder)
    if said is None:
        raise ChangelogError("changelog.approve_nobody", path=str(folder))
    return said


def _changeset(folder: Folder, key: str) -> Changeset:
    return next(c for c in folder.changelog.changesets if c.key == key)


def _written(folder: Folder, approvals: Approvals) -> Folder:
    try:
        durable.write(folder.file, file.encode(approvals))
    except OSError as error:
        raise ChangelogError(
            "changelog.approvals_unwritable", path=str(folder.file), detail=str(error)
        ) from error
    return structs.replace(folder, approvals=approvals)
