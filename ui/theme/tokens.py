"""The colours, twice: light and dark. Everything that is drawn takes its colour from here.

Invariant, held by a test: each pair in ``PAIRS`` has a contrast of at least 4.5 : 1 in both sets,
and in what ``contrasted`` makes of a system's scheme of high contrast.
``soft`` tokens are the quiet background of the colour that they are named after.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct


class Tokens(Struct, frozen=True):
    """One colour for each role, as ``#rrggbb``."""

    dark: bool
    window: str
    surface: str
    raised: str
    line: str
    edge: str
    text: str
    muted: str
    disabled: str
    accent: str
    on_accent: str
    accent_soft: str
    success: str
    success_soft: str
    warning: str
    warning_soft: str
    danger: str
    danger_soft: str
    info: str
    info_soft: str
    rail: str
    rail_active: str
    rail_text: str
    rail_muted: str
    mark_added: str
    mark_removed: str
    keyword: str
    string: str
    number: str

    def color(self, name: str) -> str:
        return str(getattr(self, name))

    def soft(self, name: str) -> str:
        """The quiet background that goes with a colour."""
        return str(getattr(self, f"{name}_soft", self.raised))


LIGHT: Final = Tokens(
    dark=False,
    window="#f5f4f0",
    surface="#ffffff",
    raised="#efeee9",
    line="#dcd9d0",
    edge="#868c90",
    text="#1d2429",
    muted="#5a646c",
    disabled="#5a646c",
    accent="#0e5c6b",
    on_accent="#ffffff",
    accent_soft="#dceef1",
    success="#176b40",
    success_soft="#e0f2e7",
    warning="#7d5200",
    warning_soft="#fbefd3",
    danger="#a8241c",
    danger_soft="#fbe5e3",
    info="#1d5796",
    info_soft="#e3edf9",
    rail="#12343c",
    rail_active="#1f4f5a",
    rail_text="#eef4f4",
    rail_muted="#a9c2c7",
    mark_added="#b4e2c6",
    mark_removed="#f6c1bd",
    keyword="#0e5c6b",
    string="#7d5200",
    number="#1d5796",
)

DARK: Final = Tokens(
    dark=True,
    window="#13181b",
    surface="#1a2125",
    raised="#232c31",
    line="#364248",
    edge="#6f7a80",
    text="#e7ebec",
    muted="#a2aeb4",
    disabled="#a2aeb4",
    accent="#5fc3d0",
    on_accent="#06232a",
    accent_soft="#17363d",
    success="#6fd09b",
    success_soft="#1a3527",
    warning="#e5b95e",
    warning_soft="#3a2f16",
    danger="#f4978e",
    danger_soft="#432321",
    info="#8dbbf2",
    info_soft="#1c2d43",
    rail="#0e1417",
    rail_active="#1d3138",
    rail_text="#e7ebec",
    rail_muted="#96a5ab",
    mark_added="#27573d",
    mark_removed="#6b2f2b",
    keyword="#5fc3d0",
    string="#e5b95e",
    number="#8dbbf2",
)

_TONES: Final = ("accent", "success", "warning", "danger", "info")

# (text, background): what is read on what.
EDGES: Final = (("edge", "surface"), ("edge", "window"))
"""What shows where a field ends: at least 3 : 1."""

PAIRS: Final = (
    *(("text", ground) for ground in ("window", "surface", "raised", "mark_added", "mark_removed")),
    *(("text", f"{tone}_soft") for tone in _TONES),
    *((tone, f"{tone}_soft") for tone in _TONES),
    *((tone, ground) for tone in _TONES for ground in ("window", "surface", "raised")),
    *((quiet, g) for quiet in ("muted", "disabled") for g in ("window", "surface", "raised")),
    ("muted", "accent_soft"),
    ("on_accent", "accent"),
    ("rail_text", "rail"),
    ("rail_text", "rail_active"),
    ("rail_muted", "rail"),
    *(
        (kind, ground)
        for kind in ("keyword", "string", "number", "muted")
        for ground in ("surface", "success_soft", "danger_soft", "warning_soft")
    ),
)


def luminance(color: str) -> float:
    """Relative luminance of ``#rrggbb`` as WCAG 2 defines it."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)
