"""Clients over time, as values: a rollout's steps, and every client's versions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from app.rollout.model import (
    ClientState,
    Return,
    RolloutState,
    StepName,
    StepRecord,
    StepState,
    Verdict,
)
from app.services.rollout.lanes import Chart, rollout_chart, version_chart
from app.settings import Client

NOW = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)
DONE, RUNNING, FAILED = StepState.DONE, StepState.RUNNING, StepState.FAILED


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def client(
    name: str, verdict: Verdict, begun: float, *states: StepState, new: str | None = None
) -> ClientState:
    """Steps of two seconds, one after the other."""
    steps = []
    for number, step in enumerate(StepName):
        start = begun + 2 * number
        if number < len(states):
            ended = None if states[number] is RUNNING else at(start + 2)
            steps.append(StepRecord(step, states[number], at(start), ended))
        else:
            steps.append(StepRecord(step, StepState.WAITING))
    over = verdict not in (Verdict.WAITING, Verdict.RUNNING, Verdict.INTERRUPTED)
    return ClientState(
        name, name.title(), verdict, tuple(steps), "1", new,
        started_at=at(begun) if states else None,
        ended_at=at(begun + 2 * len(states)) if over and states else None,
    )  # fmt: skip


def state(*clients: ClientState, version: str = "2", begun: float = 0) -> RolloutState:
    return RolloutState(f"r{version}", f"v{version}", version, clients, at(begun))


def spans(chart: Chart, name: str) -> list[tuple[float, float, str, str]]:
    (lane,) = [lane for lane in chart.lanes if lane.client == name]
    return [
        ((s.start - NOW).total_seconds(), (s.end - NOW).total_seconds(), s.code, s.tone)
        for s in lane.spans
    ]


def test_the_steps_stand_where_they_ran_and_one_that_runs_goes_on_to_now() -> None:
    chart = rollout_chart(
        state(
            client("later", Verdict.RUNNING, 3, DONE, RUNNING),
            client("never", Verdict.WAITING, 0),
            client("first", Verdict.FAILED, 1, DONE, FAILED),
        ),
        at(30),
    )
    assert [lane.client for lane in chart.lanes] == ["first", "later", "never"]
    assert spans(chart, "later") == [
        (3, 5, "preflight", "success"),
        (5, 30, "backup", "info"),
    ]
    assert spans(chart, "first") == [
        (1, 3, "preflight", "success"),
        (3, 5, "backup", "danger"),
    ]
    assert spans(chart, "never") == []
    assert (chart.start, chart.end) == (NOW, at(30))


def test_a_rollout_that_ended_does_not_grow_and_an_interrupted_step_does_not_run() -> None:
    ended = state(client("a", Verdict.VERIFIED, 0, *[DONE] * 9))
    assert rollout_chart(ended, at(30)) == rollout_chart(ended, at(99_999))
    cut = state(client("a", Verdict.INTERRUPTED, 0, DONE, RUNNING))
    assert spans(rollout_chart(cut, at(999)), "a")[-1] == (2, 2, "backup", "warning")


def test_each_version_lasts_until_the_next_and_attempts_that_gave_none_are_marks() -> None:
    full = [DONE] * 9
    states = (
        state(client("a", Verdict.VERIFIED, 0, *full, new="2"), version="2"),
        state(
            replace(client("a", Verdict.FAILED, 100, DONE, FAILED), old_version="2"), version="3"
        ),
        state(
            replace(client("a", Verdict.VERIFIED, 200, *full, new="3"), old_version="2"),
            version="3",
        ),
    )
    known = [
        Client(id=name, name=name.title(), dsn="d", application=1, workspace="W")
        for name in ("a", "new")
    ]
    chart = version_chart(known, states, at(1000))
    assert spans(chart, "a") == [
        (0, 18, "1", "warning"),
        (18, 218, "2", "info"),
        (218, 1000, "3", "success"),
    ]
    (mark,) = chart.lanes[0].marks
    assert (mark.at, mark.verdict, mark.code) == (at(104), Verdict.FAILED, "3")
    assert chart.lanes[1].name == "New" and chart.lanes[1].spans == ()


def test_a_client_that_left_the_settings_is_still_drawn_and_a_way_back_is_a_mark() -> None:
    back = Return("Sara", at(50), "b.zip", at(60))
    gone = replace(client("old", Verdict.PUT_BACK, 0, *[DONE] * 9, new="2"), returned=back)
    chart = version_chart((), (state(gone),), at(100))
    (lane,) = chart.lanes
    assert [s.code for s in lane.spans] == ["1"], "it has what it had before"
    assert [(m.at, m.tone) for m in lane.marks] == [(at(60), "warning")]


@given(
    st.lists(
        st.tuples(
            st.sampled_from([v for v in Verdict]),
            st.integers(0, 500),
            st.lists(st.sampled_from([DONE, FAILED, StepState.SKIPPED, RUNNING]), max_size=9),
        ),
        max_size=8,
    ),
    st.integers(0, 1000),
)
def test_nothing_is_drawn_outside_of_a_chart(
    made: list[tuple[Verdict, int, list[StepState]]], now: int
) -> None:
    clients = [client(f"c{n}", v, begun, *steps) for n, (v, begun, steps) in enumerate(made)]
    rollout = state(*clients)
    for chart in (rollout_chart(rollout, at(now)), version_chart((), (rollout,), at(now))):
        assert {lane.client for lane in chart.lanes} == {c.client for c in clients}
        for lane in chart.lanes:
            for span in lane.spans:
                assert chart.start <= span.start <= span.end <= chart.end
            assert all(chart.start <= mark.at <= chart.end for mark in lane.marks)
