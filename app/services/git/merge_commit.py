"""A merge commit looked at as a whole: what git's file by file could not see.

Git hands one file at a time to a merge driver. Whether a page still finds the list of values that
the other branch deleted shows only when all files are there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from app import apexlang
from app.apex import Page, parse
from app.apex.check.broken import broken_uses
from app.apex.check.integrity import report
from app.apex.check.names import Files, NameIndex
from app.apex.compare.names import Layers
from app.apex.export.export_file import export_file
from app.apex.model import Issue
from app.errors import ParseError, ReleaseError, SourceError
from app.release import revisions

Pages = Mapping[str, Page]
Tree = Mapping[str, bytes]


class Review(Struct, frozen=True):
    """``issues``: what the merge broke. ``refused``: exports of the result that cannot be read,
    those with conflict markers for example, and could be before. ``under_way``: the merge that is
    meant may be one that is not committed yet, which this did not look at."""

    revision: str
    is_merge: bool
    files: int
    issues: tuple[Issue, ...]
    refused: tuple[ParseError, ...]
    under_way: bool = False


def review(folder: Path, revision: str = "HEAD") -> Review:
    """Compare a merge commit with its parents. SourceError ``source.no_revision``,
    ReleaseError ``release.outside`` where there is no repository."""
    if not revisions.is_repository(folder):
        raise ReleaseError("release.outside", repository=str(folder))
    cache: dict[tuple[str, bytes], Page | ParseError] = {}
    names = (revision, *revisions.parents(folder, revision))
    trees = [_tree(folder, name) for name in names]
    sides = [_read(tree, cache) for tree in trees]
    (result, refused), parents = sides[0], [pages for pages, _ in sides[1:]]
    readable = {path for pages in parents for path in pages}
    issues: list[Issue] = []
    for root in sorted({_root(path) for path in result}):
        here = _below(result, root)
        known = [_below(pages, root) for pages in parents]
        called = Layers(*(page.names for pages in (here, *known) for page in pages.values()))
        before = [NameIndex(_files(pages)) for pages in known]
        found = (*report(here, known, called, False), *broken_uses(_files(here), before))
        issues += [i for i in found if i.severity == "error"]
    unread = [error for path, error in refused.items() if path in readable]
    lang = _language(trees[0], trees[1:])
    return Review(
        revision,
        len(parents) > 1,
        len(result) + lang.files,
        (*issues, *lang.issues),
        (*unread, *lang.refused),
        revision == "HEAD" and revisions.is_merging(folder),
    )


class _Language(Struct, frozen=True):
    files: int
    issues: tuple[Issue, ...]
    refused: tuple[ParseError, ...]


def _language(result: Tree, parents: Sequence[Tree]) -> _Language:
    """What a merge broke in applications in APEXlang, and files that cannot be read any more."""
    files = 0
    issues: list[Issue] = []
    refused: list[ParseError] = []
    for path in result:
        if PurePosixPath(path).name != apexlang.ROOT_FILE:
            continue
        root = path.removesuffix(apexlang.ROOT_FILE)
        whole = apexlang.Application(apexlang.below(result, root))
        known = [apexlang.Application(apexlang.below(tree, root), whole) for tree in parents]
        files += len(whole.documents) + len(whole.errors)
        made = apexlang.newly_broken(whole, known)
        issues += [replace(i, path=root + i.path) for i in made if i.severity == "error"]
        readable = {name for side in known for name in side.documents}
        refused += [e for e in whole.errors if e.path in readable]
    return _Language(files, tuple(issues), tuple(refused))


def _root(path: str) -> str:
    """The folder of the application that a file belongs to."""
    head, found, _ = path.rpartition("application/")
    return head if found else path.rpartition("/")[0]


def _below(pages: Pages, root: str) -> Pages:
    return {path: page for path, page in pages.items() if _root(path) == root}


def _files(pages: Pages) -> Files:
    return {path: export_file(path, page.source, page) for path, page in pages.items()}


def _tree(folder: Path, revision: str) -> Tree:
    files = revisions.read_revision(folder, revision)
    if not isinstance(files, dict):
        raise SourceError("source.no_revision", revision=revision, repository=str(folder))
    return files


def _read(
    tree: Tree, cache: dict[tuple[str, bytes], Page | ParseError]
) -> tuple[dict[str, Page], dict[str, ParseError]]:
    pages: dict[str, Page] = {}
    refused: dict[str, ParseError] = {}
    for path, content in tree.items():
        if path.endswith(apexlang.ENDING):
            continue
        found = cache.get((path, content))
        if found is None:
            try:
                found = parse(content, path)
            except ParseError as error:
                found = error
            cache[path, content] = found
        if isinstance(found, ParseError):
            refused[path] = found
        elif found.components:
            pages[path] = found
    return pages, refused
