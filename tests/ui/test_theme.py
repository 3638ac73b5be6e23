"""Both colour sets can be read; the style sheet and the icons are whole."""

from __future__ import annotations

import os
import re
from collections import Counter

import pytest
import shiboken6
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QImage, QPainter, QPalette, QRegion
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.services.model import Message
from ui import theme
from ui.i18n import Speech
from ui.resources import path_of
from ui.theme import system
from ui.theme.contrasted import contrasted
from ui.theme.icons import draw, icon
from ui.theme.system import Scheme
from ui.theme.tokens import DARK, EDGES, LIGHT, PAIRS, Tokens, contrast
from ui.widgets.notice import Notice
from ui.widgets.picture import Picture
from ui.window import MainWindow


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("pair", PAIRS, ids="-on-".join)
def test_contrast(tokens: Tokens, pair: tuple[str, str]) -> None:
    text, ground = (tokens.color(name) for name in pair)
    assert contrast(text, ground) >= 4.5


# Windows' own: window, text, button, what is chosen and on it, what is disabled, a link.
SCHEMES = {
    "Aquatic": "202020 ffffff 202020 8ee3f0 263b50 a6a6a6 75e9fc",
    "Desert": "fffaef 3d3d3d fffaef 903909 fff5e3 676767 1c5e75",
    "Dusk": "2d3236 ffffff 2d3236 a1bfde 212d3b a6a6a6 70ebde",
    "Night sky": "000000 ffffff 000000 d6b4fd 2b2b2b a6a6a6 8080ff",
    "High contrast #1": "000000 ffff00 000000 008000 ffffff 00ff00 00ffff",
    "High contrast #2": "000000 00ff00 000000 0000ff ffffff c0c0c0 00ffff",
    "High contrast black": "000000 ffffff 000000 1aebff 000000 3ff23f ffff00",
    "High contrast white": "ffffff 000000 ffffff 37006e ffffff 600000 00009f",
}


TONES = ("success", "warning", "danger", "info", "keyword", "string", "number")


def scheme(name: str) -> Scheme:
    return Scheme(*(f"#{color}" for color in SCHEMES[name].split()))


@pytest.mark.parametrize("name", SCHEMES)
def test_contrast_in_a_scheme_of_high_contrast(name: str) -> None:
    tokens = contrasted(scheme(name))
    low = [p for p in PAIRS if contrast(*map(tokens.color, p)) < 4.5]
    low += [p for p in EDGES if contrast(*map(tokens.color, p)) < 3]
    low += [
        (t, "accent_soft") for t in TONES if contrast(tokens.color(t), tokens.accent_soft) < 4.5
    ]
    assert tokens.accent_soft != tokens.surface, "what is chosen is seen"
    assert not low and (tokens.window, tokens.text) == (scheme(name).window, scheme(name).text)


def test_what_cannot_be_read_there_is_written_as_text() -> None:
    """A scheme of middling grounds, where no colour of ours has its contrast."""
    tokens = contrasted(replace(scheme("Dusk"), window="#6a6a6a", button="#6a6a6a"))
    assert tokens.success == tokens.danger == tokens.info == "#ffffff"
    assert tokens.mark_added == tokens.window or contrast("#ffffff", tokens.mark_added) >= 4.5


def shown_contrast(label: QLabel) -> float:
    """Of a label's text on the most frequent colour behind it, as it is drawn."""
    image = label.grab().toImage()
    points = ((x, y) for y in range(0, image.height(), 2) for x in range(0, image.width(), 2))
    seen = Counter(image.pixelColor(*point).name() for point in points)
    ground = seen.most_common(1)[0][0]
    return max(contrast(ground, color) for color in seen)


def test_a_scheme_of_high_contrast_is_the_systems_word(
    qapp: QApplication, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system's colours come from outside; what is looked at are the widgets as drawn."""
    monkeypatch.setattr(system, "high_contrast", lambda: scheme("High contrast black"))
    try:
        theme.apply(qapp, "light")
        found = qapp.palette()
        role, group = QPalette.ColorRole, QPalette.ColorGroup
        assert {found.color(r).name() for r in (role.Window, role.Base, role.Button)} == {"#000000"}
        assert found.color(role.WindowText).name() == "#ffffff"
        assert found.color(role.Highlight).name() == "#1aebff"
        assert found.color(group.Disabled, role.WindowText).name() == "#3ff23f"
        labels = [w for w in opened.findChildren(QLabel) if w.isVisible() and w.text().strip()]
        assert len(labels) > 5
        low = {w.text(): shown_contrast(w) for w in labels if shown_contrast(w) < 4.5}
        assert not low
        image = opened.grab().toImage()
        across = range(0, image.width(), 8)
        down = range(0, image.height(), 8)
        seen = Counter(image.pixelColor(x, y).name() for x in across for y in down)
        assert seen["#000000"] > 0.8 * seen.total() and "#ffffff" in seen
        if folder := os.environ.get("CARAVANE_SHOTS"):
            opened.grab().save(f"{folder}/high-contrast.png")
    finally:
        monkeypatch.undo()
        theme.apply(qapp, "light")
        qapp.setStyleSheet("")


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
        image = icon(name).pixmap(QSize(24, 24), 1.0).toImage()
        drawn = any(
            image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(0, 24, 2)
        )
        assert drawn, name


def test_an_icon_is_sharp_at_any_size(qapp: QApplication) -> None:
    assert icon("merge").pixmap(QSize(48, 48)).size() == QSize(48, 48)


@pytest.mark.parametrize("ratio", [1, 1.5, 2, 2.5])
def test_a_picture_is_as_sharp_as_the_screen_that_it_is_on(
    qtbot: QtBot, speech: Speech, ratio: float
) -> None:
    """Drawn on a screen of any ratio, whatever the first one has: each pixel as the icon has it."""
    notice = Notice("notice")
    qtbot.addWidget(notice)
    notice.show_message(Message("title", "detail", ""), "warning")
    (picture,) = notice.findChildren(Picture)
    size = picture.sizeHint()
    picture.resize(size)
    drawn, wanted = (QImage(size * ratio, QImage.Format.Format_ARGB32) for _ in range(2))
    for image in (drawn, wanted):
        image.setDevicePixelRatio(ratio)
        image.fill(0)
    picture.render(drawn, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    with QPainter(wanted) as painter:
        draw(painter, picture.rect(), "alert", theme.tokens().warning)
    assert drawn == wanted and size.width() > 10
