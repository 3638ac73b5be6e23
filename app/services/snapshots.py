"""What a developer's copy held when it was merged: the tree of the branch ``developers/NAME``.

The SQL export stands at the top, as it always did; the same application in APEXlang, where its APEX
has it, in a folder of its own beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.apex import Application

FOLDER: Final = "apexlang/"


def tree(copy: Application) -> dict[str, bytes]:
    """The files to keep of a copy, by their paths in the branch."""
    files = {path: text.encode("utf-8") for path, text in copy.files.items()}
    return files | {f"{FOLDER}{path}": content for path, content in copy.apexlang.items()}


def parted(files: Mapping[str, bytes]) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The SQL export in such a tree, and its APEXlang."""
    sql = {path: content for path, content in files.items() if not path.startswith(FOLDER)}
    language = {
        path.removeprefix(FOLDER): content
        for path, content in files.items()
        if path.startswith(FOLDER)
    }
    return sql, language
