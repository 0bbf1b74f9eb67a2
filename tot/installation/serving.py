"""The web server inside the process: waitress, tuned for a region that answers a test at once."""

import gc
import logging
from typing import Any

from flask import Flask
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, MultiSocketServer, create_server

# Every browser of a region holds its line open. Waitress lets a hundred in and the others wait for lines to close.
MANY: dict[str, Any] = {"connection_limit": 2000, "backlog": 2048, "asyncore_use_poll": True}
# What is sent is kept on disk before the application, which allows a twentieth of it, can say that it is too much.
MOST_SENT = 100 * 2**20


class Line(HTTPChannel):
    """A visitor's open line, left alone by the server's own thread while a worker sends on it.

    Otherwise that thread asks without rest whether the line is free, and with 500 lines open each asking takes so long
    that the worker waits for its turn at every step: half a minute for an answer instead of a second.
    """

    def writable(self) -> bool:
        """Whether the server's own thread has something to send or to close here."""
        if not super().writable():
            return False
        if not self.requests or self.total_outbufs_len > self.adj.outbuf_high_watermark:
            return True  # no worker, or one who waits until this thread has sent some of so much
        if self.outbuf_lock.acquire(blocking=False):
            self.outbuf_lock.release()
            return True
        return False


def server_of(
    app: Flask, host: str, port: int, threads: int, *, proxies: int = 0
) -> BaseWSGIServer | MultiSocketServer:
    """A server that listens; `run()` serves until it is closed.

    What visitors say of their own address is taken away. Behind `proxies` it must stay: web.security counts how much of
    it is true, and without it all visitors would be one, whom the first who guesses passwords locks out.

    Raises: OSError when the address cannot be had.
    """
    # A request that waits for a thread is no news; the library would write a line about each.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    listening: dict[int, Any] = {}
    server = create_server(
        app,
        listening,
        host=host,
        port=port,
        threads=threads,
        ident=None,
        clear_untrusted_proxy_headers=not proxies,
        max_request_body_size=MOST_SENT,
        **MANY,
    )
    for one in listening.values():
        if isinstance(one, BaseWSGIServer):  # a name may stand for several addresses, each with a server of its own
            one.channel_class = Line
    return server


def settle(app: Flask) -> None:
    """Makes a process that serves ready: the current courses are read before the first visitor.

    All that is loaded stays to the end of the process. It is never garbage, and looking through it again and again
    would take a tenth of the time of every page.
    """
    from tot.courses.queries import published_courses

    with app.app_context():
        published_courses()
    gc.collect()
    gc.freeze()
