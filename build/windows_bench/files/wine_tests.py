"""A plugin of pytest, for Wine alone: what left_out.toml lists, and nothing else, is left out.

``--sampled`` is for a bench that has minutes and not hours: of the places that left_out.toml
lists for it, each file runs its first test and one in N of the others, the same ones whatever is
added beside them; what it lists as run always is in no sample.

Programs start slowly there: what is waited for may take minutes, which no test is the worse for.
"""

from __future__ import annotations

import functools
import subprocess
import tomllib
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

PATIENCE = 300_000  # milliseconds
_LISTED = tomllib.loads(Path(__file__).with_name("left_out.toml").read_text(encoding="utf-8"))
_TESTS = frozenset(entry["id"] for entry in _LISTED["test"])
_ONE_IN = {place: entry["one_in"] for entry in _LISTED["sampled"] for place in entry["places"]}
_ALWAYS = frozenset(name for entry in _LISTED["always"] for name in entry["tests"])


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--sampled", action="store_true")


def pytest_configure(config: pytest.Config) -> None:
    for name in ("waitUntil", "waitSignal", "waitSignals"):
        setattr(QtBot, name, _patient(getattr(QtBot, name)))
    subprocess.Popen.communicate = _slow(subprocess.Popen.communicate)
    for entry in _LISTED["message"]:
        config.addinivalue_line("qt_log_ignore", entry["pattern"])


def _patient(wait: Callable[..., Any]) -> Callable[..., Any]:
    """The same wait, however short it was to be."""

    @functools.wraps(wait)
    def longer(*given: Any, timeout: int = 0, **named: Any) -> Any:
        return wait(*given, timeout=max(timeout, PATIENCE), **named)

    return longer


def _slow(communicate: Callable[..., Any]) -> Callable[..., Any]:
    """The same for the end of a program, which only tests wait for so."""

    @functools.wraps(communicate)
    def longer(self: Any, given: Any = None, timeout: float | None = None) -> Any:
        return communicate(self, given, None if timeout is None else 5 * timeout)

    return longer


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test that is listed and gone from its file is to be struck from the list."""
    listed = [item for item in items if item.nodeid.split("[")[0] in _TESTS]
    files = {item.nodeid.split("::")[0] for item in items}
    known = files | {item.nodeid.split("[")[0] for item in items}
    gone = [n for n in _TESTS | _ALWAYS if n.split("::")[0] in files and n not in known]
    whole = not config.getoption("keyword") and "::" not in "".join(map(str, config.args))
    if gone and whole:
        raise pytest.UsageError(f"listed in left_out.toml, and not there: {', '.join(gone)}")
    skipped = _skipped(items) if config.getoption("sampled") else []
    left = {id(item) for item in (*listed, *skipped)}
    config.hook.pytest_deselected(items=[item for item in items if id(item) in left])
    items[:] = [item for item in items if id(item) not in left]


def _skipped(items: list[pytest.Item]) -> list[pytest.Item]:
    """Of each file of a listed place all but its first test and, by their names, one in N of the
    others; the longest place that fits says how many. None of what is always run."""
    skipped, seen = [], set[str]()
    for item in items:
        file = item.nodeid.split("::")[0]
        always = not _ALWAYS.isdisjoint((file, item.nodeid.split("[")[0]))
        place = max((place for place in _ONE_IN if file.startswith(place)), key=len, default=None)
        unlucky = place is not None and zlib.crc32(item.nodeid.encode()) % _ONE_IN[place]
        if unlucky and file in seen and not always:
            skipped.append(item)
        seen.add(file)
    return skipped
