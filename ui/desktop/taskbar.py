"""The window's button in Windows' taskbar: whose it is, and how far the work is.

Elsewhere every function does nothing.
"""

from __future__ import annotations

import sys
from typing import Any, Final, Literal

APPLICATION: Final = "Caravane"  # the installer's shortcut says the same

State = Literal["none", "running", "error"]

_CLSID: Final = "{56FDF344-FD6D-11D0-958A-006097C9A090}"  # TaskbarList
_IID: Final = "{EA1AFB91-9E28-4B86-90E9-9E9F8A5EEFAF}"  # ITaskbarList3
_FLAGS: Final = {"none": 0, "running": 2, "error": 4}  # TBPFLAG
# Places in the table of ITaskbarList3.
_INIT, _VALUE, _STATE = 3, 9, 10


def own_button() -> None:
    """A button of our own, with our icon, where Windows would take Python's."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(APPLICATION)


class Taskbar:
    """The progress of one window, by its handle. ``show`` is cheap where nothing changed."""

    def __init__(self) -> None:
        self._object: Any = None
        self._shown: tuple[int, State, int] | None = None

    def show(self, window: int, state: State, percent: int) -> bool:
        """Whether the taskbar took it."""
        wanted = (window, state, percent)
        if sys.platform == "win32" and wanted != self._shown:
            self._shown = wanted
            self._object = self._object or _made()
            if self._object:
                took = _call(self._object, _STATE, window, _FLAGS[state]) == 0
                if state != "none":
                    took = _value(self._object, window, percent) == 0 and took
                return took
        return False

    def close(self) -> None:
        if sys.platform == "win32" and self._object:
            _call(self._object, com.RELEASE)
            self._object = None


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    from ui.desktop import com

    def _made() -> Any:
        """The object; None where this Windows has no taskbar. Qt has made COM ready."""
        it = ctypes.c_void_p()
        kind, wanted = com.guid(_CLSID), com.guid(_IID)
        try:
            ctypes.oledll.ole32.CoCreateInstance(
                ctypes.byref(kind), None, 1, ctypes.byref(wanted), ctypes.byref(it)
            )
        except OSError:
            return ctypes.c_void_p()
        _call(it, _INIT)
        return it

    def _call(it: Any, place: int, *values: int) -> int:
        kinds = (wintypes.HWND, ctypes.c_int)[: len(values)]
        return int(com.method(it, place, *kinds)(it, *values))

    def _value(it: Any, window: int, percent: int) -> int:
        kinds = (wintypes.HWND, ctypes.c_ulonglong, ctypes.c_ulonglong)
        return int(com.method(it, _VALUE, *kinds)(it, window, percent, 100))
