#!/usr/bin/env bash
# Looks for drift, and keeps one issue about it: opened when there is any, brought up to date as
# long as there is, closed when there is none. A run that could not tell leaves it alone.
set -euo pipefail
# shellcheck source=.github/scripts/common.sh
. "$(dirname "$0")/common.sh"

report=$folder/drift.md
status=0
logged "$report" 2 siteplan drift "${arguments[@]}" --format markdown || status=$?
output exit-code "$status"
output folder "$folder"
summary "$report"
case "$status" in
    0 | 2) ;;
    *) exit "$status" ;;
esac
# Our issue is the one that begins with the report's first line, a hidden marker.
marker=$(head -n 1 "$report")
printf '\n<sub>[The run](%s)</sub>\n' "$(run_url)" >>"$report"

issues=repos/${GITHUB_REPOSITORY:?}/issues
open_issue() {
    local listed number author first
    listed=$(gh api --paginate "$issues?state=open&per_page=100" \
        --jq '.[] | [.number, .user.login, (.body // "" | split("\n")[0] | rtrimstr("\r"))] | @tsv')
    while IFS=$'\t' read -r number author first; do
        if [ "$author" = "${SITEPLAN_AUTHOR:?}" ] && [ "$first" = "$marker" ]; then
            printf '%s' "$number"
            return
        fi
    done <<<"$listed"
}

issue=$(open_issue)
if [ "$status" = 2 ] && [ -z "$issue" ]; then
    gh api --silent --method POST "$issues" -f "title=Drift from $SITEPLAN_FILE" -F "body=@$report"
elif [ "$status" = 2 ]; then
    gh api --silent --method PATCH "$issues/$issue" -F "body=@$report"
elif [ -n "$issue" ]; then
    gh api --silent --method POST "$issues/$issue/comments" -F "body=@$report"
    gh api --silent --method PATCH "$issues/$issue" -f state=closed -f state_reason=completed
fi
exit "$status"
