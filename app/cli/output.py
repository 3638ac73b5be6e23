"""Printing: documents on standard output, messages on standard error, in the user's language."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from app.services import messages
from app.services.model import Author, Conflict, ConflictKind, Progress, problem_of
from app.services.reasons import reason


def document(value: Any) -> None:
    """One JSON document, readable and in a stable order of keys."""
    json.dump(msgspec.to_builtins(value), sys.stdout, indent=1, ensure_ascii=False)
    sys.stdout.write("\n")


def line(text: str = "") -> None:
    sys.stdout.write(text + "\n")


def note(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def missing_folder(path: Path) -> Path | None:
    """The folder that will be made for a file, where it is not there; a slip makes one, too."""
    return None if path.parent.exists() else path.parent


def written(
    arguments: argparse.Namespace, path: Path, language: messages.Lang, made: Path | None = None
) -> None:
    """Tell on standard error where a file is now, and which folder was ``made`` for it."""
    if not arguments.quiet:
        words = messages.words("command", language)
        if made is not None:
            note(words["folder_made"].format(path=made))
        note(words["written"].format(path=path))


def who(authors: Sequence[Author]) -> str:
    """`` (Ahmed 2026-11-02, Sara)``; "" where nobody is known."""
    said = ", ".join(f"{a.name} {a.date[:10]}".strip() for a in authors)
    return f" ({said})" if said else ""


def news(value: str | None, base: str | None, language: messages.Lang) -> str:
    """What a side has, in one line: of a text of several lines the first that the base has not."""
    if value is None:
        return messages.words("command", language)["not_there"]
    lines = value.replace("\r", "").split("\n")
    known = set((base or "").replace("\r", "").split("\n"))
    fresh = [line for line in lines if line not in known] if len(lines) > 1 else []
    first = (fresh or lines)[0].strip()
    more = f" … ({len(fresh or lines)})" if len(fresh or lines) > 1 else ""
    return first[:80] + ("…" if len(first) > 80 else "") + more


def sides(say: Callable[[str], None], conflict: Conflict, language: messages.Lang) -> None:
    """What each side has and who made it so, why that is asked, and where what is gone is used."""
    for side, value, by in (
        ("ours", conflict.ours, conflict.ours_by),
        ("theirs", conflict.theirs, conflict.theirs_by),
    ):
        say(f"    {side:6} {news(value, conflict.base, language)}{who(by)}")
    if conflict.kind is not ConflictKind.PROPERTY and conflict.winner is None:
        say(f"    {reason(conflict, language)}")
    for use in conflict.uses:
        say(f"    → {messages.use_text(use, language)}")


def failure(error: BaseException, language: messages.Lang, as_json: bool) -> None:
    """What failed, what was done, what to do next; with ``--json`` also as a document."""
    said = messages.message(error, language)
    note(said.title)
    for part in (said.detail, said.next_step):
        if part:
            note(f"  {part}")
    if as_json:
        problem = problem_of(error)
        document(
            {
                "error": {
                    "code": problem.code,
                    "facts": problem.facts,
                    "title": said.title,
                    "detail": said.detail,
                    "next": said.next_step,
                }
            }
        )


class Reporter:
    """Progress as lines on standard error; each text once."""

    def __init__(self, language: messages.Lang, quiet: bool) -> None:
        self._language, self._quiet, self._last = language, quiet, ""

    def __call__(self, progress: Progress) -> None:
        if progress.code == "release.sending" and progress.done % 25:
            return  # a line for each per cent is for a window
        log = progress.code.startswith("log.")
        text = (
            messages.log_sentence(progress.code, progress.facts, self._language)
            if log
            else messages.progress_text(progress, self._language)
        )
        if not self._quiet and text != self._last:
            self._last = text
            note(f"· {text}")
