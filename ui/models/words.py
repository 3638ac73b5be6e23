"""Words and colours for the values of the services, in the language that is spoken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache

from PySide6.QtCore import QCoreApplication, QObject

from app.services import messages
from app.services.model import (
    Author,
    Conflict,
    ConflictKind,
    FileDiff,
    Status,
    StepState,
    Take,
    Verdict,
)
from ui import i18n
from ui.models.rows import Chip

STATUS_TONE = {
    Status.ADDED: "success",
    Status.REMOVED: "danger",
    Status.CHANGED: "warning",
    Status.MOVED: "info",
    Status.RENAMED: "info",
    Status.SAME: "muted",
}
STEP_TONE = {
    StepState.WAITING: "muted",
    StepState.RUNNING: "info",
    StepState.DONE: "success",
    StepState.SKIPPED: "muted",
    StepState.FAILED: "danger",
}
VERDICT_TONE = {
    Verdict.WAITING: "muted",
    Verdict.RUNNING: "info",
    Verdict.VERIFIED: "success",
    Verdict.ALREADY_THERE: "success",
    Verdict.REFUSED: "danger",
    Verdict.FAILED: "danger",
    Verdict.IN_DOUBT: "warning",
    Verdict.ACCEPTED: "success",
    Verdict.DATA_LOSS: "danger",
    Verdict.PUT_BACK: "warning",
    Verdict.CANCELLED: "warning",
    Verdict.INTERRUPTED: "warning",
}


def status_chip(status: Status, language: i18n.Language) -> Chip:
    return Chip(messages.status_text(status, language), STATUS_TONE[status], status.sign)


def step_state_word(state: StepState, ended: bool = False) -> str:
    """``ended`` is the client's: what still waits then will not run any more."""
    translate = QCoreApplication.translate
    match state:
        case StepState.WAITING if ended:
            return translate("Words", "not run")
        case StepState.WAITING:
            return translate("Words", "waiting")
        case StepState.RUNNING:
            return translate("Words", "running")
        case StepState.DONE:
            return translate("Words", "done")
        case StepState.SKIPPED:
            return translate("Words", "skipped")
        case StepState.FAILED:
            return translate("Words", "failed")


def changed_by(authors: Sequence[Author]) -> str:
    """Who saved a side last, and when, as far as it is known; the side's own name stands above."""
    known = [a for a in authors[1:] if a.name] or [a for a in authors if a.date]
    return ", ".join(f"{a.name} {_moment(a.date)}".strip() for a in known)


def _moment(text: str) -> str:
    try:
        return i18n.date_time(datetime.fromisoformat(text)) if text else ""
    except ValueError:
        return ""


def person(author: str) -> str:
    """The name alone out of Git's ``Name <address>``."""
    return author.partition(" <")[0]


def property_label(label: str) -> str:
    """The group and the name of a property; once where both are the same word (Label · Label)."""
    group, between, name = label.partition(" · ")
    return name if between and group == name else label


def taken_word(conflict: Conflict, take: Take) -> str:
    """What was decided, in a word or two."""
    translate = QCoreApplication.translate
    if take is Take.BOTH and is_rename(conflict):
        return translate("Words", "renamed there too")
    return take_word(take, conflict.ours_name, conflict.theirs_name)


def is_rename(conflict: Conflict) -> bool:
    """Whether one side gave something another name, and the other uses the old one."""
    return conflict.kind is ConflictKind.REFERENCE and bool(conflict.property)


def take_word(take: Take, ours: str, theirs: str) -> str:
    translate = QCoreApplication.translate
    match take:
        case Take.OURS:
            return ours
        case Take.THEIRS:
            return theirs
        case Take.BOTH:
            return translate("Words", "both")
        case Take.BASE:
            return translate("Words", "base")
        case Take.EDITED:
            return translate("Words", "edited by hand")


def file_title(file: FileDiff) -> str:
    return page_title(file.number, file.title, file.path)


def page_title(number: int | None, title: str, path: str) -> str:
    """“Page 10 · Contrats”, or the title (else the file's name) for what is not a page."""
    if number is None:
        return title or path.rpartition("/")[2].removesuffix(".sql")
    return QCoreApplication.translate("Words", "Page {number} · {title}").format(
        number=number, title=title
    )


class Counts(QObject):
    """Counted things; a class, because lupdate sees plurals in a method ``tr`` only."""

    def pages(self, count: int) -> str:
        return self.tr("%n page(s)", "", count)

    def conflicts(self, count: int) -> str:
        return self.tr("%n conflict(s)", "", count)

    def shared(self, count: int) -> str:
        return self.tr("%n shared component(s)", "", count)

    def files(self, count: int) -> str:
        return self.tr("%n file(s)", "", count)

    def components(self, count: int) -> str:
        return self.tr("%n component(s)", "", count)

    def tables(self, count: int) -> str:
        return self.tr("%n table(s)", "", count)

    def clients(self, count: int) -> str:
        return self.tr("%n client(s)", "", count)


@cache
def _counts() -> Counts:
    return Counts()


def pages(count: int) -> str:
    return _counts().pages(count)


def contents(kinds: Iterable[str]) -> str:
    """“2 pages, 1 shared component”: what the files of these kinds hold, by its own name."""
    found = Counter(kinds)
    ways = (("page", _counts().pages), ("shared", _counts().shared), ("other", _counts().files))
    return ", ".join(say(found[kind]) for kind, say in ways if found[kind])


def change_chips(statuses: Iterable[Status]) -> tuple[Chip, ...]:
    """How many were added, changed (or moved, renamed) and removed: a chip for each."""
    found = Counter(statuses)
    changed = found[Status.CHANGED] + found[Status.MOVED] + found[Status.RENAMED]
    return tuple(
        Chip(i18n.number(count), STATUS_TONE[status], status.sign)
        for status, count in (
            (Status.ADDED, found[Status.ADDED]),
            (Status.CHANGED, changed),
            (Status.REMOVED, found[Status.REMOVED]),
        )
        if count
    )


def conflicts(count: int) -> str:
    return _counts().conflicts(count)


def components(count: int) -> str:
    return _counts().components(count)


def tables(count: int) -> str:
    return _counts().tables(count)


def clients(count: int) -> str:
    return _counts().clients(count)
