"""The screens of the window, in the order of the path."""

from __future__ import annotations

from collections.abc import Callable

from ui.context import Context
from ui.screens.compare import CompareScreen
from ui.screens.developers import DevelopersScreen
from ui.screens.history.screen import HistoryScreen
from ui.screens.merge.screen import MergeScreen
from ui.screens.release.screen import ReleaseScreen
from ui.screens.rollout.screen import RolloutScreen
from ui.screens.screen import Screen
from ui.screens.settings.screen import SettingsScreen

KINDS: tuple[Callable[[Context], Screen], ...] = (
    DevelopersScreen, CompareScreen, MergeScreen, ReleaseScreen, RolloutScreen, HistoryScreen,
    SettingsScreen,
)  # fmt: skip
