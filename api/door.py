"""The address that is listened on: by one socket, or by one for each process that answers there."""

import socket

from db.config import ConfigError

#: Connections that wait until somebody takes them.
WAITING = 2048


def open_door(host: str, port: int, processes: int = 1) -> list[socket.socket]:
    """Listening sockets of one address, as many as processes; 0 takes a free port.

    Each process has its own: the kernel spreads connections evenly over sockets (SO_REUSEPORT, Linux), whereas of
    processes that share a socket one gets nearly all.

    Raises:
        ConfigError: this machine has no such address, or somebody listens there.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        first = _socket(family, kind, protocol)
        first.bind(address)
        first.listen(WAITING)
        if processes == 1:
            return [first]
        # Shared only now that it is ours alone: bound as shared, it would join what another Dengta listens on.
        first.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        return [first, *(_beside(first) for _ in range(processes - 1))]
    except socket.gaierror:
        raise ConfigError(f"{host} is not an address of this machine: set DENGTA_HOST to one.") from None
    except OSError as error:
        raise ConfigError(
            f"Port {port} on {host} cannot be used ({error.strerror}): "
            f"stop what uses it, or choose another one with DENGTA_PORT={port % 65535 + 1}."
        ) from error


def _beside(first: socket.socket) -> socket.socket:
    made = _socket(first.family, first.type, first.proto)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    made.bind(first.getsockname())
    made.listen(WAITING)
    return made


def _socket(family: int, kind: int, protocol: int) -> socket.socket:
    made = socket.socket(family, kind, protocol)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return made
