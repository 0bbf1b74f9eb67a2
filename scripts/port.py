"""Says in one sentence that a port cannot be used, and names one that can. Runs before the set-up, on any Python 3."""

import socket
import sys


def trouble(port: int) -> str:
    """Why nothing can listen on 127.0.0.1:port, or an empty string."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except PermissionError:
            return f"Only an administrator may use port {port}"
        except OSError:
            return f"Port {port} is taken by another program"
    return ""


def free_port() -> int:
    """A port that is free now, from 8001 up."""
    return next(port for port in range(8001, 65536) if not trouble(port))


def main(text: str) -> str:
    """Returns the sentence to print, or an empty string when the port can be used."""
    if not text.isdigit() or not 0 < int(text) < 65536:
        return f"PORT must be a number from 1 to 65535, not '{text}'. Type for instance: make run PORT={free_port()}"
    reason = trouble(int(text))
    return f"{reason}. Choose another: make run PORT={free_port()}" if reason else ""


if __name__ == "__main__":
    sentence = main(sys.argv[1] if len(sys.argv) > 1 else "8000")
    if sentence:
        sys.exit("tot: " + sentence)
