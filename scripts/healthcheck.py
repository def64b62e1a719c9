"""Exit 0 when the server in this container is healthy: what the container platform asks."""

import http.client
import os
import sys

HTTP_OK = 200


def is_healthy(port: int) -> bool:
    """Does GET /healthz on this machine answer 200?"""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/healthz")
        return line.getresponse().status == HTTP_OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


if __name__ == "__main__":
    sys.exit(0 if is_healthy(int(os.environ.get("PORT", "8000"))) else 1)
