"""Modules that are loaded when something of them is first asked for.

The drivers take longer to load than the window takes to be on the screen. Threads may ask at the
same time: Python's own lock of imports lets one of them load.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any


class _Lazy(ModuleType):
    """Stands for a module; what is asked of it is the module's."""

    def __getattr__(self, name: str) -> Any:
        module = self.__dict__.get("_is")
        if module is None:  # the way through Python's lock of imports is a long one
            module = self.__dict__["_is"] = importlib.import_module(self.__name__)
        return getattr(module, name)


def lazy(name: str) -> Any:
    """The module, or what stands for it as long as nothing has loaded it."""
    return sys.modules.get(name) or _Lazy(name)
