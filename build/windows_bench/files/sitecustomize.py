"""Wine 8 lacks the times of a keep-alive (WinError 10042), which the driver of Oracle sets wherever
Python names them: on Windows, from 10 version 1709 on, where it has them. Without, nothing is lost
on one machine.
"""

import socket

_set = socket.socket.setsockopt
_LACKING = (socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL, socket.TCP_KEEPCNT)


def setsockopt(self, level, option, *value):
    if level != socket.IPPROTO_TCP or option not in _LACKING:
        _set(self, level, option, *value)


socket.socket.setsockopt = setsockopt
