#!/usr/bin/env bash
# Plans, and shows the plan on the pull request: as one comment that is kept up to date, and as a
# commit status that holds the plan's hash for the apply after the merge.
#
#   PULL_REQUEST, HEAD_SHA   the pull request and its commit; empty outside of one
#   SITEPLAN_COMMENT         false for no comment
#   SITEPLAN_CHECK           how the check of the same commit ended, as GitHub says it; or empty
set -euo pipefail
# shellcheck source=.github/scripts/common.sh
. "$(dirname "$0")/common.sh"

plan=$folder/plan.json
comment=$folder/plan.md
rm -f "$plan" "$comment"

status=0
# shellcheck disable=SC2016 # the backticks are Markdown's
failed='`siteplan plan`'
if compared_with_base; then
    listening siteplan plan "${arguments[@]}" --out "$plan" --format markdown >"$comment" || status=$?
else
    status=1
    failed='The search for the base'
fi

# A plan that could not be made must not leave an older one standing.
if ! [ -s "$comment" ]; then
    siteplan check "$SITEPLAN_FILE" --format markdown >"$folder/check.md" || true
    {
        sed -n '1s/siteplan:check/siteplan:plan/p' "$folder/check.md"
        printf '## ❌ siteplan: no plan could be made\n\n'
        printf '%s ended with %s: see [the run](%s).\n' "$failed" "$status" "$(run_url)"
    } >"$comment"
elif [ -e "$plan" ]; then
    printf '\n<sub>%s</sub>\n' "$compared" >>"$comment"
fi
# Below the title: a plan that may not be merged looks like any other.
case "${SITEPLAN_CHECK:-}" in
    '' | success) ;;
    *)
        note="❌ The check of this commit did not succeed, and so this may not be merged: see [the run]($(run_url))."
        # What GitHub takes for a comment ends at 65,536 characters.
        awk -v note="$note" '{ print } !said && /^## / { print "\n" note; said = 1 }' "$comment" >"$comment.new"
        mv "$comment.new" "$comment"
        ;;
esac
summary "$comment"

hash=
if [ -e "$plan" ]; then
    siteplan show "$plan" --format html >"$folder/plan.html"
    hash=$(siteplan show "$plan" | sed -n 's/^Hash: //p')
fi
output exit-code "$status"
output hash "$hash"
output folder "$folder"

if [ -n "${PULL_REQUEST:-}" ]; then
    if [ "${SITEPLAN_COMMENT:-true}" = true ]; then
        bash "$scripts/comment.sh" "$PULL_REQUEST" "$comment"
    fi
    # 2: there are changes, and --detailed-exitcode asked.
    case "$status" in
        0 | 2) bash "$scripts/approval.sh" keep success "$hash" ;;
        *) bash "$scripts/approval.sh" keep failure "no plan to approve (exit code $status)" ;;
    esac
fi
exit "$status"
