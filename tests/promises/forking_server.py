"""The product's web side as one process that may be killed at any moment: another one takes its place at once.

`python -m tests.promises.forking_server PORT` prints the process id of each server that it puts in place.
"""

import os
import socket
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.core.wsgi import get_wsgi_application
from django.urls import reverse


class Quiet(WSGIRequestHandler):
    """Answers without a line for each request, and without asking names of addresses."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's own name
        """Say nothing."""

    def address_string(self) -> str:
        return str(self.client_address[0])


class Server(ThreadingMixIn, WSGIServer):
    """A thread for each connection."""

    daemon_threads = True


def main(port: int) -> None:
    """Put one server after the other behind the same socket."""
    application = get_wsgi_application()
    # whatever is imported with the first address need not be imported by every server anew
    reverse("scoring:api_cells", args=[1])
    listening = socket.create_server(("127.0.0.1", port), backlog=128)
    while True:
        pid = os.fork()
        if pid == 0:
            _say_nothing()
            server = Server(("127.0.0.1", port), Quiet, bind_and_activate=False)
            server.socket.close()
            server.socket = listening
            server.server_name, server.server_port = "127.0.0.1", port
            server.setup_environ()
            server.set_app(application)
            server.serve_forever()
        print(pid, flush=True)
        os.waitpid(pid, 0)


def _say_nothing() -> None:
    """Log to nowhere: nobody reads between two kills, and whoever fills a pipe waits for ever."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for said in (sys.stdout, sys.stderr):
        os.dup2(nowhere, said.fileno())


if __name__ == "__main__":
    main(int(sys.argv[1]))
