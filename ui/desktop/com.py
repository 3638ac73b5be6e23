"""Objects of Windows' COM, called by their place in the table of methods.

Only Windows has them: import this where ``sys.platform`` says so.
"""

from __future__ import annotations

import sys
from typing import Any

if sys.platform == "win32":
    import ctypes

    RELEASE = 2  # the place of IUnknown::Release in every table

    def guid(text: str) -> Any:
        made = (ctypes.c_byte * 16)()
        ctypes.oledll.ole32.CLSIDFromString(text, ctypes.byref(made))
        return made

    def method(it: Any, place: int, *kinds: Any) -> Any:
        """The method at ``place`` of the object ``it``; it gives its HRESULT."""
        table = ctypes.cast(it, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p))).contents
        return ctypes.WINFUNCTYPE(ctypes.c_long, ctypes.c_void_p, *kinds)(table[place])
