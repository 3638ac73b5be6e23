"""The directive lines of a formatted SQL changelog, recognised exactly as Liquibase does.

A directive is a whole line. Blanks are ASCII blanks, letter case does not matter, and a line that
holds NEL or a Unicode line separator is never one. Facts measured on Liquibase 4.28.0 and 5.0.4.
"""

from __future__ import annotations

import re

_ANY = r"[^\x85\u2028\u2029]"  # what Java's dot matches inside one line


def _line(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("<any>", _ANY), re.ASCII | re.IGNORECASE)


HEADER = _line(r"\s*--\s*liquibase\s*formatted<any>*")
PROPERTY = _line(r"\s*--\s*property\s+(<any>*)")
BAD_PROPERTY = _line(r"\s*-+\s*property\s<any>*")
CHANGESET = _line(r'\s*--\s*changeset\s+("[^"]+"|[^:]+):\s*("[^"]+"|\S+)<any>*')
BAD_CHANGESET = _line(r"-\s*changeset\s<any>*|\s*--\s*changeset\s*<any>*")
COMMENT = _line(r"--\s*comment:? (<any>*)")
BAD_COMMENT = _line(r"-\s*comment:? <any>*|--\s*comments:? <any>*")
VALID_CHECKSUM = _line(r"--\s*validCheckSum:? (<any>*)")
BAD_VALID_CHECKSUM = _line(r"-\s*validCheckSum<any>*")
ROLLBACK = _line(r"\s*--\s*rollback (<any>*)")
BAD_ROLLBACK = _line(r"\s*-\s*rollback\s<any>*")
ROLLBACK_START = _line(r"\s*/\*\s*liquibase\s*rollback\s*")
ROLLBACK_END = _line(r"<any>*\*/\s*")
PRECONDITIONS = _line(r"\s*--\s*preconditions(<any>*)")
BAD_PRECONDITIONS = _line(r"\s*-\s*preconditions\s<any>*")
PRECONDITION = _line(r"\s*--\s*precondition-([a-zA-Z0-9-]+) (<any>*)")
BAD_PRECONDITION = _line(r"\s*-\s*precondition<any>*|\s*--\s*precondition-[a-zA-Z0-9-]+")
IGNORE_LINES = _line(r"--\s*ignoreLines:(\w+)")
BAD_IGNORE_LINES = _line(r"-\s*?ignoreLines:\w+<any>*|--\s*ignore:\w+")
BAD_IGNORE = _line(r"--\s*ignore:\w+")
PRO_ONLY = _line(
    r"\s*--\s*(include\s+file:|includeAll\s+path:|include:|includeAll:|tagDatabase:|rollbackSqlFile\b)<any>*"
)
EXPECTED_RESULT = (
    _line(r"(?:expectedResult:)?(\w+) (<any>*)"),
    _line(r"(?:expectedResult:)?'([^']+)' (<any>*)"),
    _line(r'(?:expectedResult:)?"([^"]+)" (<any>*)'),
)

WORD = re.compile(r"\w+", re.ASCII)
TEXT = re.compile(r"\S*", re.ASCII)
SOME_TEXT = re.compile(r"\S+", re.ASCII)
QUOTED = re.compile(r'"[^"]*"|\S*', re.ASCII)
DBMS = re.compile(r"[^,][\w!,]+", re.ASCII)
RUN_WITH = re.compile(r"[\w${}]+", re.ASCII)
_UNLIKE_DOT = re.compile(r"[\x85\u2028\u2029]")


def attribute(
    line: str, name: str, value: re.Pattern[str], *, not_after: str = "", blanks: bool = False
) -> str | None:
    """The value of the last ``name:value`` on ``line``; None if there is none.

    The match is by suffix, as in Liquibase: ``rollbackSplitStatements:false`` is also a
    ``splitStatements:false``; ``not_after`` names a prefix that does not count.
    """
    if _UNLIKE_DOT.search(line):
        return None
    lowered, wanted = _ascii_lower(line), f"{name}:".lower()
    at = lowered.rfind(wanted)
    while at >= 0:
        begin = at + len(wanted)
        while blanks and begin < len(line) and line[begin] in " \t\f\v":
            begin += 1
        match = value.match(line, begin)
        if match and not (not_after and lowered[:at].endswith(not_after.lower())):
            return match.group()
        at = lowered.rfind(wanted, 0, begin - 1) if at else -1
    return None


def _ascii_lower(text: str) -> str:
    return "".join(chr(ord(c) + 32) if "A" <= c <= "Z" else c for c in text)


def unquoted(text: str) -> str:
    """``text`` without the quotes around it, if it has them at both ends."""
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return text


def is_property(rest: str) -> bool:
    """Whether the text behind ``--property`` has two ``name:value`` parts."""
    first, last = rest.find(":"), rest.rfind(":")
    return first >= 0 and any(c in " \t\f\v" for c in rest[first + 1 : last])
