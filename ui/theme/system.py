"""What the system asks of how windows look: a scheme of high contrast, and its colours.

Windows is asked itself (SystemParametersInfo, GetSysColor): what Qt makes of its colours depends on
the style. Elsewhere Qt says whether there is one, and its palette has the colours.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPalette, QStyleHints
from PySide6.QtWidgets import QApplication


class Scheme(Struct, frozen=True):
    """The colours of a scheme of high contrast, as ``#rrggbb``. ``disabled``: text of what cannot
    be used now; ``link`` is read on ``window``, ``highlighted`` on ``highlight``."""

    window: str
    text: str
    button: str
    highlight: str
    highlighted: str
    disabled: str
    link: str


def high_contrast() -> Scheme | None:
    """The scheme in force; None where the system has none."""
    if sys.platform == "win32":
        return _of_windows()
    if _hints().accessibility().contrastPreference() != Qt.ContrastPreference.HighContrast:
        return None
    return of_palette(QApplication.style().standardPalette())  # the application's own is ours


def when_changed(call: Callable[[], None]) -> None:
    """Call when a scheme of high contrast comes or goes."""
    hints = _hints().accessibility()
    hints.contrastPreferenceChanged.connect(lambda _: call())


@cache
def _hints() -> QStyleHints:
    """Kept: with its Python side the one of what ``accessibility`` gives would go, for good."""
    return QGuiApplication.styleHints()


def of_palette(palette: QPalette) -> Scheme:
    role = QPalette.ColorRole
    group = QPalette.ColorGroup

    def name(which: QPalette.ColorRole, when: QPalette.ColorGroup = group.Active) -> str:
        return str(palette.color(when, which).name())

    return Scheme(
        window=name(role.Window),
        text=name(role.WindowText),
        button=name(role.Button),
        highlight=name(role.Highlight),
        highlighted=name(role.HighlightedText),
        disabled=name(role.WindowText, group.Disabled),
        link=name(role.Link),
    )


def _of_windows() -> Scheme | None:
    if sys.platform != "win32":
        return None
    import ctypes
    from ctypes import wintypes

    class HighContrast(ctypes.Structure):
        _fields_ = (
            ("size", wintypes.UINT), ("flags", wintypes.DWORD), ("scheme", wintypes.LPWSTR),
        )  # fmt: skip

    user = ctypes.windll.user32
    found = HighContrast(size=ctypes.sizeof(HighContrast))
    get, is_on = 0x42, 0x1  # SPI_GETHIGHCONTRAST, HCF_HIGHCONTRASTON
    if not user.SystemParametersInfoW(get, found.size, ctypes.byref(found), 0):
        return None
    if not found.flags & is_on:
        return None

    def color(index: int) -> str:
        value = user.GetSysColor(index)  # 0x00bbggrr
        return f"#{value & 255:02x}{value >> 8 & 255:02x}{value >> 16 & 255:02x}"

    return Scheme(
        window=color(5), text=color(8), button=color(15),
        highlight=color(13), highlighted=color(14), disabled=color(17), link=color(26),
    )  # fmt: skip
