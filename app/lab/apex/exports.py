"""APEX_EXPORT: an application as SQL, as APEXlang, or as both (APEX API Reference 20.2 to 26.1).

Oracle's page of 26.1 says that a file has ``contents`` or ``contents_blob``, never both, and that only
APEXlang has the second. Under which names the files of APEXlang come it does not say; seen on a 26.1
(jkvetina/ADT.ai, ``queries.py``): ``application.apx``, ``pages/...`` with no folder before them, whatever
``p_split`` says, and all static files as bytes, those that are text too. What several types in one list
give was not seen: the files of one behind those of the other is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from app.lab.apex.api import (
    _UNSET,
    Caller,
    ExportFile,
    _api,
    _application,
    _check_given,
    _int,
    _not_played,
)
from app.lab.apex.exporter import Exporter, unzipped, zipped
from app.lab.apex.language.files import language_files
from app.lab.apex.releases import Release
from app.lab.apex.store import Application
from app.lab.backend import OraError


@_api("APEX_EXPORT.GET_APPLICATION")
def _get_application(
    call: Caller,
    p_application_id: Any,
    p_type: Any = _UNSET,
    p_split: Any = False,
    p_with_date: Any = False,
    p_with_ir_public_reports: Any = False,
    p_with_ir_private_reports: Any = False,
    p_with_ir_notifications: Any = False,
    p_with_translations: Any = False,
    p_with_pkg_app_mapping: Any = _UNSET,
    p_with_original_ids: Any = False,
    p_with_no_subscriptions: Any = False,
    p_with_comments: Any = False,
    p_with_supporting_objects: str | None = None,
    p_with_acl_assignments: Any = False,
    p_components: Any = None,
    p_with_audit_info: Any = _UNSET,
    p_with_runtime_instances: Any = _UNSET,
) -> list[ExportFile]:
    release = call.store.release
    _check_given(p_type, release.has("21.1"))
    _check_given(p_with_audit_info, release.has("24.1"))
    _check_given(p_with_runtime_instances, release.has("24.2"))
    _check_given(p_with_pkg_app_mapping, not release.has("26.1"))
    # Reports are saved by users who work in the application, and the lab has none of these.
    _not_played(
        p_with_date=p_with_date,
        p_components=p_components,
        p_with_audit_info=p_with_audit_info is not _UNSET and p_with_audit_info,
        p_with_runtime_instances=p_with_runtime_instances is not _UNSET
        and p_with_runtime_instances,
    )
    types = _types(release, None if p_type is _UNSET else p_type)
    app = _application(call, _int(p_application_id, "p_application_id"))
    files = Exporter(call.store, app, original_ids=bool(p_with_original_ids)).files()
    found: list[ExportFile] = []
    if types != {"APEXLANG"}:
        whole = files if p_split else {f"f{app.id}.sql": _single(files)}
        found += [ExportFile(name, text) for name, text in whole.items()]
    return [*found, *_in_apexlang(app, files)] if "APEXLANG" in types else found


# What a release knows (APEX API Reference 21.1, 24.2 and 26.1), and what each is in its own words.
_OLD_TYPES: Final = {"APPLICATION_SOURCE": "SQL", "READABLE_YAML": ""}
_NEW_TYPES: Final = {"SQL": "SQL", "APEXLANG": "APEXLANG", "READABLE_YAML": "APEXLANG"}
_BOTH: Final = frozenset({"EMBEDDED_CODE", "CHECKSUM-SH1", "CHECKSUM-SH256"})


def _types(release: Release, asked: str | None) -> set[str]:
    """The forms that a list of types asks for: SQL, APEXLANG or both."""
    known = _NEW_TYPES if release.has("26.1") else _OLD_TYPES
    found = set()
    for one in (asked or next(iter(known))).split(","):
        name = one.strip().upper()
        if name not in known and name not in _BOTH:
            text = f"APEX {release.name} has no export type {name} (lab)"
            raise OraError(20987, f"APEX - {text}")
        if not known.get(name):
            raise OraError(3001, f"unimplemented feature: export type {name} is not played (lab)")
        found.add(known[name])
    return found


_SHOWN: Final = 12


def _in_apexlang(app: Application, files: dict[str, str]) -> list[ExportFile]:
    """The application's APEXlang folder: its files have no folder before them, whatever ``p_split``
    says, and static files come as bytes."""
    below = {name.partition("/")[2]: text for name, text in files.items()}
    made, unknown = language_files(below, app.id)
    if unknown:
        listed = "\n".join(unknown[:_SHOWN])
        more = f"\nand {len(unknown) - _SHOWN} more" if len(unknown) > _SHOWN else ""
        raise OraError(
            3001,
            f"unimplemented feature: APEXLANG of application {app.id}, of which the lab has no word "
            f"for (lab)\n{listed}{more}",
        )
    return [
        ExportFile(path, None, content) if "/static-files/" in path
        else ExportFile(path, content.decode())
        for path, content in made.items()
    ]  # fmt: skip


def _single(files: dict[str, str]) -> str:
    """The scripts of a split export one behind the other, as one runnable script."""
    return "".join(text for name, text in files.items() if not name.endswith("install.sql"))


@_api("APEX_EXPORT.ZIP", since="21.2")
def _zip(
    call: Caller,
    p_source_files: Sequence[ExportFile],
    p_extra_files: Sequence[ExportFile] = (),
) -> bytes:
    return zipped({f.name: f.data for f in (*(p_source_files or ()), *(p_extra_files or ()))})


@_api("APEX_EXPORT.UNZIP", since="21.2")
def _unzip(call: Caller, p_source_zip: bytes) -> list[ExportFile]:
    release = call.store.release
    return [_file(name, data, release) for name, data in unzipped(p_source_zip).items()]


def _file(name: str, data: bytes, release: Release) -> ExportFile:
    try:
        return ExportFile(name, data.decode("utf-8"))
    except UnicodeDecodeError:
        if release.has("26.1"):
            return ExportFile(name, None, data)
        raise OraError(20987, "APEX - The file is not a valid ZIP archive.") from None
