"""Where the repository's remote can be looked at in a browser."""

from __future__ import annotations

import re
from pathlib import Path

_SCP = re.compile(r"^(?:[^@/\s]+@)?([\w.-]+\.[\w.-]+):(?!\d+/)([^\s]+)$")
_SSH = re.compile(r"^ssh://(?:[^@/\s]+@)?([\w.-]+)(?::\d+)?/(\S+)$")
_HTTP = re.compile(r"^https?://\S+$")


def page_of(remote: str) -> str:
    """An address for a browser, or for the folder of a remote on disk; "" where nobody can tell.

    ``remote`` is as git has it, without credentials: ``git@host:path.git`` is on the web at
    ``https://host/path`` with the hosts that people use.
    """
    address = remote.strip()
    if _HTTP.match(address):
        return address.removesuffix(".git")
    for shape in (_SCP, _SSH):
        found = shape.match(address)
        if found:
            return f"https://{found[1]}/{found[2].removesuffix('.git').strip('/')}"
    path = Path(address)
    return path.as_uri() if address and path.is_absolute() else ""
