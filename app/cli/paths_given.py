"""Paths of the command line, read and told: Windows leaves wildcards to the program, and has quotes
of its own."""

from __future__ import annotations

import argparse
import glob
import re
import shlex
import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any


def expanded(path: Path) -> Iterator[Path]:
    """What a wildcard matches, in order; the path itself where it is none, or matches nothing."""
    root = Path(path.anchor)
    found: list[Path] = []
    if glob.has_magic(str(path)) and not path.exists():
        found = sorted(root.glob(str(path.relative_to(root))))
    yield from found or (path,)


def words(given: Sequence[str]) -> list[str]:
    """The same for words that need not be paths."""
    return [
        str(path) if glob.has_magic(word) else word
        for word in given
        for path in expanded(Path(word))
    ]


def told(given: Sequence[Path]) -> str:
    """Paths as this system's shell takes them, for a command that the user is to type."""
    if sys.platform != "win32":
        return shlex.join(map(str, given))
    # Neither cmd nor PowerShell takes a quote out of a name, and no name there has one.
    return " ".join(f'"{p}"' if re.search(r"[^\w.:\\/~-]", str(p)) else str(p) for p in given)


class Paths(argparse.Action):
    """A list of paths, wildcards expanded."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        setattr(namespace, self.dest, list(chain.from_iterable(map(expanded, values or ()))))
