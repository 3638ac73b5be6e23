"""Who changed a file on each side of a merge in git, since the two sides were one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from app.apex.model import Author
from app.release.revisions import git

Sides = tuple[tuple[Author, ...], tuple[Author, ...]]
_HEADS: Final = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REBASE_HEAD", "REVERT_HEAD")
_GIVEN: Final = "GITHEAD_"
_MOST: Final = 50  # commits: more of one file on one side say no more


def between(folder: Path, path: str, base: str, ours: str, theirs: str) -> Sides:
    """The authors of ``path`` (from the top of the repository, or from ``folder`` with ``./``) in
    the commits from ``base`` to either side, each with the date of their last one, newest first.
    Empty where git knows none."""
    return _authors(folder, path, f"{base}..{ours}"), _authors(folder, path, f"{base}..{theirs}")


def of_merge(folder: Path, path: str, label: str = "") -> Sides:
    """The same for the merge that git is about, or has left in conflict, in ``folder``.

    ``label`` is what git calls their side (a branch, or ``abc1234 (subject)`` for one commit that
    is applied). Git before 2.44 does not tell it, but leaves ``GITHEAD_...`` in the environment of
    a driver; and while a conflict is open it keeps the head of their side.
    """
    words = label.split(" ", 1)
    given = [name.removeprefix(_GIVEN) for name in os.environ if name.startswith(_GIVEN)]
    theirs = next((h for h in (words[0], *given, *_HEADS) if h and _commit(folder, h)), "")
    if not theirs:
        return (), ()
    base = _said(folder, "merge-base", "HEAD", theirs)
    applied = len(words) > 1 or (theirs in _HEADS and theirs != "MERGE_HEAD")
    mine = _authors(folder, path, f"{base}..HEAD") if base else ()
    return mine, _authors(folder, path, f"{theirs}~1..{theirs}" if applied else f"{base}..{theirs}")


def _commit(folder: Path, name: str) -> bool:
    return not name.startswith("-") and bool(
        _said(folder, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    )


def _authors(folder: Path, path: str, span: str) -> tuple[Author, ...]:
    place = path if path.startswith("./") else f":(top){path}"
    said = _said(folder, "log", f"-n{_MOST}", "--format=%an%x09%aI", span, "--", place)
    found: dict[str, str] = {}
    for line in said.splitlines():
        name, _, date = line.partition("\t")
        found.setdefault(name, date)
    return tuple(Author(name, date) for name, date in found.items())


def _said(folder: Path, *words: str) -> str:
    return (git(folder, *words) or b"").decode("utf-8", "replace").strip()
