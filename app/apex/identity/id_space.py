"""Applications in one id space: one read as if it had been exported from where another was.

Files that differ by ids alone are replaced by the other side's, unread; only the rest is parsed,
its components matched, and what one side alone has is given ids that are free.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from app.apex.export.application import Application
from app.apex.export.export_file import ExportFile, Pages
from app.apex.export.headers import header_edits, with_arguments
from app.apex.export.tree import Page
from app.apex.identity.align import align, free, settle
from app.apex.identity.match import IdMap, Key, Told, map_ids, moved
from app.apex.identity.twins import Twins, exact_ids, find_twins


@lru_cache(maxsize=6)
def rebase(application: Application, onto: Application) -> Application:
    """The application as if it had been exported from where ``onto`` was.

    Ids (embedded, negated and those of plug-in attributes too), headers and the application's
    number become ``onto``'s; a component that ``onto`` has not gets an id that is free there.
    """
    twins = _twins(application, onto)
    here, there = _rest(application, twins), _rest(onto, twins)
    ids = settle(here, there, _ids(application, onto), (onto,))
    return _moved(application, onto, twins, ids, onto)


@lru_cache(maxsize=4)
def aligned(
    base: Application, ours: Application, theirs: Application
) -> tuple[Application, Application]:
    """Base and theirs as if they had been exported from where ours was."""
    first = _twins(base, ours)
    if not first.rules:
        pages, others = align(base.parsed, ours.parsed, theirs.parsed)
        return _with_pages(base, pages, ours), _with_pages(theirs, others, ours)
    here, there = _rest(base, first), _rest(ours, first)
    ids = settle(here, there, _ids(base, ours), (ours,))
    was = _moved(base, ours, first, ids, ours)
    second = _twins(theirs, was)
    if not second.rules:
        _, others = align(base.parsed, ours.parsed, theirs.parsed)
        return was, _with_pages(theirs, others, ours)
    ids = free(
        _rest(theirs, second),
        _other(was, ours),
        _other(ours, was),
        _ids(theirs, was),
        (ours, was),
    )
    return was, _moved(theirs, was, second, ids, ours)


def _moved(
    application: Application, onto: Application, twins: Twins, ids: IdMap, home: Application
) -> Application:
    """``onto``'s text for what is the same, the rest with its ids mapped and ``home``'s headers."""
    wanted = _header(home)
    files = {**application.files, **{path: onto.files[path] for path in twins.same}}
    for path, page in _rest(application, twins).items():
        files[path] = moved(page, ids, header_edits(page, wanted))
    return Application(files)


# Comparing and merging the same versions ask the same twice.
@lru_cache(maxsize=6)
def _twins(application: Application, onto: Application) -> Twins:
    return find_twins(application.sources, onto.sources)


@lru_cache(maxsize=6)
def _ids(application: Application, onto: Application) -> IdMap:
    """How the ids of the files that are not the same read in ``onto``."""
    twins = _twins(application, onto)

    def has(key: Key) -> bool:
        home = onto.homes.get(key[1])
        if home is None or home not in twins.same:
            return False
        return any((c.procedure, c.id) == key for c in onto.parsed[home].mapped)

    told = Told(
        twins.rules,
        lambda: exact_ids(application.sources, onto.sources, twins),
        lambda: onto.mentioned,
        has,
    )
    return map_ids(_rest(application, twins), _rest(onto, twins), told if twins.rules else None)


def _rest(application: Application, twins: Twins) -> Pages:
    """The files that have to be read."""
    sources: Mapping[str, ExportFile] = application.sources
    return Pages({path: file for path, file in sources.items() if path not in twins.same})


def _other(application: Application, than: Application) -> Pages:
    """The files of one application that the other has not, or has with other content."""
    sources: Mapping[str, ExportFile] = application.sources
    return Pages({p: f for p, f in sources.items() if than.files.get(p) != f.text})


def _with_pages(
    application: Application, pages: Mapping[str, Page], home: Application
) -> Application:
    wanted = _header(home)
    files = {**application.files, **{p: with_arguments(page, wanted) for p, page in pages.items()}}
    return Application(files, pages)


def _header(home: Application) -> dict[str, str]:
    frame = home.frame
    return {n: a.source for n, a in frame.arguments.items()} if frame is not None else {}
