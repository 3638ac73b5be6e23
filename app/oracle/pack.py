"""An application as the zip that APEX takes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the zip of the same files is always the same bytes

_MOST_ZIPS: Final = 4
_zips: dict[tuple[int, int], tuple[Mapping[str, str], bytes]] = {}
"""Those made last, by the identity of their files, which they keep alive: one release goes to many
clients. Of files that somebody could change meanwhile (a dict) none is kept."""


def pack(files: Mapping[str, str], application_id: int) -> bytes:
    """The zip that APEX_EXPORT.UNZIP takes: each file under ``f<application_id>/``."""
    key = id(files), application_id
    known = _zips.get(key)
    if known is not None:
        return known[1]
    content = _packed(files, application_id)
    if isinstance(files, MappingProxyType):
        _zips[key] = files, content
        for old in tuple(_zips)[:-_MOST_ZIPS]:
            _zips.pop(old, None)
    return content


def _packed(files: Mapping[str, str], application_id: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(f"f{application_id}/{path}", _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content.encode("utf-8"))
    return packed.getvalue()
