"""Makes what the contract tests need on a real Oracle, and takes it away again.

    python -m tests.contract.real create        schemas, workspaces, applications
    python -m tests.contract.real drop          all of it

CARAVANE_TEST_DSN is the database, CARAVANE_TEST_ADMIN a user who may create users and administer
APEX (SYSTEM, or ADMIN on Autonomous), CARAVANE_TEST_ADMIN_PASSWORD its password, and
CARAVANE_TEST_PASSWORD the one that all made users get. Use a database where nothing else is: users
of these names are dropped.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from app.errors import OracleError
from app.lab.world.build import application
from app.oracle import ConnectionSpec, ImportTarget, Session, connect, import_application

TESTER = "CARAVANE_TESTER"
SCHEMAS = (TESTER, "ORASSUIT", "ORASSUIT_DEV1")
RIGHTS = (
    "CREATE SESSION", "CREATE TABLE", "CREATE VIEW", "CREATE SEQUENCE", "CREATE PROCEDURE",
    "CREATE TRIGGER", "CREATE TYPE", "CREATE SYNONYM", "CREATE MATERIALIZED VIEW",
)  # fmt: skip

_NEVER_MADE = {1918, 20987}
"""ORA-01918: no such user; ORA-20987: APEX's own, for a workspace that does not exist."""

# Workspace, its schema, the application's number there, the offset of its ids: as in the demo.
COPIES = (
    ("ORASSUIT", "ORASSUIT", 100, 0),
    ("ORASSUIT_DEV1", "ORASSUIT_DEV1", 101, 11322785363014083),
    ("ORASSUIT_MA", "ORASSUIT", 210, 38110427716503941),
)


def creating(password: str) -> Iterator[str]:
    """The statements that make users and workspaces."""
    for user in SCHEMAS:
        yield f'CREATE USER {user} IDENTIFIED BY "{password}" QUOTA UNLIMITED ON USERS'
        yield f"GRANT {', '.join(RIGHTS)} TO {user}"
        yield f"GRANT EXECUTE ON SYS.DBMS_LOCK TO {user}"
    for workspace, schema, *_ in COPIES:
        yield (
            "begin apex_instance_admin.add_workspace("
            f"p_workspace => '{workspace}', p_primary_schema => '{schema}'); commit; end;"
        )


def dropping() -> Iterator[str]:
    """The statements that take them away."""
    for workspace, *_ in reversed(COPIES):
        yield (
            "begin apex_instance_admin.remove_workspace("
            f"p_workspace => '{workspace}'); commit; end;"
        )
    for user in reversed(SCHEMAS):
        yield f"DROP USER {user} CASCADE"


def fill(session: Session, schema: str) -> None:
    """Import the demo's application into the workspaces of one schema."""
    for workspace, owner, number, offset in COPIES:
        if owner == schema:
            target = ImportTarget(workspace, number, schema, offset)
            import_application(session, application(), target)


def log_on(user: str, password: str) -> Session:
    dsn = os.environ["CARAVANE_TEST_DSN"]
    return connect(ConnectionSpec("real", dsn, user, call_timeout=1800.0), password)


def _dropped(session: Session, statement: str) -> bool:
    """Whether something is left; what was never made is not."""
    try:
        session.execute(statement)
    except OracleError as error:
        left = error.ora not in _NEVER_MADE
        if left:
            print(f"left: {statement}: {error}", file=sys.stderr)
        return left
    return False


def main(action: str) -> int:
    password = os.environ["CARAVANE_TEST_PASSWORD"]
    admin = os.environ.get("CARAVANE_TEST_ADMIN", "SYSTEM")
    with log_on(admin, os.environ["CARAVANE_TEST_ADMIN_PASSWORD"]) as session:
        if action == "drop":
            return sum([_dropped(session, statement) for statement in dropping()])
        for statement in creating(password):
            session.execute(statement)
    for schema in SCHEMAS[1:]:
        with log_on(schema, password) as session:
            fill(session, schema)
    return 0


if __name__ == "__main__":
    if sys.argv[1:] not in (["create"], ["drop"]):
        raise SystemExit(__doc__)
    raise SystemExit(main(sys.argv[1]))
