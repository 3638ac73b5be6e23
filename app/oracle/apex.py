"""Reading and writing APEX applications through Oracle's own packages.

An export is one PL/SQL block with one BLOB out; an import is one temporary BLOB and one block.
Parameters go by name, because their order and number differ between releases of APEX.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final, Literal

from msgspec import Struct

from app.errors import OracleError
from app.oracle.old_apex import GET_APPLICATION, export_by_rows
from app.oracle.pack import pack
from app.oracle.script import run_script
from app.oracle.session import MAX_RAW, OPENING, Raw, Session
from app.oracle.switches import AS_TEXT as SWITCHES
from app.oracle.switches import NO_SUCH, QUERIES, Switch, rows_of, switches, switches_of
from app.oracle.together import ROWS_DECLARED, rows_from, rows_into

_INFO: Final = """
select application_id, application_name, alias, version, owner, workspace, workspace_id, pages,
       last_updated_on, last_updated_by
  from apex_applications"""

# APEX_EXPORT.ZIP (APEX API Reference 24.2).
_EXPORT: Final = f"""\
declare
  l_files apex_t_export_files;
  l_zip blob;
{{declared}}\
begin
{{look}}\
{GET_APPLICATION}\
  l_zip := apex_export.zip(p_source_files => l_files);
  if dbms_lob.getlength(l_zip) > {{most}} then
    :zip := l_zip;
  else
{{parts}}\
  end if;
end;"""

# A large object takes round trips of its own; what is short goes along in parts.
_PARTS: Final = 64
_OUT_PART: Final = """\
    :z{n} := dbms_lob.substr(l_zip, {most}, {at});
"""
_IN_PART: Final = """\
  dbms_lob.writeappend(l_zip, utl_raw.length(:z{n}), :z{n});
"""

# APEX_APPLICATION_INSTALL.SET_* (APEX API Reference 24.2); CLEAR_ALL first: it is package state.
_TARGET: Final = """\
  apex_application_install.clear_all;
  apex_application_install.set_workspace(p_workspace => :workspace);
  apex_application_install.set_application_id(p_application_id => :app);
  apex_application_install.set_schema(p_schema => :schema);
"""
_OFFSET: Final = """\
  apex_application_install.set_offset(p_offset => :offset);
"""
_ALIAS: Final = """\
  apex_application_install.set_application_alias(p_application_alias => :alias);
"""
# The users' sessions end with an import unless they are kept (SET_KEEP_SESSIONS, 18.1).
_KEEP_SESSIONS: Final = """\
  apex_application_install.set_keep_sessions(p_keep_sessions => {keep});
"""
_AUTHENTICATION: Final = """\
  apex_application_install.set_authentication_scheme(p_name => :authentication);
"""
_REMOTE_SERVER: Final = """\
  apex_application_install.set_remote_server(p_static_id => :{server}, p_base_url => :{url});
"""
_INSTALL: Final = """\
  apex_application_install.install(
    p_source => apex_export.unzip(p_source_zip => {zip}),
    p_overwrite_existing => true);
  commit;
"""

# Behind the commit: whatever becomes of the look, the import is done.
_LOOK_BEHIND: Final = """\
  begin
{look}\
    :looked := 1;
  exception
    when others then
      :looked := 0;
  end;
"""
_SWITCH_PARTS: Final = 4

_VERSION: Final = """\
begin
  apex_util.set_workspace(p_workspace => :workspace);
  apex_application_admin.set_application_version(
    p_application_id => :app,
    p_version => :version);
end;"""

# The block did not compile because this APEX has no INSTALL, ZIP or UNZIP of this form (21.2).
_MISSING_API: Final = re.compile(
    r"PLS-00(?:201|302|306)[^\n]*'(?:APEX_EXPORT\.)?(?:APEX_APPLICATION_INSTALL\.)?"
    r"(?:INSTALL|ZIP|UNZIP|APEX_EXPORT)'",
    re.IGNORECASE,
)
_Chosen = Mapping[str, str]
_NOT_COMPILED: Final = 6550
_NO_VIEW: Final = re.compile(r"ORA-00(?:942|904)")
_ROOT: Final = re.compile(r"f\d+/")


class ApplicationInfo(Struct, frozen=True):
    """One row of APEX_APPLICATIONS. ``alias`` and ``version`` are empty where not set."""

    application_id: int
    name: str
    alias: str
    version: str
    owner: str
    workspace: str
    workspace_id: int
    pages: int
    last_updated_on: datetime | None
    last_updated_by: str


class ImportTarget(Struct, frozen=True):
    """Where an application goes. ``offset`` is added to all component ids; None keeps the ids and
    the offset that the files name, as an application's own export wants it when it is put back.
    ``alias`` None keeps the one in the files. ``keep_sessions``: who works in it goes on working.
    ``authentication`` is the scheme of the files that becomes the current one, "" theirs.
    ``remote_servers``: base URLs by static id, for servers that the workspace does not have."""

    workspace: str
    application_id: int
    schema: str
    offset: int | None = None
    alias: str | None = None
    keep_sessions: bool = True
    authentication: str = ""
    remote_servers: Mapping[str, str] = {}


class ImportOutcome(Struct, frozen=True):
    """``method``: ``install`` is the package's zip import, ``script`` the block-by-block way.
    ``switches``: how they stand behind it (``restore_switches``), where that came along."""

    method: Literal["install", "script"]
    round_trips: int
    switches: tuple[tuple[Any, ...], ...] | None = None


def application_info(s: Session, application_id: int) -> ApplicationInfo | None:
    """The application, or None where the session's user cannot see one of that id."""
    rows = s.query(f"{_INFO}\n where application_id = :app", app=application_id)
    return _info(rows[0]) if rows else None


def applications(s: Session) -> tuple[ApplicationInfo, ...]:
    """All applications that the session's user can see, by id."""
    return tuple(_info(row) for row in s.query(f"{_INFO}\n order by application_id"))


def _info(row: tuple[Any, ...]) -> ApplicationInfo:
    number, name, alias, version, owner, workspace, workspace_id, pages, when, who = row
    return ApplicationInfo(
        application_id=int(number),
        name=name or "",
        alias=alias or "",
        version=version or "",
        owner=owner or "",
        workspace=workspace or "",
        workspace_id=int(workspace_id or 0),
        pages=int(pages or 0),
        last_updated_on=when,
        last_updated_by=who or "",
    )


class ApexLook(Struct, frozen=True):
    """What is asked of a client's APEX before a rollout: the release, the schemas of each
    workspace, the application (None where it cannot be seen) and its switches."""

    release: str
    schemas: Mapping[str, tuple[str, ...]]
    info: ApplicationInfo | None
    switches: tuple[Switch, ...] = ()


_WHEN: Final = "YYYY-MM-DD HH24:MI:SS"
_NOTHING: Final = "".join(f", null {c}" for c in "cdefghijk")


def _look_query() -> str:
    """One query; each row begins with what it is of, and has ten more columns."""
    found = [
        f"select 'release' a, version_no b{_NOTHING} from apex_release",
        "select 'workspace', workspace_name, schema"
        + ", null" * 8
        + " from apex_workspace_schemas",
        "select 'application', to_char(application_id), application_name, alias, version, owner,"
        " workspace, to_char(workspace_id), to_char(pages),"
        f" to_char(last_updated_on, '{_WHEN}'), last_updated_by"
        " from apex_applications where application_id = :app",
    ]
    for number, query in enumerate(QUERIES):
        found.append(
            f"select 'switch', s{number}.k, s{number}.n, to_char(s{number}.o), to_char(s{number}.i)"
            + ", null" * 6
            + f" from ({query}) s{number}"
        )
    return "\nunion all\n".join(found)


_LOOK: Final = _look_query()
_COLUMNS: Final = tuple("abcdefghijk")
_LOOK_PARTS: Final = 4
_LOOK_AS_TEXT: Final = (
    "select " + "||chr(31)||".join(f"q.{c}" for c in _COLUMNS) + f" x from ({_LOOK}) q"
)


def apex_look(s: Session, application_id: int) -> ApexLook:
    """One round trip; some more where this release of APEX does not have all that is asked for.
    Raises OracleError."""
    try:
        rows = s.query(_LOOK, app=application_id)
    except OracleError as error:
        if error.ora not in NO_SUCH:
            raise
        info = application_info(s, application_id)
        found = switches(s, application_id)
        return ApexLook(apex_release(s), workspace_schemas(s), info, found)
    return _looked(rows)


def _looked(rows: Iterable[tuple[Any, ...]]) -> ApexLook:
    release, info = "", None
    schemas: dict[str, list[str]] = {}
    switched: list[tuple[Any, ...]] = []
    for kind, *facts in rows:
        match kind:
            case "release":
                release = str(facts[0])
            case "workspace":
                schemas.setdefault(facts[0], []).append(facts[1])
            case "application":
                when = datetime.strptime(facts[8], "%Y-%m-%d %H:%M:%S") if facts[8] else None
                info = _info((*facts[:8], when, facts[9]))
            case _:
                switched.append(tuple(facts[:4]))
    mapped = {name: tuple(sorted(names)) for name, names in schemas.items()}
    return ApexLook(release, mapped, info, switches_of(switched))


def page_updates(s: Session, application_id: int) -> dict[int, tuple[datetime | None, str]]:
    """Page number to when and by whom it was last changed; an empty name if nobody is recorded."""
    rows = s.query(
        "select page_id, last_updated_on, last_updated_by\n"
        "  from apex_application_pages\n"
        " where application_id = :app\n"
        " order by page_id",
        app=application_id,
    )
    return {int(page): (when, who or "") for page, when, who in rows}


def apex_release(s: Session) -> str:
    """The release of APEX such as ``24.2.0``; raises OracleError where there is no APEX."""
    rows = s.query("select version_no from apex_release")
    return str(rows[0][0]) if rows else ""


def workspace_schemas(s: Session) -> dict[str, tuple[str, ...]]:
    """Workspace name to the schemas that are mapped to it, as the session's user sees them."""
    found: dict[str, list[str]] = {}
    for workspace, schema in s.query(
        "select workspace_name, schema from apex_workspace_schemas order by workspace_name, schema"
    ):
        found.setdefault(workspace, []).append(schema)
    return {workspace: tuple(schemas) for workspace, schemas in found.items()}


def export_application(
    s: Session,
    workspace: str,
    application_id: int,
    saved_reports: bool = False,
    original_ids: bool = False,
) -> dict[str, str]:
    """The split export: path below the ``f<id>/`` folder to content, in APEX's order. Before 21.2
    APEX packs no zip, and is asked again for the files one by one. ``saved_reports``: with the
    interactive reports that users saved, and their subscriptions.

    Raises OracleError; ``oracle.bad_export`` where the server's zip cannot be read.
    """
    chosen = _chosen(original_ids, saved_reports)
    try:
        answer = _exported(s, workspace, application_id, chosen)
    except OracleError as error:
        if not is_missing_api(error):
            raise
        rows = export_by_rows(s, workspace, application_id, chosen)
        return {_ROOT.sub("", name, count=1): text for name, text in rows}
    return _unpacked(s, application_id, answer)


def export_types(s: Session, workspace: str, application_id: int, types: str) -> dict[str, bytes]:
    """The export in these forms of ``p_type`` (``APEXLANG,SQL``, from 26.1 on), every file by the
    name that APEX gives it. Raises OracleError as ``export_application``."""
    chosen = _chosen(also=f",\n    p_type => '{types}'")
    return _entries(s, application_id, _exported(s, workspace, application_id, chosen))


def _chosen(original_ids: bool = False, saved_reports: bool = False, also: str = "") -> _Chosen:
    """What an export is told, as PL/SQL writes it."""
    said = {"original_ids": original_ids, "saved_reports": saved_reports}
    return {**{name: str(value).lower() for name, value in said.items()}, "also": also}


def look_and_export(
    s: Session, workspace: str, application_id: int, saved_reports: bool = False
) -> tuple[ApexLook, dict[str, str] | None]:
    """``apex_look`` and ``export_application`` in one round trip. No files where they cannot be had
    that way: ask for them alone, and hear why. Raises OracleError."""
    chosen = _chosen(saved_reports=saved_reports)
    look = rows_into("look", _LOOK_AS_TEXT, _LOOK_PARTS)
    try:
        answer = _exported(s, workspace, application_id, chosen, look)
    except OracleError as error:
        if not error.ora or error.code == "oracle.cancelled" or not s.alive:
            raise
        return apex_look(s, application_id), None
    found = rows_from(answer, "look", _LOOK_PARTS)
    rows = [tuple(fact or None for fact in text.split("\x1f")) for text in found]
    return _looked(rows), _unpacked(s, application_id, answer)


def _exported(
    s: Session, workspace: str, application_id: int, chosen: Mapping[str, str], look: str = ""
) -> dict[str, Any]:
    parts = [_OUT_PART.format(n=n, most=MAX_RAW, at=n * MAX_RAW + 1) for n in range(_PARTS)]
    declared = ROWS_DECLARED if look else ""
    block = _EXPORT.format(
        **chosen, declared=declared, look=look, parts="".join(parts), most=_PARTS * MAX_RAW
    )
    outs: dict[str, type[Any]] = {f"z{n}": Raw for n in range(_PARTS)} | {"zip": bytes}
    if look:
        outs |= {f"look_{part}": str for part in range(_LOOK_PARTS)}
    return s.call(block, outs, workspace=workspace, app=application_id)


def _unpacked(s: Session, application_id: int, answer: Mapping[str, Any]) -> dict[str, str]:
    entries = _entries(s, application_id, answer)
    try:
        return {_ROOT.sub("", name, count=1): c.decode("utf-8") for name, c in entries.items()}
    except UnicodeDecodeError as error:
        raise bad_export(s, application_id, error) from error


def _entries(s: Session, application_id: int, answer: Mapping[str, Any]) -> dict[str, bytes]:
    packed = answer["zip"] or b"".join(answer.get(f"z{n}") or b"" for n in range(_PARTS))
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            return {e.filename: archive.read(e) for e in archive.infolist() if not e.is_dir()}
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise bad_export(s, application_id, error) from error


def bad_export(s: Session, application_id: int, error: Exception) -> OracleError:
    """``oracle.bad_export``: what the server packed cannot be read."""
    facts: dict[str, Any] = {"target": s.spec.name, "application": application_id}
    return OracleError("oracle.bad_export", **facts, detail=str(error))


def import_application(s: Session, files: Mapping[str, str], target: ImportTarget) -> ImportOutcome:
    """Install or overwrite an application, and commit.

    ``files`` are as ``export_application`` returns them. Where this APEX cannot install a zip,
    the blocks of ``install.sql`` run one by one under the same settings. On OracleError nothing
    is committed by us; ``oracle.lost`` and ``oracle.timeout`` leave open whether the import took
    place, so read the application again.
    """
    before = s.round_trips
    binds: dict[str, Any] = {
        "workspace": target.workspace,
        "app": target.application_id,
        "schema": target.schema,
    }
    settings = _TARGET + _KEEP_SESSIONS.format(keep=str(target.keep_sessions).lower())
    if target.offset is not None:
        settings += _OFFSET
        binds["offset"] = target.offset
    if target.alias is not None:
        settings += _ALIAS
        binds["alias"] = target.alias
    if target.authentication:
        settings += _AUTHENTICATION
        binds["authentication"] = target.authentication
    for n, (server, url) in enumerate(target.remote_servers.items()):
        settings += _REMOTE_SERVER.format(server=f"server{n}", url=f"url{n}")
        binds |= {f"server{n}": server, f"url{n}": url}
    method: Literal["install", "script"] = "install"
    found: tuple[tuple[Any, ...], ...] | None = None
    try:
        found = _installed(s, settings, pack(files, target.application_id), binds)
    except OracleError as error:
        if not is_missing_api(error):
            s.undo()
            raise
        method = "script"
        s.execute(f"begin\n  {OPENING}\n{settings}end;", **binds)
        run_script(s, files)
        s.commit()
    return ImportOutcome(method, s.round_trips - before, found)


def _installed(
    s: Session, settings: str, packed: bytes, binds: Mapping[str, Any]
) -> tuple[tuple[Any, ...], ...] | None:
    """Install a zip; how the switches stand then, where this APEX has them all and tells."""
    look = _LOOK_BEHIND.format(look=rows_into("switch", SWITCHES, _SWITCH_PARTS))
    block, zipped = _install(settings, packed, look)
    if look not in block:
        s.execute(block, **binds, **zipped)
        return None
    outs: dict[str, type[Any]] = {f"switch_{part}": str for part in range(_SWITCH_PARTS)}
    outs["looked"] = int
    try:
        answer = s.call(block, outs, **binds, **zipped)
    except OracleError as error:
        detail = str(error.facts.get("detail", ""))
        if error.ora != _NOT_COMPILED or not _NO_VIEW.search(detail) or is_missing_api(error):
            raise
        block, zipped = _install(settings, packed, "")  # nothing of it ran
        s.execute(block, **binds, **zipped)
        return None
    return rows_of(rows_from(answer, "switch", _SWITCH_PARTS)) if answer.get("looked") else None


def _install(settings: str, packed: bytes, look: str) -> tuple[str, dict[str, bytes]]:
    """The block that installs a zip and has a ``look`` behind it, and its binds; a large zip goes
    without a look."""
    parts = [packed[at : at + MAX_RAW] for at in range(0, len(packed), MAX_RAW)]
    if len(parts) > _PARTS:
        return f"begin\n  {OPENING}\n{settings}{_INSTALL.format(zip=':zip')}end;", {"zip": packed}
    filled = "".join(_IN_PART.format(n=n) for n in range(len(parts)))
    block = (
        f"declare\n  l_zip blob;\n{ROWS_DECLARED if look else ''}begin\n  {OPENING}\n"
        f"  dbms_lob.createtemporary(l_zip, true);\n{filled}"
        f"{settings}{_INSTALL.format(zip='l_zip')}{look}end;"
    )
    return block, {f"z{n}": part for n, part in enumerate(parts)}


def is_missing_api(error: OracleError) -> bool:
    """True where the import block did not compile because this APEX has no such procedure: then
    no line of it ran."""
    detail = str(error.facts.get("detail", ""))
    return error.ora == _NOT_COMPILED and _MISSING_API.search(detail) is not None


def set_application_version(s: Session, application_id: int, version: str) -> None:
    """Set an application's version text (at most 255 characters); the caller commits.

    Two round trips: outside of APEX its packages must be told the workspace first. Raises
    OracleError, ``oracle.no_application`` where the session's user cannot see the application.
    """
    info = application_info(s, application_id)
    if info is None:
        raise OracleError(
            "oracle.no_application", target=s.spec.name, application=application_id, detail=""
        )
    s.execute(_VERSION, workspace=info.workspace, app=application_id, version=version)
