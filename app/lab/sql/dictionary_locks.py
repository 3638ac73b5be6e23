"""Who holds which table now, for who may look.

Columns and values as in the Oracle Database Reference, "V$LOCKED_OBJECT". It is a view of SYS: who
has no SELECT ANY DICTIONARY is told that there is none.
"""

from __future__ import annotations

from typing import Final

from app.lab.backend import OraError
from app.lab.sql.contract import Session
from app.lab.sql.dictionary import Rows, single
from app.lab.undo import ledger

_MODES: Final = {"RS": 2, "RX": 3, "S": 4, "SRX": 5, "X": 6}


@single("V$LOCKED_OBJECT")
def _locked(s: Session) -> Rows:
    """The tables of open transactions, one row for each transaction and table, the strongest mode."""
    if "SELECT ANY DICTIONARY" not in s.privileges:
        raise OraError(942, "table or view does not exist")
    known = {x.session_id: x for x in s.database.sessions()}
    strongest: dict[tuple[int, int, int], int] = {}
    for xid, session, object_id, mode in s.catalog.rows(
        "select l.xid, t.session, o.id, l.mode from lab_table_locks l"
        " join lab_transactions t on t.xid = l.xid and t.scn is null"
        " join lab_objects o on o.owner || '.' || o.name = l.tab and o.type = 'TABLE'"
    ):
        key = (xid, session, object_id)
        strongest[key] = max(strongest.get(key, 0), _MODES[mode])
    rows = []
    for (xid, session, object_id), mode in strongest.items():
        holder = known.get(session)
        user = holder.user if holder is not None else None
        person = holder.attributes.get("osuser") if holder is not None else None
        rows.append((*ledger.parts(xid), object_id, session, user, person, mode))
    head = ["XIDUSN", "XIDSLOT", "XIDSQN", "OBJECT_ID", "SESSION_ID", "ORACLE_USERNAME"]
    return [*head, "OS_USER_NAME", "LOCKED_MODE"], rows
