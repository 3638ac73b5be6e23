"""One anonymous block that runs statements one after the other, and says how far it came.

Each statement is run by EXECUTE IMMEDIATE, so that it means what it means alone: DDL commits before
and behind itself, and a statement that fails has no effect. What fails is caught, told, and ends
the block; what is open then stays open, as after a statement that was sent alone. A created object
that does not compile is ORA-24344 there, and is there all the same. Queries stand in the block
itself, because a result of EXECUTE IMMEDIATE would have to be fetched (Oracle Database PL/SQL
Language Reference, EXECUTE IMMEDIATE Statement, and "Static SQL").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from app.errors import OracleError
from app.oracle.failures import told_error
from app.together import Piece, Ran, Together

SEPARATOR: Final = "\x1e"
"""Between the rows of a query; none of them has it."""

_NAME: Final = re.compile(r":(\w+)")
_TEXT: Final = re.compile(r"'(?:[^']|'')*'")

ROWS_DECLARED: Final = """\
  l_rows varchar2(32767);
  l_part number;
  l_end varchar2(1) := chr(30);
"""

# The time is in hundredths, and begins again after some 500 days.
_BLOCK: Final = """\
declare
  l_told varchar2(32767);
{declared}\
  l_began number := dbms_utility.get_time;
  l_broken exception;
  pragma exception_init(l_broken, -24344);
begin
  /* opening */
  :ora := 0;
{body}\
  :told := l_told;
exception
  when others then
    :told := l_told;
    :ora := sqlcode;
    :text := dbms_utility.format_error_stack;
end;"""
_FENCE: Final = """\
  execute immediate :fence{using};
"""
_ONE: Final = """\
  begin
    execute immediate :s{n}{using};
    l_told := l_told || sql%rowcount || ',';
  exception
    when l_broken then
      l_told := l_told || 'w,';
  end;
"""
_ROWS: Final = """\
  l_rows := null;
  l_part := 0;
  for r in ({sql}) loop
    begin
      l_rows := l_rows || r.x || l_end;
    exception
      when value_error then
{full}\
        l_part := l_part + 1;
        l_rows := r.x || l_end;
    end;
  end loop;
{last}"""
_TOLD: Final = """\
  l_told := l_told || '0,';
"""
_COMMIT: Final = """\
  commit;
"""
_REST: Final = """\
  if mod(dbms_utility.get_time - l_began + 4294967296, 4294967296) > {most} then
    :told := l_told;
    return;
  end if;
"""


def block_of(
    pieces: Sequence[Piece], seconds: float, fence: Piece | None
) -> tuple[str, dict[str, Any], dict[str, type[Any]]]:
    """The block, its binds, and its out binds: ``told``, ``ora``, ``text``, and ``r<n>_<part>`` for
    the rows of the piece at ``n``."""
    binds: dict[str, Any] = {}
    outs: dict[str, type[Any]] = {"told": str, "ora": int, "text": str}
    body: list[str] = []
    if fence is not None:
        binds["fence"] = fence.sql
        guarded = _FENCE.format(using=_using("f", fence, binds))
    for n, piece in enumerate(pieces):
        if fence is not None and not piece.rows:
            body.append(guarded)
        if piece.rows:
            outs |= {f"r{n}_{part}": str for part in range(piece.rows)}
            sql = _NAME.sub(rf":b{n}_\1", piece.sql) if piece.binds else piece.sql
            binds |= {f"b{n}_{name}": value for name, value in piece.binds.items()}
            body.append(rows_into(f"r{n}", sql, piece.rows) + _TOLD)
        else:
            binds[f"s{n}"] = piece.sql
            body.append(_ONE.format(n=n, using=_using(f"b{n}_", piece, binds)))
        if piece.commit:
            body.append(_COMMIT)
        if piece.rest and n < len(pieces) - 1:
            body.append(_REST.format(most=round(seconds * 100)))
    return _BLOCK.format(declared=ROWS_DECLARED, body="".join(body)), binds, outs


def rows_into(name: str, sql: str, parts: int) -> str:
    """A piece of a block that puts the rows of a query, texts ``x``, into the out binds
    ``<name>_<part>``; it needs ``ROWS_DECLARED``."""
    full, last = _put(name, parts, 8), _put(name, parts, 2)
    return _ROWS.format(sql=sql, full=full, last=last)


def rows_from(answer: Mapping[str, Any], name: str, parts: int) -> tuple[str, ...]:
    text = "".join(answer.get(f"{name}_{part}") or "" for part in range(parts))
    return tuple(text.split(SEPARATOR)[:-1])


def _put(name: str, parts: int, indent: int) -> str:
    """Put the rows so far into the next out bind; ORA-06502 where there are no more."""
    tests = [f"l_part = {part} then :{name}_{part} := l_rows;" for part in range(parts)]
    return " " * indent + "if " + " elsif ".join(tests) + " else raise value_error; end if;\n"


def _using(prefix: str, piece: Piece, binds: dict[str, Any]) -> str:
    """USING, which goes by place: of SQL each occurrence, of PL/SQL each name once."""
    if not piece.binds:
        return ""
    found = [name for name in _NAME.findall(_TEXT.sub("", piece.sql)) if name in piece.binds]
    if piece.sql.lstrip()[:7].upper().startswith(("BEGIN", "DECLARE")):
        found = list(dict.fromkeys(found))
    binds |= {f"{prefix}{name}": value for name, value in piece.binds.items()}
    return " using " + ", ".join(f":{prefix}{name}" for name in found)


def outcome_of(pieces: Sequence[Piece], answer: dict[str, Any], target: str) -> Together:
    """What the block said."""
    told = (answer["told"] or "").split(",")[:-1]
    ran = []
    for n, (piece, how) in enumerate(zip(pieces, told, strict=False)):
        rows: tuple[str, ...] = ()
        if piece.rows:
            rows = rows_from(answer, f"r{n}", piece.rows)
        ran.append(Ran(0 if how in ("", "w") else int(how), how == "w", rows))
    error: OracleError | None = None
    if answer["ora"]:
        sql = pieces[len(ran)].sql if len(ran) < len(pieces) else ""
        number = 1403 if answer["ora"] == 100 else abs(int(answer["ora"]))
        error = told_error(number, answer["text"] or "", target, sql)
    return Together(tuple(ran), error)
