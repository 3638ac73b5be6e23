"""The look: colour tokens, palette, style sheet and icons.

``tokens()`` is the set in force; ``bus().changed`` tells that it became another one.
"""

from ui.theme.look import apply, bus, change, choose, mode_in_force, tokens
from ui.theme.tokens import DARK, LIGHT, Tokens

__all__ = ["DARK", "LIGHT", "Tokens", "apply", "bus", "change", "choose", "mode_in_force", "tokens"]
