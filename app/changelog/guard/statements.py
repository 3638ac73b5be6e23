"""The guard's rules for one statement: a list of what may pass; all else is refused.

Only text decides. There is no switch: a statement that the rules cannot understand is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from app.changelog.guard.alter import judge_alter
from app.changelog.guard.verdict import Knowledge, Verdict, allow, refuse
from app.sql.conditions import restricts
from app.sql.cut import is_plsql
from app.sql.lexer import Kind, Token, tokens
from app.sql.tokens import depths, is_op, is_word, name_at
from app.sql.words import words

MAX_DEPTH = 8

_OWN_TABLES = words("DATABASECHANGELOG DATABASECHANGELOGLOCK")
_DENIED_VERBS = {
    "DROP": "drop",
    "TRUNCATE": "truncate",
    "PURGE": "purge",
    "FLASHBACK": "flashback",
    "RENAME": "rename_table",
    "DELETE": "delete",
    "COMMIT": "transaction",
    "ROLLBACK": "transaction",
    "SAVEPOINT": "transaction",
    "REVOKE": "not_allowed",
    "LOCK": "not_allowed",
}
_SQLPLUS = words(
    """
    HOST CONNECT CONN DISCONNECT START SPOOL COPY EXEC EXECUTE GET RUN SAVE STORE EDIT
    PASSWORD STARTUP SHUTDOWN RECOVER EXIT QUIT WHENEVER PROMPT DEFINE UNDEFINE ACCEPT PAUSE
    SHOW VARIABLE PRINT COLUMN BREAK COMPUTE TTITLE BTITLE REM REMARK TIMING DESC DESCRIBE
    ARCHIVE ATTRIBUTE CD SCRIPT ALIAS BRIDGE CTAS DDL LOAD NET SSHTUNNEL OERR INFO LB
    LIQUIBASE APEX MLE
    """
)
_CREATE = frozenset(
    ("TABLE", "INDEX", "UNIQUE INDEX", "BITMAP INDEX", "MULTIVALUE INDEX", "SEQUENCE", "VIEW",
     "MATERIALIZED VIEW", "SYNONYM", "GLOBAL TEMPORARY TABLE", "DOMAIN")
)  # fmt: skip
_REPLACEABLE = words("VIEW SYNONYM")
_NOISE = words("OR REPLACE FORCE NO NOFORCE EDITIONABLE NONEDITIONABLE EDITIONING")
_PRIVILEGES = words("SELECT READ INSERT UPDATE EXECUTE REFERENCES DEBUG")


def judge(text: str, knowledge: Knowledge, depth: int = 0) -> Verdict:
    """The verdict on one statement (no terminator, except the last ``;`` of a PL/SQL block).

    ``depth`` counts dynamic SQL inside dynamic SQL. Never raises.
    """
    from app.changelog.guard.blocks import judge_block, judge_stored

    found = tokens(text)
    if problem := _unreadable(found, depth):
        return problem
    first = found[0]
    if first.kind is Kind.WORD and first.value not in ("SELECT", "WITH"):
        for token in found:
            if token.value.upper() in _OWN_TABLES and token.kind in (Kind.WORD, Kind.QUOTED):
                return refuse("own_tables", token, table=token.value.upper())
    if is_plsql(found):
        if first.value == "CREATE":
            return judge_stored(found, knowledge, depth)
        if first.value == "WITH":
            return refuse("inline_plsql", first)
        return judge_block(found, knowledge, depth)
    for token in found:
        if is_op(token, ";"):
            return refuse("several_statements", token)
    return judge_sql(found, knowledge, dynamic=depth > 0)


def verb_of(text: str) -> str:
    """The first words of a statement that name what it does: ``ALTER TABLE``, ``INSERT``."""
    found = tokens(text[:4000])
    words = []
    for token in found[:8]:
        if token.kind is not Kind.WORD:
            break
        words.append(token.value)
    if not words:
        return found[0].text[:20].upper() if found else ""
    if words[0] in ("CREATE", "ALTER", "DROP", "COMMENT", "TRUNCATE"):
        kept = [w for w in words if w not in _NOISE or w in ("OR", "REPLACE")]
        stop = 2
        if kept[1:3] == ["OR", "REPLACE"]:
            stop = 4
        if kept[stop - 1 : stop] and kept[stop - 1] in (
            "PACKAGE", "TYPE", "UNIQUE", "BITMAP", "MATERIALIZED", "GLOBAL", "ON"
        ):  # fmt: skip
            following = kept[stop : stop + 1]
            keeps = ("BODY", "INDEX", "VIEW", "TEMPORARY", "TABLE", "COLUMN")
            stop += 1 if following and following[0] in keeps else 0
        return " ".join(kept[:stop])
    return words[0]


def _unreadable(found: Sequence[Token], depth: int) -> Verdict | None:
    if not found:
        return refuse("unparsable", None, what="empty")
    if depth > MAX_DEPTH:
        return refuse("dynamic_sql", found[0], what="depth")
    for token in found:
        if token.kind is Kind.ODD:
            if token.value == "character":
                shown = f"U+{ord(token.text[0]):04X}" if token.text else ""
                return refuse("odd_character", token, character=shown)
            return refuse("unparsable", token, what=token.value)
    balance = sum(is_op(t, "(") - is_op(t, ")") for t in found)
    if balance or any(depth < 0 for depth in depths(found)):
        return refuse("unparsable", found[0], what="parentheses")
    return None


def judge_sql(found: Sequence[Token], knowledge: Knowledge, *, dynamic: bool = False) -> Verdict:
    """The verdict on a statement that is not PL/SQL; a ``dynamic`` one may have bind variables."""
    first = found[0]
    if first.text in ("@", "/") or is_op(first, "@"):
        return refuse("script_call", first)
    if first.kind is not Kind.WORD:
        return refuse("unknown_statement", first, word=first.text[:40])
    verb = first.value
    if verb == "CALL":
        return refuse("unknown_call", first, name=".".join(name_at(found, 1)[0]))
    if verb in _DENIED_VERBS:
        return refuse(_DENIED_VERBS[verb], first, verb=verb)
    if verb == "GRANT":
        return _grant(found)
    if problem := _anywhere(found, dynamic):
        return problem
    if verb in ("SELECT", "INSERT", "WITH"):
        return _only_reads(found) or _calls(found, knowledge) or allow()
    if verb == "UPDATE":
        return judge_update(found) or _calls(found, knowledge) or allow()
    if verb == "MERGE":
        return judge_merge(found) or _calls(found, knowledge) or allow()
    if verb == "ALTER":
        return judge_alter(found, knowledge)
    if verb == "CREATE":
        return _create(found, knowledge)
    if verb == "COMMENT":
        return _comment(found)
    if verb in _SQLPLUS:
        return refuse("sqlplus", first, word=verb)
    return refuse("unknown_statement", first, word=verb)


def _anywhere(found: Sequence[Token], dynamic: bool) -> Verdict | None:
    """What no statement may hold, wherever it stands."""
    for before, token in pairwise(found):
        if is_op(token, "@"):
            return refuse("database_link", token)
        if is_word(token, "DROP") and not is_op(before, "."):
            return refuse("drop", token, verb=found[0].value)
        if token.kind is Kind.BIND and not dynamic:
            return refuse("bind", token, name=token.value)
    return None


def _only_reads(found: Sequence[Token]) -> Verdict | None:
    """A refusal of what changes rows behind a query; no Oracle takes that today."""
    for before, token in pairwise(found):
        if is_op(before, "."):
            continue
        if is_word(token, "DELETE"):
            return refuse("delete", token)
        if is_word(token, "UPDATE") and not is_word(before, "FOR"):
            return refuse("update_without_where", token)
    return None


def _calls(found: Sequence[Token], knowledge: Knowledge) -> Verdict | None:
    from app.changelog.guard.blocks import judge_calls

    return judge_calls(found, knowledge)


def judge_update(found: Sequence[Token], constants: Collection[str] = ()) -> Verdict | None:
    """A refusal of an UPDATE that would touch every row; None if it has a real WHERE.
    ``constants``: names of variables around it, see ``restricts``."""
    where = _at_top(found, "WHERE", _at_top(found, "SET", 0))
    if where is None:
        return refuse("update_without_where", found[0])
    end = len(found)
    for word in ("RETURNING", "RETURN", "LOG"):
        stop = _at_top(found, word, where)
        end = min(end, len(found) if stop is None else stop)
    condition = found[where + 1 : end]
    if not restricts(condition, constants):
        return refuse("update_constant_where", found[where])
    return None


def judge_merge(found: Sequence[Token], constants: Collection[str] = ()) -> Verdict | None:
    for before, token in pairwise(found):
        if is_word(token, "DELETE") and not is_op(before, "."):
            return refuse("merge_delete", token)
    on = _at_top(found, "ON", _at_top(found, "USING", 0))
    when = _at_top(found, "WHEN", on)
    if on is None or when is None:
        return refuse("unparsable", found[0], what="merge")
    if not restricts(found[on + 1 : when], constants):
        return refuse("update_constant_where", found[on])
    return None


def _at_top(found: Sequence[Token], word: str, begin: int | None) -> int | None:
    """The index of the first ``word`` outside parentheses, after index ``begin``."""
    if begin is None:
        return None
    for i, depth in enumerate(depths(found)):
        plain = i > begin and depth == 0 and is_word(found[i], word)
        if plain and not is_op(found[i - 1], "."):
            return i
    return None


def _create(found: Sequence[Token], knowledge: Knowledge) -> Verdict:
    at = 1
    noise = []
    while at < len(found) and is_word(found[at], *_NOISE):
        noise.append(found[at].value)
        at += 1
    for size in (3, 2, 1):
        kind = " ".join(t.value for t in found[at : at + size] if t.kind is Kind.WORD)
        if kind in _CREATE and len(kind.split()) == size:
            break
    else:
        what = found[at].value if at < len(found) else ""
        return refuse("create_forbidden", found[0], object=what)
    if "REPLACE" in noise and kind not in _REPLACEABLE:
        return refuse("create_forbidden", found[0], object=f"OR REPLACE {kind}")
    for token in found[at:]:
        if is_word(token, "EXTERNAL") and "TABLE" in kind:
            return refuse("create_forbidden", token, object="EXTERNAL TABLE")
        if is_word(token, "PREBUILT") and kind == "MATERIALIZED VIEW":
            # A refresh would replace the rows of the table that it takes over.
            return refuse("create_forbidden", token, object="MATERIALIZED VIEW ON PREBUILT TABLE")
    query = next((i for i in range(at, len(found)) if is_word(found[i], "SELECT", "WITH")), None)
    if query is not None and kind not in _REPLACEABLE:  # it runs now, and not when it is used
        return _calls(found[query:], knowledge) or allow()
    if kind in _REPLACEABLE:
        _stands_for(found, at + 1, knowledge)
    return allow()


def _stands_for(found: Sequence[Token], at: int, knowledge: Knowledge) -> None:
    """A view or synonym of a table with a flagged trigger is as bad as the table."""
    if [t.value for t in found[at : at + 3]] == ["IF", "NOT", "EXISTS"]:
        at += 3
    names, behind = name_at(found, at)
    rules = (knowledge.flagged[t.value] for t in found[behind:] if t.value in knowledge.flagged)
    rule = next(rules, None)
    if names and rule is not None:
        knowledge.flagged[names[-1]] = rule


def _comment(found: Sequence[Token]) -> Verdict:
    if len(found) >= 6 and is_word(found[1], "ON") and found[-1].kind is Kind.STRING:
        return allow()
    return refuse("unparsable", found[0], what="comment")


def _grant(found: Sequence[Token]) -> Verdict:
    on, to = _at_top(found, "ON", 0), _at_top(found, "TO", 0)
    if on is None or to is None or to < on:
        return refuse("grant", found[0], privilege=" ".join(t.text for t in found[1:4]))
    for token, depth in zip(found[1:on], depths(found[1:on]), strict=True):
        if depth == 0 and not is_op(token, ",", "(", ")") and not is_word(token, *_PRIVILEGES):
            return refuse("grant", token, privilege=token.text)
    _, behind = name_at(found, on + 1)
    if behind != to:
        return refuse("grant", found[on], privilege=" ".join(t.text for t in found[on:to])[:60])
    return allow()
