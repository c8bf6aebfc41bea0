"""A line between the desk and one of its servers, which stands still, is slow or is cut whenever we say so."""

import contextlib
import socket
import struct
import threading
import time

CLOSE_AT_ONCE = struct.pack("ii", 1, 0)
PIECE = 65_536


class Line:
    """Passes on whatever comes to `port` to a server on this machine, and its answers back."""

    def __init__(self, server_port: int) -> None:
        self.server_port = server_port
        self.delay_seconds = 0.0
        """How long each piece is held back, in either direction."""
        self._open = threading.Event()
        self._open.set()
        self._is_cut = False
        self._ends: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def stand_still(self, seconds: float) -> None:
        """Nothing passes for a while; whoever waits is not told, as behind a firewall that drops."""
        self._open.clear()
        time.sleep(seconds)
        self._open.set()

    def be_slow(self, seconds: float, *, delay_seconds: float) -> None:
        """Each piece is held back for a while."""
        self.delay_seconds = delay_seconds
        time.sleep(seconds)
        self.delay_seconds = 0.0

    def be_cut(self, seconds: float) -> None:
        """All connections are reset and new ones refused, as while a server starts again."""
        self._is_cut = True
        self._reset_all()
        time.sleep(seconds)
        self._is_cut = False

    def close(self) -> None:
        """End it."""
        self._is_cut = True
        self._open.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._reset_all()

    def _accept(self) -> None:
        while True:
            try:
                near, _address = self._listener.accept()
            except OSError:
                return
            if self._is_cut:
                _reset(near)
                continue
            try:
                far = socket.create_connection(("127.0.0.1", self.server_port), timeout=5)
            except OSError:
                _reset(near)
                continue
            far.settimeout(None)
            for end in (near, far):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self._ends |= {near, far}
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(PIECE):
                self._open.wait()
                if self.delay_seconds:
                    time.sleep(self.delay_seconds)
                target.sendall(piece)
        with self._lock:
            self._ends -= {source, target}
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _reset_all(self) -> None:
        with self._lock:
            ends, self._ends = self._ends, set()
        for end in ends:
            _reset(end)


def _reset(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, CLOSE_AT_ONCE)
        end.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(OSError):
        end.close()
