"""Large objects: what is read, written and asked through a locator."""

from __future__ import annotations

from typing import Final

from app.lab.backend import OraError, OraType
from app.lab.wire import answers
from app.lab.wire.bytes import Message, Writer, ub
from app.lab.wire.cursors import Book
from app.lab.wire.requests import Lob, LobCall

CHUNK: Final = 8060  # bytes that one read had best take, as Oracle says it


def answer(book: Book, q: Lob) -> bytes:
    """Do what is asked of a locator; the answer without its end."""
    out, tail, amount = Writer(), b"", 0
    locator = q.locator
    if q.call == LobCall.CREATE:
        if q.offset == 2:  # the form of the character set: a national one
            raise OraError(3001, "unimplemented feature: NCLOB (lab, not Oracle)")
        is_text = q.kind == OraType.CLOB
        locator = book.put("" if is_text else b"", is_text, len(q.locator))
        tail = ub(answers.CHARSET) + b"\0" + (ub(40) if q.has_amount else b"")
    else:
        data = book.data(locator)
        at = max(q.offset - 1, 0)
        if q.call == LobCall.READ:
            part = data.value[at : at + q.amount]
            amount = len(part)
            if part:
                raw = part.encode() if isinstance(part, str) else part
                out.u8(Message.LOB_DATA).clr(raw)
        elif q.call == LobCall.WRITE:
            sent = q.data or b""
            data.write(at, sent.decode() if data.is_text else sent)
            amount = q.amount
        elif q.call == LobCall.LENGTH:
            amount = len(data)
        elif q.call == LobCall.CHUNK:
            amount = CHUNK
        elif q.call == LobCall.TRIM:
            data.trim(q.amount)
            amount = q.amount
        elif q.call == LobCall.IS_OPEN:
            tail = b"\0"
        if q.has_amount:
            tail = ub(amount) + tail
    out.u8(Message.PARAMETER).raw(locator, tail)
    return out.bytes()
