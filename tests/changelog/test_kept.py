"""A changeset that needs what an earlier one left in the session is told: a resumed run has
another."""

from __future__ import annotations

import pytest

from app.changelog import lint
from tests.changelog.memory import changelog

TEMPORARY = "CREATE GLOBAL TEMPORARY TABLE W (A NUMBER) ON COMMIT PRESERVE ROWS"
PACKAGE = "CREATE PACKAGE P AS V NUMBER; PROCEDURE S (N NUMBER); END;"
BODY = "CREATE PACKAGE BODY P AS PROCEDURE S (N NUMBER) IS BEGIN V := N; END; END;"


def told(*changesets: str) -> list[tuple[str, str, str, str]]:
    """``;;`` parts the statements of a changeset. Each finding: its code, the changeset, the name
    and the earlier changeset."""
    text = "".join(
        f"--changeset a:{n} endDelimiter:/ stripComments:false\n"
        + "".join(f"{statement.strip()}\n/\n" for statement in written.split(";;"))
        for n, written in enumerate(changesets)
    )
    return [
        (f.code.removeprefix("lint."), f.changeset.split("::")[1], f.facts["name"],
         f.facts["earlier"].split("::")[1])
        for f in lint(changelog(text))
        if f.code in ("lint.temporary_rows", "lint.package_state", "lint.session_setting")
    ]  # fmt: skip


FILL = "INSERT INTO W VALUES (1)"


@pytest.mark.parametrize(
    "reads",
    [
        "INSERT INTO T SELECT A FROM W",
        "UPDATE T SET A = (SELECT A FROM W) WHERE B = 1",
        "UPDATE W SET A = 2 WHERE A = 1",
        "MERGE INTO T USING W ON (T.A = W.A) WHEN NOT MATCHED THEN INSERT (A) VALUES (W.A)",
        "CREATE TABLE T AS SELECT * FROM W",
        "BEGIN FOR R IN (SELECT * FROM W) LOOP NULL; END LOOP; END;",
        "CREATE PROCEDURE Q IS BEGIN INSERT INTO T SELECT A FROM W; END; ;; BEGIN Q; END;",
        "INSERT INTO T SELECT A FROM W ;; INSERT INTO W VALUES (2)",
    ],
)
def test_rows_of_a_temporary_table(reads: str) -> None:
    assert told(TEMPORARY, FILL, reads) == [("temporary_rows", "2", "W", "1")]


@pytest.mark.parametrize(
    "own",
    [
        f"{FILL} ;; INSERT INTO T SELECT A FROM W",
        f"BEGIN {FILL}; INSERT INTO T SELECT A FROM W; END;",
        "BEGIN EXECUTE IMMEDIATE 'INSERT INTO W VALUES (1)'; UPDATE W SET A = 2; END;",
        f"CREATE PROCEDURE Q IS BEGIN {FILL}; END; ;; BEGIN Q; UPDATE W SET A = 2; END;",
        "COMMENT ON TABLE W IS 'w'",
        "CREATE INDEX I ON W (A)",
        "CREATE VIEW X AS SELECT A FROM W",
        "CREATE PROCEDURE Q IS BEGIN INSERT INTO T SELECT A FROM W; END;",
        "ALTER TABLE W ADD B NUMBER",
        "INSERT INTO T SELECT A FROM U",
    ],
)
def test_who_fills_it_himself_or_reads_nothing_needs_nobody(own: str) -> None:
    assert told(TEMPORARY, FILL, own) == []


def test_rows_that_nobody_left() -> None:
    assert told(TEMPORARY, "INSERT INTO T SELECT A FROM W") == []
    assert told(TEMPORARY.replace("GLOBAL TEMPORARY ", ""), FILL, "UPDATE W SET A = 2") == []


def test_code_that_fills_it_left_it_there() -> None:
    code = f"CREATE PROCEDURE Q IS BEGIN {FILL}; END;"
    assert told(TEMPORARY, code, "BEGIN Q; END;", "UPDATE W SET A = 2 WHERE A = 1") == [
        ("temporary_rows", "3", "W", "2")
    ]


@pytest.mark.parametrize("sets", ["BEGIN P.V := 1; END;", "BEGIN P.S(1); END;", "CALL P.S(1)"])
def test_variables_of_a_package(sets: str) -> None:
    assert told(PACKAGE, BODY, sets, "INSERT INTO T VALUES (P.V)") == [
        ("package_state", "3", "P", "2")
    ]
    assert told(PACKAGE, BODY, f"{sets} ;; INSERT INTO T VALUES (P.V)") == []


@pytest.mark.parametrize(
    "package",
    [
        "CREATE PACKAGE P AS V CONSTANT NUMBER := 1; E EXCEPTION; PROCEDURE S (N NUMBER); END;",
        "CREATE PACKAGE P AS TYPE R IS RECORD (A NUMBER); PROCEDURE S (N NUMBER); END;",
        "CREATE PROCEDURE P IS V NUMBER; BEGIN V := 1; END;",
        "CREATE PACKAGE BODY P AS PROCEDURE S (N NUMBER) IS V NUMBER; BEGIN V := N; END; END;",
    ],
)
def test_a_package_without_variables_keeps_nothing(package: str) -> None:
    assert told(package, "BEGIN P.S(1); END;", "BEGIN P.S(2); END;") == []


DATES = "ALTER SESSION SET NLS_DATE_FORMAT = 'YYYY'"


def test_what_another_changeset_sets_for_the_session() -> None:
    """Each setting once: the first that runs with it speaks for all behind it."""
    insert = "INSERT INTO T VALUES ('2024')"
    assert told(DATES, "COMMENT ON TABLE T IS 'x'", insert, insert) == [
        ("session_setting", "2", "NLS_DATE_FORMAT", "0")
    ]
    both = f"{DATES} ;; ALTER SESSION SET NLS_SORT = BINARY"
    assert told(f"{both} ;; {insert}", f"{DATES} ;; {insert}", insert) == [
        ("session_setting", "1", "NLS_SORT", "0"),
        ("session_setting", "2", "NLS_DATE_FORMAT", "1"),
    ]
    assert told(f"{DATES} ;; {insert}", f"{DATES} ;; {insert}", "GRANT SELECT ON T TO U") == []
