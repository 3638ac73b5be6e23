"""Which of the program's languages the system speaks."""

from __future__ import annotations

import locale
import os
from typing import Literal


def system_language() -> Literal["fr", "en"]:
    """French where the system speaks French, else English."""
    name = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    if not name:
        name = locale.getlocale()[0] or ""
    return "fr" if name.lower().startswith("fr") else "en"
