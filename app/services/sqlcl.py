"""A second opinion on APEXlang: ``apex validate`` of Oracle's SQLcl, where somebody has it.

Its exit code is not believed (it can be 0 with compile errors); what it prints is read. It says
*Validation successful*, otherwise its errors or warnings (APEX 26.1 Developer's Companion, *Using
SQLcl with APEXlang*). It is started without a connection, and nothing is sent anywhere.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct

from app import apexlang, programs
from app.errors import AppError

PROGRAM: Final = "sql"
_PATIENCE: Final = 600.0  # seconds; it starts Java, and compiles every page
_SUCCESS: Final = re.compile(r"\bvalidation successful\b", re.IGNORECASE)
_FAILURE: Final = re.compile(
    r"compile errors?|^\s*(?:.*[\s:])?(?:error|[A-Z]+_NOT_[A-Z]+|SP2-\d+|ORA-\d+)\b", re.IGNORECASE
)
_PROMPT: Final = re.compile(r"^SQL>\s*")
# What SQLcl prints of itself before it begins, and when it ends.
_BANNER: Final = re.compile(r"SQLcl: Release|Copyright \(c\)|Disconnected|^\s*$")
_UNSAFE: Final = frozenset('"\n\r')
Verdict = Literal["accepted", "refused", "unclear"]


class Opinion(Struct, frozen=True):
    """``lines`` is what SQLcl printed; ``unclear``: neither a success nor an error is in it."""

    path: str
    verdict: Verdict
    lines: tuple[str, ...]


def opinions(program: str, paths: Sequence[Path]) -> tuple[Opinion, ...]:
    """What SQLcl says of the applications in APEXlang among the paths: folders that hold one,
    zips, and files. AppError ``sqlcl.missing``, ``sqlcl.path`` or ``sqlcl.late``."""
    found = programs.find(program)
    if found is None:
        raise AppError("sqlcl.missing", program=program)
    return tuple(_opinion(str(found), path) for path in paths if _is_language(path))


def _is_language(path: Path) -> bool:
    if path.is_dir():
        return any(path.rglob(apexlang.ROOT_FILE))
    return path.suffix.lower() in (apexlang.ENDING, ".zip")


def _opinion(program: str, path: Path) -> Opinion:
    given = path
    if path.is_dir():  # the compiler wants the folder that holds the application
        given = min(path.rglob(apexlang.ROOT_FILE), key=lambda p: len(p.parts)).parent
    text = str(given.resolve())
    if _UNSAFE & set(text):
        raise AppError("sqlcl.path", path=text)
    order = f'apex validate -input "{text}"\nexit\n'
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        done = subprocess.run(
            [program, "/nolog"], input=order.encode("utf-8"), stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, check=False, timeout=_PATIENCE, creationflags=hidden,
        )  # fmt: skip
    except OSError as error:
        raise AppError("sqlcl.missing", program=program) from error
    except subprocess.TimeoutExpired as error:
        raise AppError("sqlcl.late", program=program, path=text, seconds=_PATIENCE) from error
    printed = done.stdout.decode("utf-8", "replace").splitlines()
    said = (_PROMPT.sub("", line).rstrip() for line in printed)
    lines = tuple(line for line in said if not _BANNER.search(line))
    return Opinion(str(path), _verdict(lines), lines)


def _verdict(lines: Sequence[str]) -> Verdict:
    if any(_FAILURE.search(line) for line in lines):
        return "refused"
    return "accepted" if any(_SUCCESS.search(line) for line in lines) else "unclear"
