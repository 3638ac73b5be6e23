"""The release: version and notes, what it holds, the guard's word on each statement, publishing."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QDialog, QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from app.services.model import Announcement, Message, Problem, Release, ReleaseDraft
from app.services.release import releases, remote
from app.services.release.notes import drafted
from ui import i18n
from ui.context import Context
from ui.models import words
from ui.screens.release.approving import ask_approval
from ui.screens.release.lists import ReleaseLists
from ui.screens.release.statement import changeset_name
from ui.screens.screen import CENTRAL, Screen
from ui.widgets.dialogs import Question, confirm
from ui.widgets.disclosure import Disclosure
from ui.widgets.empty import Empty
from ui.widgets.field_text import text_of
from ui.widgets.nav import NavState
from ui.widgets.notice import Notice
from ui.widgets.panel import card, column
from ui.widgets.views import splitter

# The draft is made again this long after the last key in the version field.
TYPING_MS = 500
# Problems that are mended by reading a statement and approving it.
_TO_APPROVE = ("release.unannounced", "release.approval_void", "release.approval_moved")


class ReleaseScreen(Screen):
    """``published(Release)`` follows a release; the draft is read on arrival."""

    published = Signal(object)
    rollout_requested = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(
            "release",
            context,
            lambda: self.tr("Release"),
            lambda: self.tr(
                "MAIN and the changelog become a version: one commit, one tag, pushed. "
                "Clients receive exactly that."
            ),
            parent,
        )
        self.draft: ReleaseDraft | None = None
        self._release: Release | None = None
        self._drafted = ""
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self.refresh)
        self.refresh_button = self.button(
            "release.refresh", lambda: self.tr("Chec&k again"), self.refresh, "refresh", keys="F5"
        )
        self.publish_button = self.button(
            "release.publish", lambda: self.tr("&Publish…"), self._publish, "release", "primary"
        )
        self.tools.addWidget(self.refresh_button)
        self.tools.addWidget(self.publish_button)
        self._empties()
        self.content = self._content()
        self.stack.addWidget(self.unready)
        self.stack.addWidget(self.blank)
        self.stack.addWidget(self.released)
        self.stack.addWidget(self.content)
        self.done = Notice("release.done", self)
        self.next_button = self.button(
            "release.next",
            lambda: self.tr("Go on &to the rollout"),
            self.rollout_requested.emit,
            "next-step",
            "primary",
        )
        self.done.add_action(self.next_button)
        layout = self.layout()
        assert layout is not None
        layout.insertWidget(2, self.done)  # type: ignore[attr-defined]
        context.place_changed.connect(self._place_changed)
        self._update()

    # -- building ----------------------------------------------------------------------------

    def _empties(self) -> None:
        """What is shown before there is a draft, and after it was published."""
        self.unready = Empty(
            "release",
            lambda: self.tr("There is no central server yet"),
            lambda: self.tr("A release is made from MAIN: say first where it is."),
        )
        self.unready.add(
            self.button(
                "release.to_settings",
                lambda: self.tr("&Add connections"),
                lambda: self.settings_requested.emit(CENTRAL),
                "settings",
                "primary",
            )
        )
        self.blank = Empty(
            "release",
            lambda: self.tr("No draft yet"),
            lambda: self.tr(
                "Caravane reads MAIN and the changelog, and shows what a release "
                "would hold. Nothing is written by that."
            ),
        )
        self.blank.add(
            self.button(
                "release.read",
                lambda: self.tr("Prepare a release"),
                self.refresh,
                "release",
                "primary",
            )
        )
        self.released = Empty(
            "check",
            lambda: self.tr("Ready for the clients"),
            lambda: self.tr("The release is in Git with its tag; a rollout takes it from there."),
        )
        self.released.add(
            self.button(
                "release.again", lambda: self.tr("Prepare another release"), self.refresh, "release"
            )
        )

    def _content(self) -> QWidget:
        page = splitter(Qt.Orientation.Horizontal)
        page.addWidget(self._form())
        self.lists = ReleaseLists(self.context)
        self.lists.approve_requested.connect(self._approve)
        self.lists.withdraw_requested.connect(self._withdraw)
        page.addWidget(self.lists)
        page.setSizes([330, 730])
        page.setStretchFactor(1, 1)
        return page

    def _form(self) -> QWidget:
        box = card()
        form = column(box, 16, 6)
        self.version = QLineEdit()
        self.named(self.version, "release.version", lambda: self.tr("Version"))
        self.version.textEdited.connect(lambda _: self._typed())
        self.notes = QPlainTextEdit()
        self.notes.setTabChangesFocus(True)
        self.named(self.notes, "release.notes", lambda: self.tr("Notes"))
        self.say(
            self.notes.setPlaceholderText,
            lambda: self.tr("What is new, in the words of the people who use it."),
        )
        self.notes.textChanged.connect(self._update)
        self.draft_notes = self.button(
            "release.draft_notes",
            lambda: self.tr("Dra&ft from the differences"),
            self._draft_notes,
            "log",
            "quiet",
        )
        for text, field, stretch in (
            (lambda: self.tr("&Version"), self.version, 0),
            (lambda: self.tr("&Notes"), self.notes, 1),
        ):
            label = self.label(text, "heading")
            label.setBuddy(field)
            form.addWidget(label)
            form.addWidget(field, stretch)
            form.addSpacing(6)
        form.addWidget(self.draft_notes, 0, Qt.AlignmentFlag.AlignLeft)
        self.facts = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for number, (key, caption) in enumerate(
            (
                ("previous", lambda: self.tr("Previous release")),
                ("developers", lambda: self.tr("Developers")),
                ("changesets", lambda: self.tr("New changesets")),
                ("remote", lambda: self.tr("Goes to")),
            )
        ):
            name = self.label(caption, "muted")
            value = self.label(wrap=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(name, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, number, 1)
            self.facts[key] = value
        link = self.facts["remote"]
        link.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        link.setOpenExternalLinks(True)
        link.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.named(link, "release.remote", lambda: self.tr("Goes to"))
        form.addLayout(grid)
        return box

    # -- behaviour ---------------------------------------------------------------------------

    def arrive(self) -> None:
        if not self.context.ready:
            self.stack.setCurrentWidget(self.unready)
        elif self.draft is None and not self.working:
            if self.stack.currentWidget() is self.unready:
                self.stack.setCurrentWidget(self.blank)
            self.refresh()

    def _typed(self) -> None:
        self.publish_button.setEnabled(False)
        self._typing.start()

    def refresh(self) -> None:
        if not self.context.ready:
            return
        self._typing.stop()
        place = self.context.place
        typed = self.version.text().strip() or None
        asked = typed if self.version.isModified() else None
        self.work(
            self.tr("Preparing the release…"),
            lambda report: releases.draft(place, asked, report),
            self.show_draft,
        )

    def show_draft(self, draft: ReleaseDraft) -> None:
        self.draft = draft
        if not self.version.isModified():
            self.version.setText(draft.version)
            self.version.setModified(False)
        self.stack.setCurrentWidget(self.content)
        if text_of(self.notes) == self._drafted:
            self._draft_notes()  # nobody wrote anything yet
        self.lists.show_draft(draft)
        self._show_facts()
        if self._release is None:
            self._tell_what_stops(draft)
        self._update()

    def _draft_notes(self) -> None:
        """What differs, as a beginning; Ctrl+Z brings back what was written."""
        if self.draft is None:
            return
        self._drafted = drafted(self.draft, self.context.language)
        if text_of(self.notes) != self._drafted:
            cursor = self.notes.textCursor()
            cursor.select(QTextCursor.SelectionType.Document)
            cursor.insertText(self._drafted)
            self.notes.moveCursor(QTextCursor.MoveOperation.Start)

    def _tell_what_stops(self, draft: ReleaseDraft) -> None:
        """Why the button is grey, before anybody wonders."""
        if draft.problems and all(p.code in _TO_APPROVE for p in draft.problems):
            title = self.tr("%n change(s) of data wait(s) for approval", "", len(draft.problems))
            text = self.tr(
                "Read each statement below, and approve it if it is meant; the approval is part "
                "of the release. Until then nothing is published."
            )
            self.tell(Message(title, text, ""), "warning")
            self.set_state(NavState("attention", len(draft.problems)))
        elif draft.problems:
            first = self.context.message(draft.problems[0])
            title = self.tr("%n problem(s) stop the release", "", len(draft.problems))
            self.tell(Message(title, f"{first.title}. {first.detail}", first.next_step), "danger")
            if any(problem.code == "release.line_ends" for problem in draft.problems):
                self.error.offer(lambda: self.tr("Mend the line ends"), self._mend)
            self.set_state(NavState("error"))
        elif not draft.remote:
            place = self.context.place
            facts: dict[str, str | int] = {
                "repository": str(place.repository_path),
                "remote": place.settings.repository.remote,
            }
            self.fail(Problem("release.no_remote", facts))
            self.set_state(NavState("error"))
        elif self._nothing_new():
            text = self.tr("MAIN and the changelog are what version {version} holds.")
            self.tell(Message(self.tr("Nothing is new"), text.format(version=draft.previous), ""))
            self.set_state(NavState())
        else:
            self.set_state(NavState("attention", 1))

    def _mend(self) -> None:
        """The changelog's files as they were released; then the draft is made again."""
        place = self.context.place
        self.work(
            self.tr("Mending the line ends…"),
            lambda report: releases.mend_line_ends(place),
            lambda paths: self.refresh(),
            can_cancel=False,
        )

    def _nothing_new(self) -> bool:
        return self.draft is not None and self.draft.nothing_new and not self.draft.problems

    def _show_facts(self) -> None:
        draft = self.draft
        if draft is None:
            return
        self.facts["previous"].setText(draft.previous or "–")
        self.facts["developers"].setText(", ".join(draft.developers) or "–")
        self.facts["changesets"].setText(i18n.number(len(draft.changesets)))
        page, shown = remote.page_of(draft.remote), html.escape(draft.remote)
        self.facts["remote"].setTextFormat(
            Qt.TextFormat.RichText if page else Qt.TextFormat.PlainText
        )
        link = f'<a href="{html.escape(page)}">{shown}</a>' if page else draft.remote
        self.facts["remote"].setText(link or "–")
        self.facts["remote"].setToolTip(page)

    def _update(self) -> None:
        draft = self.draft
        self.publish_button.setEnabled(
            draft is not None
            and not draft.problems
            and bool(draft.remote)
            and not self._nothing_new()
            and not self._typing.isActive()
            and bool(self.version.text().strip())
        )
        for button in (self.refresh_button, self.publish_button):
            button.setVisible(draft is not None)

    def _publish(self) -> None:
        draft = self.draft
        if draft is None:
            return
        version, notes = self.version.text().strip(), text_of(self.notes).strip()
        text = self.tr(
            "One commit with {files} and {sets} is tagged v{version} and pushed to {remote}. "
            "A published version is never changed again."
        ).format(
            files=words.contents(f.kind for f in draft.diff.files) or self.tr("no change of pages")
            if draft.previous
            else self.tr("the whole application"),
            sets=self.tr("%n new changeset(s)", "", len(draft.changesets)),
            version=version,
            remote=draft.remote,
        )
        question = Question(
            self,
            "release.confirm",
            self.tr("Publish version {version}?").format(version=version),
            text,
            self.tr("&Publish"),
        )
        listed = Disclosure(
            "release.confirm",
            self.tr("S&how all of it"),
            self.tr("What is published"),
            "\n".join(self._listed(draft)),
            question,
        )
        question.body.addWidget(listed)
        answer = question.exec()
        question.deleteLater()
        if answer != QDialog.DialogCode.Accepted:
            return
        place = self.context.place
        self.work(
            self.tr("Publishing…"),
            lambda report: releases.publish(place, version, notes, report),
            self._is_published,
            can_cancel=False,
        )

    def _listed(self, draft: ReleaseDraft) -> list[str]:
        """Each file and each new changeset, on a line of its own."""
        files = [f"{f.status.sign} {words.file_title(f)}" for f in draft.diff.files]
        sets = [f"+ {key.replace('::', ' · ')}" for key in draft.changesets]
        return [*files, *sets] or [self.tr("no change of pages")]

    def _approve(self, shown: Announcement) -> None:
        draft = self.draft
        if draft is None or self.working:
            return
        reason = ask_approval(self, shown, draft.approver, self.context.language)
        if reason is None:
            return
        place = self.context.place
        self.work(
            self.tr("Approving…"),
            lambda report: releases.approve(place, draft, shown, reason),
            self._judged_again,
            can_cancel=False,
        )

    def _withdraw(self, shown: Announcement) -> None:
        draft = self.draft
        if draft is None or self.working:
            return
        text = self.tr(
            "{changeset} waits for approval again, and the release cannot be published "
            "before somebody approves it. What was published stays as it is."
        ).format(changeset=changeset_name(shown.changeset))
        title = self.tr("Withdraw the approval?")
        if not confirm(self, "release.withdrawal", title, text, self.tr("&Withdraw"), danger=True):
            return
        place = self.context.place
        self.work(
            self.tr("Withdrawing…"),
            lambda report: releases.withdraw(place, draft, shown.changeset),
            self._judged_again,
            can_cancel=False,
        )

    def _judged_again(self, draft: ReleaseDraft) -> None:
        self.show_draft(draft)
        self.lists.ruling_table.setFocus()

    def step(self, forward: bool) -> None:
        if self.draft is not None:
            self.lists.step(forward)

    def _is_published(self, release: Release) -> None:
        self._release = release
        self.draft = None
        self.version.clear()
        self.version.setModified(False)
        self.notes.clear()
        self._drafted = ""
        self.stack.setCurrentWidget(self.released)
        self._show_result()
        self._update()
        self.set_state(NavState("done"))
        self.next_button.setFocus()
        self.published.emit(release)

    def _show_result(self) -> None:
        release = self._release
        if release is None:
            return
        self.done.show_message(
            Message(
                self.tr("Version {version} is published").format(version=release.version),
                self.tr("Tag {tag}, commit {commit}, {pages}, {sets}.").format(
                    tag=release.tag,
                    commit=release.commit[:10],
                    pages=self.tr("the whole application")
                    if release.manifest.base == "-"
                    else words.pages(len(release.manifest.pages)),
                    sets=self.tr("%n changeset(s)", "", len(release.manifest.changesets)),
                ),
                "" if release.pushed else self.tr("It is not pushed yet."),
            ),
            "success" if release.pushed else "warning",
            closable=False,
        )

    def forget(self) -> None:
        """MAIN changed: the draft is read again on the next visit."""
        self.draft, self._release = None, None
        self.done.hide()
        self._update()

    def _place_changed(self) -> None:
        self.forget()
        self.version.clear()
        self.version.setModified(False)
        if text_of(self.notes) == self._drafted:
            self.notes.clear()
            self._drafted = ""
        self.stack.setCurrentWidget(self.blank)

    def retranslate(self) -> None:
        super().retranslate()
        self._show_facts()
        self._show_result()
