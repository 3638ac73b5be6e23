"""The text that a merge makes of ours: components replaced, removed and put in.

Ours is the canvas: whatever no edit names keeps its bytes, comments and blocks included. A new
component goes beside the neighbours that it has in theirs, else to its type's place in the
canonical order; a nest (a region with its columns) moves as one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.apex import catalogue
from app.apex.export.edit import Changes, Target, content_of, imported, rewritten
from app.apex.export.parts import in_blocks, recut
from app.apex.export.tree import Component, Page
from app.apex.export.values import Value
from app.apex.export.writer import table_rows


def layout_parent(component: Component) -> str:
    """The key of the component behind which this one is written; "" for the page's own level."""
    return component.parent if component.nest else ""


class _Insert(NamedTuple):
    offset: int
    depth: int
    order: int
    text: str


class Draft:
    """Edits of one page, collected and then applied at once."""

    def __init__(self, ours: Page, theirs: Page) -> None:
        self._page, self._theirs = ours, theirs
        self.target = Target(ours)
        self._edits: list[tuple[int, int, str]] = []
        self._inserts: list[_Insert] = []
        self._gone: set[str] = set()
        self._order: dict[str, list[Component]] = {}
        self._their_order: dict[str, list[Component]] = {}
        for page, order in ((ours, self._order), (theirs, self._their_order)):
            for component in page.components:
                order.setdefault(layout_parent(component), []).append(component)

    def change(self, mine: Component, changes: Changes, donor: Component | None) -> None:
        """Other values for a component of ours."""
        if mine.more:
            changes = self._cut(mine, changes)
        if not changes:
            return
        text = rewritten(mine, changes, donor, self.target)
        self._edits.append((mine.start, mine.end, text))
        for name, value in changes.items():
            if value is not None and value.kind in ("bytes", "clob"):
                self._content(mine, name, value, donor)

    def _cut(self, mine: Component, changes: Changes) -> Changes:
        """Writes what later calls hold of changed texts, and gives the changes of the first."""
        first = dict(changes)
        for name, value in changes.items():
            if name not in mine.arguments or not mine.arguments[name].more:
                continue
            calls = [call for call in (mine, *mine.more) if name in call.arguments]
            if value is None or value.kind not in ("text", "clob"):
                for call in calls[1:]:
                    self.remove(call)
                continue
            old = [call.arguments[name].own for call in calls]
            new = recut([part.text for part in old], value.text)
            del first[name]
            for call, was, pieces in zip(calls, old, new, strict=True):
                if not pieces:
                    self.remove(call)
                elif pieces[0] != was.text and call is mine:
                    first[name] = Value(was.kind, pieces[0])
                elif pieces[0] != was.text:
                    self.change(call, {name: Value(was.kind, pieces[0])}, None)
                for piece in pieces[1:]:
                    text = rewritten(calls[1], {name: Value("text", piece)}, None, self.target)
                    self._edits.append((call.end, call.end, text))
        return first

    def _content(self, mine: Component, name: str, value: Value, donor: Component | None) -> None:
        """The assignments of a new value, in blocks as ours has them: the donor's own where it is
        that one's."""
        start, end = mine.content or (mine.start, mine.start)
        rows = table_rows(value, self.target.namespace)
        written = in_blocks(rows, self._page.source[start:end])
        known = donor.arguments.get(name) if donor is not None else None
        in_one = len(written) == sum(map(len, rows))
        if in_one and donor is not None and donor.content and known and known.value == value:
            written = content_of(donor, self.target)
        self._edits.append((start, end, self.target.lines(written)))

    def remove(self, mine: Component) -> None:
        """A component of ours goes, with its content."""
        self._gone.add(mine.key)
        self._edits.append((mine.start, mine.end, ""))
        if mine.content is not None:
            self._edits.append((*mine.content, ""))
        for call in mine.more:
            self.remove(call)

    def insert(self, nest: Sequence[tuple[Component, Changes]]) -> None:
        """Put in a component of theirs and what is written behind it, in theirs' order."""
        top = nest[0][0]
        self._put(top, "".join(imported(c, changes, self.target) for c, changes in nest))

    def move(
        self, nest: Sequence[tuple[Component, Changes, Component | None]], top: Component
    ) -> None:
        """Components of ours go to where ``top``, their counterpart in theirs, stands."""
        pieces: list[str] = []
        for mine, changes, donor in nest:
            pieces.append(content_of(mine, self.target))
            pieces.append(rewritten(mine, changes, donor, self.target))
            self.remove(mine)
        self._put(top, self.target.lines("".join(pieces)))

    def _put(self, top: Component, text: str) -> None:
        """Text for a component of theirs; below a parent that is new too, it goes behind that."""
        anchor = top
        while (above := layout_parent(anchor)) and above not in self._page.by_key:
            anchor = self._theirs.by_key[above]
        self._inserts.append(_Insert(self._place(anchor), self._depth(anchor), top.index, text))

    # -- where ------------------------------------------------------------------------------

    def _depth(self, component: Component) -> int:
        depth, here = 0, component
        while here.nest and here.parent in self._theirs.by_key and depth < 50:
            here, depth = self._theirs.by_key[here.parent], depth + 1
        return depth

    def _end(self, component: Component) -> int:
        """Behind a component of ours and everything that is written behind it."""
        end = max(call.end for call in (component, *component.more))
        for child in self._order.get(component.key, ()):
            if child.key != component.key:
                end = max(end, self._end(child))
        return end

    def _start(self, component: Component) -> int:
        if component.content is not None:
            between = self._page.source[component.content[1] : component.start]
            if not between.strip():
                return component.content[0]
        return component.start

    def _place(self, component: Component) -> int:
        """The offset in ours where a component of theirs goes."""
        above = layout_parent(component)
        mine = self._order.get(above, [])
        known = {c.key: c for c in mine}
        rank = catalogue.rank(component.procedure)
        alike = [c for c in self._their_order[above] if catalogue.rank(c.procedure) == rank]
        at = alike.index(component)
        for before in reversed(alike[:at]):
            if before.key in known:
                return self._end(known[before.key])
        for after in alike[at + 1 :]:
            if after.key in known:
                return self._start(known[after.key])
        lower = [c for c in mine if catalogue.rank(c.procedure) <= rank]
        if lower:
            return max(self._end(c) for c in lower)
        owner = self._page.by_key.get(above)
        if owner is not None:
            return owner.end
        if mine:
            return self._start(mine[0])
        return self._empty()

    def _empty(self) -> int:
        """The place for the first component of a file that has none."""
        for call in self._page.calls:
            if call.procedure in ("component_end", "import_end"):
                return call.start
        return self._page.calls[-1].end if self._page.calls else len(self._page.source)

    # -- the text ---------------------------------------------------------------------------

    def text(self) -> str:
        """Ours with all edits."""
        edits = self._edits + self._keep_blocks()
        groups: dict[int, list[_Insert]] = {}
        for insert in self._inserts:
            groups.setdefault(insert.offset, []).append(insert)
        for offset, group in groups.items():
            group.sort(key=lambda i: (-i.depth, i.order))
            edits.append((offset, offset, "".join(i.text for i in group)))
        edits.sort(key=lambda e: (e[0], e[1]))
        pieces: list[str] = []
        at, source = 0, self._page.source
        for start, end, new in edits:
            pieces += (source[at : max(start, at)], new)
            at = max(end, at)
        pieces.append(source[at:])
        return "".join(pieces)

    def _keep_blocks(self) -> list[tuple[int, int, str]]:
        """A block that loses all its statements keeps a ``null;``: it may not be empty."""
        calls: dict[int, list[Component]] = {}
        for call in self._page.calls:
            calls.setdefault(call.block, []).append(call)
        return [
            (group[-1].end, group[-1].end, f"null;{self.target.newline}")
            for group in calls.values()
            if self._gone and all(c.key in self._gone and c.key for c in group)
        ]


def same_file(left: Page, right: Page) -> bool:
    """Whether two pages have the same text, line ends aside."""
    return left.source == right.source or (
        left.source.replace("\r\n", "\n") == right.source.replace("\r\n", "\n")
    )
