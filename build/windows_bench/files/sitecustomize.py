"""What Wine 8 lacks, for every Python on the bench and the shipped program there.

* The times of a keep-alive (WinError 10042), which the driver of Oracle sets wherever Python names
  them: on Windows, from 10 version 1709 on, where it has them. Nothing here needs them.
* Once in some thousand times a program does not start (WinError 1359), and does when asked again.
"""

import _winapi
import socket

_set = socket.socket.setsockopt
_LACKING = (socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL, socket.TCP_KEEPCNT)
_create = _winapi.CreateProcess
_TRIES = 3


def setsockopt(self, level, option, *value):
    if level != socket.IPPROTO_TCP or option not in _LACKING:
        _set(self, level, option, *value)


def create_process(*given):
    for left in reversed(range(_TRIES)):
        try:
            return _create(*given)
        except OSError as error:
            if error.winerror != 1359 or not left:
                raise


socket.socket.setsockopt = setsockopt
_winapi.CreateProcess = create_process
