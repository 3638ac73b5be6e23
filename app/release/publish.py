"""Making a release: the tree is written, committed with trailers, tagged and pushed, or undone.

The order is the promise: nothing counts as released before the remote has it. When the push is
refused the commit and the tag are taken back, the branch is where it was, and the files stay in
the folder, so that publishing again is one click.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from msgspec import structs

from app import removal
from app.errors import ReleaseError
from app.lazy import lazy
from app.release import form_folder, workcopy
from app.release import manifest as manifests
from app.release.form_folder import manifest_at
from app.release.git import Repository
from app.release.model import Manifest, Release, ReleaseBundle

if TYPE_CHECKING:
    from app.changelog.file import approvals, master
else:  # git starts this room for each file with a conflict, and releases nothing
    approvals, master = lazy("app.changelog.file.approvals"), lazy("app.changelog.file.master")


APEXLANG: Final = "apexlang"
"""The usual folder of a release's application in APEXlang."""


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
    *,
    apexlang: Mapping[str, bytes] = MappingProxyType({}),
    apexlang_folder: str = APEXLANG,
) -> Release:
    """Write, commit, tag and push one release; ``sent`` hears how many per cent git has pushed.

    ``manifest_facts`` is the manifest without its files; ``application`` maps paths below
    ``application_folder``; ``changelog`` maps paths of the repository, that of the approvals among
    them where there are any; ``apexlang`` is the application in its other form, by paths below
    ``apexlang_folder``. Raises ReleaseError:
    ``release.exists``, ``release.wrong_branch``, ``release.behind``, ``release.commit_failed``,
    ``release.push_refused``, ``release.remote_refused``, ``release.unwritable``,
    ``release.folder_taken``, ``release.folder_edited`` and the faults of ``workcopy``; in all of
    them branch and tags are as before.
    """
    version, tag = manifest_facts.version, tag_of(manifest_facts.version)
    _check_ready(repository, tag, (application_folder, apexlang_folder, changelog_folder))
    rewritten = [application_folder, *_apexlang_folder(repository, apexlang, apexlang_folder)]
    folders = (*rewritten, changelog_folder)
    files = {f"{application_folder}/{p}": t.encode("utf-8") for p, t in application.items()}
    files |= {f"{apexlang_folder}/{p}": content for p, content in apexlang.items()}
    files.update(changelog)
    carries_approvals = _approvals(changelog_folder) in files
    manifest = structs.replace(
        manifest_facts,
        files=manifests.list_files(files),
        format=_format(carries_approvals, changelog, bool(apexlang)),
    )
    for fault in workcopy.faults(repository, files, folders):
        raise fault
    files[manifests.NAME] = manifests.encode(manifest)
    attributes = workcopy.with_attributes(repository, folders)
    if attributes is not None:
        files[workcopy.ATTRIBUTES] = attributes
    before = repository.resolve("HEAD") if repository.has_commits() else None
    removed = _write_tree(repository, files, rewritten)
    if not carries_approvals:
        path = _approvals(changelog_folder)
        removed += [p for p in repository.tracked(changelog_folder) if p == path]
    commit = repository.commit_and_tag(
        files, _commit_message(manifest, notes), tag, notes or f"Version {version}", removed
    )
    try:
        # A filter or line-end setting of the user's git may have changed bytes on the way in.
        roots = application_folder, changelog_folder, apexlang_folder
        manifests.verify(manifest, _carried(repository, commit, manifest, *roots), tag)
        repository.push(tag, sent)
    except ReleaseError:
        repository.undo(before, tag)
        raise
    return Release(version, tag, commit, notes, manifest, True, repository.annotation(tag)[1])


def _format(approved: bool, changelog: Mapping[str, bytes], apexlang: bool) -> int:
    """Of a release that an older program would pass over in part, or read as something else."""
    if apexlang:
        return manifests.FORMAT
    other = any(not path.endswith(".sql") for path in changelog)
    return manifests.APPROVED if approved or other else manifests.PLAIN


def _apexlang_folder(
    repository: Repository, apexlang: Mapping[str, bytes], folder: str
) -> Iterator[str]:
    """The folder where the release writes it, or an earlier one did: what it does not hold goes."""
    if apexlang or form_folder.held(repository, folder):
        trouble = form_folder.fault(repository, folder)
        if trouble is not None:
            raise trouble
        yield folder


def _lists(manifest: Manifest, folder: str) -> bool:
    return any(file.path.startswith(f"{folder}/") for file in manifest.files)


def _check_ready(repository: Repository, tag: str, folders: Iterable[str]) -> None:
    workcopy.check_folders(repository, folders)
    if repository.has_commits() and not repository.on_branch():
        raise ReleaseError(
            "release.wrong_branch", repository=str(repository.path), branch=repository.branch
        )
    repository.fetch()
    if tag in repository.tags("*"):
        raise ReleaseError("release.exists", repository=str(repository.path), tag=tag)
    behind = repository.behind()
    if behind:
        facts = {"remote": repository.remote, "branch": repository.branch}
        raise ReleaseError(
            "release.behind", repository=str(repository.path), commits=behind, **facts
        )


def _write_tree(
    repository: Repository, files: Mapping[str, bytes], folders: Iterable[str]
) -> list[str]:
    """Write ``files``; below ``folders`` whatever is not among them goes. Gives the paths that
    HEAD has and the release has no more."""
    root = repository.path
    workcopy.free_names(repository, files, folders)
    workcopy.write(repository, files)
    gone: list[str] = []
    for folder in folders:
        for old in sorted((root / folder).rglob("*")) if (root / folder).exists() else []:
            if old.is_file() and old.relative_to(root).as_posix() not in files:
                removal.remove_file(old)
        gone += [path for path in repository.tracked(folder) if path not in files]
    return gone


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
        content = manifest_at(repository, commit)
        if content is None:
            continue  # a tag of somebody else's
        manifest = manifests.decode(content, tag)
        pushed = repository.remote_has(tag, commit)
        notes, by = repository.annotation(tag)
        found.append(Release(manifest.version, tag, commit, notes, manifest, pushed, by))
    return tuple(found)


def bundle(
    repository: Repository,
    tag: str,
    application: str,
    changelog: str,
    apexlang: str = APEXLANG,
) -> ReleaseBundle:
    """What a deployment reads: the tag's files, checked against its manifest.

    Never the working folder. ``application``, ``changelog`` and ``apexlang`` are the names of the
    folders.
    """
    commit = repository.resolve(f"refs/tags/{tag}")
    content = manifest_at(repository, commit)
    if content is None:
        raise ReleaseError("release.no_manifest", repository=str(repository.path), tag=tag)
    manifest = manifests.decode(content, tag)
    apexlang = form_folder.of(manifest, apexlang)  # its name when the release was made
    carried = _carried(repository, commit, manifest, application, changelog, apexlang)
    manifests.verify(manifest, carried, tag)
    root = f"{application}/"
    language = _below(carried, apexlang) if _lists(manifest, apexlang) else {}
    notes, by = repository.annotation(tag)
    pushed = repository.remote_has(tag, commit)
    return ReleaseBundle(
        release=Release(manifest.version, tag, commit, notes, manifest, pushed, by),
        application={
            path.removeprefix(root): content.decode("utf-8")
            for path, content in carried.items()
            if path.startswith(root)
        },
        changelog=master.of_changelog(_below(carried, changelog)),
        approvals=carried.get(_approvals(changelog), b""),
        apexlang={path.removeprefix(f"{apexlang}/"): c for path, c in language.items()},
    )


def _carried(
    repository: Repository,
    commit: str,
    manifest: Manifest,
    application: str,
    changelog: str,
    apexlang: str,
) -> dict[str, bytes]:
    """What a release carries of a commit: the application's folder, that of its other form where it
    holds one, the changelog's files, and the approvals beside them."""
    files = repository.files(commit)
    carried = _below(files, application) | master.of_changelog(_below(files, changelog))
    if _lists(manifest, apexlang):
        carried |= _below(files, apexlang)
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
