#!/usr/bin/env bash
# What the kernel needs for the first packet of a connection to the last of many Services: the same chain of four
# network namespaces and the same rules as FirstPacketBenchmark. Needs root, iproute2, iptables, python3 and gcc.
#
#   first-packet.sh [SERVICES] [SECONDS]        10000 and 3 by default
set -euo pipefail
services=${1:-10000}
seconds=${2:-3}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
prefix=vsfp$$
work=$(mktemp -d)
made=()
finish() {
    for name in "${made[@]}"; do ip netns del "$name" 2>/dev/null || true; done
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

space() { ip netns add "$prefix-$1"; made+=("$prefix-$1"); ip -n "$prefix-$1" link set lo up; }
run() { ip netns exec "$prefix-$1" "${@:2}"; }
cable() { # A DEVICE ADDRESS B DEVICE ADDRESS
    ip -n "$prefix-$1" link add "$2" type veth peer name "$5" netns "$prefix-$4"
    ip -n "$prefix-$1" addr add "$3" dev "$2"
    ip -n "$prefix-$4" addr add "$6" dev "$5"
    ip -n "$prefix-$1" link set "$2" up
    ip -n "$prefix-$4" link set "$5" up
}

for name in c a b s; do space "$name"; done
cable c eth0 10.1.1.2/24 a ac 10.1.1.1/24
cable a ab 10.9.0.1/24 b ba 10.9.0.2/24
cable b bs 10.1.2.1/24 s eth0 10.1.2.2/24
ip -n "$prefix-c" route add default via 10.1.1.1
ip -n "$prefix-a" route add 10.1.2.0/24 via 10.9.0.2
ip -n "$prefix-b" route add 10.1.1.0/24 via 10.9.0.1
ip -n "$prefix-s" route add default via 10.1.2.1
iptables=$(command -v iptables-legacy || command -v iptables)
for name in a b; do
    # A connection that is forgotten after a second keeps every packet the first of its own.
    run "$name" sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward; echo 1 >/proc/sys/net/netfilter/nf_conntrack_udp_timeout'
    run "$name" "$iptables" -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
done

python3 - "$services" >"$work/rules" <<'PY'
import sys
services = int(sys.argv[1])
address = lambda base, n: f"{base}.{n >> 8 & 255}.{n & 255}"
out = ["*nat", ":KUBE-SERVICES - [0:0]", ":KUBE-POSTROUTING - [0:0]", ":KUBE-MARK-MASQ - [0:0]"]
for s in range(services):
    out.append(f":KUBE-SVC-{s:016d} - [0:0]")
    out += [f":KUBE-SEP-{s:012d}{e:04d} - [0:0]" for e in range(3)]
out += ['-A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES',
        '-A OUTPUT -m comment --comment "kubernetes service portals" -j KUBE-SERVICES',
        '-A POSTROUTING -m comment --comment "kubernetes postrouting rules" -j KUBE-POSTROUTING',
        "-A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN",
        "-A KUBE-POSTROUTING -j MARK --xor-mark 0x4000", "-A KUBE-POSTROUTING -j MASQUERADE --random-fully",
        "-A KUBE-MARK-MASQ -j MARK --or-mark 0x4000"]
for s in range(services):
    chain = f"KUBE-SVC-{s:016d}"
    said = f'-m comment --comment "ns/svc-{s}:p'
    vip = address("10.96", s)
    out.append(f'-A KUBE-SERVICES -d {vip}/32 -p udp {said} cluster IP" -m udp --dport 80 -j {chain}')
    for e in range(3):
        to = address("10.244", s * 3 + e) if s < services - 1 else "10.1.2.2"
        chance = f"-m statistic --mode random --probability {1 / (3 - e):.10f} " if e < 2 else ""
        end = f"KUBE-SEP-{s:012d}{e:04d}"
        out += [f'-A {chain} {said} -> {to}:8080" {chance}-j {end}', f'-A {end} -s {to}/32 {said}" -j KUBE-MARK-MASQ',
                f'-A {end} -p udp {said}" -m udp -j DNAT --to-destination {to}:8080']
print("\n".join(out + ["COMMIT"]))
PY
run a "$iptables-restore" --noflush <"$work/rules"

gcc -O2 -o "$work/flood" "$here/flood.c"
received() { run s cat /sys/class/net/eth0/statistics/rx_packets; }
last=$((services - 1))
before=$(received)
run c "$work/flood" "10.96.$((last >> 8)).$((last & 255))" 80 "$seconds"
echo ", arrived $(($(received) - before))"
