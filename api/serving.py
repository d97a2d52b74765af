"""The application served, by this process alone or by several, until a signal ends it."""

import gc
import logging
import socket
from collections.abc import Callable, Sequence
from contextlib import nullcontext

import uvicorn

from api.app import create_app
from api.config import Settings
from api.discreet import Discreet
from api.processes import Processes, beside
from api.worker import keep_working
from db.config import Database


class Server(uvicorn.Server):
    """One process's; ``ready`` is called once it answers."""

    def __init__(self, config: uvicorn.Config, close: Callable[[], None], ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._close = close
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            # What is there now stays: looking through it for garbage at every page took a third of its time.
            gc.collect()
            gc.freeze()
            gc.set_threshold(50_000, 20, 50)
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._close()  # it would wait for streams that have no end of their own
        await super().shutdown(sockets)


def serve(
    settings: Settings,
    database: Database,
    listeners: Sequence[socket.socket],
    announce: Callable[[], None],
) -> bool:
    """Answers on ``listeners``, one process for each, and announces it when all do; whether it came to that.

    Raises:
        KeyboardInterrupt, SystemExit: a signal has ended it, and all is closed.
    """
    logging.basicConfig(
        level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    logging.getLogger("uvicorn.access").addFilter(Discreet())
    # Put together before any process is forked; it connects to nothing until it starts.
    application = create_app(settings, database)
    config = uvicorn.Config(
        application,
        loop="uvloop",
        lifespan="on",
        log_config=None,
        access_log=settings.log_level in {"debug", "info"},
        ws_max_size=1 << 20,
        timeout_graceful_shutdown=3,  # A dashboard left open would hold the door for ever.
    )
    config.load()
    gc.enable()  # the command line put it off until now

    def alone(listener: socket.socket, ready: Callable[[], None]) -> bool:
        server = Server(config, application.state.live.close, ready)
        server.run(sockets=[listener])
        return server.started

    def background() -> None:
        for listener in listeners:
            listener.close()
        keep_working(settings, database)

    with beside(background) if settings.background else nullcontext():
        if len(listeners) == 1:
            return alone(listeners[0], announce)
        return Processes(listeners, alone).run(announce)
