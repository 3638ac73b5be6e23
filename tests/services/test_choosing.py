"""Which clients a rollout goes to, and by which policy."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from app import settings
from app.errors import RolloutError
from app.rollout.policy import Outside, Policy, Unreachable
from app.secrets import Keyring
from app.services.rollout import choosing
from app.services.workplace import Workplace


def client(name: str, **more: object) -> settings.Client:
    made = settings.Client(id=name, name=name, dsn=f"{name}:1521/X", application=7, workspace="W")
    return replace(made, **more)


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    clients = (
        client("maroc", ring=2, tags=("prod", "africa"), country="MA"),
        client("france", ring=1, tags=("prod",), country="FR"),
        client("essai", ring=1, country="fr"),
    )
    return Workplace(tmp_path, settings.Settings(clients=clients), Keyring())


def test_filters_narrow_and_the_order_stays(place: Workplace) -> None:
    assert choosing.choose(place) == ("maroc", "france", "essai")
    assert choosing.choose(place, ["essai", "maroc", "essai"]) == ("essai", "maroc")
    assert choosing.choose(place, tags=["Prod"]) == ("maroc", "france")
    assert choosing.choose(place, tags=["prod", "africa"]) == ("maroc",)
    assert choosing.choose(place, countries=["FR"], rings=[1, 2]) == ("france", "essai")
    assert choosing.choose(place, ["maroc", "essai"], rings=[1]) == ("essai",)
    with pytest.raises(RolloutError) as caught:
        choosing.choose(place, tags=["prod"], rings=[9])
    assert caught.value.facts["filters"] == "prod, 9"


def test_the_policy_is_the_settings_or_what_is_said(place: Workplace) -> None:
    ids = choosing.choose(place)
    assert choosing.policy(place, ids) == Policy(checked_first=True)
    rollout = settings.Rollout(
        canary=True, stop_after="5%", unreachable="ask", outside_window="refuse"
    )
    usual = place.with_settings(replace(place.settings, rollout=rollout))
    assert choosing.policy(usual, ids) == Policy(
        checked_first=True,
        canary="france",
        stop_after=0,
        stop_percent=5,
        unreachable=Unreachable.ASK,
        outside=Outside.REFUSE,
    )
    said = choosing.policy(usual, ids, canary="", stop_after="3", unreachable="skip")
    assert (said.canary, said.stop_after, said.stop_percent) == ("", 3, 0)
    with pytest.raises(RolloutError, match=r"rollout\.canary_not_chosen"):
        choosing.policy(place, ["maroc"], canary="france")
