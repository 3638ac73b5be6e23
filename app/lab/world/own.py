"""Somebody's own application in the demo's place: each copy of it, and what the developers changed.

Of three pages Ahmed changes the title of the first, Sara that of the second, and both that of the
third: one conflict. An application of fewer pages has fewer changes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Final

from app.lab.apex.releases import RELEASES, USUAL, Release, of

_RELEASE: Final = re.compile(r"p_release=>'([^']+)'")
_TITLE: Final = re.compile(
    r"(?P<head>\.create_page\(\n p_id=>(?P<page>\d+)\n(?:,[^\n]*\n)*?,p_step_title=>(?:unistr\()?'"
    r"(?:[^'\n]|'')*)'"
)


@dataclass(frozen=True)
class Own:
    """An application as its export's files, paths below ``f<id>/``, and the APEX that made it."""

    files: Mapping[str, str]
    release: Release

    @classmethod
    def of(cls, files: Mapping[str, str]) -> Own:
        """Raises LookupError for files of a release that is not played, or of none; its text is
        the release."""
        text = next((t for t in files.values() if ".import_begin" in t), "")
        found = _RELEASE.search(text)
        version = found[1] if found is not None else "?"
        try:
            return cls(files, of(version))
        except KeyError:
            raise LookupError(version) from None

    @cached_property
    def fingerprint(self) -> str:
        digest = hashlib.sha256()
        for path in sorted(self.files):
            digest.update(f"{path}\0{self.files[path]}\0".encode())
        return digest.hexdigest()

    @cached_property
    def pages(self) -> tuple[tuple[int, str], ...]:
        """Number and file of each page whose title can be changed, but for the global page."""
        found = {
            int(match["page"]): path
            for path, text in self.files.items()
            for match in _TITLE.finditer(text)
        }
        return tuple(sorted((page, path) for page, path in found.items() if page))

    def changed_by(self, developer: str) -> tuple[dict[str, str], frozenset[str]]:
        """The files of that developer's copy, and the paths (without ``.sql``) that were changed."""
        mine, both = ("AHMED", "SARA").index(developer), self.pages[:3][-1:]
        alone = self.pages[:3][:-1][mine : mine + 1]
        files = dict(self.files)
        for page, path in (*alone, *both):
            files[path] = _titled(files[path], page, developer.capitalize())
        return files, frozenset(path.removesuffix(".sql") for _, path in (*alone, *both))


def _titled(text: str, page: int, name: str) -> str:
    def changed(match: re.Match[str]) -> str:
        return f"{match['head']} ({name})'" if int(match["page"]) == page else match[0]

    return _TITLE.sub(changed, text)


@dataclass(frozen=True)
class Content:
    """What a world is filled with: the demo's application, or somebody's own. ``elsewhere`` are the
    servers that have another release of APEX than ``apex``."""

    apex: Release = USUAL
    own: Own | None = None
    elsewhere: Mapping[str, Release] = field(default_factory=dict)

    def at(self, server: str) -> Content:
        """The content of one server."""
        return replace(self, apex=self.elsewhere.get(server, self.apex))

    @property
    def key(self) -> dict[str, str]:
        """What tells a world of this content from others."""
        found = {"apex": self.apex.name, "application": self.own.fingerprint if self.own else ""}
        others = ",".join(f"{s}={r.name}" for s, r in sorted(self.elsewhere.items()))
        return found | ({"elsewhere": others} if others else {})


def content(
    apex: str = "", own: Own | None = None, elsewhere: Mapping[str, str] = MappingProxyType({})
) -> Content:
    """Of a release by name; an own application brings its own. ``elsewhere``: of single servers."""
    there = {server: RELEASES[name] for server, name in elsewhere.items()}
    if own is not None:
        return Content(own.release, own, there)
    return Content(RELEASES[apex] if apex else USUAL, elsewhere=there)
