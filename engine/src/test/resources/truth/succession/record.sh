#!/bin/bash
# What a running kernel does with what packets left behind when its configuration changes under it: builds the cluster of
# SuccessionKernelTest of network namespaces and prints one fact a line. Root, iproute2, iptables, conntrack, python3.
#   sudo ./record.sh > linux-$(uname -r | cut -d. -f1,2).txt
set -u
P=${LAB_PREFIX:-vs-}
down() { for n in vm1 client old new outside; do ip netns pids $P$n 2>/dev/null | xargs -r kill; ip netns del $P$n 2>/dev/null; done; }
down; trap down EXIT

on() { local n=$1; shift; ip netns exec $P$n "$@"; }
for n in vm1 client old new outside; do ip netns add $P$n; ip -n $P$n link set lo up; done

on vm1 ip link add cbr0 type bridge
on vm1 ip link set cbr0 address 02:00:00:00:00:01    # as drawn: a bridge that is told its address keeps it when ports go
on vm1 ip addr add 10.244.1.1/24 dev cbr0
on vm1 ip link set cbr0 up
pod() {
    ip -n ${P}vm1 link add veth$1 type veth peer name eth0 netns $P$1
    ip -n ${P}vm1 link set veth$1 master cbr0 up
    on $1 ip addr add $2/24 dev eth0
    on $1 ip link set eth0 up
    on $1 ip route add default via 10.244.1.1
}
pod client 10.244.1.2; pod old 10.244.1.3; pod new 10.244.1.4
for i in 0 1; do
    ip -n ${P}vm1 link add eth$i type veth peer name eth$i netns ${P}outside
    on vm1 ip addr add 10.0.$i.11/24 dev eth$i; on vm1 ip link set eth$i up
    on outside ip addr add 10.0.$i.254/24 dev eth$i; on outside ip link set eth$i up
done
on vm1 ip route add default via 10.0.0.254
on vm1 sysctl -qw net.ipv4.ip_forward=1
on outside sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.eth0.rp_filter=0 net.ipv4.conf.eth1.rp_filter=0
on vm1 iptables -t nat -A PREROUTING -p udp -d 10.96.0.10 --dport 53 -j DNAT --to-destination 10.244.1.3:53
on vm1 iptables -t nat -A POSTROUTING -s 10.244.1.0/24 ! -d 10.244.1.0/24 -j MASQUERADE
# a server answers with its name and the address that it sees
serve() { on $1 python3 -c "
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(('$2', $3))
while True:
    d, a = s.recvfrom(99); s.sendto(('$1 ' + a[0]).encode(), a)" & }
serve old 10.244.1.3 53; serve new 10.244.1.4 53; serve outside 10.0.0.254 9000
sleep 1
ask() { on client python3 -c "
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(('10.244.1.2', 40000)); s.settimeout(1); s.sendto(b'x', ('$1', $2))
try: print(s.recvfrom(99)[0].decode().split()[$3])
except TimeoutError: print('lost')"; }
web() { ask 10.96.0.10 53 0; }
out() { ask 10.0.0.254 9000 1; }
fact() { printf '%-24s %s\n' "$1" "$2"; }
hidden() { on vm1 conntrack -L -p udp -d 10.0.0.254 2>/dev/null | grep -c 40000; }
learned() { on vm1 bridge fdb show br cbr0 | grep -c "$1 dev vethold master"; }
neighbours() { on vm1 ip neigh show dev $1 | grep -c "$2"; }

fact web.before "$(web)"
mac=$(on old cat /sys/class/net/eth0/address)
fact fdb.before "$(learned $mac)"
on vm1 iptables -t nat -F PREROUTING
on vm1 iptables -t nat -A PREROUTING -p udp -d 10.96.0.10 --dport 53 -j DNAT --to-destination 10.244.1.4:53
fact web.stale "$(web)"
on vm1 conntrack -D -p udp --orig-dst 10.96.0.10 --orig-port-dst 53 --reply-src 10.244.1.3 --reply-port-src 53 >/dev/null 2>&1
fact web.cleaned "$(web)"
ip netns pids ${P}old | xargs -r kill; ip netns del ${P}old; sleep 0.5
fact fdb.gone "$(learned $mac)"
fact neighbour.gone "$(neighbours cbr0 10.244.1.3)"

fact out.before "$(out)"
fact hidden.before "$(hidden)"
on outside ip link set eth0 down; sleep 0.5
fact hidden.cut "$(hidden)"
fact neighbours.cut "$(neighbours eth0 10.0.0.254)"
on outside ip link set eth0 up; sleep 0.5
fact out.mended "$(out)"
on vm1 ip addr del 10.0.0.11/24 dev eth0; on vm1 ip addr add 10.0.0.11/25 dev eth0; sleep 0.5
fact hidden.prefix "$(hidden)"
on vm1 ip addr del 10.0.0.11/25 dev eth0; on vm1 ip addr add 10.0.0.11/24 dev eth0; on vm1 ip route add default via 10.0.0.254
fact out.again "$(out)"
on vm1 ip route add 10.0.0.254/32 via 10.0.1.254
fact out.moved "$(out)"
fact hidden.moved "$(hidden)"
fact out.moved.again "$(out)"
on vm1 ip link del eth1; sleep 0.5
fact hidden.deleted "$(hidden)"
