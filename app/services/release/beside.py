"""Announced changes of data in files that somebody names, with the approvals beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from app.changelog import (
    Approval,
    Changelog,
    Standing,
    Void,
    before_clients,
    guard_changelog,
    parse_changelog,
    standing,
)
from app.changelog.file import approvals as file
from app.changelog.file.master import masters
from app.errors import ChangelogError
from app.release import revisions
from app.services.model import Announcement
from app.services.release.approvals import (
    Folder,
    announced_in,
    first_with,
    read_folder,
    released,
)
from app.services.release.changelog_folder import in_folder


def beside(changelog: Changelog) -> Standing:
    """What the approvals beside the files of ``changelog`` are worth, by its own keys.

    The keys of an approval are those of the whole folder, read as a release reads it.
    """
    good: dict[str, Approval] = {}
    void: dict[str, Void] = {}
    for path in dict.fromkeys(Path(name).parent for name in changelog.files):
        if not (path / file.NAME).exists():
            continue
        folder = read_folder(path)
        stand = standing(folder.changelog, folder.approvals)
        known = {(Path(c.file).name, c.line): c.key for c in folder.changelog.changesets}
        for c in changelog.changesets:
            key = known.get((Path(c.file).name, c.line), "")
            if Path(c.file).parent == path and key in stand.good:
                good[c.key] = stand.good[key]
            elif Path(c.file).parent == path and key in stand.void:
                void[c.key] = stand.void[key]
    return Standing(good, void)


def earlier_beside(changelog: Changelog, files: Mapping[str, bytes]) -> frozenset[str]:
    """Those keys of ``changelog``, which was read from ``files``, that the last release of the
    repository around them has; a release calls the files by their path in the repository."""
    found: set[str] = set()
    for path in dict.fromkeys(Path(name).parent for name in changelog.files):
        name = revisions.place_of(path) if path.is_dir() else ""
        known = released(path, name) if name else frozenset()
        if not known:
            continue
        here = {n: files[n] for n in changelog.files if Path(n).parent == path}
        there = parse_changelog({f"{name}/{Path(n).name}": here[n] for n in here})
        old = {(Path(c.file).name, c.line) for c in there.changesets if c.key in known}
        ours = (c for c in changelog.changesets if c.file in here)
        found |= {c.key for c in ours if (Path(c.file).name, c.line) in old}
    return frozenset(found)


def beside_master(changelog: Changelog, folder: Path) -> tuple[Standing, frozenset[str]]:
    """What the approvals in ``folder`` are worth and what the last release has already, by the keys
    of ``changelog``, whose master stands there. A release calls the same files by their path in the
    repository, so the changesets are the same in the same order."""
    if len(masters(in_folder(folder))) != 1:  # no release can be made of such a folder
        return Standing(), frozenset()
    as_released = read_folder(folder)
    there = as_released.changelog.changesets
    ours = {t.key: c.key for t, c in zip(there, changelog.changesets, strict=True)}
    stand = standing(as_released.changelog, as_released.approvals)
    return (
        Standing(
            {ours[key]: entry for key, entry in stand.good.items()},
            {ours[key]: entry for key, entry in stand.void.items()},
        ),
        frozenset(ours[key] for key in as_released.earlier if key in ours),
    )


def chosen(paths: Sequence[Path], names: Sequence[str]) -> list[tuple[Folder, Announcement]]:
    """The changes of data in these files that are named, or all that wait where none is.

    ChangelogError ``changelog.approve_unknown``, ``changelog.approve_needless`` and
    ``changelog.approve_refused`` for a name that is no such change.
    """
    found = [(f, a) for f, inside in _folders(paths) for a in announced_in(f) if inside(a.path)]
    if not names:
        return [(f, a) for f, a in found if a.approval is None]
    waiting = ", ".join(a.changeset for _, a in found if a.approval is None) or "-"
    made = []
    for name in names:
        matching = [(f, a) for f, a in found if _is_named(a.changeset, name)]
        if not matching:
            raise _not_to_approve(paths, name, waiting)
        made += matching
    return made


def approved(paths: Sequence[Path], names: Sequence[str]) -> list[tuple[Folder, str]]:
    """The approvals beside these files that are named; ChangelogError ``changelog.not_approved``
    for a name that has none."""
    known = [(f, key) for f, _ in _folders(paths) for key in f.approvals.entries]
    listed = ", ".join(key for _, key in known) or "-"
    made = []
    for name in names or ("-",):
        matching = [(f, key) for f, key in known if _is_named(key, name)]
        if not matching:
            raise ChangelogError("changelog.not_approved", changeset=name, approved=listed)
        made += matching
    return made


def _folders(paths: Sequence[Path]) -> list[tuple[Folder, Callable[[str], bool]]]:
    """The folders of the named files, and whether a path of a changelog is one of those named."""
    wanted: dict[Path, set[str] | None] = {}
    for path in paths:
        if path.is_dir():
            wanted[path] = None
        elif (names := wanted.setdefault(path.parent, set())) is not None:
            names.add(path.name)

    def inside(names: set[str] | None) -> Callable[[str], bool]:
        return lambda path: names is None or path.rpartition("/")[2] in names

    return [(read_folder(path), inside(names)) for path, names in wanted.items()]


def _is_named(key: str, name: str) -> bool:
    """Whether ``name`` is the key ``path::id::author``, its ``author:id``, or its id."""
    _path, _, rest = key.partition("::")
    id_, _, author = rest.rpartition("::")
    return name in (key, id_, f"{author}:{id_}")


def _not_to_approve(paths: Sequence[Path], name: str, waiting: str) -> ChangelogError:
    """Why the changeset ``name`` is none that waits."""
    for folder, inside in _folders(paths):
        for changeset in folder.changelog.changesets:
            if not inside(changeset.file) or not _is_named(changeset.key, name):
                continue
            judged = before_clients(guard_changelog(folder.changelog, earlier=folder.earlier))
            rulings = [r for r in judged if r.changeset == changeset.key]
            refused = first_with(rulings, "refused")
            if refused is None:
                return ChangelogError(
                    "changelog.approve_needless", changeset=changeset.key, waiting=waiting
                )
            return ChangelogError(
                "changelog.approve_refused",
                **{
                    **refused.facts,
                    "path": refused.path,
                    "line": refused.line,
                    "rule": refused.rule,
                    "statement": refused.statement,
                },
            )
    return ChangelogError("changelog.approve_unknown", changeset=name, waiting=waiting)
