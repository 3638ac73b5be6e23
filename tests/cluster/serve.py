"""A scheduler or a worker in a process of its own, so that a test can kill it.

``serve.py scheduler FOLDER ADDRESS NAME``, or ``serve.py worker`` with ``CLIENTS THREADS CONTACT``
behind it: certificates and clients are in FOLDER. Says on standard output when it is there.
"""

from __future__ import annotations

import sys
from pathlib import Path

from app.cluster import scheduler, worker
from app.cluster.link import Link


def link_of(folder: Path, address: str, name: str) -> Link:
    keys = folder / "keys"
    return Link(address, keys / "authority.pem", keys / f"{name}.pem", keys / f"{name}.key")


def main(kind: str, folder: str, address: str, name: str, *rest: str) -> None:
    root = Path(folder)
    link = link_of(root, address, "site" if kind == "worker" else "scheduler")

    def told(what: str) -> None:
        print(what, flush=True)

    if kind == "scheduler":
        scheduler.serve(link, told)
        return
    from tests.rollout.shelf import ShelfWorld, unflushed

    unflushed()
    clients, threads, *contact = rest
    world = ShelfWorld(root / "shelf", root / "unused", *clients.split(","))
    home = world.elsewhere(root / name, name)
    site = name.partition("-")[0]
    worker.serve(
        link, site, home, root / f"{name}-dask",
        threads=int(threads), contact=contact[0] if contact else "", told=told,
    )  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
