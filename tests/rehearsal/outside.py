"""The world outside: pages that serve as sources, and somebody else's system that hears of publications."""

import hashlib
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Outside:
    """One server for both; `heard` counts the messages by their ids."""

    def __init__(self) -> None:
        self.heard: Counter[str] = Counter()
        outside = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = page(self.path)
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                outside.heard[self.headers["webhook-id"]] += 1
                self.send_response(204)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                """Nobody reads it."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """End it."""
        self._server.shutdown()
        self._server.server_close()


def page(path: str) -> bytes:
    """What stands at an address."""
    words = f"The accounts at {path} list spending of 9 million pounds on ferries in total, the harbour office wrote."
    return f"<!doctype html><title>Accounts</title><article><p>{words}</p></article>".encode()


def sha256_of(path: str) -> str:
    """The hash that a copy of an address has."""
    return hashlib.sha256(page(path)).hexdigest()
