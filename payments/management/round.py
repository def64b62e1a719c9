"""A thread that looks every moment for what is due, and at once when its bell rings."""

import threading

PAUSE_S = 0.2


class Round(threading.Thread):
    """Subclasses say what one round does."""

    def __init__(self) -> None:
        super().__init__(name="postman", daemon=True)
        self.bell, self._stop_asked = threading.Event(), threading.Event()

    def walk(self) -> None:
        """Deliver what is due."""
        raise NotImplementedError

    def run(self) -> None:
        while not self._stop_asked.is_set():
            self.walk()
            self.bell.wait(PAUSE_S)
            self.bell.clear()

    def stop(self) -> None:
        self._stop_asked.set()
        self.bell.set()
