"""A whole application: its files, what they say of it, and the same in another id space.

An ``Application`` is a value: it never changes, two with the same files are equal, and what is
made of it (rebased, merged, with another version) is a new one that shares the unchanged pages.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final, Literal

from app.apex.export.edit import Target, rewritten
from app.apex.export.export_file import PAGE_PATH, ExportFile, Pages, export_file
from app.apex.export.headers import header_of
from app.apex.export.parse import decoded
from app.apex.export.single_file import sections
from app.apex.export.tree import Component, Page
from app.apex.export.values import Value
from app.errors import ParseError, SourceError

CREATE: Final = "application/create_application.sql"
INSTALL: Final = "install.sql"
ENVIRONMENT: Final = "application/set_environment.sql"
_BEGUN: Final = ".component_begin"
_RELEASE: Final = re.compile(r"\bp_release\s*=>\s*'([\d.-]+)'")
# They say where and how the export was made, or follow from the other files.
DERIVED: Final = frozenset(
    {
        INSTALL,
        "application/delete_application.sql",
        ENVIRONMENT,
        "application/init.sql",
        "application/end_environment.sql",
    }
)


class Application:
    """Files by path below the export's root (``install.sql``, ``application/pages/...``).

    ``sources`` has the files that make components, ``parsed`` their trees, made when asked for;
    ``errors`` has the ParseErrors of all that cannot be read (asking for them reads everything
    once). ``pages`` maps page numbers to paths.
    """

    def __init__(
        self,
        files: Mapping[str, str],
        known: Mapping[str, Page] = MappingProxyType({}),
        errors: tuple[ParseError, ...] = (),
        apexlang: Mapping[str, bytes] = MappingProxyType({}),
    ) -> None:
        """``known`` gives trees that were made already; ``errors`` what was wrong before.
        ``apexlang``: the files of the same application in its other form, where it was exported in
        both; only carried along here, and no part of what makes two applications equal."""
        self.apexlang = apexlang
        self.files: Mapping[str, str] = MappingProxyType(dict(files))
        release = _release_of_parts(self.files)
        made = (
            export_file(path, text, known.get(path), release if _BEGUN not in text else "")
            for path, text in self.files.items()
        )
        self.sources: Mapping[str, ExportFile] = MappingProxyType(
            {file.path: file for file in made if file.makes_components}
        )
        self.parsed: Mapping[str, Page] = Pages(self.sources)
        self._errors = errors

    @cached_property
    def errors(self) -> tuple[ParseError, ...]:
        """What cannot be read, in the order of the files; those that are not UTF-8 first."""
        found = [file.error for file in self.sources.values()]
        return (*self._errors, *(error for error in found if error is not None))

    def errors_of(self, paths: Collection[str]) -> tuple[ParseError, ...]:
        """The same for these files, for who goes on with them: their trees are kept, where
        ``errors`` keeps nothing of what it reads. Nothing else is read."""
        files = [file for path, file in self.sources.items() if path in paths]
        for file in files:
            file.keep_tree()
        return (*self._errors, *(file.error for file in files if file.error is not None))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Application) and dict(self.files) == dict(other.files)

    @cached_property
    def _hash(self) -> int:
        return hash(frozenset(self.files.items()))

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[Any, ...]:
        return Application, (dict(self.files), {}, (), dict(self.apexlang))

    @cached_property
    def pages(self) -> Mapping[int, str]:
        """Page numbers, and the paths of their files."""
        return {
            file.number: path
            for path, file in self.sources.items()
            if PAGE_PATH.search(path) and file.number is not None
        }

    @cached_property
    def homes(self) -> Mapping[str, str]:
        """The ids of all components, and the paths of the files that make them."""
        return {i: path for path, file in self.sources.items() for i in file.defined}

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of all components."""
        return frozenset(self.homes)

    @cached_property
    def mentioned(self) -> frozenset[str]:
        """All component ids in the files, those too that nothing here has."""
        return frozenset().union(*(file.mentioned for file in self.sources.values()))

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What a person calls the components, by their ids."""
        return _NamesOf(self)

    @cached_property
    def flow(self) -> Component | None:
        """The call that creates the application itself."""
        page = self.parsed.get(CREATE)
        listed = page.components if page is not None else ()
        return next((c for c in listed if c.procedure == "create_flow"), None)

    @cached_property
    def frame(self) -> Component | None:
        """A ``component_begin`` that stands for all: that of the application, else of any file."""
        first = [CREATE] if CREATE in self.parsed else []
        pages = (self.parsed[path] for path in (*first, *self.parsed))
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
        return self.header.get("p_release", "") or _release_of_parts(self.files)

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


def _release_of_parts(files: Mapping[str, str]) -> str:
    """The release that an export in one file says once for all its parts; "" for any other."""
    found = _RELEASE.search(files.get(ENVIRONMENT, ""))
    return found[1] if found is not None else ""


class _NamesOf(Mapping[str, str]):
    """The names of an application's components; only the file that makes one is read for it."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def __getitem__(self, identity: str) -> str:
        application = self._application
        return application.parsed[application.homes[identity]].names[identity]

    def __iter__(self) -> Iterator[str]:
        return iter(self._application.homes)

    def __len__(self) -> int:
        return len(self._application.homes)


def kind_of(path: str) -> Literal["page", "shared", "other"]:
    """What a file is, by its path."""
    if PAGE_PATH.search(path):
        return "page"
    return "shared" if "shared_components/" in path else "other"


def read_application(
    files: Mapping[str, str | bytes], apexlang: Mapping[str, bytes] = MappingProxyType({})
) -> Application:
    """An application from its files, by path below the export's root; a single-file export alone
    becomes the files that a split export would have. ``apexlang`` is carried along.

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
        parts = sections(*texts.values())
        if parts is not None:
            found = Application(parts, apexlang=apexlang)
            # The error of a single-file export says its line in the whole.
            return found if not found.errors else Application(texts)
    return Application(texts, errors=tuple(errors), apexlang=apexlang)


def with_version(application: Application, version: str) -> Application:
    """The same files with ``p_flow_version`` set; nothing else moves by a byte.

    Raises SourceError ``source.not_an_export`` (fact ``path``) where no file creates it.
    """
    return _with_flow(application, {"p_flow_version": version})


def with_status(application: Application, status: str, message: str) -> Application:
    """The same files, with whether people can work in it (``AVAILABLE``, ``UNAVAILABLE`` ...) and
    what they read while they cannot. Raises as ``with_version``."""
    told = {"p_flow_status": status, "p_flow_unavailable_text": message}
    return _with_flow(application, told)


def _with_flow(application: Application, told: Mapping[str, str]) -> Application:
    flow = application.flow
    if flow is None:
        raise SourceError("source.not_an_export", path=CREATE)
    if all(flow.text(name) == text for name, text in told.items()):
        return application
    page = flow.page
    values = {name: Value("text", text) for name, text in told.items()}
    new = rewritten(flow, values, None, Target(page))
    text = page.source[: flow.start] + new + page.source[flow.end :]
    return Application({**application.files, CREATE: text})
