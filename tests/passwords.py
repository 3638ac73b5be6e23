"""Passwords as people choose them and worse, and the ways in which they stand in texts."""

from __future__ import annotations

import html
import json
from urllib.parse import quote, quote_plus

from hypothesis import strategies as st

from app.masking import MASK

_ODD = st.sampled_from("\"'\\$%&<>+/@:=?#{}()[],; é€😀")
_ANY = st.characters(min_codepoint=32, exclude_categories=("Cc", "Cs"), exclude_characters=MASK)
PASSWORDS = st.text(st.one_of(_ODD, _ANY), min_size=1, max_size=12)


def spellings(secret: str) -> list[str]:
    """The password itself, and as JSON, Python, SQL, an address and a page write it, also one
    inside of the other."""

    def as_json(text: str, ascii_only: bool = True) -> str:
        return json.dumps(text, ensure_ascii=ascii_only)[1:-1]

    bare = [secret, secret.replace('"', '""'), secret.replace("'", "''")]
    encoded = [quote(secret, safe=""), quote(secret), quote_plus(secret)]
    encoded += [quote(encoded[0], safe=""), encoded[0].replace("%C3", "%c3")]
    paged = [html.escape(secret), secret.encode("ascii", "xmlcharrefreplace").decode()]
    python = [repr(secret)[1:-1], ascii(secret)[1:-1]]
    once = [as_json(text, only) for text in bare for only in (True, False)]
    twice = [as_json(text) for text in (*once, *python)]
    thrice = [as_json(text) for text in twice]
    return [*bare, *encoded, *paged, *python, *once, *twice, *thrice]
