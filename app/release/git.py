"""The release repository: reading versions, committing, tagging and pushing through git itself.

The one place that drives git (with app.release.publish). GitPython runs the user's git, so that
their credential helpers, hooks and large-file settings work. Nothing here ever asks a question:
a remote that wants a password which git cannot find by itself is refused with its own words.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

# Its library asks for git when it is loaded, and would end a program that needs none.
os.environ["GIT_PYTHON_REFRESH"] = "quiet"

from app import names, removal
from app.errors import ReleaseError, SourceError
from app.lazy import lazy
from app.release import program, progress
from app.release.plumbing import commit_beside, commit_exactly

if TYPE_CHECKING:
    import git
    import git.exc
    import gitdb
else:
    git, gitdb = lazy("git"), lazy("gitdb")

# Never a prompt: neither git's own, nor an askpass window, nor ssh's.
QUIET = {
    "GIT_TERMINAL_PROMPT": "0",
    "GCM_INTERACTIVE": "never",
    "GIT_SSH_COMMAND": "ssh -o BatchMode=yes",
    "LC_ALL": "C.UTF-8",
}
SNAPSHOTS = "developers/"
_URL_SECRET = re.compile(r"(?<=://)[^/\s]+@")  # a password may have an @ itself
_URL_PASSWORD = re.compile(r"://[^/@\s]*:[^/@\s]*@")


def snapshot_branch(name: str) -> str:
    """The branch of a developer's snapshots: ``developers/`` and the name as git allows it."""
    return SNAPSHOTS + names.as_branch(name)


def masked(text: str) -> str:
    """``text`` without user and password in the addresses it names."""
    return _URL_SECRET.sub("", text)


def said(error: Exception) -> str:
    """Git's own words in one line, without credentials."""
    words = error.stderr if isinstance(error, git.exc.GitCommandError) else error
    text = masked(str(words).strip().removeprefix("stderr:").strip(" '\n"))
    return " ".join(text.split()).rstrip(".")


def use_git() -> None:
    """Let the library start the git that ``program`` finds. ReleaseError ``release.no_git``."""
    found = program.path()
    if found != git.Git.GIT_PYTHON_GIT_EXECUTABLE:
        try:
            git.refresh(found)
        except git.exc.GitCommandNotFound as error:
            raise ReleaseError("release.no_git_there", path=found) from error


def _long_paths() -> dict[str, str]:
    """Files of more than 260 characters, in a copy that was cloned without the setting too."""
    given = os.environ.get("GIT_CONFIG_COUNT", "")
    count = int(given) if given.isdigit() else 0
    return {
        "GIT_CONFIG_COUNT": str(count + 1),
        f"GIT_CONFIG_KEY_{count}": "core.longpaths",
        f"GIT_CONFIG_VALUE_{count}": "true",
    }


class Repository:
    """A working copy on disk. ``remote`` and ``branch`` are names such as ``origin``, ``main``.

    ``author`` is a name and an address to commit with; empty texts leave it to git's own settings.
    """

    def __init__(
        self,
        path: Path,
        remote: str = "origin",
        branch: str = "main",
        author: tuple[str, str] = ("", ""),
    ) -> None:
        self.path, self.remote, self.branch = path, remote, branch
        use_git()
        try:
            self.repo = git.Repo(path)
        except git.exc.NoSuchPathError as error:
            raise ReleaseError("release.no_repository", repository=str(path)) from error
        except git.exc.InvalidGitRepositoryError as error:
            raise ReleaseError("release.not_a_repository", repository=str(path)) from error
        self.repo.git.update_environment(**QUIET, **_long_paths())
        for kind in ("AUTHOR", "COMMITTER"):
            for what, value in zip(("NAME", "EMAIL"), author, strict=True):
                if value:
                    self.repo.git.update_environment(**{f"GIT_{kind}_{what}": value})

    def close(self) -> None:
        """Let git's helper processes go (they hold files open on Windows)."""
        self.repo.close()

    def __enter__(self) -> Repository:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def errors(self, code: str, **facts: str) -> Iterator[None]:
        """What git raises in the block is a ReleaseError ``code``."""
        try:
            yield
        except git.exc.GitCommandNotFound as error:
            raise ReleaseError("release.no_git") from error
        except (git.exc.GitCommandError, ValueError, OSError) as error:
            raise ReleaseError(
                code, repository=str(self.path), detail=said(error), **facts
            ) from error

    # -- reading ---------------------------------------------------------------------------

    @property
    def remote_url(self) -> str:
        """Where the remote is, without credentials; empty when there is no such remote."""
        names = {r.name: r for r in self.repo.remotes}
        return masked(next(iter(names[self.remote].urls), "")) if self.remote in names else ""

    @property
    def remote_proxy(self) -> str | None:
        """The proxy that git's settings name for the remote, without credentials; "" where they
        say that there is none, None where they say nothing."""
        for asked in (
            ("--get", f"remote.{self.remote}.proxy"),
            ("--get-urlmatch", "http.proxy", self.remote_url),
        ):
            code, said, _ = self.repo.git.config(
                *asked, with_exceptions=False, with_extended_output=True
            )
            if code == 0:
                return masked(str(said).strip())
        return None

    def has_commits(self) -> bool:
        return self.repo.head.is_valid()

    def resolve(self, revision: str) -> str:
        """The commit's full id; SourceError ``source.no_revision`` when there is none."""
        try:
            return str(self.repo.commit(revision).hexsha)
        except (git.BadName, ValueError, git.exc.GitCommandError, IndexError) as error:
            raise SourceError(
                "source.no_revision", revision=revision, repository=str(self.path)
            ) from error

    def committed_at(self, revision: str) -> datetime:
        return self.repo.commit(revision).committed_datetime

    def message(self, revision: str) -> str:
        text = self.repo.commit(revision).message
        return text if isinstance(text, str) else text.decode("utf-8", "replace")

    def merge_base(self, one: str, other: str) -> str | None:
        """The last commit that both sides share, or None when they share none."""
        bases = self.repo.merge_base(self.resolve(one), self.resolve(other))
        return str(bases[0].hexsha) if bases and bases[0] is not None else None

    def tags(self, pattern: str = "v*") -> tuple[str, ...]:
        """Annotated and plain tags that are part of the branch, oldest commit first."""
        if not self.has_commits():
            return ()
        with self.errors("release.unreadable"):
            out = self.repo.git.for_each_ref(
                f"refs/tags/{pattern}",
                "--merged=HEAD",
                "--sort=creatordate",
                "--format=%(refname:strip=2)",
            )
        return tuple(line for line in str(out).splitlines() if line)

    def annotation(self, tag: str) -> tuple[str, str]:
        """What a tag says, and who made it (``Name <e-mail>``)."""
        found = self.repo.tags[tag].tag if tag in self.repo.tags else None
        if found is None:
            return "", ""
        return str(found.message).strip(), f"{found.tagger.name} <{found.tagger.email}>"

    def remote_has(self, tag: str, commit: str) -> bool:
        """Whether the remote-tracking branch holds ``commit`` (as of the last push or fetch)."""
        reference = f"refs/remotes/{self.remote}/{self.branch}"
        try:
            self.repo.git.merge_base("--is-ancestor", commit, reference)
        except git.exc.GitCommandError:
            return False
        return tag in self.repo.tags

    def files(self, revision: str, folder: str = "") -> dict[str, bytes]:
        """All files below ``folder`` at ``revision``; paths relative to ``folder``, with ``/``.

        The bytes are the blobs' own: no attribute or line-end setting touches them.
        Raises SourceError when the revision is unknown; an absent folder gives nothing.
        """
        tree = self.repo.commit(self.resolve(revision)).tree
        prefix = folder.strip("/")
        if prefix:
            try:
                tree = tree[prefix]
            except KeyError:
                return {}
        with self.errors("release.unreadable"):
            return {
                str(item.path)[len(prefix) :].lstrip("/"): item.data_stream.read()
                for item in tree.traverse()
                if isinstance(item, git.Blob)
            }

    def tracked(self, folder: str) -> tuple[str, ...]:
        """Paths of HEAD below ``folder``."""
        if not self.has_commits():
            return ()
        with self.errors("release.unreadable"):
            out = self.repo.git.ls_tree("-r", "-z", "--name-only", "HEAD", "--", f"{folder}/")
        return tuple(path for path in str(out).split("\0") if path)

    def links(self, folders: Iterable[str]) -> tuple[str, ...]:
        """Links among the files of these folders, or in their place: those of the disk, and what
        git made a file of where links are not allowed."""
        listed = [folder.strip("/") for folder in folders]
        with self.errors("release.unreadable"):
            out = str(self.repo.git.ls_files("--stage", "-z", "--", *listed))
        found = {e.partition("\t")[2] for e in out.split("\0") if e.startswith("120000 ")}
        for place in (self.path / folder for folder in listed):
            inside = place.rglob("*") if place.is_dir() and not place.is_symlink() else ()
            found |= {
                p.relative_to(self.path).as_posix() for p in (place, *inside) if p.is_symlink()
            }
        return tuple(sorted(found))

    def keep_line_ends(self) -> None:
        """Whatever the user's settings say, git leaves line ends alone in this copy."""
        with self.errors("release.unreadable"):
            self.repo.git.config("core.autocrlf", "false")
            self.repo.git.config("core.safecrlf", "false")

    def dirty(self, folders: Iterable[str]) -> tuple[str, ...]:
        """Paths under ``folders`` that differ from HEAD, untracked ones too."""
        with self.errors("release.unreadable"):
            out = self.repo.git.status("--porcelain", "-z", "--untracked-files=all", "--", *folders)
        return tuple(entry[3:] for entry in str(out).split("\0") if len(entry) > 3)

    # -- writing ---------------------------------------------------------------------------

    def fetch(self) -> None:
        """Bring the remote's branch and tags; ReleaseError ``release.remote_refused``."""
        if not self.remote_url:
            raise ReleaseError("release.no_remote", repository=str(self.path), remote=self.remote)
        with self.errors("release.remote_refused", remote=self.remote_url, action="fetch"):
            self.repo.git.fetch(self.remote, "--tags")

    def address(self, url: str) -> str:
        """Give the remote another address, "" takes it away; the one it had, "" for none."""
        known = {r.name: r for r in self.repo.remotes}.get(self.remote)
        before = next(iter(known.urls), "") if known is not None else ""
        if known is None and url:
            self.repo.create_remote(self.remote, url)
        elif known is not None and url:
            known.set_url(url)
        elif known is not None:
            self.repo.delete_remote(known)
        return before

    def begin_at_remote(self) -> None:
        """The branch as the remote has it, in a copy without commits; nothing where it has none."""
        reference = f"{self.remote}/{self.branch}"
        if reference in [r.name for r in self.repo.references]:
            with self.errors("release.unreadable"):
                self.repo.git.checkout("--quiet", "-B", self.branch, "--track", reference)

    def behind(self) -> int:
        """How many commits of the remote's branch are not in ours (after ``fetch``)."""
        reference = f"refs/remotes/{self.remote}/{self.branch}"
        try:
            return int(self.repo.git.rev_list("--count", f"HEAD..{reference}"))
        except git.exc.GitCommandError:
            return 0  # the remote has no such branch yet

    def on_branch(self) -> bool:
        return not self.repo.head.is_detached and self.repo.active_branch.name == self.branch

    def commit_and_tag(
        self, paths: Iterable[str], message: str, tag: str, notes: str, gone: Iterable[str] = ()
    ) -> str:
        """Commit exactly ``paths`` (added and changed) and ``gone`` (removed) and tag it; gives the
        commit.

        Other changes of the working copy stay as they are. On any failure the branch, the index
        and the tag are as before.
        """
        before = self.repo.head.commit.hexsha if self.has_commits() else None
        removed = sorted(path for path in set(gone) if self._in_head(path))
        listed = sorted({p for p in paths if (self.path / p).exists()} - set(removed))
        with self.errors("release.commit_failed"):
            try:
                commit_exactly(self.repo, listed, removed, message)
                self.repo.git.tag("--annotate", "--cleanup=whitespace", f"--message={notes}", tag)
            except git.exc.GitCommandError:
                self.undo(before, tag)
                raise
        return str(self.repo.head.commit.hexsha)

    def undo(self, commit: str | None, tag: str) -> None:
        """Take back an unpushed release: the tag goes, the branch points at ``commit`` again.

        The files of the release stay in the folder, so nothing that was written is lost.
        """
        if tag in self.repo.tags:
            self.repo.git.tag("--delete", tag)
        if commit is not None:
            self.repo.git.reset("--quiet", "--mixed", commit)
        elif self.has_commits():
            self.repo.git.update_ref("-d", "HEAD")

    # -- what each developer's copy held when it was last merged ---------------------------

    def snapshot(self, name: str, files: Mapping[str, bytes], message: str) -> str:
        """Commit ``files`` as the whole tree of the branch ``developers/NAME``; gives the commit.

        Neither the working folder nor the index nor any other branch is touched. It is the base
        of the developer's next merge, as the tip of a merged branch is for git itself.
        """
        branch = snapshot_branch(name)
        with self.errors("release.commit_failed"):
            parent = self.snapshot_commit(name) or ""
            commit = commit_beside(self.repo, files, message, parent)
            self.repo.git.update_ref(f"refs/heads/{branch}", commit)
        return commit

    def snapshot_commit(self, name: str) -> str | None:
        """The developer's last snapshot, ours or else the remote's; None before the first."""
        branch = snapshot_branch(name)
        for reference in (f"refs/heads/{branch}", f"refs/remotes/{self.remote}/{branch}"):
            try:
                return str(self.repo.git.rev_parse("--verify", "--quiet", reference)).strip()
            except git.exc.GitCommandError:
                continue
        return None

    def push(self, tag: str, sent: Callable[[int], None] = lambda _: None) -> None:
        """Push branch, tag and snapshots together, or none; ``release.push_refused``. ``sent``
        hears how many per cent of the objects are on their way."""
        if not self.remote_url:
            raise ReleaseError("release.no_remote", repository=str(self.path), remote=self.remote)
        with self.errors("release.push_refused", remote=self.remote_url, tag=tag):
            progress.push(
                self.repo.git,
                self.remote,
                f"HEAD:refs/heads/{self.branch}",
                f"refs/tags/{tag}",
                *[f"{head.path}:{head.path}" for head in self._snapshots()],
                sent=sent,
            )

    def _snapshots(self) -> list[git.Head]:
        return [h for h in self.repo.heads if h.name.startswith(SNAPSHOTS)]

    def restore(self, paths: Iterable[str]) -> None:
        """Make ``paths`` as they are in HEAD again (files that HEAD lacks are left alone)."""
        listed = [p for p in paths if self._in_head(p)]
        if listed:
            with self.errors("release.unreadable"):
                self.repo.git.checkout("--quiet", "HEAD", "--", *listed)

    def _in_head(self, path: str) -> bool:
        try:
            self.repo.git.cat_file("-e", f"HEAD:{path}")
        except git.exc.GitCommandError:
            return False
        return True


def init(path: Path, remote_url: str, branch: str = "main", remote: str = "origin") -> Repository:
    """A new repository with a remote; used for a first release and by the demo."""
    use_git()
    repo = git.Repo.init(path, initial_branch=branch)
    with repo.config_writer() as config:
        # Exports are compared to the byte: git must not touch line ends.
        config.set_value("core", "autocrlf", "false")
        config.set_value("core", "longpaths", "true")
    repo.create_remote(remote, remote_url)
    repo.close()
    return Repository(path, remote, branch)


def join_remote(path: Path, url: str, branch: str = "main", remote: str = "origin") -> None:
    """Make the working copy at ``path`` push to ``url``: a copy of what is there is made where
    there is none yet, else its remote is told the new address.

    ReleaseError, and all is as it was: ``release.password_in_url`` (git's credential helper keeps
    passwords), ``release.not_a_repository`` (the folder holds something else) and
    ``release.remote_refused``.
    """
    if _URL_PASSWORD.search(url):
        raise ReleaseError("release.password_in_url", remote=masked(url))
    fresh = not path.exists() or not any(path.iterdir())
    if not fresh:
        _readdress(path, url, branch, remote)
        return
    made_folder = not path.exists()
    try:
        with _remote_errors(path, url), init(path, url, branch, remote) as repository:
            repository.fetch()
            repository.begin_at_remote()
    except ReleaseError:
        with suppress(OSError):  # git's reason is the one to tell; the next try goes on from there
            if made_folder:
                removal.remove(path)
            else:
                removal.empty(path)
        raise


def _readdress(path: Path, url: str, branch: str, remote: str) -> None:
    with Repository(path, remote, branch) as repository, _remote_errors(path, url):
        before = repository.address(url)
        try:
            repository.fetch()
            if not repository.has_commits():
                repository.begin_at_remote()
        except ReleaseError:
            repository.address(before)
            raise


@contextmanager
def _remote_errors(path: Path, url: str) -> Iterator[None]:
    """GitPython refuses addresses that run programs."""
    try:
        yield
    except git.exc.UnsafeProtocolError as error:
        raise ReleaseError(
            "release.remote_refused",
            repository=str(path), remote=masked(url), detail=said(error), action="remote",
        ) from error  # fmt: skip


def init_bare(path: Path, branch: str = "main") -> None:
    """A bare repository: the remote of the demo and of the tests."""
    use_git()
    with git.Repo.init(path, bare=True, initial_branch=branch) as repo, repo.config_writer() as c:
        c.set_value("core", "longpaths", "true")


def set_author(path: Path, name: str, email: str) -> None:
    """The author that this working copy commits as."""
    use_git()
    with git.Repo(path) as repo, repo.config_writer() as config:
        config.set_value("user", "name", name)
        config.set_value("user", "email", email)


def author_of(path: Path) -> tuple[str, str]:
    """The name and address that git would commit with; empty texts where git knows none."""
    use_git()
    with git.Repo(path) as repo, repo.config_reader() as config:
        return (
            str(config.get_value("user", "name", "")),
            str(config.get_value("user", "email", "")),
        )
