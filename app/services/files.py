"""Use cases on export and changelog files alone: check, merge, guard, checksums. No home, no
database."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path, PurePath, PurePosixPath
from posixpath import normpath
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from app import apexlang
from app.apex import (
    Application,
    ApplicationMerge,
    CheckResult,
    MergeResult,
    Page,
    check,
    joined,
    merge,
    merge_apps,
    parse,
    read_application,
    render,
    spoken_conflict,
)
from app.apex.merge.authors import also_by
from app.apex.model import Conflict, Decision, Issue, Take
from app.changelog import (
    Changelog,
    Finding,
    Knowledge,
    Ruling,
    before_clients,
    guard_behind,
    guard_changelog,
    guard_script,
    lint,
    parse_changelog,
    script_rulings,
)
from app.changelog.file.master import is_master
from app.errors import AppError, SourceError
from app.release import authors, revisions
from app.services import messages
from app.services.merge.markers import Names, with_markers
from app.services.model import RulingView
from app.services.release.beside import beside, beside_master, earlier_beside
from app.services.release.changelog_folder import in_folder
from app.services.release.rulings import views
from app.sql.cut import cut_script

# The install.sql of a split export holds nothing of APEX, only the names of the other files.
_IMPORT_CALL = re.compile(r"\bwwv_(?:flow_api|flow_imp\w*|imp_\w+)\s*\.", re.IGNORECASE)
_EXPORT_PART = re.compile(r"^(?:prompt --application/|@@?application/)", re.MULTILINE)

_ENDINGS = (".sql", apexlang.ENDING)

Merged = MergeResult | ApplicationMerge | apexlang.MergeResult | apexlang.WholeMerge
R = TypeVar("R", MergeResult, ApplicationMerge, apexlang.MergeResult, apexlang.WholeMerge)


def read_file(path: Path) -> bytes:
    """The bytes of a file; SourceError ``source.no_file`` or ``source.unreadable``."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise SourceError("source.no_file", path=str(path)) from error
    except OSError as error:
        raise SourceError("source.unreadable", path=str(path), detail=str(error)) from error


def export_files(
    paths: Sequence[Path], endings: tuple[str, ...] = (".sql",)
) -> Iterator[tuple[str, bytes]]:
    """The files that ``paths`` name: files, and those with one of the ``endings`` in folders
    (searched whole) and zips."""
    for path in paths:
        if path.is_dir():
            for found in sorted(p for p in path.rglob("*") if p.suffix in endings and p.is_file()):
                yield found.as_posix(), read_file(found)
        elif path.suffix.lower() == ".zip":
            try:
                with zipfile.ZipFile(path) as archive:
                    for name in sorted(archive.namelist()):
                        if name.endswith(endings):
                            yield f"{path}!{name}", archive.read(name)
            except (zipfile.BadZipFile, OSError) as error:
                raise SourceError("source.bad_zip", path=str(path), detail=str(error)) from error
        else:
            yield path.as_posix(), read_file(path)


def other_files(paths: Sequence[Path]) -> dict[str, dict[str, int]]:
    """The folders and zips of ``paths`` in which there is no file of SQL or APEXlang, and how
    many files of each ending are there instead; "" stands for files without one."""
    found: dict[str, dict[str, int]] = {}
    for path in paths:
        names: Sequence[PurePath]
        if path.is_dir():
            names = [p.relative_to(path) for p in path.rglob("*") if p.is_file()]
        elif path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive:
                names = [PurePosixPath(i.filename) for i in archive.infolist() if not i.is_dir()]
        else:
            continue
        kinds = [name.suffix for name in names if ".git" not in name.parts]
        if not {".sql", apexlang.ENDING} & set(kinds):
            counts = Counter(kinds)
            order = sorted(counts, key=lambda kind: (-counts[kind], kind))
            found[str(path)] = {kind: counts[kind] for kind in order}
    return found


def _unread(paths: Sequence[Path]) -> dict[str, bytes]:
    """The names of all files in folders and zips, without what is in them."""
    names: list[str] = []
    for path in paths:
        if path.is_dir():
            names += [found.as_posix() for found in path.rglob("*") if found.is_file()]
        elif path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive:
                names += [f"{path}!{i.filename}" for i in archive.infolist() if not i.is_dir()]
    return dict.fromkeys(names, b"")


def _root(name: str) -> str | None:
    """The root of the application that a file is the root file of, with the separator behind it;
    None for any other file: a page may be called ``p00020-edit-application.apx``."""
    head = name.removesuffix(apexlang.ROOT_FILE)
    is_root = head != name and (not head or head.endswith(("/", "!")))  # a zip's file, and its own
    return head if is_root else None


def check_files(paths: Sequence[Path]) -> Iterator[CheckResult]:
    """Check every file: read, written back to the byte, references whole. Broken files are
    results with an error, and never stop the others."""
    found = dict(export_files(paths, _ENDINGS))
    wrong: dict[str, tuple[Issue, ...]] = {}
    scripts: list[str] = []
    # Of files that are named one by one nobody knows what else is there.
    around = _unread(paths) if any(name.endswith(apexlang.ENDING) for name in found) else {}
    roots = [head for name in around if (head := _root(name)) is not None]
    if roots:
        whole = {**around, **dict(export_files(paths, (".json",))), **found}
        for root in roots:
            inner = tuple(other for other in roots if other != root and other.startswith(root))
            files = {n: c for n, c in whole.items() if not n.startswith(inner)} if inner else whole
            application = apexlang.Application(apexlang.below(files, root))
            wrong |= {root + path: issues for path, issues in apexlang.broken(application).items()}
            scripts.append(f"{root}supporting-objects")
    for name in wrong.keys() - found.keys():
        yield CheckResult(name, True, "", 0, None, wrong[name])
    for name, content in found.items():
        if name.endswith(apexlang.ENDING):
            yield replace(apexlang.check(content, name), notices=wrong.get(name, ()))
        elif not name.startswith(tuple(scripts)):  # an application's own scripts are no exports
            yield check(content, name)


def opened(content: bytes, name: str) -> Page | Application:
    """One export file: a single-file export is an application, a page export its page."""
    application = read_application({name: content})
    if application.errors:
        raise application.errors[0]
    if list(application.files) == [name]:
        return parse(content, name)
    made = [page for page in application.parsed.values() if page.components]
    return made[0] if len(made) == 1 else application


class MergedText(Struct, frozen=True):
    """``text`` is None while conflicts are open, and when the merge deletes the file."""

    result: MergeResult | ApplicationMerge | apexlang.MergeResult
    text: str | None

    @property
    def deleted(self) -> bool:
        return not isinstance(self.result, ApplicationMerge) and self.result.deleted


def merge_files(
    base: Path,
    ours: Path,
    theirs: Path,
    take: Take | None,
    decisions: Mapping[str, Take],
    language: messages.Lang = "en",
    listing: bool = False,
) -> MergedText:
    """Three-way merge of one export file: a page, a shared component, or a whole application in
    one file. An empty base file means: both sides are new.

    Each is a file, or ``REV:path`` in git. ``decisions`` maps conflict keys to sides; ``take``
    decides all others. MAIN is "ours". ``listing``: what merges by itself is told too.
    """
    paths = (base, ours, theirs)
    by = _authors(paths)
    if any(path.name.endswith(apexlang.ENDING) for path in paths):
        docs = _document_or_none(base), _document_or_none(ours), _document_or_none(theirs)
        lang = decided(
            lambda chosen: apexlang.merge(*docs, chosen, language, listing=listing),
            take,
            decisions,
        )
        text = lang.document.source if lang.document is not None else None
        return MergedText(told(lang, by, language), text)
    whole = [_whole_or_none(path) for path in paths]
    was, mine, other = whole
    if was is not None and mine is not None and other is not None:
        made = decided(
            lambda chosen: merge_apps(was, mine, other, chosen, listing=listing), take, decisions
        )
        text = joined(made.files, (mine.files, other.files)) if made.application else None
        return MergedText(told(made, by, language), text)
    if whole != [None, None, None]:
        odd = next(p for p, found in zip(paths, whole, strict=True) if found is None)
        raise SourceError("source.unlike", old=str(ours if odd != ours else theirs), new=str(odd))
    pages = _page_or_none(base), _page_or_none(ours), _page_or_none(theirs)
    result = decided(lambda chosen: merge(*pages, chosen, listing=listing), take, decisions)
    text = render(result.page) if result.page is not None else None
    return MergedText(told(result, by, language), text)


def _side(path: Path) -> bytes:
    """A file, or ``REV:path/of/file`` of the repository that we stand in."""
    if not path.exists() and ":" in str(path):
        found = revisions.read_revision(Path.cwd(), path.as_posix())
        if isinstance(found, bytes):
            return found
    return read_file(path)


def _authors(paths: Sequence[Path]) -> authors.Sides:
    """Who made the commits on each side, where all three are revisions."""
    named = [path.as_posix().partition(":") for path in paths]
    if any(path.exists() or not file for path, (_, _, file) in zip(paths, named, strict=True)):
        return (), ()
    base, ours, theirs = (revision for revision, _, _ in named)
    return authors.between(Path.cwd(), named[1][2], base, ours, theirs)


M = TypeVar("M", MergeResult, ApplicationMerge, apexlang.MergeResult)


def told(merge: M, by: authors.Sides, language: messages.Lang) -> M:
    """A merge in the language of the user."""
    return replace(
        merge,
        conflicts=said(merge.conflicts, by, language),
        automatic=said(merge.automatic, by, language),
    )


def said(
    conflicts: tuple[Conflict, ...], by: authors.Sides, language: messages.Lang
) -> tuple[Conflict, ...]:
    """Conflicts in the language of the user, with who made either side."""
    return tuple(spoken_conflict(also_by(conflict, *by), language) for conflict in conflicts)


def decided(
    run: Callable[[dict[str, Decision]], R], take: Take | None, decisions: Mapping[str, Take]
) -> R:
    """The merge with the decisions given, and ``take`` for all that stay open."""
    chosen = {key: Decision(key, side) for key, side in decisions.items()}
    result = run(chosen)
    while take is not None and result.open_conflicts:
        for conflict in result.open_conflicts:
            side = take if take in conflict.choices else conflict.choices[0]
            chosen[conflict.key] = Decision(conflict.key, side)
        result = run(chosen)
    return result


def _whole_or_none(path: Path) -> Application | None:
    """The application of a single-file export; None for a file of any other kind."""
    content = _side(path)
    if b"prompt --application/" not in content:
        return None
    found = opened(content, str(path))
    return found if isinstance(found, Application) else None


def marked(
    base: Path,
    ours: Path,
    theirs: Path,
    decisions: Mapping[str, Take],
    language: messages.Lang = "en",
) -> str | None:
    """The merge with what ``decisions`` leave open between markers; None where one side has no
    file, and nothing can be marked."""
    paths = (base, ours, theirs)
    lang = any(path.name.endswith(apexlang.ENDING) for path in paths)
    one, mine, other = ((_document_or_none if lang else _page_or_none)(path) for path in paths)
    sides = one, mine, other
    chosen = {key: Decision(key, side) for key, side in decisions.items()}
    return with_markers(sides, chosen, Names(), language=language)


def _page_or_none(path: Path) -> Page | None:
    content = _side(path)
    return parse(content, str(path)) if content.strip() else None


def _document_or_none(path: Path) -> apexlang.Document | None:
    content = _side(path)
    return apexlang.parse(content, str(path)) if content.strip() else None


def guard_files(paths: Sequence[Path]) -> tuple[RulingView, ...]:
    """The guard's word on every statement of these files, judged together and in their order, as
    a rollout does. A file that begins as a Liquibase changelog is read as one; an APEX export by
    the rules of the import; anything else as plain SQL. What only a client's dictionary can prove
    is allowed, with the rule that says so (``RulingView.asked_there``)."""
    if _has_master(paths):
        return _guard_master(paths)
    contents = {name: content for path in paths for name, content in export_files([path])}
    changelog = parse_changelog({n: c for n, c in contents.items() if _is_changelog(c)})
    stand = beside(changelog)
    earlier = earlier_beside(changelog, contents) - stand.void.keys()
    knowledge = Knowledge()
    found: list[RulingView] = []
    for name, content in contents.items():
        if name in changelog.files:
            here = Changelog(tuple(c for c in changelog.changesets if c.file == name), (name,))
            judged, knowledge = guard_behind(here, knowledge, earlier=earlier)
            found += views(before_clients(judged), stand)
        else:
            rulings, knowledge = _guard_other(name, content, knowledge)
            found += views(rulings)
    return tuple(found)


def _has_master(paths: Sequence[Path]) -> bool:
    """Whether what is named is one changelog of XML, YAML or JSON, or its folder."""
    if len(paths) != 1:
        return False
    path = paths[0]
    found = in_folder(path) if path.is_dir() else {path.name: read_file(path)}
    return any(is_master(name, content) for name, content in found.items())


def _guard_master(paths: Sequence[Path]) -> tuple[RulingView, ...]:
    changelog = read_changelog(paths)
    folder = paths[0] if paths[0].is_dir() else paths[0].parent
    stand, earlier = beside_master(changelog, folder)
    return views(before_clients(guard_changelog(changelog, earlier=earlier)), stand)


def _is_changelog(content: bytes) -> bool:
    lines = content.decode("utf-8-sig", "replace").splitlines()
    first = next((line for line in lines if line.strip()), "")
    return first.lstrip("- ").lower().startswith("liquibase formatted")


def _is_export(text: str) -> bool:
    """Whether a script is (part of) an APEX export: it runs its parts, or a block of it calls the
    import's API. Code that is stored may name that API, too, and makes no export."""
    if _EXPORT_PART.search(text):
        return True
    if not _IMPORT_CALL.search(text):
        return False
    pieces = (p for p in cut_script(text) if not p.tool)
    blocks = (p.text for p in pieces if p.tokens and p.tokens[0].value in ("BEGIN", "DECLARE"))
    return any(_IMPORT_CALL.search(block) for block in islice(blocks, 20))


def _guard_other(
    name: str, content: bytes, before: Knowledge
) -> tuple[tuple[Ruling, ...], Knowledge]:
    text = content.decode("utf-8-sig", "replace")
    if _is_export(text):  # no client is asked for it
        return guard_script(text, name, "apex"), before
    rulings, knowledge = script_rulings(text, name, before)
    return before_clients(rulings), knowledge


def read_changelog(paths: Sequence[Path]) -> Changelog:
    """Changelog files in the order given; a folder's files by name, or by the master of XML, YAML
    or JSON in it. A master that is named finds what it includes in its folder and below. Paths as
    given, with ``/``."""
    found: dict[str, bytes] = {}
    master = None
    for path in paths:
        if path.is_dir():
            found |= {f"{path.as_posix()}/{n}": c for n, c in in_folder(path).items()}
        else:
            if len(paths) == 1 and is_master(path.name, read_file(path)):
                master = path.as_posix()
                around = path.parent.as_posix()
                found |= {f"{around}/{n}": c for n, c in in_folder(path.parent).items()}
            found[path.as_posix()] = read_file(path)
    if not found:
        raise SourceError("source.no_file", path=", ".join(map(str, paths)))
    return parse_changelog({normpath(name): found[name] for name in found}, master)


def lint_changelog(paths: Sequence[Path]) -> tuple[Finding, ...]:
    return lint(read_changelog(paths))


__all__ = [
    "AppError",
    "check_files",
    "guard_files",
    "lint_changelog",
    "merge_files",
    "read_changelog",
]
