"""A whole application: its files, what they say of it, comparing and merging all of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Literal

from msgspec import Struct

from app.apex.diff import diff
from app.apex.identity import map_ids
from app.apex.merge import MergeResult, merge
from app.apex.model import (
    ApplicationDiff,
    AutoMerge,
    Conflict,
    Decision,
    FileDiff,
    Issue,
    PageDiff,
    Status,
)
from app.apex.parse import parse
from app.apex.tree import Page
from app.errors import ParseError

CREATE: Final = "application/create_application.sql"
INSTALL: Final = "install.sql"
_APEX: Final = re.compile(r"\bwwv_(?:flow_(?:api|imp)|imp_)", re.IGNORECASE)
_PAGE: Final = re.compile(r"(?:^|/)pages/page_[0-9_]+\.sql$")
_VERSION: Final = re.compile(r"(,p_flow_version=>)'(?:[^']|'')*'")
_HEADER: Final = re.compile(r"(component_begin \(|import_begin \()(.*?)(\n\);)", re.DOTALL)


@lru_cache(maxsize=20_000)
def _parsed(name: str, text: str) -> Page:
    return parse(text, name)


class Application:
    """Files by path below the export's root, parsed where they are component files.

    ``errors`` lists the files that could not be read; those are in ``files`` as text only.
    """

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files: Mapping[str, str] = MappingProxyType(dict(files))
        self.errors: list[ParseError] = []
        self.parsed: dict[str, Page] = {}
        for path, text in self.files.items():
            if not _APEX.search(text):
                if _PAGE.search(path):
                    self._try(path, text)
                continue
            if path.startswith("application/") or "/" not in path or path.startswith("workspace/"):
                self._try(path, text)
        self.pages: dict[int, str] = {}
        for path, page in self.parsed.items():
            if _PAGE.search(path) and page.number is not None:
                self.pages[page.number] = path

    def _try(self, path: str, text: str) -> None:
        try:
            self.parsed[path] = _parsed(path, text)
        except ParseError as error:
            self.errors.append(error)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Application) and dict(self.files) == dict(other.files)

    __hash__ = None  # type: ignore[assignment]

    @property
    def _flow(self) -> Page | None:
        return self.parsed.get(CREATE)

    def _flow_text(self, argument: str) -> str:
        page = self._flow
        for component in page.components if page else ():
            if component.procedure == "create_flow":
                return component.text(argument)
        return ""

    @property
    def header(self) -> dict[str, str]:
        for page in self.parsed.values():
            if page.header:
                return page.header
        return {}

    @property
    def name(self) -> str:
        return self._flow_text("p_name")

    @property
    def version(self) -> str:
        return self._flow_text("p_flow_version")

    @property
    def apex_release(self) -> str:
        return self.header.get("p_release", "")

    @property
    def owner(self) -> str:
        return self.header.get("p_default_owner", "")

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


def read_application(files: Mapping[str, str | bytes]) -> Application:
    """An application from its files; broken ones are in ``errors``."""
    texts: dict[str, str] = {}
    errors: list[ParseError] = []
    for path, content in files.items():
        if isinstance(content, str):
            texts[path] = content
            continue
        try:
            texts[path] = content.decode("utf-8")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            errors.append(ParseError("export.not_utf8", path=path, line=line, column=1))
    application = Application(texts)
    application.errors[:0] = errors
    return application


def with_version(application: Application, version: str) -> Application:
    """The same files with ``p_flow_version`` set; nothing else moves."""
    text = application.files[CREATE]
    quoted = version.replace("'", "''")
    changed, count = _VERSION.subn(lambda m: f"{m[1]}'{quoted}'", text, count=1)
    if not count:
        changed = re.sub(
            r"(create_flow\([^;]*?)(\n\);)",
            lambda m: f"{m[1]}\n,p_flow_version=>'{quoted}'{m[2]}",
            text,
            count=1,
        )
    return Application({**application.files, CREATE: changed})


def rebase(application: Application, onto: Application) -> Application:
    """The application in ``onto``'s id space, with its headers and application number."""
    mapping = map_ids(application.parsed, onto.parsed)
    header = onto.header
    if mapping.is_identity and application.header == header:
        return application
    files = {}
    for path, text in application.files.items():
        moved = mapping.source(text) if path in application.parsed else text
        files[path] = _HEADER.sub(lambda m: m[1] + _header(m[2], header) + m[3], moved)
    return Application(files)


def _header(body: str, header: Mapping[str, str]) -> str:
    for name, value in header.items():
        literal = value if value.isdigit() else "'" + value.replace("'", "''") + "'"
        body = re.sub(rf"(?<={name}=>)(?:'[^']*'|\d+)", literal.replace("\\", "\\\\"), body)
    return body


def _kind(path: str) -> Literal["page", "shared", "other"]:
    if _PAGE.search(path):
        return "page"
    return "shared" if "shared_components/" in path else "other"


_EMPTY: Final = PageDiff("", None, "", ())
# They say where and how the export was made, and follow from the other files.
_DERIVED: Final = frozenset(
    {
        "install.sql",
        "application/delete_application.sql",
        "application/set_environment.sql",
        "application/init.sql",
        "application/end_environment.sql",
    }
)


def compare_applications(old: Application, new: Application) -> ApplicationDiff:
    """Differences by meaning; both may come from different installations."""
    return _compare(old, rebase(new, old))


def _compare(old: Application, new: Application) -> ApplicationDiff:
    found: list[FileDiff] = []
    noise = 0
    for path in {**old.files, **new.files}:
        if path in _DERIVED:
            continue
        before, after = old.files.get(path), new.files.get(path)
        if before == after:
            continue
        left, right = old.parsed.get(path), new.parsed.get(path)
        shown = right or left
        number, title = (shown.number, shown.title) if shown else (None, path)
        if before is None or after is None:
            status = Status.ADDED if before is None else Status.REMOVED
            found.append(
                FileDiff(
                    path, _kind(path), number, title, status, PageDiff(path, number, title, ())
                )
            )
        elif left is None or right is None:
            if before.split() != after.split():
                found.append(
                    FileDiff(
                        path,
                        _kind(path),
                        number,
                        title,
                        Status.CHANGED,
                        PageDiff(path, number, title, ()),
                    )
                )
        else:
            difference = diff(left, right)
            noise += difference.noise
            if not difference.is_empty:
                found.append(FileDiff(path, _kind(path), number, title, Status.CHANGED, difference))
    found.sort(key=lambda f: (f.kind != "page", f.number if f.number is not None else -1, f.path))
    return ApplicationDiff(tuple(found), noise)


class ApplicationMerge(Struct, frozen=True):
    """``application`` is None while conflicts are open."""

    application: Application | None
    conflicts: tuple[Conflict, ...]
    auto: tuple[AutoMerge, ...]
    issues: tuple[Issue, ...]
    stale: tuple[Decision, ...]

    @property
    def files(self) -> Mapping[str, str]:
        return self.application.files if self.application is not None else {}

    @property
    def open_conflicts(self) -> tuple[Conflict, ...]:
        return tuple(c for c in self.conflicts if c.taken is None)


def merge_applications(
    base: Application,
    ours: Application,
    theirs: Application,
    decisions: Mapping[str, Decision] | None = None,
) -> ApplicationMerge:
    """Merge all files in ours' id space and headers."""
    decisions = decisions or {}
    was, other = rebase(base, ours), rebase(theirs, ours)
    files = dict(ours.files)
    results: list[MergeResult] = []
    for path in {**ours.files, **other.files}:
        if path in _DERIVED:
            continue
        b, o, t = was.files.get(path), ours.files.get(path), other.files.get(path)
        if o == t or t == b:
            continue
        if path not in ours.parsed and path not in other.parsed:
            if o == b and t is not None:
                files[path] = t
            elif o == b:
                files.pop(path, None)
            continue
        result = merge(
            was.parsed.get(path), ours.parsed.get(path), other.parsed.get(path), decisions
        )
        results.append(result)
        if result.page is not None:
            files[path] = result.page.source
        elif result.deleted:
            files.pop(path, None)
    conflicts = tuple(c for r in results for c in r.conflicts)
    known = {c.key for c in conflicts}
    open_ = any(c.taken is None for c in conflicts)
    files[INSTALL] = _install(files, ours, other)
    return ApplicationMerge(
        None if open_ else Application(files),
        conflicts,
        tuple(a for r in results for a in r.auto),
        tuple(i for r in results for i in r.issues),
        tuple(d for k, d in decisions.items() if k not in known),
    )


def _install(files: Mapping[str, str], ours: Application, theirs: Application) -> str:
    """install.sql of ours, without the files that went and with those that came, each after the
    file that stands before it in theirs."""
    lines = ours.files.get(INSTALL, "").split("\n")
    other = theirs.files.get(INSTALL, "").split("\n")
    listed = {_include(line) for line in lines}
    lines = [line for line in lines if _include(line) is None or _include(line) in files]
    for index, line in enumerate(other):
        path = _include(line)
        if path is None or path in listed or path not in files:
            continue
        previous = next((p for p in reversed(other[:index]) if p in lines), None)
        at = lines.index(previous) + 1 if previous is not None else len(lines)
        lines.insert(at, line)
    return "\n".join(lines)


def _include(line: str) -> str | None:
    text = line.strip()
    return text[2:].strip() if text.startswith("@@") else None


class CheckResult(Struct, frozen=True):
    """What ``caravane check`` says of one file."""

    name: str
    identical: bool
    release: str
    components: int
    error: ParseError | None
    notices: tuple[Issue, ...] = ()


def check(text: str | bytes, name: str) -> CheckResult:
    """Read and write back; dangling references are notices, because they are legal."""
    try:
        page = parse(text, name)
    except ParseError as error:
        return CheckResult(name, False, "", 0, error)
    raw = text if isinstance(text, bytes) else text.encode("utf-8")
    return CheckResult(
        name, page.source.encode("utf-8") == raw, page.release, len(page.components), None
    )
