"""Paths of the command line: Windows leaves wildcards to the program."""

from __future__ import annotations

import argparse
import glob
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
