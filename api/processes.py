"""Several processes that serve together: each answers on a socket of its own, and one that dies is replaced.

They are forked from a process that has everything loaded and nothing connected: a second one costs neither the seconds
of starting nor the memory, and secrets need not be handed over.
"""

import ctypes
import gc
import logging
import multiprocessing
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess

log = logging.getLogger("dengta.processes")

#: Serves on a socket until it is told to stop, and says when it is ready.
Serve = Callable[[socket.socket, Callable[[], None]], object]

#: Seconds that they have to end by themselves.
STOP_SECONDS = 8.0
#: Seconds before another one takes the place of one that has ended: at first, and where it goes on and on.
SOONEST, LATEST = 0.1, 5.0
#: prctl(2): the signal that the kernel sends to a process when its parent dies.
PR_SET_PDEATHSIG = 1

_forking = multiprocessing.get_context("fork") if sys.platform == "linux" else None


@dataclass
class Place:
    """A socket, and the process that answers on it at present.

    The socket stays open here, too: who comes while a process is replaced waits for the next one.
    """

    listener: socket.socket
    process: ForkProcess
    news: Connection
    since: float

    def begins(self) -> bool:
        """Waits until the process is ready; False if it ends before."""
        try:
            self.news.recv_bytes()
        except (EOFError, OSError):
            return False
        return True


class Processes:
    """One for each of ``listeners``."""

    def __init__(self, listeners: Sequence[socket.socket], serve: Serve) -> None:
        self._listeners = listeners
        self._serve = serve
        self._places: list[Place] = []

    def run(self, announce: Callable[[], None]) -> bool:
        """Until a signal raises something here; False, at once, if one of them does not start.

        Announces when all are ready.

        Raises:
            KeyboardInterrupt, SystemExit: the signal; all have ended.
        """
        # A shell has what it begins in the background ignore Ctrl-C; a server of one process listens to it, too.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        gc.collect()
        gc.freeze()  # what is there now is shared, as long as nobody writes into it
        try:
            for listener in self._listeners:
                self._places.append(self._fork(listener))
            if not all(place.begins() for place in self._places):
                return False
            announce()
            self._look_after()
        finally:
            self._stop()
        return True

    def _fork(self, listener: socket.socket) -> Place:
        assert _forking is not None
        news, tell = _forking.Pipe(duplex=False)
        process = _forking.Process(target=self._live, args=(listener, tell, os.getpid()), daemon=True)
        process.start()
        tell.close()  # so that its end is heard
        return Place(listener, process, news, time.monotonic())

    def _live(self, listener: socket.socket, tell: Connection, parent: int) -> None:
        """What a process does, all its life."""
        _die_with(parent)
        # Ctrl-C reaches every process of a terminal; until the server listens to it, the parent's word counts.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for other in self._listeners:
            if other is not listener:
                other.close()
        self._serve(listener, lambda: tell.send_bytes(b"ready"))

    def _look_after(self) -> None:
        pause = SOONEST
        while True:
            ended = wait([place.process.sentinel for place in self._places])
            for number, place in enumerate(self._places):
                if place.process.sentinel not in ended:
                    continue
                place.process.join()
                place.news.close()
                log.warning(
                    "A process that served has ended (%s); another one takes its place.",
                    place.process.exitcode,
                )
                if time.monotonic() - place.since > 2 * LATEST:
                    pause = SOONEST
                time.sleep(pause)  # Without a database none gets far.
                pause = min(2 * pause, LATEST)
                self._places[number] = self._fork(place.listener)

    def _stop(self) -> None:
        """All end: gently, or else by force."""
        with _undisturbed():
            for listener in self._listeners:
                listener.close()
            processes = [place.process for place in self._places]
            for process in processes:
                process.terminate()
            end = time.monotonic() + STOP_SECONDS
            for process in processes:
                process.join(max(0.0, end - time.monotonic()))
            for process in processes:
                process.kill()
                process.join()


@contextmanager
def beside(live: Callable[[], object]) -> Iterator[None]:
    """Another process does ``live`` meanwhile, forked with everything loaded; it ends with this one, however that ends.

    Elsewhere than on Linux there is none: what it would do has a command of its own.
    """
    if _forking is None:
        yield
        return

    def _alone(parent: int) -> None:
        _die_with(parent)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        live()

    process = _forking.Process(target=_alone, args=(os.getpid(),), daemon=True)
    process.start()
    try:
        yield
    finally:
        process.terminate()
        process.join(STOP_SECONDS)
        process.kill()


def _die_with(parent: int) -> None:
    """Killed with -9, the parent could tell nobody: the port and the database must be free all the same."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, ctypes.c_ulong(signal.SIGKILL))
    if os.getppid() != parent:  # it was quicker
        os._exit(1)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """A second signal does not keep the first one's work from being done."""
    kept = {
        number: signal.signal(number, signal.SIG_IGN)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
