"""A whole application: its files, what they say of it, and the same in another id space.

An ``Application`` is a value: it never changes, two with the same files are equal, and what is
made of it (rebased, merged, with another version) is a new one that shares the unchanged pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any, Final, Literal
from weakref import WeakValueDictionary

from app.apex.align import settle
from app.apex.edit import Target, rewritten
from app.apex.headers import header_of, with_arguments
from app.apex.identity import IdMap, map_ids, moved
from app.apex.parse import APEX, decoded, parse
from app.apex.single_file import sections
from app.apex.tree import Component, Page
from app.apex.values import Value
from app.errors import ParseError, SourceError

CREATE: Final = "application/create_application.sql"
INSTALL: Final = "install.sql"
PAGE_PATH: Final = re.compile(r"(?:^|/)pages/page_\d[\d_]*\.sql$")
# They say where and how the export was made, or follow from the other files.
DERIVED: Final = frozenset(
    {
        INSTALL,
        "application/delete_application.sql",
        "application/set_environment.sql",
        "application/init.sql",
        "application/end_environment.sql",
    }
)


# Pages are never changed, so all applications share those of equal content, as long as one lives.
_alive: Final[WeakValueDictionary[tuple[str, str], Page]] = WeakValueDictionary()


def parsed_once(text: str, path: str) -> Page:
    """``parse``, or the page that was read from the same content under the same path."""
    page = _alive.get((path, text))
    if page is None:
        page = _alive[path, text] = parse(text, path)
    return page


class Application:
    """Files by path below the export's root (``install.sql``, ``application/pages/...``).

    ``parsed`` has the files that make components; ``errors`` the ParseErrors of those that could
    not be read, which are in ``files`` as text only. ``pages`` maps page numbers to paths.
    """

    def __init__(
        self,
        files: Mapping[str, str],
        parsed: Mapping[str, Page] | None = None,
        errors: tuple[ParseError, ...] = (),
    ) -> None:
        """``parsed`` gives pages that are known already; their text must be that of the file."""
        self.files: Mapping[str, str] = MappingProxyType(dict(files))
        known = parsed if parsed is not None else {}
        found: dict[str, Page] = {}
        failed = list(errors)
        for path, text in self.files.items():
            page = known.get(path)
            if page is not None and page.source == text and page.name == path:
                found[path] = page
            elif _is_component_file(path, text):
                try:
                    found[path] = parsed_once(text, path)
                except ParseError as error:
                    failed.append(error)
        self.parsed: Mapping[str, Page] = MappingProxyType(found)
        self.errors: tuple[ParseError, ...] = tuple(failed)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Application) and dict(self.files) == dict(other.files)

    @cached_property
    def _hash(self) -> int:
        return hash(frozenset(self.files.items()))

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[Any, ...]:
        return Application, (dict(self.files), None, ())

    @cached_property
    def pages(self) -> Mapping[int, str]:
        """Page numbers, and the paths of their files."""
        return {
            page.number: path
            for path, page in self.parsed.items()
            if page.number is not None and PAGE_PATH.search(path)
        }

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Component ids of all files, and what a person calls them."""
        found: dict[str, str] = {}
        for page in self.parsed.values():
            found.update(page.names)
        return found

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of all components."""
        return frozenset(
            c.id for page in self.parsed.values() for c in page.components if c.is_mapped
        )

    @cached_property
    def flow(self) -> Component | None:
        """The call that creates the application itself."""
        page = self.parsed.get(CREATE)
        listed = page.components if page is not None else ()
        return next((c for c in listed if c.procedure == "create_flow"), None)

    @cached_property
    def frame(self) -> Component | None:
        """A ``component_begin`` that stands for all: that of the application, else of any file."""
        first = self.parsed.get(CREATE)
        pages = ([first] if first is not None else []) + list(self.parsed.values())
        return next((h for h in map(header_of, pages) if h is not None), None)

    @property
    def header(self) -> dict[str, str]:
        """The decoded arguments of ``component_begin``; empty before 20.1."""
        frame = self.frame
        return {n: a.value.text for n, a in frame.arguments.items()} if frame is not None else {}

    def _flow_text(self, argument: str) -> str:
        return self.flow.text(argument) if self.flow is not None else ""

    @property
    def name(self) -> str:
        return self._flow_text("p_name")

    @property
    def alias(self) -> str:
        return self._flow_text("p_alias")

    @property
    def version(self) -> str:
        """The application's own version (``p_flow_version``)."""
        return self._flow_text("p_flow_version")

    @property
    def apex_release(self) -> str:
        """The release that exported it, such as ``24.2.0``; "" where the files do not say."""
        return self.header.get("p_release", "")

    @property
    def owner(self) -> str:
        """The parsing schema."""
        return self.header.get("p_default_owner", "") or self._flow_text("p_owner")

    def _number(self, argument: str) -> int:
        text = self.header.get(argument, "")
        return int(text) if text.isdigit() else 0

    @property
    def application_id(self) -> int:
        return self._number("p_default_application_id")

    @property
    def workspace_id(self) -> int:
        return self._number("p_default_workspace_id")

    @property
    def id_offset(self) -> int:
        return self._number("p_default_id_offset")


class LazyNames(Mapping[str, str]):
    """What ids are called in some applications; read only when somebody asks."""

    def __init__(self, *applications: Application) -> None:
        self._applications = applications

    @cached_property
    def _names(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for application in self._applications:
            found.update(application.names)
        return found

    def __getitem__(self, key: str) -> str:
        return self._names[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _is_component_file(path: str, text: str) -> bool:
    if PAGE_PATH.search(path):
        return True
    inside = path.startswith(("application/", "workspace/")) or "/" not in path
    return path.endswith(".sql") and inside and APEX.search(text) is not None


def kind_of(path: str) -> Literal["page", "shared", "other"]:
    """What a file is, by its path."""
    if PAGE_PATH.search(path):
        return "page"
    return "shared" if "shared_components/" in path else "other"


def read_application(files: Mapping[str, str | bytes]) -> Application:
    """An application from its files, by path below the export's root; a single-file export alone
    becomes the files that a split export would have.

    Never raises for a broken file: ``errors`` lists all of them, in the order of the files.
    """
    texts: dict[str, str] = {}
    errors: list[ParseError] = []
    for path, content in files.items():
        if isinstance(content, str):
            texts[path] = content
            continue
        try:
            texts[path] = decoded(content, path)
        except ParseError as error:
            errors.append(error)
    if len(texts) == 1 and not errors:
        ((name, text),) = texts.items()
        parts = sections(text)
        if parts is not None:
            found = Application(parts)
            return found if not found.errors else Application(texts, None, _whole(text, name))
    return Application(texts, None, tuple(errors))


def _whole(text: str, name: str) -> tuple[ParseError, ...]:
    """The error of a single-file export, with its line in the whole."""
    try:
        parse(text, name)
    except ParseError as error:
        return (error,)
    return ()


def with_version(application: Application, version: str) -> Application:
    """The same files with ``p_flow_version`` set; nothing else moves by a byte.

    Raises SourceError ``source.not_an_export`` (fact ``path``) where no file creates it.
    """
    flow = application.flow
    if flow is None:
        raise SourceError("source.not_an_export", path=CREATE)
    if flow.text("p_flow_version") == version:
        return application
    page = flow.page
    new = rewritten(flow, {"p_flow_version": Value("text", version)}, None, Target(page))
    text = page.source[: flow.start] + new + page.source[flow.end :]
    return Application({**application.files, CREATE: text}, application.parsed)


@lru_cache(maxsize=6)
def rebase(application: Application, onto: Application) -> Application:
    """The application as if it had been exported from where ``onto`` was.

    Ids (embedded, negated and those of plug-in attributes too), headers and the application's
    number become ``onto``'s; a component that ``onto`` has not gets an id that is free there.
    """
    ids = settle(application.parsed, onto.parsed, map_ids(application.parsed, onto.parsed))
    return in_frame(application, onto, ids)


def in_frame(application: Application, onto: Application, ids: IdMap) -> Application:
    """All files with their ids mapped, under ``onto``'s headers."""
    frame = onto.frame
    same = ids.is_identity
    if same and application.header == onto.header:
        return application
    wanted = {n: a.source for n, a in frame.arguments.items()} if frame is not None else {}
    files, parsed = dict(application.files), dict(application.parsed)
    for path, page in application.parsed.items():
        twin = onto.parsed.get(path)
        text = page.source if same else moved(page, ids)
        if twin is not None and text == twin.source:
            files[path], parsed[path] = text, twin
            continue
        moved_page = page if text == page.source else parse(text, path)
        text = with_arguments(moved_page, wanted)
        if twin is not None and text == twin.source:
            moved_page = twin
        elif text != moved_page.source:
            moved_page = parse(text, path)
        files[path], parsed[path] = text, moved_page
    return Application(files, parsed)
