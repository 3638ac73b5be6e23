"""The zip of a release is made once for all its clients, and never one of other files."""

from __future__ import annotations

import io
import zipfile
from types import MappingProxyType

from app.oracle.pack import pack


def names(packed: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {e.filename: archive.read(e).decode() for e in archive.infolist()}


def test_a_release_is_packed_once_for_each_application() -> None:
    files = MappingProxyType({"install.sql": "x"})
    first = pack(files, 100)
    assert pack(files, 100) is first
    assert names(pack(files, 210)) == {"f210/install.sql": "x"}
    assert names(first) == {"f100/install.sql": "x"}
    for number in range(6):
        assert names(pack(files, number)) == {f"f{number}/install.sql": "x"}
    assert pack(files, 100) == first


def test_files_that_somebody_can_change_are_packed_anew() -> None:
    files = {"install.sql": "x"}
    pack(files, 100)
    files["install.sql"] = "y"
    assert names(pack(files, 100)) == {"f100/install.sql": "y"}
    for text in "abcdefgh":  # one that is gone leaves its place in the memory to another
        assert names(pack(MappingProxyType({"i.sql": text}), 1)) == {"f1/i.sql": text}
