"""Showing where a file is: in Windows' Explorer with the file selected, elsewhere its folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QProcess, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices


def reveal(path: Path) -> bool:
    """Whether the system's program for files was started."""
    if sys.platform == "win32":
        explorer = QProcess()
        windows = os.environ.get("SYSTEMROOT", r"C:\Windows")
        explorer.setProgram(QStandardPaths.findExecutable("explorer.exe", [windows]))
        # Explorer reads its own command line: the quotes belong behind the comma.
        explorer.setNativeArguments(f'/select,"{path}"')
        return bool(explorer.startDetached()[0])
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
