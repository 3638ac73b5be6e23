"""Column widths: everything that fits is shown, and what does not is shared fairly."""

from __future__ import annotations

from ui.widgets.views import _shrink


def test_the_widest_give_first() -> None:
    assert _shrink([100, 600, 200], [0, 1, 1], 300, 40) == [100, 300, 200]


def test_equal_shares_when_all_are_wide() -> None:
    assert _shrink([100, 600, 500], [0, 1, 1], 500, 40) == [100, 300, 300]


def test_nobody_vanishes() -> None:
    assert _shrink([100, 600, 500], [0, 1, 1], 5000, 40) == [100, 40, 40]
