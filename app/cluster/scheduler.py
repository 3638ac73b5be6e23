"""The scheduler: where centre and workers meet. It keeps nothing, so it may die at any time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from app.cluster.link import Link, dask, security


def serve(link: Link, told: Callable[[str], None] = lambda address: None) -> None:
    """Listen at the link's address until the process ends; ``told`` hears the address. Raises
    RolloutError for what is wrong with ``link``, and OSError for an address that is taken."""
    guard = security(link)
    host, _, port = link.scheduler.removeprefix("tls://").rpartition(":")

    async def listen() -> None:
        distributed = dask()
        async with distributed.Scheduler(
            host=host,
            port=int(port),
            protocol="tls",
            security=guard,
            dashboard=False,
            dashboard_address="127.0.0.1:0",
        ) as scheduler:
            told(scheduler.address)
            await scheduler.finished()

    asyncio.run(listen())
