"""Hours of the day in a time zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.hours import Hours

ZONES = ("UTC", "Europe/Paris", "Africa/Casablanca", "America/New_York", "Asia/Kolkata")
TIMES = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_a_night_goes_over_midnight() -> None:
    night = Hours.read("22:00-05:00", "Europe/Paris")
    assert night.open_at(at("2026-12-01T21:00:00Z"))  # 22:00 in Paris
    assert not night.open_at(at("2026-12-01T20:59:59Z"))
    assert night.open_at(at("2026-12-02T03:59:59Z"))
    assert not night.open_at(at("2026-12-02T04:00:00Z"))
    assert night.open_at(at("2026-07-01T20:00:00Z")), "summer time"


def test_the_next_opening_is_today_or_tomorrow() -> None:
    office = Hours.read("8:00-12:00", "Africa/Tunis")
    assert office.next_opening(at("2026-12-01T05:00:00Z")) == at("2026-12-01T07:00:00Z")
    assert office.next_opening(at("2026-12-01T11:00:00Z")) == at("2026-12-02T07:00:00Z")
    assert office.next_opening(at("2026-12-01T08:30:00Z")) == at("2026-12-01T08:30:00Z")


@given(TIMES, TIMES, st.sampled_from(ZONES), MOMENTS)
def test_it_is_open_at_its_next_opening(opens: str, closes: str, zone: str, now: datetime) -> None:
    hours = Hours.read(f"{opens}-{closes}", zone)
    opening = hours.next_opening(now)
    assert now <= opening <= now + timedelta(hours=25)
    # An hour that summer time leaves out opens when the clock shows it or has passed it.
    assert hours.open_at(opening) or hours.open_at(opening + timedelta(hours=1))


@pytest.mark.parametrize(
    ("text", "zone"),
    [("22-5", "UTC"), ("24:00-05:00", "UTC"), ("", "UTC"), ("22:00-05:00", "Europe/Atlantis"),
     ("22:00-05:00", ""), ("22:00-05:00", "../etc/passwd")],
)  # fmt: skip
def test_what_is_no_hours_is_said(text: str, zone: str) -> None:
    with pytest.raises(ValueError, match="is not"):
        Hours.read(text, zone)
