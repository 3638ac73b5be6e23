"""Hours of the day in a time zone, such as ``22:00-05:00`` in ``Africa/Casablanca``."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct

_FORM: Final = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*-\s*([01]?\d|2[0-3]):([0-5]\d)")


class Hours(Struct, frozen=True):
    """From ``opens`` up to ``closes``, which is the next day's where it is not later."""

    opens: time
    closes: time
    zone: ZoneInfo

    @classmethod
    def read(cls, text: str, zone: str) -> Hours:
        """Raises ValueError for what is no pair of hours, and for a zone that nobody knows."""
        found = _FORM.fullmatch(text.strip())
        if found is None:
            raise ValueError(f"{text!r} is not HH:MM-HH:MM")
        try:
            known = ZoneInfo(zone)
        except (KeyError, OSError, ValueError) as error:
            raise ValueError(f"{zone!r} is not the name of a time zone") from error
        first, second, third, fourth = map(int, found.groups())
        return cls(time(first, second), time(third, fourth), known)

    def open_at(self, moment: datetime) -> bool:
        here = moment.astimezone(self.zone).time()
        if self.opens < self.closes:
            return self.opens <= here < self.closes
        return here >= self.opens or here < self.closes

    def next_opening(self, moment: datetime) -> datetime:
        """When it is open next: ``moment`` itself where it is open then."""
        if self.open_at(moment):
            return moment
        here = moment.astimezone(self.zone)
        opening = datetime.combine(here.date(), self.opens, self.zone)
        if opening <= here:
            opening = datetime.combine(here.date() + timedelta(days=1), self.opens, self.zone)
        return opening
