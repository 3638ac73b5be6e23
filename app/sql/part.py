"""A stretch of a statement, and what may be asked of it.

Who judges a statement never sees its tokens: a part answers with names, words and places. All
places are offsets in the statement's text. Answers that take a walk are kept.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property
from itertools import pairwise

from msgspec import Struct

from app.sql import conditions, functions, operands, queries, sources
from app.sql.cut import inline_code, is_plsql
from app.sql.folding import Constants, cut, fold
from app.sql.lexer import Kind, Token
from app.sql.tokens import closings, depths, is_name, is_op, is_word, name_at, names_in
from app.sql.verbs import verb_of
from app.sql.words import words

_BEHIND_A_TIME = words("START NEXT WITH USING FOR ENABLE DISABLE ON QUERY EVALUATE AS")

Tokens = tuple[Token, ...]
Name = tuple[str, ...]


class Said(Struct, frozen=True, gc=False):
    """One word where it stands. ``value`` is as the dictionary has it, ``text`` as written;
    ``line`` is 1-based, in the statement."""

    at: int
    value: str
    text: str
    line: int


class Part(Struct, frozen=True, dict=True):
    """``tokens`` are for the readers of this package alone."""

    tokens: Tokens

    def __bool__(self) -> bool:
        return bool(self.tokens)

    @property
    def at(self) -> int:
        """Where it begins."""
        return self.tokens[0].start if self.tokens else 0

    @property
    def line(self) -> int:
        return self.tokens[0].line if self.tokens else 1

    @property
    def first_word(self) -> str:
        """The word that it begins with, "" where it begins with anything else."""
        return self.tokens[0].value if self.tokens and is_word(self.tokens[0]) else ""

    def shown(self, begin: int = 0, end: int | None = None) -> str:
        """Its words and signs from the ``begin``-th to before the ``end``-th, as written."""
        return " ".join(token.text for token in self.tokens[begin:end])

    def line_at(self, at: int) -> int:
        """The line of the first word or sign at ``at`` or behind."""
        return next(token.line for token in self.tokens if token.start >= at)

    # -- words ---------------------------------------------------------------------------------

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name and word in it."""
        return names_in(self.tokens)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its unquoted words, in their order."""
        return tuple(token.value for token in self.tokens if is_word(token))

    @cached_property
    def vocabulary(self) -> tuple[str, ...]:
        """Every different word, name, sign and text in it, in their order."""
        return tuple(dict.fromkeys(token.value for token in self.tokens))

    @property
    def verb_phrase(self) -> str:
        """The first words of a statement, which name what it does: ``ALTER TABLE``."""
        return verb_of(self.tokens)

    def says(self, *words: str) -> bool:
        """Whether one of these unquoted words stands in it, be it as a member of something."""
        return self.find(*words) is not None

    def word_at(self, at: int) -> str:
        """What is written at that offset, as it is there; "" where nothing begins."""
        return next((token.text for token in self.tokens if token.start == at), "")

    def says_outside(self, word: str) -> bool:
        """Whether this unquoted word stands in it outside of parentheses."""
        levels = zip(self.tokens, depths(self.tokens), strict=True)
        return any(not level and is_word(token, word) for token, level in levels)

    def says_all(self, phrase: str) -> bool:
        """Whether these two unquoted words stand in it, one behind the other."""
        return phrase.split() in [list(pair) for pair in pairwise(self.words)]

    def find(self, *words: str) -> Said | None:
        """The first of these unquoted words, be it a member of something."""
        return next((_said(t) for t in self.tokens if is_word(t, *words)), None)

    def find_own(self, *words: str) -> Said | None:
        """The first of these unquoted words that is no member (``x.drop``); the first word of all
        does not count."""
        found = self.tokens
        those = (i for i in range(1, len(found)) if is_word(found[i], *words))
        return next((_said(found[i]) for i in those if not is_op(found[i - 1], ".")), None)

    def find_name(self, names: Collection[str]) -> Said | None:
        """The first name, quoted or not, that is one of ``names`` in upper case."""
        those = (t for t in self.tokens if is_name(t) and t.value.upper() in names)
        return next((_said(t) for t in those), None)

    def find_sign(self, *signs: str) -> Said | None:
        return next((_said(t) for t in self.tokens if is_op(t, *signs)), None)

    @cached_property
    def first_bind(self) -> Said | None:
        return next((_said(t) for t in self.tokens if t.kind is Kind.BIND), None)

    @cached_property
    def changes_rows(self) -> Said | None:
        """The first DELETE, or UPDATE that is not FOR UPDATE, behind its first word."""
        found = self.tokens
        for i in range(1, len(found)):
            deletes = is_word(found[i], "DELETE")
            updates = is_word(found[i], "UPDATE") and not is_word(found[i - 1], "FOR")
            if (deletes or updates) and not is_op(found[i - 1], "."):
                return _said(found[i])
        return None

    def only_says(self, words: Collection[str]) -> bool:
        """Whether it is made of these unquoted words and of numbers."""
        return all(is_word(t, *words) or t.kind is Kind.NUMBER for t in self.tokens)

    @cached_property
    def q_texts(self) -> tuple[str, ...]:
        """Its literals that are quoted Oracle's own way: ``q'[it's]'``."""
        return tuple(
            token.value
            for token in self.tokens
            if token.kind is Kind.STRING and token.text[:2].lower() in ("q'", "nq")
        )

    @cached_property
    def backslash_quote(self) -> Said | None:
        """The first literal with a backslash before a quote. For Liquibase that quote ends no text,
        for Oracle it does."""
        those = (t for t in self.tokens if t.kind is Kind.STRING and "\\'" in t.text)
        return next((_said(t) for t in those), None)

    # -- what kind of a statement it is ----------------------------------------------------------

    @cached_property
    def is_plsql(self) -> bool:
        """Whether it ends at a line of ``/`` and not at ``;``."""
        return is_plsql(self.tokens)

    @cached_property
    def inline_code(self) -> bool:
        """Whether a query in it declares a function or procedure of its own."""
        return inline_code(self.tokens)

    @cached_property
    def inline_names(self) -> frozenset[str]:
        """The names of the functions and procedures that its queries declare."""
        return frozenset(queries.declared_code(self.tokens))

    @cached_property
    def tables(self) -> frozenset[str]:
        """The names in it that may be tables', those of texts inside of it too."""
        return sources.tables_in(self.tokens)

    @cached_property
    def numbered_by(self) -> frozenset[str]:
        """The sequences that it takes numbers from."""
        return sources.sequences_in(self.tokens)

    # -- names -----------------------------------------------------------------------------------

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Every name and word that is no member of another, in their order."""
        methods = queries.look(self.tokens).methods
        closing = closings(self.tokens)
        found = (mention_at(self.tokens, i, closing, methods) for i in range(len(self.tokens)))
        return tuple(one for one in found if one is not None)

    @cached_property
    def sources(self) -> tuple[Name, ...]:
        """The names that stand where a table does in its queries and statements on rows."""
        return queries.look(self.tokens).sources

    @cached_property
    def aliases(self) -> frozenset[str]:
        """The names by which its queries may qualify a column."""
        return queries.look(self.tokens).aliases

    @cached_property
    def alone(self) -> tuple[Mention, ...]:
        """The names of which no table of their query, and no parenthesis, says what they are: a
        function could be called by them."""
        places = operands.names_in(self.tokens, operands.values(self.tokens))
        return self._at((*places, *queries.look(self.tokens).unexplained))

    @cached_property
    def operands(self) -> tuple[Mention, ...]:
        """The names that could be a function's, if it is an expression without columns."""
        return self._at(operands.names_in(self.tokens, [(0, len(self.tokens))]))

    @cached_property
    def qualified(self) -> tuple[Mention, ...]:
        """The names with an owner or a table before them that call nothing by a parenthesis: in an
        expression. The type of ``cast(a as owner.type)`` is none."""
        return tuple(
            one
            for one in self.mentions
            if len(one.name) > 1
            and not (one.called or one.of_value or one.argument)
            and one.at not in self._named
        )

    @cached_property
    def own_names(self) -> tuple[Mention, ...]:
        """The names that are columns or functions, if it is an expression of a table's."""
        return tuple(one for one in self.operands if one.at not in self._named)

    @cached_property
    def _named(self) -> frozenset[int]:
        """Where types and collations are named."""
        pairs = pairwise(self.tokens)
        return frozenset(b.start for a, b in pairs if is_word(a, "AS", "COLLATE"))

    def after(self, word: str) -> Part:
        """What stands behind the first such word."""
        those = (i for i, token in enumerate(self.tokens) if is_word(token, word))
        return Part(self.tokens[next(those, len(self.tokens)) + 1 :])

    def up_to(self, *words: str) -> Part:
        """What stands before the first of these words outside of parentheses."""
        levels = depths(self.tokens)
        those = (
            i for i, level in enumerate(levels) if not level and is_word(self.tokens[i], *words)
        )
        return Part(self.tokens[: next(those, len(self.tokens))])

    @cached_property
    def times(self) -> tuple[Part, ...]:
        """When a materialized view is refreshed, or its log purged: the expressions behind START
        WITH, NEXT and REPEAT INTERVAL."""
        found: list[Part] = []
        levels = depths(self.tokens)
        for i, (token, before) in enumerate(zip(self.tokens[1:], self.tokens, strict=False), 2):
            starts = is_word(before, "START") and is_word(token, "WITH")
            starts = starts or (is_word(before, "REPEAT") and is_word(token, "INTERVAL"))
            if not levels[i - 1] and (starts or is_word(token, "NEXT")):
                found.append(Part(self.tokens[i:]).up_to(*_BEHIND_A_TIME))
        return tuple(found)

    def _at(self, places: Sequence[int]) -> tuple[Mention, ...]:
        closing = closings(self.tokens)
        found = (mention_at(self.tokens, i, closing) for i in places)
        return tuple(one for one in found if one is not None)

    # -- conditions and arguments ----------------------------------------------------------------

    def restricts(self, constants: Collection[str] = ()) -> bool:
        """Whether it is a condition that depends on the row, see ``app.sql.conditions``."""
        return conditions.restricts(self.tokens, constants)

    @cached_property
    def arguments(self) -> tuple[Argument, ...]:
        """What stands between the parentheses of a call, by its names; what is given by place is
        left out."""
        return tuple(argument for argument in self.every_argument if argument.name)

    @cached_property
    def every_argument(self) -> tuple[Argument, ...]:
        """What stands between the parentheses of a call; what is given by place has no name."""
        parts = [tuple(part) for part in cut(self.tokens, ",") if part]
        return tuple(
            Argument(part[2:], part[0].value, part[0].text)
            if len(part) > 2 and is_op(part[1], "=>")
            else Argument(part, "", "")
            for part in parts
        )


NOTHING = Part(())


class Argument(Part, frozen=True):
    """The value that a call gives to ``name``; ``written``: that name as it stands there."""

    name: str
    written: str

    def text(self, constants: Constants) -> str | None:
        """The text that it is sure to be, lines joined; None where nobody can tell."""
        lines = self.lines(constants)
        return None if lines is None else "\n".join(text for text, _ in lines)

    def lines(self, constants: Constants) -> tuple[tuple[str, int], ...] | None:
        """The texts of ``wwv_flow_string.join(wwv_flow_t_varchar2('..', ...))``, or one text, each
        with its line in the statement; None where one is not constant, () for NULL."""
        if is_word(self.tokens[0], "NULL"):
            return ()
        parts = _joined(self.tokens)
        found = [(fold(part, constants), part[0].line) for part in parts or () if part]
        texts = tuple((text, line) for text, line in found if text is not None)
        return None if parts is None or len(texts) < len(parts) else texts


def _joined(found: Sequence[Token]) -> list[Sequence[Token]] | None:
    chain, behind = name_at(found, 0)
    if not (chain and chain[-1] == "JOIN" and behind < len(found) and is_op(found[-1], ")")):
        return [found]
    table = cut(found[behind + 1 : -1], ",")[0]
    chain, behind = name_at(table, 0)
    if not chain or chain[-1] != "WWV_FLOW_T_VARCHAR2" or not is_op(table[-1], ")"):
        return None
    return cut(table[behind + 1 : -1], ",")


class Mention(Struct, frozen=True):
    """A name or word in a statement, with all that belongs to it: ``PKG.PROC``.

    ``word``: its first part where that is not quoted, else "". ``known``: that is a word or a
    function of Oracle's. ``called``: a parenthesis stands behind it; ``no_call``: which is not that
    of a call (``T (A, B)`` of INSERT INTO). ``inside``: what stands in the parenthesis. ``method``:
    it calls a method of a table's column; ``of_value``: of what stands in the parentheses before it
    (``VALUE(t).wipe()``), and ``name`` is the method's. ``argument``: ``=>`` stands behind it.

    In code: ``starts``: a statement or declaration begins with it; ``statement``: that is a call.
    ``head``: it stands before the body. ``in_merge``: inside of a MERGE. ``declared``: the
    text declares the name there. ``label``: it is a label, which ``qualifies`` a declared name or
    not. ``assigned``: it is a variable that gets a value. ``names_end``: it only names what ends
    there, or a label. ``runs`` and ``stores``: the text that it runs, or stores to be run later, if
    it is a call that does so.
    """

    at: int
    name: Name
    word: str = ""
    known: bool = False
    called: bool = False
    no_call: bool = False
    inside: Part = NOTHING
    method: bool = False
    of_value: bool = False
    argument: bool = False
    starts: bool = False
    statement: bool = False
    head: bool = False
    in_merge: bool = False
    declared: bool = False
    label: bool = False
    qualifies: bool = False
    assigned: bool = False
    names_end: bool = False
    runs: Dynamic | None = None
    stores: Stored | None = None

    @property
    def is_declared(self) -> bool:
        """Whether the text itself declares what it means; a label alone does not."""
        return self.qualifies if self.label else self.declared


class Dynamic(Struct, frozen=True):
    """A statement that runs a text. ``text`` is None where it cannot be computed from the code;
    ``shown`` is then the expression, or the name of the call. ``job_type``: what runs is no PL/SQL,
    but a job of this kind."""

    at: int
    text: str | None
    shown: str = ""
    job_type: str = ""


class Stored(Struct, frozen=True):
    """A call that stores a text, which runs later, under ``name``. ``text`` is None where it cannot
    be computed from the code."""

    at: int
    name: str
    text: str | None


def _said(token: Token) -> Said:
    return Said(token.start, token.value, token.text, token.line)


def is_of_value(found: Tokens, i: int) -> bool:
    """Whether the name at ``i`` is a member of what stands in parentheses: ``x(1).a.wipe``."""
    while i > 1 and is_op(found[i - 1], ".") and is_name(found[i - 2]):
        i -= 2
    return i > 1 and is_op(found[i - 1], ".") and is_op(found[i - 2], ")")


def mention_at(
    found: Tokens, i: int, closing: dict[int, int], methods: Collection[int] = ()
) -> Mention | None:
    """What is mentioned at index ``i``; None where no name begins. ``closing`` are the parentheses
    of ``found``; ``methods``, see ``queries.look``."""
    token = found[i]
    if not is_name(token):
        return None
    opens = i + 1 < len(found) and is_op(found[i + 1], "(")
    if i and is_op(found[i - 1], ".", "%"):
        if opens and is_of_value(found, i):
            return Mention(token.start, (token.value,), called=True, of_value=True)
        return None
    chain, behind = name_at(found, i)
    called = behind < len(found) and is_op(found[behind], "(")
    end = closing.get(behind, len(found) - 1) if called else behind
    return Mention(
        token.start,
        tuple(chain),
        token.value if token.kind is Kind.WORD else "",
        functions.is_known_at(found, i),
        called,
        called and functions.names_no_call(found, i, behind, end),
        Part(found[behind + 1 : end]) if called else NOTHING,
        i in methods,
        argument=behind < len(found) and is_op(found[behind], "=>"),
    )
