"""Three-way merge of whole applications in APEXlang, file by file, each with what the others mean
for it. What is no APEXlang (static files, scripts, deployments) merges by lines where it is text.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from app.apex.export.pause import collection_paused
from app.apex.merge.lines import merge_lines
from app.apex.model import AUTOMATIC, AutoMerge, Conflict, ConflictKind, Decision, Issue, Take
from app.apexlang.across import Around
from app.apexlang.application import Application
from app.apexlang.integrity import newly_broken, page_tail
from app.apexlang.labels import Tongue
from app.apexlang.merge import merge
from app.apexlang.questions import listed_as
from app.apexlang.tree import Document, Value

_NONE: Final[Mapping[str, Decision]] = {}
_PAGE_FILE: Final = "pages/p{:05d}{}.apx"
Bytes = bytes | None


class WholeMerge(Struct, frozen=True):
    """``files`` is the whole application, path below the root to bytes; None while a conflict is
    open. The rest as in ``MergeResult``."""

    files: Mapping[str, bytes] | None
    conflicts: tuple[Conflict, ...]
    auto: tuple[AutoMerge, ...] = ()
    issues: tuple[Issue, ...] = ()
    stale: tuple[Decision, ...] = ()
    automatic: tuple[Conflict, ...] = ()

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
    listing: bool = False,
) -> WholeMerge:
    """Merge three versions of an application. A new reference in one file to what the other side
    took away in another is a conflict that names the user; what was renamed is followed in all
    files. ``listing`` as in ``merge``. Raises the first ParseError of a side: half an application
    would delete the rest.
    """
    sides = base, Application(ours.files, base), Application(theirs.files, base)
    for side in sides:
        if side.errors:
            raise side.errors[0]
    return _Whole(sides, decisions, language, listing).result()


class _Whole:
    def __init__(
        self,
        sides: tuple[Application, Application, Application],
        decisions: Mapping[str, Decision],
        language: Tongue,
        listing: bool,
    ) -> None:
        self.sides = sides
        self.decisions, self.language, self.listing = decisions, language, listing
        base, ours, theirs = (_named(side) for side in sides)
        self.documents = base, ours, theirs
        self.around = Around(base, ours, theirs, language)
        self.files: dict[str, bytes] = {}
        self.made: dict[str, Document] = {}
        self.conflicts: list[Conflict] = []
        self.automatic: list[Conflict] = []
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
        automatic = tuple(self.automatic)
        if any(c.taken is None for c in conflicts):
            return WholeMerge(None, conflicts, tuple(self.auto), (), stale, automatic)
        whole = Application(self.files, self.sides[1], self.made)
        issues = newly_broken(whole, self.sides[1:])
        return WholeMerge(self.files, conflicts, tuple(self.auto), tuple(issues), stale, automatic)

    def _language_file(self, name: str) -> None:
        base, ours, theirs = (documents.get(name) for documents in self.documents)
        across = self.around.of(name)
        made = merge(base, ours, theirs, self.decisions, self.language, across, self.listing)
        self.conflicts += made.conflicts
        self.automatic += made.automatic
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
        alias = merged.top.values().get("alias") if merged.top is not None else None
        if ours == base and alias == self._alias(theirs):
            return theirs
        tail = page_tail(alias.text) if alias is not None else ""
        return _PAGE_FILE.format(merged.number or 0, tail)

    def _alias(self, path: str) -> Value | None:
        """That of a page of theirs."""
        document = self.sides[2].documents.get(path)
        top = document.top if document is not None else None
        return top.values().get("alias") if top is not None else None

    def _plain_file(self, name: str) -> None:
        base, ours, theirs = (side.files.get(name) for side in self.sides)
        if ours == theirs:
            chosen = ours
        elif theirs == base:
            chosen = self._by_itself(name, (base, ours, theirs), Take.OURS, ours)
        elif ours == base:
            chosen = self._by_itself(name, (base, ours, theirs), Take.THEIRS, theirs)
        else:
            chosen = _by_lines(base, ours, theirs)
            if chosen is None:
                chosen = self._asked(name, base, ours, theirs)
            else:
                chosen = self._by_itself(name, (base, ours, theirs), Take.BOTH, chosen)
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
        conflict = self._conflict(name, kind, (base, ours, theirs), self.decisions.get(name))
        self.conflicts.append(conflict)
        return theirs if conflict.taken is Take.THEIRS else ours

    def _by_itself(
        self, name: str, sides: tuple[Bytes, Bytes, Bytes], winner: Take, merged: Bytes
    ) -> Bytes:
        """A file that merges without asking, or the other side's, where somebody took that."""
        decision = self.decisions.get(f"{name}{AUTOMATIC}")
        decision = None if decision is not None and decision.take is winner else decision
        if decision is None and not self.listing:
            return merged
        found = self._conflict(name, ConflictKind.AUTOMATIC, sides, decision)
        both = _shown(merged) if winner is Take.BOTH else None
        found = replace(found, winner=winner, merged=both)
        listed_as(found, self.conflicts, self.automatic if self.listing else [])
        return {Take.OURS: sides[1], Take.THEIRS: sides[2]}.get(found.taken or winner, merged)

    def _conflict(
        self,
        name: str,
        kind: ConflictKind,
        sides: tuple[Bytes, Bytes, Bytes],
        decision: Decision | None,
    ) -> Conflict:
        choices = (Take.OURS, Take.THEIRS)
        take = decision.take if decision is not None and decision.take in choices else None
        base, ours, theirs = map(_shown, sides)
        title = PurePosixPath(name).name
        return Conflict(
            name, kind, name, "", "", title, (name,), "", "",
            base, ours, theirs, choices, take, "text",
        )  # fmt: skip


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
