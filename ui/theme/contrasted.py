"""The colours of the program in a system's scheme of high contrast.

The scheme's own colours are used for what it has: grounds, text, what is chosen, what cannot be
used now. A colour that says something (good, bad, added, removed) stays where it can be read on
every ground at 4.5 : 1 and becomes the scheme's text where it cannot: a sign or a word beside it
says the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from ui.theme.system import Scheme
from ui.theme.tokens import DARK, LIGHT, Tokens, contrast, luminance

_READ: Final = 4.5
_TONES: Final = ("success", "warning", "danger", "info")
_CODE: Final = ("keyword", "string", "number")


def contrasted(scheme: Scheme) -> Tokens:
    """The tokens for a scheme; each pair of ``tokens.PAIRS`` is at least 4.5 : 1, where the
    scheme's own text on its own grounds is."""
    dark = luminance(scheme.window) < luminance(scheme.text)
    usual = DARK if dark else LIGHT
    ground, text = scheme.window, scheme.text
    button = scheme.button if contrast(text, scheme.button) >= _READ else ground
    accent = _first((ground, button), scheme.highlight, scheme.link, text)
    mixed = (_mixed(ground, text, part) for part in (30, 25, 20, 15, 10))
    chosen = _first((text, accent), *mixed, ground)
    grounds = (ground, button, chosen)
    quiet = {name: _first(grounds, getattr(usual, name), text) for name in (*_TONES, *_CODE)}
    marks = {
        name: _first((text,), getattr(usual, name), ground)
        for name in ("mark_added", "mark_removed")
    }
    softs = {f"{name}_soft": ground for name in ("success", "danger", "info")}
    return replace(
        usual, window=ground, surface=ground, raised=button, text=text, line=text, edge=text,
        muted=text, disabled=_first((ground, button), scheme.disabled, text), accent=accent,
        on_accent=_first((accent,), scheme.highlighted, ground),
        rail=ground, rail_text=text, rail_muted=text,
        rail_active=chosen, accent_soft=chosen,
        warning_soft=chosen,  # which is the ground of what a search found, too
        **quiet, **marks, **softs,
    )  # fmt: skip


def _first(grounds: Iterable[str], *wanted: str) -> str:
    """The first colour that is read on (or under) each of ``grounds``; else the last one."""
    kept = tuple(grounds)
    readable = (c for c in wanted if all(contrast(c, ground) >= _READ for ground in kept))
    return next(readable, wanted[-1])


def _mixed(ground: str, text: str, percent: int) -> str:
    """``percent`` of ``text`` in ``ground``."""
    pairs = ((int(ground[i : i + 2], 16), int(text[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * percent / 100):02x}" for a, b in pairs)
