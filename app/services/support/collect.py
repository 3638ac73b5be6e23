"""What to send when help is needed: one zip, its passwords masked as far as they are known.

Logs, crash reports, the settings, the journal's last lines, the last rollout's logs and what the
doctor finds. Every text and every name goes through ``scrubbed``; nothing of the repository, of
exports or of a database is in it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from app import durable, logs, masking, paths
from app.errors import SecretError, SourceError
from app.services.settings import preferences
from app.services.support import crash, doctor
from app.services.workplace import Workplace
from app.settings import account

_LINES: Final = 200  # of the journal
_BYTES: Final = 1_000_000  # of each log, the end of it


def collect(place: Workplace, target: Path | None = None) -> Path:
    """Write the zip, into the home's reports without ``target``; gives its path.

    SourceError ``source.unwritable``; SettingsError ``settings.home_too_long`` without a target.
    """
    if target is None:
        paths.check_home(place.home)
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    path = target or paths.reports_folder(place.home) / f"caravane-support-{stamp}.zip"
    silent = hide_all(place)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _texts(place, silent):
            archive.writestr(logs.masked(name), scrubbed(text))
    try:
        durable.write(path, buffer.getvalue(), private=True)
    except OSError as error:
        raise SourceError("source.unwritable", path=str(path), detail=str(error)) from error
    return path


def hide_all(place: Workplace) -> int:
    """Read every password that the settings name, so that none is written anywhere. Gives how many
    logins the keyring did not answer for: their passwords are not known here."""
    silent = 0
    for login in preferences.accounts(place):
        name = account(login.server, login.user)
        try:
            if place.secrets.has(name):  # else a person would be asked
                place.secrets.get(name)
        except SecretError:
            silent += 1
    return silent


def scrubbed(text: str) -> str:
    """``text`` without passwords: those that are known, and what stands where one usually does."""
    return masking.in_text(logs.masked(text))


def _texts(place: Workplace, silent: int) -> Iterator[tuple[str, str]]:
    known = f"passwords that the keyring did not tell, and that are not masked: {silent}"
    yield "about.txt", "\n".join((*crash.about(), f"home: {place.home}", known, ""))
    findings = doctor.examine(place)
    yield "doctor.txt", "\n".join(doctor.told(findings, place.language)) + "\n"
    yield "doctor.json", msgspec.json.format(msgspec.json.encode(findings)).decode()
    yield "journal.txt", "\n".join(crash.last(place.home, _LINES)) + "\n"
    yield from _read("", [paths.settings_file(place.home)])
    yield from _read("logs/", sorted(paths.program_logs_folder(place.home).glob("*")))
    yield from _read("lab/", [place.home / "lab" / "lab.log"])
    rollouts = sorted(f for f in paths.logs_folder(place.home).glob("*") if f.is_dir())
    for folder in rollouts[-1:]:
        yield from _read(f"rollouts/{folder.name}/", sorted(folder.glob("*.log")))


def _read(prefix: str, files: list[Path]) -> Iterator[tuple[str, str]]:
    for file in files:
        if not file.is_file():
            continue
        try:
            raw = file.read_bytes()
        except OSError as error:
            yield f"{prefix}{file.name}", f"(it cannot be read: {error})\n"
            continue
        cut = raw[-_BYTES:]
        if len(cut) < len(raw):  # never in the middle of a line, where a password may be cut
            cut = cut.partition(b"\n")[2]
        yield f"{prefix}{file.name}", "".join(map(_decoded, cut.splitlines(keepends=True)))


def _decoded(line: bytes) -> str:
    """A password that is not read as it was written would not be found."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")
