"""The words for a page's picture: what a box is, what it is called, and what happened to it."""

from __future__ import annotations

from app.apex.catalogue.types import type_label
from app.apex.catalogue.value_labels import value_label
from app.apex.layout import Box, Mark
from app.apex.model import Status
from app.services import messages
from app.services.messages import Lang

_TOLD = ("required", "conditional", "never", "collapsed")


def title(box: Box, language: Lang) -> str:
    """What stands in a box."""
    if box.kind != "slot":
        return box.title
    if box.procedure.startswith("create_"):
        return type_label(box.procedure, language)
    return messages.words("slots", language).get(box.title, box.title)


def kind(box: Box, language: Lang) -> str:
    """What stands quietly at its right: a region's type, an item's label, a button's name."""
    if box.kind == "region":
        return value_label("", box.plugin, language == "fr") or box.plugin
    return box.note if box.note != box.title else ""


def describe(box: Box, mark: Mark | None, language: Lang) -> str:
    """A box in one line: for a tooltip, and for those who do not see the picture."""
    said = messages.words("layout", language)
    name = title(box, language)
    if box.kind == "slot":
        return name
    label = type_label(box.procedure, language) if box.procedure else ""
    parts = [f"{label} {name}".strip(), kind(box, language)]
    parts += [said[trait] for trait in _TOLD if trait in box.traits]
    if box.kind == "stub":
        parts.append(said["was"])
    if mark is not None:
        parts.append(said["conflict"] if mark.conflict else said[mark.status.value])
        if mark.properties and mark.status is not Status.ADDED:
            parts.append(said["properties"].format(count=mark.properties))
    return ", ".join(part for part in parts if part)
