"""A setting that is refused is told by the name of its client and in words, in both languages."""

from __future__ import annotations

import re

import pytest

from app import settings
from app.errors import SettingsError
from app.services import messages

CLIENT = """[[clients]]
id = "maroc"
name = "A Maroc"
dsn = "x:1521/y"
workspace = "W"
application = 1
"""
CASES = {
    CLIENT.replace('"maroc"', '"A B"'): ("client A Maroc, id", "Small letters"),
    CLIENT.replace('workspace = "W"\n', ""): ("client A Maroc, workspace", "A value is needed"),
    CLIENT + "ring = 0": ("client A Maroc, ring", "At least 1"),
    CLIENT + "rong = 1": ("client A Maroc, rong", "no such setting"),
    CLIENT + 'ring = "1"': ("client A Maroc, ring", "A number is needed"),
    CLIENT + "site = 1": ("client A Maroc, site", "A text is needed"),
    CLIENT + 'window = "night"': ("client A Maroc, window", "22:00-05:00"),
    CLIENT + 'timezone = "Nowhere"': ("client A Maroc, timezone", "no time zone"),
    CLIENT + 'remote_servers = ["x"]': ("client A Maroc, remote_servers[0]", "STATIC_ID=https"),
    CLIENT + 'values = ["x"]': ("client A Maroc, values[0]", "NAME=value"),
    CLIENT + 'business_user = "1 2"': ("client A Maroc, business_user", "Letters, digits"),
    CLIENT + 'keep_sessions = "yes"': ("client A Maroc, keep_sessions", "true or false"),
    CLIENT + 'tags = "a"': ("client A Maroc, tags", "A list is needed"),
    CLIENT.replace('"maroc"', '"com1"'): ("client A Maroc, id", "Windows has no file"),
    CLIENT.replace("A Maroc", "A" * 129): (f"client {'A' * 129}, name", "At most 128 characters"),
    CLIENT.replace('name = "A Maroc"\n', "") + "ring = 0": ("client maroc, ring", "At least 1"),
    "clients = [1]": ("clients[0]", "A table of settings"),
    'theme = "pink"': ("theme", "“pink” is none"),
    "[rollout]\nworkers = 0": ("rollout.workers", "At least 1"),
    '[rollout]\nstop_after = "a few"': ("rollout.stop_after", "a share of a ring"),
    '[cluster]\nscheduler = "host:8786"': ("cluster.scheduler", "tls://HOST:PORT"),
    '[compare]\nignore = ["P_ID"]': ("compare.ignore[0]", "p_argument"),
    '[repository]\napexlang = "con"': ("repository.apexlang", "Windows has no file"),
    '[repository]\nbranch = "HEAD"': ("repository.branch", "Git allows no such name"),
    '[repository]\nremote = "-o"': ("repository.remote", "Git allows no such name"),
    '[repository]\napplication = ".git"': ("repository.application", "its own files"),
    '[repository]\nchangelog = "x/"': ("repository.changelog", "below the repository"),
    '[repository]\nchangelog = "APEX"': ("repository.changelog", "and application is the same"),
    "[central]\n": ("central.dsn", "A value is needed"),
    '[central]\ndsn = "x"\n[central.main]\nname = "MAIN"\nuser = "U"\napplication = 1\n'
    '[[central.developers]]\nname = "Ahmed"\nuser = "a b"\napplication = 1\n': (
        "developer Ahmed, user", "Letters, digits",
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", CASES)
def test_it_is_told_in_words(text: str) -> None:
    where, why = CASES[text]
    with pytest.raises(SettingsError) as caught:
        settings.parse(text, "s.toml")
    said = messages.message(caught.value, "en").detail
    assert said.startswith(f"s.toml, {where}: ") and why in said, said
    french = messages.message(caught.value, "fr").detail
    for told in (said, french):
        assert not re.search(r"[`^]|regex|Expected|Object|clients\[\d+\]\.", told), told
    assert french.replace("développeur", "developer").startswith("s.toml, ") and french != said


def test_what_was_never_heard_of_stands_as_it_is() -> None:
    assert messages.refused_setting("a.b", "something else", "fr") == ("a.b", "something else")
