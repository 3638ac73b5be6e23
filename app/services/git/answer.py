"""What git is told of a file, and the words for whoever merges.

Nothing of the house is loaded here: a file that is no export is git's, and is told so at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

CLEAN: Final = 0
CONFLICT: Final = 100  # app.release.driver.CONFLICT: anything else makes git merge by lines
NOT_OURS: Final = 101
_LANGUAGE: Final = ".apx"
_SCRIPT: Final = "install.sql"
_CALL: Final = b"wwv_"  # in each export, in whatever case
Language = Literal["en", "fr"]


class Answer(NamedTuple):
    """``code`` is what git is told, ``said`` are the lines for whoever merges."""

    code: int
    said: tuple[str, ...] = ()


def at_once(contents: Sequence[bytes], path: str, language: Language) -> Answer | None:
    """The answer for a file of which a look at its bytes says that it is no export; else None."""
    if path.endswith((_LANGUAGE, _SCRIPT)):
        return None
    if all(_CALL in c or _CALL in c.lower() or not c.strip() for c in contents):
        return None
    facts = {"path": path, "code": "export.not_an_export", "line": 1}
    return Answer(NOT_OURS, (sentence("not_ours", language, **facts),))


def sentence(key: str, language: Language, **facts: object) -> str:
    """A sentence of resources/messages: of the one table that is asked for, nothing else is read,
    which ``services.messages`` would take longer for than a small merge takes."""
    import tomllib
    from importlib import resources

    file = resources.files("resources").joinpath("messages", f"{language}.toml")
    table = file.read_text(encoding="utf-8").partition("\n[git]\n")[2].partition("\n[")[0]
    return str(tomllib.loads(table)[key]).format(**facts)
