"""The releases of APEX that the lab plays, and what each of them has.

Dates and version texts are those of public exports of these releases; ``missing`` follows the
"Changed Behavior" and "New Features" pages of Oracle's APEX API Reference: ``apex_export.zip`` and
``unzip`` came with 21.2, ``apex_application_admin`` with 23.1. Parameters of ``get_application``
are as its page says for the release (20.1, 21.1, 22.1, 23.1, 24.1, 24.2, 26.1).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Final


@cache
def _number(name: str) -> tuple[int, ...]:
    return tuple(map(int, name.split(".")))


@dataclass(frozen=True)
class Release:
    """``name`` as people say it, ``version`` as APEX_RELEASE does, ``date`` of its exports' format."""

    name: str
    version: str
    date: str

    @property
    def number(self) -> tuple[int, ...]:
        return _number(self.name)

    def has(self, since: str) -> bool:
        return self.number >= _number(since)

    @property
    def owner(self) -> str:
        """The schema that holds APEX's own tables."""
        major, minor = self.number
        return f"APEX_{major:02d}{minor:02d}00"

    @cached_property
    def imports(self) -> str:
        """The package whose ``id`` and ``component_begin`` exports call: 22.1 split wwv_flow_api."""
        return "wwv_flow_imp" if self.has("22.1") else "wwv_flow_api"


RELEASES: Final = {
    one.name: one
    for one in (
        Release("20.2", "20.2.0.00.20", "2020.10.01"),
        Release("21.1", "21.1.0", "2021.04.15"),
        Release("21.2", "21.2.0", "2021.10.15"),
        Release("22.1", "22.1.0", "2022.04.12"),
        Release("22.2", "22.2.0", "2022.10.07"),
        Release("23.1", "23.1.0", "2023.04.28"),
        Release("23.2", "23.2.0", "2023.10.31"),
        Release("24.1", "24.1.0", "2024.05.31"),
        Release("24.2", "24.2.0", "2024.11.30"),
        Release("26.1", "26.1.0", "2026.03.30"),
    )
}
USUAL: Final = RELEASES["24.2"]


def of(version: str) -> Release:
    """The release of an export's ``p_release``, with its patch. Raises KeyError for one that is not
    played."""
    return replace(RELEASES[".".join(version.split(".")[:2])], version=version)
