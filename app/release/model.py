"""The values of a release. A release is a Git commit with an annotated tag and a manifest."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class ManifestFile(Struct, frozen=True):
    """``path`` is relative to the repository's root, with ``/``; ``sha256`` is lower-case hex."""

    path: str
    size: int
    sha256: str


class Manifest(Struct, frozen=True):
    """Written as ``manifest.json`` at the repository's root, and part of the tagged commit."""

    format: int
    version: str
    created_at: datetime
    application: str
    application_id: int
    apex_release: str
    base: str
    developers: tuple[str, ...]
    pages: tuple[int, ...]
    changesets: tuple[str, ...]
    files: tuple[ManifestFile, ...]


class Release(Struct, frozen=True):
    """One release as Git has it: ``tag`` (``v2``), the commit it points at, and its manifest.
    ``by`` made the tag (``Name <e-mail>``); "" where nothing tells it."""

    version: str
    tag: str
    commit: str
    notes: str
    manifest: Manifest
    pushed: bool
    by: str = ""


class ReleaseBundle(Struct, frozen=True):
    """The content of a tag, verified against its manifest: paths relative to the export's root.

    ``application`` maps ``install.sql``, ``application/...`` to text; ``changelog`` maps the
    changelog files (``changelog/002-canal.sql``) to bytes, in running order; ``approvals`` is the
    file of approvals beside them, empty where there is none. ``apexlang`` is the same application
    in APEXlang, paths relative to its root, where the release holds both forms; no client gets it.
    """

    release: Release
    application: dict[str, str]
    changelog: dict[str, bytes]
    approvals: bytes = b""
    apexlang: dict[str, bytes] = {}
