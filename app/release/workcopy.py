"""What the working copy may do to a release's files, and must not.

A release is compared to the byte. Git changes line ends where a user's settings say so, on the way
out and on the way in; it makes a link a file with a name in it where links are not allowed; and
Windows has no file of some names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from app import durable, names, removal, textdiff
from app.errors import ReleaseError
from app.release import manifest as manifests
from app.release.git import Repository

ATTRIBUTES: Final = ".gitattributes"
_WHY: Final = "# Caravane: a release is compared to the byte, git leaves its line ends alone."


def with_attributes(repository: Repository, folders: Iterable[str]) -> bytes | None:
    """The file of attributes with what keeps line ends as they are; None where it says so."""
    file = repository.path / ATTRIBUTES
    known = file.read_bytes().decode("utf-8", "surrogateescape") if file.exists() else ""
    wanted = [_quoted(f"/{folder.strip('/')}/**") for folder in folders]
    wanted.append(f"/{manifests.NAME}")
    lines = [line for line in (f"{pattern} -text" for pattern in wanted)
             if line not in known.splitlines()]  # fmt: skip
    if not lines:
        return None
    joint = "" if not known or known.endswith("\n") else "\n"
    text = known + joint + "\n".join([*([] if _WHY in known else [_WHY]), *lines]) + "\n"
    return text.encode("utf-8", "surrogateescape")


def _quoted(pattern: str) -> str:
    return f'"{pattern}"' if " " in pattern else pattern


def faults(
    repository: Repository, paths: Iterable[str], folders: Iterable[str]
) -> Iterator[ReleaseError]:
    """What of a release's files no working copy can carry everywhere: ``release.bad_name``,
    ``release.name_twins`` and ``release.link``."""
    listed = list(paths)
    for path in listed:
        if not names.usable(path):
            yield ReleaseError("release.bad_name", path=path)
    pair = names.twins(listed)
    if pair is not None:
        yield ReleaseError("release.name_twins", path=pair[0], other=pair[1])
    for path in repository.links(folders):
        yield ReleaseError("release.link", path=path)


def check_folders(repository: Repository, folders: Iterable[str]) -> None:
    """The folders that a release writes lie in the repository, and apart from what is git's,
    whatever the settings say and wherever a link leads: ReleaseError ``release.path_outside`` and
    ``release.in_git``."""
    root = repository.path.resolve()
    own = [Path(place).resolve() for place in (repository.repo.git_dir, repository.repo.common_dir)]
    for folder in folders:
        place = (root / folder).resolve()
        facts = {"repository": str(root), "folder": folder}
        near = (place.is_relative_to(git) or git.is_relative_to(place) for git in own)
        if names.of_git(folder) or any(near):
            raise ReleaseError("release.in_git", **facts)
        if not place.is_relative_to(root):
            raise ReleaseError("release.path_outside", repository=str(root), path=folder)
        nested = next((p for p in place.rglob("*") if names.of_git(p.name)), None)
        if nested is not None:
            facts["folder"] = nested.relative_to(root).as_posix()
            raise ReleaseError("release.in_git", **facts)


def free_names(repository: Repository, files: Iterable[str], folders: Iterable[str]) -> None:
    """Take away what stands in these folders, which a release writes as a whole, under another case
    of a name of its own: on Windows the file would be written under the old name. ReleaseError
    ``release.unwritable``."""
    known = {names.folded(part): part for path in files for part in names.prefixes(path)}
    for folder in folders:
        for old in sorted((repository.path / folder).rglob("*"), reverse=True):
            path = old.relative_to(repository.path).as_posix()
            if known.get(names.folded(path), path) == path:
                continue
            try:
                if not old.is_dir():
                    removal.remove_file(old)
                elif not any(old.iterdir()):
                    old.rmdir()
            except OSError as error:
                raise _unwritable(old, error) from error


def other_line_ends(repository: Repository, folder: str) -> dict[str, bytes]:
    """The files of the folder of which lines that HEAD has ended otherwise there, as they should
    be: an edited one keeps its edit."""
    if not repository.has_commits():
        return {}
    found: dict[str, bytes] = {}
    for path, content in repository.files("HEAD", folder).items():
        file = repository.path / folder / path
        if not file.is_file():
            continue
        here = file.read_bytes()
        mended = _with_line_ends(here, content)
        if mended != here:
            found[f"{folder}/{path}"] = mended
    return found


def _with_line_ends(here: bytes, head: bytes) -> bytes:
    """A file with the line ends that its lines have in HEAD; new lines beside them end as all of
    HEAD's do, where those are alike. As it is, where no line of HEAD's ends otherwise."""
    if here == head or b"\r" not in here + head:
        return here
    (*lines, last), (*known, _) = here.split(b"\n"), head.split(b"\n")
    bare = [line.removesuffix(b"\r") for line in lines]
    bare_known = [line.removesuffix(b"\r") for line in known]
    ends = {line[len(b) :] for line, b in zip(known, bare_known, strict=True)}
    made, moved = list(lines), False
    for code in textdiff.difference(bare_known, bare).codes:
        if code.tag == "equal":
            moved = moved or made[code.c : code.d] != known[code.a : code.b]
            made[code.c : code.d] = known[code.a : code.b]
        elif len(ends) == 1:
            made[code.c : code.d] = [line + min(ends) for line in bare[code.c : code.d]]
    return b"\n".join([*made, last]) if moved else here


def mend_line_ends(repository: Repository, folder: str) -> tuple[str, ...]:
    """Give these files HEAD's line ends again, and have git leave them alone in this copy from now
    on; gives their paths. Raises ReleaseError ``release.unwritable``."""
    strays = other_line_ends(repository, folder)
    repository.keep_line_ends()
    write(repository, strays)
    return tuple(strays)


def write(repository: Repository, files: Mapping[str, bytes]) -> None:
    """Write files of the working copy. ReleaseError ``release.unwritable`` names the first that
    could not be, and ``release.path_outside`` and ``release.in_git`` one that is not written."""
    root = repository.path.resolve()
    for path, content in files.items():
        target = (root / path).resolve()
        if not target.is_relative_to(root):
            raise ReleaseError("release.path_outside", repository=str(root), path=path)
        if names.of_git(path):
            raise ReleaseError("release.in_git", repository=str(root), folder=path)
        try:
            if not target.exists() or target.read_bytes() != content:
                # What counts is the commit that is made of it.
                durable.write(target, content, flush=False)
        except OSError as error:
            raise _unwritable(target, error) from error


def _unwritable(path: Path, error: OSError) -> ReleaseError:
    return ReleaseError("release.unwritable", path=str(path), detail=error.strerror or str(error))
