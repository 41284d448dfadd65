#!/usr/bin/env bash
# Puts siteplan on the path of the steps that follow: a released program, or one built from the
# source of this action.
#
#   install.sh          installs
#   install.sh source   says for a cache whether the program is still to be built, and of what
#
#   SITEPLAN_VERSION    the tag of a release; empty builds the source
#   ACTION_REPOSITORY   owner/name of the releases
set -euo pipefail

# What is installed or built here has no use for keys, and build scripts are code of many hands: they
# could read the environment of this very process. The token is for a download only.
unset_secrets=()
while read -r name; do
    case "$name" in
        GH_TOKEN) [ -n "${SITEPLAN_VERSION:-}" ] || unset_secrets+=(-u "$name") ;;
        FILES_* | ACTIONS_* | *TOKEN* | *SECRET* | *PASSWORD* | *_KEY | *_KEY_*)
            unset_secrets+=(-u "$name")
            ;;
    esac
done < <(compgen -e)
if [ "${#unset_secrets[@]}" -gt 0 ]; then
    exec env "${unset_secrets[@]}" bash "$0" "$@"
fi

root=${RUNNER_TEMP:?}/siteplan-program
program=$root/bin/siteplan

if [ "${1:-}" = source ]; then
    if ! [ -x "$program" ] && [ -z "${SITEPLAN_VERSION:-}" ]; then
        cd "${GITHUB_ACTION_PATH:?}"
        files=$(find Cargo.toml Cargo.lock src schema -type f | LC_ALL=C sort)
        sum=$({ echo "$files" && git hash-object --no-filters --stdin-paths <<<"$files"; } |
            git hash-object --stdin)
        printf 'source=%s\n' "$sum" >>"${GITHUB_OUTPUT:?}"
    fi
    exit
fi

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

mkdir -p "$root/bin"
# The action may be used several times in a job; what a cache holds may be of another machine.
if ! "$program" --version >/dev/null 2>&1; then
    if [ -n "${SITEPLAN_VERSION:-}" ]; then
        released
    else
        # Without the emulator, which is for trying out and not for pipelines.
        cargo install --locked --no-default-features --path "${GITHUB_ACTION_PATH:?}" --root "$root"
    fi
fi
"$program" --version
echo "$root/bin" >>"${GITHUB_PATH:?}"
