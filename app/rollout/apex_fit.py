"""Which clients can take a release, by their APEX.

APEX imports what an older release exported, and upgrades it; it does not import what a newer one
exported. So a release made on the oldest APEX among the clients goes to all of them.
"""

from __future__ import annotations

from enum import StrEnum

from app.apex import Application
from app.apex.catalogue.steps import is_newer
from app.oracle import OLDEST, version_of
from app.rollout.context import Context, Stop
from app.rollout.material import Material
from app.rollout.model import Problem


class Fit(StrEnum):
    """How a client's APEX takes what another one exported."""

    SAME = "same"  # the same major and minor release: as it is
    UPGRADES = "upgrades"  # a newer one: the import writes it in that one's words
    OLDER = "older"  # it cannot import it
    TOO_OLD = "too_old"  # older than any that is known here


def fit(here: str, wanted: str) -> Fit:
    """``here`` is the client's release such as ``24.2.0``, ``wanted`` that of the export."""
    ours, theirs = version_of(wanted)[:2], version_of(here)[:2]
    if theirs < OLDEST:
        return Fit.TOO_OLD
    if theirs < ours:
        return Fit.OLDER
    return Fit.SAME if theirs == ours else Fit.UPGRADES


def made_on(material: Material) -> str:
    """The APEX that exported the release."""
    return material.application.apex_release or material.bundle.release.manifest.apex_release


def must_fit(context: Context) -> None:
    """Raises Stop where the client's APEX cannot import the release."""
    here, wanted = context.apex.release, made_on(context.material)
    context.log.append("log.apex", here=here, wanted=wanted)
    facts: dict[str, str | int] = {"client": context.target.name, "here": here, "wanted": wanted}
    match fit(here, wanted):
        case Fit.TOO_OLD:
            oldest = ".".join(map(str, OLDEST))
            raise Stop(Problem("rollout.apex_too_old", {**facts, "oldest": oldest}))
        case Fit.OLDER:
            raise Stop(Problem("rollout.older_apex", facts))
        case Fit.UPGRADES:
            context.log.append("log.upgrades", here=here, wanted=wanted)


def is_clients_own(application: Application, material: Material) -> bool:
    """Whether files that shall be imported are the client's own, in the words of its newer APEX and
    with its ids, and not the release's (``own_changes``)."""
    return is_newer(application.apex_release, made_on(material))
