"""A whole application in APEXlang: its files, matched and compared.

Pages are matched by their number (the file's name has the alias, which may change), all other
files by their path below the application's root. ``deployments`` and ``workspace-components``
belong to an environment and not to the application: they are told last.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final, Literal, TypeVar

from app.apex.export.pause import collection_paused
from app.apex.model import ApplicationDiff, FileDiff, Issue, PageDiff, Status
from app.apexlang.diff import compare
from app.apexlang.labels import Tongue
from app.apexlang.reader import parse
from app.apexlang.references import idents_of, lost
from app.apexlang.tree import Document
from app.errors import ParseError

ROOT_FILE: Final = "application.apx"
_ENVIRONMENT: Final = ("deployments/", "workspace-components/", ".apex/")
_KINDS: Final = ("page", "shared", "other")
_PAGE: Final = re.compile(r"(?:^|/)pages/p(\d{5})(?:-[^/]*)?\.apx\Z")


class Application:
    """``files``: path below the root to bytes. ``errors``: what cannot be read. ``like`` is another
    version: what is the same there is not read twice; ``known`` are documents of these files that
    were read already."""

    def __init__(
        self,
        files: Mapping[str, bytes],
        like: Application | None = None,
        known: Mapping[str, Document] = MappingProxyType({}),
    ) -> None:
        self.files = dict(files)
        self._like, self._known = like, known

    @cached_property
    def _read(self) -> tuple[dict[str, Document], tuple[ParseError, ...]]:
        documents: dict[str, Document] = {}
        errors: list[ParseError] = []
        for path, content in sorted(self.files.items()):
            if not path.endswith(".apx"):
                continue
            if path in self._known:
                documents[path] = self._known[path]
                continue
            if self._like is not None and self._like.files.get(path) == content:
                known = self._like.documents.get(path)
                if known is not None:
                    documents[path] = known
                    continue
            try:
                documents[path] = parse(content, path)
            except ParseError as error:
                errors.append(error)
        return documents, tuple(errors)

    @property
    def documents(self) -> Mapping[str, Document]:
        return self._read[0]

    @property
    def errors(self) -> tuple[ParseError, ...]:
        return self._read[1]

    @cached_property
    def by_name(self) -> Mapping[str, str]:
        """What stays while a file is renamed, and its path. Two files of one page keep their own
        paths: neither may stand for the other."""
        names = Counter(_stable(path) for path in self.files)
        return {_stable(path) if names[_stable(path)] == 1 else path: path for path in self.files}

    def lost_references(self) -> dict[str, tuple[Issue, ...]]:
        """Path -> references in that file to what neither it nor a file of shared components has.
        APEX's compiler refuses them; what stands in a file that cannot be read is not known, and
        none is told."""
        if self.errors:
            return {}
        shared = idents_of(
            c
            for d in self.documents.values()
            for c in d.components.values()
            if d.number is None or c is d.top
        )
        found = {}
        for path, document in self.documents.items():
            own = idents_of(document.components.values())
            found[path] = tuple(lost(document, shared, own))
        return {path: issues for path, issues in found.items() if issues}


T = TypeVar("T")


def root_of(paths: Iterable[str]) -> str | None:
    """The folder that holds ``application.apx``, with its separator, "" for the top; None where
    there is none, or several."""
    found = {
        str(PurePosixPath(path).parent) for path in paths if PurePosixPath(path).name == ROOT_FILE
    }
    if len(found) != 1:
        return None
    (only,) = found
    return "" if only == "." else f"{only}/"


def below(files: Mapping[str, T], head: str) -> dict[str, T]:
    """The files of an application, by their paths below its root; ``head`` is the root with the
    separator behind it."""
    return {path[len(head) :]: text for path, text in files.items() if path.startswith(head)}


def number_of(path: str) -> int | None:
    """The number of a page, by its file's path; None for any other file."""
    page = _PAGE.search(path)
    return int(page[1]) if page is not None else None


def kind_of(path: str) -> Literal["page", "shared", "other"]:
    if _PAGE.search(path):
        return "page"
    return "other" if path.startswith((*_ENVIRONMENT, "supporting-objects/")) else "shared"


def _place(file: FileDiff) -> tuple[int, bool, int, str]:
    """Where a difference tells a file."""
    number = file.number if file.number is not None else -1
    return _KINDS.index(file.kind), file.path.startswith(_ENVIRONMENT), number, file.path


@collection_paused()
def compare_applications(
    old: Application, new: Application, language: Tongue = "en"
) -> ApplicationDiff:
    """Differences by meaning, pages first, the environment's last. Raises the first ParseError of
    a side."""
    for side in (old, new):
        if side.errors:
            raise side.errors[0]
    found: list[FileDiff] = []
    for name in {**old.by_name, **new.by_name}:
        was, now = old.by_name.get(name), new.by_name.get(name)
        if was and now and old.files[was] == new.files[now] and was == now:
            continue
        made = _file(old, new, was, now, language)
        if made is not None:
            found.append(made)
    found.sort(key=_place)
    return ApplicationDiff(tuple(found))


def _file(
    old: Application, new: Application, was: str | None, now: str | None, language: Tongue
) -> FileDiff | None:
    path = now or was
    assert path is not None
    left = old.documents.get(was) if was else None
    right = new.documents.get(now) if now else None
    status = (
        Status.ADDED
        if was is None
        else Status.REMOVED
        if now is None
        else Status.CHANGED
        if was == now
        else Status.RENAMED
    )
    if left is None and right is None:
        return FileDiff(path, kind_of(path), None, path, status, PageDiff(path, None, path, ()))
    difference = compare(left, right, language)
    if difference.is_empty and status is Status.CHANGED:
        return None
    document = right if right is not None else left
    assert document is not None
    return FileDiff(path, kind_of(path), document.number, document.title, status, difference)


def _stable(path: str) -> str:
    number = number_of(path)
    return f"page {number}" if number is not None else path
