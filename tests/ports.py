"""Ports of this machine on which a test may listen, tests in other processes beside it."""

from __future__ import annotations

import random
import socket

OURS = range(20000, 32000)  # systems take the ports of outgoing connections from 32768 on
_chance = random.SystemRandom()  # tests seed the common one, and would all begin with the same port


def free_port() -> int:
    """A port on which nobody listens now, over TCP and UDP, and which no outgoing connection gets by chance.

    Asking the system for any free port and listening there a moment later fails now and then: in between, the port may
    become that of a connection. These ports may not.

    Raises:
        OSError: a hundred ports in a row were taken.
    """
    for port in _chance.sample(OURS, 100):
        try:
            for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
                with socket.socket(type=kind) as probe:
                    probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        return port
    raise OSError(f"No free port was found among {OURS.start} to {OURS.stop - 1}.")
