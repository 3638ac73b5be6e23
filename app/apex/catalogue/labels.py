"""What Page Designer calls the arguments.

Labels read "Group · Property". The names are data (``tables``), read when one is asked for;
an argument without a row is shown by its own words, so that nothing is without a name.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final, Literal

from app.apex.catalogue.label_families import Label, family_label
from app.apex.catalogue.tables import ARGUMENT_TABLES, rows

Tongue = Literal["en", "fr"]

_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NUMBERED: Final = re.compile(r"p_attribute_(\d\d)")
_SPELLING = "SQL CSS URL ID LOV HTML PK JavaScript XML JSON REST PWA AI UI API PL/SQL IR CSV"
_WORDS: Final = {w.lower(): w for w in _SPELLING.split(" ")}


@cache
def _arguments() -> dict[str, Label]:
    """By ``p_argument``, or ``create_type.p_argument`` where one type means something else."""
    return {
        argument: (f"{group} · {name}", f"{groupe} · {nom}")
        for table in ARGUMENT_TABLES
        for arguments, group, name, groupe, nom in rows(table)
        for argument in arguments.split(" ")
    }


@cache
def _plugins() -> dict[str, Label]:
    """By ``PLUGIN.attribute``: ``01`` is ``p_attribute_01``; ``*`` stands for every plug-in."""
    found: dict[str, Label] = {}
    for plugins, attributes, name, nom in rows("plugins"):
        for attribute in attributes.split(" "):
            whole = attribute.startswith("p_")  # an argument, with its group
            label = (name, nom) if whole else (f"Settings · {name}", f"Paramètres · {nom}")
            for plugin in plugins.split(" "):
                found[f"{plugin}.{attribute}"] = label
    return found


@lru_cache(maxsize=4096)
def _known(argument: str, procedure: str, plugin: str) -> Label | None:
    plugins, arguments = _plugins(), _arguments()
    name = argument.removeprefix("p_attributes.")
    if name != argument:
        number = name.removeprefix("attribute_")
        found = plugins.get(f"{plugin}.{number}") or plugins.get(f"*.{name}")
        return found or (_attribute(int(number)) if number.isdigit() else None)
    numbered = _NUMBERED.fullmatch(argument)
    if numbered is not None:
        found = plugins.get(f"{plugin}.{numbered[1]}")
        return found or _attribute(int(numbered[1]))
    return (
        arguments.get(f"{procedure}.{argument}")
        or plugins.get(f"{plugin}.{argument}")
        or arguments.get(argument)
        or family_label(argument)
    )


def _attribute(number: int) -> Label:
    return f"Settings · Attribute {number}", f"Paramètres · Attribut {number}"


def is_known(argument: str, procedure: str = "", plugin: str = "") -> bool:
    """Whether an argument has a name of its own, and not only its words."""
    return _known(argument, procedure, plugin) is not None


def label_of(argument: str, procedure: str = "", plugin: str = "", language: Tongue = "en") -> str:
    """Page Designer's "Group · Property" for an argument or ``p_attributes.NAME``.

    ``procedure`` and ``plugin`` (such as ``NATIVE_DISPLAY_ONLY``) tell apart what one argument
    means in several types.
    """
    known = _known(argument, procedure, plugin)
    if known is not None:
        return known[language == "fr"]
    name = argument.removeprefix("p_attributes.")
    if name != argument:
        return ("Paramètres · " if language == "fr" else "Settings · ") + _spelled(name)
    return _spelled(argument.removeprefix("p_"))


def _spelled(name: str) -> str:
    return " ".join(_WORDS.get(w.lower(), w.capitalize()) for w in name.split("_") if w)


def words_of(procedure: str) -> str:
    """A readable name for a procedure that the catalogue does not know, or for a type of APEXlang
    (``pageItem``)."""
    return _spelled(_CAMEL.sub("_", procedure.removeprefix("create_")))
