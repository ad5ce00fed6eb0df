#!/usr/bin/env bash
# Builds Vethscope as an installed program, with its own Java, into installer/target:
#
#   image/vethscope     the program as a folder: bin/vethscope, lib/
#   *.deb               the same as a Debian package, with menu entry, icons and file association (on Debian and Ubuntu)
#
#   installer/build.sh            both
#   installer/build.sh --image    the folder only
#
# jlink refuses automatic modules, so the run time holds the JDK's and JavaFX's modules and the class path the rest.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
target=$here/target
# shellcheck source=tools/setup.sh
source "$root/tools/setup.sh"

modules=java.desktop,java.logging,java.xml,java.naming,java.management,java.sql,java.net.http
modules+=,jdk.unsupported,jdk.crypto.ec,jdk.zipfs,jdk.localedata,javafx.controls,javafx.swing

build_jars() {
    say 'installer: compiling…'
    rm -rf "$root/app/target/lib" "$root/app/target/fx"
    (cd "$root" && maven -q -Dfast -Dmaven.test.skip=true -pl app -am package) >&2
    rm -rf "$target/jars" "$target/modules"
    mkdir -p "$target/jars" "$target/modules"
    cp "$root"/app/target/vethscope-app-*.jar "$root"/app/target/lib/*.jar "$target/jars/"
    # The platform's jars only: those without a classifier are empty and automatic.
    cp "$root"/app/target/fx/*-{linux,mac,win}*.jar "$target/modules/" 2>/dev/null || true
}

# A run that is recorded makes later starts take half the time; it needs a display.
can_record() { command -v Xvfb >/dev/null && command -v xdotool >/dev/null; }

build_runtime() {
    say 'installer: linking the run time…'
    local archive=()
    can_record || archive=(--generate-cds-archive)
    rm -rf "$target/runtime"
    "$JAVA_HOME/bin/jlink" --module-path "$target/modules" --add-modules "$modules" --include-locales en,zh \
        --strip-debug --no-header-files --no-man-pages --compress zip-6 ${archive[@]+"${archive[@]}"} --output "$target/runtime" >&2
}

build_image() {
    say 'installer: making the program…'
    rm -rf "$target/image"
    local main_jar
    main_jar=$(cd "$target/jars" && echo vethscope-app-*.jar)
    "$JAVA_HOME/bin/jpackage" --type app-image --name vethscope --dest "$target/image" \
        --app-version "${version%%[-+~]*}" --vendor Vethscope --description 'Kubernetes network drawings that run' \
        --icon "$icons/vethscope-256.png" \
        --input "$target/jars" --main-jar "$main_jar" --main-class vethscope.app.Main --runtime-image "$target/runtime" \
        --java-options '--enable-native-access=javafx.graphics' \
        --java-options '--add-exports=javafx.graphics/com.sun.javafx.font=ALL-UNNAMED' \
        --java-options '-Xlog:disable' --java-options '-Xlog:all=warning,cds*=off,aot*=off:stderr' \
        --java-options '-Dfile.encoding=UTF-8' >&2
    if can_record; then record_start; else say 'installer: no Xvfb and xdotool here, so the program starts slower.'; fi
}

# Opens a sample once and keeps what the virtual machine learned beside the program.
record_start() {
    say 'installer: recording a start…'
    local app=$target/image/vethscope/lib/app settings program window='' try
    settings=$app/vethscope.cfg
    cp "$settings" "$target/settings"
    start_display
    trap 'kill "$XVFB_PID" 2>/dev/null || true' EXIT
    echo "java-options=-XX:AOTCacheOutput=$app/vethscope.aot" >>"$settings"
    XDG_CONFIG_HOME=$target/home XDG_STATE_HOME=$target/home XDG_CACHE_HOME=$target/home XDG_DATA_HOME=$target/home \
        "$target/image/vethscope/bin/vethscope" "$root/samples/08-pod-to-service/design.veth" >"$target/recording.log" 2>&1 </dev/null &
    program=$!
    for ((try = 0; try < 300; try++)); do
        window=$(xdotool search --onlyvisible --name Vethscope 2>/dev/null | head -n 1) && [[ -n $window ]] && break
        kill -0 "$program" 2>/dev/null || break
        sleep 0.1
    done
    sleep 5
    kill "$program" 2>/dev/null || true
    wait "$program" || true
    kill "$XVFB_PID" 2>/dev/null || true
    trap - EXIT
    mv "$target/settings" "$settings"
    rm -rf "${target:?}/home"
    if [[ -n $window && -s $app/vethscope.aot ]]; then
        # shellcheck disable=SC2016 # the launcher fills in $APPDIR
        echo 'java-options=-XX:AOTCache=$APPDIR/vethscope.aot' >>"$settings"
    else
        rm -f "$app/vethscope.aot"
        say 'installer: no start could be recorded; see installer/target/recording.log. The program starts slower.'
    fi
}

build_deb() {
    say 'installer: packing the .deb…'
    local tree=$target/tree architecture package size
    architecture=$(dpkg --print-architecture)
    rm -rf "$tree"
    mkdir -p "$tree"/{DEBIAN,opt,usr/bin,usr/share/{applications,mime/packages,doc/vethscope}}
    cp -a "$target/image/vethscope" "$tree/opt/vethscope"
    ln -s /opt/vethscope/bin/vethscope "$tree/usr/bin/vethscope"
    install -m 644 "$here/linux/vethscope.desktop" "$tree/usr/share/applications/"
    install -m 644 "$here/linux/vethscope.xml" "$tree/usr/share/mime/packages/"
    install -m 644 "$root/LICENSE" "$tree/usr/share/doc/vethscope/copyright"
    for size in 16 24 32 48 64 128 256 512; do
        install -D -m 644 "$icons/vethscope-$size.png" "$tree/usr/share/icons/hicolor/${size}x$size/apps/vethscope.png"
    done
    for size in 32 48 128; do
        install -D -m 644 "$icons/vethscope-document-$size.png" \
            "$tree/usr/share/icons/hicolor/${size}x$size/mimetypes/application-x-vethscope.png"
    done
    install -D -m 644 "$icons/vethscope.svg" "$tree/usr/share/icons/hicolor/scalable/apps/vethscope.svg"
    install -D -m 644 "$icons/vethscope-document.svg" "$tree/usr/share/icons/hicolor/scalable/mimetypes/application-x-vethscope.svg"
    # A version that is to come sorts before itself: 0.1.0~SNAPSHOT < 0.1.0.
    sed -e "s/@version@/${version//-/\~}/" -e "s/@architecture@/$architecture/" \
        -e "s/@size@/$(du -sk --exclude=DEBIAN "$tree" | cut -f1)/" "$here/linux/control" >"$tree/DEBIAN/control"
    package=$target/vethscope_${version//-/\~}_$architecture.deb
    rm -f "$target"/*.deb
    # No scripts in the package: the triggers of shared-mime-info, desktop-file-utils and hicolor-icon-theme do the rest.
    dpkg-deb --build --root-owner-group -Zxz "$tree" "$package" >&2
    rm -rf "$tree"
    echo "$package"
}

find_jdk
need_maven
version=$(sed -n '/<artifactId>vethscope</{n;s/.*<version>\(.*\)<.*/\1/p;q}' "$root/pom.xml")
icons=$root/app/src/main/resources/vethscope/app/icons
build_jars
build_runtime
build_image
if [[ ${1:-} != --image ]] && command -v dpkg-deb >/dev/null; then
    build_deb
else
    echo "$target/image/vethscope"
fi
