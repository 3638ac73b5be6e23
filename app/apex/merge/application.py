"""Three-way merge of whole applications, in ours' id space and under ours' headers.

Each file is merged on its own, after all three sides were brought into one id space; then the
whole is looked at: references from file to file, names that must be unique, the install script.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, partial
from typing import Final, NamedTuple

from msgspec import Struct

from app.apex.check import integrity
from app.apex.check.crossings import crossings
from app.apex.check.mentions import by_name
from app.apex.check.needed import newly_named, user_line
from app.apex.check.text_ids import mentions_of, moved_ids
from app.apex.compare.application import renamed_files
from app.apex.compare.names import Layers
from app.apex.export.application import DERIVED, INSTALL, Application
from app.apex.export.headers import with_arguments
from app.apex.export.parse import parse
from app.apex.export.pause import collection_paused
from app.apex.export.tree import Page
from app.apex.identity.id_space import aligned
from app.apex.identity.match import references
from app.apex.merge.file import MergeResult, merge_aligned
from app.apex.merge.install_script import installing
from app.apex.merge.lines import merge_lines
from app.apex.merge.releases import refuse_newer
from app.apex.model import AutoMerge, Conflict, ConflictKind, Decision, Issue, Take

_NO_DECISIONS: Final[Mapping[str, Decision]] = {}


class ApplicationMerge(Struct, frozen=True):
    """The merge of an application.

    ``application`` is None while a conflict is open; its files are the complete tree, in ours' id
    space and headers. ``conflicts`` has open and decided ones, keys prefixed by the file's path.
    """

    application: Application | None
    conflicts: tuple[Conflict, ...]
    auto: tuple[AutoMerge, ...]
    issues: tuple[Issue, ...]
    stale: tuple[Decision, ...]

    @property
    def files(self) -> Mapping[str, str]:
        """Path to text; empty while a conflict is open."""
        return self.application.files if self.application is not None else {}

    @property
    def open_conflicts(self) -> tuple[Conflict, ...]:
        return tuple(c for c in self.conflicts if c.taken is None)


@collection_paused()
def merge_apps(
    base: Application,
    ours: Application,
    theirs: Application,
    decisions: Mapping[str, Decision] = _NO_DECISIONS,
) -> ApplicationMerge:
    """Merge; base and theirs may come from other installations than ours.

    Raises the first ParseError of a side that could not be read whole: a merge of half an
    application would delete the other half. MergeError as ``merge``, and where ours changed and
    all of theirs was written by a newer APEX.
    """
    for side in (base, ours, theirs):
        if side.errors:
            raise side.errors[0]
    if ours != base and ours.frame is not None and theirs.frame is not None:
        refuse_newer(ours.frame.page, theirs.frame.page, ours.frame.page.name)
    was, other = aligned(base, ours, theirs)
    return _Run(was, ours, other, decisions, theirs).result()


class _File(NamedTuple):
    """The paths of one file at the three sides, and where the result goes."""

    base: str
    ours: str
    theirs: str
    result: str


class _Run:
    """One merge of an application."""

    def __init__(
        self,
        base: Application,
        ours: Application,
        theirs: Application,
        decisions: Mapping[str, Decision],
        given: Application,
    ) -> None:
        """``given`` is theirs as it was exported."""
        self._base, self._ours, self._theirs, self._given = base, ours, theirs, given
        self._decisions = decisions
        self._names = Layers(ours.names, theirs.names, base.names)
        self._results: dict[str, MergeResult] = {}
        self._places: dict[str, _File] = {}
        self._other: list[Conflict] = []
        self._files = dict(ours.files)
        self._pages: dict[str, Page] = {}

    def result(self) -> ApplicationMerge:
        files = self._logical_files()
        for file in files:
            self._one(file)
        self._needed_components(files)
        self._needed_files()
        for path, result in self._results.items():
            self._take(self._places[path], result)
        conflicts = (
            *(c for r in self._results.values() for c in r.conflicts), *self._other
        )  # fmt: skip
        is_open = any(c.taken is None for c in conflicts)
        application: Application | None = None
        issues: tuple[Issue, ...] = ()
        if not is_open:
            mine, other = (s.files.get(INSTALL, "") for s in (self._ours, self._theirs))
            renamed = {f.ours: f.result for f in self._places.values() if f.ours != f.result}
            gone = self._ours.files.keys() - self._files.keys()
            self._files[INSTALL] = installing(mine, other, renamed, gone, self._files)
            if INSTALL not in self._ours.files and not self._files[INSTALL]:
                del self._files[INSTALL]
            application = Application(self._files, self._pages)
            issues = self._issues(application)
        taken = {c.key for c in conflicts if c.taken is not None}
        return ApplicationMerge(
            application,
            tuple(conflicts),
            tuple(a for r in self._results.values() for a in r.auto),
            issues,
            tuple(d for d in self._decisions.values() if d.key not in taken),
        )

    # -- files -----------------------------------------------------------------------------

    def _logical_files(self) -> list[_File]:
        """The files of all sides; one that a side renamed counts as one file."""
        by_ours = {was: now for now, was in renamed_files(self._base, self._ours).items()}
        by_theirs = {was: now for now, was in renamed_files(self._base, self._theirs).items()}
        taken = {*by_ours.values(), *by_theirs.values()}
        paths = {**self._ours.files, **self._theirs.files, **self._base.files}
        found: list[_File] = []
        for path in paths:
            if path in DERIVED or (path in taken and path not in self._base.files):
                continue
            ours, theirs = by_ours.get(path, path), by_theirs.get(path, path)
            found.append(_File(path, ours, theirs, ours if ours != path else theirs))
        return found

    def _one(self, file: _File) -> None:
        sides = (self._base, self._ours, self._theirs)
        paths = (file.base, file.ours, file.theirs)
        b, o, t = (s.files.get(p) for s, p in zip(sides, paths, strict=True))
        was, mine, other = (s.parsed.get(p) for s, p in zip(sides, paths, strict=True))
        # What ours alone deleted is looked at all the same: theirs may refer to it newly.
        used = o is None and was is not None and other is not None
        if (o == t or t == b) and file.ours == file.result and not used:
            return
        if was is None and mine is None and other is None:
            self._plain(file, b, o, t)
            return
        key = file.ours if o is not None else file.theirs
        self._places[key] = file
        self._results[key] = merge_aligned(was, mine, other, self._decisions, self._names, key)

    def _plain(self, file: _File, base: str | None, ours: str | None, theirs: str | None) -> None:
        """A file without components: merged as text."""
        if ours == base:
            merged = theirs
        else:
            known = None not in (base, ours, theirs)
            merged = merge_lines(base or "", ours or "", theirs or "").text if known else None
            if merged is None:
                merged = self._plain_conflict(file, base, ours, theirs)
        if merged is None:
            self._files.pop(file.ours, None)
        else:
            self._files[file.result] = merged

    def _plain_conflict(
        self, file: _File, base: str | None, ours: str | None, theirs: str | None
    ) -> str | None:
        key = f"{file.result}|file|"
        decision = self._decisions.get(key)
        offered = (Take.OURS, Take.THEIRS)
        taken = decision.take if decision is not None and decision.take in offered else None
        kind = ConflictKind.PROPERTY if base is not None else ConflictKind.ADD_ADD
        if base is not None and ours is None:
            kind = ConflictKind.DELETE_EDIT
        elif base is not None and theirs is None:
            kind = ConflictKind.EDIT_DELETE
        name = file.result.rpartition("/")[2]
        self._other.append(
            Conflict(key, kind, file.result, "", "", name, (), "", "", base, ours, theirs, offered,
                     taken, "text")
        )  # fmt: skip
        return theirs if taken is Take.THEIRS else ours

    def _take(self, file: _File, result: MergeResult) -> None:
        """Put one file's merge into the tree."""
        if result.deleted:
            self._files.pop(file.ours, None)
            self._pages.pop(file.ours, None)
            emptied = self._emptied(file)
            if emptied is not None:
                self._files[file.result] = emptied
        elif result.page is not None:
            page = result.page
            if file.ours not in self._ours.files:
                page = self._framed(page)
            if file.result != file.ours and file.ours in self._files:
                del self._files[file.ours]
                self._pages.pop(file.ours, None)
            text = page.source.replace(_prompt(file.ours), _prompt(file.result), 1)
            if text != page.source or page.name != file.result:
                page = parse(text, file.result)
            self._files[file.result], self._pages[file.result] = text, page

    def _emptied(self, file: _File) -> str | None:
        """The text of a file that a side has still, though nothing is created in it any more: the
        exports before 20.1 have some in which there is no call at all."""
        sides = ((self._ours, file.ours), (self._theirs, file.theirs))
        if not all(path in side.files for side, path in sides):
            return None
        return next((s.files[path] for s, path in sides if path not in s.sources), None)

    def _framed(self, page: Page) -> Page:
        """A file that only theirs has, under ours' header."""
        frame = self._ours.frame
        if frame is None:
            return page
        text = with_arguments(page, {n: a.source for n, a in frame.arguments.items()})
        return page if text == page.source else parse(text, page.name)

    # -- the whole -------------------------------------------------------------------------

    def _needed_components(self, files: list[_File]) -> None:
        """A component of a file that both have, and that one side took away or renamed while the
        other began to use its name, is a conflict."""
        base, ours, theirs = self._base, self._ours, self._theirs
        by_ours, by_theirs = {f.ours: f.base for f in files}, {f.theirs: f.base for f in files}
        for file in files:
            text = base.files.get(file.base)
            if text == ours.files.get(file.ours) and text == theirs.files.get(file.theirs):
                continue
            was, mine = base.parsed.get(file.base), ours.parsed.get(file.ours)
            other = theirs.parsed.get(file.theirs)
            if was is None or mine is None or other is None or was.number is not None:
                continue
            named = (
                *newly_named(was, mine, base, ours, theirs, by_theirs),
                *newly_named(was, other, base, theirs, ours, by_ours),
            )
            if named:
                self._places[file.ours] = file
                self._results[file.ours] = merge_aligned(
                    was, mine, other, self._decisions, self._names, file.ours, named=named
                )

    def _needed_files(self) -> None:
        """A file that one side deleted, and to which the other refers newly, is a conflict."""
        for path, result in list(self._results.items()):
            file = self._places[path]
            if not result.deleted or result.conflicts:
                continue
            side = self._theirs if file.theirs in self._theirs.parsed else self._ours
            deleter = self._ours if side is self._theirs else self._theirs
            page = side.parsed.get(file.theirs if side is self._theirs else file.ours)
            if page is None or deleter.files.get(file.base) is not None:
                continue
            users = self._users(page, side)
            if users:
                forced = merge_aligned(
                    self._base.parsed.get(file.base),
                    page if side is self._ours else None,
                    page if side is self._theirs else None,
                    self._decisions,
                    self._names,
                    path,
                    users,
                )
                self._results[path] = forced

    def _users(self, page: Page, side: Application) -> tuple[str, ...]:
        """Components of other files that refer to one of this file's, and did not in the base."""
        ids, named = integrity.defined([page]), by_name(page)
        found: list[str] = []
        for path, other in side.parsed.items():
            called = named is not None and named.search(other.source) is not None
            if other is page or not (called or ids & other.ids):
                continue
            was = self._base.parsed.get(path)
            known = integrity.uses(was) if was is not None else set()
            for component in other.components:
                for argument, identity in references(component):
                    if identity in ids and (component.key, argument, identity) not in known:
                        found.append(user_line(other, component))
                if called and named is not None and named.search(component.source):
                    before = was.by_key.get(component.key) if was is not None else None
                    if before is None or not named.search(before.source):
                        found.append(user_line(other, component))
        return tuple(dict.fromkeys(found))

    def _issues(self, application: Application) -> tuple[Issue, ...]:
        ours, theirs, base = self._ours.parsed, self._theirs.parsed, self._base.parsed
        whole = integrity.is_complete(application.files)
        return (
            *(issue for result in self._results.values() for issue in result.issues),
            *integrity.report(application.parsed, (ours, theirs), self._names, whole),
            *crossings(
                application.parsed,
                (ours, theirs, base),
                [self._places[path].result for path in self._results],
            ),
            *self._text_ids(application),
        )

    def _text_ids(self, application: Application) -> Iterator[Issue]:
        moved = cache(partial(moved_ids, self._given, self._theirs))
        for path, result in self._results.items():
            file = self._places[path]
            other = self._theirs.parsed.get(file.theirs)
            page = application.parsed.get(file.result)
            if other is not None and page is not None:
                was = self._base.parsed.get(file.base)
                yield from mentions_of(moved, dict(result.fresh), was, other, page)


def _prompt(path: str) -> str:
    return f"prompt --{path.removesuffix('.sql')}\n"
