"""An amber verdict is accepted by a person, who says why; the journal keeps who and when."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from app.services.model import ClientState, RolloutState
from app.services.rollout import rollouts
from ui.screens.screen import Screen
from ui.widgets.dialogs import ask_text


def accept_verdict(
    screen: Screen, rollout: str, client: ClientState, accepted: Callable[[RolloutState], None]
) -> None:
    """Ask for the note; ``accepted`` follows with the rollout as it stands then."""
    place = screen.context.place
    translate = QCoreApplication.translate
    found = [screen.context.message(client.problem)] if client.problem else []
    note = ask_text(
        screen,
        f"{screen.name}.accept",
        translate("Accepting", "Accept what happened at {name}?").format(name=client.name),
        "\n\n".join(
            (
                *(f"{m.title}. {m.detail}" for m in found),
                translate(
                    "Accepting",
                    "Say what you looked at and why it is right. The note is kept with your name "
                    "and the time, and stands in the report; the client counts as good then.",
                ),
            )
        ),
        translate("Accepting", "&Accept"),
    )
    if note is None:
        return
    screen.work(
        translate("Accepting", "Noting it…"),
        lambda report: rollouts.accept(place, rollout, client.client, note),
        accepted,
        can_cancel=False,
    )
