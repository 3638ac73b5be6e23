"""Exports of an APEX before 21.2, which packs no zip: its files one behind the other in one CLOB.

``get_application`` is asked once, and its rows are read inside of the block that asked it, because
a table of objects does not cross to a client.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from typing import Final

from app.oracle.session import Clob, Session

OLDEST: Final = (20, 2)
"""The oldest release of APEX that is served: it has every call that an import is told by."""

# APEX_EXPORT.GET_APPLICATION (APEX API Reference 20.2); a boolean cannot be bound on 19c.
GET_APPLICATION: Final = """\
  apex_util.set_workspace(p_workspace => :workspace);
  l_files := apex_export.get_application(
    p_application_id => :app,
    p_split => true,
    p_with_date => false,
    p_with_ir_public_reports => {saved_reports},
    p_with_ir_private_reports => {saved_reports},
    p_with_ir_notifications => {saved_reports},
    p_with_translations => true,
    p_with_original_ids => {original_ids}{also});
"""
"""The call that fills ``l_files``; with binds ``workspace`` and ``app``. ``also``: more parameters,
each with a comma before it."""

# APEX_T_EXPORT_FILES is a table of APEX_T_EXPORT_FILE(name, contents) (APEX API Reference 20.2).
_EXPORT: Final = f"""\
declare
  l_files apex_t_export_files;
  l_all clob;
begin
{GET_APPLICATION}\
  dbms_lob.createtemporary(l_all, true);
  for f in (select name, contents from table(l_files)) loop
    dbms_lob.append(l_all, :mark || f.name || chr(10));
    if dbms_lob.getlength(f.contents) > 0 then
      dbms_lob.append(l_all, f.contents);
    end if;
  end loop;
  :files := l_all;
end;"""


def version_of(release: str) -> tuple[int, ...]:
    """The numbers of a release: ``24.2.0`` is ``(24, 2, 0)``."""
    return tuple(int(n) for n in re.findall(r"\d+", release))


def export_by_rows(
    s: Session, workspace: str, application: int, chosen: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Name and text of each file, in APEX's order; ``chosen`` are parameters of the export by name.
    Raises OracleError."""
    mark = f"-- {secrets.token_hex(16)} "  # no file has it
    block = _EXPORT.format(**chosen)
    answer = s.call(block, {"files": Clob}, workspace=workspace, app=application, mark=mark)
    found = []
    for piece in str(answer["files"]).split(mark)[1:]:
        name, _, text = piece.partition("\n")
        found.append((name, text))
    return found
