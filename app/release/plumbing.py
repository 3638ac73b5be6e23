"""A commit that neither the working folder nor the index knows."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

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
