"""Three-way merge of whole applications, in ours' id space and under ours' headers.

Each file is merged on its own, after all three sides were brought into one id space; then the
whole is looked at: references from file to file, names that must be unique, the install script.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, partial
from typing import Final, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from app.apex.check import integrity
from app.apex.check.broken import broken_uses
from app.apex.check.names import Files
from app.apex.check.news import news
from app.apex.check.text_ids import mentions_of, moved_ids
from app.apex.export.application import INSTALL, Application
from app.apex.export.headers import with_arguments
from app.apex.export.parse import parse
from app.apex.export.pause import collection_paused
from app.apex.export.tree import Page
from app.apex.identity.id_space import aligned
from app.apex.merge.context import Named
from app.apex.merge.file import MergeResult, merge_aligned
from app.apex.merge.follow import followed, renames
from app.apex.merge.install_script import installing
from app.apex.merge.lines import merge_lines
from app.apex.merge.releases import refuse_newer
from app.apex.merge.renumber import can_be_two, renumbered
from app.apex.merge.stakes import Kept, stakes
from app.apex.merge.versions import File, Versions, versions
from app.apex.model import AutoMerge, Conflict, ConflictKind, Decision, Issue, Take, Usage

_NO_DECISIONS: Final[Mapping[str, Decision]] = {}


class ApplicationMerge(Struct, frozen=True):
    """The merge of an application.

    ``application`` is None while a conflict is open; its files are the complete tree, in ours' id
    space and headers. ``conflicts`` has open and decided ones, keys prefixed by the file's path;
    ``automatic`` what merges by itself, for who asks for it.
    """

    application: Application | None
    conflicts: tuple[Conflict, ...]
    auto: tuple[AutoMerge, ...]
    issues: tuple[Issue, ...]
    stale: tuple[Decision, ...]
    automatic: tuple[Conflict, ...] = ()

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
    thorough: bool = True,
    checked: bool = True,
    listing: bool = False,
) -> ApplicationMerge:
    """Merge; base and theirs may come from other installations than ours.

    ``listing``: what merges by itself is listed too, as decisions that can be taken otherwise.
    Not ``thorough``, a file that is the same on all sides is read only where a merge of others
    asks for it: nothing is said of one that cannot be read, and no notices are given. Not
    ``checked``, nothing is said of what the result may have broken, for who wants its text alone.

    Raises the first ParseError of a side that could not be read whole: a merge of half an
    application would delete the other half. MergeError as ``merge``, and where ours changed and
    all of theirs was written by a newer APEX.
    """
    _refuse_unreadable(base, ours, theirs, thorough)
    if ours != base and ours.frame is not None and theirs.frame is not None:
        refuse_newer(ours.frame.page, theirs.frame.page, ours.frame.page.name)
    was, other = aligned(base, ours, theirs)
    found = _Run(versions(was, ours, other), decisions, theirs, thorough, checked, listing).result()
    two = [c for c in found.conflicts if c.taken is Take.BOTH and can_be_two(c, ours, other)]
    issues: list[Issue] = []
    for conflict in two:
        apart = renumbered(conflict.path, was, ours, other)
        other, issues = apart.application, [*issues, *apart.issues]
    if not two:
        return found
    again = _Run(versions(was, ours, other), decisions, theirs, thorough, checked, listing).result()
    stale = tuple(d for d in again.stale if d.key not in {c.key for c in two})
    return replace(
        again, conflicts=(*two, *again.conflicts), issues=(*issues, *again.issues), stale=stale
    )


def _refuse_unreadable(
    base: Application, ours: Application, theirs: Application, thorough: bool
) -> None:
    """Raise the first error of the files that a merge reads: all, or those that differ."""
    sides = (base, ours, theirs)
    paths = {path for side in sides for path in side.sources}
    if not thorough:
        paths = {p for p in paths if len({id(side.sources.get(p)) for side in sides}) > 1}
    mine = ours.errors_of(paths)  # first: what differs from it by ids alone is not read
    errors = (*base.errors_of(paths), *mine, *theirs.errors_of(paths))
    if errors:
        raise errors[0]


class _Need(NamedTuple):
    """Who uses a file that one side deleted, or what of a file is used; see ``merge_aligned``."""

    users: tuple[Usage, ...] = ()
    named: Named = ()


_NOTHING: Final = _Need()


class _Run:
    """One merge of an application."""

    def __init__(
        self,
        known: Versions,
        decisions: Mapping[str, Decision],
        given: Application,
        thorough: bool,
        checked: bool,
        listing: bool,
    ) -> None:
        """``given`` is theirs as it was exported."""
        self._thorough, self._checked, self._listing = thorough, checked, listing
        self._known, self._given, self._names = known, given, known.names
        self._base, self._ours, self._theirs = known.base, known.ours, known.theirs
        self._decisions = decisions
        self._results: dict[str, MergeResult] = {}
        self._places: dict[str, File] = {}
        self._other: list[Conflict] = []
        self._files = dict(known.ours.files)
        self._pages: dict[str, Page] = {}

    def result(self) -> ApplicationMerge:
        self._merge_all()
        for path, result in self._results.items():
            self._take(self._places[path], result)
        self._follow()
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
            issues = self._issues(application) if self._checked else ()
        taken = {c.key for c in conflicts if c.taken is not None}
        return ApplicationMerge(
            application,
            tuple(conflicts),
            tuple(a for r in self._results.values() for a in r.auto),
            issues,
            tuple(d for d in self._decisions.values() if d.key not in taken),
            tuple(a for r in self._results.values() for a in r.automatic),
        )

    # -- files -----------------------------------------------------------------------------

    def _merge_all(self) -> None:
        """Merge every file, knowing who uses what it takes away. Where that follows from what was
        decided, files are merged a second time."""
        known = self._known
        late = any(c.user is not None for c in (*known.taken_by_ours, *known.taken_by_theirs))
        needed = {} if late else self._needed()
        for file in known.files:
            self._one(file, needed.get(file, _NOTHING))
        for file, need in (self._needed() if late else needed).items():
            if late or self._key(file) not in self._results:
                self._merge(file, need)

    def _one(self, file: File, need: _Need) -> None:
        sides = (self._base, self._ours, self._theirs)
        paths = (file.base, file.ours, file.theirs)
        b, o, t = (s.files.get(p) for s, p in zip(sides, paths, strict=True))
        # What ours alone deleted is looked at all the same: theirs may refer to it newly.
        used = o is None and file.base in sides[0].sources and file.theirs in sides[2].sources
        if (o == t or t == b) and file.ours == file.result and not used:
            return
        was, mine, other = (s.parsed.get(p) for s, p in zip(sides, paths, strict=True))
        if was is None and mine is None and other is None:
            self._plain(file, b, o, t)
            return
        self._merge(file, need)

    def _or_two(self, result: MergeResult) -> MergeResult:
        """Of two new pages of one number both can stay, one of them under another."""
        if len(result.conflicts) != 1 or not can_be_two(
            result.conflicts[0], self._ours, self._theirs
        ):
            return result
        (conflict,) = result.conflicts
        decision = self._decisions.get(conflict.key)
        taken = Take.BOTH if decision is not None and decision.take is Take.BOTH else conflict.taken
        offered = (*conflict.choices, Take.BOTH)
        page = self._ours.parsed[conflict.path] if taken is Take.BOTH else result.page
        return replace(
            result, page=page, conflicts=(replace(conflict, choices=offered, taken=taken),)
        )

    def _plain(self, file: File, base: str | None, ours: str | None, theirs: str | None) -> None:
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
        self, file: File, base: str | None, ours: str | None, theirs: str | None
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

    def _take(self, file: File, result: MergeResult) -> None:
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

    def _emptied(self, file: File) -> str | None:
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

    def _needed(self) -> dict[File, _Need]:
        """A component, or a whole file, that one side took away or gave another name while the
        other uses it elsewhere is a conflict: by file, what is used of it."""
        known = self._known
        base, ours, theirs = self._base.sources, self._ours.sources, self._theirs.sources
        stands = (
            *stakes(known.taken_by_ours, self._kept(theirs, ours)),
            *stakes(known.taken_by_theirs, self._kept(ours, theirs)),
        )
        found: dict[File, _Need] = {}
        for file in known.files:
            mine, other = file.ours in ours, file.theirs in theirs
            here = [stake for stake in stands if stake.path == file.base]
            if mine and other:
                named = (*((s.key, s.argument, s.uses) for s in here), *known.by_id.get(file, ()))
                if named:
                    found[file] = _Need(named=named)
            elif file.base in base and mine != other:
                uses = [use for stake in here for use in stake.uses]
                users = tuple(dict.fromkeys((*uses, *known.referring[file])))
                if users:
                    found[file] = _Need(users=users)
        return found

    def _kept(self, user: Files, taker: Files) -> Kept:
        """What ``user`` has and a decision keeps, though ``taker`` deleted it."""
        homes = {
            (f.ours if user is self._ours.sources else f.theirs): (
                result.page,
                taker.get(f.theirs if user is self._ours.sources else f.ours),
            )
            for key, result in self._results.items()
            for f in (self._places[key],)
        }

        def kept(path: str, key: str) -> bool:
            page, other = homes.get(path, (None, None))
            gone = other is None or key not in other.page.by_key
            return page is not None and gone and key in page.by_key

        return kept

    def _key(self, file: File) -> str:
        return file.ours if file.ours in self._ours.files else file.theirs

    def _merge(self, file: File, need: _Need) -> None:
        key = self._key(file)
        sides = (self._base, self._ours, self._theirs)
        paths = (file.base, file.ours, file.theirs)
        was, mine, other = (s.parsed.get(p) for s, p in zip(sides, paths, strict=True))
        self._places[key] = file
        found = merge_aligned(
            was, mine, other, self._decisions, self._names, key, need.users, need.named,
            self._listing,
        )  # fmt: skip
        self._results[key] = self._or_two(found)

    def _follow(self) -> None:
        """Write the new names of renames that were decided for both where the other side uses the
        old ones."""
        decided = renames(c for r in self._results.values() for c in r.conflicts)
        for conflict in decided:
            for path in dict.fromkeys(use.path for use in conflict.uses):
                file = next((f for f in self._places.values() if path in (f.ours, f.theirs)), None)
                result = file.result if file is not None else path
                if result in self._files:
                    page = self._pages.get(result) or parse(self._files[result], result)
                    page = followed(page, [conflict], path)
                    self._files[result], self._pages[result] = page.source, page

    def _issues(self, application: Application) -> tuple[Issue, ...]:
        whole = integrity.is_complete(application.files)
        found = (
            *(issue for result in self._results.values() for issue in result.issues),
            *self._report(application, whole),
            *broken_uses(
                application.sources,
                self._known.by_name[1:],
                self._base.sources,
            ),
            *self._text_ids(application),
        )
        return tuple(i for i in found if self._thorough or i.severity != "notice")

    def _report(self, application: Application, whole: bool) -> Iterable[Issue]:
        if not self._thorough:
            sides = (application, self._ours, self._theirs)
            result, ours, theirs = (side.sources for side in sides)
            return news(result, ours, theirs, self._names, whole)
        known = (self._ours.parsed, self._theirs.parsed)
        return integrity.report(application.parsed, known, self._names, whole)

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
