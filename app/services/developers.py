"""The developers' screen: what each of them changed since the version that everybody shares."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from msgspec import Struct
from msgspec.structs import replace

from app.apex import Application, compare_applications, spoken
from app.apex.model import FileDiff
from app.errors import AppError
from app.oracle import application_info, page_updates
from app.rollout.model import problem_of
from app.services import apexlang_words, sources
from app.services.compare.versions import noise_of
from app.services.merge.fold import Inputs, Outcome, integrate
from app.services.merge.newer import newer_copy
from app.services.model import (
    BaseInfo,
    Overlap,
    Overview,
    Problem,
    Progress,
    Report,
    SchemaOverview,
)
from app.services.workplace import Workplace
from app.settings import ApplicationSource


class _Reading(Struct, frozen=True):
    source: ApplicationSource
    application: Application | None
    updates: dict[int, tuple[datetime | None, str]]
    problem: Problem | None


def overview(place: Workplace, report: Report) -> Overview:
    """Read MAIN and every developer's schema side by side, and compare each with the base.

    A schema that cannot be read carries its problem; the others are shown all the same. So does
    one without a base (``merge.no_base``, ``merge.unknown_base``): what somebody changed cannot
    be told without it. A copy on a newer APEX than MAIN (``merge.newer_copy``) is shown with its
    changes. Only without MAIN there is nothing to show: its error is raised.
    """
    central = place.central
    wanted = (central.main, *central.developers)
    report(Progress("developers.reading", 0, len(wanted)))
    base = sources.base_info(place)
    with ThreadPoolExecutor(max_workers=8) as pool:
        readings = list(pool.map(_counted(place, report, len(wanted)), wanted))
    report(Progress("developers.comparing", len(wanted), len(wanted)))
    main = readings[0]
    if main.application is None:
        problem = main.problem
        assert problem is not None
        raise AppError(problem.code, **problem.facts)
    copies, bases = {}, {}
    developers = []
    for reading in readings[1:]:
        name = reading.source.name
        own = _own_base(place, name, reading.application)
        if isinstance(own, Problem):
            developers.append(_summary(place, replace(reading, problem=own), None))
            continue
        summary = _summary(place, reading, own[1] if own is not None else None)
        if own is not None and reading.application is not None:
            newer = newer_copy(name, main.application, reading.application, own[1])
            if newer is None:
                copies[name], bases[name] = reading.application, own[1]
            else:
                summary = replace(summary, problem=problem_of(newer))
        developers.append(replace(summary, base=own[0] if own is not None else base))
    outcome = integrate(Inputs(main.application, copies, bases), {})
    shared = sources.read_revision(place, base.commit, base.revision) if base is not None else None
    return Overview(
        base=base,
        main=replace(_summary(place, main, shared), base=base),
        developers=tuple(developers),
        overlaps=_overlaps(developers, outcome),
        taken_at=datetime.now(UTC),
    )


def _own_base(
    place: Workplace, name: str, copy: Application | None
) -> tuple[BaseInfo, Application] | Problem | None:
    """A developer's base, or why there is none; None for a copy that could not be read."""
    if copy is None:
        return None
    try:
        own = sources.developer_base(place, name, copy)
    except AppError as error:
        return problem_of(error)
    return own or Problem("merge.no_base", {"repository": str(place.repository_path)})


def _counted(
    place: Workplace, report: Report, total: int
) -> Callable[[ApplicationSource], _Reading]:
    done: list[str] = []

    def read(source: ApplicationSource) -> _Reading:
        reading = _read(place, source)
        done.append(source.name)
        report(Progress("developers.reading", len(done), total, {"name": source.name}))
        return reading

    return read


def _read(place: Workplace, source: ApplicationSource) -> _Reading:
    try:
        with place.central_session(source) as session:
            info = application_info(session, source.application)
            if info is None:
                problem = Problem(
                    "source.no_application",
                    {
                        "target": source.name,
                        "application": source.application,
                        "schema": source.schema_name,
                    },
                )
                return _Reading(source, None, {}, problem)
            found = sources.exported(
                session, source.workspace_name, source.application, source.name
            )
            updates = page_updates(session, source.application)
        return _Reading(source, found, updates, None)
    except AppError as error:
        return _Reading(source, None, {}, problem_of(error))


def _summary(place: Workplace, reading: _Reading, base: Application | None) -> SchemaOverview:
    """One schema; without a base it has no list of changes."""
    source, application = reading.source, reading.application
    if application is None:
        return SchemaOverview(
            source.name, source.schema_name, source.application, "", 0, (), problem=reading.problem
        )
    files: tuple[FileDiff, ...] = ()
    if base is not None:
        found = compare_applications(base, application, noise_of(place))
        said = spoken(found, place.language)
        files = apexlang_words.difference(said, base, application, place.language).files
    when, who = _last_change(files, reading.updates)
    return SchemaOverview(
        name=source.name,
        schema=source.schema_name,
        application_id=source.application,
        version=application.version,
        pages=len(application.pages),
        files=files,
        last_change=when,
        last_change_by=who,
        problem=reading.problem,
    )


def _last_change(
    files: tuple[FileDiff, ...], updates: dict[int, tuple[datetime | None, str]]
) -> tuple[datetime | None, str]:
    """The newest update of the pages that differ (of all pages when none differs)."""
    changed = {f.number for f in files if f.kind == "page"}
    dated = [
        (when, who)
        for number, (when, who) in updates.items()
        if when is not None and (not changed or number in changed)
    ]
    return max(dated, key=lambda d: d[0], default=(None, ""))


def _overlaps(developers: list[SchemaOverview], outcome: Outcome) -> tuple[Overlap, ...]:
    by_path: dict[str, list[tuple[str, FileDiff]]] = {}
    for developer in developers:
        for file in developer.files:
            by_path.setdefault(file.path, []).append((developer.name, file))
    return tuple(
        Overlap(
            path,
            entries[0][1].number,
            entries[0][1].title,
            tuple(name for name, _ in entries),
            sum(1 for c in outcome.conflicts if c.path == path),
        )
        for path, entries in by_path.items()
        if len(entries) > 1
    )
