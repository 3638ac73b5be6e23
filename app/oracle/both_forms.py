"""An application in both of its forms over one connection: the SQL export and, from APEX 26.1 on,
the APEXlang export of the same moment (``p_type => 'APEXLANG,SQL'``, APEX API Reference 26.1,
*GET_APPLICATION*).

The SQL export is what is written; where the other form cannot be had, it goes on without it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, Final

from msgspec import Struct

from app.errors import OracleError
from app.oracle.apex import apex_release, bad_export, export_application, export_types
from app.oracle.old_apex import version_of
from app.oracle.session import Session

SINCE: Final = (26, 1)
"""The first release with APEXlang."""

_TYPES: Final = "APEXLANG,SQL"
_TOP: Final = "application.apx"
_ROOT: Final = re.compile(r"f\d+/")
_OF_SQL: Final = ("application/", "workspace/")
_INSTALL: Final = "install.sql"


class Exported(Struct, frozen=True):
    """``files``: the SQL export as ``export_application`` gives it; ``language``: the files of
    APEXlang by their paths below the application's root, none where this APEX has no APEXlang.
    ``refused`` is why there are none where it has."""

    files: dict[str, str]
    language: dict[str, bytes] = {}
    refused: OracleError | None = None


def export_both(s: Session, workspace: str, application_id: int) -> Exported:
    """One more round trip than ``export_application``, and raises what that raises."""
    if version_of(apex_release(s))[:2] < SINCE:
        return Exported(export_application(s, workspace, application_id))
    try:
        entries = export_types(s, workspace, application_id, _TYPES)
        files, language = parted(entries)
    except OracleError as error:
        if not s.alive or error.code in ("oracle.cancelled", "oracle.timeout"):
            raise
        return Exported(export_application(s, workspace, application_id), refused=error)
    try:
        texts = {path: content.decode("utf-8") for path, content in files.items()}
    except UnicodeDecodeError as error:
        raise bad_export(s, application_id, error) from error
    if language:
        return Exported(texts, language)
    facts: dict[str, Any] = {"target": s.spec.name, "application": application_id}
    return Exported(texts, refused=OracleError("oracle.no_apexlang", **facts))


def parted(entries: Mapping[str, bytes]) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The files of the SQL export and those of the APEXlang export, each below its root.

    The root of APEXlang is the folder of ``application.apx``; where that is the SQL export's own
    folder, ``install.sql``, ``application/`` and ``workspace/`` are SQL's.
    """
    tops = [name for name in entries if PurePosixPath(name).name == _TOP]
    head = min(tops, key=lambda name: name.count("/")).removesuffix(_TOP) if tops else None
    files: dict[str, bytes] = {}
    language: dict[str, bytes] = {}
    for name, content in entries.items():
        root = _ROOT.match(name)
        below = name[root.end() :] if root is not None else name
        sql = root is not None and (below == _INSTALL or below.startswith(_OF_SQL))
        if head is None or sql or not name.startswith(head):
            files[below] = content
        else:
            language[name[len(head) :]] = content
    return files, language
