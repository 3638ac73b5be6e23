"""All of Oracle's SQL functions that the lab plays; importing this registers them."""

from __future__ import annotations

from app.lab.sql import arithmetic as _arithmetic  # noqa: F401
from app.lab.sql import dates as _dates  # noqa: F401
from app.lab.sql import texts as _texts  # noqa: F401
from app.lab.sql.registry import bound, names

__all__ = ["bound", "names"]
