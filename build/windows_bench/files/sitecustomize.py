"""Wine 8 lacks options of sockets that Windows 10 has (WinError 10042); nothing here needs them."""

import socket

_set = socket.socket.setsockopt


def setsockopt(self, *given):
    try:
        return _set(self, *given)
    except OSError as error:
        if getattr(error, "winerror", 0) != 10042:
            raise


socket.socket.setsockopt = setsockopt
