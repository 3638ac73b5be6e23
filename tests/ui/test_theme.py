"""Both colour sets can be read; the style sheet and the icons are whole."""

from __future__ import annotations

import re

import pytest
import shiboken6
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui import theme
from ui.i18n import Speech
from ui.resources import path_of
from ui.theme.icons import icon, pixmap
from ui.theme.tokens import DARK, EDGES, LIGHT, PAIRS, Tokens, contrast


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("pair", PAIRS, ids="-on-".join)
def test_contrast(tokens: Tokens, pair: tuple[str, str]) -> None:
    text, ground = (tokens.color(name) for name in pair)
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("pair", EDGES, ids="-on-".join)
def test_fields_have_an_edge_that_is_seen(tokens: Tokens, pair: tuple[str, str]) -> None:
    assert contrast(*(tokens.color(name) for name in pair)) >= 3


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_sheet_has_no_open_names(qapp: QApplication, speech: Speech, mode: str) -> None:
    theme.apply(qapp, mode)  # type: ignore[arg-type]
    try:
        sheet = qapp.styleSheet()
        assert not re.search(r"@\w", sheet)
        colors = set(re.findall(r"#[0-9a-f]{6}", sheet))
        known = {c for c in theme.tokens().__struct_fields__ if c != "dark"}
        assert colors <= {theme.tokens().color(name) for name in known}
        assert qapp.palette().window().color().name() == theme.tokens().window
    finally:
        theme.apply(qapp, "light")
        qapp.setStyleSheet("")


def test_a_change_takes_turns_and_the_last_one_wins(qtbot: QtBot, qapp: QApplication) -> None:
    """Between its parts the loop goes on: a window may close, another change may come."""
    theme.apply(qapp, "light")
    stays, goes, opens = QWidget(), QWidget(), QWidget()
    for window in (stays, goes):
        qtbot.addWidget(window)
        window.show()
    told: list[str] = []
    theme.bus().changed.connect(lambda: told.append(theme.tokens().window))
    try:
        theme.change(qapp, "dark")
        assert not stays.updatesEnabled() and not goes.updatesEnabled() and not told
        goes.close()
        shiboken6.delete(goes)
        qtbot.addWidget(opens)
        opens.show()
        theme.change(qapp, "light")
        theme.change(qapp, "dark")
        qtbot.waitUntil(stays.updatesEnabled)
        assert opens.updatesEnabled()
        assert told == [DARK.window]
        assert qapp.palette().window().color().name() == DARK.window
        assert DARK.accent in qapp.styleSheet()
        theme.change(qapp, "dark")
        theme.apply(qapp, "light")  # all of it at once ends one in turns
        assert stays.updatesEnabled()
        qtbot.wait(50)
        assert told == [DARK.window, LIGHT.window]
    finally:
        theme.apply(qapp, "light")
        qapp.setStyleSheet("")


def test_every_icon_draws_something(qapp: QApplication) -> None:
    names = [p.stem for p in path_of("icons", "x").parent.glob("*.svg")]
    assert len(names) > 30
    for name in names:
        image = pixmap(name, "text", 24).toImage()
        drawn = any(
            image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(0, 24, 2)
        )
        assert drawn, name


def test_an_icon_is_sharp_at_any_size(qapp: QApplication) -> None:
    assert icon("merge").pixmap(QSize(48, 48)).size() == QSize(48, 48)
