"""One export file, whatever it is: ``app.apex.merge`` and ``app.apex.diff``.

Who owns a component follows from its place. A single-file export has the parts of many files in one
text, so its pages are merged and compared one by one, as those of a split export are, and put
together again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import structs

from app.apex.catalogue.volatile import USUAL, Noise
from app.apex.compare.application import compare_applications
from app.apex.compare.file import diff_file
from app.apex.export.application import Application
from app.apex.export.parse import parse, render
from app.apex.export.pause import collection_paused
from app.apex.export.single_file import joined, sections
from app.apex.export.tree import Page
from app.apex.export.whole import SingleFile
from app.apex.merge.application import ApplicationMerge, merge_apps
from app.apex.merge.file import MergeResult, merge_file
from app.apex.model import Decision, PageDiff
from app.errors import MergeError, SourceError

_NO_DECISIONS: Final[Mapping[str, Decision]] = {}


def merge(
    base: Page | None,
    ours: Page | None,
    theirs: Page | None,
    decisions: Mapping[str, Decision] = _NO_DECISIONS,
    checked: bool = True,
    listing: bool = False,
) -> MergeResult:
    """Merge three versions of one file; None is a version that does not exist.

    The versions may come from different installations: the result has ours' ids and headers.
    MergeError where they cannot be one file: ``merge.newer_release`` for what a newer APEX than
    ours' wrote, ``merge.local_value`` for a value that only theirs' own block can compute,
    ``merge.several_pages`` for pages in one text that nothing divides. SourceError
    ``source.unlike`` where one is a single-file export and another is not; the export of one page
    is what the page's file is in a split export.
    Not ``checked``, nothing is said of what the result may have broken. ``listing``: what merges by
    itself is listed too (``automatic``), as decisions that can be taken otherwise.
    Keys of conflicts and decisions begin with the file's name (``ours.name``, else theirs'); in a
    single-file export with the path that its part has in a split one.
    """
    sides = base, ours, theirs
    known = [page for page in sides if page is not None]
    parts = [sections(page.source) if page is not None else None for page in sides]
    if not any(parts):
        for page in known:
            if sum(c.procedure == "create_page" for c in page.components) > 1:
                raise MergeError("merge.several_pages", path=page.name)
        return merge_file(base, ours, theirs, decisions, checked, listing)
    if sum(part is not None for part in parts) < len(known):
        first, left, right = (_alone(*side) for side in zip(sides, parts, strict=True))
        if (first, left, right).count(None) > sides.count(None):
            raise SourceError("source.unlike", old=known[0].name, new=known[-1].name)
        made = merge_file(first, left, right, decisions, checked, listing)
        return _in_its_place(ours, left, made)
    if ours is None or theirs is None:
        return merge_file(base, ours, theirs, decisions, checked, listing)
    was, mine, other = (Application(part or {}) for part in parts)
    whole = merge_apps(was, mine, other, decisions, checked=checked, listing=listing)
    result: Page | None = None
    if whole.application is not None:
        text = joined(whole.files, (mine.files, other.files))
        result = ours if text == ours.source else parse(text, ours.name)
    return MergeResult(
        result, False, whole.conflicts, whole.auto, whole.issues, whole.stale,
        automatic=whole.automatic,
    )  # fmt: skip


def merge_single(
    base: SingleFile,
    ours: SingleFile,
    theirs: SingleFile,
    decisions: Mapping[str, Decision] = _NO_DECISIONS,
    checked: bool = True,
) -> tuple[str | None, ApplicationMerge]:
    """What ``merge`` does for three single-file exports, without reading parts for which nobody
    asks: the text (None while a conflict is open), and the merge of the parts, without notices."""
    mine, other = ours.application, theirs.application
    made = merge_apps(base.application, mine, other, decisions, thorough=False, checked=checked)
    if made.application is None:
        return None, made
    return joined(made.files, (mine.files, other.files)), made


def _alone(page: Page | None, parts: Mapping[str, str] | None) -> Page | None:
    """The page's own file in the export of one page; None where the export has more."""
    if parts is None:
        return page
    made = [part for part in Application(parts).parsed.values() if part.components]
    return made[0] if len(made) == 1 else None


def _in_its_place(ours: Page | None, mine: Page | None, result: MergeResult) -> MergeResult:
    """The merged page in ours' export of it: before it and behind it stands what stood there."""
    if ours is None or mine is None or ours is mine or result.page is None:
        return result
    text = ours.source.replace(mine.source, render(result.page), 1)
    return structs.replace(result, page=parse(text, ours.name))


@collection_paused()
def diff(old: Page, new: Page, rules: Noise = USUAL) -> PageDiff:
    """Differences of two versions of one file; they may come from different installations.

    A page whose ids were shifted or mirrored, with other headers, has no differences.
    """
    before, after = sections(old.source), sections(new.source)
    if before is None or after is None:
        return diff_file(old, new, rules)
    found = compare_applications(Application(before), Application(after), rules)
    order = {path: index for index, path in enumerate((*after, *before))}
    files = sorted(found.files, key=lambda file: order.get(file.path, 0))
    changes = tuple(change for file in files for change in file.diff.changes)
    return PageDiff(new.name, new.number, new.title, changes, found.noise)
