"""Options may stand between the words of a command: ``guard --approve CHANGESET --yes FILE``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any


class Parser(argparse.ArgumentParser):
    """argparse gives all words that follow each other to the first list, and refuses later ones."""

    _words_apart = False

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> tuple[Any, list[str]]:
        words = self._get_positional_actions()
        for action in words:
            if action.nargs == argparse.ZERO_OR_MORE:
                action.required = False  # else a refusal names it with what is missing
        groups = any(action.nargs == argparse.PARSER for action in words)
        only_words = "--" in (sys.argv[1:] if args is None else args)
        if groups or not words or only_words or self._words_apart:
            return super().parse_known_args(args, namespace)
        self._words_apart = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._words_apart = False
