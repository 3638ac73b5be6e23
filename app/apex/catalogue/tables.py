"""The tables of names under ``resources/labels``: tab-separated, the first line names the columns.

``page``, ``reports``, ``charts``, ``shared``, ``templates`` and ``facets`` name arguments,
``families`` those that come in numbers, ``plugins`` the attributes of APEX's own plug-ins, and
``values`` the codes. A cell may hold several names, separated by spaces.
"""

from __future__ import annotations

from importlib import resources
from typing import Final

ARGUMENT_TABLES: Final = ("page", "reports", "charts", "shared", "templates", "facets")


def rows(table: str) -> list[list[str]]:
    """The rows of a table, each as its cells, without the first line."""
    file = resources.files("resources").joinpath("labels", f"{table}.tsv")
    lines = file.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines[1:]]
