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
_MESSAGE: Final = "&success_msg=#SUCCESS_MSG#"
_ANCHOR: Final = re.compile(r":#(\w+)\Z")
_SESSIONS: Final = ("&SESSION.", "&APP_SESSION.", "&APP_SESSION", "")
_DEBUG: Final = ("&DEBUG.", "", "NO")
_ACTIONS: Final = {"RP": "resetPagination", "RR": "resetRegions", "CR": "clearRegions"}
_COMMA: Final = re.compile(r",(?=(?:[^\\]*\\[^\\]*\\)*[^\\]*\Z)")
"""Not the commas of a value between backslashes."""


def target(text: str, branch: bool = False) -> Mapping[str, str] | None:
    """The object of a link to a page of the application, property by property, or of one to an
    address; None for what is not known to be either. A ``branch`` shows the message of success,
    or says that it does not."""
    shows = text.endswith(_MESSAGE)
    if branch and text.startswith("f?p="):
        found = target(text.removesuffix(_MESSAGE))
        return found if found is None or shows else {**found, "successMessage": "false"}
    if not text.startswith("f?p="):
        return {"type": "url", "url": text} if text else None
    if not text.startswith(_OWN):
        return None
    anchor = _ANCHOR.search(text)
    if anchor is not None:
        found = target(text[: anchor.start()])
        return found if found is None else {**found, "anchor": anchor[1]}
    places = text.removeprefix(_OWN).split(":", 6)
    page, session, request, debug, clear, names, values = (*places, *[""] * 7)[:7]
    if session not in _SESSIONS or debug not in _DEBUG or not page:
        return None
    found = {"page": page}
    if request:
        found["request"] = request
    cleared = [part for part in clear.split(",") if part]
    action = next((part for part in cleared if part in _ACTIONS), None)
    if action is not None:  # a second one stays what it is: ``RP,RR`` has a ``clearCache: RR``
        found["action"] = _ACTIONS[action]
        cleared.remove(action)
    if cleared:
        found["clearCache"] = "\n".join(cleared)
    items = [name for name in names.split(",") if name]
    if not items and values.strip(":"):
        return None
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
