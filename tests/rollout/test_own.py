"""What belongs to each client stays as it was there: automations, build options, addresses."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from app.oracle import Switch
from app.rollout.model import Verdict
from tests.rollout.world import Killed, Server, World

MAIL = Switch("automation", "nightly-mail", True)
SYNC = Switch("synchronisation", "rates", True)
OLD = Switch("automation", "old-report", False)
OPTION = Switch("build option", "Services REST", False)
BEFORE = [MAIL, SYNC, OLD, OPTION]
FRENCH = Switch("language", "fr", True)


@pytest.fixture
def server(alone: World) -> Server:
    there = alone.servers["maroc"]
    there.switches = [*BEFORE, FRENCH]
    return there


def test_what_was_on_is_on_after_an_import_that_switches_it_off(alone: World, server: Server):
    state = alone.run()
    assert state.clients[0].verdict is Verdict.VERIFIED
    assert server.imports == 1
    assert server.switches == [*BEFORE, FRENCH]


def test_a_kill_between_the_import_and_the_switches_loses_none(alone: World, server: Server):
    def dies(_: Server) -> None:
        raise Killed

    server.on["restore"] = dies
    with pytest.raises(Killed):
        alone.run()
    assert server.switches[0] == replace(MAIL, on=False)
    del server.on["restore"]
    state = alone.resume()
    assert state.clients[0].verdict is Verdict.VERIFIED
    assert server.imports == 1
    assert server.switches == [*BEFORE, FRENCH]


def test_the_clients_settings_decide_where_they_say_so(alone: World, server: Server, monkeypatch):
    targets = [
        replace(t, switched_on=("old-report",), switched_off=("rates", "nobody"))
        for t in alone.targets()
    ]
    monkeypatch.setattr(alone, "targets", lambda: targets)
    alone.run()
    assert {s.name: s.on for s in server.switches} == {
        "nightly-mail": True,
        "rates": False,
        "old-report": True,
        "Services REST": False,
        "fr": True,
    }


def test_a_proxy_user_works_in_the_schemas_that_it_connects_as(alone: World, monkeypatch):
    proxied = [
        replace(t, business_user="DEPLOY[ORASSADM]", application_user="DEPLOY[ORASSUIT]")
        for t in alone.targets()
    ]
    monkeypatch.setattr(alone, "targets", lambda: proxied)
    state = alone.run()
    client = state.clients[0]
    assert client.verdict is Verdict.VERIFIED
    users = {s.spec.user: s.spec.schema for s in alone.servers["maroc"].sessions}
    assert users == {"DEPLOY[ORASSADM]": "ORASSADM", "DEPLOY[ORASSUIT]": "ORASSUIT"}
    assert client.before is not None
    assert "DEPLOY" not in client.before.objects
