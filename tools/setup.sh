# shellcheck shell=bash
# What ./vethscope, ./verify and installer/*.sh share: find a JDK, Maven and system packages.
# Sourced, never run. Everything it says goes to standard error.

say() { printf '%s\n' "$*" >&2; }
fail() { say "$@"; exit 1; }

# The major version of the JDK in folder $1, or nothing when there is no JDK.
jdk_major() {
    [[ -x $1/bin/java && -x $1/bin/javac && -r $1/release ]] || return 0
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# Sets JAVA_HOME to the first JDK 25 or newer: JAVA_HOME, PATH, then the usual folders.
find_jdk() {
    local home major on_path='' found=''
    if command -v javac >/dev/null; then
        on_path=$(readlink -f "$(command -v javac)" 2>/dev/null || command -v javac)
        on_path=${on_path%/bin/javac}
    fi
    for home in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /usr/local/lib/jvm/* /opt/*jdk* /opt/java/* /usr/java/* \
        "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.asdf/installs/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        [[ -n $home ]] || continue
        major=$(jdk_major "$home")
        [[ -n $major ]] || continue
        if ((major >= 25)); then
            export JAVA_HOME=$home
            return
        fi
        [[ " $found " == *" $major "* ]] || found+=" $major"
    done
    say "Vethscope needs a JDK 25 or newer${found:+; this machine has only:$found}."
    say 'Install one (https://adoptium.net/temurin/releases/?version=25 has packages for every system),'
    fail 'or point JAVA_HOME at one that is already here, and try again.'
}

# Installs Debian packages $2... for the purpose $1, or ends with the one command that does.
install_packages() {
    local purpose=$1 log
    shift
    if ! command -v apt-get >/dev/null; then
        fail "$purpose: this machine lacks it. On Debian or Ubuntu the packages are: $*"
    fi
    if ((EUID != 0)); then
        say "$purpose. This installs it:"
        fail "    sudo apt-get install --no-install-recommends $*"
    fi
    say "$purpose: installing $*"
    log=$(mktemp)
    if ! apt_install "$@" >"$log" 2>&1 && ! { apt-get update && apt_install "$@"; } >>"$log" 2>&1 </dev/null; then
        tail -n 20 "$log" >&2
        rm -f "$log"
        fail "Could not install: $*"
    fi
    rm -f "$log"
}

apt_install() {
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" </dev/null
}

need_maven() {
    command -v mvn >/dev/null || install_packages 'Building needs Maven 3.8 or newer' maven
}

# Maven on the JDK of find_jdk, without the warnings that Maven's own libraries cause on it, and without the colour
# resets that it prints even where colours are off.
maven() {
    MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED ${MAVEN_OPTS:-}" \
        mvn -B -ntp -Dstyle.color=never "$@" 2>&1 </dev/null | sed -u $'s/\e\\[0m//g'
}

# What a JavaFX window needs of a Linux machine.
need_window_libraries() {
    [[ $(uname -s) == Linux ]] || return 0
    local libraries missing=()
    libraries=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null) || return 0
    [[ $libraries == *libgtk-3.so.0* ]] || missing+=(libgtk-3-0)
    [[ $libraries == *libXtst.so.6* ]] || missing+=(libxtst6)
    [[ $libraries == *libXxf86vm.so.1* ]] || missing+=(libxxf86vm1)
    [[ $libraries == *libGL.so.1* ]] || missing+=(libgl1)
    command -v fc-list >/dev/null || missing+=(fontconfig)
    command -v fc-list >/dev/null && [[ -n $(fc-list 2>/dev/null | head -n 1) ]] || missing+=(fonts-dejavu-core)
    ((${#missing[@]} == 0)) || install_packages 'The window needs GTK 3 and a font' "${missing[@]}"
}

# What labs of network namespaces need. Only root can run them, so only root installs it.
need_lab_tools() {
    if ((EUID != 0)) || ! command -v apt-get >/dev/null; then return 0; fi
    local missing=()
    command -v ip >/dev/null || missing+=(iproute2)
    command -v iptables-restore >/dev/null || missing+=(iptables)
    command -v nft >/dev/null || missing+=(nftables)
    # Debian's python3-minimal has no standard library to speak of.
    python3 -c 'import ctypes, json' 2>/dev/null || missing+=(python3)
    ((${#missing[@]} == 0)) || install_packages 'Labs need the tools of Linux networking' "${missing[@]}"
}

# Starts an X server of its own on a free display number; sets DISPLAY and XVFB_PID. The caller ends it by that id.
start_display() {
    command -v Xvfb >/dev/null || install_packages 'Tests of the window need a virtual display' xvfb
    local number='' file try
    file=$(mktemp)
    Xvfb -displayfd 3 -screen 0 1920x1200x24 -nolisten tcp 3>"$file" >/dev/null 2>&1 </dev/null &
    XVFB_PID=$!
    for ((try = 0; try < 100; try++)); do
        number=$(cat "$file")
        [[ -n $number ]] && break
        sleep 0.1
    done
    rm -f "$file"
    [[ -n $number ]] || fail 'Xvfb did not start.'
    export DISPLAY=:$number
    unset WAYLAND_DISPLAY
}
