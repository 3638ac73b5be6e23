"""What is safe to repeat is repeated, with growing pauses, each try told.

Safe is what left nothing behind: a logon that a starting database or a busy listener turned away,
and a definition that did not get the lock it needs (Oracle undoes a refused definition whole).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final, TypeVar

from app.errors import OracleError

T = TypeVar("T")

PAUSES: Final = (1.0, 3.0, 9.0)
"""Seconds before the second, third and fourth try."""

LOCKED: Final = frozenset({54, 4020, 4021, 14411, 30006})
"""Somebody else holds what a definition needs (Oracle Database Error Messages)."""

STARTING: Final = frozenset(
    {1033, 1034, 1089, 1090, 12505, 12514, 12516, 12518, 12519, 12520, 12526, 12527, 12528, 12564}
)
"""The database starts or stops, its service is not there yet, or all places are taken."""


def again(
    call: Callable[[], T],
    numbers: Collection[int],
    told: Callable[[OracleError, int, float], None],
    pause: Callable[[float], bool],
) -> T:
    """The answer of ``call``, repeated while it fails with one of ``numbers``.

    ``told`` hears of each failure that is followed by another try: the error, that try's number
    (from 2) and the seconds before it. ``pause`` waits, and says whether to go on. The last
    failure is raised.
    """
    for attempt, seconds in enumerate(PAUSES, 2):
        try:
            return call()
        except OracleError as error:
            if error.ora not in numbers:
                raise
            told(error, attempt, seconds)
            if not pause(seconds):
                raise
    return call()
