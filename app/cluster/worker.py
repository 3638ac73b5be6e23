"""A worker at a site: it dials out to the scheduler, and goes on dialling for as long as it lives.

What it works on does not end with the line: the threads are the process's own, and what they note
is in the books of the home.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from app.cluster.link import Link, dask, security
from app.cluster.station import Station, open_station
from app.rollout.job import Home

log = logging.getLogger(__name__)

_PAUSE: Final = 1.0
"""Seconds before the scheduler is dialled again."""


INTERRUPTED: Final = 130


class _Lasting(ThreadPoolExecutor):
    """Threads that outlive the link: Dask's worker closes its own when the scheduler is gone."""

    def shutdown(self, *_: Any, **__: Any) -> None:
        """Not by Dask; they end with the process."""


def serve(
    link: Link,
    site: str,
    home: Home,
    folder: Path,
    *,
    threads: int,
    contact: str = "",
    told: Callable[[str], None] = lambda what: None,
) -> None:
    """Work for ``site`` until the process ends: at most ``threads`` clients side by side.

    ``folder`` is for Dask's own files. ``contact``: the address by which others would reach this
    worker, where that is not its own. ``told`` hears ``up`` and ``down``. Raises RolloutError for
    what is wrong with ``link``.
    """
    guard = security(link)
    station = open_station(home)
    # Dask begins as many tasks as it knows threads; the site's places bound the clients, so that
    # there is always a thread for the word to stop. Those of before a lost link may still be at it.
    options: dict[str, Any] = {
        "name": home.name,
        "nthreads": 2 * threads,
        "resources": {site: threads},
        "executor": _Lasting(8 * threads, thread_name_prefix="client"),
        "security": guard,
        "local_directory": str(folder),
        "memory_limit": 0,
        "dashboard_address": "127.0.0.1:0",
    }
    if contact:
        options["contact_address"] = contact
    try:
        asyncio.run(_dial(link.scheduler, station, options, told))
    except KeyboardInterrupt:
        # Its threads may be at work for long. It ends as a kill would end it, which loses nothing.
        logging.shutdown()
        os._exit(INTERRUPTED)


async def _dial(
    address: str, station: Station, options: dict[str, Any], told: Callable[[str], None]
) -> None:
    distributed = dask()
    told("down")
    while True:
        try:
            async with distributed.Worker(address, **options) as worker:
                station.worker = worker
                told("up")
                await worker.finished()
        except (OSError, RuntimeError, ValueError, TimeoutError) as error:
            # No scheduler, or it still knows this name from a line that it takes for alive.
            log.info("no link to the scheduler: %s: %s", type(error).__name__, error)
        if station.worker is not None:
            station.worker = None
            told("down")
        await asyncio.sleep(_PAUSE)
