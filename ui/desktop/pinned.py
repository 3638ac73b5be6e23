"""A window that is pinned to Windows' taskbar starts again with the home that it has open.

What a window is to the taskbar stands in its property store (Windows documentation,
System.AppUserModel.RelaunchCommand): an id of its own, the command and the name, set together.
Elsewhere nothing is done.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from ui.desktop.taskbar import APPLICATION

_STORE: Final = "{886D8EEB-8CF2-4446-8D02-CDBA1DBDCF99}"  # IPropertyStore
_APPLICATION: Final = "{9F4C2855-9F79-4B39-A8D0-E1D42DE1D5F3}"  # System.AppUserModel
# The numbers of its properties, and places in the table of IPropertyStore.
_ID, _COMMAND, _ICON, _NAME = 5, 2, 3, 4
_SET, _COMMIT = 6, 7
_TEXT: Final = 31  # VT_LPWSTR


def properties(home: Path, default: Path, program: Path) -> dict[int, str]:
    """Property number -> text, for a window of ``program`` on ``home``. Nothing for the ``default``
    home: that window is the program itself, as the Start menu has it."""
    if home == default:
        return {}
    digest = hashlib.sha256(str(home).encode()).hexdigest()
    return {
        _ID: f"{APPLICATION}.{digest[:16]}",
        _COMMAND: f'"{program}" --home "{_quoted(home)}"',
        _ICON: f"{program},0",
        _NAME: f"{APPLICATION} - {home.name}",
    }


def _quoted(path: Path) -> str:
    """A path inside of quotes: no name has one, and a drive's last backslash would hide ours."""
    return f"{path}\\" if str(path).endswith("\\") else str(path)


def keep(window: int, home: Path, default: Path) -> Callable[[], None]:
    """Say so for the window with that handle; gives what takes it back, which Windows wants before
    the window is gone: Qt takes the handle away as soon as the window is closed."""
    program = Path(sys.executable).with_name("caravane-window.exe")
    if sys.platform == "win32" and getattr(sys, "frozen", False):
        said = properties(home, default, program)
        if said and write(window, said):

            def take_back() -> None:
                write(window, dict.fromkeys(reversed(said), ""))

            return take_back
    return lambda: None


if sys.platform == "win32":
    import ctypes

    from ui.desktop import com

    class _Key(ctypes.Structure):
        _fields_ = (("kind", ctypes.c_byte * 16), ("number", ctypes.c_ulong))

    class _Value(ctypes.Structure):
        _fields_ = (
            ("kind", ctypes.c_ushort),
            ("reserved", ctypes.c_ushort * 3),
            ("text", ctypes.c_wchar_p),
            ("rest", ctypes.c_void_p),
        )

    def write(window: int, said: dict[int, str]) -> bool:
        """Whether Windows took all of it; an empty text takes a property away."""
        store = ctypes.c_void_p()
        found = ctypes.windll.shell32.SHGetPropertyStoreForWindow(
            ctypes.c_void_p(window), ctypes.byref(com.guid(_STORE)), ctypes.byref(store)
        )
        if found or not store:
            return False
        key, value = ctypes.POINTER(_Key), ctypes.POINTER(_Value)
        took = [
            com.method(store, _SET, key, value)(
                store,
                ctypes.byref(_Key(com.guid(_APPLICATION), number)),
                ctypes.byref(_Value(_TEXT, text=text) if text else _Value()),
            )
            for number, text in said.items()
        ]
        took.append(com.method(store, _COMMIT)(store))
        com.method(store, com.RELEASE)(store)
        return not any(took)
else:

    def write(window: int, said: dict[int, str]) -> bool:
        return False
