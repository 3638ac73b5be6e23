"""Running the blocks of an APEX export against the store.

One block either runs whole or raises: it is compiled first (every name must be known), and the
caller undoes its rows if a statement fails. Ids become absolute here: N of ``id(N)`` plus the
offset that APEX_APPLICATION_INSTALL was told, zero if none. ``p_default_id_offset`` says by how
much the ids in the file differ from the original ones; measured exports carry ids as stored.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Final

from app.lab.apex.calls import canonical
from app.lab.apex.layout import Place, empty_places, place_of
from app.lab.apex.reader import (
    Argument,
    Block,
    Statement,
    read_block,
    refuse,
    script_blocks,
    shift_ids,
)
from app.lab.apex.session import ApexSession, Import, check_application_id, check_release
from app.lab.apex.store import Application, Component, File, Store
from app.lab.backend import OraError

_HOOK: Final = re.compile(
    r"nvl\(\s*wwv_flow_application_install\.(\w+)\s*,\s*'(?:[^']|'')*'\s*\)", re.I
)
_ID: Final = re.compile(r"wwv_flow_imp\.id\((\d+)\)")
_INCLUDE: Final = re.compile(r"^@@(\S+)", re.MULTILINE)
PLAIN: Final = frozenset({"null", "commit", "rollback"})
CONTROL: Final = "wwv_flow_imp."


class Importer:
    """Runs blocks for one session. ``clock`` gives the instance's date."""

    def __init__(
        self,
        store: Store,
        session: ApexSession,
        clock: Callable[[], datetime],
        commit: Callable[[], None] | None = None,
    ) -> None:
        self._store, self._session, self._clock = store, session, clock
        self._commit = commit

    def run(self, text: str) -> None:
        """One anonymous block. Raises OraError; the caller then undoes what the block wrote."""
        block = compiled(text)
        opened: Place | None = None
        for statement in block.statements:
            name = statement.name
            if name.startswith(CONTROL) and not statement.assigned:
                self._control(statement)
            elif name.endswith(".remove_page"):
                self._remove_page(statement, self._running())
            elif name in ("commit", "rollback"):
                self._plain(name)
            else:
                if name.endswith(".create_flow"):
                    self._create_application(statement, self._running())
                if opened is None:
                    opened = self._open(block)
                if name != "null":
                    self._write(statement, opened)

    def install(self, files: dict[str, str]) -> None:
        """Every block of a split export in the order of its install script.

        ``files`` maps paths to texts; a leading ``f<app>/`` is taken off. Raises OraError.
        """
        commit, self._commit = self._commit, None  # APEX_APPLICATION_INSTALL leaves that to us
        try:
            for path, text in _in_order(files):
                for block in script_blocks(text):
                    try:
                        self.run(block)
                    except OraError as error:
                        raise OraError(
                            error.code, f"{error.text}\n{path}", error.position
                        ) from error
        finally:
            self._commit = commit
            self._session.running = None

    # statements -----------------------------------------------------------------------------

    def _plain(self, name: str) -> None:
        if name == "commit" and self._commit is not None:
            self._commit()

    def _running(self) -> Import:
        running = self._session.running
        if running is None:
            raise OraError(20001, "Package variable g_security_group_id must be set.")
        return running

    def _control(self, statement: Statement) -> None:
        name = statement.name.removeprefix(CONTROL)
        if name in ("import_begin", "component_begin"):
            self._begin(statement, whole=name == "import_begin")
        elif name == "import_end":
            self._switch_off()
            self._session.running = None
        elif name == "component_end":
            if self._session.running is not None and not self._session.running.whole:
                self._session.running = None
        elif name == "remove_flow":
            self._remove_application(self._running())
        elif name == "set_version":
            check_release(statement.text("p_version_yyyy_mm_dd"))

    def _begin(self, statement: Statement, *, whole: bool) -> None:
        store, session, told = self._store, self._session, self._session.settings
        check_release(statement.text("p_version_yyyy_mm_dd"))
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
        )  # fmt: skip

    def _switch_off(self) -> None:
        """APEX 24.2 leaves automations and REST synchronisations off after an import."""
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

    # components -----------------------------------------------------------------------------

    def _open(self, block: Block) -> Place:
        """Begin a file: shared components of a component import replace what is there."""
        running = self._running()
        app, place = running.application, place_of(block, running.application)
        if place is None:
            raise OraError(20987, "APEX - The block has components, but none that they belong to.")
        if self._store.application(app) is None:
            raise OraError(
                20987, f"APEX - Application {app} does not exist in workspace {running.workspace}."
            )
        path = place.path
        if path not in running.fresh and not place.kind.is_page:
            self._store.clear_file(app, path)
        running.fresh.add(path)
        sort = _sort_key(place)
        self._store.save_file(
            File(app, path, place.rank, sort, place.manifest, place.page, running.by, self._clock())
        )
        return place

    def _write(self, statement: Statement, place: Place) -> None:
        running = self._running()
        procedure = statement.name.rpartition(".")[2]
        if statement.assigned:
            stored = Component(place.path, "", (Argument("", "", statement.assigned),))
            self._store.add_component(running.application, stored, None)
            return
        arguments = tuple(
            a._replace(source=self._source(a, procedure, running)) for a in statement.arguments
        )
        component = Component(place.path, statement.name, arguments)
        self._store.add_component(
            running.application, component, _identity(component, running.application)
        )

    def _source(self, argument: Argument, procedure: str, running: Import) -> str:
        """The argument as it is kept: ids absolute, the hooks with this copy's values."""
        if procedure == "create_user_interface" and argument.name == "p_id":
            return f"wwv_flow_imp.id({running.application})"  # always the application's own number
        if procedure == "create_flow":
            return self._hooked(shift_ids(argument.source, running.offset), running)
        return shift_ids(argument.source, running.offset)

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
            raise OraError(1, "unique constraint (APEX_240200.WWV_FLOW_FLOW_PK) violated")
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
        for empty in empty_places(running.application):
            store.save_file(
                File(running.application, empty.path, empty.rank, "", empty.manifest, None,
                     running.by, now)
            )  # fmt: skip

    def _remove_page(self, statement: Statement, running: Import) -> None:
        page = int(statement.text("p_page_id") or 0)
        self._store.remove_file(running.application, f"application/pages/page_{page:05d}")


def compiled(text: str) -> Block:
    """The block with every call under its current name. Raises OraError 6550 for an unknown one."""
    block = read_block(text)
    statements = []
    for statement in block.statements:
        if statement.name in PLAIN or _is_table(statement):
            statements.append(statement)
            continue
        name = canonical(statement.name)
        if name is None:
            raise _undeclared(text, statement)
        statements.append(Statement(name, statement.arguments, statement.line, statement.column))
    return Block(tuple(statements), block.manifest)


def _is_table(statement: Statement) -> bool:
    """An assignment to the table that files and scripts are loaded through."""
    return bool(statement.assigned) and statement.name in (
        "wwv_flow_imp.g_varchar2_table",
        "wwv_flow_api.g_varchar2_table",
    )


def _undeclared(text: str, statement: Statement) -> OraError:
    package, _, procedure = statement.name.rpartition(".")
    where = f"line {statement.line}, column {statement.column}:"
    words = (
        f"component '{procedure.upper()}' must be declared"
        if package
        else f"identifier '{procedure.upper()}' must be declared"
    )
    number = "00302" if package else "00201"
    offset = sum(len(line) + 1 for line in text.split("\n")[: statement.line - 1])
    error = refuse(text, offset + statement.column - 1, number, words)
    return OraError(
        6550, f"{error.text}\nORA-06550: {where}\nPL/SQL: Statement ignored", error.position
    )


def _sort_key(place: Place) -> str:
    if place.page is not None:
        return f"{place.page:020d}"
    return place.path if place.kind.by_name else ""


def _identity(component: Component, application: int) -> str | None:
    """What must be unique in the instance: the id of a component, the number of a page."""
    procedure = component.procedure.rpartition(".")[2]
    source = next((a.source for a in component.arguments if a.name == "p_id"), None)
    if source is None or procedure in ("create_flow", "create_user_interface"):
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
