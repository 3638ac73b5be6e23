"""Writing an application from the store as the files of a split export.

The text is made anew from the rows, in the canonical layout: one blank before the first argument,
a comma in column 0 before every later one, ``);`` alone. Ids are written as they are stored and
the header carries the copy's offset; with original ids, each is its distance from that offset.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Final

from app.lab.apex.layout import renamed
from app.lab.apex.reader import Argument, shift_ids
from app.lab.apex.store import BEGIN, CUT, END, Application, Component, File, Store
from app.lab.backend import OraError

_RULE: Final = "-" * 80
_BANNER: Final = f"""\
prompt --application/set_environment
set define off verify off feedback off
whenever sqlerror exit sql.sqlcode rollback
{_RULE}
--
-- Oracle APEX export file
--
-- Run this script in a SQL client as the owner (parsing schema) of the
-- application. What apex_application_install was given takes precedence over
-- the defaults below.
--
{_RULE}
"""
_END: Final = """\
prompt --application/end_environment
begin
{package}.import_end(p_auto_install_sup_obj => \
nvl(wwv_flow_application_install.get_auto_install_sup_obj, false){line});
commit;
end;
/
set verify on feedback on define on
prompt  ...done
"""
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # without a date in the zip, the same rows are the same bytes


class Exporter:
    """Writes the files of one application."""

    def __init__(self, store: Store, app: Application, *, original_ids: bool = False) -> None:
        self._store, self._app, self._release = store, app, store.release
        self._mirror = app.id_offset if original_ids else None

    def files(self) -> dict[str, str]:
        """Path (``f100/application/pages/page_00010.sql``) to text, ``install.sql`` first."""
        root = f"f{self._app.id}/"
        by_path: dict[str, list[Component]] = {}
        for component in self._store.components(self._app.id):
            by_path.setdefault(component.path, []).append(component)
        texts: dict[str, str] = {}
        for file in self._store.files(self._app.id):
            texts[f"{root}{file.path}.sql"] = self._file(file, by_path.get(file.path, []))
        includes = "".join(f"@@{path.removeprefix(root)}\n" for path in texts)
        return {f"{root}install.sql": f"prompt --install\n{includes}", **texts}

    def _file(self, file: File, components: list[Component]) -> str:
        package = self._release.imports
        if file.path == "application/set_environment":
            return f"{_BANNER}begin\n{self._begin('import_begin')}end;\n/\n"
        if file.path == "application/end_environment":
            line = "\n" if self._release.has("24.1") else ""
            return _END.format(package=package, line=line)
        if file.path == "application/delete_application":
            body = f"{package}.remove_flow(wwv_flow.g_flow_id);\n"
        else:
            body = "".join(self._component(c) for c in components) or "null;\n"
        line = renamed(file.manifest, self._app.id)
        manifest = f"--   Manifest\n--     {line}\n--   Manifest End\n" if line else ""
        return (
            f"prompt --{file.path}\nbegin\n{manifest}{self._begin('component_begin')}"
            f"{body}{package}.component_end;\nend;\n/\n"
        )

    def _begin(self, procedure: str) -> str:
        app, release = self._app, self._release
        return (
            f"{release.imports}.{procedure} (\n p_version_yyyy_mm_dd=>'{release.date}'\n"
            f",p_release=>'{release.version}'\n,p_default_workspace_id=>{app.workspace}\n"
            f",p_default_application_id=>{app.id}\n,p_default_id_offset=>{app.id_offset}\n"
            f",p_default_owner=>'{app.owner}'\n);\n"
        )

    def _component(self, component: Component) -> str:
        if not component.procedure:
            return self._statement(component.arguments[0].source)
        lines = "".join(
            f"{',' if i else ' '}{a.name}{a.sign}{self._source(component, a)}\n"
            for i, a in enumerate(component.arguments)
        )
        return f"{component.procedure}(\n{lines});\n"

    def _statement(self, text: str) -> str:
        if text == BEGIN:
            return self._begin("component_begin")
        if text == END:
            return f"{self._release.imports}.component_end;\n"
        return "end;\n/\nbegin\n" if text == CUT else f"{text};\n"

    def _source(self, component: Component, argument: Argument) -> str:
        own = component.procedure.endswith(".create_user_interface") and argument.source.endswith(
            f".id({self._app.id})"
        )
        if self._mirror is None or own:
            return argument.source
        return shift_ids(argument.source, 0, mirror=self._mirror, package=self._release.imports)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """APEX_EXPORT.ZIP: the files as a ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()


def unzipped(data: bytes | None) -> dict[str, bytes]:
    """APEX_EXPORT.UNZIP. Raises OraError 20987 for bytes that are no ZIP archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data or b"")) as archive:
            return {
                info.filename: archive.read(info)
                for info in archive.infolist()
                if not info.is_dir()
            }
    except (zipfile.BadZipFile, RuntimeError, EOFError) as error:
        raise OraError(20987, "APEX - The file is not a valid ZIP archive.") from error
