"""A ``changeSet`` of an XML, YAML or JSON changelog as a changeset."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, Protocol

from msgspec import Struct
from msgspec.structs import replace

from app.changelog.file.changes import Change, checksums, description, read_change
from app.changelog.file.checksum import wrapped
from app.changelog.file.conditions import read_preconditions
from app.changelog.file.ddl import statements_of
from app.changelog.file.ddl_parts import NotWrittenError
from app.changelog.file.draft import BLANKS
from app.changelog.file.elements import Element
from app.changelog.file.paths import normal_path
from app.changelog.file.properties import Properties
from app.changelog.model import Changeset, Preconditions, Statement, runs_on_oracle
from app.errors import ChangelogError
from app.sql.cut import cut_changeset
from app.sql.operations import Odd
from app.sql.read import read_piece, read_text


class Sources(Protocol):
    """The files that a changelog may name."""

    def find(self, asked: str, path: str, relative: bool) -> str | None:
        """The file that ``asked`` means in ``path``; None where there is none."""

    def text(self, path: str) -> str:
        """Its text; bytes that are no UTF-8 are U+FFFD, as Java reads them."""


_ATTRIBUTES: Final = {
    "id", "author", "context", "contextFilter", "labels", "dbms", "runAlways", "runOnChange",
    "failOnError", "runInTransaction", "logicalFilePath", "ignore", "created", "runWith",
    "objectQuotingStrategy", "onValidationFail", "comment", "rollback", "validCheckSum",
}  # fmt: skip
_BESIDE: Final = {
    "comment", "preConditions", "validCheckSum", "rollback", "changes",
}  # fmt: skip


class Around(Struct, frozen=True):
    """What the including files say of a changeset: contexts (the nearest first), labels, the
    logical path of the file."""

    contexts: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    logical: str = ""

    def within(self, logical: str) -> Around:
        return replace(self, logical=logical)

    def also(self, given: Mapping[str, str]) -> Around:
        more = given.get("contextFilter", given.get("context", "")).strip()
        contexts = (more, *self.contexts) if more else self.contexts
        return Around(contexts, (*_list(given.get("labels", "")), *self.labels))

    def put_on(self, changeset: Changeset) -> Changeset:
        if not self.contexts and not self.labels:
            return changeset
        labels = tuple(dict.fromkeys((*self.labels, *changeset.labels)))
        return replace(changeset, outer_contexts=self.contexts, labels=labels)


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip().lower() for part in text.split(",") if part.strip())


def read_changeset(
    element: Element, path: str, around: Around, properties: Properties, sources: Sources
) -> Changeset:
    """Raises ChangelogError, with the place, for what Caravane does not know."""
    expand = properties.expand
    properties.used.clear()
    given = {name: expand(value) for name, value in element.attributes.items()}
    _known(element, path)
    changes = tuple(
        _with_file(read_change(child, expand, path), path, properties, sources)
        for child in _changes(element)
    )
    for kind in ("id", "author"):
        if not given.get(kind):
            raise _unknown(path, element, kind)
    tag = _tag(changes, path, element)
    statements = tuple(_statements(changes, element))
    sums = [(checksums(c), _here(c)) for c in changes]
    rollbacks = [
        given.get("rollback", ""),
        *(_rollback(e, expand, path) for e in element.all("rollback")),
    ]
    own = given.get("logicalFilePath", around.logical)
    comment = element.get("comment")
    flag = {n: given[n].lower() == "true" for n in given if n[0] in "rfi"}
    return around.put_on(
        Changeset(
            id=given["id"],
            author=given["author"],
            path=normal_path(own or path),
            file=path,
            line=element.line,
            sql=";\n".join(statement.text for statement in statements),
            statements=statements,
            checksum_v9=wrapped(9, [new for (new, _), here in sums if here]),
            checksum_v8="" if any(not old for (_, old), _ in sums) else wrapped(
                8, [old for (_, old), _ in sums]
            ),
            comment=expand(comment).strip() if comment else "",
            contexts=given.get("contextFilter", given.get("context", "")).strip(),
            labels=_list(given.get("labels", "")),
            dbms=tuple(n.strip() for n in given.get("dbms", "").split(",") if n.strip()),
            run_on_change=flag.get("runOnChange", False),
            run_always=flag.get("runAlways", False),
            fail_on_error=flag.get("failOnError", True),
            ignore=flag.get("ignore", False),
            run_with=given.get("runWith", ""),
            split_statements=False,
            strip_comments=False,
            preconditions=_conditions(element, expand, path),
            valid_checksums=_valid(element, expand),
            rollback=(rollback := "\n".join(filter(None, rollbacks))),
            undoing=rollback,
            explicit_path=bool(own),
            properties=tuple(dict.fromkeys(properties.used)),
            kind="structured",
            description=description(changes),
            tag=tag,
        )
    )  # fmt: skip


def _known(element: Element, path: str) -> None:
    for name, value in element.attributes.items():
        if name not in _ATTRIBUTES or (name == "objectQuotingStrategy" and value != "LEGACY"):
            raise _unknown(path, element, name)
    if element.attributes.get("onValidationFail", "HALT") != "HALT":
        raise _unknown(path, element, "onValidationFail")


def _changes(element: Element) -> list[Element]:
    """The changes in their order; YAML and JSON hold them in ``changes``."""
    found: list[Element] = []
    for child in element.children:
        if child.name == "changes":
            found += child.children
        elif child.name not in _BESIDE:
            found.append(child)
    return found


def _conditions(element: Element, expand: Callable[[str], str], path: str) -> Preconditions | None:
    found = [read_preconditions(e, expand, path) for e in element.all("preConditions")]
    return found[-1] if found else None


def _valid(element: Element, expand: Callable[[str], str]) -> tuple[str, ...]:
    own = [
        element.attributes.get("validCheckSum", ""),
        *(e.text for e in element.all("validCheckSum")),
    ]
    return tuple(expand(text).strip() for text in own if text.strip())


def _with_file(change: Change, path: str, properties: Properties, sources: Sources) -> Change:
    """With the text of the file that the change names."""
    asked = change.get("file" if change.name.startswith("load") else "path")
    if not asked or change.name not in (
        "sqlFile", "createProcedure", "createView", "loadData", "loadUpdateData",
    ):  # fmt: skip
        return change
    if change.get("encoding").upper() not in ("", "UTF-8", "UTF8"):
        raise ChangelogError(
            "changelog.unsupported_attribute",
            path=path, line=change.line, name=change.name, attribute="encoding",
        )  # fmt: skip
    found = sources.find(asked, path, change.flag("relativeToChangelogFile"))
    if found is None:
        raise ChangelogError("changelog.include_missing", path=path, line=change.line, file=asked)
    text = sources.text(found)
    return replace(change, body=text, expanded=properties.expand(text))


# -- statements ----------------------------------------------------------------------------------


def _here(change: Change) -> bool:
    """Whether the change runs on Oracle; version 9 does not see one that does not."""
    names = tuple(n.strip() for n in change.get("dbms").split(",") if n.strip())
    return runs_on_oracle(names)


def _statements(changes: tuple[Change, ...], element: Element) -> Iterator[Statement]:
    number = 0
    for change in changes:
        if not _here(change):
            continue
        if change.name in ("sql", "sqlFile"):
            text = change.expanded if change.name == "sqlFile" else change.get("sql")
            split, delimiter = (
                change.flag("splitStatements", True),
                change.fields.get("endDelimiter"),
            )
            for piece in cut_changeset(text.strip(BLANKS), split, delimiter):
                number += 1
                line = change.line if change.body else change.line + piece.line - 1
                yield Statement(piece.text, line, number, read_piece(piece))
            continue
        try:
            texts = statements_of(change)
        except NotWrittenError as problem:
            number += 1
            yield Statement(_shown(change), change.line, number, Odd((), change.name), problem.why)
            continue
        for text in texts:
            number += 1
            yield Statement(text, change.line, number, read_text(text))


def _shown(change: Change) -> str:
    """The change as a line of XML, for people."""
    fields = " ".join(f'{name}="{value}"' for name, value in change.fields.items())
    return f"<{change.name} {fields}/>".replace(" />", "/>")


def _tag(changes: tuple[Change, ...], path: str, element: Element) -> str:
    """The tag of a changeset that sets one. Liquibase wants it alone in its changeset."""
    found = [change for change in changes if change.name == "tagDatabase"]
    if found and len(changes) > 1:
        raise _unknown(path, element, "tagDatabase")
    return found[0].get("tag") if found else ""


def _rollback(element: Element, expand: Callable[[str], str], path: str) -> str:
    """The SQL of a rollback block; what cannot be written as SQL is named in its place."""
    texts = [expand(element.text).strip()] if element.text.strip() else []
    for child in _changes(element):
        change = read_change(child, expand, path)
        try:
            texts += [change.get("sql")] if change.name == "sql" else list(statements_of(change))
        except NotWrittenError:
            texts.append(_shown(change))
    return "\n".join(texts)


def _unknown(path: str, element: Element, attribute: str) -> ChangelogError:
    return ChangelogError(
        "changelog.unsupported_attribute",
        path=path, line=element.line, name=element.name, attribute=attribute,
    )  # fmt: skip
