"""A branch of the release's repository that keeps reports, one file each: what one person rolled
out, a colleague sees. Neither the working folder nor the index nor any other branch is touched.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import git

from app.errors import ReleaseError
from app.release.git import Repository, said
from app.release.plumbing import commit_beside

BRANCH: Final = "caravane-reports"
_THERE: Final = f"refs/heads/{BRANCH}"
_KEPT: Final = "refs/caravane/reports"
"""What the remote's branch was when it was last asked."""

_TRIES: Final = 5
"""Another one may push at the same time: then it is fetched, and added to."""


def share(repository: Repository, files: Mapping[str, bytes], message: str) -> int:
    """Add ``files`` to the remote's branch, or replace what has another content; how many that
    were. Raises ReleaseError ``release.no_remote``, ``release.remote_refused``,
    ``release.push_refused`` and ``release.commit_failed`` (a full disk, say); what is on the branch
    is never lost."""
    for attempt in range(1, _TRIES + 1):
        base = fetch(repository)
        with repository.errors("release.commit_failed"):
            known = repository.files(base) if base else {}
            fresh = {path: text for path, text in files.items() if known.get(path) != text}
            if not fresh:
                return 0
            commit = commit_beside(repository.repo, fresh, message, base, added=True)
            try:
                repository.repo.git.push(repository.remote, f"{commit}:{_THERE}")
            except git.exc.GitCommandError as error:
                if attempt < _TRIES:
                    continue
                facts = {"remote": repository.remote_url, "tag": BRANCH, "detail": said(error)}
                raise ReleaseError("release.push_refused", **facts) from error
            repository.repo.git.update_ref(_KEPT, commit)
        return len(fresh)
    raise AssertionError("unreachable")


def fetch(repository: Repository) -> str:
    """Bring the branch from the remote; its commit, "" where there is none yet. Raises ReleaseError
    ``release.no_remote`` and ``release.remote_refused``."""
    if not repository.remote_url:
        facts = {"repository": str(repository.path), "remote": repository.remote}
        raise ReleaseError("release.no_remote", **facts)
    with repository.errors("release.remote_refused", action="fetch"):
        if not repository.repo.git.ls_remote(repository.remote, _THERE):
            return ""
        repository.repo.git.fetch(repository.remote, "--no-tags", f"+{_THERE}:{_KEPT}")
        return str(repository.repo.git.rev_parse(_KEPT)).strip()


def shared(repository: Repository) -> dict[str, bytes]:
    """The files of the branch as it was fetched or pushed last, by path. Raises ReleaseError."""
    try:
        commit = str(repository.repo.git.rev_parse("--verify", "--quiet", _KEPT)).strip()
    except git.exc.GitCommandError:
        return {}
    return repository.files(commit)
