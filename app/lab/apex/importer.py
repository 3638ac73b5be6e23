"""Running the blocks of an APEX export against the store.

One block either runs whole or raises: it is compiled first (every name must be known), and the
caller undoes its rows if a statement fails. Ids become absolute here: N of ``id(N)`` plus the
offset that APEX_APPLICATION_INSTALL was told, zero if none. ``p_default_id_offset`` says by how
much the ids in the file differ from the original ones; measured exports carry ids as stored.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from app.lab.apex.calls import CONTROL, canonical
from app.lab.apex.layout import (
    Place,
    empty_places,
    is_named_later,
    order_of,
    place_elsewhere,
    place_of,
    title_of,
)
from app.lab.apex.reader import (
    Argument,
    Block,
    Statement,
    read_block,
    refuse,
    script_blocks,
    shift_ids,
)
from app.lab.apex.releases import Release
from app.lab.apex.session import ApexSession, Import, Open, check_application_id, check_release
from app.lab.apex.store import BEGIN, CUT, END, Application, Component, File, Store
from app.lab.apex.upgrade import Idents, steps_of, upgraded
from app.lab.backend import OraError

_HOOK: Final = re.compile(
    r"nvl\(\s*wwv_flow_application_install\.(\w+)\s*,\s*'(?:[^']|'')*'\s*\)", re.I
)
_ID: Final = re.compile(r"wwv_flow_(?:imp|api)\.id\((\d+)\)")
_OF_WORKSPACE: Final = frozenset({"create_remote_server", "create_credential"})
_BASE_URL: Final = re.compile(
    r"(nvl\(wwv_flow_application_install\.get_remote_server_base_url\([^)]*\),)'(?:[^']|'')*'\)"
)
_TABLE: Final = re.compile(r"\bwwv_flow_(?:imp|api)\.(?=(?:g|empty)_varchar2_table\b)", re.I)
_INCLUDE: Final = re.compile(r"^@@(\S+)", re.MULTILINE)
_PLAIN: Final = frozenset({"null", "commit", "rollback"})
_BETWEEN: Final = _PLAIN - {"null"}
_EMPTY: Final = 3  # statements of a file without components: component_begin, null, component_end


class Importer:
    """Runs blocks for one session. ``clock`` gives the instance's date."""

    def __init__(
        self,
        store: Store,
        session: ApexSession,
        clock: Callable[[], datetime],
        commit: Callable[[], None] | None = None,
        idents: Idents | None = None,
    ) -> None:
        """``idents``: the static ids that another copy of the application has."""
        self._store, self._session, self._clock = store, session, clock
        self._idents = idents if idents is not None else session.idents
        self._commit, self._release = commit, store.release
        self._order = order_of(self._release)

    def run(self, text: str, path: str = "") -> None:
        """One anonymous block. Raises OraError; the caller then undoes what the block wrote.

        ``path`` (without ``.sql``) is the file of a split export that it stands in, where that is
        known: a kind of component that the lab does not know keeps it.
        """
        block = compiled(text, self._release)
        entered = False
        for statement in block.statements:
            name = statement.name.rpartition(".")[2]
            if name in CONTROL and not statement.assigned:
                self._control(name, statement)
                if name == "component_end" and not entered and self._open_file() is not None:
                    self._go_on(None, begun=False)  # a block that only ends the file before it
                    entered = True
                if name == "component_end":
                    self._end_component()
            elif name in _BETWEEN:
                self._plain(name)
            else:
                if name == "create_flow":
                    self._create_application(statement, self._running())
                if not entered:
                    self._enter(block, path)
                    entered = True
                self._write(statement, alone=len(block.statements) <= _EMPTY)

    def install(self, files: dict[str, str]) -> None:
        """Every block of a split export in the order of its install script.

        ``files`` maps paths to texts; a leading ``f<app>/`` is taken off. Raises OraError.
        """
        commit, self._commit = self._commit, None  # APEX_APPLICATION_INSTALL leaves that to us
        try:
            for path, text in _in_order(files):
                for block in script_blocks(text):
                    try:
                        self.run(block, path.removesuffix(".sql"))
                    except OraError as error:
                        raise OraError(
                            error.code, f"{error.text}\n{path}", error.position
                        ) from error
        finally:
            self._commit = commit
            self._session.running = self._session.open = None

    # statements -----------------------------------------------------------------------------

    def _plain(self, name: str) -> None:
        if name == "commit" and self._commit is not None:
            self._commit()

    def _running(self) -> Import:
        running = self._session.running
        if running is None:
            raise OraError(20001, "Package variable g_security_group_id must be set.")
        return running

    def _control(self, name: str, statement: Statement) -> None:
        session = self._session
        if name in ("import_begin", "component_begin"):
            self._begin(statement, whole=name == "import_begin")
        elif name == "import_end":
            self._activate()
            self._switch_off()
            session.running = session.open = None
        elif name == "remove_flow":
            self._remove_application(self._running())
            session.open = None
        elif name == "remove_page":
            self._remove_page(statement, self._running())
        elif name == "set_version":
            check_release(statement.text("p_version_yyyy_mm_dd"), self._release)

    def _end_component(self) -> None:
        session = self._session
        if session.open is not None:
            session.open.ended = True
        if session.running is not None and not session.running.whole:
            session.running = None

    def _begin(self, statement: Statement, *, whole: bool) -> None:
        store, session, told = self._store, self._session, self._session.settings
        check_release(statement.text("p_version_yyyy_mm_dd"), self._release)
        default = int(statement.text("p_default_workspace_id") or 0)
        workspace = told.workspace or session.security_group or default
        session.check_workspace(store, workspace)
        application = told.application or int(statement.text("p_default_application_id") or 0)
        check_application_id(store, application, workspace)
        owner = (told.schema or statement.text("p_default_owner") or "").upper()
        if owner not in store.schemas(workspace):
            raise OraError(
                20987, f"APEX - Schema {owner} is not available to workspace {workspace}."
            )
        header = int(statement.text("p_default_id_offset") or 0)
        offset = told.offset if told.offset is not None else 0
        before = session.running
        session.running = Import(
            workspace, application, owner, offset,
            told.offset if told.offset is not None else header,
            session.schema, whole or (before is not None and before.whole),
            before.fresh if before is not None and before.whole else set(),
            int(statement.text("p_default_application_id") or 0),
            steps_of(statement.text("p_release") or "", self._release),
        )  # fmt: skip

    def _activate(self) -> None:
        """The authentication scheme that SET_AUTHENTICATION_SCHEME named becomes the current one."""
        running, name = self._session.running, self._session.settings.authentication
        if running is None or not running.whole or name is None:
            return
        for component in self._store.components(running.application):
            call = component.statement()
            made = component.procedure.endswith(".create_authentication")
            if made and call.text("p_name") == name:
                told = ("p_authentication_id", call.source("p_id") or "null")
                self._store.change(running.application, "create_flow", None, told)
                return
        raise OraError(20987, f"APEX - Authentication scheme {name} does not exist.")

    def _switch_off(self) -> None:
        """Automations and REST synchronisations are off after an import: documented for APEX 24.2,
        and taken for every release."""
        running = self._session.running
        if running is not None and running.whole:
            for procedure, argument, off in (
                ("create_automation", "p_polling_status", "'DISABLED'"),
                ("create_web_source_module", "p_sync_is_active", "false"),
            ):
                self._store.change(running.application, procedure, None, (argument, off))

    def _remove_application(self, running: Import) -> None:
        there = self._store.application(running.application)
        if there is not None:
            self._store.remove_application(there.id)
            if not self._session.settings.keep_sessions:
                self._store.end_sessions(there.id)

    # components -----------------------------------------------------------------------------

    def _open_file(self) -> Open | None:
        """The file that the block before this one left unfinished or just ended."""
        running, open_ = self._session.running, self._session.open
        return open_ if running and open_ and open_.application == running.application else None

    def _enter(self, block: Block, path: str) -> None:
        """The block's first component: it begins a file, or goes on with the one before."""
        running, before = self._running(), self._open_file()
        found = place_of(block, running.application, self._order)
        begun = any(s.name.endswith(".component_begin") for s in block.statements)
        if before is not None and not block.manifest and _belongs(found, before):
            self._go_on(found, begun=begun)
            return
        self._check_held()
        if found is None and not is_named_later(block, self._order):
            rank = before.place.rank if before is not None and before.place is not None else None
            found = place_elsewhere(block, path, rank, self._order)
            if found is None:
                raise _homeless()
        self._session.open = Open(running.application, title_of(block.manifest))
        if found is not None:
            self._begin_file(self._session.open, found)

    def _check_held(self) -> None:
        """Statements that wait for the name of their file wait no longer than the next file."""
        if self._session.open is not None and self._session.open.held:
            self._session.open = None
            raise _homeless()

    def _begin_file(self, file: Open, place: Place) -> None:
        """Shared components of a component import replace what is there."""
        running, app = self._running(), file.application
        if self._store.application(app) is None:
            raise OraError(
                20987, f"APEX - Application {app} does not exist in workspace {running.workspace}."
            )
        path = self._free_path(place, app)
        file.place = place = replace(place, path=path)
        if path not in running.fresh and not place.kind.is_page:
            self._store.clear_file(app, path)
        running.fresh.add(path)
        sort = _sort_key(place)
        self._store.save_file(
            File(app, path, place.rank, sort, place.manifest, place.page, running.by, self._clock())
        )
        for component in file.held:
            self._row(file, component)
        file.held.clear()

    def _free_path(self, place: Place, app: int) -> str:
        """The place's path, with a number where another component has it."""
        paths = itertools.chain(
            (place.path,), (f"{place.path}_{n:03d}" for n in itertools.count(2))
        )
        for path in paths:
            there = self._store.file(app, path)
            if there is None or there.manifest == place.manifest or not place.kind.named_by:
                return path
        raise AssertionError

    def _go_on(self, found: Place | None, *, begun: bool) -> None:
        """Another block of the same file: what stands between the two is kept."""
        file = self._session.open
        assert file is not None
        if file.empty:
            self._text(file, "null")
        for text in (END if file.ended else "", CUT, BEGIN if begun else ""):
            if text:
                self._text(file, text)
        file.ended = file.empty = False
        if file.place is None and found is not None:
            self._begin_file(file, found)

    def _text(self, file: Open, text: str) -> None:
        self._row(file, Component("", "", (Argument("", "", text),)))

    def _row(self, file: Open, component: Component) -> None:
        if file.place is None:
            file.held.append(component)
            return
        placed = Component(file.place.path, component.procedure, component.arguments)
        self._store.add_component(file.application, placed, _identity(placed, file.application))

    def _write(self, statement: Statement, *, alone: bool) -> None:
        running, file = self._running(), self._session.open
        assert file is not None
        if running.steps is not None and not statement.assigned:
            where = file.place.path if file.place is not None else file.title
            statement = upgraded(statement, running.steps, self._idents, where)
        if statement.name == "null":
            file.empty = alone and file.place is not None
            if not file.empty:
                self._text(file, "null")
            return
        if statement.assigned:
            text = shift_ids(statement.assigned, running.offset, package=self._release.imports)
            self._text(file, text)
            return
        procedure = statement.name.rpartition(".")[2]
        arguments = tuple(
            a._replace(source=self._source(a, procedure, running)) for a in statement.arguments
        )
        if procedure in _OF_WORKSPACE:
            arguments = self._of_workspace(procedure, statement.text("p_static_id"), arguments)
        self._row(file, Component("", statement.name, arguments))

    def _of_workspace(
        self, procedure: str, static_id: str | None, came: tuple[Argument, ...]
    ) -> tuple[Argument, ...]:
        """A remote server or a credential: where the workspace has it, with its own values."""
        if static_id is None:
            return came
        url = self._session.settings.remote_servers.get(static_id)
        if url is not None:
            quoted = url.replace("'", "''")
            came = tuple(
                a._replace(source=_BASE_URL.sub(lambda m: f"{m[1]}'{quoted}')", a.source))
                for a in came
            )
        own = self._store.shared(self._running().workspace, procedure, static_id, came)
        number = next((a for a in came if a.name == "p_id"), None)
        return tuple(number if number is not None and a.name == "p_id" else a for a in own)

    def _source(self, argument: Argument, procedure: str, running: Import) -> str:
        """The argument as it is kept: ids absolute, the hooks with this copy's values."""
        if (
            procedure == "create_user_interface"
            and argument.name == "p_id"
            and argument.source.endswith(f".id({running.numbered})")
        ):
            return f"{self._release.imports}.id({running.application})"  # its own number
        source = shift_ids(argument.source, running.offset, package=self._release.imports)
        return self._hooked(source, running) if procedure == "create_flow" else source

    def _hooked(self, source: str, running: Import) -> str:
        told = self._session.settings
        values = {
            "get_schema": running.owner,
            "get_application_name": told.name,
            "get_application_alias": told.alias,
            "get_image_prefix": told.image_prefix,
        }
        hook = _HOOK.fullmatch(source)
        value = values.get(hook[1].lower()) if hook else None
        if hook is None or value is None:
            return source
        quoted = value.replace("'", "''")
        return f"nvl(wwv_flow_application_install.{hook[1].lower()},'{quoted}')"

    def _create_application(self, statement: Statement, running: Import) -> None:
        told, store, now = self._session.settings, self._store, self._clock()
        if store.application(running.application) is not None:
            raise OraError(
                1, f"unique constraint ({self._release.owner}.WWV_FLOW_FLOW_PK) violated"
            )
        alias = told.alias or statement.text("p_alias") or ""
        for other in store.applications([running.workspace]):
            if alias and other.alias == alias:
                raise OraError(
                    20987, f"APEX - Application alias {alias} is already used by {other.id}."
                )
        store.save_application(
            Application(
                running.application, running.workspace, running.owner,
                told.name or statement.text("p_name") or "", alias,
                statement.text("p_flow_version") or "", running.header_offset, running.by, now,
            )
        )  # fmt: skip
        for empty in empty_places(running.application, self._order):
            store.save_file(
                File(running.application, empty.path, empty.rank, "", empty.manifest, None,
                     running.by, now)
            )  # fmt: skip

    def _remove_page(self, statement: Statement, running: Import) -> None:
        page = int(statement.text("p_page_id") or 0)
        self._store.remove_file(running.application, f"application/pages/page_{page:05d}")


def compiled(text: str, release: Release) -> Block:
    """The block with every call under the release's name. Raises OraError 6550 for what it does
    not have."""
    block = read_block(text)
    statements = []
    for statement in block.statements:
        if statement.name in _PLAIN or statement.name == "begin":
            statements.append(statement)
            continue
        if statement.assigned:
            statements.append(_table_of(text, statement, release))
            continue
        name = canonical(statement.name, release)
        if name is None:
            raise _undeclared(text, statement, release)
        statements.append(Statement(name, statement.arguments, statement.line, statement.column))
    return Block(tuple(statements), block.manifest)


def _table_of(text: str, statement: Statement, release: Release) -> Statement:
    """An assignment to the table that files and scripts are loaded through."""
    package, _, table = statement.name.rpartition(".")
    known = package == "wwv_flow_api" or (package == "wwv_flow_imp" and release.has("22.1"))
    if table != "g_varchar2_table" or not known:
        raise _undeclared(text, statement, release)
    return replace(statement, assigned=_TABLE.sub(f"{release.imports}.", statement.assigned))


def _belongs(found: Place | None, before: Open) -> bool:
    """Whether a block without a Manifest goes on with the file before it."""
    if found is None:
        return True
    if before.place is None:
        return title_of(found.manifest) == before.title
    return found.path == before.place.path


def _homeless() -> OraError:
    return OraError(20987, "APEX - The block has components, but none that they belong to.")


def _undeclared(text: str, statement: Statement, release: Release) -> OraError:
    package, _, procedure = statement.name.rpartition(".")
    where = f"line {statement.line}, column {statement.column}:"
    number, words = "00302", f"component '{procedure.upper()}' must be declared"
    if not package or (package != "wwv_flow_api" and not release.has("22.1")):
        number = "00201"
        words = f"identifier '{statement.name.upper()}' must be declared"
    offset = sum(len(line) + 1 for line in text.split("\n")[: statement.line - 1])
    error = refuse(text, offset + statement.column - 1, number, words)
    return OraError(
        6550, f"{error.text}\nORA-06550: {where}\nPL/SQL: Statement ignored", error.position
    )


def _sort_key(place: Place) -> str:
    if place.page is not None:
        return f"{place.page:020d}"
    return place.manifest if place.kind.by_name else ""


def _identity(component: Component, application: int) -> str | None:
    """What must be unique in the instance: the id of a component, the number of a page."""
    procedure = component.procedure.rpartition(".")[2]
    source = next((a.source for a in component.arguments if a.name == "p_id"), None)
    makes = procedure.startswith("create_")
    if source is None or not makes or procedure in ("create_flow", "create_user_interface"):
        return None
    if procedure == "create_page":
        return f"create_page:{application}:{source}"
    found = _ID.fullmatch(source)
    return f"{procedure}:{found[1]}" if found else None


def _in_order(files: dict[str, str]) -> list[tuple[str, str]]:
    """The scripts that the install script names, in its order; without one, all in given order."""
    relative = {re.sub(r"^f\d+/", "", path.replace("\\", "/")): t for path, t in files.items()}
    for script in ("install.sql", "install_component.sql"):
        if script in relative:
            named = _INCLUDE.findall(relative[script])
            missing = [path for path in named if path not in relative]
            if missing:
                raise OraError(20987, f"APEX - File {missing[0]} is missing from the archive.")
            return [(path, relative[path]) for path in named]
    return [(path, text) for path, text in relative.items() if path.endswith(".sql")]
