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

# A run that is cancelled: the runner signals the step's own process and no other, and kills what is
# left ten seconds later. What runs here is told, ends the step at work and says what was done; then
# the report is written as ever.
running=
asked_to_stop=
interrupted=
stop() {
    asked_to_stop=yes
    interrupted=yes
    # TERM for both: what a shell starts in the background ignores INT.
    [ -z "$running" ] || kill -TERM "$running" 2>/dev/null || true
}
trap stop INT TERM

# listening COMMAND…: runs a program that hears of signals, and ends as it does; as if ended by one
# (143) where that came before the program.
listening() {
    local status
    [ -z "$asked_to_stop" ] || return 143
    "$@" &
    running=$!
    # It may have come between the two.
    [ -z "$asked_to_stop" ] || kill -TERM "$running" 2>/dev/null || true
    while :; do
        interrupted=
        status=0
        wait "$running" || status=$?
        # A signal ends the wait, and not the program.
        [ -n "$interrupted" ] || break
    done
    running=
    return "$status"
}

# logged FILE ERRORS PROGRAM…: runs a program, and keeps what it prints in a file; with its errors if
# ERRORS is 1, not if it is 2. In the log, nothing that names of a site say is a command to the runner.
logged() {
    local file=$1 errors=$2 status=0 token pipe printing
    shift 2
    token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    printf '::stop-commands::%s\n' "$token"
    # A pipe with a name, for `|` would leave neither the number nor the end of the program.
    pipe=$folder/printed
    rm -f "$pipe"
    mkfifo "$pipe"
    tee "$file" <"$pipe" &
    printing=$!
    listening "$@" >"$pipe" 2>&"$errors" || status=$?
    wait "$printing" || wait "$printing" || true
    rm -f "$pipe"
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
