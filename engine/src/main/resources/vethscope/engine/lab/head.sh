set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin

P=${LAB_PREFIX:-@PREFIX@}    # what the names of the namespaces start with
STATE=${LAB_STATE:-/run/vethscope-lab/$P}    # what this script remembers between `up` and `down`

say() { printf '%s\n' "$*" >&2; }
fail() { say "lab: $*"; exit 2; }
not_here() { say "lab: $*"; exit 3; }

# --- what the sections below are written with ---------------------------------------------------------------------

# netns NAME: a namespace under the conditions below.
netns() {
    ip netns add "$P-$1"
    echo "$P-$1" >>"$STATE/namespaces"
    sysctls "$1" <<<"$CONDITIONS"
    ip -n "$P-$1" link set lo up
}

# sysctls NAME: lines `net/ipv4/ip_forward = 1` on standard input, as in sysctl.conf(5).
sysctls() { in_netns "$1" write_sysctls; }

# in_netns NAME FUNCTION...: runs a function of this script in a namespace.
in_netns() {
    local name=$1
    shift
    ip netns exec "$P-$name" bash -c "P='$P'; $(declare -f "$1"); \"\$@\"" lab "$@"
}

# on NAME COMMAND...: runs a command in a namespace.
on() { ip netns exec "$P-$1" "${@:2}"; }

# ip_batch NAME [-6]: commands for ip(8) on standard input.
ip_batch() { ip ${2:-} -n "$P-$1" -batch -; }

# What is not there need not be switched off.
write_sysctls() {
    local key value
    while IFS=' =' read -r key value; do
        [[ -n $key && $key != '#'* ]] || continue
        if [[ -e /proc/sys/$key ]]; then
            printf '%s\n' "$value" >"/proc/sys/$key" || return
        elif [[ $value != 0 ]]; then
            printf 'lab: this kernel has no sysctl %s\n' "$key" >&2
        fi
    done
}

# What every machine starts with, whatever this host's own settings are. No limit on ICMP errors per type; a SYN-ACK is
# sent once; IPv6 only where it is drawn.
CONDITIONS='
net/ipv4/ip_forward = 0
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/all/send_redirects = 0
net/bridge/bridge-nf-call-iptables = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/default/send_redirects = 0
net/ipv4/conf/all/route_localnet = 0
net/ipv4/conf/all/proxy_arp = 0
net/ipv4/conf/all/arp_ignore = 0
net/ipv4/conf/all/arp_announce = 0
net/ipv4/conf/all/arp_filter = 0
net/ipv4/conf/all/accept_local = 0
net/ipv4/icmp_ratemask = 0
net/ipv4/tcp_synack_retries = 0
net/bridge/bridge-nf-call-ip6tables = 0
net/ipv6/icmp/ratelimit = 0
net/ipv6/conf/all/disable_ipv6 = 1
net/ipv6/conf/default/disable_ipv6 = 1'

# A neighbour is asked for three times, 100 ms apart; one that answered is known until the end, one that only asked is
# used as it is; proxy ARP answers at once.
settle() {
    local dev tries=250
    for dev in /proc/sys/net/ipv[46]/neigh/*; do
        [[ -d $dev && $dev != */lo ]] || continue
        echo 100 >"$dev/retrans_time_ms"
        echo 86400000 >"$dev/base_reachable_time_ms"
        echo 86400 >"$dev/delay_first_probe_time"
        echo 86400 >"$dev/gc_stale_time"
        echo 0 >"$dev/proxy_delay"
    done
    # a bridge forwards to its port only once the kernel has told everybody of the carrier, late on a busy machine
    for dev in /sys/class/net/*; do
        while [[ $(cat "$dev/carrier" 2>/dev/null) == 1 && $(cat "$dev/operstate") != @(up|unknown) ]] &&
            ((tries-- > 0)); do
            sleep 0.02
        done
    done
}

LACKS=
# has FEATURE COMMAND...: remembers what this kernel lacks; COMMAND tries it in a namespace of its own.
has() {
    local feature=$1
    shift
    [[ ",$LACKS," != *",$feature,"* ]] || return 1
    if ! "$@" 2>/dev/null; then
        LACKS+=${LACKS:+,}$feature
        say "lab: this kernel has no $feature; probes that need it are skipped."
        return 1
    fi
}
