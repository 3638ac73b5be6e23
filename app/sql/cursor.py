"""A place in the tokens of a statement that moves on by what it takes."""

from __future__ import annotations

from collections.abc import Callable

from app.sql.lexer import Kind, Token
from app.sql.part import Name, Tokens
from app.sql.tokens import is_name, is_op, is_word


class NotRead(Exception):  # noqa: N818  no fault: the reader says that it does not know the form
    """The form is not known; ``at``: the offset of the word that makes it so, 0 where the form has
    no such word."""

    def __init__(self, at: int = 0) -> None:
        self.at = at


class Cursor:
    """``take…`` moves on where it finds what it is asked for; ``need…`` raises NotRead else."""

    def __init__(self, found: Tokens) -> None:
        self.found = found
        self.at = 0

    @property
    def done(self) -> bool:
        return self.at >= len(self.found)

    def sees(self, *values: str) -> bool:
        """Whether an unquoted word, one of ``values``, is next."""
        return not self.done and is_word(self.found[self.at], *values)

    def sees_all(self, phrase: str) -> bool:
        """Whether these words are next, in their order."""
        wanted = phrase.split()
        part = self.found[self.at : self.at + len(wanted)]
        return [t.value for t in part if t.kind is Kind.WORD] == wanted

    def sees_op(self, *values: str) -> bool:
        return not self.done and is_op(self.found[self.at], *values)

    def take(self, *values: str) -> str:
        """The next word, if it is one of ``values``; else ""."""
        if not self.sees(*values):
            return ""
        return self.next().value

    def take_all(self, phrase: str) -> bool:
        if not self.sees_all(phrase):
            return False
        self.at += len(phrase.split())
        return True

    def take_op(self, value: str) -> bool:
        if not self.sees_op(value):
            return False
        self.at += 1
        return True

    def next(self) -> Token:
        if self.done:
            raise NotRead
        self.at += 1
        return self.found[self.at - 1]

    def need(self, *values: str) -> str:
        word = self.take(*values)
        if not word:
            raise NotRead
        return word

    def need_all(self, phrase: str) -> None:
        if not self.take_all(phrase):
            raise NotRead

    def need_op(self, value: str) -> None:
        if not self.take_op(value):
            raise NotRead

    def need_end(self) -> None:
        if not self.done:
            raise NotRead

    def need_kind(self, kind: Kind) -> Token:
        if self.done or self.found[self.at].kind is not kind:
            raise NotRead
        return self.next()

    def name(self) -> str:
        """One name without a dot."""
        if self.done or not is_name(self.found[self.at]):
            raise NotRead
        return self.next().value

    def path(self) -> Name:
        """A dotted name."""
        parts = [self.name()]
        while self.take_op("."):
            parts.append(self.name())
        return tuple(parts)

    def names(self) -> tuple[str, ...]:
        """Names between parentheses, with commas."""
        return tuple(Cursor(part).only_name() for part in split(self.group()))

    def only_name(self) -> str:
        name = self.name()
        self.need_end()
        return name

    def group(self) -> Tokens:
        """What stands between the parentheses that begin here."""
        begin = self.at + 1
        self.need_op("(")
        depth = 1
        while depth:
            token = self.next()
            depth += is_op(token, "(") - is_op(token, ")")
        return self.found[begin : self.at - 1]

    def until(self, stops: Callable[[Cursor], bool]) -> Tokens:
        """All up to where ``stops`` holds outside of parentheses and CASE, or to the end."""
        begin, depth, case = self.at, 0, 0
        while not self.done:
            token = self.found[self.at]
            member = self.at > begin and is_op(self.found[self.at - 1], ".")
            if not member and depth == case == 0 and stops(self):
                break
            depth += is_op(token, "(") - is_op(token, ")")
            if not member:
                case += is_word(token, "CASE") - (case > 0 and is_word(token, "END"))
            self.at += 1
        return self.found[begin : self.at]

    def rest(self) -> Tokens:
        begin, self.at = self.at, len(self.found)
        return self.found[begin:]

    def since(self, begin: int) -> Tokens:
        return self.found[begin : self.at]


def split(found: Tokens) -> list[Tokens]:
    """``found`` cut at the commas outside of parentheses."""
    parts: list[Tokens] = []
    begin = depth = 0
    for i, token in enumerate(found):
        depth += is_op(token, "(") - is_op(token, ")")
        if depth == 0 and is_op(token, ","):
            parts.append(found[begin:i])
            begin = i + 1
    return [*parts, found[begin:]]
