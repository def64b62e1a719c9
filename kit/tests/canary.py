"""Run inside a network of its own (unshare -n -m): a DNS that lies, canaries on every address, our own calls.

Prints JSON: how often each local address was connected to, and what became of each call.
"""

import json
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from pathlib import Path

PUBLIC, OTHER = "196.200.130.1", "196.200.130.2"
INSIDE = ("127.0.0.1", "10.0.0.1", "100.64.0.1", "169.254.169.254", "192.168.1.1")
PORT = 443
# Each name and what it leads to, from one question to the next.
ANSWERS = {
    "fine.example.ma": [[PUBLIC]],
    "rebind.example.ma": [[PUBLIC], ["10.0.0.1"]],
    "mixed.example.ma": [[PUBLIC, "10.0.0.1"]],
    "loop.example.ma": [["127.0.0.1"]],
    "meta.example.ma": [["169.254.169.254"]],
    "cgnat.example.ma": [["100.64.0.1"]],
}
hits: Counter[str] = Counter()


def set_up() -> None:
    """The addresses of this small world, and a resolver that is ours."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    for address in (PUBLIC, OTHER, *INSIDE[1:]):
        subprocess.run(["ip", "addr", "add", f"{address}/32", "dev", "lo"], check=True)
    with tempfile.NamedTemporaryFile("w", delete=False) as file:
        file.write("nameserver 127.0.0.1\noptions timeout:1 attempts:1\n")
    subprocess.run(["mount", "--bind", file.name, str(Path("/etc/resolv.conf").resolve())], check=True)


def answer_names(server: socket.socket) -> None:
    """UDP, questions for A and AAAA; the last answer of a name stays."""
    while True:
        asked, who = server.recvfrom(512)
        end, labels = 12, []
        while asked[end]:
            labels.append(asked[end + 1 : end + 1 + asked[end]].decode())
            end += asked[end] + 1
        kind = struct.unpack("!H", asked[end + 1 : end + 3])[0]
        said = ANSWERS.get(".".join(labels).lower(), [[]])
        found = (said.pop(0) if len(said) > 1 else said[0]) if kind == 1 else []
        rows = b"".join(b"\xc0\x0c" + struct.pack("!HHIH", 1, 1, 0, 4) + socket.inet_aton(ip) for ip in found)
        head = asked[:2] + b"\x81\x80" + struct.pack("!HHHH", 1, len(found), 0, 0)
        server.sendto(head + asked[12 : end + 5] + rows, who)


def watch(server: socket.socket) -> None:
    """A canary on every address at once."""
    while True:
        caller, _who = server.accept()
        hits[caller.getsockname()[0]] += 1
        caller.close()


def main() -> None:
    from kit.addresses import Rules  # noqa: PLC0415 - only inside
    from kit.outbound import Unanswered, post  # noqa: PLC0415 - only inside

    set_up()
    names = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    names.bind(("127.0.0.1", 53))
    for serve, server in ((answer_names, names), (watch, socket.create_server(("0.0.0.0", PORT)))):
        threading.Thread(target=serve, args=[server], daemon=True).start()
    socket.create_connection((OTHER, PORT)).close()  # the canaries see what comes
    became = {}
    hosts = [*ANSWERS, *INSIDE, "2130706433", "0x7f000001", "127.1", "localhost", "[::ffff:10.0.0.1]"]
    for host in hosts:
        try:
            post(f"https://{host}/", b"{}", {}, rules=Rules(), within_s=3)
            became[host] = "answered"
        except Unanswered as no:
            became[host] = no.kind
    json.dump({"hits": hits, "became": became}, sys.stdout)


if __name__ == "__main__":
    main()
