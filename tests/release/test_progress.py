"""Git's words while it pushes: percentages heard once, the rest kept as what went wrong."""

from __future__ import annotations

from io import BytesIO

from app.release.progress import heard

SAID = (
    b"Enumerating objects: 20, done.\nCounting objects: 100% (20/20), done.\n"
    b"Writing objects:  50% (10/20)\rWriting objects:  50% (10/20)\r"
    b"Writing objects: 100% (20/20), 1.2 KiB | 1.2 MiB/s, done.\n"
    b"Total 20 (delta 2), reused 0 (delta 0), pack-reused 0\n"
    b"remote: no room on disk\nerror: failed to push some refs"
)


def test_percentages_are_heard_and_the_rest_is_kept() -> None:
    told: list[int] = []
    assert heard(BytesIO(SAID), told.append) == (
        b"remote: no room on disk\nerror: failed to push some refs"
    )
    assert told == [50, 100]
