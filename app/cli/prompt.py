"""The command line's question for a password that no keyring has: kept for this command only."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable

from app.services import messages


def password(
    language: messages.Lang, word: str = "password_prompt"
) -> Callable[[str], str | None] | None:
    """A question for the person at the terminal; None where nobody is there to answer."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    text = messages.words("command", language)[word]

    def ask(account: str) -> str | None:
        try:
            return getpass.getpass(text.format(account=account), sys.stderr) or None
        except EOFError:
            return None

    return ask
