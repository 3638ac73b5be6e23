"""What a person says to a client or to the whole rollout, in place: pause, go on, try again, set
aside, first, accept, put back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from app.services.model import ClientState, RolloutState, Verdict
from app.services.rollout import putting_back, rollouts, steering
from app.services.rollout.putting_back import WayBack
from app.services.rollout.steering import Action
from ui import i18n
from ui.screens.screen import Screen
from ui.widgets.dialogs import ask_text, confirm


def offers(client: ClientState, live: bool) -> tuple[Action, ...]:
    """What can be said to a client as it stands."""
    found = []
    if client.verdict is not Verdict.RUNNING and not client.settled:
        if client.ended:
            found.append(Action.RETRY)
        elif live:
            found.append(Action.FIRST)
    if client.verdict is not Verdict.RUNNING and not client.good and client.aside is None:
        found.append(Action.SKIP)
    return tuple(found)


def can_be_put_back(client: ClientState, live: bool) -> bool:
    return not live and client.ended and bool(client.backup) and client.returned is None


def has_any(client: ClientState, live: bool) -> bool:
    return bool(offers(client, live)) or can_be_put_back(client, live)


def word(action: Action) -> str:
    translate = QCoreApplication.translate
    return {
        Action.RETRY: translate("Steering", "&Try again"),
        Action.SKIP: translate("Steering", "&Set aside…"),
        Action.FIRST: translate("Steering", "&First of its ring"),
    }[action]


def say(
    screen: Screen,
    rollout: str,
    client: ClientState,
    action: Action,
    done: Callable[[rollouts.RunningRollout | RolloutState | None], None],
) -> None:
    """Say it; ``done`` follows with the rollout that it began, or as it stands."""
    place = screen.context.place
    translate = QCoreApplication.translate
    note: str | None = ""
    if action is Action.SKIP:
        note = ask_text(
            screen,
            f"{screen.name}.aside",
            translate("Steering", "Set {name} aside?").format(name=client.name),
            translate(
                "Steering",
                "It counts no more for the others: the rings behind it go on. What was done there "
                "stays as it is. The note is kept with your name and the time.",
            ),
            translate("Steering", "&Set aside"),
        )
        if note is None:
            return
    said = note or ""

    def call(report: object) -> rollouts.RunningRollout | RolloutState | None:
        running = steering.answer(place, rollout, client.client, action, said)
        return running or rollouts.state(place, rollout)

    screen.work(translate("Steering", "Telling the rollout…"), call, done, can_cancel=False)


def pause(screen: Screen, rollout: str, on: bool) -> None:
    """No further client is begun, or they are again; those at work go on to their end."""
    place = screen.context.place
    action = Action.PAUSE if on else Action.CONTINUE
    screen.context.run(
        lambda report: steering.say(place, rollout, action), lambda _: None, screen.fail, screen
    )


def put_back(
    screen: Screen, rollout: str, client: ClientState, done: Callable[[RolloutState], None]
) -> None:
    """Show what would be replaced by what, ask, and do it."""
    place = screen.context.place
    translate = QCoreApplication.translate

    def shown(way: WayBack) -> None:
        if confirm(
            screen,
            f"{screen.name}.put_back",
            translate("Steering", "Put the former application of {name} back?").format(
                name=way.name
            ),
            translate(
                "Steering",
                "Version {there}, from the backup of {when}, replaces version {here}. What the "
                "changelog added to the tables stays.\n{path}",
            ).format(
                there=way.there, here=way.here, when=i18n.date_time(way.made_at), path=way.path
            ),
            translate("Steering", "&Put back"),
            danger=True,
        ):
            screen.work(translate("Steering", "Putting back…"), go(way), done, can_cancel=False)

    def go(way: WayBack) -> Callable[[object], RolloutState]:
        def call(report: object) -> RolloutState:
            putting_back.go(place, way)
            return rollouts.state(place, rollout)

        return call

    screen.work(
        translate("Steering", "Looking at the backup…"),
        lambda report: putting_back.look(place, client.client, rollout),
        shown,
    )
