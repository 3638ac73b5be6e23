"""Approvals of changes of data: the file, and what makes an approval void."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from app.changelog import Changelog, Changeset, parse_changelog
from app.changelog.file.approvals import (
    Approval,
    Approvals,
    approve,
    decode,
    encode,
    standing,
)
from app.errors import ChangelogError

HEAD = "--liquibase formatted sql\n"
BODY = """--changeset karim:prime
--comment: la prime du réseau
UPDATE CONTRATS
   SET MONTANT_PRIME = MONTANT_PRIME * 1.02, COMMENTAIRE = 'révisé  en 2026'
 WHERE STATUT = 'ACTIF';
"""
KEY = "changelog/002.sql::prime::karim"
WHO = "Karim Benali <karim@example.com>"
WHEN = datetime(2026, 11, 29, 20, 15, tzinfo=UTC)
PATH = "changelog/approvals.json"


def read(*texts: str) -> Changelog:
    """Files of a changelog in their order: 002.sql, 003.sql and so on."""
    return parse_changelog(
        {f"changelog/{n:03}.sql": (HEAD + t).encode() for n, t in enumerate(texts, 2)}
    )


def one(changelog: Changelog, key: str = KEY) -> Changeset:
    return next(c for c in changelog.changesets if c.key == key)


def approved(changelog: Changelog, key: str = KEY) -> Approvals:
    return Approvals().with_(approve(changelog, one(changelog, key), WHO, WHEN, "as agreed"))


def test_what_was_shown_is_approved() -> None:
    changelog = read(BODY)
    found = standing(changelog, approved(changelog))
    assert (set(found.good), set(found.void)) == ({KEY}, set())
    approval = found.good[KEY]
    assert approval.checksum == one(changelog).checksum_v9
    assert (approval.approved_by, approval.approved_at, approval.reason) == (WHO, WHEN, "as agreed")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1.02", "1.20"),
        ("révisé  en", "révisé en"),  # Liquibase's checksum sees no blanks
        ("'ACTIF'", "'ACTIF '"),
        ("'ACTIF'", "'AC TIF'"),
        ("UPDATE CONTRATS\n", "UPDATE CONTRATS \n"),
        ("karim:prime", "karim:prime runOnChange:true"),
        ("karim:prime", "karim:prime runAlways:true"),
        ("karim:prime", "karim:prime context:prod"),
        ("karim:prime", "karim:prime failOnError:false"),
        ("--comment: la prime du réseau\n", "--comment: autre chose\n"),
        ("UPDATE", "--preconditions onFail:MARK_RAN\nUPDATE"),
        ("UPDATE", "--precondition-sql-check expectedResult:0 select 1 from dual\nUPDATE"),
        ("'ACTIF';", "'ACTIF';\nUPDATE CONTRATS SET STATUT = 'ECHU' WHERE ID_CONTRAT = 1;"),
        ("'ACTIF';", "'ACTIF'; -- tous"),
    ],
)
def test_an_edit_makes_the_approval_void(old: str, new: str) -> None:
    given_for = approved(read(BODY))
    assert old in BODY
    found = standing(read(BODY.replace(old, new, 1)), given_for)
    assert (set(found.good), set(found.void)) == (set(), {KEY})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (BODY, BODY.replace("\n", "\r\n")),
        (BODY, "\n\n" + BODY),  # the same changeset further down
        (BODY, "--changeset karim:other\nCREATE TABLE T (C NUMBER);\n" + BODY),
    ],
)
def test_what_is_no_edit_leaves_it_good(before: str, after: str) -> None:
    assert set(standing(read(after), approved(read(before))).good) == {KEY}


def test_a_property_that_is_set_elsewhere_belongs_to_what_was_shown() -> None:
    rate = "--property name:statut value:{}\n"
    body = BODY.replace("'ACTIF'", "'${statut}'")
    shown = parse_changelog(
        {
            "a.sql": (HEAD + rate.format("ACTIF")).encode(),
            "changelog/002.sql": (HEAD + body).encode(),
        }
    )
    for value, good in (("ACTIF", True), ("ECHU", False), ("ACTIF ", True)):
        now = parse_changelog(
            {
                "a.sql": (HEAD + rate.format(value)).encode(),
                "changelog/002.sql": (HEAD + body).encode(),
            }
        )
        assert (KEY in standing(now, approved(shown)).good) is good, value


CODE = """--changeset karim:code splitStatements:false
CREATE OR REPLACE PROCEDURE REVALORISER AS BEGIN
  UPDATE CONTRATS SET MONTANT_PRIME = MONTANT_PRIME * {};
END;
"""
CALLER = "--changeset karim:middle splitStatements:false\n{}\n"
CALL = "--changeset karim:prime splitStatements:false\n{}\n"


@pytest.mark.parametrize(
    ("middle", "call"),
    [
        ("CREATE PACKAGE P AS PROCEDURE X; END;", "BEGIN REVALORISER; END;"),
        ("CREATE PROCEDURE TOUT AS BEGIN revaloriser; END;", "BEGIN TOUT; END;"),
        (
            "CREATE PROCEDURE TOUT AS BEGIN NULL; END;",
            "BEGIN EXECUTE IMMEDIATE 'begin revaloriser; end;'; END;",
        ),
        (
            "CREATE OR REPLACE TRIGGER T BEFORE UPDATE OF STATUT ON CONTRATS FOR EACH ROW"
            " BEGIN REVALORISER; END;",
            "UPDATE CONTRATS SET STATUT = 'ECHU' WHERE ID_CONTRAT = 1",
        ),
        (
            "BEGIN EXECUTE IMMEDIATE 'create or replace trigger t after insert on contrats"
            " begin revaloriser; end;'; END;",
            "UPDATE CONTRATS SET STATUT = 'ECHU' WHERE ID_CONTRAT = 1",
        ),
    ],
)  # fmt: skip
def test_the_code_that_it_runs_belongs_to_what_was_shown(middle: str, call: str) -> None:
    def now(rate: str, last: str = "") -> Changelog:
        return read(CODE.format(rate), CALLER.format(middle), CALL.format(call) + last)

    key = "changelog/004.sql::prime::karim"
    given_for = approved(now("1.02"), key)
    assert set(standing(now("1.02"), given_for).good) == {key}
    assert set(standing(now("9.99"), given_for).void) == {key}
    # what a later release replaces ran after it
    later = CODE.format("3").replace("karim:code", "karim:later")
    assert set(standing(now("1.02", later), given_for).good) == {key}


RENAMED = "ALTER TABLE T RENAME COLUMN A TO OLD;\nALTER TABLE T RENAME COLUMN B TO A;"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", RENAMED),
        ("", "ALTER SESSION SET NLS_COMP = 'LINGUISTIC';"),
        ("", "ALTER TRIGGER G ENABLE;"),
        ("", "ALTER TABLE O.T MODIFY (A DEFAULT 1);"),
        ("INSERT INTO N VALUES (1, 5);", "INSERT INTO N VALUES (1, 0);"),
        ("INSERT INTO M VALUES (5);\nINSERT INTO N SELECT * FROM M;",
         "INSERT INTO M VALUES (0);\nINSERT INTO N SELECT * FROM M;"),
        ("CREATE TABLE N AS SELECT 1 ID FROM DUAL;", "CREATE TABLE N AS SELECT 2 ID FROM DUAL;"),
        ("BEGIN EXECUTE IMMEDIATE 'CRE'||'ATE TRIGGER G BEFORE UPDATE ON T BEGIN X; END;'; END;",
         "BEGIN EXECUTE IMMEDIATE 'CRE'||'ATE TRIGGER G BEFORE UPDATE ON T BEGIN Y; END;'; END;"),
        ('CREATE FUNCTION "f x" RETURN NUMBER AS BEGIN RETURN 1; END;',
         'CREATE FUNCTION "f x" RETURN NUMBER AS BEGIN RETURN 2; END;'),
    ],
)  # fmt: skip
def test_what_decides_what_it_writes_belongs_to_what_was_shown(before: str, after: str) -> None:
    """The text is the same, and other rows or columns are written."""
    update = (
        'MERGE INTO T USING N ON (T.ID = N.ID) WHEN MATCHED THEN UPDATE SET A = N.A + "f x"();\n'
    )

    def now(text: str) -> Changelog:
        code = "" if text.startswith(("ALTER", "INSERT")) else " splitStatements:false"
        body = text if code == "" else text.removesuffix(";") + ";" * text.endswith("END;")
        return read(f"--changeset k:c{code}\n{body or 'CREATE SEQUENCE S;'}\n", CALL.format(update))

    key = "changelog/003.sql::prime::karim"
    given_for = approved(now(before), key)
    assert set(standing(now(before), given_for).good) == {key}
    assert set(standing(now(after), given_for).void) == {key}


def test_the_earlier_changeset_that_made_it_void_is_named() -> None:
    first = "--changeset karim:fill\nINSERT INTO CONTRATS (ID) VALUES ({});\n"
    other = "--changeset karim:else\nINSERT INTO AUTRE (ID) VALUES ({});\n"
    key, prime = "changelog/002.sql::fill::karim", KEY.replace("002", "004")
    before = read(first.format(1), other.format(1), BODY)
    approvals = decode(encode(approved(before, prime)), PATH)

    def void(*texts: str) -> tuple[str, ...]:
        return standing(read(*texts), approvals).void[prime].earlier

    assert void(first.format(2), other.format(2), BODY) == (key,)
    assert void("", other.format(1), BODY) == (key,)
    added = first.replace("fill", "more").format(3)
    assert void(first.format(1) + added, other.format(1), BODY) == (key.replace("fill", "more"),)
    assert void(first.format(2), other.format(1), BODY.replace("1.02", "1.20")) == ()
    assert standing(read(first.format(1), other.format(2), BODY), approvals).void == {}


def test_a_file_from_before_that_holds_and_names_no_cause() -> None:
    first = "--changeset karim:fill\nINSERT INTO CONTRATS (ID) VALUES ({});\n"
    changelog, prime = read(first.format(1), BODY), KEY.replace("002", "003")
    entry = approved(changelog, prime).entries[prime]
    older = Approvals({prime: structs.replace(entry, own="", behind={})})
    content = encode(older)
    known = {"changeset", "checksum", "shown", "approved_by", "approved_at", "reason", "seal"}
    assert set(json.loads(content)["approvals"][0]) == known
    assert set(standing(changelog, decode(content, PATH)).good) == {prime}
    void = standing(read(first.format(2), BODY), decode(content, PATH)).void
    assert void[prime].earlier == ()


def test_what_comes_before_it_and_has_nothing_to_do_with_it_may_change() -> None:
    def now(text: str) -> Changelog:
        return read(f"--changeset k:c splitStatements:false\n{text}\n", BODY)

    key = "changelog/003.sql::prime::karim"
    given_for = approved(now("BEGIN INSERT INTO AUTRE VALUES (1); END;"), key)
    for text in ("BEGIN INSERT INTO AUTRE VALUES (2); END;", "ALTER TABLE AUTRE ADD B NUMBER"):
        assert set(standing(now(text), given_for).good) == {key}


def test_code_that_it_does_not_run_may_change() -> None:
    def now(text: str) -> Changelog:
        return read(f"--changeset k:c splitStatements:false\n{text}\n", BODY)

    key = "changelog/003.sql::prime::karim"
    shown = now("CREATE PROCEDURE AUTRE AS BEGIN NULL; END;")
    later = now("CREATE PROCEDURE AUTRE AS BEGIN UPDATE CONTRATS SET STATUT = 'ECHU'; END;")
    assert set(standing(later, approved(shown, key)).good) == {key}


# -- the file ------------------------------------------------------------------------------------

TEXT = st.text(st.characters(codec="utf-8"), max_size=40)
ENTRIES = st.builds(
    Approval,
    changeset=TEXT,
    checksum=st.from_regex(r"9:[0-9a-f]{32}", fullmatch=True),
    shown=st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
    approved_by=TEXT.filter(bool),
    approved_at=st.datetimes(
        datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)
    ).map(lambda moment: moment.replace(microsecond=0)),
    reason=TEXT,
)
FILES = st.lists(ENTRIES, unique_by=lambda a: a.changeset, max_size=6).map(
    lambda found: Approvals({a.changeset: a for a in found})
)


@given(FILES)
def test_the_file_says_what_was_written(approvals: Approvals) -> None:
    written = encode(approvals)
    assert decode(written, PATH) == approvals
    assert encode(Approvals(dict(reversed(approvals.entries.items())))) == written
    assert (
        decode(written.replace(b"\n", b"\r\n"), PATH) == approvals
    )  # a git that changes line ends


def test_one_approval_is_one_block_of_the_file() -> None:
    changelog = read(BODY)
    mine = approve(changelog, one(changelog), WHO, WHEN)
    more = {key: structs.replace(mine, changeset=key) for key in ("a::1::k", "b::1::k", "c::1::k")}
    with_all = encode(Approvals(more)).decode().split("\n")
    without = encode(Approvals(more).without("b::1::k")).decode().split("\n")
    at = next(n for n, line in enumerate(with_all) if "b::1::k" in line) - 1
    end = next(n for n in range(at, len(with_all)) if with_all[n].startswith("  }")) + 1
    assert with_all[:at] + with_all[end:] == without


@given(FILES.filter(lambda a: bool(a.entries)), st.data())
def test_a_file_that_is_cut_off_approves_nothing(approvals: Approvals, data: st.DataObject) -> None:
    whole = encode(approvals).rstrip()
    cut = data.draw(st.integers(1, len(whole) - 1))
    with pytest.raises(ChangelogError) as caught:
        decode(whole[:cut], PATH)
    assert caught.value.code == "changelog.approvals_broken"
    assert caught.value.facts["path"] == PATH and caught.value.facts["detail"]


def document(**changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(encode(approved(read(BODY))))
    found["approvals"][0].update(changes)
    return found


@pytest.mark.parametrize(
    "changes",
    [
        {"changeset": "changelog/002.sql::autre::karim"},
        {"checksum": "9:" + "0" * 32},
        {"shown": "0" * 64},
        {"approved_by": "Somebody <else@example.com>"},
        {"approved_at": "2026-11-30T20:15:00Z"},
        {"reason": "another"},
        {"seal": "0" * 64},
    ],
)
def test_an_entry_that_was_edited_by_hand_is_an_error(changes: dict[str, Any]) -> None:
    with pytest.raises(ChangelogError) as caught:
        decode(json.dumps(document(**changes)).encode(), PATH)
    assert caught.value.code == "changelog.approvals_edited"
    assert caught.value.facts["changeset"] == changes.get("changeset", KEY)


def test_the_same_changeset_twice_is_an_error() -> None:
    found = document()
    found["approvals"] *= 2
    with pytest.raises(ChangelogError, match="approvals_edited"):
        decode(json.dumps(found).encode(), PATH)


@pytest.mark.parametrize(
    "content",
    [
        b"[]",
        b"{}",
        b'{"format": 1}',
        b'{"format": "1", "approvals": []}',
        b'{"format": 1, "approvals": [], "all": true}',
        b'{"format": 1, "approvals": ["*"]}',
        b"\xef\xbb\xbf" + b'{"format": 1, "approvals": []}',
        b'{"format": 1, "approvals": [{"changeset": "\xff"}]}',
        b"<<<<<<< HEAD\n" + encode(Approvals()),
        b'{"format": ' + b"[" * 100_000,
        json.dumps(document(approved_at="2026-11-29T20:15:00")).encode(),
        json.dumps(document(approved_by="")).encode(),
        json.dumps(document(all=True)).encode(),
    ],
    ids=range(13),
)
def test_what_is_no_approvals_file_is_an_error(content: bytes) -> None:
    with pytest.raises(ChangelogError) as caught:
        decode(content, PATH)
    assert caught.value.code == "changelog.approvals_broken"


def test_a_newer_form_is_told_apart() -> None:
    with pytest.raises(ChangelogError, match="approvals_newer"):
        decode(b'{"format": 2, "approvals": {"*": true}}', PATH)


def test_no_file_and_an_empty_one_approve_nothing() -> None:
    assert decode(b"", PATH) == decode(b" \n", PATH) == Approvals()


def test_times_are_kept_in_utc() -> None:
    changelog = read(BODY)
    here = WHEN.astimezone(timezone(timedelta(hours=1))) + timedelta(microseconds=17)
    made = approve(changelog, one(changelog), WHO, here)
    assert b'"approved_at": "2026-11-29T20:15:00Z"' in encode(Approvals().with_(made))
