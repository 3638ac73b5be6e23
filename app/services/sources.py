"""Reading an application from wherever it is: a schema, a folder, a zip, a Git revision."""

from __future__ import annotations

import logging
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePath, PurePosixPath

from app.apex import Application, read_application
from app.errors import AppError, SourceError
from app.oracle import OLDEST, Session, application_info, export_both, version_of
from app.release import Repository, releases
from app.services import snapshots
from app.services.model import BaseInfo, SourceOption
from app.services.workplace import Workplace
from app.settings import ApplicationSource, Client

log = logging.getLogger(__name__)

# A zip that unpacks to more is not an export: the largest known ones are below 200 MB.
MAX_UNPACKED = 1 << 30


def read_schema(place: Workplace, source: ApplicationSource) -> Application:
    """Export the application of a schema of the central server."""
    with place.central_session(source) as session:
        if application_info(session, source.application) is None:
            raise SourceError(
                "source.no_application",
                target=source.name,
                application=source.application,
                schema=source.schema_name,
            )
        found = exported(session, source.workspace_name, source.application, source.name)
    return _served(found, source.name)


def exported(session: Session, workspace: str, application: int, name: str) -> Application:
    """The application as it is there, in both of its forms where its APEX has both. Raises
    OracleError and what ``checked`` raises."""
    both = export_both(session, workspace, application)
    if both.refused is not None:
        log.warning("%s: no APEXlang of application %s: %s", name, application, both.refused)
    return checked(both.files, name, both.language)


def _served(application: Application, name: str) -> Application:
    """Raises SourceError ``source.apex_too_old`` for a release of APEX that is not served."""
    here = application.apex_release
    if version_of(here)[:2] < OLDEST:
        oldest = ".".join(map(str, OLDEST))
        raise SourceError("source.apex_too_old", target=name, here=here, oldest=oldest)
    return application


def read_client(place: Workplace, client: Client) -> Application:
    with place.client_session(client, client.application_user) as session:
        return exported(session, client.workspace, client.application, client.name)


def read_folder(folder: Path) -> dict[str, bytes]:
    """The files of an export folder (or of the one ``f<id>`` folder in it), by relative path."""
    if not folder.is_dir():
        raise SourceError("source.no_folder", path=str(folder))
    try:
        found = {
            p.relative_to(folder).as_posix(): p.read_bytes()
            for p in sorted(folder.rglob("*"))
            if p.is_file() and ".git" not in p.relative_to(folder).parts
        }
    except OSError as error:
        raise SourceError("source.unreadable", path=str(folder), detail=str(error)) from error
    return export_root(found, str(folder))


def read_zip(path: Path) -> dict[str, bytes]:
    """The files of a zipped export."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [i for i in archive.infolist() if not i.is_dir()]
            if sum(i.file_size for i in entries) > MAX_UNPACKED:
                raise SourceError("source.too_large", path=str(path))
            found = {i.filename.replace("\\", "/"): archive.read(i) for i in entries}
    except FileNotFoundError as error:
        raise SourceError("source.no_file", path=str(path)) from error
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise SourceError("source.bad_zip", path=str(path), detail=str(error)) from error
    return export_root(found, str(path))


def read_revision(place: Workplace, revision: str, name: str) -> Application:
    """The application at a Git revision of the release repository, called ``name`` in errors."""
    with place.repository() as repository:
        found = application_at(place, repository, revision, name)
    if found is None:
        raise SourceError(
            "source.empty_revision",
            revision=revision,
            folder=place.settings.repository.application,
            repository=str(place.repository_path),
        )
    return found


def application_at(
    place: Workplace, repository: Repository, revision: str, name: str
) -> Application | None:
    """The application at a revision, in both forms where it has both; None where it has none."""
    wanted = place.settings.repository
    files = repository.files(revision, wanted.application)
    if not files:
        return None
    return checked(files, name, repository.files(revision, wanted.apexlang))


def export_root(found: Mapping[str, bytes], name: str) -> dict[str, bytes]:
    """Strip the folders above ``install.sql`` or ``application/``."""
    roots = {
        path[: path.index("application/")]
        for path in found
        if path.startswith("application/") or "/application/" in path
    }
    roots |= {path.removesuffix("install.sql") for path in found if _is_install(path)}
    if not roots and len(scripts := [p for p in found if p.endswith(".sql")]) == 1:
        return {scripts[0]: found[scripts[0]]}  # an application in a single file
    if not roots:
        raise SourceError("source.not_an_export", path=name)
    root = min(roots, key=len)
    return {
        p.removeprefix(root): c
        for p, c in found.items()
        if p.startswith(root) and PurePosixPath(p).suffix == ".sql"
    }


def _is_install(path: str) -> bool:
    return PurePosixPath(path).name == "install.sql"


def checked(
    files: Mapping[str, str | bytes], name: str, apexlang: Mapping[str, bytes] | None = None
) -> Application:
    """Parse all files; the first broken one is raised. ``apexlang`` is the other form."""
    application = read_application(files, apexlang or {})
    if application.errors:
        raise application.errors[0]
    if not application.parsed:
        raise SourceError("source.not_an_export", path=name)
    return application


def read(place: Workplace, spec: str) -> Application:
    """Read what a ``SourceOption.spec`` names."""
    kind, _, rest = spec.partition(":")
    match kind:
        case "main":
            return read_schema(place, place.central.main)
        case "dev":
            return read_schema(place, place.developer(rest))
        case "client":
            return read_client(place, place.settings.client(rest))
        case "git":
            return read_revision(place, rest, spec)
        case "folder":
            return checked(read_folder(Path(rest).expanduser()), rest)
        case "zip":
            return checked(read_zip(Path(rest).expanduser()), rest)
    raise SourceError("source.unknown", spec=spec)


def base_info(place: Workplace) -> BaseInfo | None:
    """The last version that everybody shares: the newest release, else the branch's tip."""
    if not place.repository_path.exists():
        return None
    with place.repository() as repository:
        if not repository.has_commits():
            return None
        known = releases(repository)
        if known:
            last = known[-1]
            return BaseInfo(
                last.tag, last.commit, last.version, repository.committed_at(last.commit)
            )
        commit = repository.resolve("HEAD")
        if not repository.files(commit, place.settings.repository.application):
            return None
        return BaseInfo("HEAD", commit, "", repository.committed_at(commit))


def option_of(spec: str) -> SourceOption:
    """A source by its spec alone: the name of the folder or the zip, else what the spec says."""
    kind, _, rest = spec.partition(":")
    name = PurePath(rest).name if kind in ("folder", "zip") else rest
    return SourceOption(spec, name or spec)


def options(place: Workplace) -> tuple[SourceOption, ...]:
    """Everything that the settings and the repository offer for comparison."""
    found: list[SourceOption] = []
    if place.settings.central is not None:
        central = place.settings.central
        found.append(SourceOption("main", f"MAIN · {central.main.schema_name}"))
        found += [
            SourceOption(f"dev:{d.name}", f"{d.name} · {d.schema_name}") for d in central.developers
        ]
    if place.repository_path.exists():
        with place.repository() as repository:
            found += [
                SourceOption(f"git:{r.tag}", f"Git · {r.tag}")
                for r in reversed(releases(repository))
            ]
    found += [SourceOption(f"client:{c.id}", c.name) for c in place.settings.clients]
    return tuple(found)


def developer_base(
    place: Workplace, name: str, copy: Application
) -> tuple[BaseInfo, Application] | None:
    """The last version that a developer's copy and MAIN share; None without any version.

    That is what the copy held when it was last merged; a copy that was refreshed since then says
    so by its application version, and then it is the release of that version. A copy from before
    the first release shares that. AppError ``merge.unknown_base`` for a version that none of
    several releases has: any other base would make up changes, and deletions among them.
    """
    newest = base_info(place)
    if newest is None:
        return None
    with place.repository() as repository:
        commit = repository.snapshot_commit(name)
        if commit is not None:
            sql, language = snapshots.parted(repository.files(commit))
            merged = checked(sql, name, language)
            if merged.version == copy.version:
                when = repository.committed_at(commit)
                return BaseInfo(f"{name}@{commit[:8]}", commit, merged.version, when), merged
        known = releases(repository)
        for release in reversed(known):
            if release.version == copy.version:
                when = repository.committed_at(release.commit)
                found = BaseInfo(release.tag, release.commit, release.version, when)
                whole = application_at(place, repository, release.commit, release.tag)
                assert whole is not None  # a release has an application
                return found, whole
        if len(known) > 1:
            raise AppError(
                "merge.unknown_base",
                developer=name,
                version=copy.version or "-",
                releases=", ".join(r.tag for r in known),
            )
    return newest, read_revision(place, newest.commit, newest.revision)
