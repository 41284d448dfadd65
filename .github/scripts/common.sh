# Sourced by the scripts of the action: what they share.
# shellcheck shell=bash
#
#   SITEPLAN_FILE     the definition
#   SITEPLAN_TARGET   the site; empty for the one that the definition names
#   SITEPLAN_ARGS     more arguments, one a line
#   SITEPLAN_AUTHOR   who our token belongs to
#   SITEPLAN_BASE     what the definition is compared with: see base.sh

# shellcheck disable=SC2034 # the scripts that source this use it
scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=${RUNNER_TEMP:?}/siteplan
mkdir -p "$folder"

arguments=("${SITEPLAN_FILE:?}")
if [ -n "${SITEPLAN_TARGET:-}" ]; then
    arguments+=(--target "$SITEPLAN_TARGET")
fi
while IFS= read -r argument; do
    [ -z "$argument" ] || arguments+=("$argument")
done <<<"${SITEPLAN_ARGS:-}"

# What siteplan prints is read here, and stands in reports.
unset CLICOLOR_FORCE

# Finds the base, puts it among the arguments, and says what it means for the report.
compared=
compared_with_base() {
    local base
    base=$(bash "$scripts/base.sh") || return
    compared='No base: what the definition once said and no longer says is told, and stays.'
    if [ -n "$base" ]; then
        arguments+=(--base "$base")
        compared="Base: \`$base\`. What the definition said there and no longer says is taken away."
    fi
    output base "$base"
}

output() {
    printf '%s=%s\n' "$1" "$2" >>"${GITHUB_OUTPUT:?}"
}

summary() {
    cat "$1" >>"${GITHUB_STEP_SUMMARY:?}"
}

# logged FILE COMMAND…: runs a command, and keeps what it prints in a file. In the log, nothing that
# names of a site say is a command to the runner.
logged() {
    local file=$1 status=0 token
    shift
    token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    printf '::stop-commands::%s\n' "$token"
    "$@" | tee "$file" || status=$?
    printf '::%s::\n' "$token"
    return "$status"
}

# A file as a block of Markdown, indented: nothing in it ends the block, pings anybody or becomes
# a link. Cut to what fits into a comment, and says so.
block() {
    LC_ALL=C awk -v room=60000 '
        { size += length($0) + 5 }
        size <= room { print "    " $0; next }
        { cut++ }
        END { if (cut) print "\nCut here, and in the log of the run: " cut " of " NR " lines." }
    ' "$1"
}

run_url() {
    printf '%s/%s/actions/runs/%s' "${GITHUB_SERVER_URL:?}" "${GITHUB_REPOSITORY:?}" "${GITHUB_RUN_ID:?}"
}
