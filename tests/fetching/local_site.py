"""A small web site on this machine that misbehaves on request."""

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from claims.fetching import Fetched, Limits, fetch

HERE = ("127.0.0.0/8",)
STORY = b"<!doctype html><title>Bridge opens</title><p>The bridge opened on Monday.</p>"

type Page = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """The running site: its port, the pages it serves, and the requests it saw."""

    server: ThreadingHTTPServer
    pages: dict[str, Page] = field(default_factory=dict)
    seen: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    @property
    def port(self) -> int:
        return self.server.server_address[1]

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def page(self, path: str, body: bytes = b"", *, status: int = 200, **headers: str) -> str:
        """Serve ``body`` at ``path`` (underscores in header names stand for hyphens) and return its address."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(status)
            for name, value in headers.items():
                request.send_header(name.replace("_", "-"), value)
            if "Content_Length" not in headers:
                request.send_header("Content-Length", str(len(body)))
            request.end_headers()
            request.wfile.write(body)

        self.pages[path] = answer
        return self.url(path)


def start_site(address: str = "127.0.0.1") -> Site:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            site.seen.append((self.command, self.path, headers, body))
            self.close_connection = True
            with contextlib.suppress(OSError):  # the client hangs up, as it should on most of these pages
                site.pages.get(self.path, lambda request: request.send_error(404))(self)

        do_GET = do_POST = do_HEAD = answer

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer((address, 0), Handler)
    server.daemon_threads = True
    site = Site(server)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return site


def read(url: str, **options) -> Fetched:
    """Fetch with limits for tests, from this machine too."""
    options.setdefault("allow_networks", HERE)
    options.setdefault("limits", Limits(max_bytes=100_000, total_seconds=10))
    return fetch(url, **options)
