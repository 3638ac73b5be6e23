"""What git starts for each file: the merge driver and the text of its differences.

Git waits for each start: only what reads export files is loaded, and for a file that is none not
even that. Whatever goes wrong ends with an
exit code after which git goes on with its own means.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from app.services.git.answer import CLEAN, NOT_OURS, Language, at_once


def main(command: str, arguments: Sequence[str]) -> int:
    """``merge-driver`` or ``textconv``. Never raises."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    language: Language = "fr" if "--lang=fr" in arguments else "en"
    words = [a for a in arguments if not a.startswith("--")]
    try:
        return (_merge if command == "merge-driver" else _show)(words, language)
    except BrokenPipeError:
        return NOT_OURS
    except Exception as error:  # noqa: BLE001  the edge: git goes on with its own means
        _note(f"caravane: {type(error).__name__}: {error}")
        return NOT_OURS


def _show(words: Sequence[str], language: Language) -> int:
    """``[--lang=fr] [--layout=N] FILE``: the listing; the file as it is where it is no export."""
    from app.services.git import textconv

    text = textconv.text_of(Path(words[-1]).read_bytes(), language, words[-1])
    sys.stdout.flush()
    sys.stdout.buffer.write(text)
    sys.stdout.buffer.flush()
    return CLEAN


def _merge(words: Sequence[str], language: Language) -> int:
    """``[--lang=fr] SIZE BASE OURS THEIRS PATH [base-, ours- and theirs' names]``.

    Git before 2.44 leaves the names as ``%X %S %Y``.
    """
    size, path = int(words[0]), words[4]
    files = [Path(word) for word in words[1:4]]
    names = [w if w and not w.startswith("%") else "" for w in (*words[5:], "", "", "")[:3]]
    answer = at_once([file.read_bytes() for file in files], path, language)
    if answer is None:
        from app.services.git import driver  # a quarter of a second

        answer = driver.merge(files, path, size, names, language)
    for line in answer.said:
        _note(line)
    return answer.code


def _note(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
