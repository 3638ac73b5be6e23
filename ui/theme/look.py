"""Puts a token set onto the application: Fusion, a palette, and one small style sheet.

The style sheet is ``resources/styles/caravane.qss`` with ``@token`` for colours and ``@Nu`` for
lengths in hundredths of the font's height, so that nothing is tied to a pixel size.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QDir, QObject, Qt, QTemporaryDir, Signal
from PySide6.QtGui import QColor, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from ui.resources import read_text
from ui.theme.tokens import DARK, LIGHT, Tokens

Mode = Literal["system", "light", "dark"]

# Glyphs that a style sheet can only take from a file: name -> (icon, token).
_SHEET_ICONS = {
    "combo": ("chevron-down", "muted"),
    "up": ("chevron-up", "muted"),
    "down": ("chevron-down", "muted"),
    "closed": ("chevron-right", "muted"),
    "open": ("chevron-down", "muted"),
    "tick": ("tick", "on_accent"),
    "dash": ("dash", "on_accent"),
    "dot": ("dot", "on_accent"),
    "clear": ("cross", "muted"),
}


class _Bus(QObject):
    changed = Signal()


class _State:
    tokens: Tokens = LIGHT
    mode: Mode = "system"
    bus: _Bus | None = None
    styled: bool = False
    folder: QTemporaryDir | None = None


def tokens() -> Tokens:
    return _State.tokens


def mode_in_force() -> Mode:
    return _State.mode


def bus() -> _Bus:
    if _State.bus is None:
        _State.bus = _Bus()
    return _State.bus


def _wanted(mode: Mode) -> Tokens:
    if mode == "system":
        scheme = QGuiApplication.styleHints().colorScheme()
        return DARK if scheme == Qt.ColorScheme.Dark else LIGHT
    return DARK if mode == "dark" else LIGHT


def choose(mode: Mode) -> None:
    """Take the colours of ``mode`` without dressing anything yet.

    A window that is built before ``apply`` is dressed once, not widget by widget: that is three
    times as fast.
    """
    _State.tokens, _State.mode = _wanted(mode), mode


def _ask_system(mode: Mode) -> None:
    """What the system draws (title bars, file dialogs) gets the same look, where it can."""
    hints = QGuiApplication.styleHints()
    if mode == "system":
        hints.unsetColorScheme()
    else:
        hints.setColorScheme(Qt.ColorScheme.Dark if mode == "dark" else Qt.ColorScheme.Light)


def apply(application: QApplication, mode: Mode) -> Tokens:
    """Give the application the look of ``mode`` and tell everybody who draws."""
    _ask_system(mode)
    chosen = _wanted(mode)
    _State.tokens, _State.mode = chosen, mode
    if not _State.styled:  # a style that is set again dresses all widgets once more
        style = QStyleFactory.create("Fusion")
        if style is not None:
            application.setStyle(style)
        _State.styled = True
    application.setPalette(_palette(chosen))
    _write_sheet_icons(chosen)
    application.setStyleSheet(_sheet(chosen, QFontMetrics(application.font()).height()))
    bus().changed.emit()
    return chosen


def _palette(t: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for name, color in {
        role.Window: t.window,
        role.WindowText: t.text,
        role.Base: t.surface,
        role.AlternateBase: t.raised,
        role.Text: t.text,
        role.Button: t.raised,
        role.ButtonText: t.text,
        role.BrightText: t.danger,
        role.ToolTipBase: t.surface,
        role.ToolTipText: t.text,
        role.PlaceholderText: t.muted,
        role.Highlight: t.accent,
        role.HighlightedText: t.on_accent,
        role.Link: t.accent,
        role.LinkVisited: t.accent,
        role.Mid: t.line,
        role.Midlight: t.raised,
        role.Light: t.surface,
        role.Dark: t.line,
    }.items():
        palette.setColor(name, QColor(color))
    for name in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(t.muted))
    return palette


def _write_sheet_icons(t: Tokens) -> None:
    """Recoloured icons for the style sheet; a fresh folder, as style sheets cache by name."""
    folder = QTemporaryDir()
    for name, (icon, token) in _SHEET_ICONS.items():
        text = read_text("icons", f"{icon}.svg").replace("currentColor", t.color(token))
        (Path(folder.path()) / f"{name}.svg").write_text(text, encoding="utf-8")
    QDir.setSearchPaths("theme", [folder.path()])
    _State.folder = folder


def _sheet(t: Tokens, unit: int) -> str:
    text = read_text("styles", "caravane.qss")
    text = re.sub(r"@(\d+)u", lambda m: f"{max(1, round(int(m[1]) * unit / 100))}px", text)
    return re.sub(r"@([a-z_]+)", lambda m: t.color(m[1]), text)
