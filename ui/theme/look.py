"""Puts a token set onto the application: Fusion, a palette, and one small style sheet.

The style sheet is ``resources/styles/caravane.qss`` with ``@token`` for colours and ``@Nu`` for
lengths in hundredths of the font's height, so that nothing is tied to a pixel size.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QDir, QObject, Qt, QTemporaryDir, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget
from shiboken6 import isValid

from ui.resources import read_text
from ui.theme import system
from ui.theme.contrasted import contrasted
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
    steps: Iterator[None] | None = None  # what is left of a change in turns
    still: tuple[QWidget, ...] = ()  # windows that keep their picture until it is over


def tokens() -> Tokens:
    return _State.tokens


def mode_in_force() -> Mode:
    return _State.mode


def bus() -> _Bus:
    if _State.bus is None:
        _State.bus = _Bus()
    return _State.bus


def _wanted(mode: Mode) -> Tokens:
    """A scheme of high contrast is the system's word, whatever was chosen here."""
    contrast = system.high_contrast()
    if contrast is not None:
        return contrasted(contrast)
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
    if mode == "system" or system.high_contrast() is not None:
        hints.unsetColorScheme()
    else:
        hints.setColorScheme(Qt.ColorScheme.Dark if mode == "dark" else Qt.ColorScheme.Light)


def apply(application: QApplication, mode: Mode) -> Tokens:
    """Give the application the look of ``mode`` and tell everybody who draws."""
    _ask_system(mode)
    _State.tokens, _State.mode = _wanted(mode), mode
    for _ in _dress(application, _State.tokens):
        pass
    _over()
    return _State.tokens


def change(application: QApplication, mode: Mode) -> None:
    """``apply`` to windows that people look at: each part in a turn of the event loop of its own.

    All of it is a sixth of a second for a whole window. The windows keep their picture meanwhile.
    """
    _ask_system(mode)
    _State.tokens, _State.mode = _wanted(mode), mode
    shown = [w for w in application.topLevelWidgets() if w.isVisible() and w.updatesEnabled()]
    for window in shown:
        window.setUpdatesEnabled(False)
    _State.still += tuple(shown)
    _State.steps = _dress(application, _State.tokens)
    _step(_State.steps)


def _step(steps: Iterator[None]) -> None:
    if steps is not _State.steps:  # another change began meanwhile
        return
    for _ in steps:
        # By the clock: an event that is posted here would overtake the timers that wait.
        QTimer.singleShot(1, bus(), lambda: _step(steps))
        return
    _over()


def _over() -> None:
    _State.steps = None
    for window in _State.still:
        if isValid(window):  # a dialog may have gone
            window.setUpdatesEnabled(True)
    _State.still = ()


def _dress(application: QApplication, chosen: Tokens) -> Iterator[None]:
    """Part by part; whoever goes on behind a ``yield`` need not do it in the same turn."""
    if not _State.styled:  # a style that is set again dresses all widgets once more
        style = QStyleFactory.create("Fusion")
        if style is not None:
            application.setStyle(style)
        _State.styled = True
    # A sheet in place of another one compares the two at each widget: taking it off first, a whole
    # window changes its look in 0.14 s of the processor instead of 0.86.
    application.setStyleSheet("")
    yield
    application.setPalette(_palette(chosen))
    _write_sheet_icons(chosen)
    application.setStyleSheet(_sheet(chosen, QFontMetrics(application.font()).height()))
    yield
    bus().changed.emit()


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
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(t.disabled))
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
