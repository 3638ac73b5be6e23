"""Changelogs whose master is XML, YAML or JSON: what it includes, in the order of the run.

Paths are as in the repository. ``include`` looks from the including file where it says so, else
from the root, as Liquibase's search path does; a master in a folder of its own may also name files
from there, as with ``--search-path``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from posixpath import dirname, join, normpath
from typing import Final, Protocol

from app.changelog.file.conditions import read_preconditions
from app.changelog.file.elements import ENDINGS, Element, read_elements
from app.changelog.file.paths import decoded
from app.changelog.file.properties import Properties
from app.changelog.file.structured import Around, read_changeset
from app.changelog.model import Changeset, Preconditions, runs_on_oracle
from app.errors import ChangelogError

_DEPTH: Final = 20
_INCLUDE: Final = {
    "file", "relativeToChangelogFile", "context", "contextFilter", "labels", "ignore",
    "errorIfMissing",
}  # fmt: skip
_INCLUDE_ALL: Final = {
    "path", "relativeToChangelogFile", "context", "contextFilter", "labels", "ignore",
    "errorIfMissingOrEmpty", "minDepth", "maxDepth", "endsWithFilter",
}  # fmt: skip
_PROPERTY: Final = {"name", "value", "dbms", "context", "contextFilter", "labels", "global"}


DATA: Final = ".csv"
APPROVALS: Final = "approvals.json"


def of_changelog(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Those of ``files`` that a changelog is made of, in the order of their names: those with SQL,
    and with a master of XML, YAML or JSON all that it may include."""
    if any(is_master(path, content) for path, content in files.items()):
        kinds: tuple[str, ...] = (".sql", DATA, *ENDINGS)
    else:
        kinds = (".sql",)
    return {
        path: files[path]
        for path in sorted(files)
        if path.lower().endswith(kinds) and path.rpartition("/")[2] != APPROVALS
    }


class Formatted(Protocol):
    """Reads one ``.sql`` file; properties of the files before it serve it."""

    def __call__(self, path: str, content: bytes, properties: Properties) -> list[Changeset]: ...


def is_structured(path: str) -> bool:
    """Whether the name is that of XML, YAML or JSON; the approvals beside are no changelog."""
    return path.lower().endswith(ENDINGS) and path.rpartition("/")[2] != APPROVALS


def is_master(path: str, content: bytes) -> bool:
    """Whether it is a changelog of XML, YAML or JSON, and not something else in that form."""
    return is_structured(path) and b"databaseChangeLog" in content


class Tree:
    """One master and all that it reaches. ``reached`` are the files that were read."""

    def __init__(
        self, files: Mapping[str, bytes], properties: Properties, formatted: Formatted
    ) -> None:
        self.files, self.properties, self.formatted = files, properties, formatted
        self.reached: dict[str, None] = {}
        self.conditions: list[Preconditions] = []
        self.root = ""

    def read(self, master: str) -> Iterator[Changeset]:
        self.root = dirname(master)
        yield from self._file(master, Around(), 0)

    # -- files ---------------------------------------------------------------------------------

    def _file(self, path: str, around: Around, depth: int) -> Iterator[Changeset]:
        if depth > _DEPTH:
            raise ChangelogError("changelog.include_loop", path=path, line=1)
        self.reached[path] = None
        self.properties.place = (path, 1)
        if not is_structured(path):
            for changeset in self.formatted(path, self.files[path], self.properties):
                yield around.put_on(changeset)
            return
        root = read_elements(path, self.files[path])
        logical = ""
        for name, value in root.attributes.items():
            if name == "logicalFilePath":
                logical = value
            elif name != "objectQuotingStrategy" or value != "LEGACY":
                raise _unknown(path, root, name)
        for element in root.children:
            self.properties.place = (path, element.line)
            yield from self._element(element, path, around.within(logical), depth)

    def _element(
        self, element: Element, path: str, around: Around, depth: int
    ) -> Iterator[Changeset]:
        match element.name:
            case "changeSet":
                yield read_changeset(element, path, around, self.properties, self)
            case "include":
                yield from self._include(element, path, around, depth)
            case "includeAll":
                yield from self._include_all(element, path, around, depth)
            case "property":
                self._property(element, path)
            case "preConditions":
                found = read_preconditions(element, self.properties.expand, path)
                if {found.on_fail, found.on_error} - {"HALT", "WARN"}:
                    raise _unknown(path, element, "onFail")
                self.conditions.append(found)
            case "logicalFilePath" if not element.children:  # YAML's way to say it
                raise _unknown(path, element, element.name)
            case _:
                raise ChangelogError(
                    "changelog.unsupported_change", path=path, line=element.line, name=element.name
                )

    def _include(
        self, element: Element, path: str, around: Around, depth: int
    ) -> Iterator[Changeset]:
        given = self._given(element, path, _INCLUDE)
        if given.get("ignore", "").lower() == "true":
            return
        found = self.find(given.get("file", ""), path, _is_relative(given))
        if found is None:
            if given.get("errorIfMissing", "true").lower() == "true":
                raise ChangelogError(
                    "changelog.include_missing",
                    path=path, line=element.line, file=given.get("file", ""),
                )  # fmt: skip
            return
        yield from self._file(found, around.also(given), depth + 1)

    def _include_all(
        self, element: Element, path: str, around: Around, depth: int
    ) -> Iterator[Changeset]:
        given = self._given(element, path, _INCLUDE_ALL)
        if given.get("ignore", "").lower() == "true":
            return
        asked = given.get("path", "")
        least, most = (
            int(given[n]) if given.get(n, "").isdecimal() else other
            for n, other in (("minDepth", 1), ("maxDepth", 99))
        )
        for folder in self._places(asked, path, _is_relative(given)):
            inside = folder.rstrip("/") + "/" if folder not in ("", ".") else ""
            found = [
                name
                for name in sorted(self.files)
                if name.startswith(inside)
                and least <= name[len(inside) :].count("/") + 1 <= most
                and name.lower().endswith((".sql", *ENDINGS))
                and name.endswith(given.get("endsWithFilter", ""))
                and name != path
                and (not is_structured(name) or is_master(name, self.files[name]))
            ]
            if found:
                break
        else:
            if given.get("errorIfMissingOrEmpty", "true").lower() == "true":
                raise ChangelogError(
                    "changelog.include_missing", path=path, line=element.line, file=asked
                )
            return
        for name in found:
            yield from self._file(name, around.also(given), depth + 1)

    def _given(self, element: Element, path: str, known: set[str]) -> dict[str, str]:
        for name in (*element.attributes, *(child.name for child in element.children)):
            if name not in known:
                raise _unknown(path, element, name)
        return {n: self.properties.expand(v) for n, v in element.attributes.items()}

    def _property(self, element: Element, path: str) -> None:
        given = self._given(element, path, _PROPERTY)
        if given.get("global", "true").lower() != "true":
            raise _unknown(path, element, "global")
        left_out = self.properties.selection.takes(
            given.get("contextFilter", given.get("context", "")),
            tuple(given.get("labels", "").split(",")),
            place=self.properties.place,
        )
        names = tuple(n.strip() for n in given.get("dbms", "").split(",") if n.strip())
        if "name" in given and "value" in given and not left_out and runs_on_oracle(names):
            self.properties.define(given["name"], given["value"])

    # -- places --------------------------------------------------------------------------------

    def _places(self, asked: str, path: str, relative: bool) -> Iterator[str]:
        asked = asked.replace("\\", "/").removeprefix("classpath:").lstrip("/")
        if relative:
            yield normpath(join(dirname(path), asked))
            return
        yield normpath(asked)
        if self.root:
            yield normpath(join(self.root, asked))

    def find(self, asked: str, path: str, relative: bool) -> str | None:
        """The file that ``asked`` means in ``path``; None where there is none."""
        if not asked:
            return None
        return next((p for p in self._places(asked, path, relative) if p in self.files), None)

    def text(self, path: str) -> str:
        """The text of a file that a change names."""
        self.reached[path] = None
        return decoded(self.files[path])


def masters(files: Mapping[str, bytes]) -> list[str]:
    """The structured files that no other structured file includes by its name."""
    structured = [path for path, content in files.items() if is_master(path, content)]
    if len(structured) < 2:
        return structured
    named: set[str] = set()
    for path in structured:
        root = read_elements(path, files[path])
        for element in root.children:
            asked = element.attributes.get("file", element.attributes.get("path", ""))
            if element.name == "include":
                named |= {p for p in structured if p != path and p.endswith(asked.lstrip("./"))}
            elif element.name == "includeAll":
                inside = asked.strip("./")
                named |= {p for p in structured if p != path and f"{inside}/" in p}
    return [path for path in structured if path not in named]


def _is_relative(given: Mapping[str, str]) -> bool:
    return given.get("relativeToChangelogFile", "").lower() == "true"


def _unknown(path: str, element: Element, attribute: str) -> ChangelogError:
    return ChangelogError(
        "changelog.unsupported_attribute",
        path=path, line=element.line, name=element.name, attribute=attribute,
    )  # fmt: skip
