"""The release: what MAIN holds against the last one, the changelog under guard, and publishing."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from msgspec import Struct
from msgspec.structs import replace

from app.apex import Application, compare_applications, spoken, with_version
from app.changelog import Changelog, parse_changelog
from app.changelog.file.approvals import NAME as APPROVALS
from app.changelog.file.master import of_changelog
from app.errors import ChangelogError, ReleaseError
from app.release import Release, Repository, draft_manifest, form_folder, tag_of, workcopy
from app.release import publish as publish_release
from app.release import releases as list_releases
from app.rollout.model import problem_of
from app.services import apexlang_words, other_form, sources
from app.services.merge import into_main
from app.services.model import (
    Announcement,
    ChangelogNews,
    Problem,
    Progress,
    ReleaseDraft,
    Report,
)
from app.services.release import approvals
from app.services.release.examine import Examined, examine, is_of_changelog, script_problems
from app.services.release.stamp import stamp_main
from app.services.workplace import Workplace

# As git allows a tag and Windows a file.
_VERSION = re.compile(r"^(?!.*\.\.)(?!.*\.lock$)[0-9A-Za-z][0-9A-Za-z._-]{0,49}(?<!\.)$")


class _Material(Struct, frozen=True):
    """``changelog``: its files and the approvals beside them, by their paths in the repository."""

    draft: ReleaseDraft
    application: Application
    changelog: dict[str, bytes]


class _Changelog(Struct, frozen=True):
    """The changelog of the working folder as it was examined; ``carried`` is what a release takes
    of it."""

    found: Examined
    names: tuple[str, ...]
    carried: dict[str, bytes]
    newly_approved: bool
    approver: str


def known(place: Workplace) -> tuple[Release, ...]:
    """All releases of the repository, oldest first; none while there is no repository."""
    if not place.repository_path.exists():
        return ()
    with place.repository() as repository:
        return list_releases(repository)


def next_version(previous: str | None) -> str:
    """The version after ``previous``: its last number plus one; ``1`` for the first."""
    if previous is None:
        return "1"
    numbers = list(re.finditer(r"\d+", previous))
    if not numbers:
        return f"{previous}.1"
    last = numbers[-1]
    return previous[: last.start()] + str(int(last.group()) + 1) + previous[last.end() :]


def draft(place: Workplace, version: str | None, report: Report) -> ReleaseDraft:
    """What a release would hold now. Problems are listed in it, not raised."""
    return _gather(place, version, report).draft


def news(place: Workplace) -> ChangelogNews:
    """What the changelog of the working folder has since the last release; no database is asked."""
    if not place.repository_path.exists():
        return ChangelogNews("", ())
    with place.repository() as repository:
        known = list_releases(repository)
        previous = known[-1] if known else None
        found = _examined(place, repository, previous).found
    return ChangelogNews(
        previous.tag if previous else "",
        found.fresh,
        sum(a.approval is None for a in found.announcements),
        sum(r.verdict == "refused" for r in found.rulings),
    )


def _gather(place: Workplace, version: str | None, report: Report) -> _Material:
    report(Progress("release.reading", 0, 3))
    main = sources.read_schema(place, place.central.main)
    report(Progress("release.changelog", 1, 3))
    with place.repository() as repository:
        known = list_releases(repository)
        previous = known[-1] if known else None
        before = _application_at(place, repository, previous)
        problems = [*_copy_problems(place, repository, main), *script_problems(main.files)]
        changelog = _examined(place, repository, previous)
        remote = repository.remote_url
        taken = tag_of(version) in repository.tags("*") if version else False
    wanted = version or next_version(previous.version if previous else None)
    if not _VERSION.match(wanted):
        problems.append(Problem("release.bad_version", {"version": wanted}))
    elif taken:
        problems.append(Problem("release.exists", {"tag": tag_of(wanted)}))
    report(Progress("release.comparing", 2, 3))
    difference = compare_applications(before or main, main)
    said = spoken(difference, place.language)
    waiting = into_main.pending(place)
    return _Material(
        _with_changelog(
            ReleaseDraft(
                version=wanted,
                previous=previous.version if previous else None,
                developers=waiting.developers,
                diff=apexlang_words.difference(said, before or main, main, place.language),
                changelog_files=(),
                changesets=(),
                rulings=(),
                problems=tuple(problems),
                remote=remote,
                files=len(main.files),
                authors=waiting.who,
            ),
            changelog,
        ),
        main,
        changelog.carried,
    )


def _with_changelog(draft: ReleaseDraft, changelog: _Changelog) -> ReleaseDraft:
    found = changelog.found
    return replace(
        draft,
        changelog_files=changelog.names,
        changesets=found.fresh,
        rulings=found.rulings,
        problems=(*draft.problems, *found.problems),
        announcements=found.announcements,
        newly_approved=changelog.newly_approved,
        approver=changelog.approver,
    )


def _examined(place: Workplace, repository: Repository, previous: Release | None) -> _Changelog:
    name = place.settings.repository.changelog
    files, approved = changelog_files(place), _approvals_file(place)
    released, approved_before = _changelog_at(place, repository, previous)
    path, content = f"{name}/{APPROVALS}", approved or b""
    try:
        approver = _approver(place)
    except ChangelogError:
        approver = ""  # it is said when somebody approves
    return _Changelog(
        found=examine(files, (path, content), released),
        names=tuple(files),
        carried=files if approved is None else {**files, path: approved},
        newly_approved=content != approved_before,
        approver=approver,
    )


def changelog_files(place: Workplace) -> dict[str, bytes]:
    """The changelog files of the working folder, in the order in which they run (by name)."""
    name = place.settings.repository.changelog
    return approvals.changelog_files(place.changelog_folder, name)


def _approvals_file(place: Workplace) -> bytes | None:
    """The approvals of the working folder; None where there is no such file."""
    found = place.changelog_folder / APPROVALS
    return found.read_bytes() if found.exists() else None


def _copy_problems(place: Workplace, repository: Repository, main: Application) -> list[Problem]:
    """What keeps the working copy from carrying a release to the byte."""
    wanted = place.settings.repository
    paths = [f"{wanted.application}/{path}" for path in main.files]
    paths += [f"{wanted.apexlang}/{path}" for path in main.apexlang]
    paths += [path for path in changelog_files(place)]
    folders = (wanted.application, wanted.changelog, *([wanted.apexlang] if main.apexlang else ()))
    found = [problem_of(fault) for fault in workcopy.faults(repository, paths, folders)]
    look = form_folder.fault if main.apexlang else form_folder.lost
    if (trouble := look(repository, wanted.apexlang)) is not None:
        found.append(problem_of(trouble))
    strays = workcopy.other_line_ends(repository, wanted.changelog)
    if strays:
        facts: dict[str, str | int] = {"path": min(strays), "files": len(strays)}
        found.append(Problem("release.line_ends", {**facts, "repository": str(repository.path)}))
    return found


def mend_line_ends(place: Workplace) -> tuple[str, ...]:
    """The answer to ``release.line_ends``: the released changelog files have the line ends of
    their release again, and git leaves them alone from now on. Gives their paths."""
    with place.repository() as repository:
        return workcopy.mend_line_ends(repository, place.settings.repository.changelog)


def _application_at(
    place: Workplace, repository: Repository, release: Release | None
) -> Application | None:
    if release is None:
        return None
    return sources.application_at(place, repository, release.commit, release.tag)


def _changelog_at(
    place: Workplace, repository: Repository, release: Release | None
) -> tuple[Changelog | None, bytes]:
    """The changelog of a release, and the approvals in it."""
    if release is None:
        return None, b""
    name = place.settings.repository.changelog
    files = repository.files(release.commit, name)
    texts = {f"{name}/{p}": content for p, content in of_changelog(files).items()}
    return parse_changelog(texts), files.get(APPROVALS, b"")


def approve(
    place: Workplace, draft: ReleaseDraft, shown: Announcement, reason: str
) -> ReleaseDraft:
    """Approve the change of data that was shown, and give the draft as it is then.

    Raises what ``approvals.give`` and ``approvals.who_approves`` raise; then nothing is approved.
    """
    approvals.give(_changelog_folder(place), shown, _approver(place), reason)
    return _examined_again(place, draft)


def withdraw(place: Workplace, draft: ReleaseDraft, changeset: str) -> ReleaseDraft:
    """Take back the approval of a changeset, and give the draft as it is then."""
    approvals.withdraw(_changelog_folder(place), changeset)
    return _examined_again(place, draft)


def _examined_again(place: Workplace, draft: ReleaseDraft) -> ReleaseDraft:
    """The draft with the changelog as it is now; MAIN is not read again."""
    with place.repository() as repository:
        known = list_releases(repository)
        changelog = _examined(place, repository, known[-1] if known else None)
    kept = tuple(p for p in draft.problems if not is_of_changelog(p))
    return _with_changelog(replace(draft, problems=kept), changelog)


def _approver(place: Workplace) -> str:
    author = place.settings.author, place.settings.author_email
    return approvals.who_approves(place.changelog_folder, author)


def _changelog_folder(place: Workplace) -> approvals.Folder:
    return approvals.read_folder(place.changelog_folder, place.settings.repository.changelog)


def publish(place: Workplace, version: str, notes: str, report: Report) -> Release:
    """Publish MAIN and the changelog as ``version``: one commit, one tag, pushed together.

    MAIN itself carries the new version afterwards; when only that last step fails, the release
    stands and the error ``release.not_stamped`` says so. Raises ReleaseError, and the first
    problem of the draft; then nothing was committed.
    """
    material = _gather(place, version, report)
    if material.draft.problems:
        first = material.draft.problems[0]
        raise ReleaseError(first.code, **first.facts)
    if material.draft.nothing_new:
        raise ReleaseError("release.nothing_new", version=material.draft.previous)
    stamped = with_version(material.application, version)
    waiting = into_main.pending(place)
    pages = {f.number for f in material.draft.diff.files if f.number is not None}
    with place.repository() as repository:
        previous = material.draft.previous
        manifest = draft_manifest(
            version=version,
            created_at=datetime.now(UTC),
            application=stamped.name,
            application_id=stamped.application_id,
            apex_release=stamped.apex_release,
            base=tag_of(previous) if previous else "-",
            developers=waiting.developers,
            pages=tuple(sorted(pages)),
            changesets=material.draft.changesets,
        )
        report(Progress("release.pushing", 3, 4))
        release = publish_release(
            repository,
            manifest,
            stamped.files,
            place.settings.repository.application,
            material.changelog,
            place.settings.repository.changelog,
            notes,
            lambda percent: report(Progress("release.sending", percent, 100)),
            apexlang=other_form.with_version(material.application.apexlang, version),
            apexlang_folder=place.settings.repository.apexlang,
        )
    into_main.forget(place)
    stamp_main(place, release, material.application)
    report(Progress("release.done", 4, 4))
    return release
