"""Commits of exactly these files: of the working folder, or beside it and the index."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from app import names
from app.lazy import lazy
from app.release import program

if TYPE_CHECKING:
    import git
    import gitdb
else:
    gitdb = lazy("gitdb")


def commit_beside(
    repo: git.Repo,
    files: Mapping[str, bytes],
    message: str,
    parent: str,
    *,
    added: bool = False,
) -> str:
    """A commit of ``files`` behind ``parent`` ("": none), on no branch, by an index of its own;
    ``added``: with the other files of ``parent``. ``parent`` itself where it is the same
    tree. Raises what git raises: call it within ``Repository.errors``."""
    with tempfile.TemporaryDirectory() as folder:
        index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        if added and parent:
            repo.git.read_tree(parent, env=index)
        lines = []
        for path in sorted(files):
            blob = repo.odb.store(gitdb.IStream("blob", len(files[path]), BytesIO(files[path])))
            lines.append(f"100644 {blob.hexsha.decode('ascii')}\t{path}".encode())
        with tempfile.TemporaryFile() as listing:
            listing.write(b"\0".join(lines) + b"\0")
            listing.seek(0)
            repo.git.execute(
                [program.path(), "update-index", "-z", "--index-info"],
                istream=listing,
                env=index,
            )
        tree = str(repo.git.execute([program.path(), "write-tree"], env=index)).strip()
    if parent and repo.commit(parent).tree.hexsha == tree:
        return parent
    options = ["-p", parent] if parent else []
    return str(repo.git.commit_tree(tree, *options, "-m", message)).strip()


def commit_exactly(repo: git.Repo, listed: list[str], removed: list[str], message: str) -> None:
    """Commit the files ``listed`` of the working folder and the going of ``removed``, and nothing
    else that is staged or changed. Raises what git raises, and then the index may hold them."""
    both = sorted({*listed, *removed})
    merging = any((Path(repo.git_dir) / f"{n}_HEAD").exists() for n in ("MERGE", "CHERRY_PICK"))
    if merging or names.twins(both) is None:  # in a merge git refuses it, in its own words
        # Through standard input: a command line on Windows ends at 32 767 characters.
        _with_paths(repo, "add", "--all", "--force", paths=both)
        _with_paths(repo, "commit", "--quiet", f"--message={message}", paths=both)
        return
    # A name changes its case alone: where disks have one file for both, git keeps the old name, and
    # finds a file for it. So the old names go first, in an index of its own that is HEAD's.
    exact = ("-c", "core.ignorecase=false")
    with tempfile.TemporaryDirectory() as folder:
        own = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        repo.git.read_tree("HEAD", env=own)
        with _listing(removed) as taken:
            words = [program.path(), "update-index", "--force-remove", "-z", "--stdin"]
            repo.git.execute(words, istream=taken, env=own)
        _with_paths(repo, "add", "--force", paths=listed, before=exact, env=own)
        words = [program.path(), *exact, "commit", "--quiet", f"--message={message}"]
        repo.git.execute(words, env=own)
    _with_paths(repo, "reset", "--quiet", paths=both, before=exact)


def _with_paths(
    repo: git.Repo,
    command: str,
    *options: str,
    paths: list[str],
    before: tuple[str, ...] = (),
    env: Mapping[str, str] | None = None,
) -> None:
    """Run a git command on exactly ``paths``, taken literally."""
    with _listing(paths) as listed:
        repo.git.execute(
            [
                *(program.path(), *before, "--literal-pathspecs", command, *options),
                *("--pathspec-from-file=-", "--pathspec-file-nul"),
            ],
            istream=listed,
            env=env,
        )


@contextmanager
def _listing(paths: list[str]) -> Iterator[BinaryIO]:
    """Paths as git reads them from its standard input."""
    with tempfile.TemporaryFile() as listed:
        listed.write("\0".join(paths).encode("utf-8"))
        listed.seek(0)
        yield listed
