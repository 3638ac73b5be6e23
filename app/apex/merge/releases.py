"""Exports of different APEX releases in one merge.

A release reads the exports of all earlier ones, and refuses arguments that it does not know. So
what an older release wrote can go into ours, and what a newer one wrote cannot.
"""

from __future__ import annotations

from app.apex.catalogue.steps import is_newer
from app.apex.export.headers import VERSION, header_of
from app.apex.export.tree import Page
from app.errors import MergeError


def has_newer(ours: Page, theirs: Page) -> bool:
    """Whether theirs was written by a newer release of APEX than ours, as far as the files say."""
    one, other = _version(ours), _version(theirs)
    newer = one < other if one and other else _api(ours) and not _api(theirs)
    return newer or is_newer(theirs.release, ours.release)


def refuse_newer(ours: Page, theirs: Page, path: str) -> None:
    """MergeError ``merge.newer_release`` (facts ``path``, ``ours``, ``theirs``) where theirs was
    written by a newer release of APEX than ours."""
    if has_newer(ours, theirs):
        raise MergeError("merge.newer_release", path=path, ours=_name(ours), theirs=_name(theirs))


def _version(page: Page) -> str:
    """The date of the release's export format, such as ``2024.11.30``; "" before 20.1."""
    frame = header_of(page)
    found = frame.arguments.get(VERSION) if frame is not None else None
    return found.value.text if found is not None else ""


def _api(page: Page) -> bool:
    """Whether it calls the package of the releases before 22.1."""
    return page.namespace == "wwv_flow_api"


def _name(page: Page) -> str:
    return page.release or _version(page) or ("< 22.1" if _api(page) else "22.1+")
