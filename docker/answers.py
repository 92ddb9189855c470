"""Exit with 0 when the web server of this container answers, under a name that it accepts."""

import os
import sys
import urllib.error
import urllib.request


def main() -> int:
    """Ask /ready/ on the port that the server listens at."""
    port = os.environ.get("BIND", "0.0.0.0:8000").rpartition(":")[2]
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".").replace("*", "localhost")
    request = urllib.request.Request(f"http://127.0.0.1:{port}/ready/", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=4) as answer:
            return 0 if answer.status == 200 else 1
    except (urllib.error.URLError, TimeoutError):
        return 1


if __name__ == "__main__":
    sys.exit(main())
