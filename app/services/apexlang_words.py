"""Differences and conflicts in APEXlang's words, where the versions behind them were exported in
both forms (APEX 26.1 and later). Everything else is shown as before."""

from __future__ import annotations

from msgspec.structs import replace

from app.apex import Application, rebase
from app.apex.model import ApplicationDiff, Conflict
from app.apexlang.forms.shown import (
    conflict_in_apexlang,
    in_apexlang,
    page_in_apexlang,
)
from app.apexlang.forms.words import Version, Words
from app.services.messages import Lang
from app.services.model import MergedFile


def words_of(onto: Application, *others: Application) -> Words | None:
    """The words of ``onto``, in whose id space differences are told, and of other versions of it,
    which are asked first; None where none has both forms."""
    both = [one for one in dict.fromkeys((*others, onto)) if one.apexlang]
    if not both:
        return None
    return Words(Version(one if one is onto else rebase(one, onto), one.apexlang) for one in both)


def difference(
    found: ApplicationDiff, old: Application, new: Application, language: Lang
) -> ApplicationDiff:
    """What ``compare_applications(old, new)`` found, said in ``language``, in APEXlang's words."""
    words = words_of(old, new) if found.files else None
    return in_apexlang(found, words, language) if words is not None else found


def files(
    found: tuple[MergedFile, ...], words: Words | None, language: Lang
) -> tuple[MergedFile, ...]:
    """What a merge changes in MAIN, file by file."""
    if words is None:
        return found
    return tuple(
        replace(one, diff=page_in_apexlang(one.path, one.diff, words, language))
        if one.diff is not None
        else one
        for one in found
    )


def conflicts(
    found: tuple[Conflict, ...], words: Words | None, language: Lang
) -> tuple[Conflict, ...]:
    if words is None:
        return found
    return tuple(conflict_in_apexlang(one, words, language) for one in found)


__all__ = ["Words", "conflicts", "difference", "files", "words_of"]
