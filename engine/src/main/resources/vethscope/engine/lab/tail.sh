
# --- up, check, down ----------------------------------------------------------------------------------------------

usage() { sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"; }

# Ends with one sentence where a lab cannot stand.
ready() {
    [[ $(uname -s) == Linux ]] || not_here 'network namespaces are a thing of Linux, and this is not Linux.'
    ((EUID == 0)) || not_here 'only root may make network namespaces; run it with sudo.'
    local tool
    for tool in "${TOOLS[@]}"; do
        command -v "$tool" >/dev/null || not_here "it needs $tool, which is not installed here."
    done
    python3 -c 'import ctypes, json' 2>/dev/null ||
        not_here 'python3 is here without its standard library (Debian has it in the package python3).'
}

# May this root make namespaces, and do bridges call iptables where the drawing wants it?
able() {
    local tried=no
    ip netns add "$P-try" 2>/dev/null && ip netns exec "$P-try" true 2>/dev/null && tried=yes
    ip netns del "$P-try" 2>/dev/null || true
    [[ $tried == yes ]] || not_here 'root may not make and enter network namespaces here (a container without CAP_SYS_ADMIN, a chroot?).'
    [[ $BRIDGES_CALL_IPTABLES == no || -e /proc/sys/net/bridge ]] || modprobe -q br_netfilter 2>/dev/null ||
        not_here 'this kernel has no br_netfilter, without which bridges do not call iptables.'
}

up() {
    [[ ! -e $STATE ]] || fail "it is up already, or was left half-built; '$0 down' takes it away."
    local name
    for name in "${NAMESPACES[@]}"; do
        [[ ! -e /run/netns/$P-$name ]] ||
            fail "there is a namespace $P-$name already, which is not this script's; set LAB_PREFIX to another word."
    done
    able
    mkdir -p "$STATE"
    : >"$STATE/namespaces"
    trap 'status=$?; trap - EXIT INT TERM; say "lab: could not be built; taking it down."; down; exit $((status ? status : 1))' EXIT
    trap 'exit 130' INT TERM
    build
    for name in "${NAMESPACES[@]}"; do in_netns "$name" settle; done
    printf '%s\n' "$LACKS" >"$STATE/lacks"
    write_program
    start_servers
    if [[ -n ${LAB_MAP:-} ]]; then write_map >"$LAB_MAP"; fi
    trap - EXIT INT TERM
}

start_servers() {
    write_servers
    local try
    LAB_STATE=$STATE python3 "$STATE/lab.py" serve "$P" "$STATE/servers" \
        >"$STATE/ready" 2>"$STATE/errors" </dev/null &
    echo $! >"$STATE/pid"
    for ((try = 0; try < 200; try++)); do
        [[ ! -s $STATE/ready ]] || return 0
        kill -0 "$(cat "$STATE/pid")" 2>/dev/null || break
        sleep 0.05
    done
    fail "the servers did not start: $(cat "$STATE/errors")"
}

check() {
    [[ -s $STATE/pid ]] || fail "it is not up; '$0 up' builds it."
    write_probes
    LAB_STATE=$STATE python3 "$STATE/lab.py" check "$P" "$STATE/probes" "$(cat "$STATE/lacks")"
}

# Ends the servers of `up` and deletes the namespaces that it made, nothing else.
down() {
    [[ -d $STATE ]] || return 0
    local pid name
    if [[ -s $STATE/pid ]]; then
        pid=$(cat "$STATE/pid")
        if [[ $(tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null) == *"$STATE/lab.py serve"* ]]; then kill "$pid" || true; fi
    fi
    while read -r name; do
        [[ ! -e /run/netns/$name ]] || ip netns del "$name"
    done <"$STATE/namespaces"
    rm -rf "$STATE"
}

case ${1:-all} in
    all)
        ready
        up
        trap 'trap - EXIT INT TERM; down' EXIT
        trap 'exit 130' INT TERM
        check
        ;;
    up) ready; up ;;
    check) ready; check ;;
    down) ready; down ;;
    list) printf '%s\n' "${NAMESPACES[@]/#/$P-}" ;;
    -h | --help) usage ;;
    *) fail "'$1' is none of up, check, down and list." ;;
esac
