"""Making a release: the tree is written, committed with trailers, tagged and pushed, or undone.

The order is the promise: nothing counts as released before the remote has it. When the push is
refused the commit and the tag are taken back, the branch is where it was, and the files stay in
the folder, so that publishing again is one click.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import structs

from app import removal
from app.errors import ReleaseError
from app.lazy import lazy
from app.release import manifest as manifests
from app.release import workcopy
from app.release.git import Repository
from app.release.model import Manifest, Release, ReleaseBundle

if TYPE_CHECKING:
    from app.changelog.file import approvals, master
else:  # git starts this room for each file with a conflict, and releases nothing
    approvals, master = lazy("app.changelog.file.approvals"), lazy("app.changelog.file.master")


def tag_of(version: str) -> str:
    return f"v{version}"


def publish(
    repository: Repository,
    manifest_facts: Manifest,
    application: Mapping[str, str],
    application_folder: str,
    changelog: Mapping[str, bytes],
    changelog_folder: str,
    notes: str,
    sent: Callable[[int], None] = lambda _: None,
) -> Release:
    """Write, commit, tag and push one release; ``sent`` hears how many per cent git has pushed.

    ``manifest_facts`` is the manifest without its files; ``application`` maps paths below
    ``application_folder``; ``changelog`` maps paths of the repository, that of the approvals among
    them where there are any. Raises ReleaseError:
    ``release.exists``, ``release.wrong_branch``, ``release.behind``, ``release.commit_failed``,
    ``release.push_refused``, ``release.remote_refused``, ``release.unwritable`` and the faults of
    ``workcopy``; in all of them branch and tags are as
    before.
    """
    version, tag = manifest_facts.version, tag_of(manifest_facts.version)
    folders = (application_folder, changelog_folder)
    _check_ready(repository, tag)
    files = {f"{application_folder}/{p}": t.encode("utf-8") for p, t in application.items()}
    files.update(changelog)
    carries_approvals = _approvals(changelog_folder) in files
    # What an older program would pass over, or read as something else.
    unknown_before = carries_approvals or any(not path.endswith(".sql") for path in changelog)
    manifest = structs.replace(
        manifest_facts,
        files=manifests.list_files(files),
        format=manifests.FORMAT if unknown_before else manifests.PLAIN,
    )
    for fault in workcopy.faults(repository, files, folders):
        raise fault
    files[manifests.NAME] = manifests.encode(manifest)
    attributes = workcopy.with_attributes(repository, folders)
    if attributes is not None:
        files[workcopy.ATTRIBUTES] = attributes
    before = repository.resolve("HEAD") if repository.has_commits() else None
    removed = _write_tree(repository, files, application_folder)
    if not carries_approvals:
        path = _approvals(changelog_folder)
        removed += [p for p in repository.tracked(changelog_folder) if p == path]
    commit = repository.commit_and_tag(
        [*files, *removed], _commit_message(manifest, notes), tag, notes or f"Version {version}"
    )
    try:
        # A filter or line-end setting of the user's git may have changed bytes on the way in.
        manifests.verify(
            manifest, _carried(repository, commit, application_folder, changelog_folder), tag
        )
        repository.push(tag, sent)
    except ReleaseError:
        repository.undo(before, tag)
        raise
    return Release(version, tag, commit, notes, manifest, pushed=True)


def _check_ready(repository: Repository, tag: str) -> None:
    if repository.has_commits() and not repository.on_branch():
        raise ReleaseError(
            "release.wrong_branch", repository=str(repository.path), branch=repository.branch
        )
    repository.fetch()
    if tag in repository.tags("*"):
        raise ReleaseError("release.exists", repository=str(repository.path), tag=tag)
    behind = repository.behind()
    if behind:
        raise ReleaseError("release.behind", repository=str(repository.path), commits=behind)


def _write_tree(repository: Repository, files: Mapping[str, bytes], folder: str) -> list[str]:
    """Write ``files``; below ``folder`` whatever is not among them goes. Gives the paths that
    HEAD has and the release has no more."""
    root = repository.path
    workcopy.write(repository, files)
    for old in sorted((root / folder).rglob("*")) if (root / folder).exists() else []:
        if old.is_file() and old.relative_to(root).as_posix() not in files:
            removal.remove_file(old)
    return [path for path in repository.tracked(folder) if path not in files]


def _commit_message(manifest: Manifest, notes: str) -> str:
    pages = ", ".join(str(p) for p in manifest.pages) or "-"
    head = f"Release {manifest.version} of {manifest.application}\n\n"
    body = f"{notes.strip()}\n\n" if notes.strip() else ""
    trailers = [
        f"Release: {manifest.version}",
        *(f"Developer: {name}" for name in manifest.developers),
        f"Pages: {pages}",
        f"Base: {manifest.base}",
        f"Apex-Release: {manifest.apex_release}",
    ]
    return head + body + "\n".join(trailers) + "\n"


def releases(repository: Repository) -> tuple[Release, ...]:
    """All tagged releases with a manifest, oldest first."""
    found = []
    for tag in repository.tags():
        commit = repository.resolve(tag)
        content = repository.files(commit).get(manifests.NAME)
        if content is None:
            continue  # a tag of somebody else's
        manifest = manifests.decode(content, tag)
        pushed = repository.remote_has(tag, commit)
        notes = repository.tag_message(tag).strip()
        found.append(Release(manifest.version, tag, commit, notes, manifest, pushed))
    return tuple(found)


def bundle(repository: Repository, tag: str, application: str, changelog: str) -> ReleaseBundle:
    """What a deployment reads: the tag's files, checked against its manifest.

    Never the working folder. ``application`` and ``changelog`` are the folders' names.
    """
    commit = repository.resolve(f"refs/tags/{tag}")
    content = repository.files(commit).get(manifests.NAME)
    if content is None:
        raise ReleaseError("release.no_manifest", repository=str(repository.path), tag=tag)
    manifest = manifests.decode(content, tag)
    carried = _carried(repository, commit, application, changelog)
    manifests.verify(manifest, carried, tag)
    root = f"{application}/"
    notes = repository.tag_message(tag).strip()
    pushed = repository.remote_has(tag, commit)
    return ReleaseBundle(
        release=Release(manifest.version, tag, commit, notes, manifest, pushed),
        application={
            path.removeprefix(root): content.decode("utf-8")
            for path, content in carried.items()
            if path.startswith(root)
        },
        changelog=master.of_changelog(_below(carried, changelog)),
        approvals=carried.get(_approvals(changelog), b""),
    )


def _carried(
    repository: Repository, commit: str, application: str, changelog: str
) -> dict[str, bytes]:
    """What a release carries of a commit: the application's folder, the changelog's files, and
    the approvals beside them."""
    files = repository.files(commit)
    carried = _below(files, application) | master.of_changelog(_below(files, changelog))
    carried |= {p: files[p] for p in files if p == _approvals(changelog)}
    return {path: files[path] for path in files if path in carried}


def _below(files: Mapping[str, bytes], folder: str) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if path.startswith(f"{folder}/")}


def _approvals(folder: str) -> str:
    return f"{folder}/{approvals.NAME}"


def draft_manifest(
    *,
    version: str,
    created_at: datetime,
    application: str,
    application_id: int,
    apex_release: str,
    base: str,
    developers: tuple[str, ...],
    pages: tuple[int, ...],
    changesets: tuple[str, ...],
) -> Manifest:
    """A manifest without files, for ``publish``."""
    return Manifest(
        format=manifests.PLAIN,
        version=version,
        created_at=created_at,
        application=application,
        application_id=application_id,
        apex_release=apex_release,
        base=base,
        developers=developers,
        pages=pages,
        changesets=changesets,
        files=(),
    )
