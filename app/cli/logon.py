"""``caravane logon``: the passwords of a server, tried because a person asks, or entered anew."""

from __future__ import annotations

import argparse
from typing import Any

from app.cli import output, prompt
from app.errors import SettingsError
from app.services import messages
from app.services.settings import preferences
from app.services.workplace import Workplace


def add_to(groups: Any, shared: argparse.ArgumentParser) -> None:
    help_text = "Try the logins of a server, also one that was refused before"
    parser = groups.add_parser("logon", parents=[shared], help=help_text, description=help_text)
    parser.add_argument("server", metavar="SERVER", help="central, or a client")
    parser.add_argument("user", nargs="?", metavar="USER", help="default: all of that server")
    parser.add_argument(
        "--set", action="store_true", help="ask for the password, and keep it in the keyring"
    )
    parser.set_defaults(run=run_logon, live=True)


def run_logon(place: Workplace, arguments: argparse.Namespace) -> int:
    """0 where all connect, 1 where one does not."""
    wanted = [
        a
        for a in preferences.accounts(place)
        if a.server == arguments.server and arguments.user in (None, a.user)
    ]
    if not wanted:
        raise SettingsError("settings.no_such_client", client=arguments.server)
    ask = prompt.password(place.language, "password_anew") if arguments.set else None
    tests = []
    for a in wanted:
        password = ask(a.label) if ask is not None else None
        if password:
            preferences.set_password(place, a.server, a.user, password)
        tests.append(preferences.test_connection(place, a.server, a.user))
    words = messages.words("command", place.language)
    if arguments.json:
        output.document({"logons": tests})
    else:
        for a, test in zip(wanted, tests, strict=True):
            said = words["logon_ok" if test.ok else "logon_refused"]
            output.line(f"{'✓' if test.ok else '✕'} {a.label}  {said}  {test.detail}".rstrip())
            if test.problem is not None:
                told = messages.message(test.problem, place.language)
                for part in filter(None, (told.title, told.detail, told.next_step)):
                    output.line(f"    {part}")
    return 0 if all(test.ok for test in tests) else 1
