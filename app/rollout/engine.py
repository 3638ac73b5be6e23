"""Beginning a rollout, and going on with one: clients side by side, ring after ring, every event
journal first.

Threads by default; any ``concurrent.futures.Executor`` whose workers share this process can carry
it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from app.apex import read_application
from app.changelog import Changelog, Selection, judge_changelog, parse_changelog, standing
from app.changelog.file import approvals
from app.changelog.file.selection import asks_values
from app.errors import JournalError, RolloutError
from app.release import ReleaseBundle
from app.rollout.events import Ordered
from app.rollout.journal import Journal, now
from app.rollout.material import Material, Views, earlier_changesets, still_approved
from app.rollout.model import RolloutPlan
from app.rollout.needs import names_of, needs_of
from app.rollout.policy import Action
from app.rollout.preflight import refusals
from app.rollout.running import Order, RunningRollout


def read_material(bundle: ReleaseBundle) -> Material:
    """The release, parsed and judged once for all clients. Raises what is wrong with it."""
    application = read_application(bundle.application)
    if application.errors:
        raise application.errors[0]

    plain = parse_changelog(bundle.changelog)
    stand = standing(plain, approvals.decode(bundle.approvals, approvals.NAME))

    def judged(changelog: Changelog) -> Material:
        """What was approved is what was shown to people, who saw no client's: a changeset that is
        another text there is not approved, and what is new is the same everywhere."""
        good = still_approved(stand.good, plain, changelog)
        earlier = earlier_changesets(bundle, plain, stand.void)
        judgement = judge_changelog(changelog, earlier)
        refused = refusals(bundle, judgement, good)
        needs = needs_of(changelog)
        return Material(
            bundle, application, changelog, judgement, refused, good, earlier, views, needs,
            names_of(needs),
        )  # fmt: skip

    def view(selection: Selection) -> Material:
        if selection == Selection(values=()) and not asks_values(plain):
            return whole
        return judged(parse_changelog(bundle.changelog, selection=selection))

    views = Views(view)
    whole = judged(plain)
    return whole


def run(order: Order) -> RunningRollout:
    """Note the plan in the journal and start. Raises JournalError, and what is wrong with the
    release itself; then nothing was sent to anybody."""
    return _started(order, new=True)


def resume(order: Order) -> RunningRollout:
    """Go on from the journal with every client that does not have the release yet, whatever
    stopped it. Those that have it stay as they are, and so does a client that lost data. One that
    is in doubt does not hold up the rings behind it any more, and a pause is over.

    Raises RolloutError ``rollout.running`` while another process works on it, and
    ``rollout.tag_moved`` when the tag is no longer the commit of the plan.
    """
    plan, commit = order.plan, order.bundle.release.commit
    if commit != plan.commit:
        raise RolloutError("rollout.tag_moved", tag=plan.tag, planned=plan.commit, now=commit)
    return _started(order, new=False)


def _started(order: Order, *, new: bool) -> RunningRollout:
    material = read_material(order.bundle)
    order.begins()
    with _leased(order.journal, order.plan, new=new) as (book, leases):
        running = RunningRollout(order, material, book)
        crew = order.crew() if order.crew and any(c.site for c in order.plan.clients) else None
        if crew is not None:
            leases.callback(crew.close)
        running.start(leases.pop_all(), order.executor, crew)
    return running


@contextmanager
def _leased(path: Path, plan: RolloutPlan, *, new: bool) -> Iterator[tuple[Journal, ExitStack]]:
    """The journal, and the lease of the rollout: what is read from here on, nobody else changes.
    Both end with the stack, which the running rollout takes over. A ``new`` rollout is noted."""
    with ExitStack() as leases:
        try:
            book = Journal(path)
            leases.callback(book.close)
            leases.enter_context(book.lease(plan.rollout))
            if new:
                book.begin(plan, now())
            elif book.state(plan.rollout).paused:
                book.append(plan.rollout, Ordered("", now(), Action.CONTINUE, ""))
        except JournalError as error:
            if new and error.code == "journal.unwritable":  # it does not know what to resume
                raise JournalError("journal.not_begun", **error.facts) from error
            raise
        yield book, leases
