"""Measurements, as ratios against a named baseline in the same run. Never part of the tests."""

import os


def environment() -> dict[str, str]:
    """This process's own, where modules are compiled once and not at each start: as they are where
    a program is installed."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
