"""Which files of a folder are its changelog."""

from __future__ import annotations

from pathlib import Path

from app.changelog.file.master import is_master, of_changelog


def in_folder(folder: Path) -> dict[str, bytes]:
    """The changelog files of ``folder`` by their names in it, in the order in which they run (by
    name). A master of XML, YAML or JSON has its own order, and may include files of folders
    below."""
    found = _read(folder, sorted(folder.iterdir()) if folder.is_dir() else [])
    if any(is_master(name, content) for name, content in found.items()):
        found = _read(folder, sorted(folder.rglob("*")))
    return of_changelog(found)


def _read(folder: Path, paths: list[Path]) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in paths
        if path.suffix.lower() in _KINDS and path.is_file()
    }


_KINDS = {".sql", ".csv", ".xml", ".yaml", ".yml", ".json"}
