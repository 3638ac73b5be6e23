"""What can go wrong, as values with facts; this module holds no sentences.

``AppError(code, **facts)`` names a failure. The sentences (what failed, what was and was not
done, what to do next) live in ``app.services.messages``, in French and English, one entry for
each code. Expected outcomes (a conflict, a refused statement, a failed client) are ordinary
values and not exceptions.
"""

from __future__ import annotations

from typing import Any


class AppError(Exception):
    """Base of all errors that the user can be told about.

    ``code`` is a stable dotted name such as ``export.truncated``; ``facts`` are the values that
    its sentence needs (all printable, never a secret).
    """

    def __init__(self, code: str, /, **facts: Any) -> None:
        self.code = code
        self.facts: dict[str, Any] = facts
        super().__init__(code, facts)

    def __str__(self) -> str:
        shown = ", ".join(f"{k}={v}" for k, v in self.facts.items())
        return f"{self.code} ({shown})" if shown else self.code


class ParseError(AppError):
    """An export file is broken. Facts: ``path``, ``line``, ``column`` (1-based), ``expected``."""

    def __init__(self, code: str, /, *, path: str, line: int, column: int, **facts: Any) -> None:
        super().__init__(code, path=path, line=line, column=column, **facts)
        self.path, self.line, self.column = path, line, column


class SourceError(AppError):
    """A folder, zip, Git revision or schema could not be read as an application."""


class MergeError(AppError):
    """Versions that cannot be merged with each other. Facts: ``path``."""


class SettingsError(AppError):
    """The settings file is wrong. Facts: ``path`` and, where known, ``key`` or ``line``."""


class SecretError(AppError):
    """The keyring has no password, or there is no keyring. Facts: ``account``."""


class OracleError(AppError):
    """A database refused or vanished.

    Facts: ``target`` (the connection's name), ``ora`` (the number, 0 if none), ``detail`` (the
    server's own text). ``retryable`` is true where trying again later can help.
    """

    def __init__(
        self, code: str, /, *, retryable: bool = False, ora: int = 0, **facts: Any
    ) -> None:
        super().__init__(code, ora=ora, **facts)
        self.ora, self.retryable = ora, retryable


class ChangelogError(AppError):
    """A changelog cannot be read or does not fit the database's DATABASECHANGELOG."""


class GuardError(AppError):
    """The guard refused a statement. Facts: ``path``, ``line``, ``rule``, ``statement``."""


class ReleaseError(AppError):
    """Git or the release tree. Facts: ``repository`` and, where known, ``detail``."""


class RolloutError(AppError):
    """A rollout cannot be planned, started or resumed; a client's own failure is a value."""


class JournalError(RolloutError):
    """The journal cannot be written (disk full, read-only). Nothing further was sent."""
