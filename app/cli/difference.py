"""``caravane diff`` for people: a tree of what differs, coloured on a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from app.cli.paint import Paint
from app.services.compare.lines import Row, cut, rows, words
from app.services.compare.tree import FileView, Language, Node, Property, summary, views
from app.services.messages import words as sentences
from app.services.model import ApplicationDiff, Status


def lines(found: ApplicationDiff, paint: Paint, width: int, language: Language) -> Iterator[str]:
    """Every line to print."""
    said = sentences("difference", language)
    for file in views(found, language):
        yield from _file(file, paint, width, said)
        yield ""
    yield _total(found, paint, said)


def _total(found: ApplicationDiff, paint: Paint, said: dict[str, str]) -> str:
    counts = summary(found)
    if not found.files:
        return said["none"]
    parts = [said["count"].format(what=said["files"], n=len(found.files))]
    for status, count in counts.components.items():
        text = said["count"].format(what=said[f"components_{status.value}"], n=count)
        parts.append(paint(text, status.value))
    if counts.noise:
        parts.append(paint(said["count"].format(what=said["noise"], n=counts.noise), "quiet"))
    return " · ".join(parts)


def _file(file: FileView, paint: Paint, width: int, said: dict[str, str]) -> Iterator[str]:
    word = said["page"] if file.number is not None else file.type_label or said[file.kind]
    number = f" {file.number}" if file.number is not None else ""
    title = f"{file.status.sign} {word}{number} · {file.title}"
    room = width - len(title) - len(file.path)
    gap = " " * max(2, min(room, 60 - len(title)))
    yield paint(title, file.status.value) + gap + paint(file.path, "quiet")
    yield from _nodes(file.nodes, "", said["colon"], paint, width)


def _nodes(
    nodes: list[Node] | tuple[Node, ...], rail: str, colon: str, paint: Paint, width: int
) -> Iterator[str]:
    for index, node in enumerate(nodes):
        last = index == len(nodes) - 1
        head = f"{node.status.sign or ' '} {node.label} · {node.name}".rstrip(" ·")
        yield paint(rail + ("└ " if last else "├ "), "quiet") + paint(head, node.status.value)
        below = rail + ("  " if last else "│ ")
        inner = below + ("│   " if node.children else "    ")
        if node.status is not Status.REMOVED:  # what is gone is named; its values are history
            for one in node.properties:
                for line in _property(one, colon, paint, width - len(inner)):
                    yield paint(inner, "quiet") + line
        yield from _nodes(node.children, below, colon, paint, width)


def _property(one: Property, colon: str, paint: Paint, room: int) -> Iterator[str]:
    old = one.change.old_label or one.change.old
    new = one.change.new_label or one.change.new
    if one.is_code:
        yield f"{one.label}{colon}".rstrip()
        yield from _code(old, new, paint)
        return
    if old is None or new is None:
        kind, text = ("new", new) if old is None else ("old", old)
        sign = "+" if kind == "new" else "-"
        yield f"{one.label}{colon}{paint(f'{sign} {text}', kind)}"
        return
    marks = words(old, new)
    before = _marked(old, marks[0], "old", paint)
    after = _marked(new, marks[1], "new", paint)
    if len(one.label) + len(old) + len(new) + 6 <= room:
        yield f"{one.label}{colon}{before} → {after}"
        return
    yield f"{one.label}{colon}".rstrip()
    yield "  " + paint("- ", "old") + before
    yield "  " + paint("+ ", "new") + after


def _code(old: str | None, new: str | None, paint: Paint) -> Iterator[str]:
    if old is None or new is None:
        sign, kind = ("+", "new") if old is None else ("-", "old")
        for line in (new if new is not None else old or "").replace("\r", "").split("\n"):
            yield "  " + paint(f"{sign} {line}".rstrip(), kind)
        return
    group: list[Row] = []
    for row in rows(old, new, context=2):
        if row.kind == "change":
            group.append(row)
            continue
        yield from _group(group, paint)
        group = []
        text = f"⋯ {row.hidden}" if row.kind == "skip" else f"  {row.new}".rstrip()
        yield "  " + paint(text, "quiet")
    yield from _group(group, paint)


def _group(group: list[Row], paint: Paint) -> Iterator[str]:
    """Changed lines: all old ones, then all new ones."""
    for row in group:
        if row.old is not None:
            yield "  " + paint("- ", "old") + _marked(row.old, row.old_marks, "old", paint)
    for row in group:
        if row.new is not None:
            yield "  " + paint("+ ", "new") + _marked(row.new, row.new_marks, "new", paint)


def _marked(text: str, marks: tuple[tuple[int, int], ...], kind: str, paint: Paint) -> str:
    return "".join(
        paint(piece, f"{kind}_mark" if marked else kind) for piece, marked in cut(text, marks)
    )
