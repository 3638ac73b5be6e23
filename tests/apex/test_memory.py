"""What was found out about a page goes with it."""

from __future__ import annotations

import gc
import weakref

from app.apex import merge_apps, read_application
from tests.apex import samples
from tests.apex.samples import PAGE_PATH


def test_pages_that_nobody_has_are_not_kept() -> None:
    """The window merges all day; each version of a page that it saw was held until its end."""
    seen = []
    for number in range(3):
        page = samples.replaced(samples.text(), ("'Statut'", f"'Statut {number}'"))
        found = [
            read_application(samples.application() | {PAGE_PATH: text})
            for text in (samples.text() + "-- \n" * number, page, page)
        ]
        assert merge_apps(*found).application is not None
        seen.append(weakref.ref(found[1].parsed[PAGE_PATH]))
    del found
    read = read_application(samples.application())
    for _ in range(8):  # what is remembered of merges has a limit
        merge_apps(read, read, read)
    _forget()
    gc.collect()
    assert [page() for page in seen] == [None] * 3


def _forget() -> None:
    """Empty what is remembered by value, and bounded."""
    from app.apex.identity import id_space
    from app.apex.merge import file, versions

    spaces = (id_space.aligned, id_space.rebase, id_space._twins, id_space._ids)
    for cache in (file._memory, versions.versions, *spaces):
        cache.cache_clear()
