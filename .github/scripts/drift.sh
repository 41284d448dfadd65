#!/usr/bin/env bash
# Looks for drift, and keeps one issue about it: opened when there is any, brought up to date as
# long as there is, closed when there is none. A run that could not tell leaves it alone.
set -euo pipefail
# shellcheck source=.github/scripts/common.sh
. "$(dirname "$0")/common.sh"

found=$folder/drift.txt
status=0
logged "$found" siteplan drift "${arguments[@]}" || status=$?
output exit-code "$status"
output folder "$folder"

marker=$(marker drift)
report=$folder/drift.md
case "$status" in
    0) echo "No drift: the site is as the definition says." >"$report" ;;
    2)
        {
            printf '%s\nThe site is not as the definition says. [The run](%s)\n\n' \
                "$marker" "$(run_url)"
            block "$found"
        } >"$report"
        ;;
    *) exit "$status" ;;
esac
summary "$report"

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
    gh api --silent --method POST "$issues/$issue/comments" \
        -f "body=The site is as the definition says. [The run]($(run_url))"
    gh api --silent --method PATCH "$issues/$issue" -f state=closed -f state_reason=completed
fi
exit "$status"
