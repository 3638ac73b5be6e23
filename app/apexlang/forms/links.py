"""The target of a link: ``f?p=`` and its places in SQL, an object in APEXlang.

The syntax is that of Oracle's App Builder User's Guide, *Understanding URL Syntax*:
``f?p=App:Page:Session:Request:Debug:ClearCache:itemNames:itemValues:PrinterFriendly``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from app.apexlang.tree import Value

_OWN: Final = "f?p=&APP_ID.:"
_SESSIONS: Final = ("&SESSION.", "&APP_SESSION.", "&APP_SESSION", "")
_DEBUG: Final = ("&DEBUG.", "", "NO")
_ACTIONS: Final = {"RP": "resetPagination", "RR": "resetRegions", "CR": "clearRegions"}
_COMMA: Final = re.compile(r",(?=(?:[^\\]*\\[^\\]*\\)*[^\\]*\Z)")
"""Not the commas of a value between backslashes."""


def target(text: str) -> Mapping[str, str] | None:
    """The object of a link to a page of the application, property by property, or of one to an
    address; None for what is not known to be either."""
    if not text.startswith("f?p="):
        return {"type": "url", "url": text} if text else None
    if not text.startswith(_OWN):
        return None
    places = text.removeprefix(_OWN).split(":", 6)
    page, session, request, debug, clear, names, values = (*places, *[""] * 7)[:7]
    if session not in _SESSIONS or debug not in _DEBUG or not page:
        return None
    found = {"page": page}
    if request:
        found["request"] = request
    cleared = [part for part in clear.split(",") if part]
    for code in [part for part in cleared if part in _ACTIONS]:
        found["action"] = _ACTIONS[code]
        cleared.remove(code)
    if cleared:
        found["clearCache"] = "\n".join(cleared)
    items = [name for name in names.split(",") if name]
    texts = _COMMA.split(values.removesuffix(":")) if items else []
    if len(texts) > len(items):
        return None
    for name, value in zip(items, (*texts, *[""] * len(items)), strict=False):
        found[f"items:{name}"] = value
    return found


def objects(properties: Mapping[str, Value]) -> dict[str, dict[str, str]]:
    """The objects among the properties of a component: name to what is in it."""
    found: dict[str, dict[str, str]] = {}
    for path, value in properties.items():
        head, colon, inner = path.partition(":")
        if colon:
            found.setdefault(head, {})[inner] = value.text
    return found
