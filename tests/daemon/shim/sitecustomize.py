"""Put before a process's own modules: names and public addresses lead to a test's server, the wall clock is shifted.

MAKE_BELIEVE = {"names": {name: address}, "plain": port, "secure": port, "shift": seconds, "log": file of connects}
"""

import datetime as _datetime
import json
import os
import socket
import time as _time

_told = json.loads(os.environ.get("MAKE_BELIEVE", "{}"))
_names, _shift = _told.get("names", {}), _told.get("shift", 0)
_look_up, _connect = socket.getaddrinfo, socket.socket.connect


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    if host in _names:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (_names[host], port))]
    return _look_up(host, port, family, type, proto, flags)


def connect(self, address):
    if isinstance(address, tuple) and address[0] in _names.values():
        address = ("127.0.0.1", _told["secure"] if address[1] == 443 else _told["plain"])
    return _connect(self, address)


socket.getaddrinfo = getaddrinfo
socket.socket.connect = connect

if _shift:
    _real_time, _real = _time.time, _datetime.datetime

    class datetime(_real):  # noqa: N801  (it stands for the one of that name)
        @classmethod
        def now(cls, tz=None):
            return cls.fromtimestamp(_time.time(), tz)

    _time.time = lambda: _real_time() + _shift
    _datetime.datetime = datetime
