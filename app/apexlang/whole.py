"""Three-way merge of whole applications in APEXlang, file by file, each with what the others mean
for it. What is no APEXlang (static files, scripts, deployments) merges by lines where it is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Final

from msgspec import Struct

from app.apex.export.pause import collection_paused
from app.apex.merge.lines import merge_lines
from app.apex.model import AutoMerge, Conflict, ConflictKind, Decision, Issue, Take
from app.apexlang.across import Around
from app.apexlang.application import Application
from app.apexlang.labels import Tongue
from app.apexlang.merge import merge
from app.apexlang.references import twice
from app.apexlang.tree import Document

_NONE: Final[Mapping[str, Decision]] = {}
_PAGE_FILE: Final = "pages/p{:05d}{}.apx"
_TAIL: Final = re.compile(r"(?:-[\w$#-]+)?")
Bytes = bytes | None


class WholeMerge(Struct, frozen=True):
    """``files`` is the whole application, path below the root to bytes; None while a conflict is
    open. The rest as in ``MergeResult``."""

    files: Mapping[str, bytes] | None
    conflicts: tuple[Conflict, ...]
    auto: tuple[AutoMerge, ...] = ()
    issues: tuple[Issue, ...] = ()
    stale: tuple[Decision, ...] = ()

    @property
    def open_conflicts(self) -> tuple[Conflict, ...]:
        return tuple(c for c in self.conflicts if c.taken is None)


@collection_paused()
def merge_applications(
    base: Application,
    ours: Application,
    theirs: Application,
    decisions: Mapping[str, Decision] = _NONE,
    language: Tongue = "en",
) -> WholeMerge:
    """Merge three versions of an application. A new reference in one file to what the other side
    took away in another is a conflict that names the user; what was renamed is followed in all
    files. Raises the first ParseError of a side: half an application would delete the rest.
    """
    sides = base, Application(ours.files, base), Application(theirs.files, base)
    for side in sides:
        if side.errors:
            raise side.errors[0]
    return _Whole(sides, decisions, language).result()


class _Whole:
    def __init__(
        self,
        sides: tuple[Application, Application, Application],
        decisions: Mapping[str, Decision],
        language: Tongue,
    ) -> None:
        self.sides = sides
        self.decisions, self.language = decisions, language
        base, ours, theirs = (_named(side) for side in sides)
        self.documents = base, ours, theirs
        self.around = Around(base, ours, theirs, language)
        self.files: dict[str, bytes] = {}
        self.made: dict[str, Document] = {}
        self.conflicts: list[Conflict] = []
        self.auto: list[AutoMerge] = []

    def result(self) -> WholeMerge:
        for name in dict.fromkeys(name for side in self.sides for name in side.by_name):
            if any(name in documents for documents in self.documents):
                self._language_file(name)
            else:
                self._plain_file(name)
        conflicts = tuple(self.conflicts)
        known = {c.key for c in conflicts}
        stale = tuple(d for key, d in self.decisions.items() if key not in known)
        if any(c.taken is None for c in conflicts):
            return WholeMerge(None, conflicts, tuple(self.auto), (), stale)
        whole = Application(self.files, self.sides[1], self.made)
        issues = newly_broken(whole, self.sides[1:])
        return WholeMerge(self.files, conflicts, tuple(self.auto), tuple(issues), stale)

    def _language_file(self, name: str) -> None:
        base, ours, theirs = (documents.get(name) for documents in self.documents)
        made = merge(base, ours, theirs, self.decisions, self.language, self.around.of(name))
        self.conflicts += made.conflicts
        self.auto += made.auto
        if made.document is not None:
            path = self._path(name, made.document)
            self.files[path] = made.document.source.encode("utf-8")
            if made.document.name == path:
                self.made[path] = made.document

    def _path(self, name: str, merged: Document) -> str:
        """Where the file goes: a page whose alias changed on either side is called anew."""
        base, ours, theirs = (side.by_name.get(name) for side in self.sides)
        if ours is None or theirs is None or theirs in (ours, base):
            return ours if ours is not None else theirs or merged.name
        if ours == base:
            return theirs
        alias = merged.top.values().get("alias") if merged.top is not None else None
        tail = f"-{alias.text.lower()}" if alias is not None and alias.text else ""
        if not _TAIL.fullmatch(tail):
            return ours
        return _PAGE_FILE.format(merged.number or 0, tail)

    def _plain_file(self, name: str) -> None:
        base, ours, theirs = (side.files.get(name) for side in self.sides)
        if ours == theirs or theirs == base:
            chosen = ours
        elif ours == base:
            chosen = theirs
        else:
            chosen = _by_lines(base, ours, theirs)
            if chosen is None:
                chosen = self._asked(name, base, ours, theirs)
        if chosen is not None:
            self.files[name] = chosen

    def _asked(self, name: str, base: Bytes, ours: Bytes, theirs: Bytes) -> Bytes:
        """What was decided of a file that both changed, or one changed and the other deleted."""
        kind = (
            ConflictKind.EDIT_DELETE if theirs is None
            else ConflictKind.DELETE_EDIT if ours is None
            else ConflictKind.ADD_ADD if base is None
            else ConflictKind.PROPERTY
        )  # fmt: skip
        decision = self.decisions.get(name)
        choices = (Take.OURS, Take.THEIRS)
        take = decision.take if decision is not None and decision.take in choices else None
        title = PurePosixPath(name).name
        self.conflicts.append(
            Conflict(
                name, kind, name, "", "", title, (name,), "", "",
                _shown(base), _shown(ours), _shown(theirs), choices, take, "text",
            )
        )  # fmt: skip
        return theirs if take is Take.THEIRS else ours


def _named(side: Application) -> dict[str, Document]:
    return {name: side.documents[path] for name, path in side.by_name.items()
            if path in side.documents}  # fmt: skip


def _by_lines(base: Bytes, ours: Bytes, theirs: Bytes) -> Bytes:
    """Two changes of one text in different lines; None where they collide, or it is no text."""
    if base is None or ours is None or theirs is None:
        return None
    try:
        texts = [side.decode("utf-8") for side in (base, ours, theirs)]
    except UnicodeDecodeError:
        return None
    if any("\0" in text for text in texts):
        return None
    merged = merge_lines(*texts).text
    return merged.encode("utf-8") if merged is not None else None


def _shown(content: Bytes) -> str | None:
    """A file as a question shows it; what is no text is told by its size."""
    if content is None:
        return None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = "\0"
    return text if "\0" not in text else f"{len(content)} B"


def newly_broken(result: Application, sides: Sequence[Application]) -> Iterable[Issue]:
    """References of the result to nothing that no side had before."""
    lost = [issue for issues in result.lost_references().values() for issue in issues]
    before = {
        (issue.component, issue.facts["reference"])
        for side in (sides if lost else ())
        for issues in side.lost_references().values()
        for issue in issues
    }
    yield from (i for i in lost if (i.component, i.facts["reference"]) not in before)
    for name, path in result.by_name.items():
        if path in result.documents:
            known = (side.documents.get(side.by_name.get(name, "")) for side in sides)
            yield from twice(result.documents[path], [one for one in known if one is not None])
    shared = {key for side in sides for key, paths in _shared(side).items() if len(paths) > 1}
    for (kind, ident), paths in _shared(result).items():
        if len(paths) > 1 and (kind, ident) not in shared:
            yield Issue(
                "error", "apexlang.twice", paths[-1], kind, {"component": f"{kind} {ident}"}
            )


def _shared(side: Application) -> Mapping[tuple[str, str], list[str]]:
    """(type, identifier) of what stands at the top of files that are no pages, and where."""
    found: dict[tuple[str, str], list[str]] = {}
    for path, document in side.documents.items():
        tops = (c for c in document.components.values() if len(c.path) == 1 and c.node.ident)
        if document.number is None:
            for ident in {(c.type, c.node.ident or "") for c in tops}:
                found.setdefault(ident, []).append(path)
    return found
