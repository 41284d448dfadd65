#!/usr/bin/env bash
# Puts siteplan on the path of the steps that follow: a released program, or one built from the
# source of this action.
#
#   SITEPLAN_VERSION    the tag of a release; empty builds the source
#   ACTION_REPOSITORY   owner/name of the releases
set -euo pipefail

root=${RUNNER_TEMP:?}/siteplan-program
program=$root/bin/siteplan

checksums_fit() {
    if command -v sha256sum >/dev/null; then
        sha256sum --check --status "$1"
    else
        shasum --algorithm 256 --check --status "$1"
    fi
}

released() {
    local machine archive
    case "${RUNNER_OS:?}-${RUNNER_ARCH:?}" in
        Linux-X64) machine=x86_64-unknown-linux-gnu ;;
        Linux-ARM64) machine=aarch64-unknown-linux-gnu ;;
        macOS-ARM64) machine=aarch64-apple-darwin ;;
        *)
            echo "no release for $RUNNER_OS on $RUNNER_ARCH: leave \`version\` out to build" >&2
            return 1
            ;;
    esac
    archive=siteplan-$machine.tar.gz
    gh release download "$SITEPLAN_VERSION" --repo "${ACTION_REPOSITORY:?}" --dir "$root" \
        --pattern "$archive" --pattern "$archive.sha256" --clobber
    (cd "$root" && checksums_fit "$archive.sha256") || {
        echo "$archive is not what its checksum says" >&2
        return 1
    }
    tar -xzf "$root/$archive" -C "$root/bin"
}

# Runs a command that has no use for keys and tokens: build scripts are code of many hands.
without_secrets() {
    local name unset=()
    while read -r name; do
        case "$name" in
            FILES_* | ACTIONS_* | *TOKEN* | *SECRET* | *PASSWORD* | *_KEY | *_KEY_*) unset+=(-u "$name") ;;
        esac
    done < <(compgen -e)
    env "${unset[@]}" "$@"
}

mkdir -p "$root/bin"
# The action may be used several times in a job.
if ! [ -x "$program" ]; then
    if [ -n "${SITEPLAN_VERSION:-}" ]; then
        released
    else
        without_secrets cargo install --locked --path "${GITHUB_ACTION_PATH:?}" --root "$root"
    fi
fi
"$program" --version
echo "$root/bin" >>"${GITHUB_PATH:?}"
