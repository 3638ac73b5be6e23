"""Pictures of few colours say what the window says."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from tests.ui.shots import in_few_colours
from ui.i18n import Speech
from ui.theme import tokens


@pytest.mark.parametrize("tone", ["success", "warning", "danger", "info"])
def test_a_little_of_a_tone_stays_what_it_is_among_many_colours(speech: Speech, tone: str) -> None:
    """Two hundred browns that are seen more often, and a full stop's worth of the tone."""
    picture = QImage(200, 20, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    for column in range(200):
        painter.fillRect(column, 0, 1, 20, QColor(100 + column // 2, 80 + column // 4, column // 8))
    wanted = QColor(tokens().color(tone))
    painter.fillRect(7, 7, 2, 2, wanted)
    painter.end()
    small = in_few_colours(picture)
    assert small.colorCount() <= 128
    assert small.pixelColor(8, 8) == wanted
