"""Comparing two versions of the application, wherever each of them is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from app.apex import Noise, compare_applications, spoken
from app.apex.layout import Pictures
from app.services import apexlang_words
from app.services.model import Comparison, Progress, Report, SourceOption
from app.services.sources import option_of, options, read
from app.services.workplace import Workplace


def sources(place: Workplace) -> tuple[SourceOption, ...]:
    """What can be picked; folders and zips are given by path as ``folder:`` and ``zip:``."""
    return options(place)


def option(place: Workplace, spec: str) -> SourceOption:
    known = {o.spec: o for o in options(place)}
    return known.get(spec) or option_of(spec)


def noise_of(place: Workplace) -> Noise:
    """What the settings ignore and keep."""
    rules = place.settings.compare
    return Noise(frozenset(rules.ignore), frozenset(rules.keep))


def compare(place: Workplace, old: str, new: str, report: Report) -> Comparison:
    """Read both sides side by side and compare them by meaning.

    Raises the errors of ``sources.read``; the same application under another id, workspace or
    offset has no differences.
    """
    report(Progress("compare.reading", 0, 2))
    with ThreadPoolExecutor(max_workers=2) as pool:
        left, right = pool.map(lambda spec: read(place, spec), (old, new))
    report(Progress("compare.comparing", 2, 2))
    found = compare_applications(left, right, noise_of(place))
    difference = apexlang_words.difference(
        spoken(found, place.language), left, right, place.language
    )
    pictures = Pictures(left, right)
    return Comparison(option(place, old), option(place, new), difference, pictures)
