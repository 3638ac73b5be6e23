"""Paths and texts of changelog files as Liquibase sees them."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

_DRIVE = re.compile(r"^[A-Za-z]:")


@lru_cache(maxsize=1024)
def normal_path(path: str) -> str:
    """``path`` as Liquibase compares FILENAME: ``classpath:``, drive, ``\\``, ``./``, leading
    ``/`` do not count."""
    path = _DRIVE.sub("", path.removeprefix("classpath:")).replace("\\", "/")
    parts: list[str] = []
    for part in path.split("/"):
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _as_java(error: UnicodeError) -> tuple[str, int]:
    """Java puts one U+FFFD for an encoded surrogate, where Python would put three."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.start + 3]
    surrogate = len(bad) == 3 and bad[0] == 0xED and bad[1] >= 0xA0 and bad[2] & 0xC0 == 0x80
    return "\ufffd", error.start + 3 if surrogate else error.end


codecs.register_error("changelog.java", _as_java)


def decoded(content: bytes) -> str:
    """UTF-8 without its mark; what is none is U+FFFD."""
    return content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "changelog.java")
