#!/usr/bin/env python3
"""Sends the probes of a plan through a lab of network namespaces and writes down what every interface saw.

    record.py PLAN LAB_MAP LACKS OUT

PLAN is what Plan.java writes: devices, servers and probes with everything resolved. LAB_MAP is what `lab.sh up` wrote:
which namespace is whose; LACKS is its list of what this kernel has not: probes that need it are skipped. The lab's own
servers answer. OUT has the form of the recordings in truth/kernel; neighbour discovery is written as ARP is.

One thread does it all: a socket stays in the namespace in which it was made.
"""
import ctypes
import errno
import json
import mmap
import os
import select
import socket
import struct
import sys
import time

SETTLED = 3     # seconds in which the cables have come up: the kernel opens the ports of a bridge once a second
PATIENCE = 0.9  # seconds until a sender gives up: less than TCP takes to repeat its SYN
QUIET = 0.13    # seconds without a packet after which nothing is under way: longer than an ARP request waits
LINGER = 0.02   # the same where the sender has its answer
LIMITED = 1.05  # seconds after which a router again tells a sender that there is no route, or a better one

# TTL, path MTU discovery, errors from the queue, foreign sources: level and names of IPv4, of IPv6
OPTIONS = {socket.AF_INET: (0, 2, 10, 11, 19), socket.AF_INET6: (41, 16, 23, 25, 75)}
PMTUDISC_DONT, PMTUDISC_DO = 0, 2
SO_TIMESTAMPNS, SO_RCVBUFFORCE = 35, 33
SOL_PACKET, PACKET_RX_RING, PACKET_VERSION, TPACKET_V2, ETH_P_ALL = 263, 5, 10, 1, 3
PACKET_OTHERHOST, PACKET_OUTGOING = 3, 4
NETLINK_ROUTE, NETLINK_NETFILTER, NLM_F_REQUEST, NLM_F_ACK, NLM_F_DUMP = 0, 12, 1, 4, 0x300
RTM_NEWLINK, RTM_GETLINK, RTM_DELROUTE, RTM_GETROUTE, RTM_DELNEIGH, RTM_GETNEIGH, RTM_F_CLONED, NUD_FIXED = 16, 18, 25, 26, 29, 30, 0x200, 0xC0
ICMP, TCP, UDP, ICMP6, FRAGMENT = 1, 6, 17, 58, 44
IPV4, IPV6 = 0x0800, 0x86DD
NAMES = {ICMP: "icmp", TCP: "tcp", UDP: "udp", ICMP6: "icmp", 132: "sctp"}
ANSWER = b"delivered "
STATUS = {
    errno.ECONNREFUSED: "refused", errno.ENOPROTOOPT: "refused", errno.ECONNRESET: "reset", errno.EMSGSIZE: "message-too-long",
    errno.EHOSTUNREACH: "host-unreachable", errno.ENETUNREACH: "net-unreachable", errno.EPERM: "denied-locally",
    errno.EACCES: "denied-locally", errno.EINVAL: "invalid-address", errno.ETIMEDOUT: "timeout",
}
libc = ctypes.CDLL(None, use_errno=True)


def enter(namespace):
    if libc.setns(namespace, 0x40000000):
        raise OSError(ctypes.get_errno(), "setns")


def hardware(data):
    return ":".join(f"{byte:02x}" for byte in data)


def v6(address):
    return ":" in address


def at_port(address, port):
    return f"[{address}]:{port}" if v6(address) else f"{address}:{port}"


def is_fragment(data):
    """Whether a frame, or the one in the VXLAN datagram in it, holds a part of a datagram."""
    start = 14
    for header, protocol, length in ((b"\x08\0", 23, 20), (b"\x86\xdd", 20, 40)):
        if data[12:14] == header and data[protocol:protocol + 1] == b"\x11" and data[14 + length + 2:14 + length + 4] == b"\x21\x18":
            start = 14 + length + 8 + 8 + 14
    if data[start - 2:start] == b"\x86\xdd":
        return data[start + 6:start + 7] == bytes([FRAGMENT])
    return data[start - 2:start] == b"\x08\0" and len(data) > start + 8 and struct.unpack_from("!H", data, start + 6)[0] & 0x3FFF


class Tap:
    """Two packet sockets, each of which sees every device of the namespace.

    What waits in the plain one shares its bytes with the kernel and shows what was rewritten later, as in the recordings:
    where a bridge sends a packet to a new destination its own address stands there only for a moment. The kernel also
    rewrites the headers of fragments in place, so these come from a ring, which holds copies.
    """

    FRAME, FRAMES = 8192, 256

    def __init__(self):
        self.names = dict(socket.if_nameindex())
        self.plain, self.copies = (socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0) for _ in range(2))
        self.plain.setblocking(False)
        self.plain.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        self.plain.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 8 << 20)
        self.copies.setsockopt(SOL_PACKET, PACKET_VERSION, TPACKET_V2)
        ring = struct.pack("=IIII", self.FRAME * 16, self.FRAMES // 16, self.FRAME, self.FRAMES)
        self.copies.setsockopt(SOL_PACKET, PACKET_RX_RING, ring)
        self.ring = mmap.mmap(self.copies.fileno(), self.FRAME * self.FRAMES)
        self.at = 0
        # Python's bind wants a device; index 0 means all
        every = struct.pack("=HHiHBB8s", socket.AF_PACKET, socket.htons(ETH_P_ALL), 0, 0, 0, 0, b"")
        for sock in (self.plain, self.copies):
            if libc.bind(sock.fileno(), every, len(every)):
                raise OSError(ctypes.get_errno(), "bind")

    def read(self):
        """Nanoseconds, device, packet type and bytes of what was seen since."""
        while True:
            try:
                data, ancillary, _, (device, _, kind, *_) = self.plain.recvmsg(65536, 128)
            except BlockingIOError:
                break
            seconds, nanos = struct.unpack("=qq", ancillary[0][2])
            if not is_fragment(data):
                yield seconds * 10**9 + nanos, device, kind, data
        while True:
            base = self.at * self.FRAME
            status, _, length, start, _, seconds, nanos = struct.unpack_from("=IIIHHII", self.ring, base)
            if not status & 1:
                return
            index, _, kind = struct.unpack_from("=iHB", self.ring, base + 36)
            data = bytes(self.ring[base + start:base + start + length])
            struct.pack_into("=I", self.ring, base, 0)
            self.at = (self.at + 1) % self.FRAMES
            if is_fragment(data):
                yield seconds * 10**9 + nanos, self.names.get(index), kind, data


class Memory:
    """What packets leave behind in a namespace, and how it is cleared."""

    def __init__(self, bridges):
        self.route = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_ROUTE)
        self.conntrack = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_NETFILTER)
        self.exceptions = os.open("/proc/sys/net/ipv4/route/flush", os.O_WRONLY)
        self.bridges = [socket.if_nametoindex(bridge) for bridge in bridges]
        self.sequence = 0

    def ask(self, sock, kind, flags, body):
        self.sequence += 1
        sock.send(struct.pack("=IHHII", 16 + len(body), kind, flags | NLM_F_REQUEST, self.sequence, 0) + body)
        answers = []
        while True:
            data = sock.recv(1 << 17)
            at = 0
            while at < len(data):
                length, what, _, sequence, _ = struct.unpack_from("=IHHII", data, at)
                if sequence == self.sequence:
                    if what in (2, 3):  # an error, perhaps none, or the end of a dump
                        return answers
                    answers.append(data[at + 16:at + length])
                at += (length + 3) & ~3

    def is_settled(self):
        """Whether the kernel has told everybody of each carrier: only then a bridge forwards to its port."""
        header, up = struct.Struct("=BBHiII"), 6  # IF_OPER_UP; 0 where a device does not tell
        for link in self.ask(self.route, RTM_GETLINK, NLM_F_DUMP, header.pack(0, 0, 0, 0, 0, 0)):
            *_, flags, _ = header.unpack_from(link)
            told, at = {}, header.size
            while at < len(link):
                length, attribute = struct.unpack_from("=HH", link, at)
                if attribute in (16, 33):  # IFLA_OPERSTATE, IFLA_CARRIER
                    told[attribute] = link[at + 4]
                at += (length + 3) & ~3
            if flags & 1 and told.get(33) and told.get(16) not in (0, up):
                return False
        return True

    def forget_connections(self):
        self.ask(self.conntrack, 0x102, NLM_F_ACK, struct.pack("=BBH", socket.AF_INET, 0, 0))

    def forget(self):
        self.forget_connections()
        for family in (socket.AF_INET, socket.AF_INET6):
            self.forget_neighbours(family)
        self.forget_exceptions()
        for bridge in self.bridges:
            flush = struct.pack("=HHHH", 8, 2, 4, 24)  # IFLA_INFO_DATA { IFLA_BR_FDB_FLUSH }
            info = struct.pack("=HH", 11, 1) + b"bridge\0\0" + flush
            body = struct.pack("=BBHiII", 0, 0, 0, bridge, 0, 0) + struct.pack("=HH", 4 + len(info), 18) + info
            self.ask(self.route, RTM_NEWLINK, NLM_F_ACK, body)

    def forget_neighbours(self, family):
        header = struct.Struct("=BBHiHBB")
        for entry in self.ask(self.route, RTM_GETNEIGH, NLM_F_DUMP, header.pack(family, 0, 0, 0, 0, 0, 0)):
            _, _, _, device, state, flags, kind = header.unpack_from(entry)
            at = header.size
            while not state & NUD_FIXED and at < len(entry):
                length, attribute = struct.unpack_from("=HH", entry, at)
                if attribute == 1:  # NDA_DST
                    one = header.pack(family, 0, 0, device, state, flags, kind) + entry[at:at + length]
                    self.ask(self.route, RTM_DELNEIGH, NLM_F_ACK, one)
                at += (length + 3) & ~3

    def forget_exceptions(self):
        """Path MTUs and redirects: IPv4 drops all at once, IPv6 shows its own as routes."""
        os.write(self.exceptions, b"-1\n")
        header = struct.Struct("=BBBBBBBBI")
        wanted = header.pack(socket.AF_INET6, 0, 0, 0, 0, 0, 0, 0, RTM_F_CLONED)
        for entry in self.ask(self.route, RTM_GETROUTE, NLM_F_DUMP, wanted):
            if header.unpack_from(entry)[8] & RTM_F_CLONED:
                self.ask(self.route, RTM_DELROUTE, NLM_F_ACK, entry)


class Sights:
    """Frames as events of a recording."""

    def __init__(self, plan):
        self.devices = {(s["id"], d["name"]): d for s in plan["spaces"] for d in s["devices"]}
        self.tunnels = {d["tunnelPort"] for d in self.devices.values() if d.get("tunnelPort")}
        self.owners = {}
        for (space, name), device in self.devices.items():
            if device["mac"] == "ee:ee:ee:ee:ee:ee":
                self.owners[device["mac"]] = "node-side/cali*"
            elif device["kind"] != "loopback":
                self.owners.setdefault(device["mac"], f"{space}/{name}")

    def owner(self, address):
        text = hardware(address)
        return {"ff:ff:ff:ff:ff:ff": "broadcast", "00:00:00:00:00:00": "none"}.get(text) or self.owners.get(text, text)

    def event(self, space, device, kind, data):
        """None where it is nothing that a recording keeps."""
        about = self.devices.get((space, device))
        event = {"us": 0, "at": space, "if": device, "dir": "out" if kind == PACKET_OUTGOING else "in"}
        if about is None or not self.frame(data, event):
            return None
        if kind == PACKET_OTHERHOST and not about["port"]:
            event["dropped"] = "not-for-this-mac"
        if event["dir"] == "out" and about["port"] and about.get("peer") and not data[0] & 1:
            far = self.devices[tuple(about["peer"])]
            if not far["port"] and far["mac"] != hardware(data[:6]):
                event["flood"] = True
        return event

    def frame(self, data, event):
        if len(data) < 14:
            return False
        event["smac"], event["dmac"] = self.owner(data[6:12]), self.owner(data[:6])
        kind, = struct.unpack_from("!H", data, 12)
        if kind == IPV6:
            return self.packet6(data[14:], event)
        if kind == 0x0806:
            event["leg"] = "arp"
            event["arp"] = {
                "op": "request" if data[21] == 1 else "reply", "sha": self.owner(data[22:28]), "spa": socket.inet_ntoa(data[28:32]),
                "tha": self.owner(data[32:38]), "tpa": socket.inet_ntoa(data[38:42])}
            return True
        return kind == IPV4 and self.packet(data[14:], event)

    def packet(self, data, event):
        if len(data) < 20 or data[0] >> 4 != 4:
            return False
        length, number, flags = struct.unpack_from("!HHH", data, 2)
        ttl, protocol = data[8], data[9]
        body = data[(data[0] & 15) * 4:length]
        ends = {"proto": NAMES.get(protocol, str(protocol)), "src": socket.inet_ntoa(data[12:16]), "dst": socket.inet_ntoa(data[16:20])}
        offset, more = (flags & 0x1FFF) * 8, bool(flags & 0x2000)
        if protocol == UDP and not offset and self.tunnelled(body, event, ends, ttl, length):
            return self.frame(body[16:], event)
        event.update(ends, ttl=ttl, len=length)
        if flags & 0x4000:
            event["df"] = True
        return self.part(offset, more, number, event) or self.whole(protocol, body, event)

    def packet6(self, data, event):
        if len(data) < 40 or data[0] >> 4 != 6:
            return False
        length, protocol, ttl = struct.unpack_from("!HBB", data, 4)
        body = data[40:40 + length]
        ends = {"src": socket.inet_ntop(socket.AF_INET6, data[8:24]), "dst": socket.inet_ntop(socket.AF_INET6, data[24:40])}
        offset = more = number = 0
        if protocol == FRAGMENT and len(body) >= 8:
            protocol, _, place, number = struct.unpack_from("!BBHI", body)
            offset, more, body = place & ~7, bool(place & 1), body[8:]
        ends["proto"] = NAMES.get(protocol, str(protocol))
        if protocol == UDP and not offset and self.tunnelled(body, event, ends, ttl, length + 40):
            return self.frame(body[16:], event)
        event.update(ends, ttl=ttl, len=length + 40)
        if self.part(offset, more, number, event):
            return True
        return self.icmp6(body, event) if protocol == ICMP6 else self.whole(protocol, body, event)

    def tunnelled(self, body, event, ends, ttl, length):
        if "encap" in event or len(body) < 16 or struct.unpack_from("!H", body, 2)[0] not in self.tunnels:
            return False
        sport, dport = struct.unpack_from("!HH", body)
        event["encap"] = {"smac": event["smac"], "dmac": event["dmac"], **ends, "ttl": ttl, "len": length, "sport": sport, "dport": dport,
                          "vni": struct.unpack_from("!I", body, 12)[0] >> 8}
        return True

    @staticmethod
    def part(offset, more, number, event):
        """Notes which part of which datagram it is; whether it is a later one, without ports."""
        if offset or more:
            event["frag"] = {"offset": offset, "more": bool(more)}
            event["number"] = number
        if offset:
            event["leg"] = "fragment"
        return bool(offset)

    def whole(self, protocol, body, event):
        if protocol in (TCP, UDP):
            event["sport"], event["dport"] = struct.unpack_from("!HH", body)
        if protocol == TCP:
            syn, ack, rst = body[13] & 2, body[13] & 16, body[13] & 4
            event["flags"] = ("AR" if ack else "R") if rst else "SA" if ack else "S"
            event["leg"] = "rst" if rst else "reply" if ack else "request"
            return bool(syn or rst)
        if protocol == UDP:
            said = body[8:]  # plain text, or a message of DNS, which begins with a small number
            event["leg"] = "dns" if said[:1] == b"\0" else "reply" if said.startswith(ANSWER) else "request"
            if event["leg"] == "dns":
                event["dns"] = int.from_bytes(said[:2], "big")
            return True
        return protocol == ICMP and self.icmp(body, event)

    @staticmethod
    def icmp6(body, event):
        kind, code = body[0], body[1]
        event["icmp"] = {"type": kind, "code": code}
        if kind in (135, 136):
            target = socket.inet_ntop(socket.AF_INET6, body[8:24])
            asks = kind == 135
            event["leg"] = "arp"
            event["arp"] = {"op": "request" if asks else "reply", "spa": event["src"] if asks else target,
                            "tpa": target if asks else event["dst"]}
            return True
        if kind in (128, 129):
            event["icmp"]["id"] = struct.unpack_from("!H", body, 4)[0]
            event["leg"] = "request" if kind == 128 else "reply"
            return True
        event["leg"] = "icmp-error"
        if kind in (1, 2, 3, 4):
            Sights.about6(body[8:], event)
        elif kind == 137:
            at = 40
            while at + 8 <= len(body) and body[at] != 4 and body[at + 1]:  # ND_OPT_REDIRECT_HDR
                at += body[at + 1] * 8
            quoted = body[at + 8:]
            Sights.about6(quoted, event)
            # as of segments, those about SYN, SYN-ACK and RST are kept: IPv6 sends six at once
            return not (quoted[6:7] == bytes([TCP]) and len(quoted) > 53 and not quoted[53] & 6)
        return kind in (1, 2, 3, 4)

    @staticmethod
    def about6(quoted, event):
        if len(quoted) < 44:
            return
        inner = {"proto": NAMES.get(quoted[6], str(quoted[6])), "src": socket.inet_ntop(socket.AF_INET6, quoted[8:24]),
                 "dst": socket.inet_ntop(socket.AF_INET6, quoted[24:40]), "ttl": quoted[7]}
        if quoted[6] in (TCP, UDP):
            inner["sport"], inner["dport"] = struct.unpack_from("!HH", quoted, 40)
        if quoted[6] == FRAGMENT:
            inner["offset"] = struct.unpack_from("!H", quoted, 42)[0] & ~7
        event["icmp"]["inner"] = inner

    @staticmethod
    def icmp(body, event):
        event["icmp"] = {"type": body[0], "code": body[1]}
        if body[0] in (0, 8):
            event["icmp"]["id"] = struct.unpack_from("!H", body, 4)[0]
            event["leg"] = "request" if body[0] else "reply"
            return True
        quoted = body[8:]
        inner = {"proto": NAMES.get(quoted[9]), "src": socket.inet_ntoa(quoted[12:16]), "dst": socket.inet_ntoa(quoted[16:20]), "ttl": quoted[8]}
        if quoted[9] in (TCP, UDP):
            inner["sport"], inner["dport"] = struct.unpack_from("!HH", quoted, (quoted[0] & 15) * 4)
        event["icmp"]["inner"] = inner
        event["leg"] = "icmp-error"
        return True


class Failed(Exception):
    """The sender's end of it."""

    def __init__(self, status, **more):
        super().__init__(status)
        self.result = {"status": status, **more}


class Client:
    """One question, and what its sender experiences."""

    def __init__(self, probe, port, pump):
        self.probe, self.port, self.pump = probe, port, pump
        self.connected = False
        self.six = v6(probe["ip"])
        self.family = socket.AF_INET6 if self.six else socket.AF_INET
        echo = (socket.SOCK_RAW, ICMP6 if self.six else ICMP)
        kind = {"tcp": (socket.SOCK_STREAM, 0), "udp": (socket.SOCK_DGRAM, 0), "icmp": echo}[probe["protocol"]]
        self.sock = self.asking = socket.socket(self.family, *kind)
        self.sock.setblocking(False)

    def ask(self):
        try:
            if self.probe.get("resolver"):
                self.look_up()
            return self.exchange()
        except Failed as end:
            return end.result
        except OSError as error:
            return self.failed(error.errno).result

    def exchange(self):
        sock, probe = self.sock, self.probe
        level, ttl, discover, errors, transparent = OPTIONS[self.family]
        sock.setsockopt(level, errors, 1)
        sock.setsockopt(level, ttl, probe["ttl"])
        if probe["sourceIP"]:
            sock.setsockopt(level, transparent, 1)
        if probe["protocol"] == "tcp":
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        else:
            sock.setsockopt(level, discover, PMTUDISC_DO if probe["df"] else PMTUDISC_DONT)
        sock.bind((probe["sourceIP"] or ("::" if self.six else "0.0.0.0"), 0 if probe["protocol"] == "icmp" else self.port))
        self.until = time.monotonic() + PATIENCE
        return {"tcp": self.stream, "udp": self.datagram, "icmp": self.echo}[probe["protocol"]]()

    def look_up(self):
        """Asks for one name after the other, each from a port of its own, for all types of records at once: every
        server in turn, each as often as it may. Unanswered, it goes on with the name as it was given."""
        gave_up, verdict, self.number = False, None, 0
        for name in self.probe["names"]:
            given = name == self.probe["given"]
            if gave_up and not given:
                continue
            result = self.query(name)
            if result == "found":
                return
            if given or verdict is None or not verdict[1]:
                verdict = (result, given)
            if result != "none" and not given:
                if result == "refused":
                    break
                gave_up = True
        raise Failed("timeout" if verdict[0] == "silent" else "host-unreachable")

    def query(self, name):
        sockets, silent = {}, False
        try:
            for _ in range(self.probe["tries"]):
                for server in self.probe["resolver"].split(","):
                    try:
                        found = self.question(sockets, server, name)
                        return "found" if found else "none"
                    except Failed as end:
                        if str(end) == "timeout":
                            silent = True
                            continue
                    except OSError:
                        pass
                    if server in sockets:
                        sockets.pop(server).close()
            return "silent" if silent else "refused"
        finally:
            self.asking = self.sock
            for sock in sockets.values():
                sock.close()

    def question(self, sockets, server, name):
        family = socket.AF_INET6 if v6(server) else socket.AF_INET
        if server not in sockets:
            sock = sockets[server] = socket.socket(family, socket.SOCK_DGRAM)
            sock.setblocking(False)
            level, _, discover, errors, _ = OPTIONS[family]
            sock.setsockopt(level, errors, 1)
            sock.setsockopt(level, discover, PMTUDISC_DONT)
            sock.connect((server, 53))
        self.asking = sock = sockets[server]
        self.until = time.monotonic() + PATIENCE
        labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"
        found = False
        for kind in self.probe["types"]:
            self.number += 1
            head = struct.pack("!HHHHHH", self.number, 0x0100, 1, 0, 0, 0)
            sock.send(head + labels + struct.pack("!HH", {"A": 1, "AAAA": 28}.get(kind, 255), 1))
        for _ in self.probe["types"]:
            self.wait(select.POLLIN)
            answer = sock.recv(4096)
            found |= answer[3] & 15 == 0 and struct.unpack_from("!H", answer, 6)[0] > 0
        return found

    def stream(self):
        started = self.sock.connect_ex((self.probe["ip"], self.probe["port"]))
        if started not in (0, errno.EINPROGRESS):
            raise self.failed(started)
        self.wait(select.POLLOUT)
        self.connected = True
        self.sock.send(f"GET {self.probe['path'] or '/'} HTTP/1.1\r\nHost: {self.probe['host']}\r\n\r\n".encode())
        text = b""
        while not text.endswith(b"\n") or text.endswith(b"wait\n"):
            self.wait(select.POLLIN)
            part = self.sock.recv(4096)
            if not part:
                raise Failed("closed-without-reply")
            text += part
            if text.endswith(b"wait\n"):
                self.until = time.monotonic() + PATIENCE  # a proxy is at work
        return self.told(text.splitlines()[-1])

    def datagram(self):
        self.sock.connect((self.probe["ip"], self.probe["port"]))
        size = self.probe["size"] or 34
        self.sock.send(f"{self.probe['host']} {self.probe['path']}".encode()[:size].ljust(size))
        self.wait(select.POLLIN)
        return self.told(self.sock.recv(4096))

    def told(self, line):
        words = line.decode().split()
        if words[0] != "delivered":
            raise Failed(words[0])
        return {"status": "delivered", "container": words[1], "seenSource": at_port(words[2], words[3])}

    def echo(self):
        self.sock.connect((self.probe["ip"], 0))
        body = struct.pack("!HH", self.port, 1) + b" " * self.probe["size"]
        asks = 128 if self.six else 8
        total = (asks << 8) + sum(struct.unpack(f"!{(len(body) + 1) // 2}H", body + b"\0" * (len(body) % 2)))
        while total >> 16:
            total = (total & 0xFFFF) + (total >> 16)
        # over IPv6 the kernel fills in the checksum, which covers the addresses too
        self.sock.send(struct.pack("!BBH", asks, 0, 0 if self.six else ~total & 0xFFFF) + body)
        while True:
            self.wait(select.POLLIN)
            data = self.sock.recv(65536)
            data = data if self.six else data[(data[0] & 15) * 4:]
            if data[0] == (129 if self.six else 0) and struct.unpack_from("!H", data, 4)[0] == self.port:
                return {"status": "delivered", "replyFrom": self.probe["ip"]}

    def wait(self, events):
        while True:
            left = self.until - time.monotonic()
            if left <= 0:
                raise Failed("timeout")
            happened = self.pump(left, self.asking, events)
            if happened & (select.POLLERR | select.POLLHUP):
                number = self.asking.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
                error = self.failed(number)
                if number or "socketError" in error.result:
                    raise error
            if happened & events:
                return

    def failed(self, number):
        """An error, with what the queue of ICMP errors says about it."""
        more = {"errno": errno.errorcode.get(number, str(number))} if number else {}
        status = STATUS.get(number, str(number))
        try:
            _, ancillary, _, _ = self.asking.recvmsg(2048, 512, socket.MSG_ERRQUEUE | socket.MSG_DONTWAIT)
        except OSError:
            return Failed(status, **more)
        for level, kind, data in ancillary:
            if (level, kind) in ((o[0], o[3]) for o in OPTIONS.values()):
                cause, origin, what, code = struct.unpack_from("=IBBB", data)
                if not number:  # nothing but the queue tells; what a call returned comes first
                    status = STATUS.get(cause, status)
                    more["errno"] = errno.errorcode.get(cause, str(cause))
                more["socketError"] = {"origin": {1: "local", 2: "icmp", 3: "icmp"}.get(origin)}
                if origin in (2, 3):
                    offender = socket.inet_ntoa(data[20:24]) if origin == 2 else socket.inet_ntop(socket.AF_INET6, data[24:40])
                    more["socketError"].update(type=what, code=code, offender=offender)
                    status = "ttl-exceeded" if (origin, what) in ((2, 11), (3, 3)) else status
        return Failed(status, **more)


class Recorder:
    def __init__(self, plan, namespaces, lacks):
        self.plan, self.namespaces, self.lacks = plan, namespaces, lacks
        self.sights = Sights(plan)
        self.known = set(plan["knownPorts"])
        self.taps, self.memories, self.seen = {}, {}, []
        self.poll = select.poll()
        self.last = 0.0
        for space in plan["spaces"]:
            enter(namespaces[space["id"]])
            self.taps[space["id"]] = Tap()
            self.poll.register(self.taps[space["id"]].plain, select.POLLIN)
            self.memories[space["id"]] = Memory([d["name"] for d in space["devices"] if d["kind"] == "bridge"])

    def drain(self):
        for space, tap in self.taps.items():
            for nanos, device, kind, data in tap.read():
                self.last = time.monotonic()
                self.seen.append((nanos, len(self.seen), space, device, kind, data))

    def pump(self, seconds, sock=None, events=0):
        """Lets packets come in until something happens to the socket or time is over."""
        until = time.monotonic() + seconds
        if sock:
            self.poll.register(sock, events)
        try:
            while True:
                left = until - time.monotonic()
                if left <= 0:
                    return 0
                for number, happened in self.poll.poll(left * 1000):
                    if sock and number == sock.fileno():
                        return happened
                self.drain()
        finally:
            if sock:
                self.poll.unregister(sock)

    def events(self):
        """What was seen, in the order of the kernel's time stamps; repetitions of an IP packet are merged."""
        self.drain()
        events, told, first = [], set(), None
        for nanos, _, space, device, kind, data in sorted(self.seen):
            event = self.sights.event(space, device, kind, data)
            if event is None:
                continue
            first = nanos if first is None else first
            if event["leg"] != "arp":
                key = json.dumps({k: v for k, v in event.items() if k not in ("us", "encap", "dropped")})
                if key in told:
                    continue
                told.add(key)
            event.pop("number", None)
            event["us"] = (nanos - first) // 1000
            events.append(event)
        self.seen = []
        return events

    def attempt(self, probe, port):
        self.drain()
        self.seen = []
        enter(self.namespaces[probe["netns"]])
        client = Client(probe, port, self.pump)
        started = time.monotonic()
        result = client.ask()
        if result["status"] == "timeout" and not client.connected:
            client.sock.close()  # before it repeats its SYN
        quiet = LINGER if result["status"] in ("delivered", "timeout") else QUIET
        self.last = time.monotonic()
        while time.monotonic() < min(self.last + quiet, started + 3):
            self.pump(0.02)
        events = self.events()
        client.sock.close()
        self.pump(0.01)
        result["icmpId" if probe["protocol"] == "icmp" else "sport"] = port
        self.conclude(result, events, self.known | {port, probe["port"]})
        return result, events

    @staticmethod
    def conclude(result, events, known):
        """Where each leg was last seen, who said what, and which ports nobody but the kernel chose."""
        for leg, key, which in (("request", "requestLastSeen", -1), ("reply", "replyLastSeen", -1), ("rst", "rstFirstSeen", 0)):
            sights = [e for e in events if e["leg"] == leg and "flood" not in e and "dropped" not in e]
            if sights:
                result[key] = {k: sights[which][k] for k in ("at", "if", "dir")}
        errors = [e for e in events if e["leg"] == "icmp-error"]
        if errors:
            first = errors[0]
            result["icmpError"] = {"type": first["icmp"]["type"], "code": first["icmp"]["code"], "firstSeenAt": first["at"], "origSource": first["src"]}
        ports = {e.get(k) for e in events for k in ("sport", "dport")} | {e.get("icmp", {}).get("id") for e in events}
        ports |= {e.get("encap", {}).get("sport") for e in events}
        result["rewrittenPorts"] = sorted(ports - known - {None})

    def probe(self, probe):
        if not probe["warm"]:
            for memory in self.memories.values():
                memory.forget()
        outcomes = {}
        for turn in range(probe["attempts"]):
            if turn:
                for memory in self.memories.values():
                    memory.forget_connections()
            result, events = self.attempt(probe, (probe["sport"] + turn - 1) % 65535 + 1)
            way = [[e["leg"], e["at"], e["if"], e["dir"], e.get("src"), e.get("dst"), e.get("ttl")] for e in events]
            outcome = {"count": 0, "attempt": turn, "result": result, "events": events, "conntrack": {}, "fdb": {}, "neigh": {}}
            outcomes.setdefault(json.dumps([result["status"], result.get("container"), way]), outcome)["count"] += 1
            if any(self.is_limited(e) for e in events):
                self.pump(LIMITED)
        return {
            "id": probe["name"], "resolved": {k: probe[k] for k in ("from", "ip", "port", "protocol")},
            "state": "warm" if probe["warm"] else "cold", "attempts": probe["attempts"], "outcomes": list(outcomes.values())}

    @staticmethod
    def is_limited(event):
        """Whether a router tells it to a sender only once a second."""
        if event["leg"] != "icmp-error":
            return False
        kind, code = event["icmp"]["type"], event["icmp"]["code"]
        return kind == 137 if v6(event["src"]) else kind in (3, 5) and code != 3

    def run(self):
        end = time.monotonic() + SETTLED
        while time.monotonic() < end and not all(memory.is_settled() for memory in self.memories.values()):
            self.pump(0.02)
        self.pump(0.2)  # what the cables coming up has caused
        skipped, probes = dict(self.plan.get("unsent", {})), []
        for probe in self.plan.get("probes", []):
            lacking = [need for need in probe["needs"] if need in self.lacks]
            if lacking:
                skipped[probe["name"]] = lacking
            else:
                probes.append(self.probe(probe))
        return {
            "id": self.plan["id"], "kernel": os.uname().release.split("-")[0], "binds": self.plan["binds"],
            "macs": {owner: mac for mac, owner in self.sights.owners.items()},
            "probes": probes, "skipped": skipped}


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        plan = json.load(file)
    with open(sys.argv[2], encoding="utf-8") as file:
        named = json.load(file)["namespaces"]
    namespaces = {about["element"]: os.open(f"/run/netns/{name}", os.O_RDONLY) for name, about in named.items()}
    with open(sys.argv[3], encoding="utf-8") as file:
        lacks = [feature for feature in file.read().strip().split(",") if feature]
    truth = Recorder(plan, namespaces, lacks).run()
    with open(sys.argv[4], "w", encoding="utf-8") as file:
        json.dump(truth, file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
