"""A client held by a session, so that no second run works on it: Oracle's own lock of that purpose.

A user lock ends with its session, however that ends, and not before what the session runs has come
to its end in the database (PL/SQL Packages and Types Reference, DBMS_LOCK: user locks are released
automatically when a session terminates). No clock decides, and nothing has to be cleaned up.
"""

from __future__ import annotations

import hashlib
from typing import Final

from app.errors import OracleError, RolloutError
from app.oracle.session import Session

# 6 is DBMS_LOCK.X_MODE; release_on_commit is FALSE by default.
_REQUEST: Final = "begin :p_answer := dbms_lock.request(:p_id, 6, :p_seconds); end;"
_TAKEN, _OURS = 0, 4
_IDS: Final = 2**30  # an id is from 0 to 1073741823
_BLOCK: Final = 6550  # PLS-00201: no EXECUTE on the package


def hold(s: Session, what: str, seconds: int) -> bool:
    """Hold ``what`` (upper and lower case are one) until the session ends; wait at most so long
    for another session that has it. False where that one still has it. One round trip.

    Raises OracleError, and RolloutError ``rollout.cannot_hold`` where DBMS_LOCK may not be used.
    """
    digest = hashlib.sha256(f"caravane {what.upper()}".encode()).hexdigest()
    number = int(digest[:8], 16) % _IDS
    try:
        answer = s.call(_REQUEST, {"p_answer": int}, p_id=number, p_seconds=seconds)["p_answer"]
    except OracleError as error:
        if error.ora != _BLOCK:
            raise
        facts = {"client": s.spec.name, "user": s.spec.user, "detail": error.facts["detail"]}
        raise RolloutError("rollout.cannot_hold", **facts) from error
    return answer in (_TAKEN, _OURS)
