"""The processes of the lab: servers that answer with their own name, and a client that tells what it experienced.

    lab.py serve PREFIX SERVERS          listens in every namespace until it is ended; says `ready` when all are bound
    lab.py check PREFIX PROBES LACKS     sends the probes one after the other and compares; LACKS: what this kernel has not

A socket stays in the network namespace in which it was made, so one process serves them all.
"""
import ctypes
import errno
import os
import random
import re
import select
import selectors
import shlex
import socket
import struct
import subprocess
import sys
import threading
import time

PATIENCE = 0.9  # seconds; an ARP failure takes 0.3
IP_MTU_DISCOVER, IP_RECVERR, IP_TRANSPARENT, IP_PKTINFO = 10, 11, 19, 8
IPV6_MTU_DISCOVER, IPV6_RECVERR, IPV6_TRANSPARENT = 23, 25, 75
TRANSPORT = {"tcp": (socket.SOCK_STREAM, 0), "udp": (socket.SOCK_DGRAM, 0), "sctp": (socket.SOCK_STREAM, 132)}
ERRORS = {
    errno.ECONNREFUSED: "refused", errno.ECONNRESET: "reset", errno.EPIPE: "reset", errno.EHOSTUNREACH: "host-unreachable",
    errno.ENETUNREACH: "net-unreachable", errno.EMSGSIZE: "message-too-long", errno.EPERM: "denied-locally",
    errno.EACCES: "denied-locally", errno.EINVAL: "invalid-address", errno.ETIMEDOUT: "timeout",
}
libc = ctypes.CDLL(None, use_errno=True)
prefix = ""


def enter(namespace):
    """Moves the calling thread into a network namespace."""
    with open(f"/run/netns/{prefix}-{namespace}") as handle:
        if libc.setns(handle.fileno(), 0x40000000) != 0:
            raise OSError(ctypes.get_errno(), f"cannot enter {namespace}")


def v6(address):
    return ":" in address


def family(address):
    return socket.AF_INET6 if v6(address) else socket.AF_INET


def make(protocol, address):
    kind, number = TRANSPORT[protocol]
    return socket.socket(family(address), kind, number)


def endpoint(text):
    """The address and port of `10.0.0.1:80` or `[fd00::1]:80`."""
    address, _, port = text.rpartition(":")
    return address.strip("[]"), int(port)


def lines(path):
    with open(path, encoding="utf-8") as text:
        return [words for words in (shlex.split(line, comments=True) for line in text) if words]


# ---- what a client experiences ---------------------------------------------------------------------------------------

class Failed(Exception):
    """The exchange ended otherwise than by an answer."""


def icmp_error(sock):
    """What the ICMP error in the socket's queue says; None if there is none."""
    try:
        _, ancillary, _, _ = sock.recvmsg(2048, 512, socket.MSG_ERRQUEUE | socket.MSG_DONTWAIT)
    except OSError:
        return None
    for level, kind, data in ancillary:
        if (level, kind) not in ((0, IP_RECVERR), (41, IPV6_RECVERR)):
            continue
        number, origin, icmp, code = struct.unpack_from("=IBBB", data)
        if origin == 2:  # ICMP
            if icmp == 11:
                return "ttl-exceeded"
            return {0: "net-unreachable", 6: "net-unreachable", 9: "net-unreachable", 2: "refused", 3: "refused",
                    4: "message-too-long"}.get(code, "host-unreachable")
        if origin == 3:  # ICMPv6
            if icmp == 1:
                return {0: "net-unreachable", 1: "denied-locally", 4: "refused", 5: "denied-locally",
                        6: "denied-locally"}.get(code, "host-unreachable")
            return {2: "message-too-long", 3: "ttl-exceeded"}.get(icmp, "host-unreachable")
        return ERRORS.get(number, os.strerror(number))
    return None


def told(sock, error):
    """What a failed call says; an error of the call itself comes before one that waits in the queue."""
    if error.errno in (errno.EPERM, errno.EACCES, errno.EINVAL, errno.EMSGSIZE):
        return ERRORS[error.errno]
    return icmp_error(sock) or ERRORS.get(error.errno, os.strerror(error.errno or 0))


def wait(sock, events, until):
    """Waits for an event; an error in the queue ends the exchange."""
    poll = select.poll()
    poll.register(sock, events)
    while True:
        left = until - time.monotonic()
        ready = poll.poll(max(0, left * 1000))
        if not ready:
            raise Failed("timeout")
        happened = ready[0][1]
        if happened & events:
            return
        if happened & (select.POLLERR | select.POLLHUP):
            error = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            raise Failed(icmp_error(sock) or ERRORS.get(error, "reset" if error == 0 else os.strerror(error)))


def dress(sock, ask):
    """TTL, don't-fragment and ICMP errors as the probe wants them."""
    six, to = v6(ask["to"]), ask["to"]
    level = socket.IPPROTO_IPV6 if six else socket.IPPROTO_IP
    discover = 2 if ask.get("df") else 0  # IP_PMTUDISC_DO, IP_PMTUDISC_DONT
    sock.setsockopt(level, socket.IPV6_UNICAST_HOPS if six else socket.IP_TTL, ask.get("ttl", 64))
    sock.setsockopt(level, IPV6_RECVERR if six else IP_RECVERR, 1)
    if sock.type != socket.SOCK_STREAM:
        sock.setsockopt(level, IPV6_MTU_DISCOVER if six else IP_MTU_DISCOVER, discover)
    if ask.get("source"):
        sock.setsockopt(level, IPV6_TRANSPARENT if six else IP_TRANSPARENT, 1)
    sock.setblocking(False)
    return to


def ask_stream(ask, kept):
    sock = make(ask["protocol"], ask["to"])
    kept.append(sock)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    to = dress(sock, ask)
    sock.bind((ask.get("source") or ("::" if v6(to) else "0.0.0.0"), ask.get("sport", 0)))
    until = time.monotonic() + PATIENCE
    try:
        sock.connect((to, ask["port"]))
    except BlockingIOError:
        wait(sock, select.POLLOUT, until)
        error = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if error:
            raise Failed(icmp_error(sock) or ERRORS.get(error, os.strerror(error))) from None
    sock.send(f"GET {ask.get('path') or '/'} HTTP/1.1\r\nHost: {ask.get('host') or ''}\r\n\r\n".encode())
    text, until = b"", time.monotonic() + PATIENCE
    while not text.endswith(b"\n") or text.endswith(b"wait\n"):
        wait(sock, select.POLLIN, until)
        part = sock.recv(4096)
        if not part:
            raise Failed("closed-without-reply")
        text += part
        if text.endswith(b"wait\n"):  # a proxy is at work
            until = time.monotonic() + 4 * PATIENCE
    return text.decode().splitlines()[-1].split(" ")


def ask_datagram(ask, kept):
    sock = make("udp", ask["to"])
    kept.append(sock)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    to = dress(sock, ask)
    sock.bind((ask.get("source") or ("::" if v6(to) else "0.0.0.0"), ask.get("sport", 0)))
    sock.connect((to, ask["port"]))
    size = ask.get("size") or 34
    until = time.monotonic() + PATIENCE
    sock.send(f"{ask.get('host') or ''} {ask.get('path') or ''}".encode()[:size].ljust(size))
    wait(sock, select.POLLIN, until)
    return sock.recv(4096).decode().strip().split(" ")


def checksum(data):
    total = sum(struct.unpack(f"!{len(data) // 2}H", data[: len(data) // 2 * 2])) + (data[-1] << 8 if len(data) % 2 else 0)
    total = (total & 0xFFFF) + (total >> 16)
    return ~(total + (total >> 16)) & 0xFFFF


def ask_echo(ask, kept):
    six = v6(ask["to"])
    sock = socket.socket(family(ask["to"]), socket.SOCK_RAW, 58 if six else 1)
    kept.append(sock)
    to = dress(sock, ask)
    if ask.get("source"):
        sock.bind((ask["source"], 0))
    sock.connect((to, 0))
    number = ask.get("sport", 1)
    body = struct.pack("!HH", number, 1) + b"x" * ask.get("size", 0)
    head = bytes([128 if six else 8, 0])
    until = time.monotonic() + PATIENCE
    sock.send(head + struct.pack("!H", 0 if six else checksum(head + b"\0\0" + body)) + body)
    while True:
        wait(sock, select.POLLIN, until)
        data = sock.recv(65535)
        data = data if six else data[(data[0] & 15) * 4:]
        if data[0] == (129 if six else 0) and struct.unpack_from("!H", data, 4)[0] == number:
            return ["delivered"]


# DNS (RFC 1035)

def dns_name(name):
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"


def dns_asked(message):
    """The name and type of a query; None if the message is none."""
    if len(message) < 17 or message[2] & 0x80 or struct.unpack_from("!H", message, 4)[0] != 1:
        return None
    labels, at = [], 12
    while at < len(message) and message[at]:
        labels.append(message[at + 1:at + 1 + message[at]].decode(errors="replace"))
        at += 1 + message[at]
    return None if at + 5 > len(message) else (".".join(labels).lower(), struct.unpack_from("!H", message, at + 1)[0])


def dns_answer(query, zone):
    name, kind = dns_asked(query)
    found = [a for a in zone.get(name, []) if kind == (28 if v6(a) else 1)]
    head = struct.pack("!HHHHH", 0x8580 if name in zone else 0x8583, 1, len(found), 0, 0)
    answers = [struct.pack("!HHHIH", 0xC00C, kind, 1, 5, 16 if v6(a) else 4) + socket.inet_pton(family(a), a) for a in found]
    return query[:2] + head + query[12:12 + len(dns_name(name)) + 4] + b"".join(answers)


def look_up(ask):
    """Asks for one name after the other, as a resolver with a search list does: each server in turn, each as often as it
    may; unanswered, it goes on with the name as it was given. Waits in vain, or finds an address."""
    kind = 28 if v6(ask["to"]) else 1
    gave_up, silence, verdict = False, False, None
    for number, name in enumerate(ask["names"].split(",")):
        given = name == ask["given"]
        if gave_up and not given:
            continue
        result = query(ask, number + 1, name, kind)
        if result == "found":
            return
        if given or verdict is None or not verdict[1]:
            verdict = (result, given)
        if result != "none" and not given:
            if result == "refused":
                break
            gave_up = True
    raise Failed("timeout" if verdict[0] == "silent" else "host-unreachable")


def query(ask, number, name, kind):
    """What came of the questions for one name: found, none, silent or refused."""
    sockets, silent = {}, False
    try:
        for _ in range(int(ask["tries"])):
            for server in ask["resolver"].split(","):
                sock = sockets.get(server)
                try:
                    if sock is None:
                        sock = sockets[server] = make("udp", server)
                        dress(sock, {"to": server})
                        sock.connect((server, 53))
                    head = struct.pack("!HHHHHH", number, 0x0100, 1, 0, 0, 0)
                    sock.send(head + dns_name(name) + struct.pack("!HH", kind, 1))
                    wait(sock, select.POLLIN, time.monotonic() + PATIENCE)
                    answer = sock.recv(4096)
                    found = answer[3] & 15 == 0 and struct.unpack_from("!H", answer, 6)[0]
                    return "found" if found else "none"
                except Failed as end:
                    if str(end) == "timeout":
                        silent = True
                        continue
                except OSError:
                    pass
                if sock is not None:
                    sockets.pop(server).close()
        return "silent" if silent else "refused"
    finally:
        for sock in sockets.values():
            sock.close()


def exchange(ask, kept):
    """Asks from the namespace that the thread is in: the outcome and, if told, who answered and whom he saw asking."""
    try:
        if ask.get("resolver"):
            look_up(ask)
        way = {"tcp": ask_stream, "sctp": ask_stream, "udp": ask_datagram, "icmp": ask_echo}[ask["protocol"]]
        return way(ask, kept)
    except Failed as end:
        return [str(end)]
    except OSError as error:
        return [told(kept[-1], error) if kept else os.strerror(error.errno or 0)]


# ---- servers ---------------------------------------------------------------------------------------------------------

class Server:
    """A container's port, or a process that passes connections on."""

    def __init__(self, words):
        self.proxied = words[0] == "proxy"
        self.namespace, self.process, self.protocol = words[1:4]
        self.address, self.port = endpoint(words[4])
        self.silent, self.by_route = "silent" in words[5:], "reply-by-route" in words[5:]
        self.web = "http" in words[5:]
        self.rules = []
        self.zone = {}
        self.sock = None

    def listen(self):
        enter(self.namespace)
        sock = self.sock = make(self.protocol, self.address)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if v6(self.address):
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        if self.protocol == "udp":
            sock.setsockopt(0, IP_MTU_DISCOVER, 0)
            if v6(self.address):
                sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVPKTINFO, 1)
            else:
                sock.setsockopt(0, IP_PKTINFO, 1)
        sock.bind((self.address, self.port))
        if self.protocol != "udp":
            sock.listen(128)
        sock.setblocking(False)

    def answer(self, peer):
        return " ".join(["delivered", self.process, peer[0], str(peer[1])])

    # TCP and SCTP

    def accept(self, selector):
        conn, peer = self.sock.accept()
        conn.setblocking(False)
        if self.proxied:
            threading.Thread(target=self.relay_stream, args=(conn,), daemon=True).start()
            return
        if not self.silent:
            conn.send((self.answer(peer) + "\n").encode())
        # The client closes first: its reset takes the connection away at both ends.
        selector.register(conn, selectors.EVENT_READ, lambda: self.drain(conn, selector))

    @staticmethod
    def drain(conn, selector):
        try:
            if conn.recv(65536):
                return
        except OSError:
            pass
        selector.unregister(conn)
        conn.close()

    def relay_stream(self, conn):
        kept = []
        try:
            conn.send(b"wait\n")
            request = b""
            while b"\r\n\r\n" not in request:
                wait(conn, select.POLLIN, time.monotonic() + PATIENCE)
                part = conn.recv(4096)
                if not part:
                    return
                request += part
            first, host = request.decode().split("\r\n")[:2]
            result = self.relayed(host.partition(": ")[2], first.split(" ")[1], kept, conn.getpeername())
            if result:
                conn.send((" ".join(result) + "\n").encode())
                wait(conn, select.POLLIN, time.monotonic() + 60)
        except (OSError, Failed):
            pass
        finally:
            for sock in [conn, *kept]:
                sock.close()

    # UDP

    def receive(self):
        data, ancillary, _, peer = self.sock.recvmsg(65535, 512)
        if self.proxied:
            threading.Thread(target=self.relay_datagram, args=(data, ancillary, peer), daemon=True).start()
        elif not self.silent:
            text = dns_answer(data, self.zone) if self.zone and dns_asked(data) else self.answer(peer).encode().ljust(82)
            self.reply(text, [] if self.by_route else ancillary, peer)

    def relay_datagram(self, data, ancillary, peer):
        kept = []
        host, _, path = data.decode().strip().partition(" ")
        result = self.relayed(host, path or "/", kept, peer)
        if result:
            self.reply(" ".join(result).encode().ljust(82), ancillary, peer)
        for sock in kept:
            sock.close()

    def reply(self, text, ancillary, peer):
        source = []
        for level, kind, info in ancillary:  # the answer comes from the address that was asked
            if (level, kind) == (0, IP_PKTINFO):
                source = [(level, kind, struct.pack("=I4s4s", 0, info[8:12], b"\0" * 4))]
            elif (level, kind) == (41, socket.IPV6_PKTINFO):
                source = [(level, kind, info[:16] + struct.pack("=I", 0))]
        try:
            self.sock.sendmsg([text], source, 0, peer)
        except OSError:
            pass  # no way back: the client waits in vain

    # proxies

    def relayed(self, host, path, kept, peer):
        """Opens a connection of its own to a target of the first rule that takes the request, or answers by itself."""
        for rule in self.rules:
            if rule_takes(rule, host, path):
                if not rule["targets"]:
                    return None
                shares = [target.partition("*") for target in rule["targets"]]
                target = random.choices([t for t, _, _ in shares], [float(share or 1) for _, _, share in shares])[0]
                if target.startswith("status:"):
                    return self.answer(peer).split(" ") if rule["web"] else None
                address, port = endpoint(target)
                enter(self.namespace)
                return exchange({"protocol": self.protocol, "to": address, "port": port, "host": host, "path": path}, kept)
        return None


def rule_takes(rule, host, path):
    path, _, query = path.partition("?")
    if not set(rule["query"]) <= set(query.split("&")):
        return False
    host, wanted = host.partition(":")[0].lower(), rule.get("host")
    dot = host.find(".")
    if wanted is not None and not {
        "exact": host == wanted,
        "one_label": dot > 0 and host[dot:] == wanted[1:],
        "labels": host.endswith(wanted[1:]),
        "pattern": is_like(wanted, host),
    }[rule["hosts"]]:
        return False
    wanted = rule.get("path")
    if wanted is None:
        return True
    if rule["match"] == "prefix":
        prefix_ = wanted[:-1] if wanted.endswith("/") else wanted
        return path == prefix_ or path.startswith(prefix_ + "/")
    if rule["match"] == "regex":
        return re.fullmatch(wanted, path) is not None
    return path == wanted if rule["match"] == "exact" else is_like(wanted, path)


def is_like(pattern, text):
    """`*` stands for any text, `?` for one character."""
    parts = {"*": ".*", "?": "."}
    return re.fullmatch("".join(parts.get(c, re.escape(c)) for c in pattern), text) is not None


def serve(path):
    servers, zone = [], {}
    for words in lines(path):
        if words[0] == "rule":
            arrow = words.index("->")
            keys = [word.split("=", 1) for word in words[1:arrow]]
            rule = dict(keys)
            rule["query"] = [value for key, value in keys if key == "query"]
            rule["targets"], rule["web"] = words[arrow + 1:], servers[-1].web
            servers[-1].rules.append(rule)
        elif words[0] == "name":
            zone[words[1].lower()] = words[2:]
        else:
            servers.append(Server(words))
    selector = selectors.DefaultSelector()
    for server in servers:
        server.zone = zone
        try:
            server.listen()
        except OSError as error:
            if server.protocol == "sctp" and error.errno == errno.EPROTONOSUPPORT:
                continue
            sys.exit(f"{server.process} cannot listen on {server.protocol} {server.address}:{server.port}: {error.strerror}")
        accepting = server.protocol != "udp"
        selector.register(
            server.sock, selectors.EVENT_READ,
            (lambda s: lambda: s.accept(selector))(server) if accepting else server.receive)
    print("ready", flush=True)
    while True:
        for key, _ in selector.select():
            try:
                key.data()
            except OSError:
                pass


# ---- probes ----------------------------------------------------------------------------------------------------------

def forget_connections():
    """`conntrack -F` in this namespace."""
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 12) as netlink:
        netlink.send(struct.pack("=IHHIIBBH", 20, 0x0102, 5, 1, 0, 0, 0, 0))
        netlink.recv(4096)


def cold(namespaces):
    """No machine knows a neighbour, a connection, a path MTU or behind which port an address is."""
    for namespace in namespaces:
        enter(namespace)
        forget_connections()
        commands = ["neigh flush all", "route flush cache"]
        commands += [f"link set dev {dev} type bridge fdb_flush" for dev in bridges(namespace)]
        subprocess.run(["ip", "-force", "-batch", "-"], input="\n".join(commands) + "\n", text=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)


def bridges(namespace, known={}):
    if namespace not in known:
        shown = subprocess.run(["ip", "-o", "link", "show", "type", "bridge"], capture_output=True, text=True, check=False)
        known[namespace] = [line.split(": ")[1].split("@")[0] for line in shown.stdout.splitlines()]
    return known[namespace]


def probe_lines(path):
    probes = []
    for words in lines(path):
        if words[0] == "probe":
            probes.append({"name": words[1], "want": []})
        elif words[0] == "want":
            probes[-1]["want"].append((words[1], dict(word.split("=", 1) for word in words[2:])))
        else:
            probes[-1].update({"state": words[1], "protocol": words[2]})
            probes[-1].update(word.split("=", 1) for word in words[3:])
    return probes


def question_of(probe, attempt):
    ask = {key: probe[key] for key in ("protocol", "source", "host", "path", "resolver", "tries", "names", "given") if key in probe}
    ask["to"], ask["port"] = endpoint(probe["to"]) if probe["protocol"] != "icmp" else (probe["to"], 0)
    ask["sport"] = (int(probe["sport"]) + attempt - 1) % 65535 + 1
    ask["ttl"], ask["size"] = int(probe.get("ttl", 64)), int(probe.get("size", 0))
    ask["df"] = probe.get("df") == "yes"
    return ask


def fits(want, got, sport):
    outcome, more = want
    if outcome != got[0]:
        return False
    if len(got) < 4:
        return "at" not in more or "source" not in more
    return (more.get("at", got[1]) == got[1] and more.get("source", got[2]) == got[2]
            and (more.get("port") != "kept" or got[3] == str(sport)))


def words(outcome, at=None, source=None, _port=None):
    return outcome + (f" to {at}" if at else "") + (f" as {source}" if source else "")


def wished(probe):
    return " or ".join(dict.fromkeys(words(outcome, more.get("at"), more.get("source")) for outcome, more in probe["want"]))


class Lab:
    """The namespaces as the probes before left them."""

    def __init__(self):
        self.namespaces = sorted(name[len(prefix) + 1:] for name in made())
        self.kept = []

    def close(self):
        for sock in self.kept:
            sock.close()
        self.kept.clear()

    def prepare(self, state):
        """Before a cold probe nothing is known; before a further attempt there are no connections."""
        if state == "warm":
            return
        self.close()
        if state == "cold":
            cold(self.namespaces)
        else:
            for namespace in self.namespaces:
                enter(namespace)
                forget_connections()

    def ask(self, probe, attempt, state):
        """The answer, and whether it was expected."""
        self.prepare(state)
        question = question_of(probe, attempt)
        enter(probe["from"])
        got = exchange(question, self.kept)
        if got[0] == "net-unreachable":
            time.sleep(1.1)  # routers limit such errors to one a second and source
        return got, any(fits(want, got, question["sport"]) for want in probe["want"])

    def run(self, probe):
        """What was seen, in words, and the first surprise; None if there is none."""
        seen = {}
        for attempt in range(int(probe.get("attempts", 1))):
            state = "again" if attempt else probe["state"]
            got, expected = self.ask(probe, attempt, state)
            if not expected and got[0] == "timeout":
                time.sleep(1.5)  # the machine may have been busy, or a router tired of sending errors
                got, expected = self.ask(probe, attempt, state)
            seen[words(*got)] = None
            if not expected:
                return seen, words(*got) + (f" (attempt {attempt + 1})" if attempt else "")
        return seen, None


def check(path, lacks):
    lab = Lab()
    failed = skipped = passed = 0
    for probe in probe_lines(path):
        need = [feature for feature in probe.get("needs", "").split(",") if feature in lacks]
        if "skip" in probe or need:
            skipped += 1
            why = probe.get("skip") or f"this kernel has no {', '.join(need)}"
            print(f"SKIP  {probe['name']}: {why}", flush=True)
            continue
        seen, surprise = lab.run(probe)
        if surprise:
            failed += 1
            print(f"FAIL  {probe['name']}: {surprise}; expected {wished(probe)}", flush=True)
        else:
            passed += 1
            print(f"ok    {probe['name']}: {' | '.join(seen)}", flush=True)
    lab.close()
    print(f"{passed} as predicted, {failed} not, {skipped} skipped.", flush=True)
    return 1 if failed else 0


def made():
    with open(f"{os.environ['LAB_STATE']}/namespaces", encoding="utf-8") as text:
        return text.read().split()


if __name__ == "__main__":
    prefix = sys.argv[2]
    try:
        if sys.argv[1] == "serve":
            serve(sys.argv[3])
        else:
            sys.exit(check(sys.argv[3], set(filter(None, sys.argv[4].split(",")))))
    except KeyboardInterrupt:
        sys.exit(130)
