"""Notes of a release, drafted from what differs: by page, by developer, by changeset.

A draft for people to edit: it says what was done, and cannot say what for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from app.apex.model import ComponentChange, FileDiff, Status
from app.services.messages import Lang, words
from app.services.model import ReleaseDraft
from app.services.release.deeds import said

NAMED: Final = 5
"""Components of a page that are named; the others are counted."""


def drafted(draft: ReleaseDraft, language: Lang) -> str:
    """Plain text, "" where nothing differs from the release before or there is none."""
    if draft.previous is None:
        return ""
    texts = words("notes", language)
    parts = [_head(draft, texts)]
    for kind in ("page", "shared", "other"):
        lines = [_file(f, draft, texts) for f in draft.diff.files if f.kind == kind]
        if lines:
            parts.append("\n".join((texts[kind], *lines)))
    database = list(_changesets(draft, language))
    if database:
        parts.append("\n".join((texts["database"], *database)))
    return "\n\n".join(parts) if len(parts) > 1 else ""


def _head(draft: ReleaseDraft, texts: dict[str, str]) -> str:
    """The line that stands for all of it in lists: whose pages, and how much else."""
    pages = ", ".join(str(f.number) for f in draft.diff.files if f.number is not None)
    counts = {
        "head_shared": sum(f.kind == "shared" for f in draft.diff.files),
        "head_sets": len(draft.changesets),
    }
    said = [texts["head_pages"].format(pages=pages)] if pages else []
    said += [texts[key].format(count=count) for key, count in counts.items() if count]
    who = ", ".join(draft.developers)
    line = texts["semicolon"].join(said)
    return f"{line} ({who})" if who else line


def _file(file: FileDiff, draft: ReleaseDraft, texts: dict[str, str]) -> str:
    title = file.title or file.path
    if file.number is not None:
        title = texts["numbered"].format(number=file.number, title=file.title)
    who = ", ".join(draft.authors.get(file.path, ()))
    if who:
        title = f"{title} ({who})"
    if file.status in (Status.ADDED, Status.REMOVED):
        return f"- {title}{texts['colon']} {texts[file.status.value]}"
    return f"- {title}{texts['colon']} {texts['semicolon'].join(_components(file, texts))}"


def _components(file: FileDiff, texts: dict[str, str]) -> Iterator[str]:
    changes = file.diff.changes
    named = NAMED if len(changes) > NAMED + 1 else len(changes)  # one more is named, too
    for change in changes[:named]:
        yield f"{change.status.sign} {_component(change)}"
    if len(changes) > named:
        yield texts["more"].format(count=len(changes) - named)


def _component(change: ComponentChange) -> str:
    return " ".join(filter(None, (change.type_label, change.name)))


def _changesets(draft: ReleaseDraft, language: Lang) -> Iterator[str]:
    """Each new changeset with who wrote it, and what its statements do."""
    colon = words("notes", language)["colon"]
    for key in draft.changesets:
        head, _, author = key.rpartition("::")
        name = head.rpartition("::")[2] or key
        done = dict.fromkeys(
            sentence
            for ruling in draft.rulings
            if ruling.changeset == key
            for sentence in said(ruling.text or ruling.statement, language)
        )
        title = f"{name} ({author})" if author else name
        yield f"- {title}{colon} {' '.join(done)}" if done else f"- {title}"
